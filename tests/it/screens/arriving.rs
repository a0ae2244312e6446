//! Articles that arrive: they are new until they are seen, and rules are applied to them once.

use super::{article, three};
use crate::desk::Desk;
use kanbao::app::{Item, Listed, Message, Update};
use kanbao::library::entry_of;
use kanbao::user::{MarkRule, RuleAction};
use std::fs;
use std::path::Path;

fn arrive(folder: &Path, name: &str, title: &str) {
    let text = article(title, "2026-11-24 07:30:00", "新来的正文。");
    fs::write(folder.join(name), text).expect("a file");
}

/// A desk on a library that was scanned, the folder, and that of the indexes.
fn scanned(size: (u16, u16)) -> (Desk, [tempfile::TempDir; 2]) {
    let folders = [three(), tempfile::tempdir().expect("a folder")];
    let [library, cache] = &folders;
    let desk = Desk::indexed(vec![library.path().to_owned()], size, cache.path());
    (desk, folders)
}

#[test]
fn an_article_is_new_until_it_is_opened() {
    for (size, gap) in [((80, 24), " "), ((40, 20), " "), ((20, 6), "")] {
        let (mut desk, [library, cache]) = scanned(size);
        desk.lacks("▞").lacks("新到");
        arrive(library.path(), "d.md", "冬天的渡口");
        desk.keys("R").shows(&format!("▞{gap}冬天的渡口"));
        // The mark of an article of one row is as high as the row.
        desk.shows(&format!("▐{gap}春天的书店"));
        // Also after another start.
        let roots = vec![library.path().to_owned()];
        let mut desk = Desk::indexed(roots, size, cache.path());
        desk.keys("g g").shows(&format!("▞{gap}冬天的渡口"));
        if size.0 == 80 {
            desk.shows("新到 1");
        }
        desk.keys("Enter").keys("q").lacks("▞").lacks("新到");
        desk.keys("R").lacks("▞");
    }
}

#[test]
fn an_article_is_seen_when_the_preview_goes_on() {
    let (mut desk, [library, _cache]) = scanned((120, 30));
    arrive(library.path(), "d.md", "冬天的渡口");
    desk.keys("R g g").shows("▞ 冬天的渡口").shows("新到 1");
    desk.keys("j").lacks("▞").lacks("新到");
    desk.keys("k").lacks("▞");
}

#[test]
fn new_articles_are_found() {
    let (mut desk, [library, _cache]) = scanned((120, 30));
    arrive(library.path(), "d.md", "冬天的渡口");
    desk.keys("R / is:new Enter")
        .shows("▸ is:new ⋅ 1 篇")
        .shows("冬天的渡口")
        .lacks("秋天的码头");
    // What is marked as read is not new.
    desk.keys("Escape A").lacks("▞").lacks("新到");
}

/// What the watcher reports of a file that it has read.
fn watched(desk: &mut Desk, folder: &Path, name: &str) {
    let entry = entry_of(&folder.join(name), &desk.jobs.scan.zone).expect("an article");
    let update = Update {
        changed: vec![Item::new(Listed::new(entry))],
        ..Update::default()
    };
    desk.send(Message::Watched(Box::new(update)));
}

#[test]
fn what_a_watcher_finds_is_new_at_once() {
    let (mut desk, [library, cache]) = scanned((80, 24));
    arrive(library.path(), "d.md", "冬天的渡口");
    watched(&mut desk, library.path(), "d.md");
    desk.shows("▞ 冬天的渡口").shows("新到 1");
    // A change of an article is no arrival.
    arrive(library.path(), "a.md", "春天的书店二");
    watched(&mut desk, library.path(), "a.md");
    desk.shows("新到 1");
    desk.keys("g g j Enter q").lacks("▞");
    // It was seen before the index had it.
    let roots = vec![library.path().to_owned()];
    Desk::indexed(roots, (80, 24), cache.path()).lacks("▞");
}

fn rule(query: &str, action: RuleAction) -> MarkRule {
    MarkRule {
        name: query.to_owned(),
        query: query.to_owned(),
        action,
        at: (1, 1),
    }
}

#[test]
fn rules_are_applied_once_to_what_arrives() {
    let (mut desk, [library, cache]) = scanned((80, 24));
    desk.jobs.rules = vec![
        rule("正文", RuleAction::Hide),
        rule("title:冬天", RuleAction::Later),
    ];
    desk.keys("R").shows("秋天的码头").lacks("规则");
    arrive(library.path(), "d.md", "冬天的渡口");
    desk.keys("R")
        .shows("规则处理了 1 篇新文章")
        .shows("秋天的码头")
        .lacks("冬天的渡口");
    desk.keys("u").shows("冬天的渡口");
    desk.keys("R").shows("冬天的渡口");
    // A rule that is written later is not about what was there.
    let roots = vec![library.path().to_owned()];
    let mut desk = Desk::indexed(roots, (80, 24), cache.path());
    desk.jobs.rules = vec![rule("冬天", RuleAction::Hide)];
    desk.keys("R").shows("冬天的渡口");
}
