//! Carries out what was planned. The order of the steps makes it safe to be killed anywhere: the ledger
//! says what is about to be written, the file is written, the ledger says that it was.

use super::ledger::Ledger;
use super::place::{Found, Place, head_of};
use super::plan::{Outcome, Planned, Planner, Step};
use crate::error::{Error, Exit, Result};
use crate::fetch::NewArticle;
use crate::fs::Lock;
use crate::index::IndexError;
use crate::library::Date;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for another program that writes into the same library.
const WAIT: Duration = Duration::from_secs(30);

/// What became of an article, and its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The file. Of a duplicate, the one that is, or was, there.
    pub path: PathBuf,
    pub outcome: Outcome,
}

/// Writes articles into a library.
#[derive(Debug)]
pub struct Writer {
    /// As the user names the library.
    library: PathBuf,
    place: Place,
    ledger: Ledger,
    ledger_file: PathBuf,
}

impl Writer {
    /// Opens a library, and creates it if it is missing. `data`: the data directory, with the ledger.
    ///
    /// # Errors
    /// The library or the ledger cannot be written.
    pub fn open(library: &Path, data: &Path) -> Result<Self> {
        let place = Place::open(library).map_err(|cause| Error::unreadable(library, &cause))?;
        let ledger_file = Ledger::file(data, place.root());
        let ledger = Ledger::open(ledger_file.clone(), place.root(), WAIT)
            .map_err(|error| failed(&ledger_file, &error))?;
        Ok(Self {
            library: library.to_owned(),
            place,
            ledger,
            ledger_file,
        })
    }

    /// Writes articles, and returns what became of each, in their order. Other programs wait
    /// meanwhile, so a batch should be small: the articles of one feed.
    ///
    /// # Errors
    /// A file or the ledger cannot be written. What was written before is kept, and a later call
    /// with the same articles writes the rest.
    pub fn write(&mut self, articles: &[NewArticle]) -> Result<Vec<Stored>> {
        let _lock = self.lock()?;
        let planned = self.plan(articles)?;
        let mut done = Ok(());
        let mut count = 0;
        for planned in &planned {
            done = self.perform(planned);
            if done.is_err() {
                break;
            }
            count += 1;
        }
        let performed = planned.get(..count).unwrap_or(&planned);
        self.finish(performed)?;
        done?;
        let stored = |planned: Planned| Stored {
            path: self.library.join(planned.path),
            outcome: planned.outcome,
        };
        Ok(planned.into_iter().map(stored).collect())
    }

    /// Keeps other programs from writing into the library.
    pub(super) fn lock(&self) -> Result<Lock> {
        let file = self.ledger_file.with_extension("lock");
        let lock = Lock::wait(&file, WAIT).map_err(|cause| Error::unreadable(&file, &cause))?;
        lock.ok_or_else(|| {
            Error::unreadable(
                &file,
                &std::io::Error::from(std::io::ErrorKind::ResourceBusy),
            )
        })
    }

    /// Settles what a killed program left, and decides about articles.
    pub(super) fn plan(&self, articles: &[NewArticle]) -> Result<Vec<Planned>> {
        let today = Date::at(crate::user::now()).rfc3339();
        let today = today.get(..10).unwrap_or(&today);
        let planned = self.ledger.change(|ledger| {
            settle(ledger, &self.place)?;
            let place = &self.place;
            let planner = Planner {
                ledger,
                place,
                today,
            };
            articles
                .iter()
                .map(|article| planner.plan(article))
                .collect()
        });
        planned.map_err(|error| failed(&self.ledger_file, &error))
    }

    /// Writes the file of an article.
    pub(super) fn perform(&self, planned: &Planned) -> Result<()> {
        let Planned { path, text, .. } = planned;
        let done = match &planned.step {
            Step::None | Step::Settle => Ok(()),
            Step::Create => self.place.create(path, text),
            Step::Replace { old } => self.place.replace(path, old, text),
        };
        done.map_err(|cause| Error::unreadable(&self.library.join(path), &cause))
    }

    /// Notes that files were written.
    pub(super) fn finish(&self, performed: &[Planned]) -> Result<()> {
        let is_written =
            |planned: &&Planned| matches!(planned.step, Step::Create | Step::Replace { .. });
        let written = performed.iter().filter(is_written);
        self.place
            .sync(written.map(|planned| planned.path.as_str()));
        let noted = self.ledger.change(|ledger| {
            let changed = performed
                .iter()
                .filter(|planned| planned.step != Step::None);
            for Planned {
                number,
                hash,
                version,
                ..
            } in changed
            {
                ledger.settle(*number, *hash, *version)?;
            }
            Ok(())
        });
        noted.map_err(|error| failed(&self.ledger_file, &error))
    }
}

/// Finds out whether files were written by programs that were killed.
fn settle(ledger: &Ledger, place: &Place) -> super::ledger::Result<()> {
    for row in ledger.unsettled()? {
        let found = place.look(&row.path);
        let is_new = row.hash == 0;
        let known = match found {
            Found::File(_, hash) if Some(hash) == row.pending => Some(hash),
            Found::Nothing if is_new => None,
            // Edited since, or another program's file.
            Found::File(text, _) if is_new => {
                let guid = head_of(&text).and_then(|head| head.guid);
                (guid == row.guid).then_some(row.pending.unwrap_or(0))
            }
            Found::Other if is_new => None,
            _ => Some(row.hash),
        };
        match known {
            Some(hash) => ledger.settle(row.number, hash, None)?,
            None => ledger.forget(row.number)?,
        }
    }
    Ok(())
}

fn failed(file: &Path, error: &IndexError) -> Error {
    match error {
        IndexError::File(cause) => Error::unreadable(file, cause),
        error => Error::new(Exit::Unreadable, error.to_string()).path(file),
    }
}
