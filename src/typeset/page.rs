//! A typeset article: maps lines to places in the text and back, for scrolling, search, links,
//! selection and outline. Lines are byte ranges; their spans are made when a line is asked for.

use super::Options;
use super::block::block_layout;
use super::inline::layout::TextLine;
use super::line::{Anchor, Line};
use super::lines::{CompactLine, CompactLines, LineKind};
use super::painter::Painter;
use super::room::Rooms;
use super::runs::ShownTexts;
use crate::document::{Document, Position, TextId};
#[cfg(feature = "phrase")]
use crate::text::Language;
use crate::text::{
    Annotated, CompoundForm, Layer, Places, compound_forms, fold, fold_with_map, searchable,
};
use std::ops::Range;

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
    pub(super) rooms: Rooms,
    /// The language of the article, for texts whose own is unknown.
    #[cfg(feature = "phrase")]
    pub(super) language: Language,
    pub(super) texts: ShownTexts,
    pub(super) compact: CompactLines,
    anchors: Vec<Anchor>,
    /// Where each line of each text starts, in the order of places.
    pub(super) starts: Vec<Start>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Start {
    pub(super) place: Position,
    line: u32,
    /// Index in `ShownTexts::all`.
    shown: u32,
}

impl Page {
    /// Typesets a document. Linear in its size.
    ///
    /// ```
    /// use kanbao::document::{Format, build};
    /// use kanbao::typeset::{Indent, Options, Page};
    ///
    /// let document = build("标准正在完善，企业可以申报。", Format::Plain);
    /// let options = Options { measure: 12, indent: Indent::Blank, ..Options::default() };
    /// let page = Page::new(&document, &options);
    /// let line = |number| -> String {
    ///     page.line(number).spans.into_iter().map(|span| span.text).collect()
    /// };
    /// // A comma may not start a line, so the ideograph before it moves with it.
    /// assert_eq!(line(0), "标准正在完");
    /// assert_eq!(line(1), "善，企业可以");
    /// ```
    pub fn new(document: &Document, options: &Options) -> Self {
        let rooms = Rooms::default();
        Self::with_pictures(document, options, &rooms, &|rule| format!("略去 · {rule}"))
    }

    /// Typesets a document. `cut`: what is shown before a block that a rule cut, by its name.
    pub(crate) fn with_cut_label(
        document: &Document,
        options: &Options,
        cut: &dyn Fn(&str) -> String,
    ) -> Self {
        Self::with_pictures(document, options, &Rooms::default(), cut)
    }

    /// As [`with_cut_label`](Self::with_cut_label), with room below figures for their pictures.
    pub(crate) fn with_pictures(
        document: &Document,
        options: &Options,
        rooms: &Rooms,
        cut: &dyn Fn(&str) -> String,
    ) -> Self {
        let options = Options {
            measure: options.measure.max(1),
            reach: options.reach.max(options.measure).max(1),
            ..*options
        };
        let typesetter = block_layout::lay_out(document, &options, rooms, cut);
        let mut page = Self {
            #[cfg(feature = "phrase")]
            language: typesetter.language,
            texts: typesetter.texts,
            compact: typesetter.compact,
            anchors: typesetter.anchors,
            starts: Vec::new(),
            rooms: rooms.clone(),
            options,
        };
        page.index();
        page
    }

    /// Fills `starts`. Repeated texts have no place of their own.
    fn index(&mut self) {
        let mut starts = Vec::with_capacity(self.compact.lines.len());
        for (number, compact) in self.compact.lines.iter().enumerate() {
            self.each_text(compact, &mut |text, line| {
                let shown = &self.texts.all[text];
                if !shown.repeated {
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

    /// Calls `with` for every line of a text that is on a line of the page.
    pub(super) fn each_text(&self, line: &CompactLine, with: &mut dyn FnMut(usize, &TextLine)) {
        match &line.kind {
            LineKind::Text { text, line, .. } | LineKind::Code { text, line, .. } => {
                with(*text as usize, line);
            }
            // The whole formula is one position, on its first row.
            LineKind::Formula { text, row: 0, .. } => {
                let end = self.texts.of(*text as usize).len() as u32;
                let whole = TextLine {
                    end,
                    ..TextLine::default()
                };
                with(*text as usize, &whole);
            }
            LineKind::Cells { from, to } => {
                for (_, part) in &self.compact.parts[*from as usize..*to as usize] {
                    self.each_text(part, with);
                }
            }
            LineKind::Blank
            | LineKind::Prefix
            | LineKind::Chrome(_)
            | LineKind::Picture
            | LineKind::Ruby { .. }
            | LineKind::Formula { .. } => {}
        }
    }

    /// How many lines the page has.
    pub fn len(&self) -> usize {
        self.compact.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.compact.lines.is_empty()
    }

    /// The options of the layout.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The spans of a line; an empty line past the end.
    pub fn line(&self, number: usize) -> Line {
        match self.compact.lines.get(number) {
            Some(compact) => Painter::paint(&self.compact, &self.texts, &self.options, compact),
            None => Line::default(),
        }
    }

    /// The place of the first character of a line, or of the next line that has one.
    pub fn place(&self, line: usize) -> Position {
        let from_here = self.compact.lines.get(line..).unwrap_or_default();
        for compact in from_here {
            let mut found: Option<Position> = None;
            self.each_text(compact, &mut |text, line| {
                let shown = &self.texts.all[text];
                if found.is_none() && !shown.repeated {
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
        // Below the last text: the place of its last line.
        self.starts
            .last()
            .map_or_else(Position::default, |last| last.place)
    }

    /// The line of a place; the nearest before it when its text is not shown.
    pub fn line_of(&self, place: Position) -> usize {
        let after = self.starts.partition_point(|start| start.place <= place);
        let start = self.starts.get(after.saturating_sub(1));
        start.map_or(0, |start| start.line as usize)
    }

    /// Headings, images, tables and code in order.
    pub(crate) fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// Every match of the folded needle in the shown text, in order, also with other forms of its
    /// compounds: 计划 and 計畫. White space in it matches any. A blank needle has none.
    pub fn find(&self, needle: &str) -> Vec<Hit> {
        let needle = fold(needle);
        let words: Vec<&str> = needle.split_whitespace().collect();
        if words.is_empty() {
            return Vec::new();
        }
        let forms = compound_forms(&words.join(" "));
        self.find_with(&|words| {
            let folded = fold_with_map(words);
            let of_form = |form| {
                let found = matches(form, &folded.text);
                found.map(|range| folded.source(range, words))
            };
            forms.iter().flat_map(of_form).collect()
        })
    }

    /// What `find` finds in each of the shown texts, as ranges of bytes; in order.
    pub fn find_with(&self, find: &dyn Fn(&str) -> Vec<Range<usize>>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (index, shown) in self.texts.all.iter().enumerate() {
            if shown.repeated {
                continue;
            }
            let (text, places) = self.annotated(index);
            let words = searchable(&text);
            for range in find(&words.text) {
                let range = places.range(words.places.range(range));
                hits.push(Hit {
                    text: shown.id,
                    range: range.start as u32..range.end as u32,
                });
            }
        }
        hits.sort_by_key(|hit| (hit.text, hit.range.start, hit.range.end));
        // The forms of a text with ruby have the same hits, and overlapping ones.
        hits.dedup_by(|next, last| {
            let overlaps = next.text == last.text && next.range.start < last.range.end;
            if overlaps {
                last.range.end = last.range.end.max(next.range.end);
            }
            overlaps
        });
        hits
    }

    /// The text as shown without generated parts, and a map to the source. A reading above its base
    /// is as one in brackets after it, and belongs to the base.
    fn annotated(&self, index: usize) -> (String, Places) {
        let mut out = Annotated::default();
        let mut places = Places::default();
        let all = self.texts.of(index);
        let raised = self.texts.ruby_in(index);
        let mut raised = raised.iter().peekable();
        // The source of the base at hand.
        let mut base: Option<Range<usize>> = None;
        for (range, run) in self.texts.runs_from(index, 0) {
            if let Some(plain) = run.plain {
                let part = all.get(range.start as usize..range.end as usize);
                let part = part.unwrap_or_default();
                let (layer, plain) = (run.style.layer(), plain as usize);
                let start = base.filter(|_| layer == Layer::Base);
                let start = start.map_or(plain, |base| base.start);
                base = (layer == Layer::Base).then_some(start..plain + part.len());
                places.push(out.push(part, layer), plain);
            }
            if let Some(ruby) = raised.next_if(|ruby| ruby.base.end <= range.end) {
                let reading = format!("({})", ruby.words);
                let base = base.take().unwrap_or_default();
                places.push_whole(out.push(&reading, Layer::Reading), base);
            }
        }
        (out.text, places)
    }

    /// The cells on a line that show a range (bytes) of a text, if any.
    pub fn cells_of(&self, line: usize, text: TextId, range: &Range<u32>) -> Option<Range<u16>> {
        let mut column = 0;
        let mut found: Option<Range<u16>> = None;
        let compact = self.compact.lines.get(line);
        let whole = compact.is_some_and(|compact| self.has_formula(compact, text));
        for span in self.line(line).spans {
            if let Some((id, source)) = &span.source
                && *id == text
                && source.start < range.end
                && range.start < source.end
            {
                let policy = self.options.width;
                let id_bytes = |byte: u32| {
                    // The drawn form may be wider than the source.
                    if byte >= source.end {
                        return span.cells;
                    }
                    let words = self.words(text, source.start..byte.max(source.start));
                    (policy.str(&words) as u16).min(span.cells)
                };
                let (from, to) = match whole {
                    true => (column, column + span.cells),
                    false => (column + id_bytes(range.start), column + id_bytes(range.end)),
                };
                found = Some(found.map_or(from..to, |found| found.start..to));
            }
            column += span.cells;
        }
        found.filter(|cells| cells.start < cells.end)
    }

    /// Whether a line has a row of a text that is a formula in two dimensions.
    fn has_formula(&self, line: &CompactLine, id: TextId) -> bool {
        match line.kind {
            LineKind::Formula { text, .. } => self.texts.all[text as usize].id == id,
            LineKind::Cells { from, to } => {
                let parts = &self.compact.parts[from as usize..to as usize];
                parts.iter().any(|(_, part)| self.has_formula(part, id))
            }
            _ => false,
        }
    }

    /// The indexes in `ShownTexts::all` of a text's shown parts.
    fn shown_of(&self, text: TextId) -> Option<usize> {
        let at = self.starts.partition_point(|start| start.place.text < text);
        let start = self.starts.get(at)?;
        (start.place.text == text).then_some(start.shown as usize)
    }

    /// The shown part of a text. `range`: bytes of its source.
    pub(crate) fn words(&self, text: TextId, range: Range<u32>) -> String {
        self.shown_of(text)
            .map_or_else(String::new, |index| self.texts.source(index, range))
    }

    /// The source text from one place up to another, without soft line breaks, with an empty
    /// line between paragraphs.
    pub(crate) fn text(&self, from: Position, to: Position) -> String {
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
                // The range ends before this text: no separator either.
                break;
            }
            if last.is_some() {
                out.push_str(self.texts.all[index].separator.as_str());
            }
            out.push_str(words.trim_end_matches('\n'));
            last = Some(id);
        }
        out
    }

    /// All of the shown source text.
    pub fn full_text(&self) -> String {
        let end = Position {
            text: TextId::MAX,
            byte: u32::MAX,
        };
        self.text(Position::default(), end)
    }

    /// The source byte that is `bytes` shown bytes after a place.
    pub(super) fn ahead(&self, place: Position, bytes: u32) -> Option<u32> {
        let index = self.shown_of(place.text)?;
        Some(self.texts.ahead(index, place.byte, bytes))
    }

    /// The start of the text after that of a place.
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

/// The matches of a form of folded words in a folded text. Any run of white space may be between
/// two words.
fn matches<'a>(form: &'a CompoundForm, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let mut words = form.text.split(' ').enumerate();
            let (_, first) = words.next()?;
            let start = from + text.get(from..)?.find(first)?;
            let is_word = form.are_words(0, text, start);
            let end = words.try_fold(start + first.len(), |end, (piece, word)| {
                let rest = text.get(end..)?;
                let next = rest.trim_start();
                let at = text.len() - next.len();
                let is_match = next.len() < rest.len() && next.starts_with(word);
                (is_match && form.are_words(piece, text, at)).then(|| at + word.len())
            });
            if let Some(end) = end.filter(|_| is_word) {
                from = end;
                return Some(start..end);
            }
            from = start + first.chars().next().map_or(1, char::len_utf8);
        }
    })
}
