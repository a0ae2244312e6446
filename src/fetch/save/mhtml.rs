//! MHTML: a page and its files as the parts of a message (RFC 2557), as browsers save it.

use crate::picture;
use std::collections::HashMap;

/// Maximum bytes of the head of the message and of each part.
const MAX_HEAD: usize = 64 << 10;
/// Maximum parts that are read.
const MAX_PARTS: usize = 4000;

/// A page and its files.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Archive {
    /// The bytes of the page.
    pub page: Vec<u8>,
    /// Where the page was.
    pub address: Option<String>,
    /// The other files, by their address (also `cid:…`).
    pub files: HashMap<String, Vec<u8>>,
}

/// Reads an archive; `None` for any other file.
pub fn read(bytes: &[u8]) -> Option<Archive> {
    let (head, body) = split_head(bytes)?;
    let kind = field(&head, "content-type")?;
    if !kind.to_ascii_lowercase().starts_with("multipart/related") {
        return None;
    }
    let boundary = format!("--{}", parameter(kind, "boundary")?);
    let mut archive = Archive {
        address: field(&head, "snapshot-content-location").map(str::to_owned),
        ..Archive::default()
    };
    for part in parts(body, boundary.as_bytes()).take(MAX_PARTS) {
        let Some((head, body)) = split_head(part) else {
            continue;
        };
        let location = field(&head, "content-location");
        let content = decoded(body, field(&head, "content-transfer-encoding"));
        let is_page = field(&head, "content-type")
            .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/html"));
        if is_page && archive.page.is_empty() {
            archive.page = content;
            archive.address = archive.address.or_else(|| location.map(str::to_owned));
            continue;
        }
        let id =
            field(&head, "content-id").map(|id| format!("cid:{}", id.trim_matches(['<', '>'])));
        for name in location.map(str::to_owned).into_iter().chain(id) {
            archive.files.insert(name, content.clone());
        }
    }
    (!archive.page.is_empty()).then_some(archive)
}

/// Names in lower case, and values.
type Fields = Vec<(String, String)>;

/// The fields of a head, and what follows the empty line behind it.
fn split_head(bytes: &[u8]) -> Option<(Fields, &[u8])> {
    let mut fields = Fields::new();
    let mut rest = bytes;
    while bytes.len() - rest.len() < MAX_HEAD {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let (line, after) = rest.split_at(end + 1);
        rest = after;
        let line = String::from_utf8_lossy(line.trim_ascii_end()).into_owned();
        if line.is_empty() {
            return (!fields.is_empty()).then_some((fields, rest));
        }
        if line.starts_with([' ', '\t']) {
            // A folded line.
            let (_, value) = fields.last_mut()?;
            value.push(' ');
            value.push_str(line.trim());
        } else {
            let (name, value) = line.split_once(':')?;
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    None
}

fn field<'a>(head: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = head.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

/// A parameter of a field: `multipart/related; boundary="x"`.
fn parameter<'a>(value: &'a str, name: &str) -> Option<&'a str> {
    let all = value.split(';').skip(1);
    let mut all = all.filter_map(|part| part.trim().split_once('='));
    let (_, value) = all.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?;
    let value = value.trim().trim_matches('"');
    (!value.is_empty()).then_some(value)
}

/// What is between lines that begin with a boundary. Looks at each line once.
fn parts<'a>(body: &'a [u8], boundary: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = body;
    let mut is_inside = false;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let part = rest;
            let mut length = 0;
            let mut found = false;
            for line in part.split_inclusive(|byte| *byte == b'\n') {
                if line.starts_with(boundary) {
                    rest = part.get(length + line.len()..).unwrap_or_default();
                    found = true;
                    break;
                }
                length += line.len();
            }
            if !found {
                rest = &[];
            }
            let was_inside = std::mem::replace(&mut is_inside, true);
            if was_inside {
                return part.get(..length);
            }
        }
        None
    })
}

/// The content of a part (RFC 2045, section 6).
fn decoded(body: &[u8], encoding: Option<&str>) -> Vec<u8> {
    let encoding = encoding.unwrap_or_default().to_ascii_lowercase();
    match encoding.as_str() {
        "base64" => {
            let text = String::from_utf8_lossy(body);
            picture::bytes_of(&format!("data:;base64,{text}")).unwrap_or_default()
        }
        "quoted-printable" => quoted_printable(body),
        _ => body.to_vec(),
    }
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let text = line.trim_ascii_end();
        let is_soft = text.last() == Some(&b'=');
        let mut rest = if is_soft {
            &text[..text.len() - 1]
        } else {
            text
        };
        while let [first, after @ ..] = rest {
            rest = after;
            let hex = |byte: u8| char::from(byte).to_digit(16);
            match (first, after) {
                (b'=', [high, low, after @ ..]) if hex(*high).zip(hex(*low)).is_some() => {
                    let value = hex(*high).unwrap_or(0) * 16 + hex(*low).unwrap_or(0);
                    out.push(value as u8);
                    rest = after;
                }
                _ => out.push(*first),
            }
        }
        if !is_soft && line.ends_with(b"\n") {
            out.push(b'\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ARCHIVE: &str = "From: <Saved by Blink>\r\n\
        Snapshot-Content-Location: https://news.example/1\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b--\"\r\n\r\n\r\n\
        ----b--\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
        Content-Location: https://news.example/1\r\n\r\n<p>=E7=9C=8B=E6=\r\n=8A=A5 a=3Db</p>\r\n\r\n\
        ----b--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\
        Content-ID: <x@y>\r\nContent-Location: https://news.example/a.png\r\n\r\nAAE\r\nC\r\n\
        ----b----\r\n";

    #[test]
    fn an_archive_of_a_browser_is_read() {
        let archive = read(ARCHIVE.as_bytes()).unwrap();
        let page = String::from_utf8(archive.page).unwrap();
        assert_eq!(page.trim(), "<p>看报 a=b</p>");
        assert_eq!(archive.address.as_deref(), Some("https://news.example/1"));
        for name in ["https://news.example/a.png", "cid:x@y"] {
            assert_eq!(archive.files[name], [0, 1, 2]);
        }
        for other in [
            "",
            "<html>",
            "Content-Type: text/html\n\n<p>",
            "Subject: a\n\nb",
        ] {
            assert_eq!(read(other.as_bytes()), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(start in 0..ARCHIVE.len(), cut in 0..ARCHIVE.len(), more in "[=\r\n-]{0,9}") {
            let bytes = ARCHIVE.as_bytes();
            let _ = read(&bytes[..cut]);
            let _ = read(&[&bytes[..start], more.as_bytes(), &bytes[start..]].concat());
        }
    }
}
