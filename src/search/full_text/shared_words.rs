//! The words that two related texts share.

use super::tokens;
use super::word_edges::{PERHAPS, PROBABLY, within};
use crate::search::is_word_character;
use crate::text::{Language, Script, host, next_address, script};
use crate::typeset::inline::kinsoku::is_katakana;
use std::ops::Range;

/// A shared passage is shown with at most so many letters.
const PASSAGE: usize = 4;
/// So many uses of a passage in a text are looked at.
const USES: usize = 8;
/// Words of more letters are not shown; only katakana may be longer.
const LONG: usize = 8;
const LONGEST: usize = 16;
/// The most syllables of a Korean particle.
const PARTICLE: usize = 2;

/// The term with the neighbours that it has wherever the two texts have it: names are longer than a
/// pair.
fn passage(token: &str, text: &str, other: &str) -> String {
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

/// The words of two folded texts that a token is a part of: the longest that both have. `None`:
/// they have it in different words only.
pub fn whole_words(token: &str, texts: [&str; 2], language: Language) -> Option<String> {
    // A folded text is in simplified characters.
    let language = match language {
        Language::ZhHant => Language::ZhHans,
        language => language,
    };
    if token.chars().any(is_word_character) {
        let [own, others] = texts.map(|text| names(token, text));
        return longest_shared(&own, &others);
    }
    let passage = passage(token, texts[0], texts[1]);
    let [own, others] = texts.map(|text| words(&passage, text, language));
    longest_shared(&own, &others)
        .or_else(|| without_particles(&passage, &own, &others))
        .or_else(|| inner_words(&passage, texts, language))
}

/// The longest start that two Korean words share before their particles: 정부가, 정부는.
fn without_particles(passage: &str, own: &[&str], others: &[&str]) -> Option<String> {
    if passage.chars().any(|c| script(c) != Script::Hangul) {
        return None;
    }
    let start = |one: &&str, two: &&str| {
        let same = one
            .chars()
            .zip(two.chars())
            .take_while(|(one, two)| one == two);
        let same: String = same.map(|(c, _)| c).collect();
        let rest = |word: &str| word.chars().count() - same.chars().count();
        let is_word = same.contains(passage) && rest(one).max(rest(two)) <= PARTICLE;
        is_word.then_some(same)
    };
    let pairs = own
        .iter()
        .flat_map(|one| others.iter().filter_map(move |two| start(one, two)));
    pairs.max_by_key(String::len)
}

fn longest_shared(own: &[&str], others: &[&str]) -> Option<String> {
    let shared = own.iter().filter(|word| others.contains(word));
    let longest = shared.max_by_key(|word| word.len());
    longest.map(|word| (*word).to_owned())
}

/// The places where a text has a token.
fn places<'a>(token: &'a str, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let places = text.match_indices(token);
    places.map(|(start, found)| start..start + found.len())
}

/// The first places where a text has a passage.
fn uses<'a>(passage: &'a str, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    places(passage, text).take(USES)
}

/// The words that may be around the uses of a passage in a text, each from edge to edge. An uncertain
/// edge may be one or not. Longer ones are no words, but phrases.
fn words<'a>(passage: &str, text: &'a str, language: Language) -> Vec<&'a str> {
    let mut words = Vec::new();
    for part in uses(passage, text) {
        let places = [PROBABLY, PERHAPS].map(|least| edges_around(text, &part, language, least));
        let starts = places.iter().filter_map(|(start, _)| *start);
        for start in starts {
            let ends = places.iter().filter_map(|(_, end)| *end);
            words.extend(ends.filter_map(|end| text.get(start..end)));
        }
    }
    words.retain(|word| {
        let most = match word.chars().all(is_katakana) {
            true => LONGEST,
            false => LONG,
        };
        word.chars().count() <= most
    });
    words
}

/// The nearest edges of words (bytes) at or outside the two ends of a part of a text.
fn edges_around(
    text: &str,
    part: &Range<usize>,
    language: Language,
    least: i16,
) -> (Option<usize>, Option<usize>) {
    let (before, rest) = text.split_at(part.start);
    let after = rest.get(part.len()..).unwrap_or_default();
    let starts = before.char_indices().rev().map(|(at, _)| at);
    let starts = std::iter::once(part.start).chain(starts).take(LONGEST);
    let starts: Vec<usize> = starts.collect();
    let ends = after.char_indices().map(|(at, c)| at + c.len_utf8());
    let ends = std::iter::once(0).chain(ends).take(LONGEST);
    let ends: Vec<usize> = ends.map(|at| part.end + at).collect();
    let first = starts.last().copied().unwrap_or(part.start);
    let last = ends.last().copied().unwrap_or(part.end);
    let inner = within(text, first..last, language, least);
    // Endings in hiragana are not part of the noun before them.
    let is_ending = |c: Option<char>| c.is_some_and(|c| ('ぁ'..='ゖ').contains(&c));
    let is_edge = |at: &usize| {
        let (head, tail) = text.split_at(*at);
        inner.binary_search(at).is_err()
            || is_ending(head.chars().next_back())
            || is_ending(tail.chars().next())
    };
    let start = starts.into_iter().find(is_edge);
    (start, ends.into_iter().find(is_edge))
}

/// The names around the uses of a word in a text: `gpt-4`, `node.js`. Of an address its host.
fn names<'a>(token: &str, text: &'a str) -> Vec<&'a str> {
    // Within other words it is another one: `ai` in `main`.
    let is_word = |part: &Range<usize>| {
        let (before, after) = (text.get(..part.start), text.get(part.end..));
        !before.is_some_and(|text| text.ends_with(is_word_character))
            && !after.is_some_and(|text| text.starts_with(is_word_character))
    };
    let name = |part: Range<usize>| {
        let (before, after) = (text.get(..part.start)?, text.get(part.end..)?);
        let start = before
            .trim_end_matches(|c: char| c.is_ascii_graphic())
            .len();
        let rest = after.trim_start_matches(|c: char| c.is_ascii_graphic());
        let run = text.get(start..text.len() - rest.len())?;
        let place = part.start - start..part.end - start;
        if let Some((address, target)) = next_address(run, 0)
            && address.start <= place.start
            && place.end <= address.end
        {
            let host = host(&target);
            let at = run.find(host).filter(|_| host.contains(token))?;
            return run.get(at..at + host.len());
        }
        let is_joint = |c: char| is_word_character(c) || "-_.+#".contains(c);
        let (before, after) = (run.get(..place.start)?, run.get(place.end..)?);
        let start = before.trim_end_matches(is_joint).len();
        let end = run.len() - after.trim_start_matches(is_joint).len();
        let name = run.get(start..end)?;
        let name = name.trim_start_matches(|c: char| !is_word_character(c));
        Some(name.trim_end_matches(['-', '_', '.']))
    };
    let words = places(token, text).filter(is_word).take(USES);
    words.filter_map(name).collect()
}

/// The whole words in a passage of two texts. `None`: fewer than two letters are left.
fn inner_words(passage: &str, texts: [&str; 2], language: Language) -> Option<String> {
    let inner = texts.iter().flat_map(|text| {
        uses(passage, text).map(|part| {
            let places = within(text, part.clone(), language, PERHAPS);
            let places = places.into_iter().map(|at| at - part.start);
            places.collect::<Vec<_>>()
        })
    });
    // A name may have an uncertain edge in one sentence and a certain one in the next.
    let shared = |one: Vec<usize>, two: Vec<usize>| {
        let both = one.into_iter().filter(|at| two.contains(at));
        both.collect()
    };
    let inner = inner.reduce(shared)?;
    let is_edge = |at: &usize| !inner.contains(at);
    let places = || passage.char_indices().map(|(at, _)| at);
    let first = places().find(is_edge)?;
    let last = places().chain([passage.len()]).rev().find(is_edge)?;
    let words = passage.get(first..last)?;
    (words.chars().count() > 1).then(|| words.to_owned())
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
    fn words_are_shown_whole() {
        #[track_caller]
        fn check(token: &str, texts: [&str; 2], language: Language, expected: Option<&str>) {
            let found = whole_words(token, texts, language);
            assert_eq!(found.as_deref(), expected, "{token}");
        }
        let ja = |token, texts, expected| check(token, texts, Language::Ja, expected);
        let others = "said again in the main chair of a fair plain train: ";
        let texts = [format!("{others}{others}ai"), format!("{others}ai now")];
        let texts = [texts[0].as_str(), texts[1].as_str()];
        check("ai", texts, Language::Latin, Some("ai"));
        let texts = [
            "このアプリケーションは、速い。",
            "新しいアプリケーションを試す。",
        ];
        ja("プリ", texts, Some("アプリケーション"));
        ja(
            "集長",
            ["編集長が来た。", "昨日、編集長は帰った。"],
            Some("編集長"),
        );
        ja("プリ", ["アプリを試す。", "プリンを食べる。"], None);
        let zh = |token, texts, expected| check(token, texts, Language::ZhHans, expected);
        let texts = ["今天的人工智能很热。", "他研究人工智能，很忙。"];
        zh("工智", texts, Some("人工智能"));
        zh("智能", texts, Some("人工智能"));
        let texts = [
            "见 https://www.github.com/rust-lang/rust 的说明",
            "在 https://github.com/rust-lang 上",
        ];
        zh("github", texts, Some("github.com"));
        zh("lang", texts, None);
        zh("https", texts, None);
        zh("gpt", ["用 gpt-4 写的", "用gpt-4，很好"], Some("gpt-4"));
        zh("gpt", ["用 gpt-4 写的", "用gpt-5，很好"], None);
        zh("rust", ["rust语言", "用 rust."], Some("rust"));
        let ko = |token, texts, expected| check(token, texts, Language::Ko, expected);
        ko(
            "도서",
            ["새 도서관이 열렸다.", "그 도서관은 크다."],
            Some("도서관"),
        );
    }

    #[cfg(feature = "phrase")]
    #[test]
    fn only_whole_words_are_shown() {
        #[track_caller]
        fn check(passage: &str, text: &str, expected: Option<&str>) {
            let found = inner_words(passage, [text, ""], Language::ZhHans);
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
