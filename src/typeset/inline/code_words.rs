//! Words of inline code, such as `bin/run_all.sh`, which are not broken if they fit on a line.

use std::ops::Range;

/// The words (bytes) of a piece of code that have at most `longest` characters. Others, and
/// those with ideographs, break like any text.
pub fn code_words(code: &str, longest: usize) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    let words = code.split([' ', '\n', '\t']).map(move |word| {
        let start = end;
        end = start + word.len() + 1;
        (word, start..start + word.len())
    });
    words
        .filter(move |(word, _)| word.is_ascii() && (1..=longest).contains(&word.len()))
        .map(|(_, range)| range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_code_are_whole() {
        let check = |code: &str, expected: &[&str]| {
            let words = code_words(code, 20).map(|range| code.get(range).unwrap_or_default());
            assert_eq!(words.collect::<Vec<_>>(), expected, "{code}");
        };
        check("bin/run_all.sh", &["bin/run_all.sh"]);
        check("cargo  run\n-p a", &["cargo", "run", "-p", "a"]);
        check("名字 a::b", &["a::b"]);
        check("a/very/long/path/that/does/not/fit", &[]);
        check("", &[]);
    }
}
