//! Breaks beside signs that begin a name: `.gitignore`, `/etc/hosts`, `~/.ssh`, `--local`. To
//! UAX #14 they are punctuation that ends a word (LB13, LB15d, LB21).
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

use super::segmenter::Place;
use crate::text::property::{Class, Property, Script};
use crate::text::script;
use crate::typeset::inline::particle::starts_with_particle;
use std::ops::Range;

/// Folders at the root of a file system. After an ideograph without a space, only a path that
/// begins with one of these is told from an alternative such as 前端/UI.
const ROOT_FOLDERS: &[&str] = &[
    "Applications",
    "Library",
    "Users",
    "bin",
    "boot",
    "dev",
    "etc",
    "home",
    "lib",
    "mnt",
    "opt",
    "proc",
    "root",
    "run",
    "sbin",
    "srv",
    "sys",
    "tmp",
    "usr",
    "var",
];

/// What the sign at the start of a name decides about a break beside it: `Some(true)` before
/// the sign, `Some(false)` between the sign and the rest of the name.
pub(super) fn break_at(place: &Place<'_>) -> Option<bool> {
    let Place {
        text,
        at,
        before,
        after,
        spaced,
        ..
    } = *place;
    if after.c == '/' && text[at..].starts_with("//@") {
        // Forwarded words.
        return Some(true);
    }
    let begins_pattern = before.c == '/' && matches!(after.c, '^' | '\\' | '[');
    if matches!(before.c, '/' | '-')
        && !spaced
        && (after.c.is_ascii_alphanumeric() || begins_pattern)
    {
        let head = &text[..at];
        if before.c == '-' && (is_short_compound(head, &text[at..]) || is_in_option(head)) {
            return Some(false);
        }
        let sign = if before.c == '/' {
            let path = head.trim_end_matches(['.', '~', '/']);
            &head[path.len()..]
        } else {
            &head[head.trim_end_matches('-').len()..]
        };
        if before.c == '/' && is_short_path(head, &text[at..]) {
            return Some(false);
        }
        let start = at - sign.len();
        let leads = matches!(sign, "/" | "./" | "../" | "~/" | "--");
        return (leads && begins(text, start)).then_some(false);
    }
    // A command such as `:help` begins a word of its own, unlike a colon between Latin words.
    let is_beside = match after.c {
        ':' => spaced && is_square(before.c),
        _ => spaced || is_square(before.c),
    };
    let starts_name = matches!(after.c, '.' | '/' | '~' | '-' | ':')
        && is_beside
        && name_follows(&text[at..])
        && begins(text, at);
    starts_name.then_some(true)
}

/// Whether a hyphen is in a compound with a part too short for a line of its own: one letter
/// before the hyphen or at most two after it (`e-mail`, `ITU-T`, `vimdoc-ja`).
fn is_short_compound(head: &str, tail: &str) -> bool {
    let letters = |c: &char| c.is_alphabetic() && !is_square(*c);
    let mut before = head[..head.len() - 1].chars().rev();
    let first = before.next().filter(letters).is_some();
    let single = first && before.next().filter(letters).is_none();
    let after = tail.chars().take(3).take_while(letters).count();
    let ends = !tail
        .chars()
        .nth(after)
        .is_some_and(|c| c == '-' || c.is_ascii_digit());
    first && (single || (1..3).contains(&after) && ends)
}

/// The bytes of the longest option that does not break, up to its last hyphen.
const MAX_OPTION: usize = 20;

/// Whether the hyphen at the end of `head` is inside an option: `--pure-lockfile`.
fn is_in_option(head: &str) -> bool {
    let inside = |c: &u8| c.is_ascii_alphanumeric() || *c == b'-';
    let bytes = head.bytes().rev().take(MAX_OPTION + 1);
    let length = bytes.take_while(inside).count();
    let start = head.len() - length;
    length <= MAX_OPTION && head[start..].starts_with("--") && begins(head, start)
}

/// The longest name with a slash, in characters, that does not break after it (`Unix/Linux`).
const MAX_SHORT_PATH: usize = 12;

/// Whether the slash at the end of `head` is in a short name.
fn is_short_path(head: &str, tail: &str) -> bool {
    let inside = |c: &u8| c.is_ascii_alphanumeric() || matches!(c, b'/' | b'.' | b'-' | b'_');
    let limit = MAX_SHORT_PATH + 1;
    let before = head.bytes().rev().take(limit).take_while(inside).count();
    let after = tail.bytes().take(limit).take_while(inside).count();
    let named = head
        .bytes()
        .nth_back(1)
        .is_some_and(|c| c.is_ascii_alphanumeric());
    named && before + after <= MAX_SHORT_PATH
}

/// Whether a sign is followed by a name. After a slash it may be Korean: a slash that belongs to
/// the word before has no space before it.
fn name_follows(rest: &str) -> bool {
    let word = rest.strip_prefix('/').unwrap_or_default();
    if word.chars().next().map(script) == Some(Script::Hangul) {
        return true;
    }
    let bytes = rest.as_bytes();
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    match bytes {
        [b'.', b'.', b'/', ..] => letter(3),
        [b'-', b'-', ..] => letter(2),
        [b'.' | b'~', b'/', ..] => letter(2) || bytes.get(2) == Some(&b'.') && letter(3),
        [b'/', b'.', ..] => letter(2),
        // A regular expression.
        [b'/', b'^' | b'\\' | b'[', ..] => true,
        [b'.' | b'/' | b':', ..] => letter(1),
        _ => false,
    }
}

/// Whether a name may begin at a place: after a space, an opening mark or a full-width mark of
/// a pause; after an ideograph only where the name is not a suffix (`.pdf`) or an alternative.
fn begins(text: &str, start: usize) -> bool {
    let rest = &text[start..];
    let Some(before) = text[..start].chars().next_back() else {
        return true;
    };
    let property = Property::of(before);
    match property.class() {
        _ if before.is_whitespace() => true,
        Class::OP | Class::QU | Class::QUPi => true,
        _ if matches!(
            before,
            '、' | '，' | '。' | '；' | '：' | '！' | '？' | '・'
        ) =>
        {
            !rest[1..].starts_with(|c: char| c.is_ascii_uppercase())
        }
        _ if !is_square(before) => false,
        _ if rest.starts_with("~/") || rest.starts_with("--") => true,
        // No suffix follows a particle.
        _ if rest.starts_with('.') && starts_with_particle(before.encode_utf8(&mut [0; 4])) => true,
        _ => {
            let word = rest.strip_prefix('/').unwrap_or_default();
            let end = word.find(|c: char| !c.is_ascii_alphanumeric());
            ROOT_FOLDERS.contains(&&word[..end.unwrap_or(word.len())])
        }
    }
}

/// The longest handle of social media, in characters.
const MAX_HANDLE: usize = 12;

/// The handle that begins with the `@` at a byte (`@A大师-懒惰的投资人`), with the slashes before it
/// that mark forwarded words. It does not break. Of a longer run of letters only the first is known to
/// belong to it.
pub(super) fn handle_at(text: &str, at: usize) -> Range<usize> {
    let is_part = |c: &char| c.is_alphanumeric() || "_-·.".contains(*c);
    let rest = &text[at + 1..];
    let letters = || rest.chars().take_while(is_part);
    let length = match letters().take(MAX_HANDLE + 1).count() {
        0 => return at..at,
        count if count > MAX_HANDLE => 1,
        count => count,
    };
    let bytes: usize = letters().take(length).map(char::len_utf8).sum();
    let slashes = if text[..at].ends_with("//") { 2 } else { 0 };
    at - slashes..at + 1 + bytes
}

/// An ideograph or kana, or a mark of two cells. Hangul takes a particle on either side.
fn is_square(c: char) -> bool {
    let property = Property::of(c);
    property.east_asian() && property.script() != Script::Hangul
}

/// Whether the cluster after a place is a dash between two spaces (“title - subtitle”), which
/// stays at the end of the line before.
pub(super) fn is_spaced_dash(place: &Place<'_>) -> bool {
    let dash = matches!(place.after.c, '-' | '–' | '—');
    dash && place.spaced && {
        let mut rest = place.text[place.at..].chars();
        rest.next();
        rest.next().is_none_or(|c| c == ' ')
    }
}
