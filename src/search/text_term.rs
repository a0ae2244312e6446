//! A word or phrase, and the one matcher that says where a folded text contains it. Brute force,
//! the verification of candidates from an index, snippets and highlights all use it.

use super::letter::is_word_character;
use super::raw::Letters;
use crate::text::{CompoundForm, compound_forms, fold};
use memchr::memmem::Finder;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// A folded word or phrase.
///
/// Ideographs, kana and Hangul match anywhere. A term that starts with a word character (a letter
/// of a script with spaces, or a digit) matches only where no word character is before it, and one
/// that ends with a word character only where none follows, unless it is a prefix (`word*`). A
/// space matches any run of white space. A compound that is also written with other characters
/// matches in all its forms: 计划 and 計畫. In a form that is not the one as written, it must be a
/// word there: 设计画面 has no 计划.
#[derive(Clone)]
pub struct TextTerm {
    /// As written, then with other forms of its compounds. Not empty.
    forms: Box<[Form]>,
    prefix: bool,
}

#[derive(Clone)]
struct Form {
    /// Not empty. No white space at its ends; runs inside are one space.
    of: CompoundForm,
    starts_word: bool,
    /// It ends with a word character, and the word must end there.
    ends_word: bool,
    /// Finds the part of `text` before the first space.
    finder: Finder<'static>,
    /// If it consists of letters that match anywhere.
    letters: Option<Letters>,
}

impl TextTerm {
    /// Folds a word or phrase. `None` if nothing is left of it.
    pub fn new(text: &str, prefix: bool) -> Option<Self> {
        let folded = fold(text);
        let pieces: Vec<&str> = folded.split_whitespace().collect();
        let text = pieces.join(" ");
        let prefix = prefix && text.chars().next_back().is_some_and(is_word_character);
        let forms = compound_forms(&text);
        let forms = forms.into_iter().map(|form| Form::new(form, prefix));
        let forms: Option<Box<[Form]>> = forms.collect();
        Some(Self {
            forms: forms?,
            prefix,
        })
    }

    /// The folded words as written; one space between two.
    pub fn text(&self) -> &str {
        self.forms().next().unwrap_or_default()
    }

    /// The folded words in all their forms, the one as written first.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.forms.iter().map(|form| &*form.of.text)
    }

    /// The forms that match wherever their characters are.
    pub fn plain_forms(&self) -> impl Iterator<Item = &str> {
        let plain = self.forms.iter().filter(|form| form.of.words.is_empty());
        plain.map(|form| &*form.of.text)
    }

    /// Whether all forms match wherever their characters are.
    pub fn is_plain(&self) -> bool {
        self.plain_forms().count() == self.forms.len()
    }

    /// Whether the last word may continue. Only a term that ends with a word character is one.
    pub fn is_prefix(&self) -> bool {
        self.prefix
    }

    /// The matches in a folded text as ranges of bytes, in order and without overlap.
    pub fn find_in<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let mut from = 0;
        let find = |form: &Form, from| form.find(folded, from);
        let mut next: Vec<_> = self.forms.iter().map(|form| find(form, 0)).collect();
        std::iter::from_fn(move || {
            for (form, next) in self.forms.iter().zip(&mut next) {
                if next.as_ref().is_some_and(|next| next.start < from) {
                    *next = find(form, from);
                }
            }
            let first = next.iter().flatten().min_by_key(|next| next.start)?.clone();
            from = first.end;
            Some(first)
        })
    }

    pub fn is_in(&self, folded: &str) -> bool {
        self.forms.iter().any(|form| form.find(folded, 0).is_some())
    }

    /// Whether it is in a [simple](super::raw::is_simple) text, which is not folded. `None`: only the
    /// folded text tells.
    pub(super) fn is_in_simple(&self, text: &[u8]) -> Option<bool> {
        let mut is_open = false;
        for form in &self.forms {
            let is_there = form.letters.as_ref().map(|letters| letters.are_in(text));
            if is_there == Some(true) && form.of.words.is_empty() {
                return Some(true);
            }
            is_open |= is_there != Some(false);
        }
        (!is_open).then_some(false)
    }

    /// Whether every text that contains `other` also contains this term.
    pub(super) fn is_implied_by(&self, other: &Self) -> bool {
        let mut others = other.forms.iter();
        others.all(|other_form| {
            let mut forms = self.forms.iter();
            forms.any(|form| form.is_implied_by(other_form, other.prefix))
        })
    }
}

impl Form {
    fn new(of: CompoundForm, prefix: bool) -> Option<Self> {
        let text = &*of.text;
        let first = text.split(' ').next().filter(|first| !first.is_empty())?;
        Some(Self {
            starts_word: text.chars().next().is_some_and(is_word_character),
            ends_word: !prefix && text.chars().next_back().is_some_and(is_word_character),
            finder: Finder::new(first).into_owned(),
            letters: Letters::new(text),
            of,
        })
    }

    /// The first match that starts at a byte or later.
    fn find(&self, folded: &str, mut from: usize) -> Option<Range<usize>> {
        loop {
            let rest = folded.as_bytes().get(from..)?;
            let start = from + self.finder.find(rest)?;
            if let Some(end) = self.match_end(folded, start) {
                return Some(start..end);
            }
            from = start + 1;
        }
    }

    /// The end of a match that starts at a byte.
    fn match_end(&self, folded: &str, start: usize) -> Option<usize> {
        let (before, mut rest) = folded.split_at_checked(start)?;
        if self.starts_word && before.chars().next_back().is_some_and(is_word_character) {
            return None;
        }
        for (at, piece) in self.of.text.split(' ').enumerate() {
            if at > 0 {
                let next = rest.trim_start();
                if next.len() == rest.len() {
                    return None;
                }
                rest = next;
            }
            if !self.of.are_words(at, folded, folded.len() - rest.len()) {
                return None;
            }
            rest = rest.strip_prefix(piece)?;
        }
        if self.ends_word && rest.chars().next().is_some_and(is_word_character) {
            return None;
        }
        Some(folded.len() - rest.len())
    }

    /// Whether every text that contains `other` also contains this form.
    fn is_implied_by(&self, other: &Self, is_prefix: bool) -> bool {
        // At its ends, `other` matches next to any character that its own rules allow: the same
        // characters that this form's rules allow there, except after the end of a prefix.
        let text = &*other.of.text;
        let mut from = 0;
        std::iter::from_fn(|| {
            let range = self.find(text, from)?;
            from = range.end;
            Some(range)
        })
        .any(|range| {
            let is_open = self.ends_word && is_prefix && range.end == text.len();
            // Beside `other`, a compound may be no word.
            let mut words = self.of.words.iter();
            let are_words = words.all(|word| {
                let mut others = other.of.words.iter();
                others.any(|other| other.at == range.start + word.at)
            });
            !is_open && are_words
        })
    }
}

impl fmt::Debug for TextTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let star = if self.prefix { "*" } else { "" };
        write!(f, "{:?}{star}", self.text())
    }
}

impl PartialEq for TextTerm {
    fn eq(&self, other: &Self) -> bool {
        (self.text(), self.prefix) == (other.text(), other.prefix)
    }
}

impl Eq for TextTerm {}

impl Hash for TextTerm {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.text(), self.prefix).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn term(text: &str) -> TextTerm {
        let word = text.strip_suffix('*');
        TextTerm::new(word.unwrap_or(text), word.is_some()).expect("a term")
    }

    #[test]
    fn matches_are_found() {
        #[track_caller]
        fn check(needle: &str, text: &str, expected: &[&str]) {
            let (needle, folded) = (term(needle), fold(text));
            let ranges = needle.find_in(&folded);
            let found: Vec<&str> = ranges.filter_map(|range| folded.get(range)).collect();
            assert_eq!(found, expected, "{needle:?} in {text}");
        }
        check("小", "小巨人，小", &["小", "小"]);
        check("小巨人", "“小巨人”标准", &["小巨人"]);
        check("巨 人", "小巨人", &[]);
        check("巨 人", "巨\u{3000}\n 人", &["巨 \n 人"]);
        check("ニュース", "ﾆｭｰｽ速報", &["ニュース"]);
        check("김", "김치와 물김치", &["김", "김"]);
        check("臺灣", "台湾、臺灣", &["台湾", "台湾"]);
        check("ai", "使用AI技术, RAI, AIX, ai", &["ai", "ai"]);
        check("ai*", "使用AI技术, RAI, AIX, ai", &["ai", "ai", "ai"]);
        check("AI技", "使用AI技术，RAI技", &["ai技"]);
        check("用ai", "使用AI 用AIX", &["用ai"]);
        check("2022", "2022年 12022 20221", &["2022"]);
        check("3,000", "3,000 13,000", &["3,000"]);
        check("café", "Cafe\u{301} cafés", &["cafe"]);
        check("c++", "C++ c++17 c+", &["c++", "c++"]);
        check(".net", "ASP.NET", &[".net"]);
        check("sina fin*", "Sina  Finance", &["sina  fin"]);
        check("sina fin", "Sina  Finance", &[]);
        check("aa", "aaaa aa", &["aa"]);
        check("мир", "мир миру", &["мир"]);
        check("हिन्दी", "हिन्दी हिन्दीभाषी", &["हिन्दी"]);
        check("หนังสือ", "ร้านหนังสือพิมพ์", &["หนังสือ"]);
        check("人人", "人人人", &["人人"]);
        check("小*", "大小巨", &["小"]);
        check("计划", "計畫、计划，计画 划计", &["计画", "计划", "计画"]);
        check("計畫", "五年计划", &["计划"]);
        check("什么", "甚麼是什麼", &["甚么", "什么"]);
        check("为甚麽", "为什么", &["为什么"]);
        check("计划", "设计画面，設計畫面，設計劃分", &["计划"]);
        check("計畫", "设计划分，设计画面，設計畫面", &["计画", "计画"]);
        check("計畫 部份", "計畫 全部分给，计划\n部分", &["计划\n部分"]);
        check("身份", "自身分析，身分", &["身分"]);
        check("了解", "記者瞭解，为了解决", &["瞭解", "了解"]);
        check("瞭解", "記者瞭解，了解，为了解决", &["瞭解", "了解"]);
        check("据了解", "據瞭解", &["据瞭解"]);
        check("反复", "反覆詢問", &["反覆"]);
        check("項鍊", "项链", &["项链"]);
        check("画", "計畫 划", &["画"]);
        check("划", "計畫 划", &["划"]);
    }

    #[test]
    fn white_space_alone_is_no_term() {
        assert_eq!(TextTerm::new(" \u{3000}\u{FE0F}", true), None);
        assert!(!term("小*").is_prefix());
        assert_eq!(term("小*"), term("小"));
        assert_ne!(term("a*"), term("a"));
    }

    #[test]
    fn a_longer_term_implies_a_shorter_one() {
        #[track_caller]
        fn check(old: &str, new: &str, expected: bool) {
            assert_eq!(term(old).is_implied_by(&term(new)), expected, "{old} {new}");
        }
        check("小", "小巨", true);
        check("小巨", "小", false);
        check("ab*", "abc*", true);
        check("ab", "ab*", false);
        check("ab", "abc", false);
        check("ab", "小ab", true);
        check("b*", "ab", false);
        check("小 b", "大小 b 人", true);
        check("计划", "新计划", true);
        check("计划", "计划书", true);
        // 新計畫 may be in 新計畫面.
        check("计划", "新計畫", false);
        check("画", "计画", false);
    }

    proptest! {
        /// The matches are those of a search at every byte.
        #[test]
        fn agrees_with_a_naive_search(
            needle in "[a甲é1 ]{1,4}\\*?",
            text in "[a甲é1\n ]{0,12}",
        ) {
            let Some(term) = TextTerm::new(needle.trim_end_matches('*'), needle.ends_with('*')) else {
                return Ok(());
            };
            let folded = fold(&text);
            let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_word = |c: Option<char>| c.is_some_and(is_word_character);
            let is_match = |range: &Range<usize>| {
                let (Some(before), Some(inner), Some(after)) = (
                    folded.get(..range.start),
                    folded.get(range.clone()),
                    folded.get(range.end..),
                ) else {
                    return false;
                };
                let cut_before = is_word(before.chars().next_back()) && is_word(inner.chars().next());
                let cut_after = is_word(inner.chars().next_back()) && is_word(after.chars().next());
                inner.trim() == inner && spaced(inner) == term.text() && !cut_before && (!cut_after || term.is_prefix())
            };
            let mut expected = Vec::new();
            let mut from = 0;
            while from < folded.len() {
                let ends = from + 1..=folded.len();
                let range = ends.map(|end| from..end).find(is_match);
                from = range.as_ref().map_or(from + 1, |range| range.end);
                expected.extend(range);
            }
            let found: Vec<_> = term.find_in(&folded).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn implied_terms_are_found(
            old in "[ab甲 ]{1,3}\\*?",
            new in "[ab甲 ]{1,4}\\*?",
            text in "[ab甲 ]{0,10}",
        ) {
            let term = |text: &str| TextTerm::new(text.trim_end_matches('*'), text.ends_with('*'));
            if let (Some(old), Some(new)) = (term(&old), term(&new))
                && old.is_implied_by(&new) && new.is_in(&text)
            {
                prop_assert!(old.is_in(&text), "{:?} {:?}", old, new);
            }
        }
    }
}
