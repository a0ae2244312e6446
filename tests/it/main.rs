//! All integration tests, as one binary: it links faster than one per file.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests fail by panicking, and report that they were skipped"
)]

mod articles;
mod classes;
mod cli;
mod code_ground;
mod collation;
mod commonmark;
mod contrast;
mod corpus;
mod counts;
mod desk;
mod document;
mod documents;
mod drawing;
#[cfg(feature = "fetch")]
mod feed_tests;
mod full_text;
mod gfm;
mod gfm_cases;
mod golden;
mod harm;
mod held;
mod highlights;
mod html;
#[cfg(feature = "hyphen")]
mod hyphen;
mod identity;
mod index;
mod journal;
mod linebreak;
mod lists;
mod locales;
#[cfg(feature = "fetch")]
mod page_server;
mod pages;
mod partly;
mod phrase_models;
mod places;
mod positions;
mod raw_syntax;
mod runtime;
mod saved;
mod scenes;
mod screens;
mod sites;
mod standstill;
mod terminal;
mod tidy;
mod tokens;
mod tree;
mod typeset;
mod unicode_table;
mod variant_table;
