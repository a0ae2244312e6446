//! Cuts a line of text into segments: what stays together, and the spaces after it. UAX #14
//! first, then the rules of Chinese, Japanese and Korean typesetting.
//!
//! `segment` and `segmenter` hold the data; `cjk_rules`, `names`, `words`, `emergency` and
//! `fast_path` are the steps; `scan` runs them over a line.

mod cjk_rules;
mod emergency;
mod fast_path;
mod latin;
mod names;
mod scan;
mod segment;
mod segmenter;
mod words;

pub use scan::segment;
pub use segment::{Segment, SegmentFlags};
pub use segmenter::Rules;
