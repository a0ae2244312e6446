//! Mined rules: lines that many articles of one source share word for word.
//!
//! What is found is offered with its count; only what stands in nearly all articles, at
//! their ends, is certain.

use super::UserRule;
use super::view::words;
use crate::document::Document;
use std::collections::{HashMap, HashSet};

/// Longest line, in characters, and how many blocks from either end are looked at.
const MAX_LINE: usize = 120;
const REACH: usize = 6;
/// Fewest articles of a source, and fewest that share a line.
const MIN_ARTICLES: usize = 8;
const MIN_SHARED: usize = 5;

/// A line that repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mined {
    pub text: String,
    /// In how many articles, of how many.
    pub count: usize,
    pub articles: usize,
}

impl Mined {
    /// Whether it may be cut without asking: in nine of ten articles or more.
    pub fn is_certain(&self) -> bool {
        self.count * 10 >= self.articles * 9
    }

    /// The rule that cuts it.
    pub fn rule(&self, source: &str) -> UserRule {
        UserRule {
            equals: Some(self.text.clone()),
            source: Some(source.to_owned()),
            ..UserRule::default()
        }
    }
}

/// Counts the lines at the ends of the articles of one source.
#[derive(Clone, Debug, Default)]
pub struct Miner {
    articles: usize,
    lines: HashMap<String, usize>,
}

impl Miner {
    /// Takes in one article, cleaned or not; what is cut already does not count.
    pub fn add(&mut self, document: &Document) {
        self.articles += 1;
        let shown: Vec<_> = document
            .blocks
            .iter()
            .filter(|block| block.cut.is_none())
            .collect();
        let ends = shown
            .iter()
            .take(REACH)
            .chain(shown.iter().rev().take(REACH));
        let lines: HashSet<String> = ends
            .map(|block| words(block, MAX_LINE + 1))
            .filter(|line| (4..=MAX_LINE).contains(&line.chars().count()))
            .collect();
        for line in lines {
            *self.lines.entry(line).or_default() += 1;
        }
    }

    /// What repeats in at least five articles and three of ten, the most frequent first.
    pub fn found(&self) -> Vec<Mined> {
        if self.articles < MIN_ARTICLES {
            return Vec::new();
        }
        let mut found: Vec<Mined> = self
            .lines
            .iter()
            .filter(|(_, count)| **count >= MIN_SHARED && **count * 10 >= self.articles * 3)
            .map(|(text, count)| Mined {
                text: text.clone(),
                count: *count,
                articles: self.articles,
            })
            .collect();
        found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, build};

    #[test]
    fn what_repeats_is_found() {
        let mut miner = Miner::default();
        for nth in 0..10 {
            let source = format!("<p>第{nth}篇自己的正文。</p><p>每篇都有的一行话</p>");
            miner.add(&build(&source, Format::Html));
        }
        let found = miner.found();
        assert_eq!(found.len(), 1);
        assert!(found[0].is_certain() && found[0].text == "每篇都有的一行话");
    }
}
