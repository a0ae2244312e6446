//! The one integration binary.

mod articles;
mod cli;
mod corpus;
mod desk;
mod document;
mod golden;
mod journal;
mod linebreak;
mod locales;
mod pages;
mod screens;
mod terminal;
mod tidy;
mod typeset;
mod typeset_corpus;
mod unicode_table;
