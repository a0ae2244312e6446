//! Character references that were escaped once too often and stand as text.

use std::borrow::Cow;

/// Named references that real articles leave behind. HTML's full list is the parser's.
const NAMED: &[(&str, &str)] = &[
    ("nbsp", "\u{a0}"),
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("sbquo", "‚"),
    ("bdquo", "„"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("hellip", "…"),
    ("middot", "·"),
    ("bull", "•"),
    ("ensp", "\u{2002}"),
    ("emsp", "\u{2003}"),
    ("thinsp", "\u{2009}"),
    ("zwj", ""),
    ("zwnj", ""),
    ("shy", ""),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("deg", "°"),
    ("plusmn", "±"),
    ("times", "×"),
    ("divide", "÷"),
    ("sect", "§"),
    ("para", "¶"),
    ("yen", "¥"),
    ("pound", "£"),
    ("euro", "€"),
    ("cent", "¢"),
    ("frac12", "½"),
    ("frac14", "¼"),
    ("sup2", "²"),
    ("sup3", "³"),
    ("larr", "←"),
    ("uarr", "↑"),
    ("rarr", "→"),
    ("darr", "↓"),
    ("le", "≤"),
    ("ge", "≥"),
    ("ne", "≠"),
    ("infin", "∞"),
    ("alpha", "α"),
    ("beta", "β"),
    ("pi", "π"),
    ("mu", "μ"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("agrave", "à"),
    ("ccedil", "ç"),
    ("uuml", "ü"),
    ("ouml", "ö"),
    ("auml", "ä"),
    ("szlig", "ß"),
];

/// References that HTML knows without their `;` and that nothing but a query begins with:
/// the parser would take `&section=` for `§ion=`. Those of markup (`&lt`, `&nbsp`) are not here.
const QUERY_HEADS: &[&str] = &[
    "cent", "copy", "curren", "deg", "divide", "eth", "iexcl", "laquo", "macr", "micro", "middot",
    "not", "ord", "para", "plusmn", "pound", "raquo", "reg", "sect", "shy", "sup", "thorn",
    "times", "uml", "yen",
];

/// Escapes the `&` of `&name=` where the parser of HTML would take the head of the name for a
/// reference.
pub fn keep_queries(source: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for (at, _) in source.match_indices('&') {
        let rest = source.get(at + 1..).unwrap_or_default();
        if is_query(rest) {
            out.push_str(source.get(copied..=at).unwrap_or_default());
            out.push_str("amp;");
            copied = at + 1;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(source);
    }
    out.push_str(source.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

fn is_query(rest: &str) -> bool {
    if !QUERY_HEADS.iter().any(|head| rest.starts_with(head)) {
        return false;
    }
    let name = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        .take(40)
        .count();
    rest.as_bytes().get(name) == Some(&b'=')
}

/// Decodes named and numeric references that end with `;`, one level.
pub fn decode(text: &str) -> Cow<'_, str> {
    decode_if(text, |_, _, _| true)
}

/// Which references of a source were escaped once too often, and are not what it speaks of.
#[derive(Clone, Copy, Debug, Default)]
pub struct DoubleEscaped {
    /// No sign of markup is escaped once: those that are escaped twice were meant so.
    signs: bool,
    /// So many blanks are escaped twice that the text cannot be about them.
    blanks: bool,
}

/// Fewest blanks that are what a machine left.
const MANY_BLANKS: usize = 3;

impl DoubleEscaped {
    /// Looks at a whole source.
    pub fn of(source: &str) -> Self {
        Self {
            signs: !["&lt;", "&gt;"].iter().any(|sign| source.contains(sign)),
            blanks: source.matches("&amp;nbsp;").nth(MANY_BLANKS - 1).is_some(),
        }
    }

    /// Decodes what now stands as text, unless the text speaks of the reference itself.
    pub fn decode(self, text: &str) -> Cow<'_, str> {
        decode_if(text, |before, value, after| {
            let quoted = before.ends_with(['“', '「', '"', '\'', '`', '(', '（', '『'])
                && after.starts_with(['”', '」', '"', '\'', '`', ')', '）', '』']);
            let run = before.trim().is_empty()
                || after.trim().is_empty()
                || before.ends_with('\u{a0}')
                || after.starts_with("&nbsp;");
            let wanted = match value {
                "<" | ">" | "&" => self.signs,
                "\u{a0}" => self.signs || self.blanks || run,
                _ => true,
            };
            wanted && !quoted
        })
    }
}

/// Decodes the references for which `wanted` says so, given what stands before, the value, and
/// what stands after.
fn decode_if(text: &str, wanted: impl Fn(&str, &str, &str) -> bool) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut rest = text;
    let mut changed = false;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match reference(after) {
            Some((value, tail)) if wanted(&out, &value, tail) => {
                out.push_str(&value);
                rest = tail;
                changed = true;
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    if !changed {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The value of the reference at the head of `text` (behind its `&`), and what follows it.
fn reference(text: &str) -> Option<(Cow<'static, str>, &str)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let (name, tail) = (text.get(..end)?, text.get(end + 1..)?);
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        let value = char::from_u32(code.ok()?)?;
        return Some((value.to_string().into(), tail));
    }
    NAMED
        .iter()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| (Cow::Borrowed(*value), tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_twice() {
        for (source, text, expected) in [
            ("", "&lt;p&gt; &amp; 一&nbsp;二", "<p> & 一\u{a0}二"),
            ("&lt;", "&lt; 写成 &nbsp;，&ldquo;", "&lt; 写成 &nbsp;，“"),
            ("&lt;", "&nbsp;&nbsp;一", "\u{a0}\u{a0}一"),
            ("", "空格（&nbsp;）", "空格（&nbsp;）"),
        ] {
            assert_eq!(DoubleEscaped::of(source).decode(text), expected, "{text}");
        }
    }

    #[test]
    fn references() {
        for (text, expected) in [
            ("&#123;a&#x7D;", "{a}"),
            ("AT&T &amp; &nosuch; &", "AT&T & &nosuch; &"),
            ("一&nbsp;二", "一\u{a0}二"),
            ("&#xD800;&#99999999999;", "&#xD800;&#99999999999;"),
            ("无", "无"),
        ] {
            assert_eq!(decode(text), expected);
        }
    }
}
