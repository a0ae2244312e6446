//! Finding the article of a page; results are compared as outlines.

use crate::document::{Context, Format, outline};

#[test]
fn an_article_is_found_in_a_page() {
    let text = "这一段写得够长，有逗号，也有句号，好让人看出它是正文。";
    let source = format!(
        "<!DOCTYPE html><html><head><title>题</title></head><body><nav><ul><li><a href='/'>首页</a></li></ul></nav>\
         <div class=\"wrap\"><div class=\"article-body\"><h1>题</h1><p>{text}</p><p>{text}</p></div>\
         <div class=\"sidebar\"><p><a href='/x'>热门文章，点这里看，还有更多的，统统都在这里</a></p></div></div>\
         <footer><p>版权所有</p></footer></body></html>"
    );
    let document = super::document(&source, Format::Html, &Context::default());
    let shown: Vec<String> = outline(&document)
        .lines()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.contains("page") && line != "*" && line != "group")
        .collect();
    assert_eq!(
        shown,
        ["h1 题".to_owned(), format!("p {text}"), format!("p {text}")]
    );
}

#[test]
fn whole_pages_are_recognised() {
    let check = |source: &str, page: bool| assert_eq!(super::is_page(source), page, "{source}");
    check("\u{feff}\n<!DOCTYPE html><p>", true);
    check("<HTML><p>", true);
    check(
        "<?xml version=\"1.0\"?>\n<!-- saved --><!doctype html>",
        true,
    );
    check("<p>一</p>", false);
    check("<!-- <html> --><p>", false);
    check("<!--", false);
}

#[test]
fn words_that_announce_other_articles() {
    let check = |text: &str, rest: Option<&str>| {
        assert_eq!(super::words::announced(text), rest, "{text}");
    };
    check("相关阅读：江上的船", Some("江上的船"));
    check("▶ 延伸閱讀", Some(""));
    check("関連記事", Some(""));
    check("관련기사 | 강가의 서점", Some("강가의 서점"));
    check("Read more: A river", Some("A river"));
    check("LESEN SIE AUCH:", Some(""));
    check("Lire aussi : le fleuve", Some("le fleuve"));
    check("Читайте также: река", Some("река"));
    check("Related to nobody, he left", None);
    check("More than a river", None);
    check("更多文章里说过这条河", None);
}

#[test]
fn short_pages_are_found_by_name() {
    let page = |main: &str| {
        format!("<!DOCTYPE html><html><body><div>甲</div>{main}<div>乙</div></body></html>")
    };
    let check = |main: &str, outlined: &str| {
        let document = super::document(&page(main), Format::Html, &Context::default());
        let mut document = document;
        document.blocks.retain(|block| block.cut.is_none());
        assert_eq!(outline(&document), outlined, "{main}");
    };
    check("<article><p>一句</p></article>", "p 一句\n");
    check("<main><ul><li>一</li></ul></main>", "ul\n  *\n    p 一\n");
}

/// The text that is shown of a page whose article has a part before and after its paragraphs.
fn shown(first: &str, last: &str) -> String {
    let text = "江边的旧书店，开了三十年。店主姓陈，今年七十二岁，他说，书是有脾气的。".repeat(3);
    let paragraphs = format!("<p>{text}</p>").repeat(8);
    let links: String = (0..30)
        .map(|nth| format!("<a href='/n{nth}'>n{nth}</a>"))
        .collect();
    let source = format!(
        "<!DOCTYPE html><html><head><title>A river in the north</title></head><body><nav>{links}</nav>\
         <article><h1>A river in the north</h1>{first}{paragraphs}{last}<p>{text}</p></article></body></html>"
    );
    let mut document = super::document(&source, Format::Html, &Context::default());
    document.blocks.retain(|block| block.cut.is_none());
    outline(&document)
}

/// Checks that all words with a K of these parts are shown.
#[track_caller]
fn check_kept(first: &str, last: &str) {
    let count = |text: &str| text.matches('K').count();
    let shown = shown(first, last);
    assert_eq!(
        count(&shown),
        count(first) + count(last),
        "{first}{last}: {shown}"
    );
}

#[test]
fn text_is_not_taken_for_a_byline() {
    let keeps = |part: &str| check_kept(part, "");
    keeps("<p>By noon on Saturday the whole town, K1, stood on the bank.</p>");
    keeps("<p>来源不明的一封信，K2，在周六早上到了镇上的邮局里，谁也不知道是谁寄的。</p>");
    keeps("<p>编辑部的灯，又亮了一夜，K3，老王才推开门走出来抽了一支烟。</p>");
    keeps("<p>記者会は、K4、午後三時に始まったが、会場に現れたのは副社長だけだった。</p>");
    keeps("<p>Von den Bergen, K5, kommt der Wind, und mit ihm kommt der Regen.</p>");
    keeps("<p>更新されたばかりの橋は、K6、三日で流された。</p>");
    keeps("<p><a href='https://x.org/s'>K7 A new study of the northern rivers says</a> so.</p>");
    keeps("<p><time>May 5, 1902</time>: the dam broke, K8, and all fled to the hills.</p>");
    keeps("<p class='author'>K9 The author is a part of the story, as it were.</p>");
    keeps("<h3 id='time'>K1</h3><p>Time, they say, is a river that runs to the north.</p>");
    let cuts = |part: &str| {
        let begin = shown(part, "");
        assert!(!begin.contains('K'), "{part}: {begin}");
    };
    cuts("<p>By John K. Smith, Reuters</p>");
    cuts("<p>作者：K 陈</p>");
    cuts("<p class='byline'>J. K. Smith, Jan. 5, 10:30 a.m.</p>");
    cuts("<p>Von K. Berger</p>");
}

#[test]
fn names_alone_do_not_cut_text() {
    let keeps = |part: &str| check_kept("", part);
    keeps("<div class='alert alert-info'><p>K1 Back up your data, or it is lost.</p></div>");
    keeps("<div class='admonition info'><p>Info</p><p>K2 Back up your data first.</p></div>");
    keeps("<div class='sourceCode'><pre><code>K3 apt install</code></pre></div>");
    keeps("<div class='highlight highlight-source-shell'><pre>K4 apt install</pre></div>");
    keeps("<table class='info-table'><tr><td>K5</td><td>K6 km</td></tr></table>");
    keeps(
        "<p>The boat leaves on <span class='date'>K7 May</span> from the bank, at <span class='time'>K8</span>.</p>",
    );
    keeps("<h3 id='source-code'>K9</h3><p>甲，乙。</p>");
    keeps("<section id='meta'><h2>K1 Meta</h2><p>K2 The tag says it, so do we.</p></section>");
    let end = shown(
        "",
        "<div class='post-meta'><span class='date'>K 2020</span></div>",
    );
    assert!(!end.contains('K'), "{end}");
}

#[test]
fn links_to_other_sites_are_references() {
    let part = "<p>The tools:</p><p><a href='https://github.com/a/b'>K1 tool one</a></p>\
                <ul><li><a href='https://github.com/c/d'>K2 the second tool</a></li>\
                <li><a href='https://github.com/e/f'>K3 the third tool</a></li></ul>";
    assert_eq!(shown("", part).matches('K').count(), 3);
}

#[test]
fn linked_steps_terms_and_tables_stay() {
    let keeps = |part: &str| check_kept("", part);
    keeps("<p><a href='/river'>K1 River</a></p><p>甲，乙。</p>");
    keeps(
        "<div><ol><li><a href='/a'>K2 Install</a> it.</li><li><a href='/b'>K3 Run</a> it</li></ol></div>",
    );
    keeps("<dl class='list'><dt><a href='/cmd'>K4 command</a></dt><dd>K5 runs it.</dd></dl>");
    keeps(
        "<div><table><tr><td><a href='/a'>K6 A river</a></td><td><a href='/b'>K7 B</a></td></tr></table></div>",
    );
    let cuts = |part: &str| {
        let end = shown("", part);
        assert!(!end.contains('K'), "{part}: {end}");
    };
    cuts("<p>Read more:</p><p><a href='/river'>K1 River</a></p><p><a href='/b'>K2 Bank</a></p>");
    cuts("<p>相关阅读</p><ol><li><a href='/a'>K3 the other river</a></li></ol>");
    cuts("<p>Related: <a href='/a'>K4 the other river</a></p>");
}
