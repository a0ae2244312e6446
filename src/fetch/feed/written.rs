//! How the content of an element is written: plain, escaped, as elements or in Base64.

use super::names::Space;
use super::text::Markup;
use super::xml::Element;

/// How the content of an element is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Plain,
    /// Escaped HTML.
    Escaped,
    /// Elements of XHTML.
    Inline,
    Base64,
    Unknown,
}

impl Written {
    /// By the attributes `type` and `mode` (Atom 0.3).
    pub fn of(element: &Element) -> Self {
        let kind = element.attribute("type").unwrap_or_default();
        let kind = kind.to_ascii_lowercase();
        let mode = element.attribute("mode").unwrap_or_default();
        if element.space == Space::Xhtml {
            return Self::Inline;
        }
        match (mode, kind.as_str()) {
            ("base64", _) => Self::Base64,
            ("escaped", "text/plain") => Self::Plain,
            ("escaped", _) | (_, "html") => Self::Escaped,
            ("xml", "text/html") | (_, "xhtml" | "application/xhtml+xml") => Self::Inline,
            (_, "text/html") => Self::Escaped,
            (_, "text" | "text/plain") => Self::Plain,
            // RFC 4287, section 4.1.3.3.
            (_, kind) if is_binary(kind) => Self::Base64,
            _ => Self::Unknown,
        }
    }

    /// How its text is written, once it was decoded.
    pub fn markup(self) -> Markup {
        match self {
            Self::Plain => Markup::Plain,
            Self::Escaped | Self::Inline => Markup::Html,
            Self::Base64 | Self::Unknown => Markup::Unknown,
        }
    }
}

/// Whether content of a media type is neither text nor XML.
fn is_binary(kind: &str) -> bool {
    kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("xml")
}

/// Decodes Base64 text; empty if it is not valid.
pub fn from_base64(text: &str) -> String {
    use base64::Engine;
    let digits: String = text.split_whitespace().collect();
    let bytes = base64::engine::general_purpose::STANDARD.decode(digits);
    let text = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok());
    text.unwrap_or_default()
}
