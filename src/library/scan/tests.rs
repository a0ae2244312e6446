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
    run_with(
        roots,
        &ScanOptions {
            zone: Zone::named("UTC").expect("UTC"),
            follow,
            text_files: TextFiles::All,
        },
    )
}

fn run_with(roots: &[PathBuf], options: &ScanOptions) -> Seen {
    let mut accounted = 0;
    let mut seen = Seen {
        ids: Vec::new(),
        problems: Vec::new(),
        files: 0,
    };
    scan(
        roots,
        options,
        &Cancel::default(),
        &mut |event| match event {
            ScanEvent::Entries(entries) => {
                seen.ids
                    .extend(entries.iter().map(|entry| entry.id().to_string()));
            }
            ScanEvent::Problems(problems) => {
                accounted += problems.iter().map(Problem::count).sum::<usize>();
                seen.problems.extend(problems.iter().map(|problem| {
                    let name = problem.path.file_name().expect("a name");
                    (name.to_string_lossy().into_owned(), problem.kind)
                }));
            }
            ScanEvent::Finished { files, .. } => seen.files = files,
            ScanEvent::Folders(_) | ScanEvent::Seen(_) => {}
            ScanEvent::Progress { found, done } => assert!(found >= done),
            ScanEvent::Changed(_)
            | ScanEvent::Gone(_)
            | ScanEvent::Arrived(_)
            | ScanEvent::Reset => {
                panic!("only with an index")
            }
        },
    );
    seen.ids.sort();
    seen.problems.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(seen.files, seen.ids.len() + accounted);
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

/// Rows: the files of a library, the IDs of its articles, and the kinds of files that are left out.
#[test]
fn what_is_left_out_of_a_mixed_folder() {
    #[track_caller]
    fn check(files: &[(&str, &str)], ids: &[&str], left_out: &[(&str, ProblemKind, u32)]) {
        let folder = library(files);
        let mut problems = Vec::new();
        let options = ScanOptions::in_zone(Zone::named("UTC").expect("UTC"));
        let roots = [folder.path().to_owned()];
        scan(&roots, &options, &Cancel::default(), &mut |event| {
            if let ScanEvent::Problems(batch) = event {
                problems.extend(batch);
            }
        });
        assert_eq!(run(&roots, false).ids, ids);
        let named = |problem: &Problem| {
            let path = problem.path.strip_prefix(folder.path()).expect("below");
            (
                path.to_string_lossy().into_owned(),
                problem.kind,
                problem.files,
            )
        };
        let left = [ProblemKind::Made, ProblemKind::Ignored];
        let mut found: Vec<_> = problems.iter().map(named).collect();
        found.retain(|(_, kind, _)| left.contains(kind));
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let expected = left_out
            .iter()
            .map(|(path, kind, files)| ((*path).to_owned(), *kind, *files));
        assert_eq!(found, expected.collect::<Vec<_>>());
    }
    use ProblemKind::{Ignored, Made};
    // A tool's folder is left out only beside the tool's own file.
    check(
        &[
            ("package.json", ""),
            ("node_modules/a/readme.md", "甲"),
            ("node_modules/b.js", ""),
        ],
        &[],
        &[("node_modules", Made, 2)],
    );
    check(&[("node_modules/a.md", "甲")], &["node_modules/a.md"], &[]);
    check(
        &[
            ("blog/_config.yml", ""),
            ("blog/public/a.html", "<p>甲"),
            ("public/b.md", "乙"),
        ],
        &["public/b.md"],
        &[("blog/public", Made, 1)],
    );
    check(
        &[
            ("lib/python3.13/site-packages/x.md", "甲"),
            ("a.py", ""),
            ("__pycache__/a.txt", "乙"),
        ],
        &[],
        &[
            ("__pycache__", Made, 1),
            ("lib/python3.13/site-packages", Made, 1),
        ],
    );
    // The inner .ignore file has the last word; .gitignore has none.
    check(
        &[
            (".gitignore", "*.md"),
            (".ignore", "/drafts/\n*.txt\n"),
            ("drafts/a.md", "甲"),
            ("drafts/b.md", "甲"),
            ("a.md", "甲"),
            ("b.txt", "乙"),
            ("kept/.ignore", "!*.txt\n"),
            ("kept/c.txt", "丙"),
            ("kept/drafts/d.md", "丁"),
        ],
        &["a.md", "kept/c.txt", "kept/drafts/d.md"],
        &[("b.txt", Ignored, 1), ("drafts", Ignored, 2)],
    );
    // With a byte order mark.
    check(
        &[
            (".ignore", "\u{feff}a.md\n"),
            ("a.md", "甲"),
            ("b.md", "乙"),
        ],
        &["b.md"],
        &[("a.md", Ignored, 1)],
    );
}

#[test]
fn a_root_is_read_whatever_its_name() {
    let folder = library(&[
        ("package.json", ""),
        ("node_modules/a.md", "甲"),
        (".ignore", "b.md\nc/"),
        ("b.md", "乙"),
        ("c/d.md", "丙"),
        ("e.md", "丁"),
    ]);
    let root = folder.path();
    let check = |names: &[&str], ids: &[&str]| {
        let roots: Vec<_> = names.iter().map(|name| root.join(name)).collect();
        assert_eq!(run(&roots, false).ids, ids, "{names:?}");
    };
    check(&["node_modules"], &["a.md"]);
    check(&["", "node_modules"], &["a.md", "e.md"]);
    check(&["", "b.md", "c"], &["b.md", "d.md", "e.md"]);
}

#[test]
fn text_files_may_need_front_matter() {
    let folder = library(&[
        ("a.md", "甲"),
        ("notes.txt", "乙"),
        ("b.txt", "---\ntitle: 丙\n---\n丁"),
    ]);
    let options = ScanOptions {
        zone: Zone::named("UTC").expect("UTC"),
        follow: false,
        text_files: TextFiles::WithFrontMatter,
    };
    let seen = run_with(&[folder.path().to_owned()], &options);
    assert_eq!(seen.ids, ["a.md", "b.txt"]);
    assert_eq!(
        seen.problems,
        [("notes.txt".to_owned(), ProblemKind::UnknownFormat)]
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
    symlink("/", root.join("everything")).expect("a link");
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
    for name in ["loop", "everything"] {
        let problem = named(name, ProblemKind::Loop);
        assert!(followed.problems.contains(&problem), "{name}");
    }
}

/// A link that is followed is left out where a folder would be.
#[test]
#[cfg(unix)]
fn followed_links_obey_the_rules() {
    use std::os::unix::fs::symlink;
    let folder = library(&[("package.json", ""), (".ignore", "drafts/\n")]);
    let other = library(&[("x.md", "外")]);
    let names = [".hid", "drafts", "node_modules", "seen"];
    for name in names {
        symlink(other.path(), folder.path().join(name)).expect("a link");
    }
    let check = |follow: bool, ids: &[&str], kinds: [ProblemKind; 3]| {
        let seen = run(&[folder.path().to_owned()], follow);
        assert_eq!(seen.ids, ids);
        for (name, kind) in names.into_iter().zip(kinds) {
            let problem = (name.to_owned(), kind);
            assert!(seen.problems.contains(&problem), "{:?}", seen.problems);
        }
    };
    use ProblemKind::{Hidden, Ignored, Link, Made};
    check(true, &["seen/x.md"], [Hidden, Ignored, Made]);
    check(false, &[], [Link; 3]);
}

#[test]
fn cancelled_before_it_began() {
    let folder = library(&[("a.md", "甲")]);
    let cancel = Cancel::default();
    cancel.cancel();
    let options = ScanOptions::in_zone(Zone::system());
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
