//! Decides what happens to articles: whether their files are created, replaced or left alone. Changes
//! the ledger, but no file.

use super::candidate::{Candidate, content, names, site_folder};
use super::change::{Change, Origin, changed};
use super::form;
use super::identity::{Clock, Identity};
use super::ledger::{Ledger, News, Result, Version, Written};
use super::likeness::{Values, is_elsewhere, is_file_of};
use super::matching::{Match, find_made_dates, matched};
use super::place::{Found, Place, hash_of, head_of};
use crate::fetch::NewArticle;
use crate::library::Date;
use std::collections::BTreeSet;
use std::io;

/// Maximum files of a site that are read when the ledger does not know the site.
const MAX_KNOWN: usize = 50_000;
/// A time that is further in the future, in seconds, is a mistake. Some feeds name local time UTC.
const MAX_AHEAD: i64 = 86_400;
/// Maximum articles of other sources that are compared with one.
const MAX_ELSEWHERE: usize = 16;

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
    /// Of the file in the ledger.
    pub number: i64,
    /// Of what the source says.
    pub item: i64,
    /// Relative to the library.
    pub path: String,
    pub text: String,
    /// Of the text.
    pub hash: u64,
    /// What the source calls the article in this text; `None`: as before.
    pub news: Option<News>,
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
    pub fn plan_again(&self, article: &NewArticle, item: i64) -> Result<Planned> {
        let candidate = self.candidate(article);
        match self.ledger.item(item)? {
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
        let time = (self.origin, self.now);
        let is_changed = |known: &Written| changed(candidate, known, time).is_some();
        let is_there = |known: &Written| self.place.look(&known.path) != Found::Nothing;
        let known = match found {
            Match::Known(known) if !is_changed(&known) => Some(*known),
            Match::Known(_) | Match::Twin(_) => None,
            Match::New => {
                let other = self.elsewhere(&candidate.identity)?.filter(is_there);
                other
                    .iter()
                    .try_for_each(|other| self.ledger.hold(other.number))?;
                other
            }
        };
        Ok(known.filter(is_there).map(|known| known.path))
    }

    /// The articles of a document, and which of them are known.
    fn matched(&self, articles: &[NewArticle]) -> Result<(Vec<Candidate>, Vec<Match>)> {
        let are_pages = self.origin != Origin::Feed;
        let mut candidates: Vec<Candidate> =
            articles.iter().map(|one| self.candidate(one)).collect();
        if !are_pages {
            let mut identities: Vec<_> =
                candidates.iter_mut().map(|one| &mut one.identity).collect();
            find_made_dates(&mut identities, self.now);
        }
        for candidate in &mut candidates {
            candidate.version.updated = self.updated(candidate);
        }
        let identities: Vec<&Identity> = candidates.iter().map(|one| &one.identity).collect();
        let mut matches = matched(self.ledger, &identities, are_pages)?;
        // A file of it may be there, unknown to the ledger.
        let new = identities
            .iter()
            .zip(&matches)
            .filter(|(_, found)| **found == Match::New);
        let sites: BTreeSet<&str> = new.map(|(new, _)| &*new.site).collect();
        let mut is_any_learnt = false;
        for site in sites {
            is_any_learnt |= self.learn(site)?;
        }
        if is_any_learnt {
            matches = matched(self.ledger, &identities, are_pages)?;
        }
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
            item: row.item,
            path: row.path,
            text,
            hash,
            news: None,
            step: Step::Replace { old },
            outcome: Outcome::Updated,
        }))
    }

    fn candidate(&self, article: &NewArticle) -> Candidate {
        let mut article = article.checked();
        let site = self.place.free_folder(&site_folder(&article));
        let text = form::text(&article);
        article.body.clear();
        let mut candidate = Candidate {
            identity: Identity::of(&article, &site, &text),
            hash: hash_of(text.as_bytes()),
            version: Version {
                content: content(&article.title, &text),
                updated: None,
            },
            article,
            text,
        };
        candidate.version.updated = self.updated(&candidate);
        candidate
    }

    /// When a version was written: the first time that may be true. One in the future would keep later
    /// versions out, and one of each fetch says nothing.
    fn updated(&self, candidate: &Candidate) -> Option<i64> {
        let is_made = |date: &Date| {
            let own = candidate.identity.date;
            own.is_some_and(|own| own.clock == Clock::Made && own.seconds == date.seconds)
        };
        let article = &candidate.article;
        let date = article.date.filter(|date| !is_made(date));
        self.plausible([article.updated, date])
    }

    fn plausible(&self, dates: [Option<Date>; 2]) -> Option<i64> {
        let dates = dates.into_iter().flatten();
        let mut times = dates.map(|date| date.seconds);
        times.find(|seconds| *seconds <= self.now.saturating_add(MAX_AHEAD))
    }

    /// Notes the files of a site that other programs, another machine or a lost ledger know. What
    /// kanbao wrote in them is unknown, so they count as edited. Returns whether there are any.
    fn learn(&self, site: &str) -> Result<bool> {
        let mut is_any = false;
        let known = self.ledger.paths(site)?;
        let files = self.place.files_of(site, MAX_KNOWN).into_iter();
        for path in files.filter(|path| !known.contains(path)) {
            if let Found::File(text, _) = self.place.look(&path)
                && let Some(head) = head_of(&text)
            {
                let version = Version {
                    content: content(&head.title, &text),
                    updated: self.plausible([head.updated, head.date]),
                };
                let identity = Identity::of_file(&head, site, &text);
                self.ledger.add(&path, (0, None), version, &identity)?;
                is_any = true;
            }
        }
        Ok(is_any)
    }

    /// The same article of another source.
    fn elsewhere(&self, article: &Identity) -> Result<Option<Written>> {
        let others = self.ledger.elsewhere(article, MAX_ELSEWHERE)?;
        let mut same = others.into_iter();
        Ok(same.find(|other| is_elsewhere(article, &other.identity)))
    }

    /// An article that is not known of its source. The ledger remembers that the source has it, too.
    fn unknown(&self, candidate: Candidate) -> Result<Planned> {
        if let Some(mut other) = self.elsewhere(&candidate.identity)? {
            // The user has deleted it, unless it was too old for the other source.
            let is_wanted = self.origin == Origin::Save || other.is_retired;
            if !is_wanted || self.place.look(&other.path) != Found::Nothing {
                match self.origin {
                    Origin::Feed => {
                        let item = &candidate.identity;
                        other.item = self.ledger.add_item(other.number, false, item)?;
                    }
                    Origin::Import | Origin::Save => self.ledger.hold(other.number)?,
                }
                return Ok(candidate.planned(other, Step::None, Outcome::Duplicate));
            }
        }
        self.create(candidate, Outcome::Written)
    }

    /// An article that is known of its source.
    fn again(&self, candidate: Candidate, known: Written) -> Result<Planned> {
        self.recognize(&candidate.identity, &known)?;
        let mut change = changed(&candidate, &known, (self.origin, self.now));
        // A feed replaces nothing that the user imported or saved.
        if self.origin == Origin::Feed && change.is_some() && self.ledger.is_held(known.number)? {
            change = None;
        }
        let is_asked = self.origin == Origin::Save;
        // Its file need not be read.
        if change.is_none() && !is_asked && known.hash != 0 {
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
            _ if change.is_none() => Ok(candidate.planned(known, Step::None, Outcome::Unchanged)),
            Found::File(old, hash) if hash == known.hash => {
                self.ledger.expect(known.number, candidate.hash)?;
                let mut planned = candidate.planned(known, Step::Replace { old }, Outcome::Updated);
                if let Some(news) = planned
                    .news
                    .as_mut()
                    .filter(|_| change == Some(Change::Silent))
                {
                    news.corrected = Some(self.now);
                }
                Ok(planned)
            }
            _ if change == Some(Change::Silent) => {
                Ok(candidate.planned(known, Step::None, Outcome::Unchanged))
            }
            _ => {
                let planned = self.create(candidate, Outcome::BesideEdited)?;
                self.ledger.disown(&known, planned.number)?;
                Ok(planned)
            }
        }
    }

    /// Notes what the source calls a known article now: its guid, address and date may have changed. The
    /// title and text are those of its file.
    fn recognize(&self, article: &Identity, known: &Written) -> Result<()> {
        let own = &known.identity;
        let identity = Identity {
            site: own.site.clone(),
            title: own.title,
            text: own.text,
            is_long: own.is_long,
            ..article.clone()
        };
        match identity == *own {
            true => Ok(()),
            false => self.ledger.recognize(known.item, &identity),
        }
    }

    /// A file under the first free name. A file that is there and is this article, but unknown to the
    /// ledger, was written by another machine.
    fn create(&self, candidate: Candidate, outcome: Outcome) -> Result<Planned> {
        for path in names(&candidate, outcome == Outcome::Written, self.today) {
            if self.ledger.at(&path)?.is_some() {
                continue;
            }
            let identity = &candidate.identity;
            let add = |known| self.ledger.add(&path, known, candidate.version, identity);
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
                    let file = head_of(&text).map(|head| Identity::of_file(&head, site, &text));
                    let values = Values {
                        has_guids: true,
                        has_links: true,
                        ..Values::default()
                    };
                    if file.is_some_and(|file| is_file_of(identity, &file, values).is_some()) {
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
            item: row.item,
            path: row.path,
            news: Some(News {
                item: row.item,
                version: self.version,
                identity: self.identity,
                corrected: None,
            }),
            text: self.text,
            hash: self.hash,
            step,
            outcome,
        }
    }
}
