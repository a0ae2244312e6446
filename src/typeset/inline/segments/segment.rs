//! A segment: the unit that line fitting places.

use bitflags::bitflags;

/// A part of a line of text that is not broken inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// End (bytes) of what is drawn.
    pub end: u32,
    /// Start (bytes) of the next segment: the spaces between belong to this one.
    pub next: u32,
    pub cells: u32,
    /// Cells of the spaces after it, inserted ones included. They disappear at a line end.
    pub blank: u16,
    /// Cells by which its last punctuation mark may hang.
    pub hang: u8,
    pub flags: SegmentFlags,
}

bitflags! {
    /// What line fitting needs to know about a segment and about the break after it.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct SegmentFlags: u16 {
        /// Starts with a character of two cells (for the grid).
        const STARTS_WIDE = 1;
        /// The break after it is forced: no rule allows it, but the text is wider than a line.
        const EMERGENCY = 1 << 1;
        /// Holds at most one ideograph: alone on the last line it is an orphan (孤字).
        const LONE_IDEOGRAPH = 1 << 2;
        /// The break after it separates a number from its unit: allowed at a price.
        const TEARS_NUMBER = 1 << 3;
        /// A line that ends here shows a hyphen.
        const HYPHEN = 1 << 4;
        /// The break after it is inside a phrase. Only the phrase fits set and read this.
        const INSIDE_PHRASE = 1 << 5;
        /// With [`TEARS_NUMBER`](Self::TEARS_NUMBER): the break is between two parts of a
        /// date, which is better than one inside a part.
        const BETWEEN_DATE_PARTS = 1 << 6;
        /// The break after it cuts a katakana word or a reading in brackets, or separates a Latin
        /// noun from its particle.
        const INSIDE_WORD = 1 << 7;
        /// The break after it is inside brackets or quotation marks. Only the balanced fit sets
        /// and reads this.
        const INSIDE_BRACKETS = 1 << 8;
        /// With [`INSIDE_WORD`](Self::INSIDE_WORD): one or two kana of a word come after the break,
        /// and the first of them is ン, ー or small.
        const SHORT_REST = 1 << 9;
        /// The break after it is inside brackets of a formula, or between its factors.
        const TEARS_FORMULA = 1 << 10;
    }
}

impl Segment {
    /// Cells up to where the next segment starts on the same line.
    pub fn advance(&self) -> u32 {
        self.cells + u32::from(self.blank)
    }

    /// Cells that are added when a line ends here: the hyphen.
    pub fn tail(&self) -> u32 {
        u32::from(self.flags.contains(SegmentFlags::HYPHEN))
    }
}
