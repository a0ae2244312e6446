//! The one integration binary.

mod articles;
mod golden;
mod pages;
mod tidy;
