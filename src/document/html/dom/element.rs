//! The table of elements: how each tag is treated.

use crate::document::{MediaKind, Style};

/// How the builder treats an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// Neither the element nor its content is shown.
    Drop,
    /// Only the content is shown.
    Transparent,
    /// Inline, with a style.
    Inline(Style),
    /// A block without a style of its own.
    Flow,
    Paragraph,
    Center,
    Heading(u8),
    Quote,
    Bullets,
    Numbers,
    Item,
    Definitions,
    Term,
    Definition,
    Code,
    Rule,
    Break,
    /// No content to show.
    Nothing,
    Link,
    Image,
    Input,
    Table,
    TableHead,
    Row,
    Cell,
    HeadCell,
    Caption,
    Figure,
    FigureCaption,
    Details,
    Summary,
    Media(MediaKind),
    Ruby,
    RubyBase,
    RubyText,
    RubyBracket,
    Superscript,
    Subscript,
    Quotation,
    Citation,
    Math,
    /// Shown only if it contains a picture.
    NoScript,
    /// Shown only if it is open.
    Dialog,
}

impl Treatment {
    /// Whether the element starts a line of its own.
    pub fn is_block(self) -> bool {
        matches!(
            self,
            Self::Flow
                | Self::Paragraph
                | Self::Center
                | Self::Heading(_)
                | Self::Quote
                | Self::Bullets
                | Self::Numbers
                | Self::Item
                | Self::Definitions
                | Self::Term
                | Self::Definition
                | Self::Code
                | Self::Table
                | Self::Row
                | Self::Caption
                | Self::Figure
                | Self::FigureCaption
                | Self::Details
                | Self::Summary
        )
    }
}

use Treatment as T;

/// Sorted by name.
pub const ELEMENTS: &[(&str, Treatment)] = &[
    ("a", T::Link),
    ("abbr", T::Transparent),
    ("acronym", T::Transparent),
    ("address", T::Flow),
    ("applet", T::Transparent),
    ("area", T::Nothing),
    ("article", T::Flow),
    ("aside", T::Flow),
    ("audio", T::Media(MediaKind::Audio)),
    ("b", T::Inline(Style::STRONG)),
    ("base", T::Drop),
    ("basefont", T::Transparent),
    ("bdi", T::Transparent),
    ("bdo", T::Transparent),
    ("bgsound", T::Drop),
    ("big", T::Transparent),
    ("blink", T::Transparent),
    ("blockquote", T::Quote),
    ("body", T::Transparent),
    ("br", T::Break),
    ("button", T::Drop),
    ("canvas", T::Drop),
    ("caption", T::Caption),
    ("center", T::Center),
    ("cite", T::Citation),
    ("code", T::Inline(Style::CODE)),
    ("col", T::Nothing),
    ("colgroup", T::Transparent),
    ("cxintro", T::Transparent),
    ("data", T::Transparent),
    ("datalist", T::Drop),
    ("dd", T::Definition),
    ("del", T::Inline(Style::STRIKE)),
    ("details", T::Details),
    ("dfn", T::Inline(Style::EMPHASIS)),
    ("dialog", T::Dialog),
    ("dir", T::Bullets),
    ("div", T::Flow),
    ("dl", T::Definitions),
    ("dt", T::Term),
    ("em", T::Inline(Style::EMPHASIS)),
    ("embed", T::Media(MediaKind::Embed)),
    ("fieldset", T::Flow),
    ("figcaption", T::FigureCaption),
    ("figure", T::Figure),
    ("font", T::Transparent),
    ("footer", T::Flow),
    ("form", T::Flow),
    ("frame", T::Nothing),
    ("frameset", T::Transparent),
    ("h1", T::Heading(1)),
    ("h2", T::Heading(2)),
    ("h3", T::Heading(3)),
    ("h4", T::Heading(4)),
    ("h5", T::Heading(5)),
    ("h6", T::Heading(6)),
    ("head", T::Drop),
    ("header", T::Flow),
    ("hgroup", T::Flow),
    ("hr", T::Rule),
    ("html", T::Transparent),
    ("i", T::Inline(Style::EMPHASIS)),
    ("iframe", T::Media(MediaKind::Embed)),
    ("image", T::Image),
    ("img", T::Image),
    ("input", T::Input),
    ("ins", T::Inline(Style::UNDERLINE)),
    ("kbd", T::Inline(Style::KEYBOARD)),
    ("keygen", T::Drop),
    ("label", T::Transparent),
    ("legend", T::Paragraph),
    ("li", T::Item),
    ("link", T::Drop),
    ("listing", T::Code),
    ("main", T::Flow),
    ("map", T::Transparent),
    ("mark", T::Inline(Style::MARK)),
    ("marquee", T::Flow),
    ("math", T::Math),
    ("menu", T::Bullets),
    ("menuitem", T::Transparent),
    ("meta", T::Drop),
    ("meter", T::Drop),
    ("nav", T::Flow),
    ("nobr", T::Transparent),
    ("noembed", T::Drop),
    ("noframes", T::Drop),
    ("noscript", T::NoScript),
    ("object", T::Media(MediaKind::Embed)),
    ("ol", T::Numbers),
    ("optgroup", T::Flow),
    ("option", T::Flow),
    ("output", T::Transparent),
    ("p", T::Paragraph),
    ("param", T::Nothing),
    ("picture", T::Transparent),
    ("plaintext", T::Code),
    ("pre", T::Code),
    ("progress", T::Drop),
    ("q", T::Quotation),
    ("rb", T::RubyBase),
    ("rp", T::RubyBracket),
    ("rt", T::RubyText),
    ("rtc", T::RubyText),
    ("ruby", T::Ruby),
    ("s", T::Inline(Style::STRIKE)),
    ("samp", T::Inline(Style::CODE)),
    ("sapn", T::Transparent),
    ("script", T::Drop),
    ("search", T::Flow),
    ("section", T::Flow),
    ("select", T::Drop),
    ("slot", T::Transparent),
    ("small", T::Inline(Style::SMALL)),
    ("source", T::Nothing),
    ("spacer", T::Transparent),
    ("span", T::Transparent),
    ("strike", T::Inline(Style::STRIKE)),
    ("strong", T::Inline(Style::STRONG)),
    ("style", T::Drop),
    ("sub", T::Subscript),
    ("summary", T::Summary),
    ("sup", T::Superscript),
    ("svg", T::Drop),
    ("table", T::Table),
    ("tbody", T::Transparent),
    ("td", T::Cell),
    ("template", T::Drop),
    ("textarea", T::Drop),
    ("tfoot", T::Transparent),
    ("th", T::HeadCell),
    ("thead", T::TableHead),
    ("time", T::Transparent),
    ("title", T::Drop),
    ("tr", T::Row),
    ("track", T::Nothing),
    ("tt", T::Inline(Style::CODE)),
    ("u", T::Inline(Style::UNDERLINE)),
    ("ul", T::Bullets),
    ("var", T::Inline(Style::EMPHASIS)),
    ("video", T::Media(MediaKind::Video)),
    ("wbr", T::Nothing),
    ("xmp", T::Code),
];

/// Elements of SVG and MathML that `repair` must not escape. Sorted.
const FOREIGN: &[&str] = &[
    "animate",
    "annotation",
    "annotation-xml",
    "circle",
    "clippath",
    "defs",
    "desc",
    "ellipse",
    "feblend",
    "fegaussianblur",
    "filter",
    "foreignobject",
    "g",
    "line",
    "lineargradient",
    "maction",
    "marker",
    "mask",
    "menclose",
    "merror",
    "mfenced",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialgradient",
    "rect",
    "semantics",
    "stop",
    "symbol",
    "text",
    "textpath",
    "tspan",
    "use",
    "view",
];

/// A name as an integer, which is faster to compare than a string.
const fn key(name: &[u8]) -> u128 {
    let mut bytes = [0; size_of::<u128>()];
    let mut at = 0;
    while at < name.len() && at < bytes.len() {
        bytes[at] = name[at];
        at += 1;
    }
    u128::from_be_bytes(bytes)
}

const KEYS: [u128; ELEMENTS.len()] = {
    let mut keys = [0; ELEMENTS.len()];
    let mut row = 0;
    while row < keys.len() {
        keys[row] = key(ELEMENTS[row].0.as_bytes());
        row += 1;
    }
    keys
};

/// The slots of a hash table of [`ELEMENTS`]: row numbers from 1, 0 for an empty slot.
const SLOTS: [u8; 512] = {
    let mut slots = [0; 512];
    let mut row = 0;
    while row < KEYS.len() {
        let mut at = slot(KEYS[row]);
        while slots[at] > 0 {
            at = (at + 1) % slots.len();
        }
        slots[at] = row as u8 + 1;
        row += 1;
    }
    slots
};

/// The first slot to probe for a key: 9 bits.
const fn slot(key: u128) -> usize {
    let folded = (key >> 64) as u64 ^ key as u64;
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 55) as usize
}

/// The treatment of an element; None for names that are not in the table. `name` is in lower
/// case. Called twice for each tag, hence the hash table.
pub fn find(name: &str) -> Option<Treatment> {
    if name.len() > size_of::<u128>() {
        return None;
    }
    let key = key(name.as_bytes());
    let slots = SLOTS.iter().cycle().skip(slot(key));
    let mut rows = slots.map_while(|row| usize::from(*row).checked_sub(1));
    let row = rows.find(|row| KEYS.get(*row) == Some(&key))?;
    ELEMENTS.get(row).map(|(_, treatment)| *treatment)
}

/// Whether a name between `<` and `>` is markup and not text of the author: an element of HTML,
/// SVG, MathML or Office (`o:p`). Custom elements are not in any table.
pub fn is_known(name: &str) -> bool {
    find(name).is_some()
        || FOREIGN.binary_search(&name).is_ok()
        || ["o:", "v:", "w:", "st1:", "fb:", "g:"]
            .iter()
            .any(|prefix| name.starts_with(prefix) && !name.ends_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_complete() {
        assert!(ELEMENTS.is_sorted_by(|a, b| a.0 < b.0));
        for (name, treatment) in ELEMENTS {
            assert_eq!(find(name), Some(*treatment), "{name}");
        }
        assert_eq!(find("jump"), None);
        assert_eq!(find(""), None);
        let mut sorted = FOREIGN.to_vec();
        sorted.sort_unstable();
        assert_eq!(sorted, FOREIGN);
    }

    #[test]
    fn known_names() {
        for (name, known) in [
            ("p", true),
            ("mrow", true),
            ("o:p", true),
            ("https:", false),
            ("stdio.h", false),
            ("username", false),
        ] {
            assert_eq!(is_known(name), known, "{name}");
        }
    }
}
