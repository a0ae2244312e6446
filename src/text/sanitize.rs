//! Sanitizes text. Every string from a file or the network passes here before it reaches the
//! terminal. Afterwards no character moves the cursor, reorders the line or is invisible, no
//! cluster is longer than [`CLUSTER_CAP`], and letters are composed with their marks: terminals
//! draw decomposed kana and Hangul wrongly.

use super::cluster::clusters;
use super::compose::{compose, composes};
use super::property::{Class, Property, Script};
use super::width::is_emoji;
use std::borrow::Cow;

/// The most code points of a cluster. Terminals keep between 3 and 65.
const CLUSTER_CAP: usize = 16;

const TAB: &str = "    ";

/// Sanitizes text of several lines. Keeps `\n`; converts `\r\n`, `\r`, U+2028 and U+2029 to
/// it; expands tabs to four spaces; drops every other control, bidi and invisible character;
/// composes letters and marks; caps a grapheme cluster at 16 code points. Idempotent.
///
/// ```
/// use kanbao::text::sanitize;
///
/// assert_eq!(sanitize("标题\u{1b}[2J\u{202e}完\r\n尾"), "标题[2J完\n尾");
/// ```
pub fn sanitize(text: &str) -> Cow<'_, str> {
    match first_fault(text) {
        None => Cow::Borrowed(text),
        Some(fault) => Cow::Owned(cap(compose(&filter(text, fault)))),
    }
}

/// Sanitizes text of one line: as [`sanitize`]; line ends and runs of spaces become one space,
/// and the ends are trimmed.
pub(crate) fn sanitize_line(text: &str) -> String {
    let clean = sanitize(text);
    let mut out = String::with_capacity(clean.len());
    for word in clean.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    // Without the dropped spaces, their neighbours may form other clusters.
    match sanitize(&out) {
        Cow::Borrowed(_) => out,
        Cow::Owned(again) => again,
    }
}

/// Sanitizes a note of several lines: as [`sanitize`]; its lines keep their spaces, which have a
/// meaning in Markdown, except those at the end. Empty lines around it are dropped, and the spaces
/// around a note of one line.
pub(crate) fn sanitize_note(text: &str) -> String {
    let clean = sanitize(text);
    let lines: Vec<&str> = clean.lines().map(str::trim_end).collect();
    let is_blank = |line: &&str| line.is_empty();
    let first = lines.iter().take_while(|line| is_blank(line)).count();
    let last = lines.iter().rev().take_while(|line| is_blank(line)).count();
    let end = lines.len().saturating_sub(last).max(first);
    let note = match lines.get(first..end).unwrap_or_default() {
        [only] => only.trim().to_owned(),
        lines => lines.join("\n"),
    };
    // Without the dropped spaces, their neighbours may form other clusters.
    sanitize(&note).into_owned()
}

/// Whether a character controls the terminal, ends a line, reorders text or is invisible wherever
/// it is. Variation selectors are not hidden: they change how the character before them is drawn.
/// Code that must keep such characters, as in names of files, writes them with an escape.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control() || !matches!(verdict(c), Verdict::Keep | Verdict::Selector)
}

enum Verdict {
    Keep,
    Drop,
    LineEnd,
    Tab,
    /// ZWJ or ZWNJ: only inside a cluster that needs it.
    Joiner,
    /// A variation selector: only after a character.
    Selector,
}

#[rustfmt::skip]
fn verdict(c: char) -> Verdict {
    match c {
        '\n' | ' '..='~' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' => Verdict::Keep,
        '\t' => Verdict::Tab,
        '\r' | '\u{2028}' | '\u{2029}' => Verdict::LineEnd,
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{115F}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFC}' | '\u{FFFE}' | '\u{FFFF}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}' => Verdict::Drop,
        '\u{200C}' | '\u{200D}' => Verdict::Joiner,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => Verdict::Selector,
        _ => Verdict::Keep,
    }
}

/// The byte up to which nothing changes; None when nothing changes at all.
fn first_fault(text: &str) -> Option<usize> {
    let mut run = Run::default();
    let mut at = 0;
    loop {
        let (bytes, count) = common(text.as_bytes().get(at..)?);
        run.pass_alone(count);
        at += bytes;
        let (before, rest) = text.split_at_checked(at)?;
        let c = rest.chars().next()?;
        if matches!(c, '\u{3000}'..='\u{3029}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF60}')
        {
            run.pass_alone(1);
        } else if !matches!(verdict(c), Verdict::Keep)
            || run.pass(Property::of(c).joins())
            || run.joined && composes(before.chars().next_back(), c)
        {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// The bytes and the number of the most common characters at the start of a text, which join
/// nothing: those of ASCII, and U+4000 to U+9FFF.
fn common(text: &[u8]) -> (usize, usize) {
    let (mut bytes, mut count) = (0, 0);
    while let Some(byte) = text.get(bytes) {
        bytes += match byte {
            b'\n' | b' '..=b'~' => 1,
            0xe4..=0xe9 => 3,
            _ => break,
        };
        count += 1;
    }
    (bytes, count)
}

/// An upper bound of the code points of the current cluster: between two characters that do
/// not join, there is a boundary.
#[derive(Default)]
struct Run {
    length: usize,
    joined: bool,
}

impl Run {
    /// Adds characters that join nothing.
    fn pass_alone(&mut self, count: usize) {
        if count == 0 {
            return;
        }
        let continues = self.joined && count == 1;
        self.length = if continues { self.length + 1 } else { 1 };
        self.joined = false;
    }

    /// Adds a character; returns whether the cluster may be too long now.
    fn pass(&mut self, joins: bool) -> bool {
        self.length = if joins || self.joined {
            self.length + 1
        } else {
            1
        };
        self.joined = joins;
        self.length > CLUSTER_CAP
    }
}

fn filter(text: &str, fault: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let (good, rest) = text.split_at_checked(fault).unwrap_or(("", text));
    out.push_str(good);
    let mut last = good.chars().next_back();
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let keep = match verdict(c) {
            Verdict::Keep => true,
            Verdict::Drop => false,
            Verdict::Tab => {
                out.push_str(TAB);
                last = Some(' ');
                continue;
            }
            Verdict::LineEnd => {
                if c == '\r' {
                    chars.next_if_eq(&'\n');
                }
                out.push('\n');
                last = Some('\n');
                continue;
            }
            Verdict::Joiner => match (last, chars.peek()) {
                (Some(before), Some(after)) => joins(c, before, *after),
                _ => false,
            },
            Verdict::Selector => last.is_some_and(takes_selector),
        };
        if keep {
            out.push(c);
            last = Some(c);
        }
    }
    out
}

fn takes_selector(before: char) -> bool {
    !before.is_whitespace() && !matches!(verdict(before), Verdict::Selector | Verdict::Joiner)
}

/// Whether a joiner between two characters has an effect on how they are drawn.
fn joins(joiner: char, before: char, after: char) -> bool {
    let complex = |c| {
        let script = Property::of(c).script();
        matches!(
            script,
            Script::Indic | Script::RightToLeft | Script::Unspaced
        )
    };
    let emoji = |c| is_emoji(c) || c == '\u{FE0F}';
    if Property::of(after).joins() {
        return false;
    }
    complex(before) && complex(after) || joiner == '\u{200D}' && emoji(before) && is_emoji(after)
}

/// Shortens clusters over the cap to their first character and its first marks.
fn cap(text: String) -> String {
    let mut run = Run::default();
    if !text.chars().any(|c| run.pass(Property::of(c).joins())) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for cluster in clusters(&text) {
        if cluster.chars().nth(CLUSTER_CAP).is_none() {
            out.push_str(cluster);
            continue;
        }
        let mut chars = cluster.chars();
        let first = chars.next().unwrap_or(char::REPLACEMENT_CHARACTER);
        let base = Property::of(first);
        let lone = base.joins() && base.class() != Class::CM;
        let mark = |c: &char| {
            let property = Property::of(*c);
            property.class() == Class::CM
                && property.script() == Script::Common
                && matches!(verdict(*c), Verdict::Keep)
        };
        let mut short = String::new();
        short.push(if lone {
            char::REPLACEMENT_CHARACTER
        } else {
            first
        });
        short.extend(chars.filter(mark).take(CLUSTER_CAP - 1));
        // Without the dropped marks, others may compose.
        out.push_str(&compose(&short));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn control_characters_are_removed() {
        fn check(text: &str, expected: &str) {
            assert_eq!(sanitize(text), expected, "{text:?}");
        }
        check(
            "工信部：正完善“小巨人”。\n第二行",
            "工信部：正完善“小巨人”。\n第二行",
        );
        check("a\u{1B}[31mb\u{9B}2Jc\u{7F}\0", "a[31mb2Jc");
        check("a\tb\r\nc\rd\u{2028}e\u{85}", "a    b\nc\nd\ne");
        check("a\u{202E}b\u{2066}c\u{200F}\u{61C}", "abc");
        check("a\u{200B}b\u{FEFF}c\u{AD}d\u{2060}e\u{3164}", "abcde");
        check("a\u{E0041}b\u{FFF9}c\u{FFFB}", "abc");
        check("\u{FE0F}a \u{FE0F}❤\u{FE0F}\u{FE0F}", "a ❤\u{FE0F}");
        check("葛\u{E0100}飾", "葛\u{E0100}飾");
        check("a\u{200D}b\u{200C}c", "abc");
        check("👩\u{200D}💻👩\u{200D}", "👩\u{200D}💻👩");
        check("❤\u{FE0F}\u{200D}🔥", "❤\u{FE0F}\u{200D}🔥");
        check(
            "क\u{94D}\u{200D}ष می\u{200C}خواهم",
            "क\u{94D}\u{200D}ष می\u{200C}خواهم",
        );
        check(
            &format!("e{}x", "\u{301}".repeat(10_000)),
            &format!("é{}x", "\u{301}".repeat(15)),
        );
        check("プロク\u{3099}ラミンク\u{3099}", "プログラミング");
        check("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", "한글");
        check("e\u{301}\u{323}", "ẹ\u{301}");
        check("\u{FA19}社か\u{3099}", "\u{FA19}社が");
    }

    #[test]
    fn clean_text_is_not_copied() {
        let text = "新闻 news 뉴스 ニュース é x\u{301} 🎉";
        assert!(matches!(sanitize(text), Cow::Borrowed(_)));
    }

    #[test]
    fn a_line_has_no_line_breaks_and_only_single_spaces() {
        assert_eq!(sanitize_line(" \u{3000}a\n b\t\u{3000}c\r\n"), "a b c");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn sanitizing_is_idempotent(
            text in "(\\PC|\\p{C}|[a \u{301}\u{FE0F}\u{200D}\u{200C}👩🏽\u{1100}क\u{94D}\u{600}\r\n\t]|(क\u{94D}){9}|\u{600}{17}|(👩\u{200D}){12}){0,40}"
        ) {
            let once = sanitize(&text).into_owned();
            prop_assert_eq!(sanitize(&once), once.as_str());
            prop_assert!(clusters(&once).all(|cluster| cluster.chars().count() <= CLUSTER_CAP));
            prop_assert!(!once.contains(|c: char| c.is_control() && c != '\n'));
            let line = sanitize_line(&text);
            prop_assert_eq!(sanitize_line(&line), line.as_str());
            prop_assert!(!line.contains('\n'));
        }
    }
}
