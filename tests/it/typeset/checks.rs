//! Invariants of every page, and helpers to build and read pages.
#![expect(clippy::string_slice, reason = "the tests check byte offsets")]

use kanbao::document::{Block, Document, TextId};
use kanbao::text::{Ambiguous, Emoji, WidthPolicy};
use kanbao::typeset::Page;
use std::collections::BTreeMap;

pub const WIDE: WidthPolicy = WidthPolicy {
    ambiguous: Ambiguous::Wide,
    letters: Ambiguous::Wide,
    emoji: Emoji::Safe,
};

const STARTS: &str = "、。，．：；！？､｡’”）〕］｝〉》」』】〗〙〛｠⦆｣〞〟,.:;!?)]}»›·・～〜";
const ENDS: &str = "‘“（〔［｛〈《「『【〖〘〚｟⦅｢〝([{«‹";

/// Line breaks that violate a rule, found without the typesetter's own tables.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Faults {
    pub lines: usize,
    pub starts: usize,
    pub ends: usize,
    pub pairs: usize,
    pub numbers: usize,
    pub long: usize,
    /// An example of each kind.
    pub examples: BTreeMap<&'static str, String>,
}

impl Faults {
    pub fn none(&self) -> bool {
        self.starts + self.ends + self.pairs + self.numbers + self.long == 0
    }

    /// The sum of two counts.
    pub fn and(mut self, other: Self) -> Self {
        self.lines += other.lines;
        self.starts += other.starts;
        self.ends += other.ends;
        self.pairs += other.pairs;
        self.numbers += other.numbers;
        self.long += other.long;
        self.examples.extend(other.examples);
        self
    }

    fn note(&mut self, kind: &'static str, before: &str, after: &str) {
        let tail: String = before
            .chars()
            .rev()
            .take(12)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let head: String = after.chars().take(12).collect();
        self.examples
            .entry(kind)
            .or_insert(format!("{tail} | {head}"));
    }
}

/// Checks every line end of running text. `plain`: the texts by id.
pub fn faults(page: &Page, measure: u16, plain: &BTreeMap<TextId, String>, all: &mut Faults) {
    let mut last: Option<(TextId, u32)> = None;
    for number in 0..page.len() {
        let line = page.line(number);
        if line.cells > measure {
            all.long += 1;
            all.note(
                "long",
                "",
                &line
                    .spans
                    .iter()
                    .map(|span| span.text.as_str())
                    .collect::<String>(),
            );
        }
        let mut sources = line.spans.iter().filter_map(|span| span.source.clone());
        let Some((text, first)) = sources.next() else {
            continue;
        };
        let end = sources
            .next_back()
            .map_or(first.end, |(_, range)| range.end);
        if let Some((before, stop)) = last.replace((text, end))
            && before == text
        {
            boundary(
                &plain[&text],
                stop as usize,
                first.start as usize,
                (measure, page.options().width),
                all,
            );
        }
    }
}

fn boundary(
    text: &str,
    end: usize,
    start: usize,
    (measure, width): (u16, WidthPolicy),
    all: &mut Faults,
) {
    let (before, after) = (&text[..end], &text[start..]);
    if text[end..start].contains('\n') {
        return;
    }
    all.lines += 1;
    let spaced = start > end;
    let Some((a, b)) = before.chars().next_back().zip(after.chars().next()) else {
        return;
    };
    // An ideograph and a run of marks that are wider than the line must be broken. The line is
    // the measure without the gutter, and even.
    let mark = |c: &char| STARTS.contains(*c);
    let run: String = before.chars().rev().take_while(mark).collect();
    let rest: String = after.chars().take_while(mark).collect();
    let run = width.str(&run) + width.str(&rest);
    if run + 2 > usize::from(measure.saturating_sub(2) & !1) {
        return;
    }
    // A line may begin with a name such as `.vimrc`.
    let is_name = b == '.'
        && !a.is_ascii_alphanumeric()
        && after
            .chars()
            .nth(1)
            .is_some_and(|c| c.is_ascii_alphabetic());
    let is_allowed = spaced && b.is_ascii() || b == '.' && ends_in_address(before) || is_name;
    if STARTS.contains(b) && !is_allowed {
        all.starts += 1;
        all.note("start", before, after);
    }
    if ENDS.contains(a) {
        all.ends += 1;
        all.note("end", before, after);
    }
    let run = before.chars().rev().take_while(|c| *c == a).count();
    if a == b && "—…⋯―‥".contains(a) && !spaced && run % 2 == 1 {
        all.pairs += 1;
        all.note("pair", before, after);
    }
    // A number longer than the line must be broken.
    let part = |c: &char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let whole =
        before.chars().rev().take_while(part).count() + after.chars().take_while(part).count();
    if whole + 6 > usize::from(measure) {
        return;
    }
    let digits = a.is_ascii_digit() && b.is_ascii_digit();
    let inner = b.is_ascii_digit()
        && matches!(a, '.' | ',')
        && before
            .chars()
            .rev()
            .nth(1)
            .is_some_and(|c| c.is_ascii_digit());
    let escape = b == '%' && after.chars().nth(1).is_some_and(|c| c.is_ascii_hexdigit());
    let unit = a.is_ascii_digit() && !escape && matches!(b, '%' | '％' | '‰' | '℃' | '°');
    if !spaced && (digits || inner || unit) {
        all.numbers += 1;
        all.note("number", before, after);
    }
}

/// Whether a text ends with a part of a web address, which may break before a full stop.
fn ends_in_address(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_ascii_graphic()).next();
    let word = word.unwrap_or_default().to_ascii_lowercase();
    word.contains("://") || word.contains("www")
}

/// Checks that every text is shown once and completely, except for spaces at line edges.
pub fn partition(page: &Page, plain: &BTreeMap<TextId, String>) {
    let mut ranges: BTreeMap<TextId, Vec<(u32, u32)>> = BTreeMap::new();
    for number in 0..page.len() {
        let line = page.line(number);
        let cells: u16 = line.spans.iter().map(|span| span.cells).sum();
        assert_eq!(cells, line.cells, "{line:?}");
        for span in &line.spans {
            assert_eq!(
                page.options().width.str(&span.text),
                usize::from(span.cells),
                "{span:?}"
            );
            if let Some((text, range)) = &span.source {
                ranges
                    .entry(*text)
                    .or_default()
                    .push((range.start, range.end));
            }
        }
    }
    for (text, plain) in plain {
        let ranges = ranges.entry(*text).or_default();
        ranges.sort_unstable();
        let mut at = 0;
        for (start, end) in ranges
            .iter()
            .copied()
            .chain([(plain.len() as u32, plain.len() as u32)])
        {
            assert!(start >= at, "shown twice: {start} after {at} in {plain:?}");
            let gap = plain.get(at as usize..start as usize).expect("boundaries");
            assert!(gap.trim().is_empty(), "lost {gap:?} of {plain:?}");
            at = end;
        }
    }
}

pub fn plains(document: &mut Document) -> BTreeMap<TextId, String> {
    document.number();
    let mut plains = BTreeMap::new();
    document.visit_texts_mut(&mut |text| {
        plains.insert(text.id, text.plain());
    });
    plains
}

pub fn paragraphs(text: &str) -> Document {
    Document {
        blocks: text
            .lines()
            .map(|line| line.trim_matches(|c: char| c.is_whitespace()))
            .filter(|line| !line.is_empty())
            .map(Block::paragraph)
            .collect(),
        ..Document::default()
    }
}

pub fn shown(page: &Page) -> String {
    let mut out = String::new();
    for number in 0..page.len() {
        for span in page.line(number).spans {
            out.push_str(&span.text);
        }
        // Code is filled with spaces up to the right side of its frame.
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
    out
}
