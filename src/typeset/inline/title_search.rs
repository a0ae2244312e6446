//! Breaks a title or a heading into as few even lines as its sense allows.

use super::breaks::{Break, Tear};
use super::line_fit::FittedLine;
use super::segments::Segment;
use super::title_price::{price, stub};

/// The price of a line more than necessary and of lines that are uneven by a whole line, in the
/// prices of breaks.
const EXTRA_LINE: usize = 350;
const UNEVEN: usize = 300;

/// Added for a break before the last character of a phrase or a word: the page always has room for
/// one more line.
const TORN_OFF: usize = 300;

/// Longer titles have no better breaks than any text.
const MOST_LINES: usize = 8;

/// A place where a line may end, with the cells before it and before what follows.
pub(crate) struct Place {
    pub cells: usize,
    pub cells_next: usize,
    pub price: usize,
}

/// The places of a title, the start first and the end last.
pub(crate) struct Search {
    places: Vec<Place>,
    first: usize,
    rest: usize,
    total: usize,
}

impl Search {
    /// Whether a title of some cells is broken into lines, and not too many.
    pub fn applies(total: usize, width: usize) -> bool {
        total > width && total <= width * MOST_LINES
    }

    /// `total`: the cells of the title; then those of the first line and of the others.
    pub fn new(
        inner: impl Iterator<Item = Place>,
        total: usize,
        (first, rest): (usize, usize),
    ) -> Self {
        let edge = |cells| Place {
            cells,
            cells_next: cells,
            price: 0,
        };
        Self {
            places: [edge(0)]
                .into_iter()
                .chain(inner)
                .chain([edge(total)])
                .collect(),
            first,
            rest,
            total,
        }
    }

    /// The numbers of the breaks to take, in order; None if no breaks make the lines fit.
    pub fn breaks(&self) -> Option<Vec<usize>> {
        let fewest = self.total.div_ceil(self.first.max(self.rest));
        let found = (fewest..=MOST_LINES).find_map(|count| Some((self.best(count)?, count)));
        let ((cost, few), count) = found?;
        let more = self.best(count + 1);
        let more = more.filter(|(other, _)| other + EXTRA_LINE < cost);
        Some(more.map_or(few, |(_, places)| places))
    }

    /// The cost of the cheapest breaks into `count` lines, and these, if there are any.
    fn best(&self, count: usize) -> Option<(usize, Vec<usize>)> {
        let even = self.total / count;
        // The cost up to each place, and the place where its last line starts, line by line.
        let mut rows: Vec<Vec<Option<(usize, usize)>>> = Vec::new();
        let mut first = vec![None; self.places.len()];
        *first.first_mut()? = Some((0, 0));
        rows.push(first);
        for nth in 0..count {
            let above = rows.last()?;
            let width = if nth == 0 { self.first } else { self.rest };
            let row = self.places.iter().enumerate().map(|(at, place)| {
                let starts = self.places.iter().zip(above).enumerate().take(at).rev();
                let fits = |start: &Place| place.cells <= start.cells_next + width;
                let costs = starts.take_while(|(_, (start, _))| fits(start));
                let costs = costs.filter_map(|(start, (from, cost))| {
                    let line = place.cells.checked_sub(from.cells_next)?;
                    let uneven = line.abs_diff(even) * UNEVEN / width;
                    Some(((*cost)?.0 + place.price + uneven + stub(line), start))
                });
                costs.min()
            });
            let row = row.collect();
            rows.push(row);
        }
        let last = self.places.len() - 1;
        let cost = (*rows.last()?.last()?)?.0;
        let mut breaks = Vec::new();
        let mut at = last;
        // The first line starts at no break.
        for row in rows.iter().skip(2).rev() {
            at = (*row.get(at)?)?.1;
            breaks.push(at.checked_sub(1)?);
        }
        breaks.reverse();
        Some((cost, breaks))
    }
}

/// The lines of a heading; None if it fits on one line or is too long for a search. `breaks`: those
/// after each segment but the last.
pub(crate) fn fit(
    heading: &str,
    breaks: &[Break],
    segments: &[Segment],
    (first, rest): (u16, u16),
) -> Option<Vec<FittedLine>> {
    let mut next = 0;
    let cells: Vec<(usize, usize)> = segments
        .iter()
        .map(|segment| {
            let end = next + (segment.cells + segment.tail()) as usize;
            next += segment.advance() as usize;
            (end, next)
        })
        .collect();
    let (total, _) = *cells.last()?;
    if !Search::applies(total, usize::from(first)) {
        return None;
    }
    let places = breaks.iter().zip(&cells);
    let places = places.map(|(found, (end, next))| Place {
        cells: *end,
        cells_next: *next,
        price: price_on_page(heading, found),
    });
    let found = Search::new(places, total, (first.into(), rest.into())).breaks()?;
    let mut start = 0;
    let ends = found.into_iter().chain([segments.len() - 1]);
    let lines = ends.filter_map(|last| {
        let (end, next) = cells.get(last)?;
        let line = FittedLine {
            end: last as u32 + 1,
            cells: (end - start) as u32,
            hung: false,
        };
        start = *next;
        Some(line)
    });
    Some(lines.collect())
}

/// The price of a break where the title is never cut off.
pub(crate) fn price_on_page(title: &str, found: &Break) -> usize {
    let rest = title.get(found.next..).unwrap_or_default();
    let is_lone = rest.chars().nth(1).is_none_or(|c| !c.is_alphanumeric());
    let is_inside = matches!(found.tear, Tear::Phrase | Tear::Word);
    price(title, found) + if is_inside && is_lone { TORN_OFF } else { 0 }
}
