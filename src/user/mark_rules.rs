//! Rules that mark articles: `[[rules]]` of the configuration. `search` reads their queries.

use super::fault::FaultKind;
use super::settings::{Report, Value};
use crate::text::{sanitize_line, tag};
use std::sync::Arc;

/// A rule as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkRule {
    /// Its query if it has no name.
    pub name: String,
    pub query: String,
    pub action: RuleAction,
    /// Line and column of the query, both from 1.
    pub at: (usize, usize),
}

/// What a rule does to the articles that match.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RuleAction {
    /// Lists and counts leave them out.
    Hide,
    Read,
    Tag(Arc<str>),
    Bookmark,
    /// Puts them at the end of the queue.
    Later,
}

impl RuleAction {
    /// Reads `hide`, `read`, `tag:x`, `bookmark` or `later`.
    fn parse(text: &str) -> Option<Self> {
        if let Some(name) = text.strip_prefix("tag:") {
            let name = tag(name);
            return (!name.is_empty()).then(|| Self::Tag(name.into()));
        }
        Some(match text {
            "hide" => Self::Hide,
            "read" => Self::Read,
            "bookmark" => Self::Bookmark,
            "later" => Self::Later,
            _ => return None,
        })
    }

    /// As it is written in the configuration.
    pub fn written(&self) -> String {
        match self {
            Self::Hide => "hide".to_owned(),
            Self::Read => "read".to_owned(),
            Self::Tag(name) => format!("tag:{name}"),
            Self::Bookmark => "bookmark".to_owned(),
            Self::Later => "later".to_owned(),
        }
    }
}

const FIELDS: &[&str] = &["name", "query", "action"];
const ACTIONS: &[&str] = &["hide", "read", "tag:…", "bookmark", "later"];

/// Reads `[[rules]]` and reports each fault.
pub(super) fn of_config(report: &mut Report<'_>, name: &str, value: &Value<'_>) -> Vec<MarkRule> {
    let mut rules = Vec::new();
    let items = value.get_ref().as_array().into_iter().flatten();
    let spans: Vec<_> = items.map(|item| item.span()).collect();
    for (table, span) in report.tables(name, value).into_iter().zip(spans) {
        let (mut name, mut query, mut action) = (String::new(), None, None);
        for (key, value) in table {
            let field = &**key.get_ref();
            if !FIELDS.contains(&field) {
                let known = FIELDS.iter().copied();
                report.unknown(key.span(), FaultKind::UnknownSetting, field, known);
                continue;
            }
            let Some(written) = report.text(field, value) else {
                continue;
            };
            match field {
                "name" => name = sanitize_line(written),
                "query" => query = Some((sanitize_line(written), report.position(&value.span()))),
                _ => {
                    action = RuleAction::parse(written);
                    if action.is_none() {
                        let known = ACTIONS.iter().copied();
                        report.unknown(value.span(), FaultKind::UnknownAction, written, known);
                    }
                }
            }
        }
        let has = |field: &str| table.iter().any(|(key, _)| &**key.get_ref() == field);
        for field in ["query", "action"] {
            if !has(field) {
                report.fault(span.clone(), FaultKind::Missing(field));
            }
        }
        if let (Some((query, at)), Some(action)) = (query, action) {
            if name.is_empty() {
                name.clone_from(&query);
            }
            rules.push(MarkRule {
                name,
                query,
                action,
                at,
            });
        }
    }
    rules
}
