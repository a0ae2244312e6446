//! Completion in bash, which breaks words at `:` and `=` too. A query such as `source:name` has them,
//! so the script passes the line as it is, and only the part behind the last break is printed.

use clap_complete::engine::complete;
use clap_complete::env::EnvCompleter;
use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

const SCRIPT: &str = r#"_NAME() {
    local IFS=$'\n'
    COMPREPLY=($(VAR=bash COMPLETER -- "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null))
    [[ ${COMPREPLY-} == *[=/:] ]] && compopt -o nospace 2>/dev/null
    return 0
}
complete -o nosort -F _NAME BIN 2>/dev/null || complete -F _NAME BIN
"#;

/// Writes and answers the script of bash.
#[derive(Clone, Copy, Debug)]
pub struct Bash;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == "bash"
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        let script = SCRIPT
            .replace("NAME", name)
            .replace("VAR", var)
            .replace("COMPLETER", completer)
            .replace("BIN", bin);
        buf.write_all(script.as_bytes())
    }

    /// The arguments are the line up to the cursor and the characters that break words.
    fn write_complete(
        &self,
        command: &mut clap::Command,
        args: Vec<OsString>,
        folder: Option<&Path>,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        let text = |at: usize| {
            args.get(at)
                .map_or(Cow::Borrowed(""), |arg| arg.to_string_lossy())
        };
        let line = split(&text(0));
        let index = line.words.len().saturating_sub(1);
        let words = line.words.iter().map(OsString::from).collect();
        let breaks = text(1);
        let typed = line.words.last().map_or("", String::as_str);
        // Within quotes bash breaks nothing.
        let done = match line.quote {
            Some(_) => "",
            None => typed
                .rfind(|letter| matches!(letter, ':' | '=') && breaks.contains(letter))
                .map_or("", |at| typed.get(..=at).unwrap_or_default()),
        };
        for candidate in complete(command, words, index, folder)? {
            let value = candidate.get_value().to_string_lossy();
            let Some(rest) = value.strip_prefix(done) else {
                continue;
            };
            match line.quote {
                None if rest.contains(is_special) => writeln!(buf, "{}", quoted(rest))?,
                _ => writeln!(buf, "{rest}")?,
            }
        }
        Ok(())
    }
}

/// Whether bash reads a character as more than itself.
fn is_special(letter: char) -> bool {
    letter.is_whitespace() || "\"'\\$`;&|<>()*?[]{}#~!^".contains(letter)
}

fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', r"'\''"))
}

/// The words of the line that a script passes. All shells but bash pass words.
pub fn words_of(args: &[OsString]) -> Vec<String> {
    let text = |arg: &OsString| arg.to_string_lossy().into_owned();
    match args {
        [line, _] if line.to_string_lossy().contains(char::is_whitespace) => {
            split(&line.to_string_lossy()).words
        }
        _ => args.iter().map(text).collect(),
    }
}

/// A line of bash up to the cursor.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    /// The last one is being typed; it may be empty.
    words: Vec<String>,
    /// The quotation mark that is open at the end.
    quote: Option<char>,
}

/// Splits a line into words, as bash does for quotation marks and backslashes. Of several commands
/// on the line the last one counts.
fn split(line: &str) -> Line {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') => word.get_or_insert_default().extend(letters.next()),
            (None, ';' | '|' | '&' | '(') => {
                words.clear();
                word = None;
            }
            (None, _) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.push(word.unwrap_or_default());
    Line { words, quote }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_as_bash_does() {
        #[track_caller]
        fn check(line: &str, words: &[&str], quote: Option<char>) {
            let words = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(split(line), Line { words, quote }, "{line}");
        }
        check("kanbao ", &["kanbao", ""], None);
        check("kanbao li", &["kanbao", "li"], None);
        check("kanbao  list  新", &["kanbao", "list", "新"], None);
        check("kanbao show 'a b", &["kanbao", "show", "a b"], Some('\''));
        check(
            "kanbao show \"a\\\" ",
            &["kanbao", "show", "a\" "],
            Some('"'),
        );
        check("kanbao show a\\ b", &["kanbao", "show", "a b"], None);
        check("kanbao show ''", &["kanbao", "show", ""], None);
        check("ls; kanbao li", &["kanbao", "li"], None);
        check("ls | kanbao ", &["kanbao", ""], None);
        check("kanbao a\\", &["kanbao", "a"], None);
    }
}
