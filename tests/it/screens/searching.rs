//! Key scripts for the search of the list and of the open article.

use super::{article, desk, library, three};

#[test]
fn a_search_shows_what_matches_and_says_so() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("j / 车站").shows("/车站").shows("1 篇");
    desk.lacks("春天的书店").keys("Enter");
    desk.shows("▸ 车站 ⋅ 1 篇 ⋅ 未读 1").shows("Esc 清除");
    // Opening marks as read; the head counts its own articles.
    desk.keys("Enter q").shows("▸ 车站 ⋅ 1 篇 ⋅ 未读 0");
    desk.keys("Escape").lacks("▸").shows("第 2 篇，共 3 篇");
}

#[test]
fn a_search_without_a_match_leaves_the_cursor() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("j / 无此文 Escape").shows("第 2 篇，共 3 篇");
    desk.keys("/ 无此文 Enter").shows("没有文章含有“无此文”");
    desk.keys("Escape").shows("第 2 篇，共 3 篇");
    // While typing, the article comes back with the text that finds it.
    desk.keys("/ 无 Backspace 天").shows("3 篇");
    assert_eq!(desk.app.list.cursor, 1);
    desk.keys("Escape").shows("第 2 篇，共 3 篇");
}

#[test]
fn all_articles_are_offered_when_a_view_has_no_match() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("b B / 码头")
        .shows("没有；Enter 在全部文章中查找");
    desk.keys("Enter").shows("改在全部文章中查找");
    desk.shows("秋天的码头").shows("▸ 码头 ⋅ 1 篇");
    // The same from the empty list.
    desk.keys("Escape B / 书店 Enter")
        .shows("▸ 书签 ▸ 书店 ⋅ 1 篇");
    desk.keys("r Escape U / 书店 Escape").lacks("▸");
}

#[test]
fn errors_appear_after_enter() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("/ 书店 Space sorce:x").lacks("没有“sorce”");
    desk.keys("Enter").shows("第 4 列").shows("source");
    desk.keys("Escape");
    // A prefix while it is typed, a whole word afterwards.
    let folder = library(&[
        ("a.md", &article("Rust in print", "2026-11-24", "x")),
        ("b.md", &article("Rusty nails", "2026-11-23", "x")),
    ]);
    let mut desk = super::desk(&folder, (80, 24));
    desk.keys("/ rust")
        .shows("2 篇")
        .keys("Enter")
        .shows("1 篇");
}

#[test]
fn prompts_keep_a_history() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("/ 书店 Enter Escape / 车站 Enter Escape");
    desk.keys("/ Up").shows("/车站").keys("Up").shows("/书店");
    desk.shows("1 篇").keys("Down Down").lacks("/车站");
    desk.keys("Escape : zen Enter : Up").shows(":zen");
    // That of the open article is another one.
    desk.keys("Escape q / Escape Enter / Up").lacks("/车站");
}

#[test]
fn an_article_is_searched_by_a_regular_expression() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter / /标准.*申报/ Enter")
        .shows("第 1 处，共 1 处");
    desk.keys("/ /标.在/ Enter").shows("没有找到");
    desk.keys("/ /(标/").lacks("正则");
    desk.keys("Enter").shows("不是正则表达式");
    desk.keys("/ /正在完善 Enter").shows("第 1 处，共 80 处");
}
