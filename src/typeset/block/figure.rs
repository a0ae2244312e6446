//! The layout of images, galleries and media.

use super::block_layout::{LayoutContext, Typesetter};
use crate::document::{Align, Image, LinkNumber, MediaKind, Text};
use crate::role::Role;
use crate::text::authority;
use crate::typeset::{Anchor, AnchorKind};

/// Whether a caption starts with a number of its own: `图一：`, `Figure 3.`
fn is_numbered(caption: &str) -> bool {
    let names = ["图", "圖", "図", "그림", "Figure", "Fig."];
    let caption = caption.trim_start();
    names.iter().any(|name| {
        caption.strip_prefix(name).is_some_and(|rest| {
            let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
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
        let label = &self.labels.figure;
        let (number, count) = match images.len() {
            0 | 1 => (first.to_string(), String::new()),
            n => {
                let count = self.labels.gallery.replace("{n}", &n.to_string());
                (
                    format!("{first}-{}", self.figures),
                    format!(" {dot} {count}"),
                )
            }
        };
        let link = match images {
            [image] => image.target.or(image.link),
            _ => images.first().and_then(|image| image.link),
        };
        let head = format!("{mark} {label} {number}{count}");
        let caption = caption.filter(|caption| !caption.is_blank());
        let only = match images {
            [image] if !image.label.is_blank() => Some(&image.label),
            _ => None,
        };
        let prefix = match caption.or(only) {
            // The caption has a number of its own.
            Some(text) if images.len() == 1 && is_numbered(&text.plain()) => format!("{mark} "),
            _ => format!("{head} {dot} "),
        };
        let shown = match caption.or(only) {
            Some(text) => self.figure_text(&prefix, text, link, context),
            None => false,
        };
        if !shown {
            let host = link.and_then(|link| self.host(link));
            let words = host.map_or(head.clone(), |host| format!("{prefix}{host}"));
            let inner = self.enter_frame(&words, "", Role::Figure, link, context);
            if inner.frame == context.frame {
                self.push_label(&words, Role::Figure, context);
            } else {
                self.leave_marked_frame(inner);
            }
        }
        if images.len() > 1 {
            for (number, image) in (first..).zip(images) {
                if !image.label.is_blank() {
                    let prefix = format!("  {number} {dot} ");
                    self.figure_text(&prefix, &image.label, image.target.or(image.link), context);
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

    /// A caption after its number. Further lines are indented by the width of the number.
    pub(crate) fn figure_text(
        &mut self,
        prefix: &str,
        text: &Text,
        link: Option<LinkNumber>,
        context: LayoutContext,
    ) -> bool {
        let rest = " ".repeat(self.options.width.str(prefix));
        let inner = self.enter_frame(prefix, &rest, Role::Figure, link, context);
        if inner.frame != context.frame {
            let setting = self.setting(text, inner);
            let shown = self.text(
                text,
                Role::Caption,
                &setting,
                Align::Start,
                LayoutContext {
                    prose: false,
                    ..inner
                },
            );
            if !shown {
                self.leave_frame();
            }
            return shown;
        }
        self.push_label(prefix.trim_end(), Role::Figure, context);
        let setting = self.setting(text, context);
        self.text(
            text,
            Role::Caption,
            &setting,
            Align::Start,
            LayoutContext {
                prose: false,
                ..context
            },
        )
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
            MediaKind::Video => (policy.narrow("▶", ">"), &self.labels.video),
            MediaKind::Audio => (policy.narrow("♪", ">"), &self.labels.audio),
            MediaKind::Embed => (policy.narrow("⧉", "#"), &self.labels.embed),
        };
        let dot = policy.narrow("·", "-");
        let link = text.runs.iter().find_map(|run| run.link);
        let prefix = format!("{mark} {label} {dot} ");
        self.figure_text(&prefix, text, link, context);
    }
}
