//! Line breaking rules under all options, and pathological input.

#[cfg(feature = "bidi")]
use super::shown;
use super::{Faults, faults, paragraphs, partition, plains};
use kanbao::document::{Block, Document};
use kanbao::typeset::{Fit, Kinsoku, Options, Page};

#[test]
fn no_option_breaks_a_rule() {
    let prose = "三四年前AI篮球裁判“火”了，走步算得特别准（3,000 次/s）。The quick brown fox—jumps over https://example.com/a/very/long/path?with=query&and=more#end，然后……结束了！";
    let mut document = paragraphs(&format!("{prose}\n{prose}{prose}"));
    let plain = plains(&mut document);
    for kinsoku in [Kinsoku::None, Kinsoku::Basic, Kinsoku::Gb, Kinsoku::Strict] {
        for fit in [Fit::Greedy, Fit::Optimal, Fit::Phrase] {
            for (justify, grid) in [(false, false), (true, false), (false, true)] {
                for measure in [20, 31, 40, 60] {
                    let options = Options {
                        measure,
                        kinsoku,
                        fit,
                        justify,
                        grid,
                        ..Options::default()
                    };
                    let page = Page::new(&document, &options);
                    partition(&page, &plain);
                    let mut all = Faults::default();
                    faults(&page, measure, &plain, &mut all);
                    assert_eq!(all.long, 0, "{options:?} {all:?}");
                    assert!(
                        kinsoku == Kinsoku::None || all.none(),
                        "{options:?} {all:?}"
                    );
                }
            }
        }
    }
}

#[test]
#[cfg(feature = "bidi")]
fn right_to_left_words_are_in_visual_order() {
    let prose = "记者写道：שלום (עולם) 123，然后 سلام 结束。\nשלום עולם, זה ארוך מאוד and Latin words (in brackets) as well שוב ושוב";
    let mut document = paragraphs(prose);
    let plain = plains(&mut document);
    for measure in 10..60 {
        let options = Options {
            measure,
            bidi: true,
            ..Options::default()
        };
        let page = Page::new(&document, &options);
        partition(&page, &plain);
        assert!((0..page.len()).all(|line| page.line(line).cells <= measure));
    }
    let options = Options {
        bidi: true,
        measure: 50,
        ..Options::default()
    };
    assert!(
        shown(&Page::new(&document, &options))
            .contains("记者写道：123 (םלוע) םולש，然后 مالس 结束。")
    );
}

#[test]
fn pathological_input_is_typeset_in_linear_time() {
    let combining = format!("e{}", "\u{301}".repeat(10_000));
    for words in [
        "中".repeat(1_600_000),
        "a".repeat(2_000_000),
        "，".repeat(90_000),
        "(".repeat(90_000),
        "—".repeat(90_000),
        " ".repeat(90_000),
        "a ".repeat(90_000),
        "한국".repeat(45_000),
        "👩\u{200D}👩".repeat(20_000),
        "🇨🇳".repeat(20_000),
        format!("http://{}", "a/".repeat(45_000)),
        combining,
        "क\u{94D}".repeat(30_000),
    ] {
        for measure in [1, 2, 3, 5, 60] {
            let mut document = Document {
                blocks: vec![Block::paragraph(words.as_str())],
                ..Document::default()
            };
            document.number();
            let page = Page::new(
                &document,
                &Options {
                    measure,
                    ..Options::default()
                },
            );
            for line in (0..page.len()).step_by(page.len() / 50 + 1) {
                assert!(page.line(line).cells <= measure);
            }
        }
    }
}
