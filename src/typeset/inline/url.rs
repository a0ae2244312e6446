//! Where an address in running text may be broken.

/// Inside an address: after `/ ? & = # - _ .`, not before another mark nor inside a number.
pub fn may_break(before: char, after: char) -> bool {
    match before {
        '.' => after.is_ascii_alphabetic(),
        '/' | '?' | '&' | '=' | '#' | '-' | '_' => after.is_ascii_alphanumeric(),
        _ => false,
    }
}
