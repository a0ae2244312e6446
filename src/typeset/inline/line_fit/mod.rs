//! Puts segments into lines: first fit, or the least raggedness over the whole paragraph.

mod greedy;
mod optimal;
mod shape;

pub use greedy::greedy;
pub use optimal::optimal;
pub use shape::{FittedLine, Shape};
