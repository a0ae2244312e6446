//! Key scripts for what the user keeps: tags, notes, collections, the queue, the list of bookmarks.

use super::{article, desk, library, three};
use crate::desk::Desk;
use kanbao::app::Message;
use kanbao::user::event::Action;
use kanbao::user::marks::Marks;
use std::fs;

/// The titles on the screen, from the top.
fn titles(desk: &Desk) -> Vec<&'static str> {
    let screen = desk.screen();
    let all = ["春天的书店", "夏天的车站", "秋天的码头"];
    let mut found: Vec<(usize, &str)> = all
        .into_iter()
        .filter_map(|title| Some((screen.find(title)?, title)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, title)| title).collect()
}

#[test]
fn tags_are_edited_completed_and_found() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter t 经济 Space #AI Enter")
        .shows("标签：#AI ⋅ #经济")
        .shows("#AI ⋅ #经济")
        // The prompt has the tags; one is removed.
        .keys("t")
        .shows("标签 AI 经济")
        .keys("Backspace Backspace Backspace Enter")
        .shows("标签：#AI")
        .lacks("#经济")
        .keys("u")
        .shows("#经济")
        .keys("q j : tag Space 经 Tab Enter")
        .shows("标签：#经济")
        .keys(": untag Space 无此 Enter")
        .shows("没有变化")
        .keys("/ tag:经济 Enter");
    assert_eq!(titles(&desk), ["春天的书店", "夏天的车站"]);
    desk.keys("Escape / is:bookmarked Enter");
    assert_eq!(titles(&desk).len(), 2, "a tagged article is bookmarked");
    desk.keys("Escape v v : tag Space 三 Enter")
        .shows("改动了 2 篇");
}

#[test]
fn notes_are_typed_or_written_in_an_editor() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter a 要再读 Enter")
        .shows("已存笔记")
        .shows("笔记：要再读");
    desk.edited = Ok(Some("第一行\n第二行".to_owned()));
    desk.keys("E").shows("笔记：第一行").shows("第二行");
    // A note of several lines opens in the editor again, which leaves it as it is.
    desk.keys("a").shows("笔记：第一行").lacks("已存");
    desk.keys("q B").shows("✎ 第一行").shows("书签 1");
    desk.keys(": note Space 短 Enter").shows("✎ 短");
    desk.keys("a Backspace Enter").shows("已删除笔记");
    assert!(desk.copied.is_empty());
}

#[test]
fn tags_that_a_prompt_cannot_hold_open_in_the_editor() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    let names: Vec<String> = (10..70).map(|number| format!("第{number}号标签")).collect();
    for names in names.chunks(30) {
        desk.keys(&format!(": tag Space {} Enter", names.join(" Space ")));
    }
    desk.keys("Enter t").lacks("没有变化");
    assert_eq!(desk.given, [names.join(" ") + " "]);
    desk.edited = Ok(Some(names[1..].join("\n")));
    desk.keys("t q / tag:第10号标签 Enter").shows("没有");
    desk.keys("Escape / tag:第11号标签 Enter");
    assert_eq!(titles(&desk).len(), 1);
}

#[test]
fn bookmarks_are_sorted_grouped_and_kept_without_their_articles() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("j c 周末 Enter").shows("书签夹：周末");
    desk.keys("j b k k Enter Space b q B")
        // Saved today, the last one first, with the first words that were on the screen.
        .shows("今天 ⋅ 3")
        .shows("标准正在完善");
    assert_eq!(titles(&desk), ["春天的书店", "秋天的码头", "夏天的车站"]);
    desk.keys("s").shows("按日期排序");
    assert_eq!(titles(&desk), ["春天的书店", "夏天的车站", "秋天的码头"]);
    desk.keys("s s s")
        .shows("按书签夹排序")
        .shows("周末 ⋅ 1")
        .shows("不在书签夹里 ⋅ 2");
    assert_eq!(titles(&desk).first(), Some(&"夏天的车站"));
    fs::remove_file(folder.path().join("b.md")).unwrap();
    desk.keys("R").shows("不在此文库").shows("夏天的车站");
    // The collection is a view of the sidebar.
    desk.keys("t").shows("书签夹").keys("g g j j j j j");
    desk.keys("Enter").shows("▸ 周末");
    assert_eq!(titles(&desk), ["夏天的车站"]);
    desk.keys("Escape");
    assert_eq!(titles(&desk), ["春天的书店", "秋天的码头"]);
}

#[test]
fn the_queue_is_ordered_by_the_user_and_finished_articles_leave_it() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("P").shows("稍后读里没有文章").keys("P");
    desk.keys("p").shows("已加入稍后读").keys("j p j p P");
    desk.shows("稍后读 3");
    let all = ["春天的书店", "夏天的车站", "秋天的码头"];
    assert_eq!(titles(&desk), all, "in the order of adding");
    desk.keys("g g J J");
    assert_eq!(titles(&desk), ["夏天的车站", "秋天的码头", "春天的书店"]);
    desk.keys("K u u").shows("已撤销");
    assert_eq!(titles(&desk), ["夏天的车站", "春天的书店", "秋天的码头"]);
    desk.keys("s").shows("你排的次序");
    // A short article is finished when the user goes on from it.
    desk.keys("g g Enter")
        .lacks("读完了")
        .keys("q")
        .shows("读完了，已移出稍后读");
    assert_eq!(titles(&desk), ["春天的书店", "秋天的码头"]);
    desk.keys(": later Space 12/24 Enter")
        .shows("2026年12月24日再读");
    assert_eq!(titles(&desk), ["秋天的码头"]);
    desk.now += 31 * 86_400_000;
    desk.keys("P P");
    assert_eq!(titles(&desk), ["春天的书店", "秋天的码头"]);
    desk.keys("p").shows("已移出稍后读");
}

/// It is not hidden when it comes back from another machine.
#[test]
fn a_finished_article_is_no_longer_hidden() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("j : later Space 1d Enter Enter q")
        .shows("读完了");
    let mut actions = desk.recorded.iter().map(|event| &event.action);
    assert!(actions.any(|action| *action == Action::Unsnooze));
}

/// Two libraries may have files of the same path.
#[test]
fn a_bookmark_has_the_address_of_its_own_article() {
    let folder = library(&[
        ("a/x.md", &article("甲之说明", "2026-11-24 07:00:00", "甲")),
        (
            "b/x.md",
            &article(
                "乙之说明",
                "2026-11-23 07:00:00\nurl: https://b.example/x",
                "乙",
            ),
        ),
    ]);
    let roots = ["a", "b"].map(|name| folder.path().join(name));
    let mut desk = Desk::open(roots.into(), Marks::default(), "zh-Hans", (140, 24));
    for (keys, expected) in [
        ("g g v j", [("甲之说明", false)]),
        ("u g g j v k", [("乙之说明", false)]),
        ("u g g j", [("乙之说明", true)]),
    ] {
        let at = desk.recorded.len();
        desk.keys(keys).keys(": tag Space x Enter");
        let kept = desk.recorded[at..]
            .iter()
            .filter_map(|event| match &event.action {
                Action::Bookmark(kept) => {
                    Some((&*kept.subject.title, kept.subject.address.is_some()))
                }
                _ => None,
            });
        assert_eq!(kept.collect::<Vec<_>>(), expected, "{keys}");
    }
}

#[test]
fn an_article_is_put_off_only_to_a_day_to_come() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    for refused in ["2020-01-01", "0d", "今天", "99999d"] {
        desk.keys(&format!(": later Space {refused} Enter"))
            .shows(&format!("{refused} 不是今天以后的日子"));
    }
    desk.keys(": later Space 1w Enter").shows("日再读");
}

#[test]
fn undoing_says_what_an_article_has_now() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("a 一 Enter u").shows("去掉笔记");
    desk.keys("a 一 Enter a 二 Enter u").shows("恢复原笔记");
    desk.keys("p j p P g g J u").shows("已移回原位");
}

#[test]
fn a_view_is_left_for_the_article_that_was_selected() {
    #[track_caller]
    fn check(keys: &str, expected: &str) {
        let folder = three();
        let mut desk = desk(&folder, (80, 24));
        desk.keys(keys).keys("Enter").shows(expected);
    }
    // Nothing was selected in the view.
    check("b j j B B", "秋天的码头");
    check("j j P Escape", "秋天的码头");
    check("b j b j B g g B", "夏天的车站");
    check("j j f 无此 Escape", "秋天的码头");
    check("j j f 无此 Enter Escape", "秋天的码头");
}

#[test]
fn a_mark_at_the_top_leads_to_the_top() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter m a G").lacks("2026年11月24日 07:00");
    desk.keys("M").shows("a  标准正在完善").keys("Escape");
    desk.keys("' a").shows("2026年11月24日 07:00");
}

#[test]
fn an_empty_list_has_no_article_to_relate() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("/ 无此词 Enter +").shows("没有选中的文章");
    desk.keys("=").shows("没有选中的文章");
}

/// An article that is hidden until a day returns then, without a key.
#[test]
fn a_hidden_article_returns_by_itself() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("p j : later Space 12/24 Enter P");
    desk.lacks("夏天的车站");
    let due = desk.app.deadline().expect("a day");
    while desk.now < due {
        desk.now = desk.app.deadline().expect("the article is hidden");
        desk.send(Message::Tick);
    }
    desk.shows("夏天的车站");
    assert_eq!(desk.app.library.later, 2);
}

#[test]
fn the_order_of_the_bookmarks_is_remembered() {
    let folder = three();
    let mut first = desk(&folder, (80, 24));
    first.keys("b : tag Space 经济 Space 读书 Enter B s s S");
    let view = first.app.view_state();
    assert_eq!(view.bookmarks_sort.as_deref(), Some("title"));
    assert!(view.bookmarks_reversed);
    let roots = vec![folder.path().to_owned()];
    let again = Desk::reopen(roots, Marks::default(), "zh-Hans", (80, 24), view.clone());
    assert_eq!(again.app.view_state().bookmarks_sort, view.bookmarks_sort);
    assert!(again.app.view_state().bookmarks_reversed);
}

/// A bookmark with several tags is in the group of the first; the groups of the others say so.
#[test]
fn groups_say_how_many_are_elsewhere() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys(": tag Space 经济 Space 读书 Enter j : tag Space 读书 Enter");
    desk.keys("B s s s s s");
    desk.shows("经济 ⋅ 1")
        .shows("读书 ⋅ 1（另有 1 篇在其他组）");
}

/// Tags, collections and notes make a bookmark: the notice says so, and what stays without it.
#[test]
fn a_notice_says_what_was_bookmarked_and_what_stays() {
    let folder = three();
    for (keys, said) in [
        (": tag Space 港口 Enter", "已加书签 ⋅ 标签：#港口"),
        ("a 一 Enter", "已加书签 ⋅ 已存笔记"),
        ("c 周末 Enter", "已加书签 ⋅ 书签夹：周末"),
        ("b : tag Space 港口 Enter", "✓ 标签：#港口"),
        ("p", "✓ 已加入稍后读"),
        ("b", "已加书签；:tag 加标签"),
        ("Enter b", "已加书签；t 加标签"),
        ("b b", "✓ 已删除书签"),
        (
            ": tag Space 港口 Enter b",
            "已删除书签；标签、书签夹和笔记还在，u 撤销",
        ),
        (": tag Space 港口 Enter b u Enter", "#港口"),
        (": tag Space 港口 Enter b u", "已撤销，已加书签：春天的书店"),
        (
            ": tag Space 散步 Space 秋天 Enter u",
            "已撤销，去掉标签、去掉书签：#散步 #秋天 ⋅ 春天的书店",
        ),
        (
            "Enter t “海 Space 边” Space 港口 Enter",
            "标签：#海 边 ⋅ #港口",
        ),
        ("Enter t", "空格分隔"),
    ] {
        desk(&folder, (80, 24)).keys(keys).shows(said);
    }
}
