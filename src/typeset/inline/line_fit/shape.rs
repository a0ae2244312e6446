//! What a fit gets besides the segments, and the lines that it makes of them.

/// The widths of a paragraph's lines and the preferences of the fit.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Cells of the first line and of the others.
    pub first: u32,
    pub rest: u32,
    /// Avoid a last line of a single ideograph.
    pub orphans: bool,
    /// Avoid a last line of a single short word, in the optimal fit.
    pub runts: bool,
    pub grid: bool,
    /// The price of a break inside a phrase, in squared cells.
    pub phrase: u64,
    /// The slack of the last line counts like that of the others.
    pub balanced: bool,
}

/// A line as a range of segments with its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FittedLine {
    /// One past the last segment.
    pub end: u32,
    pub cells: u32,
    /// Its last mark hangs in the gutter.
    pub hung: bool,
}
