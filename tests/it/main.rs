//! The one integration binary.

mod articles;
mod cli;
mod corpus;
mod desk;
mod golden;
mod linebreak;
mod pages;
mod screens;
mod tidy;
mod unicode_table;
