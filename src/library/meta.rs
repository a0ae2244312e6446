//! Derives list metadata from front matter fields: source, author, categories, address, picture,
//! language.

use super::front_matter::Fields;
use super::plain_text;
use crate::text::{Language, authority, sanitize_line};

/// Keys of the article's web address, most trusted first.
const ADDRESS: &[&str] = &[
    "link",
    "canonical",
    "canonical_url",
    "original",
    "source_url",
    "url",
    "permalink",
    "via",
];

/// Keys of the lead picture.
const PICTURE: &[&str] = &[
    "headimg",
    "thumbnail",
    "cover",
    "image",
    "featuredimage",
    "index_img",
    "banner_img",
    "photos",
];

/// Keys of the date, most trusted first.
pub const DATE: &[&str] = &[
    "date",
    "pubdate",
    "published",
    "publishdate",
    "published_at",
    "created",
    "created_at",
    "time",
    "updated",
];

/// Metadata from the fields. All strings are sanitized single lines and may be empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Meta {
    pub source: String,
    pub author: String,
    pub categories: Vec<String>,
    pub tags: Vec<String>,
    pub address: Option<String>,
    pub picture: Option<String>,
    pub language: Option<Language>,
}

/// Reads the fields.
pub fn meta(fields: &Fields) -> Meta {
    Meta {
        address: address(fields),
        picture: PICTURE
            .iter()
            .find_map(|key| web(&fields.text(key)?))
            .filter(|picture| !is_filler(picture)),
        ..listed(fields)
    }
}

/// The web address of the article.
pub fn address(fields: &Fields) -> Option<String> {
    ADDRESS.iter().find_map(|key| web(&fields.text(key)?))
}

/// Reads the fields without the address and the picture, which the list does not show.
pub fn listed(fields: &Fields) -> Meta {
    let mut categories = lines(fields, &["categories", "category"]);
    let author = author(fields);
    let source = source(fields, &mut categories, &author);
    Meta {
        author,
        source,
        categories,
        tags: lines(fields, &["tags", "tag", "topics"]),
        address: None,
        picture: None,
        language: language(fields),
    }
}

/// The language that the fields name.
fn language(fields: &Fields) -> Option<Language> {
    let tag = fields.first_of(&["lang", "language", "locale"])?;
    Language::from_tag(&tag)
}

fn line(text: &str) -> String {
    sanitize_line(&plain_text::decode(text))
}

/// The words of links in Markdown: feeds name their sources with them.
fn without_links(text: String) -> String {
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, (words, after))) = rest
        .split_once('[')
        .and_then(|(before, link)| Some((before, link.split_once("](http")?)))
    {
        let Some((_, behind)) = after
            .split_once(')')
            .filter(|_| !words.contains(['[', ']']))
        else {
            break;
        };
        out.extend([before, words]);
        rest = behind;
    }
    if rest.len() == text.len() {
        return text;
    }
    out + rest
}

fn lines(fields: &Fields, keys: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in keys.iter().flat_map(|key| fields.texts(key)) {
        let text = without_links(line(text));
        if !text.is_empty() && !all.contains(&text) && all.len() < 64 {
            all.push(text);
        }
    }
    all
}

fn author(fields: &Fields) -> String {
    let names = lines(fields, &["author", "authors"]);
    let names = if names.is_empty() {
        lines(fields, &["nick", "name"])
    } else {
        names
    };
    // Translations append the author's page to the name.
    let name = names.join("、");
    match name.split_once(" http") {
        Some((name, _)) => name.to_owned(),
        None => name,
    }
}

/// The site or feed. RSSHub's generators write `category, source, channel` (and the source as the
/// author), earlier versions `category, source - channel`; others name it or leave it out.
fn source(fields: &Fields, categories: &mut Vec<String>, author: &str) -> String {
    let generated = fields.get("comments").is_some()
        && fields.get("thumbnail").is_some()
        && (2..=3).contains(&categories.len());
    if generated && let Some(second) = categories.get(1).cloned() {
        if categories.len() == 3 && (author.is_empty() || author == second) {
            return second;
        }
        if categories.len() == 2
            && author == second
            && let Some((source, channel)) = second.split_once(" - ")
        {
            let channel = channel.trim().to_owned();
            let source = source.trim().to_owned();
            categories.pop();
            categories.extend([source.clone(), channel]);
            return source;
        }
        return second;
    }
    let named = fields.first_of(&["source", "site", "publisher"]);
    named.map_or(String::new(), |text| {
        web(&text).map_or_else(
            || without_links(line(&text)),
            |address| authority(&address).to_owned(),
        )
    })
}

/// An absolute web address; anything else is rejected.
fn web(text: &str) -> Option<String> {
    let text = line(text);
    let text = text
        .strip_prefix("//")
        .map_or(text.clone(), |rest| format!("https://{rest}"));
    let scheme = ["http://", "https://"].iter().any(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    (scheme && text.len() <= 2000 && !text.contains(' ')).then_some(text)
}

/// Generators without a picture link to a service of random pictures; those are ignored.
fn is_filler(picture: &str) -> bool {
    authority(picture).ends_with("picsum.photos")
}

/// Whether a date field has a value.
pub fn written_date(fields: &Fields) -> Option<String> {
    // `published: true` is not a date.
    let text = DATE.iter().filter_map(|key| fields.text(key));
    text.into_iter()
        .find(|text| !matches!(text.as_str(), "true" | "false"))
}

#[cfg(test)]
mod tests {
    use super::super::front_matter;
    use super::*;

    fn of(head: &str) -> Meta {
        meta(&front_matter::read(&format!("---\n{head}\n---\n")).fields)
    }

    #[test]
    fn sources() {
        #[track_caller]
        fn check(head: &str, source: &str, categories: &[&str]) {
            let meta = of(head);
            assert_eq!(
                (meta.source.as_str(), meta.categories.as_slice()),
                (
                    source,
                    categories
                        .iter()
                        .map(|s| (*s).to_owned())
                        .collect::<Vec<_>>()
                        .as_slice()
                ),
                "{head:?}"
            );
        }
        check(
            "categories: \n - 金融\n - 新浪财经\n - 国內\nauthor: 新浪财经\ncomments: false\nthumbnail: ''",
            "新浪财经",
            &["金融", "新浪财经", "国內"],
        );
        check(
            "categories: \n - 二次元\n - Bangumi - 日志\nauthor: Bangumi - 日志\ncomments: false\nthumbnail: ",
            "Bangumi",
            &["二次元", "Bangumi", "日志"],
        );
        check(
            "categories:\n - 甲\n - 乙\n - 丙\nauthor: 某",
            "",
            &["甲", "乙", "丙"],
        );
        check(
            "categories: 甲\nsource: https://news.example/a",
            "news.example",
            &["甲"],
        );
        check("categories:\nsource: 某报", "某报", &[]);
        check(
            "source: 'News - [Some](https://a.example/b)'",
            "News - Some",
            &[],
        );
        check("categories: [[甲, 乙], [丙]]", "", &["甲", "乙", "丙"]);
    }

    #[test]
    fn authors() {
        #[track_caller]
        fn check(head: &str, expected: &str) {
            assert_eq!(of(head).author, expected, "{head:?}");
        }
        check("author: 某&amp;某", "某&某");
        check("author:\n  nick: 小某\n  github_name: x", "小某");
        check("authors: [甲, 乙]", "甲、乙");
        check("authors:\n  - name: 甲\n    url: x", "甲");
        check("author: \"Ann Li https://a.example/\"", "Ann Li");
        check("author:", "");
    }

    #[test]
    fn addresses_and_pictures() {
        let meta = of(
            "headimg: 'https://picsum.photos/400/300?random=1'\nurl: /2015/01/\nlink: javascript:x\npermalink: https://a.example/b?c=1&amp;d=2\nlang: zh-TW",
        );
        assert_eq!(meta.picture, None);
        assert_eq!(meta.address.as_deref(), Some("https://a.example/b?c=1&d=2"));
        assert_eq!(meta.language, Some(Language::ZhHant));
        assert_eq!(
            of("cover: //img.example/a.png").picture.as_deref(),
            Some("https://img.example/a.png")
        );
    }
}
