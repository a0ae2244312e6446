//! Building and cleaning documents from feed-like HTML, and opening articles, compared with the
//! parsers alone.
#![expect(clippy::print_stdout, reason = "prints the ratios")]

use divan::counter::BytesCount;
use kanbao::clean::{self, Context};
use kanbao::document::{self, Document, Format};
use kanbao::typeset::{Options, Page};
use rustix::time::{ClockId, clock_gettime};
use std::hint::black_box;
use std::time::{Duration, Instant};

fn main() {
    for bytes in [4 << 10, 64 << 10, 1 << 20] {
        let ratio = ratio(&article(bytes), (64 << 20) / bytes);
        println!("{bytes:>8} bytes: {ratio:.2} times the speed of scraper's parser");
    }
    let html = article(1 << 20);
    let scraper = |source: &str| drop(black_box(scraper::Html::parse_fragment(source)));
    opening(&html, Format::Html, ("scraper", 5.0), scraper);
    let markdown = document::to_markdown(&document::build(&html, Format::Html));
    let cmark = |source: &str| {
        let parser = pulldown_cmark::Parser::new_ext(source, pulldown_cmark::Options::all());
        black_box(parser.count());
    };
    opening(&markdown, Format::Markdown, ("pulldown-cmark", 15.0), cmark);
    divan::main();
}

/// How often each step of opening is measured. The best counts.
const ROUNDS: usize = 30;

/// Prints the CPU time of the steps of opening as multiples of that of a parser alone, and the
/// most that their sum should be.
fn opening(source: &str, format: Format, (parser, most): (&str, f64), parse: impl Fn(&str)) {
    let mut best = [f64::INFINITY; 4];
    for _ in 0..ROUNDS {
        let mut document = Document::default();
        let times = [
            seconds(|| parse(source)),
            seconds(|| document = document::build(source, format)),
            seconds(|| drop(clean::clean(&mut document, &Context::default()))),
            seconds(|| drop(black_box(Page::new(&document, &Options::default())))),
        ];
        for (best, time) in best.iter_mut().zip(times) {
            *best = best.min(time);
        }
    }
    let [floor, build, clean, typeset] = best;
    let whole = (build + clean + typeset) / floor;
    println!(
        "{format:?}, {} bytes: opening takes {whole:.2} times {parser} alone (at most {most}): \
         build {:.2}, clean {:.2}, typeset {:.2}; {parser} {:.2} ms",
        source.len(),
        build / floor,
        clean / floor,
        typeset / floor,
        floor * 1e3,
    );
}

/// The CPU time of some work on this thread, in seconds.
fn seconds(work: impl FnOnce()) -> f64 {
    let clock = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    };
    let start = clock();
    work();
    clock() - start
}

/// The throughput of building a document, divided by that of scraper's parser. Takes the best of
/// `rounds` each, alternating, so that other load slows both alike.
fn ratio(source: &str, rounds: usize) -> f64 {
    let mut best = [Duration::MAX; 2];
    for _ in 0..rounds {
        let start = Instant::now();
        let document = black_box(document::build(source, Format::Html));
        best[0] = best[0].min(start.elapsed());
        drop(document);
        let start = Instant::now();
        let tree = black_box(scraper::Html::parse_fragment(source));
        best[1] = best[1].min(start.elapsed());
        drop(tree);
    }
    best[1].as_secs_f64() / best[0].as_secs_f64()
}

/// An ordinary article of about this many bytes: paragraphs, images, links, lists, code.
fn article(bytes: usize) -> String {
    let part = "<p cms-style=\"font-L\">　　一是进一步加大梯度培育力度。今年，再培育<b>三千家</b>左右，带动省级企业达五万家左右，\
        详见<a href=\"https://example.com/a?page=4&amp;source=b\" target=\"_blank\">名单</a>。下一步将按照计划，切实推动工作落实落细。</p>\n\
        <div class=\"img_wrapper\"><img src=\"https://example.com/c/1.jpg\" alt=\"1.jpg\" referrerpolicy=\"no-referrer\"><span class=\"img_descr\">资料图</span></div>\n\
        <ul><li>Linux 6.1 之后的版本</li><li>其他</li></ul><!-- 正文下iframe -->\n\
        <p>English words stand between, as they do in articles on <code>software</code> and its makers.</p>\n";
    let mut out = String::from("<div>");
    while out.len() < bytes {
        out.push_str(part);
    }
    out + "</div>"
}

#[divan::bench(args = [4 << 10, 64 << 10, 1 << 20])]
fn scraper_alone(bencher: divan::Bencher<'_, '_>, bytes: usize) {
    let source = article(bytes);
    bencher
        .counter(BytesCount::of_str(&source))
        .bench_local(|| scraper::Html::parse_fragment(&source));
}

#[divan::bench(args = [4 << 10, 64 << 10, 1 << 20])]
fn html(bencher: divan::Bencher<'_, '_>, bytes: usize) {
    let source = article(bytes);
    bencher
        .counter(BytesCount::of_str(&source))
        .bench_local(|| document::build(&source, Format::Html));
}

#[divan::bench(args = [4 << 10, 64 << 10, 1 << 20])]
fn html_cleaned(bencher: divan::Bencher<'_, '_>, bytes: usize) {
    let source = article(bytes);
    bencher
        .counter(BytesCount::of_str(&source))
        .bench_local(|| {
            let mut document = document::build(&source, Format::Html);
            clean::clean(&mut document, &Context::default());
            document
        });
}

#[divan::bench(args = [64 << 10])]
fn markdown(bencher: divan::Bencher<'_, '_>, bytes: usize) {
    let document = document::build(&article(bytes), Format::Html);
    let source = document::to_markdown(&document);
    bencher
        .counter(BytesCount::of_str(&source))
        .bench_local(|| document::build(&source, Format::Markdown));
}
