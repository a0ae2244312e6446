//! Turns of an interview: questions in bold, and paragraphs that begin with a bold speaker.

use crate::document::{Block, BlockKind, Style, Text};
use crate::text::Language;
use std::collections::HashMap;

/// Characters of the longest name of a speaker, without its colon.
const LONGEST: usize = 16;

/// Nesting of groups that is searched for speakers.
const MAX_DEPTH: usize = 16;

/// What tells the turns of an article.
#[derive(Clone, Debug, Default)]
pub struct Speakers {
    /// How often each bold speaker begins a paragraph.
    counts: HashMap<String, u32>,
    /// Bold sentences are questions. Japanese authors write any sentence in bold for emphasis, so
    /// there it must be one, or a line that is no sentence.
    bold_asks: bool,
}

impl Speakers {
    pub fn of(blocks: &[Block], language: Language) -> Self {
        let mut speakers = Self {
            counts: HashMap::new(),
            bold_asks: language != Language::Ja,
        };
        speakers.count(blocks, 0);
        speakers
    }

    fn count(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks.iter().filter(|block| block.cut.is_none()) {
            match &block.kind {
                BlockKind::Paragraph { text, .. } => {
                    if let Some(name) = speaker(text) {
                        *self.counts.entry(name).or_default() += 1;
                    }
                }
                BlockKind::Group { blocks } if depth < MAX_DEPTH => self.count(blocks, depth + 1),
                _ => {}
            }
        }
    }

    /// Whether a paragraph is a turn: a question in bold from beginning to end, or a paragraph
    /// that begins with a speaker that begins another one too.
    pub fn is_turn(&self, text: &Text) -> bool {
        let words = || runs(text).filter(|(words, _)| !words.trim().is_empty());
        let asks = || {
            self.bold_asks
                || words()
                    .last()
                    .is_some_and(|(words, _)| !is_statement(words))
        };
        let speaks_again = |name| self.counts.get(&name).is_some_and(|count| *count > 1);
        words().all(|(_, bold)| bold) && asks() || speaker(text).is_some_and(speaks_again)
    }
}

/// Whether Japanese words are a sentence and no question.
fn is_statement(words: &str) -> bool {
    let words = words.trim_end_matches(|c: char| c.is_whitespace() || "」』）".contains(c));
    let bare = words.trim_end_matches('。');
    words.ends_with(['。', '、', '…', '！', '!']) && !bare.ends_with(['？', '?', 'か'])
}

/// The shown runs of a text, and whether each is bold.
fn runs(text: &Text) -> impl Iterator<Item = (&str, bool)> {
    let shown = text.runs.iter().filter(|run| run.cut.is_none());
    shown.map(|run| (run.text.as_str(), run.style.has(Style::STRONG)))
}

/// The bold speaker that a text begins with; the colon is in the bold run or follows it.
fn speaker(text: &Text) -> Option<String> {
    let mut name = String::new();
    let mut rest = runs(text);
    for (words, bold) in rest.by_ref() {
        if !bold && !words.trim().is_empty() {
            let follows = words.starts_with(['：', ':']) && !name.is_empty();
            return follows.then_some(name);
        }
        name.push_str(words.trim());
        // A turn may be bold beyond its speaker.
        if let Some(name) = before_colon(&name) {
            return (1..=LONGEST)
                .contains(&name.chars().count())
                .then(|| name.to_owned());
        }
        if name.chars().count() > LONGEST {
            return None;
        }
    }
    None
}

/// What is before a colon that ends a name; not that of a time or an address.
fn before_colon(words: &str) -> Option<&str> {
    let (name, rest) = words.split_once(['：', ':'])?;
    let ascii = words
        .get(name.len()..)
        .is_some_and(|colon| colon.starts_with(':'));
    let inside = rest.starts_with(|c: char| c.is_ascii_digit() || c == '/');
    (!ascii || !inside).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, build};

    fn check(markdown: &str, expected: &[bool]) {
        check_in(Language::ZhHans, markdown, expected);
    }

    fn check_in(language: Language, markdown: &str, expected: &[bool]) {
        let document = build(markdown, Format::Markdown);
        let speakers = Speakers::of(&document.blocks, language);
        let turns = document
            .blocks
            .iter()
            .filter_map(|block| match &block.kind {
                BlockKind::Paragraph { text, .. } => Some(speakers.is_turn(text)),
                _ => None,
            });
        assert_eq!(turns.collect::<Vec<_>>(), expected, "{markdown}");
    }

    #[test]
    fn turns_of_an_interview() {
        check("**问：** 甲\n\n答\n\n**问：** 乙", &[true, false, true]);
        check(
            "**问**：甲\n\n**答**：乙\n\n**问**：丙",
            &[true, false, true],
        );
        check("**问：你好吗？**\n\n好。", &[true, false]);
        check("**注意：** 只有一次\n\n文", &[false, false]);
        // Bold beyond the speaker, with the answer on the next line.
        let both = |question| format!("**问：{question}**  \n答：还没有\n\n文\n\n");
        let twice = both("你们什么时候开始做这件事情的呢？") + &both("后来呢？");
        check(&twice, &[true, false, true, false]);
        check("**10:30** 开门\n\n**10:45** 关门", &[false, false]);
        check("文 **重点：** 文\n\n文 **重点：** 文", &[false, false]);
        let japanese = "**大事な点です。**\n\n文\n\n**いつから？**\n\n**なぜですか。**";
        check_in(Language::Ja, japanese, &[false, false, true, true]);
        check_in(Language::Ja, "**第２位　「太字」**\n\n文", &[true, false]);
        check_in(Language::Ja, "**「大事です。」**\n\n文", &[false, false]);
        check(japanese, &[true, false, true, true]);
    }
}
