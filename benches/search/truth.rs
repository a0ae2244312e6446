//! Compares the results of random queries with those of a search through all texts, which shares
//! nothing with the index but how texts are cleaned and folded.

use crate::Library;
use crate::queries::{self, Kind, Random, Sample};
use kanbao::library::{Cancel, Entry, Zone};
use kanbao::search::full_text::LocalHits;
use kanbao::search::{Evaluator, Facts, Query, TextTerm, Today, is_word_character};
use kanbao::user::Marks;
use memchr::memmem::Finder;
use std::collections::BTreeSet;
use std::thread;
use std::time::Instant;

/// Where an article has a term: bits of one byte.
const IN_TEXT: u8 = 1;
const IN_TITLE: u8 = 2;
const IN_NAMES: u8 = 4;

/// The terms of one query, and the month that it may ask for.
struct Case {
    terms: [Sample; 2],
    month: String,
}

/// How two terms are combined.
const FORMS: usize = 8;

pub fn check(library: &Library, count: usize) {
    let start = Instant::now();
    let zone = Zone::named("UTC").unwrap();
    let mut random = Random::new();
    let cases = (0..count).filter_map(|_| case(library, &mut random));
    let cases: Vec<Case> = cases.collect();
    let articles = read_all(library, &cases);
    let months: Vec<Option<String>> = library.entries.iter().map(month_of).collect();
    println!(
        "  all texts searched in {:.1} s",
        start.elapsed().as_secs_f64()
    );
    let (mut wrong, mut found) = (0, 0);
    for (number, case) in cases.iter().enumerate() {
        let form = number % FORMS;
        let text = query(form, case);
        let matching = articles.iter().zip(&months).enumerate();
        let matching = matching.filter(|(_, (article, month))| {
            let has = [article[2 * number], article[2 * number + 1]];
            matches(form, case, has, month.as_deref())
        });
        let expected: BTreeSet<usize> = matching.map(|(at, _)| at).collect();
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
        "  {} queries, {found} with results, {wrong} wrong, {:.0} s",
        cases.len(),
        start.elapsed().as_secs_f64()
    );
    assert_eq!(wrong, 0);
}

/// Two random terms and the month of a random article. `None` if no article has such terms.
fn case(library: &Library, random: &mut Random) -> Option<Case> {
    let mut term = || {
        let kind = Kind::ALL[random.below(Kind::ALL.len())];
        queries::of(kind, &library.entries, random)
    };
    let terms = [term()?, term()?];
    let month = month_of(&library.entries[random.below(library.entries.len())]);
    Some(Case {
        terms,
        month: month.unwrap_or_default(),
    })
}

/// A term in all its folded forms.
struct Needle {
    finders: Vec<Finder<'static>>,
    /// It has other forms, which must be words where they are found.
    term: Option<TextTerm>,
    is_prefix: bool,
}

impl Needle {
    fn new(sample: &Sample) -> Self {
        let term = TextTerm::new(&sample.term, sample.is_prefix);
        let forms = term.iter().flat_map(TextTerm::plain_forms);
        Self {
            finders: forms.map(|form| Finder::new(form).into_owned()).collect(),
            term: term.clone().filter(|term| !term.is_plain()),
            is_prefix: sample.is_prefix,
        }
    }

    fn is_in(&self, text: &str) -> bool {
        let mut finders = self.finders.iter();
        finders.any(|finder| contains(text, finder, self.is_prefix))
            || self.term.as_ref().is_some_and(|term| term.is_in(text))
    }
}

/// Reads each article once, with all processors, and looks for all terms in it. For each article a
/// byte for each term, in the order of the cases.
fn read_all(library: &Library, cases: &[Case]) -> Vec<Box<[u8]>> {
    let needles = cases.iter().flat_map(|case| &case.terms).map(Needle::new);
    let needles: &Vec<Needle> = &needles.collect();
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let size = library.entries.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let parts = library.entries.chunks(size);
        let parts: Vec<_> = parts
            .map(|entries| {
                scope.spawn(move || {
                    let rows = entries.iter().map(|entry| read(entry, needles));
                    rows.collect::<Vec<_>>()
                })
            })
            .collect();
        let parts = parts.into_iter().map(|part| part.join().unwrap());
        parts.flatten().collect()
    })
}

fn read(entry: &Entry, needles: &[Needle]) -> Box<[u8]> {
    let text = folded(&queries::text_of(entry));
    let labels = &entry.labels;
    let [title, source, author] = [entry.title(), &*labels.source, &*labels.author].map(folded);
    let of_needle = |needle: &Needle| {
        let in_title = needle.is_in(&title);
        let in_names = in_title || needle.is_in(&source) || needle.is_in(&author);
        let bit = |is_set: bool, bit| if is_set { bit } else { 0 };
        bit(needle.is_in(&text), IN_TEXT) | bit(in_title, IN_TITLE) | bit(in_names, IN_NAMES)
    };
    needles.iter().map(of_needle).collect()
}

/// The folded text with single spaces: a term has the fold.
fn folded(text: &str) -> String {
    TextTerm::new(text, false).map_or_else(String::new, |term| term.text().to_owned())
}

/// Year and month in UTC.
fn month_of(entry: &Entry) -> Option<String> {
    let date = entry.date.filter(|date| date.is_written())?;
    let time = jiff::Timestamp::from_second(date.seconds).ok()?;
    Some(time.strftime("%Y-%m").to_string())
}

fn query(form: usize, case: &Case) -> String {
    let [a, b] = [&case.terms[0].text, &case.terms[1].text];
    let month = &case.month;
    match form {
        0 | 1 => a.clone(),
        2 => format!("{a} {b}"),
        3 => format!("{a} OR {b}"),
        4 => format!("{a} -{b}"),
        5 => format!("text:{a}"),
        6 => format!("title:{a} OR text:{b}"),
        _ if month.is_empty() => a.clone(),
        _ => format!("{a} date:{month}"),
    }
}

/// Whether an article must be found. `has`: where it has each term.
fn matches(form: usize, case: &Case, has: [u8; 2], month: Option<&str>) -> bool {
    let [first, second] = has.map(|has| has & (IN_TEXT | IN_NAMES) != 0);
    match form {
        2 => first && second,
        3 => first || second,
        4 => first && !second,
        5 => has[0] & IN_TEXT != 0,
        6 => has[0] & IN_TITLE != 0 || has[1] & IN_TEXT != 0,
        7 if !case.month.is_empty() => first && month == Some(&*case.month),
        _ => first,
    }
}

/// Whether a folded text has a folded term: words are whole, unless the last one is a prefix.
fn contains(text: &str, term: &Finder<'_>, is_prefix: bool) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(is_word_character);
    let needle = str::from_utf8(term.needle()).unwrap();
    let mut from = 0;
    while let Some(at) = term.find(text.as_bytes().get(from..).unwrap_or_default()) {
        let (start, end) = (from + at, from + at + needle.len());
        let (before, after) = (&text.get(..start), &text.get(end..));
        let before = before.and_then(|text| text.chars().next_back());
        let after = after.and_then(|text| text.chars().next());
        let is_cut_before = is_word(before) && is_word(needle.chars().next());
        let is_cut_after = is_word(after) && is_word(needle.chars().next_back()) && !is_prefix;
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
