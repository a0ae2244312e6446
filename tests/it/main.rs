//! The one integration binary.

mod articles;
mod cli;
mod corpus;
mod golden;
mod linebreak;
mod pages;
mod tidy;
mod unicode_table;
