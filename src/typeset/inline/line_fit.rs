//! Pieces become lines: first fit, or the least raggedness over a paragraph.

use super::segments::Piece;
use std::collections::VecDeque;

/// The widths of a paragraph's lines and what is wanted of them.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Cells of the first line and of the others.
    pub first: u32,
    pub rest: u32,
    pub orphans: bool,
    pub grid: bool,
    /// The price of a break inside a phrase, in squared cells.
    pub phrase: u64,
    /// The last line counts like the others.
    pub balanced: bool,
}

/// A line as a range of pieces with its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    /// One past the last piece.
    pub end: u32,
    pub cells: u32,
    /// Its last mark hangs in the gutter.
    pub hung: bool,
}

/// First fit.
pub fn greedy(pieces: &[Piece], shape: Shape, out: &mut Vec<Filled>) {
    let from = out.len();
    let mut measure = shape.first;
    let mut used = 0;
    let mut blank = 0;
    let mut hung = false;
    let mut start = 0;
    for (index, piece) in pieces.iter().enumerate() {
        let mut after = used + blank;
        if shape.grid && piece.flags & Piece::WIDE != 0 {
            after += after % 2;
        }
        after += piece.cells;
        let room = measure + u32::from(piece.hang);
        if index > start && (hung || after + piece.tail() > room) {
            let line = Filled {
                end: index as u32,
                cells: used + pieces[index - 1].tail(),
                hung,
            };
            let line = spare(pieces, start, line, measure, shape);
            out.push(line);
            measure = shape.rest;
            start = line.end as usize;
            let moved = &pieces[start..index];
            after = piece.cells + moved.iter().map(Piece::advance).sum::<u32>();
        }
        used = after;
        hung = used > measure && piece.hang > 0;
        blank = u32::from(piece.blank);
    }
    if !pieces.is_empty() {
        out.push(Filled {
            end: pieces.len() as u32,
            cells: used,
            hung,
        });
    }
    if shape.orphans {
        repair(pieces, shape, from, out);
    }
}

/// A line that would tear a number from what it counts leaves the number to the next, if it
/// stays at least two thirds full.
fn spare(pieces: &[Piece], start: usize, line: Filled, measure: u32, shape: Shape) -> Filled {
    // Where a whole date is too long to go to the next line, its last part may.
    let joints = |flags: u8| flags & Piece::JOINT == 0;
    spared(pieces, start, line, measure, shape, &|_| true)
        .or_else(|| spared(pieces, start, line, measure, shape, &joints))
        .unwrap_or(line)
}

/// A line without the number at its end that is torn from what it counts, if it is and the
/// line stays full enough. `counts`: whether a tear with these flags is one.
fn spared(
    pieces: &[Piece],
    start: usize,
    line: Filled,
    measure: u32,
    shape: Shape,
    counts: &dyn Fn(u8) -> bool,
) -> Option<Filled> {
    let index = line.end as usize;
    let torn = |end: usize| {
        let flags = pieces[end - 1].flags;
        flags & Piece::TORN != 0 && counts(flags)
    };
    if !torn(index) || shape.grid {
        return None;
    }
    let mut end = index;
    let mut moved = 0;
    while end > start + 1 && torn(end) {
        end -= 1;
        moved += pieces[end].advance();
    }
    let before = &pieces[end - 1];
    let last = u32::from(pieces[index - 1].blank);
    let left = line.cells + last - (moved + u32::from(before.blank)).min(line.cells + last);
    let fits = moved + pieces[index].cells + pieces[index].tail() <= shape.rest;
    if torn(end) || before.flags & Piece::EMERGENCY != 0 || !fits || left * 3 < measure * 2 {
        return None;
    }
    Some(Filled {
        end: end as u32,
        cells: left + before.tail(),
        hung: false,
    })
}

/// An ideograph alone on the last line (孤字) gets company from the line above, if that stays
/// at least two thirds full.
fn repair(pieces: &[Piece], shape: Shape, from: usize, out: &mut [Filled]) {
    let lines = out.len() - from;
    let [.., above, last] = out else { return };
    if lines < 2 {
        return;
    }
    let moved = above.end as usize - 1;
    let alone = last.end as usize == moved + 2 && pieces[moved + 1].flags & Piece::SINGLE != 0;
    if !alone || moved == 0 || pieces[moved].flags & Piece::EMERGENCY != 0 {
        return;
    }
    let measure = if lines == 2 { shape.first } else { shape.rest };
    let taken = pieces[moved].cells + u32::from(pieces[moved - 1].blank);
    let joined = pieces[moved].cells + u32::from(pieces[moved].blank) + pieces[moved + 1].cells;
    let left = above.cells.saturating_sub(taken);
    if left * 3 >= measure * 2 && joined <= shape.rest {
        *above = Filled {
            end: moved as u32,
            cells: left,
            hung: false,
        };
        *last = Filled {
            cells: joined,
            ..*last
        };
    }
}

/// Prices of the optimal fit, in squared cells.
const TORN: u64 = 4;
const EMERGENCY: u64 = 400;

/// The least sum of squared slack; the last line is free but for an orphan.
pub fn optimal(pieces: &[Piece], shape: Shape, out: &mut Vec<Filled>) {
    let mut search = Search::new(pieces, shape);
    for end in 1..=pieces.len() {
        search.set(end);
    }
    search.lines(out);
}

/// The best way to set the pieces before one.
struct Best {
    cost: u64,
    /// Where its last line begins.
    start: u32,
    /// The next piece with a lesser cost; 0: none so far.
    lesser: u32,
}

struct Search<'a> {
    pieces: &'a [Piece],
    shape: Shape,
    best: Vec<Best>,
    /// Cells and blanks of the pieces before each.
    before: Vec<u32>,
    /// The first start from which a line to the piece at hand may fit.
    low: usize,
    /// Starts from there on that cost no more than any after them.
    least: VecDeque<usize>,
}

impl<'a> Search<'a> {
    fn new(pieces: &'a [Piece], shape: Shape) -> Self {
        let mut before = Vec::with_capacity(pieces.len() + 1);
        let mut best = Vec::with_capacity(pieces.len() + 1);
        best.push(Best {
            cost: 0,
            start: 0,
            lesser: 0,
        });
        let mut sum = 0_u32;
        before.push(sum);
        for piece in pieces {
            sum = sum.saturating_add(piece.advance());
            before.push(sum);
        }
        Self {
            pieces,
            shape,
            best,
            before,
            low: 0,
            least: VecDeque::new(),
        }
    }

    fn measure(&self, start: usize) -> u32 {
        if start == 0 {
            self.shape.first
        } else {
            self.shape.rest
        }
    }

    /// Finds the last line of the pieces before `end`. A start loses to an earlier one that
    /// costs no more, for that line is fuller: so it goes from start to lesser start, until
    /// the slack alone costs more than the best.
    fn set(&mut self, end: usize) {
        let last = self.pieces[end - 1];
        let filled = self.before[end] - u32::from(last.blank) + last.tail();
        self.narrow(end, filled);
        let floor = self.least.front().map_or(0, |start| self.best[*start].cost);
        let after = match end == self.pieces.len() {
            true => 0,
            false => self.price(last.flags),
        };
        let mut chosen = (u64::MAX, end - 1);
        let mut start = self.low;
        loop {
            let measure = self.measure(start);
            let width = filled - self.before[start];
            if width > measure + u32::from(last.hang) && start + 1 < end {
                start += 1;
                continue;
            }
            let slack = u64::from(measure.saturating_sub(width));
            let slack = slack * slack;
            let price = match end == self.pieces.len() {
                true => self.last_line(start, slack),
                false => slack,
            };
            let best = &self.best[start];
            let cost = best.cost.saturating_add(price + after);
            if cost < chosen.0 {
                chosen = (cost, start);
            }
            let done =
                price == slack && start > 0 && chosen.0 <= floor.saturating_add(slack + after);
            if done || best.lesser == 0 {
                break;
            }
            start = best.lesser as usize;
        }
        self.best.push(Best {
            cost: chosen.0,
            start: chosen.1 as u32,
            lesser: 0,
        });
    }

    /// Lets the piece before `end` begin a line, and drops the starts that are too far now.
    fn narrow(&mut self, end: usize, filled: u32) {
        let cost = self.best[end - 1].cost;
        while let Some(start) = self.least.pop_back() {
            if self.best[start].cost < cost {
                self.least.push_back(start);
                break;
            }
            self.best[start].lesser = end as u32 - 1;
        }
        self.least.push_back(end - 1);
        let widest = self.shape.first.max(self.shape.rest) + 2;
        while self.low + 1 < end && filled - self.before[self.low] > widest {
            self.low += 1;
        }
        while self.least.front().is_some_and(|start| *start < self.low) {
            self.least.pop_front();
        }
    }

    /// What a break after a piece costs.
    fn price(&self, flags: u8) -> u64 {
        let torn = match flags & (Piece::TORN | Piece::INSIDE) {
            0 => 0,
            Piece::INSIDE => self.shape.phrase,
            _ => TORN + self.shape.phrase,
        };
        let cut = u64::from(flags & Piece::EMERGENCY != 0) * EMERGENCY;
        torn + cut
    }

    /// What a last line from a start on costs.
    fn last_line(&self, start: usize, slack: u64) -> u64 {
        let measure = u64::from(self.measure(start));
        let alone = self.pieces.get(start + 1).is_none()
            && self.pieces[start].flags & Piece::SINGLE != 0
            && start > 0;
        let orphan = u64::from(alone && self.shape.orphans) * measure * measure / 4;
        orphan + if self.shape.balanced { slack } else { 0 }
    }

    fn lines(&self, out: &mut Vec<Filled>) {
        let from = out.len();
        let mut end = self.pieces.len();
        while end > 0 {
            let start = self.best[end].start as usize;
            let last = self.pieces[end - 1];
            let cells = self.pieces[start..end]
                .iter()
                .map(Piece::advance)
                .sum::<u32>();
            let cells = cells - u32::from(last.blank) + last.tail();
            out.push(Filled {
                end: end as u32,
                cells,
                hung: cells > self.measure(start) && last.hang > 0,
            });
            end = start;
        }
        out[from..].reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least cost with every start looked at.
    fn slow(pieces: &[Piece], shape: Shape) -> u64 {
        let search = Search::new(pieces, shape);
        let mut best = vec![0];
        for end in 1..=pieces.len() {
            let last = &pieces[end - 1];
            let filled = search.before[end] - u32::from(last.blank) + last.tail();
            let costs = (0..end).filter_map(|start| {
                let measure = search.measure(start);
                let width = filled - search.before[start];
                let fits = width <= measure + u32::from(last.hang) || start + 1 == end;
                let slack = u64::from(measure.saturating_sub(width)).pow(2);
                let price = match end == pieces.len() {
                    true => search.last_line(start, slack),
                    false => slack + search.price(last.flags),
                };
                fits.then_some(best[start] + price)
            });
            best.push(costs.min().unwrap_or(0));
        }
        best[pieces.len()]
    }

    #[test]
    fn the_shortcut_finds_the_least_cost() {
        let mut seed = 1_u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % below
        };
        for round in 0..2_000 {
            let pieces: Vec<Piece> = (0..random(60) + 1)
                .map(|at| Piece {
                    end: at as u32 + 1,
                    next: at as u32 + 1,
                    cells: random(4) as u32 * 2 + 1,
                    blank: u16::from(random(5) == 0),
                    hang: if random(6) == 0 { 2 } else { 0 },
                    flags: random(64) as u8,
                })
                .collect();
            let rest = random(30) as u32 + 8;
            let shape = Shape {
                first: rest - random(5) as u32,
                rest,
                orphans: round % 2 == 0,
                grid: false,
                phrase: random(3) * 20,
                balanced: round % 3 == 0,
            };
            let mut search = Search::new(&pieces, shape);
            (1..=pieces.len()).for_each(|end| search.set(end));
            let found = search.best[pieces.len()].cost;
            assert_eq!(found, slow(&pieces, shape), "{shape:?} {pieces:?}");
        }
    }
}
