//! Promises of a page: nothing lost, nothing doubled, nothing too wide, nothing torn.
#![expect(clippy::string_slice, reason = "byte offsets are what is tested")]

use kanbao::document::*;
use kanbao::text::{Ambiguous, Emoji, Language, WidthPolicy};
use kanbao::typeset::{Fit, Kinsoku, Options, Page, Spacing};
use std::collections::BTreeMap;

pub const WIDE: WidthPolicy = WidthPolicy {
    ambiguous: Ambiguous::Wide,
    letters: Ambiguous::Wide,
    emoji: Emoji::Safe,
};

const STARTS: &str = "、。，．：；！？､｡’”）〕］｝〉》」』】〗〙〛｠⦆｣〞〟,.:;!?)]}»›·・～〜";
const ENDS: &str = "‘“（〔［｛〈《「『【〖〘〚｟⦅｢〝([{«‹";

/// Faults of line ends, found without the typesetter's own tables.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Faults {
    pub lines: usize,
    pub starts: usize,
    pub ends: usize,
    pub pairs: usize,
    pub numbers: usize,
    pub long: usize,
    /// One of each kind.
    pub examples: BTreeMap<&'static str, String>,
}

impl Faults {
    pub fn none(&self) -> bool {
        self.starts + self.ends + self.pairs + self.numbers + self.long == 0
    }

    /// Both together.
    pub fn and(mut self, other: Self) -> Self {
        self.lines += other.lines;
        self.starts += other.starts;
        self.ends += other.ends;
        self.pairs += other.pairs;
        self.numbers += other.numbers;
        self.long += other.long;
        self.examples.extend(other.examples);
        self
    }

    fn note(&mut self, kind: &'static str, before: &str, after: &str) {
        let tail: String = before
            .chars()
            .rev()
            .take(12)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let head: String = after.chars().take(12).collect();
        self.examples
            .entry(kind)
            .or_insert(format!("{tail} | {head}"));
    }
}

/// Looks at every line end of running text. `plain` gives the texts by id.
pub fn faults(page: &Page, measure: u16, plain: &BTreeMap<TextId, String>, all: &mut Faults) {
    let mut last: Option<(TextId, u32)> = None;
    for number in 0..page.len() {
        let line = page.line(number);
        if line.cells > measure {
            all.long += 1;
            all.note(
                "long",
                "",
                &line
                    .spans
                    .iter()
                    .map(|span| span.text.as_str())
                    .collect::<String>(),
            );
        }
        let mut sources = line.spans.iter().filter_map(|span| span.source.clone());
        let Some((text, first)) = sources.next() else {
            continue;
        };
        let end = sources
            .next_back()
            .map_or(first.end, |(_, range)| range.end);
        if let Some((before, stop)) = last.replace((text, end))
            && before == text
        {
            boundary(
                &plain[&text],
                stop as usize,
                first.start as usize,
                (measure, page.options().width),
                all,
            );
        }
    }
}

fn boundary(
    text: &str,
    end: usize,
    start: usize,
    (measure, width): (u16, WidthPolicy),
    all: &mut Faults,
) {
    let (before, after) = (&text[..end], &text[start..]);
    if text[end..start].contains('\n') {
        return;
    }
    all.lines += 1;
    let spaced = start > end;
    let Some((a, b)) = before.chars().next_back().zip(after.chars().next()) else {
        return;
    };
    // An ideograph and a run of marks that are wider than the line have to be cut. The line is
    // the measure less the gutter, and even.
    let mark = |c: &char| STARTS.contains(*c);
    let run: String = before.chars().rev().take_while(mark).collect();
    let rest: String = after.chars().take_while(mark).collect();
    let run = width.str(&run) + width.str(&rest);
    if run + 2 > usize::from(measure.saturating_sub(2) & !1) {
        return;
    }
    if STARTS.contains(b) && !(spaced && b.is_ascii()) {
        all.starts += 1;
        all.note("start", before, after);
    }
    if ENDS.contains(a) {
        all.ends += 1;
        all.note("end", before, after);
    }
    let run = before.chars().rev().take_while(|c| *c == a).count();
    if a == b && "—…⋯―‥".contains(a) && !spaced && run % 2 == 1 {
        all.pairs += 1;
        all.note("pair", before, after);
    }
    // A number longer than the line has to be cut.
    let part = |c: &char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let whole =
        before.chars().rev().take_while(part).count() + after.chars().take_while(part).count();
    if whole + 6 > usize::from(measure) {
        return;
    }
    let digits = a.is_ascii_digit() && b.is_ascii_digit();
    let inner = b.is_ascii_digit()
        && matches!(a, '.' | ',')
        && before
            .chars()
            .rev()
            .nth(1)
            .is_some_and(|c| c.is_ascii_digit());
    let escape = b == '%' && after.chars().nth(1).is_some_and(|c| c.is_ascii_hexdigit());
    let unit = a.is_ascii_digit() && !escape && matches!(b, '%' | '％' | '‰' | '℃' | '°');
    if !spaced && (digits || inner || unit) {
        all.numbers += 1;
        all.note("number", before, after);
    }
}

/// Every text that is shown is shown once and whole, but for blanks at line edges.
pub fn partition(page: &Page, plain: &BTreeMap<TextId, String>) {
    let mut ranges: BTreeMap<TextId, Vec<(u32, u32)>> = BTreeMap::new();
    for number in 0..page.len() {
        let line = page.line(number);
        let cells: u16 = line.spans.iter().map(|span| span.cells).sum();
        assert_eq!(cells, line.cells, "{line:?}");
        for span in &line.spans {
            assert_eq!(
                page.options().width.str(&span.text),
                usize::from(span.cells),
                "{span:?}"
            );
            if let Some((text, range)) = &span.source {
                ranges
                    .entry(*text)
                    .or_default()
                    .push((range.start, range.end));
            }
        }
    }
    for (text, plain) in plain {
        let ranges = ranges.entry(*text).or_default();
        ranges.sort_unstable();
        let mut at = 0;
        for (start, end) in ranges
            .iter()
            .copied()
            .chain([(plain.len() as u32, plain.len() as u32)])
        {
            assert!(start >= at, "doubled: {start} after {at} in {plain:?}");
            let gap = plain.get(at as usize..start as usize).expect("boundaries");
            assert!(gap.trim().is_empty(), "lost {gap:?} of {plain:?}");
            at = end;
        }
    }
}

pub fn plains(document: &mut Document) -> BTreeMap<TextId, String> {
    document.number();
    let mut plains = BTreeMap::new();
    document.visit_texts_mut(&mut |text| {
        plains.insert(text.id, text.plain());
    });
    plains
}

pub fn paragraphs(text: &str) -> Document {
    Document {
        blocks: text
            .lines()
            .map(|line| line.trim_matches(|c: char| c.is_whitespace()))
            .filter(|line| !line.is_empty())
            .map(Block::paragraph)
            .collect(),
        ..Document::default()
    }
}

pub fn shown(page: &Page) -> String {
    let mut out = String::new();
    for number in 0..page.len() {
        for span in page.line(number).spans {
            out.push_str(&span.text);
        }
        // Code is filled with blanks up to the right side of its frame.
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
    out
}

fn text(words: &str) -> Text {
    Text::new(words)
}

/// One of everything.
fn everything() -> Document {
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
        Inline::new("，以及漢字", Style::RUBY_BASE),
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
        }
        .into(),
        BlockKind::Rule.into(),
        BlockKind::Details {
            summary: text("折叠"),
            blocks: vec![Block::paragraph(long)],
        }
        .into(),
        BlockKind::Notice {
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
fn everything_fits_everywhere() {
    let mut document = everything();
    let plain = plains(&mut document);
    // A picture's own label is not shown where a caption stands for it.
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

/// Golden pages of every element, to be read by eye; `BLESS=1` rewrites them.
#[test]
fn golden_pages() {
    let mut document = everything();
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

#[test]
fn options_keep_the_promises() {
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
fn right_to_left_words_are_put_in_order() {
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
fn bad_input_is_set_in_time() {
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

#[test]
fn words_are_found_across_readings() {
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
fn places_hits_and_copies() {
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
