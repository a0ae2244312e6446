//! Pictures in messages: where they are, and how the terminal shows them.

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
}

impl Default for Graphics {
    fn default() -> Self {
        Self {
            cell: (8, 16),
            protocol: Protocol::default(),
        }
    }
}
