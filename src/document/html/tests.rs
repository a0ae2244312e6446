//! HTML sources and the outlines of their documents.

use crate::document::{Document, Format, outline};

fn build(source: &str) -> Document {
    crate::document::build(source, Format::Html)
}

fn check(source: &str, expected: &str) {
    assert_eq!(outline(&build(source)).trim_end(), expected, "{source}");
}

#[test]
fn paragraphs() {
    check(
        "<p>　　一\n二</p><p>&nbsp;</p><p>三<br>四<br><br>五</p>",
        "p 一二\np 三\\n四\np 五",
    );
    check("甲<div>乙</div>丙", "p 甲\np 乙\np 丙");
    check("<h2>题</h2><hr>文", "h2 题\n--\np 文");
}

#[test]
fn inline_styles_and_ruby() {
    check("<p>a<b>b</b> <i>c</i></p>", "p a[1:b] [2:c]");
    check(
        "<p>E=mc<sup>2</sup> H<sub>2</sub>O x<sup>n,k</sup></p>",
        "p E=mc[100:²] H[200:₂]O x[100:^(n,k)]",
    );
    check(
        "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>だ</p>",
        "p [800:漢字][1000:(かんじ)]だ",
    );
    check(
        "<p><ruby>漢<rt>かん</rt></ruby><ruby>字<rt>じ</rt></ruby> <ruby>東京<rt>とうきょう</rt></ruby><ruby>都<rt>と</rt></ruby></p>",
        "p [800:漢字][1000:(かんじ)] [800:東京][1000:(とうきょう)][800:都][1000:(と)]",
    );
    check(
        "<p>引<q>内<q>层</q>文</q>后<q>再</q></p>",
        "p 引“内‘层’文”后“再”",
    );
    check(
        "<p><font cms-style=\"font-L strong-Bold\">重</font>轻</p>",
        "p [1:重]轻",
    );
}

#[test]
fn empty_lines_separate_paragraphs_without_tags() {
    check(
        "<div>\nFirst.\n\nSecond <b>x</b>.\n\n<i>Third</i>.\n</div>",
        "p First.\np Second [1:x].\np [2:Third].",
    );
    check("<div>\n<p>a</p>b\n\n<b>c</b>\n</div>", "p a\np b [1:c]");
}

#[test]
fn code_in_boxes_of_cnblogs() {
    let line = "&nbsp;&nbsp;<span style=\"color: #0000ff\">int</span>&nbsp;i;";
    let brackets =
        format!("<div class=cnblogs_code>{{\n<br />\n{line}\n<br />\n<br />\n}}</div>文");
    check(&brackets, "code {\\n  int i;\\n\\n}\np 文");
    check(
        &format!(
            "<div class=cnblogs_code><div><img src=dot.gif>![](a/b.gif){{<br>{line}<br>}}</div></div>"
        ),
        "code {\\n  int i;\\n}",
    );
    check(
        "<div style=\"border: 1px solid #ccc; background-color: #eee; font-size: 13px; width: 98%;\">a\n&nbsp;b</div>",
        "code a\\n b",
    );
    check(
        "<div class=cnblogs_code><pre>a\n\nb</pre></div>",
        "code a\\n\\nb",
    );
}

#[test]
fn formulas_of_scripts() {
    check(
        "<p>前<span class=\"MathJax_Preview\">e</span><span class=MathJax>e</span><script type=\"math/tex\">e^{2}</script>后<script type=\"math/tex; mode=display\">x</script></p>",
        "p 前[2000:e²]后\nmath [2000:x]",
    );
    check(
        "<pre><code class=\"language-math\">x^2</code></pre>",
        "math [2000:x²]",
    );
}

#[test]
fn lists() {
    check(
        "<ul><li>一<ul><li>二</li></ul></li><li><p>三</p></li></ul>",
        "ul\n  *\n    p 一\n    ul\n      *\n        p 二\n  *\n    p 三",
    );
    check("<ol start=3><li>一</li></ol>", "ol3\n  *\n    p 一");
    check(
        "<ul><li>一</li><li></li><li><button>好</button></li></ul>",
        "ul\n  *\n    p 一\n  *",
    );
    check(
        "<ul><li><input type=checkbox checked>做</li></ul>",
        "ul\n  * [x]\n    p 做",
    );
}

#[test]
fn handmade_lists() {
    check("<p>题<br>1. 一<br>2. 二</p>", "p 题\np 1. 一\np 2. 二");
    check(
        "<p>题<br>1. 一</p><p>2. 二</p><p>3. 三</p>",
        "p 题\np 1. 一\np 2. 二\np 3. 三",
    );
    check("<p>题<br>1. 一</p><p>二</p>", "p 题\\n1. 一\np 二");
}

#[test]
fn bold_lines_after_a_number_are_one_head() {
    let head = "<p><b>01</b></p><p><b>甲乙，</b></p><p><b>丙丁</b></p><p>文</p>";
    check(head, "p [1:01][1: ][1:甲乙，][1:丙丁]\np 文");
    let centred = |line: &str| format!("<p align=center><b>{line}</b></p>");
    let head = ["01", "甲：找到「乙」", "和丙"].map(centred).concat();
    check(
        &format!("{head}<p><b>丁</b></p>"),
        "p [1:01][1: ][1:甲：找到「乙」][1:和丙]\np [1:丁]",
    );
    check("<p><b>01</b></p><p>文</p>", "p [1:01]\np 文");
    check("<p>03</p><h2>甲</h2>", "h2 03 甲");
    check("<p><b>3</b></p><h2>甲</h2>", "h2 3 甲");
    check("<p>3</p><h2>甲</h2>", "p 3\nh2 甲");
    check(
        "<p><b>甲乙，</b></p><p><b>丙丁</b></p>",
        "p [1:甲乙，]\np [1:丙丁]",
    );
    check("<p><b>1</b></p><p><b>2</b></p>", "p [1:1]\np [1:2]");
}

#[test]
fn a_cut_address_has_its_sign() {
    let cut = "<a href=https://a.example/bc>a.example/b<span class=invisible>c</span>";
    check(
        &format!("{cut}<span class=ellipsis></span></a>"),
        "p [0@1:a.example/b]{hidden:c}[0@1:…]",
    );
}

#[test]
fn code_blocks() {
    check(
        "<pre><code class=\"language-rust\">fn\ta()\n\n<span class=\"copy-code-btn\">复制代码</span></code></pre>",
        "code rust [10000:fn]  [100000:a]()\\n\\n{copy-button:复制代码}",
    );
    check("<pre>a<br>\nb</pre>", "code a\\nb");
    check(
        "<figure class=\"highlight js\"><table><tr><td class=\"gutter\"><pre>1</pre></td><td class=\"code\"><pre>let a</pre></td></tr></table></figure>",
        "code let a",
    );
}

#[test]
fn line_numbers_of_code_are_cut() {
    check(
        "<table class=lntable><tr><td class=lntd><pre><code><span class=lnt>1\n</span><span class=lnt>2\n</span></code></pre></td><td class=lntd><pre><code>a\nb</code></pre></td></tr></table>",
        "group\n  !line-number code {line-number:1\\n2}\n  code a\\nb",
    );
    check(
        "<pre><code><span class=ln>1</span>a\n<span class=ln>2</span>b</code></pre>",
        "code {line-number:1}a\\n{line-number:2}b",
    );
}

#[test]
fn pictures() {
    check(
        "<p><img src=\"https://a.b/1.jpg\" alt=\"1.jpg\"></p><p style=\"text-align:center\">（来自：某处）</p>",
        "figure 1 | （来自：某处）",
    );
    check(
        "<img src=\"https://a.b/t.png\" data-original=\"https://a.b/2.jpg\" alt=\"日落\">",
        "figure 1:日落",
    );
    check("<img src=\"https://a.b/1.gif\" width=1 height=1>文", "p 文");
    check(
        "<img src=\"a/b.png\">文<img src=\"c.png\" width=1 height=1>",
        "figure :b.png\np 文",
    );
    check(
        "<figure><img src=\"b.png\"><figcaption>题</figcaption></figure><video src=\"a/v.mp4\"></video>",
        "figure :b.png | 题\nvideo v.mp4",
    );
    check("<h2><img src=\"a.png\">题</h2>", "h2 题");
    check(
        "<a href=\"https://a.b/c\"><img src=\"https://a.b/1.jpg\"></a>",
        "figure 1>2",
    );
    check(
        "<a href=\"https://a.b/1-large.JPG\"><img src=\"https://a.b/1.jpg\"></a>",
        "figure 1",
    );
    let enclosed = format!("data:image/png;base64,{}", "A".repeat(3000));
    check(
        &format!("<img alt=\"日落\" src=\"{enclosed}\">"),
        "figure :日落",
    );
    check(
        &format!("<img src=\"{enclosed}\"><img alt=\"日落\" src=\"data:image/gif\">"),
        "",
    );
    let picture = "<img src=\"https://a.b/1.jpg\">";
    check(
        &format!("<p>文中{picture}，后面。</p><p>二</p>"),
        "p 文中，后面。\nfigure 1\np 二",
    );
    check(
        &format!("<p>点<b>{picture}</b> 保存</p>"),
        "p 点 保存\nfigure 1",
    );
    for apart in ["<br>", "\n"] {
        let source = format!("<p>文中{apart}{picture}{apart}后面</p>");
        check(&source, "p 文中\nfigure 1\np 后面");
    }
    check(
        &format!("<p>文。{picture}后面</p>"),
        "p 文。\nfigure 1\np 后面",
    );
    let logo = "<img src=\"https://a.b/1.jpg\" alt=\"标志\">";
    check(&format!("<h2>{logo} 题</h2>"), "h2 [4000@1:标志] 题");
    check(&format!("<h2>{logo}</h2>"), "figure 1:标志");
    check(
        &format!("<p>一<sup>{logo}</sup>二</p>"),
        "p 一\nfigure 1:标志\np 二",
    );
    check(
        &format!("<figure><pre>let a</pre>{logo}<figcaption>图</figcaption></figure>"),
        "code let a\nfigure 1:标志 | 图",
    );
}

#[test]
fn tables() {
    check(
        "<table><tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td colspan=2>2</td></tr></table>",
        "table head 1\n  |\n    p 甲\n  |\n    p 乙\n  --\n  |\n    p 1\n  |2\n    p 2\n  --",
    );
    check(
        "<table><tr><td>一<br><br>二</td></tr></table>",
        "p 一\np 二",
    );
    check("<table><caption>题</caption></table>", "p 题");
}

#[test]
fn footnotes() {
    check(
        "<p>文<sup><a href=\"#fn:1\">1</a></sup></p><section class=\"footnotes\"><hr><ol><li id=\"fn:1\"><p>注<a href=\"#r\" class=\"footnote-backref\">↩</a></p></li></ol></section>",
        "p 文[100:¹^0]\nnote 1\n  p 注{back-link:↩}",
    );
    check(
        "<p>文<a id=r href=\"#n\">[1]</a></p><ol class=references><li id=n>注 <a href=\"#r\">↑</a></li></ol>",
        "p 文[0:¹^0]\nnote 1\n  p 注 {back-link:↑}",
    );
    // Word, a paragraph by its name, a plugin with whole addresses, an encyclopedia.
    check(
        "<p>文<a href=\"#_ftn1\" name=\"_ftnref1\">[1]</a></p><p><a href=\"#_ftnref1\" name=\"_ftn1\">[1]</a> 注</p>",
        "p 文[0:¹^0]\nnote 1\n  p {back-link:[1]}{back-link: }注",
    );
    check(
        "<p>文<a href=\"#fn1\">1</a></p><div><p id=\"fn1\">[1] 注</p></div><p id=\"fn2\">[2] 无</p>",
        "p 文[0:¹^0]\np [2] 无\nnote 1\n  p {back-link:[1] }注",
    );
    check(
        "<p>文<a href=\"https://a.b/c#easy-footnote-bottom-1-9\"><sup>1</sup></a></p><ol><li><span id=\"easy-footnote-bottom-1-9\"></span>注<a href=\"#easy-footnote-1-9\">↑</a></li></ol>",
        "p 文[100:¹^0]\nnote 1\n  p 注{back-link:↑}",
    );
    check(
        "<p>文<sup id=a><a href=\"#cite_note-x-2\">[2]</a></sup><sup id=b><a href=\"#cite_note-x-2\">[2]</a></sup></p><ol class=references><li id=cite_note-x-2>^ <sup><a href=\"#a\">a</a></sup> <sup><a href=\"#b\">b</a></sup> 注</li></ol>",
        "p 文[100:²,²^0]\nnote 2\n  p {back-link:^ }{back-link:a}{back-link: }{back-link:b}{back-link: }注",
    );
}

#[test]
fn collapsed_text_is_kept() {
    check(
        "<div id=\"answer_3\" style=\"display:none\">谜底</div>",
        "p 谜底",
    );
    let long = "折起来的文字".repeat(60);
    check(
        &format!("<div id=\"d1\" style=\"display:none\">{long}</div>"),
        &format!("p {long}"),
    );
    check(
        "<div class=\"menu\" style=\"display:none\">菜单</div>",
        "!hidden p {hidden:菜单}",
    );
}

#[test]
fn sources_of_quotes() {
    for source in [
        "<blockquote><p>路漫漫。</p><cite>屈子</cite></blockquote>",
        "<blockquote><p>路漫漫。<br><cite>屈子</cite></p></blockquote>",
        "<blockquote>路漫漫。<cite>屈子</cite>\n</blockquote>",
        "<blockquote><p>路漫漫。</p><footer>屈子</footer></blockquote>",
    ] {
        check(source, "> 屈子\n  p 路漫漫。");
    }
    check(
        "<blockquote><p>我读了<cite>离骚</cite></p></blockquote>",
        ">\n  p 我读了离骚",
    );
    check("<p>路漫漫。<cite>屈子</cite></p>", "p 路漫漫。屈子");
}

#[test]
fn bare_addresses_are_links() {
    check(
        "<p>见https://a.b/路 和 www.c.org。<code>https://d.e/</code><a href=\"https://f.g/\">https://h.i/</a></p>",
        "p 见[0@1:https://a.b/]路 和 [0@2:www.c.org]。[40:https://d.e/][0@3:https://h.i/]",
    );
    check("<pre>https://a.b/</pre>", "code https://a.b/");
}

#[test]
fn spaces_at_the_edge_of_a_link_are_outside() {
    let (a, b) = ("<a href=//x.example/a>", "<a href=//x.example/b>");
    let of = |body: &str| outline(&build(&format!("<p>{body}</p>")));
    for (body, same) in [
        (format!("甲{a}乙 </a>丙"), format!("甲{a}乙</a> 丙")),
        (
            format!("{a}甲 </a>{b}乙</a>"),
            format!("{a}甲</a> {b}乙</a>"),
        ),
        (format!("甲{a} 乙</a>"), format!("甲 {a}乙</a>")),
    ] {
        assert_eq!(of(&body), of(&same), "{body}");
    }
}

#[test]
fn lines_of_signs_are_rules() {
    check("<p>甲<br>==========<br>乙<br>丙</p>", "p 甲\n--\np 乙\\n丙");
    check("<p>甲</p><p>━━━━━━━━━━</p><p>乙</p>", "p 甲\n--\np 乙");
    check(
        "<pre>一行文字，\n两行文字。\n━━━━━━━━━━\n\n 三行文字，\n四行文字。</pre>",
        "verse 一行文字，\\n两行文字。\n--\nverse  三行文字，\\n四行文字。",
    );
    check("<p>甲<br>★★★★★★★★★★</p>", "p 甲\\n★★★★★★★★★★");
}

#[test]
fn queries_are_not_character_references() {
    check(
        "<p>https://a.b/?x=1&section=2&copy=3 &copy 2020 &lt=</p>",
        "p [0@1:https://a.b/?x=1&section=2&copy=3] © 2020 <=",
    );
}

#[test]
fn table_headers() {
    check(
        "<table><tr><th rowspan=2>甲</th><th colspan=2>乙</th></tr><tr><th>丙</th><th>丁</th></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>",
        "table head 2\n  |1x2\n    p 甲\n  |2\n    p 乙\n  --\n  |\n    p 丙\n  |\n    p 丁\n  --\n  |\n    p 1\n  |\n    p 2\n  |\n    p 3\n  --",
    );
    check(
        "<table><tr><th>甲</th><th>乙</th></tr><tr><td rowspan=3>1</td><td>2</td></tr><tr></tr><tr><td>3</td></tr></table>",
        "table head 1\n  |\n    p 甲\n  |\n    p 乙\n  --\n  |1x2\n    p 1\n  |\n    p 2\n  --\n  |\n    p 3\n  --",
    );
}

#[test]
fn hidden_elements_are_cut() {
    check(
        "<p>一<span style=\"display:none\">二</span></p><style>p{}</style><script>x</script>",
        "p 一{hidden:二}",
    );
    check("<div hidden><p>一</p></div>", "!hidden p {hidden:一}");
}

#[test]
fn footnotes_with_the_same_id() {
    check(
        "<p>a<sup><a href=\"#fn1\">1</a></sup></p><ol><li id=fn1>one</li><li id=fn1>two</li></ol>",
        "p a[100:¹^0]\nnote 1\n  p one\nnote 1\n  p two",
    );
}

#[test]
fn neighbours_that_belong_together_are_joined() {
    check(
        "<p>文</p><img src=http://a/1.jpg><p>▲ 图说</p><p>文</p>",
        "p 文\nfigure 1 | ▲ 图说\np 文",
    );
    check(
        "<img src=http://a/1.jpg alt=钟楼的早晨><p>钟楼的早晨</p><p>文</p>",
        "figure 1:钟楼的早晨 | 钟楼的早晨\np 文",
    );
    check("<p>🎉</p><p>甲</p><p>💬</p><p>乙</p>", "p 🎉 甲\np 💬 乙");
    check("<p>甲</p><p>🎉</p><p>乙</p>", "p 甲\np 🎉\np 乙");
}

#[test]
fn section_names_above_terms_are_headings() {
    check(
        "<p>文</p><div>观察 Opinion</div><dl><dt>甲<dd>乙</dl><div>经济</div><dl><dt>丙<dd>丁</dl>",
        "p 文\nh4 观察 Opinion\ndl\n  : 甲\n    p 乙\nh4 经济\ndl\n  : 丙\n    p 丁",
    );
    check(
        "<p>例如</p><dl><dt>甲<dd>乙</dl>",
        "p 例如\ndl\n  : 甲\n    p 乙",
    );
}
