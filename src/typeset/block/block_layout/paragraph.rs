//! Paragraphs: their language, indent and lines.

use super::frames::NARROWEST;
use super::{LayoutContext, Typesetter, has_letters_of};
use crate::document::date::date;
use crate::document::marker::caption_sign;
use crate::document::{Align, Block, BlockKind, ParagraphRole, Text};
use crate::role::Role;
use crate::text::{Language, Letters, Script, script};
use crate::typeset::block::marker;
use crate::typeset::block::verse::{has_paragraphs, is_verse};
use crate::typeset::inline::layout::{Drawn, TextLine, layout_drawn};
use crate::typeset::inline::ruby::Headroom;
use crate::typeset::inline::setting::{LineFlags, LineIndents, Setting};
use crate::typeset::lines::LineKind;
use crate::typeset::options::GUTTER;
use crate::typeset::runs::Separator;
use crate::typeset::signs::Forms;
use crate::typeset::table::columns::longest_code;
use crate::typeset::text_builder::{TextBuilder, TextStyle, is_aside, is_emphasized};
use crate::typeset::{Indent, Ruby};

/// Characters that are read to detect the language of a text.
const LANGUAGE_SAMPLE: usize = 150;

/// Words or ideographs of the shortest paragraph of a quotation.
const QUOTED_WORDS: usize = 8;

/// Characters of the longest formula that moves to the next line rather than being broken after
/// an operator. A longer one would leave a hole, and begin the next line like a paragraph.
const MAX_UNBROKEN_FORMULA: usize = 8;

/// Digits by which a number of a list is longer than another one.
const MAX_MORE_DIGITS: u16 = 2;

/// The indent of verse: two ideographs.
const VERSE: &str = "    ";

impl Typesetter<'_> {
    /// The language of a text, which decides its line breaks: the one that it declares, unless
    /// its letters contradict it, else that of most letters at its start. A text with any letter of
    /// the article's script has the article's language, however many foreign names it contains.
    pub fn language_of(&self, text: &Text) -> Language {
        let letters = || text.chars();
        let sample = Letters::of(letters().take(LANGUAGE_SAMPLE));
        if let Some(declared) = text.language
            && !sample.contradict(declared)
        {
            return declared;
        }
        let detected = sample.text_language(self.language);
        let is_ascii = || text.runs.iter().all(|run| run.text.is_ascii());
        // Hanja in brackets can outnumber the Hangul around them.
        let foreign = match self.language {
            Language::Ko => detected != Language::Ko,
            _ => detected == Language::Latin,
        };
        match detected {
            _ if foreign && !is_ascii() && has_letters_of(self.language, letters()) => {
                self.language
            }
            language => language,
        }
    }

    /// The context of the paragraph at `index` with its languages. One style of paragraphs
    /// holds for the whole article: a line of Latin words or figures among Chinese paragraphs is
    /// indented like them. Outside of Chinese articles, a quotation of several paragraphs in
    /// another language keeps its own style.
    pub(super) fn in_languages(
        &self,
        text: &Text,
        blocks: &[Block],
        index: usize,
        context: LayoutContext,
    ) -> LayoutContext {
        let language = self.language_of(text);
        let quoted = |at: Option<usize>| {
            let block = at.and_then(|at| blocks.get(at));
            block.is_some_and(|block| match &block.kind {
                BlockKind::Paragraph { text, .. } => {
                    is_prose(text) && self.language_of(text) == language
                }
                _ => false,
            })
        };
        let quoted = match self.language {
            Language::Other => true,
            article if article == language => false,
            _ => is_prose(text) && (quoted(index.checked_sub(1)) || quoted(Some(index + 1))),
        };
        let chinese = matches!(self.language, Language::ZhHans | Language::ZhHant);
        let own = quoted && !chinese;
        LayoutContext {
            language: Some(language),
            manner: Some(if own { language } else { self.language }),
            quoted,
            continues: continues(text, blocks, index),
            wraps: self.wraps_credits(blocks, index, context.width),
            ..context
        }
    }

    /// Whether blocks hold several paragraphs of Japanese, which keep the style of the body in a
    /// quotation: an indent, and no blank line between them.
    pub(crate) fn is_japanese_prose(&self, blocks: &[Block]) -> bool {
        let paragraphs = blocks.iter().filter(|block| match &block.kind {
            BlockKind::Paragraph { text, role, .. } => {
                *role == ParagraphRole::Body
                    && is_prose(text)
                    && self.language_of(text) == Language::Ja
            }
            _ => false,
        });
        self.language == Language::Ja && paragraphs.take(2).count() > 1
    }

    pub(crate) fn paragraph(
        &mut self,
        text: &Text,
        role: ParagraphRole,
        align: Align,
        context: LayoutContext,
    ) {
        let (look, align) = match role {
            ParagraphRole::Body => (context.role, align),
            ParagraphRole::Lead => (Role::Lead, align),
            ParagraphRole::Credit => (Role::Credit, align),
            ParagraphRole::Notice => (Role::Notice, align),
        };
        let look = if context.role == Role::Cut {
            Role::Cut
        } else {
            look
        };
        let mut setting = self.setting(text, context);
        let manner = context.manner.unwrap_or(setting.language);
        let indents = self.indents(manner);
        // Several lines at the right margin have no left edge to find the next one by.
        let align = match align {
            Align::Start => context.align,
            _ if context.stacked => context.align,
            Align::End if context.wraps => Align::Start,
            align => align,
        };
        let indents =
            indents && context.prose && role == ParagraphRole::Body && align == Align::Start;
        if indents && context.verse {
            let inner = self.enter_frame(VERSE, VERSE, look, None, context);
            let setting = self.setting(text, inner);
            self.text(text, look, &setting, align, inner);
            self.leave_frame();
            return;
        }
        if indents {
            setting.indent = if context.continues {
                0
            } else {
                indent(manner, context.width)
            };
            let policy = self.options.width;
            setting.line_indents = match manner {
                _ if setting.indent == 0 => LineIndents::First,
                Language::Ja => LineIndents::NotBrackets,
                _ if manner.is_full_width() && has_paragraphs(text, policy) => LineIndents::All,
                _ => LineIndents::First,
            };
        }
        let mut marker = 0;
        if let Some(widest) = context.handmade.filter(|_| align == Align::Start) {
            let plain = text.plain();
            let own;
            (own, marker) = marker::handmade(&plain, self.options);
            // More is the blanks of one item rather than a digit of another.
            let aligns = marker::starts_with_digit(&plain) && widest <= own + MAX_MORE_DIGITS;
            let outdent = if aligns { widest.max(own) } else { own };
            if outdent + NARROWEST <= context.width {
                setting = self.setting_in(setting.language, context.width - outdent, context);
                setting.outdent = outdent;
                setting.indent = outdent - own;
            }
        }
        let shown = self.text(text, look, &setting, align, context);
        if shown && look != Role::Cut {
            self.texts.recolour_start(marker, Role::Marker);
        }
    }

    /// Whether the first lines of paragraphs in a language are indented.
    fn indents(&self, language: Language) -> bool {
        match self.options.indent {
            Indent::Auto => language.is_full_width(),
            Indent::Blank => false,
            Indent::Indent | Indent::Both => true,
        }
    }

    /// Lines whose spaces and breaks are kept. Verse is indented like that in a paragraph, where none
    /// of its lines folds for it. Other lines use the room right of the measure where none folds then.
    pub fn kept_lines(&mut self, text: &Text, context: LayoutContext) {
        let policy = self.options.width;
        let manner = context
            .manner
            .unwrap_or(self.setting(text, context).language);
        let widest = || text.plain().lines().map(|line| policy.str(line)).max();
        let indents = context.prose
            && self.indents(manner)
            && is_verse(text, policy)
            && widest().unwrap_or(0) + VERSE.len() <= usize::from(context.width);
        if !indents {
            let widened = self.widened(
                usize::from(context.width + self.margins(context).0),
                context,
            );
            let wanted = widest().unwrap_or(0);
            let has_room =
                (usize::from(context.width) + 1..=usize::from(widened.width)).contains(&wanted);
            let context = if has_room { widened } else { context };
            return self.preserved(text, context.role, context);
        }
        let inner = self.enter_frame(VERSE, VERSE, context.role, None, context);
        self.preserved(text, context.role, inner);
        self.leave_frame();
    }

    /// Lays out a text; returns whether anything of it is shown.
    pub fn text(
        &mut self,
        text: &Text,
        role: Role,
        setting: &Setting,
        align: Align,
        context: LayoutContext,
    ) -> bool {
        let Some(index) = self.add(text, role, context) else {
            return false;
        };
        if let Some(shown) = self.texts.all.get_mut(index) {
            shown.grid = setting.grid;
        }
        let lines = self.lines_of(index, setting);
        // The last line of the page is leading between two lines of this text.
        let mut led = false;
        let align = if role == Role::Credit && lines.len() > 1 {
            Align::Start
        } else {
            align
        };
        let mut hanging = 0;
        let is_prose = role == Role::Body && context.prose;
        let mut above = None;
        for line in &lines {
            let first = line.flags.contains(LineFlags::FIRST);
            let above = above.replace(line).filter(|_| is_prose && !led);
            if above.is_some_and(|above| self.texts.heads_lines(index, above, line)) {
                self.push(LineKind::Blank, context, 0);
            }
            if first {
                let start = self.texts.of(index).get(line.start as usize..);
                hanging = setting.hanging(start.unwrap_or_default());
            }
            let indent = if first {
                // The prefix takes a part of the indent.
                setting.indent.saturating_sub(context.lead)
            } else {
                setting.outdent + hanging
            };
            // A mark that hangs is in the gutter.
            let hung = u16::from(line.flags.contains(LineFlags::HUNG)) * GUTTER;
            let slack = (context.width + hung).saturating_sub(line.cells);
            let indent = indent.min(slack);
            let indent = match align {
                Align::Start => indent,
                Align::Center => slack / 2,
                Align::End => slack,
            };
            let full = match align {
                Align::Start if first => setting.room(line.flags),
                Align::Start => setting.measure - hanging,
                _ => line.cells,
            };
            let (text, line) = (index as u32, *line);
            if !self.texts.ruby_of(index, line).is_empty() {
                // Ruby takes the place of the leading.
                if led {
                    self.compact.lines.pop();
                }
                let lead = if first { context.lead } else { 0 };
                self.push(LineKind::Ruby { text, line, full }, context, indent + lead);
            }
            self.push(LineKind::Text { text, line, full }, context, indent);
            led = false;
            if !line.flags.contains(LineFlags::LAST) && context.prose {
                for _ in 0..self.options.leading.min(2) {
                    self.push(LineKind::Blank, context, 0);
                    led = true;
                }
            }
        }
        self.text_lines = lines;
        true
    }

    /// The lines of the text that was added last, in a buffer that is reused.
    fn lines_of(&mut self, index: usize, setting: &Setting) -> Vec<TextLine> {
        let mut lines = std::mem::take(&mut self.text_lines);
        lines.clear();
        let drawn = Drawn {
            protected: &self.protected,
            tears: &self.tears,
            signs: self.texts.signs_of(index),
        };
        layout_drawn(
            self.texts.of(index),
            &drawn,
            setting,
            &mut self.scratch,
            &mut lines,
        );
        lines
    }

    /// Adds a text to the page and returns its index; sets `self.protected` and `self.tears` for it.
    pub fn add(&mut self, text: &Text, role: Role, context: LayoutContext) -> Option<usize> {
        self.protected.clear();
        self.tears.clear();
        let aside = context.prose && role == Role::Body && is_aside(text);
        let is_named = matches!(role, Role::Caption | Role::Heading | Role::Subheading);
        let is_upright = aside || is_named && is_emphasized(text);
        let date = if context.cell { date(text) } else { None };
        let room = context.room(role);
        let text_style = TextStyle {
            role: match role {
                _ if aside => Role::Lead,
                Role::Body if date.is_some() => Role::Byline,
                role => role,
            },
            is_upright,
            style: context.style,
            separator: if self.texts.all.is_empty() {
                Separator::Cell
            } else {
                self.separator
            },
            repeated: context.repeated,
            above: (self.options.ruby == Ruby::Above && !context.cell).then_some(Headroom {
                width: self.options.width,
                room: context.width,
            }),
            formula: MAX_UNBROKEN_FORMULA.min(usize::from(context.width) / 2),
            room,
            code: longest_code(context.cell, room),
            start: match role {
                Role::Caption => caption_sign(&text.plain()) as u32,
                _ => 0,
            },
            end: date.map(|date| date.end as u32),
            signs: if role == Role::CodeBlock {
                Forms::default()
            } else {
                Forms::new(self.options, self.language)
            },
            breaks_readings: self.language == Language::Ja,
            slants_figures: !self.language.is_full_width() && self.language != Language::Ko,
        };
        let mut builder = TextBuilder {
            document: self.document,
            text_style,
            numbered_links: self.options.numbered_links,
            show_cut: self.options.show_cut,
            protected: &mut self.protected,
            tears: &mut self.tears,
        };
        let index = builder.add(text, &mut self.texts)?;
        self.separator = context.separator;
        Some(index)
    }
}

/// Whether a text is more than a name or an address: a paragraph of a quotation.
fn is_prose(text: &Text) -> bool {
    let (mut words, mut letters) = (0, 0);
    text.chars().any(|c| {
        words += usize::from(c.is_whitespace());
        letters += usize::from(matches!(script(c), Script::Han | Script::Kana));
        words >= QUOTED_WORDS || letters >= QUOTED_WORDS
    })
}

/// Whether the paragraph at `index` continues the sentence of one above, which a quotation or
/// code interrupts. It is set flush (改行天付き).
fn continues(text: &Text, blocks: &[Block], index: usize) -> bool {
    let above = blocks.iter().take(index).rev();
    let mut above = above.filter(|block| block.cut.is_none()).peekable();
    let inserted = |block: &&Block| {
        matches!(
            block.kind,
            BlockKind::Quote { .. } | BlockKind::Code { .. } | BlockKind::Preserved { .. }
        )
    };
    if above.next_if(inserted).is_none() {
        return false;
    }
    while above.next_if(inserted).is_some() {}
    above.next().is_some_and(|block| match &block.kind {
        BlockKind::Paragraph {
            text: start, role, ..
        } => *role == ParagraphRole::Body && is_unfinished(start, text),
        _ => false,
    })
}

/// Whether a text ends with a comma, or with a letter where the next begins with a particle.
/// Without a particle, the end may be that of a label, or of a sentence without a full stop.
fn is_unfinished(text: &Text, next: &Text) -> bool {
    let shown = || text.runs.iter().filter(|run| run.cut.is_none());
    let last = shown().rfind(|run| !run.text.trim().is_empty());
    let end = last.and_then(|run| run.text.trim_end().chars().next_back());
    let letter = |c: char| matches!(script(c), Script::Han | Script::Kana);
    match end {
        Some('、' | '，') => true,
        Some(c) => letter(c) && starts_with_particle(&next.plain()),
        None => false,
    }
}

/// Whether a text begins with a Japanese particle, which follows a noun or a quotation.
fn starts_with_particle(text: &str) -> bool {
    let text = text.trim_start();
    let words = ["ところ", "とりあえず", "とにかく", "とはいえ", "とても"];
    text.starts_with(['を', 'の', 'が', 'に', 'へ', 'と'])
        && !words.iter().any(|word| text.starts_with(word))
}

/// Cells of indent of a paragraph: two ideographs, in Japanese one (JIS X 4051 and JLReq 3.1.2).
fn indent(language: Language, width: u16) -> u16 {
    if width < 8 {
        0
    } else if width < 24 || language == Language::Ja {
        2
    } else {
        4
    }
}
