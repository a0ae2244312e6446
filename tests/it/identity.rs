//! Which files count as the same article and share marks.

use kanbao::library::{Entry, Zone, entry_of};
use kanbao::user::Marks;
use std::fs;

const NEWS: &str = "编辑部每天早上把各地送来的稿件按时间排好，再由值班的人读一遍。有错字的退回去改，\
    没有错字的就排进当天的版面。下午印好的报纸装上车，送到沿江的各个站点。\n\n\
    赶不上车的那一份，第二天一早由骑车的人补送，所以河对岸的读者总是晚一天读到。\n";
const TRAVEL: &str = "港口的灯塔建于一百年前，塔身用的是当地的石头。守塔的老人说，最亮的一盏灯要擦两个钟头，\
    雾天则整夜不能睡。去年换成了自动的灯，老人还是每天上去看一次，说是习惯了。\n";

fn entry(name: &str, title: &str, body: &str) -> Entry {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    let head = if body.starts_with("link: ") {
        ""
    } else {
        "---\n"
    };
    let text = format!("---\ntitle: {title}\n{head}{body}");
    fs::write(&path, text).expect("a file");
    entry_of(&path, &Zone::named("UTC").expect("UTC")).expect("an article")
}

/// The body and the address of an article.
fn at(address: &str, body: &str) -> String {
    format!("link: {address}\n---\n{body}")
}

/// Bookmarks the first and looks up the marks of the second.
#[track_caller]
fn check(one: (&str, &str, &str), other: (&str, &str, &str), shared: bool) {
    let (one, other) = (entry(one.0, one.1, one.2), entry(other.0, other.1, other.2));
    let mut marks = Marks::default();
    marks.set_read(&one, true, 1);
    marks.add_bookmark(&one, None, 2);
    assert!(marks.is_read(&one) && marks.is_bookmarked(&one));
    let found = (marks.is_read(&other), marks.is_bookmarked(&other));
    assert_eq!(found, (shared, shared));
}

#[test]
fn marks_follow_the_article() {
    let picture = |number: u32| format!("![](https://img.example/{number}.jpg)\n");
    let preamble = NEWS.repeat(8);
    let posts = [format!("{preamble}{TRAVEL}"), format!("{preamble}后记。\n")];
    let corrected = NEWS.replace("值班的人", "值班的编辑");
    // Moved, renamed, edited.
    check(("a.md", "报", NEWS), ("b.md", "报", NEWS), true);
    check(("a.md", "报", NEWS), ("a.md", "报", &corrected), true);
    check(("a.md", "报", NEWS), ("a.md", "报纸", NEWS), true);
    check(
        ("a.md", "图", &picture(1)),
        ("b.md", "图", &picture(1)),
        true,
    );
    // Moved and edited: the address and the title are the same.
    let page = "https://a.example/1";
    let elsewhere = "http://www.a.example/1?utm_source=x";
    let edited = at(elsewhere, &corrected);
    check(
        ("a.md", "报", &at(page, NEWS)),
        ("b.md", "报", &edited),
        true,
    );
    check(
        ("a.md", "图", &at(page, "短")),
        ("b.md", "图", &at(page, "长")),
        true,
    );
    check(
        ("a.md", "报", &at(page, NEWS)),
        ("b.md", "报", &corrected),
        false,
    );
    // The address of a site, and of another article.
    for other in ["https://a.example/", "https://a.example/2"] {
        check(
            ("a.md", "报", &at(other, NEWS)),
            ("b.md", "报", &at(page, &corrected)),
            false,
        );
    }
    let site = "https://a.example/";
    check(
        ("a.md", "报", &at(site, NEWS)),
        ("b.md", "报", &at(site, TRAVEL)),
        false,
    );
    check(
        ("a.md", "报", &at(page, NEWS)),
        ("b.md", "游", &at(page, TRAVEL)),
        false,
    );
    // Another title at the same path and address, and elsewhere. Many articles may name the address of
    // their source, so it does not stand for the text.
    for (path, before, after, shared) in [
        ("a.md", NEWS, &*corrected, true),
        ("b.md", NEWS, &corrected, false),
        ("a.md", NEWS, TRAVEL, false),
        ("a.md", "短", "长", false),
    ] {
        check(
            ("a.md", "报", &at(page, before)),
            (path, "报（更新）", &at(elsewhere, after)),
            shared,
        );
    }
    // Continued to several times its size.
    let continued: String = (0..2000).map(|day| format!("第{day}天。")).collect();
    let continued = format!("{preamble}{continued}");
    check(("a.md", "报", &preamble), ("a.md", "报", &continued), true);
    // Another article that looks alike.
    check(
        ("a.md", "图", &picture(1)),
        ("b.md", "图", &picture(2)),
        false,
    );
    check(
        ("a.md", "图", "![](1.jpg)\n"),
        ("b.md", "图", "![](1.jpg)\n"),
        false,
    );
    check(("a.md", "报", &posts[0]), ("b.md", "报", &posts[1]), false);
    // Another article at the same path: in another library, or on another day.
    check(
        ("today.md", "周一", NEWS),
        ("today.md", "周二", TRAVEL),
        false,
    );
    check(
        ("today.md", "今日", NEWS),
        ("today.md", "今日", TRAVEL),
        false,
    );
    check(
        ("today.md", "周一", "晴"),
        ("today.md", "周二", "雨"),
        false,
    );
}
