//! Patterns of wordings, and where they stand in a text.
//!
//! In a pattern `…` stands for at most [`GAP`] cells of text, `|` parts alternatives of one
//! place, and `下载!量` is 下载 not followed by 量. Matched in lower case.

use std::cmp::Reverse;
use std::ops::Range;

/// Cells that `…` may stand for: an ideograph says as much in two as a word in six.
const GAP: usize = 36;

/// A list of patterns, taken apart once.
pub struct Lexicon(Vec<Pattern>);

/// The places of one pattern, each with the words that may stand there.
struct Pattern {
    first: Vec<Word>,
    rest: Vec<Vec<Word>>,
}

struct Word {
    text: &'static str,
    unless: &'static str,
    /// Its characters, roughly: most words are ruled out by them.
    letters: u128,
}

impl Word {
    fn of(word: &'static str) -> Self {
        let (text, unless) = word.split_once('!').unwrap_or((word, ""));
        Self {
            text,
            unless,
            letters: letters(text),
        }
    }

    /// Where it stands in a text at or after `from`, in bytes.
    fn find(&self, text: &str, mut from: usize) -> Option<Range<usize>> {
        loop {
            let start = from + text.get(from..)?.find(self.text)?;
            let end = start + self.text.len();
            let refused = !self.unless.is_empty() && text.get(end..)?.starts_with(self.unless);
            if !refused {
                return Some(start..end);
            }
            from = end;
        }
    }
}

/// The set of the characters of a text, in as many bits as there are.
fn letters(text: &str) -> u128 {
    text.chars()
        .fold(0, |bits, c| bits | 1 << (u32::from(c) % 127))
}

impl Pattern {
    fn of(pattern: &'static str) -> Self {
        let mut places = pattern
            .split('…')
            .map(|place| place.split('|').map(Word::of).collect());
        Self {
            first: places.next().unwrap_or_default(),
            rest: places.collect(),
        }
    }

    /// Where it stands in a text (of lower case), in bytes, if it matches.
    fn matched(&self, text: &str, letters: u128) -> Option<Range<usize>> {
        let possible = |word: &&Word| word.letters & letters == word.letters;
        self.first.iter().filter(possible).find_map(|first| {
            let mut from = 0;
            while let Some(found) = first.find(text, from) {
                if let Some(last) = follow(&self.rest, text, found.end) {
                    return Some(found.start..last);
                }
                from = found.end;
            }
            None
        })
    }
}

/// Where the rest of a pattern ends, when it begins within the gap behind `from`.
fn follow(rest: &[Vec<Word>], text: &str, from: usize) -> Option<usize> {
    let Some((next, rest)) = rest.split_first() else {
        return Some(from);
    };
    next.iter().find_map(|word| {
        let found = word.find(text, from)?;
        let between = text.get(from..found.start)?;
        // What is said in two sentences is not one phrase.
        let broken = between.contains(['。', '！', '？', '；', '!', '?']);
        let gap: usize = between
            .chars()
            .map(|c| if c.is_ascii() { 1 } else { 2 })
            .sum();
        (gap <= GAP && !broken)
            .then(|| follow(rest, text, found.end))
            .flatten()
    })
}

impl Lexicon {
    pub fn of(patterns: &[&'static str]) -> Self {
        Self(patterns.iter().copied().map(Pattern::of).collect())
    }

    /// Where the patterns stand in a text, in bytes, in order and apart from each other.
    pub fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let letters = letters(text);
        let matched = |pattern: &Pattern| pattern.matched(text, letters);
        let mut all: Vec<Range<usize>> = self.0.iter().filter_map(matched).collect();
        // The longest first: what overlaps a longer one says nothing more.
        all.sort_by_key(|span| (Reverse(span.len()), span.start));
        let mut kept: Vec<Range<usize>> = Vec::new();
        for span in all {
            let apart = |own: &Range<usize>| span.end <= own.start || own.end <= span.start;
            if kept.iter().all(apart) {
                kept.push(span);
            }
        }
        kept.sort_by_key(|span| span.start);
        kept
    }

    /// The most characters that any pattern covers.
    pub fn best(&self, text: &str) -> Option<usize> {
        let letters = letters(text);
        self.0
            .iter()
            .filter_map(|pattern| pattern.matched(text, letters))
            .filter_map(|span| text.get(span))
            .map(|part| part.chars().count())
            .max()
    }
}

/// Characters that spans cover, but blanks and signs.
pub fn covered(text: &str, spans: &[Range<usize>]) -> usize {
    spans
        .iter()
        .filter_map(|span| text.get(span.clone()))
        .map(|part| part.chars().filter(|c| c.is_alphanumeric()).count())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, text, covered) in [
            ("下载!量…app|客户端", "下载某某财经app，查看更多", Some(9)),
            ("下载!量…app", "下载量最高的app是它", None),
            ("扫码|扫描…二维码", "请扫描下方二维码", Some(7)),
            ("关注", "不", None),
            ("订阅…查看全文", "你会订阅吗？查看全文", None),
        ] {
            assert_eq!(Lexicon::of(&[pattern]).best(text), covered, "{text}");
        }
    }
}
