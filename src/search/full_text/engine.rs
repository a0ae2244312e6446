//! The full-text index of one library: opens, updates and searches it.

use super::build::{self, Plan};
use super::candidates::{Candidates, Looked, Part};
use super::file::{self, Identity, Result, TABLES};
use super::hits::{Bits, TermHits};
use super::snippet::Snippet;
use super::store::{self, Bodies, Documents, Flags};
use super::sums::{self, Sums};
use crate::clean::Settings;
use crate::fs as files;
use crate::index::{self, set_aside};
use crate::library::{Cancel, Entry, ScanOptions};
use crate::search::{Query, TextTerm};
use crate::text::WidthPolicy;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The full-text index of one library. Titles and other metadata are not part of it.
///
/// Each step may take seconds and belongs on a thread of its own: [`open`](Self::open), then
/// [`plan`](Self::plan) with all articles of the library and [`update`](Self::update), which can be
/// cancelled. [`LocalHits::add`](super::LocalHits::add) finds the hits of a query for
/// [`Query::retain`], and [`snippet`](Self::snippet) the passages for the rows that are shown. While
/// one thread or program updates an index, others can search what is written;
/// [`refresh`](Self::refresh) looks at it, and [`coverage`](Self::coverage) tells how much it is.
#[derive(Debug)]
pub struct FullText {
    pub(super) connection: Connection,
    pub(super) sums: Sums,
    /// Where the index is; `None` for one in memory.
    place: Option<Place>,
    /// The file that is open.
    file: Option<FileIdentity>,
    documents: Arc<Documents>,
    /// Changes when another program has written.
    version: i64,
}

/// Device and inode.
type FileIdentity = (u64, u64);

#[derive(Clone, Debug)]
struct Place {
    folder: PathBuf,
    identity: Identity,
    wait: Duration,
}

impl Place {
    fn file(&self) -> PathBuf {
        self.identity.file(&self.folder)
    }

    /// Which file is there now. It is replaced when it is damaged, or deleted.
    fn file_identity(&self) -> Option<FileIdentity> {
        self.file().metadata().ok().as_ref().map(files::identity)
    }

    fn set_aside(&self) -> Result<()> {
        Ok(set_aside(&self.file())?)
    }
}

/// How many articles can be searched in full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub indexed: usize,
    pub all: usize,
}

impl Coverage {
    pub fn is_complete(self) -> bool {
        self.indexed == self.all
    }
}

impl FullText {
    /// Opens the index of a library in a folder of indexes, or creates it. `wait`: how long to
    /// wait for another program that writes. A damaged file is set aside and replaced.
    ///
    /// # Errors
    /// The library does not exist, the folder cannot be written, or another program holds the
    /// lock for too long.
    pub fn open(
        folder: &Path,
        root: &Path,
        options: &ScanOptions,
        cleaning: &Settings,
        wait: Duration,
    ) -> Result<Self> {
        let place = Place {
            folder: folder.to_owned(),
            identity: Identity::new(root, options, cleaning)?,
            wait,
        };
        match Self::open_at(place.clone()) {
            Err(error) if error.is_damage() => place.set_aside()?,
            opened => return opened,
        }
        Self::open_at(place)
    }

    fn open_at(place: Place) -> Result<Self> {
        let connection = file::open(&place.folder, &place.identity, place.wait)?;
        Self::new(connection, Some(place))
    }

    /// An empty index in memory, for articles that are in no library.
    ///
    /// # Errors
    /// There is no memory for it.
    pub fn in_memory() -> Result<Self> {
        Self::new(TABLES.in_memory()?, None)
    }

    fn new(mut connection: Connection, place: Option<Place>) -> Result<Self> {
        let sums = Sums::watch(&mut connection)?;
        let mut index = Self {
            connection,
            sums,
            file: place.as_ref().and_then(Place::file_identity),
            place,
            documents: Arc::default(),
            version: 0,
        };
        index.reload()?;
        Ok(index)
    }

    /// Replaces an index that turned out to be damaged by an empty one. The file is kept under
    /// another name.
    ///
    /// # Errors
    /// See [`FullText::open`].
    pub fn rebuild(self) -> Result<Self> {
        let Some(place) = self.place else {
            return Self::in_memory();
        };
        drop(self.connection);
        place.set_aside()?;
        Self::open_at(place)
    }

    /// Another connection to the same index, for a thread that does not wait for searches. It has
    /// the documents of this one. `None` for an index in memory.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn fork(&self) -> Result<Option<Self>> {
        let Some(place) = self.place.clone() else {
            return Ok(None);
        };
        let mut connection = file::open(&place.folder, &place.identity, place.wait)?;
        let sums = Sums::watch(&mut connection)?;
        Ok(Some(Self {
            version: version(&connection)?,
            connection,
            sums,
            file: self.file,
            place: Some(place),
            documents: self.documents(),
        }))
    }

    /// Takes the documents of another connection. Whether both have the same file open.
    pub fn follow(&mut self, other: &Self) -> bool {
        self.documents = other.documents();
        self.file == other.file
    }

    /// Looks at what other programs have written meanwhile, also to another file in place of the
    /// one that was opened.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn refresh(&mut self) -> Result<()> {
        if let Some(place) = self.place.clone()
            && place.file_identity() != self.file
        {
            *self = Self::open_at(place)?;
        }
        if version(&self.connection)? != self.version {
            self.reload()?;
        }
        Ok(())
    }

    pub(super) fn reload(&mut self) -> Result<()> {
        self.version = version(&self.connection)?;
        self.documents = Arc::new(Documents::read(&self.connection)?);
        Ok(())
    }

    /// How many of these articles have a document with their whole text, by their names alone: the
    /// files may have changed since.
    pub fn coverage(&self, articles: &[&Entry]) -> Coverage {
        let is_whole = |entry: &&&Entry| {
            let document = self.documents.get(entry.id());
            document.is_some_and(|document| !document.flags.contains(Flags::PARTIAL))
        };
        Coverage {
            indexed: articles.iter().filter(is_whole).count(),
            all: articles.len(),
        }
    }

    /// Those of these articles whose files could not be read when they were to be indexed.
    pub fn unread<'a>(&self, articles: &[&'a Entry]) -> Vec<&'a Entry> {
        let is_unread = |entry: &&&Entry| {
            let document = self.documents.get(entry.id());
            document.is_some_and(|document| document.flags.contains(Flags::UNREAD))
        };
        articles.iter().filter(is_unread).copied().collect()
    }

    /// Compares the files of all articles of the library with the index. `None` if cancelled.
    pub fn plan(&self, articles: &[&Entry], cancel: &Cancel) -> Option<Plan> {
        build::plan(articles, &self.documents, &Bits::default(), cancel)
    }

    /// As [`plan`](Self::plan), after a scan: it has written to the index of the metadata which
    /// files are as they were, so that only the others are looked up. See
    /// [`Report::current`](index::Report::current).
    pub fn plan_after_scan(&self, articles: &[&Entry], cancel: &Cancel) -> Option<Plan> {
        // Without that index all files are looked up.
        let unchanged = self.unchanged().unwrap_or_default();
        build::plan(articles, &self.documents, &unchanged, cancel)
    }

    /// The documents whose files have the stamps that the index of the metadata has.
    fn unchanged(&self) -> Option<Bits> {
        let place = self.place.as_ref()?;
        let mut numbers = Vec::with_capacity(self.documents.len());
        let metadata = place.identity.metadata();
        let read = index::stamps(&place.folder, metadata, place.wait, &mut |id, stamp| {
            let document = self.documents.get(id);
            let same = document.filter(|document| document.is_of(Some(stamp)));
            numbers.extend(same.map(|document| document.number));
        });
        read.ok().map(|()| Bits::new(self.documents.end, &numbers))
    }

    /// Compares the files of some articles of the library with the index; keeps what it has of the
    /// others. `None` if cancelled.
    pub fn plan_some(&self, articles: &[&Entry], cancel: &Cancel) -> Option<Plan> {
        let plan = self.plan(articles, cancel)?;
        Some(plan.without_removals())
    }

    /// Notices postings that are not as they were written; [`find`](Self::find) does not notice
    /// missing ones. Takes as long as reading them.
    ///
    /// # Errors
    /// They are damaged, or cannot be read.
    pub fn verify(&self, cancel: &Cancel) -> Result<()> {
        sums::verify(&self.connection, cancel)
    }

    /// As [`verify`](Self::verify), once a day.
    ///
    /// # Errors
    /// The postings are damaged, or cannot be read.
    pub fn verify_if_due(&mut self, cancel: &Cancel) -> Result<()> {
        if !sums::is_due(&self.connection)? {
            return Ok(());
        }
        self.verify(cancel)?;
        if !cancel.is_cancelled() {
            // If another program writes, or nobody may, the next update compares them again.
            drop(sums::set_compared(&mut self.connection));
        }
        Ok(())
    }

    /// Reads and writes what is planned for these articles. `progress` receives the number of
    /// articles that are written; what is written can be searched at once, also by other
    /// programs. Stops early if cancelled; the next update goes on from there.
    ///
    /// # Errors
    /// The index is damaged, or cannot be written. What was written before is kept.
    pub fn update(
        &mut self,
        plan: &Plan,
        articles: &[&Entry],
        cleaning: &Settings,
        cancel: &Cancel,
        progress: &mut dyn FnMut(usize),
    ) -> Result<()> {
        let index = (&mut self.connection, &self.sums);
        let done = build::run(index, plan, articles, cleaning, cancel, progress);
        if !plan.is_empty() {
            self.reload()?;
        }
        done
    }

    /// The articles of a plan that are not written, after an update that stopped early. May return
    /// written ones whose files have just changed.
    pub fn left<'a>(&self, plan: &Plan, articles: &[&'a Entry]) -> Vec<&'a Entry> {
        plan.left(articles, &self.documents)
    }

    /// The articles whose text has a term. Incomplete if cancelled.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn find(&self, term: &TextTerm, cancel: &Cancel) -> Result<TermHits> {
        // Postings and texts are those of one moment, whatever other programs write.
        let snapshot = self.connection.unchecked_transaction()?;
        let found = Looked::up(&snapshot, term)?.confirmed(&snapshot, term, cancel)?;
        Ok(TermHits::new(self.documents(), &found))
    }

    /// The articles whose texts may have the terms of a query.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn candidates<'a>(&'a self, query: &'a Query) -> Result<Candidates<'a>> {
        Candidates::of(&self.connection, self.documents(), query, None)
    }

    /// As [`candidates`](Self::candidates), only for some articles of the library. `None` if
    /// looking at all documents is as fast.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(super) fn candidates_among<'a, 'e>(
        &'a self,
        query: &'a Query,
        articles: impl Iterator<Item = &'e Entry>,
    ) -> Result<Option<Candidates<'a>>> {
        let documents = articles.filter_map(|entry| self.documents.get(entry.id()));
        let Some(part) = Part::around(documents.map(|document| document.number).collect()) else {
            return Ok(None);
        };
        Candidates::of(&self.connection, self.documents(), query, Some(&part)).map(Some)
    }

    /// The documents, as they were last read.
    pub(super) fn documents(&self) -> Arc<Documents> {
        Arc::clone(&self.documents)
    }

    /// The passage of an article that shows most of the terms of a query, at most `cells` wide.
    /// `None` if its text has no hit.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn snippet(
        &self,
        entry: &Entry,
        query: &Query,
        cells: usize,
        policy: WidthPolicy,
    ) -> Result<Option<Snippet>> {
        let Some(document) = self.documents.get(entry.id()) else {
            return Ok(None);
        };
        let Some(body) = Bodies::new(&self.connection)?.get(document.number)? else {
            return Ok(None);
        };
        Ok(Snippet::of(&body.text()?, query, cells, policy))
    }

    /// Removes every document, so that the next update reads every file.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn clear(&mut self) -> Result<()> {
        self.sums.write(&mut self.connection, store::clear)?;
        self.reload()
    }

    /// Closes the index. Returns the size of its file in bytes.
    pub fn close(self) -> u64 {
        drop(self.connection);
        let data = self.place.and_then(|place| place.file().metadata().ok());
        data.map_or(0, |data| data.len())
    }
}

/// A number that changes when another connection has written.
fn version(connection: &Connection) -> Result<i64> {
    Ok(connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
}
