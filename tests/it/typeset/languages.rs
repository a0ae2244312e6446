//! Rules that depend on the language of the article: its HTML, a measure, the expected lines.

use super::shown;
use kanbao::document::{Format, build};
use kanbao::text::Language;
use kanbao::typeset::{Fit, Indent, Options, Page};

pub fn check_with(options: &Options, source: &str, expected: &[&str]) {
    let mut document = build(source, Format::Html);
    document.number();
    let found = shown(&Page::new(&document, options));
    let found: Vec<&str> = found.lines().map(str::trim_end).collect();
    assert_eq!(found, expected, "{source}");
}

pub fn check(language: Language, measure: u16, source: &str, expected: &[&str]) {
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
        &[
            "    活字一个一个地从架上",
            "取下来，叫作拣字。",
            "    “是的”，他说。",
        ],
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

/// Checks where a text breaks at a measure, in a language.
pub fn breaks(language: Language, measure: u16, source: &str, expected: &[&str]) {
    let options = Options {
        language,
        measure,
        indent: Indent::Blank,
        hanging: false,
        fit: Fit::Greedy,
        ..Options::default()
    };
    check_with(&options, &format!("<p>{source}"), expected);
}

#[test]
fn a_quotation_of_japanese_paragraphs_keeps_the_style_of_the_body() {
    check(
        Language::Ja,
        24,
        "<p>昨日の会議で次の話を聞いた。<blockquote><p>吾輩は猫である。名前はまだ無い。\
         <p>どこで生れたかとんと見当がつかぬ。</blockquote><blockquote><p>一つだけの段落である。\
         </blockquote>",
        &[
            "  昨日の会議で次の話を聞",
            "いた。",
            "",
            "│   吾輩は猫である。名前",
            "│ はまだ無い。",
            "│   どこで生れたかとんと",
            "│ 見当がつかぬ。",
            "",
            "│ 一つだけの段落である。",
        ],
    );
}

#[test]
fn a_spaced_dash_ends_a_line() {
    breaks(
        Language::Ko,
        10,
        "오늘의 글 - 서울",
        &["오늘의", "글 - 서울"],
    );
    breaks(
        Language::Ko,
        13,
        "오늘의 글 하나 - 서울의 하루",
        &["오늘의 글", "하나 - 서울의", "하루"],
    );
    breaks(
        Language::Latin,
        11,
        "A long name – a subtitle",
        &["A long", "name – a", "subtitle"],
    );
    breaks(
        Language::ZhHans,
        12,
        "春天的书店名 - 副题",
        &["春天的书店", "名 - 副题"],
    );
}

#[test]
fn english_numbers_are_whole() {
    check(
        Language::Latin,
        24,
        "<p>The smaller file takes 73 774 bytes and the other (2–3 kB) more than that.",
        &[
            "The smaller file takes",
            "73 774 bytes and the",
            "other (2–3 kB) more",
            "than that.",
        ],
    );
}

#[test]
fn english_lines_are_even() {
    check(
        Language::Latin,
        20,
        "<p>The lighthouse keeper reads a book at night.",
        &["The lighthouse", "keeper reads a book", "at night."],
    );
}

#[test]
fn a_paragraph_continues_the_sentence_above_a_quotation() {
    use Language::{Ja, ZhHans};
    let rows: [(Language, &str, &str, &str); 9] = [
        (Ja, "春とは、", "と本は言う。", "と本は言う。"),
        (Ja, "春を問う本に", "と書いてある。", "と書いてある。"),
        (Ja, "春を問う本", "次に夏が来る。", "  次に夏が来る。"),
        (Ja, "春を問う。", "と書いてある。", "  と書いてある。"),
        (Ja, "春を「問う」", "と書いてある。", "  と書いてある。"),
        (Ja, "例は次の通り：", "と書いてある。", "  と書いてある。"),
        (ZhHans, "书里写着，", "这就是春天。", "这就是春天。"),
        (ZhHans, "书里写着：", "这就是春天。", "    这就是春天。"),
        (ZhHans, "书里写过。", "这就是春天。", "    这就是春天。"),
    ];
    for (language, before, after, expected) in rows {
        for inserted in ["<blockquote><p>春。</blockquote>", "<pre>1</pre>"] {
            let options = Options {
                language,
                measure: 30,
                ..Options::default()
            };
            let source = format!("<p>{before}{inserted}<p>{after}");
            let mut document = build(&source, Format::Html);
            document.number();
            let found = shown(&Page::new(&document, &options));
            assert_eq!(found.lines().last(), Some(expected), "{source}");
        }
    }
}

#[test]
fn a_base_keeps_its_reading_in_brackets() {
    use Language::Ja;
    // The whole moves to the next line, unless the reading is long.
    breaks(
        Ja,
        24,
        "古い本屋の奥に<ruby>活字<rt>かつじが</rt></ruby>ある",
        &["古い本屋の奥に", "活字(かつじが)ある"],
    );
    breaks(
        Ja,
        24,
        "古い本屋の奥の方に<ruby>活字<rt>かつじが</rt></ruby>ある",
        &["古い本屋の奥の方に", "活字(かつじが)ある"],
    );
    breaks(
        Ja,
        24,
        "古い本屋の奥に<ruby>活字<rt>かじ</rt></ruby>ある",
        &["古い本屋の奥に活字(かじ)", "ある"],
    );
}

#[test]
fn small_parts_do_not_start_a_line() {
    use Language::{Ja, Ko, Latin, ZhHans};
    let rows: [(Language, u16, &str, &[&str]); 11] = [
        (
            Latin,
            22,
            "now see https://example.org/books/list",
            &["now see", "https://example.org/", "books/list"],
        ),
        (Ko, 10, "가나다라마바", &["가나다라", "마바"]),
        (Ko, 10, "가나다라마바.", &["가나다라", "마바."]),
        (Ja, 12, "古い本の話A…w", &["古い本の話", "A…w"]),
        (Ja, 12, "古い本の会 #3", &["古い本の", "会 #3"]),
        (
            Ja,
            18,
            "式を評価する :Eval が",
            &["式を評価する", ":Eval が"],
        ),
        (
            Ja,
            14,
            "アプリの.vim.jsを使う",
            &["アプリの", ".vim.jsを使う"],
        ),
        (
            ZhHans,
            20,
            "我同意//@大道无形我有型:对",
            &["我同意", "//@大道无形我有型:对"],
        ),
        (ZhHans, 10, "回复@A大师:对", &["回复", "@A大师:对"]),
        (
            ZhHans,
            22,
            "春天的书店在 https://example.org/books/list 里",
            &["春天的书店在", "https://example.org/", "books/list 里"],
        ),
        (
            ZhHans,
            24,
            "看 https://shop.example.org/list 里",
            &["看 https://shop.example.", "org/list 里"],
        ),
    ];
    for (language, measure, source, expected) in rows {
        breaks(language, measure, source, expected);
    }
    let options = Options {
        language: Ko,
        measure: 8,
        ..Options::default()
    };
    check_with(
        &options,
        "<h4>오늘의 글 | 책방</h4>",
        &["오늘의", "글 |", "책방"],
    );
}
