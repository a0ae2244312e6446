//! Markdown compared as outlines: blocks, raw HTML, tags of site generators, dialects.

use crate::document::{Context, Format, build, html, outline};
use std::borrow::Cow;

fn check(source: &str, expected: &str) {
    let document = build(source, Format::Markdown);
    assert_eq!(outline(&document).trim_end(), expected, "{source}");
}

#[test]
fn blocks() {
    check("# 题\n\n文 **重**\n又\n", "h1 题\np 文 [1:重]又");
    check(
        "- [x] 做\n- [ ] 等\n",
        "ul\n  * [x]\n    p 做\n  * [ ]\n    p 等",
    );
    check("- [ ] ", "ul\n  * [ ]");
    check("- # [x] 题\n", "ul\n  *\n    h1 [x] 题");
    check("```rust\nfn\ta\n```\n", "code rust [10000:fn]  a");
    check("    <b>\n", "code <b>");
    check("> [!NOTE]\n> 文\n", "notice Note\n  p 文");
    check(
        "|a|b|\n|-|-:|\n|1|2|\n",
        "table head 1\n  |\n    p a\n  |\n    p b\n  --\n  |\n    p 1\n  |\n    p 2\n  --",
    );
    check(
        "1. 一\n2.\n3. 二\n",
        "ol1\n  *\n    p 一\n  *\n  *\n    p 二",
    );
    check("\\&nbsp; 与 &amp;nbsp; 文", "p &nbsp; 与 \u{a0} 文");
    check("文[^a]\n\n[^a]: 注\n", "p 文[100:¹^0]\nnote 1\n  p 注");
    check(
        "文[^a]，[^b]\n\n[^a]: 甲\n\n    - [^b]: 乙\n",
        "p 文[100:¹^0]，[100:²^1]\nnote 1\n  p 甲\nnote 2\n  p 乙",
    );
}

#[test]
fn pictures_in_html_have_links_of_markdown() {
    for link in ["[8]", "(http://b.example/)"] {
        let source = format!(
            "<figure>[<img src=\"http://a.example/a.png\" alt=\"x\">]{link}<figcaption>图</figcaption></figure>\n\n[8]: http://b.example/\n"
        );
        let document = build(&source, Format::Markdown);
        let outline = outline(&document);
        assert!(
            !outline.contains(['[', ']']) || !outline.contains("[8]"),
            "{outline}"
        );
        assert!(
            document
                .links
                .iter()
                .any(|link| link.address == "http://b.example/"),
            "{outline}"
        );
    }
}

/// Sources without HTML become a tree; it must be that of the text for the parser.
#[test]
fn trees_equal_those_of_the_parser() {
    let context = Context::default();
    for source in [
        "# 题 `a` {#id}\n\n文*重**点*\\&nbsp;<mark>标</mark><br>\n后  \n行 <!-- 注 -->\n",
        "|a|b|\n|-|-:|\n|1|2|\n\n```rust\n<a>&lt;\n```\n",
        "> [!NOTE]\n> 文\n\n> [!tip] 题\n> 文\n\n> 引\n",
        "1. 一\n   - [x] 二\n\n![图`a`](<a.png> \"题\") $x^2$ $$y$$\n",
        "文[^a][^b]\n\n[^b]: 乙\n\n    - 项\n\n[^a]: 甲[^b]\n",
    ] {
        let tree = super::tree(source).expect("the source has no HTML");
        let text = Cow::Owned(super::html(source).text);
        let parsed = html::parse_sound(text);
        let built = tree.build(None, &context);
        assert_eq!(built, parsed.build(None, &context), "{source}");
    }
    assert!(super::tree("<mark>*甲</mark>乙*").is_none());
    assert!(super::tree("<b>甲</b>").is_none());
}

#[test]
fn raw_html() {
    check(
        "<details><summary>题</summary>\n\n**文**\n\n</details>\n",
        "details 题\n  p [1:文]",
    );
    check(
        "<div>\n<p>一</p>\n\n    <p>二\n    三</p>\n</div>\n\n    <p>码\n",
        "p 一\np 二三\ncode <p>码",
    );
    check(
        "```html\n<div>\n    <p>x\n```\n\n- 项\n\n  ```jsx\n  <ul>\n    <li>{{ a }}\n  ```\n\n  {{ b }}\n",
        "code html <[100000:div]>\\n    <[100000:p]>x\nul\n  *\n    p 项\n    \
         code jsx <ul>\\n  <li>{{ a }}\n    p {{ b }}",
    );
    check("按 <C-r> 键", "p 按 <C-r> 键");
    check("文\n<!-- more -->\n后", "p 文\np 后");
    check(
        "```\n<div>\n    <p>\n</div>\n```",
        "code <div>\\n    <p>\\n</div>",
    );
    check("<div>\n\n    <)\n</div>", "code <)");
    // After indented HTML, though no element is open.
    check(
        "<div>\n  <p>\n    一</div> <p>\n      二\n    </p>\n    \n    <pre>码\n三\n</pre>\n\n    <p>\n      四\n    </p>\n\n文\n\n    <p>五\n",
        "p 一\np 二\nverse 码\\n三\np 四\np 文\ncode <p>五",
    );
    check("文 `<div>`\n\n    <p>\n", "p 文 [40:<div>]\ncode <p>");
}

#[test]
fn templates() {
    check(
        "{% asset_img /a.png %}文 {% raw %}x{% endraw %}",
        "figure :a.png\np 文 x",
    );
    check(
        "{{< highlight go \"linenos=table\" >}}\na * b // <b>\n{{< /highlight >}}",
        "code go a * b [40000:// <b>]",
    );
    check(
        "{{< nohighlight >}}$ hugo -s *a*\n\n0 <b>\n{{< /nohighlight >}}\n后",
        "code $ hugo -s *a*\\n\\n0 <b>\np 后",
    );
    check(
        "{% codeblock 题 lang:js %}\nx\n{% endcodeblock %}",
        "p [1:题]\ncode js x",
    );
    check(
        "{% note warning 小心 %}\n**文**\n{% endnote %}\n后",
        "notice 小心\n  p [1:文]\np 后",
    );
    check("{% note info %}文{% endnote %}", "notice Info\n  p 文");
    check("{% Note info %}文{%-  endNote -%}", "notice Info\n  p 文");
    check("{% note %}文{% endNote %}", "p 文");
    check(
        "{% blockquote 木棉, 笔记 %}\n文\n{% endblockquote %}",
        "> 木棉, 笔记\n  p 文",
    );
    check(
        "{{< admonition type=tip title=\"题\" >}}\n文\n{{< /admonition >}}",
        "notice 题\n  p 文",
    );
    check(
        "{{< details \"题\" open >}}\n文\n{{< /details >}}",
        "details 题\n  p 文",
    );
    check(
        "{% folding blue, 题 %}\n文\n{% endfolding %}",
        "details 题\n  p 文",
    );
    check(
        "{% post_link some-post '那一篇' %}。{% label red@字 %}",
        "p 那一篇。字",
    );
    check(
        "{% highlight rust %}\nlet a;\n{% endhighlight %}",
        "code rust [10000:let] a;",
    );
    check(
        "甲 {{ release.url }}{{ .Site.Title | upper }} 乙",
        "p 甲 乙",
    );
    check("{{ a.b }} 是 Jinja 的变量", "p {{ a.b }} 是 Jinja 的变量");
    check("{{ a.b }} 与 `{{ a }}`", "p {{ a.b }} 与 [40:{{ a }}]");
    check(
        "{{ x }} {{ image }} {{ page.title }} {{ note }} {{ y }}",
        "p {{ x }} {{ image }} {{ page.title }} {{ note }} {{ y }}",
    );
    check(
        "[a]({{ site.url }}/b) ![]({{ \"/c.png\" | relative_url }})",
        "p [8000@1:a]\nfigure :c.png",
    );
    check("`{{ a }}` 和 {{ b }}", "p [40:{{ a }}] 和 {{ b }}");
    check(
        "{{< youtube abc >}}",
        "p [0@1:https://www.youtube.com/watch?v=abc]",
    );
    check("[#]: subject: \"题\"\n[#]: via: (x)\n\n文", "p 文");
    check("文\n:smiles: x\n:::\n", "p 文 :smiles: x :::");
    check("文\n:smile: x", "p 文 😄 x");
    check("项\n: 释\n", "dl\n  : 项\n    p 释");
}

#[test]
fn containers() {
    check("::: tip 题\n文\n:::\n后", "notice 题\n  p 文\np 后");
    check(":::message\n文\n:::", "notice Message\n  p 文");
    check(
        "::::details 题\n:::note\n文\n:::\n::::\n",
        "details 题\n  notice Note\n    p 文",
    );
    check(
        "!!! warning \"题\"\n    文\n\n    ```\n    a\n    ```\n后",
        "notice 题\n  p 文\n  code a\np 后",
    );
    check(
        "??? note \"[题](https://a.b/)\"\n    文",
        "details [0@1:题]\n  p 文",
    );
    check("??? 什么 ???", "p ??? 什么 ???");
    check("> [!info] 题\n> 文", "notice 题\n  p 文");
    check("> [!danger]-\n> 文", "notice Danger\n  p 文");
    check("> [!tip]+ **题** `a`", "notice [1:题 ][40:a]");
}

#[test]
fn dialects() {
    check("# 题 {#id}\n文", "h1 题\np 文");
    check("文\n###题###\n文", "p 文\nh3 题\np 文");
    check("#话题# 文", "p #话题# 文");
    check("## GET /users/{id}", "h2 GET /users/{id}");
    check("题 {#a .b}\n===\n\n# **x** {.y z=1}", "h1 题\nh1 x");
    let html = super::html("# 题 {#甲 .b}");
    assert_eq!(html.text.trim_end(), "<h1 id=\"甲\">题</h1>");
    check("　　一。\n　　二。\n三", "p 一。\np 二。三");
    check(
        "花$5，买**好**，剩$3。$ x_1 $",
        "p 花$5，买[1:好]，剩$3。[2000:x₁]",
    );
}

#[test]
fn emphasis_next_to_ideographs() {
    check("他说**“不”**，**走了。**门", "p 他说[1:“不”]，[1:走了。]门");
    check("a **~~b~~**c", "p a [11:b]c");
    check("~~**b**~~c ~~**b**~~", "p ~~[1:b]~~c [11:b]");
    check("`字**“不”**` **“不”**走", "p [40:字**“不”**] [1:“不”]走");
}

#[test]
fn fences_after_list_and_quote_markers() {
    let note = "\n\n{% note %}文{% endnote %}";
    for (source, expected) in [
        ("- ```\n  {{< x >}}\n  ```", "ul\n  *\n    code {{< x >}}"),
        ("> ```\n> {{< x >}}\n> ```", ">\n  code {{< x >}}"),
        (
            "1. - ~~~\n     ```\n     ~~~",
            "ol1\n  *\n    ul\n      *\n        code ```",
        ),
    ] {
        let source = format!("{source}{note}");
        check(&source, &format!("{expected}\nnotice Note\n  p 文"));
    }
}

#[test]
fn colons_at_line_starts() {
    check("> a\n> :x", ">\n  p a :x");
    check("> a\n> : x", ">\n  p a : x");
    check(
        "- a\n  : x\n- b\n: y",
        "ul\n  *\n    p a : x\n  *\n    p b : y",
    );
    check("<div>\n:x\n</div>", "p :x");
    check("甲\n:\n", "p 甲 :");
    check("`a\n:x`", "p [40:a :x]");
    check("> `a\n> :x`", ">\n  p [40:a :x]");
    check(
        "甲\n: - 乙\n  - 丙\n",
        "dl\n  : 甲\n    ul\n      *\n        p 乙\n      *\n        p 丙",
    );
    check("甲\n: 乙\n:\n", "dl\n  : 甲\n    p 乙");
    check("甲\n: 乙\n:\n: 丙\n", "dl\n  : 甲\n    p 乙\n    p 丙");
    check("甲\n: 乙\n\n: 丙\n", "dl\n  : 甲\n    p 乙\n    p 丙");
}

#[test]
fn tables() {
    let table = |head: &str| {
        format!(
            "{head}table head 1\n  |\n    p a\n  |\n    p b\n  --\n  |\n    p 1\n  |\n    p 2\n  --"
        )
    };
    for (source, head) in [
        ("|a|b|\n:-|-:\n1|2", ""),
        ("a|b\n:-:|-:\n1|2", ""),
        ("文\na | b\n--|--\n1 | 2", "p 文\n"),
        ("> 文\n\na | b\n--|--\n1 | 2", ">\n  p 文\n"),
        ("|\ta\t|\tb\t|\n|\t---\t|\t---\t|\n|\t1\t|\t2\t|", ""),
    ] {
        check(source, &table(head));
    }
    check(
        "- a|b\n  :-|-:\n  1|2",
        &table("ul\n  *\n")
            .replace("\n  ", "\n      ")
            .replacen("      *", "  *", 1)
            .replacen("table", "    table", 1),
    );
    check("# a|b\n:-|-\n", "h1 a|b\np :-|-");
    for (lazy, head) in [("* 一", "ul\n  *\n    p 一"), ("> 一", ">\n  p 一")] {
        check(&format!("{lazy}\na|b\n:-|-:"), &format!("{head} a|b :-|-:"));
    }
    check("- a|b\n:-|-:", "ul\n  *\n    p a|b :-|-:");
    check("a|b|c\n:-|-\n", "p a|b|c :-|-");
    check("|\n|-", "p | |-");
}

#[test]
fn ragged_tables() {
    let cells = |rows: &[&[&str]]| {
        let row = |row: &&[&str]| {
            let cell = |cell: &&str| match *cell {
                "" => "\n  |".to_owned(),
                cell => format!("\n  |\n    p {cell}"),
            };
            row.iter().map(cell).collect::<String>() + "\n  --"
        };
        rows.iter().map(row).collect::<String>()
    };
    let a_b_c: &[&str] = &["a", "b", "c"];
    for (source, expected) in [
        ("|a|b|c|\n|---|\n|1|2|3|", cells(&[a_b_c, &["1", "2", "3"]])),
        (
            "|a|\n|---|---|---|\n|1|2|3|",
            cells(&[&["a", "", ""], &["1", "2", "3"]]),
        ),
        (
            "|a|`b|c`|\n|---|---|\n|`1|2`|3|",
            cells(&[&["a", "[40:b|c]"], &["[40:1|2]", "3"]]),
        ),
    ] {
        check(source, &format!("table head 1{expected}"));
    }
    let rows = cells(&[&["1", "2"], &["3", "4"]]);
    check("|---|---|\n|1|2|\n|3|4|\n", &format!("table head 0{rows}"));
    check("---|---\n1|2\n", "p ---|--- 1|2");
}

#[test]
fn markdown_in_html() {
    check(
        "<div>\n**重** 与 [链](https://e.com)\n</div>",
        "p [1:重] 与 [0@1:链]",
    );
    check("<p>[链](https://e.com)</p>\n\n文", "p [0@1:链]\np 文");
    check(
        "<pre>\n[链](https://e.com)\n</pre>\n\n文",
        "code [链](https://e.com)\np 文",
    );
}

#[test]
fn deleted_text_between_three_tildes() {
    check("~~~删~~~\n\n# 题\n", "p [10:删]\nh1 题");
}

#[test]
fn links_to_articles() {
    check("[二](../b/two.md#节)", "p [8000@1:二]");
    check(
        "[[two#第二节|节]] 与 [[二]]",
        "p [8000@1:节] 与 [8000@2:二]",
    );
    check("[图](a.png) 与 [x](javascript:y)", "p 图 与 x");
}

#[test]
fn bare_addresses() {
    check(
        "见 http://x.y/__init__.py 与 **http://x.y/a*b**，_c_",
        "p 见 [0@1:http://x.y/__init__.py] 与 [1@2:http://x.y/a*b]，[2:c]",
    );
}

#[test]
fn containers_in_quotes_and_lists() {
    check(
        "> ::: tip\n> 文\n> :::\n> 后",
        ">\n  notice Tip\n    p 文\n  p 后",
    );
    check(
        "- 一\n\n  ::: tip\n  文\n  :::\n- 二",
        "ul\n  *\n    p 一\n    notice Tip\n      p 文\n  *\n    p 二",
    );
    check(
        "- 一\n\n    !!! note\n        文\n\n        - 甲\n\n    后",
        "ul\n  *\n    p 一\n    notice Note\n      p 文\n      ul\n        *\n          p 甲\n    p 后",
    );
    check(
        "- ::: tip\n  文\n  :::",
        "ul\n  *\n    notice Tip\n      p 文",
    );
    check("> {% note %}文{% endnote %}", ">\n  notice Note\n    p 文");
    check(
        "!!! note\n    文\n\n    ??? tip\n        里\n后",
        "notice Note\n  p 文\n  details Tip\n    p 里\np 后",
    );
}

#[test]
fn footnotes() {
    check(
        "文[^1] `c` 与[^1]*b*\n\n[^1]: 注",
        "p 文[100:¹^0] [40:c] 与[100:¹^0][2:b]\nnote 1\n  p 注",
    );
    check(
        "甲[^1][l](https://u.v/) 乙\n\n[^1]: 注",
        "p 甲[100:¹^0][0@1:l] 乙\nnote 1\n  p 注",
    );
    check(
        "10[^1] 与 m<sup>2</sup>[^1]\n\n[^1]: 注",
        "p 10[100:⁽¹⁾^0] 与 m[100:²][100:⁽¹⁾^0]\nnote 1\n  p 注",
    );
    check(
        "a[^1] b[^2]\n\n[^1]: one\n[^1]: two\n[^2]: three",
        "p a[100:¹^0] b[100:²^1]\nnote 1\n  p one\nnote 2\n  p three",
    );
    check(
        "a [link[^5]](https://u.v/) b\n\n[^5]: 注",
        "p a [0@1:link][100:¹^0] b\nnote 1\n  p 注",
    );
}

#[test]
fn formulas() {
    check(
        "甲\n\\begin{equation}\nE = mc^2\n\\end{equation}\n乙",
        "p 甲\nmath [2000:E = mc²]\np 乙",
    );
    check("$$\na\n\n+ b\n= c\n$$", "math [2000:a + b = c]");
    check("> $$\n> a\n> > b\n> $$", ">\n  math [2000:a > b]");
    check(
        "`\\begin{align}`x\\end{align}",
        "p [40:\\begin{align}]x\\end{align}",
    );
    check(
        "$\\text{Hello $x$ there}$ $\\text{若 $x_1$}$",
        "p [2000:Hello x there] [2000:若 x₁]",
    );
    check(
        "看 $Vista Gold(VGZ)$ 与 $Tesla(TSLA)$ 与 $f(x)$ 与 $Cov(XY)$",
        "p 看 $Vista Gold(VGZ)$ 与 $Tesla(TSLA)$ 与 [2000:f(x)] 与 [2000:Cov(XY)]",
    );
}
