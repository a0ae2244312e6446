//! Numbers of links on demand, drawn over the page, so that no line breaks anew: on the blanks after
//! each link, over the last cells of a link that stays legible, or after the line. They cover no other
//! text.

use super::canvas::Canvas;
use super::style::Styles;
use crate::app::ReaderPane;
use crate::document::LinkNumber;
use crate::role::Role;
use crate::text::{WidthPolicy, address_in_ascii, clusters};
use crate::typeset::{Line, Page, Span};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Where a link ends on a line, its text on this line, and the cells that are free after it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct End {
    link: LinkNumber,
    at: u16,
    text: String,
    blanks: u16,
    /// No text follows on the line.
    is_last: bool,
}

/// A number as it is drawn, and where (cells from the start of the line).
#[derive(Clone, Debug, PartialEq, Eq)]
struct Label {
    link: LinkNumber,
    x: u16,
    /// Blank cells before the number, which are not tinted.
    half: u16,
    text: String,
}

/// Draws the numbers of the links that end on a line of the page. The focused link stays legible;
/// `focus`: which spans belong to it.
pub(super) fn draw(
    canvas: &mut Canvas,
    styles: &Styles,
    reader: &ReaderPane,
    page: &Page,
    (number, line): (usize, &Line),
    (text, y): (Rect, u16),
    focus: &[bool],
) {
    let below = page.links(number + 1..number + 2).first().copied();
    let get = |link: LinkNumber| reader.links().get((link as usize).saturating_sub(1));
    let style = Style::reset().patch(styles.on_body(Role::LinkNumber));
    let style = style.add_modifier(Modifier::REVERSED);
    let mut ends = ends(line, below, text.width);
    let mut x = 0;
    let focused = line.spans.iter().zip(focus).filter_map(|(span, focused)| {
        x += span.cells;
        focused.then_some(x)
    });
    let focused: Vec<u16> = focused.collect();
    // Also of addresses in the text, which a count opens as well.
    ends.retain(|end| get(end.link).is_some() && !focused.contains(&end.at));
    for label in labels(&ends, (line.cells, text.width), canvas.policy()) {
        let (x, room) = (text.x + label.x, text.width.saturating_sub(label.x));
        let address = get(label.link).map(|link| address_in_ascii(&link.address));
        let address = address.filter(|address| !address.starts_with('#'));
        let blank = " ".repeat(label.half.into());
        let body = Style::reset().patch(styles.of(Role::Body));
        let used = canvas.put(x, y, room, &blank, body, None);
        canvas.put(
            x + used,
            y,
            room - used,
            &label.text,
            style,
            address.as_deref(),
        );
    }
}

/// Places the numbers on a line of some cells in a pane of `width` cells. A number that has no room
/// at its link follows the line, and is left out if there is no room either.
fn labels(ends: &[End], (line, width): (u16, u16), policy: WidthPolicy) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    let mut without_room = Vec::new();
    for end in ends {
        match after_link(end).or_else(|| over_link(end, policy)) {
            Some(label) => labels.push(label),
            None => without_room.push(end.link),
        }
    }
    let mut free = labels.last().map_or(line, |last| last.end().max(line));
    for link in without_room {
        let label = |text| Label {
            link,
            x: free + 1,
            half: 0,
            text,
        };
        let texts = [format!("[{link}]"), link.to_string()];
        let label = texts.map(label).into_iter();
        if let Some(label) = { label }.find(|label| label.end() <= width) {
            free = label.end();
            labels.push(label);
        }
    }
    labels
}

/// The number on the blanks after a link, if these hold it.
fn after_link(end: &End) -> Option<Label> {
    let number = end.link.to_string();
    // A blank before the next text.
    let wanted = number.len() + if end.is_last { 2 } else { 3 };
    let text = if wanted <= usize::from(end.blanks) {
        format!("[{number}]")
    } else if number.len() <= usize::from(end.blanks) {
        number
    } else {
        return None;
    };
    Some(Label {
        link: end.link,
        x: end.at,
        half: 0,
        text,
    })
}

/// The number in brackets over the last cells of a link of which at least half stays visible, and two
/// letters: without brackets its digits would read as the text's.
fn over_link(end: &End, policy: WidthPolicy) -> Option<Label> {
    let text = format!("[{}]", end.link);
    let clusters: Vec<&str> = clusters(&end.text).collect();
    let cells = |clusters: &[&str]| -> usize {
        let cells = clusters.iter().map(|cluster| policy.cluster(cluster));
        cells.sum()
    };
    let splits = (0..clusters.len()).rev().map(|at| clusters.split_at(at));
    let (kept, covered) = { splits }.find(|(_, covered)| cells(covered) >= text.len())?;
    let is_letter = |cluster: &&&str| cluster.starts_with(char::is_alphanumeric);
    let (kept, letters) = (cells(kept), kept.iter().filter(is_letter).count());
    let covered = cells(covered);
    let x = end.at.checked_sub(u16::try_from(covered).ok()?)?;
    (kept >= covered && letters >= 2).then(|| Label {
        link: end.link,
        x,
        // Where only half of a wide character is needed, the other half is blank.
        half: (covered - text.len()) as u16,
        text,
    })
}

impl Label {
    fn end(&self) -> u16 {
        self.x + self.half + self.text.len() as u16
    }
}

/// The ends of links on a line in a pane of `width` cells. `below`: the first link of the next line;
/// if it is the last of this line, it continues there.
fn ends(line: &Line, below: Option<LinkNumber>, width: u16) -> Vec<End> {
    let mut ends = Vec::new();
    let mut x = 0;
    let mut text = String::new();
    // Marks of pictures are links without text.
    let linked = |span: &Span| span.link.filter(|_| span.source.is_some());
    for (index, span) in line.spans.iter().enumerate() {
        x += span.cells;
        let Some(link) = linked(span) else {
            text.clear();
            continue;
        };
        text.push_str(&span.text);
        let rest = line.spans.get(index + 1..).unwrap_or_default();
        let next = rest.first();
        if next.is_some_and(|next| linked(next) == Some(link)) {
            continue;
        }
        if next.is_none() && below == Some(link) {
            continue;
        }
        let blank = |span: &Span| span.text.len() - span.text.trim_start_matches(' ').len();
        let whole = rest
            .iter()
            .take_while(|span| blank(span) == span.text.len());
        let (count, cells) = whole.fold((0, 0), |(count, sum), span| (count + 1, sum + span.cells));
        let blanks = match rest.get(count) {
            None => width.saturating_sub(x),
            Some(next) => cells + blank(next) as u16,
        };
        ends.push(End {
            link,
            at: x,
            text: std::mem::take(&mut text),
            blanks,
            is_last: count == rest.len(),
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
            ends.into_iter()
                .map(|end| (end.link, end.at, end.text, end.blanks))
                .collect::<Vec<_>>()
        };
        // The last link goes on in the second line.
        let expected = [
            (1, 10, "原文".to_owned(), 0),
            (2, 23, "this one".to_owned(), 1),
        ];
        assert_eq!(found(0), expected);
        let second = found(1);
        assert_eq!(second.len(), 1, "{second:?}");
        assert_eq!(second[0].3, 40 - second[0].1);
    }

    #[test]
    fn a_number_leaves_its_link_legible() {
        // Links with the blanks after each; text follows those that are not the last of the line.
        let check = |ends: &[(LinkNumber, u16, &str, u16)], expected: &[(u16, &str)]| {
            let ends = ends.iter().map(|&(link, at, text, blanks)| End {
                link,
                at,
                text: text.to_owned(),
                blanks,
                is_last: at + blanks == 36,
            });
            let ends: Vec<End> = ends.collect();
            let found = labels(&ends, (30, 36), WidthPolicy::default());
            let found: Vec<_> = found
                .iter()
                .map(|label| (label.x + label.half, label.text.as_str()))
                .collect();
            assert_eq!(found, expected, "{ends:?}");
        };
        // On blanks: in brackets where a blank is left before the text.
        check(
            &[(1, 10, "a", 1), (12, 20, "b", 2), (2, 26, "c", 4)],
            &[(10, "1"), (20, "12"), (26, "[2]")],
        );
        check(&[(1, 30, "原文", 6)], &[(30, "[1]")]);
        // Over a link of which half stays.
        check(&[(1, 10, "很长的链接", 0)], &[(7, "[1]")]);
        check(&[(6, 20, "ISO 8859-6", 0)], &[(17, "[6]")]);
        check(&[(12, 20, "bookmark", 1)], &[(16, "[12]")]);
        check(&[(7, 36, "edge of it", 0)], &[(33, "[7]")]);
        check(&[(1, 10, "abcdef", 0)], &[(7, "[1]")]);
        // Of these less than half would stay, or fewer than two letters.
        check(&[(1, 10, "原文", 0)], &[(31, "[1]")]);
        check(&[(1, 10, "三个字", 0)], &[(31, "[1]")]);
        check(&[(10, 12, "PR", 0)], &[(31, "[10]")]);
        check(&[(11, 15, "Issue", 0)], &[(31, "[11]")]);
        check(&[(2, 15, "here", 0)], &[(31, "[2]")]);
        check(&[(3, 15, "a——bcd", 0)], &[(31, "[3]")]);
        // Two after the line, the second without brackets; none for the third.
        check(
            &[(1, 4, "甲", 0), (2, 6, "乙", 0), (3, 8, "丙", 0)],
            &[(31, "[1]"), (35, "2")],
        );
        // After a number at the end of the line.
        check(
            &[(10, 10, "a", 0), (1, 27, "edge", 9)],
            &[(27, "[1]"), (31, "[10]")],
        );
    }
}
