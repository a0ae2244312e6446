//! The typesetter: no text is lost, shown twice or wider than the measure, and no line break
//! violates a rule.

mod block_layout;
mod checks;
mod corpus;
mod credits;
mod cursor;
mod every_block;
mod formula;
mod languages;
mod manners;
mod options;
mod places;
mod quality;
mod ruby;
mod signs;
mod stacked_tables;
mod wide_blocks;
mod words;

pub use checks::{Faults, WIDE, faults, paragraphs, partition, plains, shown};
pub use corpus::thorough;
