//! `rules`, and what they hide.

use super::{Home, rows};

/// A home with rules, and with another article.
fn home(rules: &str) -> Home {
    let home = Home::new();
    home.file("news/c.md", "---\ntitle: 广告一则\n---\n买小巨人。\n");
    home.file("config/kanbao/config.toml", rules);
    home
}

fn rule(query: &str, action: &str) -> String {
    format!("[[rules]]\nquery = \"{query}\"\naction = \"{action}\"\n")
}

/// Runs a command for the library, and returns one value of each row.
fn values(home: &Home, args: &[&str], name: &str) -> Vec<serde_json::Value> {
    let args = [args, &["--library", "news", "--json"]].concat();
    let found = rows(&home.expect(&args, 0));
    found.iter().map(|row| row[name].clone()).collect()
}

#[test]
fn rules_are_counted_and_applied() {
    let rules = rule("title:广告", "hide") + &rule("小巨人", "tag:企业") + &rule("路透", "later");
    let home = home(&rules);
    assert_eq!(values(&home, &["rules", "list"], "matching"), [1, 2, 0]);
    let ids = |query: &str| values(&home, &["list", query], "id");
    let apply = |option: &[&str]| values(&home, &[&["rules", "apply"], option].concat(), "changed");
    assert_eq!(apply(&["--dry-run"]), [1, 2, 0]);
    assert_eq!(ids("is:unread").len(), 3, "nothing was changed");
    assert_eq!(apply(&[]), [1, 2, 0]);
    assert_eq!(apply(&[]), [0, 0, 0], "once");
    assert_eq!(ids("is:unread").len(), 2);
    assert_eq!(ids("is:hidden"), ["c.md"]);
    assert_eq!(ids("tag:企业"), ["a/第一篇.md"], "the other one is hidden");
    // What the user took back stays so.
    home.expect(&["mark", "unhide", "is:hidden", "--library", "news"], 0);
    assert_eq!(apply(&[]), [0, 0, 0]);
    assert_eq!(ids("tag:企业").len(), 2);
}

/// What arrives after the first scan is new until the reader has shown it.
#[test]
fn new_articles_are_listed() {
    let home = home("");
    let ids = |query: &str| {
        let listed = home.run(&["list", query, "--library", "news", "--json"]);
        let found = rows(&String::from_utf8_lossy(&listed.stdout));
        let ids = found
            .iter()
            .map(|row| row["id"].as_str().map(str::to_owned));
        ids.collect::<Option<Vec<_>>>().expect("IDs")
    };
    assert_eq!(ids("is:new").len(), 0);
    home.file("news/d.md", "---\ntitle: 新来的\n---\n一篇。\n");
    assert_eq!(ids("is:new"), ["d.md"]);
    assert_eq!(ids("is:new 小巨人").len(), 0);
    assert_eq!(ids("-is:new").len(), 3);
    home.expect(&["mark", "read", "is:new", "--library", "news"], 0);
    assert_eq!(ids("is:new").len(), 0);
}

#[test]
fn a_rule_that_hides_everything_is_told() {
    let home = home(&rule("is:unread", "hide"));
    let dry = home.run(&["rules", "apply", "--dry-run", "--library", "news"]);
    let said = String::from_utf8_lossy(&dry.stderr);
    assert!(
        said.contains("The rule “is:unread” hides all articles"),
        "{said}"
    );
    assert_eq!(dry.status.code(), Some(0));
    home.expect(&["rules", "apply", "--library", "news"], 0);
    home.expect(&["list", "--library", "news"], 1);
    home.expect(&["list", "--library", "news", "--limit", "1"], 1);
}

#[test]
fn a_wrong_query_is_reported_with_its_place() {
    let broken = home(&rule("is:unred", "hide"));
    for args in [&["config", "check"][..], &["list", "--library", "news"]] {
        let output = broken.run(args);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("config.toml:2:9: "), "{said}");
        assert!(said.contains("is:unread"), "{said}");
        assert_eq!(output.status.code(), Some(2));
    }
    home("").expect(&["rules", "list", "--library", "news"], 1);
}
