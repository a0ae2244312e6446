//! Display formulas in the source: environments of TeX without dollar signs, and formulas of several
//! lines.

use std::collections::HashSet;
use std::ops::Range;

const BEGIN: &str = "\\begin{";

/// Environments that are formulas by themselves, as MathJax finds them in a text. A star may follow.
const ENVIRONMENTS: &[&str] = &[
    "equation",
    "align",
    "aligned",
    "alignat",
    "gather",
    "gathered",
    "multline",
    "flalign",
    "eqnarray",
    "displaymath",
    "math",
    "split",
    "cases",
    "array",
    "matrix",
    "pmatrix",
    "bmatrix",
    "vmatrix",
    "Bmatrix",
    "Vmatrix",
];

/// Maximum bytes of an environment or of a formula with empty lines.
pub const LONGEST: usize = 8_000;

/// The environments outside of literal ranges and of `\[ … \]`, in order.
pub fn find(source: &str, literal: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // Searched for once: each search may scan the whole source.
    let mut endless: HashSet<&str> = HashSet::new();
    for at in memchr::memmem::find_iter(source.as_bytes(), BEGIN.as_bytes()) {
        let (before, rest) = source.split_at(at);
        let next = literal.partition_point(|part| part.end <= at);
        let is_literal = literal.get(next).is_some_and(|part| part.start <= at);
        let is_inside = found.last().is_some_and(|last| at < last.end);
        let name = rest
            .get(BEGIN.len()..)
            .and_then(|rest| rest.split_once('}'));
        let name = name.map_or("", |(name, _)| name);
        let is_known = ENVIRONMENTS.contains(&name.trim_end_matches('*'));
        let is_opened = before.trim_end().ends_with("\\[") || before.ends_with(['\\', '$', '`']);
        if is_literal || is_inside || is_opened || !is_known || endless.contains(name) {
            continue;
        }
        let end = format!("\\end{{{name}}}");
        match rest.find(&end) {
            Some(length) if length <= LONGEST => found.push(at..at + length + end.len()),
            Some(_) => {}
            None => {
                endless.insert(name);
            }
        }
    }
    found
}

/// The lines of a formula as one: an empty one would end it, and a sign at the start of a line
/// would begin a list or a quotation. `quotes`: the marks of quotations before each line.
pub fn joined(tex: &str, quotes: usize) -> String {
    let mut out = String::with_capacity(tex.len());
    for (nth, line) in tex.lines().enumerate() {
        let mut line = line.trim();
        for _ in 0..if nth > 0 { quotes } else { 0 } {
            line = line.strip_prefix('>').unwrap_or(line).trim_start();
        }
        let line = without_comment(line);
        if !line.is_empty() {
            out.extend([if out.is_empty() { "" } else { " " }, line]);
        }
    }
    out
}

/// A line of TeX without the comment at its end.
fn without_comment(line: &str) -> &str {
    let mut found = line.match_indices('%').map(|(at, _)| line.split_at(at).0);
    let comment = found.find(|before| !before.ends_with('\\'));
    comment.unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environments_are_formulas() {
        let check = |source: &str, expected: &[&str]| {
            let found = find(source, &[]);
            let found: Vec<&str> = found
                .into_iter()
                .filter_map(|range| source.get(range))
                .collect();
            assert_eq!(found, expected, "{source}");
        };
        let one = "\\begin{align*}\na\n\\end{align*}";
        check(&format!("甲\n{one}乙{one}"), &[one, one]);
        let nested = "\\begin{equation}\\begin{split}a\\end{split}\\end{equation}";
        check(nested, &[nested]);
        check("\\begin{itemize}\\end{itemize} \\begin{align}", &[]);
        check("\\[\n\\begin{cases}a\\end{cases}\\]", &[]);
        assert_eq!(joined("\n> a % 注\n>\n> - b 5\\%\n", 1), "a  - b 5\\%");
        assert_eq!(joined("a\n\n> b", 0), "a > b");
    }
}
