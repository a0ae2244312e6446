//! Links and embeds of wikis, as Obsidian writes them: `[[page]]`, `[[page|text]]`, `![[file]]`.
//! They become links and images of Markdown. Where a page is, only the library knows.

use super::source::{self, literal, overlaps};
use crate::document::is_wide;
use crate::document::slug::slug;
use memchr::memmem;
use pulldown_cmark::Options;
use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::Range;

/// File name extensions of pictures.
const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif"];

/// Replaces the links and embeds of a source that is written with them. Double brackets have other
/// meanings, too, such as internal slots in ECMAScript: `[[Realm]]`.
pub fn replace(source: &str, options: Options) -> Cow<'_, str> {
    let definitions = LazyCell::new(|| definitions(source));
    let is_link = |link: &WikiLink<'_>| {
        link.is_certain() || link.is_alone(source) && !definitions.contains(link.target)
    };
    if !links(source).any(|link| is_link(&link)) {
        return Cow::Borrowed(source);
    }
    let literal = literal(source, options);
    let links = links(source).filter(|link| !overlaps(&literal, &link.range));
    source::replace(
        source,
        links.map(|link| (link.range.clone(), link.markdown())),
    )
}

/// Removes the sizes of pictures, which Obsidian writes behind their texts: `![图|300](a.png)`.
pub fn without_sizes(source: &str, options: Options) -> Cow<'_, str> {
    let mut sizes = Vec::new();
    // A text has no end of another one in it, so that the search is linear.
    let mut from = 0;
    for end in memmem::find_iter(source.as_bytes(), "](") {
        let size = source.get(from..end).and_then(size);
        sizes.extend(size.map(|size| from + size.start..from + size.end));
        from = end;
    }
    if sizes.is_empty() {
        return Cow::Borrowed(source);
    }
    let literal = literal(source, options);
    sizes.retain(|size| !overlaps(&literal, size));
    source::replace(source, sizes.into_iter().map(|size| (size, "")))
}

/// The size at the end of the text of a picture, with its bar.
fn size(before: &str) -> Option<Range<usize>> {
    let text = before.rsplit(['[', '\n']).next()?;
    let bar = before.len() - text.len() + text.rfind('|')?;
    let is_picture = before.strip_suffix(text)?.ends_with("![");
    let size = before.get(bar + 1..).filter(|size| !size.is_empty())?;
    // In a table the bar is escaped.
    let bar = bar - usize::from(before.get(..bar)?.ends_with('\\'));
    (is_picture && is_size(size)).then_some(bar..before.len())
}

/// A link or an embed in double brackets.
struct WikiLink<'a> {
    /// Its bytes in the source.
    range: Range<usize>,
    target: &'a str,
    text: Option<&'a str>,
    embeds: bool,
}

impl WikiLink<'_> {
    /// Whether it cannot be anything else.
    fn is_certain(&self) -> bool {
        let is_file = self.embeds && self.target.contains('.');
        let is_path = self.target.contains(['/', '#']) || is_phrase(self.target);
        let is_path = is_path || is_slug(self.target);
        self.text.is_some() || is_file || is_path || self.target.contains(is_wide)
    }

    /// Whether it is a line of its own, or an item.
    fn is_alone(&self, source: &str) -> bool {
        let before = source.get(..self.range.start).unwrap_or_default();
        let line = before.trim_end_matches([' ', '-', '*', '+', '>']);
        let after = source.get(self.range.end..).unwrap_or_default();
        let after = after.trim_start_matches([' ', '\t', '\r']);
        let is_word = self.target.chars().all(|c| c.is_alphanumeric() || c == '_');
        let is_alone = (line.is_empty() || line.ends_with('\n'))
            && (after.is_empty() || after.starts_with('\n'));
        is_word && is_alone && !self.embeds
    }

    fn markdown(&self) -> String {
        let name = self.target.rsplit('/').next().unwrap_or_default();
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        let is_picture = extension.is_some_and(|extension| {
            PICTURES
                .iter()
                .any(|known| known.eq_ignore_ascii_case(extension))
        });
        if self.embeds && is_picture {
            let text = self.text.filter(|text| !is_size(text)).unwrap_or_default();
            return format!("![{text}](<{}>)", self.target);
        }
        let text = match self.text {
            Some(text) => text.to_owned(),
            // A heading of this page, or of another one.
            None => match self.target.split_once('#') {
                Some(("", heading)) => heading.trim_start_matches(['#', '^']).to_owned(),
                Some((page, heading)) => format!("{page} › {}", heading.trim_start_matches('^')),
                None => self.target.to_owned(),
            },
        };
        format!("[{text}](<{}>)", self.address())
    }

    /// The address of the page and of the heading in it. A part of a page that is no heading
    /// (`#^name`) has none.
    fn address(&self) -> String {
        let (page, part) = self.target.split_once('#').unwrap_or((self.target, ""));
        // Of headings within headings, the last.
        let heading = part.rsplit('#').next().unwrap_or_default();
        let mut out = String::with_capacity(self.target.len() + 16);
        push_encoded(&mut out, page);
        if !heading.is_empty() && !heading.starts_with('^') {
            out.push('#');
            push_encoded(&mut out, &slug(heading));
        }
        out
    }
}

/// What the source defines: the names in `[name]:`.
fn definitions(source: &str) -> HashSet<&str> {
    let mut from = 0;
    let name = |end: usize| {
        let before = source.get(std::mem::replace(&mut from, end)..end)?;
        before.rsplit_once('[').map(|(_, name)| name)
    };
    let ends = memmem::find_iter(source.as_bytes(), "]:");
    ends.filter_map(name).collect()
}

/// Whether a text is the size of a picture: `300`, `300x200`.
fn is_size(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || c == 'x')
}

/// Appends a part of an address without signs of Markdown.
fn push_encoded(out: &mut String, part: &str) {
    for c in part.chars() {
        match c {
            '*' | '_' | '~' | '=' | '$' | '<' | '>' | '\\' | '`' | '&' | '?' | '%' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

/// The links and embeds of a source. One is on one line.
fn links(source: &str) -> impl Iterator<Item = WikiLink<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(at) = memmem::find(source.as_bytes().get(from..)?, b"[[") {
            let open = from + at;
            let (before, rest) = source.split_at_checked(open)?;
            from = open + "[[".len();
            let inner = rest.get("[[".len()..)?;
            // Stops at the first bracket, so that the search is linear.
            let length = inner.find(['[', ']', '\n'])?;
            let (inner, after) = inner.split_at_checked(length)?;
            let Some(after) = after.strip_prefix("]]") else {
                continue;
            };
            let embeds = before.ends_with('!');
            let range = open - usize::from(embeds)..source.len() - after.len();
            let (label, range) = match label(after) {
                Some(label) => (Some(label), range.start..range.end + label.len() + 2),
                None => (None, range),
            };
            if let Some(link) = link(inner, label, range, embeds)
                && may_open(before)
                && !after.starts_with(['(', '[', ']'])
                && !(after.starts_with(':') && (before.is_empty() || before.ends_with('\n')))
            {
                from = link.range.end;
                return Some(link);
            }
        }
        None
    })
}

/// The text in braces after a link: `[[page]]{text}`.
fn label(after: &str) -> Option<&str> {
    let after = after.strip_prefix('{')?;
    // Stops at the first brace, so that the search is linear.
    let (label, end) = after.split_at(after.find(['{', '}', '\n'])?);
    let is_text = end.starts_with('}') && !label.trim().is_empty() && !label.contains('=');
    (is_text && !label.starts_with(['.', '#', ':'])).then_some(label)
}

/// A link with this between its brackets. In a table the bar before the text is escaped.
fn link<'a>(
    inner: &'a str,
    label: Option<&'a str>,
    range: Range<usize>,
    embeds: bool,
) -> Option<WikiLink<'a>> {
    let (target, text) = match inner.split_once('|') {
        Some((target, text)) => (target.trim_end_matches('\\'), Some(text.trim())),
        None => (inner, None),
    };
    let is_name = |name: &str| !name.is_empty() && name.trim() == name;
    // Numbers in brackets are a reference or a matrix.
    let is_number = target
        .chars()
        .all(|c| c.is_ascii_digit() || ", ".contains(c));
    let is_link = is_name(target) && !is_number && !target.contains([':', '"', '<', '>']);
    let text = label.or(text).filter(|text| !text.is_empty());
    is_link.then_some(WikiLink {
        range,
        target,
        text,
        embeds,
    })
}

/// Whether a name has several words, unlike a slot of ECMAScript or an attribute of C++.
fn is_phrase(name: &str) -> bool {
    let is_word =
        |word: &str| word.len() > 1 && word.chars().all(|c| c.is_alphanumeric() || c == '-');
    name.contains(' ') && name.starts_with(char::is_alphabetic) && name.split(' ').all(is_word)
}

/// Whether a name is written like that of a file: words and numbers with hyphens between. Only short
/// ones are the ranges of a regular expression: `[[a-z]]`, `[[a-zA-Z0-9]]`.
fn is_slug(name: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(char::is_alphanumeric);
    let is_long = |word: &str| word.len() > 2;
    name.contains('-') && name.split('-').all(is_word) && name.split('-').any(is_long)
}

/// Whether brackets after this are a link: not an escaped one, nor an index of `a[[0]]`.
fn may_open(before: &str) -> bool {
    let before = before.chars().next_back();
    before.is_none_or(|c| !c.is_ascii_alphanumeric() && !"\\[_)]".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_have_no_sizes_in_their_texts() {
        let check = |source: &str, expected: &str| {
            let found = without_sizes(source, Options::empty());
            assert_eq!(found, expected, "{source}");
        };
        check("![图|300](a.png) ![|3x2](b.png)", "![图](a.png) ![](b.png)");
        check("| ![图\\|300](a.png) |", "| ![图](a.png) |");
        check(
            "前面。\n\n![图\\|注|300](a.png)后 ![a\\|b|300](b)",
            "前面。\n\n![图\\|注](a.png)后 ![a\\|b](b)",
        );
        check(
            "[甲|300](a) ![图|大](a) `![图|300](a)`",
            "[甲|300](a) ![图|大](a) `![图|300](a)`",
        );
    }

    #[test]
    fn links_lead_to_pages() {
        let check = |source: &str, expected: &str| {
            assert_eq!(replace(source, Options::empty()), expected, "{source}");
        };
        check("见[[读书笔记]]。", "见[读书笔记](<读书笔记>)。");
        check(
            "见 [[notes/a|那一页]] 和 [[b]]",
            "见 [那一页](<notes/a>) 和 [b](<b>)",
        );
        check("| [[a\\|甲]] | 乙 |", "| [甲](<a>) | 乙 |");
        check(
            "[[页面#小节]]，[[#本页]]",
            "[页面 › 小节](<页面#小节>)，[本页](<#本页>)",
        );
        check(
            "![[图/春.png]] ![[春.png|300]]",
            "![](<图/春.png>) ![](<春.png>)",
        );
        check("![[春.JPG|早市]]", "![早市](<春.JPG>)");
        check("![[另一页]]", "[另一页](<另一页>)");
        check(
            "[[/b/two]]{标签}后，[[甲]]{.x}",
            "[标签](</b/two>)后，[甲](<甲>){.x}",
        );
        check("[[甲]] `[[甲]]` \\[[甲]]", "[甲](<甲>) `[[甲]]` \\[[甲]]");
        check(
            "[[甲]] [[1]](https://example.com)",
            "[甲](<甲>) [[1]](https://example.com)",
        );
        check(
            "[[甲]] [[1]] [[1, 2], [3, 4]]",
            "[甲](<甲>) [[1]] [[1, 2], [3, 4]]",
        );
        check("[[甲_乙#A B#C d^]]", "[甲_乙 › A B#C d^](<甲%5F乙#c-d>)");
        check("- [[a|b]]: c", "- [b](<a>): c");
        check(
            "[[Two Words]] [[1, 2]]",
            "[Two Words](<Two Words>) [[1, 2]]",
        );
        check("[[1, 2]] [[a b]]", "[[1, 2]] [[a b]]");
        check(
            "见 [[my-note]] 和 [[b]]",
            "见 [my-note](<my-note>) 和 [b](<b>)",
        );
        check("- [[inbox]]\n- [[b]]\n", "- [inbox](<inbox>)\n- [b](<b>)\n");
        check("[[foo]]\n\n[foo]: /u", "[[foo]]\n\n[foo]: /u");
        check("[[2026-11-02]]", "[2026-11-02](<2026-11-02>)");
        let classes = "匹配 [[a-z]] 与 [[a-zA-Z0-9]]";
        check(classes, classes);
        check("x[[a-b]] [[-f x]] [[a--b]]", "x[[a-b]] [[-f x]] [[a--b]]");
        check("[[甲#^a1]]", "[甲 › a1](<甲>)");
        check("![[foo]]\n\n[[foo]]: /url2", "![[foo]]\n\n[[foo]]: /url2");
        check("[[Realm]] and [[Call]]", "[[Realm]] and [[Call]]");
        check("[[ 甲 ]] [[]] a[[甲]] [[甲", "[[ 甲 ]] [[]] a[[甲]] [[甲");
    }
}
