//! Key scripts for the sidebar: choosing views of the library.

use super::{article, desk, library};
use crate::desk::Desk;

/// Articles of two sources in two folders, in three months and two languages.
fn mixed() -> tempfile::TempDir {
    let chinese = "春天的书店里有很多书，读者也很多。";
    let english = "The bookshop has many books in spring, and many readers.";
    let front = |title: &str, source: &str, category: &str, month: &str, body: &str| {
        article(title, &format!("2026-{month}-03"), body).replace(
            "---\n<p>",
            &format!("source: {source}\ncategories: [{category}]\n---\n<p>"),
        )
    };
    library(&[
        ("news/a.md", &front("春天", "甲报", "AI, AI", "11", chinese)),
        ("news/b.md", &front("夏天", "乙报", "ai", "11", chinese)),
        ("news/old/c.md", &front("秋天", "甲报", "书", "10", chinese)),
        ("notes/d.md", &front("Winter", "甲报", "书", "09", english)),
    ])
}

#[track_caller]
fn row(desk: &Desk, text: &str) -> String {
    let rows = desk.rows();
    let found = rows.into_iter().find(|row| row.contains(text));
    found.unwrap_or_else(|| panic!("no {text} on:\n{}", desk.screen()))
}

#[test]
fn a_view_is_chosen_and_left() {
    let folder = mixed();
    let mut desk = desk(&folder, (80, 24));
    desk.lacks("继续阅读")
        .keys("t")
        .shows("继续阅读")
        .shows("- 来源");
    assert!(row(&desk, "  甲报").contains(" 3"), "{}", desk.screen());
    // All, unread, bookmarks, reading, sources, then the largest source.
    desk.keys("j j j j j Enter").lacks("继续阅读");
    desk.shows("▸ 甲报 ⋅ 3 篇 ⋅ 未读 3").shows("Esc 清除");
    desk.shows("秋天").lacks("夏天");
    desk.keys("r").shows("未读 2");
    desk.keys("Escape").shows("夏天").shows("全部 4 ⋅ 未读 3");
}

#[test]
fn the_header_and_the_position_are_those_of_the_sidebar() {
    let folder = mixed();
    for (width, position) in [
        (80, "第 1 篇，共 4 篇"),
        (60, "第 1 项，共 11 项"),
        (40, "1/11"),
    ] {
        let mut desk = desk(&folder, (width, 24));
        desk.keys("t").shows(position).lacks("/ 查找");
        assert!(
            width < 60 || row(&desk, "看报").contains("q 返回"),
            "{}",
            desk.screen()
        );
        desk.keys("q").shows("1").lacks("q 返回");
    }
}

#[test]
fn groups_unfold_and_merge_spellings() {
    let folder = mixed();
    let mut desk = desk(&folder, (80, 24));
    // Down past the two sources to the categories.
    desk.keys("t 7 j").keys("Enter").shows("- 分类");
    assert!(row(&desk, "AI").contains(" 2"), "{}", desk.screen());
    desk.keys("Enter").shows("+ 分类");
    desk.keys("G Enter").shows("- 文件夹").shows("old");
    assert!(row(&desk, "news").contains(" 3"));
    desk.keys("j Enter").shows("▸ news ⋅ 3 篇").lacks("Winter");
}

#[test]
fn unread_bookmarks_and_all_are_views() {
    let folder = mixed();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("r b t j Enter")
        .shows("▸ 未读 ⋅ 3 篇")
        .lacks("▐ 春天");
    desk.keys("t j Enter").shows("书签 1");
    desk.keys("t g g Enter").shows("全部 4");
}

#[test]
fn the_sidebar_leaves_a_lone_list_in_sight() {
    let folder = mixed();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("t").shows("继续阅读").shows("╎").shows("春天");
    // The cursor leaves the shown view, which keeps its mark.
    desk.keys("j j").shows("▐ 全部文章");
    desk.resize(60, 24).shows("继续阅读").lacks("春天");
    desk.resize(100, 24).shows("春天");
    desk.keys("q").lacks("继续阅读").shows("春天");
}

#[test]
fn a_view_without_articles_says_so() {
    let folder = mixed();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("t j j j Enter").shows("“继续阅读”里没有文章。");
    desk.shows("按 Esc 显示全部文章。").lacks("示例");
    desk.keys("Escape").shows("春天");
}

#[test]
fn the_usual_order_is_known_before_all_articles_are() {
    let folder = library(&[
        ("b/1.md", "# 第一章\n\n正文。\n"),
        ("a/2.md", "# 第二章\n\n正文。\n"),
    ]);
    let mut first = desk(&folder, (80, 24));
    first.shows("第二章").shows("a ⋅ 1");
    let state = first.app.view_state();
    assert_eq!(
        (&state.sort, state.usual_sort.as_deref()),
        (&None, Some("folder"))
    );
    let roots = vec![folder.path().to_owned()];
    let marks = kanbao::user::marks::Marks::default();
    let mut again = Desk::reopen(roots, marks, "zh-Hans", (80, 24), state);
    again.shows("a ⋅ 1").keys("s").shows("按日期排序");
}

#[test]
fn a_wide_screen_has_the_sidebar_beside_the_list() {
    let folder = mixed();
    let mut desk = desk(&folder, (160, 30));
    desk.shows("继续阅读").shows("春天");
    // Keys go to the list until t.
    desk.keys("j").keys("t t").lacks("继续阅读");
    desk.keys("t").shows("继续阅读").keys("q");
    desk.shows("继续阅读").keys("s").shows("按来源排序");
    desk.resize(100, 30).lacks("继续阅读");
    desk.keys("t").shows("继续阅读").keys("b").lacks("继续阅读");
    assert_eq!(
        desk.recorded.len(),
        1,
        "a command of the list applies to it"
    );
}

#[test]
fn the_view_and_the_cursor_are_kept_until_the_next_start() {
    let folder = mixed();
    let again = |view| {
        let roots = vec![folder.path().to_owned()];
        Desk::reopen(
            roots,
            kanbao::user::marks::Marks::default(),
            "zh-Hans",
            (80, 24),
            view,
        )
    };
    let kept = |script: &str| {
        let mut desk = desk(&folder, (80, 24));
        again(desk.keys(script).app.view_state())
    };
    kept("").shows("第 1 篇，共 4 篇");
    kept("j j").shows("第 3 篇，共 4 篇");
    kept("s s j")
        .shows("第 2 篇，共 4 篇")
        .keys("s")
        .shows("按长度排序");
    kept("t 5 j Enter j")
        .shows("▸ 甲报")
        .shows("第 2 篇，共 3 篇");
    kept("t G Enter j j Enter").keys("t").shows("- 文件夹");
    kept("U")
        .shows("▸ 未读 ⋅ 4 篇")
        .keys("U")
        .shows("显示全部文章");
    kept("t G Enter t").keys("t").shows("- 文件夹");
    // The article is gone.
    let state = desk(&folder, (80, 24)).keys("G").app.view_state();
    std::fs::remove_file(folder.path().join("notes/d.md")).unwrap();
    again(state).shows("第 1 篇，共 3 篇");
}
