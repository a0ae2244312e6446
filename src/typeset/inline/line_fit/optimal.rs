//! The fit with the least raggedness over the whole paragraph.

use super::shape::{FittedLine, Shape};
use crate::typeset::inline::segments::{Segment, SegmentFlags};
use std::collections::VecDeque;

/// Prices of breaks in the optimal fit, in squared cells.
const TEARS_NUMBER: u64 = 64;
const EMERGENCY: u64 = 400;
const TEARS_FORMULA: u64 = 144;
/// The price of a break inside a word, in breaks inside a phrase: these words are long.
const INSIDE_WORD: u64 = 12;
/// The price of a break that leaves one or two kana of a word, in breaks inside a phrase.
const SHORT_REST: u64 = 4;

/// The fit with the least sum of squared slack and break prices. The last line costs nothing,
/// unless it is an orphan or the fit is balanced.
pub fn optimal(segments: &[Segment], shape: Shape, out: &mut Vec<FittedLine>) {
    let mut search = Search::new(segments, shape);
    for end in 1..=segments.len() {
        search.find_last_line(end);
    }
    search.lines(out);
}

/// The cheapest way to fit the segments before a place.
struct Best {
    cost: u64,
    /// Where its last line starts.
    start: u32,
    /// The next place with a lower cost; 0: none so far.
    cheaper: u32,
}

/// Dynamic programming over the places between segments, as in Knuth and Plass, with a
/// shortcut that keeps it near linear for long lines.
struct Search<'a> {
    segments: &'a [Segment],
    shape: Shape,
    best: Vec<Best>,
    /// Cells of the segments before each place, spaces included (prefix sums).
    before: Vec<u32>,
    /// The first start from which a line to the current place may fit.
    low: usize,
    /// Starts from `low` on that cost less than any after them (a monotonic queue).
    least: VecDeque<usize>,
}

impl<'a> Search<'a> {
    fn new(segments: &'a [Segment], shape: Shape) -> Self {
        let mut before = Vec::with_capacity(segments.len() + 1);
        let mut best = Vec::with_capacity(segments.len() + 1);
        best.push(Best {
            cost: 0,
            start: 0,
            cheaper: 0,
        });
        let mut sum = 0_u32;
        before.push(sum);
        for segment in segments {
            sum = sum.saturating_add(segment.advance());
            before.push(sum);
        }
        Self {
            segments,
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

    /// Finds the best last line for the segments before `end`.
    ///
    /// A start cannot win against an earlier one of the same or a lower cost, because the
    /// line from the earlier start is fuller. So it is enough to visit the chain of cheaper
    /// starts, until the slack of a line alone costs more than the best line found.
    fn find_last_line(&mut self, end: usize) {
        let last = self.segments[end - 1];
        let filled = self.before[end] - u32::from(last.blank) + last.tail();
        self.advance_window(end, filled);
        let floor = self.least.front().map_or(0, |start| self.best[*start].cost);
        let is_last = end == self.segments.len();
        let after = if is_last { 0 } else { self.price(end) };
        let mut chosen = (u64::MAX, end - 1);
        let mut start = self.low;
        loop {
            let measure = self.measure(start);
            let width = filled - self.before[start];
            // Does not fit. A line of one segment is allowed at any width.
            if width > measure + u32::from(last.hang) && start + 1 < end {
                start += 1;
                continue;
            }
            let slack = u64::from(measure.saturating_sub(width));
            let slack = slack * slack;
            let price = if is_last {
                self.last_line(start, slack)
            } else {
                slack
            };
            let best = &self.best[start];
            let cost = best.cost.saturating_add(price + after);
            if cost < chosen.0 {
                chosen = (cost, start);
            }
            // `floor` is the lowest cost of any start: nothing after it can be cheaper. Not
            // for the first line, which has another measure, nor where the last line has
            // another price than its slack.
            let done =
                price == slack && start > 0 && chosen.0 <= floor.saturating_add(slack + after);
            if done || best.cheaper == 0 {
                break;
            }
            start = best.cheaper as usize;
        }
        self.best.push(Best {
            cost: chosen.0,
            start: chosen.1 as u32,
            cheaper: 0,
        });
    }

    /// Adds the place before the last segment as a start, and drops the starts from which a
    /// line to `end` is too wide.
    fn advance_window(&mut self, end: usize, filled: u32) {
        let cost = self.best[end - 1].cost;
        while let Some(start) = self.least.pop_back() {
            if self.best[start].cost < cost {
                self.least.push_back(start);
                break;
            }
            self.best[start].cheaper = end as u32 - 1;
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

    /// The price of a break after the segments before `end`. A number and its unit are a phrase
    /// too. Where the fit is balanced, the first line is no more a single ideograph than the last.
    fn price(&self, end: usize) -> u64 {
        let flags = self.segments[end - 1].flags;
        let torn = if flags.contains(SegmentFlags::TEARS_NUMBER) {
            TEARS_NUMBER + self.shape.phrase
        } else if flags.contains(SegmentFlags::INSIDE_WORD) {
            self.shape.phrase * INSIDE_WORD
        } else if flags.contains(SegmentFlags::INSIDE_PHRASE) {
            self.shape.phrase
        } else {
            0
        };
        let inside = u64::from(flags.contains(SegmentFlags::INSIDE_BRACKETS));
        let formula = u64::from(flags.contains(SegmentFlags::TEARS_FORMULA)) * TEARS_FORMULA;
        let cut = u64::from(flags.contains(SegmentFlags::EMERGENCY)) * EMERGENCY;
        let short = u64::from(flags.contains(SegmentFlags::SHORT_REST)) * SHORT_REST;
        let first = self.shape.balanced && self.shape.orphans && end == 1;
        let alone = u64::from(first && flags.contains(SegmentFlags::LONE_IDEOGRAPH));
        let measure = u64::from(self.shape.first);
        let orphan = alone * measure * (measure + self.shape.phrase);
        torn + (inside + short) * self.shape.phrase + cut + formula + orphan
    }

    /// The price of a last line that starts at `start`.
    fn last_line(&self, start: usize, slack: u64) -> u64 {
        let measure = u64::from(self.measure(start));
        let single = self.segments.get(start + 1).is_none() && start > 0;
        let flags = self.segments[start].flags;
        let alone = single && flags.contains(SegmentFlags::LONE_IDEOGRAPH);
        let orphan = u64::from(alone && self.shape.orphans) * measure * measure / 4;
        let short = u64::from(self.segments[start].cells) * 3 < measure;
        let runt = u64::from(single && short && self.shape.runts) * measure * measure / 8;
        orphan + runt + if self.shape.balanced { slack } else { 0 }
    }

    /// Follows the best starts back from the end.
    fn lines(&self, out: &mut Vec<FittedLine>) {
        let from = out.len();
        let mut end = self.segments.len();
        while end > 0 {
            let start = self.best[end].start as usize;
            let last = self.segments[end - 1];
            let cells = self.segments[start..end]
                .iter()
                .map(Segment::advance)
                .sum::<u32>();
            let cells = cells - u32::from(last.blank) + last.tail();
            out.push(FittedLine {
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

    /// The least cost, found by trying every start.
    fn slow(segments: &[Segment], shape: Shape) -> u64 {
        let search = Search::new(segments, shape);
        let mut best = vec![0];
        for end in 1..=segments.len() {
            let last = &segments[end - 1];
            let filled = search.before[end] - u32::from(last.blank) + last.tail();
            let costs = (0..end).filter_map(|start| {
                let measure = search.measure(start);
                let width = filled - search.before[start];
                let fits = width <= measure + u32::from(last.hang) || start + 1 == end;
                let slack = u64::from(measure.saturating_sub(width)).pow(2);
                let price = if end == segments.len() {
                    search.last_line(start, slack)
                } else {
                    slack + search.price(end)
                };
                fits.then_some(best[start] + price)
            });
            best.push(costs.min().unwrap_or(0));
        }
        best[segments.len()]
    }

    #[test]
    fn the_shortcut_finds_the_lowest_cost() {
        let mut seed = 1_u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % below
        };
        for round in 0..2_000 {
            let segments: Vec<Segment> = (0..random(60) + 1)
                .map(|at| Segment {
                    end: at as u32 + 1,
                    next: at as u32 + 1,
                    cells: random(4) as u32 * 2 + 1,
                    blank: u16::from(random(5) == 0),
                    hang: if random(6) == 0 { 2 } else { 0 },
                    flags: SegmentFlags::from_bits_truncate(random(1024) as u16),
                })
                .collect();
            let rest = random(30) as u32 + 8;
            let shape = Shape {
                first: rest - random(5) as u32,
                rest,
                orphans: round % 2 == 0,
                runts: round % 4 == 1,
                grid: false,
                phrase: random(3) * 20,
                balanced: round % 3 == 0,
            };
            let mut search = Search::new(&segments, shape);
            (1..=segments.len()).for_each(|end| search.find_last_line(end));
            let found = search.best[segments.len()].cost;
            assert_eq!(found, slow(&segments, shape), "{shape:?} {segments:?}");
        }
    }
}
