//! GitHub tables that pulldown-cmark does not recognise.
//!
//! pulldown-cmark requires a leading bar if a table follows a line of text, and does not accept
//! tabs in the delimiter row or a one-column table without bars.

use super::nest;

/// A line that may be the header row of a table.
#[derive(Debug)]
pub struct Head {
    /// The prefix of continuation lines in the same quotes and items.
    prefix: String,
    in_list: bool,
    pub content: String,
    /// Offset of the content in the output.
    pub at: usize,
}

impl Head {
    pub fn new(prefix: &str, content: &str, at: usize, in_list: bool) -> Self {
        Self {
            in_list,
            prefix: nest::continued(prefix),
            content: content.trim().to_owned(),
            at,
        }
    }

    /// The normalised delimiter row, if the line is one, has as many cells as this header and is
    /// in the same quotes and items.
    pub fn delimiter_row(&self, prefix: &str, content: &str) -> Option<String> {
        let quotes = |prefix: &str| prefix.matches('>').count();
        let (head, row) = (nest::indent(&self.prefix), nest::indent(prefix));
        // Lazy continuation lines may be indented less than the item, but table rows may not.
        let least = if self.in_list {
            head
        } else {
            head.saturating_sub(3)
        };
        let within = quotes(prefix) == quotes(&self.prefix) && (least..head + 4).contains(&row);
        let row = delimiter_row(content).filter(|_| within && nest::continued(prefix) == prefix)?;
        (row.matches('|').count() == cells(&self.content) + 1).then_some(row)
    }
}

/// Normalises a delimiter row (`:-: | -`): bars at both ends, no tabs.
fn delimiter_row(content: &str) -> Option<String> {
    let row = content.trim();
    let only = |c| matches!(c, '|' | ':' | '-' | ' ' | '\t');
    // Only hyphens: a setext heading underline.
    if !row.chars().all(only) || !row.contains(['|', ':']) {
        return None;
    }
    let inner = row.strip_prefix('|').unwrap_or(row);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut out = String::from("|");
    for cell in inner.split('|') {
        let cell = cell.trim();
        let hyphens = cell.strip_prefix(':').unwrap_or(cell);
        let hyphens = hyphens.strip_suffix(':').unwrap_or(hyphens);
        if hyphens.is_empty() || !hyphens.bytes().all(|byte| byte == b'-') {
            return None;
        }
        out.extend([cell, "|"]);
    }
    Some(out)
}

/// The number of cells in a row.
fn cells(content: &str) -> usize {
    let row = content.trim();
    let mut escaped = false;
    let is_bar = |c| {
        let bar = c == '|' && !escaped;
        escaped = c == '\\' && !escaped;
        bar
    };
    let bars: Vec<bool> = row.chars().map(is_bar).collect();
    let outer = [bars.first(), bars.last().filter(|_| bars.len() > 1)];
    let outer = outer.into_iter().flatten().filter(|bar| **bar).count();
    1 + bars.iter().filter(|bar| **bar).count() - outer
}

/// Whether a line may be the header row of a table, as far as the line alone shows.
pub fn may_head(content: &str) -> bool {
    let mark = content.trim_start_matches('#');
    let heading = mark.len() < content.len() && mark.starts_with([' ', '\t', '\r', '\n']);
    // A single bar does not delimit a cell.
    let bare = content.trim();
    !heading && !content.starts_with(['<', '[']) && !bare.is_empty() && bare != "|"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows() {
        for (row, expected) in [
            (":-|-:", Some("|:-|-:|")),
            ("|\t---\t|\t:-:\t|", Some("|---|:-:|")),
            (":-:", Some("|:-:|")),
            ("---", None),
            ("|--|", Some("|--|")),
            ("| - | |", None),
            (":", None),
            ("- | a", None),
        ] {
            assert_eq!(delimiter_row(row).as_deref(), expected, "{row}");
        }
        for (row, expected) in [("a|b", 2), ("|a|b|", 2), ("a\\|b", 1), ("|", 1), ("|a|", 1)] {
            assert_eq!(cells(row), expected, "{row}");
        }
    }
}
