//! The one integration binary.

mod corpus;
mod linebreak;
mod unicode_table;
