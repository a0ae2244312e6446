//! Decodes the bytes of the terminal as they arrive.
//!
//! The network may split a sequence anywhere. An incomplete sequence waits for more bytes for a
//! while ([`Decoder::wait`]) and is then decoded as single keys ([`Decoder::expire`]). A bracketed
//! paste has no such limit: text that arrives after a pause is never decoded as keys. The text of an
//! answer has none either, but its whole time is limited ([`Decoder::unfinished`]), because half an
//! answer would swallow all keys.

use super::TerminalInput;
use super::sequence::{ESC, Step, is_answer, is_string, step};
use crate::input::Input;

const PASTE_START: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";
/// Maximum size of a paste in bytes; a prompt accepts less.
const PASTE_LIMIT: usize = 8 * 1024;
/// Maximum length of a sequence in bytes. A longer one is skipped up to its end.
pub(super) const SEQUENCE_LIMIT: usize = 4096;
/// Bytes by which the kind of a sequence is known.
const HEAD: usize = 2;

/// The bytes that are not decoded yet.
#[derive(Debug)]
pub(crate) struct Decoder {
    bytes: Vec<u8>,
    /// How far `bytes` has been decoded.
    done: usize,
    /// The text so far, inside a bracketed paste.
    paste: Option<Vec<u8>>,
    /// Maximum time for the rest of a sequence, in milliseconds.
    timeout: u16,
    /// The timeout has passed: decode an incomplete sequence as it is.
    expired: bool,
    /// The sequence is longer than the limit: its end is awaited, and its meaning is dropped.
    is_overlong: bool,
    /// Counts what was decoded or skipped.
    steps: usize,
}

impl Decoder {
    /// `timeout` is in milliseconds, longer over a network.
    pub const fn new(timeout: u16) -> Self {
        Self {
            bytes: Vec::new(),
            done: 0,
            paste: None,
            timeout,
            expired: false,
            is_overlong: false,
            steps: 0,
        }
    }

    /// Adds bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.done);
        self.done = 0;
        self.bytes.extend_from_slice(bytes);
        self.expired = false;
    }

    /// How many milliseconds to wait for more bytes before [`Self::expire`]. `None` when there is no
    /// incomplete sequence, and inside a paste or the text of an answer, which only their end marks
    /// end. A single Escape may be the key; longer beginnings are rarely typed by hand, so they
    /// wait longer.
    pub fn wait(&self) -> Option<u16> {
        match self.rest() {
            _ if self.paste.is_some() || self.is_overlong => None,
            [] => None,
            [ESC] => Some(self.timeout),
            // A single Escape after an incomplete answer may be a key.
            [.., ESC] => Some(self.timeout.saturating_mul(8)),
            rest if is_answer(rest) => None,
            _ => Some(self.timeout.saturating_mul(8)),
        }
    }

    /// No byte arrived in time.
    pub fn expire(&mut self) {
        self.expired = true;
    }

    /// A number for the string or the part of an overlong sequence whose end has not arrived. With the same
    /// number for too long, it is given up.
    pub fn unfinished(&self) -> Option<usize> {
        let is_unfinished = self.is_overlong || is_string(self.rest());
        (is_unfinished && self.paste.is_none()).then_some(self.steps)
    }

    /// The end of an unfinished sequence will not come.
    pub fn give_up(&mut self) {
        self.bytes.clear();
        self.done = 0;
        self.is_overlong = false;
        self.steps += 1;
    }

    /// Drops the text of an overlong sequence, except for an Escape, which may begin its end.
    fn skip(&mut self) {
        let rest = self.rest();
        let last = rest.last().filter(|last| **last == ESC);
        let kept = rest.iter().take(HEAD).chain(last).copied();
        self.bytes = kept.collect();
        self.done = 0;
        self.is_overlong = true;
        self.steps += 1;
    }

    /// The undecoded bytes, including those of an incomplete paste.
    pub fn into_rest(self) -> Vec<u8> {
        let rest = self.rest();
        match &self.paste {
            Some(paste) => [PASTE_START, paste, rest].concat(),
            None => rest.to_vec(),
        }
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.done..).unwrap_or_default()
    }

    /// Moves bytes into the paste. Returns the input once its end mark has arrived.
    fn pasted(&mut self) -> Option<TerminalInput> {
        let rest = self.bytes.get(self.done..).unwrap_or_default();
        let end = find(rest, PASTE_END);
        // The end mark may be split: keep its beginning for the next call.
        let cut = (1..PASTE_END.len())
            .rev()
            .find(|n| PASTE_END.get(..*n).is_some_and(|head| rest.ends_with(head)));
        let taken = match end {
            Some(end) => end,
            None => rest.len() - cut.unwrap_or(0),
        };
        let paste = self.paste.as_mut()?;
        let room = PASTE_LIMIT.saturating_sub(paste.len());
        paste.extend_from_slice(rest.get(..taken.min(room)).unwrap_or_default());
        self.done += taken + end.map_or(0, |_| PASTE_END.len());
        end?;
        let paste = self.paste.take()?;
        let text = String::from_utf8_lossy(&paste);
        Some(TerminalInput::User(Input::Paste(
            crate::text::sanitize_line(&text),
        )))
    }
}

impl Iterator for Decoder {
    type Item = TerminalInput;

    /// The next input, or `None` when more bytes are needed. Later calls may return inputs again.
    fn next(&mut self) -> Option<TerminalInput> {
        loop {
            if self.paste.is_some() {
                return self.pasted();
            }
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            if rest.starts_with(PASTE_START) {
                self.done += PASTE_START.len();
                self.paste = Some(Vec::new());
                continue;
            }
            match step(rest, self.expired) {
                Step::More => {
                    if rest.len() > SEQUENCE_LIMIT {
                        self.skip();
                    }
                    return None;
                }
                Step::Took(count, input) => {
                    self.done += count;
                    self.steps += 1;
                    let is_dropped = std::mem::take(&mut self.is_overlong);
                    if !is_dropped && input.is_some() {
                        return input;
                    }
                }
            }
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Code, Key};
    use proptest::prelude::*;

    /// Decodes bytes that arrive at once; then the timeout passes.
    fn decode(bytes: &[u8]) -> Vec<TerminalInput> {
        let mut decoder = Decoder::new(25);
        decoder.push(bytes);
        let mut inputs: Vec<_> = decoder.by_ref().collect();
        while decoder.wait().is_some() {
            decoder.expire();
            inputs.extend(decoder.by_ref());
        }
        inputs
    }

    #[track_caller]
    fn check(bytes: &str, expected: &[Key]) {
        let expected: Vec<_> = expected
            .iter()
            .copied()
            .map(|key| TerminalInput::User(Input::Key(key)))
            .collect();
        let mut inputs = decode(bytes.as_bytes());
        inputs.retain(|input| !matches!(input, TerminalInput::Graphics(_)));
        assert_eq!(inputs, expected, "{bytes:?}");
    }

    const fn alt(key: Key) -> Key {
        Key { alt: true, ..key }
    }

    #[test]
    fn keys_of_all_terminals() {
        let plain = Key::plain;
        check("gG看", &['g', 'G', '看'].map(Key::char));
        check("\r\n", &[plain(Code::Enter), Key::control('j')]);
        check("\x04\x1a", &[Key::control('d'), Key::control('z')]);
        check("\x7f\x08", &[plain(Code::Backspace), Key::control('h')]);
        check("\x1b[A\x1bOB", &[plain(Code::Up), plain(Code::Down)]);
        check(
            "\x1b[5~\x1b[6~",
            &[plain(Code::PageUp), plain(Code::PageDown)],
        );
        check("\x1b[1~\x1b[F", &[plain(Code::Home), plain(Code::End)]);
        check("\x1b[Z\t", &[plain(Code::BackTab), plain(Code::Tab)]);
        check(
            "\x1bOP\x1b[15~\x1b[[A",
            &[1, 5, 1].map(|n| plain(Code::F(n))),
        );
        check("\x1b[24~", &[plain(Code::F(12))]);
        check("\x1b[1;3A", &[alt(plain(Code::Up))]);
        check("\x1bx\x1b看", &[alt(Key::char('x')), alt(Key::char('看'))]);
        check("\x1b", &[plain(Code::Escape)]);
        check("\x1b\x1b", &[plain(Code::Escape); 2]);
        check("\x1b[", &[alt(Key::char('['))]);
        check("\x1b[100;5u\x1b[27;5;100~", &[Key::control('d'); 2]);
    }

    #[test]
    fn sequences_that_are_not_keys_are_dropped() {
        check("\x1b[12;40Rj", &[Key::char('j')]);
        check("\x1b[?64;1;2cj", &[Key::char('j')]);
        check("\x1b]10;rgb:0/0/0\x1b\\j", &[Key::char('j')]);
        check("\x1b_Gi=4207849;OK\x1b\\j", &[Key::char('j')]);
        check("\x1b_Gi=4207849;ENOENT:no\x1b\\j", &[Key::char('j')]);
        check("\x1b[?1;0;256Sj", &[Key::char('j')]);
        check("\x1b[?1;3;0Sj", &[Key::char('j')]);
        check("\x1bP1$r0m\x1b\\j", &[Key::char('j')]);
        check("\x1b[I\x1b[Oj", &[Key::char('j')]);
        check("\x1b[?69;0$y\x1b[?2026;2$yj", &[Key::char('j')]);
        assert_eq!(decode(b"\x1b[?69;2$y"), [TerminalInput::Margins]);
        let background = decode(b"\x1b]11;rgb:ff/f/0\x1b\\");
        assert_eq!(background, [TerminalInput::Background([255, 255, 0])]);
        assert_eq!(decode(b"\x1b[0n"), [TerminalInput::Status]);
        check("\x1b[?1;2nj", &[Key::char('j')]);
        check("\u{9b}j", &[Key::char('j')]);
        assert_eq!(
            decode(b"\xff\xfej"),
            [TerminalInput::User(Input::Key(Key::char('j')))]
        );
    }

    #[test]
    fn paste_and_mouse() {
        assert_eq!(
            decode("\x1b[200~小巨人\n\x1b[31mx\x1b[201~j".as_bytes()),
            [
                TerminalInput::User(Input::Paste(crate::text::sanitize_line(
                    "小巨人\n\x1b[31mx"
                ))),
                TerminalInput::User(Input::Key(Key::char('j')))
            ]
        );
        assert_eq!(
            decode(b"\x1b[<0;3;4M\x1b[<32;5;4M\x1b[<0;5;4m\x1b[<2;1;1M\x1b[<65;1;1M"),
            [
                Input::Click(2, 3),
                Input::Drag(4, 3),
                Input::Release,
                Input::Wheel(1, 0, 0)
            ]
            .map(TerminalInput::User)
        );
    }

    /// Over a slow link a paste may pause anywhere, even inside its end mark.
    #[test]
    fn a_paste_with_pauses_contains_no_keys() {
        let mut decoder = Decoder::new(25);
        for piece in ["\x1b[200~ab", "\r", "bjb\x1b[A", "Q\x1b[20"] {
            decoder.push(piece.as_bytes());
            assert_eq!(decoder.next(), None);
            assert_eq!(decoder.wait(), None);
            decoder.expire();
            assert_eq!(decoder.next(), None);
        }
        decoder.push(b"1~j");
        let inputs: Vec<_> = decoder.by_ref().collect();
        let pasted =
            TerminalInput::User(Input::Paste(crate::text::sanitize_line("ab\rbjb\x1b[AQ")));
        assert_eq!(
            inputs,
            [pasted, TerminalInput::User(Input::Key(Key::char('j')))]
        );
    }

    /// An answer with pauses contains no keys; a key that interrupts it is decoded.
    #[test]
    fn a_late_answer_contains_no_keys() {
        let check = |pieces: &[&str], expected: &[TerminalInput]| {
            let mut decoder = Decoder::new(25);
            let mut inputs = Vec::new();
            for piece in pieces {
                decoder.push(piece.as_bytes());
                inputs.extend(decoder.by_ref());
                while decoder.wait().is_some() {
                    decoder.expire();
                    inputs.extend(decoder.by_ref());
                }
            }
            assert_eq!(inputs, expected, "{pieces:?}");
        };
        let background = TerminalInput::Background([0xbb, 0xbb, 0xbb]);
        let key = TerminalInput::User(Input::Key(Key::char('j')));
        let whole = &[background, key.clone()];
        check(&["\x1b]1", "1;rgb:bb/b", "b/bb\x1b\\j"], whole);
        check(&["\x1b]11;rgb:bb/bb/bb", "\x07j"], whole);
        let interrupt = TerminalInput::User(Input::Key(Key::control('c')));
        check(&["\x1b]11;rgb:bb", "b\x03", "j"], &[interrupt, key.clone()]);
        let escape = TerminalInput::User(Input::Key(Key::plain(Code::Escape)));
        check(&["\x1b]11;rgb:bb", "\x1b", "j"], &[escape, key.clone()]);
        let up = TerminalInput::User(Input::Key(Key::plain(Code::Up)));
        check(&["\x1b]11;rgb:bb", "\x1b[A", "j"], &[up, key.clone()]);
        check(&["\x1b]11;rgb:00000000/0/0\x1b\\j"], &[key]);
    }

    #[test]
    fn a_paste_survives_a_restart_of_the_thread() {
        let mut decoder = Decoder::new(25);
        decoder.push(b"\x1b[200~bj\x1b[");
        assert_eq!(decoder.next(), None);
        let rest = decoder.into_rest();
        assert_eq!(rest, b"\x1b[200~bj\x1b[");
        assert_eq!(
            decode(&[&rest, "201~".as_bytes()].concat()),
            [TerminalInput::User(Input::Paste("bj".into()))]
        );
    }

    #[test]
    fn a_huge_paste_is_truncated() {
        let text = "a".repeat(10 * PASTE_LIMIT);
        let inputs = decode(format!("\x1b[200~{text}\x1b[201~").as_bytes());
        assert_eq!(
            inputs,
            [TerminalInput::User(Input::Paste("a".repeat(PASTE_LIMIT)))]
        );
    }

    /// An Escape at the end of a read and the rest a moment later are an arrow, not three keys.
    #[test]
    fn an_arrow_split_by_the_network() {
        let mut decoder = Decoder::new(25);
        decoder.push(b"\x1b");
        assert_eq!(decoder.next(), None);
        assert_eq!(decoder.wait(), Some(25));
        decoder.push(b"[");
        assert_eq!(decoder.next(), None);
        decoder.push(b"A");
        assert_eq!(
            decoder.next(),
            Some(TerminalInput::User(Input::Key(Key::plain(Code::Up))))
        );
        assert_eq!(decoder.wait(), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// Splitting the bytes anywhere does not change the inputs.
        #[test]
        fn split_input_decodes_the_same(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "\x1b", "[", "O", "A", "1;5", "~", "200~", "201~", "j", "看", "\u{9b}", "]", "\\", "\x07", "<", "M",
                "_G", "i=4207849;OK", "?", "S", "c",
            ]), 0..24),
            cut in 0..40usize,
        ) {
            let bytes: Vec<u8> = pieces.concat().into_bytes();
            let cut = cut.min(bytes.len());
            let mut decoder = Decoder::new(25);
            let mut inputs = Vec::new();
            for piece in [&bytes[..cut], &bytes[cut..]] {
                decoder.push(piece);
                inputs.extend(decoder.by_ref());
            }
            while decoder.wait().is_some() {
                decoder.expire();
                inputs.extend(decoder.by_ref());
            }
            prop_assert_eq!(inputs, decode(&bytes));
        }

        #[test]
        fn decoding_any_bytes_terminates(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            decode(&bytes);
        }
    }
}
