//! The articles that a query of the command line is compared with: those of the libraries, or those
//! that an engine returns; and what is known of their texts.

use super::context::Context;
#[cfg(feature = "opensearch")]
use super::engine::EngineSearch;
use super::errors::print_error;
use super::libraries::{self, Roots, Scanned};
use super::text_search::{Searched, TextSearch};
use super::unread::Unread;
use crate::cli::{List, SortKey};
use crate::error::{Error, Exit};
use crate::library::{ArticleSet, Entry, Sort};
use crate::search::{Facts, Query, TextHits};
use crate::user::Marks;
use std::fmt::Display;

/// With a limit up to this, the newest articles come from the index without a walk.
const FEW: usize = 1_000;

/// The articles that a query is compared with, and what is known of their texts.
pub struct Candidates {
    pub entries: Vec<Entry>,
    /// How many articles there are.
    pub all: usize,
    pub usual: Sort,
    pub texts: Texts,
    /// What the scan could not read.
    pub unread: Unread,
    /// The articles that are new. An engine does not know them.
    pub unseen: ArticleSet,
}

impl Candidates {
    /// Asks the engine, if there is one. If it does not answer, this machine does.
    pub fn find(
        roots: &Roots,
        list: &List,
        query: &Query,
        facts: Facts<'_>,
        context: &Context,
    ) -> Self {
        let configured = context.engine.address.as_ref();
        // The list without a query is that of this machine, unless an engine is named.
        let configured = configured.filter(|_| !query.is_empty());
        if let Some(address) = list.engine.as_ref().or(configured) {
            match in_engine(address, list, query, facts, context) {
                Ok(found) => return found,
                Err(what) => {
                    let values: [(&str, &dyn Display); 1] = [("detail", &what)];
                    let what = context.locale.fill("engine.instead", &values);
                    print_error(&Error::new(Exit::Done, what), &context.locale);
                }
            }
        }
        Self::local(roots, list, query, facts.marks, context)
    }

    fn local(roots: &Roots, list: &List, query: &Query, marks: &Marks, context: &Context) -> Self {
        let by_date = matches!(list.sort, None | Some(SortKey::Date));
        let by_relevance = list.sort == Some(SortKey::Relevance);
        // Hidden articles may be among the newest.
        let is_plain = query.is_empty() && by_date && !marks.may_hide();
        let few = list.limit.filter(|limit| is_plain && *limit <= FEW);
        let newest = few.and_then(|limit| libraries::newest(roots, context, limit));
        // An index whose articles mostly have no date answers only if it is asked for dates.
        let newest = newest.filter(|newest| list.sort.is_some() || newest.usual_sort == Sort::Date);
        let (found, usual) = match newest {
            Some(newest) => {
                let found = Scanned {
                    entries: newest.entries,
                    ..Scanned::default()
                };
                (found, newest.usual_sort)
            }
            None => {
                let found = libraries::read(roots, context);
                let dated = found.entries.iter().filter(|entry| entry.is_dated());
                let usual = Sort::usual(dated.count(), found.entries.len());
                (found, usual)
            }
        };
        let searched = Searched {
            entries: &found.entries,
            scanned: Some(&found.current),
        };
        let texts = TextSearch::run(roots, searched, query, by_relevance, context);
        Self {
            all: found.entries.len(),
            unread: Unread::of(&found.problems),
            unseen: found.arrivals.unseen,
            entries: found.entries,
            usual,
            texts: Texts::Local(Box::new(texts)),
        }
    }
}

/// What the engine at an address finds. The error is a sentence.
#[cfg(feature = "opensearch")]
fn in_engine(
    address: &str,
    list: &List,
    query: &Query,
    facts: Facts<'_>,
    context: &Context,
) -> Result<Candidates, String> {
    let by_date = matches!(list.sort, None | Some(SortKey::Date));
    let newest = (list.limit.filter(|_| by_date), facts);
    let search = EngineSearch::run(address, &list.library, query, newest, context);
    let mut search = search.map_err(|error| error.describe(&context.locale))?;
    Ok(Candidates {
        entries: std::mem::take(&mut search.found.entries),
        all: search.all,
        usual: search.usual_sort,
        texts: Texts::Engine(Box::new(search)),
        unread: Unread::default(),
        unseen: ArticleSet::default(),
    })
}

#[cfg(not(feature = "opensearch"))]
fn in_engine(
    _: &str,
    _: &List,
    _: &Query,
    _: Facts<'_>,
    context: &Context,
) -> Result<Candidates, String> {
    Err(context.locale.text("engine.none").to_owned())
}

/// What was found in the texts of articles.
pub enum Texts {
    Local(Box<TextSearch>),
    #[cfg(feature = "opensearch")]
    Engine(Box<EngineSearch>),
}

impl Texts {
    pub fn hits(&self) -> &dyn TextHits {
        match self {
            Self::Local(search) => &search.hits,
            #[cfg(feature = "opensearch")]
            Self::Engine(search) => &search.found.hits,
        }
    }

    /// How relevant an article is. An engine does not say it: its articles are listed by date.
    pub fn score(&self, entry: &Entry) -> u32 {
        match self {
            Self::Local(search) => search.hits.score(entry),
            #[cfg(feature = "opensearch")]
            Self::Engine(_) => 0,
        }
    }

    /// A sentence about texts that were not searched.
    pub fn shortfall(&self, context: &Context) -> Option<String> {
        match self {
            Self::Local(search) => search.shortfall(context),
            #[cfg(feature = "opensearch")]
            Self::Engine(search) => search.shortfall(context),
        }
    }

    /// How a command ends for which a text that was not searched may have mattered.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Local(search) => search.exit(),
            #[cfg(feature = "opensearch")]
            Self::Engine(_) => Exit::Found,
        }
    }

    /// Says on standard error which texts were not searched.
    pub fn report(&self, context: &Context) {
        if let Some(what) = self.shortfall(context) {
            print_error(&Error::new(Exit::Done, what), &context.locale);
        }
    }

    /// The passages of articles that the query found.
    pub fn snippets(
        &self,
        entries: &[Entry],
        query: &Query,
        context: &Context,
    ) -> Vec<Option<String>> {
        match self {
            Self::Local(search) => {
                let snippet = |entry| search.snippet(entry, query, context.policy);
                entries.iter().map(snippet).collect()
            }
            #[cfg(feature = "opensearch")]
            Self::Engine(search) => search.snippets(entries, query, context),
        }
    }
}
