//! Pictures in table cells: a short mark with the number of the picture, and its caption as text
//! after it. The name of a figure (图, Figure) would widen the column.

use super::columns::ContentWidth;
use crate::document::{Align, Image, LinkNumber, Text, caption_of};
use crate::role::Role;
use crate::typeset::block::block_layout::{LayoutContext, Typesetter};
use crate::typeset::lines::{CompactLine, LineKind};
use crate::typeset::runs::Separator;

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
        mark: &str,
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
