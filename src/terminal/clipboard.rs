//! The clipboard of the person at the terminal, which over SSH is another machine's: by
//! the terminal itself (OSC 52) or, in tmux, by its buffer, for tmux drops OSC 52 of a
//! program by default. Only written, never read.

use super::guard::Terminal;
use crate::disk;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Longest text that goes through a terminal, in bytes: 16 KiB as base64, at which mosh
/// stops.
const LIMIT: usize = 12_000;
/// Longest device control string that GNU screen takes.
const SCREEN_CHUNK: usize = 768;

/// Where the text went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copied {
    /// To the terminal, which does not tell whether it took it: show the text as well.
    Terminal,
    /// To tmux's buffer and, where the terminal around it allows, to the clipboard.
    Tmux,
    /// Too long for a terminal: into this file.
    File(PathBuf),
}

/// Copies a text; `state` is the directory for texts that are too long.
///
/// # Errors
/// The file could not be written, or the terminal is gone.
pub fn copy(terminal: &mut Terminal, text: &str, state: &Path) -> io::Result<Copied> {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if set("TMUX") && tmux(text).is_ok() {
        return Ok(Copied::Tmux);
    }
    if text.len() > LIMIT {
        let path = state.join("clipboard.txt");
        disk::write_atomically(&path, text.as_bytes())?;
        return Ok(Copied::File(path));
    }
    terminal.write(&sequence(text, set("STY")))?;
    Ok(Copied::Terminal)
}

/// The way a copied text goes from here, as a key of the locale.
pub fn way() -> &'static str {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match () {
        () if set("TMUX") => "doctor.copying.tmux",
        () if set("STY") => "doctor.copying.screen",
        () => "doctor.copying.terminal",
    }
}

/// The text goes by standard input: no length limit, no shell, no quoting.
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
    // tmux before 3.2 knows no `-w`.
    if status.success() {
        Ok(())
    } else {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// OSC 52 with the text in base64, which is printable ASCII whatever the text holds. It ends
/// with ST as links do; in GNU screen, which passes it on in pieces, each wrapped in a device
/// control string, with BEL, for ST would end the wrapping.
fn sequence(text: &str, in_screen: bool) -> Vec<u8> {
    let mut plain = b"\x1b]52;c;".to_vec();
    plain.extend(base64(text.as_bytes()));
    if !in_screen {
        plain.extend(b"\x1b\\");
        return plain;
    }
    plain.push(0x07);
    let mut wrapped = Vec::with_capacity(plain.len() + 64);
    for chunk in plain.chunks(SCREEN_CHUNK) {
        wrapped.extend_from_slice(b"\x1bP");
        wrapped.extend_from_slice(chunk);
        wrapped.extend_from_slice(b"\x1b\\");
    }
    wrapped
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let index = bits >> (18 - 6 * digit) & 63;
            out.push(if digit > three.len() {
                b'='
            } else {
                DIGITS[index as usize]
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_the_rfc() {
        fn check(text: &str, expected: &str) {
            assert_eq!(
                String::from_utf8(base64(text.as_bytes())).unwrap(),
                expected
            );
        }
        check("", "");
        check("f", "Zg==");
        check("fo", "Zm8=");
        check("foo", "Zm9v");
        check("foobar", "Zm9vYmFy");
        check("看报", "55yL5oql");
    }

    #[test]
    fn whatever_the_text_the_sequence_is_one() {
        let plain = sequence("a\x1b\\\x07b", false);
        let inside = plain[2..].strip_suffix(b"\x1b\\");
        assert!(inside.is_some_and(|inside| inside.iter().all(u8::is_ascii_graphic)));
        let text = "长".repeat(2000);
        let wrapped = sequence(&text, true);
        let chunks: Vec<_> = wrapped.split(|byte| *byte == b'\\').collect();
        assert!(chunks.iter().all(|chunk| chunk.len() <= SCREEN_CHUNK + 3));
    }
}
