//! What becomes of articles, whatever happens between two calls.

use super::change::Origin;
use super::place::{exchanged, hash_of};
use super::*;
use crate::fetch::NewArticle;
use crate::fetch::save::Picture;
use crate::library::{Date, DateOrigin, Zone};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

mod asked;
mod cases;
mod documents;
mod forms;
mod interruptions;
mod same;

fn date(text: &str) -> Option<Date> {
    Date::parse(text, &Zone::default(), DateOrigin::FrontMatter)
}

/// Version `version` of article `number`.
fn article(number: usize, version: u8) -> NewArticle {
    NewArticle {
        title: format!("第{number}篇"),
        date: date("2022-04-19T04:22:21Z"),
        updated: date(&format!("2022-05-{:02}T00:00:01Z", version + 1)),
        site: "晨报".to_owned(),
        source: "https://news.example/feed".to_owned(),
        link: Some(format!("https://news.example/{number}")),
        guid: Some(format!("guid-{number}")),
        body: format!(
            "<p>第{number}篇的第{version}版，正文有很多字，足够区分两篇文章，也足够计算指纹。</p>"
        ),
        ..NewArticle::default()
    }
}

/// A library and a data directory.
struct Desk {
    root: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        Self { root }
    }

    fn library(&self) -> PathBuf {
        self.root.path().join("library")
    }

    fn writer(&self) -> Writer {
        Writer::open(&self.library(), &self.root.path().join("data")).unwrap()
    }

    fn write(&self, article: &NewArticle) -> (Outcome, String) {
        let stored = self.writer().write(std::slice::from_ref(article)).unwrap();
        let path = stored[0].path.strip_prefix(self.library()).unwrap();
        (stored[0].outcome, path.to_str().unwrap().to_owned())
    }

    /// The texts of the files that a scan finds, by path.
    fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        collect(&self.library(), &self.library(), &mut files);
        files
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if entry.file_name() != ".kanbao" {
                collect(root, &path, files);
            }
        } else {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

const FIRST: &str = "晨报/2022-04/2022-04-19-第1篇.md";

#[test]
fn an_article_is_written_once_and_updated_in_place() {
    let desk = Desk::new();
    let written = |outcome| (outcome, FIRST.to_owned());
    assert_eq!(desk.write(&article(1, 0)), written(Outcome::Written));
    assert_eq!(desk.write(&article(1, 0)), written(Outcome::Unchanged));
    assert_eq!(desk.write(&article(1, 1)), written(Outcome::Updated));
    assert_eq!(desk.write(&article(1, 0)), written(Outcome::Unchanged));
    let files = desk.files();
    assert!(files.len() == 1 && files[FIRST].contains("第1版"));
    let versions = desk.library().join(".kanbao/versions/晨报/2022-04");
    let old: Vec<_> = fs::read_dir(versions).unwrap().flatten().collect();
    assert_eq!(old.len(), 1);
    assert!(fs::read_to_string(old[0].path()).unwrap().contains("第0版"));
}

/// Its source does not say that it changed: RSS has no time for that. Some texts have counters.
#[test]
fn a_silent_correction_is_written_once_a_day() {
    let desk = Desk::new();
    let silent = |text: &str| NewArticle {
        body: format!("<p>{text}</p>"),
        ..article(1, 0)
    };
    desk.write(&article(1, 0));
    assert_eq!(desk.write(&silent("一")).0, Outcome::Updated);
    assert_eq!(desk.write(&silent("二")).0, Outcome::Unchanged);
    assert!(desk.files()[FIRST].contains("一"));
    fs::write(desk.library().join(FIRST), "我的\n").unwrap();
    assert_eq!(desk.write(&silent("三")).0, Outcome::Unchanged);
    assert_eq!(desk.files().len(), 1);
    assert_eq!(desk.write(&article(1, 1)).0, Outcome::BesideEdited);
}

#[test]
fn the_users_edit_is_left_alone() {
    let desk = Desk::new();
    desk.write(&article(1, 0));
    fs::write(desk.library().join(FIRST), "我的\n").unwrap();
    let (outcome, path) = desk.write(&article(1, 1));
    assert_eq!(outcome, Outcome::BesideEdited);
    assert_eq!(desk.files()[FIRST], "我的\n");
    assert!(desk.files()[&path].contains("第1版"));
    assert_eq!(
        desk.write(&article(1, 1)),
        (Outcome::Unchanged, path.clone())
    );
    assert_eq!(desk.write(&article(1, 2)), (Outcome::Updated, path.clone()));
    fs::remove_file(desk.library().join(&path)).unwrap();
    assert_eq!(desk.write(&article(1, 3)), (Outcome::Duplicate, path));
    assert_eq!(desk.files().len(), 1);
}

#[test]
fn an_edit_while_a_batch_is_written_is_kept() {
    let desk = Desk::new();
    desk.write(&article(1, 0));
    let batch = [article(1, 1)];
    let writer = desk.writer();
    let planned = writer.plan(&batch, Origin::Feed).unwrap();
    fs::write(desk.library().join(FIRST), "我的\n").unwrap();
    let stored = writer.complete(&batch, planned, Origin::Feed).unwrap();
    assert_eq!(stored[0].outcome, Outcome::BesideEdited);
    let files = desk.files();
    assert_eq!(files[FIRST], "我的\n");
    assert!(files.len() == 2 && files.values().any(|text| text.contains("第1版")));
    drop(writer);
    assert_eq!(desk.write(&article(1, 1)).0, Outcome::Unchanged);
}

/// An edit that is saved between the last look and the exchange.
#[cfg(target_os = "linux")]
#[test]
fn an_edit_in_the_moment_of_the_exchange_is_kept() {
    let root = tempfile::tempdir().unwrap();
    let (path, new) = (root.path().join("a.md"), root.path().join("new"));
    let texts = || [&path, &new].map(|file| fs::read_to_string(file).unwrap());
    fs::write(&path, "edit").unwrap();
    fs::write(&new, "new").unwrap();
    assert!(!exchanged(&path, &new, hash_of(b"old")).unwrap());
    assert_eq!(texts(), ["edit", "new"]);
    assert!(exchanged(&path, &new, hash_of(b"edit")).unwrap());
    assert_eq!(texts(), ["new", "edit"]);
}

/// A library is known wherever it is moved; a copy of it is another one.
#[test]
fn a_library_that_is_moved_keeps_its_ledger() {
    let desk = Desk::new();
    desk.write(&article(1, 0));
    let (old, new) = (desk.library(), desk.root.path().join("moved"));
    let data = desk.root.path().join("data");
    let id = desk.writer().library_id().to_owned();
    fs::rename(&old, &new).unwrap();
    let write = |library: &Path, version| {
        let writer = Writer::open(library, &data).unwrap();
        let stored = writer.write(&[article(1, version)]).unwrap();
        (writer.library_id().to_owned(), stored[0].outcome)
    };
    assert_eq!(write(&new, 1), (id.clone(), Outcome::Updated));
    fs::create_dir_all(old.join(".kanbao")).unwrap();
    fs::create_dir_all(old.join(FIRST).parent().unwrap()).unwrap();
    for file in [".kanbao/library", FIRST] {
        fs::copy(new.join(file), old.join(file)).unwrap();
    }
    let (other, outcome) = write(&old, 1);
    // The copy knows what the library had.
    assert_eq!(outcome, Outcome::Unchanged);
    assert_ne!(other, id);
    assert_eq!(write(&old, 1), (other, Outcome::Unchanged));
    assert_eq!(write(&new, 1), (id, Outcome::Unchanged));
}

/// What the user deleted does not come again, and what nobody edited is replaced.
#[test]
fn a_copied_library_begins_with_the_ledger_of_the_first() {
    let desk = Desk::new();
    let batch = |version| [article(1, version), article(2, version)];
    desk.writer().write(&batch(0)).unwrap();
    fs::remove_file(desk.library().join(FIRST)).unwrap();
    let copy = desk.root.path().join("copy");
    let (second, _) = desk.files().pop_first().unwrap();
    for file in [".kanbao/library", &*second] {
        fs::create_dir_all(copy.join(file).parent().unwrap()).unwrap();
        fs::copy(desk.library().join(file), copy.join(file)).unwrap();
    }
    // The library gets another article before the copy is used.
    desk.write(&article(3, 0));
    let data = desk.root.path().join("data");
    // It is a copy until it has the ledger.
    let id = desk.writer().library_id().to_owned();
    let ledger = ledger::Ledger::file(&data, &id);
    let away = data.join("away");
    fs::rename(&ledger, &away).unwrap();
    fs::create_dir(&ledger).unwrap();
    assert!(Writer::open(&copy, &data).is_err());
    fs::remove_dir(&ledger).unwrap();
    fs::rename(&away, &ledger).unwrap();
    let writer = Writer::open(&copy, &data).unwrap();
    let [first, second] = batch(1);
    let stored = writer.write(&[first, second, article(3, 0)]).unwrap();
    let outcomes: Vec<Outcome> = stored.iter().map(|stored| stored.outcome).collect();
    assert_eq!(
        outcomes,
        [Outcome::Duplicate, Outcome::Updated, Outcome::Written]
    );
    assert_ne!(writer.library_id(), desk.writer().library_id());
}

#[test]
fn a_ledger_of_another_version_is_made_again() {
    let desk = Desk::new();
    desk.write(&article(1, 0));
    let data = desk.root.path().join("data");
    let file = ledger::Ledger::file(&data, desk.writer().library_id());
    let ledger = rusqlite::Connection::open(file).unwrap();
    ledger.pragma_update(None, "user_version", 1).unwrap();
    drop(ledger);
    assert_eq!(desk.write(&article(1, 0)).0, Outcome::Unchanged);
    assert_eq!(desk.files().len(), 1);
}

#[test]
fn a_site_named_like_a_file_has_another_folder() {
    let desk = Desk::new();
    fs::create_dir_all(desk.library()).unwrap();
    fs::write(desk.library().join("晨报"), "我的").unwrap();
    let path = FIRST.replace("晨报", "晨报_");
    assert_eq!(desk.write(&article(1, 0)), (Outcome::Written, path.clone()));
    assert_eq!(desk.write(&article(1, 1)), (Outcome::Updated, path));
    assert_eq!(desk.files()["晨报"], "我的");
}

#[test]
fn a_lost_ledger_is_made_again_from_the_files() {
    let desk = Desk::new();
    for number in 0..3 {
        desk.write(&article(number, 0));
    }
    fs::rename(desk.root.path().join("data"), desk.root.path().join("lost")).unwrap();
    let renamed = NewArticle {
        title: "改名".to_owned(),
        ..article(1, 0)
    };
    assert_eq!(desk.write(&renamed).0, Outcome::Unchanged);
    assert_eq!(desk.write(&article(2, 0)).0, Outcome::Unchanged);
    assert_eq!(desk.files().len(), 3);
    // Content that is known to be ours is replaced.
    assert_eq!(desk.write(&article(2, 1)).0, Outcome::Updated);
    assert_eq!(desk.write(&article(0, 1)).0, Outcome::BesideEdited);
}

#[test]
fn a_text_is_rewritten_only_while_it_is_ours() {
    let desk = Desk::new();
    desk.write(&article(1, 0));
    let path = desk.library().join(FIRST);
    let rewrite =
        |change: &dyn Fn(&str) -> Option<String>| desk.writer().rewrite(&path, change).unwrap();
    let old = rewrite(&|text| Some(text.replace("第0版", "全文")));
    assert!(old.is_some_and(|old| old.contains("第0版")));
    assert!(desk.files()[FIRST].contains("全文"));
    assert_eq!(rewrite(&|text| Some(text.to_owned())), None);
    assert_eq!(desk.write(&article(1, 1)).0, Outcome::Updated);
    fs::write(&path, "我的").unwrap();
    assert_eq!(rewrite(&|_| Some("别的".to_owned())), None);
    assert_eq!(desk.files()[FIRST], "我的");
}

#[test]
fn what_the_user_asks_for_is_written_again() {
    let desk = Desk::new();
    let page = NewArticle {
        guid: None,
        updated: None,
        ..article(1, 0)
    };
    let picture = Picture {
        path: "images/1.png".to_owned(),
        bytes: vec![1, 2],
    };
    let save = || {
        desk.writer()
            .save(&page, std::slice::from_ref(&picture))
            .unwrap()
    };
    let stored = save();
    assert_eq!(stored.outcome, Outcome::Written);
    assert_eq!(
        desk.writer().saved(&page).unwrap(),
        Some(stored.path.clone())
    );
    assert_eq!(save().outcome, Outcome::Unchanged);
    fs::remove_file(&stored.path).unwrap();
    assert_eq!(desk.writer().saved(&page).unwrap(), None);
    assert_eq!(save(), stored);
    let folder = stored.path.parent().unwrap();
    assert_eq!(fs::read(folder.join("images/1.png")).unwrap(), [1, 2]);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_outside_the_library() {
    let desk = Desk::new();
    let outside = desk.root.path().join("outside");
    fs::create_dir_all(&outside).unwrap();
    fs::create_dir_all(desk.library()).unwrap();
    std::os::unix::fs::symlink(&outside, desk.library().join("晨报")).unwrap();
    assert!(desk.writer().write(&[article(1, 0)]).is_err());
    let folder = Some("../../outside/..".to_owned());
    let up = NewArticle {
        folder,
        site: "../outside".to_owned(),
        ..article(2, 0)
    };
    assert_eq!(desk.write(&up).0, Outcome::Written);
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    // A link in place of a file is not followed.
    let secret = outside.join("secret");
    fs::write(&secret, "text").unwrap();
    let linked = NewArticle {
        site: "站".to_owned(),
        ..article(3, 0)
    };
    let (_, path) = desk.write(&linked);
    fs::remove_file(desk.library().join(&path)).unwrap();
    std::os::unix::fs::symlink(&secret, desk.library().join(&path)).unwrap();
    let newer = NewArticle {
        site: "站".to_owned(),
        ..article(3, 1)
    };
    assert_eq!(desk.write(&newer).0, Outcome::BesideEdited);
    assert_eq!(fs::read_to_string(&secret).unwrap(), "text");
}
