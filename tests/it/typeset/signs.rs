//! Signs that are drawn in another form: no position, hit or copied text changes.

use super::{paragraphs, partition, plains, shown};
use kanbao::document::{Document, Format, build};
use kanbao::text::Language;
use kanbao::typeset::{Fit, Options, Page, Spacing};

const CHINESE: &str = "他说——好……18℃※注,我们走.";
const ENGLISH: &str = "\"It's late,\" he said -- and 'left' --- with --force.";

fn page(document: &Document, options: &Options) -> Page {
    let options = Options {
        screen_signs: true,
        smart_punctuation: true,
        full_width_marks: true,
        ..*options
    };
    Page::new(document, &options)
}

fn check(language: Language, source: &str, expected: &str) {
    let mut document = paragraphs(source);
    document.language = Some(language);
    let plain = plains(&mut document);
    let (id, words) = plain.first_key_value().expect("one text");
    let page = page(&document, &Options::default());
    assert_eq!(shown(&page).trim(), expected);
    assert_eq!(page.full_text(), *words);
    // Each hit covers the drawn form: the cells of all characters add up to the line.
    let mut column = None;
    for (at, c) in words.char_indices() {
        let range = at as u32..(at + c.len_utf8()) as u32;
        let Some(cells) = page.cells_of(0, *id, &range) else {
            continue;
        };
        assert_eq!(
            cells.start,
            column.unwrap_or(cells.start),
            "{c} of {source}"
        );
        column = Some(cells.end);
    }
    assert_eq!(column, Some(page.line(0).cells), "{source}");
}

#[test]
fn positions_and_copied_text_keep_the_source() {
    check(Language::ZhHans, CHINESE, "他说────好⋯⋯18°C＊注，我们走。");
    check(
        Language::Latin,
        ENGLISH,
        "“It’s late,” he said – and ‘left’ — with --force.",
    );
}

#[test]
fn cells_of_a_table_are_as_wide_as_their_signs() {
    let rows = "<tr><td>18℃<td>雨——一直下……<td>a<tr><td>9℃<td>※ 没有人<td>b";
    let mut document = build(&format!("<table>{rows}</table>"), Format::Html);
    document.number();
    let options = Options {
        measure: 40,
        ..Options::default()
    };
    let page = shown(&page(&document, &options));
    let lines: Vec<&str> = page.lines().map(str::trim_end).collect();
    assert_eq!(
        lines,
        ["18°C  雨────一直下⋯⋯  a", "9°C   ＊ 没有人       b"]
    );
}

#[test]
fn no_line_is_too_wide() {
    for (language, source) in [(Language::ZhHans, CHINESE), (Language::Latin, ENGLISH)] {
        let mut document = paragraphs(&source.repeat(9));
        document.language = Some(language);
        let plain = plains(&mut document);
        for measure in 1..90 {
            for (fit, grid, spacing) in [
                (Fit::Auto, false, Spacing::Keep),
                (Fit::Optimal, false, Spacing::Add),
                (Fit::Greedy, true, Spacing::Strip),
            ] {
                let options = Options {
                    measure,
                    fit,
                    grid,
                    spacing,
                    justify: true,
                    ..Options::default()
                };
                let page = page(&document, &options);
                partition(&page, &plain);
                let wide = (0..page.len()).find(|line| page.line(*line).cells > measure);
                assert!(
                    measure < 3 || wide.is_none(),
                    "{language:?} {measure} {grid}"
                );
            }
        }
    }
}
