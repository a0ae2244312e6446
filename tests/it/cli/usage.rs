//! Help, wrong usage, missing paths, the config and `doctor`.

use super::Home;
use std::fs;

#[test]
fn help_and_version() {
    let home = Home::new();
    assert!(home.expect(&["--help"], 0).contains("Examples:"));
    assert!(
        home.expect(&["list", "--help", "--lang", "zh"], 0)
            .contains("用法")
    );
    assert!(home.expect(&["--version"], 0).starts_with("kanbao "));
    for shell in ["bash", "zsh", "fish"] {
        assert!(home.expect(&["completions", shell], 0).contains("kanbao"));
    }
    assert!(home.expect(&["help"], 0).contains("Examples:"));
    assert!(
        home.expect(&["help", "bookmark", "list"], 0)
            .starts_with("Print the bookmarks")
    );
    let help = home.expect(&["list", "--help", "--lang", "zh"], 0);
    assert!(
        help.contains("（默认 auto；可选 auto、always、never）"),
        "{help}"
    );
}

#[test]
fn every_command_has_a_manual_page() {
    let home = Home::new();
    for language in kanbao::locale::Locale::tags() {
        home.expect(&["man", "--into", language, "--lang", language], 0);
        let files = fs::read_dir(home.path(language)).expect("the pages");
        let pages: Vec<_> = files.map(|file| file.expect("a page").path()).collect();
        assert!(pages.len() > 20, "{pages:?}");
        for page in pages {
            check_page(&fs::read_to_string(&page).expect("text"), &page);
        }
    }
    let one = home.expect(&["man", "bookmark", "list"], 0);
    assert!(one.starts_with(".TH KANBAO\\-BOOKMARK\\-LIST 1"), "{one}");
    assert!(one.contains("\\fBkanbao\\-bookmark\\fR(1)"), "{one}");
    home.expect(&["man", "bookmark", "nonsense"], 2);
    home.expect(&["man", "list", "--into", "x"], 2);
}

/// Lines that are kept as they are fit a terminal of 80 columns with the indent of a page, and
/// every text is there: a missing one would be printed as its key.
fn check_page(text: &str, page: &std::path::Path) {
    let kept = text
        .split(".nf\n")
        .skip(1)
        .filter_map(|rest| rest.split(".fi\n").next());
    for line in kept.flat_map(str::lines) {
        let cells = kanbao::text::WidthPolicy::default().str(&line.replace("\\-", "-"));
        assert!(cells <= 72, "{cells} cells in {page:?}: {line}");
    }
    for key in ["cli.", "command.", "scope."] {
        let key = text.lines().find(|line| line.starts_with(key));
        assert_eq!(key, None, "{page:?}");
    }
}

#[test]
fn an_unknown_language_is_an_error() {
    let home = Home::new();
    let output = home.run(&["list", "--lang", "tlh"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        error.contains("“tlh”") && error.contains("zh-Hant"),
        "{error}"
    );
    for tag in ["zh", "zh_TW.UTF-8", "en-GB", "C"] {
        home.expect(&["list", "--library", "news", "--lang", tag], 0);
    }
}

#[test]
fn wrong_usage_exits_with_2() {
    let home = Home::new();
    for args in [
        &["--nonsense"][..],
        &["list", "--sort", "colour"],
        &["show"],
        &["show", "news"],
        &["list", "--library", "news/b.txt"],
        &["show", "news/b.txt", "--width", "0"],
    ] {
        home.expect(args, 2);
    }
}

#[test]
fn errors_quote_whole_words() {
    let home = Home::new();
    let error = |args: &[&str]| {
        let output = home.run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    for args in [&["show", "-财经"][..], &["-财经"], &["check", "-财经"]] {
        assert!(error(args).contains("“-财经”"), "{args:?}: {}", error(args));
    }
}

#[test]
fn a_missing_path_exits_with_3() {
    let home = Home::new();
    home.expect(&["show", "gone.md"], 3);
    home.expect(&["list", "--library", "gone"], 3);
    home.expect(&["check", "./gone"], 3);
    home.expect(&["gone"], 3);
    let output = home.run(&["gone", "--lang", "zh"]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(error, "kanbao: gone: 没有这个文件或文件夹 (请核对名字)\n");
}

#[test]
fn config_and_doctor() {
    let home = Home::new();
    let path = home.expect(&["config", "path"], 0);
    assert!(path.trim_end().ends_with("config.toml"), "{path}");
    home.expect(&["config", "check"], 0);
    home.expect(&["config", "init"], 0);
    home.expect(&["config", "init"], 2);
    assert!(fs::read_to_string(path.trim_end()).is_ok());
    home.expect(&["config", "check"], 0);
    // An error is reported with its position, and commands that need the config fail.
    home.file("own.toml", "[nonsense]\nx = 1\n");
    for args in [&["config", "check"][..], &["list"]] {
        let output = home.run(&[args, &["--config", "own.toml"]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("own.toml:1:"),
            "{args:?}"
        );
    }
    // What helps to repair it runs all the same.
    for args in [&["man"][..], &["completions", "zsh"], &["config", "path"]] {
        home.expect(&[args, &["--config", "own.toml"]].concat(), 0);
    }
    let report = home.expect(&["doctor", "--config", "own.toml"], 0);
    assert!(report.contains("own.toml:1:2: Unknown setting"), "{report}");
    home.expect(&["list", "--config", "gone.toml"], 2);
    let message = home.expect(&["doctor"], 0);
    assert!(
        message.contains("config.toml") && message.contains("not a terminal"),
        "{message}"
    );
    home.file("data/kanbao/journal/m-1.jsonl", "zzz\n");
    let message = home.expect(&["doctor"], 0);
    assert!(message.contains("m-1.jsonl:1:1: "), "{message}");
    let report = home.expect(&["doctor", "--json"], 0);
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    let is_path = |value: &serde_json::Value| {
        let text = value.as_str().unwrap_or_default();
        text.ends_with("config.toml")
    };
    assert!(is_path(&report["config"]), "{report}");
    assert!(report["problem"][0].as_str().is_some(), "{report}");
    assert!(report["environment"].is_array(), "{report}");
}

/// Folders that are synchronized by links: what a wrong link does is said.
#[test]
#[cfg(unix)]
fn wrong_links_are_reported() {
    use std::os::unix::fs::symlink;
    let home = Home::new();
    fs::create_dir_all(home.path("data/kanbao")).expect("a folder");
    let journal = home.path("data/kanbao/journal");
    symlink(home.path("away"), &journal).expect("a link");
    let what = format!(
        "a link to {}, which does not exist",
        home.path("away").display()
    );
    let output = home.run(&["bookmark", "add", "--library", "news", "小巨人"]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains(&what), "{error}");
    assert!(home.expect(&["doctor"], 0).contains(&what));
    fs::create_dir(home.path("away")).expect("a folder");
    home.expect(&["bookmark", "add", "--library", "news", "小巨人"], 0);
    let report = home.expect(&["doctor"], 0);
    assert!(
        report.contains(&format!("journal -> {}", home.path("away").display())),
        "{report}"
    );
    assert!(!report.contains("nothing in it is read"), "{report}");
    symlink(home.path("away"), home.path("away/journal")).expect("a link");
    let report = home.expect(&["doctor"], 0);
    assert!(
        report.contains("journal/journal: nothing in it is read"),
        "{report}"
    );
}
