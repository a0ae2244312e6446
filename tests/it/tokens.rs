//! The visible text of a document as a bag of tokens. Each ideograph and kana is a token, as is
//! each word of other scripts. Also used by benches/peers.

use kanbao::document::{Block, BlockKind, Document, Text};
use std::collections::BTreeMap;

/// The number of occurrences of each token in a text.
pub type Bag = BTreeMap<String, usize>;

/// Counts the tokens of a text, in lower case.
pub fn bag(text: &str) -> Bag {
    let mut bag = Bag::new();
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            *bag.entry(std::mem::take(word)).or_default() += 1;
        }
    };
    for c in text.chars().flat_map(char::to_lowercase) {
        if !c.is_alphanumeric() || is_token(c) {
            end(&mut word);
        }
        if c.is_alphanumeric() {
            word.push(c);
        }
        if is_token(c) {
            end(&mut word);
        }
    }
    end(&mut word);
    bag
}

/// Whether a character is a token by itself.
fn is_token(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// The number of tokens that two bags share.
pub fn shared(one: &Bag, other: &Bag) -> usize {
    one.iter()
        .map(|(token, count)| *count.min(other.get(token).unwrap_or(&0)))
        .sum()
}

/// The number of tokens in a bag.
pub fn size(bag: &Bag) -> usize {
    bag.values().sum()
}

/// The text that is not cut, without labels of images: those are not text of the page.
pub fn shown(document: &Document) -> String {
    let mut document = document.clone();
    keep(&mut document.blocks);
    for note in &mut document.footnotes {
        keep(&mut note.blocks);
    }
    let mut text = String::new();
    document.visit_texts_mut(&mut |part| {
        for run in part.runs.iter().filter(|run| run.cut.is_none()) {
            text.push_str(&run.text);
        }
        text.push('\n');
    });
    text
}

fn keep(blocks: &mut Vec<Block>) {
    blocks.retain(|block| block.cut.is_none());
    for block in blocks {
        if let BlockKind::Figure { images, .. } = &mut block.kind {
            images
                .iter_mut()
                .for_each(|image| image.label = Text::default());
        }
        block.for_children_mut(&mut keep);
    }
}

#[test]
fn ideographs_and_words() {
    let tokens: Vec<String> = bag("溪声 Xī-sheng，溪の 강가 2026").into_keys().collect();
    assert_eq!(tokens, ["2026", "sheng", "xī", "の", "声", "溪", "강가"]);
}
