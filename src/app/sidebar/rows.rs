//! The rows of the sidebar: the views, and the groups of facets with their values.

use super::counts::{Counts, Tally, Values};
use super::dates;
use super::kept_counts::KeptCounts;
pub use super::row::{Choice, Row};
use super::saved::Saved;
use crate::app::context::Context;
use crate::app::message::FeedRow;
use crate::app::view::{Facet, FacetKind, View};
use crate::locale::Locale;
use crate::text::{Collation, sanitize_line};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The most values of a group.
const MOST: usize = 1_000;

/// The order of the values of a group. Years and months are always the newest first, folders by path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ValueOrder {
    #[default]
    Count,
    Name,
}

/// What rows are made from.
pub struct Sources<'a> {
    pub counts: &'a Counts,
    /// Until everything is counted, rows have no counts.
    pub is_counted: bool,
    pub bookmarks: usize,
    pub later: usize,
    /// How many articles are new.
    pub new: usize,
    pub kept: &'a KeptCounts,
    pub saved: &'a [Saved],
    pub feeds: &'a [FeedRow],
    pub folded: &'a BTreeSet<FacetKind>,
    pub order: ValueOrder,
    pub collation: Collation,
    pub context: &'a Context,
}

impl Sources<'_> {
    fn locale(&self) -> &Locale {
        &self.context.locale
    }

    fn values(&self, kind: FacetKind) -> &Values {
        let kept = self.kept.values(kind);
        kept.unwrap_or_else(|| self.counts.of(kind))
    }
}

/// All rows, from the top.
pub fn rows(sources: &Sources<'_>) -> Vec<Row> {
    let counts = sources.counts;
    let unread = Tally {
        total: counts.all.unread,
        unread: counts.all.unread,
    };
    let tally = |total| Some(Tally { total, unread: 0 });
    let (bookmarks, later) = (tally(sources.bookmarks), tally(sources.later));
    let counted = |tally| sources.is_counted.then_some(tally);
    let locale = &sources.context.locale;
    let view = |key: &str, view, tally| Row {
        label: locale.text(key).into(),
        depth: 0,
        tally,
        choice: Choice::Show(view),
    };
    let mut rows = vec![
        view("sidebar.all", View::All, counted(counts.all)),
        view("sidebar.unread", View::Unread, counted(unread)),
        view("sidebar.bookmarks", View::Bookmarks, bookmarks),
        view("sidebar.reading", View::Reading, counted(counts.reading)),
    ];
    if sources.later > 0 {
        rows.insert(3, view("sidebar.later", View::Later, later));
    }
    if sources.new > 0 {
        rows.insert(
            2,
            Row {
                label: locale.text("sidebar.new").into(),
                depth: 0,
                tally: tally(sources.new),
                choice: Choice::Search("is:new".into()),
            },
        );
    }
    let searches = sources.saved.iter().enumerate();
    rows.extend(searches.map(|(at, saved)| Row {
        label: format!("/ {}", saved.name).into(),
        depth: 0,
        tally: counts.searches.get(at).copied().and_then(counted),
        choice: Choice::Search(Arc::clone(&saved.text)),
    }));
    for kind in FacetKind::ALL {
        if kind == FacetKind::Feed {
            feeds(sources, &mut rows);
        } else if !sources.values(kind).is_empty() {
            group(kind, sources, &mut rows);
        }
    }
    rows
}

/// The heading of a group. Whether its values are shown.
fn begin_group(kind: FacetKind, sources: &Sources<'_>, rows: &mut Vec<Row>) -> bool {
    let key = format!("sidebar.{}", kind.name());
    rows.push(Row {
        label: sources.context.locale.text(&key).into(),
        depth: 0,
        tally: None,
        choice: Choice::Fold(kind),
    });
    !sources.folded.contains(&kind)
}

/// The feeds in the order of their file. A sign tells those that could not be read.
fn feeds(sources: &Sources<'_>, rows: &mut Vec<Row>) {
    if sources.feeds.is_empty() || !begin_group(FacetKind::Feed, sources, rows) {
        return;
    }
    let locale = &sources.context.locale;
    for feed in sources.feeds.iter().take(MOST) {
        let key = feed.facet_key();
        let label = match (&feed.error, feed.is_muted) {
            (_, true) => locale.fill("sidebar.muted", &[("name", &feed.name)]),
            (Some(_), false) => format!("! {}", feed.name),
            (None, false) => feed.name.clone(),
        };
        rows.push(Row {
            label: label.into(),
            depth: 1,
            tally: Some(sources.counts.of_folders(&key)),
            choice: Choice::Show(View::Facet(Facet {
                kind: FacetKind::Feed,
                key: key.into(),
                label: feed.name.as_str().into(),
            })),
        });
    }
}

fn group(kind: FacetKind, sources: &Sources<'_>, rows: &mut Vec<Row>) {
    if !begin_group(kind, sources, rows) {
        return;
    }
    if kind == FacetKind::Month {
        return dates::rows(sources.values(kind), sources.context, rows);
    }
    let mut values: Vec<_> = sources.values(kind).iter().collect();
    let name = |label: &str| sources.collation.key(label);
    match (kind, sources.order) {
        (FacetKind::Folder, _) => values.sort_by_cached_key(|(key, _)| path(key, sources)),
        (_, ValueOrder::Name) => {
            values.sort_by_cached_key(|(key, (label, _))| (name(label), Arc::clone(key)));
        }
        (_, ValueOrder::Count) => values.sort_by_cached_key(|(key, (label, tally))| {
            (usize::MAX - tally.total, name(label), Arc::clone(key))
        }),
    }
    let more = values.len().saturating_sub(MOST);
    for (key, (label, tally)) in values.into_iter().take(MOST) {
        let facet = Facet {
            kind,
            key: Arc::clone(key),
            label: shown(kind, label, sources.context),
        };
        let own = match kind {
            FacetKind::Folder => {
                let name = key.rsplit('/').next().unwrap_or(key);
                sanitize_line(name).into()
            }
            _ => Arc::clone(&facet.label),
        };
        let above = if kind == FacetKind::Folder {
            key.matches('/').count()
        } else {
            0
        };
        rows.push(Row {
            label: own,
            depth: 1 + above as u16,
            tally: Some(*tally),
            choice: Choice::Show(View::Facet(facet)),
        });
    }
    if more > 0 {
        rows.push(Row {
            label: sources
                .locale()
                .fill("sidebar.more", &[("count", &more)])
                .into(),
            depth: 1,
            tally: None,
            choice: Choice::Nothing,
        });
    }
}

/// Folders in the order of a tree: a folder is directly above those in it.
fn path(key: &str, sources: &Sources<'_>) -> Vec<(Vec<u32>, String)> {
    let part = |part: &str| (sources.collation.key(part), part.to_owned());
    key.split('/').map(part).collect()
}

/// A value as shown: languages in the language of the interface.
fn shown(kind: FacetKind, label: &Arc<str>, context: &Context) -> Arc<str> {
    match kind {
        FacetKind::Folder => sanitize_line(label).into(),
        FacetKind::Language => context.locale.text(&format!("language.{label}")).into(),
        _ => Arc::clone(label),
    }
}
