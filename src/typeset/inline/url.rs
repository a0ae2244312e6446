//! Break opportunities inside web addresses.

/// Whether an address may break between two characters: after `/ ? & = # - _ .`, but neither
/// before another mark nor inside a number.
pub fn may_break(before: char, after: char) -> bool {
    match before {
        '.' => after.is_ascii_alphabetic(),
        '/' | '?' | '&' | '=' | '#' | '-' | '_' => after.is_ascii_alphanumeric(),
        _ => false,
    }
}
