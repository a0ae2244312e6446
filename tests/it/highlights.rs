//! Highlights in articles that are edited at random: how many are found again, and that none is
//! attached to the wrong place. `KANBAO_THOROUGH=1` runs many more, over the corpus too;
//! `KANBAO_SEED` is the number of other ones.

#![expect(clippy::print_stderr, reason = "the figures are reported")]

use super::corpus::{corpus, load};
use kanbao::document::{Format, build};
use kanbao::typeset::{Letters, Options, Page};
use kanbao::user::anchor::{find, rivals};
use kanbao::user::event::Highlight;
use std::ops::Range;

/// Knuth's MMIX generator: the same edits in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }

    /// A sentence of made-up words, some of which are frequent.
    fn sentence(&mut self) -> String {
        let mut sentence = String::new();
        for _ in 0..4 + self.below(16) {
            let (most, word) = (1 + self.below(500), self.below(500));
            let word = word % most;
            for at in 0..=word % 3 {
                let code = 0x4e00 + (word * 7 + at * 311) % 900;
                sentence.extend(char::from_u32(code as u32));
            }
        }
        sentence.push('。');
        sentence
    }
}

/// A letter, and its number in the article before the edits.
type Traced = (char, Option<usize>);

fn new_letters(text: &str) -> Vec<Traced> {
    text.chars().map(|c| (c, None)).collect()
}

/// The letters of an article by sentences.
fn sentences(text: &[char]) -> Vec<Vec<Traced>> {
    let mut sentences = vec![Vec::new()];
    for (number, c) in text.iter().enumerate() {
        if let Some(last) = sentences.last_mut() {
            last.push((*c, Some(number)));
        }
        if "。！？.!?".contains(*c) {
            sentences.push(Vec::new());
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

fn has_same_letters(one: &[Traced], other: &[Traced]) -> bool {
    one.iter()
        .map(|letter| letter.0)
        .eq(other.iter().map(|letter| letter.0))
}

/// Removes, replaces, changes and moves some of the sentences, and inserts others.
fn edit(sentences: &[Vec<Traced>], percent: usize, random: &mut Random) -> Vec<Traced> {
    let mut edited: Vec<Vec<Traced>> = Vec::new();
    for sentence in sentences {
        if random.below(100) >= percent {
            edited.push(sentence.clone());
            continue;
        }
        match random.below(6) {
            0 => {}
            1 => edited.push(new_letters(&random.sentence())),
            2 => {
                edited.push(new_letters(&random.sentence()));
                edited.push(sentence.clone());
            }
            3 => {
                edited.push(sentence.clone());
                let last = edited.len() - 1;
                // Equal sentences that change places are no edit.
                let before = last.saturating_sub(1);
                if !has_same_letters(&edited[before], &edited[last]) {
                    edited.swap(last, before);
                }
            }
            _ => {
                let mut sentence = sentence.clone();
                (0..=random.below(3)).for_each(|_| change(&mut sentence, random));
                edited.push(sentence);
            }
        }
    }
    edited.into_iter().flatten().collect()
}

/// Added to the number of a letter that was copied.
const COPY: usize = 1 << 32;

/// Edits that make it hard: the passage with its sentences is copied elsewhere, and the letters beside
/// it, or in it, change. Then all is edited as usual.
fn edit_hard(
    sentences: &[Vec<Traced>],
    passage: &Range<usize>,
    percent: usize,
    random: &mut Random,
) -> Vec<Traced> {
    let is_in =
        |range: Range<usize>| move |letter: &Traced| letter.1.is_some_and(|at| range.contains(&at));
    let has = |sentence: &Vec<Traced>| sentence.iter().any(is_in(passage.clone()));
    let first = sentences.iter().position(has).unwrap_or(0);
    let last = sentences.iter().rposition(has).unwrap_or(0);
    let mut edited = sentences.to_vec();
    let mut copies = Vec::new();
    for _ in 0..random.below(3) {
        let from = first.saturating_sub(random.below(4));
        let to = (last + 1 + random.below(4)).min(edited.len());
        let letters = edited[from..to].iter().flatten();
        let mut copy: Vec<Traced> = letters
            .map(|(c, at)| (*c, at.map(|at| at + COPY)))
            .collect();
        (0..random.below(3)).for_each(|_| change(&mut copy, random));
        copies.push((random.below(edited.len()), copy));
    }
    let beside = passage.start.saturating_sub(12)..passage.end + 12;
    for sentence in &mut edited {
        let near = sentence.iter().position(is_in(beside.clone()));
        if let Some(at) = near.filter(|_| random.below(3) == 0) {
            let at = (at + random.below(12)).min(sentence.len() - 1);
            let of_passage = is_in(passage.clone())(&sentence[at]);
            if !of_passage {
                let new = new_letters(&random.sentence());
                sentence.splice(at..=at, new.into_iter().take(random.below(3)));
            }
        }
    }
    match random.below(6) {
        0 => edited[first..=last].iter_mut().for_each(Vec::clear),
        1 => change(&mut edited[first], random),
        _ => {}
    }
    for (at, copy) in copies {
        edited.insert(at, copy);
    }
    edited.retain(|sentence| !sentence.is_empty());
    edit(&edited, percent, random)
}

/// Changes a word.
fn change(sentence: &mut Vec<Traced>, random: &mut Random) {
    let from = random.below(sentence.len());
    let to = (from + 1 + random.below(3)).min(sentence.len());
    let word: String = random.sentence().chars().take(2).collect();
    sentence.splice(from..to, new_letters(&word));
}

/// A word, some words, a sentence, or several.
fn passage(sentences: &[Vec<Traced>], random: &mut Random) -> Range<usize> {
    let at = random.below(sentences.len());
    let number = |sentence: &[Traced]| sentence.first().and_then(|letter| letter.1).unwrap_or(0);
    let start = number(&sentences[at]);
    let length = sentences[at].len();
    let of_words = |most: usize, random: &mut Random| {
        let words = (1 + random.below(most)).min(length);
        let from = start + random.below(length - words + 1);
        from..from + words
    };
    let more = match random.below(5) {
        0 => return of_words(4, random),
        1 => return of_words(14, random),
        2 => 1,
        3 => 2 + random.below(4),
        _ => 5 + random.below(30),
    };
    let end = sentences.get(at + more).map(|next| number(next));
    let all = sentences.iter().map(Vec::len).sum();
    start..end.unwrap_or(all)
}

fn highlight(old: &[char], passage: &Range<usize>, letters: &Letters) -> Highlight {
    let text = |range: Range<usize>| old[range].iter().collect();
    let mut highlight = Highlight {
        quote: text(passage.clone()),
        before: text(passage.start.saturating_sub(100)..passage.start),
        after: text(passage.end..(passage.end + 100).min(old.len())),
        place: letters.places[passage.start],
        ..Highlight::default()
    };
    highlight.rivals = rivals(&highlight, letters);
    assert!(highlight.rivals.is_some());
    highlight
}

#[derive(Debug, Default)]
struct Figures {
    /// Highlights whose words still exist.
    kept: usize,
    found: usize,
    /// Found at other words than those that were highlighted.
    wrong: usize,
    /// Highlights with changed words that were found by what is left of them.
    changed: usize,
    lost: usize,
}

impl Figures {
    /// Edits an article, and looks for one highlight.
    fn try_one(&mut self, old: &Letters, random: &mut Random) {
        self.try_edited(old, random, false);
    }

    fn try_edited(&mut self, old: &Letters, random: &mut Random, hard: bool) {
        let sentences = sentences(&old.letters);
        if sentences.len() < 3 {
            return;
        }
        let passage = passage(&sentences, random);
        let highlight = highlight(&old.letters, &passage, old);
        let percent = 1 + random.below(20);
        let edited = match hard {
            true => edit_hard(&sentences, &passage, percent, random),
            false => edit(&sentences, percent, random),
        };
        let mut new = Letters::default();
        let text: String = edited.iter().map(|letter| letter.0).collect();
        new.push(0, 0, &text);
        let found = find(&highlight, &new);
        let length = passage.len();
        let is_kept = |at: &usize| {
            let mut numbers = edited[*at..].iter().map(|letter| letter.1);
            passage
                .clone()
                .all(|number| numbers.next() == Some(Some(number)))
        };
        let first = edited
            .iter()
            .position(|letter| letter.1 == Some(passage.start));
        let kept = first.filter(is_kept).map(|at| at..at + length);
        let letters_of = |range: Range<usize>, copy: usize| {
            let letters = edited[range].iter();
            let of_passage = |letter: &&Traced| {
                let at = letter.1.and_then(|at| at.checked_sub(copy));
                at.is_some_and(|at| passage.contains(&at))
            };
            letters.filter(of_passage).count()
        };
        // What was copied before it was deleted has moved.
        let left = letters_of(0..edited.len(), 0);
        let moved = if left * 2 < length { COPY } else { 0 };
        let own = |range: &Range<usize>| {
            let own = letters_of(range.clone(), 0).max(letters_of(range.clone(), moved));
            own * 2 >= range.len()
        };
        self.kept += usize::from(kept.is_some());
        match (found, kept) {
            (Some(found), Some(kept)) if found == kept => self.found += 1,
            (Some(found), None) if own(&found) => self.changed += 1,
            (Some(found), kept) => {
                self.wrong += 1;
                let text = |range: Range<usize>| -> String {
                    let from = range.start.saturating_sub(40);
                    let to = (range.end + 40).min(edited.len());
                    edited[from..to].iter().map(|letter| letter.0).collect()
                };
                let Highlight {
                    quote,
                    before,
                    after,
                    ..
                } = &highlight;
                eprintln!(
                    "wrong: {before}[{quote}]{after}\nfound: {}\nright: {:?}",
                    text(found),
                    kept.map(text)
                );
            }
            (None, _) => self.lost += 1,
        }
    }
}

fn is_thorough() -> bool {
    std::env::var_os("KANBAO_THOROUGH").is_some()
}

/// Other random edits than the usual ones, on request.
fn seeded(usual: u64) -> Random {
    let named = std::env::var("KANBAO_SEED");
    Random(
        named
            .ok()
            .and_then(|seed| seed.parse().ok())
            .unwrap_or(usual),
    )
}

/// An article of made-up sentences, some of which come again.
fn made_up(random: &mut Random) -> Letters {
    let repeated: Vec<String> = (0..10).map(|_| random.sentence()).collect();
    let mut text = String::new();
    for _ in 0..10 + random.below(150) {
        match random.below(8) {
            0 => text.push_str(&repeated[random.below(10)]),
            _ => text.push_str(&random.sentence()),
        }
    }
    let mut letters = Letters::default();
    letters.push(0, 0, &text);
    letters
}

#[test]
fn highlights_survive_edits_of_made_up_articles() {
    let mut random = seeded(7);
    let mut figures = Figures::default();
    let rounds = if is_thorough() { 2_000 } else { 100 };
    for _ in 0..rounds {
        let letters = made_up(&mut random);
        figures.try_one(&letters, &mut random);
    }
    eprintln!("made up: {figures:?}");
    assert_eq!(figures.wrong, 0, "{figures:?}");
    assert!(figures.found * 100 >= figures.kept * 95, "{figures:?}");
}

/// Where two places compete, the highlight is lost. A few of a thousand are not: the passage itself was
/// changed beyond recognition, and a copy of it was not.
#[test]
fn copies_are_not_taken_for_the_passage() {
    let mut random = seeded(13);
    let mut figures = Figures::default();
    let rounds = if is_thorough() { 2_000 } else { 100 };
    for _ in 0..rounds {
        let letters = made_up(&mut random);
        figures.try_edited(&letters, &mut random, true);
    }
    eprintln!("with copies: {figures:?}");
    assert!(figures.wrong * 100 <= rounds, "{figures:?}");
}

#[test]
fn highlights_survive_edits_of_real_articles() {
    let Some(corpus) = corpus().filter(|_| is_thorough()) else {
        eprintln!("skipped: no corpus, or not thorough");
        return;
    };
    let (entries, _, _) = load(&corpus);
    let mut random = seeded(11);
    let mut figures = Figures::default();
    for entry in entries {
        let Ok(article) = kanbao::library::open(&entry) else {
            continue;
        };
        let letters = Page::new(&article.document, &Options::default()).letters(true);
        assert!(letters.places.is_sorted(), "{}", entry.id());
        if letters.letters.len() < 200_000 {
            for _ in 0..2 {
                figures.try_one(&letters, &mut random);
            }
        }
    }
    eprintln!("real: {figures:?}");
    assert_eq!(figures.wrong, 0, "{figures:?}");
    assert!(figures.found * 100 >= figures.kept * 95, "{figures:?}");
}

/// The letters of a page lead back to its texts, whatever the width.
#[test]
fn letters_do_not_depend_on_the_width() {
    let text = "# 标题\n\n标准正在完善，企业可以申报。\n\n- 一\n- 二\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n";
    let document = build(text, Format::Markdown);
    let of = |measure| {
        let options = Options {
            measure,
            ..Options::default()
        };
        Page::new(&document, &options).letters(true)
    };
    assert_eq!(of(20), of(76));
    let letters = of(40);
    let all: String = letters.letters.iter().collect();
    assert!(all.starts_with("标题标准正在完善"), "{all}");
    assert!(letters.places.is_sorted());
    assert_eq!(letters.parts(1..4).len(), 2, "two texts");
}
