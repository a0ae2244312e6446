//! The attributes of an element that the builder and the cleaning rules read.

use super::tree::Node;
use crate::document::{Align, Hints, Style};

/// Classes of line numbers in code. Copied code must not contain them.
const LINE_NUMBERS: &[&str] = &[
    "gutter",
    "lineno",
    "linenos",
    "linenumber",
    "linenodiv",
    "ln",
    "lnt",
    "crayon-num",
    "code-snippet__line-index",
];

#[derive(Default)]
pub struct Attributes<'a> {
    pub class: &'a str,
    pub id: &'a str,
    pub align: Option<Align>,
    pub lang: Option<&'a str>,
    pub hidden: bool,
    /// `display:none`: hidden, unless it is collapsed text.
    pub undisplayed: bool,
    /// `display:block` and similar.
    pub is_block: bool,
    /// Whether line ends of the source are line breaks (`white-space: pre` and similar).
    pub keeps_lines: Option<bool>,
    /// `list-style` or `list-style-type`.
    pub list_style: Option<&'a str>,
    /// Styles that the element adds and removes.
    pub add: Style,
    pub remove: Style,
    /// Hint tokens of the user's selectors that match the element.
    pub selector_tokens: Vec<String>,
}

impl<'a> Attributes<'a> {
    pub fn of(node: Node<'a>) -> Self {
        let mut attributes = Self::default();
        for (name, value) in node.attributes() {
            match name {
                "class" => attributes.class = value,
                "id" => attributes.id = value,
                "lang" => attributes.lang = Some(value),
                "hidden" => attributes.hidden |= !value.eq_ignore_ascii_case("until-found"),
                "aria-hidden" => attributes.hidden |= value.trim().eq_ignore_ascii_case("true"),
                "align" => attributes.align = align(value).or(attributes.align),
                "style" => attributes.read_style(value),
                "cms-style" => attributes.add_bold_tokens(value),
                _ => {}
            }
        }
        attributes
    }

    fn read_style(&mut self, style: &'a str) {
        for declaration in style.split(';') {
            let Some((name, value)) = declaration.split_once(':') else {
                continue;
            };
            let (name, value) = (name.trim(), value.trim());
            let is = |key: &str| name.eq_ignore_ascii_case(key);
            let has = |word: &str| {
                value
                    .get(..word.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(word))
            };
            if is("display") {
                self.undisplayed = has("none");
                let word = value.split_ascii_whitespace().next().unwrap_or_default();
                let is_word = |display: &&str| display.eq_ignore_ascii_case(word);
                self.is_block = BLOCK_DISPLAYS.iter().any(is_word);
            } else if is("white-space") || is("white-space-collapse") {
                self.keeps_lines = keeps_lines(value).or(self.keeps_lines);
            } else if is("list-style") || is("list-style-type") {
                self.list_style = Some(value);
            } else if is("visibility") {
                self.hidden |= has("hidden");
            } else if is("text-align") {
                self.align = align(value).or(self.align);
            } else if is("font-weight") {
                let is_bold = value.parse::<u32>().map(|weight| weight >= 600);
                if has("bold") || is_bold == Ok(true) {
                    self.add = self.add.with(Style::STRONG);
                } else if has("normal") || is_bold == Ok(false) {
                    self.remove = self.remove.with(Style::STRONG);
                }
            } else if is("font-style") && (has("italic") || has("oblique")) {
                self.add = self.add.with(Style::EMPHASIS);
            } else if is("text-decoration") || is("text-decoration-line") {
                if value.contains("line-through") {
                    self.add = self.add.with(Style::STRIKE);
                } else if value.contains("underline") {
                    self.add = self.add.with(Style::UNDERLINE);
                }
            } else if (is("text-emphasis")
                || is("text-emphasis-style")
                || is("-webkit-text-emphasis"))
                && !has("none")
            {
                self.add = self.add.with(Style::DOTS);
            }
        }
    }

    /// Adds bold if a value contains a token for bold or accented text.
    pub fn add_bold_tokens(&mut self, value: &str) {
        let is_bold = tokens(value)
            .iter()
            .any(|token| matches!(token.as_str(), "bold" | "strong" | "accent"));
        if is_bold {
            self.add = self.add.with(Style::STRONG);
        }
    }

    pub fn has_class(&self, name: &str) -> bool {
        self.has_any_class(&[name])
    }

    pub fn has_any_class(&self, names: &[&str]) -> bool {
        self.class
            .split_ascii_whitespace()
            .any(|class| names.contains(&class))
    }

    /// The id, if it is not empty.
    pub fn owned_id(&self) -> Option<String> {
        (!self.id.is_empty()).then(|| self.id.to_owned())
    }

    pub fn is_line_number(&self) -> bool {
        self.class.split_ascii_whitespace().any(|class| {
            LINE_NUMBERS.contains(&class)
                || class.starts_with("hljs-ln-n")
                || class.starts_with("line-number")
                || class == "ln-num"
                || class == "blob-num"
        })
    }

    /// Whether this is the copy button of a code block. `copyable` is a class of the code itself.
    pub fn is_copy_button(&self) -> bool {
        self.class.split_ascii_whitespace().any(|class| {
            class == "copy"
                || class.starts_with("copy-")
                || class.starts_with("copyBtn")
                || class.starts_with("copybtn")
                || class.ends_with("-copy")
                || class.contains("clipboard")
        })
    }

    /// What the cleaning rules may ask for; None if the element has no class, id or selector.
    pub fn hints(&self, name: &str) -> Option<Box<Hints>> {
        // A footer without a class may still be the source of a quote.
        let is_named = !self.class.is_empty()
            || !self.id.is_empty()
            || name == "footer"
            || !self.selector_tokens.is_empty();
        if !is_named && !self.hidden {
            return None;
        }
        let mut all = tokens(self.class);
        all.extend(tokens(self.id));
        all.extend_from_slice(&self.selector_tokens);
        Some(Box::new(Hints {
            element: name.to_owned(),
            tokens: all,
            hidden: self.hidden,
        }))
    }
}

/// Values of `display` that start a line of their own.
const BLOCK_DISPLAYS: &[&str] = &[
    "block",
    "flex",
    "flow-root",
    "grid",
    "list-item",
    "table",
    "table-caption",
    "table-row",
    "-webkit-box",
    "-webkit-flex",
];

/// Whether a value of `white-space` keeps the line ends of the source; None if it is inherited
/// or unknown.
fn keeps_lines(value: &str) -> Option<bool> {
    let value = value.to_ascii_lowercase();
    value.split_ascii_whitespace().find_map(|word| match word {
        "pre" | "pre-wrap" | "pre-line" | "break-spaces" | "preserve" | "preserve-breaks" => {
            Some(true)
        }
        "normal" | "nowrap" | "initial" | "collapse" => Some(false),
        _ => None,
    })
}

/// The integer at the start of an attribute. Whatever follows its digits is ignored (HTML,
/// "rules for parsing integers").
pub fn integer(value: &str) -> Option<i32> {
    let value = value.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let has_sign = value.starts_with(['+', '-']);
    let digits = value.get(usize::from(has_sign)..)?;
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    value.get(..count + usize::from(has_sign))?.parse().ok()
}

fn align(value: &str) -> Option<Align> {
    match value.trim().to_ascii_lowercase().as_str() {
        "center" | "middle" | "-webkit-center" => Some(Align::Center),
        "right" | "end" => Some(Align::End),
        "left" | "start" | "justify" => Some(Align::Start),
        _ => None,
    }
}

/// Lower-case tokens of a class or an id, split at white space, `-`, `_` and changes of case.
pub fn tokens(value: &str) -> Vec<String> {
    let mut all = Vec::new();
    let parts = value.split(|c: char| !c.is_alphanumeric());
    for part in parts.filter(|part| !part.is_empty()).take(64) {
        split_camel_case(part, &mut all);
    }
    all
}

/// Splits `appendQr` into two tokens. A part with digits (`VYvAdES5oA2`) or with one-letter
/// tokens is a generated id and stays whole; it contains no `ad`.
fn split_camel_case(part: &str, all: &mut Vec<String>) {
    let bytes = part.as_bytes();
    let is_start = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
    let whole = |all: &mut Vec<String>| all.push(part.to_lowercase());
    if !bytes.windows(2).any(is_start) || bytes.iter().any(u8::is_ascii_digit) {
        return whole(all);
    }
    let before = all.len();
    let mut from = 0;
    let starts = (1..bytes.len()).filter(|at| bytes.get(at - 1..=*at).is_some_and(is_start));
    for to in starts.chain([bytes.len()]) {
        if to - from < 2 {
            all.truncate(before);
            return whole(all);
        }
        all.push(part.get(from..to).unwrap_or_default().to_lowercase());
        from = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_tokens() {
        assert_eq!(
            tokens("clearfix appendQr_wrap  fincon_sfapp-pro"),
            ["clearfix", "append", "qr", "wrap", "fincon", "sfapp", "pro"]
        );
        assert_eq!(
            tokens("record-id-VYvAdESE5oA2 codeTabs2"),
            ["record", "id", "vyvadese5oa2", "codetabs2"]
        );
        assert!(tokens("").is_empty());
    }

    #[test]
    fn integers() {
        for (value, expected) in [
            ("5", Some(5)),
            (" 5px", Some(5)),
            ("\n+5.7", Some(5)),
            ("-3 ", Some(-3)),
            ("", None),
            ("-", None),
            ("+-3", None),
            ("px5", None),
            ("99999999999", None),
        ] {
            assert_eq!(integer(value), expected, "{value:?}");
        }
    }

    #[test]
    fn inline_styles() {
        let mut attributes = Attributes::default();
        attributes.read_style(
            "FONT-WEIGHT: 700; text-align:center;display : none; text-decoration:line-through",
        );
        assert!(attributes.undisplayed && attributes.align == Some(Align::Center));
        assert_eq!(attributes.add, Style::STRONG.with(Style::STRIKE));
    }
}
