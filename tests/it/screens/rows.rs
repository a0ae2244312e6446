//! What the rows of the list say, and in which order they are.

use super::list::order;
use super::{article, desk, library};

/// It has a place only where the title leaves one.
#[test]
fn a_reading_time_neither_cuts_a_title_nor_takes_a_row() {
    let body = "很长的正文，要读几分钟。".repeat(400);
    let long = "春天的书店里有很多旧书和新书可以坐下来慢慢读";
    let day = |title: &str| article(title, "2026-11-24", &body);
    let folder = library(&[("a.md", &day(long)), ("b.md", &day("秋"))]);
    let check = |size, lines: usize, has_length: bool| {
        let rows = desk(&folder, size).rows();
        let shown = rows.iter().skip(2);
        let shown = shown.map(|row| row.trim_matches([' ', '▐', '▝', '>']));
        let shown: Vec<&str> = shown.take_while(|row| !row.is_empty()).collect();
        let (title, others) = shown.split_at(lines);
        let length = if has_length { "15 分钟" } else { "" };
        let title: String = title.concat().split_whitespace().collect();
        let expected: String = format!("{long}{length}").split_whitespace().collect();
        assert_eq!(title, expected, "{size:?}");
        assert!(
            others.len() == 1 && others[0].ends_with("15 分钟"),
            "{others:?}"
        );
    };
    check((80, 24), 1, true);
    check((40, 20), 2, true);
}

#[test]
fn days_of_quiet_months_are_below_the_year() {
    let made = |day: &str| {
        (
            format!("{day}.md"),
            article(&format!("{day} 的事"), day, "短。"),
        )
    };
    let days = [
        "2026-03-21",
        "2026-02-02",
        "2026-01-05",
        "2025-12-31",
        "2025-07-01",
        "2025-06-30",
    ];
    let made = days.map(made);
    let articles = made.each_ref().map(|(name, text)| (&**name, &**text));
    let folder = library(&articles);
    for (size, expected) in [
        (
            (40, 20),
            [
                "2026年",
                "3月21日",
                "2月2日",
                "1月5日",
                "2025年",
                "12月31日",
                "7月1日",
                "6月30日",
            ],
        ),
        (
            (80, 24),
            [
                "2026年",
                "3月21日",
                "2月2日",
                "1月5日",
                "2025年",
                "12月31日",
                "7月1日",
                "6月30日",
            ],
        ),
    ] {
        let desk = desk(&folder, size);
        assert_eq!(
            order(&desk, &expected),
            [0, 1, 2, 3, 4, 5, 6, 7],
            "{}",
            desk.screen()
        );
    }
}

#[test]
fn a_view_of_a_source_does_not_repeat_it() {
    let from = |source: &str, title: &str| {
        article(title, "2026-11-21", "短。").replace("author: 报社", &format!("source: {source}"))
    };
    let folder = library(&[
        ("a.md", &from("山报", "春")),
        ("b.md", &from("山报", "夏")),
        ("c.md", &from("海报", "秋")),
    ]);
    let mut desk = desk(&folder, (80, 24));
    desk.keys(": source Space 山报 Enter")
        .shows("▸ 山报 ⋅ 2 篇");
    let rows = desk.rows();
    assert_eq!(
        rows.iter().filter(|row| row.contains("山报")).count(),
        1,
        "{rows:?}"
    );
}

#[test]
fn rows_with_the_same_title_say_more() {
    let note = |text: &str| format!("# 产品概述\n\n{text}的概述。\n");
    let folder = library(&[
        ("云/计算/intro.md", &note("计算")),
        ("云/存储/overview.md", &note("存储")),
        ("云/网络/概述.md", "# 网络的概述\n\n正文。\n"),
    ]);
    let check = |size, shown: &[&str]| {
        let mut desk = desk(&folder, size);
        for _ in 0..3 {
            desk.send(kanbao::app::Message::Tick);
        }
        for text in shown {
            desk.shows(text);
        }
        let rows = desk.rows();
        let own = rows.iter().find(|row| row.contains("网络的概述"));
        assert!(own.is_some_and(|row| !row.contains(" 概述")), "{rows:?}");
    };
    check((80, 24), &["产品概述  intro", "产品概述  overview"]);
    check((50, 24), &["▝   intro", "▝   overview"]);
    check((24, 12), &["▝   intro"]);
}

#[test]
fn a_row_says_what_the_columns_name() {
    use kanbao::app::{Configured, ListColumn as Column, ListColumns, Message};
    use kanbao::input::{Keymap, Preset};
    let tagged = article(
        "春天的书店",
        "2026-11-21 07:00:00",
        &"正文很长。".repeat(400),
    );
    let tagged = tagged.replace("author: 报社", "author: 小林\nsource: 报社\ntags: [书, 店]");
    let other = article("夏", "2026-11-23", "短。").replace("报社", "老周");
    let third = article("秋", "2026-11-22", "短。").replace("报社", "老周");
    let folder = library(&[("a.md", &tagged), ("b.md", &other), ("c.md", &third)]);
    let check = |columns: &[Column], size, shown: &[&str], lacking: &[&str]| {
        let mut desk = desk(&folder, size);
        let mut settings = desk.app.context.settings.clone();
        let columns = columns.iter().copied();
        settings.list_columns = columns.fold(ListColumns::NONE, ListColumns::with);
        let configured = Configured {
            settings,
            keymap: Keymap::new(Preset::Vim, &[]),
            theme: "auto".to_owned(),
        };
        desk.send(Message::Configured(Box::new(configured)));
        for text in shown {
            desk.shows(text);
        }
        for text in lacking {
            desk.lacks(text);
        }
    };
    use Column::{Age, Author, Date, Minutes, Source, Tags};
    for size in [(80, 24), (40, 20)] {
        check(&[], size, &["春天的书店"], &["报社", "分钟", "21"]);
        check(&[Source, Date], size, &["报社", "21日"], &["小林", "分钟"]);
        check(&[Source, Author], size, &["报社 ⋅ 小林"], &["21日"]);
        check(&[Tags, Minutes], size, &["#书 #店", "6 分钟"], &["报社"]);
        check(&[Age], size, &["3 天前", "1 天前"], &["21日", "昨天"]);
    }
}

/// The rows of a list of articles of one author: title, day and length of each.
#[track_caller]
fn check_rows(size: (u16, u16), articles: &[(&str, &str, usize)], expected: &[&str]) {
    let made = articles
        .iter()
        .zip('a'..)
        .map(|(&(title, day, length), name)| {
            let body = "很长的正文，要读几分钟。".repeat(length);
            (format!("{name}.md"), article(title, day, &body))
        });
    let made: Vec<_> = made.collect();
    let made: Vec<_> = made.iter().map(|(name, text)| (&**name, &**text)).collect();
    let folder = library(&made);
    let rows = desk(&folder, size).rows();
    let rows = rows.iter().skip(1).take(expected.len());
    let rows: Vec<_> = rows
        .map(|row| row.trim_start_matches(['▐', '▝', '>']).trim_end())
        .collect();
    assert_eq!(rows, expected, "{size:?}");
}

#[test]
fn a_title_that_fits_on_one_line_is_whole_and_longer_ones_reach_the_date() {
    let titles = [
        ("源代码特洛伊木马攻击的来历和防范", "2026-03-21", 400),
        ("春天的书店", "2026-02-02", 400),
        (
            "卷入爱泼斯坦案，马斯克回应：与爱泼斯坦几乎没有往来，多次拒绝其邀请",
            "2026-01-05",
            1,
        ),
    ];
    check_rows(
        (40, 14),
        &titles,
        &[
            " 2026年",
            " 源代码特洛伊木马攻击的来历和防范",
            "   15 分钟                     3月21日",
            " 春天的书店            15 分钟  2月2日",
            " 卷入爱泼斯坦案，马斯克回应：",
            "   与爱泼斯坦几乎没有往来，",
            "   多次拒绝其邀请               1月5日",
        ],
    );
}
