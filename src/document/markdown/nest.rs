//! Line prefixes inside quotes and lists, and containers with indented content.

/// Length in bytes of the quote marks, list markers and spaces at the start of a line.
pub fn prefix(line: &str) -> usize {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        match marker(rest).and_then(|length| rest.get(length..)) {
            Some(behind) => rest = behind,
            None => return line.len() - rest.len(),
        }
    }
}

/// The length of a quote mark or list marker (`>`, `-`, `1.`). A list marker must be followed by
/// a space.
fn marker(text: &str) -> Option<usize> {
    if text.starts_with('>') {
        return Some(1);
    }
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - behind.len();
    let signs: &[char] = match digits {
        0 => &['-', '*', '+'],
        1..=9 => &['.', ')'],
        _ => return None,
    };
    let item = behind.strip_prefix(signs)?.starts_with([' ', '\t']);
    item.then_some(digits + 1)
}

/// The prefix of continuation lines in the same quotes and items.
pub fn continued(prefix: &str) -> String {
    let blank = |c| match c {
        '>' | '\t' => c,
        _ => ' ',
    };
    prefix.chars().map(blank).collect()
}

/// Width in columns of the spaces at the end of a prefix.
pub fn indent(prefix: &str) -> usize {
    let blanks = prefix.chars().rev().take_while(|c| matches!(c, ' ' | '\t'));
    blanks.map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// Appends Markdown to a line that begins with `prefix`, and gives each further line the
/// continuation prefix.
pub fn push(out: &mut String, prefix: &str, lines: &str) {
    if prefix.is_empty() {
        out.push_str(lines);
        return;
    }
    let next = continued(prefix);
    // An empty line after a list marker would end the item.
    let at_head = next != prefix && out.ends_with(prefix);
    let lines = if at_head {
        lines.trim_start_matches('\n')
    } else {
        lines
    };
    out.push_str(&lines.replace('\n', &format!("\n{next}")));
}

/// Like [`push`], for whole lines, prefix included.
pub fn push_lines(out: &mut String, prefix: &str, lines: &str) {
    if prefix.is_empty() {
        out.push_str(lines);
        return;
    }
    out.push_str(prefix);
    push(out, prefix, lines.trim_end_matches('\n'));
    let next = continued(prefix);
    for _ in 0..lines.len() - lines.trim_end_matches('\n').len() {
        out.extend(["\n", &next]);
    }
    out.truncate(out.len() - next.len());
}

/// A container whose content is marked by indentation: `!!! note`.
#[derive(Debug)]
pub struct Indented {
    /// The prefix of its lines.
    pub prefix: String,
    /// The HTML after the content.
    pub close: String,
    /// The lines of the content, without indent.
    pub content: String,
}

impl Indented {
    pub fn new(prefix: &str, close: String) -> Self {
        Self {
            prefix: continued(prefix),
            close,
            content: String::new(),
        }
    }

    /// Takes a line if it belongs to the content. Empty lines do.
    pub fn take(&mut self, line: &str) -> bool {
        // An empty line may lack the spaces of the prefix, but not its quote marks.
        let quote = self.prefix.trim_end();
        let empty = line
            .strip_prefix(quote)
            .is_some_and(|rest| rest.trim().is_empty());
        if empty || line.trim().is_empty() && quote.is_empty() {
            self.content.push('\n');
            return true;
        }
        let inner = line.strip_prefix(self.prefix.as_str());
        let inner = inner.and_then(|rest| rest.strip_prefix("    ").or(rest.strip_prefix('\t')));
        self.content.push_str(inner.unwrap_or_default());
        inner.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes() {
        for (line, expected) in [
            ("> 文", "> "),
            (">> - 1. 文", ">> - 1. "),
            ("  * > 文", "  * > "),
            ("-文", ""),
            ("1234567890. 文", ""),
            ("*重*", ""),
        ] {
            assert_eq!(line.get(..prefix(line)), Some(expected));
        }
        assert_eq!(continued("> 1. "), ">    ");
    }

    #[test]
    fn lines_keep_their_prefix() {
        let check = |prefix: &str, expected: &str| {
            let mut out = String::new();
            push_lines(&mut out, prefix, "\n\n<div>\n\n");
            assert_eq!(out, expected, "{prefix:?}");
        };
        check("", "\n\n<div>\n\n");
        check("> ", "> \n> \n> <div>\n> \n");
        check("- ", "- <div>\n  \n");
    }
}
