//! Runs under construction: collapsing of white space and handling of line breaks.
//!
//! White space collapses as in CSS Text 4, section 4: a line end of the source between two wide
//! characters or beside full-width punctuation disappears, elsewhere it becomes a space. A `<br>`
//! is held back until a character follows: one is a hard line break, two end the paragraph, and so
//! does one before an indented line. A line end of the source before an ideographic space or a
//! number that Markdown does not know (`3-1.`, `가.`) is such a break. After an indented line, a
//! line of dialogue is a paragraph too.

use super::run_style::RunStyle;
use crate::document::{Inline, Style, ends_sentence, is_dialogue, joins_lines, marker};

/// How white space and line breaks of a container's text are treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextMode {
    /// White space collapses; two line breaks end a paragraph.
    #[default]
    Flow,
    /// White space collapses; line breaks stay inside the one text (headings, captions).
    Line,
    /// Every character counts (`pre`).
    Preformatted,
}

/// Indent, in cells, from which on the line after a `<br>` is a paragraph of its own. One
/// ideographic space is enough.
const PARAGRAPH_INDENT: usize = 4;

/// The ideographic space, with which Chinese and Japanese paragraphs start.
const IDEOGRAPHIC_SPACE: char = '\u{3000}';

/// Collapsed white space that no character has followed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Space {
    has_line_end: bool,
    style: RunStyle,
}

/// A word whose characters each had a `<ruby>`.
#[derive(Clone, Copy, Debug)]
pub struct RubyWord {
    pub style: RunStyle,
    pub characters: usize,
}

/// The text of a container that is not yet a block.
#[derive(Debug, Default)]
pub struct Inlines {
    pub mode: TextMode,
    /// Whether line ends of the source are line breaks.
    pub keeps_lines: bool,
    /// Whether empty lines of the source end paragraphs.
    pub ends_at_empty_lines: bool,
    /// In code: whether a line end of the source beside a `<br>` is not a second line break.
    pub is_box: bool,
    pub runs: Vec<Inline>,
    /// The ruby that the last text is, if each of its characters had an element.
    pub ruby: Option<RubyWord>,
    /// Paragraphs that line breaks have ended.
    done: Vec<Vec<Inline>>,
    space: Option<Space>,
    /// Number of `<br>` since the last character.
    breaks: usize,
    /// Cells of indent that were skipped since the line started.
    indent: usize,
    /// Whether an ideographic space is part of that indent.
    has_ideographic_indent: bool,
    /// Whether the current paragraph started with an ideographic space, or is dialogue after one
    /// that did.
    is_indented: bool,
}

impl Inlines {
    pub fn new(mode: TextMode) -> Self {
        Self {
            mode,
            ..Self::default()
        }
    }

    /// Whether nothing visible has been added yet.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty() && self.done.is_empty()
    }

    /// Adds text of the source.
    pub fn push(&mut self, text: &str, style: RunStyle) {
        if self.mode == TextMode::Preformatted {
            // A `<br>` and the line end right after it are one break.
            let after_break = self.breaks > 0;
            let text = text
                .strip_prefix('\n')
                .filter(|_| after_break)
                .unwrap_or(text);
            if !text.is_empty() {
                self.append(text, style);
            }
            if !text.is_empty() || !self.is_box {
                self.breaks = 0;
            }
            return;
        }
        let mut rest = text;
        loop {
            let body = rest.trim_start_matches(is_collapsible);
            if body.len() < rest.len() {
                let space = rest.get(..rest.len() - body.len()).unwrap_or_default();
                self.push_space(space, style);
            }
            rest = body;
            if self.starts_line(rest) {
                self.line_break();
            }
            if self.is_at_line_start()
                && let Some(first) = rest.chars().next()
                && let Some(cells) = indent_cells(first)
            {
                self.indent += cells;
                self.has_ideographic_indent |= first == IDEOGRAPHIC_SPACE;
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
                continue;
            }
            if rest.is_empty() {
                return;
            }
            let end = uncollapsed_end(rest);
            self.push_atomic(rest.get(..end).unwrap_or_default(), style);
            rest = rest.get(end..).unwrap_or_default();
        }
    }

    /// Adds characters in which nothing collapses.
    pub fn push_atomic(&mut self, word: &str, style: RunStyle) {
        if word.is_empty() {
            return;
        }
        if self.runs.is_empty() {
            self.is_indented = self.has_ideographic_indent;
        } else {
            if self.mode == TextMode::Flow && self.starts_paragraph(word, style) {
                let is_dialogue = self.is_indented && is_dialogue(word);
                self.is_indented = self.has_ideographic_indent || is_dialogue;
                self.end_paragraph();
            } else if self.breaks > 0 {
                // The break belongs neither to a link nor to a cut run.
                let style = RunStyle {
                    link: None,
                    cut: None,
                    ..self.last_style(style)
                };
                self.append("\n", style);
            } else if let Some(space) = self.space
                && !(space.has_line_end && self.joins_lines(word))
            {
                let last = self.last_style(style);
                self.append(" ", space_style(last, space.style, style));
            }
        }
        self.forget_space();
        self.append(word, style);
    }

    /// The style of the last run, for what comes between it and the run `next`. Ruby ends with its
    /// reading, which only a break or space inside it belongs to.
    fn last_style(&self, next: RunStyle) -> RunStyle {
        let last = self.runs.last().map(Inline::run_style).unwrap_or_default();
        match next.style.has(Style::RUBY) {
            true => last,
            false => last.without(Style::RUBY.with(Style::RUBY_BASE)),
        }
    }

    /// Forgets the white space since the last character.
    fn forget_space(&mut self) {
        self.space = None;
        self.breaks = 0;
        self.indent = 0;
        self.has_ideographic_indent = false;
    }

    /// Whether a word after line breaks starts a paragraph. Lines of a cut run stay together.
    fn starts_paragraph(&self, word: &str, style: RunStyle) -> bool {
        let is_indented = self.has_ideographic_indent || self.indent >= PARAGRAPH_INDENT;
        let is_dialogue = self.is_indented && is_dialogue(word);
        self.breaks > 1 || self.breaks == 1 && style.cut.is_none() && (is_indented || is_dialogue)
    }

    /// Whether a line end of the source that has just been skipped is a line break: an ideographic
    /// space or a number follows, or dialogue after an indented sentence.
    fn starts_line(&self, rest: &str) -> bool {
        let after_line_end = self.breaks == 0 && self.space.is_some_and(|space| space.has_line_end);
        if !after_line_end || self.mode != TextMode::Flow || self.runs.is_empty() {
            return false;
        }
        rest.starts_with(IDEOGRAPHIC_SPACE)
            || marker::is_numbered_line(rest)
            || self.is_indented
                && is_dialogue(rest)
                && self.runs.last().is_some_and(|run| ends_sentence(&run.text))
    }

    /// Adds a `<br>`.
    pub fn line_break(&mut self) {
        if self.mode == TextMode::Preformatted {
            let has_ended = self.is_box && self.breaks == 0 && self.last_char() == Some('\n');
            if !has_ended {
                self.append("\n", RunStyle::default());
            }
            self.breaks = 1;
            return;
        }
        let breaks = self.breaks + 1;
        self.forget_space();
        self.breaks = breaks;
    }

    /// In code: starts a line, unless one has just started.
    pub fn start_line(&mut self) {
        if self.last_char().is_some_and(|last| last != '\n') {
            self.append("\n", RunStyle::default());
        }
    }

    /// Takes the collected text, one entry for each paragraph.
    pub fn take(&mut self) -> Vec<Vec<Inline>> {
        self.end_paragraph();
        self.forget_space();
        self.is_indented = false;
        std::mem::take(&mut self.done)
    }

    fn end_paragraph(&mut self) {
        let mut runs = std::mem::take(&mut self.runs);
        if self.mode != TextMode::Preformatted {
            trim_end(&mut runs);
        }
        if !runs.is_empty() {
            self.done.push(runs);
        }
    }

    /// Adds white space of the source: one space or, where line ends count, line breaks.
    fn push_space(&mut self, text: &str, style: RunStyle) {
        let line_ends = text.bytes().filter(|byte| *byte == b'\n').count();
        if line_ends > 0 && self.keeps_lines {
            (0..line_ends).for_each(|_| self.line_break());
            return;
        }
        if line_ends > 1 && self.ends_at_empty_lines && self.mode == TextMode::Flow {
            (0..2).for_each(|_| self.line_break());
            return;
        }
        let has_line_end = line_ends > 0;
        match &mut self.space {
            Some(space) => space.has_line_end |= has_line_end,
            None => {
                self.space = Some(Space {
                    has_line_end,
                    style,
                });
            }
        }
    }

    /// Whether a line end before this word disappears.
    fn joins_lines(&self, word: &str) -> bool {
        let around = self.last_char().zip(word.chars().next());
        around.is_none_or(|(before, after)| joins_lines(before, after))
    }

    fn is_at_line_start(&self) -> bool {
        self.runs.is_empty() || self.breaks > 0
    }

    /// The last character, if what follows is on the same line.
    pub fn last_char_on_line(&self) -> Option<char> {
        let has_ended = self.breaks > 0 || self.space.is_some_and(|space| space.has_line_end);
        self.last_char().filter(|_| !has_ended)
    }

    /// Whether the next word follows the last run without space or line break.
    pub fn is_adjacent(&self) -> bool {
        self.space.is_none() && self.breaks == 0
    }

    pub fn last_char(&self) -> Option<char> {
        self.runs.last().and_then(|run| run.text.chars().last())
    }

    fn append(&mut self, text: &str, style: RunStyle) {
        match self.runs.last_mut() {
            Some(run) if run.run_style() == style && run.footnote.is_none() => {
                run.text.push_str(text);
            }
            _ => self.runs.push(style.run(text)),
        }
    }
}

/// The style of a space written in the style `own` between the runs `last` and `next`. It belongs
/// to the plain run beside a link or code. Only a space inside a link is a part of it.
fn space_style(last: RunStyle, own: RunStyle, next: RunStyle) -> RunStyle {
    let owner = if next.link.is_some() || next.style.has(Style::CODE) {
        last
    } else {
        own
    };
    if owner.link.is_none() || last.link == next.link {
        return owner;
    }
    let style = if next.link.is_none() && !next.style.has(Style::CODE) {
        next.style
    } else {
        Style::PLAIN
    };
    RunStyle {
        style,
        link: None,
        cut: owner.cut,
    }
}

/// Removes white space of any kind at the end, and runs that consist of nothing else.
pub fn trim_end(runs: &mut Vec<Inline>) {
    while let Some(last) = runs.last_mut() {
        let kept = last
            .text
            .trim_end_matches(|c: char| c == '\n' || is_collapsible(c) || indent_cells(c).is_some())
            .len();
        last.text.truncate(kept);
        if kept > 0 {
            return;
        }
        runs.pop();
    }
}

fn is_collapsible(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r' | '\x0c')
}

/// Width in cells of a space that sources use to indent; None for other characters.
fn indent_cells(c: char) -> Option<usize> {
    match c {
        '\u{3000}' | '\u{2003}' | '\u{2001}' => Some(2),
        '\u{a0}' | '\u{2000}' | '\u{2002}' | '\u{2004}'..='\u{200a}' | '\u{202f}' => Some(1),
        _ => None,
    }
}

/// The end of the part in which nothing collapses: all spaces are single and between words.
fn uncollapsed_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' => match bytes.get(at + 1) {
                Some(next) if !next.is_ascii_whitespace() => at += 2,
                _ => return at,
            },
            b'\n' | b'\t' | b'\r' | b'\x0c' => return at,
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(parts: &[&str], expected: &[&str]) {
        let mut inlines = Inlines::default();
        for part in parts {
            if *part == "<br>" {
                inlines.line_break();
            } else {
                inlines.push(part, RunStyle::default());
            }
        }
        let texts: Vec<String> = inlines
            .take()
            .iter()
            .map(|runs| runs.iter().map(|run| run.text.as_str()).collect())
            .collect();
        assert_eq!(texts, expected, "{parts:?}");
    }

    #[test]
    fn white_space_collapses() {
        check(&["  a \n b  "], &["a b"]);
        check(&["一\n二"], &["一二"]);
        check(&["一\n”二"], &["一”二"]);
        check(&["한\n국"], &["한 국"]);
        check(&["こんにちは。\nVimConf"], &["こんにちは。VimConf"]);
        check(&["VimConf\n「東京」\n2013"], &["VimConf「東京」2013"]);
        check(&["한국。\n다음"], &["한국。 다음"]);
        check(&["中\nVim。 Conf"], &["中 Vim。 Conf"]);
        check(&["一 二"], &["一 二"]);
        check(&["a", " ", "b"], &["a b"]);
        check(&["a\n", "\n中"], &["a 中"]);
        check(&["　　一　二　"], &["一　二"]);
        check(&["\u{a0}\u{a0} 一"], &["一"]);
    }

    #[test]
    fn line_breaks() {
        check(&["一", "<br>", "二"], &["一\n二"]);
        check(&["一", "<br>", " \u{a0}\n", "<br>", "二"], &["一", "二"]);
        check(&["一", "<br>", "　　二"], &["一", "二"]);
        check(&["一", "<br>", "　二", "<br>", " 三"], &["一", "二\n三"]);
        check(&["　一，\n二。\n　三。"], &["一，二。", "三。"]);
        check(
            &["　一。", "\n「二」\n「三」と\n　四"],
            &["一。", "「二」", "「三」と", "四"],
        );
        check(&["　彼は\n「二」と言う。"], &["彼は「二」と言う。"]);
        check(
            &["　一。", "<br>", "「二」", "<br>", "三"],
            &["一。", "「二」\n三"],
        );
        check(&["一。", "<br>", "「二」"], &["一。\n「二」"]);
        check(&["a", "<br>", "\u{a0}b"], &["a\nb"]);
        check(&["<br>", "一", "<br>"], &["一"]);
    }
}
