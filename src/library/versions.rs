//! Versions: files that hold one article, as copies or as edited versions of it.
//!
//! Two articles are versions of each other if their titles are equal and their texts nearly are.
//! Equal texts under different titles stay apart: in a series, only the title tells two issues
//! apart.

use super::Fingerprint;
use std::collections::HashMap;

/// Articles with one title are compared with at most so many different ones.
const MOST: usize = 64;

/// The articles that have other versions.
#[derive(Clone, Debug, Default)]
pub struct Versions {
    numbers: HashMap<Fingerprint, u32>,
}

impl Versions {
    /// Compares articles, each known by its index. `None` if that is cancelled.
    pub fn of(
        count: usize,
        print: impl Fn(usize) -> Fingerprint,
        is_cancelled: impl Fn() -> bool,
    ) -> Option<Self> {
        // Eight bytes of each of a million articles are kept, rather than the fingerprints.
        let indexes = 0..u32::try_from(count).unwrap_or(u32::MAX);
        let titles = indexes.map(|at| (print(at as usize).title(), at));
        let mut titles: Vec<(u32, u32)> = titles.collect();
        titles.sort_unstable();
        if is_cancelled() {
            return None;
        }
        let mut versions = Self::default();
        let mut same_title = Vec::new();
        for articles in titles.chunk_by(|one, two| one.0 == two.0) {
            if articles.len() < 2 || articles.iter().any(|(title, _)| *title == 0) {
                continue;
            }
            if is_cancelled() {
                return None;
            }
            same_title.clear();
            same_title.extend(articles.iter().map(|(_, at)| print(*at as usize)));
            // Whatever order the articles come in, the result is the same.
            same_title.sort_unstable();
            versions.add(&same_title);
        }
        Some(versions)
    }

    /// Adds articles with one title.
    fn add(&mut self, articles: &[Fingerprint]) {
        let mut different: Vec<Fingerprint> = Vec::new();
        for print in articles {
            let known = different.iter().find(|other| print.is_version_of(**other));
            match known {
                Some(known) => {
                    let next = self.numbers.len() as u32;
                    let number = *self.numbers.entry(*known).or_insert(next);
                    self.numbers.insert(*print, number);
                }
                None if different.len() < MOST => different.push(*print),
                None => {}
            }
        }
    }

    /// A number that all versions of an article share. `None` for an article without others.
    pub fn number(&self, print: Fingerprint) -> Option<u32> {
        self.numbers.get(&print).copied()
    }

    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "编辑部每天早上把各地送来的稿件按时间排好，再由值班的人读一遍。\
        有错字的退回去改，没有错字的就排进当天的版面。下午印好的报纸装上车，送到沿江的各个站点。\
        赶不上车的那一份，第二天一早由骑车的人补送，所以河对岸的读者总是晚一天读到。";
    const OTHER: &str = "港口的灯塔建于一百年前，塔身用的是当地的石头。守塔的老人说，最亮的一盏灯要\
        擦两个钟头，雾天则整夜不能睡。去年换成了自动的灯，老人还是每天上去看一次，说是习惯了。";

    fn of(prints: &[Fingerprint]) -> Versions {
        Versions::of(prints.len(), |at| prints[at], || false).expect("not cancelled")
    }

    /// Title and text of articles, and the numbers of those that are versions of each other.
    #[track_caller]
    fn check(articles: &[(&str, &str)], expected: &[Option<u32>]) {
        let prints = articles
            .iter()
            .map(|(title, text)| Fingerprint::new(title, text, text));
        let versions = of(&prints.clone().collect::<Vec<_>>());
        let mut numbers: Vec<u32> = Vec::new();
        let found: Vec<Option<u32>> = prints
            .map(|print| {
                let number = versions.number(print)?;
                let known = numbers.iter().position(|known| *known == number);
                Some(known.unwrap_or_else(|| {
                    numbers.push(number);
                    numbers.len() - 1
                }) as u32)
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn copies_and_edited_texts_with_one_title_are_versions() {
        let long = format!("{TEXT}{OTHER}").repeat(3);
        let edited = long.replacen("守塔的老人", "守塔人", 1);
        check(
            &[
                ("题", &long),
                ("题", OTHER),
                ("题", &edited),
                ("另一题", &long),
                ("题", &long),
                ("又一题", TEXT),
            ],
            &[Some(0), None, Some(0), None, Some(0), None],
        );
        check(
            &[("甲", TEXT), ("乙", OTHER), ("乙", OTHER), ("甲", TEXT)],
            &[Some(0), Some(1), Some(1), Some(0)],
        );
    }

    #[test]
    fn short_texts_tell_nothing() {
        check(&[("天气", "晴"), ("天气", "晴")], &[None, None]);
        check(&[("图", ""), ("图", "")], &[None, None]);
        check(&[("题", TEXT)], &[None]);
        check(&[], &[]);
    }

    proptest! {
        #[test]
        fn the_order_of_the_articles_does_not_matter(
            articles in prop::collection::vec((0..3_usize, 0..4_usize), 0..12),
        ) {
            let texts = [TEXT.repeat(2), OTHER.repeat(2), format!("{TEXT}{OTHER}"), format!("{TEXT}晴")];
            let prints: Vec<Fingerprint> = articles
                .iter()
                .map(|(title, text)| Fingerprint::new(&title.to_string(), &texts[*text], &texts[*text]))
                .collect();
            let one = of(&prints);
            let two = of(&prints.iter().rev().copied().collect::<Vec<_>>());
            for print in &prints {
                prop_assert_eq!(one.number(*print), two.number(*print));
            }
        }
    }
}
