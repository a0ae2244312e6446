//! `kanbao check`: lists the articles that could not be read, or only in part, with the reason,
//! and summarises the files of other formats.

use super::checked::{self, Checked};
use super::clean_report;
use super::context::Context;
use super::output::Output;
use crate::cli::Check;
use crate::error::{Exit, Result};
use crate::library::{OtherKind, Others, Problem, others};
use crate::text::grouped;
use serde::Serialize;
use std::fmt::Display;
use std::io;

/// One line of `check --json`: a contract with scripts.
#[derive(Serialize)]
struct CheckRow<'a> {
    path: String,
    problem: &'static str,
    severity: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    detail: &'a str,
}

/// A line of `check --json` about files that are not articles: how many there are of a kind.
#[derive(Serialize)]
struct OthersRow<'a> {
    /// `.gz`, `node_modules`, or one of `no-extension`, `ignored`, `hidden-folder`, `listing`,
    /// `link`.
    other: &'a str,
    files: usize,
}

pub fn run(check: &Check, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    if check.clean {
        return clean_report::run(check, context, out);
    }
    let Checked {
        entries,
        mut problems,
        exit,
    } = checked::read(check, context)?;
    let whole = entries.len();
    problems.extend(
        entries
            .into_iter()
            .filter_map(|entry| entry.partial)
            .map(|partial| *partial),
    );
    problems.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(print(&problems, whole, check, context, out).map(|found| found.max(exit)))
}

fn print(
    problems: &[Problem],
    articles: usize,
    check: &Check,
    context: &Context,
    out: &mut Output<'_>,
) -> io::Result<Exit> {
    let faults = problems.iter().filter(|problem| problem.is_fault());
    let count = faults.count();
    let listed = |problem: &&Problem| check.all || problem.is_fault();
    for problem in problems.iter().filter(listed) {
        let kind = problem.kind;
        if check.json {
            out.json(&CheckRow {
                path: problem.path.to_string_lossy().into_owned(),
                problem: kind.name(),
                severity: kind.severity().name(),
                detail: &problem.detail,
            })?;
            continue;
        }
        let what = context
            .locale
            .text(&format!("problem.{}", kind.name()))
            .to_owned();
        let detail = if problem.detail.is_empty() {
            String::new()
        } else {
            format!(" ({})", problem.detail)
        };
        out.line(&format!("{}: {what}{detail}", problem.path.display()))?;
    }
    if !check.all {
        summarise(&others(problems), check, context, out)?;
    }
    if !check.json {
        let values: [(&str, &dyn Display); 2] = [("articles", &articles), ("problems", &count)];
        out.line(&context.locale.fill("check.sum", &values))?;
    }
    Ok(if count == 0 { Exit::Done } else { Exit::Found })
}

/// One line about all kinds of other files; in JSON one for each.
fn summarise(
    others: &[Others],
    check: &Check,
    context: &Context,
    out: &mut Output<'_>,
) -> io::Result<()> {
    if check.json {
        return others.iter().try_for_each(|others| {
            out.json(&OthersRow {
                other: name(&others.kind),
                files: others.files,
            })
        });
    }
    let locale = &context.locale;
    let kinds = others.iter().map(|others| match &others.kind {
        OtherKind::Extension(name) => format!("{} {name}", grouped(others.files)),
        _ => {
            let values: [(&str, &dyn Display); 2] = [
                ("kind", &others.label(locale)),
                ("count", &grouped(others.files)),
            ];
            locale.fill("check.kind", &values)
        }
    });
    let kinds: Vec<String> = kinds.collect();
    if kinds.is_empty() {
        return Ok(());
    }
    out.line(&locale.fill("check.others", &[("kinds", &kinds.join(" · "))]))
}

/// The name of a kind in JSON.
fn name(kind: &OtherKind) -> &str {
    match kind {
        OtherKind::Extension(name) | OtherKind::Made(name) => name,
        OtherKind::NoExtension => "no-extension",
        OtherKind::Ignored => "ignored",
        OtherKind::HiddenFolder => "hidden-folder",
        OtherKind::Listing => "listing",
        OtherKind::Link => "link",
    }
}
