//! Articles on their way from feeds into a library.

use super::after::{self, Arrived, arrived};
use super::session::Session;
use crate::error::Result;
use crate::fetch::run::Counts;
use crate::fetch::{NewArticle, Outcome, Writer};
use crate::subcommands::output::Output;
use crate::user::feeds::FeedSettings;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Writes articles, and remembers which are new.
pub struct Intake {
    pub library: PathBuf,
    writer: Writer,
    arrived: Vec<Arrived>,
    new: Vec<PathBuf>,
}

impl Intake {
    /// Opens the library for new articles, which is made if there is none.
    ///
    /// # Errors
    /// The library or its ledger cannot be used.
    pub fn open(session: &Session<'_>, into: Option<&Path>) -> Result<Self> {
        let library = session.library(into)?.library;
        Ok(Self {
            writer: Writer::open(&library, &session.places.data)?,
            library,
            arrived: Vec::new(),
            new: Vec::new(),
        })
    }

    /// What identifies the library in the states.
    pub fn identity(&self) -> String {
        let path = fs::canonicalize(&self.library).unwrap_or_else(|_| self.library.clone());
        path.to_string_lossy().into_owned()
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

    /// What follows when feeds were fetched: full texts, rules, and articles that leave.
    ///
    /// # Errors
    /// Files, the ledger or the journal cannot be read or written.
    pub fn follow(
        &mut self,
        feeds: &[FeedSettings],
        session: &Session<'_>,
        is_cancelled: &dyn Fn() -> bool,
        out: &mut Output<'_>,
    ) -> Result<io::Result<()>> {
        for (from, to) in &session.moved {
            self.writer.rename_source(from, to)?;
        }
        let writer = (session, &mut self.writer);
        let completed = after::complete(feeds, &self.arrived, writer, is_cancelled, out)?;
        let ruled = after::rule(&self.new, (session, &self.library), out)?;
        let retired = after::retire(feeds, (session, &mut self.writer), out)?;
        Ok(completed.and(ruled).and(retired))
    }
}
