//! Compares the results of random queries with those of a search through all texts, which shares
//! nothing with the index but how texts are cleaned and folded.

use crate::Library;
use crate::queries::{self, Kind, Random, Sample};
use kanbao::library::{Cancel, Date, Entry, Zone};
use kanbao::search::full_text::LocalHits;
use kanbao::search::{Evaluator, Facts, Query, TextTerm, Today, is_word_character};
use kanbao::user::Marks;
use memchr::memmem;
use std::collections::BTreeSet;
use std::time::Instant;

/// A folded article.
struct Folded {
    text: String,
    names: [String; 3],
    /// Year and month in UTC.
    month: Option<String>,
}

/// How two terms are combined.
const FORMS: usize = 8;

pub fn check(library: &Library, count: usize) {
    let start = Instant::now();
    let zone = Zone::named("UTC").unwrap();
    let folded: Vec<Folded> = library.entries.iter().map(fold_all).collect();
    println!("  folded in {:.1} s", start.elapsed().as_secs_f64());
    let mut random = Random::new();
    let (mut wrong, mut found) = (0, 0);
    for number in 0..count {
        let kind = Kind::ALL[random.below(Kind::ALL.len())];
        let other = Kind::ALL[random.below(Kind::ALL.len())];
        let one = queries::of(kind, &library.entries, &mut random);
        let other = queries::of(other, &library.entries, &mut random);
        let Some((one, other)) = one.zip(other) else {
            continue;
        };
        let month = folded[random.below(folded.len())].month.clone();
        let (text, expected) = combine(number % FORMS, &one, &other, month, &folded);
        let results = results(library, &text, &zone);
        found += usize::from(!expected.is_empty());
        if results != expected {
            wrong += 1;
            let missing = expected.difference(&results).count();
            let extra = results.difference(&expected).count();
            println!("  {text}: {missing} missing, {extra} too many");
        }
    }
    println!(
        "  {count} queries, {found} with results, {wrong} wrong, {:.0} s",
        start.elapsed().as_secs_f64()
    );
    assert_eq!(wrong, 0);
}

/// The folded text with single spaces: a term has the fold.
fn folded(text: &str) -> String {
    TextTerm::new(text, false).map_or_else(String::new, |term| term.text().to_owned())
}

fn fold_all(entry: &Entry) -> Folded {
    let labels = &entry.labels;
    let date = entry.date.filter(|date| date.is_written());
    let month = |date: Date| {
        let time = jiff::Timestamp::from_second(date.seconds).ok()?;
        Some(time.strftime("%Y-%m").to_string())
    };
    Folded {
        text: folded(&queries::text_of(entry)),
        names: [&*entry.title, &*labels.source, &*labels.author].map(folded),
        month: date.and_then(month),
    }
}

/// A query, and the numbers of the articles that it must find.
fn combine(
    form: usize,
    one: &Sample,
    other: &Sample,
    month: Option<String>,
    all: &[Folded],
) -> (String, BTreeSet<usize>) {
    let [first, second] = [one, other].map(|sample| {
        let term = TextTerm::new(&sample.term, sample.is_prefix);
        term.map(|term| term.forms().map(str::to_owned).collect::<Vec<_>>())
            .unwrap_or_default()
    });
    let has = |text: &str, forms: &[String], sample: &Sample| {
        forms
            .iter()
            .any(|form| contains(text, form, sample.is_prefix))
    };
    let anywhere = |article: &Folded, forms: &[String], sample: &Sample| {
        let mut names = article.names.iter();
        has(&article.text, forms, sample) || names.any(|name| has(name, forms, sample))
    };
    let (a, b) = (&one.text, &other.text);
    let month = month.unwrap_or_default();
    let text = match form {
        0 | 1 => a.clone(),
        2 => format!("{a} {b}"),
        3 => format!("{a} OR {b}"),
        4 => format!("{a} -{b}"),
        5 => format!("text:{a}"),
        6 => format!("title:{a} OR text:{b}"),
        _ if month.is_empty() => a.clone(),
        _ => format!("{a} date:{month}"),
    };
    let matches = |article: &Folded| match form {
        2 => anywhere(article, &first, one) && anywhere(article, &second, other),
        3 => anywhere(article, &first, one) || anywhere(article, &second, other),
        4 => anywhere(article, &first, one) && !anywhere(article, &second, other),
        5 => has(&article.text, &first, one),
        6 => has(&article.names[0], &first, one) || has(&article.text, &second, other),
        7 if !month.is_empty() => {
            article.month.as_ref() == Some(&month) && anywhere(article, &first, one)
        }
        _ => anywhere(article, &first, one),
    };
    let numbers = all
        .iter()
        .enumerate()
        .filter(|(_, article)| matches(article));
    (text, numbers.map(|(number, _)| number).collect())
}

/// Whether a folded text has a folded term: words are whole, unless the last one is a prefix.
fn contains(text: &str, term: &str, is_prefix: bool) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(is_word_character);
    let mut from = 0;
    while let Some(at) = memmem::find(
        text.as_bytes().get(from..).unwrap_or_default(),
        term.as_bytes(),
    ) {
        let (start, end) = (from + at, from + at + term.len());
        let (before, after) = (&text.get(..start), &text.get(end..));
        let before = before.and_then(|text| text.chars().next_back());
        let after = after.and_then(|text| text.chars().next());
        let is_cut_before = is_word(before) && is_word(term.chars().next());
        let is_cut_after = is_word(after) && is_word(term.chars().next_back()) && !is_prefix;
        if !is_cut_before && !is_cut_after {
            return true;
        }
        from = start + 1;
    }
    false
}

/// The numbers of the articles that the program finds.
fn results(library: &Library, text: &str, zone: &Zone) -> BTreeSet<usize> {
    let query = Query::parse(text, Today::at(0, zone)).unwrap();
    let mut hits = LocalHits::default();
    let cancel = Cancel::default();
    hits.add(&library.root, &library.index, &query, &cancel)
        .unwrap();
    let marks = Marks::default();
    let facts = Facts {
        marks: &marks,
        zone,
    };
    let mut evaluator = Evaluator::new(&query, facts, &hits);
    let entries = library.entries.iter().enumerate();
    let found = entries.filter(|(_, entry)| evaluator.matches(entry));
    found.map(|(number, _)| number).collect()
}
