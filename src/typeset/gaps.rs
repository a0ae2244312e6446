//! Cells that a drawn line gains or loses between its characters: spacing between scripts,
//! the two-cell grid and justification.

use super::inline::kinsoku;
use super::inline::spacing::scripts_meet;
use super::options::{Kinsoku, Options, Spacing};
use super::signs::{self, Sign};
use crate::text::{Language, clusters};

/// Cells inserted before a byte of a text; -1 drops the space there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    pub at: u32,
    pub cells: i8,
}

/// The gaps that spacing or the grid puts into a line. `words` is what the line shows, `start`
/// its first byte in the text.
pub fn of_line(words: &str, start: u32, grid: bool, signs: &[Sign], options: &Options) -> Vec<Gap> {
    let mut gaps = Vec::new();
    if options.spacing == Spacing::Keep && !grid {
        return gaps;
    }
    let mut column = 0;
    let mut last: Option<char> = None;
    // The character before a single space, while that space is the last character.
    let mut before_space: Option<char> = None;
    let mut all = clusters(words);
    loop {
        let at = start + all.offset() as u32;
        let Some(cluster) = all.next() else { break };
        let Some(c) = cluster.chars().next() else {
            break;
        };
        let cells = signs::cells_at(signs, c, at, options.width)
            .map_or_else(|| options.width.cluster(cluster), |cells| cells as usize);
        if grid {
            // A wide character starts on an even column.
            if cells == 2 && column % 2 == 1 {
                gaps.push(Gap { at, cells: 1 });
                column += 1;
            }
            column += cells;
        } else if options.spacing == Spacing::Add {
            if last.is_some_and(|last| scripts_meet(last, c)) {
                gaps.push(Gap { at, cells: 1 });
            }
        } else if before_space.is_some_and(|before| scripts_meet(before, c)) {
            gaps.push(Gap {
                at: at - 1,
                cells: -1,
            });
        }
        before_space = last.filter(|_| c == ' ');
        last = Some(c);
    }
    gaps
}

/// Distributes the slack of a line over its spaces, then its script boundaries, then the
/// places after punctuation, one cell each. Empty when these places cannot take all of it: a
/// line is either flush or left ragged.
pub fn justify(words: &str, start: u32, slack: u16) -> Vec<Gap> {
    if slack == 0 {
        return Vec::new();
    }
    let mut chances: [Vec<u32>; 3] = Default::default();
    let mut last: Option<char> = None;
    for (offset, c) in words.char_indices() {
        let at = start + offset as u32;
        if let Some(last) = last {
            if last == ' ' && c != ' ' {
                chances[0].push(at);
            } else if scripts_meet(last, c) {
                chances[1].push(at);
            } else if matches!(last, '，' | '。' | '、' | '；' | '：' | '！' | '？')
                && !kinsoku::no_start(c, kinsoku::Before::Text, Kinsoku::Basic, Language::Ja)
                && c != ' '
            {
                chances[2].push(at);
            }
        }
        last = Some(c);
    }
    let slack = usize::from(slack);
    if chances.iter().map(Vec::len).sum::<usize>() < slack {
        return Vec::new();
    }
    let mut gaps = Vec::with_capacity(slack);
    let mut left = slack;
    for places in chances {
        let take = left.min(places.len());
        for index in 0..take {
            // Spread evenly over the line.
            let at = places[index * places.len() / take];
            gaps.push(Gap { at, cells: 1 });
        }
        left -= take;
    }
    gaps.sort_unstable();
    gaps
}
