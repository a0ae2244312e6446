//! Hyphenation: hyphens are shown, but the text does not change.

use crate::typeset::{paragraphs, partition, plains, shown};
use kanbao::text::Language;
use kanbao::typeset::{Fit, Options, Page};

const PROSE: &str = "The typographer's responsibility (understanding hyphenation) \
    notwithstanding, internationalization of https://example.org/extraordinary/documentation \
    remains a well-established impossibility; extraordinary “circumstances” considered.";

fn set(prose: &str, measure: u16, fit: Fit) -> Page {
    let mut document = paragraphs(prose);
    let plain = plains(&mut document);
    let options = Options {
        measure,
        fit,
        hyphenate: true,
        language: Language::Latin,
        ..Options::default()
    };
    let page = Page::new(&document, &options);
    partition(&page, &plain);
    for line in 0..page.len() {
        assert!(page.line(line).cells <= measure, "{measure}: {line}");
    }
    page
}

#[test]
fn hyphens_are_only_drawn() {
    for measure in 8..60 {
        for fit in [Fit::Greedy, Fit::Optimal, Fit::Phrase] {
            set(PROSE, measure, fit);
        }
    }
}

#[test]
fn words_break_at_syllables() {
    let check = |prose: &str, measure: u16, expected: &str| {
        let found = shown(&set(prose, measure, Fit::Greedy));
        assert_eq!(found.trim_end(), expected, "{prose}");
    };
    check("an extensive hyphenation", 12, "an extensive\nhyphenation");
    check(
        "an extensive hyphenation",
        11,
        "an exten-\nsive hy-\nphenation",
    );
    check(
        "see example.org/hyphenation now",
        14,
        "see\nexample.org/\nhyphenation\nnow",
    );
    check(
        "中文里的 hyphenation 不拆",
        16,
        "  中文里的\nhyphenation 不拆",
    );
}
