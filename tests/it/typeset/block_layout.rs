//! The lines of single blocks: HTML, a measure, and the expected lines.

use super::shown;
use kanbao::document::{Format, build};
use kanbao::role::Role;
use kanbao::text::Language;
use kanbao::typeset::{Options, Page};

pub(super) fn check(source: &str, measure: u16, expected: &[&str]) {
    let mut document = build(source, Format::Html);
    document.language.get_or_insert(Language::ZhHans);
    document.number();
    let options = Options {
        measure,
        ..Options::default()
    };
    let found = shown(&Page::new(&document, &options));
    let found: Vec<&str> = found.lines().map(str::trim_end).collect();
    assert_eq!(found, expected, "{source}");
}

#[test]
fn numbers_in_columns_stay_whole() {
    check(
        "<table><tr><th>馆名<th>座位<th>比<tr><td>江南岸边的第一座灯塔图书馆<td>1,204<td>22.93\
         <tr><td>桥西馆<td>86<td>4.80</table>",
        30,
        &[
            "馆名             座位     比",
            "────────────────────────────",
            "江南岸边的第一  1,204  22.93",
            "座灯塔图书馆",
            "",
            "桥西馆             86   4.80",
        ],
    );
    check(
        "<table><tr><td>2026-01-26 08:03:04<td>两年期美债收益率跌超一个基点\
         <tr><td>2026-01-20<td>美国财政部</table>",
        36,
        &[
            "2026-01-26 08:03  两年期美债收益率",
            "                  跌超一个基点",
            "",
            "2026-01-20        美国财政部",
        ],
    );
}

#[test]
fn numbers_align_at_their_decimal_point() {
    check(
        "<table><tr><th>年<th>率<tr><td>甲<td>4.8%<tr><td>乙<td>12%<tr><td>丙<td>0.25%</table>",
        30,
        &[
            "年      率",
            "──────────",
            "甲   4.8%",
            "乙  12%",
            "丙   0.25%",
        ],
    );
}

#[test]
fn kept_lines_hang_at_their_own_indent() {
    // A deep indent leaves half of the line.
    check(
        "<pre>会议记录，各条如下排列，供查阅\n    第二条也要写得比一行更长一些\n\
         \u{3000}\u{3000}段落开头空两格，续行顶格排列\n                  乙丙丁戊己庚辛</pre>",
        24,
        &[
            "会议记录，各条如下排列，",
            "供查阅",
            "    第二条也要写得比一行",
            "    更长一些",
            "　　段落开头空两格，续行",
            "顶格排列",
            "          乙丙丁戊己庚辛",
        ],
    );
}

#[test]
fn a_wide_table_of_links_is_a_list() {
    check(
        "<table><tr><th>时间<th>标题<th>来源\
         <tr><td>2026-01-26 08:03:04<td><a href=https://example.com/1>两年期美债收益率跌超一个基点</a><td>财联社\
         <tr><td>2026-01-20 12:00:00<td><a href=https://example.com/2>美国财政部公布计划</a><td>路透</table>",
        40,
        &[
            "时间 · 标题 — 来源",
            "2026-01-26 08:03 · 两年期美债收益率跌",
            "                   超一个基点[1]",
            "                   — 财联社",
            "2026-01-20 12:00 · 美国财政部公布计",
            "                   划[2] — 路透",
        ],
    );
}

#[test]
fn the_headline_of_a_listed_row_hangs_below_itself() {
    check(
        "<table><tr><td>2026-01-26<td><a href=https://example.com/1>两年期美债收益率跌超一个基点，十年期持平</a>\
         <tr><td>2026-01-20<td><a href=https://example.com/2>美国财政部公布计划</a></table>",
        40,
        &[
            "2026-01-26 · 两年期美债收益率跌超一个",
            "             基点，十年期持平[1]",
            "2026-01-20 · 美国财政部公布计划[2]",
        ],
    );
}

#[test]
fn a_quote_without_an_indent_is_apart_from_its_heading() {
    let source = "<h3>桥西</h3><blockquote>早上的溪水。</blockquote>";
    check(source, 20, &["▏桥西", "", "│ 早上的溪水。"]);
    check(source, 40, &["▏桥西", "  │ 早上的溪水。"]);
}

#[test]
fn pictures_in_cells_are_short_marks() {
    check(
        "<table><tr><th>名<th>图<th>说明<tr><td>猫<td><img src=https://example.com/a.png alt=坐在窗台上的猫><td>黑猫\
         <tr><td>狗<td><img src=https://example.com/b.png><td>黄狗</table>",
        40,
        &[
            "名  图                   说明",
            "─────────────────────────────",
            "猫  ▣ 1 坐在窗台上的猫   黑猫",
            "狗  ▣ 2                  黄狗",
        ],
    );
}

#[test]
fn the_blocks_of_an_article_have_one_right_edge() {
    let source = "<p>标准正在完善，企业可以申报。标准正在完善，企业可以申报。标准正在完善，企业可以申报</p>\
                  <ul><li>标准正在完善，企业可以申报。标准正在完善，企业可以申报。标准正在完善，企业可以</ul>\
                  <ol><li>标准正在完善，企业可以申报。标准正在完善，企业可以申报。标准正在完善a，企业可以</ol>\
                  <blockquote>标准正在完善，企业可以申报。标准正在完善，企业可以申报。标准正在完善，企业</blockquote>\
                  <pre>let a = 1;</pre><p align=right>标准正在完善</p>";
    let mut document = build(source, Format::Html);
    document.number();
    for measure in 52..90 {
        let options = Options {
            measure,
            ..Options::default()
        };
        let page = Page::new(&document, &options);
        let edge = (measure - 2) & !1;
        let widest = |role: Role| {
            let lines = (0..page.len()).map(|at| page.line(at));
            let lines = lines.filter(|line| line.spans.iter().any(|span| span.role == role));
            lines.map(|line| line.cells).max()
        };
        assert_eq!(widest(Role::CodeFrame), Some(edge), "{measure}");
        // A mark that hangs is past the edge.
        let texts = (0..page.len()).map(|at| page.line(at).cells).max();
        assert!(texts >= Some(edge) && texts <= Some(edge + 2), "{measure}");
    }
}

#[test]
fn a_table_of_links_fits_every_measure() {
    let row = "<tr><td>2026-01-26 08:03:04<td><a href=https://example.com/1>两年期美债收益率跌超一个基点\
               </a><td>第一财经日报<td>北京";
    let mut document = build(&format!("<table>{}</table>", row.repeat(3)), Format::Html);
    document.number();
    for measure in 1..70 {
        let options = Options {
            measure,
            ..Options::default()
        };
        let page = Page::new(&document, &options);
        for at in 0..page.len() {
            let line = page.line(at);
            assert!(line.cells <= measure, "{measure}: {line:?}");
        }
    }
}

#[test]
fn cells_span_rows() {
    check(
        "<table><thead><tr><th rowspan=2>馆名<th colspan=2>中文<tr><th>文学<th>其他</thead>\
         <tr><td rowspan=3>港口边最老的灯塔馆<td>41.0<td>97.5<tr><td>3.2<td>5.8<tr><td>1<td>2</table>",
        24,
        &[
            "馆名             中文",
            "              ──────────",
            "              文学  其他",
            "────────────────────────",
            "港口边最老的  41.0  97.5",
            "灯塔馆         3.2   5.8",
            "               1     2",
        ],
    );
}

#[test]
fn a_quote_source_has_one_dash() {
    check(
        "<blockquote><p>天下兴亡。</p><footer>—— 顾炎武</footer></blockquote>",
        30,
        &["│ 天下兴亡。", "│ —— 顾炎武"],
    );
}

#[test]
fn foreign_names_do_not_make_a_paragraph_foreign() {
    check(
        "<p>用 React Native 和 TypeScript 的 useState、useEffect、useMemo 写 component library</p>\
         <p>An English paragraph.</p>",
        40,
        &[
            "    用 React Native 和 TypeScript 的",
            "useState、useEffect、useMemo 写",
            "component library",
            "    An English paragraph.",
        ],
    );
}

/// The article decides how its paragraphs are separated.
#[test]
fn every_paragraph_is_indented_as_its_article() {
    let chinese = "<p>甲乙丙</p><p>Halide</p><p>2026-01-30</p><p>丁</p>";
    let expected = ["    甲乙丙", "    Halide", "    2026-01-30", "    丁"];
    check(chinese, 24, &expected);
}

#[test]
fn turns_of_an_interview_have_space_above() {
    check(
        "<p><b>问：</b>甲</p><p>乙</p><p><b>问：</b>丙</p><p><b>丁？</b></p><p>戊</p>",
        24,
        &[
            "    问：甲",
            "    乙",
            "",
            "    问：丙",
            "",
            "    丁？",
            "    戊",
        ],
    );
}

#[test]
fn numbers_stay_with_their_units() {
    check(
        "<p>会议在京于4月19日召开，售价１，０００元。</p>",
        16,
        &["  会议在京于", "4月19日召开，售", "价１，０００元。"],
    );
    check(
        "<p>会包的人只看这一句：今年冬至是 12月22日，叫上爱吃的人。</p>",
        40,
        &[
            "    会包的人只看这一句：今年冬至是",
            "12月22日，叫上爱吃的人。",
        ],
    );
    check(
        "<p>灯塔馆在港口路一号院，平时每天的开放时间是9:00—21:00，节日不休。</p>",
        54,
        &[
            "    灯塔馆在港口路一号院，平时每天的开放时间是",
            "9:00—21:00，节日不休。",
        ],
    );
}

#[test]
#[cfg(feature = "phrase")]
fn titles_are_balanced() {
    check(
        "<h4>可惜！聊聊那些好用但停更的应用，还有别的</h4>",
        30,
        &["可惜！聊聊那些好用但", "停更的应用，还有别的"],
    );
    check(
        "<h4>美团今天发布新的推理模型，工具调用能力登顶开源</h4>",
        40,
        &["美团今天发布新的推理模型，", "工具调用能力登顶开源"],
    );
}

#[test]
fn scene_breaks_and_centred_lines_have_space_around_them() {
    check(
        "<p>雨停了。<p>灯灭了。<p>＊　＊<p>天亮了。<p align=center>完<p align=center>二月<p>后记。<hr><hr><p>又记。",
        30,
        &[
            "    雨停了。",
            "    灯灭了。",
            "",
            "    ＊　＊",
            "",
            "    天亮了。",
            "",
            "             完",
            "            二月",
            "",
            "    后记。",
            "",
            "         ─────────",
            "",
            "    又记。",
        ],
    );
}

#[test]
fn a_notice_shows_its_label_once() {
    let check = |inner: &str, expected: &[&str]| {
        let source = format!("<p>前文。<div class=admonition>{inner}</div>");
        check(&source, 30, &[&["    前文。", ""], expected].concat());
    };
    check("<p>下雨。", &["│ ⚠ 注意", "│ 下雨。"]);
    check("<p><b>注意：</b><p>下雨。", &["│ ⚠ 注意：", "│ 下雨。"]);
    check("<p><b>警告</b><p>下雨。", &["│ ⚠ 警告", "│ 下雨。"]);
    check(
        "<p class=title>当心<p>当心<p>下雨。",
        &["│ ⚠ 当心", "│ 下雨。"],
    );
    check("<p class=title>Warning<p>警告", &["│ ⚠ 警告"]);
}

#[test]
fn a_numbered_caption_has_no_second_number() {
    let images = "<img src=https://a.example/1.png><img src=https://a.example/2.png>";
    let check = |caption: &str, measure: u16, expected: &[&str]| {
        let source = format!("<figure>{images}<figcaption>{caption}</figcaption></figure>");
        check(&source, measure, expected);
    };
    check("图 1–2 同一扇窗", 40, &["▣ 图 1–2 同一扇窗"]);
    check("同一扇窗", 40, &["▣ 图 1–2  同一扇窗"]);
    // Where there is no room beside the number, the caption is below.
    check("同一扇窗", 12, &["▣ 图 1–2", "同一扇窗"]);
}

#[test]
fn what_is_wider_than_half_a_line_breaks_at_its_marks() {
    // A list without spaces after its commas, and addresses after a slash, never after `https://`.
    check(
        "<p>答：QueryString,session,cookies,application,server.Transfer。</p>",
        32,
        &[
            "    答：QueryString,session,",
            "cookies,application,",
            "server.Transfer。",
        ],
    );
    check(
        "<p>见 https://docs.example.com/reference/manual.html 和 https://c.example。</p>",
        32,
        &[
            "    见",
            "https://docs.example.com/",
            "reference/manual.html 和",
            "https://c.example。",
        ],
    );
}
