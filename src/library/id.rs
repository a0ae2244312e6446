//! The ID of an article: its path relative to the library, as a printable line.

use crate::text::is_hidden;
use std::cmp::Ordering;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

/// The ID of one file name. Bytes that are not UTF-8, `%`, controls, and characters that reorder
/// or hide text are written `%XX`, so two names never share an ID.
pub fn of_name(name: &OsStr) -> String {
    let mut id = String::with_capacity(name.len());
    push_name(name, &mut id);
    id
}

fn push_name(name: &OsStr, id: &mut String) {
    // Nearly every name is written as it is.
    if let Some(name) = name.to_str().filter(|name| name.chars().all(is_written)) {
        return id.push_str(name);
    }
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            if is_written(c) {
                id.push(c);
            } else {
                escape(c.encode_utf8(&mut [0; 4]).as_bytes(), id);
            }
        }
        escape(chunk.invalid(), id);
    }
}

/// A scan asks for every character of every name: the usual ones come first.
fn is_written(c: char) -> bool {
    match c {
        '%' => false,
        ' '..='~' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' => true,
        c => !is_hidden(c),
    }
}

/// Whether a text is the ID of a file in a library: it does not lead out of it, and no other ID
/// leads to the same file.
pub fn is_id(id: &str) -> bool {
    id.split('/').all(is_name)
}

fn is_name(name: &str) -> bool {
    if !name.contains('%') {
        return is_component(name) && name.chars().all(is_written);
    }
    let decoded = path(name);
    !decoded.as_os_str().as_encoded_bytes().contains(&0)
        && decoded
            .components()
            .eq([Component::Normal(decoded.as_os_str())])
        && of_name(decoded.as_os_str()) == name
}

/// Whether a text is one component of a path, and neither `.` nor `..`.
fn is_component(name: &str) -> bool {
    // What begins with another character than a dot, and has no separator, is one on every system.
    let is_separator = |byte| matches!(byte, b'/' | b'\\' | b':');
    if !name.is_empty() && !name.starts_with('.') && !name.bytes().any(is_separator) {
        return true;
    }
    let mut components = Path::new(name).components();
    components.next() == Some(Component::Normal(name.as_ref())) && components.next().is_none()
}

fn escape(bytes: &[u8], id: &mut String) {
    for byte in bytes {
        let _ = write!(id, "%{byte:02X}");
    }
}

/// The ID of a file in a folder; the library folder itself has none.
pub fn join(folder: &str, name: &OsStr) -> String {
    let mut id = String::with_capacity(folder.len() + 1 + name.len());
    write(folder, name, &mut id);
    id
}

/// Writes the ID of a file in a folder into a buffer.
pub fn write(folder: &str, name: &OsStr, id: &mut String) {
    id.clear();
    if !folder.is_empty() {
        id.push_str(folder);
        id.push('/');
    }
    push_name(name, id);
}

/// The path that an ID was made from, relative to the library. A `%` without two hexadecimal
/// digits after it, as in an ID that somebody typed, means itself.
pub fn path(id: &str) -> PathBuf {
    if !id.contains('%') {
        return PathBuf::from(id);
    }
    let mut bytes = Vec::with_capacity(id.len());
    let mut rest = id.as_bytes();
    while let [first, after @ ..] = rest {
        match (first, escaped(after)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    of_bytes(bytes)
}

fn escaped(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(unix)]
fn of_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

/// Elsewhere names are Unicode.
#[cfg(not(unix))]
fn of_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// The order of IDs where nothing else decides; numbers in them by value: `page-9` comes before
/// `page-10`.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (one, two) = (a.as_bytes(), b.as_bytes());
    let same = one.iter().zip(two).take_while(|(a, b)| a == b).count();
    let before = one.iter().take(same).rev();
    let start = same - before.take_while(|byte| byte.is_ascii_digit()).count();
    match (number_at(one, start), number_at(two, start)) {
        (Some(first), Some(second)) => (first.len(), first)
            .cmp(&(second.len(), second))
            .then_with(|| a.cmp(b)),
        _ => a.cmp(b),
    }
}

/// The digits of a number without zeros before it.
fn number_at(bytes: &[u8], start: usize) -> Option<&[u8]> {
    let rest = bytes.get(start..)?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let zeros = rest.iter().take_while(|byte| **byte == b'0').count();
    rest.get(zeros..digits).filter(|_| digits > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    #[test]
    fn numbers_in_names_are_compared_by_value() {
        let mut names = [
            "208", "23", "232", "35", "a-10", "a-9", "a", "07", "7", "a-9b",
        ];
        names.sort_by(|a, b| compare(a, b));
        let expected = [
            "07", "7", "23", "35", "208", "232", "a", "a-9", "a-9b", "a-10",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn ids() {
        #[track_caller]
        fn check(name: &OsStr, expected: &str) {
            assert_eq!(join("甲/乙", name), format!("甲/乙/{expected}"));
        }
        check(OsStr::new("看报 .md"), "看报 .md");
        check(OsStr::new("100%.md"), "100%25.md");
        check(OsStr::new("a\nb\u{1b}.md"), "a%0Ab%1B.md");
        check(OsStr::new("a\u{202e}b"), "a%E2%80%AEb");
        // Tag characters, annotation marks, fillers and soft hyphens are invisible.
        check(OsStr::new("a\u{e0041}b"), "a%F3%A0%81%81b");
        check(OsStr::new("a\u{fff9}\u{3164}"), "a%EF%BF%B9%E3%85%A4");
        check(OsStr::new("\u{ad}\u{180e}"), "%C2%AD%E1%A0%8E");
        check(OsStr::new("a\u{85}\u{9b}"), "a%C2%85%C2%9B");
        check(OsStr::new("👩\u{200d}💻"), "👩%E2%80%8D💻");
        check(OsStr::new("葛\u{e0100}❤\u{fe0f}"), "葛\u{e0100}❤\u{fe0f}");
        check(OsStr::new("看　报\u{a0}a  b"), "看　报\u{a0}a  b");
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            check(OsStr::from_bytes(b"\xd6\xd0.md"), "%D6%D0.md");
        }
        assert_eq!(join("", OsStr::new(".md")), ".md");
        assert_eq!(path("甲%/%2/50%25.md"), PathBuf::from("甲%/%2/50%.md"));
    }

    #[test]
    fn only_ids_are_ids() {
        let check = |id: &str, expected: bool| assert_eq!(is_id(id), expected, "{id:?}");
        for id in ["a.md", "甲/50%25 b.md", ".hidden/..a", "%D6%D0.md", "a%0A"] {
            check(id, true);
        }
        let others = [
            "",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "a/../b",
            "./a",
            "%2E%2E/a",
            "a%2Fb",
            "%2F",
            "a\nb",
            "a\u{202e}b",
            "a\u{e0041}b",
            "50%",
            "50%2",
            "%41",
            "%e4",
            "a%00",
            "\u{1b}[2J",
        ];
        for id in others {
            check(id, false);
        }
    }

    #[cfg(unix)]
    proptest! {
        #[test]
        fn an_id_leads_back_to_its_path(
            names in prop::collection::vec(prop::collection::vec(prop_oneof!["[%2-5A-Fa甲\u{202e}]", "\\PC"], 1..6), 1..4),
            bytes: [u8; 3],
        ) {
            use std::os::unix::ffi::{OsStrExt, OsStringExt};
            let mut expected = PathBuf::new();
            let mut id = String::new();
            for name in names {
                let mut name = name.concat().into_bytes();
                name.extend(bytes);
                name.retain(|byte| !matches!(byte, b'/' | 0));
                name.push(b'x');
                let name = std::ffi::OsString::from_vec(name);
                id = join(&id, OsStr::from_bytes(name.as_bytes()));
                expected.push(name);
            }
            prop_assert!(is_id(&id));
            prop_assert_eq!(path(&id), expected);
        }
    }
}
