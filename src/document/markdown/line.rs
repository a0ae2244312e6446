//! Single lines with syntax beyond CommonMark.

use super::container::capital;
use crate::document::NoticeKind;
use std::borrow::Cow;

/// Whether a line is a placeholder for a table of contents, in the syntax of GitLab, CSDN or VuePress.
pub fn is_contents(line: &str) -> bool {
    const MARKS: &[&str] = &["[toc]", "[[toc]]", "[[_toc_]]", "@[toc]"];
    let is = |mark: &&str| line.eq_ignore_ascii_case(mark);
    let is_titled = || {
        let start = line.get(.."@[toc](".len());
        start.is_some_and(|start| start.eq_ignore_ascii_case("@[toc](")) && line.ends_with(')')
    };
    MARKS.iter().any(is) || is_titled()
}

/// Whether a line is a kramdown attribute list: `{: .class}`, `{:toc}`.
pub fn is_kramdown(line: &str) -> bool {
    line.starts_with("{:") && line.ends_with('}')
}

/// The title of a tab: `<!-- tab 标题@icon -->`.
pub fn tab(line: &str) -> Option<&str> {
    let inner = line.strip_prefix("<!-- tab ")?.strip_suffix("-->")?;
    Some(inner.split('@').next().unwrap_or_default().trim()).filter(|title| !title.is_empty())
}

/// Rewrites a callout (`> [!question]- 标题`) as a GitHub alert: a line with a kind that GitHub
/// knows, and a paragraph with the title after a [tag](callout_tag) with the kind. A title after an
/// unknown kind is that of a note. None if the line needs no rewriting.
pub fn callout(line: &str) -> Option<String> {
    if !line.trim_start().starts_with('>') {
        return None;
    }
    let at = line.find("[!")?;
    let (head, rest) = line.split_at(at);
    if head.contains(|c: char| !matches!(c, '>' | ' ')) {
        return None;
    }
    let (kind, rest) = rest.strip_prefix("[!")?.split_once(']')?;
    let alerts = ["note", "tip", "important", "warning", "caution"];
    if rest.trim().is_empty() && alerts.iter().any(|alert| kind.eq_ignore_ascii_case(alert)) {
        return None;
    }
    // Obsidian allows options for the appearance after the kind: `[!info|right]`.
    let kind = kind.split('|').next().unwrap_or_default();
    let letters = |c: char| c.is_ascii_alphabetic() || c == '-';
    if kind.is_empty() || !kind.chars().all(letters) {
        return None;
    }
    let title = rest.trim_start_matches(['+', '-']).trim();
    let lower = kind.to_ascii_lowercase();
    let is_known = NoticeKind::of(&lower).is_some();
    if title.is_empty() && !is_known {
        return None;
    }
    let title = if title.is_empty() {
        capital(&lower)
    } else {
        title.to_owned()
    };
    let kind = if is_known { &lower } else { "note" };
    Some(format!(
        "{head}[!NOTE]\n{head}{CALLOUT}{kind}>{title}\n{head}\n"
    ))
}

/// The start of the tag with the kind of a callout, which is followed by the title.
const CALLOUT: &str = "<callout-";

/// The kind in the tag of a callout.
pub fn callout_tag(html: &str) -> Option<&str> {
    html.strip_prefix(CALLOUT)?.strip_suffix('>')
}

/// A link reference definition without its title, if the title is not valid CommonMark
/// (`[1]: http://a.b (one (two))`). One such title would turn the whole block of definitions into
/// text. Without a scheme in its address, the line is text.
pub fn definition(line: &str) -> Option<&str> {
    let start = line.trim_start();
    let (label, rest) = start.strip_prefix('[')?.split_once("]:")?;
    let address = rest.split_whitespace().next()?;
    let title = rest.trim_start().strip_prefix(address)?.trim();
    let (open, close) = (title.chars().next()?, title.chars().next_back()?);
    let inner = title.get(open.len_utf8()..title.len() - close.len_utf8());
    let inner = inner.unwrap_or_default();
    let torn = match open {
        '(' => close == ')' && inner.contains('('),
        '"' | '\'' => close == open && inner.contains(open),
        _ => return None,
    };
    if label.is_empty() || label.contains([']', '[']) || !torn || !address.contains("://") {
        return None;
    }
    line.get(..line.find(address)? + address.len())
}

/// Whether an image, a link, code or emphasis ends here, and not a call such as `f(x)`, an index
/// such as `a[i]` or a bracket of the text.
fn ends_element(before: &str) -> bool {
    let opening = |open: char, close: char| {
        let mut depth = 0_usize;
        let found = before.char_indices().rev().find(|(_, c)| {
            depth += usize::from(*c == close);
            depth -= usize::from(*c == open).min(depth);
            depth == 0
        });
        found.map(|(at, _)| before.get(..at).unwrap_or_default())
    };
    match before.chars().next_back() {
        Some(')') => opening('(', ')').is_some_and(|before| before.ends_with(']')),
        Some(']') => {
            opening('[', ']').is_some_and(|before| !before.ends_with(char::is_alphanumeric))
        }
        last => matches!(last, Some('`' | '*')),
    }
}

/// A line without the attributes that some dialects allow after images, links and code:
/// `![图](a.png){width=100}`.
pub fn without_attributes(line: &str) -> Cow<'_, str> {
    let is_attributes = |inner: &str| {
        let first = |c: char| c == '.' || c == '#' || c == ':' || c.is_ascii_alphabetic();
        let named = inner.starts_with(['.', '#', ':']) || inner.contains('=');
        inner.starts_with(first) && named && !inner.contains(['{', '$', '\\'])
    };
    let mut out = String::new();
    let mut rest = line;
    let mut ticks = 0;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        ticks += before.matches('`').count();
        let behind = ends_element(before) && ticks % 2 == 0;
        // Attributes contain no braces, so the next brace of either kind decides. The search
        // never passes another `{`, which keeps the loop linear.
        let inner = from.strip_prefix('{').filter(|_| behind).and_then(|from| {
            let (inner, tail) = from.split_at(from.find(['{', '}'])?);
            Some((inner, tail.strip_prefix('}')?))
        });
        match inner.filter(|(inner, _)| is_attributes(inner)) {
            Some((_, tail)) => {
                out.push_str(before);
                rest = tail;
            }
            None => {
                let (head, tail) = rest.split_at(at + 1);
                out.push_str(head);
                rest = tail;
            }
        }
    }
    if out.is_empty() {
        return Cow::Borrowed(line);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether a line defines the term before it: a colon, a space, and text.
pub fn is_definition(content: &str) -> bool {
    let words = content.strip_prefix(':').unwrap_or_default();
    words.starts_with([' ', '\t']) && !words.trim().is_empty()
}

/// The number of block elements that a line opens, minus those that it closes.
pub fn depth(line: &str) -> isize {
    if !line.contains('<') {
        return 0;
    }
    let count = |sign: &str| {
        let names = ["div", "ul", "ol", "table", "section", "blockquote"];
        let counts = names
            .iter()
            .map(|name| line.matches(&format!("{sign}{name}")).count());
        counts.sum::<usize>().cast_signed()
    };
    count("<") - count("</")
}

/// The tags around text in which nothing is Markdown.
const VERBATIM: &[(&str, &str)] = &[
    ("<pre", "</pre"),
    ("<script", "</script"),
    ("<style", "</style"),
];

/// Whether a line, and whether the start of the next line, is between tags of [`VERBATIM`].
pub fn verbatim(line: &str, is_open: bool) -> (bool, bool) {
    let is_tagged = line.contains('<');
    let has = |sign: &str| is_tagged && line.contains(sign);
    let is_within = is_open || VERBATIM.iter().any(|(open, _)| has(open));
    (
        is_within,
        is_within && !VERBATIM.iter().any(|(_, close)| has(close)),
    )
}

/// Unescapes Hugo tags: `{{</* name */>}}` shows `{{< name >}}`.
pub fn unescaped(line: &str) -> Cow<'_, str> {
    if !line.contains("/*") {
        return Cow::Borrowed(line);
    }
    let signs = [
        ("{{</*", "{{<"),
        ("*/>}}", ">}}"),
        ("{{%/*", "{{%"),
        ("*/%}}", "%}}"),
    ];
    let plain = signs.iter().fold(line.to_owned(), |line, (sign, plain)| {
        line.replace(sign, plain)
    });
    Cow::Owned(plain)
}

/// A line without its indentation.
pub fn bare_line(line: &str) -> &str {
    line.trim_start_matches([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_removed() {
        let check = |line: &str, expected: &str| assert_eq!(without_attributes(line), expected);
        check("![图](a.png){width=100}后", "![图](a.png)后");
        check("[a](b){:target=\"_blank\"} `c`{.rust}", "[a](b) `c`");
        check("`f(x){a=1}` 与 f(x){y}", "`f(x){a=1}` 与 f(x){y}");
        check("没有", "没有");
        check("![图](a_(b).png){.w} [x]{.c}", "![图](a_(b).png) [x]");
        let code = "写 if(a){b=1;c=2}，main(){x=1}，a[href]{color=red}，集合(甲){n=3}个";
        check(code, code);
    }

    #[test]
    fn invalid_titles_of_definitions_are_removed() {
        let check = |line: &str, expected: Option<&str>| assert_eq!(definition(line), expected);
        check("[1]: http://a.b (a (b) c)\n", Some("[1]: http://a.b"));
        check(" [1]: http://a.b \"a\" b\"", Some(" [1]: http://a.b"));
        check("[1]: http://a.b (a b)", None);
        check("[1]: http://a.b \"a (b)\"", None);
        check("[1]: http://a.b", None);
        check("[1]: 说明 文字", None);
        check("[link]: test (())", None);
    }

    #[test]
    fn callouts_have_titles() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(callout(line).as_deref(), expected, "{line}");
        };
        check("> [!NOTE]", None);
        let expected = "> [!NOTE]\n> <callout-note>Note\n> \n";
        check("> [!NOTE]-", Some(expected));
        let expected = "> [!NOTE]\n> <callout-tip>题\n> \n";
        check("> [!tip] 题", Some(expected));
        check("> [!TIP|right]+ 题", Some(expected));
        let expected = "> [!NOTE]\n> <callout-question>Question\n> \n";
        check("> [!question]- ", Some(expected));
        let expected = "> [!NOTE]\n> <callout-note>题\n> \n";
        check("> [!own] 题", Some(expected));
        check("> [!own]", None);
        check("> 见 [!a] b", None);
        check("[!NOTE] 题", None);
    }
}
