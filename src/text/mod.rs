//! What a string is on a terminal: grapheme clusters, cells, sanitising, scripts, folding.

pub mod address;
mod boundary;
mod cluster;
pub mod fold;
mod idna;
pub mod property;
mod property_table;
pub mod sanitize;
pub mod script;
pub mod truncate;
pub mod width;

pub use address::{address_at, address_in_ascii, host_in_letters, next_address};
pub use boundary::{ceil_char_boundary, floor_char_boundary};
pub use cluster::{cluster_end, clusters};
pub use fold::{Folded, fold, fold_with_map};
pub use idna::host_in_ascii;
pub use sanitize::{sanitize, sanitize_line};
pub use script::{Count, Language, Script, count, script};
pub use truncate::{fit, truncate, truncate_left, window};
pub use width::{Ambiguous, Emoji, WidthPolicy};
