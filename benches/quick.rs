//! The quick filter while it is typed: time per key over 100,000 and a million titles, and the
//! memory of the folded titles. `cargo bench --bench quick [-- TITLES…]`

#![expect(clippy::print_stdout, reason = "prints the results")]

use kanbao::library::{Entry, Labels, Zone, sample};
use kanbao::search::{Query, QuickColumn, QuickFilter, Today, matching_rows};
use std::sync::Arc;
use std::time::{Duration, Instant};

const PROSE: &[&str] = &[
    include_str!("../tests/prose/zh-Hans.txt"),
    include_str!("../tests/prose/ja.txt"),
    include_str!("../tests/prose/ko.txt"),
    include_str!("../tests/prose/mixed.txt"),
];
const SIZES: &[usize] = &[100_000, 1_000_000];
/// What is typed key by key: text, pinyin, romaji, initial consonants, and words that match little.
const TYPED: &[&str] = &[
    "中国",
    "小说",
    "xiaoshuo",
    "zgrm",
    "xiaosgs",
    "shudian",
    "bjdxx",
    "zhongguoren",
    "qqzzxx",
    "nihon",
    "konpyuta",
    "ㅅㄹㅇ",
    "컴퓨터",
    "library",
    "the",
    "shijie zg",
    "大学 xuesheng",
    "来源17",
    "ly5 shijie",
    "zuihouyiban",
];
/// The filter lets characters be left out when it finds fewer.
const LITTLE: usize = 10;

fn main() {
    let sizes: Vec<usize> = std::env::args()
        .filter_map(|text| text.parse().ok())
        .collect();
    for count in if sizes.is_empty() { SIZES } else { &sizes } {
        measure(&titles(*count));
    }
}

/// Titles of 12 to 31 characters from prose, two of three in Chinese, under 600 sources.
fn titles(count: usize) -> Vec<Entry> {
    let mut state = 20_220_419_u64;
    let mut next = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    let texts: Vec<Vec<char>> = PROSE.iter().map(|prose| prose.chars().collect()).collect();
    let model = sample::entries().remove(0);
    let labels: Vec<Arc<Labels>> = (0..600)
        .map(|number| Arc::new(Labels::of_source(format!("来源{number}").into())))
        .collect();
    let title = |number: usize| {
        let text = &texts[if number % 3 < 2 { 0 } else { 1 + next(3) }];
        let (at, length) = (next(text.len() - 40), 12 + next(20));
        let words: String = text.iter().skip(at).take(length).collect();
        let title = words.replace('\n', " ");
        Entry {
            name: model.name.with_title(&title),
            labels: Arc::clone(&labels[number % labels.len()]),
            ..model.clone()
        }
    };
    (0..count).map(title).collect()
}

fn measure(entries: &[Entry]) {
    let start = Instant::now();
    let mut column = QuickColumn::default();
    entries.iter().for_each(|entry| column.push(entry));
    println!(
        "{} titles: folded in {:.0} ms, {:.1} MB",
        entries.len(),
        millis(start.elapsed()),
        column.bytes() as f64 / 1e6
    );
    let mut keys = Vec::new();
    for typed in TYPED {
        let times = type_keys(typed, entries.len(), &column);
        let each: Vec<String> = times
            .iter()
            .map(|(time, count)| format!("{:.1} ({count})", millis(*time)))
            .collect();
        println!("  {typed}: {}", each.join(" "));
        keys.extend(times.iter().map(|(time, _)| *time));
    }
    keys.sort();
    let at = |percent: usize| {
        keys.get(keys.len() * percent / 100)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "  {} keys: median {:.1} ms, 90th percentile {:.1} ms, 99th {:.1} ms",
        keys.len(),
        millis(at(50)),
        millis(at(90)),
        millis(at(99))
    );
}

/// The time of each key and how many titles match after it.
fn type_keys(typed: &str, len: usize, column: &QuickColumn) -> Vec<(Duration, usize)> {
    let all: Vec<u32> = (0..len as u32).collect();
    let mut shown = all.clone();
    let mut before: Option<QuickFilter> = None;
    let mut times = Vec::new();
    let ends = typed.char_indices().map(|(at, c)| at + c.len_utf8());
    for end in ends {
        let start = Instant::now();
        let text = typed.get(..end).unwrap_or_default();
        let query = Query::parse_unfinished(text, Today::at(0, &Zone::default()));
        let new = QuickFilter::of(text, &query).expect("words");
        let narrowed = before.as_ref().and_then(|before| new.narrowed(before));
        let candidates = match (&before, &narrowed) {
            (Some(_), None) => &all,
            _ => &shown,
        };
        let mut filter = narrowed.unwrap_or(new);
        let mut found = matching_rows(&filter, column, &[], candidates);
        if found.len() < LITTLE
            && let Some(loose) = filter.loose()
        {
            found = matching_rows(&loose.clone().without_strict(), column, &found, &all);
            filter = loose;
        }
        times.push((start.elapsed(), found.len()));
        shown = found;
        before = Some(filter);
    }
    times
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
