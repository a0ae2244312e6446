//! The one integration binary.

mod linebreak;
mod typeset;
mod unicode_table;
