//! Turns one compact line into the spans that are drawn.

use super::block::figure::GAP;
use super::crop::crop;
use super::gaps::{self, Gap};
#[cfg(feature = "bidi")]
use super::inline::bidi::{self, Visual};
use super::inline::layout::TextLine;
use super::inline::ruby::PAD;
use super::inline::setting::LineFlags;
use super::line::{Line, Span};
use super::lines::{CompactLine, CompactLines, Edges, LineKind, RightSide};
use super::options::Options;
use super::runs::{Run, ShownTexts};
use super::signs;
use crate::document::Style;
use crate::role::Role;
use crate::text::{WidthPolicy, clusters};
use std::ops::Range;

/// Collects the spans of one line.
pub struct Painter<'a> {
    pub compact: &'a CompactLines,
    pub texts: &'a ShownTexts,
    pub options: &'a Options,
    spans: Vec<Span>,
    cells: u16,
    /// The most cells of the line.
    room: u16,
}

impl<'a> Painter<'a> {
    pub fn paint(
        compact: &'a CompactLines,
        texts: &'a ShownTexts,
        options: &'a Options,
        line: &CompactLine,
    ) -> Line {
        let outdent = outdent(compact, line);
        let scrolled = compact.frames[line.frame as usize].window.is_some();
        let mut painter = Self {
            compact,
            texts,
            options,
            spans: Vec::new(),
            cells: 0,
            room: match scrolled {
                true => u16::MAX,
                false => outdent + options.reach,
            },
        };
        painter.line(line, 0);
        if matches!(line.kind, LineKind::Blank | LineKind::Prefix) {
            painter.trim();
        }
        Line {
            spans: painter.spans,
            cells: painter.cells,
            outdent,
        }
    }

    fn policy(&self) -> WidthPolicy {
        self.options.width
    }

    fn line(&mut self, line: &CompactLine, at: u16) {
        self.prefix(line.frame, line.first_prefixes);
        self.left_sign(line);
        let (first, start) = (self.spans.len(), self.cells);
        self.push_blank(line.indent, Role::Body);
        match line.kind {
            LineKind::Blank | LineKind::Prefix | LineKind::Picture => {}
            LineKind::Text { text, line, full } => self.text(text as usize, line, full),
            LineKind::Ruby { text, line, full } => self.ruby(text as usize, line, full),
            LineKind::Code { text, line, edges } => {
                let policy = self.policy();
                if edges.contains(Edges::FOLDED) {
                    self.push_generated(policy.narrow("↪ ", "> "), Role::CodeFrame);
                }
                self.runs(text as usize, line.start..line.end, &[]);
            }
            LineKind::Formula { text, formula, row } => {
                self.formula(text as usize, formula as usize, usize::from(row));
            }
            LineKind::Chrome(index) => {
                let span = self.compact.chrome[index as usize].clone();
                self.cells += span.cells;
                self.spans.push(span);
            }
            LineKind::Cells { from, to } => {
                let start = self.cells;
                for (column, part) in &self.compact.parts[from as usize..to as usize] {
                    let column = start + column;
                    self.push_blank(column.saturating_sub(self.cells), Role::Body);
                    self.line(part, column);
                }
            }
        }
        if let Some(window) = self.compact.frames[line.frame as usize].window {
            let shown = crop(self.spans.split_off(first), window, self.policy());
            self.cells = start + shown.iter().map(|span| span.cells).sum::<u16>();
            self.spans.extend(shown);
        }
        self.right_sign(line, at);
        let mut frame = line.frame;
        while frame != 0 {
            let around = &self.compact.frames[frame as usize];
            if let Some(RightSide { column, bar, fill }) = around.right {
                self.push_blank((at + column).saturating_sub(self.cells), fill);
                if !bar.is_empty() {
                    self.push_generated(bar, around.role);
                }
            }
            frame = around.parent;
        }
    }

    /// The sign that a line of code starts further left: in the blank of its frame, if it has one.
    fn left_sign(&mut self, line: &CompactLine) {
        if !line.kind.has_edge(Edges::LEFT) {
            return;
        }
        let sign = self.policy().narrow("‹", "<");
        let is_blank = self.compact.frames[line.frame as usize].has_blank_end();
        if let Some(prefix) = self.spans.last_mut().filter(|_| is_blank) {
            prefix.text.pop();
            prefix.text.push_str(sign);
        } else {
            self.push_generated(sign, Role::CodeFrame);
        }
    }

    /// The sign that a line of code goes on: in the cell before the right side of its frame.
    fn right_sign(&mut self, line: &CompactLine, at: u16) {
        if !line.kind.has_edge(Edges::RIGHT) {
            return;
        }
        if let Some(RightSide { column, fill, .. }) = self.compact.frames[line.frame as usize].right
        {
            self.push_blank((at + column).saturating_sub(self.cells + 1), fill);
        }
        self.push_generated(self.policy().narrow("›", ">"), Role::CodeFrame);
    }

    fn prefix(&mut self, frame: u32, first_prefixes: u8) {
        let mut chain = Vec::new();
        let mut at = frame;
        while at != 0 {
            chain.push(at);
            at = self.compact.frames[at as usize].parent;
        }
        let old = chain.len().saturating_sub(usize::from(first_prefixes));
        for (index, frame) in chain.into_iter().rev().enumerate() {
            let frame = &self.compact.frames[frame as usize];
            let text = if index >= old {
                &frame.first
            } else {
                &frame.rest
            };
            if text.is_empty() {
                continue;
            }
            let link = frame.link.filter(|_| index >= old);
            // The gap after the number of a figure is not a part of its link.
            let linked = text.strip_suffix(GAP).unwrap_or(text);
            let cells = self.policy().str(linked) as u16;
            self.cells += cells;
            self.spans.push(Span {
                text: self.policy().shown_str(linked).into_owned(),
                cells,
                role: frame.role,
                style: Style::PLAIN,
                link,
                source: None,
            });
            let gap = text.len() - linked.len();
            self.push_blank(gap as u16, frame.role);
        }
    }

    /// Drops the spaces at the end of an empty line.
    fn trim(&mut self) {
        while let Some(last) = self.spans.last_mut() {
            let kept = last.text.trim_end_matches(' ').len();
            let cells = (last.text.len() - kept) as u16;
            last.text.truncate(kept);
            last.cells -= cells;
            self.cells -= cells;
            if !last.text.is_empty() {
                break;
            }
            self.spans.pop();
        }
    }

    fn push_generated(&mut self, text: &str, role: Role) {
        let cells = self.policy().str(text) as u16;
        self.cells += cells;
        self.spans
            .push(Span::generated(text.to_owned(), cells, role));
    }

    fn push_blank(&mut self, cells: u16, role: Role) {
        if cells > 0 {
            self.push_generated(&" ".repeat(usize::from(cells)), role);
        }
    }

    /// A blank before a part of a run: a part of the link that goes on there.
    fn push_gap(&mut self, cells: u16, run: &Run) {
        let last = self.spans.last().and_then(|span| span.link);
        self.push_blank(cells, run.role);
        if let Some(gap) = self.spans.last_mut().filter(|_| last == run.link) {
            gap.link = run.link;
        }
    }

    fn text(&mut self, text: usize, line: TextLine, full: u16) {
        #[cfg(feature = "bidi")]
        if self.options.bidi
            && let Some(visual) = bidi::visual(self.texts.of(text), self.words(text, line))
        {
            return self.reordered(text, line, full, &visual);
        }
        let words = self.words(text, line);
        let grid = self.texts.all.get(text).is_some_and(|shown| shown.grid);
        let mut gaps = gaps::of_line(
            words,
            line.start,
            grid,
            self.texts.signs_of(text),
            self.options,
        );
        if gaps.is_empty() && self.options.justify && !line.flags.contains(LineFlags::LAST) {
            gaps = gaps::justify(words, line.start, full.saturating_sub(line.cells));
        }
        self.runs(text, line.start..line.end, &gaps);
        if line.flags.contains(LineFlags::HYPHEN) {
            let role = self.spans.last().map_or(Role::Body, |span| span.role);
            self.push_generated("-", role);
        }
    }

    /// A row of a formula. Its source is the whole text.
    fn formula(&mut self, text: usize, formula: usize, row: usize) {
        let Some((_, run)) = self.texts.runs_from(text, 0).next() else {
            return;
        };
        let shown = &self.texts.all[text];
        let row = &self.compact.formulas[formula].rows[row];
        let words = row.trim_matches(' ');
        let indent = row.len() - row.trim_start_matches(' ').len();
        self.push_blank(indent as u16, run.role);
        let length = shown.bytes.end - shown.bytes.start;
        let source = run.plain.map(|plain| (shown.id, plain..plain + length));
        self.push_generated(words, run.role);
        if let Some(span) = self.spans.last_mut() {
            span.style = run.style;
            span.source = source;
        }
    }

    /// The ruby row above a line of a text.
    fn ruby(&mut self, text: usize, line: TextLine, full: u16) {
        let start = self.cells;
        let mut base_line = Self {
            spans: Vec::new(),
            ..*self
        };
        base_line.text(text, line, full);
        for ruby in self.texts.ruby_of(text, line) {
            let base = self.texts.plain_of(text, ruby.base.start)
                ..self.texts.plain_of(text, ruby.base.end);
            let mut column = start;
            // The columns of the base on this line.
            let mut over: Option<Range<u16>> = None;
            for span in &base_line.spans {
                let next = column + span.cells;
                let source = span.source.as_ref();
                if source
                    .is_some_and(|(_, source)| base.start <= source.start && source.end <= base.end)
                {
                    let from = over.map_or(column, |over| over.start.min(column));
                    over = Some(from..next);
                }
                column = next;
            }
            let Some(over) = over else { continue };
            let cells = self.options.width.str(&ruby.words) as u16;
            let column = (over.start + over.end).saturating_sub(cells) / 2;
            self.push_blank(column.saturating_sub(self.cells), Role::Body);
            self.push_generated(&ruby.words, Role::Ruby);
        }
    }

    /// A line in visual order. Spacing and justification do not apply to it.
    #[cfg(feature = "bidi")]
    fn reordered(&mut self, text: usize, line: TextLine, full: u16, visual: &Visual) {
        if visual.rtl {
            self.push_blank(full.saturating_sub(line.cells), Role::Body);
        }
        for (part, turns) in &visual.parts {
            self.runs(text, line.start + part.start..line.start + part.end, &[]);
            if *turns
                && let Some(span) = self.spans.last_mut()
                && let Some(turned) = bidi::mirrored(&span.text)
            {
                turned.clone_into(&mut span.text);
            }
        }
    }

    fn words(&self, text: usize, line: TextLine) -> &'a str {
        let all = self.texts.of(text);
        all.get(line.start as usize..line.end as usize)
            .unwrap_or_default()
    }

    /// Adds the spans of a range of a text with the gaps in it.
    fn runs(&mut self, text: usize, range: Range<u32>, gaps: &[Gap]) {
        let mut gaps = gaps.iter().copied().peekable();
        for (run_range, run) in self.texts.runs_from(text, range.start) {
            if run_range.start >= range.end {
                break;
            }
            let mut from = run_range.start.max(range.start);
            let to = run_range.end.min(range.end);
            while let Some(Gap { at, cells }) = gaps.next_if(|gap| gap.at < to) {
                self.drawn(text, from..at, run_range.start, run);
                from = at;
                // A negative gap drops the space there.
                if cells > 0 {
                    self.push_gap(cells as u16, run);
                } else {
                    from += 1;
                }
            }
            self.drawn(text, from..to, run_range.start, run);
        }
    }

    /// Adds the spans of a part of a run: a span for each sign that is drawn in another form.
    fn drawn(&mut self, text: usize, range: Range<u32>, run_start: u32, run: &Run) {
        let id = self.texts.all[text].id;
        let words = self.texts.of(text);
        let mut from = range.start;
        let signs = self.texts.signs_of(text);
        for sign in &signs[signs::within(signs, &range)] {
            self.span(words, from..sign.start, run_start, id, run);
            let count = self.spans.len();
            self.span(words, sign.start..sign.end, run_start, id, run);
            let cells = self.policy().str(sign.drawn) as u16;
            let room = self.room.saturating_sub(self.cells) + 1;
            if let Some(span) = self.spans.get_mut(count).filter(|_| cells <= room) {
                self.cells = self.cells - span.cells + cells;
                sign.drawn.clone_into(&mut span.text);
                span.cells = cells;
            }
            from = sign.end;
        }
        self.span(words, from..range.end, run_start, id, run);
    }

    fn span(&mut self, words: &str, range: Range<u32>, run_start: u32, id: u32, run: &Run) {
        let slice = words
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default();
        if slice.is_empty() {
            return;
        }
        let room = usize::from(self.room.saturating_sub(self.cells)).max(1);
        let mut text = self.policy().shown_str(slice);
        let mut cells = self.policy().str(slice);
        if slice.starts_with(PAD) && run.plain.is_none() {
            text = " ".repeat(cells).into();
        } else if cells > room && clusters(slice).nth(1).is_none() {
            // A cluster wider than the whole line is replaced.
            text = "?".into();
            cells = 1;
        }
        self.cells += cells as u16;
        self.spans.push(Span {
            text: text.into_owned(),
            cells: cells as u16,
            role: run.role,
            style: run.style,
            link: run.link,
            source: run.plain.map(|plain| {
                let start = plain + range.start - run_start;
                (id, start..start + (range.end - range.start))
            }),
        });
    }
}

/// Cells by which a line starts left of the measure.
fn outdent(compact: &CompactLines, line: &CompactLine) -> u16 {
    let mut outdent = 0;
    let mut frame = line.frame;
    while frame != 0 {
        let around = &compact.frames[frame as usize];
        outdent += around.outdent;
        frame = around.parent;
    }
    outdent
}
