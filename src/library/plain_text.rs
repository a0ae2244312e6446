//! Plain text of a body without its tags, in one pass and without a tree. Good enough to count, to
//! detect the language and to compute fingerprints; what is shown comes from `document`. Also
//! decodes character references in metadata.

use crate::document::Format;
use std::borrow::Cow;

/// Character references that occur in metadata and affect counts.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("hellip", '…'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("middot", '·'),
    ("bull", '•'),
    ("times", '×'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("yen", '¥'),
    ("deg", '°'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("shy", '\u{ad}'),
    ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
    ("lbrace", '{'),
    ("rbrace", '}'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("aacute", 'á'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("szlig", 'ß'),
    ("ntilde", 'ñ'),
    ("ccedil", 'ç'),
    ("euro", '€'),
    ("pound", '£'),
    ("larr", '←'),
    ("rarr", '→'),
    ("uarr", '↑'),
    ("darr", '↓'),
    ("alpha", 'α'),
    ("beta", 'β'),
];

/// The character of the reference after `&`, and its length in bytes including `;`.
fn reference(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(12).position(|b| b == b';')?;
    let name = rest.get(..end)?;
    let found = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|c| *c != '\0')?
    } else {
        NAMED.iter().find(|(known, _)| *known == name)?.1
    };
    Some((found, end + 1))
}

/// Decodes the character references of a text, once.
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let after = from.get(1..).unwrap_or("");
        match reference(after) {
            Some((found, bytes)) => {
                out.push(found);
                rest = after.get(bytes..).unwrap_or("");
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Elements whose content is not text.
const SILENT: &[&str] = &["script", "style", "template", "svg", "noscript", "head"];

/// Elements whose content is not prose.
const CODE: &[&str] = &[
    "script", "style", "template", "svg", "noscript", "head", "pre", "code", "kbd", "samp", "tt",
    "textarea", "math",
];

/// Whether an element is inline, so that it does not end a line. A match, since a scan asks for
/// every tag.
#[rustfmt::skip]
fn is_inline(name: &str) -> bool {
    if let [letter] = name.as_bytes() {
        return matches!(letter.to_ascii_lowercase(), b'a' | b'b' | b'i' | b'u' | b's' | b'q');
    }
    let mut lower = [0; 8];
    let Some(lower) = lower.get_mut(..name.len()) else {
        return false;
    };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    matches!(
        &*lower,
        b"em" | b"strong" | b"span" | b"font" | b"code" | b"kbd"
            | b"sub" | b"sup" | b"small" | b"mark" | b"del" | b"ins" | b"cite" | b"abbr"
            | b"ruby" | b"rb" | b"rt" | b"rp" | b"wbr" | b"var" | b"samp" | b"big" | b"time"
            | b"bdi" | b"bdo" | b"label" | b"strike" | b"tt"
    )
}

/// Appends the words of a body to `out`, each block on its own line.
pub fn strip(body: &str, format: Format, out: &mut String) {
    strip_without(SILENT, body, format, out);
}

/// As [`strip`], without code elements either.
pub(super) fn strip_code(body: &str, format: Format, out: &mut String) {
    strip_without(CODE, body, format, out);
}

/// As [`strip`], without the content of the elements in `silent`.
fn strip_without(silent: &[&str], body: &str, format: Format, out: &mut String) {
    out.clear();
    if format == Format::Plain {
        out.push_str(body);
        return;
    }
    out.reserve(body.len() / 2);
    let markdown = format == Format::Markdown;
    let mut never = Never::default();
    let mut rest = body;
    loop {
        let found = if markdown {
            memchr::memchr3(b'<', b'&', b']', rest.as_bytes())
        } else {
            memchr::memchr2(b'<', b'&', rest.as_bytes())
        };
        let Some(at) = found else {
            out.push_str(rest);
            return;
        };
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let after = from.get(1..).unwrap_or("");
        rest = match from.as_bytes().first() {
            Some(b'<') => tag(after, silent, &mut never, out),
            Some(b'&') => match reference(after) {
                Some((found, bytes)) => {
                    out.push(found);
                    after.get(bytes..).unwrap_or("")
                }
                None => {
                    out.push('&');
                    after
                }
            },
            _ => link_target(after),
        };
    }
}

/// Search results that hold to the end of the body: a missing end tag is not searched for twice.
#[derive(Default)]
struct Never {
    tag_end: bool,
    /// The end tag of each silent element.
    ends: [bool; CODE.len()],
}

/// Skips what follows a `<`; returns the rest.
fn tag<'a>(after: &'a str, silent: &[&str], never: &mut Never, out: &mut String) -> &'a str {
    if let Some(comment) = after.strip_prefix("!--") {
        let end = memchr::memmem::find(comment.as_bytes(), b"-->");
        return end.and_then(|end| comment.get(end + 3..)).unwrap_or("");
    }
    let closing = after.as_bytes().first() == Some(&b'/');
    let name_from = after.get(usize::from(closing)..).unwrap_or("");
    let length = name_from
        .bytes()
        .take(16)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let name = name_from.get(..length).unwrap_or("");
    let known = !name.is_empty() || matches!(after.as_bytes(), [b'!' | b'?', ..]);
    let end = if known && name_from.as_bytes().get(length) == Some(&b'>') {
        // No attributes, as most tags.
        Some(usize::from(closing) + length)
    } else if known && !never.tag_end {
        let end = memchr::memchr(b'>', after.as_bytes());
        never.tag_end = end.is_none();
        end
    } else {
        None
    };
    let Some(end) = end else {
        out.push('<');
        return after;
    };
    let rest = after.get(end + 1..).unwrap_or("");
    let mut silent = silent.iter().zip(&mut never.ends);
    let is_it = |(silent, _): &(&&str, _)| name.eq_ignore_ascii_case(silent);
    if !closing && let Some((_, never)) = silent.find(is_it) {
        if *never {
            return rest;
        }
        let found = behind(rest, name);
        *never = found.is_none();
        return found.unwrap_or(rest);
    }
    if !is_inline(name) {
        out.push('\n');
    }
    rest
}

/// The text after the end tag of a silent element, if there is one.
fn behind<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let bytes = text.as_bytes();
    for at in memchr::memmem::find_iter(bytes, b"</") {
        let tail = text.get(at + 2..).unwrap_or("");
        let same = tail
            .get(..name.len())
            .is_some_and(|end| end.eq_ignore_ascii_case(name));
        if same {
            return Some(tail.split_once('>').map_or("", |(_, rest)| rest));
        }
    }
    None
}

/// Skips the target of a Markdown link, after its `]`.
fn link_target(after: &str) -> &str {
    let Some(target) = after.strip_prefix('(') else {
        return after;
    };
    let line = target
        .bytes()
        .take(2048)
        .position(|b| b == b')' || b == b'\n');
    match line {
        Some(end) if target.as_bytes().get(end) == Some(&b')') => {
            target.get(end + 1..).unwrap_or("")
        }
        _ => after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stripped(body: &str, format: Format) -> String {
        let mut out = String::new();
        strip(body, format, &mut out);
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words() {
        #[track_caller]
        fn check(body: &str, expected: &str) {
            assert_eq!(stripped(body, Format::Html), expected, "{body:?}");
        }
        check("<p>甲<b>乙</b></p><p>丙</p>", "甲乙 丙");
        check(
            "<style>p{}</style>文<!-- 注 --><SCRIPT>x</Script>字",
            "文字",
        );
        check(
            "a < b &amp;&amp; c &#123;&nbsp;&bogus; & d",
            "a < b && c { &bogus; & d",
        );
        check("<script>没有完", "没有完");
        check("<!-- 没有完", "");
        check("<p", "<p");
        check("甲<br>乙", "甲 乙");
        assert_eq!(
            stripped(
                "[字](http://a.example/b) ![图](x.png) [脚][1]",
                Format::Markdown
            ),
            "[字 ![图 [脚[1"
        );
    }

    #[test]
    fn references() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            assert_eq!(decode(text), expected, "{text:?}");
        }
        check("js中__、&#123;&#125;、()的区别", "js中__、{}、()的区别");
        check("A&amp;amp;B", "A&amp;B");
        check("&#x4e2d;&#0;&#xffffffff;&", "中&#0;&#xffffffff;&");
        check("没有", "没有");
    }

    proptest! {
        #[test]
        fn never_panics(body: String, tags in "[<>/!&;#a-z \\]\\(\\)-]{0,60}") {
            let _ = (decode(&body), decode(&tags));
            for format in [Format::Html, Format::Markdown] {
                stripped(&body, format);
                stripped(&tags, format);
            }
        }
    }
}
