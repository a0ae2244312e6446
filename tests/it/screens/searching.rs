//! Key scripts for the search of the list and of the open article.

use super::{article, desk, library, three};
use crate::desk::Desk;

#[test]
fn a_search_shows_what_matches_and_says_so() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("j / 车站").shows("/车站").shows("1 篇");
    desk.lacks("春天的书店").keys("Enter");
    desk.shows("▸ 车站 ⋅ 1 篇 ⋅ ")
        .shows("未读 1")
        .shows("Esc 清除");
    // Opening marks as read; the head counts its own articles.
    desk.keys("Enter q")
        .shows("▸ 车站 ⋅ 1 篇 ⋅ ")
        .shows("未读 0");
    desk.keys("Escape").lacks("▸").shows("第 2 篇，共 3 篇");
}

/// The row that Down has reached stays selected when the search is accepted.
#[test]
fn down_selects_a_row_of_what_is_found() {
    let folder = three();
    for (keys, cursor) in [
        ("/ 天", 0),
        ("/ 天 Down", 1),
        ("/ 天 Down Up", 0),
        ("/ 天 Down Enter", 1),
        ("f 天 Down Enter", 1),
    ] {
        let mut desk = desk(&folder, (80, 24));
        desk.keys(keys);
        assert_eq!(desk.app.list.cursor, cursor, "{keys}");
    }
}

#[test]
fn the_article_beside_the_list_shows_the_hits_of_the_whole_query() {
    let text = article("标准正在完善", "2026-11-24", "标准正在完善，企业可以申报。");
    let folder = library(&[("a.md", &text)]);
    let mut desk = desk(&folder, (120, 34));
    let mut check = |keys: &str, cells: Option<u32>| {
        desk.keys(keys);
        let hit = desk.reader().hits.first();
        assert_eq!(
            hit.map(|hit| hit.range.len()),
            cells.map(|n| 3 * n as usize)
        );
    };
    check("/ 标", Some(1));
    check("准", Some(2));
    check("正", Some(3));
    check("Backspace", Some(2));
    check("Escape", None);
}

#[test]
fn a_search_without_a_match_leaves_the_cursor() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("j / 无此文 Escape").shows("第 2 篇，共 3 篇");
    desk.keys("/ 无此文 Enter").shows("还没有查完全部正文");
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

/// Articles whose texts are indexed, and the folder of the index.
pub(super) fn indexed(size: (u16, u16)) -> (Desk, [tempfile::TempDir; 2]) {
    let long = "大家都在看书，没有人说话。".repeat(40);
    let folder = library(&[
        (
            "a.md",
            &article(
                "春天的书店",
                "2026-11-24",
                &format!("{long}罗俊杰来了。{long}"),
            ),
        ),
        (
            "b.md",
            &article(
                "罗俊杰与车站",
                "2026-11-23",
                "他在车站。</p><p>罗俊杰走了。",
            ),
        ),
        ("c.md", &article("秋天的码头", "2026-11-22", "这里没有他。")),
        (
            "d.md",
            &article("冬天", "2026-11-21", &format!("{long}羅俊傑與Rust。{long}")),
        ),
    ]);
    let cache = tempfile::tempdir().unwrap();
    let desk = Desk::indexed(vec![folder.path().to_owned()], size, cache.path());
    (desk, [folder, cache])
}

#[test]
fn texts_are_searched_and_rows_show_where() {
    let (mut desk, _folders) = indexed((80, 24));
    desk.keys("/ 罗俊杰").shows("3 篇").keys("Enter");
    desk.shows("▸ 罗俊杰 ⋅ 3 篇")
        .shows("罗俊杰来了。大家")
        .shows("羅俊傑與Rust");
    desk.shows("罗俊杰走了。").lacks("码头");
    // Only texts; only titles.
    desk.keys("/ C-u text:罗俊杰 Space -rust Enter")
        .shows("▸ text:罗俊杰 -rust ⋅ 2 篇");
    desk.keys("/ C-u title:罗俊杰 Enter")
        .shows("⋅ 1 篇")
        .lacks("罗俊杰走了");
    desk.keys("/ C-u 没有这句话 Enter").shows("没有文章含有");
}

/// Until texts are searched for the whole word, only titles match; the selected row stays selected.
#[test]
fn an_accepted_search_keeps_the_selected_row() {
    let folder = library(&[
        ("a.md", &article("车站", "2026-11-24", "Rust 写的。")),
        ("b.md", &article("Rust 入门", "2026-11-23", "第一课。")),
    ]);
    let cache = tempfile::tempdir().unwrap();
    let mut desk = Desk::indexed(vec![folder.path().to_owned()], (80, 24), cache.path());
    desk.keys("/ rust").shows("2 篇").keys("Enter");
    assert_eq!(desk.app.list.selected().unwrap().entry.title(), "车站");
}

#[test]
fn what_is_found_can_be_in_the_order_of_its_relevance() {
    let folder = library(&[
        (
            "a.md",
            &article("车站", "2026-11-24", "这里提到一次书店，别的都不是。"),
        ),
        ("b.md", &article("书店与书店", "2026-11-23", "书店。")),
        (
            "c.md",
            &article("码头", "2026-11-22", &"书店的灯，书店的门。".repeat(9)),
        ),
    ]);
    let cache = tempfile::tempdir().unwrap();
    let mut desk = Desk::indexed(vec![folder.path().to_owned()], (80, 24), cache.path());
    let titles = |desk: &Desk| -> Vec<String> {
        let shown = desk.app.list.shown();
        shown.map(|item| item.entry.title().to_string()).collect()
    };
    // Without a query there is no relevance.
    desk.keys("s s s s s").shows("日期");
    desk.keys("/ 书店 Enter s s s s s").shows("相关度");
    assert_eq!(titles(&desk), ["书店与书店", "码头", "车站"]);
    desk.keys("S");
    assert_eq!(titles(&desk), ["车站", "码头", "书店与书店"]);
    // The next query has its own ranks; without one the order is that of the date.
    desk.keys("S / C-u 一次 Enter");
    assert_eq!(titles(&desk), ["车站"]);
    desk.keys("Escape");
    assert_eq!(titles(&desk), ["车站", "书店与书店", "码头"]);
}

#[test]
fn names_of_saved_searches_are_completed() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("/ 书店 Enter : s a v Tab Space 甲 乙 Enter");
    desk.keys(": u n s a Tab Space 甲 Tab")
        .shows(":unsave 甲乙");
}

#[test]
fn escape_removes_the_marks_of_a_search_from_the_article() {
    let (mut desk, _folders) = indexed((140, 24));
    desk.keys("/ 罗俊杰 Enter Enter").shows("第 1 处，共 1 处");
    desk.keys("Escape");
    assert!(desk.app.reader.as_ref().unwrap().sought.is_query());
    desk.keys("Escape");
    assert!(desk.app.reader.as_ref().unwrap().sought.is_nothing());
    desk.keys("Enter / 罗俊杰 Enter").shows("第 1 处，共 1 处");
    desk.keys("Escape");
    assert!(desk.app.reader.as_ref().unwrap().sought.is_nothing());
}

#[test]
fn the_filter_is_named_and_shows_its_hits() {
    let folder = library(&[
        ("a.md", &article("春天的书店", "2026-11-24", "x")),
        (
            "b.md",
            &article(
                "老城的三轮车慢慢走过春天的书店门口，车上坐着几个刚刚放学的孩子，他们要去秋天的码头看船",
                "2026-11-23",
                "x",
            ),
        ),
    ]);
    let mut desk = super::desk(&folder, (60, 24));
    desk.keys("f 书店 Enter").shows("▸ 筛选 书店 ⋅ 2 篇");
    desk.shows("Esc 清除").keys("Escape").lacks("▸");
    desk.keys("f 看船 Enter")
        .shows("看船")
        .shows("▸ 筛选 看船 ⋅ 1 篇");
}

/// The filter knows names alone: it does not say what texts have.
#[test]
fn the_filter_says_that_it_does_not_search_texts() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    for query in [
        "text:标准",
        "-text:标准",
        "has:image",
        "( 书店 OR text:标准 )",
    ] {
        let keys = query.replace(' ', " Space ");
        desk.keys(&format!("f {keys}"))
            .shows("text: 和 has: 请用 / 搜索");
        desk.keys("Enter").lacks("没有文章含有").keys("Escape");
    }
    desk.keys("f -书店 Enter").shows("⋅ 2 篇");
}

#[test]
fn what_is_found_begins_at_the_top() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("G / 书店").shows("春天的书店");
    assert_eq!(desk.app.list.cursor, 0);
    desk.keys("Escape").shows("第 3 篇，共 3 篇");
}

#[test]
fn an_article_opens_at_its_first_hit() {
    let (mut desk, _folders) = indexed((80, 24));
    desk.keys("/ 罗俊杰 Enter Enter")
        .shows("罗俊杰来了")
        .shows("第 1 处，共 1 处");
    // The title is a hit, too: the row quotes the text.
    desk.keys("n").shows("罗俊杰走了").shows("第 1 处，共 1 处");
    // Never to an article without a hit, and not around the end.
    desk.keys("n")
        .shows("羅俊傑與Rust")
        .keys("n")
        .shows("没有更多匹配");
    desk.keys("N")
        .shows("罗俊杰走了")
        .keys("N")
        .shows("罗俊杰来了");
    desk.keys("N").shows("没有更多匹配");
    // The article is read from there.
    desk.keys("q Escape Enter").shows("罗俊杰来了");
}

/// What no title has is looked for in texts, not in the articles that the filter left.
#[test]
fn a_search_takes_the_words_of_a_filter_without_a_match() {
    let (mut desk, _folders) = indexed((80, 24));
    desk.keys("f 这里没有他 Enter /").shows("/这里没有他");
    desk.keys("Enter")
        .shows("▸ 这里没有他 ⋅ 1 篇")
        .lacks("筛选");
    desk.keys("Escape f 这里没有他 Enter / Escape").lacks("▸");
    desk.keys("f 这里没有他 Enter / 码头 Enter")
        .shows("▸ 码头 ⋅ 1 篇");
    // A filter with matches stays.
    desk.keys("Escape f 天 Enter / 码头 Enter")
        .shows("▸ 码头 ▸ 筛选 天 ⋅ 1 篇");
}

#[test]
fn next_goes_only_to_articles_with_a_hit() {
    let by =
        |author: &str, date: &str, body: &str| article("题", date, body).replace("报社", author);
    let folder = library(&[
        ("a.md", &by("甲", "2026-11-24", "小米的汽车。")),
        ("b.md", &by("小米", "2026-11-23", "这里没有。")),
        ("c.md", &by("丙", "2026-11-22", "别的。")),
        ("d.md", &by("丁", "2026-11-21", "又是小米。")),
    ]);
    let cache = tempfile::tempdir().unwrap();
    let mut desk = Desk::indexed(vec![folder.path().to_owned()], (80, 24), cache.path());
    desk.keys("/ 小米 Space OR Space author:丙 Enter")
        .shows("4 篇");
    // In the list.
    desk.keys("n");
    assert_eq!(desk.app.list.cursor, 3);
    desk.keys("n").shows("没有更多匹配").keys("N");
    assert_eq!(desk.app.list.cursor, 0);
    // From article to article.
    desk.keys("Enter n")
        .shows("又是小米")
        .keys("N")
        .shows("小米的汽车");
    // A query without words has no hits.
    desk.keys("q Escape / author:丙 Enter n")
        .shows("没有更多匹配");
}

#[test]
fn a_saved_search_counts_what_it_shows() {
    let folder = library(&[
        ("a.md", &article("A", "2026-11-24", "The intel is here.")),
        (
            "b.md",
            &article("B", "2026-11-23", "An intelligence report."),
        ),
    ]);
    let cache = tempfile::tempdir().unwrap();
    let roots = vec![folder.path().to_owned()];
    let mut desk = Desk::indexed(roots, (80, 24), cache.path());
    desk.keys("/ intel Enter : save Space AI Enter t");
    let rows = desk.rows();
    let row = rows.iter().find(|row| row.contains("/ AI")).unwrap();
    assert!(row.contains(" 1"), "{row}");
}

#[test]
fn searches_are_saved_and_shown_in_the_sidebar() {
    let (mut desk, _folders) = indexed((80, 24));
    desk.keys(": save Space 人名 Enter").shows("先用 / 查找");
    desk.keys("/ 罗俊杰 Enter : save Space 人名 Enter")
        .shows("已保存为“人名”");
    // The row of the sidebar has counts of its own, and is marked while it is shown.
    desk.keys("t");
    let row = |desk: &Desk| desk.rows().into_iter().find(|row| row.contains("/ 人名"));
    let shown = row(&desk).unwrap();
    assert!(shown.contains(" 3") && shown.starts_with('▐'), "{shown}");
    desk.keys("Escape Escape").lacks("▸").keys("t");
    desk.keys("j j j j Enter").shows("▸ 罗俊杰 ⋅ 3 篇");
    desk.keys(": unsave Space 没有 Enter")
        .shows("没有保存过“没有”");
    desk.keys(": unsave Space 人名 Enter")
        .shows("已删除")
        .keys("t");
    assert_eq!(row(&desk), None);
}

/// The key that quits from the list goes back to all articles first, as Escape does.
#[test]
fn a_part_of_the_list_is_left_before_the_program() {
    let folder = three();
    for (keys, part) in [
        ("f 车站 Enter", "▸ 筛选 车站"),
        ("/ 车站 Enter", "▸ 车站"),
        ("b B", "书签 1"),
        ("t j j j Enter", "▸ 继续阅读"),
        ("v", "选中 1"),
    ] {
        let mut desk = desk(&folder, (80, 24));
        desk.keys(keys).shows(part).keys("q");
        assert!(!desk.quit, "{keys}");
        desk.shows("春天的书店").shows("秋天的码头").lacks("▸");
        desk.keys("q");
        assert!(desk.quit, "{keys}");
        let mut desk = super::desk(&folder, (80, 24));
        desk.keys(keys).keys("Q");
        assert!(desk.quit, "Q quits always: {keys}");
    }
    // A narrow bar has room for one key: the way out. The bottom row has that of help.
    let mut desk = desk(&folder, (40, 20));
    desk.keys("f 的 Enter");
    let rows = desk.rows();
    assert!(rows[0].ends_with("Esc 清除"), "{}", rows[0]);
    assert!(rows[19].starts_with(" ? 帮助"), "{}", rows[19]);
}

/// The text of the last time is selected: what is typed replaces it.
#[test]
fn typing_replaces_the_text_of_the_last_time() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    for (keys, bar) in [
        ("/ 车站 Enter / 码头 Enter", "▸ 码头 ⋅"),
        ("/ End Space 秋 Enter", "▸ 码头 秋 ⋅"),
        ("/ Enter", "▸ 码头 秋 ⋅"),
        ("Escape f 的 Enter f 车 Enter", "▸ 筛选 车 ⋅"),
        ("f Left 夏 Enter", "▸ 筛选 夏车 ⋅"),
        ("f Backspace Enter", "全部 3"),
    ] {
        desk.keys(keys).shows(bar);
    }
    desk.keys("? / 书签 Enter / 退出").shows(" /退出");
}
