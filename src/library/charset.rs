//! Decodes bytes: UTF-8 first, then UTF-16, then a detector for the legacy encodings of East Asia.
//! The only file that uses chardetng and encoding_rs.
//!
//! Line ends become `\n` here; no other file handles CR.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
};
use std::borrow::Cow;

/// A decoded file.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// The name of the encoding in WHATWG spelling.
    pub charset: &'static str,
    /// Some bytes could not be decoded and became U+FFFD.
    pub lost: bool,
}

/// Maximum bytes that the detector and the second check read.
const SAMPLE: usize = 64 * 1024;

/// With more non-ASCII bytes than this the detector tells alphabets apart; with fewer, Russian
/// decodes to rare ideographs.
const SHORT: usize = 120;

/// Decodes a file. Never fails.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(encoding) = utf16(bytes) {
        return with(encoding, bytes);
    }
    if let Some(decoded) = iso_2022_jp(bytes) {
        return decoded;
    }
    // Takes half the instructions of the check in the standard library on ideographs.
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return Decoded {
            text: one_line_end(text),
            charset: UTF_8.name(),
            lost: false,
        };
    }
    let clean = Encoding::utf8_valid_up_to(bytes);
    let encoding = if damaged_utf8(bytes, clean) {
        UTF_8
    } else {
        detect(bytes)
    };
    with(encoding, bytes)
}

/// The text of a file that is not an article.
pub(crate) fn decode_text(bytes: &[u8]) -> Cow<'_, str> {
    decode(bytes).text
}

/// Decodes text whose encoding is named, by a header or a declaration: the first label that fits.
/// A byte order mark and well-formed UTF-8 are trusted more than labels, which often are wrong, and
/// less than two equal ones.
#[cfg(feature = "fetch")]
pub(crate) fn decode_labelled<'a, 'l>(
    bytes: &'a [u8],
    labels: impl Iterator<Item = &'l str>,
) -> Cow<'a, str> {
    let named: Vec<&'static Encoding> = labels
        .filter_map(|label| Encoding::for_label(label.as_bytes()))
        .collect();
    let agree = matches!(named.as_slice(), [one, two] if one == two);
    let has_mark = Encoding::for_bom(bytes).is_some();
    let is_utf8 = !bytes.is_ascii() && Encoding::utf8_valid_up_to(bytes) == bytes.len();
    if has_mark || is_utf8 && !agree {
        return decode(bytes).text;
    }
    let fitting = named.into_iter().find_map(|encoding| {
        let decoded = with(encoding, bytes);
        (!decoded.lost).then_some(decoded.text)
    });
    fitting.unwrap_or_else(|| decode(bytes).text)
}

/// ISO-2022-JP: seven-bit text with an escape sequence for a Japanese set. It is valid UTF-8, so
/// it is checked first.
fn iso_2022_jp(bytes: &[u8]) -> Option<Decoded<'_>> {
    let escaped = memchr::memchr_iter(0x1b, bytes).any(|at| {
        let sequence = bytes.get(at + 1..at + 3);
        matches!(sequence, Some(b"$B" | b"$@" | b"(I"))
    });
    let decoded = (escaped && bytes.is_ascii()).then(|| with(ISO_2022_JP, bytes))?;
    (!decoded.lost).then_some(decoded)
}

/// Whether bytes are binary (pictures, archives): text has almost no control characters.
pub fn is_binary(bytes: &[u8]) -> bool {
    if utf16(bytes).is_some() {
        return false;
    }
    let head = bytes.get(..4096).unwrap_or(bytes);
    // Without a branch, so that the compiler tests many bytes at a time.
    let is_control = |byte: u8| {
        let usual = (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
        let rare = (byte == 0x0c) | (byte == 0x1b) | (byte == 0x08);
        u8::from((byte < 0x20) & !usual & !rare)
    };
    let in_chunk = |chunk: &[u8]| chunk.iter().map(|byte| is_control(*byte)).sum::<u8>();
    let controls: usize = head
        .chunks(128)
        .map(|chunk| usize::from(in_chunk(chunk)))
        .sum();
    controls * 50 > head.len() && controls > 3
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, encoding, lost) = encoding.decode(bytes);
    Decoded {
        text: one_line_end(text),
        charset: encoding.name(),
        lost,
    }
}

/// UTF-16 by its byte order mark, or by the position of the zero bytes of Latin letters.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let head = bytes.get(..1024).unwrap_or(bytes);
    if head.len() < 16 || memchr::memchr(0, head).is_none() {
        return None;
    }
    let zeros = |parity: usize| {
        head.iter()
            .skip(parity)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let enough = head.len() / 20;
    if odd > enough && even * 8 < odd {
        Some(UTF_16LE)
    } else if even > enough && odd * 8 < even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-8 with a few bad bytes (a truncated end, a flipped byte): well-formed sequences far
/// outnumber broken ones.
fn damaged_utf8(bytes: &[u8], clean: usize) -> bool {
    let head = bytes.get(..SAMPLE.max(clean)).unwrap_or(bytes);
    let mut good = 0_usize;
    let mut bad = 0_usize;
    for chunk in head.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 8
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let head = bytes.get(..SAMPLE).unwrap_or(bytes);
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(head, head.len() == bytes.len());
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    second_look(head, guess)
}

/// Corrects the detector, which takes some Korean for Japanese and some short Chinese for a Baltic
/// or western alphabet. Japanese without kana that decodes as Hangul is Korean. If the guess is an
/// alphabet, an encoding that yields ideographs or syllables without loss is preferred.
fn second_look(head: &[u8], guess: &'static Encoding) -> &'static Encoding {
    let fits = |encoding| Evidence::of(encoding, head).fits(encoding);
    if [EUC_JP, SHIFT_JIS].contains(&guess) {
        let look = Evidence::of(guess, head);
        let korean = look.kana == 0 && look.total >= 6 && fits(EUC_KR);
        return if korean { EUC_KR } else { guess };
    }
    if [GB18030, GBK, BIG5, EUC_KR, ISO_2022_JP].contains(&guess) {
        return guess;
    }
    if head.iter().filter(|byte| !byte.is_ascii()).count() > SHORT {
        return guess;
    }
    [EUC_KR, EUC_JP, SHIFT_JIS, GB18030, BIG5]
        .into_iter()
        .map(|encoding| (encoding, Evidence::of(encoding, head)))
        .filter(|(encoding, candidate)| candidate.fits(encoding))
        .max_by_key(|(_, candidate)| candidate.common * 1000 / candidate.total.max(1))
        .map_or(guess, |(encoding, _)| encoding)
}

/// Character counts of one decoding, beyond ASCII.
struct Evidence {
    total: usize,
    bad: usize,
    kana: usize,
    hangul: usize,
    /// Ideographs, syllables, kana and East Asian punctuation.
    common: usize,
}

impl Evidence {
    fn of(encoding: &'static Encoding, bytes: &[u8]) -> Self {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let mut look = Self {
            total: 0,
            bad: 0,
            kana: 0,
            hangul: 0,
            common: 0,
        };
        for c in text.chars().filter(|c| !c.is_ascii()) {
            look.total += 1;
            match c {
                '\u{fffd}' => look.bad += 1,
                '\u{3041}'..='\u{30fe}' => {
                    look.kana += 1;
                    look.common += 1;
                }
                '\u{ac00}'..='\u{d7a3}' => {
                    look.hangul += 1;
                    look.common += 1;
                }
                '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}' => {
                    look.common += 1;
                }
                _ => {}
            }
        }
        look
    }

    fn fits(&self, encoding: &'static Encoding) -> bool {
        let share = |part: usize| part * 100 / self.total.max(1);
        self.total > 0
            && share(self.bad) < 3
            && share(self.common) >= 75
            && match encoding.name() {
                "EUC-JP" | "Shift_JIS" => share(self.kana) >= 8,
                "EUC-KR" => share(self.hangul) >= 40,
                _ => true,
            }
    }
}

/// Converts CR and CRLF to LF.
fn one_line_end(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_some() {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CHINESE: &str =
        "工业和信息化部发言人表示，下一步将继续支持中小企业的数字化转型，认定标准正在完善之中。";
    const TAIWAN: &str =
        "氣象署表示，颱風今晚接近東部海面，請民眾嚴防豪雨與強風，學校明天是否停課將於晚間宣布。";
    const JAPANESE: &str =
        "気象庁によりますと、台風は今夜にも東の海上に近づく見込みで、大雨に警戒が必要です。";
    const KOREAN: &str =
        "기상청은 오늘 밤 태풍이 동쪽 바다로 다가올 것으로 보고 큰비에 대비해 달라고 밝혔습니다.";

    #[test]
    fn east_asian_encodings() {
        fn check(encoding: &'static Encoding, text: &str) {
            let (bytes, _, lost) = encoding.encode(text);
            assert!(!lost);
            let decoded = decode(&bytes);
            assert_eq!(decoded.text, text, "{}", encoding.name());
            assert!(!decoded.lost);
        }
        check(GB18030, CHINESE);
        check(BIG5, TAIWAN);
        check(SHIFT_JIS, JAPANESE);
        check(EUC_JP, JAPANESE);
        check(ISO_2022_JP, JAPANESE);
        check(EUC_KR, KOREAN);
    }

    #[cfg(feature = "fetch")]
    #[test]
    fn labels() {
        #[track_caller]
        fn check(encoding: &'static Encoding, text: &str, labels: &[&str]) {
            let (bytes, ..) = encoding.encode(text);
            assert_eq!(decode_labelled(&bytes, labels.iter().copied()), text);
        }
        check(GBK, "看报", &["gbk"]);
        check(GBK, "看报", &["nonsense", "gb2312"]);
        check(GBK, "看报", &["utf-8", "gbk"]);
        check(UTF_8, "看报", &["iso-8859-1"]);
        check(UTF_8, "看报", &[]);
        // These bytes are well-formed UTF-8, too.
        check(GBK, "联通", &["gbk", "gbk"]);
        check(ISO_2022_JP, "気象庁", &["iso-2022-jp"]);
        check(encoding_rs::KOI8_R, "новости", &["koi8-r"]);
    }

    #[test]
    fn marks_line_ends_and_damage() {
        fn check(bytes: &[u8], text: &str, charset: &str, lost: bool) {
            let decoded = decode(bytes);
            assert_eq!(
                (&*decoded.text, decoded.charset, decoded.lost),
                (text, charset, lost)
            );
        }
        check(b"a\r\nb\rc\n", "a\nb\nc\n", "UTF-8", false);
        check("\u{feff}看报".as_bytes(), "看报", "UTF-8", false);
        check(b"\xff\xfe\x0b\x77\xa5\x62", "看报", "UTF-16LE", false);
        check(b"\xfe\xff\x77\x0b\x62\xa5", "看报", "UTF-16BE", false);
        let mut cut = CHINESE.as_bytes().to_vec();
        cut.pop();
        let shown = format!(
            "{}\u{fffd}",
            CHINESE.strip_suffix('。').expect("a full stop")
        );
        check(&cut, &shown, "UTF-8", true);
        let wide: Vec<u8> = "plain words"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&wide, "plain words", "UTF-16LE", false);
        check(
            b"title: caf\xe9\n",
            "title: café\n",
            encoding_rs::WINDOWS_1252.name(),
            false,
        );
    }

    #[test]
    fn pictures_are_binary() {
        assert!(is_binary(
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01"
        ));
        assert!(!is_binary("看报".as_bytes()));
        assert!(!is_binary(b""));
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>) {
            let _ = is_binary(&bytes);
            prop_assert!(!decode(&bytes).text.contains('\r'));
        }

        #[test]
        fn utf8_is_kept(text in "[^\r\u{0}\u{feff}]{0,40}") {
            prop_assert_eq!(decode(text.as_bytes()).text, text.as_str());
        }
    }
}
