//! Matrices and case distinctions on one line: (1, 2; 3, 4).

use super::reader::{MAX_DEPTH, Reader};

/// The brackets of an environment. None if it is not a matrix.
pub fn brackets(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "pmatrix" | "pmatrix*" => ("(", ")"),
        "bmatrix" | "bmatrix*" => ("[", "]"),
        "Bmatrix" | "cases" | "dcases" | "rcases" => ("{", "}"),
        "vmatrix" => ("|", "|"),
        "Vmatrix" => ("‖", "‖"),
        _ => return None,
    })
}

impl Reader<'_> {
    /// Reads a matrix after its `\begin`, up to its `\end` or the end of the formula.
    pub fn matrix(&mut self, name: &str) -> String {
        let (open, close) = brackets(name).unwrap_or_default();
        let (body, rest) = body(self.rest, name);
        self.rest = rest;
        if self.depth >= MAX_DEPTH {
            return format!("{open}{body}{close}");
        }
        let mut inner = Reader {
            rest: body,
            depth: self.depth + 1,
            cell: '\u{1f}',
        };
        let rows = inner.sequence(None);
        let rows: Vec<String> = rows
            .lines()
            .map(row)
            .filter(|row| !row.is_empty())
            .collect();
        format!("{open}{}{close}", rows.join("; "))
    }
}

/// Splits at the `\end` that matches the `\begin`.
fn body<'a>(rest: &'a str, name: &str) -> (&'a str, &'a str) {
    let (begin, end) = (format!("\\begin{{{name}}}"), format!("\\end{{{name}}}"));
    let mut open = 1;
    for (at, _) in rest.match_indices('\\') {
        let here = rest.get(at..).unwrap_or_default();
        if here.starts_with(&begin) {
            open += 1;
        } else if let Some(after) = here.strip_prefix(&end) {
            open -= 1;
            if open == 0 {
                return (rest.get(..at).unwrap_or_default(), after);
            }
        }
    }
    (rest, "")
}

/// The cells of a row, separated by commas. A cell may already end with one (`cases`).
fn row(line: &str) -> String {
    let mut out = String::new();
    for cell in line.split('\u{1f}').map(str::trim) {
        if !out.is_empty() {
            out.push_str(if out.ends_with(',') { " " } else { ", " });
        }
        out.push_str(cell);
    }
    out
}
