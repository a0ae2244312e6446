//! `kanbao rules`: what the rules of the configuration are about, and what they do to it.

use super::context::Context;
use super::errors::print_error;
use super::libraries::{self, Scanned};
use super::mark::add_addresses;
use super::mark_store::MarkStore;
use super::output::Output;
use super::text_search::{Searched, TextSearch, say};
use super::unread::Unread;
use crate::cli::{Rules, RulesOf};
use crate::error::{Error, Exit, Result};
use crate::library::Entry;
use crate::search::rules::{Application, Matched, Rule, compile};
use crate::search::{Facts, Today};
use crate::text::grouped;
use crate::user::{RuleAction, now};
use serde::Serialize;
use std::fmt::Display;
use std::io;

/// What a dry run says.
const WOULD: &str = "rules.would";

/// One line of `--json`: a contract with scripts.
#[derive(Serialize)]
struct RuleRow<'a> {
    name: &'a str,
    query: &'a str,
    action: String,
    matching: usize,
    /// How many of them the rule changes; `list` does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<usize>,
}

/// What the rules are about.
struct Found {
    entries: Vec<Entry>,
    store: MarkStore,
    rules: Vec<(Rule, Matched)>,
    exit: Exit,
}

pub fn run(command: &Rules, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let of = match command {
        Rules::List(of) => of,
        Rules::Apply { of, .. } => of,
    };
    if context.rules.is_empty() {
        let say = |key| context.locale.text(key);
        return Err(Error::new(Exit::Found, say("rules.none")).hint(say("rules.none.hint")));
    }
    let mut found = find(of, context)?;
    let is_done = matches!(command, Rules::Apply { dry_run: false, .. });
    if is_done {
        apply(&mut found, context)?;
    }
    let told = match command {
        Rules::List(_) => None,
        Rules::Apply { dry_run: true, .. } => Some(WOULD),
        Rules::Apply { .. } => Some("rules.done"),
    };
    Ok(print(&found, of.json, told, context, out).map(|()| found.exit))
}

/// Finds the articles of each rule.
///
/// # Errors
/// A folder is wrong.
fn find(of: &RulesOf, context: &Context) -> Result<Found> {
    libraries::folders(&of.library, &context.locale)?;
    let roots = libraries::resolve(&of.library, &context.libraries)?;
    let Scanned {
        entries,
        current,
        problems,
        arrivals,
    } = libraries::read(&roots, context);
    let mut store = MarkStore::open(&roots, context);
    store.marks.unseen = arrivals.unseen;
    store.attach_links(&entries);
    let facts = Facts {
        marks: &store.marks,
        zone: &context.scan.zone,
    };
    let searched = Searched {
        entries: &entries,
        scanned: Some(&current),
    };
    let mut exit = Unread::of(&problems).report(context);
    let mut application = Application::default();
    let mut rules = Vec::new();
    for rule in compile(&context.rules, Today::at(now(), &context.scan.zone)) {
        let texts = TextSearch::run(&roots, searched, &rule.query, false, context);
        if let Some(shortfall) = texts.shortfall(context) {
            say(&shortfall, context);
            exit = exit.max(texts.exit());
        }
        let matched = application.next(&rule, &entries, facts, &texts.hits);
        rules.push((rule, matched));
    }
    Ok(Found {
        entries,
        store,
        rules,
        exit,
    })
}

/// # Errors
/// The journal cannot be written.
fn apply(found: &mut Found, context: &Context) -> Result<()> {
    let changes = found.rules.iter();
    let changes = changes.map(|(rule, matched)| (rule.action.clone(), matched.changed.clone()));
    let changes: Vec<_> = changes.collect();
    let mut events = found.store.marks.apply_rules(&changes, now());
    add_addresses(&mut events, &found.entries);
    found.store.keep(&events, context)
}

fn print(
    found: &Found,
    json: bool,
    told: Option<&str>,
    context: &Context,
    out: &mut Output<'_>,
) -> io::Result<()> {
    let locale = &context.locale;
    for ((rule, matched), written) in found.rules.iter().zip(&context.rules) {
        let action = rule.action.written();
        let changed = matched.changed.len();
        if json {
            out.json(&RuleRow {
                name: &rule.name,
                query: &written.query,
                action,
                matching: matched.matching,
                changed: told.map(|_| changed),
            })?;
        } else {
            let count = grouped(matched.matching);
            let values: [(&str, &dyn Display); 5] = [
                ("name", &rule.name),
                ("action", &action),
                ("count", &matched.matching),
                ("matching", &count),
                ("changed", &grouped(changed)),
            ];
            out.line(&locale.fill(told.unwrap_or("rules.about"), &values))?;
        }
        let is_all = matched.matching == found.entries.len() && matched.matching > 0;
        if rule.action == RuleAction::Hide && is_all && told == Some(WOULD) {
            let what = locale.fill("rules.hides-all", &[("name", &rule.name)]);
            print_error(&Error::new(Exit::Done, what), locale);
        }
    }
    Ok(())
}
