//! Code and tables that are wider than the measure: they use the cells beside it before they fold.

use super::block_layout::check as check_lines;
use super::shown;
use kanbao::document::{Format, build};
use kanbao::typeset::{Options, Page};

#[test]
fn tables_and_code_reach_past_the_measure_before_they_fold() {
    let source = "<pre>one two three four five six</pre>\
                  <table><tr><th>甲<th>乙<tr><td>甲乙丙丁戊己庚辛<td>子丑寅卯辰巳午未<tr><td>一<td>二</table><p>甲乙丙丁戊己庚辛壬癸</p>";
    let mut document = build(source, Format::Html);
    document.number();
    let page = |reach| {
        let options = Options {
            measure: 16,
            reach,
            ..Options::default()
        };
        Page::new(&document, &options)
    };
    let lines = |reach| {
        let page = page(reach);
        (0..page.len())
            .map(|at| page.line(at).cells)
            .collect::<Vec<_>>()
    };
    assert!(lines(0).iter().all(|cells| *cells <= 16));
    let wide = lines(60);
    let shown = shown(&page(60));
    assert_eq!(wide.iter().max(), Some(&34), "{shown}");
    assert!(lines(20).iter().all(|cells| *cells <= 20));
}

#[test]
fn tables_and_code_start_left_of_the_measure_before_they_fold() {
    let cells = "甲乙丙丁戊己庚辛";
    let table = format!("<table><tr><td>{cells}<td>{cells}<tr><td>一<td>二</table>");
    let check = |source: &str, reach, outdent, expected: (u16, u16)| {
        let mut document = build(source, Format::Html);
        document.number();
        let options = Options {
            measure: 16,
            reach,
            outdent,
            ..Options::default()
        };
        let page = Page::new(&document, &options);
        let mut widest = (0, 0);
        for at in 0..page.len() {
            let line = page.line(at);
            assert!(line.cells <= reach + line.outdent, "{source}: {line:?}");
            // Columns are counted from where the line starts.
            let mut column = 0;
            for span in &line.spans {
                if let Some((text, range)) = &span.source {
                    let marked = page.cells_of(at, *text, range);
                    assert_eq!(
                        marked,
                        Some(column..column + span.cells),
                        "{source}: {line:?}"
                    );
                }
                column += span.cells;
            }
            widest = widest.max((line.cells, line.outdent));
        }
        assert_eq!(widest, expected, "{source} {reach} {outdent}");
    };
    // It is centred over the text.
    check(&table, 60, 20, (34, 9));
    check(&table, 26, 20, (34, 9));
    check(&table, 22, 20, (34, 12));
    // It folds in the whole pane.
    check(&table, 22, 9, (30, 9));
    // A few cells further left would look like a mistake.
    let words = "abcdefghijklmno";
    let words = format!("<table><tr><td>{words}<td>{words}<tr><td>一<td>二</table>");
    check(&words, 40, 20, (32, 8));
    let short = "abcdefghijkl";
    let short = format!("<table><tr><td>{short}<td>{short}<tr><td>一<td>二</table>");
    check(&short, 40, 20, (26, 0));
    // Too few cells to leave the edge of the text for.
    check(&words, 26, 7, (15, 0));
    // Only a block without a frame around it.
    check(
        &format!("<blockquote>{words}</blockquote>"),
        26,
        20,
        (17, 0),
    );
    let code = format!("<pre>{}</pre>", "let a = 1; ".repeat(4));
    // In steps, so that the edges of several blocks are more often in line.
    check(&code, 60, 40, (48, 16));
    check(&code, 30, 40, (48, 18));
    // It folds in the whole pane.
    let long = format!("<pre>{}</pre>", "let a = 1; ".repeat(9));
    check(&long, 30, 20, (50, 20));
}

#[test]
fn a_list_of_links_starts_at_the_edge_of_the_text() {
    let row = "<tr><td><a href=https://example.com/>甲乙丙丁戊己庚辛壬癸子丑寅卯</a><td>来源";
    let mut document = build(&format!("<table>{row}{row}</table>"), Format::Html);
    document.number();
    let options = Options {
        measure: 30,
        reach: 34,
        outdent: 40,
        ..Options::default()
    };
    let page = Page::new(&document, &options);
    assert!(
        (0..page.len()).all(|at| page.line(at).outdent == 0),
        "{}",
        shown(&page)
    );
}

/// Every window shows its part of each row, and each row in the same columns.
#[test]
fn a_wide_table_is_scrolled_sideways() {
    let long = "子丑寅卯辰巳午未申酉";
    let source = format!(
        "<table><tr><th>甲<th>乙<th>丙<tr><td>一<td>{long}<td>1234567890<tr><td>二<td>短<td>终</table>"
    );
    let mut document = build(&source, Format::Html);
    document.number();
    let check = |sideways, expected: &str| {
        let options = Options {
            measure: 24,
            sideways,
            ..Options::default()
        };
        assert_eq!(
            shown(&Page::new(&document, &options)),
            expected,
            "{sideways:?}"
        );
    };
    check(
        None,
        "甲  乙        丙\n────────────────────────\n一  子丑寅卯  1234567890\n    辰巳午未\n    申酉\n\n二  短        终\n",
    );
    check(
        Some(0),
        "甲  乙                 ›\n────────────────────────\n一  子丑寅卯辰巳午未申 ›\n二  短                 ›\n",
    );
    check(
        Some(99),
        "甲  ‹         丙\n────────────────────────\n一  ‹ 未申酉  1234567890\n二  ‹         终\n",
    );
}

/// Code keeps the edge of the text unless a line of it would fold.
#[test]
fn code_uses_a_narrow_margin_before_it_folds() {
    let check = |cells: usize, expected: (u16, u16)| {
        let word = "a".repeat(cells - 4);
        let mut document = build(&format!("<pre>{word}</pre><p>甲</p>"), Format::Html);
        document.number();
        let options = Options {
            measure: 76,
            reach: 81,
            outdent: 6,
            ..Options::default()
        };
        let page = Page::new(&document, &options);
        let lines = (0..page.len()).map(|at| page.line(at));
        let frame = lines.map(|line| (line.cells, line.outdent)).max();
        assert_eq!(frame, Some(expected), "{cells}");
    };
    check(20, (74, 0));
    check(74, (74, 0));
    check(75, (81, 0));
    check(82, (87, 6));
    // It folds anyway: the left edge of the text says more.
    check(88, (81, 0));
}

/// The signs of scrolled code are beside its text, not over it.
#[test]
fn code_is_scrolled_sideways() {
    let source = "<pre>0123456789012345678901234567890123456789012345678901234567\n中文</pre>";
    let mut document = build(source, Format::Html);
    document.number();
    let check = |measure, sideways, expected: &[&str]| {
        let options = Options {
            measure,
            sideways: Some(sideways),
            ..Options::default()
        };
        let page = Page::new(&document, &options);
        let shown = shown(&page);
        let lines: Vec<&str> = shown.lines().filter(|line| !line.contains('─')).collect();
        assert_eq!(lines, expected, "{measure} {sideways}");
    };
    check(20, 0, &["│ 01234567890123456›", "│ 中文"]);
    check(20, 1, &["│‹12345678901234567›", "│‹ 文"]);
    check(
        54,
        0,
        &[
            "│ 012345678901234567890123456789012345678901234567›│",
            "│ 中文                                             │",
        ],
    );
    check(
        54,
        3,
        &[
            "│‹345678901234567890123456789012345678901234567890›│",
            "│‹                                                 │",
        ],
    );
    check(
        54,
        12,
        &[
            "│‹2345678901234567890123456789012345678901234567   │",
            "│‹                                                 │",
        ],
    );
}

/// A wide first column is cut once the others are moved, so that rows can still be told apart.
#[test]
fn the_names_of_rows_stay() {
    let source = "<table><tr><th>项目名称与说明文字<th>第一<th>第二<th>第三\
                  <tr><td>甲乙丙丁戊己庚辛壬癸<td>1234567890<td>2345678901<td>3456789012\
                  <tr><td>短<td>1<td>2<td>3</table>";
    let mut document = build(source, Format::Html);
    document.number();
    let pages = [0, 1, 24, 99].map(|sideways| {
        let options = Options {
            measure: 30,
            sideways: Some(sideways),
            ..Options::default()
        };
        let shown = shown(&Page::new(&document, &options));
        let lines = shown.lines().filter(|line| !line.contains('─'));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    });
    let pages = pages.join("\n");
    let shown: Vec<&str> = pages.lines().collect();
    let expected = [
        "项目名称与说明文字           ›",
        "甲乙丙丁戊己庚辛壬癸         ›",
        "短                           ›",
        "",
        "项目名…         第一         ›",
        "甲乙丙…   1234567890         ›",
        "短                 1         ›",
        "",
        "项目名…   ‹       第二       ›",
        "甲乙丙…   ‹ 2345678901       ›",
        "短        ‹          2       ›",
        "",
        "项目名…   ‹       第三",
        "甲乙丙…   ‹ 3456789012",
        "短        ‹          3",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn narrow_tables_keep_the_words_of_their_labels() {
    let check = |measure: u16, source: &str, expected: &[&str]| {
        let mut document = build(source, Format::Html);
        document.number();
        let options = Options {
            measure,
            ..Options::default()
        };
        let found = shown(&Page::new(&document, &options));
        let found: Vec<&str> = found.lines().collect();
        assert_eq!(found, expected, "{measure}");
    };
    let ports = "<table><tr><th>名字<th>默认 TCP 端口<th>说明<tr><td>SMTP<td>25<td>甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸</table>";
    check(
        20,
        ports,
        &[
            "名字      SMTP",
            "默认 TCP  25",
            "端口",
            "说明      甲乙丙丁戊",
            "          己庚辛壬癸",
            "          甲乙丙丁戊",
            "          己庚辛壬癸",
        ],
    );
    let link = |title: &str, source: &str| {
        format!("<tr><td><a href='https://a.example/{title}'>{title}</a><th>{source}")
    };
    let news = format!(
        "<table>{}{}</table>",
        link("上期所：调整白银期货相关合约涨跌停板幅度", "华尔街见闻"),
        link("国内商品期货夜盘开盘，沪银跌超", "界面")
    );
    check(
        20,
        &news,
        &[
            "上期所：调整白银期货",
            "  相关合约涨跌停板幅",
            "  度[1] — 华尔街见闻",
            "国内商品期货夜盘开",
            "  盘，沪银跌超[2]",
            "  — 界面",
        ],
    );
}

/// Blocks of code that are wider than the text start at one edge if they are seen together, and far
/// ones at their own. Code that fits has the edges of the text.
#[test]
fn code_that_is_seen_together_starts_at_one_edge() {
    let check = |first: usize, between: usize, expected: &[u16]| {
        let text = "<p>一段文字在两段代码之间。</p>".repeat(between);
        let [short, long] = [first, 5].map(|times| "let a = 1; ".repeat(times));
        let source = format!("<pre>{short}</pre>{text}<pre>{long}</pre>");
        let mut document = build(&source, Format::Html);
        document.number();
        let options = Options {
            measure: 30,
            reach: 30,
            outdent: 40,
            ..Options::default()
        };
        let page = Page::new(&document, &options);
        let lines = (0..page.len()).map(|at| page.line(at));
        let mut edges: Vec<u16> = lines
            .filter(|line| line.spans.iter().any(|span| span.text.contains("let")))
            .map(|line| line.outdent)
            .collect();
        edges.dedup();
        assert_eq!(edges, expected, "{first} {between}");
    };
    check(4, 1, &[30]);
    check(4, 30, &[22, 30]);
    check(1, 1, &[0, 30]);
}

#[test]
fn cells_of_tables_have_the_widths_they_need() {
    // Code in a cell folds only where the page is too narrow.
    check_lines(
        "<table><tr><th>甲<th>乙<tr><td><pre>extensions = [\"hardLineBreak\"]</pre><td>文</table>",
        40,
        &[
            "甲                                  乙",
            "──────────────────────────────────────",
            "│ extensions = [\"hardLineBreak\"]    文",
        ],
    );
    // One long cell does not fold the others of its row and of the column beside it.
    check_lines(
        "<table><tr><th>词<th>释义\
         <tr><td>甲乙丙丁戊己庚辛壬癸<td>短\
         <tr><td>甲乙丙丁戊己庚辛<td>子丑寅卯辰巳午未申酉戌亥子丑寅卯辰巳午未申酉戌亥子丑寅卯\
         <tr><td>甲乙丙丁戊己庚辛壬癸<td>短</table>",
        40,
        &[
            "词                    释义",
            "──────────────────────────────────────",
            "甲乙丙丁戊己庚辛壬癸  短",
            "",
            "甲乙丙丁戊己庚辛      子丑寅卯辰巳午未",
            "                      申酉戌亥子丑寅卯",
            "                      辰巳午未申酉戌亥",
            "                      子丑寅卯",
            "",
            "甲乙丙丁戊己庚辛壬癸  短",
        ],
    );
    // Prose over several columns is not centred.
    check_lines(
        "<table><tr><th>甲<th>乙<th>丙<tr><td>一<td>二二二二二二<td>三三三三三三\
         <tr><td>四<td colspan=2>东岸的船等人多了再开。<tr><td>五<td colspan=2>没有船</table>",
        24,
        &[
            "甲  乙        丙",
            "────────────────────────",
            "一  二二二二  三三三三",
            "    二二      三三",
            "",
            "四  东岸的船等人多了",
            "    再开。",
            "",
            "五         没有船",
        ],
    );
    // No word is broken that fits below its heading.
    check_lines(
        "<table lang=ko><tr><th>규모산정 종류<th>내용<th>특징<th>비고\
         <tr><td>비용<td>모듈과 서브시스템<td>비용<td>합계</table>",
        19,
        &[
            "규모산정 종류",
            "비용",
            "내용",
            "모듈과 서브시스템",
            "특징",
            "비용",
            "비고",
            "합계",
        ],
    );
}
