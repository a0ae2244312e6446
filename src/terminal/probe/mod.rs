//! Asks the terminal for the widths of characters that terminals disagree about, for two modes
//! (left and right margins, synchronized output) and for its background colour: one write and one
//! round trip.
//!
//! Each sample is written at the start of a line, followed by a request for the cursor column. The
//! last request (DA1) is one that every terminal answers. The probe runs before the key thread
//! starts, on the same descriptor; bytes that are not answers are keys and are passed on. If the
//! terminal does not answer within 150 ms, the cached answer of a terminal with the same name
//! counts, else narrow. An answer takes precedence over the cache: over SSH two terminals may have
//! the same name, and the settings of a terminal change.

use crate::terminal::guard::{Terminal, timespec};
use crate::text::{Ambiguous, Emoji, WidthPolicy};
use rustix::event::{PollFd, PollFlags, poll};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::time::{Duration, Instant};

/// The samples: a quotation mark, a letter, and emoji sequences, each two cells wide where the
/// terminal supports sequences.
const SAMPLES: &[&str] = &["“", "я", "👩\u{200D}💻", "👍🏽", "❤\u{FE0F}"];
const TIMEOUT: Duration = Duration::from_millis(150);
/// The answers of a terminal are shorter than this, in bytes.
const ANSWER_LIMIT: usize = 4096;

/// Modes that the terminal supports; `None` when it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modes {
    /// 69 (DECLRMM): left and right margins.
    pub margins: Option<bool>,
    /// 2026: synchronized output.
    pub synchronized: Option<bool>,
}

/// The result of the probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub policy: WidthPolicy,
    pub modes: Modes,
    /// The colour of its background, red, green, blue.
    pub background: Option<[u8; 3]>,
    /// The terminal answered.
    pub answered: bool,
    /// Bytes that were typed meanwhile, for [`crate::terminal::keys::Keys::start`].
    pub typed: Vec<u8>,
}

impl Found {
    /// Whether the terminal has answered that characters of ambiguous width are one cell wide.
    pub fn has_narrow_lines(&self) -> bool {
        self.answered && self.policy.ambiguous == Ambiguous::Narrow
    }
}

/// Asks only for margins, without waiting; the answer arrives as
/// [`crate::terminal::keys::TerminalInput::Margins`]. Sent at every start, because scrolling between
/// margins would corrupt the screen of a terminal that does not support them.
pub(crate) const MARGINS: &[u8] = b"\x1b[?69$p";

/// Asks the terminal; if it does not answer, looks in the directory `cache`. The caller must repaint
/// the screen afterwards.
///
/// # Errors
/// The terminal is gone. A cache that cannot be read or written is ignored.
pub fn ask(terminal: &mut Terminal, tty: &OwnedFd, cache: Option<&Path>) -> io::Result<Found> {
    let name = name(|name| std::env::var(name).ok());
    terminal.write(question().as_bytes())?;
    let answer = listen(tty)?;
    let Answers {
        widths,
        modes,
        background,
        typed,
    } = understand(&answer);
    let policy = policy(&widths);
    let known = match (policy, cache) {
        (Some(policy), Some(cache)) => {
            save_cached(cache, &name, policy);
            Some(policy)
        }
        (None, Some(cache)) => load_cached(cache, &name),
        (policy, None) => policy,
    };
    Ok(Found {
        policy: known.unwrap_or_default(),
        modes,
        background,
        answered: policy.is_some(),
        typed,
    })
}

/// The cache key of a terminal: its name and version. Inside tmux the widths are those of tmux,
/// whatever the outer terminal is.
fn name(variable: impl Fn(&str) -> Option<String>) -> String {
    let part = |name| variable(name).unwrap_or_default();
    let multiplexer = match variable("TMUX") {
        Some(tmux) if !tmux.is_empty() => "tmux",
        _ => "",
    };
    let parts = [
        part("TERM"),
        part("TERM_PROGRAM"),
        part("TERM_PROGRAM_VERSION"),
        part("VTE_VERSION"),
        multiplexer.to_owned(),
    ];
    parts
        .join(" ")
        .replace(|c: char| c.is_control() || c == '\t', "")
}

fn question() -> String {
    let mut text = "\x1b[H".to_owned();
    for sample in SAMPLES {
        text.push('\r');
        text.push_str(sample);
        text.push_str("\x1b[6n");
    }
    // Sent before the line is cleared: an old terminal may display what it does not understand.
    text.push_str("\x1b[?69$p\x1b[?2026$p\x1b]11;?\x1b\\\r\x1b[K\x1b[c");
    text
}

fn listen(tty: &OwnedFd) -> io::Result<Vec<u8>> {
    let end = Instant::now() + TIMEOUT;
    let mut answer = Vec::new();
    let mut bytes = [0; 512];
    while answer.len() < ANSWER_LIMIT && !ended(&answer) {
        let left = end.saturating_duration_since(Instant::now());
        let mut fds = [PollFd::from_borrowed_fd(tty.as_fd(), PollFlags::IN)];
        match poll(&mut fds, Some(&timespec(left.as_millis() as i64))) {
            Ok(0) => break,
            Ok(_) => match rustix::io::read(tty, &mut bytes) {
                Ok(0) => return Err(io::ErrorKind::BrokenPipe.into()),
                Ok(count) => answer.extend_from_slice(bytes.get(..count).unwrap_or_default()),
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                Err(error) => return Err(error.into()),
            },
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(answer)
}

/// Whether the answer to the last request has arrived.
fn ended(answer: &[u8]) -> bool {
    let mut rest = answer;
    while let Some(at) = rest.windows(3).position(|w| w == b"\x1b[?") {
        rest = rest.get(at + 3..).unwrap_or_default();
        let end = rest.iter().find(|b| !matches!(b, b'0'..=b'9' | b';'));
        if end == Some(&b'c') {
            return true;
        }
    }
    false
}

/// The answers, and all other bytes.
#[derive(Debug, Default)]
struct Answers {
    /// The widths of the samples: the reported columns minus one.
    widths: Vec<u16>,
    modes: Modes,
    background: Option<[u8; 3]>,
    typed: Vec<u8>,
}

fn understand(answer: &[u8]) -> Answers {
    let mut answers = Answers::default();
    let mut rest = answer;
    while let Some(first) = rest.first() {
        if let Some(length) = string_length(rest) {
            let (string, after) = rest.split_at(length);
            answers.background = background(string).or(answers.background);
            rest = after;
            continue;
        }
        let body = rest.strip_prefix(b"\x1b[").unwrap_or_default();
        let length = body
            .iter()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b';' | b'?' | b'$'));
        let count = match length.map(|length| (length, body[length])) {
            Some((length, b'R')) => {
                let text = String::from_utf8_lossy(&body[..length]);
                let column = text
                    .split_once(';')
                    .and_then(|(_, x)| x.parse::<u16>().ok());
                answers
                    .widths
                    .extend(column.map(|column| column.saturating_sub(1)));
                length + 3
            }
            Some((length, b'y')) if body.first() == Some(&b'?') => {
                answers
                    .modes
                    .parse(&String::from_utf8_lossy(&body[1..length]));
                length + 3
            }
            Some((length, b'c')) if body.first() == Some(&b'?') => length + 3,
            _ => {
                answers.typed.push(*first);
                1
            }
        };
        rest = rest.get(count..).unwrap_or_default();
    }
    answers
}

/// The length of the OSC sequence at the start of the bytes, including its BEL or ST.
fn string_length(bytes: &[u8]) -> Option<usize> {
    let body = bytes.strip_prefix(b"\x1b]")?;
    let end = body.iter().position(|byte| matches!(byte, 0x07 | 0x1b))?;
    match body.get(end..)? {
        [0x07, ..] => Some(2 + end + 1),
        [0x1b, b'\\', ..] => Some(2 + end + 2),
        _ => None,
    }
}

/// Parses an answer to OSC 11: `rgb:` (or `rgba:`) and one to four hexadecimal digits for each
/// channel, scaled to eight bits.
pub(crate) fn background(answer: &[u8]) -> Option<[u8; 3]> {
    let body = std::str::from_utf8(answer.strip_prefix(b"\x1b]11;")?).ok()?;
    let body = body.trim_end_matches(['\x07', '\x1b', '\\']);
    let colour = body
        .strip_prefix("rgb:")
        .or_else(|| body.strip_prefix("rgba:"))?;
    let mut channels = colour.split('/').map(|digits| {
        if digits.len() > 4 {
            return None;
        }
        let value = u32::from_str_radix(digits, 16).ok()?;
        let most = (1_u32 << (4 * digits.len())) - 1;
        u8::try_from(value * 255 / most).ok()
    });
    Some([channels.next()??, channels.next()??, channels.next()??])
}

impl Modes {
    /// Parses `mode;state$` (DECRPM). States: 1 on, 2 off, 3 always on, 0 unknown, 4 always off.
    fn parse(&mut self, answer: &str) {
        let Some((mode, state)) = answer.trim_end_matches('$').split_once(';') else {
            return;
        };
        let known = Some(matches!(state, "1" | "2" | "3"));
        match mode {
            "69" => self.margins = known,
            "2026" => self.synchronized = known,
            _ => {}
        }
    }
}

/// The widths; `None` unless every sample was answered.
fn policy(widths: &[u16]) -> Option<WidthPolicy> {
    let &[quote, letter, ref emoji @ ..] = widths else {
        return None;
    };
    if emoji.len() != SAMPLES.len() - 2 {
        return None;
    }
    let ambiguous = |cells| match cells {
        2 => Ambiguous::Wide,
        _ => Ambiguous::Narrow,
    };
    Some(WidthPolicy {
        ambiguous: ambiguous(quote),
        letters: ambiguous(letter),
        emoji: if emoji.iter().all(|cells| *cells == 2) {
            Emoji::Full
        } else {
            Emoji::Safe
        },
    })
}

const FILE: &str = "terminals.tsv";

/// The cached widths. A line of the file has three flags (`w` or `n`, `w` or `n`, `f` or `s`), a
/// tab and the name of a terminal.
fn load_cached(cache: &Path, name: &str) -> Option<WidthPolicy> {
    let text = cached_text(cache);
    let (flags, _) = text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .rfind(|(_, known)| *known == name)?;
    let &[quote, letter, emoji] = flags.as_bytes() else {
        return None;
    };
    let ambiguous = |flag| match flag {
        b'w' => Some(Ambiguous::Wide),
        b'n' => Some(Ambiguous::Narrow),
        _ => None,
    };
    Some(WidthPolicy {
        ambiguous: ambiguous(quote)?,
        letters: ambiguous(letter)?,
        emoji: match emoji {
            b'f' => Emoji::Full,
            b's' => Emoji::Safe,
            _ => return None,
        },
    })
}

/// The text of the cache file; empty when it cannot be read.
fn cached_text(cache: &Path) -> String {
    const LARGEST: usize = 64 * 1024;
    let read = crate::fs::read(&cache.join(FILE), LARGEST);
    read.map_or(String::new(), |(bytes, _)| {
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn save_cached(cache: &Path, name: &str, policy: WidthPolicy) {
    let flag = |ambiguous| match ambiguous {
        Ambiguous::Wide => 'w',
        Ambiguous::Narrow => 'n',
    };
    let emoji = match policy.emoji {
        Emoji::Full => 'f',
        Emoji::Safe => 's',
    };
    let mut lines: Vec<String> = cached_text(cache)
        .lines()
        .filter(|line| {
            line.split_once('\t')
                .is_some_and(|(_, known)| known != name)
        })
        .map(str::to_owned)
        .collect();
    let (quote, letter) = (flag(policy.ambiguous), flag(policy.letters));
    lines.push(format!("{quote}{letter}{emoji}\t{name}"));
    let skip = lines.len().saturating_sub(100);
    let text = lines[skip..].join("\n") + "\n";
    // An error is harmless: the cache is only a fallback.
    let _ = crate::fs::write_atomically(&cache.join(FILE), text.as_bytes());
}

#[cfg(test)]
mod tests;
