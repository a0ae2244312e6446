//! `kanbao import`: bookmarks from other programs and from our own exports.

use super::attach::Catalogue;
use super::bookmark_query;
use super::context::Context;
use super::errors::print_error;
use super::exchange;
use super::import_articles;
use super::libraries::Roots;
use super::mark_store::MarkStore;
use super::output::Output;
use crate::cli::{Import, ImportTarget, is_stdin};
use crate::error::{Error, Exit, Result};
use crate::interchange::{self, Fault, FaultKind, Item};
use crate::library::{self, Entry};
use crate::user::event::{Action, Subject};
use crate::user::{Event, Marks, now};
use serde::Serialize;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

/// Maximum faults that are printed one by one.
const SHOWN_FAULTS: usize = 20;

/// The counts of an import, and the object that `--json` prints.
#[derive(Serialize)]
struct Counts {
    /// `null` if the format is not known.
    format: Option<&'static str>,
    dry_run: bool,
    /// Entries that were read.
    entries: usize,
    /// Entries whose article is in the library.
    attached: usize,
    /// Entries kept as links, or for articles that are not here.
    links: usize,
    /// Bookmarks that did not exist before.
    new: usize,
    /// Entries that name no address and no article of the library.
    unmatched: usize,
    faults: Vec<FaultRow>,
}

#[derive(Serialize)]
struct FaultRow {
    file: String,
    row: usize,
    what: &'static str,
    /// The title of an entry of which a part was skipped.
    #[serde(skip_serializing_if = "String::is_empty")]
    entry: String,
}

pub fn run(import: &Import, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let read = if is_stdin(import.file.as_os_str()) {
        interchange::read_stream(io::stdin().lock())
    } else {
        interchange::read_path(&import.file)
    };
    let read = read.map_err(|cause| Error::unreadable(&import.file, &cause))?;
    if import.target == ImportTarget::Articles {
        let done = import_articles::run(import, &read, context, out)?;
        let faults = report(import, &read, 0, context);
        return Ok(done.map(|exit| exit.max(faults)));
    }
    let (roots, found) = bookmark_query::library(&import.library, context)?;
    let counts = store(import, &read, &roots, &found.entries, context)?;
    let exit = report(import, &read, counts.unmatched, context);
    let printed = if import.json {
        out.json(&counts)
    } else if counts.format.is_some() {
        out.line(&summary(&counts, context))
    } else {
        Ok(())
    };
    Ok(printed.map(|()| exit))
}

/// Adds what was read to the marks, and to the journal unless it is a dry run.
fn store(
    import: &Import,
    read: &interchange::Import,
    roots: &Roots,
    entries: &[Entry],
    context: &Context,
) -> Result<Counts> {
    let mut store = MarkStore::open(roots, context);
    store.attach_links(entries);
    let catalogue = Catalogue::new(entries, &read.items);
    let found = read.items.iter().map(|item| catalogue.find(item));
    let found: Vec<Option<usize>> = found.collect();
    let own = read.items.iter().filter(|item| catalogue.has_own(item));
    let attached = found.iter().flatten().count() + own.count();
    let mut unmatched = 0;
    let mut changes = Vec::new();
    let items = united(&read.items, &found);
    let orders = orders(&items, &store.marks);
    for (at, (item, found)) in items.iter().enumerate() {
        let entry = found.and_then(|found| entries.get(found));
        let entry = entry.map(|entry| {
            let address = library::address_of(entry).ok().flatten();
            let address = address.or_else(|| Some(item.address.clone()));
            let subject = Subject {
                address: address.filter(|address| !address.is_empty()).map(Arc::from),
                ..store.marks.subject(entry)
            };
            (entry, subject)
        });
        match exchange::bookmark(item, entry, now()) {
            Some(kept) => changes.extend(exchange::changes(item, &kept, orders.get(&at), now())),
            None => unmatched += 1,
        }
    }
    let events = store.marks.import(changes, now());
    let is_new = |event: &&Event| matches!(event.action, Action::Bookmark(_));
    let new = events.iter().filter(is_new).count();
    if !import.dry_run {
        store.keep(&events, context)?;
    }
    Ok(Counts {
        format: read.format.map(interchange::Format::name),
        dry_run: import.dry_run,
        entries: read.items.len(),
        attached,
        links: read.items.len() - attached - unmatched,
        new,
        unmatched,
        faults: read.faults.iter().map(row).chain(cut(read)).collect(),
    })
}

/// The items, with the numbers of their articles; several about one article as one.
fn united(items: &[Item], found: &[Option<usize>]) -> Vec<(Item, Option<usize>)> {
    let mut united: Vec<(Item, Option<usize>)> = Vec::new();
    let mut places: HashMap<usize, usize> = HashMap::new();
    let mut others: HashMap<usize, Vec<Item>> = HashMap::new();
    for (item, found) in items.iter().zip(found) {
        let next = united.len();
        match found.map(|article| *places.entry(article).or_insert(next)) {
            Some(place) if place < next => {
                others.entry(place).or_default().push(item.clone());
            }
            _ => united.push((item.clone(), *found)),
        }
    }
    for (place, others) in others {
        if let Some((item, _)) = united.get_mut(place) {
            item.unite(others);
        }
    }
    united
}

/// The keys of the places in the queue of articles to read later, by the numbers of the items: after
/// what is there, in the order of the export.
fn orders(items: &[(Item, Option<usize>)], marks: &Marks) -> HashMap<usize, Arc<str>> {
    let queued = items.iter().enumerate();
    let queued = queued.filter_map(|(at, (item, _))| Some((item.own.later?, at)));
    let mut queued: Vec<(u32, usize)> = queued.collect();
    queued.sort_unstable();
    let keys = marks.keys_at_the_end(queued.len());
    let places = queued.into_iter().map(|(_, at)| at);
    places.zip(keys).collect()
}

fn row(fault: &Fault) -> FaultRow {
    FaultRow {
        file: fault.file.clone(),
        row: fault.row,
        what: fault.kind.name(),
        entry: String::new(),
    }
}

/// The entries with more tags or highlights than are taken.
fn cut(read: &interchange::Import) -> impl Iterator<Item = FaultRow> {
    let items = read.items.iter().filter(|item| item.is_cut);
    items.map(|item| FaultRow {
        file: String::new(),
        row: 0,
        what: "cut",
        entry: match &*item.title {
            "" => item.address.clone(),
            title => title.to_owned(),
        },
    })
}

/// Prints what could not be used to standard error.
fn report(
    import: &Import,
    read: &interchange::Import,
    unmatched: usize,
    context: &Context,
) -> Exit {
    let locale = &context.locale;
    let mut exit = Exit::Done;
    for fault in read.faults.iter().take(SHOWN_FAULTS) {
        let key = format!("import.fault.{}", fault.kind.name());
        let path = if fault.file.is_empty() {
            import.file.clone()
        } else {
            import.file.join(&fault.file)
        };
        let mut error = Error::new(Exit::Found, locale.text(&key)).path(&path);
        if fault.row > 0 {
            error = error.at(fault.row, 1);
        }
        if matches!(fault.kind, FaultKind::UnknownFormat | FaultKind::Archive) {
            error = error.hint(locale.text(&(key + ".hint")));
        }
        exit = print_error(&error, locale);
    }
    let more = read.faults.len().saturating_sub(SHOWN_FAULTS);
    if more > 0 {
        let what = locale.fill("import.more-faults", &[("count", &more)]);
        exit = print_error(&Error::new(Exit::Found, what), locale);
    }
    for FaultRow { entry, .. } in cut(read) {
        let count = interchange::MAX_LIST;
        let what = locale.fill("import.cut", &[("title", &entry), ("count", &count)]);
        exit = print_error(&Error::new(Exit::Found, what).path(&import.file), locale);
    }
    if unmatched > 0 {
        let what = locale.fill("import.unmatched", &[("count", &unmatched)]);
        exit = print_error(&Error::new(Exit::Found, what), locale);
    }
    exit
}

fn summary(counts: &Counts, context: &Context) -> String {
    let key = if counts.dry_run {
        "import.would"
    } else {
        "import.done"
    };
    context.locale.fill(
        key,
        &[
            ("format", &counts.format.unwrap_or_default()),
            ("entries", &counts.entries),
            ("attached", &counts.attached),
            ("links", &counts.links),
            ("new", &counts.new),
        ],
    )
}
