//! Positions in the text: search hits, cells, copied text, words.

use super::paragraphs;
use kanbao::document::{Format, Position, build};
use kanbao::text::Language;
use kanbao::typeset::{Options, Page};

#[test]
fn text_is_found_across_ruby() {
    let source = "<p>学<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>注音，漢字。</p>";
    let document = build(source, Format::Html);
    let page = Page::new(&document, &Options::default());
    let check = |needle: &str, found: usize| {
        assert_eq!(page.find(needle).len(), found, "{needle}");
    };
    check("漢字注音", 1);
    check("漢字", 2);
    check("かんじ", 1);
    check("漢字(かんじ)注", 1);
}

#[test]
fn compounds_are_found_in_all_their_forms() {
    let document = paragraphs("五年計畫，新计划。画画的計劃。设计画面，瞭解。");
    let page = Page::new(&document, &Options::default());
    let rows = [
        ("计划", 3),
        ("計畫", 4),
        ("画", 4),
        ("新計畫", 1),
        ("了解", 1),
    ];
    for (needle, found) in rows {
        assert_eq!(page.find(needle).len(), found, "{needle}");
    }
}

#[test]
fn positions_search_hits_and_copied_text() {
    let mut document =
        paragraphs("　　第一段有ＡＩ技术，也有 Rust 和 café。\n第二段：使用 ai 的人。");
    document.language = Some(Language::ZhHans);
    document.number();
    let page = Page::new(
        &document,
        &Options {
            measure: 20,
            ..Options::default()
        },
    );
    let hits = page.find("Ai");
    assert_eq!(hits.len(), 2);
    assert_eq!((hits[0].text, hits[1].text), (0, 1));
    let line = page.line_of(Position {
        text: hits[0].text,
        byte: hits[0].range.start,
    });
    assert_eq!(
        page.cells_of(line, 0, &hits[0].range)
            .map(|cells| cells.len()),
        Some(4)
    );
    assert_eq!(
        page.full_text(),
        "第一段有ＡＩ技术，也有 Rust 和 café。\n\n第二段：使用 ai 的人。"
    );
    assert_eq!(page.find("cafe").len(), 1);
    let mut place = Position::default();
    let mut words = Vec::new();
    while let Some(next) = page.next_word(place) {
        assert!(next > place);
        words.push(next);
        place = next;
    }
    assert!(words.len() > 8, "{words:?}");
    let back = page.previous_word(place).expect("there are words before");
    assert!(back < place);
}
