//! The elements of feeds: one table for all versions of RSS and Atom and their extensions.
//!
//! Feeds mix the vocabularies (`atom:updated` in RSS, `pubDate` without a version), so that an
//! element means the same everywhere.

/// Vocabularies. RSS and Atom are one: their names do not conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    Feed,
    /// RSS 1.0 Content.
    Content,
    /// Dublin Core, elements and terms.
    Dublin,
    Media,
    Itunes,
    Xhtml,
    FeedBurner,
    Other,
}

/// Starts of namespaces, without the scheme: feeds write `https` for `http`, and other versions.
const SPACES: &[(&str, Space)] = &[
    ("www.w3.org/2005/atom", Space::Feed),
    ("purl.org/atom/ns", Space::Feed),
    ("example.com/newformat", Space::Feed),
    ("example.com/necho", Space::Feed),
    ("purl.org/echo", Space::Feed),
    ("uri/of/echo/namespace", Space::Feed),
    ("purl.org/pie", Space::Feed),
    ("purl.org/rss/1.0/modules/content", Space::Content),
    ("purl.org/rss/1.0/modules", Space::Other),
    ("purl.org/rss", Space::Feed),
    ("purl.org/net/rss", Space::Feed),
    ("backend.userland.com", Space::Feed),
    ("blogs.law.harvard.edu/tech/rss", Space::Feed),
    ("cyber.law.harvard.edu/rss", Space::Feed),
    ("my.netscape.com/rdf", Space::Feed),
    ("my.netscape.com/publish", Space::Feed),
    ("channel.netscape.com/rdf", Space::Feed),
    ("www.rssboard.org", Space::Feed),
    ("www.w3.org/1999/02/22-rdf", Space::Feed),
    ("purl.org/dc/", Space::Dublin),
    ("search.yahoo.com/mrss", Space::Media),
    ("video.search.yahoo.com/mrss", Space::Media),
    ("www.itunes.com/", Space::Itunes),
    ("example.com/dtds/podcast-1.0.dtd", Space::Itunes),
    ("www.w3.org/1999/xhtml", Space::Xhtml),
    ("rssnamespace.org/feedburner", Space::FeedBurner),
];

/// Prefixes that feeds use without declaring them.
const PREFIXES: &[(&str, Space)] = &[
    ("", Space::Feed),
    ("atom", Space::Feed),
    ("atom03", Space::Feed),
    ("rdf", Space::Feed),
    ("rss", Space::Feed),
    ("content", Space::Content),
    ("dc", Space::Dublin),
    ("dcterms", Space::Dublin),
    ("media", Space::Media),
    ("itunes", Space::Itunes),
    ("xhtml", Space::Xhtml),
    ("feedburner", Space::FeedBurner),
];

/// The vocabulary of a namespace.
pub fn space_of(namespace: &str) -> Space {
    let lower = namespace.trim().to_ascii_lowercase();
    let bare = lower
        .split_once("://")
        .map_or(lower.as_str(), |(_, rest)| rest);
    if bare.is_empty() {
        return Space::Feed;
    }
    let mut known = SPACES.iter();
    let known = known.find(|(start, _)| bare.starts_with(start));
    known.map_or(Space::Other, |(_, space)| *space)
}

/// The vocabulary of a prefix that is not declared.
pub fn space_of_prefix(prefix: &str) -> Space {
    let mut known = PREFIXES.iter();
    let known = known.find(|(name, _)| *name == prefix);
    known.map_or(Space::Other, |(_, space)| *space)
}

/// What an element says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Title,
    Link,
    /// An address that is better than [`Field::Link`]: without a counter in between.
    OriginalLink,
    Id,
    Published,
    Updated,
    Summary,
    Content,
    /// A person: text, or an element with the name inside.
    Author,
    Category,
    Enclosure,
    Picture,
    MediaTitle,
    MediaText,
}

/// Elements by vocabulary and name in lower case.
const FIELDS: &[(Space, &str, Field)] = &[
    (Space::Feed, "title", Field::Title),
    (Space::Dublin, "title", Field::Title),
    (Space::Feed, "link", Field::Link),
    (Space::FeedBurner, "origlink", Field::OriginalLink),
    (Space::Feed, "guid", Field::Id),
    (Space::Feed, "id", Field::Id),
    (Space::Dublin, "identifier", Field::Id),
    (Space::Feed, "pubdate", Field::Published),
    (Space::Feed, "published", Field::Published),
    (Space::Feed, "issued", Field::Published),
    (Space::Feed, "created", Field::Published),
    (Space::Dublin, "date", Field::Published),
    (Space::Dublin, "issued", Field::Published),
    (Space::Dublin, "created", Field::Published),
    (Space::Feed, "updated", Field::Updated),
    (Space::Feed, "modified", Field::Updated),
    (Space::Dublin, "modified", Field::Updated),
    (Space::Feed, "description", Field::Summary),
    (Space::Dublin, "description", Field::Summary),
    (Space::Feed, "summary", Field::Summary),
    (Space::Itunes, "summary", Field::Summary),
    (Space::Itunes, "subtitle", Field::Summary),
    (Space::Content, "encoded", Field::Content),
    (Space::Feed, "content", Field::Content),
    (Space::Feed, "fullitem", Field::Content),
    (Space::Feed, "body", Field::Content),
    (Space::Xhtml, "body", Field::Content),
    (Space::Xhtml, "div", Field::Content),
    (Space::Feed, "author", Field::Author),
    (Space::Dublin, "creator", Field::Author),
    (Space::Dublin, "author", Field::Author),
    (Space::Itunes, "author", Field::Author),
    (Space::Feed, "category", Field::Category),
    (Space::Dublin, "subject", Field::Category),
    (Space::Itunes, "category", Field::Category),
    (Space::Feed, "enclosure", Field::Enclosure),
    (Space::Media, "content", Field::Enclosure),
    (Space::Media, "thumbnail", Field::Picture),
    (Space::Itunes, "image", Field::Picture),
    (Space::Media, "title", Field::MediaTitle),
    (Space::Media, "description", Field::MediaText),
];

/// What an element says. `None`: nothing that is read.
pub fn field(space: Space, name: &str) -> Option<Field> {
    let mut all = FIELDS.iter();
    let found = all.find(|(known, other, _)| *known == space && *other == name);
    found.map(|(_, _, field)| *field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vocabularies() {
        let check = |namespace: &str, expected: Space| {
            assert_eq!(space_of(namespace), expected, "{namespace}");
        };
        check("", Space::Feed);
        check("http://www.w3.org/2005/Atom", Space::Feed);
        check("https://purl.org/rss/1.0/", Space::Feed);
        check("http://purl.org/rss/1.0/modules/content/", Space::Content);
        check("http://purl.org/rss/1.0/modules/syndication/", Space::Other);
        check("http://purl.org/dc/elements/1.1/", Space::Dublin);
        check("http://www.georss.org/georss", Space::Other);
        assert_eq!(field(Space::Content, "encoded"), Some(Field::Content));
        assert_eq!(field(Space::Other, "title"), None);
    }
}
