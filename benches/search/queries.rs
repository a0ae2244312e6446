//! Random queries that texts of a library contain.

use kanbao::clean::visible_text;
use kanbao::library::{Entry, open};
use kanbao::search::is_word_character;

/// A generator of numbers, the same in every run.
pub struct Random(u64);

impl Random {
    pub fn new() -> Self {
        Self(20_220_419)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % end.max(1)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// So many letters of a script without spaces.
    Letters(usize),
    Word,
    Prefix,
    Phrase,
}

impl Kind {
    pub const ALL: &[Self] = &[
        Self::Letters(1),
        Self::Letters(2),
        Self::Letters(4),
        Self::Word,
        Self::Prefix,
        Self::Phrase,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Letters(1) => "1 letter",
            Self::Letters(2) => "2 letters",
            Self::Letters(_) => "4 letters",
            Self::Word => "word",
            Self::Prefix => "prefix*",
            Self::Phrase => "\"phrase\"",
        }
    }
}

/// A query of one term.
pub struct Sample {
    pub text: String,
    /// The term without quotes and star.
    pub term: String,
    pub is_prefix: bool,
}

/// What is searched of an article: its texts, those with ruby in three forms.
pub fn text_of(entry: &Entry) -> String {
    let texts = open(entry).map(|article| visible_text(&article.document));
    let texts = texts.unwrap_or_default();
    let forms = texts.split_inclusive('\u{1e}').flat_map(forms);
    forms.collect()
}

/// A text with bases and readings, only with bases, and only with readings.
fn forms(text: &str) -> Vec<String> {
    let is_mark = |c: char| ('\u{fff9}'..='\u{fffb}').contains(&c);
    let inline = text.replace(is_mark, "");
    if inline == text {
        return vec![inline];
    }
    let (mut bases, mut readings) = (String::new(), String::new());
    for part in text.split('\u{fff9}') {
        // An anchor without a separator has no reading.
        let Some((base, rest)) = part.split_once('\u{fffa}') else {
            bases += part;
            readings += part;
            continue;
        };
        let (reading, plain) = rest.split_once('\u{fffb}').unwrap_or((rest, ""));
        bases += &format!("{base}{plain}");
        readings += &format!("{}{plain}", reading.trim_matches(['(', ')']));
    }
    vec![bases, readings, inline]
}

/// A query of a kind from the text of a random article.
pub fn of(kind: Kind, entries: &[Entry], random: &mut Random) -> Option<Sample> {
    for _ in 0..200 {
        let text = text_of(entries.get(random.below(entries.len()))?);
        if let Some(term) = taken(kind, &text, random) {
            let is_prefix = kind == Kind::Prefix;
            let text = match kind {
                Kind::Prefix => format!("{term}*"),
                _ => format!("\"{term}\""),
            };
            return Some(Sample {
                text,
                term,
                is_prefix,
            });
        }
    }
    None
}

fn taken(kind: Kind, text: &str, random: &mut Random) -> Option<String> {
    if let Kind::Letters(count) = kind {
        let chars: Vec<char> = text.chars().collect();
        let at = random.below(chars.len().saturating_sub(count));
        let part = chars.get(at..at + count)?;
        let is_letter = |c: &char| c.is_alphabetic() && !is_word_character(*c);
        return part.iter().all(is_letter).then(|| part.iter().collect());
    }
    let is_end = |c: char| !c.is_ascii_alphanumeric();
    let words: Vec<&str> = text.split(is_end).filter(|word| word.len() > 1).collect();
    let at = random.below(words.len());
    let word = *words.get(at)?;
    match kind {
        Kind::Word => Some(word.to_owned()),
        Kind::Prefix => word.get(..1 + random.below(word.len())).map(str::to_owned),
        _ => {
            let phrase = format!("{word} {}", words.get(at + 1)?);
            text.contains(&phrase).then_some(phrase)
        }
    }
}
