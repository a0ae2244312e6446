//! Ruby above its base: golden pages at 24, 40 and 76 cells (`BLESS=1` rewrites them), and
//! properties at every width.

use super::{WIDE, paragraphs, partition, plains};
use crate::pages::drawn;
use kanbao::document::{Document, Format, build};
use kanbao::text::WidthPolicy;
use kanbao::typeset::{Fit, Options, Page, Ruby};

const ARTICLE: &str = "<p>　<ruby>活字<rt>かつじ</rt></ruby>を一本ずつ<ruby>棚<rt>たな</rt></ruby>から取ることを、昔の人は「<ruby>文選<rt>ぶんせん</rt></ruby>」と呼んだ。拾った字を並べて行にするのが「<ruby>植字<rt>しょくじ</rt></ruby>」。<ruby>東<rt>とう</rt>京<rt>きょう</rt></ruby>でも、そうである。</p>\
<p>声を<ruby>承<rt>うけたまわ</rt></ruby>る。読みが長すぎるものは、うしろに置く。どの行にも読みがあるとはかぎらず、読みのない行はそのままの高さである。</p>\
<p>生僻字旁边注音：<ruby>彳亍<rt>chì chù</rt></ruby>，慢慢地走；<ruby>饕餮<rt>tāo tiè</rt></ruby>，放开了吃；<ruby>耄耋之年<rt>mào dié</rt></ruby>。</p>\
<blockquote><p>引いた文にも<ruby>傍訓<rt>ぼうくん</rt></ruby>がある。</p></blockquote>\
<ul><li><ruby>箇条<rt>かじょう</rt></ruby>の一つ</li><li>読みのない、もう一つ</li></ul>\
<p><a href='https://example.org/'><ruby>辞書<rt>じしょ</rt></ruby></a>を引く。</p>";

fn article() -> Document {
    build(ARTICLE, Format::Html)
}

fn above(measure: u16) -> Options {
    Options {
        measure,
        ruby: Ruby::Above,
        ..Options::default()
    }
}

#[test]
fn golden_pages() {
    for measure in [24, 40, 76] {
        let mut page = drawn(&article(), &above(measure));
        let led = Options {
            leading: 1,
            ..above(measure)
        };
        page.push_str(&format!("\n-- leading\n\n{}", drawn(&article(), &led)));
        let path = format!(
            "{}/tests/golden/ruby-{measure}.txt",
            env!("CARGO_MANIFEST_DIR")
        );
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &page).expect("the page can be written");
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(page == expected, "{path} differs:\n{page}");
    }
}

/// The middle of the cells that show `words` on a line.
fn middle(page: &Page, line: usize, words: &str) -> Option<f32> {
    let mut column = 0.0;
    for span in page.line(line).spans {
        let cells = f32::from(span.cells);
        if span.text == words {
            return Some(column + cells / 2.0);
        }
        column += cells;
    }
    None
}

#[test]
fn ruby_is_centred_over_its_base() {
    let pairs = [
        ("かつじ", "活字"),
        ("たな", "棚"),
        ("とうきょう", "東京"),
        ("tāo tiè", "饕餮"),
    ];
    for width in [WidthPolicy::default(), WIDE] {
        for measure in 24..100 {
            for fit in [Fit::Greedy, Fit::Optimal] {
                let options = Options {
                    width,
                    fit,
                    ..above(measure)
                };
                let page = Page::new(&article(), &options);
                for (reading, word) in pairs {
                    let over = (0..page.len())
                        .find_map(|line| Some((line, middle(&page, line, reading)?)));
                    let Some((line, over)) = over else {
                        panic!("{reading} is nowhere at {measure}");
                    };
                    let under = middle(&page, line + 1, word).expect("the word is below");
                    assert!(
                        (over - under).abs() <= 1.0,
                        "{reading} {measure} {over} {under}"
                    );
                }
                assert!((0..page.len()).all(|line| page.line(line).cells <= measure));
            }
        }
    }
}

#[test]
fn ruby_is_neither_copied_nor_a_place() {
    let page = Page::new(&article(), &above(40));
    let text = page.full_text();
    assert!(text.contains("活字を一本ずつ棚から"), "{text}");
    assert!(text.contains("承(うけたまわ)る"), "{text}");
    let mut last = page.place(0);
    for line in 0..page.len() {
        let place = page.place(line);
        assert!(place >= last && page.line_of(place) + 1 >= line);
        last = place;
    }
}

#[test]
fn a_search_finds_bases_and_readings() {
    let inline = Options {
        measure: 40,
        ..Options::default()
    };
    let pages = [above(40), inline].map(|options| Page::new(&article(), &options));
    for needle in ["活字を一本", "かつじを一本", "活字(かつじ)を", "かつじ"] {
        let found = pages.each_ref().map(|page| page.find(needle).len());
        assert_eq!(found, [1, 1], "{needle}");
    }
    // A reading above is marked in its base.
    let [page, _] = &pages;
    let hits = page.find("かつじ");
    assert_eq!(hits, page.find("活字"));
    let line = (0..page.len()).find(|line| {
        let cells = page.cells_of(*line, hits[0].text, &hits[0].range);
        cells.is_some_and(|cells| cells.len() == 4)
    });
    assert!(line.is_some());
}

#[test]
fn text_without_ruby_is_unchanged() {
    let mut document = paragraphs("没有注音的文章，两种排法一样。\n第二段。");
    let plain = plains(&mut document);
    for measure in 1..60 {
        let page = Page::new(&document, &above(measure));
        partition(&page, &plain);
        let inline = Options {
            ruby: Ruby::Inline,
            ..above(measure)
        };
        assert_eq!(drawn(&document, &above(measure)), drawn(&document, &inline));
    }
}
