//! The rules of the configuration with their queries, and which articles they are about.

use super::{Evaluator, Facts, Query, TextHits, Today};
use crate::error::Error;
use crate::library::Entry;
use crate::locale::Locale;
use crate::user::{MarkRule, RuleAction};
use std::collections::HashSet;
use std::path::Path;

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    pub name: String,
    pub query: Query,
    pub action: RuleAction,
}

/// What a rule is about.
#[derive(Clone, Debug, Default)]
pub struct Matched {
    /// How many articles match.
    pub matching: usize,
    /// Those of them that it changes: nothing was said about them before, and no rule before it
    /// does the same.
    pub changed: Vec<Entry>,
}

/// The errors of queries, at their places in the configuration.
pub fn errors(rules: &[MarkRule], path: &Path, today: Today, locale: &Locale) -> Vec<Error> {
    let error = |rule: &MarkRule| {
        let error = Query::parse(&rule.query, today).err()?.localized(locale);
        let (line, column) = rule.at;
        Some(error.path(path).at(line, column))
    };
    rules.iter().filter_map(error).collect()
}

/// Reads the queries. A rule whose query has an error is left out: [`errors`] tells of it.
pub fn compile(rules: &[MarkRule], today: Today) -> Vec<Rule> {
    let compile = |rule: &MarkRule| {
        Some(Rule {
            name: rule.name.clone(),
            query: Query::parse(&rule.query, today).ok()?,
            action: rule.action.clone(),
        })
    };
    rules.iter().filter_map(compile).collect()
}

/// The rules as they are applied, one after another. All look at the marks as they were before.
#[derive(Debug, Default)]
pub struct Application {
    /// Articles that an earlier rule changes in the same way, by the number of the article.
    taken: HashSet<(RuleAction, usize)>,
}

impl Application {
    /// The articles that a rule is about. `entries` must be the same for each rule.
    pub fn next(
        &mut self,
        rule: &Rule,
        entries: &[Entry],
        facts: Facts<'_>,
        hits: &dyn TextHits,
    ) -> Matched {
        let mut evaluator = Evaluator::new(&rule.query, facts, hits);
        let mut matched = Matched::default();
        for (number, entry) in entries.iter().enumerate() {
            if !evaluator.matches(entry) {
                continue;
            }
            matched.matching += 1;
            if facts.marks.admits(entry, &rule.action)
                && self.taken.insert((rule.action.clone(), number))
            {
                matched.changed.push(entry.clone());
            }
        }
        matched
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Zone, sample};
    use crate::search::NoText;
    use crate::user::Marks;

    #[test]
    fn rules_change_what_nobody_has_changed() {
        #[track_caller]
        fn check(marks: &Marks, rules: &[(&str, RuleAction)], expected: &[(usize, usize)]) {
            let zone = Zone::default();
            let written = rules.iter().map(|(query, action)| MarkRule {
                name: String::new(),
                query: (*query).to_owned(),
                action: action.clone(),
                at: (1, 1),
            });
            let rules = compile(&written.collect::<Vec<_>>(), Today::at(0, &zone));
            let entries = sample::entries();
            let facts = Facts { marks, zone: &zone };
            let mut application = Application::default();
            let counts = rules.iter().map(|rule| {
                let matched = application.next(rule, &entries, facts, &NoText::Empty);
                (matched.matching, matched.changed.len())
            });
            assert_eq!(counts.collect::<Vec<_>>(), expected, "{rules:?}");
        }
        let (hide, read) = (RuleAction::Hide, RuleAction::Read);
        let mut marks = Marks::default();
        let all = sample::entries().len();
        check(&marks, &[("is:unread", hide.clone())], &[(all, all)]);
        check(
            &marks,
            &[("is:unread", read.clone()), ("is:read", hide.clone())],
            &[(all, all), (0, 0)],
        );
        check(
            &marks,
            &[("is:unread", hide.clone()), ("-is:read", hide.clone())],
            &[(all, all), (all, 0)],
        );
        let entry = &sample::entries()[0];
        marks.set_read(entry, true, 1);
        marks.set_read(entry, false, 2);
        check(
            &marks,
            &[("is:unread", read), ("is:unread", hide.clone())],
            &[(all, all - 1), (all, all)],
        );
        check(&marks, &[("source:", hide)], &[]);
    }
}
