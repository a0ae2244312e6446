//! Finds boilerplate by counting lines that many articles of one source share word for word.
//!
//! Results are offered with their counts. Only lines that end nearly all articles of a source are
//! certain; the rule `repeats` cuts those automatically.

use super::pass::{Pass, REPEATS, UserRule};
use super::view::{self, words};
use crate::document::{Block, BlockKind, Document, ParagraphRole};
use std::collections::HashMap;

/// Maximum characters of a line, and the number of blocks examined at either end.
const MAX_LINE: usize = 120;
const REACH: usize = 6;
/// Minimum characters of a line to be reported, and to be certain.
const MIN_LINE: usize = 4;
const MIN_CERTAIN: usize = 8;
/// Minimum articles of a source, and minimum articles that share a line.
pub const MIN_ARTICLES: usize = 8;
const MIN_SHARED: usize = 5;

/// A repeated line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mined {
    pub text: String,
    /// In how many articles it occurs, and of how many.
    pub count: usize,
    pub articles: usize,
    /// In how many it is one of the last paragraphs.
    tail: usize,
}

impl Mined {
    /// Whether it can be cut automatically: a last paragraph in nine of ten articles.
    pub fn is_certain(&self) -> bool {
        self.count * 10 >= self.articles * 9
            && self.tail == self.count
            && self.text.chars().count() >= MIN_CERTAIN
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

/// Counts the lines at both ends of the articles of one source.
#[derive(Clone, Debug, Default)]
pub struct Miner {
    articles: usize,
    /// For each line: the articles that contain it, and those with it among the last paragraphs.
    lines: HashMap<String, (usize, usize)>,
}

impl Miner {
    /// Adds one article, cleaned or not. Cut blocks do not count, nor do credits, which are kept.
    pub fn add(&mut self, document: &Document) {
        self.articles += 1;
        let shown = leaves(&document.blocks);
        let tail = shown.len().saturating_sub(REACH);
        let mut lines: HashMap<String, bool> = HashMap::new();
        for (at, block) in shown.iter().enumerate() {
            if at >= REACH && at < tail {
                continue;
            }
            let line = words(block, MAX_LINE + 1);
            if (MIN_LINE..=MAX_LINE).contains(&line.chars().count()) {
                let last = at >= tail && at > 0 && is_prose(block);
                *lines.entry(line).or_insert(true) &= last;
            }
        }
        for (line, last) in lines {
            let (count, tail) = self.lines.entry(line).or_default();
            *count += 1;
            *tail += usize::from(last);
        }
    }

    /// Lines that repeat in at least five articles and three of ten, the most frequent first.
    pub fn found(&self) -> Vec<Mined> {
        if self.articles < MIN_ARTICLES {
            return Vec::new();
        }
        let often =
            |count: usize| count >= MIN_SHARED && count.saturating_mul(10) >= self.articles * 3;
        let lines = self.lines.iter();
        let mut found: Vec<Mined> = lines
            .filter(|(_, (count, _))| often(*count))
            .map(|(text, &(count, tail))| Mined {
                text: text.clone(),
                count,
                articles: self.articles,
                tail,
            })
            .collect();
        found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
        found
    }
}

/// The visible blocks of an article, with groups flattened.
fn leaves(blocks: &[Block]) -> Vec<&Block> {
    let mut all = Vec::new();
    let mut open: Vec<&Block> = blocks.iter().rev().collect();
    while let Some(block) = open.pop() {
        match &block.kind {
            _ if block.cut.is_some() => {}
            BlockKind::Group { blocks } => open.extend(blocks.iter().rev()),
            BlockKind::Paragraph {
                role: ParagraphRole::Credit,
                ..
            } => {}
            BlockKind::Paragraph { text, .. } if view::shown(text).next().is_none() => {}
            _ => all.push(block),
        }
    }
    all
}

fn is_prose(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph { .. })
}

/// The rule `repeats`: cuts the last paragraphs that this source is known to end with.
pub(super) fn run(pass: &mut Pass<'_>) {
    if pass.settings.repeats.is_empty() {
        return;
    }
    let mut left = REACH;
    cut_last(&mut pass.document.blocks, &pass.settings.repeats, &mut left);
}

fn cut_last(blocks: &mut [Block], lines: &[String], left: &mut usize) {
    for block in blocks.iter_mut().rev().filter(|block| block.cut.is_none()) {
        if *left == 0 {
            return;
        }
        if let BlockKind::Group { blocks } = &mut block.kind {
            cut_last(blocks, lines, left);
            continue;
        }
        *left -= 1;
        if is_prose(block) && lines.contains(&words(block, MAX_LINE + 1)) {
            block.cut = Some(REPEATS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::{Context, Settings, clean_with};
    use crate::document::{Format, build};

    fn articles(shape: &str) -> Vec<Mined> {
        let mut miner = Miner::default();
        for nth in 0..10 {
            let source = shape.replace("{n}", &nth.to_string());
            miner.add(&build(&source, Format::Html));
        }
        miner.found()
    }

    #[test]
    fn repeated_lines_are_found() {
        let check = |shape: &str, expected: &[(&str, bool)]| {
            let found = articles(shape);
            let found: Vec<_> = found
                .iter()
                .map(|mined| (mined.text.as_str(), mined.is_certain()))
                .collect();
            assert_eq!(found, expected, "{shape}");
        };
        check(
            "<p>第{n}篇自己的正文。</p><p>每篇都有的一行话</p>",
            &[("每篇都有的一行话", true)],
        );
        // At the head, and a heading: possibly the author's own.
        check(
            "<p>每篇都有的一行话</p><p>第{n}篇自己的正文。</p>",
            &[("每篇都有的一行话", false)],
        );
        check(
            "<p>第{n}篇。</p><h2>每篇都有的一个题目</h2><p>第{n}篇。</p>",
            &[("每篇都有的一个题目", false)],
        );
        check("<p>第{n}篇</p><p>没有共同的第{n}行</p>", &[]);
    }

    #[test]
    fn repeated_lines_are_cut_at_the_end_only() {
        let line = "每篇都有的一行话";
        let settings = Settings {
            repeats: vec![line.to_owned()],
            ..Settings::default()
        };
        let body = "<p>正文。</p>".repeat(8);
        let source = format!("<p>{line}</p>{body}<p>{line}</p>");
        let mut document = build(&source, Format::Html);
        let cuts = clean_with(&mut document, &Context::default(), &settings);
        assert_eq!(cuts.len(), 1);
        assert_eq!((cuts[0].rule, cuts[0].text.as_str()), ("repeats", line));
        assert!(document.blocks[0].cut.is_none());
    }
}
