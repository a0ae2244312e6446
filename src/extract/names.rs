//! What an element says about itself: in its class, id, label, role and name.

use super::class_hints::{
    AROUND, BODIES, BUILDERS, BYLINES, CAPTIONS, CARDS, COMMENT_STEMS, COMMENTS, ELEMENTS, FOR,
    NOTES, OF_OTHERS, OWNERS, PORTRAITS, ROLES, SIGNED, UNSEEN, WRITERS,
};
use crate::document::html::{Node, tokens};
use std::collections::HashMap;

/// What was read already: classes repeat, and reading one takes longer than looking it up.
#[derive(Default)]
pub struct Read<'a>(HashMap<&'a str, Names>);

/// The kinds of part that an element claims to be. Several at once are possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// An article, or something around one: `content`, `story`.
    pub article: bool,
    /// The text of an article: `articleBody`, `entry-content`.
    pub body: bool,
    /// A part around the article, or one that interrupts it.
    pub around: bool,
    /// A part of a list of other articles.
    pub card: bool,
    /// Readers' comments.
    pub comments: bool,
    /// A caption, a gallery or a credit of a picture.
    pub caption: bool,
    /// An author, a date, a source.
    pub byline: bool,
    /// A text about an author: `author-bio`.
    pub portrait: bool,
    /// Someone who writes in a thread.
    pub signed: bool,
    /// By its element or role: navigation, a form, a banner.
    pub structural: bool,
}

impl Names {
    pub fn of<'a>(node: Node<'a>, read: &mut Read<'a>) -> Self {
        let Some(name) = node.name() else {
            return Self::default();
        };
        let mut names = Self {
            structural: ELEMENTS.contains(&name),
            article: name == "article",
            ..Self::default()
        };
        if name.contains('-') {
            names.read(name, true);
        }
        for (key, value) in node.attributes() {
            match key {
                "class" | "id" => {
                    let found = read.0.entry(value);
                    names.add(*found.or_insert_with(|| {
                        let mut names = Self::default();
                        names.read(value, true);
                        names
                    }));
                }
                "aria-label" | "aria-labelledby" => names.read(value, false),
                "role" => names.structural |= ROLES.contains(&value),
                "itemprop" => names.body |= value == "articleBody",
                _ => {}
            }
        }
        names
    }

    fn add(&mut self, other: Self) {
        self.article |= other.article;
        self.body |= other.body;
        self.around |= other.around;
        self.card |= other.card;
        self.comments |= other.comments;
        self.caption |= other.caption;
        self.byline |= other.byline;
        self.portrait |= other.portrait;
        self.signed |= other.signed;
        self.structural |= other.structural;
    }

    fn read(&mut self, value: &str, is_name: bool) {
        let (mut byline, mut note, mut writer) = (false, false, false);
        for class in value.split_whitespace() {
            self.around |= is_name && UNSEEN.contains(&class);
            let mut before = String::new();
            let mut portrait = [false; 2];
            // What follows `--` is a variant of a part, not a part.
            let part = class
                .split("--")
                .find(|part| !part.is_empty())
                .unwrap_or_default();
            // Builders of pages name every part of the text a widget.
            let built = BUILDERS.iter().any(|builder| class.starts_with(builder));
            for word in tokens(part) {
                let of_other = OF_OTHERS.contains(&before.as_str());
                if !of_other {
                    self.around |= AROUND.contains(&word.as_str()) && !built;
                    self.card |= CARDS.contains(&word.as_str());
                    self.comments |= COMMENTS.contains(&word.as_str())
                        || (COMMENT_STEMS.iter().any(|stem| word.starts_with(stem))
                            && word != "commentary");
                }
                if is_name {
                    self.caption |= CAPTIONS.contains(&word.as_str());
                    self.signed |= SIGNED.contains(&word.as_str());
                    byline |= BYLINES.contains(&word.as_str());
                    note |= NOTES.contains(&word.as_str());
                    portrait[0] |= WRITERS.contains(&word.as_str());
                    portrait[1] |= PORTRAITS.contains(&word.as_str());
                    self.article |= FOR.contains(&word.as_str());
                    self.body |=
                        BODIES.contains(&word.as_str()) && OWNERS.contains(&before.as_str());
                }
                before = word;
            }
            writer |= portrait == [true; 2];
        }
        self.byline |= byline && !note;
        self.portrait |= writer;
    }
}
