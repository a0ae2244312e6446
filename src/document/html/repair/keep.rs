//! Tags that stay markup: their nesting is limited, and attributes are dropped.

use super::tag::{TagEnd, TagKind};
use super::{Attributes, Repair};
use crate::document::embedded;

/// Wrappers without meaning, with the replacements of their start and end tags beyond
/// [`MAX_WRAPPERS`]. A `<div>` becomes a `<p>`, so that it still ends the paragraph before it.
const WRAPPERS: [(&str, &str, &str); 2] = [("div", "<p>", "</p>"), ("span", "", "")];

/// Maximum nesting depth of each wrapper. Deeper ones would use up the depth limit of the
/// builder and make the whole page fall back to flat text.
const MAX_WRAPPERS: usize = 80;

/// Frequent attributes that the builder never reads. Each costs the parser as much time as a line
/// of text.
const UNREAD: &[&str] = &[
    "crossorigin",
    "data-vmark",
    "data-weibo",
    "decoding",
    "leaf",
    "loading",
    "referrerpolicy",
    "rel",
    "sizes",
    "target",
];

impl Repair<'_> {
    /// Keeps a tag, without the attributes that would break or slow down the parser.
    pub fn keep(&mut self, open: usize, end: TagEnd, name: &str, kind: TagKind) -> usize {
        if let Some(with) = self.too_deep(name, kind) {
            self.replace(open, end.at, with);
            return end.at;
        }
        if end.broken {
            let slash = if kind == TagKind::End { "/" } else { "" };
            self.replace(open, end.at, &format!("<{slash}{name}>"));
        } else if end.at - open > embedded::MAX_DATA {
            self.drop_data(open, end.at);
        } else if kind == TagKind::Start && self.attributes == Attributes::Read {
            self.drop_unread(open + 1 + name.len(), end.at);
        }
        end.at
    }

    /// Counts wrappers. Returns the replacement of a tag that is too deep.
    fn too_deep(&mut self, name: &str, kind: TagKind) -> Option<&'static str> {
        let (row, open) = WRAPPERS
            .iter()
            .zip(&mut self.wrappers)
            .find(|((wrapper, ..), _)| *wrapper == name)?;
        // A start tag and its end tag must see the same depth.
        let (depth, with) = match kind {
            TagKind::Start => {
                *open += 1;
                (*open, row.1)
            }
            TagKind::End => {
                let depth = *open;
                *open = depth.saturating_sub(1);
                (depth, row.2)
            }
        };
        (depth > MAX_WRAPPERS).then_some(with)
    }

    /// Drops [`UNREAD`] attributes written as ` name="value"`. Leaves tags with single quotes
    /// alone: there a `"` may be part of a value.
    fn drop_unread(&mut self, from: usize, end: usize) {
        let tag = &self.source[from..end];
        if tag.contains('\'') {
            return;
        }
        let mut at = 0;
        while let Some(found) = tag[at..].find(' ') {
            let blank = at + found;
            at = blank + 1;
            let rest = &tag[at..];
            let value = UNREAD
                .iter()
                .find_map(|name| rest.strip_prefix(name)?.strip_prefix("=\""));
            if let Some(length) = value.and_then(|value| value.find('"')) {
                let value_at = end - from - value.map_or(0, str::len);
                at = value_at + length + 1;
                self.replace(from + blank, from + at, "");
            }
        }
    }

    /// Replaces long `data:` addresses by names of their data, which can take megabytes.
    fn drop_data(&mut self, open: usize, end: usize) {
        let mut at = open;
        while let Some(data) = embedded::next(&self.source[at..end]) {
            let (from, to) = (at + data.start, at + data.end);
            if let Some(name) = embedded::name(&self.source[from..to]) {
                self.replace(from, to, &name);
            }
            at = to;
        }
    }
}
