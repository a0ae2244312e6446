//! A frame to be shown: a ratatui buffer, and beside it what a buffer cannot hold: links,
//! the cursor, and that a region moved.

use crate::text::WidthPolicy;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// "The text in these rows and columns is that of the last frame moved up by `by` rows"
/// (down if negative): a hint to the driver, which may scroll instead of redrawing. Only
/// full-width regions can be scrolled by terminals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    pub area: Rect,
    pub by: i32,
}

#[derive(Clone, Debug)]
pub struct Canvas {
    pub buffer: Buffer,
    /// For each cell of the buffer: 0, or 1 + index in `targets`.
    pub links: Vec<u16>,
    /// Addresses of links: printable ASCII.
    pub targets: Vec<String>,
    /// Where the terminal's cursor stands (the selected row, the prompt): screen readers and
    /// braille displays follow it.
    pub cursor: Option<(u16, u16)>,
    pub cursor_visible: bool,
    pub moved: Option<Moved>,
    pub policy: WidthPolicy,
}

impl Canvas {
    pub fn new(width: u16, height: u16, policy: WidthPolicy) -> Self {
        let area = Rect::new(0, 0, width, height);
        let cells = usize::from(width) * usize::from(height);
        Self {
            buffer: Buffer::empty(area),
            links: vec![0; cells],
            targets: Vec::new(),
            cursor: None,
            cursor_visible: false,
            moved: None,
            policy,
        }
    }

    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Writes a text from a cell on, by clusters of the width policy, never past `limit`
    /// cells nor the buffer's edge; a wide cluster that does not fit leaves a blank. Returns the cells used.
    pub fn put(
        &mut self,
        x: u16,
        y: u16,
        limit: u16,
        text: &str,
        style: Style,
        link: Option<&str>,
    ) -> u16 {
        let _ = link;
        let (cut, cells) = crate::text::truncate(text, usize::from(limit), self.policy);
        self.buffer.set_string(x, y, cut, style);
        cells as u16
    }
}
