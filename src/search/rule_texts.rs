//! The texts of articles to which rules are applied when they arrive. No index has them yet, so they
//! are read for it.

use super::full_text::{FullText, LocalHits};
use super::rules::{Application, Rule};
use super::{Facts, Query};
use crate::clean::Settings;
use crate::index::IndexError;
use crate::library::{Cancel, Entry};
use crate::user::RuleAction;
use std::path::PathBuf;

/// Texts by library.
#[derive(Debug, Default)]
pub struct RuleTexts(Vec<(PathBuf, FullText)>);

impl RuleTexts {
    /// Reads the texts, if a rule asks for them.
    ///
    /// # Errors
    /// There is no memory for them.
    pub fn read(
        entries: &[Entry],
        rules: &[Rule],
        cleaning: &Settings,
        cancel: &Cancel,
    ) -> Result<Self, IndexError> {
        let mut texts = Self::default();
        if !rules.iter().any(|rule| rule.query.needs_text()) {
            return Ok(texts);
        }
        let mut rest: Vec<&Entry> = entries.iter().collect();
        while let Some(first) = rest.first() {
            let root = first.root().to_path_buf();
            let is_here = |entry: &&Entry| entry.root().as_os_str() == root.as_os_str();
            let (here, others) = rest.into_iter().partition::<Vec<&Entry>, _>(is_here);
            let mut index = FullText::in_memory()?;
            if let Some(plan) = index.plan_some(&here, cancel) {
                index.update(&plan, &here, cleaning, cancel, &mut |_| {})?;
            }
            texts.0.push((root, index));
            rest = others;
        }
        Ok(texts)
    }

    fn find(&self, query: &Query, cancel: &Cancel) -> Result<LocalHits, IndexError> {
        let mut hits = LocalHits::default();
        for (root, index) in self.0.iter().filter(|_| query.needs_text()) {
            hits.confirm(root, &index.candidates(query)?, cancel)?;
        }
        Ok(hits)
    }
}

/// What rules change about articles whose texts were read.
///
/// # Errors
/// The texts cannot be searched.
pub fn changes(
    rules: &[Rule],
    entries: &[Entry],
    texts: &RuleTexts,
    facts: Facts<'_>,
    cancel: &Cancel,
) -> Result<Vec<(RuleAction, Vec<Entry>)>, IndexError> {
    let mut application = Application::default();
    let mut changes = Vec::new();
    for rule in rules {
        let hits = texts.find(&rule.query, cancel)?;
        let changed = application.next(rule, entries, facts, &hits).changed;
        if !changed.is_empty() {
            changes.push((rule.action.clone(), changed));
        }
    }
    Ok(changes)
}
