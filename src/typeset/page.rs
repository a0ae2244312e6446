//! A page: the one line map of an article. Scroll range, percent, search hits, links,
//! selection, resume and outline all read it.
//!
//! Lines are kept as byte ranges; spans are made when a line is asked for.

use super::Options;
use super::block::block_layout;
use super::inline::layout::TextLine;
use super::labels::Labels;
use super::lines::{CompactLine, CompactLines, LineKind, Painter};
use super::runs::Texts;
use crate::document::{Document, LinkNumber, Position, Style, TextId};
use crate::role::Role;
#[cfg(feature = "phrase")]
use crate::text::Language;
use crate::text::{floor_char_boundary, fold, fold_with_map};
use std::ops::Range;

/// A piece of a line with one look.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Sanitised; no line break; `cells` wide under the policy of the options.
    pub text: String,
    pub cells: u16,
    /// The look of the block; `style` adds to it.
    pub role: Role,
    pub style: Style,
    pub link: Option<LinkNumber>,
    /// Where it comes from: bytes in the plain text of a text. None: ours (indent, marker,
    /// border, hyphen, inserted space), never copied or searched.
    pub source: Option<(TextId, Range<u32>)>,
}

/// A line as drawn. Never wider than the measure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    pub spans: Vec<Span>,
    pub cells: u16,
}

/// A point worth jumping to.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    pub kind: AnchorKind,
    pub line: usize,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorKind {
    /// With its level, 1 to 6.
    Heading(u8),
    Image,
    Table,
    Code,
}

/// A search hit: bytes in the plain text of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub text: TextId,
    pub range: Range<u32>,
}

/// A typeset article.
#[derive(Clone, Debug, Default)]
pub struct Page {
    options: Options,
    /// Of the article: what a text is in that does not tell.
    #[cfg(feature = "phrase")]
    pub(super) language: Language,
    texts: Texts,
    rows: CompactLines,
    anchors: Vec<Anchor>,
    /// Where each line of each text begins, in the order of places.
    starts: Vec<Start>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Start {
    place: Position,
    line: u32,
    /// Index in `Texts::all`.
    shown: u32,
}

impl Page {
    /// Typesets a document with labels in Chinese. Linear in its size.
    pub fn new(document: &Document, options: &Options) -> Self {
        Self::with_labels(document, options, &Labels::default())
    }

    /// Typesets a document. Linear in its size.
    pub fn with_labels(document: &Document, options: &Options, labels: &Labels) -> Self {
        let options = Options {
            measure: options.measure.max(1),
            ..*options
        };
        let setter = block_layout::set(document, &options, labels);
        let mut page = Self {
            #[cfg(feature = "phrase")]
            language: setter.language,
            texts: setter.texts,
            rows: setter.rows,
            anchors: setter.anchors,
            starts: Vec::new(),
            options,
        };
        page.index();
        page
    }

    fn index(&mut self) {
        let mut starts = Vec::with_capacity(self.rows.lines.len());
        for (number, row) in self.rows.lines.iter().enumerate() {
            self.each_text(row, &mut |text, line| {
                let shown = &self.texts.all[text];
                if !shown.echo {
                    let byte = self.texts.plain_of(text, line.start);
                    starts.push(Start {
                        place: Position {
                            text: shown.id,
                            byte,
                        },
                        line: number as u32,
                        shown: text as u32,
                    });
                }
            });
        }
        starts.sort();
        self.starts = starts;
    }

    /// Calls `with` for every line of a text on a row.
    fn each_text(&self, row: &CompactLine, with: &mut dyn FnMut(usize, &TextLine)) {
        match &row.kind {
            LineKind::Text { text, line, .. } | LineKind::Code { text, line, .. } => {
                with(*text as usize, line);
            }
            LineKind::Cells { from, to } => {
                for (_, part) in &self.rows.parts[*from as usize..*to as usize] {
                    self.each_text(part, with);
                }
            }
            LineKind::Blank
            | LineKind::Prefix
            | LineKind::Chrome(_)
            | LineKind::Readings { .. } => {}
        }
    }

    /// How many lines the page has.
    pub fn len(&self) -> usize {
        self.rows.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.lines.is_empty()
    }

    /// The options that the page was set with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The spans of a line; an empty line past the end.
    pub fn line(&self, number: usize) -> Line {
        match self.rows.lines.get(number) {
            Some(row) => Painter::paint(&self.rows, &self.texts, &self.options, row),
            None => Line::default(),
        }
    }

    /// How far down a line stands, in percent: 100 on the last.
    pub fn percent(&self, line: usize) -> u8 {
        match self.len() {
            0 | 1 => 100,
            len => (line.min(len - 1) * 100 / (len - 1)) as u8,
        }
    }

    /// The place of the first character of a line (of the next line that has one).
    pub fn place(&self, line: usize) -> Position {
        let rows = self.rows.lines.get(line..).unwrap_or_default();
        for row in rows {
            let mut found: Option<Position> = None;
            self.each_text(row, &mut |text, line| {
                let shown = &self.texts.all[text];
                if found.is_none() && !shown.echo {
                    let byte = self.texts.plain_of(text, line.start);
                    found = Some(Position {
                        text: shown.id,
                        byte,
                    });
                }
            });
            if let Some(place) = found {
                return place;
            }
        }
        // Below the last text: where it ends.
        self.starts
            .last()
            .map_or_else(Position::default, |last| last.place)
    }

    /// The line on which a place stands; the nearest before it when its text is not shown.
    pub fn line_of(&self, place: Position) -> usize {
        let after = self.starts.partition_point(|start| start.place <= place);
        let start = self.starts.get(after.saturating_sub(1));
        start.map_or(0, |start| start.line as usize)
    }

    /// Headings, images, tables and code in order.
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// Every place where the folded needle stands in the shown text, in order. A needle of
    /// nothing is nowhere.
    pub fn find(&self, needle: &str) -> Vec<Hit> {
        let needle = fold(needle);
        let mut hits = Vec::new();
        if needle.trim().is_empty() {
            return hits;
        }
        for (index, shown) in self.texts.all.iter().enumerate() {
            if shown.echo {
                continue;
            }
            // Readings stand between words that belong together: looked through with and without.
            let mut runs = self.texts.runs_from(index, 0);
            let readings = runs.any(|(_, run)| run.style.has(Style::RUBY));
            for with in [true, false].into_iter().take(1 + usize::from(readings)) {
                let (words, steps) = self.searchable(index, with);
                let folded = fold_with_map(&words);
                for (at, _) in folded.text.match_indices(&needle) {
                    let range = folded.source(at..at + needle.len(), &words);
                    let start = plain(&steps, range.start);
                    let end = plain(&steps, range.end.saturating_sub(1)) + 1;
                    hits.push(Hit {
                        text: shown.id,
                        range: start..end.max(start),
                    });
                }
            }
        }
        hits.sort_by_key(|hit| (hit.text, hit.range.start, hit.range.end));
        hits.dedup();
        hits
    }

    /// The author's words of a text as shown, and where their bytes stand in the plain text:
    /// (byte here, plain byte) wherever the two drift apart.
    fn searchable(&self, index: usize, readings: bool) -> (String, Vec<(u32, u32)>) {
        let mut words = String::new();
        let mut steps = Vec::new();
        let all = self.texts.of(index);
        for (range, run) in self.texts.runs_from(index, 0) {
            if let Some(plain) = run.plain
                && (readings || !run.style.has(Style::RUBY))
            {
                steps.push((words.len() as u32, plain));
                let part = all.get(range.start as usize..range.end as usize);
                words.push_str(part.unwrap_or_default());
            }
        }
        (words, steps)
    }

    /// The cells on a line that show a range (bytes) of a text, if any.
    pub fn cells_of(&self, line: usize, text: TextId, range: &Range<u32>) -> Option<Range<u16>> {
        let mut column = 0;
        let mut found: Option<Range<u16>> = None;
        for span in self.line(line).spans {
            if let Some((id, source)) = &span.source
                && *id == text
                && source.start < range.end
                && range.start < source.end
            {
                let policy = self.options.width;
                let id_bytes = |byte: u32| {
                    let words =
                        self.words(text, source.start..byte.clamp(source.start, source.end));
                    (policy.str(&words) as u16).min(span.cells)
                };
                let from = column + id_bytes(range.start);
                let to = column + id_bytes(range.end);
                found = Some(found.map_or(from..to, |found| found.start..to));
            }
            column += span.cells;
        }
        found.filter(|cells| cells.start < cells.end)
    }

    /// The place of the character in a cell of a line: of the nearest before it that has one,
    /// else of the first.
    pub fn place_at(&self, line: usize, cell: u16) -> Option<Position> {
        let mut column = 0;
        let mut found = None;
        for span in self.line(line).spans {
            if let Some((text, source)) = &span.source {
                if column > cell && found.is_some() {
                    break;
                }
                let words = self.words(*text, source.clone());
                let mut byte = source.start;
                let mut at = column;
                let mut all = crate::text::clusters(&words);
                while let Some(cluster) = all.next() {
                    let cells = self.options.width.cluster(cluster) as u16;
                    if at + cells > cell {
                        break;
                    }
                    at += cells;
                    byte = source.start + all.offset() as u32;
                }
                let byte = byte.min(source.end.saturating_sub(1)).max(source.start);
                let byte = floor_char_boundary(&words, (byte - source.start) as usize) as u32
                    + source.start;
                found = Some(Position { text: *text, byte });
            }
            column += span.cells;
        }
        found
    }

    /// The indexes in `Texts::all` of a text's shown parts.
    fn shown_of(&self, text: TextId) -> Option<usize> {
        let at = self.starts.partition_point(|start| start.place.text < text);
        let start = self.starts.get(at)?;
        (start.place.text == text).then_some(start.shown as usize)
    }

    pub(super) fn words(&self, text: TextId, range: Range<u32>) -> String {
        self.shown_of(text)
            .map_or_else(String::new, |index| self.texts.source(index, range))
    }

    /// The numbered links that stand on these lines, each once, in order.
    pub fn links(&self, lines: Range<usize>) -> Vec<LinkNumber> {
        let mut links = Vec::new();
        let end = lines.end.min(self.len());
        for row in self.rows.lines.get(lines.start..end).unwrap_or_default() {
            let mut add = |link: Option<LinkNumber>| {
                if let Some(link) = link
                    && !links.contains(&link)
                {
                    links.push(link);
                }
            };
            if row.fresh > 0 {
                add(self.rows.frames[row.frame as usize].link);
            }
            self.each_text(row, &mut |text, line| {
                for (range, run) in self.texts.runs_from(text, line.start) {
                    if range.start >= line.end {
                        break;
                    }
                    add(run.link);
                }
            });
        }
        links
    }

    /// The source text from one place up to another, without line breaks of ours, an empty
    /// line between paragraphs.
    pub fn text(&self, from: Position, to: Position) -> String {
        let mut out = String::new();
        let first = self
            .starts
            .partition_point(|start| start.place.text < from.text);
        let mut last: Option<TextId> = None;
        for start in self.starts.get(first..).unwrap_or_default() {
            let id = start.place.text;
            if id > to.text {
                break;
            }
            if last == Some(id) {
                continue;
            }
            let index = start.shown as usize;
            let begin = if id == from.text { from.byte } else { 0 };
            let end = if id == to.text { to.byte } else { u32::MAX };
            let words = self.texts.source(index, begin..end.max(begin));
            if words.is_empty() && id == to.text {
                // The range ends before this text: nothing of it, its separator included.
                break;
            }
            if last.is_some() {
                out.push_str(self.texts.all[index].joint.as_str());
            }
            out.push_str(words.trim_end_matches('\n'));
            last = Some(id);
        }
        out
    }

    /// The whole of the shown source text.
    pub fn full_text(&self) -> String {
        let end = Position {
            text: TextId::MAX,
            byte: u32::MAX,
        };
        self.text(Position::default(), end)
    }

    /// The plain byte that stands so many shown bytes after a place.
    pub(super) fn ahead(&self, place: Position, bytes: u32) -> Option<u32> {
        let index = self.shown_of(place.text)?;
        Some(self.texts.ahead(index, place.byte, bytes))
    }

    /// Where the text after that of a place begins.
    pub(super) fn text_after(&self, place: Position) -> Option<Position> {
        let texts = |start: &Start| start.place.text <= place.text;
        let after = self.starts.partition_point(texts);
        self.starts.get(after).map(|start| start.place)
    }

    /// The text before that of a place.
    pub(super) fn text_before(&self, place: Position) -> Option<TextId> {
        let texts = |start: &Start| start.place.text < place.text;
        let at = self.starts.partition_point(texts);
        let before = self.starts.get(at.checked_sub(1)?)?;
        Some(before.place.text)
    }
}

/// The plain byte of a searchable byte.
fn plain(steps: &[(u32, u32)], byte: usize) -> u32 {
    let after = steps.partition_point(|step| step.0 as usize <= byte);
    match after.checked_sub(1).and_then(|index| steps.get(index)) {
        Some((here, plain)) => plain + byte as u32 - here,
        None => byte as u32,
    }
}
