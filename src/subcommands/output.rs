//! Standard output of the subcommands: buffered and sanitized.

use crate::text::{is_hidden, sanitize, sanitize_line};
use serde::Serialize;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::fd::AsFd;

/// Width of the terminal that a stream is connected to.
pub(crate) fn columns(stream: &(impl IsTerminal + AsFd)) -> Option<usize> {
    stream
        .is_terminal()
        .then(|| rustix::termios::tcgetwinsize(stream).ok())
        .flatten()
        .map(|size| usize::from(size.ws_col))
        .filter(|&columns| columns > 0)
}

/// A printer. Every text is sanitized, except that of [`Output::styled`]: it may contain escape
/// sequences, so its caller sanitizes the words.
pub struct Output<'a> {
    writer: BufWriter<Box<dyn Write + 'a>>,
}

impl<'a> Output<'a> {
    pub fn stdout() -> Self {
        Self::to(io::stdout().lock())
    }

    pub fn to(writer: impl Write + 'a) -> Self {
        Self {
            writer: BufWriter::with_capacity(64 * 1024, Box::new(writer)),
        }
    }

    /// One line of text.
    ///
    /// # Errors
    /// Writing failed; the same holds for all methods of this type.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        self.cells(&sanitize_line(text))
    }

    /// One line whose spaces matter: typeset or aligned text, sanitized by the caller. Control
    /// characters are dropped all the same.
    pub fn cells(&mut self, text: &str) -> io::Result<()> {
        if text.chars().any(char::is_control) {
            let clean: String = text.chars().filter(|c| !c.is_control()).collect();
            return self.styled(&clean);
        }
        self.styled(text)
    }

    /// Tab-separated fields of an article, its id last. A spreadsheet must not evaluate any of
    /// them as a formula: a text gets an apostrophe in front, which marks it as text there, and
    /// an id gets `./`, with which it still names the article. The id keeps its spaces, so that it
    /// can be given to another command.
    pub fn article(&mut self, fields: &[&str], id: &str) -> io::Result<()> {
        let mut line = String::new();
        for field in fields {
            let field = sanitize_line(field);
            let sign = if is_formula(&field) { "'" } else { "" };
            line += &format!("{sign}{field}\t");
        }
        self.styled(&(line + &printed_id(id)))
    }

    /// One line that may contain our own escape sequences.
    pub fn styled(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_all(text.as_bytes())?;
        self.writer.write_all(b"\n")
    }

    /// Writes several lines unchanged. Only for our own texts, such as help.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_all(text.as_bytes())
    }

    /// One value as a line of JSON. Characters that a terminal might act on are written `\uXXXX`.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        let json = serde_json::to_string(value).map_err(io::Error::other)?;
        self.json_line(json)
    }

    /// A line of JSON, escaped like [`Output::json`].
    pub fn json_line(&mut self, json: String) -> io::Result<()> {
        self.styled(&printable(json))
    }

    /// Writes what was printed so far, before the next line of the input is read.
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    /// Flushes the buffer.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// An ID as it is printed: it can be given to another command, and no spreadsheet evaluates it.
pub(super) fn printed_id(id: &str) -> String {
    let id = sanitize(id);
    let path = if is_formula(&id) { "./" } else { "" };
    format!("{path}{id}")
}

/// Whether a spreadsheet evaluates a text as a formula. Some accept full-width signs.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Escapes invisible characters in JSON, which itself escapes only U+0000 to U+001F.
fn printable(json: String) -> String {
    if !json.contains(is_hidden) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_hidden(c) {
            // Beyond U+FFFF, JSON escapes both surrogates (RFC 8259, section 7).
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_a_spreadsheet_formula() {
        let check = |fields: &[&str], id: &str, expected: &str| {
            let mut written = Vec::new();
            let mut out = Output::to(&mut written);
            out.article(fields, id).expect("memory");
            out.finish().expect("memory");
            assert_eq!(String::from_utf8_lossy(&written), expected);
        };
        check(
            &["2026-04-19", "", "题=目"],
            "a-b.md",
            "2026-04-19\t\t题=目\ta-b.md\n",
        );
        check(&["=1+1", "@a"], "=cmd.md", "'=1+1\t'@a\t./=cmd.md\n");
        check(&["\t-1", "＋1"], "-v.md", "'-1\t'＋1\t./-v.md\n");
        check(&["a\t b"], "看　报  a.md", "a b\t看　报  a.md\n");
    }

    #[test]
    fn no_control_character_is_printed() {
        let mut written = Vec::new();
        let mut out = Output::to(&mut written);
        out.line("a\u{1b}[31m\nb").expect("memory");
        out.cells("  a\u{9b}b").expect("memory");
        out.json(&"\u{1b}\u{9b}\u{202e}\u{e0041}\u{fff9}看")
            .expect("memory");
        out.finish().expect("memory");
        assert_eq!(
            String::from_utf8_lossy(&written),
            "a[31m b\n  ab\n\"\\u001b\\u009b\\u202e\\udb40\\udc41\\ufff9看\"\n"
        );
    }
}
