//! Key scripts for related articles and for versions of an article.

use super::{article, desk, library};
use crate::desk::Desk;
use std::fs;

const TEXT: &str = "编辑部每天早上把各地送来的稿件按时间排好，再由值班的人读一遍。有错字的退回去改，\
    没有错字的就排进当天的版面。下午印好的报纸装上车，送到沿江的各个站点。";

fn copies() -> tempfile::TempDir {
    library(&[
        ("a.md", &article("春天的书店", "2022-04-19", TEXT)),
        ("b.md", &article("春天的书店", "2022-04-18", TEXT)),
        (
            "c.md",
            &article("夏天的车站", "2022-04-17", "第三篇的正文。"),
        ),
    ])
}

#[test]
fn copies_share_a_row_and_a_key_lists_them() {
    let folder = copies();
    let mut desk = desk(&folder, (80, 24));
    desk.shows("春天的书店  +1")
        .shows("全部 3")
        .shows("第 1–2 篇，共 3 篇")
        .keys("+")
        .shows("各版本 ▸ 春天的书店")
        .shows("2 篇")
        .lacks("夏天的车站")
        .keys("j Escape")
        .shows("夏天的车站")
        .keys("G +")
        .shows("没有其他版本")
        .keys("f 书店 Enter")
        .shows("2 篇")
        .keys("Escape A")
        .shows("未读 0");
    // An edited file folds no more.
    fs::write(
        folder.path().join("b.md"),
        article("春天的书店", "2022-04-18", "全都改过了。"),
    )
    .unwrap();
    desk.keys("R").shows("第 1 篇，共 3 篇");
}

#[test]
fn related_articles_say_what_they_share() {
    let mut files = vec![
        (
            "a.md".to_owned(),
            article("甲", "2022-04-19", "罗俊杰谈小巨人与芯片企业。"),
        ),
        (
            "b.md".to_owned(),
            article("乙", "2022-04-18", "小巨人罗俊杰，芯片企业。"),
        ),
    ];
    for number in 0..80 {
        let text = format!("天气晴朗，出门看风景。{number}");
        files.push((format!("x{number}.md"), article("丙", "2022-01-01", &text)));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (&**name, &**text))
        .collect();
    let folder = library(&files);
    let cache = tempfile::tempdir().unwrap();
    let roots = vec![folder.path().to_owned()];
    Desk::indexed(roots, (100, 24), cache.path())
        .keys("g g =")
        .shows("相关 ▸ 甲")
        .shows("1 篇")
        .shows("都有：")
        .shows("罗俊杰")
        .lacks("丙")
        .keys("Escape")
        .shows("丙")
        .keys("G =")
        .shows("没有相关的文章");
}
