//! Word boundaries of Thai, Lao, Khmer and Burmese, which are written without spaces: UAX #14
//! (class SA) leaves them to a dictionary or model. Without the feature `sea` such text gets
//! emergency breaks between clusters.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

/// A character of one of these scripts.
fn is_south_east(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

/// Bytes at which a text may break between two words of these scripts, in order.
pub(crate) fn dictionary_breaks(text: &str) -> Vec<usize> {
    if !text.contains(is_south_east) {
        return Vec::new();
    }
    let model = LineSegmenter::new_lstm(LineBreakOptions::default());
    let inside = |at: &usize| {
        text.split_at_checked(*at).is_some_and(|(before, after)| {
            before.ends_with(is_south_east) && after.starts_with(is_south_east)
        })
    };
    model.segment_str(text).filter(inside).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found() {
        let check = |text: &str, expected: &str| {
            let mut parts = String::new();
            let mut from = 0;
            for at in dictionary_breaks(text) {
                parts.push_str(text.get(from..at).expect("a boundary"));
                parts.push('|');
                from = at;
            }
            parts.push_str(text.get(from..).expect("a boundary"));
            assert_eq!(parts, expected);
        };
        check("中文 and Latin", "中文 and Latin");
        check("ภาษาไทยเขียนติดกัน", "ภาษา|ไทย|เขียน|ติด|กัน");
        check("记者用泰语写 ประเทศไทย。", "记者用泰语写 ประเทศ|ไทย。");
    }
}
