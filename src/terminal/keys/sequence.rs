//! Decodes the first input of some bytes: UTF-8, control characters, escape sequences of keys and
//! clicks. Late answers to the probe are dropped.

use super::TerminalInput;
use crate::input::{Code, Input, Key};
use crate::terminal::graphics::Answer;
use crate::terminal::probe::background;

pub(crate) const ESC: u8 = 0x1b;
/// The result of decoding the first bytes.
pub(crate) enum Step {
    /// This many bytes are an input, or are dropped.
    Took(usize, Option<TerminalInput>),
    /// The sequence is incomplete.
    More,
}

/// Decodes the first input. `expired`: no more bytes will come.
pub(crate) fn step(bytes: &[u8], expired: bool) -> Step {
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
    Step::Took(count, Some(TerminalInput::User(Input::Key(key))))
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

/// The length of the first character and the character, which is `None` for invalid UTF-8 and
/// control characters. The result is `None` when the character is incomplete.
fn character(bytes: &[u8]) -> Option<(usize, Option<char>)> {
    let head = bytes.get(..bytes.len().min(4)).unwrap_or_default();
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(head.get(..error.valid_up_to())?).ok()?
        }
        Err(error) => return error.error_len().map(|count| (count, None)),
    };
    // C1 control characters are not keys.
    let c = valid.chars().next()?;
    Some((c.len_utf8(), Some(c).filter(|c| !c.is_control())))
}

/// `ESC O x` (SS3): keys in the application modes, and F1 to F4.
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
        // A control byte ends the sequence and is decoded by itself.
        Some(at) => Step::Took(at + 2, None),
        None if expired => Step::Took(bytes.len(), None),
        None => Step::More,
    }
}

/// Whether the bytes begin with the answer to an OSC request, or to one about pictures: then comes text, which is
/// never decoded as keys, whatever pauses it has.
pub(crate) fn is_answer(bytes: &[u8]) -> bool {
    matches!(bytes, [ESC, b']', b'0'..=b'9', ..] | [ESC, b'_', b'G', ..])
}

/// Whether the bytes begin with a string sequence.
pub(crate) fn is_string(bytes: &[u8]) -> bool {
    matches!(bytes, [ESC, b']' | b'P' | b'_' | b'^' | b'X', _, ..])
}

/// String sequences (`ESC ] … ST`, `ESC P … ST`): answers of the terminal.
fn string_sequence(bytes: &[u8], expired: bool) -> Step {
    // A control character or another sequence breaks the string off.
    let end = bytes
        .iter()
        .enumerate()
        .skip(2)
        .find(|(_, byte)| **byte < 0x20);
    match end {
        Some((at, 0x07)) => answer(bytes, at + 1),
        Some((at, &ESC)) => match bytes.get(at + 1) {
            Some(b'\\') => answer(bytes, at + 2),
            Some(_) => Step::Took(at, None),
            None if expired => Step::Took(at, None),
            None => Step::More,
        },
        Some((at, _)) => Step::Took(at, None),
        None if expired && bytes.len() == 2 => alt(2, bytes[1]),
        None if expired && !is_answer(bytes) => Step::Took(bytes.len(), None),
        None => Step::More,
    }
}

fn answer(bytes: &[u8], end: usize) -> Step {
    let answer = bytes.get(..end).unwrap_or_default();
    let background = background(answer).map(TerminalInput::Background);
    Step::Took(
        end,
        background.or_else(|| Answer::of_string(answer).map(TerminalInput::Graphics)),
    )
}

fn meaning(body: &[u8], last: u8) -> Option<TerminalInput> {
    let body = std::str::from_utf8(body).ok()?;
    if last == b'y' {
        // On, off or always on; with any other state the terminal does not support the mode.
        return matches!(body, "?69;1$" | "?69;2$" | "?69;3$").then_some(TerminalInput::Margins);
    }
    if last == b'n' {
        // Ready, or with a fault: both mean that what was sent before has arrived.
        return matches!(body, "0" | "3").then_some(TerminalInput::Status);
    }
    if body.starts_with('?') {
        return Answer::of_control(body, last).map(TerminalInput::Graphics);
    }
    if let Some(mouse) = body.strip_prefix('<') {
        return self::mouse(mouse, last);
    }
    let mut numbers = body
        .split(';')
        // `code:alternate` of the kitty protocol: only the code is used.
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
        // Not R: with parameters it is a cursor position, a late answer to the probe.
        b'P' | b'Q' | b'S' => Code::F(last - b'P' + 1),
        _ => cursor(last)?,
    };
    Some(TerminalInput::User(Input::Key(Key {
        code,
        control: modifiers & 4 != 0,
        alt: modifiers & 2 != 0,
    })))
}

/// A key given as a code point with modifiers (kitty protocol, xterm modifyOtherKeys).
fn encoded(code: u32, modifiers: u32) -> Option<TerminalInput> {
    let c = char::from_u32(code)?;
    let plain = match u8::try_from(code) {
        Ok(b'\t') if modifiers & 1 != 0 => Key::plain(Code::BackTab),
        Ok(byte @ (b'\r' | b'\t' | ESC | 0x7f)) => ascii(byte),
        _ if c.is_control() => return None,
        _ if modifiers & 1 != 0 => Key::char(c.to_uppercase().next()?),
        _ => Key::char(c),
    };
    Some(TerminalInput::User(Input::Key(Key {
        control: modifiers & 4 != 0,
        alt: modifiers & 2 != 0,
        ..plain
    })))
}

/// `ESC [ < button ; column ; row M`, or `m` when released. 32 is added to the button of a movement.
fn mouse(body: &str, last: u8) -> Option<TerminalInput> {
    let mut numbers = body.split(';').map(str::parse::<u16>);
    let (button, x, y) = (
        numbers.next()?.ok()?,
        numbers.next()?.ok()?.checked_sub(1)?,
        numbers.next()?.ok()?.checked_sub(1)?,
    );
    match (button, last) {
        (0, b'M') => Some(TerminalInput::User(Input::Click(x, y))),
        (0, b'm') => Some(TerminalInput::User(Input::Release)),
        (32, b'M') => Some(TerminalInput::User(Input::Drag(x, y))),
        (64, b'M') => Some(TerminalInput::User(Input::Wheel(-1, x, y))),
        (65, b'M') => Some(TerminalInput::User(Input::Wheel(1, x, y))),
        _ => None,
    }
}
