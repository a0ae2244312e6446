//! Reads TeX: characters, groups and arguments. `command` reads what follows a backslash.

use super::notation::{lowered, raised};

/// Maximum nesting of groups. Deeper ones are copied unconverted.
pub const MAX_DEPTH: usize = 24;

/// Converts TeX in one pass from left to right.
pub struct Reader<'a> {
    pub rest: &'a str,
    pub depth: usize,
    /// The output for `&`. U+001F inside a matrix, where the cells are split again.
    pub cell: char,
}

impl<'a> Reader<'a> {
    /// Takes the next character.
    pub fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        Some(c)
    }

    /// Reads up to `end` (a closing bracket) or to the end of the formula.
    pub fn sequence(&mut self, end: Option<char>) -> String {
        let mut out = String::new();
        while let Some(c) = self.next() {
            match c {
                _ if Some(c) == end => break,
                '{' => {
                    let inner = self.nested('}');
                    out.push_str(&inner);
                }
                '}' => {}
                '^' | '_' => {
                    let argument = self.argument();
                    // A function name ends with a space (`log `). The exponent belongs directly
                    // after the name, and the space after the exponent.
                    let function = out.ends_with(' ');
                    out.truncate(out.trim_end_matches(' ').len());
                    let shifted = match c {
                        '^' => raised(&argument),
                        _ => lowered(&argument),
                    };
                    out.push_str(&shifted);
                    out.push_str(if function { " " } else { "" });
                }
                '\\' => {
                    // `2\frac{1}{3}` must not become `21/3`.
                    if self.begins_fraction() && !out.ends_with(OPENERS) {
                        push_spaced(&mut out, " ");
                    }
                    let symbol = self.command();
                    push_spaced(&mut out, &symbol);
                }
                '&' => out.push(self.cell),
                '~' => out.push(' '),
                '\'' => out.push('′'),
                '-' => out.push('−'),
                '%' => {
                    // A comment runs to the end of its line.
                    let end = self.rest.find('\n').unwrap_or(self.rest.len());
                    self.rest = self.rest.get(end..).unwrap_or_default();
                }
                '\n' | '\t' => out.push(' '),
                '=' | '<' | '>' => {
                    push_spaced(&mut out, &format!(" {c} "));
                }
                c => out.push(c),
            }
        }
        out
    }

    /// Whether the command after a backslash is a fraction.
    fn begins_fraction(&self) -> bool {
        let head = self.rest.strip_prefix(['d', 't', 'c']).unwrap_or(self.rest);
        head.starts_with("frac")
    }

    /// Whether the next symbol would look like a part of the fraction's denominator.
    pub fn runs_on(&self) -> bool {
        let rest = self.rest.trim_start();
        let name = rest.strip_prefix('\\').unwrap_or_default();
        rest.starts_with(char::is_alphanumeric)
            || (name.starts_with(|c: char| c.is_ascii_alphabetic())
                && !["right", "end", "big", "Big", "middle"]
                    .iter()
                    .any(|end| name.starts_with(end)))
    }

    /// Reads a group up to its closing bracket.
    fn nested(&mut self, end: char) -> String {
        if self.depth >= MAX_DEPTH {
            let length = self.rest.find(end).unwrap_or(self.rest.len());
            let inner = self.rest.get(..length).unwrap_or_default().to_owned();
            self.rest = self.rest.get(length + 1..).unwrap_or_default();
            return inner;
        }
        self.depth += 1;
        let inner = self.sequence(Some(end));
        self.depth -= 1;
        inner
    }

    /// Reads one argument: a group, a command, or a character.
    pub fn argument(&mut self) -> String {
        self.rest = self.rest.trim_start();
        match self.next() {
            Some('{') => self.nested('}'),
            Some('\\') => {
                if self.depth >= MAX_DEPTH {
                    return String::new();
                }
                self.depth += 1;
                let symbol = self.command();
                self.depth -= 1;
                symbol
            }
            Some('-') => "−".to_owned(),
            Some('\'') => "′".to_owned(),
            Some(c) => c.to_string(),
            None => String::new(),
        }
    }

    /// Reads an optional argument in square brackets. Empty if absent.
    pub fn option(&mut self) -> String {
        match self.rest.strip_prefix('[') {
            Some(rest) => {
                self.rest = rest;
                self.nested(']')
            }
            None => String::new(),
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

/// Characters after which a fraction needs no space.
const OPENERS: [char; 12] = [
    ' ', '\n', '(', '[', '{', '−', '+', '/', '|', '⟨', '\u{1f}', '⌊',
];

/// Appends without doubling spaces.
fn push_spaced(out: &mut String, text: &str) {
    if out.ends_with([' ', '\n']) {
        out.push_str(text.trim_start_matches(' '));
    } else {
        out.push_str(text);
    }
}
