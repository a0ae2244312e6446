//! Runs under construction: blanks collapse as CSS says, lines of CJK join without one.
//!
//! CSS Text 3, section 4.1: a line end of the source between two wide characters is
//! nothing, else a blank. `<br>` waits until a character follows: one is a hard break, more
//! end the paragraph, and one before an indented line ends it too.

use crate::document::{Inline, LinkNumber, Style};

/// What a run looks like beside its characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunStyle {
    pub style: Style,
    pub link: Option<LinkNumber>,
    pub cut: Option<&'static str>,
}

/// How characters are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Blanks collapse, two breaks end a paragraph.
    #[default]
    Flow,
    /// Blanks collapse, breaks stay within the one text (headings, captions).
    Line,
    /// Every character counts (`pre`).
    Raw,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Blank {
    newline: bool,
    look: RunStyle,
}

/// The text of a flow that is not yet a block.
#[derive(Debug, Default)]
pub struct Inlines {
    pub mode: Mode,
    /// Whether line ends of the source are breaks.
    pub keeps_lines: bool,
    pub runs: Vec<Inline>,
    /// Paragraphs that breaks have ended.
    done: Vec<Vec<Inline>>,
    blank: Option<Blank>,
    breaks: usize,
    /// Cells of indent skipped since the line began.
    indent: usize,
}

impl Inlines {
    pub fn new(mode: Mode) -> Self {
        Self {
            mode,
            ..Self::default()
        }
    }

    /// Whether nothing visible has come yet.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty() && self.done.is_empty()
    }

    /// Takes a text of the source.
    pub fn push(&mut self, text: &str, look: RunStyle) {
        if self.mode == Mode::Raw {
            // A break and the line end behind it are one.
            let skipped = std::mem::take(&mut self.breaks) > 0;
            let text = text.strip_prefix('\n').filter(|_| skipped).unwrap_or(text);
            if !text.is_empty() {
                self.append(text, look);
            }
            return;
        }
        let mut rest = text;
        loop {
            let body = rest.trim_start_matches(is_collapsible);
            if body.len() < rest.len() {
                let blanks = rest.get(..rest.len() - body.len()).unwrap_or_default();
                self.blanks(blanks, look);
            }
            rest = body;
            if self.at_line_start()
                && let Some(first) = rest.chars().next()
                && let Some(cells) = indent_cells(first)
            {
                self.indent += cells;
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
                continue;
            }
            if rest.is_empty() {
                return;
            }
            let end = word_end(rest);
            self.visible(rest.get(..end).unwrap_or_default(), look);
            rest = rest.get(end..).unwrap_or_default();
        }
    }

    /// Takes characters that are one visible thing and never collapse.
    pub fn visible(&mut self, word: &str, look: RunStyle) {
        if word.is_empty() {
            return;
        }
        if !self.runs.is_empty() {
            let new_paragraph =
                self.breaks > 1 || (self.breaks == 1 && self.indent >= 4 && look.cut.is_none());
            if new_paragraph && self.mode == Mode::Flow {
                self.end_paragraph();
            } else if self.breaks > 0 {
                // The break belongs to no link and to nothing cut.
                let last = self.runs.last().map(Inline::look).unwrap_or_default();
                let bare = RunStyle {
                    link: None,
                    cut: None,
                    ..last
                };
                self.append("\n", bare);
            } else if let Some(blank) = self.blank
                && !(blank.newline && joins(self.last_char(), word.chars().next()))
            {
                let last = self.runs.last().map(Inline::look);
                let owner = if last == Some(blank.look) || last.is_none() {
                    blank.look
                } else if look.link.is_some() || look.style.has(Style::CODE) {
                    // A blank between a plain run and a link belongs to the plain one.
                    last.unwrap_or(blank.look)
                } else {
                    blank.look
                };
                self.append(" ", owner);
            }
        }
        self.blank = None;
        self.breaks = 0;
        self.indent = 0;
        self.append(word, look);
    }

    /// A `<br>`.
    pub fn line_break(&mut self) {
        if self.mode == Mode::Raw {
            self.append("\n", RunStyle::default());
            self.breaks = 1;
            return;
        }
        self.breaks += 1;
        self.blank = None;
        self.indent = 0;
    }

    /// In code: what comes begins a line.
    pub fn new_line(&mut self) {
        if self.last_char().is_some_and(|last| last != '\n') {
            self.append("\n", RunStyle::default());
        }
    }

    /// Takes what has been gathered, one entry for a paragraph.
    pub fn take(&mut self) -> Vec<Vec<Inline>> {
        self.end_paragraph();
        self.blank = None;
        self.breaks = 0;
        self.indent = 0;
        std::mem::take(&mut self.done)
    }

    fn end_paragraph(&mut self) {
        let mut runs = std::mem::take(&mut self.runs);
        if self.mode != Mode::Raw {
            trim_end(&mut runs);
        }
        if !runs.is_empty() {
            self.done.push(runs);
        }
    }

    /// Takes blanks of the source, which are one blank or, where line ends count, breaks.
    fn blanks(&mut self, blanks: &str, look: RunStyle) {
        let lines = blanks.bytes().filter(|byte| *byte == b'\n').count();
        if lines > 0 && self.keeps_lines {
            (0..lines).for_each(|_| self.line_break());
            return;
        }
        let newline = lines > 0;
        match &mut self.blank {
            Some(blank) => blank.newline |= newline,
            None => self.blank = Some(Blank { newline, look }),
        }
    }

    fn at_line_start(&self) -> bool {
        self.runs.is_empty() || self.breaks > 0
    }

    /// The character that what comes stands behind on the same line, but for a blank.
    pub fn on_line(&self) -> Option<char> {
        let apart = self.breaks > 0 || self.blank.is_some_and(|blank| blank.newline);
        self.last_char().filter(|_| !apart)
    }

    pub fn last_char(&self) -> Option<char> {
        self.runs.last().and_then(|run| run.text.chars().last())
    }

    fn append(&mut self, text: &str, look: RunStyle) {
        match self.runs.last_mut() {
            Some(run) if run.look() == look && run.footnote.is_none() => run.text.push_str(text),
            _ => self.runs.push(look.run(text)),
        }
    }
}

impl RunStyle {
    pub fn with(self, style: Style) -> Self {
        Self {
            style: self.style.with(style),
            ..self
        }
    }

    pub fn run(self, text: &str) -> Inline {
        Inline {
            text: text.to_owned(),
            style: self.style,
            link: self.link,
            footnote: None,
            cut: self.cut,
        }
    }
}

impl Inline {
    /// What this run looks like.
    pub fn look(&self) -> RunStyle {
        RunStyle {
            style: self.style,
            link: self.link,
            cut: self.cut,
        }
    }
}

/// Removes blanks of any kind at the end, and runs that are nothing else.
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

/// Cells of a character that sources use to indent.
pub fn indent_cells(c: char) -> Option<usize> {
    match c {
        '\u{3000}' | '\u{2003}' | '\u{2001}' => Some(2),
        '\u{a0}' | '\u{2000}' | '\u{2002}' | '\u{2004}'..='\u{200a}' | '\u{202f}' => Some(1),
        _ => None,
    }
}

/// The end of what may be taken as it stands: blanks only single and between words.
fn word_end(text: &str) -> usize {
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

/// Whether a line end between these two is nothing.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else {
        return true;
    };
    let quote = |c| matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·');
    match (is_wide(before), is_wide(after)) {
        (true, true) => true,
        (true, false) => quote(after),
        (false, true) => quote(before),
        (false, false) => quote(before) && quote(after),
    }
}

/// The paragraphs of one text that shows its own line ends (`white-space: pre-wrap`, which
/// only a style sheet elsewhere tells): parted by an empty line, or by the indent of the next.
/// `None` if it is one. Only where the text is of a script that has no blanks at line ends to
/// be confused with these.
pub fn paragraphs(text: &str) -> Option<Vec<&str>> {
    if !text.contains('\n') || !text.contains(is_wide) {
        return None;
    }
    let mut all: Vec<&str> = Vec::new();
    let mut from = 0;
    let mut at = 0;
    let mut empty = false;
    for line in text.split_inclusive('\n') {
        let begins = empty || line.starts_with('\u{3000}');
        let blank = line.trim().is_empty();
        if begins && !blank {
            let before = text.get(from..at)?;
            if !before.trim().is_empty() {
                all.push(before);
                from = at;
            }
        }
        empty = blank;
        at += line.len();
    }
    all.push(text.get(from..)?);
    (all.len() > 1).then_some(all)
}

/// Wide characters of scripts that write no blanks between words: Hangul is not among them.
pub fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{303f}'
        | '\u{3040}'..='\u{312f}'
        | '\u{3190}'..='\u{a4cf}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff9f}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{20000}'..='\u{3ffff}')
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
    fn blanks() {
        check(&["  a \n b  "], &["a b"]);
        check(&["一\n二"], &["一二"]);
        check(&["一\n”二"], &["一”二"]);
        check(&["한\n국"], &["한 국"]);
        check(&["一 二"], &["一 二"]);
        check(&["a", " ", "b"], &["a b"]);
        check(&["a\n", "\n中"], &["a 中"]);
        check(&["　　一　二　"], &["一　二"]);
        check(&["\u{a0}\u{a0} 一"], &["一"]);
    }

    #[test]
    fn texts_that_show_their_own_line_ends() {
        assert_eq!(
            paragraphs("　一，\n二。\n\n　三。\n　四。\n").as_deref(),
            Some(&["　一，\n二。\n\n", "　三。\n", "　四。\n"][..])
        );
        assert_eq!(paragraphs("\n\n一\n二\n"), None);
        assert_eq!(paragraphs("a\n\nb"), None);
    }

    #[test]
    fn breaks() {
        check(&["一", "<br>", "二"], &["一\n二"]);
        check(&["一", "<br>", " \u{a0}\n", "<br>", "二"], &["一", "二"]);
        check(&["一", "<br>", "　　二"], &["一", "二"]);
        check(&["<br>", "一", "<br>"], &["一"]);
    }
}
