//! The passage of an article that a list shows below its title.

use super::word_edges::{PERHAPS, PROBABLY, within};
use crate::search::{Highlighter, Part, Query, is_word_character};
use crate::text::{
    Language, WidthPolicy, ceil_char_boundary, clusters, floor_char_boundary, fold_with_map,
    searchable, truncate, without_readings,
};
use crate::typeset::inline::kinsoku::is_katakana;
use std::ops::Range;

/// A passage on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    pub text: String,
    /// The hits in `text` (bytes), in order, without overlaps.
    pub ranges: Vec<Range<usize>>,
}

/// An edge of a word is near if it is within so many characters.
const EDGE: usize = 6;
/// The same at the end of a line, whose cells are seen to be blank.
const NEAR_END: usize = 4;
/// Longer words are cut at the end of a line, in bytes.
const LONG_WORD: usize = 24;
/// So many bytes before and after a place tell its language.
const AROUND: usize = 200;

/// No more hits of a term than this are weighed.
const MAX_HITS: usize = 256;

/// Marks and spaces that no passage begins with.
const AFTER: [char; 27] = [
    ' ', '\u{3000}', '，', '、', '。', '；', '：', '！', '？', '）', '」', '』', '】', '》', '〉',
    '”', '’', '…', ',', '.', ';', ':', '!', '?', ')', ']', '·',
];

/// A hit: where it is in the source, and the number of its term.
type Hit = (Range<usize>, usize);

impl Snippet {
    /// The first passage with the most terms, at most `cells` wide. Readings are not shown: a hit
    /// in one is marked in its base.
    pub(in crate::search) fn of(
        texts: &str,
        query: &Query,
        cells: usize,
        policy: WidthPolicy,
    ) -> Option<Self> {
        let shown = without_readings(texts);
        let text = &*shown.text;
        let mut hits = hits(texts, query);
        for (range, _) in &mut hits {
            *range = shown.places.range(range.clone());
        }
        hits.sort_by_key(|(range, _)| (range.start, range.end));
        let first = best(&hits, cells);
        let (hit, _) = hits.get(first)?;
        let (start, is_cut) = start(text, hit.start, cells / 4, policy);
        let passage = text.get(start..)?;
        // A character takes at most 4 bytes and at least half a cell, marks and spaces aside.
        let end = ceil_char_boundary(passage, cells * 16);
        let spaced = Spaced::of(passage.get(..end)?.trim_end());
        let line = &spaced.line;
        // Some may be in the words before the first one.
        let ranges = hits.iter().map(|(range, _)| range);
        let ranges = ranges.filter(|range| range.end > start);
        let ranges =
            ranges.map(|range| range.start.max(start) - start..range.end.max(start) - start);
        let ranges: Vec<_> = ranges.map(|range| spaced.place(range)).collect();
        let mark = if is_cut { "…" } else { "" };
        let (shown, _) = truncate(line, cells.saturating_sub(policy.str(mark)), policy);
        let cut = shown.strip_suffix('…');
        let cut = cut.filter(|kept| kept.len() < line.len() && !line.starts_with(&shown));
        let (shown, kept) = match cut {
            Some(kept) => {
                let kept = last_edge(line, kept.len(), &ranges);
                (format!("{}…", line.get(..kept)?), kept)
            }
            None => (shown.clone(), shown.len()),
        };
        let mut snippet = Self {
            text: format!("{mark}{shown}"),
            ranges: Vec::new(),
        };
        for range in ranges.into_iter().take_while(|range| range.start < kept) {
            snippet.mark(mark.len() + range.start..mark.len() + range.end.min(kept));
        }
        Some(snippet)
    }

    /// Adds a range that starts after the others; joins it with the last one if they overlap.
    fn mark(&mut self, range: Range<usize>) {
        match self.ranges.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => self.ranges.push(range),
        }
    }
}

/// What parts a block from the next one in a passage.
const BETWEEN: &str = " / ";

/// A passage on one line: each run of white space is one character, or the sign between two blocks.
struct Spaced {
    line: String,
    /// Where each run is in the passage, and where it is in the line.
    runs: Vec<(Range<usize>, Range<usize>)>,
}

impl Spaced {
    fn of(passage: &str) -> Self {
        let mut spaced = Self {
            line: String::with_capacity(passage.len()),
            runs: Vec::new(),
        };
        let mut rest = passage;
        while let Some(at) = rest.find(char::is_whitespace) {
            let (words, after) = rest.split_at(at);
            let next = after.trim_start();
            let run = after.get(..after.len() - next.len()).unwrap_or_default();
            let mut chars = run.chars();
            let space = chars.next().filter(|_| chars.as_str().is_empty());
            spaced.line += words;
            let start = spaced.line.len();
            match space {
                _ if run.contains('\n') => spaced.line += BETWEEN,
                space => spaced.line.push(space.unwrap_or(' ')),
            }
            rest = next;
            let end = passage.len() - rest.len();
            let place = start..spaced.line.len();
            spaced.runs.push((end - run.len()..end, place));
        }
        spaced.line += rest;
        spaced
    }

    /// The range of the line for a range of the passage. Of a run, a part is the whole.
    fn place(&self, range: Range<usize>) -> Range<usize> {
        let start = match self.run_before(range.start) {
            Some((run, place)) if range.start < run.end => place.start,
            Some((run, place)) => place.end + (range.start - run.end),
            None => range.start,
        };
        let last = range.end.saturating_sub(1);
        let end = match self.run_before(last) {
            Some((run, place)) if last < run.end => place.end,
            Some((run, place)) => place.end + (range.end - run.end),
            None => range.end,
        };
        start..end
    }

    /// The last run that starts at a byte or before it.
    fn run_before(&self, byte: usize) -> Option<&(Range<usize>, Range<usize>)> {
        let runs = self.runs.partition_point(|(run, _)| run.start <= byte);
        self.runs.get(runs.checked_sub(1)?)
    }
}

/// The hits of all terms in the texts of an article. Terms that must not match have none.
fn hits(texts: &str, query: &Query) -> Vec<Hit> {
    let searched = searchable(texts);
    let (text, places) = (&*searched.text, &searched.places);
    let folded = fold_with_map(text);
    let mut hits = Vec::new();
    let highlighter = Highlighter::new(query, Part::Text);
    for (number, term) in highlighter.terms() {
        let found = term.find_in(&folded.text).take(MAX_HITS);
        hits.extend(found.map(|range| (places.range(folded.source(range, text)), *number)));
    }
    for (number, pattern) in highlighter.patterns() {
        let found = pattern.find_in(text).take(MAX_HITS);
        let number = query.text_terms().len() + number;
        hits.extend(found.map(|range| (places.range(range), number)));
    }
    hits
}

/// The hit at which the passage with the most terms starts.
fn best(hits: &[Hit], cells: usize) -> usize {
    // About as many bytes as fit after the first hit, with three for an ideograph of two cells.
    let reach = cells * 9 / 8;
    let mut best = (0, 0);
    for (at, (first, _)) in hits.iter().enumerate() {
        let near = hits.iter().skip(at).take(32);
        let near = near.take_while(|(hit, _)| hit.end <= first.start + reach);
        let mut numbers: Vec<usize> = near.map(|(_, number)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.len() > best.1 {
            best = (at, numbers.len());
        }
    }
    best.0
}

/// Where the passage with a hit starts: with the line, or the sentence, or at most `cells` before
/// the hit. The second value is whether something of the line is left out.
fn start(text: &str, hit: usize, cells: usize, policy: WidthPolicy) -> (usize, bool) {
    let before = text.get(..hit).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let before = before.get(line..).unwrap_or_default();
    let mut total = policy.str(before);
    if total <= cells {
        return (line, false);
    }
    let mut all = clusters(before);
    while total > cells {
        let Some(cluster) = all.next() else { break };
        total -= policy.cluster(cluster);
    }
    let near = before.get(all.offset()..).unwrap_or_default();
    let sentence = near
        .rfind(['。', '！', '？', '；'])
        .map(|at| at + '。'.len_utf8());
    let word = || {
        let from = line + all.offset();
        let most = near
            .char_indices()
            .nth(EDGE)
            .map_or(near.len(), |(at, _)| at);
        let rest_of_word = near.len() - near.trim_start_matches(is_word_character).len();
        let to = from + most.max(rest_of_word);
        let first = |least| {
            let edges = edges(text, from..to, least).into_iter();
            edges.map(|at| at - from).next()
        };
        // Rather in a word than without any text before the hit.
        let before = |edge: &usize| *edge < near.len() || rest_of_word == near.len();
        let edge = first(PROBABLY).filter(before);
        let edge = edge.or_else(|| first(PERHAPS).filter(before));
        edge.unwrap_or(0)
    };
    let skipped = sentence.unwrap_or_else(word);
    // What closes or follows the text that is left out.
    let rest = near.get(skipped..).unwrap_or_default();
    let marks = rest.len() - rest.trim_start_matches(AFTER).len();
    (line + all.offset() + skipped + marks, true)
}

/// Where a line ends that has room for its first `kept` bytes: at the last edge of a word if one is
/// near and no hit (`ranges`) would be lost.
fn last_edge(line: &str, kept: usize, ranges: &[Range<usize>]) -> usize {
    let head = line.get(..kept).unwrap_or_default();
    let hits = ranges.iter().filter(|range| range.start < kept);
    let least = hits.map(|range| range.end.min(kept)).max().unwrap_or(0);
    let mut all = clusters(head);
    let starts: Vec<usize> = std::iter::from_fn(|| {
        let at = all.offset();
        all.next().map(|_| at)
    })
    .collect();
    let near = starts.len().saturating_sub(NEAR_END);
    let near = starts.get(near).copied().unwrap_or(0);
    let is_of_long_word = |c: char| is_word_character(c) || is_katakana(c);
    let word = head.trim_end_matches(is_of_long_word).len();
    let word = Some(word).filter(|start| kept - start <= LONG_WORD);
    let part = word.map_or(near, |start| start.min(near))..kept;
    let last = |score| {
        let mut edges = edges(line, part.clone(), score).into_iter();
        edges.rfind(|at| *at > 0 && *at >= least)
    };
    let edge = last(PROBABLY).or_else(|| last(PERHAPS));
    let end = edge.unwrap_or(kept);
    let shown = line.get(..end).unwrap_or_default();
    let shown = shown.trim_end_matches([' ', '\u{3000}']);
    let shown = shown.strip_suffix(BETWEEN.trim_end()).unwrap_or(shown);
    shown.len().max(least)
}

/// The places (bytes) in a part of a text, with its edges, that are between two words.
fn edges(text: &str, part: Range<usize>, least: i16) -> Vec<usize> {
    let from = floor_char_boundary(text, part.start.saturating_sub(AROUND));
    let to = ceil_char_boundary(text, part.end + AROUND);
    let language = Language::detect(text.get(from..to).unwrap_or_default());
    let inner = within(text, part.clone(), language, least);
    let mut all = clusters(text.get(part.clone()).unwrap_or_default());
    let mut edges = Vec::new();
    loop {
        let at = part.start + all.offset();
        if inner.binary_search(&at).is_err() {
            edges.push(at);
        }
        if all.next().is_none() {
            return edges;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Zone;
    use crate::search::Today;
    use proptest::prelude::*;

    fn snippet(text: &str, query: &str, cells: usize) -> Option<Snippet> {
        let today = Today::at(0, &Zone::named("UTC").expect("UTC"));
        let query = Query::parse(query, today).expect("a query");
        Snippet::of(text, &query, cells, WidthPolicy::default())
    }

    /// Hits are in brackets.
    fn marked(snippet: &Snippet) -> String {
        let part = |range: Range<usize>| snippet.text.get(range).expect("whole characters");
        let mut out = String::new();
        let mut from = 0;
        for range in &snippet.ranges {
            out += &format!("{}[{}]", part(from..range.start), part(range.clone()));
            from = range.end;
        }
        out + part(from..snippet.text.len())
    }

    #[test]
    fn passages() {
        #[track_caller]
        fn check(text: &str, query: &str, cells: usize, expected: &str) {
            let found = snippet(text, query, cells).map(|snippet| marked(&snippet));
            assert_eq!(found.unwrap_or_default(), expected, "{query}");
        }
        let text = "第一段。\n很长的一段文字，写了许多别的事情。这里说到小米的汽车，以及雷军。\n最后一段。";
        check(text, "没有", 40, "");
        check(text, "第一", 16, "[第一]段。 / 很长…");
        // The sign is not left alone at the end.
        check(text, "第一", 12, "[第一]段。…");
        check(text, "小米", 24, "…说到[小米]的汽车，以及…");
        check(text, "最后", 40, "[最后]一段。");
        check("长长的一段云计算、数据智能", "智能", 24, "…数据[智能]");
        check("长长的一段里 SpaceX 的智能", "智能", 20, "…的[智能]");
        check("臺灣的新聞", "台湾", 40, "[臺灣]的新聞");
        check("aa aaa aa", "aa", 40, "[aa] aaa [aa]");
        check(
            "小米  \n\n\u{3000}小米\u{3000}汽车",
            "小米",
            40,
            "[小米] / [小米]\u{3000}汽车",
        );
        check("a\tb   c  d", "\"b c\"", 40, "a\t[b c] d");
        // Parts of white space are the whole run.
        check("甲  小米\n\n 乙", "/\\s小米\\s/", 40, "甲[ 小米 / ]乙");
        check("甲 \n小米 乙", "/\\n小/", 40, "甲[ / 小]米 乙");
        check("甲  乙", "/\\s+$/", 40, "");
        check("甲  乙  ", "/ +/", 40, "甲[ ]乙");
        // No match goes across two texts.
        check("甲小\u{1e}米乙\u{1e}", "小米", 40, "");
        check("a\u{1e}b c\u{1e}", "\"a b\" OR \"b c\"", 40, "[b c]");
        check(
            "小米一二小米五六七八九十汽车。后面还有字。",
            "小米 汽车",
            33,
            "[小米]一二[小米]五六七八九十[汽车]。…",
        );
        check(
            "三百。小米和汽车，没有三。",
            "汽车 -(小米 三百万)",
            40,
            "…小米和[汽车]，没有三。",
        );
        check("甲\u{1e}乙\u{1e}", "/甲\\s*乙|^乙$/", 40, "[乙]");
    }

    #[cfg(feature = "phrase")]
    #[test]
    fn passages_begin_and_end_between_words() {
        #[track_caller]
        fn check(text: &str, query: &str, cells: usize, expected: &str) {
            let found = snippet(text, query, cells).map(|snippet| marked(&snippet));
            assert_eq!(found.unwrap_or_default(), expected, "{query}");
        }
        let text =
            "他在那一年的春天开始研究人工智能技术，后来又去了图书馆工作，认识了很多读者和编辑。";
        check(text, "图书馆", 36, "…又去了[图书馆]工作，认识了很多读者和…");
        check(text, "技术", 40, "…人工智能[技术]，后来又去了图书馆工作，…");
        let text =
            "私は昨日の夜に駅前の大きな図書館で新しいアプリケーションを試してみることにしました。";
        check(
            text,
            "図書館",
            40,
            "…大きな[図書館]で新しいアプリケーションを…",
        );
        check(text, "図書館", 36, "…大きな[図書館]で新しい…");
    }

    #[test]
    fn passages_with_ruby() {
        #[track_caller]
        fn check(query: &str, expected: &str) {
            let body = "<p>高い<ruby>東京<rt>とうきょう</rt></ruby>タワー</p><p>次</p>";
            let document = crate::document::build(body, crate::document::Format::Html);
            let found = snippet(&crate::clean::visible_text(&document), query, 40);
            let marked = found.map(|snippet| marked(&snippet));
            assert_eq!(marked.unwrap_or_default(), expected, "{query}");
        }
        check("東京タワー", "高い[東京タワー] / 次");
        check("とうきょう", "高い[東京]タワー / 次");
        check("とうきょうタ", "高い[東京タ]ワー / 次");
        check("\"京(とう\"", "高い東[京]タワー / 次");
        check("/い東.*タ/", "高[い東京タ]ワー / 次");
        check("い東 次", "高[い東]京タワー / [次]");
        check("ワー次", "");
    }

    proptest! {
        #[test]
        fn fit_and_mark_what_matches(text in "([a-c甲乙。 \n]|é|\\PC){0,60}", query in "[a-c甲乙]{1,2}", cells in 2..40usize) {
            let Some(found) = snippet(&text, &query, cells) else { return Ok(()) };
            prop_assert!(WidthPolicy::default().str(&found.text) <= cells);
            prop_assert!(!found.text.contains('\n'));
            for range in &found.ranges {
                prop_assert!(found.text.get(range.clone()).is_some_and(|hit| !hit.is_empty()));
            }
        }
    }
}
