//! The layout of images, galleries and media.

use super::block_layout::{LayoutContext, Typesetter};
use crate::document::marker::{caption_sign, figure_number};
use crate::document::{Align, Image, LinkNumber, MediaKind, Text, caption_of};
use crate::role::Role;
use crate::text::authority;
use crate::typeset::lines::LineKind;
use crate::typeset::room::{PicturePlace, PictureRoom};
use crate::typeset::{Anchor, AnchorKind};

/// Cells between the number of a figure and its caption.
pub(crate) const GAP: &str = "  ";

/// Cells by which further lines of a caption are indented: the mark before the number.
const HANG: u16 = 2;

/// Whether a caption starts with a number of its own: `图一：`, `Figure 3.`
pub(crate) fn is_numbered(caption: &str) -> bool {
    figure_number(caption) > 0
}

impl Typesetter<'_> {
    pub(crate) fn figure(
        &mut self,
        images: &[Image],
        caption: Option<&Text>,
        context: LayoutContext,
    ) {
        let policy = self.options.width;
        let line = self.compact.lines.len();
        let first = self.figures + 1;
        self.figures += images.len() as u32;
        let mark = policy.narrow("▣", "#");
        let number = match images.len() {
            0 | 1 => first.to_string(),
            _ => format!("{first}{}{}", policy.narrow("–", "-"), self.figures),
        };
        let link = match images {
            [image] => image.target.or(image.link),
            // A picture with a caption has its link there, not at the number of the group.
            [first, ..] if first.label.is_blank() => first.link,
            _ => None,
        };
        let label = match self.labels.figure {
            "" => mark.to_owned(),
            label => format!("{mark} {label}"),
        };
        let head = format!("{label} {number}");
        let caption = caption_of(images, caption);
        let shown = match caption {
            _ if context.cell => {
                let mark = format!("{mark} {number}");
                self.picture_in_cell((&mark, first), caption, link, context);
                true
            }
            Some(text) => self.captioned((mark, &head), text, link, context),
            None => false,
        };
        if !shown {
            self.bare_figure(&head, link, context);
        }
        let words = caption.map(|text| {
            let plain = text.plain();
            let sign = caption_sign(&plain);
            plain.get(sign..).unwrap_or_default().to_owned()
        });
        let text = words.unwrap_or(head);
        for (number, image) in (first..).zip(images) {
            let mut own = line;
            if images.len() > 1 && !context.cell && !image.label.is_blank() {
                own = self.compact.lines.len();
                let head = format!("  {number}");
                let link = image.target.or(image.link);
                let hang = policy.str(&head) as u16 + HANG;
                self.figure_text((&head, GAP, hang), &image.label, link, context);
            }
            self.anchors.push(Anchor {
                kind: AnchorKind::Image(number),
                line: own,
                text: text.clone(),
            });
            self.place_picture(image, (number, first, own), context);
        }
    }

    /// The place of a picture below its caption, with room for it if it is drawn. Those in the cells of
    /// a table get their lines and their room when the whole table is laid out.
    fn place_picture(
        &mut self,
        image: &Image,
        (number, figure, line): (u32, u32, usize),
        context: LayoutContext,
    ) {
        if let Some(key) = image.key(&self.document.links) {
            let room = match context.cell {
                true => None,
                false => self.picture_room(key, context),
            };
            self.compact.pictures.push(PicturePlace {
                number,
                figure,
                line,
                key: key.into(),
                room,
            });
        }
    }

    /// Makes room for a picture if it is drawn.
    pub(crate) fn picture_room(
        &mut self,
        key: &str,
        context: LayoutContext,
    ) -> Option<PictureRoom> {
        let size = self.rooms.cells_of(key, context.width)?;
        let line = self.compact.lines.len();
        let indent = self.prefix_cells(context.frame);
        for _ in 0..size.1 {
            self.push(LineKind::Picture, context, 0);
        }
        Some(PictureRoom { line, indent, size })
    }

    /// A figure with a caption. One that starts with a number of its own gets no other: that number
    /// is the link.
    fn captioned(
        &mut self,
        (mark, head): (&str, &str),
        text: &Text,
        link: Option<LinkNumber>,
        context: LayoutContext,
    ) -> bool {
        let plain = text.plain();
        let words = plain.get(caption_sign(&plain)..).unwrap_or_default();
        let number = figure_number(words);
        if number == 0 {
            return self.figure_text((head, GAP, HANG), text, link, context);
        }
        let shown = self.figure_text((mark, " ", HANG), text, link, context);
        if shown {
            self.texts.recolour_start(number as u32, Role::Figure);
            self.texts.link_start(link);
        }
        shown
    }

    /// A figure without words: its number, and muted the host that it comes from.
    fn bare_figure(&mut self, head: &str, link: Option<LinkNumber>, context: LayoutContext) {
        let host = link.and_then(|link| self.host(link));
        let inner = self.enter_frame(&format!("{head}{GAP}"), "", Role::Figure, link, context);
        if inner.frame == context.frame {
            self.push_label(head, Role::Figure, context);
        } else if let Some(host) = host {
            self.push_label(&host, Role::Caption, inner);
        } else {
            self.leave_marked_frame(inner);
        }
    }

    /// A caption after its number, which is the link, and a gap. Further lines are indented by
    /// `hang` cells.
    pub(crate) fn figure_text(
        &mut self,
        (head, gap, hang): (&str, &str, u16),
        text: &Text,
        link: Option<LinkNumber>,
        context: LayoutContext,
    ) -> bool {
        let prefix = format!("{head}{gap}");
        let inner = self.enter_hanging_frame(&prefix, hang, Role::Figure, link, context);
        if inner.frame == context.frame {
            // The caption is below.
            self.push_label(head, Role::Figure, context);
        }
        let mut setting = self.setting(text, inner);
        setting.indent = inner.lead;
        let caption = LayoutContext {
            prose: false,
            ..inner
        };
        let shown = self.text(text, Role::Caption, &setting, Align::Start, caption);
        if !shown && inner.frame != context.frame {
            self.leave_frame();
        }
        shown
    }

    /// The host of a link's address.
    pub(crate) fn host(&self, link: LinkNumber) -> Option<String> {
        let link = self.document.links.get((link as usize).checked_sub(1)?)?;
        let host = authority(&link.address);
        (!host.is_empty()).then(|| host.to_owned())
    }

    pub(crate) fn media(&mut self, kind: MediaKind, text: &Text, context: LayoutContext) {
        let policy = self.options.width;
        let (mark, label) = match kind {
            MediaKind::Video => (policy.narrow("▶", ">"), self.labels.video),
            MediaKind::Audio => (policy.narrow("♪", ">"), self.labels.audio),
            MediaKind::Embed => (policy.narrow("▶", "#"), self.labels.embed),
        };
        let link = text.runs.iter().find_map(|run| run.link);
        let head = format!("{mark} {label}");
        self.figure_text((head.trim_end(), GAP, HANG), text, link, context);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_have_signs_and_numbers() {
        let check = |caption: &str, sign: usize, number: usize| {
            assert_eq!(caption_sign(caption), sign, "{caption}");
            assert_eq!(figure_number(caption), number, "{caption}");
        };
        check("桥西的早市", 0, 0);
        check("▲ 桥西的早市", "▲ ".len(), 0);
        check("△ABC", 0, 0);
        check("▲", 0, 0);
        check("图 12：桥", 0, "图 12".len());
        check("图一　桥", 0, "图一".len());
        check("图 2—5　桥", 0, "图 2—5".len());
        check("图 2——桥", 0, "图 2".len());
        check("图书馆", 0, 0);
        check("Figure 3. A bridge", 0, "Figure 3".len());
    }
}
