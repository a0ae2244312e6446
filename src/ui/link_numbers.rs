//! Numbers of links on demand, drawn over the page, so that no line breaks anew: on the blanks after
//! each link, or in the margin after the line. They never cover a text.

use super::canvas::Canvas;
use super::style::Styles;
use crate::app::ReaderPane;
use crate::document::LinkNumber;
use crate::role::Role;
use crate::typeset::{Line, Page, Span};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Where a link ends on a line, and the blanks between it and the next text of the line (cells).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct End {
    link: LinkNumber,
    at: u16,
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
    let mut ends = ends(line, below);
    ends.retain(|end| !quiet(end.link) && reader.focused_link() != Some(end.link));
    for (link, x) in places(&ends, line.cells, text.width) {
        let room = text.width.saturating_sub(x);
        canvas.put(text.x + x, y, room, &link.to_string(), style, None);
    }
}

/// Where the numbers are drawn (cells from the start of the line). A number that the blanks after
/// its link do not hold follows the line. In a pane of `width` cells, those without room are left
/// out.
fn places(ends: &[End], line: u16, width: u16) -> Vec<(LinkNumber, u16)> {
    let mut free = line;
    let place = |end: &End| {
        let cells = end.link.to_string().len() as u16;
        if cells <= end.blanks {
            return Some((end.link, end.at));
        }
        // A blank is between the number and a text that is not its link, or another number.
        let x = if end.at == free { free } else { free + 1 };
        free = x + cells;
        (free <= width).then_some((end.link, x))
    };
    ends.iter().filter_map(place).collect()
}

/// The ends of links on a line. `below`: the first link of the next line; if it is the last of this
/// line, it continues there.
fn ends(line: &Line, below: Option<LinkNumber>) -> Vec<End> {
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
            None => 0,
            Some(next) => (next.text.len() - next.text.trim_start_matches(' ').len()) as u16,
        };
        ends.push(End {
            link,
            at: x,
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
            let ends = ends(&line, below);
            ends.iter()
                .map(|end| (end.link, end.at, end.blanks))
                .collect::<Vec<_>>()
        };
        // The last link goes on in the second line.
        let expected = [(1, 10, 0), (2, 23, 1)];
        assert_eq!(found(0), expected);
        assert_eq!(found(1).len(), 1, "{:?}", found(1));
    }

    #[test]
    fn numbers_cover_no_text() {
        let check = |ends: &[(LinkNumber, u16, u16)], expected: &[(LinkNumber, u16)]| {
            let end = |(link, at, blanks)| End { link, at, blanks };
            let ends: Vec<End> = ends.iter().copied().map(end).collect();
            assert_eq!(places(&ends, 30, 36), expected, "{ends:?}");
        };
        check(&[(1, 10, 1), (12, 20, 2)], &[(1, 10), (12, 20)]);
        // In the margin, apart from a text that is not the link.
        check(&[(1, 10, 0)], &[(1, 31)]);
        check(&[(1, 30, 0)], &[(1, 30)]);
        check(&[(10, 10, 1), (11, 30, 0)], &[(10, 31), (11, 34)]);
        // No room for the third.
        check(
            &[(10, 10, 1), (11, 12, 0), (12, 30, 0)],
            &[(10, 31), (11, 34)],
        );
    }
}
