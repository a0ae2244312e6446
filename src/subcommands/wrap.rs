//! Wraps messages and help to the width of the terminal. Articles are typeset by `typeset`.

use crate::text::WidthPolicy;
use crate::typeset::inline::linebreak::opportunities;
use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// Wraps a text to `columns` cells, with the second and later lines indented by two. A longer path
/// or address is not broken, so that it can be copied.
pub fn wrap(text: &str, columns: usize) -> String {
    hanging(text, columns, 2)
}

fn options<'a>(columns: usize) -> Options<'a> {
    Options::new(columns.max(1))
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .word_separator(WordSeparator::Custom(words))
}

/// The least cells for what a help text says of an option, beside its name.
const LEAST_BESIDE: usize = 24;

/// Wraps the help of a command to `columns` cells. What an argument does stays in its column; in a narrow
/// terminal it goes below the name.
pub fn wrap_help(text: &str, columns: usize) -> String {
    let mut wrapped = String::new();
    for line in text.lines() {
        wrapped += &help_line(line, columns);
        wrapped.push('\n');
    }
    wrapped
}

fn help_line(line: &str, columns: usize) -> String {
    let policy = WidthPolicy::default();
    if policy.str(line) <= columns {
        return line.to_owned();
    }
    let rest = line.trim_start();
    let indent = line.len() - rest.len();
    let (name, text) = rest.split_once("  ").unwrap_or(("", rest));
    let text = text.trim_start();
    let beside = policy.str(line) - policy.str(text);
    match columns.checked_sub(beside) {
        _ if name.is_empty() => hanging(line, columns, if indent == 0 { 0 } else { indent + 2 }),
        Some(LEAST_BESIDE..) => hanging(line, columns, beside),
        _ => {
            let below = " ".repeat(indent + 2);
            let text = hanging(&format!("{below}{text}"), columns, below.len());
            format!("{}{name}\n{text}", " ".repeat(indent))
        }
    }
}

/// Wraps a line; the lines that follow have an indent.
fn hanging(line: &str, columns: usize, indent: usize) -> String {
    let indent = " ".repeat(indent);
    textwrap::fill(line, options(columns).subsequent_indent(&indent))
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
    fn help_keeps_its_columns() {
        let check = |text: &str, columns, expected: &[&str]| {
            let wrapped = wrap_help(text, columns);
            assert_eq!(wrapped.lines().collect::<Vec<_>>(), expected);
        };
        check(
            "About it.\n\n  -h, --help  Print this help",
            60,
            &["About it.", "", "  -h, --help  Print this help"],
        );
        let option = "      --width <CELLS>  一行占几格（默认 72；可选 1、2、auto）";
        check(
            option,
            50,
            &[
                "      --width <CELLS>  一行占几格（默认 72；可选",
                "                       1、2、auto）",
            ],
        );
        check(
            option,
            40,
            &[
                "      --width <CELLS>",
                "        一行占几格（默认 72；可选 1、2、",
                "        auto）",
            ],
        );
        check(
            "  kanbao list 小巨人 is:unread --json",
            30,
            &["  kanbao list 小巨人 is:unread", "    --json"],
        );
    }

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
