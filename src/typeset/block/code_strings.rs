//! The strings in a line of code.

use std::ops::Range;

/// The strings of a line, with their quotes. A quote without a second one on the line, and an
/// apostrophe after a letter, begin no string.
pub(super) fn strings(line: &str) -> Vec<Range<usize>> {
    let mut strings = Vec::new();
    let mut from = 0;
    // Quotes that no other follows.
    let mut single: Vec<u8> = Vec::new();
    let bytes = line.as_bytes();
    while let Some(found) = line
        .get(from..)
        .and_then(|rest| rest.find(['"', '\'', '`']))
    {
        let start = from + found;
        let quote = bytes.get(start).copied().unwrap_or_default();
        let word = start.checked_sub(1).and_then(|before| bytes.get(before));
        let is_apostrophe = quote == b'\'' && word.is_some_and(u8::is_ascii_alphanumeric);
        from = start + 1;
        if is_apostrophe || single.contains(&quote) {
            continue;
        }
        match string_end(bytes, from, quote) {
            Some(end) => {
                strings.push(start..end);
                from = end;
            }
            None => single.push(quote),
        }
    }
    strings
}

/// The end of a string after its first quote.
fn string_end(bytes: &[u8], from: usize, quote: u8) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            byte if *byte == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The string around a byte.
pub(super) fn around(strings: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let index = strings.partition_point(|string| string.end <= at);
    strings.get(index).filter(|string| string.start < at)
}
