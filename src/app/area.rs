//! An area of the screen, in cells.

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Area {
    /// The first row past the area.
    pub(crate) fn bottom(self) -> u16 {
        self.y + self.height
    }

    /// The first column past the area.
    pub fn right(self) -> u16 {
        self.x + self.width
    }

    /// Whether a column and a row are in it.
    pub(crate) fn holds(self, x: u16, y: u16) -> bool {
        x >= self.x && x < self.right() && y >= self.y && y < self.bottom()
    }

    /// The smallest area with both.
    pub(crate) fn with(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self {
            x,
            y,
            width: self.right().max(other.right()) - x,
            height: self.bottom().max(other.bottom()) - y,
        }
    }
}
