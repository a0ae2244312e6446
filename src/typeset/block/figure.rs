//! The look of pictures, galleries and media.

use super::block_layout::{LayoutContext, Typesetter};
use crate::document::{Align, Image, LinkNumber, MediaKind, Text};
use crate::role::Role;
use crate::typeset::{Anchor, AnchorKind};

/// Whether a caption begins with a number of its own: `图一：`, `Figure 3.`
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
        around: LayoutContext,
    ) {
        let policy = self.options.width;
        let line = self.rows.lines.len();
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
            // The author has numbered it.
            Some(text) if images.len() == 1 && is_numbered(&text.plain()) => format!("{mark} "),
            _ => format!("{head} {dot} "),
        };
        let shown = match caption.or(only) {
            Some(text) => self.figure_text(&prefix, text, link, around),
            None => false,
        };
        if !shown {
            let host = link.and_then(|link| self.host(link));
            let words = host.map_or(head.clone(), |host| format!("{prefix}{host}"));
            let inner = self.enter(&words, "", Role::Figure, link, around);
            if inner.frame == around.frame {
                self.note(&words, Role::Figure, around);
            } else {
                self.leave(inner, true);
            }
        }
        if images.len() > 1 {
            for (number, image) in (first..).zip(images) {
                if !image.label.is_blank() {
                    let prefix = format!("  {number} {dot} ");
                    self.figure_text(&prefix, &image.label, image.target.or(image.link), around);
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

    /// A caption behind its number; lines after the first hang by two cells.
    pub(crate) fn figure_text(
        &mut self,
        prefix: &str,
        text: &Text,
        link: Option<LinkNumber>,
        around: LayoutContext,
    ) -> bool {
        let rest = " ".repeat(self.options.width.str(prefix));
        let inner = self.enter(prefix, &rest, Role::Figure, link, around);
        if inner.frame != around.frame {
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
                self.leave(inner, false);
            }
            return shown;
        }
        self.note(prefix.trim_end(), Role::Figure, around);
        let setting = self.setting(text, around);
        self.text(
            text,
            Role::Caption,
            &setting,
            Align::Start,
            LayoutContext {
                prose: false,
                ..around
            },
        )
    }

    /// The host of a link's address.
    pub(crate) fn host(&self, link: LinkNumber) -> Option<String> {
        let link = self.document.links.get((link as usize).checked_sub(1)?)?;
        let (_, rest) = link.address.split_once("://")?;
        let host = rest.split(['/', '?', '#']).next()?;
        (!host.is_empty()).then(|| host.to_owned())
    }

    pub(crate) fn media(&mut self, kind: MediaKind, text: &Text, around: LayoutContext) {
        let policy = self.options.width;
        let (mark, label) = match kind {
            MediaKind::Video => (policy.narrow("▶", ">"), &self.labels.video),
            MediaKind::Audio => (policy.narrow("♪", ">"), &self.labels.audio),
            MediaKind::Embed => (policy.narrow("⧉", "#"), &self.labels.embed),
        };
        let dot = policy.narrow("·", "-");
        let link = text.runs.iter().find_map(|run| run.link);
        let prefix = format!("{mark} {label} {dot} ");
        self.figure_text(&prefix, text, link, around);
    }
}
