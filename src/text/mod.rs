//! What a string is on a terminal: grapheme clusters, cells, sanitising, scripts, folding.

pub mod address;
mod cluster;
pub mod cut;
pub mod fold;
pub mod property;
mod property_table;
mod punycode;
pub mod sanitize;
pub mod script;
pub mod width;

pub use address::{address_at, address_in_ascii, host_in_letters, next_address};
pub use cluster::{cluster_end, clusters};
pub use cut::{fit, truncate, truncate_left, window};
pub use fold::{Folded, fold, fold_with_map};
pub use punycode::host_in_ascii;
pub use sanitize::{sanitize, sanitize_line};
pub use script::{Count, Language, Script, count, script};
pub use width::{Ambiguous, Emoji, WidthPolicy};
