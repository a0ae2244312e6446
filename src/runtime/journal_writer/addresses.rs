//! The web addresses of bookmarked articles that were not read before: a bookmark keeps the address
//! after its article is gone. They are in the files, so the journal thread looks them up, and waits for
//! them only as long as a mark may take to be on disk: a network drive may hang.

use crate::library::{Entry, address_of};
use crate::user::event::{Action, Event};
use crate::user::marks::Libraries;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// Maximum time that a bookmark waits for its address, and what each further one of a job adds, up to
/// a limit: many bookmarks are expected to take their time.
const FIRST: Duration = Duration::from_millis(12);
const FURTHER: Duration = Duration::from_millis(1);
const MOST: Duration = Duration::from_secs(2);

/// Adds the addresses to bookmarks without one, as far as they are found in time. Returns these
/// bookmarks.
pub fn add(events: &mut [Event], libraries: impl FnOnce() -> Libraries) -> Vec<Event> {
    let mut completed = Vec::new();
    if !events.iter().any(lacks_address) {
        return completed;
    }
    let libraries = libraries();
    let lacking = events.iter().enumerate();
    let lacking = lacking.filter(|(_, event)| lacks_address(event));
    let lacking = lacking.filter_map(|(at, event)| Some((at, article(event, &libraries)?)));
    let lacking: Vec<(usize, Entry)> = lacking.collect();
    let count = u32::try_from(lacking.len()).unwrap_or(u32::MAX);
    let most = FIRST
        .saturating_add(FURTHER.saturating_mul(count))
        .min(MOST);
    let (sender, found) = channel();
    let read = move || {
        for (at, entry) in lacking {
            let address = address_of(&entry).ok().flatten();
            // The time is over.
            if sender.send((at, address)).is_err() {
                return;
            }
        }
    };
    let thread = std::thread::Builder::new().name("addresses".to_owned());
    if thread.spawn(read).is_err() {
        return completed;
    }
    let end = Instant::now() + most;
    while let Ok((at, address)) = found.recv_timeout(end.saturating_duration_since(Instant::now()))
    {
        if let (Some(event), Some(address)) = (events.get_mut(at), address) {
            event.set_address(Some(Arc::from(address)));
            completed.push(event.clone());
        }
    }
    completed
}

fn lacks_address(event: &Event) -> bool {
    let Action::Bookmark(kept) = &event.action else {
        return false;
    };
    kept.subject.library.is_some() && kept.subject.address.is_none()
}

/// The article of a bookmark, if its library is open.
fn article(event: &Event, libraries: &Libraries) -> Option<Entry> {
    let Action::Bookmark(kept) = &event.action else {
        return None;
    };
    let library = kept.subject.library.as_ref()?;
    let mut entry = kept.entry();
    entry.name = entry.name.with_root(libraries.folder(library)?.to_owned());
    Some(entry)
}
