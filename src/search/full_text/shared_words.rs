//! The words that two related texts share.

use super::tokens;
use crate::text::Language;
#[cfg(feature = "phrase")]
use crate::typeset::inline::phrase;
use std::ops::Range;

/// A shared passage is shown with at most so many letters.
const PASSAGE: usize = 4;
/// So many uses of a passage in a text are looked at.
const USES: usize = 8;
/// So many characters on both sides of a passage tell where its words end.
const NEAR: usize = 12;

/// The term with the neighbours that it has wherever the two texts have it: names are longer than a
/// pair.
pub fn passage(token: &str, text: &str, other: &str) -> String {
    let Some(mut start) = text.find(token) else {
        return token.to_owned();
    };
    let mut end = start + token.len();
    for _ in token.chars().count()..PASSAGE {
        let (before, rest) = text.split_at(start);
        let (inside, after) = rest.split_at(end - start);
        let right = after.chars().next().zip(inside.chars().next_back());
        let right = right.filter(|(next, last)| tokens::is_telling(*last, *next));
        let left = before.chars().next_back().zip(inside.chars().next());
        let left = left.filter(|(next, first)| tokens::is_telling(*next, *first));
        let is_everywhere = |(from, to): &(usize, usize)| {
            let longer = text.get(*from..*to).unwrap_or_default();
            [text, other].into_iter().all(|text| {
                let count = text.matches(longer).count();
                count > 0 && count == text.matches(inside).count()
            })
        };
        let right = right.map(|(next, _)| (start, end + next.len_utf8()));
        let left = left.map(|(next, _)| (start - next.len_utf8(), end));
        let longer = right.filter(is_everywhere).or(left.filter(is_everywhere));
        let Some(longer) = longer else {
            break;
        };
        (start, end) = longer;
    }
    text.get(start..end).unwrap_or(token).to_owned()
}

/// The whole words of a passage of two folded texts. `None`: fewer than two letters are left.
pub fn whole_words(passage: &str, texts: [&str; 2], language: Language) -> Option<String> {
    let uses = texts.iter().flat_map(|text| {
        let places = text.match_indices(passage).take(USES);
        places.map(|(start, _)| parted(text, start..start + passage.len(), language))
    });
    // A name may have an uncertain edge in one sentence and a certain one in the next.
    let inside = uses.reduce(|one, two| one.into_iter().filter(|at| two.contains(at)).collect())?;
    let is_edge = |at: &usize| !inside.contains(at);
    let places = || passage.char_indices().map(|(at, _)| at);
    let first = places().find(is_edge)?;
    let last = places().chain([passage.len()]).rev().find(is_edge)?;
    let words = passage.get(first..last)?;
    (words.chars().count() > 1).then(|| words.to_owned())
}

/// The places (bytes) in a part of a text, with its edges, that are within a word.
fn parted(text: &str, part: Range<usize>, language: Language) -> Vec<usize> {
    let (before, rest) = text.split_at(part.start);
    let from = before.char_indices().rev().take(NEAR).last();
    let from = from.map_or(part.start, |(at, _)| at);
    let to = rest.char_indices().nth(part.len() + NEAR);
    let to = part.start + to.map_or(rest.len(), |(at, _)| at);
    let near = text.get(from..to).unwrap_or_default();
    let places = places_inside(near, language).into_iter();
    let places = places.map(|at| from + at);
    let inside = places.filter(|at| (part.start..=part.end).contains(at));
    inside.map(|at| at - part.start).collect()
}

/// The places (bytes) between two characters of one phrase.
#[cfg(feature = "phrase")]
fn places_inside(text: &str, language: Language) -> Vec<usize> {
    // A folded text is in simplified characters.
    let language = match language {
        Language::ZhHant => Language::ZhHans,
        language => language,
    };
    phrase::places_inside(text, language)
}

#[cfg(not(feature = "phrase"))]
const fn places_inside(_: &str, _: Language) -> Vec<usize> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_shown_with_its_neighbours() {
        #[track_caller]
        fn check(token: &str, text: &str, other: &str, expected: &str) {
            assert_eq!(passage(token, text, other), expected);
        }
        check("俊杰", "部长罗俊杰说", "会上罗俊杰指出", "罗俊杰");
        check("罗俊", "部长罗俊杰说", "会上罗俊杰指出", "罗俊杰");
        check("罗俊", "罗俊", "罗俊杰", "罗俊");
        check("罗俊", "罗俊杰，罗俊", "罗俊杰", "罗俊");
        check(
            "巨人",
            "专精特新小巨人企业",
            "专精特新小巨人企业",
            "巨人企业",
        );
        check("巨人", "小巨人的", "小巨人的", "小巨人");
        check("rust", "rust语言", "rust语言", "rust");
    }

    #[cfg(feature = "phrase")]
    #[test]
    fn only_whole_words_are_shown() {
        #[track_caller]
        fn check(passage: &str, text: &str, expected: Option<&str>) {
            let found = whole_words(passage, [text, ""], Language::ZhHans);
            assert_eq!(found.as_deref(), expected, "{passage}");
        }
        check("苹果收", "据报道，苹果收购了一家公司。", Some("苹果"));
        check("果需", "分析师认为苹果需要新产品。", None);
        check("罗俊杰", "部长罗俊杰说，今年要扩大投资。", Some("罗俊杰"));
        check("芯片", "公司的芯片业务增长很快。", Some("芯片"));
        check("rust", "用rust语言写的程序", Some("rust"));
        check("罗俊杰", "罗俊杰", Some("罗俊杰"));
    }
}
