//! One template tag: its parts, and the Markdown it is replaced by.

use super::container::{Container, Shape};
use memchr::memmem;
use std::collections::HashSet;

/// Maximum length of a tag, in bytes. Bounds the time.
const LONGEST: usize = 8192;

/// A template tag: `{% name rest %}`, `{{< name rest >}}`, `{{ name }}`.
#[derive(Debug)]
pub struct Tag<'a> {
    pub whole: &'a str,
    /// The text between the brackets.
    pub inner: &'a str,
    pub name: &'a str,
    rest: &'a str,
}

impl<'a> Tag<'a> {
    /// The tag at the start of a text, and the text after it.
    pub fn at_start(text: &'a str) -> Option<(Self, &'a str)> {
        let end = if text.starts_with("{%") { "%}" } else { "}}" };
        let bytes = text.as_bytes();
        let head = bytes.get(..LONGEST).unwrap_or(bytes);
        let (whole, tail) = text.split_at_checked(memmem::find(head, end.as_bytes())? + 2)?;
        let inner = whole
            .trim_start_matches(['{', '%', '<', '-', ' '])
            .trim_end_matches(['}', '%', '>', '-', ' '])
            .trim_end_matches(" /");
        let (name, rest) = inner.split_once([' ', '\t']).unwrap_or((inner, ""));
        let tag = Self {
            whole,
            inner,
            name,
            rest: rest.trim(),
        };
        Some((tag, tail))
    }

    /// Parses a text that is one tag and nothing else.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (tag, tail) = Self::of_block(text)?;
        tail.is_empty().then_some(tag)
    }

    /// The code tag at the start of a text, and the first line of the code if it is after the tag.
    pub fn before_code(text: &'a str) -> Option<(Self, &'a str)> {
        Self::of_block(text).filter(|(tag, _)| tag.is_code())
    }

    fn of_block(text: &'a str) -> Option<(Self, &'a str)> {
        let opens = text.starts_with("{%") || text.starts_with("{{<") || text.starts_with("{{%");
        if opens { Self::at_start(text) } else { None }
    }

    /// Whether this is `{{ name }}`: an expression of Liquid or Jinja, or text in an article about
    /// templates.
    pub fn is_mustache(&self) -> bool {
        self.whole.starts_with("{{") && !self.is_hugo()
    }

    /// The value of an expression inside an address, as far as it is known: the string of
    /// `{{ "/a.png" | relative_url }}`, nothing for `{{ site.baseurl }}`.
    pub fn address(&self) -> &'a str {
        let quoted = |mark| self.inner.strip_prefix(mark)?.split_once(mark);
        let known = quoted('"').or_else(|| quoted('\''));
        known.map_or("", |(address, _)| address)
    }

    /// Whether an expression names a value of the site: `page.title`, `.Site.Title | upper`.
    pub fn is_value(&self) -> bool {
        let path = self.inner.split('|').next().unwrap_or_default().trim();
        let is_part = |c: char| c.is_ascii_alphanumeric() || "._-$".contains(c);
        let begins = path.starts_with(|c: char| c.is_ascii_alphabetic() || ".$".contains(c));
        begins && path.contains('.') && !path.ends_with('.') && path.chars().all(is_part)
    }

    fn is_hugo(&self) -> bool {
        self.whole.starts_with("{{<") || self.whole.starts_with("{{%")
    }

    /// The text between the brackets of the tag that ends this block.
    pub fn end(&self) -> String {
        if self.is_hugo() {
            format!("/{}", self.name)
        } else {
            format!("end{}", self.name)
        }
    }

    /// The name of the block that this tag ends, if it is an end tag.
    pub fn ended(&self) -> Option<&'a str> {
        if self.is_hugo() {
            self.inner.strip_prefix('/').map(str::trim)
        } else if self.whole.starts_with("{%") {
            self.name.strip_prefix("end")
        } else {
            None
        }
    }

    fn is_code(&self) -> bool {
        matches!(
            self.name,
            "highlight" | "nohighlight" | "codeblock" | "code_block" | "code" | "prism"
        )
    }

    /// The language and title of a code block.
    pub fn language(&self) -> (&'a str, String) {
        let named = ["lang", "language", "type"]
            .into_iter()
            .find_map(|key| self.value(key));
        let words = || self.rest.split_ascii_whitespace();
        let given = words().find_map(|word| word.strip_prefix("lang:"));
        let first = || {
            let first = words().next().filter(|word| !word.contains(['=', '"']));
            first.filter(|_| self.name == "highlight")
        };
        let language = named.or(given).or_else(first).unwrap_or_default();
        let title = match self.value("title") {
            Some(title) => title.to_owned(),
            None if self.name == "codeblock" => {
                let words = words().filter(|word| !word.contains([':', '=']));
                words.collect::<Vec<_>>().join(" ")
            }
            None => String::new(),
        };
        (language, title)
    }

    /// The container that this tag puts around its content.
    pub fn block(&self) -> Option<Container> {
        let shape = Shape::of(self.name)?;
        let title = ["title", "summary", "author"]
            .into_iter()
            .find_map(|key| self.value(key));
        let kind = self.value("type").unwrap_or_default();
        let mut container = match title {
            Some(title) => Container::new(shape, self.name, &format!("\"{title}\"")),
            None if self.rest.contains("=\"") => Container::new(shape, self.name, kind),
            None => Container::new(shape, self.name, self.rest),
        };
        if let Some(text) = self.value("text").or(self.value("content")) {
            text.clone_into(&mut container.text);
        }
        Some(container)
    }

    /// The value of `key="…"`.
    fn value(&self, key: &str) -> Option<&'a str> {
        let (before, rest) = self.rest.split_once(&format!("{key}=\""))?;
        let starts = before.is_empty() || before.ends_with([' ', '\t']);
        rest.split_once('"')
            .filter(|_| starts)
            .map(|(value, _)| value)
    }

    /// The words after the name. A quoted string is one word.
    fn words(&self) -> Vec<&'a str> {
        let mut words = Vec::new();
        let mut rest = self.rest.trim_start();
        while let Some(first) = rest.chars().next() {
            let (word, tail) = match first {
                '"' | '\'' => {
                    let inner = rest.strip_prefix(first).unwrap_or(rest);
                    inner.split_once(first).unwrap_or((inner, ""))
                }
                _ => rest.split_once([' ', '\t']).unwrap_or((rest, "")),
            };
            words.push(word);
            rest = tail.trim_start();
        }
        words
    }
}

/// The Markdown that replaces a tag without content. Unknown tags show nothing.
pub fn inline(tag: &Tag<'_>) -> String {
    let words = tag.words();
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    match tag.name {
        "img" | "image" | "asset_img" | "figure" | "qnimg" | "inlineimg" => picture(tag, &words),
        "link" if word(1).contains("://") => link(word(0), word(1)),
        "btn" | "button" | "linkcard" => {
            let parts: Vec<&str> = tag
                .rest
                .split([',', ' '])
                .filter(|part| !part.is_empty())
                .collect();
            let address = parts.iter().find(|part| part.contains("://"));
            let name = parts.iter().find(|part| !part.contains("://"));
            match (name, address) {
                (Some(name), Some(address)) => link(name, address),
                (None, Some(address)) => link(address, address),
                _ => String::new(),
            }
        }
        "post_link" | "asset_link" => {
            let title = words.get(1..).unwrap_or_default().join(" ");
            let plain = title.trim_end_matches(" true").trim_end_matches(" false");
            if plain.is_empty() { word(0) } else { plain }.to_owned()
        }
        "youtube" | "bilibili" | "vimeo" | "gist" | "tweet" | "x" | "video" | "iframe" | "mp4"
        | "dplayer" | "audio" | "linkpreview" => media(tag, &words),
        "tab" => {
            let title = tag.value("name").or(tag.value("title")).unwrap_or(word(0));
            let title = title.trim();
            match title {
                "" => String::new(),
                title => format!("\n\n**{title}**\n\n"),
            }
        }
        "label" | "span" | "text" | "u" | "emp" | "wavy" | "del" | "kbd" | "mark" | "psw"
        | "hideinline" | "hideInline" | "p" | "s" => {
            let text = tag.rest;
            let text = text.split_once("::").map_or(text, |(_, text)| text);
            let text = text.split_once('@').map_or(text, |(_, text)| text);
            text.trim().to_owned()
        }
        _ => String::new(),
    }
}

fn link(text: &str, address: &str) -> String {
    format!("[{text}]({address})")
}

/// An image. The address is the `src` attribute or the first word that looks like a file; the
/// words after it, except sizes, are the label.
fn picture(tag: &Tag<'_>, words: &[&str]) -> String {
    let is_file = |word: &&str| {
        let extension = word.rsplit_once('.').map(|(_, extension)| extension);
        let letters =
            |e: &str| (2..=4).contains(&e.len()) && e.bytes().all(|b| b.is_ascii_alphanumeric());
        word.contains("://") || word.starts_with('/') || extension.is_some_and(letters)
    };
    let at = words
        .iter()
        .position(|word| is_file(word) && !word.contains('='));
    let source = tag.value("src").or(tag.value("url"));
    let Some(source) = source.or_else(|| words.get(at?).copied()) else {
        return String::new();
    };
    // Hexo: `{% img /a.png 640 480 label %}`.
    let is_size = |word: &&&str| {
        word.trim_end_matches(['%', 'p', 'x'])
            .bytes()
            .all(|b| b.is_ascii_digit())
    };
    let behind: Vec<&str> = at
        .and_then(|at| words.get(at + 1..))
        .unwrap_or_default()
        .iter()
        .filter(|word| !is_size(word) && !word.contains('='))
        .copied()
        .collect();
    let label = ["alt", "caption", "title"]
        .into_iter()
        .find_map(|key| tag.value(key));
    let label = label.map_or_else(|| behind.join(" "), str::to_owned);
    format!("![{label}](<{source}>)")
}

/// A link to embedded media, which a terminal cannot show.
fn media(tag: &Tag<'_>, words: &[&str]) -> String {
    let first = words.first().copied().unwrap_or_default();
    let id = tag
        .value("id")
        .or(tag.value("src"))
        .or(tag.value("url"))
        .unwrap_or(first);
    if id.contains("://") {
        let address = id.trim_start_matches("url=");
        return link(address, address);
    }
    let second = words.get(1).copied().unwrap_or_default();
    let address = match tag.name {
        _ if id.is_empty() || id.contains('=') => return String::new(),
        "youtube" => format!("https://www.youtube.com/watch?v={id}"),
        "vimeo" => format!("https://vimeo.com/{id}"),
        "bilibili" => format!("https://www.bilibili.com/video/{id}"),
        "gist" if !second.is_empty() => format!("https://gist.github.com/{id}/{second}"),
        "gist" => format!("https://gist.github.com/{id}"),
        "tweet" | "x" => {
            let user = tag.value("user").unwrap_or("i");
            format!("https://x.com/{user}/status/{id}")
        }
        _ => return String::new(),
    };
    link(&address, &address)
}

/// Words of articles about templates.
const TEMPLATES: &[&str] = &[
    "模板",
    "模版",
    "テンプレート",
    "템플릿",
    "emplate",
    "Jinja",
    "Liquid",
    "Nunjucks",
    "Handlebars",
    "ustache",
    "Vue",
    "Angular",
    "Hugo",
    "Hexo",
    "Jekyll",
];

/// Whether the expressions of a source (`{{ release.url }}`) are what a template engine should have
/// replaced: each names a value, none is in code, and the article is not about templates.
pub fn has_leftovers(source: &str) -> bool {
    let mut is_code = false;
    let mut any = false;
    for line in source
        .lines()
        .filter(|line| line.contains("{{") || line.contains("```"))
    {
        is_code ^= line.trim_start().starts_with("```");
        let (mut done, mut ticks, mut raw, mut ended) = (0, 0, false, false);
        for (at, _) in line.match_indices("{{") {
            let (before, from) = line.split_at(at);
            let since = before.get(done..).unwrap_or_default();
            done = at;
            ticks += since.matches('`').count();
            raw |= since.contains("{% raw");
            ended |= since.contains("endraw");
            let tag = Tag::at_start(from).map(|(tag, _)| tag);
            let is_raw = raw && !ended;
            let Some(tag) = tag.filter(|tag| tag.is_mustache() && !is_raw) else {
                continue;
            };
            if is_code || ticks % 2 == 1 || !tag.is_value() && !before.ends_with(['(', '"', '\'']) {
                return false;
            }
            any = true;
        }
    }
    any && !TEMPLATES.iter().any(|word| source.contains(word))
}

/// The names of all end tags in a source (`endnote`, `/note`). Collected in one pass, because a
/// search per tag would take quadratic time.
pub fn ends(source: &str) -> HashSet<&str> {
    let tags = source.split('{').skip(1);
    let words = tags.filter_map(|tag| {
        let inner = tag.trim_start_matches(['%', '<', '-', ' ']);
        inner.split([' ', '\t', '\n', '%', '}', '>']).next()
    });
    words
        .filter(|word| word.starts_with("end") || word.starts_with('/'))
        .collect()
}

/// The offset of the first `{%` or `{{` in a text.
pub fn opening(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'{', bytes).find(|at| matches!(bytes.get(at + 1), Some(b'%' | b'{')))
}
