//! The text of an article file, in the form of RSSHub's posts for Hexo: front matter in YAML and a
//! body of HTML.

use crate::fetch::NewArticle;
use crate::library::Date;
use std::fmt::Write;

/// The text of a file. Every value is a single-quoted scalar, in which only the quote itself has a
/// meaning (YAML 1.2.2, section 7.3.2). `article` is checked: no value has a line end.
pub fn text(article: &NewArticle) -> String {
    let mut head = String::from("---\n");
    line(&mut head, "title", &article.title);
    let categories = article.category.iter().chain([&article.site]);
    list(&mut head, "categories", categories);
    let tags = article.tags.iter();
    if !article.tags.is_empty() {
        list(&mut head, "tags", tags);
    }
    line(&mut head, "site", &article.site);
    let optional = [
        ("author", article.author.clone()),
        ("date", article.date.map(written)),
        ("updated", article.updated.map(written)),
        ("link", article.link.clone()),
        ("guid", article.guid.clone()),
    ];
    for (key, value) in optional {
        if let Some(value) = value {
            line(&mut head, key, &value);
        }
    }
    format!("{head}---\n\n<div>\n{}\n</div>\n", article.body)
}

/// A day alone, or a time in the form of the model.
fn written(date: Date) -> String {
    if date.timed {
        return date.http().unwrap_or_else(|| date.rfc3339());
    }
    let day = date.rfc3339();
    day.split('T').next().unwrap_or_default().to_owned()
}

fn line(head: &mut String, key: &str, value: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(head, "{key}: {}", quoted(value));
}

fn list<'a>(head: &mut String, key: &str, values: impl Iterator<Item = &'a String>) {
    let _ = writeln!(head, "{key}:");
    for value in values {
        let _ = writeln!(head, " - {}", quoted(value));
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{DateOrigin, Zone, written_head};
    use proptest::prelude::*;

    #[test]
    fn the_form_is_that_of_the_model() {
        let date = "2022-04-19T12:22:21+08:00";
        let article = NewArticle {
            title: "工信部：'小巨人'".to_owned(),
            date: Date::parse(date, &Zone::default(), DateOrigin::FrontMatter),
            author: Some("某人".to_owned()),
            site: "新浪财经".to_owned(),
            category: Some("金融".to_owned()),
            link: Some("https://a.example/1".to_owned()),
            guid: Some("1".to_owned()),
            body: "<p>文</p>".to_owned(),
            ..NewArticle::default()
        };
        let expected = "---\ntitle: '工信部：''小巨人'''\ncategories:\n - '金融'\n - '新浪财经'\n\
            site: '新浪财经'\nauthor: '某人'\ndate: 'Tue, 19 Apr 2022 04:22:21 GMT'\n\
            link: 'https://a.example/1'\nguid: '1'\n---\n\n<div>\n<p>文</p>\n</div>\n";
        assert_eq!(text(&article), expected);
    }

    proptest! {
        /// The own parser of YAML reads what was written.
        #[test]
        fn values_are_read_as_written(
            title in "(\\PC|\\p{C}|['\"\\[{}:#&*!|>%@`, \t\n-]|---|: ){0,30}",
            guid in "(\\PC|['\": #-]){1,20}",
            body in "(\\PC|<p>|</div>|---\n|# |\n){0,20}",
        ) {
            let article = NewArticle {
                title,
                guid: Some(guid),
                site: "站".to_owned(),
                body,
                ..NewArticle::default()
            }
            .checked();
            let head = written_head(&text(&article)).expect("front matter");
            prop_assert_eq!(&head.title, &article.title);
            prop_assert_eq!(head.guid, article.guid);
        }
    }
}
