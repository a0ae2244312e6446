//! Time zones after a clock: offsets, abbreviations, and comments in parentheses.

use super::zone::Zone;

/// Zone abbreviations with their hours east of UTC: RFC 2822's table, Japan and Korea.
#[rustfmt::skip]
const ZONES: &[(&str, i32)] = &[
    ("Z", 0), ("UT", 0), ("UTC", 0), ("GMT", 0),
    ("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5),
    ("MST", -7), ("MDT", -6), ("PST", -8), ("PDT", -7),
    ("JST", 9), ("KST", 9),
];

/// Removes RFC 2822 comments, such as the zone's full name. A zone (also an IANA name) or a
/// number in parentheses is kept.
pub fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(['(', '（']) {
        let Some((comment, behind)) = after.split_once([')', '）']) else {
            break;
        };
        out.push_str(before);
        let counts = zone_of(comment).is_some()
            || comment.contains(|c: char| c.is_ascii_digit())
            || comment.contains('/') && Zone::named(comment).is_some();
        out.push(' ');
        out.push_str(if counts { comment } else { "" });
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The zone named by a whole word.
pub fn zone_of(word: &str) -> Option<&'static (&'static str, i32)> {
    let lower = matches!(word, "z" | "gmt" | "utc");
    let is = |name: &str| name == word || (lower && name.eq_ignore_ascii_case(word));
    ZONES.iter().find(|(name, _)| is(name))
}
