//! Golden pages: selected articles typeset at 24, 40 and 76 cells.
//! `BLESS=1 cargo test --test it golden` rewrites them. Read the diff before you commit it.

use super::pages;
use kanbao::library::{Zone, entry_of, open};
use kanbao::typeset::Options;
use std::path::{Path, PathBuf};

/// The measures, in cells.
const MEASURES: &[u16] = &[24, 40, 76];

/// The sample library without the long story, whose pages are all alike.
const SAMPLES: &[&str] = &[
    "01-guide",
    "02-small-bookshops",
    "03-line-start",
    "04-terminal-width",
    "05-night-bookshop",
    "06-kissaten",
    "07-last-bus",
    "08-lighthouse",
    "09-verses",
    "10-pi",
    "11-libraries",
    "12-gallery",
    "14-micro",
    "15-dumplings",
    "17-member",
];

/// Elements that the samples lack, or hard cases of them.
const ARTICLES: &[&str] = &[
    "body-attribute-broken",
    "body-code-gutter",
    "body-code-raw-markup",
    "body-combining",
    "body-deep-lists",
    "body-definitions",
    "body-details",
    "body-double-escaped",
    "body-emphasis-all",
    "body-figure-caption",
    "body-footnotes",
    "body-headings-all",
    "body-heads-hang",
    "body-hidden",
    "body-kept-together",
    "body-lists-handmade",
    "body-lists-nested",
    "body-long-word",
    "body-mathml",
    "body-media",
    "body-picture-in-sentence",
    "body-pseudo-headings",
    "body-quote-cite",
    "body-quote-source",
    "body-quotes-nested",
    "body-sub-sup",
    "body-table-hostile",
    "body-table-spans",
    "body-table-wide",
    "body-verse",
    "body-wechat-spans",
    "clean-credits-kept",
    "lang-ja-blocks",
    "lang-ja-words",
    "lang-ko-words",
    "lang-latin-head",
    "md-common",
    "md-footnotes",
    "md-hexo-tags",
    "md-html-island",
    "md-math",
    "md-table",
    "md-tasks",
    "md-wiki-links",
    "table-pictures",
    "text-indented-lines",
    "text-indented-lines-md",
    "text-numbered-lines-ko",
    "text-soft-breaks-ja",
];

#[test]
fn golden_pages_are_unchanged() {
    let bless = std::env::var_os("BLESS").is_some();
    let goldens = pages::root().join("tests/golden/pages");
    let mut changed = Vec::new();
    for path in articles() {
        let stem = path
            .file_stem()
            .map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
        for &measure in MEASURES {
            let golden = goldens.join(format!("{stem}.{measure}.txt"));
            let page = typeset(&path, measure);
            let before = std::fs::read_to_string(&golden).unwrap_or_default();
            if bless {
                std::fs::write(&golden, page).expect("the folder of the golden pages");
            } else if let Some(fault) = first_difference(&before, &page) {
                changed.push(format!("{}: {fault}", pages::name(&golden)));
            }
        }
    }
    assert!(
        changed.is_empty(),
        "\n{}\nBLESS=1 rewrites them\n",
        changed.join("\n")
    );
}

#[test]
fn every_golden_page_has_an_article() {
    let known: Vec<String> = articles()
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    for file in std::fs::read_dir(pages::root().join("tests/golden/pages")).expect("a folder") {
        let name = pages::name(&file.expect("a file").path());
        let stem = name.split('.').next().unwrap_or("");
        assert!(known.iter().any(|known| known == stem), "{name}");
    }
}

fn articles() -> impl Iterator<Item = PathBuf> {
    let in_folder = |folder: &'static str| {
        move |name: &&str| pages::root().join(folder).join(format!("{name}.md"))
    };
    let samples = SAMPLES.iter().map(in_folder("assets/sample"));
    samples.chain(ARTICLES.iter().map(in_folder("tests/articles")))
}

fn typeset(path: &Path, measure: u16) -> String {
    let zone = Zone(jiff::tz::TimeZone::fixed(jiff::tz::offset(8)));
    let entry = entry_of(path, &zone).expect("an article");
    let article = open(&entry).expect("an article");
    let options = Options {
        measure,
        language: article.entry.language,
        ..Options::default()
    };
    pages::drawn(&article.document, &options)
}

pub fn first_difference(before: &str, after: &str) -> Option<String> {
    if before == after {
        return None;
    }
    let (mut old, mut new) = (before.lines(), after.lines());
    let mut number = 0;
    loop {
        number += 1;
        match (old.next(), new.next()) {
            (None, None) => return Some("differs in its line ends".to_owned()),
            (one, other) if one == other => {}
            (one, other) => {
                let show = |line: Option<&str>| line.unwrap_or("(the end)").to_owned();
                return Some(format!(
                    "line {number}\n  was {}\n  is  {}",
                    show(one),
                    show(other)
                ));
            }
        }
    }
}
