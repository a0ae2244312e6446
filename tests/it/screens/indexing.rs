//! The full-text index of a session: what it lacks is said, and not denied.

use super::searching::indexed;
use super::{article, desk, three};
use crate::desk::Desk;
use kanbao::app::{Effect, Item, Job, Listed, Message, Update};
use kanbao::input::{Input, Key};
use std::collections::VecDeque;

/// The file of the full-text index in a cache.
fn text_file(cache: &tempfile::TempDir) -> std::path::PathBuf {
    let files = std::fs::read_dir(cache.path()).unwrap();
    let mut files = files.map(|file| file.unwrap().path());
    let is_text = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "text");
    files.find(is_text).unwrap()
}

#[test]
fn an_index_that_is_damaged_while_it_is_open_is_made_anew() {
    let truncate = |path: &std::path::Path| {
        let file = std::fs::File::options().write(true).open(path).unwrap();
        file.set_len(4_096).unwrap();
    };
    let remove = |path: &std::path::Path| std::fs::remove_file(path).unwrap();
    let spoilers: [&dyn Fn(&std::path::Path); 2] = [&truncate, &remove];
    for spoil in spoilers {
        let (mut desk, folders) = indexed((80, 24));
        desk.keys("/ 罗俊杰 Enter").shows("⋅ 3 篇");
        spoil(&text_file(&folders[1]));
        desk.keys("Escape / 没有人说话 Enter").shows("⋅ 2 篇");
        desk.keys("Escape / 罗俊杰 Enter").shows("⋅ 3 篇");
    }
}

#[test]
fn changed_articles_are_indexed_again() {
    let (mut desk, folders) = indexed((80, 24));
    desk.keys("/ 新的一句 Enter").shows("没有文章含有");
    let path = folders[0].path().join("c.md");
    std::fs::write(path, article("秋天的码头", "2026-11-22", "新的一句话。")).unwrap();
    desk.keys("R")
        .shows("▸ 新的一句 ⋅ 1 篇")
        .shows("新的一句话");
}

/// Reads the library again. `before` is called when the texts are to be indexed.
fn reread(desk: &mut Desk, before: impl Fn()) {
    let key = Message::Input(Input::Key(Key::char('R')));
    let mut effects = VecDeque::from(desk.app.update(key, desk.now));
    while let Some(effect) = effects.pop_front() {
        if matches!(effect, Effect::Job(Job::IndexTexts { .. })) {
            before();
        }
        for message in desk.perform(effect) {
            effects.extend(desk.app.update(message, desk.now));
        }
    }
}

/// Another program that writes to an index for a long time.
fn lock(path: &std::path::Path) -> rusqlite::Connection {
    let other = rusqlite::Connection::open(path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    other
}

#[test]
fn a_failed_update_is_said_and_tried_again() {
    let (mut desk, folders) = indexed((100, 30));
    let file = text_file(&folders[1]);
    let path = folders[0].path().join("c.md");
    let text = article("秋天的码头", "2026-11-22", "新的一句话。");
    std::fs::write(&path, text).unwrap();
    let other = lock(&file);
    desk.keys("R").shows("下次搜索时重试");
    // The next search tries again, and what it cannot see it does not deny.
    desk.keys("/ 新的一句 Enter")
        .shows("还没有查完全部正文")
        .shows("下次搜索时重试")
        .shows("正文没有查全")
        .lacks("没有文章含有");
    // What can be searched is shown.
    desk.keys("/ C-u 罗俊杰 Enter")
        .shows("▸ 罗俊杰 ⋅ 3 篇")
        .shows("正文没有查全");
    drop(other);
    desk.keys("/ C-u 新的一句 Enter").shows("⋅ 1 篇");
    desk.lacks("正文没有查全");
    desk.keys("/ C-u 没有这句话 Enter").shows("没有文章含有");
}

/// Writes an article, and reports it as a watcher does.
fn change(desk: &mut Desk, folder: &std::path::Path, name: &str, text: &str) {
    let text = article("码头", "2026-11-22", text);
    std::fs::write(folder.join(name), text).unwrap();
    let all = &desk.app.list.all;
    let item = all.iter().find(|item| item.entry.id() == name).unwrap();
    let mut entry = item.entry.clone();
    entry.name = entry.name.with_title(&format!("码头{name}"));
    let update = Update {
        changed: vec![Item::new(Listed::new(entry))],
        ..Update::default()
    };
    desk.send(Message::Watched(Box::new(update)));
}

/// As above, with a change that a watcher reports.
#[test]
fn a_failed_update_of_some_articles_is_tried_again_with_the_next_change() {
    let (mut desk, folders) = indexed((100, 30));
    let file = text_file(&folders[1]);
    let folder = folders[0].path();
    desk.keys("/ 新的一句 Enter").shows("没有文章含有");
    let other = lock(&file);
    change(&mut desk, folder, "c.md", "新的一句话。");
    desk.shows("还没有查完全部正文").shows("下次搜索时重试");
    drop(other);
    change(&mut desk, folder, "d.md", "别的话。");
    desk.shows("▸ 新的一句 ⋅ 1 篇");
}

/// An article that disappears between the scan and the update of its text.
#[test]
fn an_article_that_cannot_be_read_is_not_searched() {
    let (mut desk, folders) = indexed((100, 30));
    let path = folders[0].path().join("c.md");
    std::fs::write(&path, article("码头", "2026-11-22", "新的一句话。")).unwrap();
    reread(&mut desk, || drop(std::fs::remove_file(&path)));
    desk.keys("/ 新的一句 Enter")
        .shows("还没有查完全部正文")
        .shows("4 篇文章中搜索了 3 篇的正文；其余文章无法完整读取")
        .shows("正文没有查全");
    // It is there again.
    change(&mut desk, folders[0].path(), "c.md", "新的一句话。");
    desk.shows("▸ 新的一句 ⋅ 1 篇").lacks("正文没有查全");
    std::fs::remove_file(&path).unwrap();
    desk.keys("R").shows("没有文章含有");
}

#[test]
fn without_an_index_the_bar_says_that_texts_are_not_searched() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("/ 正文 Enter").shows("没有索引，未查正文");
    desk.keys("/ C-u title:书店 Enter").lacks("没有索引");
    // The sample is in no library: its texts are indexed in memory.
    let mut desk = Desk::sample(80, 24);
    desk.keys("/ text:书店 Enter")
        .lacks("没有索引")
        .lacks("⋅ 0 篇");
}
