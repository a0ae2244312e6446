//! Grids: matrices, case distinctions, aligned equations.

use super::formula::{Columns, Formula};

/// The brackets of an environment and the alignment of its columns. None if it is not a grid.
pub fn environment(name: &str) -> Option<((&'static str, &'static str), Columns)> {
    let name = name.strip_suffix('*').unwrap_or(name);
    let brackets = match name {
        "matrix" | "smallmatrix" => ("", ""),
        "pmatrix" => ("(", ")"),
        "bmatrix" => ("[", "]"),
        "Bmatrix" => ("{", "}"),
        "vmatrix" => ("|", "|"),
        "Vmatrix" => ("‖", "‖"),
        "cases" | "dcases" => return Some((("{", ""), Columns::Left)),
        "rcases" => return Some((("", "}"), Columns::Left)),
        "align" | "aligned" | "alignat" | "split" | "flalign" => {
            return Some((("", ""), Columns::Equations));
        }
        "eqnarray" => return Some((("", ""), Columns::Relations)),
        "gather" | "gathered" | "multline" => ("", ""),
        _ => return None,
    };
    Some((brackets, Columns::Centred))
}

/// Splits a sequence into rows of cells. Blank rows are dropped.
pub fn rows(sequence: Formula) -> Vec<Vec<Formula>> {
    let items = match sequence {
        Formula::Row(items) => items,
        item => vec![item],
    };
    let mut rows = vec![vec![Vec::new()]];
    for item in items {
        match item {
            Formula::Break => rows.push(vec![Vec::new()]),
            Formula::Cell => rows
                .last_mut()
                .into_iter()
                .for_each(|row| row.push(Vec::new())),
            item => {
                let cell = rows.last_mut().and_then(|row| row.last_mut());
                cell.into_iter().for_each(|cell| cell.push(item.clone()));
            }
        }
    }
    let rows = rows
        .into_iter()
        .map(|row| row.into_iter().map(Formula::Row).collect::<Vec<Formula>>());
    rows.filter(|row| !row.iter().all(Formula::is_blank))
        .collect()
}

/// Splits at the `\end` that matches the `\begin`.
pub fn body<'a>(rest: &'a str, name: &str) -> (&'a str, &'a str) {
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
