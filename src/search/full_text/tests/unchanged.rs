//! After a scan only files that may have changed are looked up.

use super::*;
use crate::index::{self, Indexes};

/// Scans with the index of the metadata, then updates that of the texts. Returns how many files
/// were looked up and read.
fn scan_and_update(place: &Place, index: &mut FullText) -> (usize, usize) {
    let indexes = Indexes {
        folder: Some(place.folder()),
        wait: Duration::from_secs(10),
    };
    let roots = [place.library()];
    let cancel = Cancel::default();
    let report = index::scan(&indexes, &roots, &options(), &cancel, &mut |_| ());
    assert_eq!(report.current, roots);
    let entries = place.entries();
    let articles: Vec<&Entry> = entries.iter().collect();
    let plan = index.plan_after_scan(&articles, &cancel);
    let plan = plan.expect("not cancelled");
    let cleaning = Settings::default();
    let updated = index.update(&plan, &articles, &cleaning, &cancel, &mut |_| ());
    updated.expect("an update");
    assert!(index.coverage(&articles).is_complete());
    (plan.looked_up, plan.articles())
}

#[test]
fn only_files_that_may_have_changed_are_looked_up() {
    let place = Place::new();
    for number in 0..40 {
        let name = format!("{number}.md");
        place.file(&name, "第一篇");
        place.age(&name, 100);
    }
    let mut index = place.open();
    let mut check = |what: &str, change: &dyn Fn(), expected: (usize, usize), words: &str| {
        change();
        assert_eq!(scan_and_update(&place, &mut index), expected, "{what}");
        let term = TextTerm::new(words, false).expect("a term");
        let entries = place.entries();
        let all = brute_force(&texts(&entries), &term);
        assert!(!all.is_empty(), "{what}");
        assert_eq!(found(&index, &entries, &term), all, "{what}");
    };
    let write = |name: &'static str, text: &'static str, age: Option<u64>| {
        let place = &place;
        move || {
            place.file(name, text);
            if let Some(age) = age {
                place.age(name, age);
            }
        }
    };
    let remove = |name: &str| fs::remove_file(place.library().join(name)).expect("a file");
    check("first run", &|| (), (40, 40), "第一篇");
    check("nothing changed", &|| (), (0, 0), "第一篇");
    let edited = write("7.md", "第二篇", Some(50));
    check("same length, other time", &edited, (1, 1), "第二篇");
    check("nothing changed since", &|| (), (0, 0), "第二篇");
    // Its next change could leave the same size and time.
    let just_now = write("8.md", "第三篇", None);
    check("just now", &just_now, (1, 1), "第三篇");
    let again = write("8.md", "第四篇", None);
    check("again just now", &again, (1, 1), "第四篇");
    let settled = || place.age("8.md", 60);
    check("settled", &settled, (1, 1), "第四篇");
    let back = write("9.md", "第五篇", Some(500));
    check("an older file in its place", &back, (1, 1), "第五篇");
    check(
        "new",
        &write("new.md", "第六篇", Some(70)),
        (1, 1),
        "第六篇",
    );
    check("gone", &|| remove("new.md"), (0, 0), "第五篇");
    let lose = || {
        let files = fs::read_dir(place.folder()).expect("a folder");
        let is_metadata = |path: &PathBuf| path.extension().is_some_and(|end| end == "sqlite");
        let paths = files.map(|file| file.expect("a file").path());
        let mut metadata = paths.filter(is_metadata);
        fs::remove_file(metadata.next().expect("an index")).expect("a file");
    };
    check("an index that was deleted", &lose, (0, 0), "第五篇");
}

/// An index that cannot say what has changed costs time, never an article.
#[test]
fn without_stamps_all_files_are_looked_up() {
    let place = Place::new();
    place.file("a.md", "第一篇");
    place.age("a.md", 100);
    let mut index = place.open();
    let entries = place.entries();
    assert_eq!(update(&mut index, &entries), 1);
    let articles: Vec<&Entry> = entries.iter().collect();
    let plan = index.plan_after_scan(&articles, &Cancel::default());
    let plan = plan.expect("not cancelled");
    assert_eq!((plan.looked_up, plan.articles()), (1, 0));
}
