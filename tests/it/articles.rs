//! Our own article files, with one defect or one element each, loaded, cleaned and typeset. A case
//! is a file in tests/articles and its row in EXPECT.toml.

use super::pages;
use kanbao::library::{
    Cancel, DateOrigin, Entry, Problem, ScanEvent, ScanOptions, Zone, open, scan,
};
use kanbao::text::{Emoji, WidthPolicy};
use kanbao::typeset::{NumberedLinks, Options};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A row of EXPECT.toml. The head of that file explains the fields.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    #[serde(default)]
    title: String,
    #[serde(default)]
    date: String,
    author: Option<String>,
    source: Option<String>,
    language: Option<String>,
    flaw: Option<String>,
    #[serde(default)]
    show: Vec<String>,
    #[serde(default)]
    hide: Vec<String>,
    problem: Option<String>,
}

/// Wide enough that no text of a case breaks.
const WIDE: u16 = 4000;

const TABLE: &str = "EXPECT.toml";

#[test]
fn every_article_matches_its_row() {
    let folder = pages::root().join("tests/articles");
    let table = std::fs::read_to_string(folder.join(TABLE)).expect("the table");
    let expected: BTreeMap<String, Expected> = toml::from_str(&table).expect("rows");
    let (entries, problems) = load(&folder);
    let mut faults = Vec::new();
    for (name, row) in &expected {
        let entry = entries.get(name);
        let problem = problems.get(name);
        for fault in check(row, entry, problem) {
            faults.push(format!("{name}: {fault}"));
        }
    }
    let found: BTreeSet<&String> = entries.keys().chain(problems.keys()).collect();
    let unknown = found
        .into_iter()
        .filter(|name| *name != TABLE && !expected.contains_key(*name));
    faults.extend(unknown.map(|name| format!("{name}: no row in {TABLE}")));
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn load(folder: &Path) -> (BTreeMap<String, Entry>, BTreeMap<String, Problem>) {
    let (mut entries, mut problems) = (BTreeMap::new(), BTreeMap::new());
    let options = ScanOptions::in_zone(Zone(jiff::tz::TimeZone::fixed(jiff::tz::offset(8))));
    let mut sink = |event| match event {
        ScanEvent::Entries(batch) => {
            entries.extend(batch.into_iter().map(|e| (pages::name(&e.path()), e)));
        }
        ScanEvent::Problems(batch) => {
            problems.extend(batch.into_iter().map(|p| (pages::name(&p.path), p)));
        }
        _ => {}
    };
    scan(
        &[folder.to_owned()],
        &options,
        &Cancel::default(),
        &mut sink,
    );
    (entries, problems)
}

/// The differences from the row.
fn check(row: &Expected, entry: Option<&Entry>, problem: Option<&Problem>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut same = |what: &str, found: &str, wanted: &str| {
        if found != wanted {
            faults.push(format!("{what} is {found:?}, wanted {wanted:?}"));
        }
    };
    let problem = problem.map_or("", |problem| problem.kind.name());
    same("problem", problem, row.problem.as_deref().unwrap_or(""));
    let Some(entry) = entry else {
        if row.problem.is_none() {
            faults.push("was not found".to_owned());
        }
        return faults;
    };
    same("title", entry.title(), &row.title);
    same("date", &date(entry), &row.date);
    let flaw = entry.partial.as_ref().map_or("", |flaw| flaw.kind.name());
    same("flaw", flaw, row.flaw.as_deref().unwrap_or(""));
    if let Some(author) = &row.author {
        same("author", &entry.labels.author, author);
    }
    if let Some(source) = &row.source {
        same("source", &entry.labels.source, source);
    }
    if let Some(language) = &row.language {
        let found = serde_json::to_value(entry.language).expect("a name");
        same("language", found.as_str().unwrap_or(""), language);
    }
    faults.extend(check_page(row, entry));
    faults
}

fn check_page(row: &Expected, entry: &Entry) -> Vec<String> {
    let article = match open(entry) {
        Ok(article) => article,
        Err(error) => return vec![format!("does not open: {error}")],
    };
    let options = Options {
        measure: WIDE,
        // Emoji as written, and no link numbers within the text.
        width: WidthPolicy {
            emoji: Emoji::Full,
            ..WidthPolicy::default()
        },
        numbered_links: NumberedLinks::None,
        ..Options::default()
    };
    let page = pages::plain(&article.document, &options);
    let mut faults = Vec::new();
    if page.chars().any(|c| c != '\n' && c.is_control()) {
        faults.push("a control character is shown".to_owned());
    }
    let solid = without_blanks(&page);
    for text in &row.show {
        if !solid.contains(&without_blanks(text)) {
            faults.push(format!("does not show {text:?}"));
        }
    }
    for text in &row.hide {
        if solid.contains(&without_blanks(text)) {
            faults.push(format!("shows {text:?}"));
        }
    }
    if !faults.is_empty() {
        let head: String = page.chars().take(600).collect();
        faults.push(format!("the page is:\n{head}"));
    }
    faults
}

/// The date as RFC 3339; `-` if only the file's modification time is known.
fn date(entry: &Entry) -> String {
    entry
        .date
        .filter(|date| date.origin != DateOrigin::Modified)
        .map_or_else(|| "-".to_owned(), kanbao::library::Date::rfc3339)
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
