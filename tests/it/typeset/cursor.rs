//! Cursor movement by words, forward and back.

use super::paragraphs;
use kanbao::document::Position;
use kanbao::typeset::{Options, Page};

/// Checks that words start at the start of the text and after each `|`.
fn check(parted: &str) {
    let text = parted.replace('|', "");
    let mut document = paragraphs(&text);
    document.number();
    let page = Page::new(&document, &Options::default());
    let mut starts: Vec<Position> = Vec::new();
    for (index, paragraph) in parted.lines().enumerate() {
        let mut byte = 0;
        for word in paragraph.split('|') {
            starts.push(Position {
                text: index as u32,
                byte,
            });
            byte += word.len() as u32;
        }
    }
    let forth: Vec<Position> = std::iter::successors(Some(starts[0]), |at| page.next_word(*at))
        .take(starts.len() + 1)
        .collect();
    assert_eq!(forth, starts, "{parted}");
    let last = starts.last().copied();
    let mut back: Vec<Position> = std::iter::successors(last, |at| page.previous_word(*at))
        .take(starts.len() + 1)
        .collect();
    back.reverse();
    assert_eq!(back, starts, "{parted}");
}

#[test]
fn words_of_alphabets() {
    check("one |two, |three.\nfour |five");
    check("오늘은 |날씨가 |좋다.");
}

#[test]
#[cfg(feature = "phrase")]
fn words_of_chinese_and_japanese() {
    check("今天|天气|很|好，|我们|去|公园|散步。\n我们|用 |Rust |散步。");
    check("今日は|天気が|良いので|公園へ|散歩に|行きます。");
}

#[test]
#[cfg(not(feature = "phrase"))]
fn each_ideograph_is_a_word() {
    check("今|天|天|气，|我|们");
}

#[test]
fn words_of_a_long_text() {
    check(&["word"; 500].join(" |"));
}
