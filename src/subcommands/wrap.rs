//! Wraps messages to the width of the terminal. Articles are typeset by `typeset`.

use crate::typeset::inline::linebreak::opportunities;
use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// Wraps a text to `columns` cells, with the second and later lines indented by two. A longer path
/// or address is not broken, so that it can be copied.
pub fn wrap(text: &str, columns: usize) -> String {
    let options = Options::new(columns.max(1))
        .subsequent_indent("  ")
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .word_separator(WordSeparator::Custom(words));
    textwrap::fill(text, options)
}

/// Splits at spaces and, next to characters outside ASCII, at UAX #14 break opportunities.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let wide = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
    Box::new(line.split_inclusive(' ').flat_map(move |word| {
        let breaks = opportunities(word).into_iter().filter(move |&at| {
            let (before, after) = word.split_at_checked(at).unwrap_or((word, ""));
            wide(before.chars().next_back()) || wide(after.chars().next())
        });
        let mut from = 0;
        breaks.chain([word.len()]).filter_map(move |to| {
            let part = word.get(from..to).filter(|part| !part.is_empty());
            from = to;
            part.map(Word::from)
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_paths_are_not_broken() {
        let check = |text: &str, columns, expected: &[&str]| {
            let wrapped = wrap(text, columns);
            assert_eq!(wrapped.lines().collect::<Vec<_>>(), expected);
        };
        check("short", 20, &["short"]);
        check("", 20, &[]);
        check(
            "one two three /a/very/long/path/to/a-file.md four",
            16,
            &[
                "one two three",
                "  /a/very/long/path/to/a-file.md",
                "  four",
            ],
        );
        check(
            "配置：没有这个文件，默认值有效。",
            14,
            &["配置：没有这个", "  文件，默认值", "  有效。"],
        );
    }
}
