//! Command lines are understood, examples run, and the table of commands is whole.

use super::command_lines::{Line, is_pattern, of_help, of_piece, variants};
use super::{none, pieces};
use crate::cli::Home;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Commands that neither write nor use the network: their examples are run.
const HARMLESS: &[&str] = &[
    "list",
    "show",
    "check",
    "doctor",
    "stats",
    "help",
    "man",
    "completions",
    "rules list",
    "rules apply --dry-run",
    "bookmark list",
    "bookmark export",
    "highlight list",
    "config path",
    "config check",
];

/// Arguments that need another program, or a feature that is not built.
const NOT_HERE: &[&str] = &["--engine", "--to"];

/// A home with the files that examples name.
fn home() -> Home {
    let home = Home::new();
    for file in ["article.md", "文章.md", "articles/a.md", "posts/a.md"] {
        home.file(file, "---\ntitle: 小巨人\n---\n正文在此。\n");
    }
    home
}

/// The pages of the manual: the words of each command, and the text.
fn manual(home: &Home) -> BTreeMap<String, String> {
    home.expect(&["man", "--into", "manual"], 0);
    let pages = fs::read_dir(home.path("manual")).unwrap();
    let page = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let words = name.trim_start_matches("kanbao").replace('-', " ");
        (words.trim().to_owned(), fs::read_to_string(path).unwrap())
    };
    pages.map(|file| page(file.unwrap().path())).collect()
}

/// The long options on a page of the manual.
fn options(page: &str) -> BTreeSet<String> {
    let entries = page
        .split(".TP\n")
        .skip(1)
        .filter_map(|it| it.lines().next());
    let words = entries.map(|line| line.replace("\\-", "-").replace("\\fB", " "));
    words.flat_map(|line| long_options(&line)).collect()
}

fn long_options(line: &str) -> Vec<String> {
    let words =
        line.split(|c: char| c.is_whitespace() || matches!(c, ',' | '\\' | '[' | '=' | '|'));
    let is_option = |word: &&str| {
        word.strip_prefix("--")
            .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    let options = words.filter(is_option);
    options.map(str::to_owned).collect()
}

/// All command lines of documents and of help, in every language.
fn all_lines(home: &Home) -> Vec<Line> {
    let mut lines: Vec<Line> = pieces().iter().flat_map(of_piece).collect();
    for command in manual(home).keys() {
        for language in kanbao::locale::Locale::tags() {
            let words = command.split_whitespace();
            let args: Vec<&str> = words.chain(["--help", "--lang", language]).collect();
            let place = format!("{command} --help --lang {language}");
            lines.extend(of_help(&place, &home.expect(&args, 0)));
        }
    }
    lines
}

/// With `--help` at its end a line is parsed and nothing runs.
#[test]
fn command_lines_are_understood() {
    let home = home();
    let commands: BTreeSet<String> = manual(&home).into_keys().collect();
    let mut known = BTreeSet::new();
    let mut faults = Vec::new();
    for Line { place, text } in all_lines(&home) {
        for args in variants(&text) {
            if NOT_HERE.iter().any(|it| text.contains(it)) || !known.insert(args.clone()) {
                continue;
            }
            let mut args: Vec<&str> = args.iter().map(String::as_str).collect();
            let first = args.iter().find(|word| !word.starts_with('-'));
            let is_path = |word: &&&str| word.contains(['/', '.', '~']) || **word == "news";
            let named = first.filter(|word| !is_path(word) && **word != "help");
            if named.is_some_and(|name| args.first() == Some(name) && !commands.contains(*name)) {
                faults.push(format!("{place}: no such command: {text}"));
            }
            if args.first() != Some(&"help") {
                args.push("--help");
            }
            let output = home.run(&args);
            if !output.status.success() {
                let error = String::from_utf8_lossy(&output.stderr).into_owned();
                faults.push(format!("{place}: {text}: {}", error.trim()));
            }
        }
    }
    assert!(known.len() > 100, "{} lines", known.len());
    none(&faults);
}

#[test]
fn examples_run() {
    let home = home();
    let root = home.path("");
    let root = root.to_string_lossy();
    let mut count = 0;
    let mut faults = Vec::new();
    for Line { place, text } in all_lines(&home) {
        let rest = text.trim_start_matches("kanbao ");
        let is_harmless = HARMLESS.iter().any(|command| rest.starts_with(command));
        let is_here = !NOT_HERE.iter().any(|it| text.contains(it));
        if !is_harmless || !is_here || is_pattern(&text) {
            continue;
        }
        let args = variants(&text).concat();
        let args = args
            .iter()
            .map(|arg| arg.replace('~', root.trim_end_matches('/')));
        let args: Vec<String> = args.collect();
        let output = home.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
        count += 1;
        if !matches!(output.status.code(), Some(0 | 1)) {
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            faults.push(format!("{place}: {text}: {}", error.trim()));
        }
    }
    assert!(count > 20, "{count} examples");
    none(&faults);
}

/// The table of commands in the guide has each command with its options, and no other.
#[test]
fn the_table_of_commands_is_whole() {
    let home = home();
    let manual = manual(&home);
    let globals = options(&manual[""]);
    let mut expected: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (command, page) in &manual {
        let has_commands = manual
            .keys()
            .any(|it| it.starts_with(&format!("{command} ")));
        if !has_commands && !command.is_empty() {
            let own = options(page).difference(&globals).cloned().collect();
            expected.insert(command.clone(), own);
        }
    }
    let pieces = pieces();
    let tables = pieces
        .iter()
        .filter(|piece| piece.block.as_deref() == Some("text"));
    let tables = tables.filter(|piece| piece.text.contains("kanbao journal compact"));
    let mut count = 0;
    for table in tables {
        count += 1;
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut global = BTreeSet::new();
        for line in of_piece(table) {
            for args in variants(&line.text) {
                let options = long_options(&args.join(" "));
                let longest = (1..=2).rev().find_map(|count| {
                    let words = args.get(..count)?.join(" ");
                    expected.contains_key(&words).then_some(words)
                });
                match longest {
                    Some(command) => found.entry(command).or_default().extend(options),
                    None => global.extend(options),
                }
            }
        }
        assert_eq!(found, expected, "{}", table.place);
        assert_eq!(global, globals, "{}", table.place);
    }
    assert!(count > 0, "no document has the table");
}

/// An option that a text names exists.
#[test]
fn options_in_texts_exist() {
    // Of cargo and systemctl.
    const OTHERS: &[&str] = &[
        "--features",
        "--release",
        "--locked",
        "--path",
        "--bench",
        "--user",
        "--now",
    ];
    let home = home();
    let known: BTreeSet<String> = manual(&home)
        .values()
        .flat_map(|page| options(page))
        .collect();
    let mut faults = Vec::new();
    for piece in pieces().iter().filter(|piece| piece.block.is_none()) {
        for option in long_options(&piece.text) {
            if !known.contains(&option) && !OTHERS.contains(&&*option) {
                faults.push(format!("{}: {option}", piece.place));
            }
        }
    }
    none(&faults);
}
