//! Common words of Chinese (`assets/words/zh.txt`), which no line of a title tears. The models of
//! phrases do not know words: of the ends that they are least sure of, 41 % are inside one.

use crate::text::{Script, script, variant_of};
use std::ops::Range;
use std::sync::LazyLock;

/// The lines of the table by the characters that they start with, in order.
static LINES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let table = include_str!("../../../assets/words/zh.txt");
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect()
});

/// The costs of a character alone and of words of each class of frequency: as few words as possible
/// make up a text, and among equally few the more frequent ones.
const ALONE: u32 = 12;
const CLASSES: [u32; 3] = [8, 10, 12];

/// What a place between two ideographs is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    InsideWord,
    /// Between two words of the table.
    BetweenWords,
}

/// The places (bytes) in a text of which the table knows what they are, in order. Beside a character
/// alone, which may be a part of a name, it knows nothing.
pub(crate) fn places(text: &str) -> Vec<(usize, Place)> {
    let mut places = Vec::new();
    let mut run: Vec<(usize, char)> = Vec::new();
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if script(c) == Script::Han {
            run.push((at, variant_of(c)));
            continue;
        }
        let mut before = 0;
        for word in words(&run) {
            let starts = run.get(word.clone()).unwrap_or_default();
            let mut starts = starts.iter().map(|(at, _)| *at);
            let start = starts.next().filter(|_| before > 1 && word.len() > 1);
            places.extend(start.map(|at| (at, Place::BetweenWords)));
            places.extend(starts.map(|at| (at, Place::InsideWord)));
            before = word.len();
        }
        run.clear();
    }
    places
}

/// The cheapest words that make up a run of ideographs.
fn words(run: &[(usize, char)]) -> Vec<Range<usize>> {
    // From each place on: the cost of the rest, and the end of its first word.
    let mut best = vec![(0, 0); run.len() + 1];
    for at in (0..run.len()).rev() {
        let mut found = (ALONE + best[at + 1].0, at + 1);
        for (length, cost) in words_from(&run[at..]) {
            found = found.min((cost + best[at + length].0, at + length));
        }
        best[at] = found;
    }
    let mut words = Vec::new();
    let mut at = 0;
    while at < run.len() {
        let end = best[at].1;
        words.push(at..end);
        at = end;
    }
    words
}

/// The lengths and costs of the words that begin a run.
fn words_from(run: &[(usize, char)]) -> Vec<(usize, u32)> {
    let Some((first, second)) = run.first().zip(run.get(1)) else {
        return Vec::new();
    };
    let line = LINES.binary_search_by_key(&first.1, |line| line.chars().next().unwrap_or(' '));
    let Some(line) = line.ok().and_then(|at| LINES.get(at)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let classes = line.split(['1', '2', '3']).skip(1);
    let numbers = line.bytes().filter(|b| matches!(b, b'1'..=b'3'));
    for (class, number) in classes.zip(numbers) {
        let cost = CLASSES[usize::from(number - b'1')];
        let mut rests = class.split(',');
        if rests.next().is_some_and(|short| short.contains(second.1)) {
            found.push((2, cost));
        }
        for rest in rests {
            let mut chars = run.iter().skip(1).map(|(_, c)| *c);
            if rest.chars().all(|c| chars.next() == Some(c)) {
                found.push((1 + rest.chars().count(), cost));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_chinese_are_found() {
        let check = |expected: &str| {
            let text = expected.replace(['|', ' '], "");
            let places = places(&text);
            let mut shown = String::new();
            for (at, c) in text.char_indices() {
                match places.iter().find(|(place, _)| *place == at) {
                    Some((_, Place::BetweenWords)) => shown.push('|'),
                    None if at > 0 => shown.push(' '),
                    _ => {}
                }
                shown.push(c);
            }
            assert_eq!(shown, expected);
        };
        check("南 向 资金|持股 量 环比|增长 超 2 0 %");
        check("为了|解决|设计|画面 的 问题");
        check("機器人|首秀");
        check("看 懂 生意|不容易");
        check("与 爱 泼 斯 坦");
        check("静 か な 散 歩");
    }
}
