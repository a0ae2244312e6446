//! Articles on their way from feeds into a library.

use super::after::{self, Arrived, arrived};
use super::session::Session;
use crate::error::Result;
use crate::fetch::run::Counts;
use crate::fetch::{NewArticle, Outcome, Writer};
use crate::subcommands::output::Output;
use crate::user::feeds::FeedSettings;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Writes articles, and remembers which are new.
pub struct Intake {
    pub library: PathBuf,
    writer: Rc<Writer>,
    arrived: Vec<Arrived>,
    new: Vec<PathBuf>,
}

impl Intake {
    /// Opens the library for new articles. Creates one if none is configured.
    ///
    /// # Errors
    /// The library or its ledger cannot be used.
    pub fn open(session: &Session<'_>, into: Option<&Path>) -> Result<Self> {
        let library = session.library(into)?.library;
        Ok(Self {
            writer: Rc::new(Writer::open(&library, &session.places.data)?),
            library,
            arrived: Vec::new(),
            new: Vec::new(),
        })
    }

    pub fn writer(&self) -> Rc<Writer> {
        Rc::clone(&self.writer)
    }

    /// Writes the articles of a feed.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn store(&mut self, articles: &[NewArticle]) -> Result<Counts> {
        let stored = self.writer.write(articles)?;
        self.arrived.extend(arrived(articles, &stored));
        let new = stored
            .iter()
            .filter(|stored| stored.outcome == Outcome::Written);
        self.new.extend(new.map(|stored| stored.path.clone()));
        Ok(Counts::of(&stored))
    }

    /// What follows when feeds were fetched: full texts and rules.
    ///
    /// # Errors
    /// Files, the ledger or the journal cannot be read or written.
    pub fn follow(
        &self,
        feeds: &[FeedSettings],
        session: &Session<'_>,
        is_cancelled: &dyn Fn() -> bool,
        out: &mut Output<'_>,
    ) -> Result<io::Result<()>> {
        let writer = (session, &*self.writer);
        let completed = after::complete(feeds, &self.arrived, writer, is_cancelled, out)?;
        let ruled = after::rule(&self.new, (session, &self.library), out)?;
        Ok(completed.and(ruled))
    }

    /// Moves old articles aside, and prints how many.
    ///
    /// # Errors
    /// As for [`follow`](Self::follow).
    pub fn retire(
        &self,
        feeds: &[FeedSettings],
        session: &Session<'_>,
        out: &mut Output<'_>,
    ) -> Result<io::Result<()>> {
        after::retire(feeds, (session, &*self.writer), out)
    }
}
