//! Inline styles.

use crate::text::Layer;
use bitflags::bitflags;
use serde::{Serialize, Serializer};

bitflags! {
    /// A set of inline styles.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Style: u32 {
        const STRONG = 1;
        const EMPHASIS = 1 << 1;
        /// Emphasis dots (着重号) under or over the characters.
        const DOTS = 1 << 2;
        const UNDERLINE = 1 << 3;
        const STRIKE = 1 << 4;
        const MARK = 1 << 5;
        const CODE = 1 << 6;
        const KEYBOARD = 1 << 7;
        /// The text already uses superscript characters if Unicode has all of them; likewise
        /// for subscripts.
        const SUPERSCRIPT = 1 << 8;
        const SUBSCRIPT = 1 << 9;
        const SMALL = 1 << 10;
        /// The base of a ruby annotation. No line break between it and the annotation:
        /// 漢字(かんじ).
        const RUBY_BASE = 1 << 11;
        /// The ruby annotation, brackets included.
        const RUBY = 1 << 12;
        const MATH = 1 << 13;
        /// The label of an inline image.
        const IMAGE = 1 << 14;
        /// A link to a file of the library. Its author wrote it, not a site.
        const LIBRARY = 1 << 15;
        const CODE_KEYWORD = 1 << 16;
        const CODE_STRING = 1 << 17;
        const CODE_COMMENT = 1 << 18;
        const CODE_NUMBER = 1 << 19;
        const CODE_NAME = 1 << 20;
    }
}

impl Serialize for Style {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.bits())
    }
}

impl Style {
    pub const PLAIN: Self = Self::empty();

    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        self.union(other)
    }

    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        self.difference(other)
    }

    pub const fn has(self, other: Self) -> bool {
        self.contains(other)
    }

    /// What a run with this style is to the ruby around it.
    pub(crate) const fn layer(self) -> Layer {
        if self.has(Self::RUBY) {
            Layer::Reading
        } else if self.has(Self::RUBY_BASE) {
            Layer::Base
        } else {
            Layer::Plain
        }
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks for a reference"
    )]
    pub(super) fn is_plain(&self) -> bool {
        *self == Self::PLAIN
    }
}
