//! The one integration binary.

mod cli;
mod corpus;
mod linebreak;
mod unicode_table;
