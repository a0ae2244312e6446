//! Pages from the web, which a server of the test plays: the full text of an article, and links that
//! are saved.

use super::{desk, library};
use crate::desk::Desk;
use crate::page_server;
use kanbao::fetch::{NewArticle, Writer};
use kanbao::paths::Directories;
use std::fs;
use std::path::Path;

const SUMMARY: &str = "本报记者昨天在江边看到，新的大桥已经合龙，预计下个月通车……";
const REST: &str =
    "市民说，从此不必再等渡船。老船工在岸边看了很久，说这条江他渡了四十年，往后要学着走桥了。";

/// Serves the page `/1` with the full text, and `/2` with another; returns the address.
fn server() -> String {
    page_server::start(|path| {
        let text = match path {
            "/1" => format!("<p>{SUMMARY}</p><p>{REST}</p><p>{REST}</p>"),
            _ => "<p>请登录后继续阅读。本页面向订户开放，欢迎订阅，谢谢您的支持。</p>".repeat(4),
        };
        let page = format!(
            "<!DOCTYPE html><html><head><meta charset=utf-8><title>大桥</title></head><body>\
             <nav><a href=/>首页</a></nav><article><h1>大桥</h1>{text}</article></body></html>"
        );
        (200, page)
    })
}

/// A desk that may ask the server, with the data in a folder of its own.
fn online(folder: &tempfile::TempDir, data: &Path, server: &str) -> Desk {
    let mut desk = desk(folder, (80, 30));
    desk.jobs.places = Some(Directories::under(data));
    desk.jobs.allowed_address = Some(server.to_owned());
    desk
}

fn summary_of(link: &str) -> String {
    format!("---\ntitle: 大桥\nlink: {link}\n---\n<div><p>{SUMMARY}</p></div>\n")
}

#[test]
fn the_full_text_is_shown_and_the_summary_again() {
    let server = server();
    let text = summary_of(&format!("{server}/1"));
    let folder = library(&[("a.md", &text)]);
    let data = tempfile::tempdir().expect("a folder");
    let mut desk = online(&folder, data.path(), &server);
    desk.keys("Enter")
        .shows("预计下个月通车")
        .lacks("渡了四十年");
    desk.keys("X").shows("渡了四十年").lacks("首页");
    desk.keys("X").shows("预计下个月通车").lacks("渡了四十年");
    // The user's own file is not changed.
    let file = fs::read_to_string(folder.path().join("a.md")).expect("the file");
    assert_eq!(file, text);
    assert!(!folder.path().join(".kanbao").exists());
}

#[test]
fn a_page_about_something_else_is_not_shown() {
    let server = server();
    let folder = library(&[("a.md", &summary_of(&format!("{server}/2")))]);
    let data = tempfile::tempdir().expect("a folder");
    let mut desk = online(&folder, data.path(), &server);
    desk.keys("Enter X")
        .shows("网页里没有更全的正文")
        .lacks("请登录");
    let folder = library(&[("a.md", "---\ntitle: 无址\n---\n<p>文</p>")]);
    online(&folder, data.path(), &server)
        .keys("Enter X")
        .shows("文章没有网址");
    // Private addresses are refused.
    let folder = library(&[("a.md", &summary_of(&format!("{server}/1")))]);
    let mut desk = online(&folder, data.path(), "https://example.org");
    desk.keys("Enter X").lacks("渡了四十年").shows("127.0.0.1");
}

#[test]
fn a_file_of_kanbao_gets_the_full_text() {
    let server = server();
    let folder = tempfile::tempdir().expect("a folder");
    let data = tempfile::tempdir().expect("a folder");
    let places = Directories::under(data.path());
    let writer = Writer::open(folder.path(), &places.data).expect("a writer");
    let article = NewArticle {
        title: "大桥".to_owned(),
        site: "晨报".to_owned(),
        link: Some(format!("{server}/1")),
        body: format!("<p>{SUMMARY}</p>"),
        ..NewArticle::default()
    };
    let stored = writer.write(&[article]).expect("it is written");
    let path = &stored.first().expect("one").path;
    let file = || fs::read_to_string(path).expect("the file");
    let before = file();
    let mut desk = online(&folder, data.path(), &server);
    desk.keys("Enter X").shows("渡了四十年");
    assert!(file().contains(REST) && file().starts_with("---\ntitle: '大桥'"));
    desk.keys("u").lacks("渡了四十年").shows("预计下个月通车");
    assert_eq!(file(), before);
}

#[test]
fn a_link_is_saved_and_queued() {
    let server = server();
    let text = format!("---\ntitle: 目录\n---\n看[大桥]({server}/1)和[信](mailto:a@b.example)。\n");
    let folder = library(&[("a.md", &text)]);
    let data = tempfile::tempdir().expect("a folder");
    let mut desk = online(&folder, data.path(), &server);
    desk.keys("Enter Tab : s a v e - l i n k Enter")
        .shows("已保存，加入稍后读：《大桥》");
    let saved = folder.path().join("saved/127.0.0.1");
    let months = fs::read_dir(&saved).expect("the folder of the site");
    let files: usize = months
        .flatten()
        .map(|month| fs::read_dir(month.path()).map_or(0, Iterator::count))
        .sum();
    assert_eq!(files, 1);
    desk.keys("Escape Escape R P").shows("大桥");
    let folder = library(&[(
        "a.md",
        "---\ntitle: 信\n---\n写[信](mailto:a@b.example)。\n",
    )]);
    online(&folder, data.path(), &server)
        .keys("Enter Tab : s a v e - l i n k Enter")
        .shows("这里没有网页链接可存");
}
