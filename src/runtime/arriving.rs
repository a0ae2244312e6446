//! Jobs about articles that arrived.

use super::job_context::{JobContext, Sink};
use crate::app::message::{Item, Ruled};
use crate::app::{Job, Level, Message};
use crate::index::{self, IndexError};
use crate::library::{ArticleSet, Cancel, Entry};
use crate::search::rule_texts::{self, RuleTexts};
use crate::search::{Facts, Today, rules};
use crate::user::{Marks, now};
use std::sync::Weak;

/// Articles to which rules are applied at once: their marks are changed between two frames.
const MOST: usize = 500;

/// Runs a job about articles that arrived.
pub fn run(job: &Job, context: &JobContext, cancel: &Cancel, send: Sink<'_>) {
    match job {
        Job::ApplyRules {
            all,
            marks,
            arrived,
        } => match ruled((all, marks), arrived, context, cancel) {
            Ok(ruled) => {
                send(Message::Ruled(ruled.map(Box::new)));
            }
            Err(error) => {
                let values: [(&str, &dyn std::fmt::Display); 1] = [("error", &error)];
                let text = context.locale.fill("notice.not-ruled", &values);
                send(Message::Notify(Level::Warning, text));
            }
        },
        Job::Remember(articles, done) => {
            let entries: Vec<&Entry> = articles.iter().map(|item| &item.entry).collect();
            index::remember(&context.indexes, &entries, *done, &context.scan);
        }
        _ => {}
    }
}

/// What rules change about some of the articles that arrived. `None` if the list or the marks have
/// changed meanwhile: a thread that kept them would have them copied.
fn ruled(
    (all, marks): (&Weak<Vec<Item>>, &Weak<Marks>),
    arrived: &ArticleSet,
    context: &JobContext,
    cancel: &Cancel,
) -> Result<Option<Ruled>, IndexError> {
    let Some(all) = all.upgrade() else {
        return Ok(None);
    };
    let new = all.iter().filter(|item| arrived.has(&item.entry)).cloned();
    let mut articles: Vec<Item> = new.take(MOST + 1).collect();
    drop(all);
    let is_last = articles.len() <= MOST;
    articles.truncate(MOST);
    let zone = &context.scan.zone;
    let rules = rules::compile(&context.rules, Today::at(now(), zone));
    let entries = articles.iter().map(|item| item.entry.clone());
    let entries: Vec<Entry> = entries.filter(|_| !rules.is_empty()).collect();
    let texts = RuleTexts::read(&entries, &rules, &context.cleaning, cancel)?;
    let Some(marks) = marks.upgrade() else {
        return Ok(None);
    };
    let facts = Facts {
        marks: &marks,
        zone,
    };
    let changes = rule_texts::changes(&rules, &entries, &texts, facts, cancel)?;
    Ok(Some(Ruled {
        articles,
        changes,
        is_last,
    }))
}
