//! The clipboard of the user's terminal, which over SSH is on another machine: by the escape
//! sequence OSC 52, or by tmux's buffer, because tmux ignores OSC 52 of programs by default.
//! The clipboard is only written, never read.

use super::environment::is_set;
use super::guard::Terminal;
use crate::fs::write_atomically;
use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Longest text that is sent through a terminal, in bytes: 16 KiB as base64, the limit of mosh.
const LIMIT: usize = 12_000;
/// Longest device control string that GNU screen accepts.
const SCREEN_CHUNK: usize = 768;

/// Where the text went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copied {
    /// To the terminal, which does not say whether it accepted it.
    Terminal,
    /// To tmux's buffer and, where the outer terminal allows it, to the clipboard.
    Tmux,
    /// To this file, because it is too long for a terminal.
    File(PathBuf),
}

/// Whether copying a text may block, and so needs [`store`] on a thread: tmux is another process
/// and a long text goes to a file. Otherwise [`send`] is enough.
pub fn may_block(text: &str) -> bool {
    is_set("TMUX") || text.len() > LIMIT
}

/// Copies a text to tmux, or a text that is too long for a terminal to a file in `state`. `None`
/// when tmux does not take it: then [`send`] it.
pub fn store(text: &str, state: &Path) -> Option<io::Result<Copied>> {
    if is_set("TMUX") && tmux(text).is_ok() {
        return Some(Ok(Copied::Tmux));
    }
    (text.len() > LIMIT).then(|| {
        let path = state.join("clipboard.txt");
        write_atomically(&path, text.as_bytes())?;
        Ok(Copied::File(path))
    })
}

/// Sends a text to the terminal's clipboard.
///
/// # Errors
/// The terminal is gone.
pub fn send(terminal: &mut Terminal, text: &str) -> io::Result<Copied> {
    let sequence = sequence(text);
    let sequence = if is_set("STY") {
        wrapped_for_screen(&sequence)
    } else {
        sequence
    };
    terminal.write(sequence.as_bytes())?;
    Ok(Copied::Terminal)
}

/// The locale key for the way that a text is copied here.
pub fn method() -> &'static str {
    if is_set("TMUX") {
        "doctor.copying.tmux"
    } else if is_set("STY") {
        "doctor.copying.screen"
    } else {
        "doctor.copying.terminal"
    }
}

/// Passes the text by standard input: no length limit, no shell, no quoting.
fn tmux(text: &str) -> io::Result<()> {
    let mut child = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let written = child
        .stdin
        .take()
        .map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
    let status = child.wait()?;
    written?;
    // tmux before 3.2 rejects `-w`.
    if status.success() {
        Ok(())
    } else {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// OSC 52 with the text in base64, which is printable ASCII whatever the text contains. It ends
/// with ST.
fn sequence(text: &str) -> String {
    let mut sequence = String::new();
    // Writing to a string cannot fail.
    let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence);
    sequence
}

/// GNU screen passes a sequence on in chunks, each wrapped in a device control string; in them it
/// ends with BEL, because ST would end the wrapping.
fn wrapped_for_screen(sequence: &str) -> String {
    let mut rest = &*sequence.replace("\x1b\\", "\x07");
    let mut wrapped = String::with_capacity(rest.len() + 64);
    while !rest.is_empty() {
        // The sequence is ASCII: any byte is a boundary.
        let (chunk, after) = rest.split_at_checked(SCREEN_CHUNK).unwrap_or((rest, ""));
        wrapped.push_str("\x1bP");
        wrapped.push_str(chunk);
        wrapped.push_str("\x1b\\");
        rest = after;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_base64() {
        let check = |text: &str, expected: &str| {
            assert_eq!(sequence(text), format!("\x1b]52;c;{expected}\x1b\\"));
        };
        check("", "");
        check("f", "Zg==");
        check("foobar", "Zm9vYmFy");
        check("看报", "55yL5oql");
    }

    #[test]
    fn no_text_breaks_out_of_the_sequence() {
        let plain = sequence("a\x1b\\\x07b");
        let inside = plain.strip_prefix("\x1b]");
        let inside = inside.and_then(|plain| plain.strip_suffix("\x1b\\"));
        assert!(inside.is_some_and(|inside| inside.bytes().all(|byte| byte.is_ascii_graphic())));
        let text = "长".repeat(2000);
        let wrapped = wrapped_for_screen(&sequence(&text));
        let chunks: Vec<_> = wrapped.split('\\').collect();
        assert!(chunks.iter().all(|chunk| chunk.len() <= SCREEN_CHUNK + 3));
    }
}
