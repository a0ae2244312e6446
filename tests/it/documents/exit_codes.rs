//! Exit codes: each is documented, and each comes from a run.

use super::{documents, none};
use crate::cli::Home;
use std::collections::BTreeSet;

/// What a command line returns. That a signal gives 130 is tested with the index.
const RUNS: &[(i32, &[&str])] = &[
    (0, &["list", "--library", "news"]),
    (1, &["list", "无此词", "--library", "news"]),
    (1, &["check", "empty"]),
    (2, &["--nonsense"]),
    (2, &["list", "--config", "gone.toml"]),
    (3, &["show", "gone.md"]),
    (3, &["list", "--library", "gone"]),
    #[cfg(feature = "fetch")]
    (4, &["fetch", "--into", "news"]),
    #[cfg(feature = "fetch")]
    (4, &["feed", "check"]),
];

#[test]
fn commands_return_the_codes() {
    let home = Home::new();
    home.file("empty/a.md", "");
    // Nothing listens on this port.
    let feed = "[[feeds]]\naddress = \"http://127.0.0.1:1/\"\nallow-private = true\n";
    home.file("config/kanbao/feeds.toml", feed);
    for (code, args) in RUNS {
        assert_eq!(home.run(args).status.code(), Some(*code), "{args:?}");
    }
}

/// Every page of the manual, and every list of codes in a document, has all of them.
#[test]
fn documents_have_all_codes() {
    let codes: BTreeSet<i32> = RUNS.iter().map(|(code, _)| *code).chain([4, 130]).collect();
    let home = Home::new();
    let page = home.expect(&["man", "show"], 0);
    let (_, rest) = page.split_once(".SH EXIT STATUS\n").unwrap();
    let section = rest.split(".SH ").next().unwrap();
    let in_manual = section.lines().filter_map(|line| line.strip_prefix("\\fB"));
    let in_manual = in_manual.filter_map(|line| line.trim_end_matches("\\fR").parse().ok());
    assert_eq!(in_manual.collect::<BTreeSet<i32>>(), codes);
    let mut faults = Vec::new();
    let mut count = 0;
    for (document, text) in documents() {
        for paragraph in text.split("\n\n") {
            let begin = ["Exit codes:", "退出码："]
                .iter()
                .find_map(|it| paragraph.split_once(it));
            let Some((_, list)) = begin else { continue };
            count += 1;
            let numbers = list.split(|c: char| !c.is_ascii_digit());
            let found: BTreeSet<i32> = numbers.filter_map(|it| it.parse().ok()).collect();
            if found != codes {
                faults.push(format!("{document}: {found:?}"));
            }
        }
    }
    assert!(count > 0);
    none(&faults);
}
