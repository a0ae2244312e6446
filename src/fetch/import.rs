//! Entries of other programs' exports as articles.

use super::NewArticle;
use crate::extract::article_html;
use crate::interchange::Item;
use crate::library::{Date, DateOrigin, Zone, utc_rfc3339};
use crate::text::host;

/// The folder of imported articles in a library: that of saved pages.
const FOLDER: &str = "saved";

/// The article of an entry with a text, or with quotations alone; `None` for a link, whose page is
/// to be fetched.
pub(crate) fn article_of(item: &Item) -> Option<NewArticle> {
    let base = (!item.address.is_empty()).then_some(&*item.address);
    let mut keep = |address: &str| Some(address.to_owned());
    let body = match item.body.trim() {
        "" => quotations(item),
        body => article_html(body, base, &mut keep),
    };
    if body.trim().is_empty() {
        return None;
    }
    let host = host(&item.address);
    let site = [&*item.source, host, FOLDER];
    let site = site.into_iter().find(|site| !site.is_empty());
    let date = item.published.or(item.added).map(utc_rfc3339);
    Some(NewArticle {
        title: item.title.clone(),
        date: date.and_then(|date| Date::parse(&date, &Zone::default(), DateOrigin::FrontMatter)),
        author: (!item.author.is_empty()).then(|| item.author.clone()),
        site: site.unwrap_or_default().to_owned(),
        tags: item.tags.clone(),
        link: base.map(str::to_owned),
        body,
        folder: Some(FOLDER.to_owned()),
        ..NewArticle::default()
    })
}

/// What Readwise keeps of a book or an article without its text. An entry with an address is a link.
fn quotations(item: &Item) -> String {
    if !item.address.is_empty() {
        return String::new();
    }
    let escaped = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        text.replace('\n', "<br>")
    };
    let mut html = String::new();
    for highlight in &item.highlights {
        html += &format!(
            "<blockquote><p>{}</p></blockquote>\n",
            escaped(&highlight.quote)
        );
        if !highlight.note.is_empty() {
            html += &format!("<p>{}</p>\n", escaped(&highlight.note));
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::Highlight;

    #[test]
    fn entries_with_a_text_are_articles() {
        let item = Item {
            address: "https://news.example/1".to_owned(),
            title: "大桥".to_owned(),
            author: "某人".to_owned(),
            body: "<p onclick=x>新的大桥已经合龙。<a href=/2>下一篇</a><script>x</script></p>"
                .to_owned(),
            published: Some(1_650_342_141_000),
            ..Item::default()
        };
        let article = article_of(&item).unwrap();
        assert_eq!(
            article.body.trim(),
            "<p>新的大桥已经合龙。<a href=\"https://news.example/2\">下一篇</a></p>"
        );
        assert_eq!(
            (&*article.site, article.author.as_deref()),
            ("news.example", Some("某人"))
        );
        let date = article.date.map(Date::rfc3339);
        assert_eq!(date.as_deref(), Some("2022-04-19T04:22:21+00:00"));
        let link = Item {
            body: String::new(),
            ..item
        };
        assert_eq!(article_of(&link), None);
        let quoted = Item {
            address: String::new(),
            highlights: vec![Highlight {
                quote: "一<句".to_owned(),
                ..Highlight::default()
            }],
            ..link
        };
        assert_eq!(
            article_of(&quoted).unwrap().body,
            "<blockquote><p>一&lt;句</p></blockquote>\n"
        );
    }
}
