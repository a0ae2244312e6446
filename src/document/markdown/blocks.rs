//! Where the lines of a source are before its template tags are gone.

use super::OPTIONS;
use pulldown_cmark::{Event, Parser, Tag};
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

type Ranges = Peekable<IntoIter<Range<usize>>>;

/// The blocks of a source, in bytes.
pub struct Blocks {
    code: Ranges,
    html: Ranges,
    /// The outermost lists and footnotes, whose content is indented.
    lists: Ranges,
}

/// What a line is in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// A block of code, its fences included.
    pub code: bool,
    pub html: bool,
    pub list: bool,
}

impl Blocks {
    pub fn of(source: &str) -> Self {
        let (mut code, mut html, mut lists) = (Vec::new(), Vec::new(), Vec::new());
        for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
            let Event::Start(tag) = event else { continue };
            match tag {
                Tag::CodeBlock(_) => code.push(range),
                Tag::HtmlBlock => html.push(range),
                Tag::List(_) | Tag::FootnoteDefinition(_) => {
                    let outer = lists.last();
                    if outer.is_none_or(|outer: &Range<usize>| outer.end <= range.start) {
                        lists.push(range);
                    }
                }
                _ => {}
            }
        }
        let [code, html, lists] = [code, html, lists].map(|ranges| ranges.into_iter().peekable());
        Self { code, html, lists }
    }

    /// Where the line at a byte is. Lines are asked for in order.
    pub fn place(&mut self, at: usize, line: &str) -> Place {
        let begin = at + line.len() - line.trim_start().len();
        let end = at + line.trim_end().len();
        // A fence may begin behind the marker of an item, hence within the line.
        let within = |ranges: &mut Ranges| {
            while ranges.next_if(|range| range.end <= begin).is_some() {}
            ranges.peek().is_some_and(|range| range.start < end)
        };
        Place {
            code: within(&mut self.code),
            html: within(&mut self.html),
            list: within(&mut self.lists),
        }
    }
}
