//! Line layout, compared with `textwrap::wrap` in one run, and whole pages.
//! `cargo bench --bench typeset`

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use kanbao::document::{Block, Document};
use kanbao::text::{Language, WidthPolicy, sanitize};
use kanbao::typeset::inline::layout::{Scratch, layout};
use kanbao::typeset::inline::linebreak::opportunities;
use kanbao::typeset::inline::setting::Setting;
use kanbao::typeset::{Fit, Options, Page};

fn main() {
    divan::main();
}

const PROSE: [(&str, &str, Language); 3] = [
    (
        "zh",
        include_str!("../tests/prose/zh-Hans.txt"),
        Language::ZhHans,
    ),
    ("ja", include_str!("../tests/prose/ja.txt"), Language::Ja),
    ("ko", include_str!("../tests/prose/ko.txt"), Language::Ko),
];

/// About 1 MB of paragraphs.
fn megabyte(name: &str) -> (String, Language) {
    let (_, text, language) = PROSE.iter().find(|prose| prose.0 == name).expect("known");
    (text.repeat(1_000_000 / text.len() + 1), *language)
}

const NAMES: [&str; 3] = ["zh", "ja", "ko"];

fn ours(bencher: Bencher, name: &str, fit: Fit) {
    let (text, language) = megabyte(name);
    let options = Options {
        fit,
        ..Options::default()
    };
    let setting = Setting::new(&options, language, 60);
    let mut scratch = Scratch::default();
    let mut lines = Vec::new();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        lines.clear();
        for paragraph in text.lines() {
            layout(
                black_box(paragraph),
                &[],
                &setting,
                &mut scratch,
                &mut lines,
            );
        }
        lines.len()
    });
}

fn theirs(bencher: Bencher, name: &str, algorithm: textwrap::WrapAlgorithm) {
    let (text, _) = megabyte(name);
    let options = textwrap::Options::new(60).wrap_algorithm(algorithm);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        text.lines()
            .map(|line| textwrap::wrap(black_box(line), &options).len())
            .sum::<usize>()
    });
}

#[divan::bench(args = NAMES)]
fn first_fit_ours(bencher: Bencher, name: &str) {
    ours(bencher, name, Fit::Greedy);
}

#[divan::bench(args = NAMES)]
fn first_fit_textwrap(bencher: Bencher, name: &str) {
    theirs(bencher, name, textwrap::WrapAlgorithm::FirstFit);
}

#[divan::bench(args = NAMES)]
fn optimal_ours(bencher: Bencher, name: &str) {
    ours(bencher, name, Fit::Optimal);
}

#[divan::bench(args = NAMES)]
fn optimal_textwrap(bencher: Bencher, name: &str) {
    theirs(bencher, name, textwrap::WrapAlgorithm::new_optimal_fit());
}

#[divan::bench(args = NAMES)]
fn phrase_ours(bencher: Bencher, name: &str) {
    ours(bencher, name, Fit::Phrase);
}

#[divan::bench(args = NAMES)]
fn breaks(bencher: Bencher, name: &str) {
    let (text, _) = megabyte(name);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| opportunities(black_box(&text)).len());
}

/// Typesets an article of 1 MB, as after a resize.
#[divan::bench(args = NAMES)]
fn page(bencher: Bencher, name: &str) {
    typeset(bencher, name, &Options::default());
}

/// As [`page`], with the signs that the reader draws in another form.
#[divan::bench(args = NAMES)]
fn page_with_signs(bencher: Bencher, name: &str) {
    let options = Options {
        screen_signs: true,
        ..Options::default()
    };
    typeset(bencher, name, &options);
}

fn typeset(bencher: Bencher, name: &str, options: &Options) {
    let (text, _) = megabyte(name);
    let mut document = Document {
        blocks: text.lines().map(Block::paragraph).collect(),
        ..Document::default()
    };
    document.number();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| Page::new(black_box(&document), options).len());
}

#[divan::bench(args = NAMES)]
fn clean(bencher: Bencher, name: &str) {
    let (text, _) = megabyte(name);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| sanitize(black_box(&text)).len());
}

#[divan::bench(args = NAMES)]
fn cells(bencher: Bencher, name: &str) {
    let (text, _) = megabyte(name);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| WidthPolicy::default().str(black_box(&text)));
}
