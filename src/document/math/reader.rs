//! Reads TeX: characters, groups and arguments. `command` reads what follows a backslash.

use super::formula::{Formula, RowBuilder, Side};
use super::notation::on_one_line;

/// Maximum nesting of groups. Deeper ones are copied unconverted.
pub const MAX_DEPTH: usize = 24;

/// Reads TeX in one pass from left to right.
pub struct Reader<'a> {
    pub rest: &'a str,
    pub depth: usize,
}

/// Where a sequence ends, if not with the formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Formula,
    Bracket(char),
    /// `\right`, which is left unread.
    Right,
}

impl<'a> Reader<'a> {
    /// Takes the next character.
    pub fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        Some(c)
    }

    /// Reads up to `end` or to the end of the formula.
    pub fn sequence(&mut self, end: End) -> Formula {
        let mut row = RowBuilder::default();
        loop {
            if end == End::Right && self.is_command("\\right") {
                break;
            }
            let Some(c) = self.next() else { break };
            match c {
                _ if End::Bracket(c) == end => break,
                '{' => row.push_group(self.nested('}')),
                '}' => {}
                '^' => row.script(self.argument(), Side::Above),
                '_' => row.script(self.argument(), Side::Below),
                '\\' if self.is_command("limits") => {
                    self.skip("limits");
                    row.set_limits(true);
                }
                '\\' if self.is_command("nolimits") => {
                    self.skip("nolimits");
                    row.set_limits(false);
                }
                '\\' => row.push(self.command()),
                '&' => row.push(Formula::Cell),
                '%' => {
                    // A comment runs to the end of its line.
                    let end = self.rest.find('\n').unwrap_or(self.rest.len());
                    self.rest = self.rest.get(end..).unwrap_or_default();
                }
                '=' | '<' | '>' => row.push(Formula::Symbol(format!(" {c} "))),
                c => row.push(Formula::symbol(plain(c))),
            }
        }
        row.finish()
    }

    /// Whether the rest starts with a command, and not with a longer one.
    fn is_command(&self, name: &str) -> bool {
        let rest = self.rest.strip_prefix(name);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    }

    fn skip(&mut self, name: &str) {
        self.rest = self.rest.strip_prefix(name).unwrap_or(self.rest);
    }

    /// Reads a group up to its closing bracket.
    fn nested(&mut self, end: char) -> Formula {
        if self.depth >= MAX_DEPTH {
            let length = self.rest.find(end).unwrap_or(self.rest.len());
            let inner = on_one_line(self.rest.get(..length).unwrap_or_default());
            self.rest = self.rest.get(length + 1..).unwrap_or_default();
            return Formula::Symbol(inner);
        }
        self.depth += 1;
        let inner = self.sequence(End::Bracket(end));
        self.depth -= 1;
        inner
    }

    /// Reads one argument: a group, a command, or a character.
    pub fn argument(&mut self) -> Formula {
        self.rest = self.rest.trim_start();
        match self.next() {
            Some('{') => self.nested('}'),
            Some('\\') => {
                if self.depth >= MAX_DEPTH {
                    return Formula::default();
                }
                self.depth += 1;
                let symbol = self.command();
                self.depth -= 1;
                symbol
            }
            Some(c) => Formula::symbol(plain(c)),
            None => Formula::default(),
        }
    }

    /// Reads a formula between `\left` and `\right`, with its brackets.
    pub fn fenced(&mut self) -> Formula {
        let open = self.delimiter();
        if self.depth >= MAX_DEPTH {
            return Formula::Symbol(open);
        }
        self.depth += 1;
        let inner = self.sequence(End::Right);
        self.depth -= 1;
        self.rest = self.rest.strip_prefix("\\right").unwrap_or(self.rest);
        let close = self.delimiter();
        Formula::Fenced {
            open,
            inner: Box::new(inner),
            close,
        }
    }

    /// Reads the bracket after `\left` and similar commands. A dot is an invisible bracket.
    pub fn delimiter(&mut self) -> String {
        self.rest = self.rest.trim_start();
        match self.next() {
            Some('.') | None => String::new(),
            Some('\\') => self.command().linear(),
            Some(c) => c.to_string(),
        }
    }

    /// Reads an optional argument in square brackets. Empty if absent.
    pub fn option(&mut self) -> Formula {
        match self.rest.strip_prefix('[') {
            Some(rest) => {
                self.rest = rest;
                self.nested(']')
            }
            None => Formula::default(),
        }
    }

    /// Reads a group without converting it.
    pub fn raw_argument(&mut self) -> &'a str {
        let rest = self.rest.trim_start();
        let Some(inner) = rest.strip_prefix('{') else {
            return "";
        };
        let length = inner.find('}').unwrap_or(inner.len());
        self.rest = inner.get(length + 1..).unwrap_or_default();
        inner.get(..length).unwrap_or_default()
    }
}

/// A character that is not a command.
fn plain(c: char) -> String {
    match c {
        '~' | '\n' | '\t' => ' ',
        '\'' => '′',
        '-' => '−',
        c => c,
    }
    .to_string()
}
