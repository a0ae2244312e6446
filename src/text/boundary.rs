//! Byte offsets that are moved to a char boundary.

/// The char boundary at or before `byte`; the end of the text for a byte past it.
pub(crate) fn floor_char_boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// The char boundary at or after `byte`; the end of the text for a byte past it.
pub(crate) fn ceil_char_boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte += 1;
    }
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_move_to_char_boundaries() {
        fn check(text: &str, byte: usize, floor: usize, ceil: usize) {
            let found = (
                floor_char_boundary(text, byte),
                ceil_char_boundary(text, byte),
            );
            assert_eq!(found, (floor, ceil), "{text:?} {byte}");
        }
        check("", 0, 0, 0);
        check("a中b", 1, 1, 1);
        check("a中b", 2, 1, 4);
        check("a中b", 3, 1, 4);
        check("a中b", 9, 5, 5);
    }
}
