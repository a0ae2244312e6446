//! `kanbao check --clean`: what the cleaning rules cut of articles, the user's rules included.

use super::Context;
use super::libraries;
use super::out::Out;
use crate::cli::Check;
use crate::error::{Exit, Result};
use crate::library;
use crate::text::truncate;
use serde::Serialize;
use std::collections::HashMap;
use std::io;

/// Cells of a rule's name and of a text's beginning.
const RULE: usize = 16;
const BEGINNING: usize = 60;

/// One line of `check --clean --json`: a contract with scripts.
#[derive(Serialize)]
struct Row {
    /// Where it was met first.
    path: String,
    rule: &'static str,
    /// How often the same text was cut by the same rule.
    count: usize,
    text: String,
}

pub fn run(check: &Check, context: &Context, out: &mut Out<'_>) -> Result<io::Result<Exit>> {
    let roots = libraries::resolve(&check.paths, &context.libraries)?;
    let (entries, _) = libraries::read(&roots, &context.scan);
    let mut rows: Vec<Row> = Vec::new();
    let mut known: HashMap<(&'static str, String), usize> = HashMap::new();
    for entry in &entries {
        let Ok(article) = library::open_with(entry, Some(&context.cleaning)) else {
            // It was there when the folder was read; `check` without `--clean` tells why.
            continue;
        };
        for cut in article.cuts {
            let at = *known
                .entry((cut.rule, cut.text.clone()))
                .or_insert(rows.len());
            match rows.get_mut(at) {
                Some(row) => row.count += 1,
                None => rows.push(Row {
                    path: entry.path.to_string_lossy().into_owned(),
                    rule: cut.rule,
                    count: 1,
                    text: cut.text,
                }),
            }
        }
    }
    Ok(print(&rows, entries.len(), check.json, context, out))
}

fn print(
    rows: &[Row],
    articles: usize,
    json: bool,
    context: &Context,
    out: &mut Out<'_>,
) -> io::Result<Exit> {
    for row in rows {
        if json {
            out.json(row)?;
            continue;
        }
        // A picture has no words.
        let text = if row.text.is_empty() {
            context.locale.text("check.picture")
        } else {
            &row.text
        };
        let (beginning, _) = truncate(text, BEGINNING, context.policy);
        let line = format!("{:RULE$} {:>4}  {beginning}", row.rule, row.count);
        out.cells(&line)?;
    }
    if !json {
        let count: usize = rows.iter().map(|row| row.count).sum();
        let sum = [
            ("articles", &articles as &dyn std::fmt::Display),
            ("cuts", &count),
        ];
        out.line(&context.locale.fill("check.cuts", &sum))?;
    }
    Ok(Exit::Done)
}
