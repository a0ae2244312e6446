//! Markdown to [`Document`]: the one door to pulldown-cmark.
//!
//! Markdown is defined by the HTML it stands for, islands of HTML included; so it is
//! written as HTML and takes the way of all HTML, and both give the same model.

mod container;
mod dollars;
mod emphasis;
mod line;
mod tag;
mod template;

use super::{Context, Document, html, math};
use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, Options, Parser, Tag, TagEnd,
};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

/// Builds the document of a Markdown body.
pub fn build(source: &str, context: &Context<'_>) -> Document {
    html::build(&to_html(source), context)
}

/// Writes Markdown as HTML.
pub fn to_html(source: &str) -> String {
    let expanded = template::expand(source);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST;
    let mut writer = Writer {
        out: String::with_capacity(expanded.len() + expanded.len() / 4),
        ..Writer::default()
    };
    let settled = dollars::settle(&expanded, options);
    let body = emphasis::set_apart(&settled, options);
    for event in Parser::new_ext(&body, options) {
        writer.event(event);
    }
    writer.finish()
}

/// What stands as it is written: code, HTML and formulas, in order.
fn literal(source: &str, options: Options) -> Vec<Range<usize>> {
    let events = Parser::new_ext(source, options).into_offset_iter();
    let literal = events.filter(|(event, _)| {
        matches!(
            event,
            Event::Code(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::Start(Tag::CodeBlock(_))
        )
    });
    literal.map(|(_, range)| range).collect()
}

#[derive(Default)]
struct Writer {
    out: String,
    notes: String,
    /// Where output goes while a footnote is open.
    body: Option<String>,
    /// Numbers of notes, in the order in which they are first called.
    called: HashMap<String, usize>,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Depth of pictures: their words become an attribute.
    in_image: usize,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) if self.in_image > 0 => escape(&mut self.out, &text),
            Event::Code(text) => self.wrapped("<code>", &text, "</code>"),
            Event::InlineMath(tex) if !math::is_formula(&tex) => {
                let _ = write!(self.out, "${}$", attribute(&tex));
            }
            Event::InlineMath(tex) if self.in_image == 0 => {
                self.wrapped(
                    "<span class=\"katex\"><annotation encoding=\"tex\">",
                    &tex,
                    "</annotation></span>",
                );
            }
            Event::DisplayMath(tex) if self.in_image == 0 => self.wrapped(
                "<span class=\"katex katex-display\"><annotation encoding=\"tex\">",
                &tex,
                "</annotation></span>",
            ),
            Event::InlineMath(tex) | Event::DisplayMath(tex) => escape(&mut self.out, &tex),
            Event::Html(html) | Event::InlineHtml(html) => {
                if self.in_image == 0 {
                    self.out.push_str(&html);
                }
            }
            Event::FootnoteReference(label) => {
                let id = attribute(&label);
                let number = self.called.len() + 1;
                let number = *self.called.entry(label.into_string()).or_insert(number);
                let _ = write!(self.out, "<sup><a href=\"#fn:{id}\">[{number}]</a></sup>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self
                .out
                .push_str(if self.in_image > 0 { " " } else { "<br>\n" }),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(checked) => {
                let checked = if checked { " checked" } else { "" };
                let _ = write!(self.out, "<input type=checkbox{checked}>");
            }
        }
    }

    /// A text that begins with `&` and goes on had a backslash before it: what follows is no
    /// reference that was escaped twice.
    fn text(&mut self, text: &str) {
        match text.strip_prefix('&') {
            Some(rest) if !rest.is_empty() && self.in_image == 0 => {
                self.out.push_str("&amp;<wbr>");
                escape(&mut self.out, rest);
            }
            _ => escape(&mut self.out, text),
        }
    }

    fn wrapped(&mut self, open: &str, text: &str, close: &str) {
        self.out.push_str(open);
        escape(&mut self.out, text);
        self.out.push_str(close);
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, id, .. } => {
                let id = id
                    .map(|id| format!(" id=\"{}\"", attribute(&id)))
                    .unwrap_or_default();
                let _ = write!(self.out, "<h{}{id}>", level as u8);
            }
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::CodeBlock(kind) => self.code_block(&kind),
            Tag::List(Some(start)) => {
                let _ = write!(self.out, "<ol start={start}>");
            }
            Tag::FootnoteDefinition(label) => {
                let body = std::mem::take(&mut self.out);
                self.body = Some(body);
                let _ = write!(self.out, "<li id=\"fn:{}\">", attribute(&label));
            }
            Tag::Table(columns) => {
                self.columns = columns;
                self.out.push_str("<table>");
            }
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.cell(),
            Tag::Link { dest_url, .. } if self.in_image == 0 => {
                let _ = write!(self.out, "<a href=\"{}\">", attribute(&dest_url));
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                self.in_image += 1;
                if self.in_image == 1 {
                    let (source, title) = (attribute(&dest_url), attribute(&title));
                    let _ = write!(self.out, "<img src=\"{source}\" title=\"{title}\" alt=\"");
                }
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::Link { .. } => {}
            other if self.in_image == 0 => {
                if let Some(name) = plain_tag(&other.to_end()) {
                    let _ = write!(self.out, "<{name}>");
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let _ = writeln!(self.out, "</h{}>", level as u8);
            }
            TagEnd::BlockQuote(Some(_)) => self.out.push_str("</div>\n"),
            TagEnd::BlockQuote(None) => self.out.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::FootnoteDefinition => {
                self.out.push_str("</li>");
                if let Some(body) = self.body.take() {
                    let note = std::mem::replace(&mut self.out, body);
                    self.notes.push_str(&note);
                }
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead>");
            }
            TagEnd::TableRow => self.out.push_str("</tr>"),
            TagEnd::TableCell => {
                self.out
                    .push_str(if self.in_head { "</th>" } else { "</td>" });
                self.column += 1;
            }
            TagEnd::Table => self.out.push_str("</table>\n"),
            TagEnd::Link if self.in_image == 0 => self.out.push_str("</a>"),
            TagEnd::Image => {
                self.in_image = self.in_image.saturating_sub(1);
                if self.in_image == 0 {
                    self.out.push_str("\">");
                }
            }
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Link => {}
            other if self.in_image == 0 => {
                if let Some(name) = plain_tag(&other) {
                    let _ = write!(self.out, "</{name}>");
                    if name.len() > 1 || name == "p" {
                        // Blocks are apart even where their tags are forgiven.
                        self.out.push_str(if is_inline(name) { "" } else { "\n" });
                    }
                }
            }
            _ => {}
        }
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let title = match kind {
            None => {
                self.out.push_str("<blockquote>");
                return;
            }
            Some(BlockQuoteKind::Note) => "Note",
            Some(BlockQuoteKind::Tip) => "Tip",
            Some(BlockQuoteKind::Important) => "Important",
            Some(BlockQuoteKind::Warning) => "Warning",
            Some(BlockQuoteKind::Caution) => "Caution",
        };
        let _ = write!(
            self.out,
            "<div class=\"markdown-alert\"><p class=\"markdown-alert-title\">{title}</p>"
        );
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => {
                info.split([' ', ',', '{', ':']).next().unwrap_or_default()
            }
            CodeBlockKind::Indented => "",
        };
        // A line end behind `<pre>` is dropped by the parser of HTML: give it one.
        if language.is_empty() {
            self.out.push_str("<pre>\n<code class=\"code\">");
        } else {
            let language = attribute(language);
            let _ = write!(self.out, "<pre>\n<code class=\"language-{language}\">");
        }
    }

    fn cell(&mut self) {
        let name = if self.in_head { "th" } else { "td" };
        let align = match self.columns.get(self.column) {
            Some(Alignment::Center) => " align=center",
            Some(Alignment::Right) => " align=right",
            _ => "",
        };
        let _ = write!(self.out, "<{name}{align}>");
    }

    fn finish(mut self) -> String {
        if !self.notes.is_empty() {
            let _ = write!(self.out, "<ol class=\"footnotes\">{}</ol>", self.notes);
        }
        self.out
    }
}

/// The element of what has no attributes.
fn plain_tag(tag: &TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Paragraph => "p",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        TagEnd::Superscript => "sup",
        TagEnd::Subscript => "sub",
        TagEnd::DefinitionList => "dl",
        TagEnd::DefinitionListTitle => "dt",
        TagEnd::DefinitionListDefinition => "dd",
        _ => return None,
    })
}

fn is_inline(name: &str) -> bool {
    matches!(name, "em" | "strong" | "del" | "sup" | "sub")
}

fn escape(out: &mut String, text: &str) {
    for part in text.split_inclusive(['&', '<', '>', '"']) {
        let mut chars = part.chars();
        let replacement = match chars.next_back() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            _ => {
                out.push_str(part);
                continue;
            }
        };
        out.push_str(chars.as_str());
        out.push_str(replacement);
    }
}

fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        let document = build(source, &Context::default());
        assert_eq!(
            crate::document::outline(&document).trim_end(),
            expected,
            "{source}"
        );
    }

    #[test]
    fn blocks() {
        check("# 题\n\n文 **重**\n又\n", "h1 题\np 文 [1:重]又");
        check(
            "- [x] 做\n- [ ] 等\n",
            "ul\n  * [x]\n    p 做\n  * [ ]\n    p 等",
        );
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
        check("文[^a]\n\n[^a]: 注\n", "p 文[100:[*1]^0]\nnote 1\n  p 注");
    }

    #[test]
    fn islands() {
        check(
            "<details><summary>题</summary>\n\n**文**\n\n</details>\n",
            "details 题\n  p [1:文]",
        );
        check(
            "<div>\n<p>一</p>\n\n    <p>二\n    三</p>\n</div>\n\n    <p>码\n",
            "p 一\np 二三\ncode <p>码",
        );
        check("按 <C-r> 键", "p 按 <C-r> 键");
        check("文\n<!-- more -->\n后", "p 文\np 后");
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
            "{% codeblock 题 lang:js %}\nx\n{% endcodeblock %}",
            "p [1:题]\ncode js x",
        );
        check(
            "{% note warning 小心 %}\n**文**\n{% endnote %}\n后",
            "notice 小心\n  p [1:文]\np 后",
        );
        check("{% note info %}文{% endnote %}", "notice Info\n  p 文");
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
        check("`{{ a }}` 和 {{ b }}", "p [40:{{ a }}] 和 {{ b }}");
        check(
            "{{< youtube abc >}}",
            "p [0@1:https://www.youtube.com/watch?v=abc]",
        );
        check("[#]: subject: \"题\"\n[#]: via: (x)\n\n文", "p 文");
        check("文\n:smile: x\n:::\n", "p 文 :smile: x :::");
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
        check("??? 什么 ???", "p ??? 什么 ???");
        check("> [!info] 题\n> 文", "notice Note\n  p [1:题]\n  p 文");
    }

    #[test]
    fn dialects() {
        check("# 题 {#id}\n文", "h1 题\np 文");
        check("　　一。\n　　二。\n三", "p 一。\np 二。三");
        check(
            "花$5，买**好**，剩$3。$ x_1 $",
            "p 花$5，买[1:好]，剩$3。[2000:x₁]",
        );
    }

    #[test]
    fn emphasis_beside_ideographs() {
        check("他说**“不”**，**走了。**门", "p 他说[1:“不”]，[1:走了。]门");
        check("`字**“不”**` **“不”**走", "p [40:字**“不”**] [1:“不”]走");
    }
}
