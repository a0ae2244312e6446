//! The compact lines of a page and how one becomes spans when it is asked for.

#[cfg(feature = "bidi")]
use super::inline::bidi::{self, Visual};
use super::inline::kinsoku;
use super::inline::layout::{LineFlags, TextLine};
use super::inline::ruby::PAD;
use super::inline::segments::scripts_meet;
use super::runs::{Run, Texts};
use super::{Line, Options, Spacing, Span};
use crate::document::{LinkNumber, Style};
use crate::role::Role;
use crate::text::{Language, WidthPolicy, clusters};
use std::ops::Range;

/// What stands to the left of a block's lines: a bar, a marker, an indent.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The frame around it; the first frame, of the page, is its own.
    pub parent: u32,
    /// On the first line of the block, and on the others: equally wide.
    pub first: String,
    pub rest: String,
    pub role: Role,
    pub link: Option<LinkNumber>,
    /// The right side, where it is drawn.
    pub right: Option<RightSide>,
}

/// The right side of a frame: its lines are filled with blanks up to it.
#[derive(Clone, Copy, Debug)]
pub struct RightSide {
    pub column: u16,
    /// A bar, or nothing.
    pub bar: &'static str,
    /// The role of the blanks.
    pub fill: Role,
}

/// A compact line.
#[derive(Clone, Copy, Debug)]
pub struct CompactLine {
    pub kind: LineKind,
    pub frame: u32,
    /// How many of the innermost frames show their first prefix here.
    pub fresh: u8,
    /// Blank cells between the prefix and the content.
    pub indent: u16,
}

#[derive(Clone, Copy, Debug)]
pub enum LineKind {
    Blank,
    /// The marker of a block that shows nothing else.
    Prefix,
    /// A line of a text.
    Text {
        text: u32,
        line: TextLine,
        full: u16,
    },
    /// The readings above a line of a text, where they do not stand in it.
    Readings {
        text: u32,
        line: TextLine,
        full: u16,
    },
    /// A line of code: what is shown of it, and whether it goes on.
    Code {
        text: u32,
        line: TextLine,
        folded: bool,
        cut: bool,
    },
    /// Ready-made: an index in `CompactLines::chrome`.
    Chrome(u32),
    /// Cells side by side: a range of `CompactLines::parts`.
    Cells {
        from: u32,
        to: u32,
    },
}

#[derive(Clone, Debug, Default)]
pub struct CompactLines {
    pub lines: Vec<CompactLine>,
    pub frames: Vec<Frame>,
    pub chrome: Vec<Span>,
    /// Column and line of table cells.
    pub parts: Vec<(u16, CompactLine)>,
}

/// Makes spans.
pub struct Painter<'a> {
    pub rows: &'a CompactLines,
    pub texts: &'a Texts,
    pub options: &'a Options,
    pub(super) spans: Vec<Span>,
    pub(super) cells: u16,
}

impl<'a> Painter<'a> {
    pub fn paint(
        rows: &'a CompactLines,
        texts: &'a Texts,
        options: &'a Options,
        row: &CompactLine,
    ) -> Line {
        let mut painter = Self {
            rows,
            texts,
            options,
            spans: Vec::new(),
            cells: 0,
        };
        painter.row(row, 0);
        if matches!(row.kind, LineKind::Blank | LineKind::Prefix) {
            painter.trim();
        }
        Line {
            spans: painter.spans,
            cells: painter.cells,
        }
    }

    fn policy(&self) -> WidthPolicy {
        self.options.width
    }

    fn row(&mut self, row: &CompactLine, at: u16) {
        self.prefix(row.frame, row.fresh);
        self.blank(row.indent, Role::Body);
        match row.kind {
            LineKind::Blank | LineKind::Prefix => {}
            LineKind::Text { text, line, full } => self.text(text as usize, line, full),
            LineKind::Readings { text, line, full } => self.readings(text as usize, line, full),
            LineKind::Code {
                text,
                line,
                folded,
                cut,
            } => {
                if folded {
                    let mark = self.policy().narrow("↪ ", "> ");
                    self.ours(mark, Role::CodeFrame);
                }
                self.runs(text as usize, line.start..line.end, &[]);
                if cut {
                    let mark = self.policy().narrow("›", ">");
                    self.ours(mark, Role::CodeFrame);
                }
            }
            LineKind::Chrome(index) => {
                let span = self.rows.chrome[index as usize].clone();
                self.cells += span.cells;
                self.spans.push(span);
            }
            LineKind::Cells { from, to } => {
                let start = self.cells;
                for (column, part) in &self.rows.parts[from as usize..to as usize] {
                    let column = start + column;
                    self.blank(column.saturating_sub(self.cells), Role::Body);
                    self.row(part, column);
                }
            }
        }
        let mut frame = row.frame;
        while frame != 0 {
            let around = &self.rows.frames[frame as usize];
            if let Some(RightSide { column, bar, fill }) = around.right {
                self.blank((at + column).saturating_sub(self.cells), fill);
                if !bar.is_empty() {
                    self.ours(bar, around.role);
                }
            }
            frame = around.parent;
        }
    }

    fn prefix(&mut self, frame: u32, fresh: u8) {
        let mut chain = Vec::new();
        let mut at = frame;
        while at != 0 {
            chain.push(at);
            at = self.rows.frames[at as usize].parent;
        }
        let old = chain.len().saturating_sub(usize::from(fresh));
        for (index, frame) in chain.into_iter().rev().enumerate() {
            let frame = &self.rows.frames[frame as usize];
            let text = if index >= old {
                &frame.first
            } else {
                &frame.rest
            };
            if text.is_empty() {
                continue;
            }
            let cells = self.policy().str(text) as u16;
            self.cells += cells;
            self.spans.push(Span {
                text: self.policy().shown_str(text).into_owned(),
                cells,
                role: frame.role,
                style: Style::PLAIN,
                link: frame.link.filter(|_| index >= old),
                source: None,
            });
        }
    }

    /// Blanks at the end of an empty line are nothing to draw.
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

    pub(super) fn ours(&mut self, text: &str, role: Role) {
        let cells = self.policy().str(text) as u16;
        self.cells += cells;
        self.spans.push(Span {
            text: text.to_owned(),
            cells,
            role,
            style: Style::PLAIN,
            link: None,
            source: None,
        });
    }

    pub(super) fn blank(&mut self, cells: u16, role: Role) {
        if cells > 0 {
            self.ours(&" ".repeat(usize::from(cells)), role);
        }
    }

    pub(super) fn text(&mut self, text: usize, line: TextLine, full: u16) {
        #[cfg(feature = "bidi")]
        if self.options.bidi
            && let Some(seen) = bidi::visual(self.texts.of(text), self.words(text, line))
        {
            return self.reordered(text, line, full, &seen);
        }
        let mut gaps = self.gaps(text, line);
        if self.options.justify && !line.flags.has(LineFlags::LAST) {
            let cells: u16 = line.cells;
            self.justify(text, line, full.saturating_sub(cells), &mut gaps);
        }
        self.runs(text, line.start..line.end, &gaps);
        if line.flags.has(LineFlags::HYPHEN) {
            let role = self.spans.last().map_or(Role::Body, |span| span.role);
            self.ours("-", role);
        }
    }

    #[cfg(feature = "bidi")]
    /// A line in the order of the eye. Nothing is inserted in it: it is rare enough.
    fn reordered(&mut self, text: usize, line: TextLine, full: u16, seen: &Visual) {
        if seen.leftward {
            self.blank(full.saturating_sub(line.cells), Role::Body);
        }
        for (part, turns) in &seen.parts {
            self.runs(text, line.start + part.start..line.start + part.end, &[]);
            if *turns
                && let Some(span) = self.spans.last_mut()
                && let Some(turned) = bidi::mirrored(&span.text)
            {
                turned.clone_into(&mut span.text);
            }
        }
    }

    /// Cells that spacing and the grid insert before a byte of the text; -1 drops a space.
    fn gaps(&self, text: usize, line: TextLine) -> Vec<(u32, i8)> {
        let mut gaps = Vec::new();
        let grid = self.texts.all.get(text).is_some_and(|shown| shown.grid);
        if self.options.spacing == Spacing::Keep && !grid {
            return gaps;
        }
        let words = self.words(text, line);
        let mut column = 0;
        let mut last: Option<char> = None;
        let mut before_space: Option<char> = None;
        let mut all = clusters(words);
        loop {
            let at = line.start + all.offset() as u32;
            let Some(cluster) = all.next() else { break };
            let Some(c) = cluster.chars().next() else {
                break;
            };
            let cells = self.policy().cluster(cluster);
            if grid {
                if cells == 2 && column % 2 == 1 {
                    gaps.push((at, 1));
                    column += 1;
                }
                column += cells;
            } else if self.options.spacing == Spacing::Add {
                if last.is_some_and(|last| scripts_meet(last, c)) {
                    gaps.push((at, 1));
                }
            } else if let Some(before) = before_space.filter(|before| scripts_meet(*before, c)) {
                let _ = before;
                gaps.push((at - 1, -1));
            }
            before_space = last.filter(|_| c == ' ');
            last = Some(c);
        }
        gaps
    }

    fn words(&self, text: usize, line: TextLine) -> &'a str {
        let all = self.texts.of(text);
        all.get(line.start as usize..line.end as usize)
            .unwrap_or_default()
    }

    /// Distributes the slack of a line over its blanks, script boundaries and marks, in this
    /// order, one cell each: all of it or nothing.
    fn justify(&self, text: usize, line: TextLine, slack: u16, gaps: &mut Vec<(u32, i8)>) {
        if slack == 0 || !gaps.is_empty() {
            return;
        }
        let mut chances: [Vec<u32>; 3] = Default::default();
        let mut last: Option<char> = None;
        for (offset, c) in self.words(text, line).char_indices() {
            let at = line.start + offset as u32;
            if let Some(last) = last {
                if last == ' ' && c != ' ' {
                    chances[0].push(at);
                } else if scripts_meet(last, c) {
                    chances[1].push(at);
                } else if matches!(last, '，' | '。' | '、' | '；' | '：' | '！' | '？')
                    && !kinsoku::no_start(c, false, super::Kinsoku::Basic, Language::Ja)
                    && c != ' '
                {
                    chances[2].push(at);
                }
            }
            last = Some(c);
        }
        let slack = usize::from(slack);
        if chances.iter().map(Vec::len).sum::<usize>() < slack {
            return;
        }
        let mut left = slack;
        for places in chances {
            let take = left.min(places.len());
            for index in 0..take {
                // Spread evenly over the line.
                gaps.push((places[index * places.len() / take], 1));
            }
            left -= take;
        }
        gaps.sort_unstable();
    }

    /// Spans of a range of a text with inserted cells.
    fn runs(&mut self, text: usize, range: Range<u32>, gaps: &[(u32, i8)]) {
        let id = self.texts.all[text].id;
        let words = self.texts.of(text);
        let mut gaps = gaps.iter().copied().peekable();
        for (run_range, run) in self.texts.runs_from(text, range.start) {
            if run_range.start >= range.end {
                break;
            }
            let mut from = run_range.start.max(range.start);
            let to = run_range.end.min(range.end);
            while let Some((at, cells)) = gaps.next_if(|gap| gap.0 < to) {
                self.span(words, from..at, run_range.start, id, run);
                from = at;
                if cells > 0 {
                    self.blank(cells as u16, run.role);
                } else {
                    from += 1;
                }
            }
            self.span(words, from..to, run_range.start, id, run);
        }
    }

    fn span(&mut self, words: &str, range: Range<u32>, run_start: u32, id: u32, run: &Run) {
        let slice = words
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default();
        if slice.is_empty() {
            return;
        }
        let room = usize::from(self.options.measure.saturating_sub(self.cells)).max(1);
        let mut text = self.policy().shown_str(slice);
        let mut cells = self.policy().str(slice);
        if slice.starts_with(PAD) && run.plain.is_none() {
            text = " ".repeat(cells).into();
        } else if cells > room && clusters(slice).nth(1).is_none() {
            // A cluster wider than the whole line: something stands for it.
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
