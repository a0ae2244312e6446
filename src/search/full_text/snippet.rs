//! The passage of an article that a list shows below its title.

use crate::search::Query;
use crate::text::{WidthPolicy, clusters, fold_with_map, truncate};
use std::ops::Range;

/// A passage on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    pub text: String,
    /// The hits in `text` (bytes), in order, without overlaps.
    pub ranges: Vec<Range<usize>>,
}

/// No more hits of a term than this are weighed.
const MAX_HITS: usize = 256;

/// A hit: where it is in the source, and the number of its term.
type Hit = (Range<usize>, usize);

impl Snippet {
    /// The first passage with the most terms, at most `cells` wide.
    pub(in crate::search) fn of(
        text: &str,
        query: &Query,
        cells: usize,
        policy: WidthPolicy,
    ) -> Option<Self> {
        let hits = hits(text, query);
        let first = best(&hits, cells);
        let (hit, _) = hits.get(first)?;
        let (start, is_cut) = start(text, hit.start, cells / 4, policy);
        let passage = text.get(start..)?;
        // A character takes at most 4 bytes and at least half a cell, marks and spaces aside.
        let end = crate::text::ceil_char_boundary(passage, cells * 16);
        let spaced = Spaced::of(passage.get(..end)?.trim_end());
        let line = &spaced.line;
        let mark = if is_cut { "…" } else { "" };
        let (shown, _) = truncate(line, cells.saturating_sub(policy.str(mark)), policy);
        let kept = match shown.strip_suffix('…') {
            Some(kept) if kept.len() < line.len() && !line.starts_with(&shown) => kept.len(),
            _ => shown.len(),
        };
        let ranges = hits.iter().skip(first).map(|(range, _)| range);
        let ranges =
            ranges.map(|range| range.start.max(start) - start..range.end.max(start) - start);
        let mut snippet = Self {
            text: format!("{mark}{shown}"),
            ranges: Vec::new(),
        };
        let ranges = ranges.map(|range| spaced.place(range.start)..spaced.place(range.end));
        for range in ranges.take_while(|range| range.start < kept) {
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

/// A passage on one line: each run of white space is one character.
struct Spaced {
    line: String,
    /// Where a run ends in the passage, and how many bytes all runs up to there have lost.
    runs: Vec<(usize, usize)>,
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
            let space = chars
                .next()
                .filter(|c| chars.as_str().is_empty() && *c != '\n');
            spaced.line += words;
            spaced.line.push(space.unwrap_or(' '));
            rest = next;
            let end = passage.len() - rest.len();
            spaced.runs.push((end, end - spaced.line.len()));
        }
        spaced.line += rest;
        spaced
    }

    /// The byte of the line for a byte of the passage that is not inside a run.
    fn place(&self, byte: usize) -> usize {
        let runs = self.runs.partition_point(|(end, _)| *end <= byte);
        let run = runs.checked_sub(1).and_then(|at| self.runs.get(at));
        byte - run.map_or(0, |(_, lost)| *lost)
    }
}

/// The hits of all terms, in order.
fn hits(text: &str, query: &Query) -> Vec<Hit> {
    let folded = fold_with_map(text);
    let mut hits = Vec::new();
    for (number, term) in query.text_terms().iter().enumerate() {
        let found = term.find_in(&folded.text).take(MAX_HITS);
        hits.extend(found.map(|range| (folded.source(range, text), number)));
    }
    for (number, pattern) in query.patterns().iter().enumerate() {
        let found = pattern.find_in(text).take(MAX_HITS);
        hits.extend(found.map(|range| (range, query.text_terms().len() + number)));
    }
    hits.sort_by_key(|(range, _): &Hit| (range.start, range.end));
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
    let is_in_word = |text: &str| text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let word = Some(near)
        .filter(|near| is_in_word(near))
        .and_then(|near| near.find(' '));
    let skipped = sentence.or(word.map(|at| at + 1)).unwrap_or(0);
    (line + all.offset() + skipped, true)
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
        check(text, "第一", 12, "[第一]段。 很…");
        check(text, "小米", 24, "…里说到[小米]的汽车，以及…");
        check(text, "最后", 40, "[最后]一段。");
        check("臺灣的新聞", "台湾", 40, "[臺灣]的新聞");
        check("aa aaa aa", "aa", 40, "[aa] aaa [aa]");
        check(
            "小米  \n\n\u{3000}小米\u{3000}汽车",
            "小米",
            40,
            "[小米] [小米]\u{3000}汽车",
        );
        check("a\tb   c  d", "\"b c\"", 40, "a\t[b c] d");
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
