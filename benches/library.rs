//! A library of many articles: scans, starts, lists, memory, keys and marks of the built binary, each as a
//! ratio to a floor that is measured in the same run, or beside the value that it should not exceed
//! at 100,000 articles. `cargo bench --bench library [-- ARTICLES… | FOLDER…]`: numbers of articles
//! (1000, 10000 and 100000 unless given), or libraries whose scans are measured.

#![expect(clippy::print_stdout, reason = "prints the results")]

#[path = "shared/articles.rs"]
mod articles;
#[path = "shared/marks.rs"]
mod marks;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/terminal/session.rs"]
mod session;

use articles::make_library;
use kanbao::index::{self, Indexes};
use kanbao::library::{Cancel, Entry, ScanEvent, ScanOptions, Zone};
use rustix::time::{ClockId, clock_gettime};
use session::Session;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

const SIZES: &[usize] = &[1_000, 10_000, 100_000];
/// How often the scans are measured; the best counts.
const SCANS: usize = 3;
/// How often a short measurement is repeated; the median counts.
const TIMES: usize = 9;
/// Keys that change the screen when they are pressed in turn, and what they do.
const KEYS: &[(&str, &str)] = &[
    ("j", "down"),
    ("k", "up"),
    (" ", "page down"),
    ("G", "end"),
    ("g", "start"),
    ("s", "sort"),
    ("S", "reverse"),
    ("B", "bookmarks"),
    ("B", "all articles"),
    ("U", "unread only"),
    ("U", "all again"),
    ("t", "sidebar"),
    ("j", "down in the sidebar"),
    ("\r", "sidebar choice"),
    ("t", "sidebar again"),
    ("k", "up in the sidebar"),
    ("\r", "sidebar choice of all"),
    ("j", "down after it"),
    ("\r", "open"),
    ("J", "next"),
    ("q", "back"),
];
const ROUNDS: usize = 8;
/// How many of the slowest keys are named.
const SLOWEST: usize = 5;
/// A frame is complete after this long without a byte.
const QUIET: Duration = Duration::from_millis(40);

fn main() -> io::Result<()> {
    let sizes: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let folders: Vec<PathBuf> = std::env::args_os()
        .skip(1)
        .map(PathBuf::from)
        .filter(|path| path.is_dir())
        .collect();
    for folder in &folders {
        println!("{}", folder.display());
        measure_scans(tempfile::tempdir()?.path(), folder)?;
    }
    let usual = if folders.is_empty() { SIZES } else { &[] };
    for count in if sizes.is_empty() { usual } else { &sizes } {
        let home = tempfile::tempdir()?;
        let library = home.path().join("news");
        make_library(&library, *count)?;
        // A scan reads files again that have just changed.
        let before = SystemTime::now() - Duration::from_secs(3600);
        for file in files_of(&library)? {
            fs::File::options()
                .write(true)
                .open(file)?
                .set_modified(before)?;
        }
        println!("{count} articles");
        measure_scans(home.path(), &library)?;
        run(home.path(), &["index", "news"]);
        measure_list(home.path());
        measure_screen(home.path(), *count);
        marks::measure(home.path(), *count)?;
    }
    Ok(())
}

fn print(what: &str, value: f64, unit: &str, most: f64) {
    println!("  {what:44}{value:9.2} {unit:3} (at most {most})");
}

/// The CPU time of a first and a second scan with an index, as ratios to reading and to looking at
/// every file. In this process: the command `index` also brings the index of the texts up to date.
fn measure_scans(home: &Path, library: &Path) -> io::Result<()> {
    let files = files_of(library)?;
    let mut buffer = Vec::new();
    let mut read = || -> io::Result<()> {
        for file in &files {
            buffer.clear();
            fs::File::open(file)?.read_to_end(&mut buffer)?;
        }
        Ok(())
    };
    let walk = || files_of(library);
    let cache = home.join("scans");
    let indexes = Indexes {
        folder: Some(cache.clone()),
        wait: Indexes::LONG_WAIT,
    };
    // Best of several, in turn, since other load slows all of them.
    let mut best = [f64::INFINITY; 4];
    for _ in 0..SCANS {
        if cache.exists() {
            fs::remove_dir_all(&cache)?;
        }
        let times = [
            cpu_seconds(&mut read)?,
            cpu_seconds(|| scan(&indexes, library, files.len()))?,
            cpu_seconds(walk)?,
            cpu_seconds(|| scan(&indexes, library, files.len()))?,
        ];
        for (best, time) in best.iter_mut().zip(times) {
            *best = best.min(time);
        }
    }
    let [reading, first, walking, second] = best;
    print("first scan / reading every file", first / reading, "", 4.0);
    print("second scan / walk with stat", second / walking, "", 1.5);
    for (what, time) in [
        ("reading every file", reading),
        ("first scan", first),
        ("walk with stat", walking),
        ("second scan", second),
    ] {
        println!("    {what:42}{:9.1} ms of CPU", time * 1e3);
    }
    let size = size_of(&cache)?;
    print(
        "index per article",
        size as f64 / files.len() as f64,
        "B",
        400.0,
    );
    Ok(())
}

/// Scans a library with its index. Returns the articles, which a reader keeps.
fn scan(indexes: &Indexes, library: &Path, files: usize) -> io::Result<Vec<Entry>> {
    let options = ScanOptions::in_zone(Zone::system());
    let mut entries = Vec::with_capacity(files);
    let roots = [library.to_owned()];
    let report = index::scan(
        indexes,
        &roots,
        &options,
        &Cancel::default(),
        &mut |event| {
            if let ScanEvent::Entries(batch) = event {
                entries.extend(batch);
            }
        },
    );
    assert!(report.failures.is_empty(), "{:?}", report.failures);
    assert!(!entries.is_empty(), "no articles");
    Ok(entries)
}

/// All files below a folder; looks at the state of each.
fn files_of(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.metadata()?.is_dir() {
                folders.push(entry.path());
            } else {
                files.push(entry.path());
            }
        }
    }
    Ok(files)
}

fn size_of(folder: &Path) -> io::Result<u64> {
    let sizes = files_of(folder)?.into_iter().map(fs::metadata);
    sizes.map(|data| Ok(data?.len())).sum()
}

fn command(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kanbao"));
    command.args(arguments).current_dir(home).env_clear();
    command
        .env("HOME", home)
        .env("XDG_CACHE_HOME", home.join("cache"))
        // That of the session, which else makes indexes of its own while it is measured.
        .env("TZ", "Asia/Shanghai");
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(Stdio::null());
    command
}

fn run(home: &Path, arguments: &[&str]) {
    let status = command(home, arguments).status().expect("kanbao starts");
    assert!(status.success(), "{arguments:?}: {status}");
}

/// The CPU time of some work on all threads of this process, in seconds. Without the time that
/// freeing its result takes.
fn cpu_seconds<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<f64> {
    let clock = || {
        let time = clock_gettime(ClockId::ProcessCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    };
    let start = clock();
    let result = work()?;
    let seconds = clock() - start;
    drop(result);
    Ok(seconds)
}

/// `kanbao list` from the index.
fn measure_list(home: &Path) {
    let arguments = ["list", "--library", "news", "--limit", "20", "--json"];
    let times = (0..TIMES).map(|_| {
        let start = Instant::now();
        run(home, &arguments);
        milliseconds(start)
    });
    print(
        "list --limit 20 --json",
        median(times.collect()),
        "ms",
        30.0,
    );
}

/// The reader: the first screen, its memory, and keys during the scan and after it.
fn measure_screen(home: &Path, articles: usize) {
    let mut starts = Vec::new();
    for _ in 0..TIMES {
        let start = Instant::now();
        let mut session = Session::kanbao(home, &["news"], 120, 40);
        wait_for_articles(&mut session);
        starts.push(milliseconds(start));
        session.send("Q");
        session.end();
    }
    print("second start, first articles", median(starts), "ms", 30.0);
    measure_memory(home, articles);
    let mut session = Session::kanbao(home, &["news"], 120, 40);
    wait_for_articles(&mut session);
    let mut delays = vec![Vec::new(); KEYS.len()];
    for _ in 0..ROUNDS {
        for ((key, _), delays) in KEYS.iter().zip(&mut delays) {
            delays.extend(press(&mut session, key));
        }
    }
    print_keys(&delays);
    let memory = memory_of(session.id(), "VmRSS:");
    print("resident memory after all keys", memory, "MB", 60.0);
    session.send("Q");
    session.end();
}

/// The memory of a reader that does nothing else: after a start with an index, when everything is
/// counted.
fn measure_memory(home: &Path, articles: usize) {
    let mut session = Session::kanbao(home, &["news"], 120, 40);
    let count = grouped(articles);
    session.wait("the count", |session| session.row(0).contains(&count));
    session.settle();
    let (now, peak) = (
        memory_of(session.id(), "VmRSS:"),
        memory_of(session.id(), "VmHWM:"),
    );
    print("resident memory, index ready", now, "MB", 60.0);
    println!("    {:42}{peak:9.2} MB", "its peak since the start");
    session.send("Q");
    session.end();
}

/// The delays of all keys together, and the slowest keys by name.
fn print_keys(delays: &[Vec<f64>]) {
    let mut all = delays.concat();
    all.sort_by(f64::total_cmp);
    let at = (all.len() * 99 / 100).min(all.len().saturating_sub(1));
    let slowest = all.get(at).copied().unwrap_or(f64::NAN);
    print("a key, 99th percentile", slowest, "ms", 16.0);
    print("a key, median", median(all), "ms", 16.0);
    let named = KEYS.iter().zip(delays);
    let mut named: Vec<_> = named
        .map(|((_, name), delays)| {
            let slowest = delays.iter().copied().fold(0.0, f64::max);
            (*name, slowest, median(delays.clone()))
        })
        .collect();
    named.sort_by(|one, other| other.1.total_cmp(&one.1));
    for (name, slowest, median) in named.iter().take(SLOWEST) {
        println!("    {name:42}{slowest:9.2} ms at most, {median:.2} ms in the median");
    }
}

/// Waits until the list shows articles: their titles begin with `第<number>篇 `. The first rows are
/// enough, since a screen as a text takes a noticeable time.
fn wait_for_articles(session: &mut Session) {
    session.wait("the first articles", |session| {
        (1..6).any(|row| session.row(row).contains("篇 "))
    });
}

/// A number as the interface writes it.
fn grouped(number: usize) -> String {
    match (number / 1_000, number % 1_000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{},{rest:03}", grouped(thousands)),
    }
}

/// Presses a key. The time to the first byte; `None` if nothing comes.
fn press(session: &mut Session, key: &str) -> Option<f64> {
    let start = Instant::now();
    session.send(key);
    let answered = session.read(start + Duration::from_millis(500));
    let time = milliseconds(start);
    while session.read(Instant::now() + QUIET) {}
    answered.then_some(time)
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A line of the memory of a process, in MB.
fn memory_of(id: u32, name: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}
