//! The command lines in a text, without what only explains them.

use super::Piece;

/// Values for the placeholders of a synopsis.
const VALUES: &[(&str, &str)] = &[
    ("PATH", "news"),
    ("DIR", "news"),
    ("FILE", "article.md"),
    ("ID", "article.md"),
    ("QUERY", "小巨人"),
    ("URL", "https://example.org"),
    ("NAME", "x"),
    ("TAG", "en"),
    ("TEXT", "x"),
    ("N", "3"),
    ("CELLS", "60"),
    ("WIDTH", "1"),
    ("WHEN", "auto"),
    ("KEY", "date"),
    ("SHELL", "bash"),
    ("COMMAND", "list"),
    ("网址", "https://example.org"),
    ("文件", "article.md"),
    ("文件夹", "news"),
    ("文件或文件夹", "news"),
];

/// A command line as it is written, with the place in its document.
#[derive(Clone, Debug)]
pub struct Line {
    pub place: String,
    pub text: String,
}

/// The command lines of kanbao in a piece of code.
pub fn of_piece(piece: &Piece) -> Vec<Line> {
    let texts = match piece.block.as_deref() {
        None if piece.text == "kanbao" || piece.text.starts_with("kanbao ") => {
            vec![piece.text.clone()]
        }
        Some("sh") => piece.text.lines().flat_map(in_shell).collect(),
        Some("text") => synopsis(&piece.text),
        _ => Vec::new(),
    };
    let line = |text| Line {
        place: piece.place.clone(),
        text,
    };
    texts.into_iter().map(line).collect()
}

/// The examples of a help text: lines with an indent. Two blanks part a line from its explanation.
pub fn of_help(place: &str, help: &str) -> Vec<Line> {
    let examples = help.lines().filter_map(|line| line.strip_prefix("  "));
    let examples = examples.filter(|line| line.starts_with("kanbao "));
    let line = |text| Line {
        place: place.to_owned(),
        text,
    };
    examples
        .filter_map(|line| line.split("  ").next())
        .flat_map(in_shell)
        .map(line)
        .collect()
}

/// The commands of a line of a shell: of a pipe, of a substitution, behind a variable.
fn in_shell(line: &str) -> Vec<String> {
    let line = line.split("  #").next().unwrap_or_default();
    let parts = line.split([';', '(', ')', '`']);
    let parts = parts
        .flat_map(|part| part.split(" | "))
        .flat_map(|part| part.split("&&"));
    let begins = |part: &str| part == "kanbao" || part.starts_with("kanbao ");
    let without_output = |part: &str| part.split(" > ").next().unwrap_or_default().to_owned();
    parts
        .map(str::trim)
        .filter(|part| begins(part))
        .map(without_output)
        .collect()
}

/// The lines of a table of commands: usage, explanation and options in columns.
fn synopsis(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut parts = line.split("  ").map(str::trim).filter(|it| !it.is_empty());
        let Some(first) = parts.next() else { continue };
        match (global_options(first), lines.last_mut()) {
            (Some(options), _) => lines.push(format!("kanbao {options}")),
            (None, _) if first.starts_with("kanbao ") => lines.push(first.to_owned()),
            (None, Some(last)) if first.starts_with("--") => *last += &format!(" {first}"),
            _ => continue,
        }
        let options = parts.filter(|part| part.starts_with("--"));
        if let Some(last) = lines.last_mut() {
            *last += &options.map(|it| format!(" {it}")).collect::<String>();
        }
    }
    lines
}

/// The options of all commands, on the line of a table that has them.
fn global_options(text: &str) -> Option<&str> {
    ["Global options:", "各命令都有："]
        .iter()
        .find_map(|heading| text.strip_prefix(heading))
}

/// The arguments of a line, with every choice between alternatives.
pub fn variants(line: &str) -> Vec<Vec<String>> {
    let words = shlex::split(line).unwrap_or_default();
    let mut variants: Vec<Vec<String>> = vec![Vec::new()];
    for word in words.iter().skip(1) {
        let word = word.trim_start_matches('[');
        let word = word.trim_end_matches("...").trim_end_matches(['…', ']']);
        let alternatives: Vec<&str> = word.split('|').collect();
        variants = variants
            .iter()
            .flat_map(|before| {
                let with = |last: &&str| [&before[..], &[value(last)]].concat();
                alternatives.iter().map(with)
            })
            .collect();
    }
    variants
}

fn value(word: &str) -> String {
    let known = VALUES.iter().find(|(name, _)| *name == word);
    known.map_or(word, |(_, value)| value).to_owned()
}

/// Whether a line has a placeholder, so that it cannot be run as it is.
pub fn is_pattern(line: &str) -> bool {
    let is_placeholder = |word: &str| VALUES.iter().any(|(name, _)| *name == word);
    let words = line.split([' ', '|', '[', ']', '.', '…']);
    line.contains(['[', '…', '|']) || words.into_iter().any(is_placeholder)
}
