//! Bookmark HTML, which browsers exchange, and Pocket's older export.
//!
//! The format is a sequence of tags rather than a tree: `<DT>`, `<DD>` and `<p>` are never closed.
//! `<H3>` names the folder that the next `<DL>` opens, `<A>` is a bookmark, `<DD>` the note of the
//! bookmark before it. So it is read as a sequence, as browsers do.

use super::fault::{Fault, FaultKind};
use super::format::Format;
use super::item::{Item, MAX_ITEMS, STARRED};
use super::time;
use crate::document::html::{StartTag, Token, for_each_token};
use std::fmt::Write as _;

/// Attributes of the folders that a browser always has. They are places, not collections.
const ROOTS: &[&str] = &["personal_toolbar_folder", "unfiled_bookmarks_folder"];

/// Reads bookmarks.
pub(super) fn read(source: &str, take: &mut dyn FnMut(Result<Item, Fault>)) -> Format {
    let mut reader = Reader {
        take,
        count: 0,
        folders: Vec::new(),
        heading: None,
        item: None,
        goes_to: GoesTo::Nothing,
        text: String::new(),
        format: Format::BookmarkHtml,
        archived: false,
    };
    for_each_token(source, &mut |token| reader.token(token));
    reader.end_text();
    reader.end_item();
    reader.format
}

/// What the text being read is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum GoesTo {
    Nothing,
    PageTitle,
    /// A heading of Pocket: `Unread` or `Read Archive`.
    State,
    Folder,
    Title,
    Note,
}

struct Reader<'t> {
    take: &'t mut dyn FnMut(Result<Item, Fault>),
    /// Items so far.
    count: usize,
    /// The names of the open folders; empty for those that are not collections.
    folders: Vec<String>,
    /// The name of the folder that the next `<DL>` opens.
    heading: Option<String>,
    /// The last bookmark and the line that it is on. It may still get a note.
    item: Option<(usize, Item)>,
    goes_to: GoesTo,
    text: String,
    format: Format,
    /// Below the heading of Pocket's archive.
    archived: bool,
}

impl Reader<'_> {
    fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Text(text) if self.goes_to != GoesTo::Nothing => self.text.push_str(text),
            Token::Text(_) => {}
            Token::Start(tag) => self.start(tag),
            Token::End("a" | "h3" | "h1" | "title") => self.end_text(),
            Token::End("dl") => {
                self.end_text();
                self.end_item();
                self.folders.pop();
            }
            Token::End(_) => {}
        }
    }

    fn start(&mut self, tag: StartTag<'_>) {
        match tag.name {
            "title" => self.begin_text(GoesTo::PageTitle),
            "h1" => {
                self.end_item();
                self.begin_text(GoesTo::State);
            }
            "h3" => {
                self.end_item();
                self.begin_text(GoesTo::Folder);
                let is_root = ROOTS.iter().any(|name| !tag.attribute(name).is_empty());
                if is_root {
                    self.goes_to = GoesTo::Nothing;
                    self.heading = Some(String::new());
                }
            }
            "dl" => {
                self.end_text();
                self.end_item();
                self.folders.push(self.heading.take().unwrap_or_default());
            }
            "a" => {
                self.end_item();
                self.begin_text(GoesTo::Title);
                self.item = Some((tag.line, self.bookmark(tag)));
            }
            "dd" => self.begin_text(GoesTo::Note),
            "dt" | "p" | "hr" | "li" | "ul" => self.end_text(),
            "br" if self.goes_to == GoesTo::Note => self.text.push('\n'),
            _ => {}
        }
    }

    fn begin_text(&mut self, goes_to: GoesTo) {
        self.end_text();
        self.goes_to = goes_to;
    }

    fn end_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        match (self.goes_to, &mut self.item) {
            (GoesTo::PageTitle, _) if text.trim() == "Pocket Export" => {
                self.format = Format::PocketHtml;
            }
            (GoesTo::State, _) => self.archived = text.trim() == "Read Archive",
            (GoesTo::Folder, _) => self.heading = Some(text.replace('/', "∕")),
            (GoesTo::Title, Some((_, item))) => item.title = text,
            (GoesTo::Note, Some((_, item))) => item.note = text,
            _ => {}
        }
        self.goes_to = GoesTo::Nothing;
    }

    fn bookmark(&self, tag: StartTag<'_>) -> Item {
        let first = |names: [&str; 2]| {
            let values = names.map(|name| tag.attribute(name));
            values.into_iter().find(|value| !value.is_empty())
        };
        let tags = tag.attribute("tags").split(',').map(str::to_owned);
        let mut tags: Vec<String> = tags.filter(|name| !name.trim().is_empty()).collect();
        if tag.attribute("data-important") == "true" {
            tags.push(STARRED.to_owned());
        }
        let is_unread = tag.attribute("toread") == "1";
        let names = self.folders.iter().filter(|name| !name.is_empty());
        let names: Vec<&str> = names.map(String::as_str).collect();
        Item {
            address: tag.attribute("href").to_owned(),
            tags,
            collections: vec![names.join("/")],
            added: first(["add_date", "time_added"]).and_then(time::parse),
            read: self.format == Format::PocketHtml && self.archived && !is_unread,
            ..Item::default()
        }
    }

    fn end_item(&mut self) {
        self.end_text();
        let Some((line, item)) = self.item.take() else {
            return;
        };
        self.count += 1;
        if self.count <= MAX_ITEMS {
            let item = item.cleaned();
            (self.take)(item.ok_or(Fault::new(line, FaultKind::NoAddress)));
        } else if self.count == MAX_ITEMS + 1 {
            (self.take)(Err(Fault::new(line, FaultKind::TooMany)));
        }
    }
}

/// The head that browsers look for.
const HEAD: &str = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n\
    <!-- This is an automatically generated file.\n     \
    It will be read and overwritten.\n     DO NOT EDIT! -->\n\
    <META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n\
    <TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n";

/// Writes items as browsers do. Collections become folders: an item is in each of its own. Items without an address are left
/// out: a browser cannot open them.
pub(crate) fn write<'i>(items: impl IntoIterator<Item = &'i Item>) -> String {
    let items = items.into_iter().filter(|item| !item.address.is_empty());
    let mut rows: Vec<(&str, &Item)> = Vec::new();
    for item in items {
        let folders = item.collections.iter().map(String::as_str);
        rows.extend(folders.map(|folder| (folder, item)));
        if item.collections.is_empty() {
            rows.push(("", item));
        }
    }
    // Stable: within a collection, the order stays.
    rows.sort_by_key(|(folder, _)| *folder);
    let mut out = String::from(HEAD);
    let mut open: Vec<&str> = Vec::new();
    for (folder, item) in rows {
        let names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
        let shared = open
            .iter()
            .zip(&names)
            .take_while(|(one, other)| one == other)
            .count();
        while open.len() > shared {
            open.pop();
            let _ = writeln!(out, "{}</DL><p>", indent(open.len()));
        }
        for name in names.iter().skip(shared) {
            let space = indent(open.len());
            let _ = writeln!(out, "{space}<DT><H3>{}</H3>\n{space}<DL><p>", escape(name));
            open.push(name);
        }
        push_item(item, indent(open.len()), &mut out);
    }
    while open.pop().is_some() {
        let _ = writeln!(out, "{}</DL><p>", indent(open.len()));
    }
    out.push_str("</DL><p>\n");
    out
}

fn indent(depth: usize) -> String {
    "    ".repeat(depth + 1)
}

fn push_item(item: &Item, space: String, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = write!(out, "{space}<DT><A HREF=\"{}\"", escape(&item.address));
    if let Some(time) = item.added {
        let _ = write!(out, " ADD_DATE=\"{}\"", time / 1000);
    }
    if !item.tags.is_empty() {
        let _ = write!(out, " TAGS=\"{}\"", escape(&item.tags.join(",")));
    }
    let _ = writeln!(out, ">{}</A>", escape(&item.title));
    if !item.note.is_empty() {
        let _ = writeln!(out, "{space}<DD>{}", escape(&item.note));
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
