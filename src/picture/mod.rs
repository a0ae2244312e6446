//! Pictures: finding their files, decoding, scaling, and drawing them with characters or in the
//! protocols of terminals.
//!
//! Everything here is hostile: the path in the article, the file, its sizes.
//! - `file` finds the file of a picture within its library.
//! - `decode` reads PNG, JPEG, GIF and WebP with limits (feature `pictures`).
//! - `pixels` scales.
//! - `mosaic` draws with half-blocks.
//! - `raster`, `sixel` and `placeholder` draw in protocols of terminals.

mod data;
#[cfg(feature = "pictures")]
mod decode;
mod fault;
mod file;
mod header;
mod mosaic;
mod pixels;
mod placeholder;
mod raster;
mod sixel;

pub(crate) use data::bytes_of;
#[cfg(feature = "pictures")]
pub use decode::decode;
#[cfg(feature = "pictures")]
use decode::png;
pub use fault::Fault;
pub(crate) use fault::MOST_BYTES;
pub(crate) use file::{picture_file, read};
pub(crate) use header::read as header;
pub use mosaic::{Depth, Ink, Mosaic, Tile};
pub use pixels::{MOST_SIDE, Pixels};
pub use raster::{Protocol, Raster};
use std::sync::Arc;

/// A picture that was drawn for its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawing {
    Mosaic(Mosaic),
    Raster(Arc<Raster>),
}

#[cfg(not(feature = "pictures"))]
fn png(_: &Pixels) -> Option<Vec<u8>> {
    None
}
