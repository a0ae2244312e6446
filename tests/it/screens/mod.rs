//! Key scripts against the screen, at many sizes.

mod arriving;
mod bottom_row;
mod command_line;
#[cfg(feature = "fetch")]
mod feeds;
#[cfg(feature = "fetch")]
mod fetching;
mod hiding;
mod highlights;
mod history;
mod indexing;
mod interface;
mod jumps;
mod keeping;
mod landmarks;
mod list;
mod marks;
mod mouse;
mod overlays;
#[cfg(feature = "pictures")]
mod pictures;
mod reader;
mod rows;
mod searching;
mod settings;
mod sidebar;
mod site_pages;
mod versions;
mod widths;

use crate::desk::Desk;
use kanbao::user::marks::Marks;
use std::fs;

/// A library of small articles in a folder of its own.
fn library(articles: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in articles {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn desk(folder: &tempfile::TempDir, size: (u16, u16)) -> Desk {
    Desk::open(
        vec![folder.path().to_owned()],
        Marks::default(),
        "zh-Hans",
        size,
    )
}

fn article(title: &str, date: &str, body: &str) -> String {
    format!("---\ntitle: {title}\nauthor: 报社\ndate: {date}\n---\n<p>{body}</p>\n")
}

fn three() -> tempfile::TempDir {
    let long = "标准正在完善，企业可以申报。".repeat(80);
    library(&[
        ("a.md", &article("春天的书店", "2026-11-24 07:00:00", &long)),
        (
            "b.md",
            &article("夏天的车站", "2026-11-23 09:00:00", "第二篇的正文。"),
        ),
        (
            "c.md",
            &article("秋天的码头", "2022-04-19 09:00:00", "第三篇的正文。"),
        ),
    ])
}

/// An article with every kind of link, two footnotes, a picture and a table.
fn linked() -> tempfile::TempDir {
    let long = "/long".repeat(20);
    let text = format!(
        "---\ntitle: 链接\ndate: 2026-11-24 07:00:00\n---\n看[原文](https://www.a.example/1)和\
        [https://bank.example/](https://evil.example/)，[例子](https://例子.中国/)[^1]。\n\n\
        ![图](https://img.example/a.png)\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n\
        {}\n\n[很长](https://b.example{long})[^b]。\n\n[^1]: 第一条注。\n[^b]: 第二条注。\n",
        "占一行的话。\n\n".repeat(30)
    );
    library(&[("a.md", &text)])
}
