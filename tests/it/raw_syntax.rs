//! Counts syntax that is left on pages, class by class: on files in the manner of many generators,
//! made of the rows of tests/dialects.toml, and on a corpus. Code and formulas do not count; prose about
//! markup does, so a corpus never has zeros everywhere.
//!
//! ```text
//! cargo test --test it -- --ignored --nocapture raw_syntax
//! KANBAO_BIN=/path/to/another/kanbao cargo test --test it -- --ignored --nocapture raw_syntax
//! ```

#![expect(clippy::print_stdout, reason = "prints a table")]

use super::corpus::{self, corpus};
use super::pages;
use regex::Regex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A name, and what a text of a page has if syntax of the class is left in it.
const CLASSES: &[(&str, &str)] = &[
    ("wiki link", r"\[\[[^\[\]\s][^\[\]]*\]\]"),
    ("display math", r"\$\$|\\\\?[\[(]|\\begin\{"),
    ("highlight", r"==[^=\s][^=]*[^=\s]=="),
    ("strikethrough", r"~~"),
    ("short name", r"(?:^|\s|[^\x00-\x7f]):[a-z][a-z_]{2,}:"),
    ("definition", r"^: "),
    ("footnote", r"\[\^[^\]\s]+\]"),
    ("attribute list", r"\{[:#][^}]*\}"),
    ("task", r"^\[[ xX]\] "),
    ("emphasis", r"\*\*"),
    ("link or picture", r"\]\((?:https?:|[/.\w])"),
    ("table", r"^\|.*\|.*\|$"),
    ("template", r"\{\{|\{%"),
    ("container", r"^(?::::|!!!|\?\?\?)"),
    ("heading", r"^#{2,6}[^#]"),
    ("contents", r"(?i)\[_*toc_*\]|@\[?toc"),
    ("comment", r"<!--|-->"),
];

/// The contexts of a case: what stands before its first line and before the others.
const CONTEXTS: &[(&str, &str, &str)] = &[
    ("alone", "", ""),
    ("after a paragraph", "先有一段。\n\n", ""),
    ("in an item", "- 先有一段。\n\n  ", "  "),
    ("in a numbered item", "1. 先有一段。\n\n   ", "   "),
    ("in a quotation", "> ", "> "),
];

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Dialects {
    style: Vec<Manner>,
    case: Vec<Case>,
}

/// How a generator begins and ends its files.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Manner {
    name: String,
    head: String,
    #[serde(default)]
    tail: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    /// It has its meaning only at the left edge of a file.
    #[serde(default)]
    outermost: bool,
    /// What is kept as it is written.
    #[serde(default)]
    keeps: Vec<String>,
}

/// The texts of a document in JSON, one for each line, without code and formulas.
fn texts(document: &Value, all: &mut Vec<String>) {
    const CODE: u64 = 1 << 6;
    const KEYBOARD: u64 = 1 << 7;
    const MATH: u64 = 1 << 13;
    match document {
        Value::Object(fields) => {
            if fields
                .get("type")
                .is_some_and(|kind| kind == "code" || kind == "math")
            {
                return;
            }
            if let Some(Value::Array(runs)) = fields.get("runs") {
                let mut text = String::new();
                for run in runs {
                    let style = run.get("style").and_then(Value::as_u64).unwrap_or(0);
                    match style & (CODE | KEYBOARD | MATH) {
                        0 => text.push_str(run["text"].as_str().unwrap_or_default()),
                        _ => text.push('\u{fffc}'),
                    }
                }
                all.extend(text.lines().map(|line| line.trim().to_owned()));
            }
            fields.values().for_each(|value| texts(value, all));
        }
        Value::Array(values) => values.iter().for_each(|value| texts(value, all)),
        _ => {}
    }
}

fn patterns() -> Vec<(&'static str, Regex)> {
    let pattern =
        |(name, pattern): &(&'static str, &str)| (*name, Regex::new(pattern).expect("a pattern"));
    CLASSES.iter().map(pattern).collect()
}

/// The files of all manners, cases and contexts, with the number of their case.
fn files(dialects: &Dialects) -> Vec<(String, String, usize)> {
    let mut files = Vec::new();
    for Manner { name, head, tail } in &dialects.style {
        for (number, case) in dialects.case.iter().enumerate() {
            for (at, (_, first, rest)) in CONTEXTS.iter().enumerate() {
                if case.outermost && at > 1 {
                    continue;
                }
                let lines: Vec<&str> = case.text.trim_matches('\n').split('\n').collect();
                let body = lines.join(&format!("\n{rest}"));
                let text = format!("{head}{first}{body}\n\n后面还有一段。\n{tail}");
                files.push((format!("{name}-{number}-{at}.md"), text, number));
            }
        }
    }
    files
}

fn dialects() -> Dialects {
    let table = fs::read_to_string(pages::root().join("tests/dialects.toml")).expect("the table");
    toml::from_str(&table).expect("rows")
}

#[test]
fn no_syntax_is_left_in_the_dialects_of_generators() {
    let (dialects, patterns) = (dialects(), patterns());
    let files = files(&dialects);
    assert!(files.len() >= 1000, "{} files", files.len());
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text, _) in &files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let (entries, problems, _) = corpus::load(folder.path());
    assert!(problems.is_empty(), "{problems:?}");
    let entries: BTreeMap<String, _> = entries
        .iter()
        .map(|entry| (entry.id().to_owned(), entry))
        .collect();
    let mut faults = BTreeSet::new();
    for (name, _, number) in &files {
        let article = kanbao::library::open(entries[name]).expect("it opens");
        let document = serde_json::to_value(&article.document).expect("JSON");
        let mut lines = Vec::new();
        texts(&document, &mut lines);
        let case = &dialects.case[*number];
        for line in lines {
            let kept = case.keeps.iter().any(|kept| line.contains(kept.as_str()));
            let left = patterns.iter().find(|(_, pattern)| pattern.is_match(&line));
            if let Some((class, _)) = left.filter(|_| !kept) {
                faults.insert((*number, format!("{class}: {line:?}")));
            }
        }
        for kept in &case.keeps {
            let plain = document.to_string();
            let quoted = serde_json::to_string(kept).expect("JSON");
            if !plain.contains(quoted.trim_matches('"')) {
                faults.insert((*number, format!("lacks {kept:?}")));
            }
        }
    }
    let report = faults
        .iter()
        .map(|(number, what)| format!("{}\n    {what}\n", dialects.case[*number].text));
    let report: String = report.collect();
    assert!(report.is_empty(), "\n{report}");
}

/// How many lines of each class the pages of some files have, and in how many files, by a program.
fn count(program: &Path, files: &[PathBuf]) -> BTreeMap<&'static str, (usize, usize)> {
    let patterns = patterns();
    let shown = std::env::var("KANBAO_CLASS").unwrap_or_default();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for file in files {
        let out = Command::new(program)
            .args(["show", "--format", "json"])
            .arg(file)
            .output()
            .expect("the program runs");
        let Ok(document) = serde_json::from_slice(&out.stdout) else {
            continue;
        };
        let mut lines = Vec::new();
        texts(&document, &mut lines);
        for (class, pattern) in &patterns {
            let left: Vec<&String> = lines.iter().filter(|line| pattern.is_match(line)).collect();
            let (all, having) = counts.entry(class).or_default();
            *all += left.len();
            *having += usize::from(!left.is_empty());
            if shown == *class {
                left.iter()
                    .for_each(|line| println!("{}: {line}", file.display()));
            }
        }
    }
    counts
}

#[test]
#[ignore = "prints a table over a corpus; takes minutes"]
fn raw_syntax_is_counted() {
    let program = std::env::var_os("KANBAO_BIN");
    let program = program.map_or_else(
        || PathBuf::from(env!("CARGO_BIN_EXE_kanbao")),
        PathBuf::from,
    );
    let folder = tempfile::tempdir().expect("a folder");
    let mut made: Vec<PathBuf> = Vec::new();
    for (name, text, _) in files(&dialects()) {
        made.push(folder.path().join(name));
        fs::write(&made[made.len() - 1], text).expect("a file");
    }
    let mut sets = vec![("dialects", made)];
    if let Some(corpus) = corpus() {
        let (entries, _, _) = corpus::load(&corpus);
        let paths = entries.iter().map(|entry| entry.path());
        sets.push(("corpus", paths.collect()));
    }
    for (name, files) in sets {
        println!(
            "{name}: {} files; lines and files of each class",
            files.len()
        );
        for (class, (lines, having)) in count(&program, &files) {
            println!("{lines:>6} {having:>6}  {class}");
        }
    }
}
