//! What README and the guide owe their readers: README is one page in two languages, figures name the
//! command that measured them, and every kind of line of the journal is documented.

use super::{documents, none, pieces_of};
use crate::pages::root;
use std::collections::BTreeSet;
use std::fs;

/// The most lines of a half of README.
const HALF: usize = 250;

#[test]
fn readme_is_a_page_in_each_language() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (english, chinese) = readme.split_once("\n---\n").expect("two halves");
    for half in [english, chinese] {
        assert!(half.lines().count() <= HALF);
    }
    let outline = |half: &str| {
        let headings = half.lines().filter(|line| line.starts_with('#')).count();
        let rows = half.lines().filter(|line| line.starts_with("| `")).count();
        let points = half.lines().filter(|line| line.starts_with("- **")).count();
        (headings, half.matches("```").count(), rows, points)
    };
    assert_eq!(outline(english), outline(chinese));
}

/// Keys and commands that one half names, the other names, too.
#[test]
fn both_halves_of_readme_name_the_same() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (english, chinese) = readme.split_once("\n---\n").expect("two halves");
    let named = |half: &str| -> BTreeSet<String> {
        let pieces = pieces_of("README.md", half).into_iter();
        let pieces = pieces.filter(|piece| piece.block.is_none() && piece.text.is_ascii());
        // The words for what the user types in its place.
        let written = pieces.map(|piece| {
            piece
                .text
                .split(" NAME")
                .next()
                .unwrap_or_default()
                .to_owned()
        });
        let is_translated = |text: &String| text.starts_with([':', '<']);
        written.filter(|text| !is_translated(text)).collect()
    };
    assert_eq!(named(english), named(chinese));
}

/// A row of a table with the column of commands ends with one that can be run.
#[test]
fn figures_name_their_command() {
    let benches = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let is_known = |command: &str| match command.strip_prefix("cargo bench --bench ") {
        Some(rest) => {
            let name = rest.split(' ').next().unwrap_or_default();
            benches.contains(&format!("[[bench]]\nname = \"{name}\""))
        }
        None => root()
            .join(command.split(' ').next().unwrap_or_default())
            .is_file(),
    };
    let (mut count, mut faults) = (0, Vec::new());
    for (document, text) in documents() {
        for heading in ["| Command |\n", "| 命令 |\n"] {
            let Some((_, table)) = text.split_once(heading) else {
                continue;
            };
            let rows = table
                .lines()
                .take_while(|line| line.starts_with('|'))
                .skip(1);
            for row in rows {
                count += 1;
                let cell = row.trim_end_matches(['|', ' ']).rsplit("| ").next();
                let command = cell.unwrap_or_default().trim_matches('`');
                if !is_known(command) {
                    faults.push(format!("{document}: {row}"));
                }
            }
        }
    }
    assert!(count >= 10, "{count} figures");
    none(&faults);
}

#[test]
fn the_guide_has_every_kind_of_event() {
    let source = fs::read_to_string(root().join("src/user/event/action.rs")).unwrap();
    let (_, names) = source.split_once("fn name(").expect("the names");
    let (names, _) = names.split_once("\n    }\n").expect("their end");
    let known: BTreeSet<&str> = names.split('"').skip(1).step_by(2).collect();
    assert!(known.len() > 20, "{known:?}");
    for language in ["en", "zh"] {
        let page = root().join("docs").join(language).join("journal.md");
        let page = fs::read_to_string(page).unwrap();
        let parts = page.split("\"do\":\"").skip(1);
        let found: BTreeSet<&str> = parts.filter_map(|part| part.split('"').next()).collect();
        assert_eq!(found, known, "{language}");
    }
}
