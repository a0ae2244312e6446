//! Credits at the end of an article.

use super::shown;
use kanbao::clean::{Context, clean};
use kanbao::document::{Format, build};
use kanbao::typeset::{Options, Page};

#[test]
fn credits_of_several_lines_begin_at_the_left() {
    let check = |credits: &[&str], expected: &[&str]| {
        let paragraphs: String = credits
            .iter()
            .map(|line| format!("<p>{line}</p>"))
            .collect();
        let mut document = build(&format!("<p>文</p><hr>{paragraphs}"), Format::Html);
        clean(&mut document, &Context::default());
        let options = Options {
            measure: 20,
            ..Options::default()
        };
        let found = shown(&Page::new(&document, &options));
        let found: Vec<&str> = found.lines().skip(4).map(str::trim_end).collect();
        assert_eq!(found, expected, "{credits:?}");
    };
    check(&["作者：张三"], &["          作者：张三"]);
    check(
        &["作者：张三", "来源：一座灯塔图书馆的年报"],
        &["作者：张三", "来源：一座灯塔图书馆", "的年报"],
    );
}
