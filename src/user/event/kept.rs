//! A bookmark, with enough of the article to show it after its file is gone.

use super::subject::{Subject, Target};
use crate::document::Position;
use crate::library::{Date, Entry, Labels, Name};
use crate::text::{Count, sanitize_line};
use std::sync::Arc;

/// A bookmark and what is shown when its article is gone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// The article. Its library is `None` in bookmarks of the first versions. The record of the
    /// article shares it.
    pub subject: Arc<Subject>,
    /// Milliseconds since 1970.
    pub since: u64,
    pub place: Option<Position>,
    pub passage: Option<Box<str>>,
    /// The date of the article.
    pub date: Option<Date>,
    /// The length of the article.
    pub count: Option<Count>,
}

/// The folder of an article that is gone is this and its library: it exists in no file system.
pub(crate) const GONE: &str = "gone-from:";

/// Maximum characters of a passage. A line of the journal has a limit too, and one that exceeds
/// it cannot be read again.
const MAX_PASSAGE: usize = 500;

/// A passage as it is stored: one line, truncated with an ellipsis.
pub(crate) fn shortened(passage: &str) -> String {
    let line = sanitize_line(passage);
    match line.char_indices().nth(MAX_PASSAGE) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

impl Kept {
    /// Whether the web address of the article is known.
    pub(crate) fn has_address(&self) -> bool {
        self.subject.address.is_some()
    }

    /// A bookmark of an article of which no more is known than an event says.
    pub fn of(subject: impl Into<Arc<Subject>>) -> Self {
        Self {
            subject: subject.into(),
            ..Self::default()
        }
    }

    /// An entry that represents the bookmark of an article that is no longer in the library.
    pub fn entry(&self) -> Entry {
        let Subject {
            library,
            id,
            fingerprint,
            title,
            source,
            ..
        } = &*self.subject;
        let title = if title.is_empty() {
            sanitize_line(id)
        } else {
            title.to_string()
        };
        let labels = Labels::of_source(Arc::clone(source));
        let root = match library {
            Some(library) => Arc::new(format!("{GONE}{library}").into()),
            None => Arc::default(),
        };
        Entry {
            name: Name::new(&root, id, &title),
            gone: false,
            labels: Arc::new(labels),
            date: self.date,
            language: crate::text::Language::default(),
            count: self.count.unwrap_or_default(),
            format: crate::document::Format::default(),
            fingerprint: *fingerprint,
            partial: None,
        }
    }

    pub(crate) fn target(&self) -> Target {
        self.subject.target()
    }
}
