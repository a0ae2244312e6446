//! Strings on a terminal: grapheme clusters, cell width, sanitizing, scripts, folding.

mod address;
mod boundary;
mod cluster;
mod fold;
mod idna;
pub(crate) mod property;
mod property_table;
mod sanitize;
mod script;
mod truncate;
mod width;

pub use address::{
    address_at, address_in_ascii, authority, host, host_in_letters, host_of_authority,
    next_address, percent_decode,
};
pub use boundary::{ceil_char_boundary, floor_char_boundary};
pub use cluster::{cluster_end, clusters};
pub use fold::{Folded, fold, fold_with_map};
pub use idna::host_in_ascii;
pub use sanitize::{sanitize, sanitize_line};
pub use script::{Count, Language, Script, count, has_square_letters, script};
pub use truncate::{fit, truncate, truncate_left, truncate_middle, window};
pub use width::{Ambiguous, Emoji, WidthPolicy};
