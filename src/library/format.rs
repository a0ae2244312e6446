//! Tells which files are articles (by name) and the format of a body (by its content).
//!
//! A new source format starts with a row in [`FORMATS`].

use crate::document::Format;
use std::ffi::OsStr;
use std::path::Path;

/// File extensions and the formats they suggest. The content decides (`of_body`): feeds are often
/// saved as HTML under `.md` and `.txt`.
pub(crate) const FORMATS: &[(&str, Format)] = &[
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("mdx", Format::Markdown),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("txt", Format::Plain),
    ("org", Format::Plain),
    ("rst", Format::Plain),
    ("adoc", Format::Plain),
    ("asciidoc", Format::Plain),
];

/// Markup languages that are shown as plain text, whatever their lines look like.
const UNREAD: &[&str] = &["org", "rst", "adoc", "asciidoc"];

/// Files for programs, whose names look like those of articles.
const FOR_PROGRAMS: &[&str] = &[
    "robots.txt",
    "ads.txt",
    "app-ads.txt",
    "security.txt",
    "humans.txt",
    "requirements.txt",
    "cmakelists.txt",
];

/// The extension of a file name, empty if it has none.
pub(super) fn extension(name: &str) -> &str {
    name.trim_end()
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension)
}

/// The format that a file name suggests. A name that is only an extension (`.md`) counts: titles
/// of dots or punctuation produce such names.
pub(crate) fn by_name(path: &Path) -> Option<Format> {
    by_file_name(path.file_name()?)
}

/// The format that the name of a file without its folder suggests.
pub(super) fn by_file_name(name: &OsStr) -> Option<Format> {
    let name = name.as_encoded_bytes().trim_ascii_end();
    if FOR_PROGRAMS
        .iter()
        .any(|other| name.eq_ignore_ascii_case(other.as_bytes()))
    {
        return None;
    }
    let dot = name.iter().rposition(|&byte| byte == b'.')?;
    let extension = name.get(dot + 1..)?;
    FORMATS
        .iter()
        .find(|(known, _)| extension.eq_ignore_ascii_case(known.as_bytes()))
        .map(|&(_, format)| format)
}

/// Elements that begin an HTML body, and lines that occur only in HTML.
const BLOCKS: &[&str] = &[
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "blockquote",
    "figure",
    "section",
    "article",
    "main",
    "header",
    "ul",
    "ol",
    "dl",
    "pre",
    "img",
    "br",
    "span",
    "font",
    "a",
    "strong",
    "b",
    "em",
    "html",
    "head",
    "body",
    "!doctype",
    "!--",
    "iframe",
    "video",
    "audio",
    "style",
    "hr",
    "center",
    "details",
    "ruby",
    "i",
    "u",
    "sub",
    "sup",
    "code",
    "script",
    "meta",
];

/// The format of the body of a file.
pub fn of_file(body: &str, path: &Path) -> Format {
    let name = path
        .file_name()
        .map(OsStr::to_string_lossy)
        .unwrap_or_default();
    let own = extension(&name);
    if UNREAD.iter().any(|unread| own.eq_ignore_ascii_case(unread)) {
        return Format::Plain;
    }
    of_body(body, by_name(path).unwrap_or(Format::Markdown))
}

/// The format of a body, given the format that the file name suggests.
fn of_body(body: &str, promised: Format) -> Format {
    let body = body.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let first = tag_name(body);
    let starts = first.is_some_and(is_block);
    if promised == Format::Html {
        return if starts || body.contains("</") || body.contains("<br") || body.contains("/>") {
            Format::Html
        } else {
            Format::Plain
        };
    }
    // Feed generators wrap everything in one element. Markdown authors centre the head of a README
    // with the same element, so the content decides.
    let is_wrapped = first == Some("div") && body.trim_end().ends_with("</div>");
    if is_wrapped && !may_be_markdown(body) {
        return Format::Html;
    }
    let signs = Signs::of(body);
    if is_wrapped && signs.sure == 0 {
        return Format::Html;
    }
    if starts && signs.html > 0 && signs.html >= signs.markdown.saturating_mul(2) {
        return Format::Html;
    }
    if signs.markdown == 0 && signs.html >= 4 {
        return Format::Html;
    }
    match promised {
        Format::Plain if signs.markdown >= 2 => Format::Markdown,
        Format::Plain if starts && signs.html + signs.void > 0 => Format::Html,
        Format::Markdown if first == Some("!--") && signs.html == 0 => Format::Markdown,
        other => other,
    }
}

fn is_block(name: &str) -> bool {
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block))
}

/// The name of the tag at the start of a text.
fn tag_name(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    if rest.starts_with("!--") {
        return rest.get(..3);
    }
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '!'))
        .unwrap_or(rest.len());
    rest.get(..end).filter(|name| !name.is_empty())
}

/// Whether what follows `</` ends an element that Markdown seldom contains. A pattern, since a scan
/// asks for every end tag.
fn is_closing(name: &[u8]) -> bool {
    matches!(
        name,
        [b'p', b'>', ..]
            | [b'd', b'i', b'v', b'>', ..]
            | [b'h', ..]
            | [b'l', b'i', b'>', ..]
            | [b't', b'a', b'b', b'l', b'e', b'>', ..]
    ) || name.starts_with(b"blockquote>")
}

/// Counts of lines that look like Markdown and like HTML, outside fenced code.
#[derive(Debug, Default)]
struct Signs {
    markdown: usize,
    /// Of those: headings, links, code and emphasis, which are rare in plain text.
    sure: usize,
    html: usize,
    void: usize,
}

impl Signs {
    /// Lines to examine; the rest of a long text does not change the result.
    const LINES: usize = 400;

    fn of(body: &str) -> Self {
        let mut signs = Self::default();
        let mut fenced = false;
        let mut preformatted = false;
        let mut spaced = false;
        for line in lines(body).take(Self::LINES) {
            let text = line.trim_start();
            spaced |= text.is_empty();
            let is_fence = matches!(
                text.as_bytes(),
                [b'`', b'`', b'`', ..] | [b'~', b'~', b'~', ..]
            );
            if !preformatted && is_fence {
                fenced = !fenced;
                signs.markdown += 2;
                signs.sure += 1;
                continue;
            }
            if fenced {
                continue;
            }
            let (mut closings, mut pre, mut pre_end) = (0, false, false);
            for at in memchr::memchr_iter(b'<', line.as_bytes()) {
                match line.as_bytes().get(at + 1..).unwrap_or_default() {
                    [b'/', name @ ..] => {
                        closings += usize::from(is_closing(name));
                        pre_end |= name.starts_with(b"pre");
                    }
                    [b'b', b'r', ..] | [b'i', b'm', b'g', ..] => signs.void += 1,
                    [b'p', b'r', b'e', ..] => pre = true,
                    _ => {}
                }
            }
            preformatted = (preformatted || pre) && !pre_end;
            signs.html += closings;
            if closings == 0 && !preformatted && is_markdown(text, line.len() - text.len()) {
                signs.markdown += 1;
                // Up to an empty line, what an element of HTML holds is HTML.
                signs.sure += usize::from(spaced && is_surely_markdown(text));
            }
        }
        signs
    }
}

/// The lines of a text, without their line ends. Unlike [`str::lines`], it searches many bytes at a
/// time, and ends with an empty line if the text ends with a line end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    memchr::memchr_iter(b'\n', text.as_bytes())
        .chain(std::iter::once(text.len()))
        .map(move |end| {
            let line = text.get(start..end).unwrap_or_default();
            start = end + 1;
            line
        })
}

/// Whether a text has a character that every sure sign of Markdown needs. A scan does this for every
/// file: without a branch, so that the compiler tests many bytes at a time.
fn may_be_markdown(text: &str) -> bool {
    let is_sign = |byte: u8| {
        (byte == b'#') | (byte == b']') | (byte == b'*') | (byte == b'`') | (byte == b'~')
    };
    text.bytes().fold(false, |any, byte| any | is_sign(byte))
}

fn is_surely_markdown(text: &str) -> bool {
    let heading = text.trim_start_matches('#');
    (text.starts_with('#') && heading.starts_with(' '))
        || !text.contains("</") && ["](", "**"].iter().any(|sign| text.contains(sign))
}

fn is_markdown(text: &str, indent: usize) -> bool {
    let heading = text.trim_start_matches('#');
    let level = text.len() - heading.len();
    let list = matches!(
        text.as_bytes(),
        [b'-' | b'*' | b'+' | b'>', b' ', ..] | [b'|', ..]
    );
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let ordered =
        (1..4).contains(&digits) && text.get(digits..).is_some_and(|t| t.starts_with(". "));
    ((1..=6).contains(&level) && indent < 4 && heading.starts_with(' '))
        || (list && indent < 8)
        || ordered
        || has_signs(text)
        || (text.len() >= 3 && text.trim_end().bytes().all(|b| b == b'='))
}

/// Whether a line has links, code or strong text of Markdown.
fn has_signs(text: &str) -> bool {
    // A scan does this for every line. Without a branch, the compiler tests many bytes at a time.
    let is_sign = |byte: u8| (byte == b'[') | (byte == b']') | (byte == b'`') | (byte == b'*');
    if !text.bytes().fold(false, |any, byte| any | is_sign(byte)) {
        return false;
    }
    text.contains("](")
        || text.contains("**")
        || text.contains("][")
        || text.contains("[^")
        || (text.starts_with('[') && text.contains("]: "))
        || text.matches('`').count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        fn check(name: &str, expected: Option<Format>) {
            assert_eq!(by_name(Path::new(name)), expected, "{name:?}");
        }
        check("a/b.md", Some(Format::Markdown));
        check(".md", Some(Format::Markdown));
        check(" .md", Some(Format::Markdown));
        check("x.md ", Some(Format::Markdown));
        check("X.HTM", Some(Format::Html));
        check("y.txt", Some(Format::Plain));
        check("第1.2章.mdx", Some(Format::Markdown));
        check("md", None);
        check("picture.png", None);
        check("a/robots.txt", None);
        check("a.org", Some(Format::Plain));
        check("x.md.bak", None);
        check("folder.md/x", None);
    }

    #[test]
    fn other_markup_is_plain() {
        let check = |name: &str, expected| {
            let body = "* 一\n* 二\n* 三\n";
            assert_eq!(of_file(body, Path::new(name)), expected, "{name}");
        };
        check("a.org", Format::Plain);
        check("a.RST", Format::Plain);
        check("a.txt", Format::Markdown);
        check("a", Format::Markdown);
    }

    #[test]
    fn bodies() {
        fn check(body: &str, promised: Format, expected: Format) {
            assert_eq!(of_body(body, promised), expected, "{body:?}");
        }
        use Format::{Html, Markdown, Plain};
        check(
            "<div>   \n没有标签\n  \n</div>\n            ",
            Markdown,
            Html,
        );
        check(
            "<div align=\"center\">\n\n# 题\n\n[文档](u)\n\n</div>\n",
            Markdown,
            Markdown,
        );
        check("<div>\n- 一\n\n1. 二\n</div>\n", Markdown, Html);
        check("<div>\n\n# 一\n</div>\n", Markdown, Markdown);
        check("<div>\n\n~~~\n一\n~~~\n</div>\n", Markdown, Markdown);
        check("<div>\n一**二**\n</div>\n", Markdown, Html);
        check(
            "<div>\n一\n\n<a href=u>**二**</a>三\n</div>\n",
            Markdown,
            Html,
        );
        check("<div>\n<pre>\n\n~~~~\n一\n</pre>\n</div>\n", Markdown, Html);
        check("<p>一段</p>\n<p>二段</p>", Plain, Html);
        check("<p>图</p>\n\n## 标题\n\n- 一\n- 二\n", Markdown, Markdown);
        check("# 标题\n\n正文 <kbd>C</kbd>\n", Markdown, Markdown);
        check("正文而已\n\n第二段\n", Markdown, Markdown);
        check("正文而已\n\n第二段\n", Plain, Plain);
        check("# 标题\n\n- 一\n- 二\n", Plain, Markdown);
        check(
            "前言<br>一<p>二</p><p>三</p><p>四</p><p>五</p>",
            Markdown,
            Html,
        );
        check("<!doctype html><html></html>", Html, Html);
        check("只有字", Html, Plain);
        check("<stdio.h> 是头文件", Markdown, Markdown);
        check("<!-- more -->\n正文\n\n* 一\n", Markdown, Markdown);
        check("", Markdown, Markdown);
    }

    proptest::proptest! {
        #[test]
        fn sure_signs_need_their_characters(
            lines in proptest::collection::vec("[ #\\]*`~(a<>/]{0,8}|[-a.:|>\\[ ]{0,8}", 0..5)
        ) {
            let body = lines.join("\n");
            proptest::prop_assert!(may_be_markdown(&body) || Signs::of(&body).sure == 0);
        }
    }
}
