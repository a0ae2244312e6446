//! The ID of an article: its path relative to the library, as a printable line.

use std::ffi::OsStr;
use std::fmt::Write;

/// The ID of one file name. Bytes that are not UTF-8, `%`, controls, and characters that reorder
/// or hide text are written `%XX`, so two names never share an ID.
pub fn of_name(name: &OsStr) -> String {
    let bytes = name.as_encoded_bytes();
    let mut id = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if is_written(c) {
                id.push(c);
            } else {
                escape(c.encode_utf8(&mut [0; 4]).as_bytes(), &mut id);
            }
        }
        escape(chunk.invalid(), &mut id);
    }
    id
}

fn is_written(c: char) -> bool {
    let hidden = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}');
    c != '%' && !c.is_control() && !hidden
}

fn escape(bytes: &[u8], id: &mut String) {
    for byte in bytes {
        let _ = write!(id, "%{byte:02X}");
    }
}

/// The ID of a file in a folder; the library folder itself has none.
pub fn join(folder: &str, name: &OsStr) -> String {
    let name = of_name(name);
    if folder.is_empty() {
        name
    } else {
        format!("{folder}/{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            check(OsStr::from_bytes(b"\xd6\xd0.md"), "%D6%D0.md");
        }
        assert_eq!(join("", OsStr::new(".md")), ".md");
    }
}
