//! How the terminal shows pictures, where they are, and when they are sent again.

use crate::picture::Protocol;

/// Where a picture is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureSource {
    /// The address of its file as written, or the name of its data.
    pub file: Option<Box<str>>,
    /// Its address on the web.
    pub address: Option<Box<str>>,
}

/// What is known of how the terminal shows pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Graphics {
    /// Width and height of a cell, in pixels.
    pub cell: (u16, u16),
    pub protocol: Protocol,
    /// The terminal is at the other end of a network.
    pub is_remote: bool,
}

impl Graphics {
    /// Whether a picture that moves is sent again, over a link that may be slow.
    pub fn is_costly(&self) -> bool {
        self.is_remote && matches!(self.protocol, Protocol::Iterm | Protocol::Sixel(_))
    }
}

impl Default for Graphics {
    fn default() -> Self {
        Self {
            cell: (8, 16),
            protocol: Protocol::default(),
            is_remote: false,
        }
    }
}

/// The pause before pictures are sent again that have moved.
#[derive(Debug, Default)]
pub(super) struct PictureScroll {
    /// The first line of the article in the window.
    pub top: Option<usize>,
    /// When the pause ends, in milliseconds since 1970.
    pub due: Option<u64>,
}
