//! Decides what happens to articles: whether their files are created, replaced or left alone. Changes
//! the ledger, but no file.

use super::identity::{Identity, KEYS};
use super::ledger::{Ledger, Result, Version, Written};
use super::matching::{Match, matched};
use super::place::{Found, Place, hash_of, head_of};
use super::{file_name, form};
use crate::fetch::NewArticle;
use crate::library::{self, Date, body_of};
use std::collections::HashSet;
use std::io;

/// Maximum files of a site that are read when the ledger does not know the site.
const MAX_KNOWN: usize = 50_000;
/// Maximum files with one title, date and text.
const MAX_NAMESAKES: usize = 1000;
/// A time that is further in the future, in seconds, is a mistake. Some feeds name local time UTC.
const MAX_AHEAD: i64 = 86_400;

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A new file.
    Written,
    /// The file has the new version; the old one is in `.kanbao/versions/`.
    Updated,
    /// The file has this version, or the source does not say that it changed.
    Unchanged,
    /// Another source brought the article, it was in the document before, or the user moved or deleted
    /// its file.
    Duplicate,
    /// The user edited the file; the new version is in another file beside it.
    BesideEdited,
}

/// Where articles come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One that has changed has a later time.
    Feed,
    /// Another program: an article with another title or text has changed.
    Import,
    /// The user asks for it: also one whose file is gone is written again.
    Save,
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
    /// Another program wrote the file meanwhile. `is_new`: there was none.
    Refused {
        is_new: bool,
    },
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
    /// What the source calls the article in this text; `None`: as before.
    pub news: Option<(Version, Identity)>,
    pub step: Step,
    pub outcome: Outcome,
}

impl Planned {
    /// Leaves the file alone. One that was to be replaced has what it had; whose a new one is, is found
    /// out later.
    pub fn refuse(&mut self) {
        if let Step::Replace { old } = &self.step {
            self.hash = hash_of(old.as_bytes());
            self.news = None;
        }
        self.step = Step::Refused {
            is_new: self.step == Step::Create,
        };
    }
}

/// What decides about articles. `today`: for articles without a date, as `2026-04-19`. `now`: seconds
/// since 1970.
pub struct Planner<'a> {
    pub ledger: &'a Ledger,
    pub place: &'a Place,
    pub today: &'a str,
    pub now: i64,
    pub origin: Origin,
}

/// An article and what was computed of it.
struct Candidate {
    /// Without its body.
    article: NewArticle,
    text: String,
    hash: u64,
    version: Version,
    identity: Identity,
}

impl Planner<'_> {
    /// Decides about the articles of a document, in their order.
    ///
    /// # Errors
    /// The ledger cannot be used, or there is no free name.
    pub fn plan(&self, articles: &[NewArticle]) -> Result<Vec<Planned>> {
        let (candidates, matches) = self.matched(articles)?;
        let mut planned: Vec<Planned> = Vec::with_capacity(articles.len());
        for (candidate, found) in candidates.into_iter().zip(matches) {
            let next = match found {
                Match::New => self.unknown(candidate)?,
                Match::Known(known) => self.again(candidate, *known)?,
                Match::Twin(first) => {
                    let path = planned.get(first).map(|first| first.path.clone());
                    let row = Written {
                        path: path.unwrap_or_default(),
                        ..Written::default()
                    };
                    candidate.planned(row, Step::None, Outcome::Duplicate)
                }
            };
            planned.push(next);
        }
        Ok(planned)
    }

    /// Decides again about an article whose file another program wrote meanwhile.
    ///
    /// # Errors
    /// As for [`plan`](Self::plan).
    pub fn plan_again(&self, article: &NewArticle, number: i64) -> Result<Planned> {
        let candidate = self.candidate(article)?;
        match self.ledger.numbered(number)? {
            Some(row) => self.again(candidate, row),
            None => self.create(candidate, Outcome::Written),
        }
    }

    /// The file of an article, if it is there with the same title and text.
    ///
    /// # Errors
    /// The ledger cannot be used.
    pub fn find(&self, article: &NewArticle) -> Result<Option<String>> {
        let (candidates, matches) = self.matched(std::slice::from_ref(article))?;
        let Some((candidate, found)) = candidates.first().zip(matches.into_iter().next()) else {
            return Ok(None);
        };
        let known = match found {
            Match::Known(known) if !self.is_update(candidate, &known) => Some(*known),
            Match::Known(_) | Match::Twin(_) => None,
            Match::New => self.ledger.elsewhere(&candidate.identity)?,
        };
        let is_there = |known: &Written| self.place.look(&known.path) != Found::Nothing;
        Ok(known.filter(is_there).map(|known| known.path))
    }

    /// The articles of a document, and which of them are known.
    fn matched(&self, articles: &[NewArticle]) -> Result<(Vec<Candidate>, Vec<Match>)> {
        let mut candidates = Vec::with_capacity(articles.len());
        let mut sites = HashSet::new();
        for article in articles {
            let candidate = self.candidate(article)?;
            let site = &candidate.identity.site;
            if sites.insert(site.clone()) && self.ledger.is_new_site(site)? {
                self.learn(site)?;
            }
            candidates.push(candidate);
        }
        let identities: Vec<&Identity> = candidates.iter().map(|one| &one.identity).collect();
        let matches = matched(self.ledger, &identities)?;
        Ok((candidates, matches))
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
            news: None,
            step: Step::Replace { old },
            outcome: Outcome::Updated,
        }))
    }

    fn candidate(&self, article: &NewArticle) -> Result<Candidate> {
        let mut article = article.checked();
        let site = self.place.free_folder(&site_folder(&article));
        let text = form::text(&article);
        article.body.clear();
        let mut identity = Identity::of(&article, &site, &text);
        if let Some(name) = identity.source {
            identity.source = Some(self.ledger.source(name)?);
        }
        Ok(Candidate {
            identity,
            hash: hash_of(text.as_bytes()),
            version: Version {
                content: content(&article.title, &text),
                updated: self.updated([article.updated, article.date]),
            },
            article,
            text,
        })
    }

    /// When a version was written: the first time that may be true. One in the future would keep later
    /// versions out.
    fn updated(&self, dates: [Option<Date>; 2]) -> Option<i64> {
        let dates = dates.into_iter().flatten();
        let mut times = dates.map(|date| date.seconds);
        times.find(|seconds| *seconds <= self.now.saturating_add(MAX_AHEAD))
    }

    /// Notes the files of a site that other programs, another machine or a lost ledger know. What
    /// kanbao wrote in them is unknown, so they count as edited.
    fn learn(&self, site: &str) -> Result<()> {
        for path in self.place.files_of(site, MAX_KNOWN) {
            if self.ledger.at(&path)?.is_none()
                && let Found::File(text, _) = self.place.look(&path)
                && let Some(head) = head_of(&text)
            {
                let version = Version {
                    content: content(&head.title, &text),
                    updated: self.updated([head.updated, head.date]),
                };
                let identity = Identity::of_file(&head, site, &text);
                self.ledger.add(&path, (0, None), version, &identity)?;
            }
        }
        Ok(())
    }

    /// An article that is not known of its source.
    fn unknown(&self, candidate: Candidate) -> Result<Planned> {
        if let Some(other) = self.ledger.elsewhere(&candidate.identity)? {
            let is_wanted = self.origin == Origin::Save;
            if !is_wanted || self.place.look(&other.path) != Found::Nothing {
                return Ok(candidate.planned(other, Step::None, Outcome::Duplicate));
            }
        }
        self.create(candidate, Outcome::Written)
    }

    /// An article that is known of its source.
    fn again(&self, candidate: Candidate, known: Written) -> Result<Planned> {
        self.recognize(&candidate.identity, &known)?;
        let is_update = self.is_update(&candidate, &known);
        let is_asked = self.origin == Origin::Save;
        // Its file need not be read.
        if !is_update && !is_asked && known.hash != 0 {
            return Ok(candidate.planned(known, Step::None, Outcome::Unchanged));
        }
        match self.place.look(&known.path) {
            Found::Nothing if is_asked => {
                self.ledger.expect(known.number, candidate.hash)?;
                Ok(candidate.planned(known, Step::Create, Outcome::Written))
            }
            Found::Nothing => Ok(candidate.planned(known, Step::None, Outcome::Duplicate)),
            Found::File(_, hash) if hash == candidate.hash => {
                Ok(candidate.planned(known, Step::Settle, Outcome::Unchanged))
            }
            _ if !is_update => Ok(candidate.planned(known, Step::None, Outcome::Unchanged)),
            Found::File(old, hash) if hash == known.hash => {
                self.ledger.expect(known.number, candidate.hash)?;
                Ok(candidate.planned(known, Step::Replace { old }, Outcome::Updated))
            }
            _ => {
                self.ledger.disown(known.number)?;
                self.create(candidate, Outcome::BesideEdited)
            }
        }
    }

    /// Notes what the source calls a known article now: its guid and address may have changed. The title
    /// and text are those of its file.
    fn recognize(&self, article: &Identity, known: &Written) -> Result<()> {
        let is_same = article.title == known.identity.title && article.text == known.identity.text;
        let own = &known.identity;
        let identity = Identity {
            site: own.site.clone(),
            source: article.source,
            ..if is_same { article } else { own }.clone()
        };
        match identity == *own {
            true => Ok(()),
            false => self.ledger.recognize(known.number, &identity),
        }
    }

    /// Whether an article has changed. A later time alone, with the same title and text, is no change.
    fn is_update(&self, candidate: &Candidate, known: &Written) -> bool {
        let (new, old) = (&candidate.identity, &known.identity);
        let is_later = match (candidate.version.updated, known.version.updated) {
            (Some(new), Some(old)) => new > old,
            (new, _) => new.is_some(),
        };
        match self.origin {
            Origin::Feed => is_later && candidate.version.content != known.version.content,
            Origin::Import | Origin::Save => new.title != old.title || new.text != old.text,
        }
    }

    /// A file under the first free name. A file that is there and is this article, but unknown to the
    /// ledger, was written by another machine.
    fn create(&self, candidate: Candidate, outcome: Outcome) -> Result<Planned> {
        for path in names(&candidate, outcome, self.today) {
            if self.ledger.at(&path)?.is_some() {
                continue;
            }
            let identity = &candidate.identity;
            let add = |known| {
                let number = self.ledger.add(&path, known, candidate.version, identity)?;
                Result::Ok(Written {
                    number,
                    path: path.clone(),
                    ..Written::default()
                })
            };
            match self.place.look(&path) {
                Found::Nothing => {
                    let row = add((0, Some(candidate.hash)))?;
                    let planned = candidate.planned(row, Step::Create, outcome);
                    // The row has it.
                    return Ok(Planned {
                        news: None,
                        ..planned
                    });
                }
                Found::File(_, hash) if hash == candidate.hash => {
                    let row = add((hash, None))?;
                    return Ok(candidate.planned(row, Step::None, Outcome::Unchanged));
                }
                Found::File(text, _) if outcome == Outcome::Written => {
                    let site = &identity.site;
                    let known = head_of(&text).map(|head| Identity::of_file(&head, site, &text));
                    let is = |known: Identity| KEYS.iter().any(|key| identity.is(&known, *key));
                    if known.is_some_and(is) {
                        let row = add((0, None))?;
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
            news: Some((self.version, self.identity)),
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
    let Identity {
        guid, link, whole, ..
    } = candidate.identity;
    let marks = match outcome {
        Outcome::Written if guid != 0 => [guid, whole],
        Outcome::Written if link != 0 => [link, whole],
        _ => [candidate.hash, candidate.hash],
    };
    let [first, last] = marks.map(|mark| mark as u32);
    let marked = [format!("{stem}.md"), format!("{stem}-{first:08x}.md")];
    let more = (1..MAX_NAMESAKES).map(move |number| match number {
        1 => format!("{stem}-{last:08x}.md"),
        number => format!("{stem}-{last:08x}-{number}.md"),
    });
    marked.into_iter().chain(more)
}

/// The hash of the title and body of the text of a file.
fn content(title: &str, text: &str) -> u64 {
    let title = library::hash(0, title.as_bytes());
    library::hash(title, body_of(text).trim().as_bytes()).max(1)
}
