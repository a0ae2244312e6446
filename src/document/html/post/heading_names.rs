//! Anchors of Markdown headings, derived from their text as on GitHub.

use crate::document::slug::slug;
use crate::document::{Block, BlockKind, Document};
use std::collections::{HashMap, HashSet};

/// Gives an anchor to each heading without one in the source, if the document has `#` links at
/// all. `anchors` are the names in the source; the new ones are appended.
pub fn name_headings(document: &mut Document, anchors: &mut Vec<String>) {
    let mut addresses = document.links.iter().map(|link| &link.address);
    if !addresses.any(|address| address.starts_with('#')) {
        return;
    }
    let mut names = Names {
        used: anchors.drain(..).collect(),
        counts: HashMap::new(),
    };
    names.name(&mut document.blocks);
    anchors.extend(names.used);
}

struct Names {
    used: HashSet<String>,
    /// The number of headings with the same text.
    counts: HashMap<String, usize>,
}

impl Names {
    fn name(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            if let BlockKind::Heading { text, anchor, .. } = &mut block.kind
                && anchor.is_none()
            {
                *anchor = self.unused(slug(&text.plain()));
            }
            block.for_children_mut(&mut |children| self.name(children));
        }
    }

    /// The name, with the first number that makes it unique if it is already used.
    fn unused(&mut self, slug: String) -> Option<String> {
        if slug.is_empty() {
            return None;
        }
        let count = self.counts.entry(slug.clone()).or_default();
        let mut name = slug.clone();
        loop {
            if *count > 0 {
                name = format!("{slug}-{count}");
            }
            *count += 1;
            if self.used.insert(name.clone()) {
                return Some(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Format, Position, build};

    #[test]
    fn links_lead_to_headings() {
        #[track_caller]
        fn check(source: &str, name: &str, expected: Option<u32>) {
            let document = build(source, Format::Markdown);
            let position = expected.map(|text| Position { text, byte: 0 });
            assert_eq!(document.anchor(name), position, "{source}");
            let leads = document
                .links
                .iter()
                .any(|link| link.address.starts_with('#'));
            assert_eq!(leads, expected.is_some(), "{source}");
        }
        check(
            "[x](#安装-install)\n\n## 安装 Install",
            "%E5%AE%89%E8%A3%85-install",
            Some(1),
        );
        check(
            "[x](#whats-new-v12)\n\n# What's *New*? `v1.2`",
            "whats-new-v12",
            Some(1),
        );
        check("[x](#a-1)\n\n# A\n\n# a", "a-1", Some(2));
        check("[x](#a-1)\n\n# A\n\n# a\n\n# 题 {#a-1}", "a-1", Some(3));
        check("[x](#a-2)\n\n# A\n\n# a\n\n# 题 {#a-1}", "a-2", Some(2));
        check("[x](#a)\n\n# A {#b}", "a", None);
        check("[x](#a)\n\n- # A", "a", Some(1));
        check("[x](#)\n\n# ？", "", None);
    }

    #[test]
    fn only_headings_of_markdown_are_named() {
        let document = build("<p><a href=\"#a\">x</a></p><h1>A</h1>", Format::Html);
        assert_eq!(document.anchor("a"), None);
    }
}
