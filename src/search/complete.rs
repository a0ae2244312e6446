//! Completes the word of a query before the cursor: names of fields, and values in use.

use super::field::{ADDITIONS, FEATURES, FIELDS, Field, LANGUAGES, STATES, TextField};
use super::lexer::{Lexer, TokenKind, Value, ends_word};
use crate::library::{Entry, Labels};
use crate::text::fold;
use std::collections::HashMap;
use std::ops::Range;

/// What may replace a part of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The bytes that are replaced; they end at the cursor.
    pub range: Range<usize>,
    /// Best first.
    pub candidates: Vec<String>,
}

/// Completes the word before the cursor, a byte offset. `values` gives the values of a field that
/// articles have, most useful first.
pub fn complete(
    text: &str,
    cursor: usize,
    values: &dyn Fn(TextField) -> Vec<String>,
) -> Completion {
    let before = text.get(..cursor).unwrap_or(text);
    let Some(token) = Lexer::new(before).last() else {
        return Completion::default();
    };
    let (start, value, candidates) = match token.kind {
        TokenKind::Field(name, value) if value.last => {
            let end = token.at + name.len();
            let colon = before.get(end..).and_then(|rest| rest.chars().next());
            let start = end + colon.map_or(0, char::len_utf8);
            (start, value, values_of(name, values))
        }
        TokenKind::Value(value) if value.last && !value.quoted => {
            (value.at, value, field_names().collect())
        }
        _ => return Completion::default(),
    };
    Completion {
        range: start..before.len(),
        candidates: beginning_with(value, candidates),
    }
}

/// The names of all fields, as a query has them: with a colon.
pub fn field_names() -> impl Iterator<Item = String> {
    FIELDS.iter().map(|row| format!("{}:", row.0))
}

/// The values of a field that articles have, the most frequent first.
pub fn values_in_use<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    field: TextField,
) -> Vec<String> {
    let mut articles: HashMap<*const Labels, (&Labels, usize)> = HashMap::new();
    for entry in entries {
        let labels: &Labels = &entry.labels;
        articles.entry(labels).or_insert((labels, 0)).1 += 1;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (labels, count) in articles.into_values() {
        let names = match field {
            TextField::Source => std::slice::from_ref(&labels.source),
            TextField::Author => std::slice::from_ref(&labels.author),
            TextField::Category => &labels.categories,
            TextField::Tag => &labels.tags,
            TextField::Title | TextField::Path | TextField::Note | TextField::Collection => &[],
        };
        for name in names.iter().filter(|name| !name.is_empty()) {
            *counts.entry(name).or_default() += count;
        }
    }
    let mut values: Vec<(&str, usize)> = counts.into_iter().collect();
    values.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let names = values.into_iter().map(|(name, _)| name.to_owned());
    names.collect()
}

/// The values of a field.
fn values_of(name: &str, values: &dyn Fn(TextField) -> Vec<String>) -> Vec<String> {
    fn names<T>(table: &[(&'static str, T)]) -> Vec<String> {
        table.iter().map(|row| row.0.to_owned()).collect()
    }
    let name = fold(name);
    let field = FIELDS.iter().find(|row| row.0 == name);
    match field.map(|row| row.1) {
        Some(Field::Is) => names(STATES),
        Some(Field::Has) => [names(FEATURES), names(ADDITIONS)].concat(),
        Some(Field::Language) => names(LANGUAGES),
        Some(Field::Text(field)) => {
            let values = values(field).into_iter();
            values.map(quoted).collect()
        }
        _ => Vec::new(),
    }
}

/// A value as it is written in a query.
fn quoted(value: String) -> String {
    let is_word = !value.contains(ends_word) && !value.ends_with('*');
    match value.contains('"') {
        _ if is_word => value,
        true => format!("“{value}”"),
        false => format!("\"{value}\""),
    }
}

/// The candidates that begin with what is typed, if any of it is.
fn beginning_with(typed: Value<'_>, mut candidates: Vec<String>) -> Vec<String> {
    let typed = fold(typed.text);
    candidates.retain(|candidate| {
        let folded = fold(candidate);
        folded.trim_start_matches('"').starts_with(&typed)
    });
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(field: TextField) -> Vec<String> {
        let values: &[&str] = match field {
            TextField::Source => &["新浪财经", "Sina Finance", "說“文”", "36氪"],
            _ => &[],
        };
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    #[test]
    fn fields_and_values_are_completed() {
        #[track_caller]
        fn check(typed: &str, part: &str, expected: &[&str]) {
            let completion = complete(typed, typed.len(), &values);
            let replaced = typed.get(completion.range).unwrap_or_default();
            let candidates: Vec<_> = completion.candidates.iter().map(String::as_str).collect();
            assert_eq!(
                (replaced, candidates.as_slice()),
                (part, expected),
                "{typed}"
            );
        }
        check("ti", "ti", &["title:"]);
        check("小米 -LA", "LA", &["lang:"]);
        check("小米 (so", "so", &["source:"]);
        check(
            "is:",
            "",
            &["unread", "read", "new", "bookmarked", "started", "hidden"],
        );
        check("is:un", "un", &["unread"]);
        check("has：c", "c", &["code"]);
        check("has:", "", &["image", "code", "note"]);
        check("lang:zh", "zh", &["zh", "zh-hans", "zh-hant"]);
        check("source:新", "新", &["新浪财经"]);
        check("source:SINA", "SINA", &["\"Sina Finance\""]);
        check("source:\"sina f", "\"sina f", &["\"Sina Finance\""]);
        check("source:说", "说", &["\"說“文”\""]);
        check("source:\"Sina Finance\"", "", &[]);
        check("source:新 ", "", &[]);
        check("\"ti", "", &[]);
        check("xyz", "xyz", &[]);
        check("xyz:a", "a", &[]);
        check("", "", &[]);
        // Only what is before the cursor counts.
        assert_eq!(complete("ti 小米", 2, &values).candidates, ["title:"]);
    }
}
