//! What tells, beside the list of its files, what a scan finds in a folder: its `.ignore` file, and at
//! the top of a published site the files that know of its pages. One number, which an index keeps with
//! the folder: the time of the `.ignore` file, or a negative hash at the top of a site.

use super::options::IGNORE;
use super::stamp::Stamp;
use crate::library::{mix, site};
use std::path::Path;
use std::time::SystemTime;

pub type Rules = Option<i64>;

/// Whether a folder with these rules is the top of a site.
pub fn is_site(rules: Rules) -> bool {
    rules.is_some_and(i64::is_negative)
}

/// Whether the pages of a site are to be read again.
pub fn has_other_facts(now: Rules, before: Rules) -> bool {
    now != before && (is_site(now) || is_site(before))
}

/// The rules at the top of a site, and whether every later change gives others.
pub fn of_site(folder: &Path, ignore: Option<i64>) -> (Rules, bool) {
    let before = SystemTime::now();
    let mut is_settled = true;
    let mut print = mix(1, ignore.unwrap_or_default().cast_unsigned());
    for name in site::files(folder) {
        let stamp = Stamp::of_file(&folder.join(name)).ok();
        is_settled &= stamp.is_none_or(|stamp| stamp.settled(before).is_some());
        print = mix(print, stamp.map_or(0, Stamp::print));
    }
    (Some(print.cast_signed() | i64::MIN), is_settled)
}

/// The rules of a folder whose list of files has not changed since it had others.
pub fn again(folder: &Path, before: Rules) -> Rules {
    before?;
    let ignore = Stamp::of_file(&folder.join(IGNORE)).ok();
    let ignore = ignore.map(|stamp| stamp.modified);
    match is_site(before) {
        true => of_site(folder, ignore).0,
        false => ignore,
    }
}
