//! The one integration binary.

mod linebreak;
mod typeset;
mod typeset_corpus;
mod unicode_table;
