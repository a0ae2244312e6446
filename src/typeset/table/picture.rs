//! Pictures in table cells: a short mark with the number of the picture, and its caption as text
//! after it. The name of a figure (图, Figure) would widen the column.

use super::columns::ContentWidth;
use crate::document::{Align, Image, LinkNumber, Text, caption_of};
use crate::role::Role;
use crate::typeset::AnchorKind;
use crate::typeset::block::block_layout::{LayoutContext, Typesetter};
use crate::typeset::lines::{CompactLine, LineKind};
use crate::typeset::runs::Separator;
use std::collections::BTreeMap;

/// Cells of a mark and its number, with a space after them: `▣ 12 `.
const MARK: u16 = 5;

/// Cells that a caption asks for; a longer one wraps.
const MAX_CAPTION: u16 = 16;

/// The narrowest caption beside a mark: two ideographs.
const MIN_CAPTION: u16 = 4;

impl Typesetter<'_> {
    /// A mark such as `▣ 12`, which is the link, and the caption after it.
    pub(crate) fn picture_in_cell(
        &mut self,
        (mark, figure): (&str, u32),
        caption: Option<&Text>,
        link: Option<LinkNumber>,
        context: LayoutContext,
    ) {
        let flat = LayoutContext {
            frame: 0,
            prose: false,
            separator: Separator::Line,
            ..context
        };
        let mark = self.aside(|typesetter| typesetter.push_link(mark, Role::Figure, link, flat));
        if let Some(LineKind::Chrome(index)) = mark.first().map(|line| line.kind) {
            self.figure_marks.push((index, figure));
        }
        let mut parts: Vec<(u16, CompactLine)> = mark.iter().map(|line| (0, *line)).collect();
        if let Some(text) = caption {
            let cells = mark.first().map_or(0, |line| self.chrome_cells(line)) + 1;
            let mut setting = self.setting(text, flat).exact(context.width);
            if cells + MIN_CAPTION <= context.width {
                setting.indent = cells;
            } else {
                self.push_side_by_side(&std::mem::take(&mut parts), context);
            }
            let lines = self.aside(|typesetter| {
                typesetter.text(text, Role::Caption, &setting, Align::Start, flat);
            });
            for (at, line) in lines.into_iter().enumerate() {
                if at > 0 {
                    self.push_side_by_side(&std::mem::take(&mut parts), context);
                }
                parts.push((line.indent, CompactLine { indent: 0, ..line }));
            }
        }
        if !parts.is_empty() {
            self.push_side_by_side(&parts, context);
        }
    }

    /// Gives the figures in the cells of a table that begins at `line` their lines, and their pictures
    /// room below the table. `before`: the anchors and pictures before those of the table.
    pub(crate) fn settle_pictures(
        &mut self,
        line: usize,
        (anchors, pictures): (usize, usize),
        context: LayoutContext,
    ) {
        let mut lines = BTreeMap::new();
        for (number, compact) in self.compact.lines.iter().enumerate().skip(line) {
            self.each_mark(compact, &mut |figure| {
                lines.entry(figure).or_insert(number);
            });
        }
        let line_of = |number: u32| {
            let marked = lines.range(..=number).next_back();
            marked.map_or(line, |(_, line)| *line)
        };
        for anchor in &mut self.anchors[anchors..] {
            if let AnchorKind::Image(number) = anchor.kind {
                anchor.line = line_of(number);
            }
        }
        self.anchors[anchors..].sort_by_key(|anchor| anchor.line);
        let mut places = self.compact.pictures.split_off(pictures);
        for place in &mut places {
            place.line = line_of(place.number);
            if self.rooms.cells_of(&place.key, context.width).is_some() {
                let mark = self.options.width.narrow("▣", "#");
                self.push(LineKind::Blank, context, 0);
                self.push_label(&format!("{mark} {}", place.number), Role::Figure, context);
                place.room = self.picture_room(&place.key, context);
            }
        }
        places.sort_by_key(|place| place.line);
        self.compact.pictures.extend(places);
    }

    /// The figures whose marks are on a line.
    fn each_mark(&self, line: &CompactLine, with: &mut dyn FnMut(u32)) {
        match line.kind {
            LineKind::Chrome(index) => {
                let figures = &self.figure_marks;
                if let Ok(at) = figures.binary_search_by_key(&index, |(mark, _)| *mark) {
                    with(figures[at].1);
                }
            }
            LineKind::Cells { from, to } => {
                for (_, part) in &self.compact.parts[from as usize..to as usize] {
                    self.each_mark(part, with);
                }
            }
            _ => {}
        }
    }

    fn chrome_cells(&self, line: &CompactLine) -> u16 {
        match line.kind {
            LineKind::Chrome(index) => {
                let span = self.compact.chrome.get(index as usize);
                span.map_or(0, |span| span.cells)
            }
            _ => 0,
        }
    }

    /// The width that a picture in a cell can use.
    pub(crate) fn picture_width(
        &self,
        images: &[Image],
        caption: Option<&Text>,
        context: LayoutContext,
    ) -> ContentWidth {
        let text = caption_of(images, caption);
        let width = text.map_or_else(ContentWidth::default, |text| self.text_width(text, context));
        ContentWidth {
            max_content: MARK + width.max_content.min(MAX_CAPTION),
            min_content: MARK.max(width.min_content),
        }
    }
}
