//! The index through the built program: `kanbao index`, `list` with and without an index, and
//! programs that are killed while they write.

use super::cli::Home;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

/// Writes a file that was last changed long ago: a recent one is read at every scan.
fn old_file(home: &Home, name: &str, text: &str, age: u64) {
    home.file(name, text);
    let file = fs::File::options().write(true).open(home.path(name));
    let time = SystemTime::now() - Duration::from_secs(1_000 + age);
    file.and_then(|file| file.set_modified(time))
        .expect("a time");
}

fn article(number: u64, version: u64) -> String {
    format!(
        "---\ntitle: 第{number}篇，第{version}版\ndate: 2026-01-{:02}\nsource: 某报\n---\n\n正文。\n",
        number % 28 + 1
    )
}

fn library(count: u64) -> Home {
    let home = Home::new();
    for number in 0..count {
        old_file(
            &home,
            &format!("many/{}/{number}.md", number % 20),
            &article(number, 0),
            number,
        );
    }
    home
}

fn index_row(home: &Home, args: &[&str]) -> serde_json::Value {
    let text = home.expect(args, 0);
    serde_json::from_str(&text).expect("one object")
}

#[test]
fn the_command_reports_what_it_did() {
    let home = library(30);
    #[track_caller]
    fn check(row: &serde_json::Value, expected: [u64; 4]) {
        let names = ["articles", "added", "changed", "removed"];
        let numbers = names.map(|name| row[name].as_u64().expect("a number"));
        assert_eq!(numbers, expected, "{row}");
        assert_eq!(row["complete"], true);
        assert!(row["bytes"].as_u64() > Some(0));
    }
    let args = ["index", "many", "--json"];
    check(&index_row(&home, &args), [30, 30, 0, 0]);
    check(&index_row(&home, &args), [30, 0, 0, 0]);
    old_file(&home, "many/1/1.md", &article(1, 1), 3);
    old_file(&home, "many/1/new.md", &article(99, 0), 3);
    fs::remove_file(home.path("many/2/2.md")).expect("a file");
    check(&index_row(&home, &args), [30, 1, 1, 1]);
    check(
        &index_row(&home, &["index", "many", "--json", "--rebuild"]),
        [30, 30, 0, 0],
    );
    let text = home.expect(&["index", "many"], 0);
    assert!(
        text.starts_with("many: 30 articles (0 new, 0 changed, 0 removed), "),
        "{text}"
    );
    home.expect(&["index", "many", "--no-index"], 2);
    home.expect(&["index", "gone"], 3);
    home.expect(&["index", "many/1/1.md"], 2);
}

/// A library that cannot be indexed does not keep the others from it; the worst exit code is
/// returned.
#[test]
fn a_library_that_fails_is_passed_over() {
    let home = library(3);
    home.expect(&["index", "many"], 0);
    let [index, _text]: [PathBuf; 2] = cache_files(&home).try_into().expect("two indexes");
    fs::remove_file(&index).expect("the index");
    fs::create_dir(&index).expect("a folder in its place");
    old_file(&home, "many/1/new.md", &article(9, 0), 3);
    old_file(&home, "good/1.md", &article(1, 0), 3);
    let output = home.run(&["index", "gone", "many", "good/1.md", "good"]);
    assert_eq!(output.status.code(), Some(3));
    let lines = String::from_utf8_lossy(&output.stdout);
    assert!(lines.starts_with("good: 1 articles"), "{lines}");
    assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 3);
}

#[test]
fn without_a_library_nothing_is_indexed() {
    let home = Home::new();
    fs::remove_dir_all(home.path("news")).expect("the library");
    home.expect(&["index"], 2);
}

/// With an index, after changes, and without one: the same rows in the same order.
#[test]
fn list_prints_the_same_with_and_without_an_index() {
    let home = library(60);
    let check = || {
        for more in [
            &["--limit", "7"][..],
            &["--sort", "title"],
            &["title:第1"],
            &[],
        ] {
            let mut args = vec!["list", "--library", "many", "--json"];
            args.extend(more);
            let with = home.expect(&args, 0);
            args.push("--no-index");
            assert_eq!(with, home.expect(&args, 0), "{more:?}");
        }
    };
    check();
    check();
    old_file(&home, "many/3/3.md", &article(3, 1), 3);
    old_file(&home, "many/3/new.md", &article(27, 0), 3);
    fs::remove_file(home.path("many/7/27.md")).expect("a file");
    check();
    // A folder that changed a moment ago is looked at again.
    for folder in ["many", "many/3", "many/7"] {
        let time = SystemTime::now() - Duration::from_secs(1_000);
        let folder = fs::File::open(home.path(folder));
        folder
            .and_then(|folder| folder.set_modified(time))
            .expect("a time");
    }
    check();
    let before = modified(&cache_files(&home));
    home.expect(&["list", "--library", "many"], 0);
    assert_eq!(
        modified(&cache_files(&home)),
        before,
        "nothing changed: nothing is written"
    );
}

fn cache_files(home: &Home) -> Vec<PathBuf> {
    let files = fs::read_dir(home.path("cache/kanbao/index"));
    let mut files: Vec<PathBuf> = files
        .into_iter()
        .flatten()
        .flatten()
        .map(|file| file.path())
        .collect();
    files.sort();
    files
}

fn modified(files: &[PathBuf]) -> Vec<(PathBuf, SystemTime)> {
    let time = |path: &PathBuf| {
        path.metadata()
            .and_then(|data| data.modified())
            .expect("a time")
    };
    files
        .iter()
        .map(|path| (path.clone(), time(path)))
        .collect()
}

#[test]
fn without_a_cache_list_works_and_says_why_it_is_slow() {
    let home = library(5);
    fs::create_dir_all(home.path("cache")).expect("a folder");
    fs::write(home.path("cache/kanbao"), "in the way").expect("a file");
    let output = home.run(&["list", "--library", "many", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 5);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        error.contains("The index of many cannot be used") && error.lines().count() == 1,
        "{error}"
    );
    home.expect(&["index", "many"], 3);
}

/// How many bytes the indexes have, with everything that SQLite keeps beside them.
fn written(home: &Home) -> u64 {
    let files = cache_files(home);
    files
        .iter()
        .filter_map(|path| path.metadata().ok())
        .map(|data| data.len())
        .sum()
}

fn start(home: &Home) -> Child {
    let mut command: Command = home.command(&["index", "many"]);
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    child.expect("the program starts")
}

/// Waits until a condition holds or the program has ended.
fn until(child: &mut Child, condition: impl Fn() -> bool) {
    while !condition() && child.try_wait().expect("a state").is_none() {
        std::thread::yield_now();
    }
}

#[test]
#[cfg(unix)]
fn an_interrupt_ends_the_command_cleanly() {
    let home = library(2_000);
    let mut child = start(&home);
    until(&mut child, || written(&home) > 0);
    let sent = Command::new("kill")
        .arg("-INT")
        .arg(child.id().to_string())
        .status();
    let code = child.wait().expect("an end").code();
    // It may have been faster than the signal.
    assert!(sent.is_err() || matches!(code, Some(130 | 0)), "{code:?}");
    assert_agreement(&home, "interrupted");
}

#[track_caller]
fn assert_agreement(home: &Home, what: &str) {
    for more in [&["--limit", "9"][..], &["--limit", "300"], &[]] {
        let mut args = vec!["list", "--library", "many", "--json"];
        args.extend(more);
        let with = home.expect(&args, 0);
        args.push("--no-index");
        assert!(with == home.expect(&args, 0), "{what}: {more:?}");
    }
    // An index whose front is not as its chunks is set aside.
    let is_damaged = |file: &PathBuf| file.to_string_lossy().contains("damaged");
    assert!(!cache_files(home).iter().any(is_damaged), "{what}");
}

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

/// Kills the program at any moment of building or updating; the next start must find what a
/// rebuild finds. `KANBAO_KILLS` sets how often.
#[test]
#[cfg(unix)]
fn a_killed_program_leaves_an_index_that_is_right_or_none() {
    let kills = std::env::var("KANBAO_KILLS")
        .ok()
        .and_then(|count| count.parse().ok());
    let count = 600;
    let home = library(count);
    let mut numbers = Numbers(7);
    home.expect(&["index", "many"], 0);
    let full = written(&home);
    for round in 1..=kills.unwrap_or(6) {
        if numbers.below(2) == 0 {
            fs::remove_dir_all(home.path("cache")).expect("the cache");
        } else {
            change(&home, count, round, &mut numbers);
        }
        let before = written(&home);
        let more = numbers.below(full + full / 2);
        let mut child = start(&home);
        until(&mut child, || {
            written(&home) > before.saturating_add(more) || written(&home) < before
        });
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("an end");
        assert_agreement(&home, &format!("round {round}"));
    }
}

/// Changes, adds and removes articles.
fn change(home: &Home, count: u64, round: u64, numbers: &mut Numbers) {
    for _ in 0..numbers.below(count) {
        let number = numbers.below(count);
        let name = format!("many/{}/{number}.md", number % 20);
        if numbers.below(8) == 0 {
            let _ = fs::remove_file(home.path(&name));
        } else {
            old_file(home, &name, &article(number, round), 100 * round);
        }
    }
    let folder: &Path = &home.path(&format!("many/{}", numbers.below(20)));
    let _ = fs::rename(folder, folder.with_extension(format!("{round}")));
}

/// A vault without dates is in the order of its folders, on the screen and in `list`.
#[test]
fn list_sorts_a_vault_by_folder() {
    let home = Home::new();
    for name in ["b/2.md", "a/3.md", "b/1.md", "c.md"] {
        old_file(&home, &format!("many/{name}"), "没有日期的一篇。", 7);
    }
    old_file(&home, "many/b/0.md", &article(1, 0), 7);
    home.expect(&["index", "many"], 0);
    for more in [
        &["--limit", "9"][..],
        &["--no-index"],
        &["--sort", "folder"],
    ] {
        let mut args = vec!["list", "--library", "many", "--json"];
        args.extend(more);
        let rows = home.expect(&args, 0);
        let ids: Vec<String> = rows
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("an object"))
            .map(|row| row["id"].as_str().expect("a text").to_owned())
            .collect();
        let mut sorted = ids.clone();
        sorted.sort_by_key(|id| id.rsplit_once('/').map(|(folder, _)| folder.to_owned()));
        assert_eq!(ids.len(), 5);
        assert_eq!(ids, sorted, "{more:?}");
    }
}
