//! Documents and their Markdown.

use super::*;
use crate::document::{Format, build, outline};

/// Checks the Markdown, and that reading it again gives the same document.
fn round_trip(html: &str, markdown: &str) {
    let document = build(html, Format::Html);
    let written = to_markdown(&document);
    assert_eq!(written.trim_end(), markdown, "{html}");
    let again = build(&written, Format::Markdown);
    assert_eq!(outline(&again), outline(&document), "{written}");
}

#[test]
fn round_trips() {
    round_trip(
        "<h2>题</h2><p>文<b>重</b>，<i>斜</i></p>",
        "## 题\n\n文**重**，*斜*",
    );
    round_trip("<ul><li>一<ul><li>二</li></ul></li></ul>", "- 一\n  - 二");
    round_trip(
        "<ol start=3><li><p>a</p><p>b</p></li><li>c</li></ol>",
        "3. a\n\n   b\n\n4. c",
    );
    round_trip("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b");
    round_trip(
        "<pre><code class=\"language-c\">a\n\nb</code></pre>",
        "```c\na\n\nb\n```",
    );
    round_trip("<p>1. 甲</p><p># 乙</p>", "1\\. 甲\n\n\\# 乙");
    round_trip(
        "<table><tr><th>a</th><th align=right>b</th></tr><tr><td>1</td><td>x|y</td></tr></table>",
        "| a | b |\n| --- | --: |\n| 1 | x\\|y |",
    );
    let written = |html| to_markdown(&build(html, Format::Html));
    assert_eq!(
        written(
            "<table><tr><th rowspan=2>城市<th colspan=2>人口<tr><th>2010<th>2020<tr><td rowspan=2>上海<td>1<td>2<tr><td>3<td>4</table>"
        ),
        "| 城市 | 人口 |   |\n| --- | --- | --- |\n|   | 2010 | 2020 |\n| 上海 | 1 | 2 |\n|   | 3 | 4 |\n",
    );
    round_trip(
        "<p><a href=\"https://a.b/\">链</a></p>",
        "[链](https://a.b/)",
    );
    round_trip(
        "<ul><li>一<ol start=5><li>二</li></ol></li></ul>",
        "- 一\n\n  5. 二",
    );
    round_trip(
        "<ul><li>一<ul><li><p>二</p><p>三</p></li></ul></li></ul><ul><li>四</li></ul>",
        "- 一\n  - 二\n\n    三\n\n* 四",
    );
    round_trip(
        "<p><ruby>漢字<rt>かんじ</rt></ruby>，x<sup>2</sup>，H<sub>2</sub>O，a<sup>n,k</sup></p>",
        "<ruby>漢字<rt>かんじ</rt></ruby>，x<sup>2</sup>，H<sub>2</sub>O，a<sup>n,k</sup>",
    );
    let linked = "<ruby><a href=\"https://a.b/\">外</a><rt>そと</rt></ruby>";
    assert_eq!(written(linked), "[外](https://a.b/)(そと)\n");
    round_trip("<p>\\(E=mc^2\\)</p>", "$E = mc²$");
    round_trip(
        "<p>见https://a.b/，a@b.cn</p>",
        "见<https://a.b/>，<a@b.cn>",
    );
    round_trip("<p>a<br>b</p><hr><p>c</p>", "a  \nb\n\n---\n\nc");
}
