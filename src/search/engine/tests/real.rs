//! A real engine finds what a search through all texts finds. `tests/opensearch/run` starts one.

use super::*;
use crate::search::full_text::read_text;
use crate::search::{Feature, TextHits};
use crate::text::fold;
use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

/// Numbers that look random and are the same each time (Knuth's multiplier).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        all.get(self.below(all.len())).expect("not empty")
    }
}

/// Writes articles that are made of the sentences of the test articles.
fn generate(root: &Path, count: usize) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles");
    let entries = entries(&source);
    let texts: Vec<String> = entries
        .iter()
        .map(|entry| read_text(entry, &Settings::default()).0)
        .collect();
    let sentences: Vec<&str> = texts
        .iter()
        .flat_map(|text| text.split_inclusive(['。', '！', '？', '.', '\n']))
        .filter(|sentence| (6..300).contains(&sentence.len()))
        .collect();
    let mut numbers = Numbers(1);
    for number in 0..count {
        let folder = root.join(format!("{:03}", number % 100));
        fs::create_dir_all(&folder).expect("a folder");
        let title = numbers.of(&sentences).replace(['"', '\\', '\n'], "");
        let (month, day) = (numbers.below(12) + 1, numbers.below(28) + 1);
        let year = 2015 + numbers.below(10);
        let mut text = format!(
            "---\ntitle: \"{}\"\nauthor: {}\ndate: {year}-{month:02}-{day:02}\n---\n",
            title.trim(),
            ["张三", "李四", "Ann Lee", "김철수"][number % 4],
        );
        for _ in 0..numbers.below(30) + 1 {
            text += numbers.of::<&str>(&sentences);
            text += if numbers.below(4) == 0 { "\n\n" } else { " " };
        }
        fs::write(folder.join(format!("{number:06}.txt")), text).expect("a file");
    }
}

/// Searches through all texts.
#[derive(Debug)]
struct BruteForce<'a> {
    query: &'a Query,
    /// The text, the folded text and the flags of each article.
    texts: &'a HashMap<String, (String, String, Flags)>,
}

impl TextHits for BruteForce<'_> {
    fn is_known(&self, _: &Entry) -> bool {
        true
    }

    fn holds(&self, term: usize, entry: &Entry) -> bool {
        let term = self.query.text_terms().get(term).expect("a term");
        self.texts
            .get(entry.id())
            .is_some_and(|(_, folded, _)| term.is_in(folded))
    }

    fn matches(&self, pattern: usize, entry: &Entry) -> bool {
        let pattern = self.query.patterns().get(pattern).expect("a pattern");
        self.texts
            .get(entry.id())
            .is_some_and(|(text, _, _)| pattern.is_in(text))
    }

    fn has(&self, feature: Feature, entry: &Entry) -> bool {
        let flag = Flags::from(feature);
        self.texts
            .get(entry.id())
            .is_some_and(|(_, _, flags)| flags.contains(flag))
    }
}

/// For `tests/opensearch/cluster`.
#[test]
#[ignore = "writes a library"]
fn write_a_library() {
    let root = std::env::var_os("KANBAO_TEST_LIBRARY").expect("a folder");
    generate(Path::new(&root), number("KANBAO_TEST_ARTICLES", 2_000));
}

/// A query about a passage of a text.
fn random_query(numbers: &mut Numbers, texts: &[&str]) -> String {
    let text = numbers.of(texts);
    let at = crate::text::floor_char_boundary(text, numbers.below(text.len()));
    let from = text.get(at..).unwrap_or_default();
    let plain = |text: &str| -> String {
        let kept = |c: char| if c.is_alphanumeric() { c } else { ' ' };
        text.chars().map(kept).collect::<String>().trim().to_owned()
    };
    let letters = |count| plain(&from.chars().take(count).collect::<String>());
    let words: Vec<String> = from.split_whitespace().skip(1).take(3).map(plain).collect();
    let word = words.first().cloned().unwrap_or_default();
    match numbers.below(12) {
        0 => letters(1),
        1 => letters(2),
        2 => format!("\"{}\"", letters(4)),
        3 => format!("\"{}\"", letters(9)),
        4 => word.chars().take(12).collect(),
        5 => format!("\"{}\"", words.join(" ")),
        6 => format!("{}*", word.split(' ').next().unwrap_or_default()),
        7 => format!("\"{}\" date:20{:02}..", letters(2), 15 + numbers.below(10)),
        8 => format!("\"{}\" -\"{}\"", letters(1), letters(3)),
        9 => format!("title:\"{}\" OR author:张三 minutes:..1", letters(2)),
        10 => format!("text:\"{}\" (lang:zh OR lang:en)", letters(2)),
        _ => format!("\"{}\" has:code OR length:..50", letters(1)),
    }
}

fn number(name: &str, usual: usize) -> usize {
    let value = std::env::var(name).ok();
    value.and_then(|value| value.parse().ok()).unwrap_or(usual)
}

#[test]
#[ignore = "needs an engine: tests/opensearch/run"]
fn the_same_articles_as_a_search_through_all_texts() {
    let address = std::env::var("KANBAO_TEST_ENGINE").expect("the address of an engine");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let library = std::env::var_os("KANBAO_TEST_LIBRARY").map(PathBuf::from);
    let root = library.unwrap_or_else(|| {
        generate(folder.path(), number("KANBAO_TEST_ARTICLES", 2_000));
        folder.path().to_owned()
    });
    let (cancel, settings) = (Cancel::default(), Settings::default());
    let options = Options {
        replicas: 0,
        ..Options::default()
    };
    let engine = Engine::connect(&address, options, &cancel).expect("an engine");
    let all = entries(&root);
    let pushed: Vec<&Entry> = all.iter().collect();
    let push = |entries: &[&Entry], unread: &[&Path]| {
        let report = engine.push(
            &root,
            (entries, unread),
            (&settings, false),
            &cancel,
            &mut |_| {},
        );
        report.expect("a push")
    };
    push(&pushed, &[]);

    let texts: HashMap<String, _> = all
        .iter()
        .map(|entry| {
            let (text, flags, _) = read_text(entry, &settings);
            let folded = fold(&text);
            (entry.id().to_string(), (text, folded, flags))
        })
        .collect();
    let mut sources: Vec<&str> = texts.values().map(|(text, ..)| text.as_str()).collect();
    sources.sort_unstable();
    let marks = Marks::default();
    let zone = Zone::named("UTC").expect("UTC");
    let facts = Facts {
        marks: &marks,
        zone: &zone,
    };
    let scope = Scope::new([&root]);
    let mut numbers = Numbers(7);
    let today = Today::at(0, &zone);
    let (mut searched, mut matched) = (0, 0);
    while searched < number("KANBAO_TEST_QUERIES", 200) {
        let text = random_query(&mut numbers, &sources);
        let Ok(query) = Query::parse(&text, today) else {
            continue;
        };
        let found = engine
            .search(&query, &scope, Wanted::All(facts), &cancel)
            .expect("an answer");
        assert_eq!(found.partial, None, "{text}");
        let entries = found.entries;
        let mut expected = all.clone();
        let truth = BruteForce {
            query: &query,
            texts: &texts,
        };
        query.retain(&mut expected, facts, &truth);
        let ids = |entries: &[Entry]| -> Vec<String> {
            entries.iter().map(|entry| entry.id().to_string()).collect()
        };
        assert_eq!(ids(&entries), ids(&expected), "{text}");
        searched += 1;
        matched += usize::from(!entries.is_empty());
    }
    assert!(
        matched * 2 > searched,
        "{matched} of {searched} queries match"
    );

    // What is gone is removed, and nothing else is sent.
    let half: Vec<&Entry> = all.iter().take(all.len() / 2).collect();
    let report = push(&half, &[&root]);
    assert_eq!(report.removed, 0, "the folder could not be read");
    let report = push(&half, &[]);
    assert_eq!(report.removed, all.len() - half.len());
    let (left, _) = engine.count(&scope, &cancel).expect("a count");
    assert_eq!(left, half.len());
    let report = push(&[], &[]);
    assert_eq!(report.removed, half.len());
}
