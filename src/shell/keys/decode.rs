//! From bytes to keys: UTF-8, controls, the escape sequences that terminals send for keys,
//! bracketed paste, clicks. Answers to questions that came too late are dropped.
//!
//! The network may cut a sequence anywhere. What could still become one waits for a while
//! ([`Decoder::wait`]), then counts as the keys it spells ([`Decoder::expire`]).

use super::Input;
use crate::input::{Code, Key};

const ESC: u8 = 0x1b;
const PASTE_END: &[u8] = b"\x1b[201~";
/// Longest paste that is taken, in bytes; a prompt needs a fraction.
const PASTE_LIMIT: usize = 64 * 1024;
/// Longest sequence that is waited for; anything longer is no key.
const SEQUENCE_LIMIT: usize = 4096;

/// Bytes on their way to be keys.
#[derive(Debug)]
pub struct Decoder {
    bytes: Vec<u8>,
    /// How far `bytes` has been decoded.
    done: usize,
    /// Inside a bracketed paste, what came so far.
    paste: Option<Vec<u8>>,
    /// Milliseconds that the rest of a sequence may take.
    patience: u16,
    /// The time is over: what is there counts as it is.
    expired: bool,
}

/// What the first bytes are.
enum Step {
    /// So many bytes were an input, or nothing worth telling.
    Took(usize, Option<Input>),
    /// More bytes must come to tell.
    More,
}

impl Decoder {
    /// `patience` in milliseconds: more over a network than beside the machine.
    pub const fn new(patience: u16) -> Self {
        Self {
            bytes: Vec::new(),
            done: 0,
            paste: None,
            patience,
            expired: false,
        }
    }

    /// Takes bytes as they come.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.done);
        self.done = 0;
        self.bytes.extend_from_slice(bytes);
        self.expired = false;
    }

    /// How many milliseconds to wait for more bytes before [`Self::expire`]; None when
    /// nothing is half done. A lone Escape may be the key; longer pieces are hardly typed,
    /// so they may take longer.
    pub fn wait(&self) -> Option<u16> {
        match self.rest() {
            [] if self.paste.is_none() => None,
            [ESC] if self.paste.is_none() => Some(self.patience),
            _ => Some(self.patience.saturating_mul(8)),
        }
    }

    /// Nothing came in time.
    pub fn expire(&mut self) {
        self.expired = true;
    }

    /// The undecoded bytes.
    pub fn into_rest(self) -> Vec<u8> {
        self.rest().to_vec()
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.done..).unwrap_or_default()
    }

    /// Bytes of a paste go to it until its end, or until silence.
    fn pasted(&mut self) -> Option<Input> {
        let rest = self.bytes.get(self.done..).unwrap_or_default();
        let end = find(rest, PASTE_END);
        // The end mark may be cut: its beginning stays for the next time.
        let cut = (1..PASTE_END.len())
            .rev()
            .find(|n| PASTE_END.get(..*n).is_some_and(|head| rest.ends_with(head)));
        let taken = match end {
            Some(end) => end,
            None if self.expired => rest.len(),
            None => rest.len() - cut.unwrap_or(0),
        };
        let paste = self.paste.as_mut()?;
        let room = PASTE_LIMIT.saturating_sub(paste.len());
        paste.extend_from_slice(rest.get(..taken.min(room)).unwrap_or_default());
        self.done += taken + end.map_or(0, |_| PASTE_END.len());
        if end.is_none() && !self.expired {
            return None;
        }
        let paste = self.paste.take()?;
        let text = String::from_utf8_lossy(&paste);
        Some(Input::Paste(crate::text::sanitize_line(&text)))
    }
}

impl Iterator for Decoder {
    type Item = Input;

    /// The next input, None when more bytes are needed. Never ends for good.
    fn next(&mut self) -> Option<Input> {
        loop {
            if self.paste.is_some() {
                return self.pasted();
            }
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            if rest.starts_with(b"\x1b[200~") {
                self.done += 6;
                self.paste = Some(Vec::new());
                continue;
            }
            match step(rest, self.expired) {
                Step::More => return None,
                Step::Took(count, input) => {
                    self.done += count;
                    if input.is_some() {
                        return input;
                    }
                }
            }
        }
    }
}

/// Decodes the first input of some bytes, which are not empty.
fn step(bytes: &[u8], expired: bool) -> Step {
    match bytes {
        [] => Step::More,
        [ESC] if expired => key(1, Key::plain(Code::Escape)),
        [ESC] => Step::More,
        [ESC, ESC, ..] => key(1, Key::plain(Code::Escape)),
        [ESC, b'['] | [ESC, b'O'] if expired => alt(2, bytes[1]),
        [ESC, b'[', ..] => control_sequence(bytes, expired),
        [ESC, b'O', ..] => single_shift(bytes),
        [ESC, b']' | b'P' | b'_' | b'^' | b'X', ..] => string_sequence(bytes, expired),
        [ESC, second, ..] if *second < 0x80 => alt(2, *second),
        [ESC, ..] => match character(&bytes[1..]) {
            Some((count, Some(c))) => key(
                1 + count,
                Key {
                    alt: true,
                    ..Key::char(c)
                },
            ),
            Some((count, None)) => Step::Took(1 + count, None),
            None if expired => Step::Took(bytes.len(), None),
            None => Step::More,
        },
        [byte, ..] if *byte < 0x80 => key(1, ascii(*byte)),
        _ => match character(bytes) {
            Some((count, Some(c))) => key(count, Key::char(c)),
            Some((count, None)) => Step::Took(count, None),
            None if expired => Step::Took(bytes.len(), None),
            None => Step::More,
        },
    }
}

const fn key(count: usize, key: Key) -> Step {
    Step::Took(count, Some(Input::Key(key)))
}

const fn alt(count: usize, byte: u8) -> Step {
    key(
        count,
        Key {
            alt: true,
            ..ascii(byte)
        },
    )
}

const fn ascii(byte: u8) -> Key {
    match byte {
        b'\r' => Key::plain(Code::Enter),
        b'\t' => Key::plain(Code::Tab),
        0x7f => Key::plain(Code::Backspace),
        ESC => Key::plain(Code::Escape),
        0 => Key::control(' '),
        1..=26 => Key::control((byte - 1 + b'a') as char),
        28..=31 => Key::control((byte + 0x40) as char),
        _ => Key::char(byte as char),
    }
}

/// The first character: its bytes and itself, or None itself for bytes that are no UTF-8;
/// None altogether when it is cut.
fn character(bytes: &[u8]) -> Option<(usize, Option<char>)> {
    let head = bytes.get(..bytes.len().min(4)).unwrap_or_default();
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(head.get(..error.valid_up_to())?).ok()?
        }
        Err(error) => return error.error_len().map(|count| (count, None)),
    };
    // C1 controls are no keys.
    let c = valid.chars().next()?;
    Some((c.len_utf8(), Some(c).filter(|c| !c.is_control())))
}

/// `ESC O x`: keys of the application modes, and F1 to F4.
fn single_shift(bytes: &[u8]) -> Step {
    let Some(last) = bytes.get(2) else {
        return Step::More;
    };
    let code = match last {
        b'M' => Code::Enter,
        b'P'..=b'S' => Code::F(last - b'P' + 1),
        _ => match cursor(*last) {
            Some(code) => code,
            None => return Step::Took(3, None),
        },
    };
    key(3, Key::plain(code))
}

const fn cursor(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'Z' => Code::BackTab,
        _ => return None,
    })
}

/// `ESC [ parameters intermediates final`.
fn control_sequence(bytes: &[u8], expired: bool) -> Step {
    // The Linux console: ESC [ [ A to E are F1 to F5.
    if bytes.get(2) == Some(&b'[') {
        return match bytes.get(3) {
            Some(last @ b'A'..=b'E') => key(4, Key::plain(Code::F(last - b'A' + 1))),
            Some(_) => Step::Took(3, None),
            None if expired => Step::Took(3, None),
            None => Step::More,
        };
    }
    let body = bytes.get(2..).unwrap_or_default();
    match body.iter().position(|byte| !(0x20..0x40).contains(byte)) {
        Some(at) if (0x40..0x7f).contains(&body[at]) => {
            let count = at + 3;
            Step::Took(count, meaning(&body[..at], body[at]))
        }
        // A control byte breaks the sequence off; it is decoded by itself.
        Some(at) => Step::Took(at + 2, None),
        None if expired || body.len() > SEQUENCE_LIMIT => Step::Took(bytes.len(), None),
        None => Step::More,
    }
}

/// Answers to questions (`ESC ] … ST`, `ESC P … ST`) are no keys.
fn string_sequence(bytes: &[u8], expired: bool) -> Step {
    let end = bytes
        .iter()
        .enumerate()
        .skip(2)
        .find_map(|(at, byte)| match byte {
            0x07 => Some(at + 1),
            b'\\' if bytes[at - 1] == ESC => Some(at + 1),
            _ => None,
        });
    match end {
        Some(end) => Step::Took(end, None),
        None if expired && bytes.len() == 2 => alt(2, bytes[1]),
        None if expired || bytes.len() > SEQUENCE_LIMIT => Step::Took(bytes.len(), None),
        None => Step::More,
    }
}

fn meaning(body: &[u8], last: u8) -> Option<Input> {
    let body = std::str::from_utf8(body).ok()?;
    if let Some(mouse) = body.strip_prefix('<') {
        return click(mouse, last);
    }
    let mut numbers = body
        .split(';')
        // `code:alternate` of the kitty protocol: the code counts.
        .map(|part| part.split(':').next().unwrap_or_default())
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let first = numbers.next().unwrap_or(0);
    let modifiers = numbers.next().unwrap_or(1).saturating_sub(1);
    let code = match last {
        b'~' => match first {
            1 | 7 => Code::Home,
            2 => Code::Insert,
            3 => Code::Delete,
            4 | 8 => Code::End,
            5 => Code::PageUp,
            6 => Code::PageDown,
            11..=15 => Code::F((first - 10) as u8),
            17..=21 => Code::F((first - 11) as u8),
            23 | 24 => Code::F((first - 12) as u8),
            27 => return encoded(numbers.next()?, modifiers),
            _ => return None,
        },
        b'u' => return encoded(first, modifiers),
        // With parameters, R is the place of the cursor: a late answer to the probe.
        b'P' | b'Q' | b'S' => Code::F(last - b'P' + 1),
        _ => cursor(last)?,
    };
    Some(Input::Key(Key {
        code,
        control: modifiers & 4 != 0,
        alt: modifiers & 2 != 0,
    }))
}

/// A key as a code point with modifiers: kitty's protocol and xterm's modifyOtherKeys.
fn encoded(code: u32, modifiers: u32) -> Option<Input> {
    let c = char::from_u32(code)?;
    let plain = match u8::try_from(code) {
        Ok(b'\t') if modifiers & 1 != 0 => Key::plain(Code::BackTab),
        Ok(byte @ (b'\r' | b'\t' | ESC | 0x7f)) => ascii(byte),
        _ if c.is_control() => return None,
        _ if modifiers & 1 != 0 => Key::char(c.to_uppercase().next()?),
        _ => Key::char(c),
    };
    Some(Input::Key(Key {
        control: modifiers & 4 != 0,
        alt: modifiers & 2 != 0,
        ..plain
    }))
}

/// `ESC [ < button ; column ; row M`, or `m` when released.
fn click(body: &str, last: u8) -> Option<Input> {
    let mut numbers = body.split(';').map(str::parse::<u16>);
    let (button, x, y) = (
        numbers.next()?.ok()?,
        numbers.next()?.ok()?.checked_sub(1)?,
        numbers.next()?.ok()?.checked_sub(1)?,
    );
    match (button, last) {
        (0, b'M') => Some(Input::Click(x, y)),
        (64, b'M') => Some(Input::Wheel(-1, x, y)),
        (65, b'M') => Some(Input::Wheel(1, x, y)),
        _ => None,
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
    use proptest::prelude::*;

    /// Decodes bytes that come in one piece, and what is left when time is over.
    fn decode(bytes: &[u8]) -> Vec<Input> {
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
        let expected: Vec<_> = expected.iter().copied().map(Input::Key).collect();
        assert_eq!(decode(bytes.as_bytes()), expected, "{bytes:?}");
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
    fn what_is_no_key_is_dropped() {
        check("\x1b[12;40Rj", &[Key::char('j')]);
        check("\x1b[?64;1;2cj", &[Key::char('j')]);
        check("\x1b]11;rgb:0/0/0\x1b\\j", &[Key::char('j')]);
        check("\x1bP1$r0m\x1b\\j", &[Key::char('j')]);
        check("\x1b[I\x1b[Oj", &[Key::char('j')]);
        check("\u{9b}j", &[Key::char('j')]);
        assert_eq!(decode(b"\xff\xfej"), [Input::Key(Key::char('j'))]);
    }

    #[test]
    fn paste_and_mouse() {
        assert_eq!(
            decode("\x1b[200~小巨人\n\x1b[31mx\x1b[201~j".as_bytes()),
            [
                Input::Paste(crate::text::sanitize_line("小巨人\n\x1b[31mx")),
                Input::Key(Key::char('j'))
            ]
        );
        assert_eq!(
            decode(b"\x1b[200~ab\x1b[20"),
            [Input::Paste("ab[20".into())]
        );
        assert_eq!(
            decode(b"\x1b[<0;3;4M\x1b[<0;3;4m\x1b[<65;1;1M"),
            [Input::Click(2, 3), Input::Wheel(1, 0, 0)]
        );
    }

    /// A lone Escape at the end of a read, the rest a moment later: an arrow, not three keys.
    #[test]
    fn an_arrow_cut_by_the_network() {
        let mut decoder = Decoder::new(25);
        decoder.push(b"\x1b");
        assert_eq!(decoder.next(), None);
        assert_eq!(decoder.wait(), Some(25));
        decoder.push(b"[");
        assert_eq!(decoder.next(), None);
        decoder.push(b"A");
        assert_eq!(decoder.next(), Some(Input::Key(Key::plain(Code::Up))));
        assert_eq!(decoder.wait(), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// Any bytes, cut anywhere, end: and mean the same as in one piece.
        #[test]
        fn cuts_change_nothing(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "\x1b", "[", "O", "A", "1;5", "~", "200~", "201~", "j", "看", "\u{9b}", "]", "\\", "\x07", "<", "M",
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
        fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            decode(&bytes);
        }
    }
}
