//! Folders as they occur on disk: links, pipes, nested roots, files that are not articles.

use super::*;
use crate::library::ProblemKind;
use crate::library::Zone;
use std::fs;
use std::path::Path;

struct Seen {
    ids: Vec<String>,
    problems: Vec<(String, ProblemKind)>,
    files: usize,
}

fn run(roots: &[PathBuf], follow: bool) -> Seen {
    let mut seen = Seen {
        ids: Vec::new(),
        problems: Vec::new(),
        files: 0,
    };
    let options = ScanOptions {
        zone: Zone::named("UTC").expect("UTC"),
        follow,
    };
    scan(
        roots,
        &options,
        &Cancel::default(),
        &mut |event| match event {
            ScanEvent::Entries(entries) => {
                seen.ids
                    .extend(entries.iter().map(|entry| entry.id.to_string()));
            }
            ScanEvent::Problems(problems) => {
                seen.problems.extend(problems.iter().map(|problem| {
                    let name = problem.path.file_name().expect("a name");
                    (name.to_string_lossy().into_owned(), problem.kind)
                }));
            }
            ScanEvent::Finished { files, .. } => seen.files = files,
            ScanEvent::Progress { found, done } => assert!(found >= done),
            ScanEvent::Changed(_) | ScanEvent::Gone(_) | ScanEvent::Reset => {
                panic!("only with an index")
            }
        },
    );
    seen.ids.sort();
    seen.problems.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(seen.files, seen.ids.len() + seen.problems.len());
    seen
}

fn library(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

#[test]
fn every_file_is_accounted_for() {
    let folder = library(&[
        ("a.md", "甲"),
        (".md", "无名"),
        ("b/c d .md", "乙"),
        ("b/empty.txt", " \n"),
        ("b/data.md", "\0\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}"),
        ("b/x.png", "x"),
        (".git/objects/x.md", "不看"),
    ]);
    let seen = run(&[folder.path().to_owned()], false);
    assert_eq!(seen.ids, [".md", "a.md", "b/c d .md"]);
    let expected = [
        (".git", ProblemKind::Hidden),
        ("data.md", ProblemKind::Binary),
        ("empty.txt", ProblemKind::Empty),
        ("x.png", ProblemKind::UnknownFormat),
    ];
    assert_eq!(
        seen.problems,
        expected.map(|(name, kind)| (name.to_owned(), kind))
    );
}

#[test]
fn roots_may_be_files_and_lie_in_each_other() {
    let folder = library(&[("a.md", "甲"), ("b/c.md", "乙"), ("notes.log", "记")]);
    let root = folder.path().to_owned();
    assert_eq!(
        run(&[root.clone(), root.join("b"), root.clone()], false).ids,
        ["a.md", "b/c.md"]
    );
    assert_eq!(run(&[root.join("notes.log")], false).ids, ["notes.log"]);
    // A root inside another is read if the outer scan skips it.
    let both = run(&[root.clone(), root.join("notes.log")], false);
    assert_eq!(both.ids, ["a.md", "b/c.md", "notes.log"]);
    let hidden = library(&[("a.md", "甲"), (".news/b/c.md", "乙")]);
    let root = hidden.path();
    let roots = [root, &root.join(".news"), &root.join(".news/b")].map(Path::to_owned);
    assert_eq!(run(&roots, false).ids, ["a.md", "b/c.md"]);
    let gone = run(&[root.join("gone")], false);
    assert_eq!(
        gone.problems,
        [("gone".to_owned(), ProblemKind::Unreadable)]
    );
}

#[test]
#[cfg(unix)]
fn links_and_pipes() {
    use std::os::unix::fs::symlink;
    let folder = library(&[("a.md", "甲"), ("b/c.md", "乙")]);
    let other = library(&[("far.md", "远")]);
    let root = folder.path();
    symlink(root, root.join("b/loop")).expect("a link");
    symlink(other.path(), root.join("far")).expect("a link");
    symlink(root.join("a.md"), root.join("z.md")).expect("a link");
    symlink("/dev/zero", root.join("zero.md")).expect("a link");
    symlink("nowhere.md", root.join("gone.md")).expect("a link");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        root.join("pipe.md"),
        rustix::fs::FileType::Fifo,
        0o600.into(),
        0,
    )
    .expect("a pipe");
    let still = run(&[root.to_owned()], false);
    assert_eq!(still.ids, ["a.md", "b/c.md", "z.md"]);
    let named = |name: &str, kind| (name.to_owned(), kind);
    let rest = [
        named("gone.md", ProblemKind::Unreadable),
        named("pipe.md", ProblemKind::NotRegular),
        named("zero.md", ProblemKind::NotRegular),
    ];
    assert!(
        rest.iter().all(|problem| still.problems.contains(problem)),
        "{:?}",
        still.problems
    );
    assert!(still.problems.contains(&named("loop", ProblemKind::Link)));
    let followed = run(&[root.to_owned()], true);
    assert_eq!(followed.ids, ["a.md", "b/c.md", "far/far.md", "z.md"]);
    assert!(
        followed
            .problems
            .contains(&named("loop", ProblemKind::Loop))
    );
}

#[test]
fn cancelled_before_it_began() {
    let folder = library(&[("a.md", "甲")]);
    let cancel = Cancel::default();
    cancel.cancel();
    let options = ScanOptions {
        zone: Zone::system(),
        follow: false,
    };
    let mut ended = false;
    scan(
        &[folder.path().to_owned()],
        &options,
        &cancel,
        &mut |event| {
            ended = matches!(
                event,
                ScanEvent::Finished {
                    cancelled: true,
                    ..
                }
            );
        },
    );
    assert!(ended);
}
