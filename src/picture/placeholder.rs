//! Pictures of kitty's protocol within tmux. The picture is sent to the terminal past tmux; where it is
//! shown, there are placeholders, which tmux moves and covers like other characters. See "Unicode
//! placeholders" in the description of the protocol.

use std::io::Write;
use std::ops::Range;

const PLACEHOLDER: char = '\u{10eeee}';

/// The marks that stand for numbers, in their order: the marks of Unicode 6.0 above a letter (class 230)
/// that no normalization joins with one.
#[rustfmt::skip]
const MARKS: &[(u32, u32)] = &[
    (0x0305, 0x0305), (0x030d, 0x030e), (0x0310, 0x0310), (0x0312, 0x0312), (0x033d, 0x033f),
    (0x0346, 0x0346), (0x034a, 0x034c), (0x0350, 0x0352), (0x0357, 0x0357), (0x035b, 0x035b),
    (0x0363, 0x036f), (0x0483, 0x0487), (0x0592, 0x0595), (0x0597, 0x0599), (0x059c, 0x05a1),
    (0x05a8, 0x05a9), (0x05ab, 0x05ac), (0x05af, 0x05af), (0x05c4, 0x05c4), (0x0610, 0x0617),
    (0x0657, 0x065b), (0x065d, 0x065e), (0x06d6, 0x06dc), (0x06df, 0x06e2), (0x06e4, 0x06e4),
    (0x06e7, 0x06e8), (0x06eb, 0x06ec), (0x0730, 0x0730), (0x0732, 0x0733), (0x0735, 0x0736),
    (0x073a, 0x073a), (0x073d, 0x073d), (0x073f, 0x0741), (0x0743, 0x0743), (0x0745, 0x0745),
    (0x0747, 0x0747), (0x0749, 0x074a), (0x07eb, 0x07f1), (0x07f3, 0x07f3), (0x0816, 0x0819),
    (0x081b, 0x0823), (0x0825, 0x0827), (0x0829, 0x082d), (0x0951, 0x0951), (0x0953, 0x0954),
    (0x0f82, 0x0f83), (0x0f86, 0x0f87), (0x135d, 0x135f), (0x17dd, 0x17dd), (0x193a, 0x193a),
    (0x1a17, 0x1a17), (0x1a75, 0x1a7c), (0x1b6b, 0x1b6b), (0x1b6d, 0x1b73), (0x1cd0, 0x1cd2),
    (0x1cda, 0x1cdb), (0x1ce0, 0x1ce0), (0x1dc0, 0x1dc1), (0x1dc3, 0x1dc9), (0x1dcb, 0x1dcc),
    (0x1dd1, 0x1de6), (0x1dfe, 0x1dfe), (0x20d0, 0x20d1), (0x20d4, 0x20d7), (0x20db, 0x20dc),
    (0x20e1, 0x20e1), (0x20e7, 0x20e7), (0x20e9, 0x20e9), (0x20f0, 0x20f0), (0x2cef, 0x2cf1),
    (0x2de0, 0x2dff), (0xa66f, 0xa66f), (0xa67c, 0xa67d), (0xa6f0, 0xa6f1), (0xa8e0, 0xa8f1),
];

/// The mark that stands for a number.
fn mark(number: u16) -> char {
    let marks = MARKS.iter().flat_map(|(first, last)| *first..=*last);
    let mark = marks.skip(number.into()).find_map(char::from_u32);
    mark.unwrap_or(PLACEHOLDER)
}

/// The number of a picture that its cells can name: the last byte by a colour of the table of 256 beyond
/// those that themes change, the first by a mark. Other bytes would need a colour that tmux may change.
pub fn number(id: u32) -> u32 {
    let (first, last) = (id / 240 % 256, id % 240 + 16);
    first << 24 | last
}

/// Writes some rows of a picture at the cursor, in as many rows of the screen.
pub fn write(number: u32, columns: u16, rows: Range<u16>, out: &mut Vec<u8>) {
    let (first, colour) = (number >> 24, number & 0xff);
    // The cursor and the style are those from before afterwards.
    let _ = write!(out, "\x1b7\x1b[0;38;5;{colour}m");
    for row in rows.clone() {
        if row > rows.start {
            let _ = write!(out, "\x1b[{columns}D\x1b[B");
        }
        let (row, column, first) = (mark(row), mark(0), mark(first as u16));
        let _ = write!(out, "{PLACEHOLDER}{row}{column}{first}");
        // Each of the others continues the cell before it.
        for _ in 1..columns {
            let _ = write!(out, "{PLACEHOLDER}");
        }
    }
    out.extend_from_slice(b"\x1b8");
}

/// Writes a sequence that tmux passes to the terminal.
pub fn pass_through(sequence: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1bPtmux;");
    for byte in sequence {
        if *byte == 0x1b {
            out.push(0x1b);
        }
        out.push(*byte);
    }
    out.extend_from_slice(b"\x1b\\");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_marks_of_the_protocol() {
        for (number, expected) in [
            (0, '\u{305}'),
            (1, '\u{30d}'),
            (9, '\u{34a}'),
            (30, '\u{483}'),
            (164, '\u{1dc0}'),
            (267, '\u{a8f1}'),
        ] {
            assert_eq!(mark(number), expected, "{number}");
        }
    }

    #[test]
    fn pictures_have_different_numbers() {
        let numbers: std::collections::HashSet<u32> = (0..60_000).map(number).collect();
        assert_eq!(numbers.len(), 60_000);
        assert!(
            numbers
                .iter()
                .all(|number| number & 0xff >= 16 && number & 0x00ff_ff00 == 0)
        );
    }

    #[test]
    fn cells_name_row_and_picture() {
        let mut out = Vec::new();
        write(2 << 24 | 7, 3, 1..3, &mut out);
        let text = String::from_utf8(out).expect("UTF-8");
        let p = PLACEHOLDER;
        assert_eq!(
            text,
            format!(
                "\x1b7\x1b[0;38;5;7m{p}\u{30d}\u{305}\u{30e}{p}{p}\x1b[3D\x1b[B{p}\u{30e}\u{305}\u{30e}{p}{p}\x1b8"
            )
        );
    }

    #[test]
    fn escapes_are_doubled_for_tmux() {
        let mut out = Vec::new();
        pass_through(b"\x1b_Ga\x1b\\", &mut out);
        assert_eq!(out, b"\x1bPtmux;\x1b\x1b_Ga\x1b\x1b\\\x1b\\");
    }
}
