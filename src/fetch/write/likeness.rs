//! Whether two articles are the same one: see [`likeness`].

use super::identity::{Clock, Identity, Moment};

/// Days and times differ by less than this if they are of one day, in any zone.
const ABOUT_A_DAY: u64 = 2 * 86_400;
/// Programs publish at such times, in seconds.
const QUARTER_HOUR: i64 = 900;

/// What is known about the values of an article in its source.
#[derive(Clone, Copy, Debug, Default)]
pub struct Values {
    /// Other articles have it.
    pub shared: Shared,
    /// The source has several guids.
    pub has_guids: bool,
    /// The source has several addresses.
    pub has_links: bool,
}

/// Which values of an article other articles of the source have as well.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shared {
    pub guid: bool,
    pub link: bool,
    pub title: bool,
    pub text: bool,
    pub date: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compared {
    Agrees,
    Differs,
    Missing,
}
use Compared::{Agrees, Differs, Missing};

/// The properties of two articles, compared.
#[derive(Clone, Copy, Debug)]
struct Comparison {
    guid: Compared,
    link: Compared,
    title: Compared,
    text: Compared,
    date: Compared,
}

/// How much two articles agree; `None` if they are different ones.
///
/// A property **names** an article where it distinguishes: its value is at no other article of the source,
/// neither in the document nor among the known ones. Guids, addresses (which the source has been seen to
/// vary), long texts and times that are not on a quarter of an hour can be names.
///
/// | property | agrees | differs |
/// |---|---|---|
/// | a name | +2 | as below |
/// | any other whose value is at one article only | +1 | −1 |
/// | address | | −2 |
/// | guid | | −2; −1 if the text agrees: some sources give new guids each time |
///
/// Two articles are the same one if at least two properties agree, the sum is above 0, and one that agrees
/// is a name. Without a name, title and text must agree, and neither date nor address differ. A
/// property that is missing neither agrees nor differs. A title that other articles have counts only with the text
/// or an address that is a name, such a text only with the title. So a double file is more likely than a lost
/// article, and that more than marks of the user on a wrong one.
pub fn likeness(article: &Identity, known: &Identity, values: Values) -> Option<i32> {
    let found = Comparison {
        guid: compared(article.own_guid(), known.own_guid()),
        link: compared(article.link, known.link),
        title: compared(article.title, known.title),
        text: compared(article.text, known.text),
        date: dates(article.date, known.date),
    };
    let is_own = |date: Moment| date.clock == Clock::Time && date.seconds % QUARTER_HOUR != 0;
    let is_timed = article.date.is_some_and(is_own);
    let shared = values.shared;
    let is_content = found.title == Agrees && found.text == Agrees;
    let is_there = found.link == Agrees && values.has_links && !shared.link;
    let points = |is_name: bool, is_shared: bool| match (is_shared, is_name) {
        (true, _) => 0,
        (false, true) => 2,
        (false, false) => 1,
    };
    let agreeing = [
        (found.guid, points(values.has_guids, shared.guid)),
        (found.link, points(values.has_links, shared.link)),
        (
            found.title,
            points(false, shared.title && !is_content && !is_there),
        ),
        (
            found.text,
            match article.is_long && !shared.text {
                true => 2,
                false => points(false, shared.text && !is_content),
            },
        ),
        (found.date, points(true, shared.date || !is_timed)),
    ];
    let agreeing = agreeing.into_iter();
    let agreeing =
        agreeing.filter_map(|(one, points)| (one == Agrees && points > 0).then_some(points));
    let (count, most, sum) = agreeing.fold((0, 0, 0), |(count, most, sum), points| {
        (count + 1, points.max(most), sum + points)
    });
    let score = sum - found.differing();
    let is_named = most > 1;
    let is_unchanged = is_content && found.date != Differs && found.link != Differs;
    (count >= 2 && score > 0 && (is_named || is_unchanged)).then_some(score)
}

impl Comparison {
    /// The points of the properties that differ.
    fn differing(&self) -> i32 {
        let points = [
            (self.guid, if self.text == Agrees { 1 } else { 2 }),
            (self.link, 2),
            (self.title, 1),
            (self.text, 1),
            (self.date, 1),
        ];
        let differing = points.iter().filter(|(one, _)| *one == Differs);
        differing.map(|(_, points)| points).sum()
    }
}

/// Whether a file of nobody's is the article: one of another machine, or of a ledger that was lost. A note
/// of the user about an article has neither its text nor its guid.
pub fn is_file_of(article: &Identity, file: &Identity, values: Values) -> Option<i32> {
    let is_written = article.text == file.text || article.guid != 0 && article.guid == file.guid;
    likeness(article, file, values).filter(|_| is_written)
}

/// Whether an article of another source is the same one: both have the same title, text, date and address.
/// Without addresses, a long text and a guid must be equal, and the folder: the feed has another address.
pub fn is_elsewhere(article: &Identity, other: &Identity) -> bool {
    let is_content = article.title == other.title && article.text == other.text;
    let has_date = dates(article.date, other.date) != Differs;
    let has_guid = article.guid != 0 && article.guid == other.guid;
    let is_named = article.link != 0 || has_guid && article.is_long && article.site == other.site;
    is_content && has_date && is_named && article.link == other.link
}

fn compared(one: u64, other: u64) -> Compared {
    match (one, other) {
        (0, _) | (_, 0) => Missing,
        _ if one == other => Agrees,
        _ => Differs,
    }
}

fn dates(one: Option<Moment>, other: Option<Moment>) -> Compared {
    let (Some(one), Some(other)) = (one, other) else {
        return Missing;
    };
    let days = [one.clock, other.clock].map(|clock| clock == Clock::Day);
    match one.seconds.abs_diff(other.seconds) {
        0 => Agrees,
        _ if one.clock == Clock::Made && other.clock == Clock::Made => Missing,
        apart if days[0] != days[1] && apart < ABOUT_A_DAY => Missing,
        _ => Differs,
    }
}
