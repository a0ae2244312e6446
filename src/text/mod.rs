//! What a string is on a terminal: grapheme clusters, cells, sanitising, scripts, folding.

pub mod cut;
pub mod fold;
pub mod sanitize;
pub mod script;
pub mod width;

pub use cut::{fit, truncate};
pub use fold::fold;
pub use sanitize::{sanitize, sanitize_line};
pub use script::{Count, Language, count};
pub use width::{Ambiguous, Emoji, WidthPolicy};
