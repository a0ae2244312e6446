//! The look of headings, quotes, lists, definitions, notices and footnotes.

use super::block_layout::{LayoutContext, Typesetter, full_width};
use super::marker::markers;
use crate::document::{Align, Block, Definition, Footnote, Item, LinkNumber, ListKind, Text};
use crate::role::Role;
use crate::typeset::inline::layout::Setting;
use crate::typeset::lines::LineKind;
use crate::typeset::runs::Joint;
use crate::typeset::{Anchor, AnchorKind, Fit, Spacing};

impl Typesetter<'_> {
    /// A text behind a mark, hanging.
    pub(crate) fn marked(
        &mut self,
        mark: &str,
        text: &Text,
        role: Role,
        link: Option<LinkNumber>,
        around: LayoutContext,
    ) -> bool {
        let rest = " ".repeat(self.options.width.str(mark));
        let inner = self.enter(mark, &rest, Role::Marker, link, around);
        let role = if around.role == Role::Cut {
            Role::Cut
        } else {
            role
        };
        let setting = self.setting(text, inner);
        let shown = self.text(
            text,
            role,
            &setting,
            Align::Start,
            LayoutContext {
                prose: false,
                ..inner
            },
        );
        self.leave(inner, false);
        shown
    }

    pub(crate) fn setting(&self, text: &Text, around: LayoutContext) -> Setting {
        let language = around.language.unwrap_or_else(|| self.language_of(text));
        let setting = Setting::new(self.options, language, around.width);
        if around.cell {
            setting.exact(around.width)
        } else {
            setting
        }
    }

    pub(crate) fn heading(&mut self, level: u8, text: &Text, around: LayoutContext) {
        let policy = self.options.width;
        let (mark, role) = match level {
            ..=2 => (policy.narrow("▌", "|"), Role::Heading),
            3 => (policy.narrow("▍", "|"), Role::Subheading),
            _ => ("", Role::Subheading),
        };
        let line = self.rows.lines.len();
        let inner = self.enter(mark, mark, role, None, around);
        let mut setting = self.setting(text, inner);
        setting.fit = Fit::Balanced;
        let role = if around.role == Role::Cut {
            Role::Cut
        } else {
            role
        };
        let shown = self.text(
            text,
            role,
            &setting,
            Align::Start,
            LayoutContext {
                prose: false,
                ..inner
            },
        );
        if inner.frame != around.frame {
            self.leave(inner, false);
        }
        if shown {
            let kind = AnchorKind::Heading(level);
            self.anchors.push(Anchor {
                kind,
                line,
                text: text.plain(),
            });
        }
    }

    pub(crate) fn quote(&mut self, blocks: &[Block], source: Option<&Text>, around: LayoutContext) {
        let bar = self.options.width.narrow("│ ", "| ").to_owned();
        let inner = self.enter(&bar, &bar, Role::Rule, None, around);
        let role = if around.role == Role::Body {
            Role::Quote
        } else {
            around.role
        };
        let quoted = LayoutContext {
            role,
            prose: false,
            ..inner
        };
        self.blocks(blocks, quoted, false);
        if let Some(source) = source {
            let has_dash = source
                .plain()
                .trim_start()
                .starts_with(['—', '―', '–', '─', '-']);
            let dash = match full_width(self.language_of(source)) {
                _ if has_dash => "",
                true => "—— ",
                false => "— ",
            };
            let rest = " ".repeat(self.options.width.str(dash));
            let cited = self.enter(dash, &rest, Role::Credit, None, inner);
            let setting = self.setting(source, cited);
            self.text(
                source,
                Role::Credit,
                &setting,
                Align::Start,
                LayoutContext {
                    prose: false,
                    ..cited
                },
            );
            if cited.frame != inner.frame {
                self.leave(cited, false);
            }
        }
        if inner.frame != around.frame {
            self.leave(inner, false);
        }
    }

    pub(crate) fn list(
        &mut self,
        kind: &ListKind,
        items: &[Item],
        tight: bool,
        around: LayoutContext,
    ) {
        let policy = self.options.width;
        let markers = markers(kind, items, around.bullets, policy);
        let widest = markers
            .iter()
            .map(|marker| policy.str(marker))
            .max()
            .unwrap_or(0);
        let bullets = around.bullets + usize::from(*kind == ListKind::Bullet);
        let joint = if tight { Joint::Line } else { Joint::Paragraph };
        for (index, (item, marker)) in items.iter().zip(&markers).enumerate() {
            if index > 0 && !tight {
                self.push(LineKind::Blank, around, 0);
            }
            if index > 0 {
                self.joint = joint;
            }
            let handmade = *kind == ListKind::Handmade;
            let marker = format!("{}{marker}", " ".repeat(widest - policy.str(marker)));
            let inner = match handmade {
                true => LayoutContext {
                    depth: around.depth + 1,
                    ..around
                },
                false => self.enter(&marker, "", Role::Marker, None, around),
            };
            let before = self.rows.lines.len();
            let inside = LayoutContext {
                prose: false,
                bullets,
                joint,
                handmade,
                ..inner
            };
            self.blocks(&item.blocks, inside, tight);
            if self.rows.lines.len() == before && inner.frame != around.frame {
                self.leave(inner, true);
            }
        }
        self.joint = Joint::Paragraph;
    }

    pub(crate) fn definitions(&mut self, entries: &[Definition], around: LayoutContext) {
        for (index, entry) in entries.iter().enumerate() {
            if index > 0 {
                self.push(LineKind::Blank, around, 0);
            }
            let plain = LayoutContext {
                prose: false,
                ..around
            };
            for term in &entry.terms {
                let setting = self.setting(term, around);
                let role = if around.role == Role::Body {
                    Role::Strong
                } else {
                    around.role
                };
                self.text(term, role, &setting, Align::Start, plain);
                self.joint = Joint::Line;
            }
            let inner = self.enter("    ", "    ", Role::Marker, None, plain);
            self.blocks(&entry.blocks, inner, false);
            if inner.frame != around.frame {
                self.leave(inner, false);
            }
        }
    }

    pub(crate) fn preserved(&mut self, text: &Text, role: Role, around: LayoutContext) {
        let mut setting = self.setting(text, around).exact(around.width);
        setting.orphans = false;
        setting.spacing = Spacing::Keep;
        setting.fit = Fit::Greedy;
        self.text(
            text,
            role,
            &setting,
            Align::Start,
            LayoutContext {
                prose: false,
                ..around
            },
        );
    }

    pub(crate) fn rule(&mut self, around: LayoutContext) {
        let dash = self.options.width.narrow("─", "-");
        let cells = (around.width / 3).max(1);
        let indent = (around.width - cells) / 2;
        self.chrome(
            dash.repeat(usize::from(cells)),
            cells,
            Role::Rule,
            indent,
            around,
        );
    }

    pub(crate) fn notice(&mut self, title: Option<&Text>, blocks: &[Block], around: LayoutContext) {
        let policy = self.options.width;
        let mark = policy.narrow("⚠ ", "! ").to_owned();
        let titled =
            title.is_some_and(|title| self.marked(&mark, title, Role::Notice, None, around));
        if !titled {
            let words = format!("{mark}{}", self.labels.notice);
            self.note(&words, Role::Notice, around);
        }
        let bar = policy.narrow("│ ", "| ").to_owned();
        let inner = self.enter(&bar, &bar, Role::Notice, None, around);
        self.blocks(
            blocks,
            LayoutContext {
                prose: false,
                ..inner
            },
            false,
        );
        if inner.frame != around.frame {
            self.leave(inner, false);
        }
    }

    pub(crate) fn footnotes(&mut self, notes: &[Footnote], around: LayoutContext) {
        if notes.is_empty() {
            return;
        }
        if !self.rows.lines.is_empty() {
            self.push(LineKind::Blank, around, 0);
        }
        self.rule(around);
        let label = self.labels.footnotes.clone();
        self.note(&label, Role::Subheading, around);
        for note in notes {
            let marker = format!("*{} ", note.label);
            let inner = self.enter(&marker, "", Role::Marker, None, around);
            let before = self.rows.lines.len();
            self.joint = Joint::Line;
            self.blocks(
                &note.blocks,
                LayoutContext {
                    prose: false,
                    ..inner
                },
                true,
            );
            if self.rows.lines.len() == before && inner.frame != around.frame {
                self.leave(inner, true);
            }
        }
    }
}
