//! The layout of headings, quotes, lists, definitions, notices and footnotes.

use super::block_layout::{LayoutContext, NARROWEST, Typesetter};
use super::marker::{heading_number, markers, widest_number};
use crate::document::{
    Align, Block, BlockKind, Footnote, Item, LinkNumber, ListKind, NoticeKind, NoticeSign, Text,
    marker, note_mark,
};
use crate::role::Role;
use crate::text::Language;
use crate::typeset::inline::setting::{LineIndents, Setting};
use crate::typeset::lines::LineKind;
use crate::typeset::runs::Separator;
use crate::typeset::signs::{Forms, page_form};
use crate::typeset::{Anchor, AnchorKind, Fit, Options, Spacing};

/// The narrowest measure, in cells, in which quotes are indented.
pub(super) const MIN_INDENTED_QUOTE: u16 = 40;

impl Typesetter<'_> {
    /// A text after a mark; its further lines are indented by the width of the mark.
    pub(crate) fn marked_text(
        &mut self,
        mark: &str,
        text: &Text,
        role: Role,
        link: Option<LinkNumber>,
        context: LayoutContext,
    ) -> bool {
        let rest = " ".repeat(self.options.width.str(mark));
        let inner = self.enter_frame(mark, &rest, Role::Marker, link, context);
        let setting = self.setting(text, inner);
        let shown = self.plain_text(text, role, &setting, inner);
        self.leave_frame();
        shown
    }

    /// A text in a role, without the indent of prose. In a cut block it keeps the role of the cut.
    fn plain_text(
        &mut self,
        text: &Text,
        role: Role,
        setting: &Setting,
        context: LayoutContext,
    ) -> bool {
        let role = if context.role == Role::Cut {
            Role::Cut
        } else {
            role
        };
        let context = LayoutContext {
            prose: false,
            ..context
        };
        self.text(text, role, setting, Align::Start, context)
    }

    pub(crate) fn setting(&self, text: &Text, context: LayoutContext) -> Setting {
        let language = context.language.unwrap_or_else(|| self.language_of(text));
        self.setting_in(language, context.width, context)
    }

    /// The setting of a text in a language, `cells` wide.
    pub(crate) fn setting_in(
        &self,
        language: Language,
        cells: u16,
        context: LayoutContext,
    ) -> Setting {
        let mut setting = Setting::new(self.options, language, cells);
        // One fit for the whole article. A Latin line in a Chinese one is filled like the others.
        let foreign = !matches!(self.language, Language::Latin | Language::Other);
        if language == Language::Latin && foreign && !context.quoted {
            setting.runts = false;
            if self.options.fit == Fit::Auto {
                setting.fit = Fit::Greedy;
            }
        }
        if context.cell || !self.options.has_gutter(self.language) {
            setting.exact(cells)
        } else {
            setting
        }
    }

    pub(crate) fn heading(&mut self, level: u8, text: &Text, context: LayoutContext) {
        let policy = self.options.width;
        // The marker of a list item takes the place of the bar.
        let around = &self.compact.frames[context.frame as usize];
        let listed = around.role == Role::Marker && !around.first.trim().is_empty();
        let (bar, role) = match level {
            ..=3 if listed => ("", Role::Subheading),
            ..=2 => (policy.narrow("▌", "|"), Role::Heading),
            3 => (policy.narrow("▏", "|"), Role::Subheading),
            _ => ("", Role::Subheading),
        };
        let line = self.compact.lines.len();
        let inner = self.enter_frame(bar, bar, Role::Marker, None, context);
        let words = text.plain();
        let number = heading_number(&words);
        let mut setting = self.setting(text, inner);
        let outdent = outdent_of(&words, number, self.options);
        if outdent > 0 && outdent + NARROWEST <= inner.width {
            // Further lines begin below the first word.
            setting = self.setting_in(setting.language, inner.width - outdent, inner);
            setting.outdent = outdent;
        }
        setting.fit = Fit::Balanced;
        let shown = self.plain_text(text, role, &setting, inner);
        if inner.frame != context.frame {
            self.leave_frame();
        }
        if shown {
            if role != Role::Cut {
                self.texts.recolour_start(number as u32, Role::Marker);
            }
            self.anchors.push(Anchor {
                kind: AnchorKind::Heading(level),
                line,
                text: words,
            });
        }
    }

    pub(crate) fn quote(
        &mut self,
        blocks: &[Block],
        source: Option<&Text>,
        context: LayoutContext,
    ) {
        // Set off from the text like its first lines, where the page is wide enough.
        let indent = if context.frame == 0 && self.options.measure >= MIN_INDENTED_QUOTE {
            "  "
        } else {
            ""
        };
        let bar = format!("{indent}{}", self.options.width.narrow("│ ", "| "));
        let inner = self.enter_frame(&bar, &bar, Role::Rule, None, context);
        let role = if context.role == Role::Body {
            Role::Quote
        } else {
            context.role
        };
        let quoted = LayoutContext {
            role,
            prose: context.prose && self.is_japanese_prose(blocks),
            ..inner
        };
        self.blocks(blocks, quoted);
        if let Some(source) = source {
            let words = source.plain();
            let words = words.trim_start();
            let has_dash = words.starts_with(['—', '―', '–', '─', '-']);
            let dash = if has_dash || marker::names_source(words) {
                ""
            } else if self.language_of(source).is_full_width() {
                if Forms::new(self.options, self.language).clipped {
                    "──── "
                } else {
                    "—— "
                }
            } else {
                "— "
            };
            let rest = " ".repeat(self.options.width.str(dash));
            let cited = self.enter_frame(dash, &rest, Role::Credit, None, inner);
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
                self.leave_frame();
            }
        }
        if inner.frame != context.frame {
            self.leave_frame();
        }
    }

    pub(crate) fn list(
        &mut self,
        kind: &ListKind,
        items: &[Item],
        tight: bool,
        context: LayoutContext,
    ) {
        let policy = self.options.width;
        let markers = markers(kind, items, context.bullets, policy);
        let widest = markers
            .iter()
            .map(|marker| policy.str(marker))
            .max()
            .unwrap_or(0);
        let bullets = context.bullets + usize::from(*kind == ListKind::Bullet);
        let separator = if tight {
            Separator::Line
        } else {
            Separator::Paragraph
        };
        let is_handmade = *kind == ListKind::Handmade;
        let handmade = is_handmade.then(|| widest_number(items, self.options));
        for (index, (item, marker)) in items.iter().zip(&markers).enumerate() {
            if index > 0 && !tight {
                self.push(LineKind::Blank, context, 0);
            }
            if index > 0 {
                self.separator = separator;
            }
            let marker = format!("{}{marker}", " ".repeat(widest - policy.str(marker)));
            let inner = if handmade.is_some() {
                LayoutContext {
                    depth: context.depth + 1,
                    ..context
                }
            } else {
                self.enter_frame(&marker, "", Role::Marker, None, context)
            };
            let before = self.compact.lines.len();
            let inside = LayoutContext {
                prose: false,
                bullets,
                separator,
                handmade,
                ..inner
            };
            if tight {
                self.tight_blocks(&item.blocks, inside);
            } else {
                self.blocks(&item.blocks, inside);
            }
            if self.compact.lines.len() == before && inner.frame != context.frame {
                self.leave_marked_frame(inner);
            }
        }
        self.separator = Separator::Paragraph;
    }

    pub(crate) fn preserved(&mut self, text: &Text, role: Role, context: LayoutContext) {
        let mut setting = self.setting(text, context).exact(context.width);
        setting.orphans = false;
        setting.spacing = Spacing::Keep;
        setting.line_indents = LineIndents::Kept;
        setting.fit = Fit::Greedy;
        self.text(
            text,
            role,
            &setting,
            Align::Start,
            LayoutContext {
                prose: false,
                ..context
            },
        );
    }

    pub(crate) fn rule(&mut self, context: LayoutContext) {
        let dash = self.options.width.narrow("─", "-");
        let cells = (context.width / 3).max(1);
        let indent = (context.width - cells) / 2;
        self.push_chrome(
            dash.repeat(usize::from(cells)),
            cells,
            Role::Rule,
            indent,
            context,
        );
    }

    pub(crate) fn notice(
        &mut self,
        kind: Option<NoticeKind>,
        title: Option<&Text>,
        blocks: &[Block],
        context: LayoutContext,
    ) {
        let policy = self.options.width;
        let written = title;
        let (title, blocks) = self.notice_title(title, blocks);
        let named = title.and_then(|title| self.labels.kind_named(&title.plain()));
        // A sign that the author wrote takes the place of the mark.
        let signed = title.is_some_and(|title| is_sign(&title.plain())) || starts_with_sign(blocks);
        let sign = kind.or(named).map_or(NoticeSign::Warning, NoticeKind::sign);
        let mark = match sign {
            _ if signed => "",
            NoticeSign::None => "",
            NoticeSign::Success => policy.narrow("✓ ", "+ "),
            NoticeSign::Question => "? ",
            NoticeSign::Warning => policy.narrow("⚠ ", "! "),
            NoticeSign::Failure => policy.narrow("✗ ", "x "),
        };
        // The name of a kind gives way to the label, and is not searched.
        let is_name = |title: &Text| NoticeKind::of(&title.plain()).is_some();
        let is_own = title
            .zip(written)
            .is_some_and(|(title, own)| std::ptr::eq(title, own));
        let is_kind = is_own && title.is_some_and(is_name);
        let bar = policy.narrow("│ ", "| ").to_owned();
        let inner = self.enter_frame(&bar, &bar, Role::Notice, None, context);
        let titled = !is_kind
            && title.is_some_and(|title| self.marked_text(mark, title, Role::Notice, None, inner));
        if !titled {
            let word = named.or(kind).map(|kind| self.labels.kind(kind));
            let words = format!("{mark}{}", word.unwrap_or(self.labels.notice));
            self.push_label(&words, Role::Notice, inner);
        }
        self.blocks(
            blocks,
            LayoutContext {
                prose: false,
                ..inner
            },
        );
        if inner.frame != context.frame {
            self.leave_frame();
        }
    }

    /// The title of a notice and the blocks below it. A first line that repeats the label, or names
    /// the kind of a notice without a title, is the title.
    fn notice_title<'b>(
        &self,
        title: Option<&'b Text>,
        blocks: &'b [Block],
    ) -> (Option<&'b Text>, &'b [Block]) {
        let Some((
            Block {
                kind: BlockKind::Paragraph { text, .. },
                cut: None,
                ..
            },
            rest,
        )) = blocks.split_first()
        else {
            return (title, blocks);
        };
        let bare = |words: &str| {
            words
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        };
        let first = bare(&text.plain());
        let repeats = match title.map(Text::plain) {
            Some(title) => {
                let kind = self.labels.kind_named(&title);
                let label = kind.map(|kind| self.labels.kind(kind));
                bare(&title) == first || label.is_some_and(|label| bare(label) == first)
            }
            None => self.labels.names_notice(&first),
        };
        if repeats && !first.is_empty() {
            (Some(text), rest)
        } else {
            (title, blocks)
        }
    }

    /// The notes after a rule. `ruled`: the text ends with a rule, which is enough.
    pub(crate) fn footnotes(&mut self, notes: &[Footnote], ruled: bool, context: LayoutContext) {
        if notes.is_empty() {
            return;
        }
        if !self.compact.lines.is_empty() {
            self.push(LineKind::Blank, context, 0);
        }
        if !ruled {
            self.rule(context);
            self.push(LineKind::Blank, context, 0);
        }
        if !self.labels.footnotes.is_empty() {
            self.push_label(self.labels.footnotes, Role::Subheading, context);
        }
        for note in notes {
            let marker = format!("{} ", note_mark(&note.label));
            let inner = self.enter_frame(&marker, "", Role::Marker, None, context);
            let before = self.compact.lines.len();
            self.separator = Separator::Line;
            self.tight_blocks(
                &note.blocks,
                LayoutContext {
                    prose: false,
                    ..inner
                },
            );
            if self.compact.lines.len() == before && inner.frame != context.frame {
                self.leave_marked_frame(inner);
            }
        }
    }
}

/// The cells of the number that a heading starts with, and of the space after it.
fn outdent_of(words: &str, number: usize, options: &Options) -> u16 {
    let rest = words.get(number..).unwrap_or_default();
    let title = rest.trim_start();
    let before = words.len() - title.len();
    match number {
        0 => 0,
        _ if title.is_empty() => 0,
        _ => {
            let number = words.get(..before).unwrap_or_default();
            options.width.str(&page_form(number, options)) as u16
        }
    }
}

/// Whether the first paragraph starts with a sign of its own.
fn starts_with_sign(blocks: &[Block]) -> bool {
    match blocks.first().map(|block| &block.kind) {
        Some(BlockKind::Paragraph { text, .. }) => is_sign(&text.plain()),
        _ => false,
    }
}

/// Whether a text starts with a pictograph: `⚠`, `ℹ`, `💡`.
fn is_sign(text: &str) -> bool {
    let first = text.trim_start().chars().next();
    first.is_some_and(
        |c| matches!(c, 'ℹ' | '‼' | '⁉' | '\u{2600}'..='\u{27bf}' | '⭐' | '\u{1f000}'..),
    )
}
