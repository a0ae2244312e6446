//! Character references: decoding those that were escaped twice, and keeping those that are part
//! of an address.

use std::borrow::Cow;

/// Named references that occur in real articles after the parse. The parser knows HTML's full
/// list.
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

/// References that HTML accepts without `;` and that start a query parameter if `=` follows: the
/// parser would read `&section=` as `§ion=`. Those of markup (`&lt`, `&nbsp`) are not included.
const QUERY_PREFIXES: &[&str] = &[
    "cent", "copy", "curren", "deg", "divide", "eth", "iexcl", "laquo", "macr", "micro", "middot",
    "not", "ord", "para", "plusmn", "pound", "raquo", "reg", "sect", "shy", "sup", "thorn",
    "times", "uml", "yen",
];

/// Escapes the `&` of `&name=` where an HTML parser would read the start of the name as a
/// reference.
pub fn escape_query_ampersands(source: &str) -> Cow<'_, str> {
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
    if !QUERY_PREFIXES.iter().any(|head| rest.starts_with(head)) {
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

/// Which references of a source were escaped twice by mistake. In an article about markup they
/// are intended.
#[derive(Clone, Copy, Debug, Default)]
pub struct DoubleEscaped {
    /// A sign of markup is escaped only once: `<`, `>` and `&` are intended.
    has_signs: bool,
    /// Spaces that are escaped twice.
    spaces: usize,
}

/// Minimum number of spaces escaped twice that are taken for a mistake.
const MANY_SPACES: usize = 3;

impl DoubleEscaped {
    /// Examines a whole source.
    pub fn of(source: &str) -> Self {
        Self {
            has_signs: ["&lt;", "&gt;"].iter().any(|sign| source.contains(sign)),
            spaces: source.matches("&amp;nbsp;").take(MANY_SPACES).count(),
        }
    }

    /// Examines a text of a tree that was written without a source.
    pub fn see(&mut self, text: &str) {
        // Most texts have no sign of markup.
        if memchr::memchr3(b'<', b'>', b'&', text.as_bytes()).is_some() {
            self.has_signs |= text.contains(['<', '>']);
            self.spaces += text.matches("&nbsp;").take(MANY_SPACES).count();
        }
    }

    /// Decodes the references in a text of the parsed source, except those that the text is about.
    pub fn decode(self, text: &str) -> Cow<'_, str> {
        decode_if(text, |before, value, after| {
            // “&nbsp;” in quotation marks or brackets is mentioned, not used.
            let is_quoted = before.ends_with(['“', '「', '"', '\'', '`', '(', '（', '『'])
                && after.starts_with(['”', '」', '"', '\'', '`', ')', '）', '』']);
            // A leading or trailing space, or one of several, is layout.
            let is_layout = before.trim().is_empty()
                || after.trim().is_empty()
                || before.ends_with('\u{a0}')
                || after.starts_with("&nbsp;");
            let is_mistake = match value {
                "<" | ">" | "&" => !self.has_signs,
                "\u{a0}" => !self.has_signs || self.spaces >= MANY_SPACES || is_layout,
                _ => true,
            };
            is_mistake && !is_quoted
        })
    }
}

/// Decodes the references for which `wanted` returns true. It gets the text before, the value,
/// and the text after.
fn decode_if(text: &str, wanted: impl Fn(&str, &str, &str) -> bool) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
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

/// The value of the reference at the start of `text`, which follows its `&`, and the text after.
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
    fn references_escaped_twice() {
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
    fn references_are_decoded() {
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
