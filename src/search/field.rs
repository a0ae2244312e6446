//! The fields of a query, in one table: the parser, completion and the help read it.

use crate::text::Language;

/// A field, written `name:value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Text(TextField),
    Body,
    Language,
    Is,
    Has,
    Date,
    Minutes,
    Length,
}

/// A field whose value is a word or phrase in the metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextField {
    Title,
    Source,
    Author,
    Category,
    Tag,
    Path,
    /// The note of the user.
    Note,
    /// The user's collections.
    Collection,
}

/// Every field by its name.
pub const FIELDS: &[(&str, Field)] = &[
    ("title", Field::Text(TextField::Title)),
    ("text", Field::Body),
    ("source", Field::Text(TextField::Source)),
    ("author", Field::Text(TextField::Author)),
    ("category", Field::Text(TextField::Category)),
    ("tag", Field::Text(TextField::Tag)),
    ("path", Field::Text(TextField::Path)),
    ("note", Field::Text(TextField::Note)),
    ("collection", Field::Text(TextField::Collection)),
    ("lang", Field::Language),
    ("date", Field::Date),
    ("minutes", Field::Minutes),
    ("length", Field::Length),
    ("is", Field::Is),
    ("has", Field::Has),
];

/// What the user did with an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Unread,
    Read,
    /// It arrived after the first scan, and was neither seen nor marked as read.
    New,
    Bookmarked,
    /// Begun and not finished.
    Started,
    /// With a note.
    Noted,
    /// Left out of lists and counts.
    Hidden,
}

/// The values of `is:`.
pub const STATES: &[(&str, State)] = &[
    ("unread", State::Unread),
    ("read", State::Read),
    ("new", State::New),
    ("bookmarked", State::Bookmarked),
    ("started", State::Started),
    ("hidden", State::Hidden),
];

/// What the text of an article contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    Image,
    Code,
}

/// The values of `has:`.
pub const FEATURES: &[(&str, Feature)] = &[("image", Feature::Image), ("code", Feature::Code)];

/// The other values of `has:`: what the user has added to an article.
pub const ADDITIONS: &[(&str, State)] = &[("note", State::Noted)];

/// The languages that `lang:` names. `zh` is both scripts.
pub const LANGUAGES: &[(&str, &[Language])] = &[
    ("zh", &[Language::ZhHans, Language::ZhHant]),
    ("zh-hans", &[Language::ZhHans]),
    ("zh-hant", &[Language::ZhHant]),
    ("ja", &[Language::Ja]),
    ("ko", &[Language::Ko]),
    ("en", &[Language::Latin]),
    ("und", &[Language::Other]),
];

/// The value of a name in a table.
pub(super) fn named<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    let mut rows = table.iter();
    Some(rows.find(|row| row.0 == name)?.1)
}

/// The name of a value in a table.
#[cfg(test)]
pub(super) fn name_of<T: PartialEq>(table: &[(&'static str, T)], value: &T) -> &'static str {
    let mut rows = table.iter();
    rows.find(|row| row.1 == *value).map_or("", |row| row.0)
}
