//! Results are those of a search through all texts.

use super::*;
use crate::search::full_text::store::{Flags, Record};
use crate::search::{Facts, Pattern, Query};
use crate::user::Marks;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

/// An index in memory of texts, whose IDs are their numbers.
pub(super) fn index_of(texts: &[String]) -> FullText {
    let mut index = FullText::in_memory().expect("an index");
    let record = |(number, text): (usize, &String)| {
        Record::new(&number.to_string(), None, Flags::empty(), text)
    };
    let records: Vec<Record> = texts.iter().enumerate().map(record).collect();
    let (connection, sums) = (&mut index.connection, &index.sums);
    sums.write(connection, |transaction| store::put(transaction, &records))
        .expect("an index");
    index.reload().expect("an index");
    index
}

#[track_caller]
fn check(index: &FullText, texts: &[String], term: &TextTerm) {
    let hits = index.find(term, &Cancel::default()).expect("an index");
    for (number, text) in texts.iter().enumerate() {
        let expected = term.is_in(&fold(text));
        assert_eq!(
            hits.holds(&number.to_string()),
            expected,
            "{term:?} in {text:?}"
        );
    }
    let expected = texts.iter().filter(|text| term.is_in(&fold(text))).count();
    assert_eq!(hits.count(), expected, "{term:?}");
}

#[test]
fn kinds_of_terms() {
    let texts = [
        "看报是一个阅读器，读中文、日文、韩文。",
        "読書は楽しい。ﾆｭｰｽ速報",
        "오늘의 뉴스를 읽는다",
        "Rust, rustc and C++ (１２３４) e\u{301}tude",
        "臺灣的新聞，AI芯片",
        "हिन्दी में समाचार ไทยข่าว",
        "人工\n智能 🎉 50%",
        "",
        "设计画面精美，自身分析，全部份额，为了解决",
        "设计画面，五年計畫，身份与身分",
        "五年计划，記者瞭解，部分，說明瞭",
        "Işık DİYARBAKIR, Łódź, Đà Nẵng, œuvre",
    ];
    let texts = texts.map(str::to_owned);
    let index = index_of(&texts);
    for needle in [
        "看",
        "看报",
        "阅读器",
        "读中文",
        "讀中文",
        "中文日文",
        "文",
        "の",
        "ニュース",
        "ニュ",
        "読書は楽しい",
        "뉴",
        "뉴스",
        "오늘의 뉴스",
        "rust",
        "Rus",
        "c++",
        "c",
        "1234",
        "123",
        "étude",
        "ETUDE",
        "台湾",
        "臺灣",
        "新闻",
        "ai",
        "AI芯",
        "的新聞,ai",
        "हिन्दी",
        "हि",
        "ข่าว",
        "ไทยข่าว",
        "🎉",
        "%",
        "50%",
        "人工智能",
        "人工 智能",
        "工",
        "。",
        "rust, rustc",
        "没有",
        "计划",
        "計畫",
        "五年计划",
        "身份",
        "部份",
        "了解",
        "瞭解",
        "明了",
        "画面",
        "isik",
        "IŞIK",
        "diyarbakir",
        "lodz",
        "da nang",
        "OEUVRE",
    ] {
        for is_prefix in [false, true] {
            check(
                &index,
                &texts,
                &TextTerm::new(needle, is_prefix).expect("a term"),
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_term_in_any_text(
        texts in prop::collection::vec("([a-c1甲乙かハ한글é, \n.]|ａ|台|臺|हि|ไ|\u{301}|\\PC){0,16}", 1..8),
        terms in prop::collection::vec(("([a-c1甲乙かハ한글 .é]|台|臺|हि|ไ){1,4}", any::<bool>()), 1..12),
        part in any::<prop::sample::Index>(),
        size in 1..6usize,
    ) {
        let index = index_of(&texts);
        // A term that some text contains, and others.
        let of = part.get(&texts);
        let from = part.index(of.chars().count().max(1));
        let taken = of.chars().skip(from).take(size).collect();
        for (needle, is_prefix) in terms.into_iter().chain([(taken, false)]) {
            if let Some(term) = TextTerm::new(&needle, is_prefix) {
                check(&index, &texts, &term);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Words that are longer than their tokens.
    #[test]
    fn long_words(
        letter in prop::sample::select(vec!['f', 'я', 'ა', '𝼀']),
        sizes in prop::collection::vec(10..80usize, 1..6),
        end in "[0-9a-fა]{0,2}",
        size in 10..80usize,
    ) {
        let word = |size: usize| String::from(letter).repeat(size);
        let mut texts: Vec<String> = sizes.iter().map(|size| word(*size) + &end).collect();
        texts.push(word(size) + "x");
        let index = index_of(&texts);
        for needle in texts.iter().chain([&word(size)]) {
            for is_prefix in [false, true] {
                check(&index, &texts, &TextTerm::new(needle, is_prefix).expect("a term"));
            }
        }
    }
}

/// 900 articles, every third of which has 短语在此, with their index.
fn phrases() -> (Place, FullText, Vec<Entry>) {
    let place = Place::new();
    for number in 0..900 {
        let end = match number % 3 {
            0 => "在此",
            _ => "，语在，在此",
        };
        place.file(&format!("{number}.md"), &format!("四字短语{end}"));
    }
    let mut index = place.open();
    let entries = place.entries();
    update(&mut index, &entries);
    (place, index, entries)
}

pub(super) fn query(text: &str) -> Query {
    let today = crate::search::Today::at(0, &Zone::default());
    Query::parse(text, today).expect("a query")
}

/// The IDs of the articles that match as far as the hits are known.
fn matching(entries: &[Entry], query: &Query, facts: Facts<'_>, hits: &LocalHits) -> Vec<String> {
    let matches = |entry: &&Entry| query.matches(entry, facts, hits);
    let found = entries.iter().filter(matches);
    found.map(|entry| entry.id().to_string()).collect()
}

/// The first articles with 短语在此, or without.
fn brute(entries: &[Entry], has_it: bool, count: usize) -> Vec<String> {
    let is_found = |entry: &&Entry| {
        let text = super::texts(std::slice::from_ref(*entry)).remove(0).1;
        text.contains("短语在此") == has_it
    };
    let found = entries.iter().filter(is_found).take(count);
    found.map(|entry| entry.id().to_string()).collect()
}

/// Marks with bookmarks of every 60th article.
fn marks(entries: &[Entry]) -> Marks {
    let mut marks = Marks::default();
    for entry in entries.iter().step_by(60) {
        marks.add_bookmark(entry, None, 1);
    }
    marks
}

/// The first hits are those of the first articles that match, and nothing more is known.
#[test]
fn the_first_hits_of_a_list() {
    let (_place, index, entries) = phrases();
    let (marks, zone) = (marks(&entries), Zone::default());
    let facts = Facts {
        marks: &marks,
        zone: &zone,
    };
    let first = |text: &str, count| {
        let (query, cancel) = (query(text), Cancel::default());
        let candidates = index.candidates(&query).expect("an index");
        assert!(candidates.are_many(), "{text}");
        let libraries = [(entries[0].root().as_path(), candidates)];
        let hits = LocalHits::first(&libraries, &query, facts, entries.iter(), (count, &cancel));
        let mut found = matching(&entries, &query, facts, &hits.expect("an index"));
        // Texts are read several at once.
        assert!(found.len() < count + 64, "{text}");
        found.truncate(count);
        found
    };
    for text in ["短语在此", "/语在此/", "短语在此 is:unread"] {
        assert_eq!(first(text, 50), brute(&entries, true, 50), "{text}");
    }
    assert_eq!(first("-短语在此", 50), brute(&entries, false, 50));
    let kept: Vec<Entry> = entries.iter().step_by(60).cloned().collect();
    for text in ["is:bookmarked 短语在此", "短语在此 is:bookmarked"] {
        assert_eq!(first(text, 4), brute(&kept, true, 4), "{text}");
    }
}

/// The newest hits are found without the other postings, if they are enough.
#[test]
fn the_newest_hits_of_a_list() {
    let (_place, index, entries) = phrases();
    let (marks, zone) = (marks(&entries), Zone::default());
    let facts = Facts {
        marks: &marks,
        zone: &zone,
    };
    let newest = |text: &str, count| {
        let (query, cancel) = (query(text), Cancel::default());
        let indexes = [(entries[0].root().as_path(), &index)];
        let few: Vec<&Entry> = entries.iter().take(LocalHits::NEWEST).collect();
        let hits = LocalHits::newest(&indexes, &query, facts, &few, (count, &cancel));
        let hits = hits.expect("an index")?;
        let mut found = matching(&entries, &query, facts, &hits);
        assert!(found.len() >= count);
        found.truncate(count);
        Some(found)
    };
    for text in ["短语在此", "/语在此/", "短语在此 is:unread"] {
        assert_eq!(newest(text, 50), Some(brute(&entries, true, 50)), "{text}");
    }
    assert!(newest("短语", 50).is_some());
    assert_eq!(newest("短语在此", LocalHits::NEWEST), None);
    assert_eq!(newest("没有", 50), None);
    assert_eq!(newest("-短语在此", 50), Some(brute(&entries, false, 50)));
    assert_eq!(newest("短语在此 is:bookmarked", 50), None);
}

/// Regular expressions find what they match in the text as written.
#[test]
fn patterns() {
    #[track_caller]
    fn check(pattern: &str, expected: &[&str]) {
        let texts = ["看报 42 Ａ", "臺灣\n第二行", "word 7", ""].map(str::to_owned);
        let index = index_of(&texts);
        let pattern = Pattern::parse(pattern).expect("a pattern");
        let mut query = Query::default();
        query.patterns.push(pattern.clone());
        let candidates = index.candidates(&query).expect("an index");
        let hits = candidates.confirmed(&Cancel::default());
        let [_, patterns] = hits.expect("an index");
        let hits = &patterns[0];
        let held: Vec<String> = (0..texts.len()).map(|at| at.to_string()).collect();
        let held = held.iter().filter(|id| hits.holds(id));
        let held: Vec<&str> = held.map(String::as_str).collect();
        assert_eq!(held, expected, "{pattern:?}");
        assert_eq!(hits.count(), expected.len());
    }
    check("[0-9]+", &["0", "2"]);
    check("WORD", &["2"]);
    check("Ａ", &["0"]);
    check("台湾", &[]);
    check("^第.行$", &["1"]);
    check("x*", &[]);
    check("\\w", &["0", "1", "2"]);
}

/// Changes of files between updates.
#[test]
fn changes_are_found() {
    let place = Place::new();
    place.file("a.md", "第一篇的正文。");
    place.file("b.md", "第二篇的正文。");
    let term = |text: &str| TextTerm::new(text, false).expect("a term");
    let names = |index: &FullText, text: &str| {
        let found = found(index, &place.entries(), &term(text));
        found.into_iter().collect::<Vec<_>>().join(" ")
    };
    let mut index = place.open();
    assert_eq!(update(&mut index, &place.entries()), 2);
    assert_eq!(names(&index, "的正文"), "a.md b.md");
    // Files this young may change again without another time.
    assert_eq!(update(&mut index, &place.entries()), 2);
    for name in ["a.md", "b.md"] {
        place.age(name, 100);
    }
    assert_eq!(update(&mut index, &place.entries()), 2);
    assert_eq!(update(&mut index, &place.entries()), 0);
    place.file("a.md", "另一篇的正文。");
    place.file("c.md", "第三篇的正文。");
    fs::remove_file(place.library().join("b.md")).expect("a file");
    let mut other = place.open();
    assert_eq!(update(&mut other, &place.entries()), 2);
    for index in [&other, &place.open()] {
        assert_eq!(names(index, "第一篇"), "");
        assert_eq!(names(index, "另"), "a.md");
        assert_eq!(names(index, "篇的正文"), "a.md c.md");
    }
    assert_eq!(names(&index, "篇的正文"), "a.md", "c.md has no number yet");
    index.refresh().expect("an index");
    assert_eq!(names(&index, "篇的正文"), "a.md c.md");
    index.clear().expect("an index");
    assert_eq!(names(&index, "篇的正文"), "");
    assert_eq!(update(&mut index, &place.entries()), 2);
    assert_eq!(names(&index, "篇的正文"), "a.md c.md");
}

/// Parts that cleaning cuts are not searched, and what the settings cut neither.
#[test]
fn what_the_reader_does_not_show_is_not_found() {
    let place = Place::new();
    place.file(
        "a.md",
        "<p>正文。</p><div class=\"advertisement\">广告</div><pre>let a;</pre>",
    );
    let mut index = place.open();
    update(&mut index, &place.entries());
    let count = |index: &FullText, text: &str| {
        let term = TextTerm::new(text, false).expect("a term");
        found(index, &place.entries(), &term).len()
    };
    assert_eq!((count(&index, "正文"), count(&index, "广告")), (1, 0));
    let off = Settings {
        off: vec!["advertisement".to_owned()],
        ..Settings::default()
    };
    drop(index);
    let wait = Duration::from_secs(10);
    let index = FullText::open(&place.folder(), &place.library(), &options(), &off, wait);
    assert_eq!(count(&index.expect("an index"), "正文"), 0, "made anew");
}

/// Random terms from real articles, where they are. `KANBAO_TERMS` is their number.
#[test]
fn the_corpus() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/library");
    if !root.is_dir() {
        return;
    }
    let count = std::env::var("KANBAO_TERMS")
        .ok()
        .and_then(|count| count.parse().ok());
    let entries = entries(&root);
    let mut index = FullText::in_memory().expect("an index");
    update(&mut index, &entries);
    let texts = texts(&entries);
    for term in random_terms(&texts, count.unwrap_or(200)) {
        assert_eq!(
            found(&index, &entries, &term),
            brute_force(&texts, &term),
            "{term:?}"
        );
    }
}

/// Terms from texts: characters, words and phrases, some of them as prefixes.
pub fn random_terms(texts: &[(String, String)], count: usize) -> Vec<TextTerm> {
    let mut runner = prop::test_runner::TestRunner::deterministic();
    let mut random = |below: usize| {
        let number = (0..below.max(1)).new_tree(&mut runner);
        number.map_or(0, |number| number.current())
    };
    let mut terms = Vec::new();
    while terms.len() < count {
        let Some((_, text)) = texts.get(random(texts.len())) else {
            break;
        };
        let at = crate::text::floor_char_boundary(text, random(text.len()));
        let from = text.get(at..).unwrap_or_default();
        let mut words = from.split_whitespace().skip(1);
        let needle: String = match terms.len() % 6 {
            0 => from.chars().take(1).collect(),
            1 => from.chars().take(2).collect(),
            2 => from.chars().take(4).collect(),
            3 => from.chars().take(random(12)).collect(),
            4 => words.next().unwrap_or_default().chars().take(30).collect(),
            _ => words.take(2).collect::<Vec<_>>().join(" "),
        };
        let needle = if needle.is_empty() {
            "的".to_owned()
        } else {
            needle
        };
        terms.extend(TextTerm::new(&needle, random(3) == 0));
    }
    terms
}
