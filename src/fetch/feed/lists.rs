//! Lists of feeds: OPML, and the file `urls` of newsboat.

use super::item::is_web;
use super::text::{self, Markup};
use super::xml::{Event, Xml};
use crate::user::feeds::FeedSettings;
use std::collections::HashSet;

/// Maximum feeds that are read of a list.
const MAX_FEEDS: usize = 10_000;

/// What a list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedList {
    pub feeds: Vec<FeedSettings>,
    /// Entries that are no address of the web: commands, filters and queries.
    pub skipped: usize,
    known: HashSet<String>,
}

/// Reads a list. `None` if it is something else.
pub fn read(bytes: &[u8]) -> Option<FeedList> {
    let text = super::text_of(bytes, None);
    if text.trim_start().starts_with('<') {
        return opml(&text);
    }
    let list = urls(&text);
    (!list.feeds.is_empty() || list.skipped > 0).then_some(list)
}

impl FeedList {
    fn add(&mut self, feed: FeedSettings) {
        if !is_web(&feed.address) || self.feeds.len() >= MAX_FEEDS {
            self.skipped += 1;
        } else if self.known.insert(feed.key()) {
            self.feeds.push(feed);
        }
    }
}

/// OPML: an outline with an address is a feed, one without is a folder.
fn opml(text: &str) -> Option<FeedList> {
    let mut list = FeedList::default();
    let mut is_opml = false;
    // The name of the folder for each open element that is one.
    let mut open: Vec<Option<String>> = Vec::new();
    let mut xml = Xml::new(text, None);
    while let Some(event) = xml.next() {
        match event {
            Event::Open(element) => {
                is_opml |= element.name == "opml";
                let named = |names: &[&str]| {
                    let mut values = names.iter().filter_map(|name| element.attribute(name));
                    let value = values.find(|value| !value.is_empty());
                    value.map(|value| text::line(value, Markup::Plain))
                };
                let name = named(&["title", "text"]);
                let address = named(&["xmlurl"]).filter(|_| element.name == "outline");
                let is_folder = element.name == "outline" && address.is_none();
                if let Some(address) = address {
                    let folders: Vec<&str> = open.iter().flatten().map(String::as_str).collect();
                    let tags = named(&["category"]).unwrap_or_default();
                    let tags = tags.split(',').map(str::trim);
                    list.add(FeedSettings {
                        name: name.clone().unwrap_or_default(),
                        category: Some(folders.join("/")).filter(|path| !path.is_empty()),
                        tags: tags
                            .filter(|tag| !tag.is_empty())
                            .map(str::to_owned)
                            .collect(),
                        ..FeedSettings::at(address)
                    });
                }
                open.push(name.filter(|_| is_folder));
            }
            Event::Close => {
                open.pop();
            }
            Event::Text(_) => {}
        }
    }
    is_opml.then_some(list)
}

/// Newsboat: an address and its tags in each line; `~` starts the name, `!` hides the feed.
fn urls(text: &str) -> FeedList {
    let mut list = FeedList::default();
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = words(line).into_iter();
        let mut feed = FeedSettings::at(words.next().unwrap_or_default());
        for word in words {
            match word.strip_prefix('~') {
                Some(name) => feed.name = text::line(name, Markup::Plain),
                None if word.starts_with('!') => {}
                None => feed.tags.push(text::line(&word, Markup::Plain)),
            }
        }
        feed.category = feed.tags.first().cloned();
        list.add(feed);
    }
    list
}

/// Words of a line, of which those in quotation marks may have spaces.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim();
    while let Some(first) = rest.chars().next() {
        let (word, behind) = if first == '"' {
            let inner = rest.get(1..).unwrap_or_default();
            inner.split_once('"').unwrap_or((inner, ""))
        } else {
            rest.split_once(char::is_whitespace).unwrap_or((rest, ""))
        };
        words.push(word.to_owned());
        rest = behind.trim_start();
    }
    words
}

/// OPML of feeds, with folders of their categories. Commands and local files are left out: no
/// other program can read them.
pub fn to_opml(feeds: &[FeedSettings]) -> String {
    let mut feeds: Vec<&FeedSettings> = feeds.iter().filter(|feed| is_web(&feed.address)).collect();
    let path = |feed: &FeedSettings| feed.category.clone().unwrap_or_default();
    feeds.sort_by_key(|feed| path(feed));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n\
         <head><title>kanbao</title></head>\n<body>\n",
    );
    let mut open: Vec<String> = Vec::new();
    for feed in feeds {
        let folders = path(feed);
        let folders: Vec<&str> = folders.split('/').filter(|name| !name.is_empty()).collect();
        let same = open
            .iter()
            .zip(&folders)
            .take_while(|(one, other)| one == *other);
        let same = same.count();
        while open.len() > same {
            open.pop();
            out.push_str("</outline>\n");
        }
        for folder in folders.iter().skip(same) {
            out += &format!("<outline text=\"{}\">\n", text::escape(folder));
            open.push((*folder).to_owned());
        }
        let address = feed.key();
        let name = if feed.name.is_empty() {
            &address
        } else {
            &feed.name
        };
        let (name, address) = (text::escape(name), text::escape(&address));
        let tags = feed.tags.join(",");
        let tags = match &*tags {
            "" => String::new(),
            tags => format!(" category=\"{}\"", text::escape(tags)),
        };
        out += &format!(
            "<outline type=\"rss\" text=\"{name}\" title=\"{name}\" xmlUrl=\"{address}\"{tags}/>\n"
        );
    }
    out.push_str(&"</outline>\n".repeat(open.len()));
    out.push_str("</body>\n</opml>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(address: &str, name: &str, category: &str, tags: &[&str]) -> FeedSettings {
        FeedSettings {
            name: name.to_owned(),
            category: Some(category.to_owned()).filter(|category| !category.is_empty()),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..FeedSettings::at(address)
        }
    }

    #[test]
    fn opml_keeps_folders() {
        let source = b"<opml version='1.0'><head><title>x</title></head><body>\
            <outline text='\xe7\xbb\x8f\xe6\xb5\x8e'><outline text='A &amp; B'>\
            <outline type='rss' text='t' title='One' xmlUrl='https://1.example/f?a=1&amp;b=2' category='x, y'/></outline>\
            <outline text='Two' xmlUrl='https://2.example/'/></outline>\
            <outline text='Three' xmlUrl='https://3.example/'/>\
            <outline text='Three again' xmlUrl='https://3.example/'/>\
            <outline text='local' xmlUrl='file:///etc/passwd'/>";
        let expected = [
            feed(
                "https://1.example/f?a=1&b=2",
                "One",
                "经济/A & B",
                &["x", "y"],
            ),
            feed("https://2.example/", "Two", "经济", &[]),
            feed("https://3.example/", "Three", "", &[]),
        ];
        let list = read(source).expect("a list");
        assert_eq!(
            (list.feeds.as_slice(), list.skipped),
            (expected.as_slice(), 1)
        );
        let again = read(to_opml(&list.feeds).as_bytes()).expect("a list");
        let mut sorted = again.feeds;
        sorted.sort_by(|one, other| one.address.cmp(&other.address));
        assert_eq!(sorted, expected);
        assert_eq!(read(b"<html></html>"), None);
    }

    #[test]
    fn urls_of_newsboat() {
        let source =
            b"# mine\nhttps://1.example/ news \"two words\" \"~One\" !\n\nhttps://2.example/\n\
            exec:rm -rf /\nquery:x:unread = \"yes\"\n";
        let list = read(source).expect("a list");
        let expected = [
            feed("https://1.example/", "One", "news", &["news", "two words"]),
            feed("https://2.example/", "", "", &[]),
        ];
        assert_eq!(
            (list.feeds.as_slice(), list.skipped),
            (expected.as_slice(), 2)
        );
        assert_eq!(read(b""), None);
    }
}
