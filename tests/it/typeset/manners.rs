//! Lines as readers of each language expect them: indents, captions, headings, names.

use super::languages::{breaks, check};
use kanbao::text::Language;

#[test]
fn japanese_lines_after_a_hard_break_are_indented() {
    check(
        Language::Ja,
        24,
        "<p>活字を一本ずつ棚から取り出して並べてゆくのは長い仕事だった。<br>「遅いな」と言った。<br>\
         ことを文選と呼んだ。",
        &[
            "  活字を一本ずつ棚から取",
            "り出して並べてゆくのは長",
            "い仕事だった。",
            "「遅いな」と言った。",
            "  ことを文選と呼んだ。",
        ],
    );
    check(
        Language::ZhHans,
        24,
        "<p>活字一个一个地从架上取下来。<br>叫作拣字，要很久。",
        &["    活字一个一个地从架上", "取下来。", "叫作拣字，要很久。"],
    );
}

#[test]
fn chinese_paragraphs_between_hard_breaks_are_indented() {
    check(
        Language::ZhHans,
        24,
        "<p>活字一个一个地从架上取下来，这是一件要花很多很多时间的工作。<br>“叫作拣字，要很久。”<br>他说。",
        &[
            "    活字一个一个地从架上",
            "取下来，这是一件要花很多",
            "很多时间的工作。",
            "    “叫作拣字，要很久。”",
            "    他说。",
        ],
    );
}

#[test]
fn latin_lines_of_chinese_articles_are_filled() {
    let chinese = "<p>昨天的会议上听到了下面的话，大家都说很好，只是还没有人把它译成中文。";
    let line = "<p>The river remembers every one of the many people who crossed the old wooden \
                bridge";
    let filled = [
        "    The river remembers every one of",
        "the many people who crossed the old",
        "wooden bridge",
    ];
    let even = [
        "    The river remembers every one of",
        "the many people who crossed the old",
        "wooden bridge",
    ];
    let checked = |lines: &str, expected: &[&str]| {
        let head = [
            "    昨天的会议上听到了下面的话，大家都",
            "说很好，只是还没有人把它译成中文。",
        ];
        // Most of the article is Chinese.
        let expected = [head.repeat(3).as_slice(), expected].concat();
        check(
            Language::ZhHans,
            40,
            &format!("{}{lines}", chinese.repeat(3)),
            &expected,
        );
    };
    checked(line, &filled);
    // A quotation of several paragraphs keeps its own rule.
    checked(&format!("{line}{line}"), &[even, even].concat());
}

#[test]
fn chinese_readings_in_brackets_are_whole() {
    let source = "河边的旧书店里有人在读<ruby>魑魅魍魎<rt>ㄔㄇㄨㄤㄌㄧㄤ</rt></ruby>的书";
    let expected = ["河边的旧书店里有人在读", "魑魅魍魎(ㄔㄇㄨㄤㄌㄧㄤ)", "的书"];
    breaks(Language::ZhHans, 26, source, &expected);
}

#[test]
fn further_lines_of_captions_hang() {
    check(
        Language::ZhHans,
        30,
        "<figure><img src=https://a.example/b.png><figcaption>桥西的早市，卖藕的人在数零钱，\
         鸽子比钟快了两秒</figcaption></figure>",
        &[
            "▣ 图 1  桥西的早市，卖藕的人",
            "  在数零钱，鸽子比钟快了两秒",
        ],
    );
}

#[test]
fn headings_break_outside_of_brackets() {
    check(
        Language::Ja,
        30,
        "<h2>「アプリのデザインと人材」@yskm_の話</h2>",
        &["▌「アプリのデザインと人材」", "▌@yskm_の話"],
    );
}

#[test]
fn short_names_with_a_slash_are_whole() {
    breaks(
        Language::Latin,
        20,
        "an old editor of Unix/Linux",
        &["an old editor of", "Unix/Linux"],
    );
    breaks(
        Language::ZhHans,
        20,
        "目录在这里的 content/posts/list 中",
        &["目录在这里的", "content/posts/", "list 中"],
    );
}

#[test]
fn bold_lines_after_a_break_have_space_above() {
    check(
        Language::Ja,
        24,
        "<p>活字を一本ずつ棚から取り出して並べてゆくのは長い仕事だった。<br><b>評価: 4</b><br><b>二つ目のこと</b><br>続きです。",
        &[
            "  活字を一本ずつ棚から取",
            "り出して並べてゆくのは長",
            "い仕事だった。",
            "",
            "  評価: 4",
            "  二つ目のこと",
            "  続きです。",
        ],
    );
    // Only a part of the line is bold.
    check(
        Language::Ja,
        24,
        "<p>活字を一本ずつ棚から取り出した。<br><b>評価</b>: 4",
        &["  活字を一本ずつ棚から取", "り出した。", "  評価: 4"],
    );
}

#[test]
fn a_rule_beside_a_heading_is_dropped() {
    check(
        Language::ZhHans,
        24,
        "<p>甲<hr><h2>题</h2><hr><p>乙<hr><p>丙",
        &[
            "    甲",
            "",
            "▌题",
            "    乙",
            "",
            "        ────────",
            "",
            "    丙",
        ],
    );
}

#[test]
fn kept_lines_at_the_right_move_before_they_fold() {
    let blank = "\u{3000}".repeat(8);
    check(
        Language::Ja,
        24,
        &format!(
            "<pre class=mailmag>短い行\n{blank}読者数 10248人\n{blank}vol.30\n  読者数読者数読者数読者数</pre>"
        ),
        &[
            "短い行",
            "　　　　　読者数 10248人",
            "　　　　　　　　vol.30",
            "  読者数読者数読者数読者",
            "  数",
        ],
    );
}
