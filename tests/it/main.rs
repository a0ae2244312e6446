//! The one integration binary.

mod articles;
mod cli;
mod corpus;
mod desk;
mod document;
mod golden;
mod linebreak;
mod pages;
mod screens;
mod tidy;
mod typeset;
mod typeset_corpus;
mod unicode_table;
