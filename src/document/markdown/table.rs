//! GitHub tables that pulldown-cmark does not recognise.
//!
//! pulldown-cmark requires a leading bar if a table follows a line of text, and does not accept
//! tabs in the delimiter row or a one-column table without bars. Like GitHub, it requires a header
//! with as many cells as the delimiter row, and takes a bar in code for the end of a cell. Authors
//! who look at other renderers get these wrong.

use super::nest;
use std::borrow::Cow;

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

    /// The normalised delimiter row, if the line is one, fits this header and is in the same quotes
    /// and items.
    pub fn delimiter_row(&self, prefix: &str, content: &str) -> Option<Delimiter> {
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
        let columns = row.matches('|').count() - 1;
        let own = cells(&self.content);
        if own == columns {
            return Some(Delimiter::new(row, columns));
        }
        if cells(&without_bars_in_code(&self.content)) == columns {
            return Some(Delimiter {
                is_coded: true,
                ..Delimiter::new(row, columns)
            });
        }
        // A table for sure, whose rows are ragged.
        let is_table =
            self.content.starts_with('|') && content.starts_with('|') && row.contains("---");
        is_table.then(|| Delimiter {
            missing: columns.saturating_sub(own),
            ..Delimiter::new(
                row + &"---|".repeat(own.saturating_sub(columns)),
                columns.max(own),
            )
        })
    }
}

/// The delimiter row of a table, and what its header needs.
#[derive(Debug)]
pub struct Delimiter {
    pub row: String,
    pub columns: usize,
    /// How many cells the header has too few.
    missing: usize,
    /// The header has bars in code.
    is_coded: bool,
}

impl Delimiter {
    fn new(row: String, columns: usize) -> Self {
        Self {
            row,
            columns,
            missing: 0,
            is_coded: false,
        }
    }

    /// The header as pulldown-cmark accepts it, given as it was written.
    pub fn header(&self, written: &str) -> String {
        let row = written.trim_end();
        let bar = if row.starts_with('|') { "" } else { "|" };
        let row = match self.is_coded {
            true => without_bars_in_code(row),
            false => Cow::Borrowed(row),
        };
        let mut out = format!("{bar}{row}");
        if self.missing > 0 {
            out.push_str(if row.ends_with('|') { "" } else { "|" });
            out.push_str(&" |".repeat(self.missing));
        }
        out.push('\n');
        out
    }
}

/// The beginning of a table without a header, with an empty one, and its number of columns. The line
/// is its delimiter row or, where that is missing as well, its first row; the one below is a row.
pub fn without_header(prefix: &str, content: &str, below: &str) -> Option<(String, usize)> {
    let (_, below) = below.split_at_checked(nest::prefix(below))?;
    let is_row = |line: &str| line.starts_with('|') && line.trim_end().len() > 1;
    if !is_row(content) || !is_row(below) || delimiter_row(below).is_some() {
        return None;
    }
    let delimiters = delimiter_row(content).filter(|row| row.contains("---"));
    let is_closed = |line: &str| line.trim_end().ends_with('|');
    let own = cells(content);
    let is_bare = delimiter_row(content).is_none()
        && own > 1
        && own == cells(below)
        && is_closed(content)
        && is_closed(below)
        && is_even(content)
        && is_even(below);
    if delimiters.is_none() && !is_bare {
        return None;
    }
    let columns = delimiters
        .as_ref()
        .map_or(own, |row| row.matches('|').count() - 1);
    let next = nest::continued(prefix);
    let header = "| ".repeat(columns);
    let row = delimiters.clone();
    let row = row.unwrap_or_else(|| format!("|{}", "---|".repeat(columns)));
    let mut out = format!("{prefix}{header}|\n{next}{row}\n");
    if delimiters.is_none() {
        out.extend([&next, content.trim_end(), "\n"]);
    }
    Some((out, columns))
}

/// Whether all cells of a row begin with a blank, or none does. Text between absolute values is
/// uneven: `|x| 与 |y|`.
fn is_even(row: &str) -> bool {
    let cells = bars(row).filter_map(|at| row.get(at + 1..)?.split('|').next());
    let mut blanks = cells
        .filter(|cell| !cell.trim().is_empty())
        .map(|cell| cell.starts_with([' ', '\t']));
    let first = blanks.next();
    blanks.all(|blank| Some(blank) == first)
}

/// A row that has no more cells than its table: the bars in code, then those of further cells, are
/// escaped, so that no text is lost.
pub fn row(content: &str, columns: usize) -> Cow<'_, str> {
    if cells(content) <= columns {
        return Cow::Borrowed(content);
    }
    let coded = without_bars_in_code(content);
    let row = coded.trim_end();
    let inner = row.strip_suffix('|').unwrap_or(row);
    let bars = bars(inner).skip(usize::from(row.starts_with('|')));
    let surplus: Vec<usize> = bars.skip(columns.saturating_sub(1)).collect();
    let has_words = surplus.first().and_then(|at| inner.get(*at..));
    if !has_words.is_some_and(|rest| rest.contains(|c: char| c != '|' && !c.is_whitespace())) {
        return coded;
    }
    let mut out = String::with_capacity(coded.len() + surplus.len());
    let mut done = 0;
    for at in surplus {
        out.push_str(inner.get(done..at).unwrap_or_default());
        out.push('\\');
        done = at;
    }
    out.push_str(coded.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// The offsets of the bars in a row that are not escaped.
fn bars(row: &str) -> impl Iterator<Item = usize> {
    let mut escaped = false;
    let is_bar = move |(at, c)| {
        let bar = c == '|' && !escaped;
        escaped = c == '\\' && !escaped;
        bar.then_some(at)
    };
    row.char_indices().filter_map(is_bar)
}

/// Escapes the bars in code spans.
fn without_bars_in_code(content: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = content;
    while let Some(at) = rest.find('`') {
        let (before, from) = rest.split_at(at);
        let behind = from.trim_start_matches('`');
        let (ticks, _) = from.split_at(from.len() - behind.len());
        out.extend([before, ticks]);
        rest = behind;
        // A longer run of backticks does not end the span; such code is left as it is.
        if let Some((code, after)) = behind
            .split_once(ticks)
            .filter(|(_, after)| !after.starts_with('`'))
        {
            let code = code.replace("\\|", "|").replace('|', "\\|");
            out.extend([&code, ticks]);
            rest = after;
        }
    }
    if out.is_empty() {
        return Cow::Borrowed(content);
    }
    out.push_str(rest);
    Cow::Owned(out)
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
    let (mut count, mut first, mut last) = (0, None, None);
    for at in bars(row) {
        count += 1;
        first = first.or(Some(at));
        last = Some(at);
    }
    let opens = first == Some(0);
    let closes = row.len() > 1 && last == Some(row.len() - 1);
    1 + count - usize::from(opens) - usize::from(closes)
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
        let coded = |row| without_bars_in_code(row).into_owned();
        assert_eq!(
            coded("|`a|b`|``c|`d``|`e\\|f`|`g"),
            "|`a\\|b`|``c\\|`d``|`e\\|f`|`g"
        );
        assert_eq!(row("|`a|b`|", 1), "|`a\\|b`|");
        assert_eq!(row("|`a|b`|", 2), "|`a|b`|");
        assert_eq!(row("|a|b|c|d|\n", 2), "|a|b\\|c\\|d|\n");
        assert_eq!(row("a|b|c", 2), "a|b\\|c");
        assert_eq!(row("|a|b| |\n", 2), "|a|b| |\n");
        for (row, expected) in [("a|b", 2), ("|a|b|", 2), ("a\\|b", 1), ("|", 1), ("|a|", 1)] {
            assert_eq!(cells(row), expected, "{row}");
        }
    }
}
