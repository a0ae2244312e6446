//! The one integration binary.

mod linebreak;
mod unicode_table;
