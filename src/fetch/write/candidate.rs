//! An article on its way into a library, what was computed of it, and the names that its file may have.

use super::file_name;
use super::identity::Identity;
use super::ledger::Version;
use super::place::Place;
use crate::fetch::NewArticle;
use crate::library::{self, body_of};

/// Maximum files with one title, date and text.
const MAX_NAMESAKES: usize = 1000;

/// An article and what was computed of it.
pub struct Candidate {
    /// Without its body.
    pub article: NewArticle,
    pub text: String,
    pub hash: u64,
    pub version: Version,
    pub identity: Identity,
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
/// day apart, and are the same on every machine. `is_plain`: it is not beside another version of it.
pub fn names(
    candidate: &Candidate,
    is_plain: bool,
    today: &str,
) -> impl Iterator<Item = String> + use<> {
    let article = &candidate.article;
    let day = day(article, today);
    let month = day.get(..7).unwrap_or(&day);
    let stem = file_name::stem(&day, &article.title);
    let stem = format!("{}/{month}/{stem}", candidate.identity.site);
    let identity = &candidate.identity;
    let (guid, link, whole) = (identity.own_guid(), identity.link, identity.whole());
    let marks = match is_plain {
        true if guid != 0 => [guid, whole],
        true if link != 0 => [link, whole],
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
pub fn content(title: &str, text: &str) -> u64 {
    let title = library::hash(0, title.as_bytes());
    library::hash(title, body_of(text).trim().as_bytes()).max(1)
}
