//! Which blocks each line of a source is in, before template tags are expanded.

use super::line::is_definition;
use super::source::OPTIONS;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use std::array;
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

type Ranges = Peekable<IntoIter<Range<usize>>>;

/// The blocks and spans that `template` has to know about.
#[derive(Clone, Copy)]
enum Kind {
    Fenced,
    Indented,
    Html,
    Quote,
    List,
    Span,
}

const KINDS: usize = 6;

/// The byte ranges of the outermost blocks of each kind, in order.
pub struct Blocks([Ranges; KINDS]);

/// The blocks that contain a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Position {
    /// A code block, fences included.
    pub code: bool,
    /// A fenced code block.
    pub fenced: bool,
    pub html: bool,
    pub quote: bool,
    /// A list or a footnote: blocks with indented content.
    pub list: bool,
    /// A code span that began on an earlier line.
    pub span: bool,
}

impl Blocks {
    pub fn of(source: &str) -> Self {
        let mut all: [Vec<Range<usize>>; KINDS] = array::from_fn(|_| Vec::new());
        // With definition lists on, pulldown-cmark takes every line that begins with a colon as
        // a definition. Turn them on only if the source has a real one.
        let defines = source.lines().any(|line| is_definition(line.trim_start()));
        let options = if defines {
            OPTIONS
        } else {
            OPTIONS.difference(Options::ENABLE_DEFINITION_LIST)
        };
        for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
            let kind = match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => Kind::Fenced,
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Kind::Indented,
                Event::Start(Tag::HtmlBlock) => Kind::Html,
                Event::Start(Tag::BlockQuote(_)) => Kind::Quote,
                Event::Start(Tag::List(_) | Tag::FootnoteDefinition(_)) => Kind::List,
                Event::Code(_) => Kind::Span,
                _ => continue,
            };
            let ranges = &mut all[kind as usize];
            if ranges.last().is_none_or(|outer| outer.end <= range.start) {
                ranges.push(range);
            }
        }
        Self(all.map(|ranges| ranges.into_iter().peekable()))
    }

    /// The position of the line at byte `at`. Must be called for the lines in order.
    pub fn place(&mut self, at: usize, line: &str) -> Position {
        let begin = at + line.len() - line.trim_start().len();
        let end = at + line.trim_end().len();
        let starts = self.0.each_mut().map(|ranges| {
            while ranges.next_if(|range| range.end <= begin).is_some() {}
            ranges.peek().map(|range| range.start)
        });
        // A block may begin inside the line: a fence after a list marker. A list may begin after
        // the colon of a definition, but then the line itself is not part of the list.
        let [fenced, indented, html, quote, list, span] =
            starts.map(|start| start.is_some_and(|start| start < end));
        let defined = line.trim_start().starts_with(':');
        let list = list && !(defined && starts[Kind::List as usize].is_some_and(|at| at > begin));
        Position {
            code: fenced || indented,
            fenced,
            html,
            quote,
            list,
            span: span && starts[Kind::Span as usize].is_some_and(|start| start < at),
        }
    }
}
