//! The layout of images, galleries and media.

use super::block_layout::{LayoutContext, NARROWEST, Typesetter};
use crate::document::{Align, Image, LinkNumber, MediaKind, Text};
use crate::role::Role;
use crate::text::authority;
use crate::typeset::{Anchor, AnchorKind};

/// Whether a caption starts with a number of its own: `图一：`, `Figure 3.`
pub(crate) fn is_numbered(caption: &str) -> bool {
    let names = ["图", "圖", "図", "그림", "Figure", "Fig."];
    let caption = caption.trim_start();
    names.iter().any(|name| {
        caption.strip_prefix(name).is_some_and(|rest| {
            let digit = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c);
            rest.trim_start().starts_with(digit)
        })
    })
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
        let dot = policy.narrow("·", "-");
        let mark = policy.narrow("▣", "#");
        let (number, count) = match images.len() {
            0 | 1 => (first.to_string(), String::new()),
            n => {
                let count = self.labels.gallery.replace("{n}", &n.to_string());
                let count = match count.as_str() {
                    "" => count,
                    count => format!(" {dot} {count}"),
                };
                (format!("{first}-{}", self.figures), count)
            }
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
        let head = format!("{label} {number}{count}");
        let caption = caption.filter(|caption| !caption.is_blank());
        let only = match images {
            [image] if !image.label.is_blank() => Some(&image.label),
            _ => None,
        };
        let shown = match caption.or(only) {
            // The caption has a number of its own.
            Some(text) if is_numbered(&text.plain()) => {
                self.figure_text((mark, ""), text, link, context)
            }
            Some(text) => self.figure_text((&head, dot), text, link, context),
            None => false,
        };
        if !shown {
            self.bare_figure(&head, link, context);
        }
        if images.len() > 1 {
            for (number, image) in (first..).zip(images) {
                if !image.label.is_blank() {
                    let head = format!("  {number}");
                    let link = image.target.or(image.link);
                    self.figure_text((&head, dot), &image.label, link, context);
                }
            }
        }
        let text = caption.or(only).map_or(head, Text::plain);
        self.anchors.push(Anchor {
            kind: AnchorKind::Image,
            line,
            text,
        });
    }

    /// A figure without words: its number, and muted the host that it comes from.
    fn bare_figure(&mut self, head: &str, link: Option<LinkNumber>, context: LayoutContext) {
        let host = link.and_then(|link| self.host(link));
        let inner = self.enter_frame(&format!("{head} "), "", Role::Figure, link, context);
        if inner.frame == context.frame {
            self.push_label(head, Role::Figure, context);
        } else if let Some(host) = host {
            let dot = self.options.width.narrow("·", "-");
            self.push_label(&format!("{dot} {host}"), Role::Caption, inner);
        } else {
            self.leave_marked_frame(inner);
        }
    }

    /// A caption after its number, which is the link, and a dot. Further lines are indented to the
    /// first word.
    pub(crate) fn figure_text(
        &mut self,
        (head, dot): (&str, &str),
        text: &Text,
        link: Option<LinkNumber>,
        context: LayoutContext,
    ) -> bool {
        let measure = self.options.measure;
        let prefix = format!("{head} {dot}");
        let prefix = format!("{} ", prefix.trim_end());
        let cells = self.options.width.str(&prefix) as u16;
        let fits = context.width >= cells + NARROWEST.min(measure / 3).max(2);
        let (around, inner) = if fits && !dot.is_empty() {
            let around = self.enter_frame(&format!("{head} "), "", Role::Figure, link, context);
            let dot = format!("{dot} ");
            let inner = self.enter_frame(&dot, "", Role::Caption, None, around);
            (around, inner)
        } else {
            let inner = self.enter_frame(&prefix, "", Role::Figure, link, context);
            if inner.frame == context.frame {
                // The caption is below: a dot would hang at the end of the line.
                self.push_label(head, Role::Figure, context);
            }
            (inner, inner)
        };
        let setting = self.setting(text, inner);
        let caption = LayoutContext {
            prose: false,
            ..inner
        };
        let shown = self.text(text, Role::Caption, &setting, Align::Start, caption);
        if !shown {
            for (frame, parent) in [(inner, around), (around, context)] {
                if frame.frame != parent.frame {
                    self.leave_frame();
                }
            }
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
        let dot = policy.narrow("·", "-");
        let link = text.runs.iter().find_map(|run| run.link);
        let head = format!("{mark} {label}");
        self.figure_text((head.trim_end(), dot), text, link, context);
    }
}
