//! `kanbao check`: lists the files that are not articles or were read in part, with the reason.

use super::clean_report;
use super::context::Context;
use super::libraries;
use super::output::Output;
use crate::cli::Check;
use crate::error::{Exit, Result};
use crate::library::Problem;
use serde::Serialize;
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

pub fn run(check: &Check, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    if check.clean {
        return clean_report::run(check, context, out);
    }
    let roots = libraries::resolve(&check.paths, &context.libraries)?;
    let (entries, mut problems) = libraries::read(&roots, context);
    let whole = entries.len();
    problems.extend(
        entries
            .into_iter()
            .filter_map(|entry| entry.partial)
            .map(|partial| *partial),
    );
    problems.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(print(&problems, whole, check.json, context, out))
}

fn print(
    problems: &[Problem],
    articles: usize,
    json: bool,
    context: &Context,
    out: &mut Output<'_>,
) -> io::Result<Exit> {
    for problem in problems {
        let kind = problem.kind;
        if json {
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
    if !json {
        let count: &dyn std::fmt::Display = &problems.len();
        out.line(
            &context
                .locale
                .fill("check.sum", &[("articles", &articles), ("problems", count)]),
        )?;
    }
    Ok(if problems.is_empty() {
        Exit::Done
    } else {
        Exit::Found
    })
}
