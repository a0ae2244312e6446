//! Whether a known article has changed.

use super::candidate::Candidate;
use super::ledger::Written;

/// Seconds between two versions of which the source does not say when it wrote them.
const DAY: i64 = 86_400;

/// Where articles come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One that has changed has a later time, or another title or text: then at most once a day, because
    /// some texts have counters.
    Feed,
    /// Another program: an article with another title or text has changed.
    Import,
    /// The user asks for it: also one whose file is gone is written again.
    Save,
}

/// How an article has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Its source or the user says so.
    Stated,
    /// Its source does not say so, but the title or text is another one.
    Silent,
}

/// How an article has changed. A later time alone, with the same title and text, is no change. `now`:
/// seconds since 1970.
pub fn changed(
    candidate: &Candidate,
    known: &Written,
    (origin, now): (Origin, i64),
) -> Option<Change> {
    let (new, old) = (&candidate.identity, &known.identity);
    let is_other = new.title != old.title || new.text != old.text;
    if origin != Origin::Feed {
        return is_other.then_some(Change::Stated);
    }
    let (is_later, is_earlier) = match (candidate.version.updated, known.version.updated) {
        (Some(new), Some(old)) => (new > old, new < old),
        (new, _) => (new.is_some(), false),
    };
    if candidate.version.content == known.version.content || is_earlier {
        return None;
    }
    // Of several sources, the one that brought the article has the text: others shorten it, or are behind.
    if !known.is_first {
        return None;
    }
    // What a source gave a file that the ledger has learnt is unknown.
    let may_differ = known.hash != 0;
    let is_time = now.saturating_sub(known.corrected) >= DAY;
    match is_later {
        true => Some(Change::Stated),
        false => (is_other && may_differ && is_time).then_some(Change::Silent),
    }
}
