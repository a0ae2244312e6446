//! Pieces become lines: first fit, or the least raggedness over a paragraph.

use super::pieces::Piece;
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
    let index = line.end as usize;
    let torn = |end: usize| pieces[end - 1].flags & Piece::TORN != 0;
    if !torn(index) || shape.grid {
        return line;
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
        return line;
    }
    Filled {
        end: end as u32,
        cells: left + before.tail(),
        hung: false,
    }
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

/// The least sum of squared slack; the last line is free but for an orphan. Only starts that
/// may still win are looked at: from the fullest line on, until the slack alone costs more.
pub fn optimal(pieces: &[Piece], shape: Shape, out: &mut Vec<Filled>) {
    let n = pieces.len();
    // best[j]: the least cost of setting the first j pieces, and where their last line begins.
    let mut best: Vec<(u64, u32)> = Vec::with_capacity(n + 1);
    best.push((0, 0));
    // before[i]: cells and blanks of the pieces before the i-th.
    let mut before: Vec<u32> = Vec::with_capacity(n + 1);
    before.push(0);
    let mut sum = 0_u32;
    for piece in pieces {
        sum = sum.saturating_add(piece.cells + u32::from(piece.blank));
        before.push(sum);
    }
    let widest = shape.first.max(shape.rest) + 2;
    let mut low = 0;
    // Starts in the window whose costs are the least of those after them.
    let mut least: VecDeque<usize> = VecDeque::new();
    for end in 1..=n {
        let last = &pieces[end - 1];
        while least
            .back()
            .is_some_and(|start| best[*start].0 >= best[end - 1].0)
        {
            least.pop_back();
        }
        least.push_back(end - 1);
        let width =
            |start: usize| before[end] - u32::from(last.blank) + last.tail() - before[start];
        while low + 1 < end && width(low) > widest {
            low += 1;
        }
        while least.front().is_some_and(|start| *start < low) {
            least.pop_front();
        }
        let floor = least.front().map_or(0, |start| best[*start].0);
        let after = match last.flags {
            _ if end == n => 0,
            flags => {
                let torn = match flags & (Piece::TORN | Piece::INSIDE) {
                    0 => 0,
                    Piece::INSIDE => shape.phrase,
                    _ => TORN + shape.phrase,
                };
                let cut = if flags & Piece::EMERGENCY != 0 {
                    EMERGENCY
                } else {
                    0
                };
                torn + cut
            }
        };
        let mut chosen = (u64::MAX, end as u32 - 1);
        for (start, before) in best.iter().enumerate().take(end).skip(low) {
            let measure = if start == 0 { shape.first } else { shape.rest };
            let width = width(start);
            if width > measure + u32::from(last.hang) && start + 1 < end {
                continue;
            }
            let slack = u64::from(measure.saturating_sub(width));
            let price = if end == n {
                let alone = start > 0 && start + 1 == end && last.flags & Piece::SINGLE != 0;
                let orphan = u64::from(alone && shape.orphans);
                let orphan = orphan * u64::from(measure) * u64::from(measure) / 4;
                orphan + if shape.balanced { slack * slack } else { 0 }
            } else {
                slack * slack
            };
            let cost = before.0.saturating_add(price + after);
            if cost < chosen.0 {
                chosen = (cost, start as u32);
            }
            if end < n && start > 0 && chosen.0 <= floor.saturating_add(slack * slack + after) {
                break;
            }
        }
        best.push(chosen);
    }
    let from = out.len();
    let mut end = n;
    while end > 0 {
        let start = best[end].1 as usize;
        let line = &pieces[start..end];
        let blanks: u32 = line[..line.len() - 1]
            .iter()
            .map(|piece| u32::from(piece.blank))
            .sum();
        let cells =
            line.iter().map(|piece| piece.cells).sum::<u32>() + blanks + pieces[end - 1].tail();
        let measure = if start == 0 { shape.first } else { shape.rest };
        let hung = cells > measure && pieces[end - 1].hang > 0;
        out.push(Filled {
            end: end as u32,
            cells,
            hung,
        });
        end = start;
    }
    out[from..].reverse();
}
