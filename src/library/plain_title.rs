//! Titles in markup languages that are shown as plain text: Org, AsciiDoc, reStructuredText.

use super::format::extension;

/// Lines that are searched for a title.
const LINES: usize = 30;

/// The title that a plain text has by its markup. `name`: the name of the file.
pub fn find<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = body.lines().take(LINES).map(str::trim_end);
    match extension(name).to_ascii_lowercase().as_str() {
        "adoc" | "asciidoc" => {
            let first = lines.find(|line| !line.is_empty() && !line.starts_with("//"))?;
            first
                .strip_prefix("= ")
                .or_else(|| first.strip_prefix("# "))
        }
        "rst" => underlined(body),
        _ => lines.find_map(org),
    }
    .map(str::trim)
    .filter(|title| !title.is_empty())
}

/// `#+TITLE: title` of Org.
fn org(line: &str) -> Option<&str> {
    const SIGN: &str = "#+title:";
    let (sign, title) = line.split_at_checked(SIGN.len())?;
    sign.eq_ignore_ascii_case(SIGN).then_some(title)
}

/// The first line over a line of one sign.
fn underlined(body: &str) -> Option<&str> {
    let mut before = "";
    for line in body.lines().take(LINES).map(str::trim_end) {
        let mut signs = line.chars();
        let first = signs.next().filter(char::is_ascii_punctuation);
        let is_rule = first.is_some_and(|first| line.len() >= 3 && signs.all(|c| c == first));
        if is_rule && before.contains(char::is_alphanumeric) && !before.starts_with("..") {
            return Some(before);
        }
        before = line;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_other_markup() {
        let check = |name: &str, body: &str, expected: Option<&str>| {
            assert_eq!(find(body, name), expected, "{name}");
        };
        check(
            "a.org",
            "# -*- mode: org -*-\n#+title: 题\n* 一\n",
            Some("题"),
        );
        check("a.adoc", "// 注\n= 题\n\n== 一\n", Some("题"));
        check("a.rst", ".. _a:\n\n====\n题目\n====\n\n文\n", Some("题目"));
        check("a.rst", "文\n\n----\n", None);
        check("a.txt", "= 题\n====\n", None);
    }
}
