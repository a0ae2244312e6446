//! Reads lines of a file of any size, with one line in memory. Reading may stop within a line and
//! continue there later.

use crate::bytes::{Reader as ByteReader, Writer as ByteWriter};
use std::io::{self, BufRead, BufReader, Read};

/// Maximum bytes of a line, line end included; longer lines are dropped.
pub const LONGEST: usize = 4 << 20;
/// A buffer larger than this is released after a long line.
const KEEP: usize = 64 << 10;

/// What was read of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// Complete, with its end.
    Whole(&'a [u8]),
    /// The last line so far, without an end.
    Open(&'a [u8]),
    /// Longer than [`LONGEST`].
    TooLong,
}

/// The read position, and the last line if it has no end yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    bytes: u64,
    lines: usize,
    open: Vec<u8>,
    /// The incomplete line is already too long.
    passing: bool,
}

impl Lines {
    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads to the end; `take` receives the lines and their numbers, from 1.
    ///
    /// # Errors
    /// Reading fails; it can be resumed at [`bytes`](Self::bytes).
    pub fn read(
        &mut self,
        from: impl Read,
        take: &mut dyn FnMut(usize, Line<'_>),
    ) -> io::Result<()> {
        let mut from = BufReader::with_capacity(KEEP, from);
        loop {
            let before = self.open.len();
            let room = (LONGEST + 1 - before) as u64;
            let result = from.by_ref().take(room).read_until(b'\n', &mut self.open);
            let read = self.open.len() - before;
            self.bytes += read as u64;
            result?;
            if read == 0 {
                break;
            }
            self.lines += usize::from(self.open.ends_with(b"\n"));
            self.tell(take);
        }
        if !self.open.is_empty() {
            take(self.lines + 1, Line::Open(&self.open));
        }
        Ok(())
    }

    pub(super) fn encode(&self, out: &mut ByteWriter) {
        out.number(self.bytes);
        out.number(self.lines as u64);
        out.bytes(&self.open);
        out.byte(u8::from(self.passing));
    }

    pub(super) fn decode(bytes: &mut ByteReader<'_>) -> Option<Self> {
        Some(Self {
            bytes: bytes.number()?,
            lines: bytes.size()?,
            open: bytes.bytes()?.to_owned(),
            passing: bytes.byte()? != 0,
        })
    }

    /// Reports the last line, unless more of it may follow.
    fn tell(&mut self, take: &mut dyn FnMut(usize, Line<'_>)) {
        let ended = self.open.ends_with(b"\n");
        let too_long = self.open.len() > LONGEST;
        if too_long && !self.passing {
            take(self.lines + usize::from(!ended), Line::TooLong);
        } else if ended && !self.passing {
            take(self.lines, Line::Whole(&self.open));
        }
        self.passing = (self.passing || too_long) && !ended;
        if ended || self.passing {
            self.open.clear();
            self.open.shrink_to(KEEP);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The lines of consecutive pieces; incomplete ones only at the end.
    fn lines(pieces: &[&[u8]]) -> Vec<(usize, String)> {
        let (mut state, mut all) = (Lines::default(), Vec::new());
        for (nth, piece) in pieces.iter().enumerate() {
            let last = nth + 1 == pieces.len();
            let mut take = |number, line: Line<'_>| match line {
                Line::Whole(text) => all.push((number, String::from_utf8_lossy(text).into_owned())),
                Line::Open(text) if last => {
                    all.push((number, String::from_utf8_lossy(text).into_owned()));
                }
                Line::Open(_) => {}
                Line::TooLong => all.push((number, "too long".to_owned())),
            };
            state.read(*piece, &mut take).unwrap();
            assert!(state.open.len() <= LONGEST);
        }
        let expected: usize = pieces.iter().map(|piece| piece.len()).sum();
        assert_eq!(state.bytes(), expected as u64);
        all
    }

    #[test]
    fn a_line_has_a_limit() {
        let check = |pieces: &[&[u8]], expected: &[(usize, &str)]| {
            let expected: Vec<_> = expected
                .iter()
                .map(|(number, text)| (*number, (*text).to_owned()))
                .collect();
            assert_eq!(lines(pieces), expected);
        };
        check(&[b""], &[]);
        check(&[b"a\n\nb"], &[(1, "a\n"), (2, "\n"), (3, "b")]);
        check(&[b"a", b"b\nc", b"\n"], &[(1, "ab\n"), (2, "c\n")]);
        let long = vec![0; LONGEST + 1];
        check(&[&long], &[(1, "too long")]);
        check(
            &[&long, &long, &long, b"\nb\n"],
            &[(1, "too long"), (2, "b\n")],
        );
        check(
            &[&[long.as_slice(), b"\nb"].concat()],
            &[(1, "too long"), (2, "b")],
        );
        let mut whole = vec![b'a'; LONGEST];
        whole[LONGEST - 1] = b'\n';
        assert_eq!(lines(&[&whole]).len(), 1);
        assert_ne!(lines(&[&whole])[0].1, "too long");
        whole.insert(0, b'a');
        check(&[&whole, b"b\n"], &[(1, "too long"), (2, "b\n")]);
    }

    proptest! {
        #[test]
        fn chunks_of_any_size_give_the_same_lines(text in "[ab\n]{0,40}", cuts in prop::collection::vec(0..40_usize, 0..4)) {
            let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
            cuts.sort_unstable();
            let ends = cuts.iter().copied().chain([text.len()]);
            let starts = [0].into_iter().chain(cuts.iter().copied());
            let pieces: Vec<&[u8]> = starts.zip(ends).map(|(from, to)| &text.as_bytes()[from..to]).collect();
            let expected: Vec<_> = text
                .split_inclusive('\n')
                .enumerate()
                .map(|(nth, line)| (nth + 1, line.to_owned()))
                .collect();
            // An empty last piece reports the incomplete line once more.
            prop_assert_eq!(lines(&pieces), expected);
        }
    }
}
