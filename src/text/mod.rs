//! Strings on a terminal: grapheme clusters, cell width, sanitizing, scripts, folding.

mod address;
mod annotated;
mod boundary;
mod bounds;
mod cluster;
mod collate;
mod compose;
mod compound;
mod count;
mod fold;
mod idna;
mod latin;
mod math_letters;
mod name;
mod number;
mod pace;
mod page;
pub(crate) mod property;
mod property_table;
mod sanitize;
mod script;
mod truncate;
mod variant;
mod variant_table;
mod width;

#[cfg(feature = "fetch")]
pub(crate) use address::without_password;
pub(crate) use address::{
    address_at, address_in_ascii, authority, host, host_in_letters, host_of_authority,
    next_address, percent_decode,
};
#[cfg(feature = "opensearch")]
pub(crate) use annotated::map_words;
pub(crate) use annotated::{
    Annotated, Layer, Places, TEXT_END, has_ruby, searchable, without_readings,
};
pub(crate) use boundary::{ceil_char_boundary, floor_char_boundary};
pub(crate) use bounds::{sentence_bounds, word_bounds};
pub(crate) use cluster::cluster_end;
pub use cluster::clusters;
pub(crate) use collate::Collation;
pub(crate) use compound::{CompoundForm, compound_forms};
pub use count::Count;
pub(crate) use count::count_with_letters;
pub(crate) use fold::{Folded, fold, fold_forms, fold_into, fold_with_map, special_units};
pub(crate) use idna::host_in_ascii;
pub(crate) use math_letters::plain_letter;
pub(crate) use name::{MAX_NOTE, collection, limited, tag};
pub use number::grouped;
pub use pace::{Pace, Writing};
pub(crate) use page::page_key;
pub use sanitize::sanitize;
pub(crate) use sanitize::{is_hidden, sanitize_line, sanitize_note};
pub(crate) use script::Letters;
pub use script::{Language, Script, has_square_letters, script};
pub use truncate::fit;
pub(crate) use truncate::{truncate, truncate_left, truncate_middle, window};
#[cfg(feature = "phrase")]
pub(crate) use variant::variant_of;
pub(crate) use variant::variants;
pub use width::{Ambiguous, Emoji, WidthPolicy};
