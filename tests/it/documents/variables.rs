//! The variables of the environment: the manual has all that are read, and documents name no other.

use super::{documents, none};
use crate::cli::Home;
use crate::pages::root;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Read by the standard library, by other crates or by programs that kanbao starts.
const READ_ELSEWHERE: &[&str] = &[
    "HOME",
    "TMPDIR",
    "TZ",
    "BROWSER",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_CACHE_HOME",
    "XDG_STATE_HOME",
];

/// Names in documents that are no variables of kanbao.
const OTHERS: &[&str] = &["OPENSEARCH_INITIAL_ADMIN_PASSWORD", "EXAMPLE_TOKEN"];

/// Names in the source that are no variables of the user: set for programs that are started, and parts.
const NOT_READ: &[&str] = &[
    "KANBAO_URL",
    "USER",
    "PASSWORD",
    "API_KEY",
    "CA",
    "UTC",
    "OK",
];

/// The variables of the manual.
fn manual() -> BTreeSet<String> {
    let page = Home::new().expect(&["man"], 0);
    let (_, rest) = page.split_once(".SH ENVIRONMENT\n").unwrap();
    let (section, _) = rest.split_once(".SH ").unwrap();
    let entries = section
        .split(".TP\n")
        .filter_map(|entry| entry.lines().next());
    let names = entries.map(|line| line.replace("\\fB", "").replace("\\fR", ""));
    names
        .flat_map(|line| line.split(", ").map(str::to_owned).collect::<Vec<_>>())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The names in capitals between quotes in files that read variables.
fn read_in_sources() -> BTreeSet<String> {
    fn visit(folder: &Path, found: &mut BTreeSet<String>) {
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() && path.file_name().is_none_or(|name| name != "tests") {
                visit(&path, found);
            } else if path.is_file() && path.file_name().is_none_or(|name| name != "tests.rs") {
                let text = fs::read_to_string(&path).unwrap_or_default();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                let reads = [
                    "env::var",
                    "is_set",
                    "variable(",
                    "Fn(&str) -> Option<String>",
                ];
                if reads.iter().any(|call| code.contains(call)) {
                    let code = code.replace("env!(\"CARGO_PKG_VERSION\")", "");
                    let names = code.split('"').skip(1).step_by(2).filter(|it| is_name(it));
                    found.extend(names.map(str::to_owned));
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    visit(&root().join("src"), &mut found);
    found
}

fn is_name(word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    word.len() > 1
        && word.chars().all(is_part)
        && word.starts_with(|c: char| c.is_ascii_uppercase())
}

#[test]
fn the_manual_has_every_variable() {
    let manual = manual();
    let read = read_in_sources();
    let unknown = |name: &&String| !manual.contains(*name) && !NOT_READ.contains(&&***name);
    let missing: Vec<String> = read.iter().filter(unknown).cloned().collect();
    none(&missing);
    let engine = |name: &String| name.starts_with("KANBAO_ENGINE_");
    let unread = |name: &&String| !read.contains(*name) && !READ_ELSEWHERE.contains(&&***name);
    let unread = manual.iter().filter(unread).filter(|name| !engine(name));
    none(&unread.cloned().collect::<Vec<_>>());
}

/// A name with `$` or `_` in a document is one of the manual.
#[test]
fn documents_name_variables_of_the_manual() {
    let manual = manual();
    let mut faults = Vec::new();
    for (document, text) in documents() {
        for (number, line) in text.lines().enumerate() {
            let words =
                line.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '$')));
            for word in words {
                let name = word.trim_start_matches('$');
                let is_variable = is_name(name) && (word.starts_with('$') || name.contains('_'));
                if is_variable && !manual.contains(name) && !OTHERS.contains(&name) {
                    faults.push(format!("{document}:{}: {word}", number + 1));
                }
            }
        }
    }
    none(&faults);
}
