//! `kanbao check --clean`: lists what the cleaning rules cut, and suggests rules for repeated lines.

use super::checked::{self, Checked};
use super::context::Context;
use super::output::Output;
use crate::clean::REPEATS;
use crate::clean::boilerplate_mining::Miner;
use crate::cli::Check;
use crate::error::{Exit, Result};
use crate::library;
use crate::text::truncate;
use crate::user::rule::written;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

/// Column widths in cells: the name of the rule and the start of the text.
const RULE: usize = 16;
const BEGINNING: usize = 60;

/// One line of `check --clean --json`: a contract with scripts.
#[derive(Serialize)]
struct CutRow {
    /// The first file with this cut.
    path: String,
    rule: &'static str,
    /// How often the rule cut this text.
    count: usize,
    text: String,
}

/// A line that the articles of a source share: a suggested rule or, if `certain`, a line that the
/// reader cuts by itself.
#[derive(Serialize)]
struct Suggestion<'a> {
    source: &'a str,
    rule: &'static str,
    count: usize,
    articles: usize,
    certain: bool,
    text: String,
}

pub fn run(check: &Check, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let Checked {
        entries,
        exit: choice,
        ..
    } = checked::read(check, context)?;
    let mut rows: Vec<CutRow> = Vec::new();
    let mut known: HashMap<(&'static str, String), usize> = HashMap::new();
    let mut miners: BTreeMap<Arc<str>, Miner> = BTreeMap::new();
    for entry in &entries {
        let Ok(article) = library::open_with(entry, Some(&context.cleaning)) else {
            // Unreadable since the scan; `check` without `--clean` reports it.
            continue;
        };
        if !entry.labels.source.is_empty() {
            let miner = miners.entry(entry.labels.source.clone()).or_default();
            miner.add(&article.document);
        }
        for cut in article.cuts {
            let at = *known
                .entry((cut.rule, cut.text.clone()))
                .or_insert(rows.len());
            match rows.get_mut(at) {
                Some(row) => row.count += 1,
                None => rows.push(CutRow {
                    path: entry.path().to_string_lossy().into_owned(),
                    rule: cut.rule,
                    count: 1,
                    text: cut.text,
                }),
            }
        }
    }
    Ok(
        print(&rows, entries.len(), check.json, context, out).and_then(|exit| {
            suggest_rules(&miners, check.json, context, out).map(|()| exit.max(choice))
        }),
    )
}

/// Prints the repeated lines of each source with the rule that would cut them.
fn suggest_rules(
    miners: &BTreeMap<Arc<str>, Miner>,
    json: bool,
    context: &Context,
    out: &mut Output<'_>,
) -> io::Result<()> {
    for (source, miner) in miners {
        for mined in miner.found() {
            let certain = mined.is_certain();
            if json {
                out.json(&Suggestion {
                    source,
                    rule: REPEATS,
                    count: mined.count,
                    articles: mined.articles,
                    certain,
                    text: mined.text,
                })?;
                continue;
            }
            let key = if certain {
                "check.repeats.certain"
            } else {
                "check.repeats"
            };
            let values: [(&str, &dyn std::fmt::Display); 3] = [
                ("source", source),
                ("count", &mined.count),
                ("articles", &mined.articles),
            ];
            out.line("")?;
            out.line(&context.locale.fill(key, &values))?;
            for line in written(&mined.rule(source)).lines() {
                out.line(line)?;
            }
        }
    }
    Ok(())
}

fn print(
    rows: &[CutRow],
    articles: usize,
    json: bool,
    context: &Context,
    out: &mut Output<'_>,
) -> io::Result<Exit> {
    for row in rows {
        if json {
            out.json(row)?;
            continue;
        }
        // A cut picture has no text.
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
