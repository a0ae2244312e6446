//! Standard output of the commands that print and end: buffered, sanitised, and quiet when
//! the reader at the other end of a pipe has gone.

use crate::text::sanitize_line;
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// A printer. Every text passes the sanitiser; only [`Out::styled`] may hold escapes, and
/// its caller has sanitised the words.
pub struct Out<'a> {
    writer: BufWriter<Box<dyn Write + 'a>>,
}

impl<'a> Out<'a> {
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
    /// When it cannot be written; as in all of these.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        self.cells(&sanitize_line(text))
    }

    /// One line whose blanks matter: typeset or aligned, already sanitised. Controls are
    /// dropped all the same.
    pub fn cells(&mut self, text: &str) -> io::Result<()> {
        if text.chars().any(char::is_control) {
            let clean: String = text.chars().filter(|c| !c.is_control()).collect();
            return self.styled(&clean);
        }
        self.styled(text)
    }

    /// Fields about an article with tabs between them, its id last. A spreadsheet that they
    /// are pasted into takes none of them for a formula: a text gets the apostrophe that
    /// makes it a text there, an id the `./` with which it still names the article.
    pub fn article(&mut self, fields: &[&str], id: &str) -> io::Result<()> {
        let (mut line, id) = (String::new(), sanitize_line(id));
        for field in fields {
            let field = sanitize_line(field);
            let sign = if is_formula(&field) { "'" } else { "" };
            line += &format!("{sign}{field}\t");
        }
        let path = if is_formula(&id) { "./" } else { "" };
        self.styled(&format!("{line}{path}{id}"))
    }

    /// One line that may hold escapes of ours.
    pub fn styled(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_all(text.as_bytes())?;
        self.writer.write_all(b"\n")
    }

    /// A text of many lines as it is, such as help, which holds only words of ours.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_all(text.as_bytes())
    }

    /// One value as a line of JSON. What a terminal might obey is written `\uXXXX`.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        let json = serde_json::to_string(value).map_err(io::Error::other)?;
        self.styled(&printable(json))
    }

    /// Writes what is still held back.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Whether a spreadsheet computes a text; some do with the signs of full width.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// JSON without a character that is not seen: JSON itself escapes only the first 32.
fn printable(json: String) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if !json.contains(hidden) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if hidden(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
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
    fn nothing_a_spreadsheet_computes_gets_out() {
        let check = |fields: &[&str], id: &str, expected: &str| {
            let mut written = Vec::new();
            let mut out = Out::to(&mut written);
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
    }

    #[test]
    fn nothing_a_terminal_obeys_gets_out() {
        let mut written = Vec::new();
        let mut out = Out::to(&mut written);
        out.line("a\u{1b}[31m\nb").expect("memory");
        out.cells("  a\u{9b}b").expect("memory");
        out.json(&"\u{1b}\u{9b}\u{202e}看").expect("memory");
        out.finish().expect("memory");
        assert_eq!(
            String::from_utf8_lossy(&written),
            "a[31m b\n  ab\n\"\\u001b\\u009b\\u202e看\"\n"
        );
    }
}
