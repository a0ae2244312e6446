//! Files: those that the program makes are in the manual, and those that documents name are there.

use super::{documents, none, pieces};
use crate::cli::Home;
use crate::pages::root;
use std::collections::BTreeSet;
#[cfg(feature = "fetch")]
use std::io::Write;
#[cfg(feature = "fetch")]
use std::path::Path;
#[cfg(feature = "fetch")]
use std::process::Stdio;

/// The folders of [`Home`], as documents write them.
const FOLDERS: &[(&str, &str)] = &[
    ("$XDG_CONFIG_HOME/", "config/"),
    ("$XDG_DATA_HOME/", "data/"),
    ("$XDG_CACHE_HOME/", "cache/"),
    ("$XDG_STATE_HOME/", "state/"),
];

/// What the user makes.
#[cfg(feature = "fetch")]
const OF_THE_USER: &[&str] = &["config/kanbao/themes/"];

/// The paths of the manual, in a home.
fn manual(home: &Home) -> BTreeSet<String> {
    let page = home.expect(&["man"], 0);
    let (_, rest) = page.split_once(".SH FILES\n").unwrap();
    let (section, _) = rest.split_once(".SH ").unwrap();
    let words = section.lines().filter_map(|line| line.strip_prefix("\\fB"));
    let words = words.map(|line| line.replace("\\fR", "").replace("\\-", "-"));
    words
        .map(|path| in_home(&path).expect("a standard folder"))
        .collect()
}

/// A path with a variable, in a home.
fn in_home(path: &str) -> Option<String> {
    let rest =
        |(written, folder): &(&str, &str)| Some(format!("{folder}{}", path.strip_prefix(written)?));
    FOLDERS.iter().find_map(rest)
}

/// All files below a folder.
#[cfg(feature = "fetch")]
fn made(folder: &Path, name: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => made(&entry.path(), &name, found),
            false => found.push(name),
        }
    }
}

/// A session that leaves every kind of file: marks, a saved search, a setting, a feed, a saved page.
#[cfg(feature = "fetch")]
fn session() -> Home {
    let home = Home::new();
    let lines = "open 1\nbookmark\nback\nsearch 小巨人\nsave x\nset! measure 60\nquit\n";
    let run = |args: &[&str], input: &str| {
        let mut child = home
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        assert!(child.wait().unwrap().success(), "{args:?}");
    };
    run(&["--plain", "news"], lines);
    let page = "<title>页</title><article><p>正文说到的事情不止一件，所以写得长。</p></article>";
    run(&["save", "-"], page);
    let item = "<item><title>甲</title><guid>1</guid><description>文。</description></item>";
    let feed = format!("<rss version='2.0'><channel><title>例</title>{item}</channel></rss>");
    home.file("feed.xml", &feed);
    let address = format!("file://{}", home.path("feed.xml").display());
    run(&["feed", "add", &address], "");
    home
}

#[test]
#[cfg(feature = "fetch")]
fn the_manual_has_every_file() {
    let home = session();
    let known = manual(&home);
    let mut found = Vec::new();
    for (_, folder) in FOLDERS {
        let folder = folder.trim_end_matches('/');
        made(&home.path(folder), folder, &mut found);
    }
    let is_known = |name: &str| {
        let holds =
            |path: &String| path == name || path.ends_with('/') && name.starts_with(&**path);
        known.iter().any(holds)
    };
    let is_lock = |name: &str| name.ends_with(".lock");
    let missing = found
        .iter()
        .filter(|name| !is_known(name) && !is_lock(name));
    none(&missing.cloned().collect::<Vec<_>>());
    let is_made = |path: &&String| home.path(path).exists() || OF_THE_USER.contains(&&***path);
    let unmade: Vec<String> = known
        .iter()
        .filter(|path| !is_made(path))
        .cloned()
        .collect();
    none(&unmade);
}

/// A path with a variable in a text is one of the manual, or above one, or in a folder of it.
#[test]
fn paths_in_texts_are_in_the_manual() {
    let known = manual(&Home::new());
    let mut faults = Vec::new();
    for piece in pieces().iter().filter(|piece| piece.block.is_none()) {
        let Some(path) = in_home(&piece.text) else {
            continue;
        };
        let path = path.trim_end_matches('/');
        let near = |known: &String| {
            known.trim_end_matches('/').starts_with(path)
                || known.ends_with('/') && path.starts_with(&**known)
        };
        if !known.iter().any(near) {
            faults.push(format!("{}: {}", piece.place, piece.text));
        }
    }
    none(&faults);
}

/// The targets of links between the files of the project.
#[test]
fn linked_files_exist() {
    let mut faults = Vec::new();
    for (document, text) in documents() {
        let folder = root().join(&document);
        let folder = folder.parent().unwrap();
        let targets = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|it| !it.contains("://") && !it.contains(' ')) {
            let (file, part) = target.split_once('#').unwrap_or((target, ""));
            let path = match file {
                "" => root().join(&document),
                file => folder.join(file),
            };
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let headings = text
                .lines()
                .filter(|line| line.starts_with('#'))
                .map(anchor);
            if !path.exists() || !part.is_empty() && !headings.into_iter().any(|it| it == part) {
                faults.push(format!("{document}: {target}"));
            }
        }
    }
    none(&faults);
}

/// The name of a heading, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Files of the project that texts name.
#[test]
fn files_of_the_project_exist() {
    const FOLDERS: &[&str] = &[
        "src/", "tests/", "assets/", "benches/", ".ci/", "docs/", ".github/",
    ];
    let mut faults = Vec::new();
    for piece in pieces() {
        for word in piece.text.split_whitespace() {
            let is_of_project = FOLDERS.iter().any(|folder| word.starts_with(folder));
            if is_of_project && !root().join(word.trim_end_matches(['.', ','])).exists() {
                faults.push(format!("{}: {word}", piece.place));
            }
        }
    }
    none(&faults);
}
