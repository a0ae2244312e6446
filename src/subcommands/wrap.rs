//! Words to a person at a terminal, in lines as wide as it. Pages are set by `typeset`; this is
//! for what the program itself has to say.

use crate::typeset::inline::linebreak::opportunities;
use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// A text in lines of at most `columns` cells, those after the first indented by two. A path
/// or an address that is longer stays whole, so that it can be copied.
pub fn wrap(text: &str, columns: usize) -> String {
    let options = Options::new(columns.max(1))
        .subsequent_indent("  ")
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .word_separator(WordSeparator::Custom(words));
    textwrap::fill(text, options)
}

/// What blanks separate, and within it what UAX #14 does beside other letters than Latin ones.
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
    fn words_fit_and_paths_stay_whole() {
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
