//! The kind and the size of a picture by its first bytes, without decoding it. Names and headers of
//! servers are not trusted.

/// What the head of a picture says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// The usual extension of a file name.
    pub extension: &'static str,
    pub width: u32,
    pub height: u32,
}

/// Reads the head of a PNG, JPEG, GIF or WebP. `None` for anything else, and for a head that is cut.
pub(crate) fn read(bytes: &[u8]) -> Option<Header> {
    let header = |extension, (width, height)| Header {
        extension,
        width,
        height,
    };
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => {
            let size = bytes
                .get(16..24)
                .filter(|_| bytes.get(12..16) == Some(b"IHDR"))?;
            let number = |at| {
                size.get(at..at + 4)?
                    .try_into()
                    .ok()
                    .map(u32::from_be_bytes)
            };
            Some(header("png", (number(0)?, number(4)?)))
        }
        [
            b'G',
            b'I',
            b'F',
            b'8',
            b'7' | b'9',
            b'a',
            w0,
            w1,
            h0,
            h1,
            ..,
        ] => {
            let number = |low: &u8, high: &u8| u32::from(*low) | u32::from(*high) << 8;
            Some(header("gif", (number(w0, w1), number(h0, h1))))
        }
        [0xff, 0xd8, 0xff, ..] => Some(header("jpg", jpeg(bytes)?)),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some(header("webp", webp(bytes.get(12..)?)?)),
        _ => None,
    }
}

/// The size in the first frame header (ITU-T T.81, B.2.2). Each segment says how long it is.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let [0xff, marker, rest @ ..] = bytes.get(at..)? else {
            return None;
        };
        match marker {
            // Fill bytes.
            0xff => at += 1,
            0x01 | 0xd0..=0xd7 => at += 2,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let [_, _, _, h1, h0, w1, w0, ..] = rest else {
                    return None;
                };
                let number = |high: &u8, low: &u8| u32::from(*high) << 8 | u32::from(*low);
                return Some((number(w1, w0), number(h1, h0)));
            }
            0xd9 | 0xda => return None,
            _ => {
                let length = rest.first_chunk().copied().map(u16::from_be_bytes)?;
                at += 2 + usize::from(length.max(2));
            }
        }
    }
}

/// The size in the first chunk (RFC 9649, section 2). `chunk` begins with its name.
fn webp(chunk: &[u8]) -> Option<(u32, u32)> {
    let data = chunk.get(8..)?;
    let byte = |at: usize| data.get(at).copied().map(u32::from);
    match chunk.get(..4)? {
        b"VP8X" => {
            let number = |at| Some(byte(at)? | byte(at + 1)? << 8 | byte(at + 2)? << 16);
            Some((number(4)? + 1, number(7)? + 1))
        }
        b"VP8L" if byte(0) == Some(0x2f) => {
            let bits = byte(1)? | byte(2)? << 8 | byte(3)? << 16 | byte(4)? << 24;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " if data.get(3..6) == Some(&[0x9d, 0x01, 0x2a]) => {
            let number = |at| Some((byte(at)? | byte(at + 1)? << 8) & 0x3fff);
            Some((number(6)?, number(8)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn heads() {
        #[track_caller]
        fn check(bytes: &[u8], expected: Option<(&'static str, u32, u32)>) {
            let found = read(bytes).map(|head| (head.extension, head.width, head.height));
            assert_eq!(found, expected);
        }
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\0\0\0\0\x20\x08\x02";
        check(png, Some(("png", 256, 32)));
        check(&png[..20], None);
        check(b"GIF89a\x10\0\x00\x01;", Some(("gif", 16, 256)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc2\0\x11\x08\0\x10\x01\0\x03";
        check(jpeg, Some(("jpg", 256, 16)));
        check(b"\xff\xd8\xff\xda\0\x04", None);
        let webp = |chunk: &[u8]| [b"RIFF\0\0\0\0WEBP".as_slice(), chunk].concat();
        check(
            &webp(b"VP8X\x0a\0\0\0\0\0\0\0\xff\0\0\x0f\0\0"),
            Some(("webp", 256, 16)),
        );
        check(
            &webp(b"VP8L\x05\0\0\0\x2f\xff\xc0\x03\0"),
            Some(("webp", 256, 16)),
        );
        check(
            &webp(b"VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\0\x01\x10\0"),
            Some(("webp", 256, 16)),
        );
        check(b"<svg", None);
        check(b"", None);
    }

    proptest! {
        #[test]
        fn never_panics(
            head in prop_oneof![Just(&b"\xff\xd8\xff"[..]), Just(&b"\x89PNG\r\n\x1a\n"[..]), Just(&b"RIFF0000WEBPVP8"[..])],
            rest in proptest::collection::vec(any::<u8>(), 0..60),
        ) {
            let _ = read(&[head, &rest].concat());
        }
    }
}
