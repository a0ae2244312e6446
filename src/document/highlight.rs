//! Highlights code that the source did not: one small lexer and a table of languages.
//!
//! Recognises comments, strings, numbers, keywords and called names; the rest stays plain. Linear
//! time. Highlighters with full grammars add megabytes to the binary and take up to seconds to
//! load a grammar (measured with syntect).

mod languages;

use super::{Inline, Style, Text};
use languages::{LANGUAGES, Language};

/// Maximum length of code that is highlighted, in bytes.
const MAX_CODE: usize = 256 << 10;

/// Highlights code, unless the source already did.
pub fn highlight(text: &mut Text, language: &str) {
    // Cut runs, such as the label of a copy button, are at the end.
    let end = text.runs.iter().position(|run| run.cut.is_some());
    let end = end.unwrap_or(text.runs.len());
    let coloured = text
        .runs
        .iter()
        .take(end)
        .any(|run| run.style != Style::PLAIN || run.link.is_some());
    let length: usize = text.runs.iter().map(|run| run.text.len()).sum();
    let Some(row) = named(language).filter(|_| !coloured && length <= MAX_CODE) else {
        return;
    };
    let cut = text.runs.split_off(end);
    let code: String = text.runs.iter().map(|run| run.text.as_str()).collect();
    let mut runs = Vec::new();
    for (part, row) in parts(&code, row) {
        let mut lexer = Lexer {
            row,
            any_case: row.names.contains(&"sql"),
            rest: part,
            unclosed: Vec::new(),
            runs,
        };
        while lexer.step() {}
        runs = lexer.runs;
    }
    text.runs = runs;
    text.runs.extend(cut);
}

fn named(language: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|row| row.names.contains(&language))
}

/// Elements of markup whose content is in another language.
const EMBEDDED: &[(&str, &str, &str)] =
    &[("<script", "</script", "js"), ("<style", "</style", "css")];

/// The parts of a code, each with its language: scripts and styles within markup have their own.
fn parts<'c>(code: &'c str, row: &'static Language) -> Vec<(&'c str, &'static Language)> {
    let mut parts = Vec::new();
    // Start of the current part, and of the search for the next one.
    let (mut from, mut at) = (0, 0);
    let tail = |at: usize| code.get(at..).unwrap_or_default();
    while row.keywords.is_empty()
        && let Some(tag) = tail(at).find('<')
    {
        at += tag;
        let embedded = EMBEDDED.iter().find(|(open, ..)| {
            let rest = tail(at).strip_prefix(open);
            rest.is_some_and(|rest| rest.starts_with(['>', ' ', '\n']))
        });
        let Some((_, close, language)) = embedded else {
            at += 1;
            continue;
        };
        let Some(start) = tail(at).find('>').map(|end| at + end + 1) else {
            break;
        };
        let end = tail(start)
            .find(close)
            .map_or(code.len(), |end| start + end);
        parts.push((code.get(from..start).unwrap_or_default(), row));
        parts.push((
            code.get(start..end).unwrap_or_default(),
            named(language).unwrap_or(row),
        ));
        (from, at) = (end, end);
    }
    parts.push((tail(from), row));
    parts
}

/// Bytes of the shortest data in Base64: longer than names.
const ENCODED: usize = 48;

struct Lexer<'a> {
    row: &'a Language,
    any_case: bool,
    rest: &'a str,
    /// Quotes that were not closed, with the length of the rest where the search for their end
    /// stopped. A later quote before that place was escaped in that search, so its own search would
    /// go through the same text again, to the same end.
    unclosed: Vec<(char, usize)>,
    runs: Vec<Inline>,
}

impl Lexer<'_> {
    /// Takes one token. Returns false at the end.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else {
            return false;
        };
        if let Some(length) = self.comment() {
            self.take(length, Style::CODE_COMMENT);
        } else if let Some(length) = self.encoded() {
            self.take(length, Style::PLAIN);
        } else if self.row.quotes.contains(&first) {
            let length = self.string(first);
            let closed = length > first.len_utf8();
            let style = if closed {
                Style::CODE_STRING
            } else {
                Style::PLAIN
            };
            self.take(length, style);
        } else if first.is_ascii_digit() {
            let length = self.while_of(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'));
            self.take(length, Style::CODE_NUMBER);
        } else if first.is_alphabetic() || first == '_' {
            let length = self.while_of(|c| c.is_alphanumeric() || c == '_');
            let style = self.word(length);
            self.take(length, style);
        } else {
            self.take(first.len_utf8(), Style::PLAIN);
        }
        true
    }

    /// The length of data in Base64, which has no words: a long run of its letters, digits among them.
    fn encoded(&self) -> Option<usize> {
        let is_sign = |c: &u8| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/' | b'=');
        let bytes = self.rest.as_bytes();
        let starts = bytes.get(..ENCODED)?.iter().all(is_sign);
        if !starts {
            return None;
        }
        let has = |is_kind: fn(&u8) -> bool| bytes.iter().take(ENCODED).any(is_kind);
        let is_data =
            has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
        is_data.then(|| bytes.iter().take_while(|c| is_sign(c)).count())
    }

    fn comment(&self) -> Option<usize> {
        if let Some((open, close)) = self.row.block_comment
            && let Some(inner) = self.rest.strip_prefix(open)
        {
            let length = inner.find(close).map_or(inner.len(), |at| at + close.len());
            return Some(open.len() + length);
        }
        let starts = self
            .row
            .line_comments
            .iter()
            .any(|mark| self.rest.starts_with(mark));
        // `a#b`, `$#` and `http://` do not start comments.
        let before = self
            .runs
            .last()
            .and_then(|run| run.text.chars().next_back());
        let fits =
            before.is_none_or(|c| c.is_whitespace() || matches!(c, ';' | '{' | '}' | ')' | ','));
        (starts && fits).then(|| self.rest.find('\n').unwrap_or(self.rest.len()))
    }

    /// The length of a string. A quote that is not closed on its line is a single character, as
    /// in `it's`. Backquotes may span lines.
    fn string(&mut self, quote: char) -> usize {
        let triple: String = std::iter::repeat_n(quote, 3).collect();
        if let Some(inner) = self.rest.strip_prefix(triple.as_str()) {
            return inner.find(&triple).map_or(self.rest.len(), |at| at + 6);
        }
        let searched = |(other, left): &(char, usize)| *other == quote && self.rest.len() > *left;
        if self.unclosed.iter().any(searched) {
            return quote.len_utf8();
        }
        let mut end = self.rest.len();
        let mut escaped = false;
        for (at, c) in self.rest.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '\n' if quote != '`' => {
                    end = at;
                    break;
                }
                c if c == quote => return at + quote.len_utf8(),
                _ => {}
            }
        }
        self.unclosed.retain(|(other, _)| *other != quote);
        self.unclosed.push((quote, self.rest.len() - end));
        quote.len_utf8()
    }

    fn while_of(&self, holds: impl Fn(char) -> bool) -> usize {
        self.rest.find(|c| !holds(c)).unwrap_or(self.rest.len())
    }

    fn word(&self, length: usize) -> Style {
        let (word, behind) = self.rest.split_at(length);
        let keyword = self.row.keywords.split(' ').any(|keyword| {
            keyword == word || (self.any_case && keyword.eq_ignore_ascii_case(word))
        });
        let tag = self.row.keywords.is_empty()
            && self
                .runs
                .last()
                .is_some_and(|run| run.text.ends_with(['<', '/']));
        if keyword {
            Style::CODE_KEYWORD
        } else if tag || behind.starts_with('(') {
            Style::CODE_NAME
        } else {
            Style::PLAIN
        }
    }

    fn take(&mut self, length: usize, style: Style) {
        let (token, rest) = self.rest.split_at(length);
        self.rest = rest;
        match self.runs.last_mut() {
            Some(run) if run.style == style => run.text.push_str(token),
            _ => self.runs.push(Inline::new(token, style)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours() {
        let check = |language: &str, code: &str, expected: &[(&str, Style)]| {
            let mut text = Text::new(code);
            highlight(&mut text, language);
            assert_eq!(text.plain(), code);
            let found: Vec<_> = text
                .runs
                .iter()
                .filter(|run| run.style != Style::PLAIN)
                .map(|run| (run.text.as_str(), run.style))
                .collect();
            assert_eq!(found, expected, "{code}");
        };
        let (key, name) = (Style::CODE_KEYWORD, Style::CODE_NAME);
        check(
            "rust",
            "fn a() { \"b\\\"\" } // c",
            &[
                ("fn", key),
                ("a", name),
                ("\"b\\\"\"", Style::CODE_STRING),
                ("// c", Style::CODE_COMMENT),
            ],
        );
        check(
            "python",
            "x = 12 # 注",
            &[("12", Style::CODE_NUMBER), ("# 注", Style::CODE_COMMENT)],
        );
        check(
            "sql",
            "SELECT 1",
            &[("SELECT", key), ("1", Style::CODE_NUMBER)],
        );
        check("js", "it's", &[]);
        check("js", "'a\\'b\nx = 'c'", &[("'c'", Style::CODE_STRING)]);
        // A search for each quote would read this text 60,000 times.
        check("js", &"\\\"a".repeat(60_000), &[]);
        check(
            "html",
            "<div a=\"b\">",
            &[("div", name), ("\"b\"", Style::CODE_STRING)],
        );
        check(
            "html",
            "<script>let a = 'b'; // <c></script><b>",
            &[
                ("script", name),
                ("let", key),
                ("'b'", Style::CODE_STRING),
                ("// <c>", Style::CODE_COMMENT),
                ("script", name),
                ("b", name),
            ],
        );
        check(
            "html",
            "<style>a { color: inherit }",
            &[("style", name), ("inherit", key)],
        );
        // Data in Base64.
        let data = "/9j/4AAQSkZJRgABAQAAAQABAAD/if/9jK2wCEAAkGBxISEhUTEhIV";
        check("js", data, &[]);
        check("js", &format!("if {data}"), &[("if", key)]);
        check("nosuch", "fn", &[]);
    }
}
