//! Evaluation compared with a naive one, over random queries and articles.

use super::{NOW, day, today, tree};
use crate::document::Position;
use crate::library::{Date, DateOrigin, Entry, Interner, Zone, sample};
use crate::search::{Answer, Evaluator, Facts, Feature, Query, TextHits, is_word_character};
use crate::text::{Count, Language, fold};
use crate::user::Marks;
use proptest::prelude::*;
use std::ops::RangeInclusive;

/// A query that knows how to write and to evaluate itself.
#[derive(Clone, Debug)]
enum Sketch {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    /// A field or none, the words, and whether the last one is a prefix.
    Words(&'static str, String, bool),
    /// A field or none.
    Pattern(&'static str, char),
    Is(&'static str),
    Has(Feature),
    Language(&'static str),
    Date(RangeInclusive<i64>),
    Minutes(RangeInclusive<u32>),
    Length(RangeInclusive<u32>),
}

#[derive(Clone, Debug)]
struct Article {
    entry: Entry,
    body: String,
    read: bool,
    bookmarked: bool,
    fraction: f32,
}

const TEXT: &str = "[ab甲臺台 ]{1,8}";

fn sketch() -> impl Strategy<Value = Sketch> {
    let field = prop::sample::select(vec![
        "",
        "title:",
        "source:",
        "author:",
        "category:",
        "tag:",
        "text:",
    ]);
    let pattern = (
        field.clone(),
        prop::sample::select(vec!['a', 'b', '甲', '台']),
    );
    let words = (field, "[ab甲臺台]{1,2}( [ab甲])?", any::<bool>());
    let leaf = prop_oneof![
        8 => words.prop_map(|(field, words, star)| {
            let star = star && words.ends_with(is_word_character);
            Sketch::Words(field, words, star)
        }),
        2 => pattern.prop_map(|(field, c)| Sketch::Pattern(field, c)),
        1 => prop::sample::select(vec!["unread", "read", "bookmarked", "started"]).prop_map(Sketch::Is),
        1 => prop::sample::select(vec![Feature::Image, Feature::Code]).prop_map(Sketch::Has),
        1 => prop::sample::select(vec!["zh", "zh-hans", "zh-hant", "ja"]).prop_map(Sketch::Language),
        1 => (19_000..19_010_i64, 0..5_i64).prop_map(|(from, days)| Sketch::Date(from..=from + days)),
        1 => (0..4_u32, 0..3_u32).prop_map(|(from, more)| Sketch::Minutes(from..=from + more)),
        1 => (0..40_u32, 0..20_u32).prop_map(|(from, more)| Sketch::Length(from..=from + more)),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Sketch::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Sketch::Or),
            inner.prop_map(|inner| Sketch::Not(Box::new(inner))),
        ]
    })
}

fn article() -> impl Strategy<Value = Article> {
    let texts = (
        TEXT,
        TEXT,
        TEXT,
        prop::collection::vec(TEXT, 0..2),
        prop::collection::vec(TEXT, 0..2),
        TEXT,
    );
    let languages = vec![Language::ZhHans, Language::ZhHant, Language::Ja];
    let facts = (
        prop::sample::select(languages),
        0..900_u32,
        prop::option::of(19_000..19_012_i64),
        any::<(bool, bool)>(),
        prop::sample::select(vec![0.0_f32, 0.5, 1.0]),
    );
    (texts, facts).prop_map(|((title, source, author, categories, tags, body), facts)| {
        let (language, words, day, (read, bookmarked), fraction) = facts;
        let date = day.map(|day| Date {
            seconds: day * 86_400 + 3_600,
            offset: 0,
            timed: true,
            origin: DateOrigin::FrontMatter,
        });
        let model = sample::entries().remove(0);
        let entry = Entry {
            name: model.name.with_title(&title),
            labels: Interner::default().labels(&source, &author, &categories, &tags),
            date,
            language,
            count: Count {
                words,
                characters: words / 10,
                ..Count::default()
            },
            ..model
        };
        Article {
            entry,
            body,
            read,
            bookmarked,
            fraction,
        }
    })
}

impl Sketch {
    fn text(&self) -> String {
        let inner = |node: &Self| match node {
            Self::And(_) | Self::Or(_) => format!("({})", node.text()),
            _ => node.text(),
        };
        let joined =
            |nodes: &[Self], sign: &str| nodes.iter().map(inner).collect::<Vec<_>>().join(sign);
        match self {
            Self::And(nodes) => joined(nodes, " "),
            Self::Or(nodes) => joined(nodes, " OR "),
            Self::Not(node) => format!("NOT {}", inner(node)),
            Self::Words(field, words, star) => {
                let star = if *star { "*" } else { "" };
                if words.contains(' ') {
                    format!("{field}\"{words}\"{star}")
                } else {
                    format!("{field}{words}{star}")
                }
            }
            Self::Pattern(field, c) => format!("{field}/{c}+/"),
            Self::Is(state) => format!("is:{state}"),
            Self::Has(feature) => format!("has:{}", feature_name(*feature)),
            Self::Language(name) => format!("lang:{name}"),
            Self::Date(days) => format!("date:{}..{}", day(*days.start()), day(*days.end())),
            Self::Minutes(range) => format!("minutes:{}..{}", range.start(), range.end()),
            Self::Length(range) => format!("length:{}..{}", range.start(), range.end()),
        }
    }

    fn matches(&self, article: &Article) -> bool {
        let entry = &article.entry;
        match self {
            Self::And(nodes) => nodes.iter().all(|node| node.matches(article)),
            Self::Or(nodes) => nodes.iter().any(|node| node.matches(article)),
            Self::Not(node) => !node.matches(article),
            Self::Words(field, words, star) => {
                let mut texts = article.texts(field).into_iter();
                texts.any(|text| contains(text, words, *star))
            }
            Self::Pattern(field, c) => {
                let mut texts = article.texts(field).into_iter();
                texts.any(|text| text.contains(*c))
            }
            Self::Is(state) => match *state {
                "read" => article.read,
                "unread" => !article.read,
                "bookmarked" => article.bookmarked,
                _ => article.fraction == 0.5,
            },
            Self::Has(feature) => article.body.contains(feature_letter(*feature)),
            Self::Language(name) => match entry.language {
                Language::ZhHans => ["zh", "zh-hans"].contains(name),
                Language::ZhHant => ["zh", "zh-hant"].contains(name),
                _ => *name == "ja",
            },
            Self::Date(days) => entry
                .date
                .is_some_and(|date| days.contains(&date.seconds.div_euclid(86_400))),
            Self::Minutes(range) => {
                range.contains(&crate::text::Pace::default().minutes(entry.count))
            }
            Self::Length(range) => range.contains(&entry.count.characters),
        }
    }
}

impl Article {
    /// The texts that a field means.
    fn texts(&self, field: &str) -> Vec<&str> {
        let (entry, labels) = (&self.entry, &self.entry.labels);
        match field {
            "title:" => vec![entry.title()],
            "source:" => vec![&labels.source],
            "author:" => vec![&labels.author],
            "category:" => labels.categories.iter().map(|name| &**name).collect(),
            "tag:" => labels.tags.iter().map(|name| &**name).collect(),
            "text:" => vec![&self.body],
            _ => vec![entry.title(), &labels.source, &labels.author, &self.body],
        }
    }
}

const fn feature_name(feature: Feature) -> &'static str {
    match feature {
        Feature::Image => "image",
        Feature::Code => "code",
    }
}

const fn feature_letter(feature: Feature) -> char {
    match feature {
        Feature::Image => 'a',
        Feature::Code => '甲',
    }
}

/// Looks at every place of a text, letter by letter.
fn contains(text: &str, words: &str, prefix: bool) -> bool {
    let spaced = |text: &str| fold(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let (text, words): (Vec<char>, Vec<char>) = (
        spaced(text).chars().collect(),
        spaced(words).chars().collect(),
    );
    let is_word = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    (0..text.len()).any(|at| {
        let end = at + words.len();
        let before = at.checked_sub(1).and_then(|at| text.get(at));
        text.get(at..end) == Some(&words)
            && !(is_word(words.first()) && is_word(before))
            && (prefix || !(is_word(words.last()) && is_word(text.get(end))))
    })
}

/// The query, the text, and whether all of it was searched.
#[derive(Debug)]
struct Body<'a>(&'a Query, &'a str, bool);

impl TextHits for Body<'_> {
    fn is_known(&self, _: &Entry) -> bool {
        self.2
    }

    fn holds(&self, term: usize, _: &Entry) -> bool {
        self.0.text_terms()[term].is_in(&fold(self.1))
    }

    fn matches(&self, pattern: usize, _: &Entry) -> bool {
        self.0.patterns()[pattern].is_in(self.1)
    }

    fn has(&self, feature: Feature, _: &Entry) -> bool {
        self.1.contains(feature_letter(feature))
    }
}

/// `path:` searches the names of files, not the escapes that IDs have for some characters.
#[test]
fn paths_are_searched_as_they_are_named() {
    let check = |id: &str, text: &str, expected: bool| {
        let mut entry = sample::entries().remove(0);
        entry.name = entry.name.with_id(id);
        let query = Query::parse(text, today()).expect("a query");
        let facts = Facts {
            marks: &Marks::default(),
            zone: &Zone::default(),
        };
        let found = query.matches(&entry, facts, &Body(&query, "", true));
        assert_eq!(found, expected, "{id} {text}");
    };
    check("news/69%25-93%25.md", "path:\"69%-93%\"", true);
    check("news/69%25-93%25.md", "path:25", false);
    check("news/a%A0.md", "path:news/a", true);
    check("news/甲.md", "path:甲", true);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn agrees_with_a_naive_evaluation(sketch in sketch(), article in article()) {
        let text = sketch.text();
        let query = Query::parse(&text, today()).expect("a query");
        let mut marks = Marks::default();
        let entry = &article.entry;
        if article.read {
            marks.set_read(entry, true, NOW);
        }
        if article.bookmarked {
            marks.add_bookmark(entry, None, NOW);
        }
        let place = Position { text: 0, byte: 0 };
        marks.apply_all(&[marks.place_event(entry, place, article.fraction, NOW)]);
        let facts = Facts { marks: &marks, zone: &Zone::default() };
        let expected = sketch.matches(&article);
        let found = query.matches(entry, facts, &Body(&query, &article.body, true));
        prop_assert_eq!(found, expected, "{} {}", text, tree(&query));
        // Without a text, or with a part of it, an answer is right or unknown.
        for part in ["", &article.body] {
            let hits = Body(&query, part, false);
            let answer = Evaluator::new(&query, facts, &hits).answer(entry);
            prop_assert!(
                answer == Answer::Unknown || answer == Answer::from(expected),
                "{} {}",
                text,
                tree(&query)
            );
            prop_assert!(answer != Answer::Unknown || query.needs_text());
        }
    }
}
