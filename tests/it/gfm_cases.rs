//! Cases of the differential tests of Markdown, and the differences that we accept.

pub enum Accepted {
    /// Every source that has this part.
    Has(&'static str),
    /// These sources.
    Is(&'static [&'static str]),
}

use Accepted::{Has, Is};

/// The reason for each difference, and the sources that show it.
pub const ACCEPTED: &[(&str, Accepted)] = &[
    (
        "links of wikis, which GitHub shows as they are, lead to articles",
        Is(&[
            "This [[url|link label]] that",
            "This [[url|link%20label]] that\n",
            "This [[url|url]] that\n",
            "[[Check www.example.com|http://example.com]]",
            "[[Foo|https://foo.com]]",
        ]),
    ),
    (
        "ragged tables are tables, and no cell is lost",
        Is(&[
            "|\n|-------|--------|\n| Table | Body   |\n",
            "| abc | def |\n| --- |\n| bar |\n",
            "| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\n",
        ]),
    ),
    // Differences that the comparison itself makes.
    (
        "expected HTML with notes, which the comparison edits",
        Has("footnote-"),
    ),
    (
        "our HTML decodes character references that are escaped twice",
        Is(&[
            "&#00000000; &#x0000000;\n",
            "&#x0000041;\n",
            "This is &amp;, &copy;, &trade;, \\&trade;, &xyz;, &NotEqualTilde;.\n",
        ]),
    ),
    (
        "our HTML decodes character references that are escaped twice",
        Has("\n\\&ouml; not a character entity\n"),
    ),
    ("formulas between two dollars are our extension", Has("$$")),
    // Our own rules.
    ("NUL is dropped, not replaced", Has("\0")),
    (
        "the host of a mail address has a name before the dot",
        Has("@."),
    ),
    (
        "a mail address ends with two letters at least",
        Is(&[
            "&#65;i@i.a",
            "Ai@i.a",
            "U@.J",
            "_#___@e.u",
            "__@e.u",
            "a.b-c\\_d@a.b\\_\n",
            "a@b.c",
            "a@b.c\n",
            "d@a.b",
            "-@_.e",
            "o\n-\t\r[ ] W@W.I[ ] ",
        ]),
    ),
    (
        "`@` or `/` after a mail address shows that it is something else",
        Is(&[
            "scyther@pokemon.com--beedrill@pokemon.com",
            "scyther@pokemon.com/beedrill@pokemon.com",
        ]),
    ),
    ("`mailto:` is not part of the link text", Has("mailto:")),
    (
        "an address ends before any closing bracket that has no opening one",
        Is(&[
            "http://example.com/[abc]]...\n",
            "http://example.com/{abc}}...\n",
            "{https://foo.com}",
        ]),
    ),
    (
        "a control character ends an address, and nothing is left of this one",
        Is(&["<http://\u{7}>\n"]),
    ),
    (
        "indented HTML after an empty line continues the open element",
        Has("<div>\n\n    <div>"),
    ),
    (
        "indented HTML after an empty line continues the open element",
        Has("<tr>\n\n    <td>"),
    ),
    ("heading attributes are our extension", Has("{.class}\n===")),
    ("heading attributes are our extension", Has("{.bar}\n===")),
    (
        "the title of an alert is its first line",
        Is(&["> [!NOTE] Title\n> A note\n", "> [!note] Title\n> A note"]),
    ),
    ("a comma ends the language of a code block", Has("```+,")),
    // Rules of our parser, pulldown-cmark. No text is lost.
    (
        "`~~` may open before punctuation",
        Is(&["Here I strike out an exclamation point~~!~~.\n"]),
    ),
    (
        "tildes of another number in struck text are text",
        Is(&["~This ~~is stricken.~\n", "~~This ~is stricken.~~\n"]),
    ),
    (
        "a tilde within a word strikes nothing out",
        Is(&["This~is~nothing\n", "~This~is~nothing~\n"]),
    ),
    (
        "a lazy line continues an alert that has only a title",
        Has("> [!CAUTION]\n> Line 1.\n> > [!TIP]\n> Line 2."),
    ),
    (
        "a lazy line continues an alert that has only a title",
        Has("    > [!NOTE]\n    sink ships"),
    ),
    (
        "a lazy line does not continue an empty task",
        Is(&["- [x]\t\t\n\\\n-\n"]),
    ),
    (
        "a character reference does not count as the space after a task's checkbox",
        Is(&["-\t[ ]&NewLine;"]),
    ),
    (
        "a footnote reference may directly follow a reference link",
        Has("My [cmark-gfm][^c]."),
    ),
    (
        "a footnote reference may directly follow a reference link",
        Has("\n[baz][^foo]\n"),
    ),
    (
        "a footnote may contain another one",
        Has("[^indent1]: indent1\n\n    [^indent2]"),
    ),
    (
        "a footnote may contain another one",
        Has("[^foo]: [^bar]: 1"),
    ),
    ("a footnote label may contain spaces", Has("[^one two]")),
    (
        "a delimiter row may look like a list item",
        Is(&["a | b\n- | -\n1 | 2\n"]),
    ),
    (
        "two backslashes before a bar in a table are one",
        Has("\\\\|"),
    ),
    (
        "inline CDATA with a bracket is text",
        Is(&["* Inline <![CDATA[ok]ha **ha** ]]> **ha**.\n"]),
    ),
    (
        "an upper-case end tag does not end a script",
        Has("<SCRIPT>"),
    ),
];

pub const CASES: &[(&str, &[&str])] = &[
    (
        "headings",
        &[
            "# a\n## b ##\n###### c\n",
            "####### a\n#b\n\\# c\n",
            "a\nb\n===\n\nc\n---\n",
            "# 看报 *c* `d`\n正文\n# \n",
            "- a\n  ===\n> b\n> ---\n",
            "## GET /users/{id}\n",
        ],
    ),
    (
        "paragraphs and breaks",
        &[
            "a\nb\n\nc  \nd\\\ne\n",
            "甲\n乙  \n丙\n",
            "a\n    b\n\n    c\n",
            "***\na\n***\n---\nb\n_ _ _\nc\n",
            "\ta\n\n\n\nb\t\n",
            "a&nbsp;b &copy; &amp;lt; &#65; \\* \\_\n",
        ],
    ),
    (
        "emphasis",
        &[
            "*a* _b_ **c** __d__ ***e*** _**f**_\n",
            "a*b*c a_b_c a**b**c a__b__c\n",
            "*a **b* c** **a *b** c*\n",
            "**a*b**c* * a* _a _\n",
            "*a `*` b* **a [b*](http://u.v/) c**\n",
            "他说 *重* 点，**很重** 吧。\n",
        ],
    ),
    (
        "strikethrough",
        &[
            "~~a~~ ~b~ ~~c d~~\n",
            "a ~~b **c** d~~ e\n",
            "**~~a~~** ~~*b*~~\n",
            "~~a\n\nb~~ ~~~c~~~\n",
            "旧 ~~删~~ 新\n",
        ],
    ),
    (
        "code",
        &[
            "`a` ``b`c`` ` d ` `` ` ``\n",
            "`a\nb` `c\\` `<b>` `&amp;`\n",
            "```rust\nlet a = 1;\n\n  b\n```\nc\n",
            "~~~\n```\n~~~\n````\n```\n````\n",
            "```html\n<div>\n    <p>a</p>\n</div>\n```\n",
            "- a\n\n  ```\n  b\n   c\n  ```\n- d\n\n      e\n",
            "> ```\n> a\n> ```\n> b\n",
            "    a\n\n      b\n\nc\n",
            "```\na\n",
        ],
    ),
    (
        "lists",
        &[
            "- a\n- b\n  c\n\n  d\n- e\n",
            "* a\n\n* b\n+ c\n- d\n",
            "1. a\n2. b\n7) c\n8) d\n",
            "3. a\n   - b\n     1. c\n   - d\n4. e\n",
            "- a\n   - b\n  - c\nd\n",
            "- # a\n- > b\n- ```\n  c\n  ```\n",
            "-\n- a\n-\n",
            "a\n- b\n2. c\n1. d\n",
            "- a\n\n\n- b\n\nc\n",
            "- 甲\n  1. 乙\n\n     丙\n- 丁\n",
        ],
    ),
    (
        "tasks",
        &[
            "- [ ] a\n- [x] b\n- [X] c\n- d\n",
            "1. [ ] a\n2. [x] b\n   - [ ] c\n",
            "- [ ]a\n- [y] b\n- \\[ ] c\n- `[ ]` d\n",
            "> - [x] a\n\n* [ ] **b**\n",
            "[ ] a\n\n# [x] b\n",
        ],
    ),
    (
        "quotes and alerts",
        &[
            "> a\n> b\n>\n> c\n",
            "> a\nb\n\n> c\n>> d\n> e\n",
            ">a\n> - b\n> - c\n>\n> # d\n",
            "> [!NOTE]\n> a\n\n> [!warning]\n> b\n>\n> - c\n",
            "> [!TIP]\n>\n> 甲\n\n> [!OTHER]\n> b\n",
            "> a\n\n> b\n",
        ],
    ),
    (
        "tables",
        &[
            "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |\n| 4 | 5 |\n",
            "a | b\n:-: | -:\n**1** | `2`\n\nc\n",
            "| a \\| b | c |\n|:--|--|\n| `d\\|e` | f |\n",
            "text\n| a | b |\n|---|---|\n| 1 | 2 |\n",
            "| a | b |\n|---|---|\n| 1 | 2 |\n> c\n",
            "| a | b |\n|---|---|\n# c\n",
            "| a | b |\n|---|---|\n- c\n",
            "- | a | b |\n  |---|---|\n  | 1 | 2 |\n",
            "> | a | b |\n> |---|---|\n> | 1 | 2 |\n",
            "| a | b |\n|-|\n",
            "| 甲 | 乙 |\n|:-:|--:|\n| [x](http://u.v/) | http://x.y/ |\n| <b>c</b> | ![i](http://u.v/i.png) |\n",
            "|\n|-\n",
        ],
    ),
    (
        "links and pictures",
        &[
            "[a](http://u.v/) [b](<http://u.v/c d> \"t\") [](http://u.v/)\n",
            "[a]: http://u.v/ 'title'\n[A], [b][a], [c]\n\n[a][]\n",
            "[a *b* `c`](http://u.v/) [a [b](http://u.v/)](http://x.y/)\n",
            "[a](http://u.v/(b)) [a](http://u.v/ [b\n",
            "![a](http://u.v/i.png) ![b *c*][d]\n\n[d]: http://u.v/j.png\n",
            "[![a](http://u.v/i.png)](http://u.v/)\n",
            "<http://u.v/> <a@b.cd> <c d>\n",
            "[看报](http://u.v/)，[甲][乙]。\n\n[乙]: http://x.y/\n",
        ],
    ),
    (
        "bare addresses",
        &[
            "see http://x.y/a, https://x.y/b. www.x.y/c!\n",
            "(http://x.y/a_(b)) http://x.y/c) http://x.y/d;\n",
            "http://x.y/__init__.py **http://x.y/a** *http://x.y/b*\n",
            "http://x.y/?a=b&c=d&copy; http://x.y/~a\n",
            "`http://x.y/` <http://x.y/> [http://x.y/](http://u.v/)\n",
            "xhttp://x.y/ ftp.x.y www. http://\n",
            "> http://x.y/\n\n- www.x.y\n",
            "write to foo@bar.baz. a.b-c_d@e.fg\n",
        ],
    ),
    (
        "notes",
        &[
            "a[^1] b[^n] c[^1]\n\n[^1]: d\n[^n]: e\n    f\n\n    g\n",
            "a[^1]\n\n[^1]: *b* `c`\n\n    - d\n    - e\n\nf\n",
            "a[^x] [^1\n\n[^1]: b\n",
            "- a[^1]\n\n> [^1]: b\n",
            "正文[^注]。\n\n[^注]: 见 http://x.y/ 。\n",
        ],
    ),
    (
        "HTML",
        &[
            "<div>\n*a*\n\n*b*\n</div>\n",
            "a <b>b *c*</b> <!-- d --> <br> e\n",
            "<p align=\"center\">\n  <img src=\"http://u.v/i.png\">\n</p>\n\na\n",
            "<details>\n<summary>a</summary>\n\nb\n\n- c\n</details>\n",
            "<table><tr><td>\n\n*a*\n\n</td></tr></table>\n",
            "<kbd>Ctrl</kbd>+<kbd>C</kbd> H<sub>2</sub>O\n",
            "<!-- a\n\nb -->\nc\n\n<?d?> e\n",
            "a < b > c <d e=f> &lt;g&gt;\n",
        ],
    ),
];

/// Packages, their files that contain sources, and how many sources must agree at least.
pub const SUITES: &[(&str, &[&str], usize)] = &[
    (
        "pulldown-cmark",
        &[
            "tests/suite/blockquotes_tags.rs",
            "tests/suite/footnotes.rs",
            "tests/suite/gfm_strikethrough.rs",
            "tests/suite/gfm_table.rs",
            "tests/suite/gfm_tasklist.rs",
            "tests/suite/regression.rs",
            "tests/suite/spec.rs",
            "tests/suite/strikethrough.rs",
            "tests/suite/table.rs",
        ],
        1_750,
    ),
    (
        "comrak",
        &[
            "src/tests/alerts.rs",
            "src/tests/autolink.rs",
            "src/tests/code.rs",
            "src/tests/commonmark.rs",
            "src/tests/core.rs",
            "src/tests/footnotes.rs",
            "src/tests/fuzz.rs",
            "src/tests/html.rs",
            "src/tests/regressions.rs",
            "src/tests/strikethrough.rs",
            "src/tests/table.rs",
            "src/tests/tasklist.rs",
        ],
        1_032,
    ),
];
