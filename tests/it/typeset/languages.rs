//! Rules that depend on the language of the article: its HTML, a measure, the expected lines.

use super::shown;
use kanbao::document::{Format, build};
use kanbao::text::Language;
use kanbao::typeset::{Options, Page};

fn check_with(options: &Options, source: &str, expected: &[&str]) {
    let mut document = build(source, Format::Html);
    document.number();
    let found = shown(&Page::new(&document, options));
    let found: Vec<&str> = found.lines().map(str::trim_end).collect();
    assert_eq!(found, expected, "{source}");
}

fn check(language: Language, measure: u16, source: &str, expected: &[&str]) {
    let options = Options {
        language,
        measure,
        ..Options::default()
    };
    check_with(&options, source, expected);
}

#[test]
fn japanese_paragraphs_are_indented_by_one_ideograph() {
    check(
        Language::Ja,
        24,
        "<p>活字を一本ずつ棚から取ることを文選と呼んだ。<p>「そうです」と彼は言った。<p>（注）長い。",
        &[
            "  活字を一本ずつ棚から取",
            "ることを文選と呼んだ。",
            "「そうです」と彼は",
            "言った。",
            "（注）長い。",
        ],
    );
    check(
        Language::ZhHans,
        24,
        "<p>活字一个一个地从架上取下来，叫作拣字。<p>“是的”，他说。",
        &["    活字一个一个地从架上", "取下来，叫作拣字。", "    “是的”，他说。"],
    );
}

#[test]
fn one_paragraph_style_in_an_article() {
    // A Latin paragraph and an address between Japanese ones.
    check(
        Language::Ja,
        40,
        "<p>昨日の会議で次の話を聞いた。<p>Rust and Go<p>https://example.org/<p>詳しくは上を見てください。",
        &[
            "  昨日の会議で次の話を聞いた。",
            "  Rust and Go",
            "  https://example.org/",
            "  詳しくは上を見てください。",
        ],
    );
    // A quotation of two paragraphs keeps its own style.
    check(
        Language::Ja,
        60,
        "<p>昨日の会議で次の話を聞いた。<p>It was the best of times and it was the worst.\
         <p>We had everything before us, and we had nothing at all.<p>以上です。",
        &[
            "  昨日の会議で次の話を聞いた。",
            "",
            "It was the best of times and it was the worst.",
            "",
            "We had everything before us, and we had nothing at all.",
            "  以上です。",
        ],
    );
}

#[test]
fn korean_words_are_whole_beside_foreign_letters() {
    check(
        Language::Ko,
        30,
        "<p>이 글은 오늘 서울에서 썼다.<p>useState hook in React component library 가져온다",
        &[
            "이 글은 오늘 서울에서 썼다.",
            "",
            "useState hook in React",
            "component library 가져온다",
        ],
    );
    check(
        Language::Ko,
        24,
        "<p>이 글은 오늘 서울에서 썼다.<p>大韓民國憲法第一條第一項 大韓民國은 民主共和國이다",
        &[
            "이 글은 오늘 서울에서",
            "썼다.",
            "",
            "大韓民國憲法第一條第一項",
            "大韓民國은",
            "民主共和國이다",
        ],
    );
}
