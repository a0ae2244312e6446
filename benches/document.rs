//! Building and cleaning documents from feed-like HTML, compared with scraper's parser alone.
#![expect(clippy::print_stdout, reason = "prints the ratio")]

use divan::counter::BytesCount;
use kanbao::clean::{self, Context};
use kanbao::document::{self, Format};
use std::hint::black_box;
use std::time::{Duration, Instant};

fn main() {
    for bytes in [4 << 10, 64 << 10, 1 << 20] {
        let ratio = ratio(&article(bytes), (64 << 20) / bytes);
        println!("{bytes:>8} bytes: {ratio:.2} times the speed of scraper's parser");
    }
    divan::main();
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
