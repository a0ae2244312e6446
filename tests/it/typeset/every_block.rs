//! A document with every kind of block, at every measure.

use super::{WIDE, partition, plains, shown};
use kanbao::document::*;
use kanbao::text::WidthPolicy;
use kanbao::typeset::{Options, Page, Spacing};
use std::collections::BTreeMap;

fn text(words: &str) -> Text {
    Text::new(words)
}

/// A document with every kind of block.
fn every_block() -> Document {
    let long =
        "这是一个很长的段落，里面有 English words、数字 3,000.5 和“引号”；它需要换行——不止一次。";
    let cell = |words: &str| Cell {
        blocks: vec![Block::paragraph(words)],
        heading: false,
        columns: 1,
        rows: 1,
    };
    let list = |kind, items: Vec<Item>| {
        BlockKind::List {
            kind,
            items,
            tight: true,
        }
        .into()
    };
    let item = |words: &str, inner: Option<Block>| Item {
        blocks: [Block::paragraph(words)].into_iter().chain(inner).collect(),
        ..Item::default()
    };
    let ordered = ListKind::Ordered {
        start: 9,
        numbering: Numbering::LowerRoman,
        reversed: false,
    };
    let mut nested = Block::paragraph(long);
    for _ in 0..12 {
        nested = BlockKind::Quote {
            blocks: vec![nested],
            source: Some(text("鲁迅")),
        }
        .into();
    }
    let mut linked = text("");
    linked.runs = vec![
        Inline::new("请看", Style::PLAIN),
        Inline {
            text: "下载地址".into(),
            link: Some(1),
            ..Inline::default()
        },
        Inline::new("，以及", Style::PLAIN),
        Inline::new("漢字", Style::RUBY_BASE),
        Inline::new("(かんじ)", Style::RUBY),
        Inline {
            text: "[*1]".into(),
            footnote: Some(0),
            ..Inline::default()
        },
    ];
    let table = |rows: Vec<Vec<Cell>>| {
        BlockKind::Table(Table {
            caption: Some(text("表 1")),
            head: 1,
            rows,
            columns: vec![],
        })
        .into()
    };
    let code = "fn main() {\n    println!(\"{}\", 名字); // 一行很长很长很长很长很长很长很长很长很长很长很长很长\n}\n";
    let image = |label: &str| Image {
        label: text(label),
        link: Some(1),
        target: None,
        size: None,
        file: None,
    };
    let blocks: Vec<Block> = vec![
        BlockKind::Heading {
            level: 2,
            text: text("二级标题"),
            anchor: None,
        }
        .into(),
        Block::paragraph(long),
        Block::paragraph(long),
        BlockKind::Heading {
            level: 3,
            text: text("三级"),
            anchor: None,
        }
        .into(),
        nested,
        list(
            ListKind::Bullet,
            vec![
                item(
                    "一级",
                    Some(list(
                        ordered,
                        vec![item(long, None), item("二", None), Item::default()],
                    )),
                ),
                Item {
                    checked: Some(true),
                    ..item("已完成", None)
                },
                Item {
                    checked: Some(false),
                    ..item("未完成", None)
                },
            ],
        ),
        BlockKind::Definitions {
            entries: vec![Definition {
                terms: vec![text("术语")],
                blocks: vec![Block::paragraph(long)],
            }],
        }
        .into(),
        BlockKind::Code {
            text: text(code),
            language: Some("rust".into()),
        }
        .into(),
        BlockKind::Preserved {
            text: text("床前明月光，\n  疑是地上霜。\n\n举头望明月"),
        }
        .into(),
        table(vec![
            vec![cell("城市"), cell("人口（万）"), cell("说明")],
            vec![cell("北京"), cell("2189"), cell(long)],
            vec![cell("上海"), cell("2487"), cell("港口")],
        ]),
        table(
            (0..3)
                .map(|row| {
                    (0..9)
                        .map(|column| cell(&format!("第{row}行第{column}列的内容很长")))
                        .collect()
                })
                .collect(),
        ),
        BlockKind::Figure {
            images: vec![image("")],
            caption: Some(text("海边的日落")),
        }
        .into(),
        BlockKind::Figure {
            images: vec![image("")],
            caption: None,
        }
        .into(),
        BlockKind::Figure {
            images: vec![image("一"), image("二")],
            caption: None,
        }
        .into(),
        BlockKind::Media {
            kind: MediaKind::Video,
            text: text("bilibili.com"),
        }
        .into(),
        BlockKind::Math {
            text: text("a² + b² = c²"),
            source: String::new(),
            formula: math::Formula::default(),
        }
        .into(),
        BlockKind::Rule.into(),
        BlockKind::Details {
            summary: text("折叠"),
            blocks: vec![Block::paragraph(long)],
        }
        .into(),
        BlockKind::Notice {
            kind: None,
            title: None,
            blocks: vec![Block::paragraph(long)],
        }
        .into(),
        BlockKind::Paragraph {
            text: text("责任编辑：赵思远"),
            role: ParagraphRole::Credit,
            align: Align::Start,
        }
        .into(),
        BlockKind::Paragraph {
            text: linked,
            role: ParagraphRole::Body,
            align: Align::Start,
        }
        .into(),
    ];
    Document {
        blocks,
        links: vec![Link {
            address: "https://example.com/a".into(),
            quiet: false,
        }],
        footnotes: vec![Footnote {
            label: "1".into(),
            blocks: vec![Block::paragraph(long)],
        }],
        ..Document::default()
    }
}

#[test]
fn every_block_fits_every_measure() {
    let mut document = every_block();
    let plain = plains(&mut document);
    // The label of an image is not shown if there is a caption.
    let plain: BTreeMap<_, _> = plain
        .into_iter()
        .filter(|(_, plain)| !plain.is_empty())
        .collect();
    for measure in (1..40).chain([49, 50, 51, 76, 120, 300]) {
        for width in [WidthPolicy::default(), WIDE] {
            for spacing in [Spacing::Keep, Spacing::Add, Spacing::Strip] {
                let options = Options {
                    measure,
                    width,
                    spacing,
                    ..Options::default()
                };
                let page = Page::new(&document, &options);
                for number in 0..page.len() {
                    let line = page.line(number);
                    assert!(line.cells <= measure, "{measure}: {line:?}");
                    assert_eq!(
                        page.line_of(page.place(number)).max(number),
                        page.line_of(page.place(number)),
                        "{measure} {number}"
                    );
                }
                if spacing != Spacing::Strip && measure > 1 {
                    partition(&page, &plain);
                }
            }
        }
    }
}

/// Golden pages of every kind of block; `BLESS=1` rewrites them.
#[test]
fn golden_pages() {
    let mut document = every_block();
    document.number();
    for (name, measure, width) in [
        ("24", 24, WidthPolicy::default()),
        ("40", 40, WidthPolicy::default()),
        ("76", 76, WidthPolicy::default()),
        ("76-wide", 76, WIDE),
    ] {
        let options = Options {
            measure,
            width,
            ..Options::default()
        };
        let found = shown(&Page::new(&document, &options));
        let path = format!(
            "{}/tests/golden/typeset-{name}.txt",
            env!("CARGO_MANIFEST_DIR")
        );
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &found).expect("the page can be written");
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == expected, "{path} differs:\n{found}");
    }
}
