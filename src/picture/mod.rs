//! Pictures: finding their files, decoding, scaling, and drawing them with characters or in the
//! protocols of terminals.
//!
//! Everything here is hostile: the path in the article, the file, its sizes.
//! - `file` finds the file of a picture within its library.
//! - `decode` reads PNG, JPEG, GIF and WebP with limits (feature `pictures`).
//! - `pixels` scales.
//! - `mosaic` draws with half-blocks.

mod data;
#[cfg(feature = "pictures")]
mod decode;
mod fault;
mod file;
mod mosaic;
mod pixels;

pub(crate) use data::bytes_of;
#[cfg(feature = "pictures")]
pub use decode::decode;
pub use fault::Fault;
pub(crate) use file::read;
pub use mosaic::{Depth, Ink, Mosaic, Tile};
pub use pixels::{MOST_SIDE, Pixels};
