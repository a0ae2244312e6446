//! Carries out what was planned. The order of the steps makes it safe to be killed anywhere: the ledger
//! says what is about to be written, the file is written, the ledger says that it was.

use super::identity::source;
use super::ledger::{Ledger, Written};
use super::place::{Found, Place, hash_of, head_of};
use super::plan::{self, Outcome, Planned, Planner, Step};
use crate::error::{Error, Exit, Result};
use crate::fetch::NewArticle;
use crate::fetch::save::Picture;
use crate::fs::Lock;
use crate::index::IndexError;
use crate::library::Date;
use std::io::ErrorKind;
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

    /// Opens a library in which kanbao has written files before; `None` for any other, in which
    /// nothing is created.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn open_known(library: &Path, data: &Path) -> Result<Option<Self>> {
        let root = std::fs::canonicalize(library);
        let is_known = root.is_ok_and(|root| Ledger::file(data, &root).is_file());
        is_known.then(|| Self::open(library, data)).transpose()
    }

    /// Writes articles, and returns what became of each, in their order. Other programs wait
    /// meanwhile, so a batch should be small: the articles of one feed.
    ///
    /// # Errors
    /// A file or the ledger cannot be written. What was written before is kept, and a later call
    /// with the same articles writes the rest.
    pub fn write(&mut self, articles: &[NewArticle]) -> Result<Vec<Stored>> {
        let _lock = self.lock()?;
        let planned = self.plan(articles, false)?;
        self.complete(articles, planned, false)
    }

    /// Writes an article that the user asks for, with its pictures. One whose file was deleted is
    /// written again.
    ///
    /// # Errors
    /// As for [`write`](Self::write).
    pub fn save(&mut self, article: &NewArticle, pictures: &[Picture]) -> Result<Stored> {
        let _lock = self.lock()?;
        let folder = plan::folder(&article.checked(), &self.place, &today());
        for picture in pictures {
            let path = format!("{folder}/{}", picture.path);
            match self.place.create(&path, &picture.bytes) {
                // Its name is that of its content.
                Err(cause) if cause.kind() != ErrorKind::AlreadyExists => {
                    return Err(Error::unreadable(&self.library.join(path), &cause));
                }
                _ => {}
            }
        }
        let articles = std::slice::from_ref(article);
        let planned = self.plan(articles, true)?;
        let stored = self.complete(articles, planned, true)?.pop();
        // One was planned.
        stored.ok_or_else(|| Error::new(Exit::Unreadable, ""))
    }

    /// The file of an article that is in the library already.
    ///
    /// # Errors
    /// The ledger cannot be used.
    pub fn saved(&self, article: &NewArticle) -> Result<Option<PathBuf>> {
        let _lock = self.lock()?;
        let found = self.with_planner(true, |planner| planner.find(article))?;
        Ok(found.map(|path| self.library.join(path)))
    }

    /// Changes the text of a file while its content is what kanbao wrote, and returns the old text,
    /// which is kept in `.kanbao/versions/`. `None`: it is another's file, or nothing is to be
    /// changed.
    ///
    /// # Errors
    /// The file or the ledger cannot be written.
    pub fn rewrite(
        &mut self,
        path: &Path,
        change: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<String>> {
        let _lock = self.lock()?;
        let inside = path.strip_prefix(&self.library).ok();
        let Some(path) = inside.and_then(Path::to_str) else {
            return Ok(None);
        };
        let planned = self.with_planner(false, |planner| planner.rewrite(path, change))?;
        let Some(planned) = planned else {
            return Ok(None);
        };
        let Step::Replace { old } = &planned.step else {
            return Ok(None);
        };
        let old = old.clone();
        let done = self.carry_out(vec![planned])?;
        Ok(done.into_iter().flatten().next().map(|_| old))
    }

    /// Gives the articles of a source to the source with another key: a feed has another address.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn rename_source(&self, from: &str, to: &str) -> Result<()> {
        let _lock = self.lock()?;
        let renamed = self.ledger.rename_source(source(from), source(to));
        renamed.map_err(|error| failed(&self.ledger_file, &error))
    }

    /// The library as the user names it.
    pub fn library(&self) -> &Path {
        &self.library
    }

    /// The files of a site that the ledger knows.
    pub(in crate::fetch) fn of_site(&self, site: &str) -> Result<Vec<Written>> {
        let rows = self.ledger.of_site(&self.place.free_folder(site));
        rows.map_err(|error| failed(&self.ledger_file, &error))
    }

    /// Whether a file has the content that kanbao wrote.
    pub(in crate::fetch) fn is_as_written(&self, row: &Written) -> bool {
        let found = self.place.look(&row.path);
        matches!(found, Found::File(_, hash) if hash == row.hash)
    }

    /// Moves a file to the removed ones. Returns where it is now.
    pub(in crate::fetch) fn remove(&self, row: &Written) -> Result<PathBuf> {
        let path = self.library.join(&row.path);
        let moved = self.place.remove(&row.path);
        moved.map_err(|cause| Error::unreadable(&path, &cause))
    }

    /// Carries out what was planned for articles. One whose file was edited since is planned again:
    /// the new version comes beside it.
    pub(super) fn complete(
        &self,
        articles: &[NewArticle],
        planned: Vec<Planned>,
        is_asked: bool,
    ) -> Result<Vec<Stored>> {
        let mut all = Vec::with_capacity(planned.len());
        for (article, mut stored) in articles.iter().zip(self.carry_out(planned)?) {
            if stored.is_none() {
                let planned = self.plan(std::slice::from_ref(article), is_asked)?;
                stored = self.carry_out(planned)?.into_iter().flatten().next();
            }
            let busy = || {
                let cause = std::io::Error::from(ErrorKind::ResourceBusy);
                Error::unreadable(&self.library, &cause)
            };
            all.push(stored.ok_or_else(busy)?);
        }
        Ok(all)
    }

    /// `None` for a file that another program wrote after it was planned to replace it.
    fn carry_out(&self, mut planned: Vec<Planned>) -> Result<Vec<Option<Stored>>> {
        let mut done = Ok(());
        let mut count = 0;
        for planned in &mut planned {
            match self.perform(planned) {
                Ok(true) => {}
                Ok(false) => planned.refuse(),
                Err(error) => {
                    done = Err(error);
                    break;
                }
            }
            count += 1;
        }
        self.finish(planned.get(..count).unwrap_or(&planned))?;
        done?;
        let stored = |planned: Planned| {
            (planned.step != Step::Refused).then(|| Stored {
                path: self.library.join(planned.path),
                outcome: planned.outcome,
            })
        };
        Ok(planned.into_iter().map(stored).collect())
    }

    /// Keeps other programs from writing into the library.
    pub(in crate::fetch) fn lock(&self) -> Result<Lock> {
        let file = self.ledger_file.with_extension("lock");
        let lock = Lock::wait(&file, WAIT).map_err(|cause| Error::unreadable(&file, &cause))?;
        lock.ok_or_else(|| Error::unreadable(&file, &std::io::Error::from(ErrorKind::ResourceBusy)))
    }

    /// Decides about articles.
    pub(super) fn plan(&self, articles: &[NewArticle], is_asked: bool) -> Result<Vec<Planned>> {
        self.with_planner(is_asked, |planner| {
            articles
                .iter()
                .map(|article| planner.plan(article))
                .collect()
        })
    }

    /// Settles what a killed program left, and makes decisions in one transaction.
    fn with_planner<T>(
        &self,
        is_asked: bool,
        decide: impl FnOnce(&Planner<'_>) -> super::ledger::Result<T>,
    ) -> Result<T> {
        let decided = self.ledger.change(|ledger| {
            settle(ledger, &self.place)?;
            decide(&Planner {
                ledger,
                place: &self.place,
                today: &today(),
                is_asked,
            })
        });
        decided.map_err(|error| failed(&self.ledger_file, &error))
    }

    /// Writes the file of an article. False: it is another's now.
    pub(super) fn perform(&self, planned: &Planned) -> Result<bool> {
        let Planned { path, text, .. } = planned;
        let done = match &planned.step {
            Step::None | Step::Settle | Step::Refused => Ok(true),
            Step::Create => self.place.create(path, text.as_bytes()).map(|()| true),
            Step::Replace { old } => self.place.replace(path, hash_of(old.as_bytes()), text),
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
                let known = &row.identity;
                let is_ours = head_of(&text).is_some_and(|head| match &head.guid {
                    None => known.guid.is_none() && head.title == known.title,
                    guid => *guid == known.guid,
                });
                is_ours.then_some(row.pending.unwrap_or(0))
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

/// Today in UTC, as `2026-04-19`.
fn today() -> String {
    let now = Date::at(crate::user::now()).rfc3339();
    now.get(..10).unwrap_or(&now).to_owned()
}

fn failed(file: &Path, error: &IndexError) -> Error {
    match error {
        IndexError::File(cause) => Error::unreadable(file, cause),
        error => Error::new(Exit::Unreadable, error.to_string()).path(file),
    }
}
