//! Phrase patterns and their matches in a text.
//!
//! In a pattern, `…` matches at most [`GAP`] cells of text, `|` separates alternatives at one
//! position, and `下载!量` is 下载 not followed by 量. Matching is in lower case.

use std::cmp::Reverse;
use std::ops::Range;

/// Maximum cells that `…` matches: an ideograph carries as much in two as a word in six.
const GAP: usize = 36;

/// A parsed list of patterns.
pub struct Lexicon {
    patterns: Vec<Pattern>,
    /// The words that a match begins with, by the [`bit`] of their first letter.
    heads: Vec<Vec<&'static str>>,
}

/// The positions of one pattern, each with its alternatives.
struct Pattern {
    first: Vec<Word>,
    rest: Vec<Vec<Word>>,
}

struct Word {
    text: &'static str,
    unless: &'static str,
    /// A Bloom filter of its characters, which rules out most texts.
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

    /// The match in a text at or after `from`, in bytes.
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

/// The set of characters of a text, as a bit set.
fn letters(text: &str) -> u128 {
    text.chars().fold(0, |bits, c| bits | 1 << bit(c))
}

/// The bit of a character.
fn bit(c: char) -> usize {
    (u32::from(c) % 127) as usize
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

    /// The match in a lower-case text, in bytes.
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

/// The end of the rest of a pattern that begins within the gap after `from`.
fn follow(rest: &[Vec<Word>], text: &str, from: usize) -> Option<usize> {
    let Some((next, rest)) = rest.split_first() else {
        return Some(from);
    };
    next.iter().find_map(|word| {
        let found = word.find(text, from)?;
        let between = text.get(from..found.start)?;
        // A phrase does not span two sentences.
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
        let patterns: Vec<Pattern> = patterns.iter().copied().map(Pattern::of).collect();
        let mut heads = vec![Vec::new(); 127];
        for word in patterns.iter().flat_map(|pattern| &pattern.first) {
            let first = word.text.chars().next();
            if let Some(heads) = first.and_then(|first| heads.get_mut(bit(first))) {
                heads.push(word.text);
            }
        }
        Self { patterns, heads }
    }

    /// Whether a text has a word that a match begins with. Most texts have none, which is quick to
    /// tell.
    fn may_match(&self, text: &str) -> bool {
        text.char_indices().any(|(at, c)| {
            let rest = text.get(at..).unwrap_or_default();
            let mut heads = self.heads.get(bit(c)).into_iter().flatten();
            heads.any(|head| rest.starts_with(head))
        })
    }

    /// The matches in a text, in bytes, ordered and without overlap.
    pub fn spans(&self, text: &str) -> Vec<Range<usize>> {
        if !self.may_match(text) {
            return Vec::new();
        }
        let letters = letters(text);
        let matched = |pattern: &Pattern| pattern.matched(text, letters);
        let mut all: Vec<Range<usize>> = self.patterns.iter().filter_map(matched).collect();
        // The longest first: a match within a longer one adds nothing.
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

    /// The most characters that a single pattern covers.
    pub fn best(&self, text: &str) -> Option<usize> {
        if !self.may_match(text) {
            return None;
        }
        let letters = letters(text);
        self.patterns
            .iter()
            .filter_map(|pattern| pattern.matched(text, letters))
            .filter_map(|span| text.get(span))
            .map(|part| part.chars().count())
            .max()
    }
}

/// The number of characters that spans cover, without whitespace and punctuation.
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
