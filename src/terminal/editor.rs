//! Has a text edited in the user's editor: `$VISUAL`, else `$EDITOR`, else `vi`. The text is in a
//! private file meanwhile. If the editor fails or the text is too long, a changed text stays there.

use crate::fs;
use crate::text::MAX_NOTE;
use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Maximum bytes to read: room for the longest note, and for space at its end.
const LIMIT: usize = 4 * MAX_NOTE + 64 * 1024;

/// Why a text was not edited.
#[derive(Debug)]
pub struct Failure {
    pub cause: Cause,
    /// The file with what was written.
    pub kept: Option<PathBuf>,
}

#[derive(Debug)]
pub enum Cause {
    /// The file cannot be written or read, or the editor cannot be run or fails.
    Failed(io::Error),
    /// A note has at most [`MAX_NOTE`] characters. A part of it would replace the whole.
    TooLong,
}

impl From<io::Error> for Failure {
    fn from(cause: io::Error) -> Self {
        Self {
            cause: Cause::Failed(cause),
            kept: None,
        }
    }
}

/// Runs the editor, which has the terminal until it ends. Returns `None` if the text is as it was.
///
/// # Errors
/// See [`Cause`].
pub fn edit(text: &str) -> Result<Option<String>, Failure> {
    edit_with(&command(|name| env::var(name).ok()), text)
}

/// The editor, as a command of the shell.
fn command(variable: impl Fn(&str) -> Option<String>) -> String {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(variable);
    let mut named = named.filter(|command| !command.trim().is_empty());
    named.next().unwrap_or_else(|| "vi".to_owned())
}

fn edit_with(command: &str, text: &str) -> Result<Option<String>, Failure> {
    let folder = fs::private_folder()?;
    let path = folder.join(format!("note-{}.md", fs::random_name()));
    fs::write_atomically(&path, text.as_bytes())?;
    // The variable may hold arguments and quotes, so that it is run as git runs it.
    let script = format!("{command} \"$@\"");
    let mut editor = Command::new("sh");
    let status = editor.args(["-c", &script, command]).arg(&path).status();
    let edited = fs::read(&path, LIMIT);
    let failure = match (status, &edited) {
        (Ok(status), Ok(_)) if status.success() => None,
        (Ok(status), Ok(_)) => Some(io::Error::other(format!("{command}: {status}"))),
        (Ok(_), Err(error)) => Some(io::Error::other(error.to_string())),
        (Err(error), _) => Some(error),
    };
    let (bytes, is_cut) = edited.unwrap_or_default();
    let edited = String::from_utf8_lossy(&bytes).trim_end().to_owned();
    let is_changed = is_cut || edited != text.trim_end();
    let is_too_long = is_changed && (is_cut || edited.trim().chars().count() > MAX_NOTE);
    let failure = failure.map(Cause::Failed);
    let failure = failure.or(is_too_long.then_some(Cause::TooLong));
    let is_written = is_changed && !edited.is_empty();
    if let Some(cause) = failure {
        let kept = is_written.then(|| path.clone());
        if kept.is_none() {
            remove(&path, &folder);
        }
        return Err(Failure { cause, kept });
    }
    remove(&path, &folder);
    Ok(is_changed.then_some(edited))
}

/// Removes the file of a text. It is in a folder for temporary files, so errors do not matter.
fn remove(path: &Path, folder: &Path) {
    let _ = std::fs::remove_file(path).and_then(|()| std::fs::remove_dir(folder));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_is_named_by_the_environment() {
        #[track_caller]
        fn check(set: &[(&str, &str)], expected: &str) {
            let variable = |name: &str| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(command(variable), expected);
        }
        check(&[], "vi");
        check(&[("EDITOR", "nano")], "nano");
        check(&[("EDITOR", "nano"), ("VISUAL", "code -w")], "code -w");
        check(&[("EDITOR", "nano"), ("VISUAL", " ")], "nano");
    }

    #[test]
    fn the_changed_text_comes_back() {
        #[track_caller]
        fn check(command: &str, expected: Option<&str>) {
            let edited = edit_with(command, "一行\n").expect("the editor runs");
            assert_eq!(edited.as_deref(), expected, "{command}");
        }
        check("true", None);
        check("printf '%s\\n' 二行 >>", Some("一行\n二行"));
        check("sh -c 'echo 新 >$1' -", Some("新"));
        check("truncate -s 0", Some(""));
        let longest = "注".repeat(MAX_NOTE);
        assert_eq!(edit_with("true", &longest).expect("the editor runs"), None);
        let edited = edit_with("sed -i -e s/^/补/ -e s/注$//", &longest);
        let edited = edited.expect("the editor runs").expect("a changed text");
        assert_eq!(edited.chars().count(), MAX_NOTE);
        assert!(edit_with("false", "一行").is_err());
        assert!(edit_with("kanbao-no-such-editor", "一行").is_err());
    }

    #[test]
    fn a_text_that_is_too_long_is_kept_whole() {
        for (text, length) in [("注".repeat(MAX_NOTE), 1), ("一行".to_owned(), 2 * LIMIT)] {
            let long = "x".repeat(length);
            let failure = edit_with(
                &format!("sh -c 'head -c {length} /dev/zero | tr \\\\0 x >>$1' -"),
                &text,
            );
            let failure = failure.expect_err("the text is too long");
            assert!(matches!(failure.cause, Cause::TooLong));
            let path = failure.kept.expect("the file with the text");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text + &long);
            remove(&path, path.parent().unwrap());
        }
    }

    #[test]
    fn a_text_is_kept_when_the_editor_fails() {
        for (command, kept) in [
            ("sh -c 'echo 新 >$1; exit 3' -", Some("新\n")),
            ("sh -c 'exit 3' -", None),
            ("sh -c 'rm $1; exit 3' -", None),
        ] {
            let failure = edit_with(command, "一行").expect_err("the editor fails");
            let found = failure
                .kept
                .as_ref()
                .map(|path| std::fs::read_to_string(path).unwrap());
            assert_eq!(found.as_deref(), kept, "{command}");
            if let Some(path) = failure.kept {
                remove(&path, path.parent().unwrap());
            }
        }
    }
}
