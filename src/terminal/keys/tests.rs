//! Long and broken sequences of hostile terminals.

use super::TerminalInput;
use super::decode::{Decoder, SEQUENCE_LIMIT};
use crate::input::{Input, Key};

/// A terminal, or whoever writes to it, may send megabytes.
#[test]
fn an_overlong_sequence_is_skipped_to_its_end() {
    let check = |start: &str, text: &str, end: &str, expected: &[Key]| {
        for (length, piece) in [
            (9_000, 1),
            (200_000, 4096),
            (200_000, 4097),
            (200_000, 300_000),
        ] {
            let sent = format!("{start}{}{end}jk", text.repeat(length / text.len()));
            let mut decoder = Decoder::new(25);
            let mut inputs = Vec::new();
            for piece in sent.as_bytes().chunks(piece) {
                decoder.push(piece);
                inputs.extend(decoder.by_ref());
            }
            assert_eq!(decoder.wait(), None);
            let expected = expected.iter().copied();
            let expected: Vec<_> = expected
                .map(|key| TerminalInput::User(Input::Key(key)))
                .collect();
            inputs.retain(|input| !matches!(input, TerminalInput::Graphics(_)));
            assert_eq!(inputs, expected, "{start:?} {end:?}");
        }
    };
    let keys = ['j', 'k'].map(Key::char);
    for end in ["\x1b\\", "\x07"] {
        for start in ["\x1b_Gi=4207849;", "\x1b]11;", "\x1bP1$r", "\x1b^", "\x1bX"] {
            check(start, "q", end, &keys);
        }
    }
    for end in ["c", "S", "A", "~"] {
        check("\x1b[?", "1;", end, &keys);
    }
    // Broken off by a control character, which is decoded.
    let broken = [&[Key::control('c')], &keys[..]].concat();
    check("\x1b_G", "q", "\x03", &broken);
}

#[test]
fn half_an_answer_is_given_up() {
    let check = |half: &str, is_kept: bool| {
        let mut decoder = Decoder::new(25);
        decoder.push(half.as_bytes());
        assert_eq!(decoder.next(), None);
        let number = decoder.unfinished();
        assert!(number.is_some(), "{half:?}");
        decoder.push(b"jjq");
        assert_eq!(decoder.next(), None);
        // Keys do not prolong it.
        assert_eq!(decoder.unfinished() == number, is_kept, "{half:?}");
        decoder.give_up();
        assert_eq!((decoder.unfinished(), decoder.wait()), (None, None));
        decoder.push(b"q");
        let key = TerminalInput::User(Input::Key(Key::char('q')));
        assert_eq!(decoder.next(), Some(key));
    };
    check("\x1b_Gi=4207849;O", true);
    check("\x1b]11;rgb:ff", true);
    check("\x1bP1$r", true);
    check(&format!("\x1b_G{}", "q".repeat(SEQUENCE_LIMIT)), true);
    check(&format!("\x1b_G{}", "q".repeat(SEQUENCE_LIMIT - 4)), false);
    let mut decoder = Decoder::new(25);
    for typed in ["j", "\x1b", "[", "\x1b[200~"] {
        decoder.push(typed.as_bytes());
        while decoder.next().is_some() {}
        assert_eq!(decoder.unfinished(), None, "{typed:?}");
    }
}
