//! Lists in the guide: the code between `<!-- list NAME -->` and `<!-- /list -->` is what the program has.

use super::{documents, pieces_of};
use crate::pages::root;
use kanbao::locale::Locale;
use kanbao::user::Theme;
use std::collections::BTreeSet;
use std::fs;

/// What the program has under a name.
fn known(name: &str) -> BTreeSet<String> {
    let source = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let table = |path: &str, constant: &str| -> Vec<String> {
        let text = source(path);
        let (_, rest) = text.split_once(&format!("const {constant}:")).unwrap();
        let (table, _) = rest.split_once("];").unwrap();
        let words = table.split('"').skip(1).step_by(2);
        words.map(str::to_owned).collect()
    };
    let words = match name {
        "endings" => table("src/library/format.rs", "FORMATS"),
        "fields" => table("src/library/front_matter/fields.rs", "KEYS"),
        "themes" => Theme::names().map(str::to_owned).collect(),
        "rules" => {
            let text = source("assets/locales/en.toml");
            let rules = text.lines().filter_map(|line| line.strip_prefix("\"rule."));
            let names = rules.filter_map(|line| line.split('"').next());
            names.map(str::to_owned).collect()
        }
        "languages" => Locale::tags().map(str::to_owned).collect(),
        other => panic!("no list {other}"),
    };
    words.into_iter().collect()
}

#[test]
fn lists_are_whole() {
    let mut count = 0;
    for (document, text) in documents() {
        for part in text.split("<!-- list ").skip(1) {
            let (name, rest) = part.split_once(" -->").unwrap();
            let (list, _) = rest.split_once("<!-- /list -->").unwrap();
            let found = pieces_of(&document, list);
            let found: BTreeSet<String> = found.into_iter().map(|piece| piece.text).collect();
            let plain = |word: &String| word.trim_start_matches('.').to_owned();
            let found: BTreeSet<String> = found.iter().map(plain).collect();
            assert_eq!(found, known(name), "{document}: {name}");
            count += 1;
        }
    }
    assert!(count > 0, "no lists");
}

/// The guide has the same pages and headings in each language.
#[test]
fn the_guide_is_whole_in_each_language() {
    let outline = |language: &str| -> Vec<(String, usize, usize)> {
        let folder = format!("docs/{language}/");
        let pages = documents().into_iter();
        let pages = pages.filter_map(|(name, text)| {
            let name = name.strip_prefix(&folder)?.to_owned();
            let headings = text.lines().filter(|line| line.starts_with('#')).count();
            let blocks = text.matches("```").count();
            Some((name, headings, blocks))
        });
        pages.collect()
    };
    assert_eq!(outline("en"), outline("zh"));
    assert!(!outline("en").is_empty());
}
