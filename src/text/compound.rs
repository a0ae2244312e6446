//! Compounds that are written with different characters in Mainland China, Taiwan, Hong Kong and
//! Japan, or by different writers: 计划 and 計畫, 了解 and 瞭解. OpenCC converts them word by word,
//! because their characters are not variants of each other elsewhere: 画 is not 划. A search
//! looks for all forms of a compound; the characters alone stay apart.
//!
//! The other form of a compound of two characters counts only where it is a word: 设计画面 has no
//! 计画. That is decided by the words that overlap it, as a segmenter with a dictionary does: what
//! 设计 and 画面 cost together is compared with what 计画 costs. The form as written matches
//! everywhere.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// Made by `tests/opencc/compounds.py`; its head says what it means.
const TABLE: &str = include_str!("../../assets/compound/zh.txt");

/// The most forms of a text.
const MOST: usize = 16;

#[derive(Default)]
struct Table {
    /// Two forms and their cost.
    pairs: Vec<([&'static str; 2], u16)>,
    /// The costs of words that end with a character, by the character; still to be read.
    before: HashMap<&'static str, &'static str>,
    /// The same of words that start with a character.
    after: HashMap<&'static str, &'static str>,
}

static ALL: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for line in TABLE.lines() {
        let mut parts = line.splitn(3, ' ');
        let (Some(kind), Some(key), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        match kind {
            "=" => {
                if let Some((other, cost)) = rest.split_once(' ') {
                    let cost = cost.parse().unwrap_or_default();
                    table.pairs.push(([key, other], cost));
                }
            }
            "<" => drop(table.before.insert(key, rest)),
            ">" => drop(table.after.insert(key, rest)),
            _ => {}
        }
    }
    table
});

/// A form of a text.
#[derive(Clone, Debug)]
pub(crate) struct CompoundForm {
    pub text: String,
    /// The compounds in it that the given text has in another form and that must be words where
    /// they are found.
    pub words: Vec<Compound>,
}

impl CompoundForm {
    /// Whether the compounds in the piece of the form with a number are words in a folded text that
    /// has the piece. `start`: of the piece.
    pub fn are_words(&self, piece: usize, folded: &str, start: usize) -> bool {
        let mut words = self.words.iter().filter(|word| word.piece == piece);
        words.all(|word| {
            let before = folded.get(..start + word.range.start);
            let after = folded.get(start + word.range.end..);
            let around = before.zip(after);
            around.is_some_and(|(before, after)| word.borders.is_word(before, after))
        })
    }
}

/// A compound in a form of a text.
#[derive(Clone, Debug)]
pub(crate) struct Compound {
    /// Where it is.
    pub at: usize,
    /// The piece between spaces that has it, and the bytes in that.
    piece: usize,
    range: Range<usize>,
    borders: Arc<Borders>,
}

/// What may not stand beside a compound of two characters.
#[derive(Debug)]
struct Borders {
    cost: u16,
    before: Side,
    after: Side,
}

/// The words that end or start with a character of a compound.
#[derive(Debug)]
struct Side {
    /// The cost of the character alone.
    alone: i16,
    /// What the words cost more than their other character does.
    words: HashMap<char, i16>,
}

impl Side {
    /// `line`: costs; all but the first after the other character.
    fn read(line: &str) -> Option<Self> {
        let mut parts = line.split(' ');
        let alone = parts.next()?.parse().ok()?;
        let mut words = HashMap::new();
        while let (Some(part), Some(cost)) = (parts.next(), parts.next()) {
            words.insert(part.chars().next()?, cost.parse().ok()?);
        }
        Some(Self { alone, words })
    }

    /// The cost with a neighbour, if they are a word.
    fn with(&self, neighbour: Option<char>) -> Option<i16> {
        self.words.get(&neighbour?).copied()
    }
}

impl Borders {
    /// `None` for a form that may stand beside anything.
    fn of(form: &str, cost: u16) -> Option<Self> {
        let (at, _) = form.char_indices().nth(1)?;
        let (first, second) = form.split_at_checked(at)?;
        Some(Self {
            cost,
            before: Side::read(ALL.before.get(first)?)?,
            after: Side::read(ALL.after.get(second)?)?,
        })
    }

    /// Whether the compound is a word between two folded texts.
    fn is_word(&self, before: &str, after: &str) -> bool {
        let before = self.before.with(before.chars().next_back());
        let after = self.after.with(after.chars().next());
        if before.is_none() && after.is_none() {
            return true;
        }
        let apart = before.unwrap_or(self.before.alone) + after.unwrap_or(self.after.alone);
        i32::from(self.cost) <= i32::from(apart)
    }
}

/// A compound of a text, and its other form.
struct Place {
    at: Range<usize>,
    to: &'static str,
    borders: Option<Arc<Borders>>,
}

/// The compounds of a text in order.
fn places(folded: &str) -> Vec<Place> {
    let mut places = Vec::new();
    for ([one, other], cost) in &ALL.pairs {
        for (from, to) in [(one, other), (other, one)] {
            if !folded.contains(from) {
                continue;
            }
            let (is_two, here) = (from.chars().nth(2).is_none(), Borders::of(from, *cost));
            let borders = Borders::of(to, *cost).filter(|_| is_two).map(Arc::new);
            places.extend(folded.match_indices(from).filter_map(|(at, _)| {
                let (before, rest) = folded.split_at_checked(at)?;
                let after = rest.strip_prefix(from)?;
                let is_word = !is_two || here.as_ref()?.is_word(before, after);
                is_word.then(|| Place {
                    at: at..at + from.len(),
                    to,
                    borders: borders.clone(),
                })
            }));
        }
    }
    places.sort_by_key(|place| (place.at.start, place.at.end));
    places
}

/// A folded text in all forms of its compounds, the given one first. No white space but single
/// spaces between words.
pub(crate) fn compound_forms(folded: &str) -> Vec<CompoundForm> {
    let places = places(folded);
    let mut forms: Vec<Vec<&Place>> = vec![Vec::new()];
    for place in &places {
        let others = forms.iter().filter(|form| {
            let last = form.last().map_or(0, |last| last.at.end);
            last <= place.at.start
        });
        let others = others.map(|form| form.iter().copied().chain([place]).collect());
        let others: Vec<Vec<&Place>> = others.collect();
        if forms.len() + others.len() <= MOST {
            forms.extend(others);
        }
    }
    forms.iter().map(|places| form(folded, places)).collect()
}

/// A text with some of its compounds in their other forms.
fn form(folded: &str, places: &[&Place]) -> CompoundForm {
    let mut form = CompoundForm {
        text: String::with_capacity(folded.len()),
        words: Vec::new(),
    };
    let mut from = 0;
    for place in places {
        let between = folded.get(from..place.at.start);
        form.text.push_str(between.unwrap_or_default());
        let start = form.text.len();
        form.text.push_str(place.to);
        from = place.at.end;
        if let Some(borders) = &place.borders {
            let before = form.text.get(..start).unwrap_or_default();
            let piece_start = before.rfind(' ').map_or(0, |space| space + 1);
            form.words.push(Compound {
                at: start,
                piece: before.matches(' ').count(),
                range: start - piece_start..form.text.len() - piece_start,
                borders: Arc::clone(borders),
            });
        }
    }
    form.text.push_str(folded.get(from..).unwrap_or_default());
    form
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn the_table_is_folded_and_complete() {
        let two = |form: &str| form.chars().nth(2).is_none();
        for ([one, other], cost) in &ALL.pairs {
            assert_eq!((fold(one), fold(other)), ((*one).into(), (*other).into()));
            assert_ne!(one, other);
            let borders = [one, other].map(|form| Borders::of(form, *cost));
            assert!(!two(one) || borders.iter().all(Option::is_some), "{one}");
        }
        assert!(ALL.pairs.len() > 250);
        for side in ALL.before.values().chain(ALL.after.values()) {
            assert!(Side::read(side).is_some(), "{side}");
        }
    }

    #[test]
    fn each_compound_has_its_forms() {
        let forms = |text: &str| -> Vec<String> {
            let forms = compound_forms(&fold(text)).into_iter();
            forms.map(|form| form.text).collect()
        };
        assert_eq!(forms("甚麼"), ["甚么", "什么"]);
        assert_eq!(forms("五年計畫"), ["五年计画", "五年计划"]);
        assert_eq!(forms("画"), ["画"]);
        let both = ["什么计划", "甚么计划", "什么计画", "甚么计画"];
        assert_eq!(forms("什么计划"), both);
        // Across a word border there is no compound.
        assert_eq!(forms("設計畫面"), ["设计画面"]);
        assert_eq!(forms("为了解决"), ["为了解决"]);
        let many = ALL.pairs.iter().map(|(forms, _)| forms[0]);
        assert_eq!(forms(&many.collect::<String>()).len(), MOST);
    }

    /// The phrases of OpenCC in Traditional and in Simplified characters are found by each other,
    /// but for 坏, which is 壞 in nearly all texts and then another word, and 上鍊 (上炼 is 上煉).
    #[test]
    fn simplified_finds_traditional() {
        let rows = include_str!("../../tests/opencc/TSPhrases.txt").lines();
        let rows = rows.filter(|row| !row.starts_with('#'));
        let is_kept = |row: &(&str, &str)| !row.0.contains('坏') && row.0 != "上鍊";
        let rows = rows.filter_map(|row| row.split_once('\t')).filter(is_kept);
        let mut missing = Vec::new();
        for (traditional, all) in rows {
            let simplified = all.split(' ').next().unwrap_or_default();
            let (one, other) = (fold(traditional), fold(simplified));
            for (needle, text) in [(&one, &other), (&other, &one)] {
                let mut forms = compound_forms(needle).into_iter();
                let is_form = |form: CompoundForm| form.text == *text && form.are_words(0, text, 0);
                if !forms.any(is_form) {
                    missing.push(traditional);
                }
            }
        }
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn a_compound_is_a_word_or_not() {
        #[track_caller]
        fn check(text: &str, word: &str, expected: bool) {
            let (text, word) = (fold(text), fold(word));
            let borders = Borders::of(
                &word,
                ALL.pairs
                    .iter()
                    .find(|row| row.0.contains(&&*word))
                    .expect("a compound")
                    .1,
            );
            let (before, after) = text.split_once(&word).expect("it is there");
            let is_word = borders.expect("two characters").is_word(before, after);
            assert_eq!(is_word, expected, "{word} in {text}");
        }
        check("设计画面精美", "计画", false);
        check("設計畫面精美", "計畫", false);
        check("自身分析能力", "身分", false);
        check("全部份额", "部份", false);
        check("构成份额", "成份", false);
        check("相关连接", "关连", false);
        check("她说好象征一样", "好象", false);
        check("为了解决问题", "了解", false);
        check("主要介绍了如何", "了如", false);
        check("全部分给他", "部分", false);
        check("違背他的意思", "背他", false);
        check("五年計畫很好", "計畫", true);
        check("起業時の計画は", "计画", true);
        check("她好象来了", "好象", true);
        check("我了解他", "了解", true);
        check("占大部份", "部份", true);
        check("生產成份", "成份", true);
    }
}
