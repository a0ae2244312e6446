//! The style of a run: everything about it except its characters.

use crate::document::html::dom::attribute::Attributes;
use crate::document::html::rule_names::HIDDEN;
use crate::document::{Inline, LinkNumber, Style};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunStyle {
    pub style: Style,
    pub link: Option<LinkNumber>,
    pub cut: Option<&'static str>,
}

impl RunStyle {
    pub fn with(self, style: Style) -> Self {
        Self {
            style: self.style.with(style),
            ..self
        }
    }

    pub fn without(self, style: Style) -> Self {
        Self {
            style: self.style.without(style),
            ..self
        }
    }

    /// The style inside an element with these attributes.
    pub fn inside(self, attributes: &Attributes<'_>) -> Self {
        // Links have a style of their own; the source's underline would repeat it.
        let added = if self.link.is_some() {
            attributes.add.without(Style::UNDERLINE)
        } else {
            attributes.add
        };
        Self {
            style: self.style.without(attributes.remove).with(added),
            link: self.link,
            cut: if attributes.hidden {
                Some(HIDDEN)
            } else {
                self.cut
            },
        }
    }

    pub fn run(self, text: &str) -> Inline {
        Inline {
            text: text.to_owned(),
            style: self.style,
            link: self.link,
            footnote: None,
            cut: self.cut,
        }
    }
}

impl Inline {
    pub(crate) fn run_style(&self) -> RunStyle {
        RunStyle {
            style: self.style,
            link: self.link,
            cut: self.cut,
        }
    }
}
