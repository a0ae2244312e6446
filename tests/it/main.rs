//! The one integration binary.
mod document;
