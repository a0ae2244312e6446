//! Feeds of every form: which properties of their items distinguish, how their documents move on, and what
//! is corrected. Each item is one article, so it has one file.

use super::*;
use std::fmt::Write as _;

/// What the items of a feed have of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Nothing.
    None,
    /// One value for all.
    Constant,
    /// Each its own.
    Own,
    /// Another one in each document.
    Random,
    /// That of its place in the document.
    Place,
    /// The address of the site.
    Root,
    /// A day for four items.
    Day,
    /// Each its own, to the second.
    Second,
    /// When the document was made.
    Made,
    Long,
    Short,
}
use Kind::{Constant, Day, Long, Made, Own, Place, Random, Root, Second, Short};

/// A form of a feed: guid, address, date, title and text.
type Form = [Kind; 5];

const GUIDS: [Kind; 5] = [Kind::None, Constant, Own, Random, Place];
const LINKS: [Kind; 4] = [Kind::None, Root, Constant, Own];
const DATES: [Kind; 4] = [Kind::None, Day, Second, Made];
const TITLES: [Kind; 2] = [Own, Constant];
const TEXTS: [Kind; 2] = [Long, Short];

fn forms() -> Vec<Form> {
    let mut forms = Vec::new();
    for guid in GUIDS {
        for link in LINKS {
            for date in DATES {
                for title in TITLES {
                    forms.extend(TEXTS.map(|text| [guid, link, date, title, text]));
                }
            }
        }
    }
    forms
}

fn name(form: Form) -> String {
    let names = form.map(|kind| format!("{kind:?}").to_lowercase());
    names.join("-")
}

/// What is corrected of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Corrected {
    title: bool,
    text: bool,
    link: bool,
    date: bool,
}

/// Item `number` in document `document`, at `place`.
fn item(
    form: Form,
    (number, document, place): (usize, usize, usize),
    corrected: Corrected,
) -> NewArticle {
    let [guid, link, date_kind, title, text] = form;
    let (host, now) = (name(form), crate::user::now() / 1000);
    let slug = if corrected.link { "new-" } else { "" };
    let second = match (date_kind, corrected.date) {
        (Kind::None, _) => None,
        (Made, _) => Some(now + 60 * document as u64),
        // The 1st of November 2021 at 9 o'clock.
        (kind, is_corrected) => {
            let day = 1_635_757_200 + number as u64 / 4 * 86_400 + u64::from(is_corrected) * 90_000;
            Some(if kind == Day {
                day - day % 86_400
            } else {
                day + number as u64 * 61
            })
        }
    };
    let date = second.and_then(|second| {
        let written = crate::library::utc_rfc3339(second * 1000);
        let written = if date_kind == Day {
            written.get(..10)?.to_owned()
        } else {
            written
        };
        date(&written)
    });
    let mut body = format!("text {number}! {host} ");
    if corrected.text {
        body += "corrected ";
    }
    if text == Long {
        body +=
            &"a long enough paragraph with many words so that it says which one it is ".repeat(2);
    }
    NewArticle {
        title: match title {
            Own => format!(
                "Title {number}{}",
                if corrected.title { " corrected" } else { "" }
            ),
            _ if corrected.title => "Daily corrected".to_owned(),
            _ => "Daily".to_owned(),
        },
        date,
        site: host.clone(),
        source: host.clone(),
        link: match link {
            Root => Some(format!("https://{host}.example/")),
            Constant => Some(format!("https://{host}.example/{slug}now")),
            Own => Some(format!("https://{host}.example/{slug}{number}")),
            _ => None,
        },
        guid: match guid {
            Constant => Some("x".to_owned()),
            Own => Some(format!("g{number}")),
            Random => Some(format!("r{number}-{document}")),
            Place => Some(format!("p{place}")),
            _ => None,
        },
        body: format!("<p>{body}</p>"),
        ..NewArticle::default()
    }
}

/// The items of a document, the newest first, of which one is corrected.
fn document(
    form: Form,
    document: usize,
    items: std::ops::Range<usize>,
    corrected: (usize, Corrected),
) -> Vec<NewArticle> {
    let items = items.rev().enumerate();
    let items = items.map(|(place, number)| {
        let corrected = Some(corrected.1).filter(|_| corrected.0 == number);
        item(
            form,
            (number, document, place),
            corrected.unwrap_or_default(),
        )
    });
    items.collect()
}

/// Which items the files of a form have, and whether in the corrected form, by their names.
fn found(desk: &Desk, form: Form) -> Vec<(String, usize, bool)> {
    let mut files = BTreeMap::new();
    let folder = desk.library().join(name(form));
    collect(&folder, &folder, &mut files);
    let number = |text: &str| {
        let (number, _) = text.split_once("text ")?.1.split_once('!')?;
        number.parse().ok()
    };
    let files = files.into_iter();
    let found = files.map(|(path, text)| {
        (
            path,
            number(&text).unwrap_or(99),
            text.contains("corrected"),
        )
    });
    found.collect()
}

/// On a file system in memory, where there is one.
fn desk() -> Desk {
    let memory = Path::new("/dev/shm");
    let root = match memory.is_dir() {
        true => tempfile::tempdir_in(memory),
        false => tempfile::tempdir(),
    };
    Desk {
        root: root.unwrap(),
    }
}

/// Every form, with documents of `size` items that move on by `step`. What is lost, double, or in a file that
/// another item had, is said.
fn check_windows(size: usize, step: usize, documents: usize) {
    let desk = desk();
    let writer = desk.writer();
    let mut said = String::new();
    for form in forms() {
        let mut owners = BTreeMap::new();
        for number in 0..documents {
            let items = number * step..number * step + size;
            writer
                .write(&document(form, number, items, (0, Corrected::default())))
                .unwrap();
            for (path, item, _) in found(&desk, form) {
                if *owners.entry(path).or_insert(item) != item {
                    let _ = writeln!(said, "{}: {item} in another's file", name(form));
                }
            }
        }
        let found: Vec<usize> = found(&desk, form)
            .into_iter()
            .map(|(_, item, _)| item)
            .collect();
        let all = (documents - 1) * step + size;
        let lost = (0..all).filter(|item| !found.contains(item)).count();
        let double = found.len() + lost - all;
        if lost + double > 0 {
            let _ = writeln!(said, "{}: {lost} lost, {double} double", name(form));
        }
    }
    assert_eq!(said, "", "windows of {size} by {step}");
}

#[test]
fn documents_that_move_on() {
    check_windows(4, 2, 3);
}

#[test]
fn documents_of_one_item() {
    check_windows(1, 1, 3);
}

#[test]
fn documents_without_a_common_item() {
    check_windows(5, 5, 2);
}

#[test]
fn documents_that_stay() {
    check_windows(4, 0, 3);
    check_windows(1, 0, 3);
}

/// Corrections of one item of three, and the forms of feeds in which too little is left to know it again, so
/// that it becomes a second file: that is better than to write it over another article.
///
/// What is corrected (title, text, link, date), and the forms, as in `ncr o ndm oc ls`: guid (none,
/// constant, own, random, place), link (none, root, constant, own), date (none, day, second, made), title
/// (own, constant), text (long, short).
const CORRECTIONS: &[(&str, &[&str])] = &[
    // No guid or address that distinguishes, and no time: the text may be that of a series.
    ("title", &["ncr nrc ndm o ls"]),
    (
        "text",
        &[
            // As above; with a time, the title must distinguish, too.
            "ncr nrc ndm oc ls",
            "ncr nrc ndsm c ls",
            // A guid alone may be that of a place, or of whatever is new.
            "ncorp nrc ndm c ls",
            "r nrc ndsm oc ls",
            // Each may be another article of a series that has one title and address.
            "r o ndm oc ls",
        ],
    ),
    // A short text may come again on another day.
    ("date", &["ncr nrc ds oc s"]),
    // A new slug: with a short text, it may be another article.
    ("link", &["nc o ndm oc s", "r o ndm oc ls"]),
    (
        "title text",
        &[
            "ncorp nrc ndm o ls",
            "ncr nrc ndsm o ls",
            "ncr nrco ndm o ls",
            "r o s o ls",
        ],
    ),
    (
        "title link",
        &[
            "nc o ndm o ls",
            "ncorp o ndm o s",
            "nc o ndsm o s",
            "r o ndsm o ls",
        ],
    ),
    ("text link", &["ncorp o ndm oc ls", "ncr o ndsm oc ls"]),
    (
        "text date",
        &["ncr nrc ds oc ls", "ncorp nrc ds c ls", "r nrco ds oc ls"],
    ),
    ("title text link date", &["ncorp o ds o ls"]),
];

/// Whether one of some forms is this one.
fn is_one_of(forms: &[&str], form: Form) -> bool {
    let letters = form.map(|kind| format!("{kind:?}").to_lowercase());
    forms.iter().any(|known| {
        let mut pairs = known.split(' ').zip(&letters);
        pairs.all(|(known, kind)| known.contains(kind.chars().next().unwrap()))
    })
}

/// Whether a form of feed has what is corrected.
fn has(form: Form, what: Corrected) -> bool {
    let [_, link, date, title, _] = form;
    let has_title = !what.title || title == Own;
    let has_link = !what.link || link == Own;
    has_title && has_link && (!what.date || matches!(date, Day | Second))
}

/// What the user does with a file, and how many files there are then.
type Act<'a> = (&'a dyn Fn(&Path), usize);

/// What is wrong when item 1 of three is corrected, after the user has done something with its file.
fn wrong(
    (desk, writer): (&Desk, &Writer),
    form: Form,
    (act, expected): Act<'_>,
    what: Corrected,
) -> Option<String> {
    writer
        .write(&document(form, 0, 0..3, (0, Corrected::default())))
        .unwrap();
    let before = found(desk, form);
    let own = before.iter().find(|(_, item, _)| *item == 1)?;
    act(&desk.library().join(name(form)).join(&own.0));
    for number in 1..3 {
        writer
            .write(&document(form, number, 0..3, (1, what)))
            .unwrap();
    }
    let after = found(desk, form);
    let owner = |path: &str| {
        before
            .iter()
            .find(|(known, ..)| known == path)
            .map(|known| known.1)
    };
    let is_taken = after
        .iter()
        .any(|(path, item, _)| owner(path).is_some_and(|owner| owner != *item));
    let is_lost = [0, 2]
        .iter()
        .any(|item| !after.iter().any(|(_, other, _)| other == item));
    let is_wrong = is_taken || is_lost || after.len() != expected;
    is_wrong.then(|| format!("{}: {expected} expected, {after:?}\n", name(form)))
}

#[test]
fn corrected_items() {
    for (what, doubled) in CORRECTIONS {
        let has_word = |word| what.split(' ').any(|one| one == word);
        let change = Corrected {
            title: has_word("title"),
            text: has_word("text"),
            link: has_word("link"),
            date: has_word("date"),
        };
        let desk = desk();
        let writer = desk.writer();
        let mut said = String::new();
        for form in forms().into_iter().filter(|form| has(*form, change)) {
            let expected = 3 + usize::from(is_one_of(doubled, form));
            said.extend(wrong((&desk, &writer), form, (&|_| {}, expected), change));
            let is_new = found(&desk, form)
                .iter()
                .any(|(_, item, is_new)| *item == 1 && *is_new);
            if (change.title || change.text) && !is_new {
                let _ = writeln!(said, "{}: the correction is lost", name(form));
            }
        }
        assert_eq!(said, "", "{what}");
    }
}

/// Files that the user deletes, edits and renames: what comes again unchanged brings nothing, and a
/// correction no more than without the user.
#[test]
fn files_that_the_user_changed() {
    let text = Corrected {
        text: true,
        ..Corrected::default()
    };
    let (_, doubled) = CORRECTIONS[1];
    let delete = |path: &Path| fs::remove_file(path).unwrap();
    let edit = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        fs::write(path, text + "mine\n").unwrap();
    };
    let rename = |path: &Path| fs::rename(path, path.with_file_name("mine.md")).unwrap();
    let actions: [Act<'_>; 3] = [(&delete, 2), (&edit, 3), (&rename, 3)];
    for (act, left) in actions {
        for what in [Corrected::default(), text] {
            let desk = desk();
            let writer = desk.writer();
            let mut said = String::new();
            for form in forms().into_iter().filter(|form| form[1] != Root) {
                let expected = left + usize::from(what.text && is_one_of(doubled, form));
                said.extend(wrong((&desk, &writer), form, (act, expected), what));
                let is_kept = left == 2
                    || found(&desk, form)
                        .iter()
                        .any(|(_, item, is_new)| *item == 1 && !is_new);
                assert!(is_kept, "{}", name(form));
            }
            assert_eq!(said, "", "{what:?}, {left} left");
        }
    }
}

/// A note of the user with the title and day of an article, where its file would be.
#[test]
fn a_note_of_the_user_keeps_no_article_out() {
    let desk = desk();
    let writer = desk.writer();
    let mut said = String::new();
    for form in forms() {
        let none = (0, Corrected::default());
        writer.write(&document(form, 0, 0..3, none)).unwrap();
        let next = item(form, (3, 1, 0), Corrected::default());
        let date = next.date.unwrap_or_else(|| Date::at(crate::user::now()));
        let day: String = date.rfc3339().chars().take(10).collect();
        let month: String = day.chars().take(7).collect();
        let folder = desk.library().join(name(form)).join(month);
        let note = format!("---\ntitle: {}\ndate: {day}\n---\n\nmy words\n", next.title);
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{day}-{}.md", next.title));
        if !file.exists() {
            fs::write(file, note).unwrap();
        }
        for number in 1..3 {
            writer.write(&document(form, number, 1..4, none)).unwrap();
        }
        let found: Vec<usize> = found(&desk, form)
            .into_iter()
            .map(|(_, item, _)| item)
            .filter(|item| *item < 99)
            .collect();
        if found.len() != 4 || !found.contains(&3) {
            let _ = writeln!(said, "{}: {found:?}", name(form));
        }
    }
    assert_eq!(said, "");
}
