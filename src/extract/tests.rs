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
