//! Marks of a whole library: starts with and without them, one mark, and a change of all articles.

use super::session::Session;
use super::{TIMES, files_of, grouped, median, milliseconds, print, wait_for_articles};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Authors of the generated library whose articles are bookmarked: a fifth of the articles.
const BOOKMARKED: usize = 12;

/// All articles are read, and a fifth is bookmarked.
pub fn measure(home: &Path, articles: usize) -> io::Result<()> {
    let (bare, bare_all) = starts(home, articles);
    for source in 0..BOOKMARKED {
        run(
            home,
            &["mark", "bookmark", &format!("author:来源{}", 59 - source)],
        );
    }
    change_all(home, articles)?;
    let (marked, marked_all) = starts(home, articles);
    print("start with marks, longer by", marked - bare, "ms", 10.0);
    println!(
        "    {:42}{bare:9.1} and {marked:.1} ms",
        "first articles without marks, with marks"
    );
    println!(
        "    {:42}{bare_all:9.1} and {marked_all:.1} ms",
        "the same until all are counted"
    );
    measure_one(home, articles)
}

/// The medians of some starts, in milliseconds: the time until the list shows the first articles,
/// and until the number of all is there.
fn starts(home: &Path, articles: usize) -> (f64, f64) {
    start(home, articles);
    let starts = (0..TIMES).map(|_| start(home, articles));
    let (first, all) = starts.unzip();
    (median(first), median(all))
}

fn start(home: &Path, articles: usize) -> (f64, f64) {
    let begin = Instant::now();
    let mut session = Session::kanbao(home, &["news"], 120, 40);
    wait_for_articles(&mut session);
    let first = milliseconds(begin);
    wait_for_all(&mut session, articles);
    let all = milliseconds(begin);
    session.send("Q");
    session.end();
    (first, all)
}

fn wait_for_all(session: &mut Session, articles: usize) {
    let count = grouped(articles);
    session.wait("all articles", |session| session.row(0).contains(&count));
}

fn open(home: &Path, articles: usize) -> Session {
    let mut session = Session::kanbao(home, &["news"], 120, 40);
    wait_for_all(&mut session, articles);
    session
}

/// `A` on all articles, then its undo and `A` again: bytes written, and the time to the notice.
fn change_all(home: &Path, articles: usize) -> io::Result<()> {
    let mut session = open(home, articles);
    for (what, key, notice) in [
        ("A", "A", "标为已读"),
        ("undo of A", "u", "已撤销"),
        ("A again", "A", "标为已读"),
    ] {
        let before = written(home)?;
        let begin = Instant::now();
        session.send(key);
        session.wait("the notice", |session| {
            session.screen_text().contains(notice)
        });
        print(
            &format!("{what}, to its notice"),
            milliseconds(begin),
            "ms",
            200.0,
        );
        let bytes = written(home)? - before;
        print(&format!("{what}, written"), bytes as f64 / 1e6, "MB", 4.0);
        // The next notice may be the same.
        session.send("\x1b");
        session.wait("no notice", |session| {
            !session.screen_text().contains(notice)
        });
    }
    session.send("Q");
    session.end();
    Ok(())
}

/// One bookmark: the time until its line is in the journal, and until the screen shows it.
fn measure_one(home: &Path, articles: usize) -> io::Result<()> {
    let mut session = open(home, articles);
    let (mut durable, mut shown) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        let before = written(home)?;
        let sent = session.sent().len();
        let begin = Instant::now();
        session.send("b");
        while written(home)? == before {
            assert!(begin.elapsed().as_secs() < 10, "nothing is written");
        }
        durable.push(milliseconds(begin));
        session.wait("a frame", |session| session.sent().len() > sent);
        shown.push(milliseconds(begin));
        session.settle();
    }
    print("one mark, in the journal", median(durable), "ms", 20.0);
    print("one mark, on the screen", median(shown), "ms", 20.0);
    session.send("Q");
    session.end();
    Ok(())
}

/// Bytes of the journal.
fn written(home: &Path) -> io::Result<u64> {
    let folder: PathBuf = home.join("data/kanbao/journal");
    if !folder.exists() {
        return Ok(0);
    }
    let sizes = files_of(&folder)?.into_iter().map(fs::metadata);
    sizes.map(|data| Ok(data?.len())).sum()
}

/// Runs the program with the folders of the sessions.
fn run(home: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kanbao"));
    command.args(arguments).args(["--library", "news"]);
    command.current_dir(home).env_clear().env("HOME", home);
    for name in ["CONFIG", "DATA", "STATE", "CACHE"] {
        let folder = home.join(name.to_ascii_lowercase());
        command.env(format!("XDG_{name}_HOME"), folder);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let status = command.status().expect("kanbao starts");
    assert!(status.success(), "{arguments:?}: {status}");
}
