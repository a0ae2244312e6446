//! Splits a query into tokens. Full-width `：`, `（`, `）` and `“` count as the ASCII forms.

use super::error::QueryFault;
use super::field::{FIELDS, Field, TextField};
use crate::text::fold;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// Where it starts, in bytes.
    pub at: usize,
    pub kind: TokenKind<'a>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind<'a> {
    Value(Value<'a>),
    /// A name as written, and its value.
    Field(&'a str, Value<'a>),
    Pattern(&'a str),
    /// A name as written, and the regular expression after it.
    FieldPattern(&'a str, Value<'a>),
    Open,
    Close,
    Or,
    /// `NOT` or `-`, as written.
    Not(&'a str),
}

/// A word or a quoted phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value<'a> {
    /// Without quotes and star.
    pub text: &'a str,
    /// Where it starts, in bytes.
    pub at: usize,
    pub quoted: bool,
    /// A `*` follows.
    pub star: bool,
    /// The query ends in it: an unfinished word while the query is being typed.
    pub last: bool,
}

/// Reads tokens. After a fault it goes on in the way that is most likely meant.
pub(super) struct Lexer<'a> {
    source: &'a str,
    at: usize,
    /// The first fault and its byte.
    pub fault: Option<(usize, QueryFault)>,
}

impl<'a> Lexer<'a> {
    pub fn new(source: &'a str) -> Self {
        Self {
            source,
            at: 0,
            fault: None,
        }
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    pub fn report(&mut self, at: usize, fault: QueryFault) {
        self.fault.get_or_insert((at, fault));
    }

    /// Skips white space, control characters and a lone `-`.
    fn skip(&mut self) {
        loop {
            let mut chars = self.rest().chars();
            let Some(c) = chars.next() else { return };
            let next = chars.next();
            if c.is_control() && !c.is_whitespace() {
                self.report(self.at, QueryFault::ControlCharacter);
            } else if !(c.is_whitespace() || c == '-' && next.is_none_or(char::is_whitespace)) {
                return;
            }
            self.at += c.len_utf8();
        }
    }

    /// Reports the first control character of a text at a byte: no article has one, and one of
    /// them separates paragraphs.
    fn report_control(&mut self, at: usize, text: &str) {
        let is_control = |c: char| c.is_control() && !c.is_whitespace();
        if let Some(inner) = text.find(is_control) {
            self.report(at + inner, QueryFault::ControlCharacter);
        }
    }

    fn quoted(&mut self) -> Option<Value<'a>> {
        let start = self.at;
        let open = self.rest().chars().next()?;
        let is_close = |c: char| match open {
            '“' => c == '”',
            _ => is_straight_quote(c),
        };
        if open != '“' && !is_straight_quote(open) {
            return None;
        }
        let at = start + open.len_utf8();
        let inner = self.source.get(at..).unwrap_or_default();
        let Some((end, close)) = inner.char_indices().find(|(_, c)| is_close(*c)) else {
            self.report(start, QueryFault::OpenQuote);
            self.at = self.source.len();
            return Some(Value {
                text: inner,
                at,
                quoted: true,
                star: false,
                last: true,
            });
        };
        let text = inner.get(..end).unwrap_or_default();
        self.report_control(at, text);
        self.at = at + end + close.len_utf8();
        let star = self.rest().starts_with('*');
        self.at += usize::from(star);
        Some(Value {
            text,
            at,
            quoted: true,
            star,
            last: false,
        })
    }

    /// A bare word: up to white space, a parenthesis or a quote.
    fn word(&mut self) -> Value<'a> {
        let rest = self.rest();
        let end = rest.find(ends_word).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let start = self.at;
        self.at += end;
        let bare = word.strip_suffix('*').filter(|bare| !bare.is_empty());
        Value {
            text: bare.unwrap_or(word),
            at: start,
            quoted: false,
            star: bare.is_some(),
            last: self.at == self.source.len(),
        }
    }

    /// The expression between slashes. A slash inside is written `\/`.
    fn pattern(&mut self) -> Option<&'a str> {
        let inner = self.rest().strip_prefix('/')?;
        let mut escaped = false;
        let end = inner.char_indices().find(|(at, c)| {
            let after = inner.get(at + 1..).and_then(|rest| rest.chars().next());
            let is_end = *c == '/' && !escaped && after.is_none_or(ends_word);
            escaped = *c == '\\' && !escaped;
            is_end
        });
        let pattern = match end {
            Some((end, _)) => inner.get(..end).unwrap_or_default(),
            None => {
                self.report(self.at, QueryFault::OpenPattern);
                inner
            }
        };
        self.report_control(self.at + 1, pattern);
        self.at = self.source.len().min(self.at + pattern.len() + 2);
        Some(pattern)
    }

    fn kind(&mut self, c: char) -> TokenKind<'a> {
        let sign = match c {
            '(' | '（' => Some(TokenKind::Open),
            ')' | '）' => Some(TokenKind::Close),
            '-' => Some(TokenKind::Not("-")),
            _ => None,
        };
        if let Some(sign) = sign {
            self.at += c.len_utf8();
            return sign;
        }
        if let Some(pattern) = self.pattern() {
            return TokenKind::Pattern(pattern);
        }
        if let Some(phrase) = self.quoted() {
            return TokenKind::Value(phrase);
        }
        let rest = self.rest();
        if let Some((name, colon)) = field_name(rest) {
            self.at += name.len() + colon;
            let at = self.at;
            if has_patterns(name)
                && let Some(text) = self.pattern()
            {
                let value = Value {
                    text,
                    at,
                    quoted: true,
                    star: false,
                    last: false,
                };
                return TokenKind::FieldPattern(name, value);
            }
            let value = self.quoted().unwrap_or_else(|| self.word());
            return TokenKind::Field(name, value);
        }
        let word = self.word();
        match word.text {
            _ if word.star => TokenKind::Value(word),
            "OR" => TokenKind::Or,
            "NOT" => TokenKind::Not("NOT"),
            _ => TokenKind::Value(word),
        }
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.skip();
            let c = self.rest().chars().next()?;
            let at = self.at;
            if c == '”' {
                self.report(at, QueryFault::OpenQuote);
                self.at += c.len_utf8();
                continue;
            }
            let kind = self.kind(c);
            return Some(Token { at, kind });
        }
    }
}

fn is_straight_quote(c: char) -> bool {
    matches!(c, '"' | '＂')
}

/// Whether a character ends a bare word.
pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '(' | ')' | '（' | '）' | '"' | '＂' | '“' | '”')
}

/// Whether the value of a field may be a regular expression. A path may begin with a slash.
fn has_patterns(name: &str) -> bool {
    let name = fold(name);
    let field = FIELDS.iter().find(|row| row.0 == name);
    field.is_some_and(|row| match row.1 {
        Field::Text(field) => field != TextField::Path,
        field => field == Field::Body,
    })
}

/// The name before a colon, and the bytes of the colon. Only letters of ASCII make a name:
/// `工信部：正完善` and `12:30` are words, and so is an address such as `https://example.org`.
fn field_name(text: &str) -> Option<(&str, usize)> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let (name, rest) = text.split_at_checked(end)?;
    let colon = rest.chars().next().filter(|c| matches!(c, ':' | '：'))?;
    if rest.starts_with("://") {
        return None;
    }
    (!name.is_empty()).then_some((name, colon.len_utf8()))
}
