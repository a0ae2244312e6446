//! Grapheme clusters (UAX #29), with a fast path for characters that never join: most of any
//! Chinese, Japanese, Korean or English text.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

use super::property::Property;
use unicode_segmentation::UnicodeSegmentation;

/// The end (bytes) of the cluster that starts at `at`, which must be a cluster boundary before
/// the end of `text`.
#[inline]
pub(crate) fn cluster_end(text: &str, at: usize) -> usize {
    let mut chars = text[at..].chars();
    let Some(first) = chars.next() else {
        return text.len();
    };
    if !Property::of(first).joins() && chars.next().is_none_or(|next| !Property::of(next).joins()) {
        return at + first.len_utf8();
    }
    joined_end(text, at)
}

#[cold]
fn joined_end(text: &str, at: usize) -> usize {
    let cluster = text[at..].graphemes(true).next();
    at + cluster.map_or(0, str::len)
}

/// The clusters of a text, in order.
pub fn clusters(text: &str) -> Clusters<'_> {
    Clusters { text, at: 0 }
}

#[derive(Clone, Debug)]
pub struct Clusters<'a> {
    text: &'a str,
    at: usize,
}

impl Clusters<'_> {
    /// The byte of the next cluster.
    pub(crate) fn offset(&self) -> usize {
        self.at
    }
}

impl<'a> Iterator for Clusters<'a> {
    type Item = &'a str;

    #[inline]
    fn next(&mut self) -> Option<&'a str> {
        if self.at >= self.text.len() {
            return None;
        }
        let end = cluster_end(self.text, self.at);
        let cluster = &self.text[self.at..end];
        self.at = end;
        Some(cluster)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn fast_path_agrees_with_uax29(
            text in "(\\PC|[a中가\u{1100}\u{1161}\u{11A8}\u{301}\u{FE0F}\u{200D}👩🏽🇨🇳क\u{94D}\n\r]){0,24}"
        ) {
            let ours: Vec<&str> = clusters(&text).collect();
            let theirs: Vec<&str> = text.graphemes(true).collect();
            prop_assert_eq!(ours, theirs);
        }
    }
}
