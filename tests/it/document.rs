//! Documents built from arbitrary and hostile input: sanitised, bounded in size and time, and
//! without markup in the text.

use kanbao::clean::{self, Context};
use kanbao::document::{self, Block, Document, Flaw, Format};
use kanbao::extract;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn build(source: &str, format: Format) -> Document {
    extract::document(source, format, &document::Context::default())
}

fn assert_sane(document: &mut Document) {
    document.visit_texts_mut(&mut |text| {
        for c in text.runs.iter().flat_map(|run| run.text.chars()) {
            assert!(c == '\n' || !c.is_control(), "a control character: {c:?}");
            assert!(!('\u{202a}'..='\u{202e}').contains(&c), "a bidi override");
        }
    });
    let links = document.links.len() as u32;
    for link in &document.links {
        assert!(
            link.address.bytes().all(|b| b.is_ascii_graphic()),
            "{}",
            link.address
        );
    }
    document.visit_texts_mut(&mut |text| {
        for number in text.runs.iter().filter_map(|run| run.link) {
            assert!(number >= 1 && number <= links);
        }
    });
}

proptest! {
    #[test]
    fn arbitrary_text_builds_a_sane_document(source in ".{0,200}", format in 0_usize..3) {
        let format = [Format::Html, Format::Markdown, Format::Plain][format];
        let mut document = build(&source, format);
        assert_sane(&mut document);
        clean::clean(&mut document, &Context::default());
        document::to_markdown(&document);
    }

    #[test]
    fn random_markup_builds_a_sane_document(
        pieces in prop::collection::vec(prop::sample::select(&[
            "<", ">", "\"", "'", "=", "</", "/>", "<p", "<a href=", "<!--", "-->", "<![CDATA[", "]]>",
            "<script", "</script>", "<pre>", "</pre>", "<code>", "</code>", "<svg", "<math>", "<mfrac>",
            "<ruby>", "<rt>", "<sup>", "<table>", "<td rowspan=9999999999>", "<img src=x alt=", "&#x1b;",
            "&nbsp;", "$", "\\(", "\\frac{", "}", "文", " ", "\n", "<li>", "<input type=checkbox>", "<iframe src=x",
            "<x-y>", "<?", "<plaintext>", "<select>", "<template>", "<title>", "<figure>", "<figcaption>",
        ][..]), 0..40)
    ) {
        let source = pieces.concat();
        for format in [Format::Html, Format::Markdown] {
            let mut document = build(&source, format);
            assert_sane(&mut document);
            clean::clean(&mut document, &Context::default());
            document::to_markdown(&document);
        }
    }
}

#[test]
fn deeply_nested_sources_become_flat_text() {
    let sources = [
        "<b>".repeat(100_000),
        "<ul><li>".repeat(100_000),
        "<font size=i>".repeat(30_000),
        "<table><tr><td>".repeat(30_000),
        "<ruby><sup><q>".repeat(30_000),
        "<blockquote>".repeat(60_000),
        "<section>".repeat(127) + &"<p></p>".repeat(100_000),
    ];
    for source in sources {
        let source = source + "文";
        let mut document = build(&source, Format::Html);
        assert!(
            document.flaws.contains(&Flaw::Simplified),
            "{} bytes",
            source.len()
        );
        clean::clean(&mut document, &Context::default());
        assert_sane(&mut document);
    }
    // Sources that took quadratic time or too much memory once. They only have to finish.
    for source in [
        "<code>".repeat(100_000) + "</code>",
        "<![CDATA[".repeat(100_000),
        "<a b='>".repeat(50_000),
        "<x ".repeat(300_000) + ">",
        "<!--".repeat(100_000),
        "$\\frac{".repeat(30_000),
        "&#".repeat(300_000),
        "\\(".repeat(200_000),
        "<td rowspan=1000000000 colspan=1000000000>文</td>".repeat(1000),
        "<pre><code><template>".repeat(50_000),
        format!("<p>{}", "1. 甲<br>续<br>".repeat(50_000)),
        format!("<p>{}", "1. 甲<br>2. 乙<br>".repeat(50_000)),
        "<p>相关阅读</p>".repeat(20_000) + &"<p>下载溪声客户端</p>".repeat(20_000),
        "<div style=\"display:none\"><p>文</p>".repeat(100) + &"<p>文</p>".repeat(50_000),
        "<blockquote>".to_owned() + &"<cite>文</cite>".repeat(50_000),
        "&section=1".repeat(100_000),
        "<!DOCTYPE html>".to_owned() + &"<div class=a><b class=b>文，</b></div>".repeat(20_000),
        "<!DOCTYPE html>".to_owned() + &"<div class=a><p>文，".repeat(100),
        format!("<p {}>", "a ".repeat(1_000_000)),
        format!("<p {}>", "a=''".repeat(1_000_000)),
    ] {
        let mut document = build(&source, Format::Html);
        clean::clean(&mut document, &Context::default());
        build(&source, Format::Markdown);
    }
}

#[test]
fn the_depth_limit_cuts_no_tag_in_two() {
    for wrap in ["div", "font", "ul><li"] {
        let end = wrap.split('>').next().unwrap_or_default();
        for more in 0..8 {
            let source = format!("<p>{}</p>", "甲".repeat(more))
                + &format!("<{wrap} title=\"a\">").repeat(900)
                + "字"
                + &format!("</{end}>").repeat(900)
                + "<p>末<b>粗</b></p>";
            let document = build(&source, Format::Html);
            let shown = document::outline(&document);
            assert!(
                shown.contains('末') && shown.contains('字'),
                "{wrap}: {shown}"
            );
            assert!(!shown.contains(['<', '"', '/']), "{wrap}: {shown}");
        }
    }
}

#[test]
fn too_long_sources_have_the_flaw() {
    let tag = format!("<p>文<p {}>文", "a ".repeat(5_000_000));
    let document = build(&tag, Format::Html);
    assert_eq!(document.blocks.len(), 2, "a long tag is not text");
    for (source, format) in [
        ("<p>文</p>".repeat(1_000_000), Format::Html),
        ("文\n\n".repeat(2_000_000), Format::Markdown),
        ("文\n\n".repeat(500_000), Format::Plain),
    ] {
        let document = build(&source, format);
        assert!(document.flaws.contains(&Flaw::TooLong), "{format:?}");
        assert!(document.blocks.len() < 210_000, "{format:?}");
    }
}

#[test]
fn a_small_stack_is_enough() {
    let source = "<div class=a><blockquote>".repeat(60) + "文" + &"<ol><li>".repeat(60);
    std::thread::Builder::new()
        .stack_size(512 << 10)
        .spawn(move || {
            let mut document = build(&source, Format::Html);
            clean::clean(&mut document, &Context::default());
            document::to_markdown(&document).len()
        })
        .expect("a thread can be made")
        .join()
        .expect("the stack was enough");
}

fn corpus() -> Option<PathBuf> {
    let path = std::env::var_os("KANBAO_CORPUS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
        PathBuf::from,
    );
    path.is_dir().then_some(path)
}

fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, all);
        } else {
            all.push(path);
        }
    }
}

/// The body after a front matter, and its format.
fn body(text: &str) -> (&str, Format) {
    let text = text.trim_start();
    let body = text
        .strip_prefix("---")
        .and_then(|rest| rest.split_once("\n---"))
        .map_or(text, |(_, body)| body);
    let format = if body
        .trim_start_matches(['-', '\n', '\r', ' '])
        .starts_with('<')
    {
        Format::Html
    } else {
        Format::Markdown
    };
    (body, format)
}

fn prose(block: &Block, out: &mut String) {
    use kanbao::document::BlockKind as Kind;
    if block.cut.is_some() {
        return;
    }
    if let Kind::Paragraph { text, .. } | Kind::Heading { text, .. } = &block.kind {
        for run in text.runs.iter().filter(|run| run.cut.is_none()) {
            let code = run.style.has(document::Style::CODE) || run.style.has(document::Style::MATH);
            if !code {
                out.push_str(&run.text);
            }
        }
        out.push('\n');
    }
    block
        .children()
        .flatten()
        .for_each(|inner| prose(inner, out));
}

#[test]
fn the_corpus_shows_no_markup() {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: no corpus");
        return;
    };
    let mut all = Vec::new();
    files(&corpus, &mut all);
    let mut leaks = Vec::new();
    for path in all {
        let name = path.to_string_lossy().into_owned();
        if name.contains("/encodings/") || name.contains("/byteforms/") || name.ends_with(".tsv") {
            continue;
        }
        let Ok(bytes) = std::fs::read(&path) else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        let (body, format) = body(&text);
        let mut document = build(body, format);
        clean::clean(&mut document, &Context::default());
        assert_sane(&mut document);
        let mut shown = String::new();
        document
            .blocks
            .iter()
            .for_each(|block| prose(block, &mut shown));
        for mark in [
            "</p>", "</div>", "<p ", "<div", "<span", "</span>", "<br", "<img", "&nbsp;", "&lt;",
            "&amp;", "&#12", "<style", "<script", "-->",
        ] {
            if shown.contains(mark) {
                leaks.push(format!("{mark} in {name}"));
            }
        }
    }
    let report = leaks.join("\n");
    assert!(leaks.len() <= 40, "{} leaks:\n{report}", leaks.len());
}
