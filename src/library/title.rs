//! The title of an article: from its front matter, else a heading (`headings`), its file name or its
//! first words. Never empty.

use super::front_matter::Fields;
use super::headings::{self, Choice};
use super::page_element::element;
use super::{html_meta, lost_title, markup, plain_text, plain_title, site_name};
use crate::document::Format;
use crate::text::sanitize_line;
use std::borrow::Cow;

/// Maximum characters of a title; real ones end at 150.
const LONGEST: usize = 400;
/// Maximum characters of a title taken from the first words.
const FIRST_WORDS: usize = 40;

/// Sources of a title.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub fields: &'a Fields,
    /// The front matter was read by the line scanner, so quotes around values are stray.
    pub rescued: bool,
    pub body: &'a str,
    pub format: Format,
    /// The words of the body, from [`plain_text`].
    pub words: &'a str,
    /// The file name without and with its extension.
    pub stem: &'a str,
    pub name: &'a str,
    /// The name of the folder.
    pub folder: &'a str,
    /// The title in a feed of the site, if it is a page of one.
    pub listed: Option<&'a str>,
    /// The name of that site; empty if it is not known.
    pub site: &'a str,
}

impl Source<'_> {
    /// The name of the file, or of the folder whose page it is.
    fn named(&self) -> &str {
        headings::name(self.stem, self.folder)
    }
}

/// The title as a sanitized single line.
pub fn title(from: &Source<'_>) -> String {
    given(from)
        .or_else(|| line(&heading(from)?))
        .or_else(|| line(&from.fields.first_of(&["subject", "headline"])?))
        .or_else(|| beginning(from))
        .or_else(|| line(from.named()))
        .or_else(|| line(from.name))
        .unwrap_or_else(|| "?".to_owned())
}

/// The title in the front matter, with the quotes that a file name could not hold.
fn given(from: &Source<'_>) -> Option<String> {
    let text = from.fields.text("title")?;
    let text = match from.rescued {
        true => without_stray_quotes(&text),
        false => &text,
    };
    let title = line(text)?;
    // Kept from the source, not from the name of a file.
    if from.fields.has("guid") {
        return Some(title);
    }
    let name = text.trim_end_matches(['.', ' ']);
    // Without dots or those at its end.
    let was_name = [name, &name.replace('.', "")].contains(&from.stem);
    Some(lost_title::restored(title, from.body, from.words, was_name))
}

/// Sanitized, references decoded, cut to [`LONGEST`]; `None` if nothing visible is left.
fn line(text: &str) -> Option<String> {
    let bare = without_markup(text);
    let bare = without_backticks(&bare);
    let decoded = plain_text::decode(&bare);
    let clean = sanitize_line(&decoded);
    if !clean.chars().any(|c| !c.is_whitespace() && c != '\u{3000}') {
        return None;
    }
    Some(shortened(clean, LONGEST))
}

/// Removes formatting tags, if all tags are formatting and each is closed: a title about `<div>`
/// keeps it.
fn without_markup(text: &str) -> Cow<'_, str> {
    const NAMES: &[&str] = &[
        "a", "b", "code", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u",
    ];
    if !text.contains("</") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let Some((tag, behind)) = tag.split_once('>') else {
            return Cow::Borrowed(text);
        };
        let name = tag.trim_start_matches('/');
        let name = name.split(' ').next().unwrap_or_default();
        let known = NAMES.contains(&name);
        if !known || tag.starts_with('/') && open.pop() != Some(name) {
            return Cow::Borrowed(text);
        }
        if !tag.starts_with('/') {
            open.push(name);
        }
        rest = behind;
    }
    if !open.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Removes the backticks of code, if each has a partner around words.
fn without_backticks(text: &str) -> Cow<'_, str> {
    let parts: Vec<&str> = text.split('`').collect();
    let is_code = |part: &&str| !part.trim().is_empty();
    let is_paired = parts.len() > 1 && parts.len() % 2 == 1;
    if is_paired && parts.iter().skip(1).step_by(2).all(is_code) {
        return Cow::Owned(parts.concat());
    }
    Cow::Borrowed(text)
}

fn shortened(mut text: String, longest: usize) -> String {
    if let Some((at, _)) = text.char_indices().nth(longest) {
        text.truncate(at);
        text.push('…');
    }
    text
}

/// Removes the quotes that a generator put around a title, once or repeatedly. A title that begins
/// and ends with quoted words of its own keeps them.
fn without_stray_quotes(text: &str) -> &str {
    let is_quote = |c: char| c == '"' || c == '\'';
    let text = text.trim();
    let opening = text.len() - text.trim_start_matches(is_quote).len();
    let closing = text.len() - text.trim_end_matches(is_quote).len();
    if opening >= 2 && closing >= 2 {
        return text.trim_matches(is_quote).trim();
    }
    let inner = ['"', '\''].into_iter().find_map(|quote| {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        let within = inner.matches(quote).count();
        (within == 0 || within % 2 == 1).then_some(inner)
    });
    inner.unwrap_or(text).trim()
}

/// What heads a body: a page title, `<h1>`, a heading of Markdown or, in its place, the name of the
/// file.
fn heading(from: &Source<'_>) -> Option<String> {
    let body = from.body;
    let html = || element(body, "h1");
    match from.format {
        Format::Html => {
            let stated = html_meta::meta(body, "og:title").map(str::to_owned);
            let title = stated.or_else(html);
            let title = title.or_else(|| from.listed.map(str::to_owned));
            let title = title.or_else(|| element(body, "title"));
            title.map(|title| site_name::removed(title, body, from.site, html))
        }
        Format::Markdown => match headings::choose(body, from.named()) {
            Choice::Heading(words) => Some(markup::heading(words, body).into_owned()),
            Choice::Name => Some(from.named().to_owned()),
            Choice::None => html(),
        },
        Format::Plain => plain_title::find(body, from.name).map(str::to_owned),
    }
}

/// The first words of a text, unless they are a task, or a name that says more than they do.
fn beginning(from: &Source<'_>) -> Option<String> {
    let words = first_words(from).filter(|_| !begins_with_task(from))?;
    let is_named = from.format == Format::Markdown && !headings::says_nothing(from.named(), &words);
    (!is_named).then_some(words)
}

/// The first words of a text, to the end of its first sentence or line.
fn first_words(from: &Source<'_>) -> Option<String> {
    let shown = match from.format {
        Format::Markdown => markup::first(from.body),
        Format::Html => markup::first_with_ruby(from.body),
        Format::Plain => None,
    };
    let shown = shown.and_then(|text| first_line(&text));
    let first = shown.or_else(|| first_line(from.words))?;
    let end = first
        .find(['。', '！', '？', '!', '?'])
        .map_or(first.len(), |at| {
            at + first
                .get(at..)
                .and_then(|t| t.chars().next())
                .map_or(0, char::len_utf8)
        });
    let sentence = first.get(..end)?.trim_end_matches('。');
    line(sentence).map(|text| shortened(text, FIRST_WORDS))
}

/// Whether a note begins with a task. A task is not a title, and daily notes often share
/// their first one, so such a note is named by its file.
fn begins_with_task(from: &Source<'_>) -> bool {
    let first = from
        .body
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty());
    let item = first.and_then(|line| line.strip_prefix(['-', '*', '+']));
    let mark = item.map(|item| item.trim_start().get(..3).unwrap_or_default());
    from.format == Format::Markdown && matches!(mark, Some("[ ]" | "[x]" | "[X]"))
}

/// The first line with words, without the marks that decorate it.
fn first_line(words: &str) -> Option<String> {
    let lines = words.lines().take(200);
    // What is left of `![](a.png)`, or a rule, has no word.
    let mut lines = lines.filter(|text| text.contains(char::is_alphanumeric));
    lines.find_map(|text| line(markup::without_decoration(text)))
}

#[cfg(test)]
mod tests {
    use super::super::front_matter;
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str, format: Format, stem: &str) -> String {
        let front = front_matter::read(text);
        let mut words = String::new();
        plain_text::strip(front.body, format, &mut words);
        title(&Source {
            fields: &front.fields,
            rescued: front.flaw.is_some(),
            body: front.body,
            format,
            words: &words,
            stem,
            name: ".md",
            folder: "",
            listed: None,
            site: "",
        })
    }

    #[test]
    fn titles() {
        #[track_caller]
        fn check(text: &str, format: Format, expected: &str) {
            assert_eq!(of(text, format, "20201102"), expected, "{text:?}");
        }
        use Format::{Html, Markdown, Plain};
        check(
            "---\ntitle: '_问与答_ 题'\n---\n文",
            Markdown,
            "[问与答] 题",
        );
        check("---\ntitle: '_a b_ 题'\n---\n文", Markdown, "[a b] 题");
        check("---\ntitle: _a b_\nguid: 1\n---\n文", Markdown, "_a b_");
        check(
            "---\ntitle: '<span lang=\"zh\">青</span> (q)'\n---\n文",
            Markdown,
            "青 (q)",
        );
        check(
            "---\ntitle: '<div> 与 </div> 与 <b>'\n---\n文",
            Markdown,
            "<div> 与 </div> 与 <b>",
        );
        let ruby = "高い<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>タワー";
        check(&format!("<h1>{ruby}</h1><p>文"), Html, "高い東京タワー");
        check(&format!("# {ruby}\n\n文"), Markdown, "高い東京タワー");
        check(&format!("<p>{ruby}。</p><p>文"), Html, "高い東京タワー");
        check(&format!("{ruby}。\n\n文"), Markdown, "高い東京タワー");
        let long = "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>".repeat(30);
        check(&format!("<h1>{long}</h1>"), Html, &"漢".repeat(30));
        check(
            "---\ntitle: '`a = b` 与 `c`'\n---\n文",
            Markdown,
            "a = b 与 c",
        );
        check("---\ntitle: '单个 ` 号'\n---\n文", Markdown, "单个 ` 号");
        check("- [ ] 买牛奶\n- [x] 打电话", Markdown, "20201102");
        check("- 买牛奶\n- [x] 打电话", Markdown, "买牛奶");
        check("# 今天\n- [ ] 买牛奶", Markdown, "今天");
        check("- [ ] 买牛奶", Plain, "[ ] 买牛奶");
        check("#音乐#一句话", Plain, "#音乐#一句话");
        check(
            "---\ntitle: '完善_小巨人_标准'\n---\n<p>“小巨人”企业</p>",
            Html,
            "完善“小巨人”标准",
        );
        check(
            "---\ntitle: '完善_小巨人_标准'\n---\n<p>小巨人企业</p>",
            Html,
            "完善“小巨人”标准",
        );
        check("---\ntitle: 'a_b_c_丙_'\n---\n“丙”", Html, "a_b_c“丙”");
        check(
            "---\ntitle: \"\"\"\"\"'多引号'\"\"\"\"\"\n---\n",
            Html,
            "多引号",
        );
        check(
            "---\ntitle: \"@x_ \"\nIt's 甲\"\n---\n",
            Html,
            "@x: \" It's 甲",
        );
        check(
            "---\ntitle: \"甲\" 与 \"乙\"\n---\n",
            Html,
            "\"甲\" 与 \"乙\"",
        );
        check(
            "---\ntitle: '&#123;&#125; 与 &amp;'\n---\n",
            Html,
            "{} 与 &",
        );
        check("---\ntitle: \"\\e[31m红\"\n---\n", Html, "[31m红");
        check(
            "---\ntitle: ''\n---\n<h1 class=x>大<b>标</b>题</h1>",
            Html,
            "大标题",
        );
        check(
            "---\ntitle: #\n---\n<p>　　第一句。第二句。</p>",
            Html,
            "第一句",
        );
        check(
            "# 井号 `码` [链](http://a.example/)\n文",
            Markdown,
            "井号 码 链",
        );
        check("[甲](u1)、[乙](u2)的故事\n", Markdown, "甲、乙的故事");
        check("**甲**和**乙**\n", Markdown, "甲和乙");
        check("甲[^1]的注\n\n[^1]: 注文\n", Markdown, "甲的注");
        check("> **引**[文][a]\n\n[a]: u\n", Markdown, "引文");
        check(
            "# [甲][a]与`a_b` *斜*[^1] #\n\n[a]: u\n[^1]: 注\n",
            Markdown,
            "甲与a_b 斜",
        );
        check("1. [甲](u)与**乙**\n", Markdown, "甲与乙");
        check("[公告] 甲\n", Markdown, "[公告] 甲");
        check("[TOC]\n\n> [!NOTE]- 甲\n", Markdown, "甲");
        check("## {{ x }} 甲\n", Markdown, "{{ x }} 甲");
        for same in [
            "(转) 甲",
            "‘甲’乙",
            "〔2022〕1号",
            "-5°C 的早晨",
            ".NET 8",
            "$5 一杯",
            "~/.bashrc 甲",
            "__init__.py 甲",
            "@某人 甲",
            "==甲==乙",
        ] {
            check(same, Plain, same);
        }
        for decorated in [
            "★ 甲",
            "■甲",
            "- 甲",
            "> > 甲",
            "## 甲",
            "——甲",
            "、甲",
            "|甲",
            "***\n甲",
        ] {
            check(decorated, Plain, "甲");
        }
        check("```\n# 注释\n```\n题目\n======\n文", Markdown, "题目");
        check("[#]: subject: \"How\"\n\n题目\n======\n", Markdown, "题目");
        check("[#]: subject: \"How\"\n\n文", Markdown, "How");
        check(
            "<html><script>w('<h1>旧</h1>')</script><noscript><h1>须开启脚本</h1></noscript><h1>题</h1>",
            Html,
            "题",
        );
        check(
            "<html><head><title>页</title></head><body>文</body></html>",
            Html,
            "页",
        );
        check("只有一行字，没有句号", Plain, "只有一行字，没有句号");
        check("<div><img src=x></div>", Html, "20201102");
        check("![](a.png)", Markdown, "20201102");
        check("![](a.png)\n\n——\n\n甲乙", Markdown, "甲乙");
        assert_eq!(of("文。后", Markdown, "读书笔记"), "读书笔记");
        assert_eq!(of("文。后", Markdown, "du-shu"), "文");
        assert_eq!(of("文。后", Plain, "读书笔记"), "文");
        check("#+TITLE: 题\n\n* 一", Plain, "题");
        check("🎉🎉", Plain, "20201102");
        assert_eq!(of("", Plain, " "), ".md");
    }

    proptest! {
        #[test]
        fn never_empty(text: String, stem: String) {
            for format in [Format::Html, Format::Markdown, Format::Plain] {
                prop_assert!(!of(&text, format, &stem).trim().is_empty());
            }
        }
    }
}
