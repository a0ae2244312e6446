//! A library of many articles: scans, starts, lists, memory and keys of the built binary, each as a
//! ratio to a floor that is measured in the same run, or beside the value that it should not exceed
//! at 100,000 articles. `cargo bench --bench library [-- ARTICLES…]`; 1000, 10000 and 100000 unless
//! numbers are given.

#![expect(clippy::print_stdout, reason = "prints the results")]

#[path = "shared/articles.rs"]
mod articles;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/terminal/session.rs"]
mod session;

use articles::make_library;
use session::Session;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SIZES: &[usize] = &[1_000, 10_000, 100_000];
/// How often a short measurement is repeated; the median counts.
const TIMES: usize = 9;
/// Keys of the list that always change the screen when they are pressed in turn.
const KEYS: &[&str] = &[
    "j", "k", " ", "G", "g", "s", "S", "B", "B", "U", "U", "j", "\r", "q",
];
const ROUNDS: usize = 8;
/// A frame is complete after this long without a byte.
const QUIET: Duration = Duration::from_millis(40);

fn main() -> io::Result<()> {
    let sizes: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    for count in if sizes.is_empty() { SIZES } else { &sizes } {
        let home = tempfile::tempdir()?;
        let library = home.path().join("news");
        make_library(&library, *count)?;
        println!("{count} articles");
        measure_scans(home.path(), &library, *count)?;
        measure_list(home.path());
        measure_screen(home.path());
    }
    Ok(())
}

fn print(what: &str, value: f64, unit: &str, most: f64) {
    println!("  {what:44}{value:9.2} {unit:3} (at most {most})");
}

/// The CPU time of a first and a second scan, as ratios to reading and to looking at every file.
fn measure_scans(home: &Path, library: &Path, count: usize) -> io::Result<()> {
    let files = files_of(library)?;
    let mut buffer = Vec::new();
    let reading = own_cpu(|| {
        for file in &files {
            buffer.clear();
            fs::File::open(file)?.read_to_end(&mut buffer)?;
        }
        Ok(())
    })?;
    let walking = own_cpu(|| files_of(library).map(drop))?;
    let first = child_cpu(|| run(home, &["index", "news"]));
    let second = child_cpu(|| run(home, &["index", "news"]));
    print("first scan / reading every file", first / reading, "", 4.0);
    print("second scan / walk with stat", second / walking, "", 1.5);
    let size = size_of(&home.join("cache"))?;
    print("index per article", size as f64 / count as f64, "B", 400.0);
    Ok(())
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
        .env("XDG_CACHE_HOME", home.join("cache"));
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(Stdio::null());
    command
}

fn run(home: &Path, arguments: &[&str]) {
    let status = command(home, arguments).status().expect("kanbao starts");
    assert!(status.success(), "{arguments:?}: {status}");
}

/// CPU seconds of this process, and of its children that have ended.
fn cpu() -> (f64, f64) {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
    let fields: Vec<f64> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .map(|field| field.parse().unwrap_or(0.0))
        .collect();
    // In ticks of 10 ms: user and system time, then those of the children.
    (
        (fields[11] + fields[12]) / 100.0,
        (fields[13] + fields[14]) / 100.0,
    )
}

/// The CPU time of some work, which is repeated until the clock is exact enough.
fn own_cpu(mut work: impl FnMut() -> io::Result<()>) -> io::Result<f64> {
    let (start, _) = cpu();
    for times in 1.. {
        work()?;
        let spent = cpu().0 - start;
        if spent > 0.3 {
            return Ok(spent / f64::from(times));
        }
    }
    Ok(f64::NAN)
}

fn child_cpu(work: impl FnOnce()) -> f64 {
    let (_, start) = cpu();
    work();
    cpu().1 - start
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

/// The reader: the first screen, memory, and keys during the scan and after it.
fn measure_screen(home: &Path) {
    let mut starts = Vec::new();
    for _ in 0..TIMES {
        let start = Instant::now();
        let mut session = Session::kanbao(home, &["news"], 120, 40);
        session.wait_for("篇 ");
        starts.push(milliseconds(start));
        session.send("Q");
        session.end();
    }
    print("second start, first articles", median(starts), "ms", 30.0);
    let mut session = Session::kanbao(home, &["news"], 120, 40);
    session.wait_for("篇 ");
    let mut delays: Vec<f64> = Vec::new();
    for _ in 0..ROUNDS {
        delays.extend(KEYS.iter().filter_map(|key| press(&mut session, key)));
    }
    delays.sort_by(f64::total_cmp);
    let at = (delays.len() * 99 / 100).min(delays.len().saturating_sub(1));
    let slowest = delays.get(at).copied().unwrap_or(f64::NAN);
    print("a key, 99th percentile", slowest, "ms", 16.0);
    print("a key, median", median(delays), "ms", 16.0);
    let memory = resident_memory(session.id());
    print("resident memory", memory, "MB", 60.0);
    session.send("Q");
    session.end();
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

/// The memory of a process, in MB.
fn resident_memory(id: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}
