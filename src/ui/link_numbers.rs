//! Numbers of links on demand, drawn over the page, so that no line breaks anew: at the end of each
//! link, on the blanks that follow it where there are some.

use super::canvas::Canvas;
use super::style::Styles;
use crate::app::ReaderPane;
use crate::document::LinkNumber;
use crate::role::Role;
use crate::text::{WidthPolicy, clusters};
use crate::typeset::{Line, Page, Span};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Where a link ends on a line, its last part, and the blanks after it (cells).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct End<'a> {
    link: LinkNumber,
    at: u16,
    words: &'a str,
    blanks: u16,
}

/// Draws the numbers of the links that end on a line of the page. The focused link stays legible.
pub(super) fn draw(
    canvas: &mut Canvas,
    styles: &Styles,
    reader: &ReaderPane,
    page: &Page,
    (number, line): (usize, &Line),
    (text, y): (Rect, u16),
) {
    let below = page.links(number + 1..number + 2).first().copied();
    let quiet = |link: LinkNumber| {
        let link = reader.links().get((link as usize).saturating_sub(1));
        link.is_none_or(|link| link.quiet)
    };
    let style = Style::reset().patch(styles.on_body(Role::LinkNumber));
    let style = style.add_modifier(Modifier::REVERSED);
    for end in ends(line, below, text.width) {
        if quiet(end.link) || reader.focused_link() == Some(end.link) {
            continue;
        }
        let number = end.link.to_string();
        let wanted = number.len().saturating_sub(usize::from(end.blanks));
        let over = covered(end.words, wanted, canvas.policy());
        // Blank where only half of a wide character is needed.
        let label = " ".repeat(over.saturating_sub(wanted)) + &number;
        let x = text.x + end.at - over as u16;
        canvas.put(x, y, text.right().saturating_sub(x), &label, style, None);
    }
}

/// The cells of whole clusters at the end of a text that cover `wanted` cells, if it has as many.
fn covered(words: &str, wanted: usize, policy: WidthPolicy) -> usize {
    let cells: Vec<usize> = clusters(words)
        .map(|cluster| policy.cluster(cluster))
        .collect();
    let mut over = 0;
    for cells in cells.into_iter().rev() {
        if over >= wanted {
            break;
        }
        over += cells;
    }
    over
}

/// The ends of links on a line in a pane of `width` cells. `below`: the first link of the next
/// line; if it is the last of this line, it continues there.
fn ends(line: &Line, below: Option<LinkNumber>, width: u16) -> Vec<End<'_>> {
    let mut ends = Vec::new();
    let mut x = 0;
    // Marks of pictures are links without text.
    let linked = |span: &Span| span.link.filter(|_| span.source.is_some());
    for (index, span) in line.spans.iter().enumerate() {
        x += span.cells;
        let Some(link) = linked(span) else {
            continue;
        };
        let next = line.spans.get(index + 1);
        if next.is_some_and(|next| linked(next) == Some(link)) {
            continue;
        }
        let blanks = match next {
            None if below == Some(link) => continue,
            None => width.saturating_sub(x),
            Some(next) => (next.text.len() - next.text.trim_start_matches(' ').len()) as u16,
        };
        ends.push(End {
            link,
            at: x,
            words: &span.text,
            blanks,
        });
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, build};
    use crate::typeset::Options;

    #[test]
    fn a_number_is_at_the_end_of_its_link() {
        let source = "看[原文](https://a.example/)，or [this *one*](https://b.example/) here \
            [很长的一个链接](https://c.example/)";
        let options = Options {
            measure: 36,
            link_numbers: false,
            ..Options::default()
        };
        let page = Page::new(&build(source, Format::Markdown), &options);
        let found = |number: usize| {
            let below = page.links(number + 1..number + 2).first().copied();
            let line = page.line(number);
            let ends = ends(&line, below, 40);
            ends.iter()
                .map(|end| (end.link, end.at, end.words.to_owned(), end.blanks))
                .collect::<Vec<_>>()
        };
        // The last link goes on in the second line.
        let expected = [(1, 10, "原文".to_owned(), 0), (2, 23, "one".to_owned(), 1)];
        assert_eq!(found(0), expected);
        assert_eq!(found(1).len(), 1, "{:?}", found(1));
        let policy = WidthPolicy::default();
        assert_eq!(covered("原文", 1, policy), 2);
        assert_eq!(covered("one", 2, policy), 2);
        assert_eq!(covered("a", 3, policy), 1);
    }
}
