//! Searches of a library: how long the first 50 results and the count take, for each kind of query,
//! and how fast the index is built.
//!
//! `cargo bench --bench search [-- --check QUERIES] [--index FOLDER] [--cpu] [--times N]
//! [ARTICLES…|FOLDER…]`: libraries that are made, of 20,000 articles unless numbers are given, or folders. With `--check`, compares
//! the results of so many random queries with those of a search through all texts instead. With
//! `--index`, the indexes are in that folder, such as that of the program, and are kept. `--cpu`
//! measures the time of all processors instead, for a machine that does other work; `--times` says
//! how many queries of each kind are measured.

#![expect(clippy::print_stdout, reason = "prints the results")]
#![allow(clippy::unwrap_used, reason = "a measurement fails by panicking")]

#[path = "shared/articles.rs"]
mod articles;
#[path = "search/queries.rs"]
mod queries;
#[path = "search/truth.rs"]
mod truth;

use kanbao::clean::Settings;
use kanbao::index::{self, Indexes};
use kanbao::library::{Cancel, Entry, ScanEvent, ScanOptions, Zone};
use kanbao::search::full_text::{FullText, LocalHits, NameColumn};
use kanbao::search::{Evaluator, Facts, Query, Today};
use kanbao::user::Marks;
use queries::{Kind, Random};
use rustix::time::{ClockId, clock_gettime};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Results of a first screen.
const FIRST: usize = 50;
/// Queries of each kind, unless a number is given.
const TIMES: usize = 60;

/// A library with its index.
struct Library {
    root: PathBuf,
    /// The newest first.
    entries: Vec<Entry>,
    index: FullText,
    /// As the reader keeps it from the first search on.
    column: NameColumn,
}

fn main() {
    let (mut check, mut kept) = (None, None);
    let (mut clock, mut times) = (ClockId::Monotonic, TIMES);
    let mut arguments = std::env::args().skip(1).filter(|word| word != "--bench");
    let mut folders = Vec::new();
    let home = tempfile::tempdir().unwrap();
    while let Some(word) = arguments.next() {
        if word == "--check" {
            check = arguments.next().and_then(|count| count.parse().ok());
        } else if word == "--index" {
            kept = arguments.next().map(PathBuf::from);
        } else if word == "--cpu" {
            clock = ClockId::ProcessCPUTime;
        } else if word == "--times" {
            times = arguments
                .next()
                .and_then(|count| count.parse().ok())
                .unwrap();
        } else if let Ok(count) = word.parse() {
            folders.push(made(home.path(), count));
        } else {
            folders.push(PathBuf::from(word));
        }
    }
    if folders.is_empty() {
        folders.push(made(home.path(), 20_000));
    }
    for (number, folder) in folders.iter().enumerate() {
        let made = home.path().join(format!("index-{number}"));
        let library = Library::open(folder, kept.as_ref().unwrap_or(&made));
        match check {
            Some(count) => truth::check(&library, count),
            None => library.measure(clock, times),
        }
    }
}

fn made(home: &Path, count: usize) -> PathBuf {
    let folder = home.join(format!("library-{count}"));
    articles::make_library(&folder, count).unwrap();
    folder
}

fn read(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

impl Library {
    /// Reads a library and builds its index.
    fn open(root: &Path, folder: &Path) -> Self {
        // That of the program, whose indexes may be used.
        let options = ScanOptions::in_zone(Zone::system());
        let mut entries: Vec<Entry> = Vec::new();
        let cancel = Cancel::default();
        fs::create_dir_all(folder).unwrap();
        let wait = Indexes::LONG_WAIT;
        let indexes = Indexes {
            folder: Some(folder.to_owned()),
            wait,
        };
        let roots = [root.to_owned()];
        let report = index::scan(&indexes, &roots, &options, &cancel, &mut |event| {
            if let ScanEvent::Entries(batch) = event {
                entries.extend(batch);
            }
        });
        assert!(report.failures.is_empty(), "{:?}", report.failures);
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.date.map(|date| date.seconds)));
        let settings = Settings::default();
        let mut index = FullText::open(folder, root, &options, &settings, wait).unwrap();
        let articles: Vec<&Entry> = entries.iter().collect();
        let start = Instant::now();
        let plan = index.plan_after_scan(&articles, &cancel).unwrap();
        index
            .update(&plan, &articles, &settings, &cancel, &mut |_| ())
            .unwrap();
        let seconds = start.elapsed().as_secs_f64();
        let megabytes = plan.bytes as f64 / 1e6;
        println!(
            "{}: {} articles, {megabytes:.1} MB, indexed in {seconds:.1} s ({:.1} MB/s)",
            root.display(),
            entries.len(),
            megabytes / seconds
        );
        let start = Instant::now();
        let column = NameColumn::of(&articles, &[(root, &index)]);
        println!(
            "  column of names: {:.1} MB, made in {:.1} ms",
            column.bytes() as f64 / 1e6,
            millis(start.elapsed())
        );
        Self {
            root: root.to_owned(),
            entries,
            index,
            column,
        }
    }

    /// Prints the times of queries of each kind.
    fn measure(&self, clock: ClockId, times: usize) {
        let start = Instant::now();
        self.index.verify(&Cancel::default()).unwrap();
        println!("  hashes verified in {:.1} ms", millis(start.elapsed()));
        let mut random = Random::new();
        let mut all = Vec::new();
        println!("  {:12}{:>30}{:>30}", "", "first 50, ms", "all, ms");
        for kind in Kind::ALL {
            let queries = (0..times).filter_map(|_| queries::of(*kind, &self.entries, &mut random));
            let mut slowest = (Duration::ZERO, String::new());
            let mut of_kind = Vec::new();
            for query in queries {
                let time = self.time(&query.text, clock);
                if time.0 > slowest.0 {
                    slowest = (time.0, query.text);
                }
                of_kind.push(time);
            }
            print(kind.name(), &of_kind, &slowest.1);
            all.extend(of_kind);
        }
        print("all", &all, "");
    }

    /// The articles at some indexes, or all.
    fn those<'a>(&'a self, among: Option<&'a [u32]>) -> Box<dyn Iterator<Item = &'a Entry> + 'a> {
        match among {
            Some(among) => Box::new(among.iter().map(|at| &self.entries[*at as usize])),
            None => Box::new(self.entries.iter()),
        }
    }

    /// The time until the first results are known, and until all are counted.
    fn time(&self, text: &str, clock: ClockId) -> (Duration, Duration) {
        let zone = Zone::named("UTC").unwrap();
        let query = Query::parse(text, Today::at(0, &zone)).unwrap();
        let marks = Marks::default();
        let facts = Facts {
            marks: &marks,
            zone: &zone,
        };
        let cancel = Cancel::default();
        let start = read(clock);
        let elapsed = || read(clock) - start;
        let mut first = None;
        let indexes = [(self.root.as_path(), &self.index)];
        let newest: Vec<&Entry> = self.entries.iter().take(LocalHits::NEWEST).collect();
        let enough = (FIRST, &cancel);
        let newest = LocalHits::newest(&indexes, &query, facts, &newest, enough).unwrap();
        if let Some(hits) = newest {
            let mut evaluator = Evaluator::new(&query, facts, &hits);
            let found = self.entries.iter().filter(|entry| evaluator.matches(entry));
            first = (found.take(FIRST).count() == FIRST).then(elapsed);
        }
        let candidates = self.index.candidates(&query).unwrap();
        let libraries = [(self.root.as_path(), candidates)];
        if first.is_none() && libraries[0].1.are_many() {
            let among = self.column.among_candidates(&query, &libraries);
            let articles = self.those(among.as_deref());
            let hits =
                LocalHits::first(&libraries, &query, facts, articles, (FIRST, &cancel)).unwrap();
            let mut evaluator = Evaluator::new(&query, facts, &hits);
            let found = self.those(among.as_deref());
            let found = found.filter(|entry| evaluator.matches(entry));
            first = (found.take(FIRST).count() == FIRST).then(elapsed);
        }
        let mut hits = LocalHits::default();
        hits.confirm(&self.root, &libraries[0].1, &cancel).unwrap();
        hits.narrow(&query, &self.column);
        let mut evaluator = Evaluator::new(&query, facts, &hits);
        let mut count = 0;
        for entry in self.those(hits.among()) {
            count += usize::from(evaluator.matches(entry));
            if count == FIRST && first.is_none() {
                first = Some(elapsed());
            }
        }
        let all = elapsed();
        (first.unwrap_or(all), all)
    }
}

/// Median, 99th percentile and maximum, and the query whose first results took longest.
fn print(name: &str, times: &[(Duration, Duration)], slowest: &str) {
    let column = |of: fn(&(Duration, Duration)) -> Duration| {
        let mut times: Vec<Duration> = times.iter().map(of).collect();
        times.sort();
        let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len() - 1));
        let texts = [50, 99, 100].map(|percent| format!("{:9.1}", millis(*at(percent).unwrap())));
        texts.concat()
    };
    if !times.is_empty() {
        println!(
            "  {name:12}{:>30}{:>30}  {slowest}",
            column(|time| time.0),
            column(|time| time.1)
        );
    }
}
