//! Decides what happens to an article: whether its file is created, replaced or left alone. Changes
//! the ledger, but no file.

use super::identity::Identity;
use super::ledger::{Ledger, Result, Written};
use super::place::{Found, Place, hash_of, head_of};
use super::{file_name, form};
use crate::fetch::NewArticle;
use std::io;

/// Maximum files of a site that are read when the ledger does not know the site.
const MAX_KNOWN: usize = 50_000;
/// Maximum files with one name, date and guid.
const MAX_NAMESAKES: usize = 1000;

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A new file.
    Written,
    /// The file has the new version; the old one is in `.kanbao/versions/`.
    Updated,
    /// The file has this version, or the source does not say that it changed.
    Unchanged,
    /// Another site brought the article, or the user moved or deleted its file.
    Duplicate,
    /// The user edited the file; the new version is in another file beside it.
    BesideEdited,
}

/// What is to be done with a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    None,
    /// The file has this content already; only the ledger does not know it.
    Settle,
    Create,
    Replace {
        old: String,
    },
    /// The file was to be replaced, but another program wrote it meanwhile.
    Refused,
}

/// The file of an article, and what is to be done with it.
#[derive(Debug)]
pub struct Planned {
    /// Of the row in the ledger.
    pub number: i64,
    /// Relative to the library.
    pub path: String,
    pub text: String,
    /// Of the text.
    pub hash: u64,
    /// When the source wrote this version.
    pub version: Option<i64>,
    pub step: Step,
    pub outcome: Outcome,
}

impl Planned {
    /// Leaves the file alone: the ledger knows again what it knew before.
    pub fn refuse(&mut self) {
        if let Step::Replace { old } = &self.step {
            self.hash = hash_of(old.as_bytes());
            self.version = None;
            self.step = Step::Refused;
        }
    }
}

/// What decides about articles. `today`: for articles without a date, as `2026-04-19`.
pub struct Planner<'a> {
    pub ledger: &'a Ledger,
    pub place: &'a Place,
    pub today: &'a str,
    /// The user asks for the articles: one whose file is gone is written again.
    pub is_asked: bool,
}

/// An article and what was computed of it.
struct Candidate {
    article: NewArticle,
    text: String,
    hash: u64,
    identity: Identity,
}

impl Planner<'_> {
    /// Decides about an article.
    ///
    /// # Errors
    /// The ledger cannot be used, or there is no free name.
    pub fn plan(&self, article: &NewArticle) -> Result<Planned> {
        let candidate = self.candidate(article);
        self.know(&candidate)?;
        match self.ledger.find(&candidate.identity)? {
            Some(known) => self.again(candidate, known),
            None => self.create(candidate, Outcome::Written),
        }
    }

    /// The file of an article, if it is there.
    ///
    /// # Errors
    /// The ledger cannot be used.
    pub fn find(&self, article: &NewArticle) -> Result<Option<String>> {
        let candidate = self.candidate(article);
        self.know(&candidate)?;
        let known = self.ledger.find(&candidate.identity)?;
        let is_there = |known: &Written| self.place.look(&known.path) != Found::Nothing;
        Ok(known.filter(is_there).map(|known| known.path))
    }

    /// Decides about a change of a file, which must have the content that kanbao wrote.
    ///
    /// # Errors
    /// The ledger cannot be used.
    pub fn rewrite(
        &self,
        path: &str,
        change: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<Planned>> {
        let (Some(row), Found::File(old, hash)) = (self.ledger.at(path)?, self.place.look(path))
        else {
            return Ok(None);
        };
        let Some(text) = change(&old).filter(|text| hash == row.hash && *text != old) else {
            return Ok(None);
        };
        let hash = hash_of(text.as_bytes());
        self.ledger.expect(row.number, hash)?;
        Ok(Some(Planned {
            number: row.number,
            path: row.path,
            text,
            hash,
            version: None,
            step: Step::Replace { old },
            outcome: Outcome::Updated,
        }))
    }

    fn candidate(&self, article: &NewArticle) -> Candidate {
        let article = article.checked();
        let site = self.place.free_folder(&site_folder(&article));
        let text = form::text(&article);
        Candidate {
            identity: Identity::of(&article, &site, &text),
            hash: hash_of(text.as_bytes()),
            article,
            text,
        }
    }

    /// Learns the files of the site of an article, unless they are known.
    fn know(&self, candidate: &Candidate) -> Result<()> {
        let site = &candidate.identity.site;
        match self.ledger.is_new_site(site)? {
            true => self.learn(site),
            false => Ok(()),
        }
    }

    /// Notes the files of a site that other programs, another machine or a lost ledger know. What
    /// kanbao wrote in them is unknown, so they count as edited.
    fn learn(&self, site: &str) -> Result<()> {
        for path in self.place.files_of(site, MAX_KNOWN) {
            if self.ledger.at(&path)?.is_none()
                && let Found::File(text, _) = self.place.look(&path)
                && let Some(head) = head_of(&text)
            {
                let version = head.updated.or(head.date).map(|date| date.seconds);
                let identity = Identity::of_file(&head, site, &text);
                self.ledger.add(&path, 0, None, version, &identity)?;
            }
        }
        Ok(())
    }

    /// An article that the ledger knows.
    fn again(&self, candidate: Candidate, known: Written) -> Result<Planned> {
        // One that comes twice in a batch is still to be written.
        if known.pending.is_some() {
            return Ok(candidate.planned(known, Step::None, Outcome::Duplicate));
        }
        let found = self.place.look(&known.path);
        if found == Found::Nothing && self.is_asked {
            self.ledger.expect(known.number, candidate.hash)?;
            return Ok(candidate.planned(known, Step::Create, Outcome::Written));
        }
        if !candidate.identity.owns(&known.identity) {
            return Ok(candidate.planned(known, Step::None, Outcome::Duplicate));
        }
        let is_newer = match (known.updated, candidate.article.version()) {
            (Some(known), Some(new)) => new > known,
            _ => false,
        };
        match found {
            Found::Nothing => Ok(candidate.planned(known, Step::None, Outcome::Duplicate)),
            Found::File(_, hash) if hash == candidate.hash => {
                self.ledger.adopt(known.number, &candidate.identity)?;
                Ok(candidate.planned(known, Step::Settle, Outcome::Unchanged))
            }
            _ if !is_newer => Ok(candidate.planned(known, Step::None, Outcome::Unchanged)),
            Found::File(old, hash) if hash == known.hash => {
                self.ledger.expect(known.number, candidate.hash)?;
                Ok(candidate.planned(known, Step::Replace { old }, Outcome::Updated))
            }
            _ => self.create(candidate, Outcome::BesideEdited),
        }
    }

    /// A file under the first free name. A file that is there and is this article, but unknown to the
    /// ledger, was written by another machine.
    fn create(&self, candidate: Candidate, outcome: Outcome) -> Result<Planned> {
        for path in names(&candidate, outcome, self.today) {
            if self.ledger.at(&path)?.is_some() {
                continue;
            }
            let version = candidate.article.version();
            let add = |hash, pending| {
                let identity = &candidate.identity;
                self.ledger.add(&path, hash, pending, version, identity)
            };
            match self.place.look(&path) {
                Found::Nothing => {
                    let number = add(0, Some(candidate.hash))?;
                    let row = Written::at(number, path);
                    return Ok(candidate.planned(row, Step::Create, outcome));
                }
                Found::File(_, hash) if hash == candidate.hash => {
                    let row = Written::at(add(hash, None)?, path);
                    return Ok(candidate.planned(row, Step::None, Outcome::Unchanged));
                }
                Found::File(text, _) if outcome == Outcome::Written => {
                    let site = &candidate.identity.site;
                    let known = head_of(&text).map(|head| Identity::of_file(&head, site, &text));
                    if known.is_some_and(|known| candidate.identity.is(&known)) {
                        let row = Written::at(add(0, None)?, path);
                        return Ok(candidate.planned(row, Step::None, Outcome::Unchanged));
                    }
                }
                _ => {}
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists).into())
    }
}

impl Candidate {
    fn planned(self, row: Written, step: Step, outcome: Outcome) -> Planned {
        Planned {
            number: row.number,
            path: row.path,
            version: self.article.version(),
            text: self.text,
            hash: self.hash,
            step,
            outcome,
        }
    }
}

/// The folder of the site of an article, relative to the library.
pub fn site_folder(article: &NewArticle) -> String {
    let around = article.folder.as_deref().unwrap_or_default();
    let mut folders: Vec<String> = file_name::folders(around).collect();
    folders.push(file_name::folder(&article.site));
    folders.join("/")
}

/// The folder of the file of an article, relative to the library.
pub fn folder(article: &NewArticle, place: &Place, today: &str) -> String {
    let day = day(article, today);
    let site = place.free_folder(&site_folder(article));
    format!("{site}/{}", day.get(..7).unwrap_or(&day))
}

/// The day of an article in its own time zone, as `2026-04-19`.
fn day(article: &NewArticle, today: &str) -> String {
    let date = article.date.map(crate::library::Date::rfc3339);
    let day = date.as_deref().and_then(|date| date.get(..10));
    day.unwrap_or(today).to_owned()
}

/// Paths for the file of an article, the plain one first. The others tell articles of one title and
/// day apart, and are the same on every machine.
fn names(
    candidate: &Candidate,
    outcome: Outcome,
    today: &str,
) -> impl Iterator<Item = String> + use<> {
    let article = &candidate.article;
    let day = day(article, today);
    let month = day.get(..7).unwrap_or(&day);
    let stem = file_name::stem(&day, &article.title);
    let stem = format!("{}/{month}/{stem}", candidate.identity.site);
    let mark = match (outcome, &article.guid) {
        (Outcome::Written, Some(guid)) => {
            crate::library::hash(candidate.identity.source.unwrap_or(0), guid.as_bytes())
        }
        _ => candidate.hash,
    };
    let mark = mark as u32;
    (0..MAX_NAMESAKES).map(move |number| match number {
        0 => format!("{stem}.md"),
        1 => format!("{stem}-{mark:08x}.md"),
        number => format!("{stem}-{mark:08x}-{number}.md"),
    })
}
