//! A bookmark: what is kept of an article, so that it can be shown when its file is gone.

use crate::document::Position;
use crate::library::{Date, Entry, Fingerprint};
use crate::text::Count;
use crate::user::event::Action;
use std::sync::Arc;

/// A bookmark, with all that is shown of it when its article is gone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    pub id: Arc<str>,
    pub fingerprint: Fingerprint,
    pub title: String,
    pub source: String,
    /// Milliseconds since 1970.
    pub since: u64,
    pub place: Option<Position>,
    pub passage: Option<String>,
    /// When the article was written.
    pub date: Option<Date>,
    /// How long it was.
    pub count: Option<Count>,
}

impl Kept {
    /// An entry that shows the bookmark of an article that is no longer in the library.
    pub fn entry(&self) -> Entry {
        let title = if self.title.is_empty() {
            self.id.to_string()
        } else {
            self.title.clone()
        };
        Entry {
            id: Arc::clone(&self.id),
            path: Arc::new(std::path::PathBuf::from(&*self.id)),
            title,
            source: self.source.as_str().into(),
            author: "".into(),
            categories: Vec::new(),
            tags: Vec::new(),
            date: self.date,
            language: crate::text::Language::default(),
            count: self.count.unwrap_or_default(),
            format: crate::document::Format::default(),
            address: None,
            picture: None,
            fingerprint: self.fingerprint,
            partial: None,
        }
    }

    pub(crate) fn action(&self) -> Action {
        Action::Bookmark {
            place: self.place,
            passage: self.passage.clone(),
            since: Some(self.since),
            date: self.date,
            count: self.count,
        }
    }
}
