//! Carries out what was planned. The order of the steps makes it safe to be killed anywhere: the ledger
//! says what is about to be written, the file is written, the ledger says that it was.

use super::candidate::folder;
use super::change::Origin;
use super::identity::Identity;
use super::ledger::{Ledger, Written};
use super::place::{Found, Place, hash_of, head_of};
use super::plan::{Outcome, Planned, Planner, Step};
use crate::error::{Error, Exit, Result};
use crate::fetch::NewArticle;
use crate::fetch::save::Picture;
use crate::fs::{Lock, random_name, write_atomically};
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
    id: String,
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
        let id = id(&place, data)?;
        let ledger_file = Ledger::file(data, &id);
        let ledger = Ledger::open(ledger_file.clone(), &id, WAIT)
            .map_err(|error| failed(&ledger_file, &error))?;
        Ok(Self {
            library: library.to_owned(),
            id,
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
        let id = std::fs::canonicalize(library).ok();
        let id = id.and_then(|root| Place::id_of(&root));
        let is_known = id.is_some_and(|id| Ledger::file(data, &id).is_file());
        is_known.then(|| Self::open(library, data)).transpose()
    }

    /// The ID of the library, which it keeps wherever it is moved.
    pub fn library_id(&self) -> &str {
        &self.id
    }

    /// Writes the articles of a feed, and returns what became of each, in their order. They are one
    /// document: see `identity`. Other programs wait meanwhile.
    ///
    /// # Errors
    /// A file or the ledger cannot be written. What was written before is kept, and a later call
    /// with the same articles writes the rest.
    pub fn write(&self, articles: &[NewArticle]) -> Result<Vec<Stored>> {
        let _lock = self.lock()?;
        let planned = self.plan(articles, Origin::Feed)?;
        self.complete(articles, planned, Origin::Feed)
    }

    /// Writes the articles that another program has of a source. One that is known with another title or
    /// text is a new version.
    ///
    /// # Errors
    /// As for [`write`](Self::write).
    pub fn import(&self, articles: &[NewArticle]) -> Result<Vec<Stored>> {
        let _lock = self.lock()?;
        let planned = self.plan(articles, Origin::Import)?;
        self.complete(articles, planned, Origin::Import)
    }

    /// Writes an article that the user asks for, with its pictures. One whose file was deleted is
    /// written again; one with another title or text than before is a new version.
    ///
    /// # Errors
    /// As for [`write`](Self::write).
    pub fn save(&self, article: &NewArticle, pictures: &[Picture]) -> Result<Stored> {
        let _lock = self.lock()?;
        let folder = folder(&article.checked(), &self.place, &today());
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
        let planned = self.plan(articles, Origin::Save)?;
        let stored = self.complete(articles, planned, Origin::Save)?.pop();
        // One was planned.
        stored.ok_or_else(|| Error::new(Exit::Unreadable, ""))
    }

    /// The file of an article that is in the library already, with this title and text.
    ///
    /// # Errors
    /// The ledger cannot be used.
    pub fn saved(&self, article: &NewArticle) -> Result<Option<PathBuf>> {
        let _lock = self.lock()?;
        let found = self.with_planner(Origin::Save, |planner| planner.find(article))?;
        Ok(found.map(|path| self.library.join(path)))
    }

    /// Changes the text of a file while its content is what kanbao wrote, and returns the old text,
    /// which is kept in `.kanbao/versions/`. `None`: it is another's file, or nothing is to be
    /// changed.
    ///
    /// # Errors
    /// The file or the ledger cannot be written.
    pub fn rewrite(
        &self,
        path: &Path,
        change: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<String>> {
        let _lock = self.lock()?;
        let inside = path.strip_prefix(&self.library).ok();
        let Some(path) = inside.and_then(Path::to_str) else {
            return Ok(None);
        };
        let planned = self.with_planner(Origin::Feed, |planner| planner.rewrite(path, change))?;
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

    /// The library as the user names it.
    pub fn library(&self) -> &Path {
        &self.library
    }

    /// The articles of a source that are from before a time, or without a date, each with the sources
    /// that have it.
    pub(in crate::fetch) fn older(&self, key: &str, than: i64) -> Result<Vec<(Written, Vec<u64>)>> {
        let rows = self.ledger.older(key, than).and_then(|rows| {
            let rows = rows.into_iter();
            let shared = rows.map(|row| Ok((self.ledger.sources(row.number)?, row)));
            shared
                .map(|row| row.map(|(sources, row)| (row, sources)))
                .collect()
        });
        rows.map_err(|error| failed(&self.ledger_file, &error))
    }

    /// Whether a file is in the library, not only linked from there, and has the content that kanbao
    /// wrote.
    pub(in crate::fetch) fn is_as_written(&self, row: &Written) -> bool {
        let found = self.place.look(&row.path);
        let is_ours = matches!(found, Found::File(_, hash) if hash == row.hash);
        is_ours && self.place.is_inside(&row.path)
    }

    /// Moves a file to the removed ones. Returns where it is now.
    pub(in crate::fetch) fn remove(&self, row: &Written) -> Result<PathBuf> {
        let path = self.library.join(&row.path);
        let moved = self.place.remove(&row.path);
        let moved = moved.map_err(|cause| Error::unreadable(&path, &cause))?;
        let noted = self.ledger.retire(row.number);
        noted.map_err(|error| failed(&self.ledger_file, &error))?;
        Ok(moved)
    }

    /// Carries out what was planned for articles. One whose file another program wrote since is planned
    /// again: the new version comes beside an edit.
    pub(super) fn complete(
        &self,
        articles: &[NewArticle],
        planned: Vec<Planned>,
        origin: Origin,
    ) -> Result<Vec<Stored>> {
        let mut all = Vec::with_capacity(planned.len());
        let items: Vec<i64> = planned.iter().map(|planned| planned.item).collect();
        let done = self.carry_out(planned)?;
        for ((article, item), mut stored) in articles.iter().zip(items).zip(done) {
            if stored.is_none() {
                let planned =
                    self.with_planner(origin, |planner| planner.plan_again(article, item))?;
                stored = self.carry_out(vec![planned])?.into_iter().flatten().next();
            }
            let busy = || {
                let cause = std::io::Error::from(ErrorKind::ResourceBusy);
                Error::unreadable(&self.library, &cause)
            };
            all.push(stored.ok_or_else(busy)?);
        }
        Ok(all)
    }

    /// `None` for a file that another program wrote after it was planned.
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
            let is_refused = matches!(planned.step, Step::Refused { .. });
            (!is_refused).then(|| Stored {
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
    pub(super) fn plan(&self, articles: &[NewArticle], origin: Origin) -> Result<Vec<Planned>> {
        self.with_planner(origin, |planner| planner.plan(articles))
    }

    /// Settles what a killed program left, and makes decisions in one transaction.
    fn with_planner<T>(
        &self,
        origin: Origin,
        decide: impl FnOnce(&Planner<'_>) -> super::ledger::Result<T>,
    ) -> Result<T> {
        let decided = self.ledger.change(|ledger| {
            settle(ledger, &self.place)?;
            decide(&Planner {
                ledger,
                place: &self.place,
                today: &today(),
                now: (crate::user::now() / 1000).cast_signed(),
                origin,
            })
        });
        decided.map_err(|error| failed(&self.ledger_file, &error))
    }

    /// Writes the file of an article. False: it is another's now.
    pub(super) fn perform(&self, planned: &Planned) -> Result<bool> {
        let Planned { path, text, .. } = planned;
        let done = match &planned.step {
            Step::None | Step::Settle | Step::Refused { .. } => Ok(true),
            Step::Create => match self.place.create(path, text.as_bytes()) {
                Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Ok(false),
                created => created.map(|()| true),
            },
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
            let is_noted = |planned: &&Planned| {
                !matches!(planned.step, Step::None | Step::Refused { is_new: true })
            };
            for planned in performed.iter().filter(is_noted) {
                ledger.settle(planned.number, planned.hash, planned.news.as_ref())?;
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
                let found = head_of(&text).map(|head| Identity::of_file(&head, "", &text));
                let known = &row.identity;
                let is_ours = found.is_some_and(|found| {
                    found.guid == known.guid && (known.guid != 0 || found.title == known.title)
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

/// The ID of a library. A copy of a library that is still where it was gets its own.
fn id(place: &Place, data: &Path) -> Result<String> {
    // Where each library was last.
    let folder_of = |id: &str| Ledger::file(data, id).with_extension("folder");
    let root = place.root();
    let original_of = |id: &str| {
        let last = std::fs::read_to_string(folder_of(id));
        let last = last.map(PathBuf::from).ok();
        last.filter(|last| last != root && Place::id_of(last).as_deref() == Some(id))
    };
    let unreadable = |cause: std::io::Error| Error::unreadable(root, &cause);
    let known = Place::id_of(root);
    if let Some((original, old)) = known.and_then(|id| Some((original_of(&id)?, id))) {
        let new = random_name();
        // Before the ID: a program that is killed in between leaves a copy that is known as one.
        copy_ledger(data, (&old, &new), (&original, root))?;
        place.set_id(&new).map_err(unreadable)?;
    }
    let id = place.id().map_err(unreadable)?;
    let (file, name) = (folder_of(&id), root.to_string_lossy());
    if std::fs::read_to_string(&file).ok().as_deref() != Some(&*name) {
        write_atomically(&file, name.as_bytes()).map_err(unreadable)?;
    }
    Ok(id)
}

/// Copies the ledger of a library for a copy of it. A file that only the library has came after the copy was
/// made; one that neither has was deleted.
fn copy_ledger(
    data: &Path,
    (old, new): (&str, &str),
    (original, copy): (&Path, &Path),
) -> Result<()> {
    let file = Ledger::file(data, old);
    if !file.exists() {
        return Ok(());
    }
    let is_at = |root: &Path, path: &str| std::fs::symlink_metadata(root.join(path)).is_ok();
    let is_foreign = |path: &str| !is_at(copy, path) && is_at(original, path);
    let to = Ledger::file(data, new);
    let copied =
        Ledger::open(file, old, WAIT).and_then(|ledger| ledger.copy_to(&to, new, &is_foreign));
    copied.map_err(|error| failed(&to, &error))
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
