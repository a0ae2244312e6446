//! Has a text edited in the user's editor: `$VISUAL`, else `$EDITOR`, else `vi`. The text is in a
//! private file meanwhile.

use crate::fs;
use std::env;
use std::io;
use std::process::Command;

/// Longer texts are cut, in bytes.
const LIMIT: usize = 64 * 1024;

/// Runs the editor, which has the terminal until it ends. Returns `None` if the text is as it was.
///
/// # Errors
/// The file cannot be written or read, or the editor cannot be run or fails.
pub fn edit(text: &str) -> io::Result<Option<String>> {
    edit_with(&command(|name| env::var(name).ok()), text)
}

/// The editor, as a command of the shell.
fn command(variable: impl Fn(&str) -> Option<String>) -> String {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(variable);
    let mut named = named.filter(|command| !command.trim().is_empty());
    named.next().unwrap_or_else(|| "vi".to_owned())
}

fn edit_with(command: &str, text: &str) -> io::Result<Option<String>> {
    let folder = fs::private_folder()?;
    let path = folder.join(format!("note-{}.md", fs::random_name()));
    fs::write_atomically(&path, text.as_bytes())?;
    // The variable may hold arguments and quotes, so that it is run as git runs it.
    let script = format!("{command} \"$@\"");
    let mut editor = Command::new("sh");
    let status = editor.args(["-c", &script, command]).arg(&path).status();
    let edited = fs::read(&path, LIMIT);
    let _ = std::fs::remove_file(&path).and_then(|()| std::fs::remove_dir(&folder));
    let status = status?;
    if !status.success() {
        return Err(io::Error::other(format!("{command}: {status}")));
    }
    let (bytes, _) = edited?;
    let edited = String::from_utf8_lossy(&bytes);
    let edited = edited.trim_end();
    Ok((edited != text.trim_end()).then(|| edited.to_owned()))
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
        assert!(edit_with("false", "一行").is_err());
        assert!(edit_with("kanbao-no-such-editor", "一行").is_err());
    }
}
