//! Which articles of a feed are old enough to be moved to the removed ones.

use super::write::OF_USER;
use super::{Writer, source_hash};
use crate::error::Result;
use crate::library::{self, Entry, Zone};
use crate::user::Marks;
use std::collections::HashMap;
use std::path::PathBuf;

const DAY: i64 = 86_400;

/// How long articles of a feed are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    pub days: u32,
    /// Unread articles are kept for any time.
    pub unread: bool,
}

/// What became of the articles of a feed that are older than its limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retired {
    /// Where the removed files are now, or would be removed from in a dry run.
    pub removed: Vec<PathBuf>,
    /// Kept because they are unread.
    pub unread: usize,
    /// Kept because the user bookmarked, queued, tagged, highlighted or annotated them.
    pub marked: usize,
    /// Kept because the user edited them, or because kanbao does not know who wrote them.
    pub edited: usize,
    /// Kept because the user imported or saved them, another feed brought them, or one that has them, too,
    /// keeps them.
    pub shared: usize,
}

impl Keep {
    /// What is old enough for both.
    fn and(self, other: Self) -> Self {
        Self {
            days: self.days.max(other.days),
            unread: self.unread || other.unread,
        }
    }

    fn is_over(self, entry: &Entry, now: i64) -> bool {
        let oldest = now.saturating_sub(i64::from(self.days) * DAY);
        entry.date.is_some_and(|date| date.seconds < oldest)
    }

    /// Reads `90d`, `12w`, `6m` (of 30 days) or `1y`.
    pub fn days(text: &str) -> Option<u32> {
        let text = text.trim();
        let unit = text.chars().next_back()?;
        let number: u32 = text.strip_suffix(unit)?.trim_end().parse().ok()?;
        let days = match unit {
            'd' => 1,
            'w' => 7,
            'm' => 30,
            'y' => 365,
            _ => return None,
        };
        number.checked_mul(days).filter(|days| *days > 0)
    }
}

impl Writer {
    /// Moves old articles that a source brought to `.kanbao/removed/`. `keeps`: how long each source keeps its
    /// articles, `None` for any time; one that several have leaves if all of them say so. `now`: seconds
    /// since 1970. A removed article is not written again when its feed still has it. With `dry_run` nothing is
    /// moved.
    ///
    /// # Errors
    /// The ledger cannot be read, or a file cannot be moved.
    pub fn retire(
        &self,
        key: &str,
        keeps: &HashMap<u64, Option<Keep>>,
        (marks, now): (&Marks, i64),
        dry_run: bool,
    ) -> Result<Retired> {
        let _lock = self.lock()?;
        let mut retired = Retired::default();
        let Some(Some(own)) = keeps.get(&source_hash(key)) else {
            return Ok(retired);
        };
        let oldest = now.saturating_sub(i64::from(own.days) * DAY);
        for (row, sources) in self.older(key, oldest)? {
            let path = self.library().join(&row.path);
            // Gone, or no article any more.
            let Ok(entry) = library::entry_at(
                self.library(),
                &library::id_of_name(row.path.as_ref()),
                &Zone::default(),
            ) else {
                continue;
            };
            if !own.is_over(&entry, now) {
                continue;
            }
            if !row.is_first || sources.contains(&OF_USER) {
                retired.shared += 1;
                continue;
            }
            // A source that is not known is no feed any more.
            let mut others = sources.iter().filter_map(|source| keeps.get(source));
            let keep = others.try_fold(*own, |all, keep| Some(all.and((*keep)?)));
            let Some(keep) = keep.filter(|keep| keep.is_over(&entry, now)) else {
                retired.shared += 1;
                continue;
            };
            if is_marked(marks, &entry) {
                retired.marked += 1;
            } else if keep.unread && !marks.is_read(&entry) {
                retired.unread += 1;
            } else if !self.is_as_written(&row) {
                retired.edited += 1;
            } else if dry_run {
                retired.removed.push(path);
            } else {
                retired.removed.push(self.remove(&row)?);
            }
        }
        Ok(retired)
    }
}

fn is_marked(marks: &Marks, entry: &Entry) -> bool {
    marks.is_bookmarked(entry)
        || marks.is_later(entry)
        || marks.note(entry).is_some()
        || !marks.tags(entry).is_empty()
        || !marks.collections(entry).is_empty()
        || !marks.highlights(entry).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::{NewArticle, Outcome};
    use crate::library::DateOrigin;
    use crate::user::marks::{Edit, Spot};
    use std::fs;
    use std::sync::Arc;

    #[test]
    fn limits_are_read() {
        let check = |text: &str, days| assert_eq!(Keep::days(text), days, "{text}");
        check("90d", Some(90));
        check(" 2 w", Some(14));
        check("1y", Some(365));
        for wrong in [
            "",
            "d",
            "0d",
            "90",
            "-1d",
            "9999999999d",
            "4294967295y",
            "1时",
        ] {
            check(wrong, None);
        }
    }

    /// Old articles leave, except those that the user did something with.
    #[test]
    fn old_articles_are_moved_and_counted() {
        let root = tempfile::tempdir().unwrap();
        let library = root.path().join("library");
        let writer = Writer::open(&library, &root.path().join("data")).unwrap();
        let article = |number: usize, date: &str| NewArticle {
            title: format!("第{number}篇"),
            date: library::Date::parse(date, &Zone::default(), DateOrigin::FrontMatter),
            site: "晨报".to_owned(),
            source: "晨报的".to_owned(),
            guid: Some(number.to_string()),
            body: format!("<p>第{number}篇的正文</p>"),
            ..NewArticle::default()
        };
        let mut batch: Vec<NewArticle> = (0..5).map(|n| article(n, "2022-01-01")).collect();
        batch.push(article(5, "2022-03-01"));
        let stored = writer.write(&batch).unwrap();
        let shared = Arc::new(library.clone());
        let entry = |number: usize| {
            let path = stored[number].path.strip_prefix(&library).unwrap();
            let id = library::id_of_name(path.as_os_str());
            library::entry_at(&shared, &id, &Zone::default()).unwrap()
        };
        let mut marks = Marks::default();
        let spot = Spot::default;
        marks.edit(&[(&entry(1), spot())], &[Edit::Later], 1);
        marks.edit(&[(&entry(2), spot())], &[Edit::Note("注".to_owned())], 2);
        marks.set_read(&entry(4), true, 3);
        fs::write(
            &stored[3].path,
            "---\ntitle: 改\ndate: 2022-01-01\n---\n改过",
        )
        .unwrap();
        marks.set_read(&entry(3), true, 4);
        let now = 1_646_200_000; // 2022-03-02
        let retire = |unread, dry_run| {
            let keeps = HashMap::from([(source_hash("晨报的"), Some(Keep { days: 30, unread }))]);
            let retired = writer
                .retire("晨报的", &keeps, (&marks, now), dry_run)
                .unwrap();
            (
                retired.removed.len(),
                retired.unread,
                retired.marked,
                retired.edited,
            )
        };
        assert_eq!(retire(true, true), (1, 1, 2, 1));
        assert_eq!(retire(true, false), (1, 1, 2, 1));
        assert_eq!(retire(false, false), (1, 0, 2, 1));
        let removed = library.join(".kanbao/removed/晨报/2022-01");
        assert_eq!(fs::read_dir(removed).unwrap().count(), 2);
        let again = writer.write(&batch).unwrap();
        let gone = again.iter().filter(|stored| !stored.path.exists());
        assert_eq!(gone.count(), 2, "{again:?}");
    }

    /// Two feeds have an article: it leaves when both say so.
    #[test]
    fn a_shared_article_is_kept_while_one_feed_keeps_it() {
        let root = tempfile::tempdir().unwrap();
        let writer = Writer::open(&root.path().join("library"), &root.path().join("data")).unwrap();
        let article = |feed: &str| NewArticle {
            title: "题".to_owned(),
            date: library::Date::parse("2022-01-01", &Zone::default(), DateOrigin::FrontMatter),
            site: feed.to_owned(),
            source: feed.to_owned(),
            link: Some("https://news.example/1".to_owned()),
            body: "<p>文</p>".to_owned(),
            ..NewArticle::default()
        };
        for feed in ["a", "b"] {
            writer.write(&[article(feed)]).unwrap();
        }
        let days = |days| {
            Some(Keep {
                days,
                unread: false,
            })
        };
        let check = |other: &[Option<Keep>], expected: (usize, usize)| {
            let others = other.iter().map(|keep| (source_hash("b"), *keep));
            let keeps = others.chain([(source_hash("a"), days(30))]).collect();
            let now = (&Marks::default(), 1_646_200_000);
            let retired = writer.retire("a", &keeps, now, true).unwrap();
            assert_eq!(
                (retired.removed.len(), retired.shared),
                expected,
                "{other:?}"
            );
        };
        check(&[None], (0, 1));
        check(&[days(90)], (0, 1));
        check(&[days(40)], (1, 0));
        // It is no feed any more.
        check(&[], (1, 0));
        // One that begins to keep it later has a file of its own.
        let keeps = HashMap::from([(source_hash("a"), days(30))]);
        let now = (&Marks::default(), 1_646_200_000);
        writer.retire("a", &keeps, now, false).unwrap();
        for outcome in [Outcome::Written, Outcome::Unchanged] {
            let stored = writer.write(&[article("c")]).unwrap();
            assert_eq!(stored[0].outcome, outcome);
        }
        let again = writer.write(&[article("a")]).unwrap();
        assert_eq!(again[0].outcome, Outcome::Unchanged);
    }

    /// What the user imported or saved stays, whether before or after the feed had it.
    #[test]
    fn what_the_user_brought_is_kept() {
        let article = |source: &str| NewArticle {
            title: "题".to_owned(),
            date: library::Date::parse("2022-01-01", &Zone::default(), DateOrigin::FrontMatter),
            site: source.to_owned(),
            source: source.to_owned(),
            link: Some("https://news.example/1".to_owned()),
            body: "<p>文</p>".to_owned(),
            ..NewArticle::default()
        };
        let keep = Keep {
            days: 30,
            unread: false,
        };
        let keeps = HashMap::from([(source_hash("feed"), Some(keep))]);
        let check = |bring: &dyn Fn(&Writer), is_after: bool| {
            let root = tempfile::tempdir().unwrap();
            let library = root.path().join("library");
            let writer = Writer::open(&library, &root.path().join("data")).unwrap();
            for is_first in [is_after, !is_after] {
                match is_first {
                    true => drop(writer.write(&[article("feed")]).unwrap()),
                    false => bring(&writer),
                }
            }
            let now = (&Marks::default(), 1_646_200_000);
            let retired = writer.retire("feed", &keeps, now, false).unwrap();
            assert_eq!((retired.removed.len(), retired.shared), (0, 1));
        };
        for is_after in [false, true] {
            check(
                &|writer| drop(writer.import(&[article("w")]).unwrap()),
                is_after,
            );
            check(
                &|writer| drop(writer.save(&article("w"), &[]).unwrap()),
                is_after,
            );
        }
        check(&|writer| drop(writer.saved(&article("w")).unwrap()), true);
    }

    /// Another feed of the same name, and a folder that leads out of the library.
    #[test]
    fn only_files_of_the_feed_in_the_library_are_moved() {
        let root = tempfile::tempdir().unwrap();
        let library = root.path().join("library");
        let writer = Writer::open(&library, &root.path().join("data")).unwrap();
        let article = |feed: &str, site: &str| NewArticle {
            title: feed.to_owned(),
            date: library::Date::parse("2022-01-01", &Zone::default(), DateOrigin::FrontMatter),
            site: site.to_owned(),
            source: feed.to_owned(),
            body: format!("<p>{feed}</p>"),
            ..NewArticle::default()
        };
        let retire = |feed: &str| {
            let keep = Keep {
                days: 30,
                unread: false,
            };
            let keeps = HashMap::from([(source_hash(feed), Some(keep))]);
            let retired = writer.retire(feed, &keeps, (&Marks::default(), 1_646_200_000), false);
            let retired = retired.unwrap();
            (retired.removed.len(), retired.edited)
        };
        let first = writer.write(&[article("a", "晨报")]).unwrap();
        // One of this name was removed before.
        let removed = library.join(".kanbao/removed/晨报/2022-01");
        fs::create_dir_all(&removed).unwrap();
        let removed = removed.join(first[0].path.file_name().unwrap());
        fs::write(&removed, "old").unwrap();
        let other = writer.write(&[article("b", "晨报")]).unwrap();
        assert_eq!(retire("a"), (1, 0));
        assert_eq!(fs::read_to_string(removed).unwrap(), "old");
        assert!(other[0].path.exists());
        #[cfg(unix)]
        {
            let linked = writer.write(&[article("c", "晚报")]).unwrap();
            let outside = root.path().join("outside");
            fs::rename(library.join("晚报"), &outside).unwrap();
            std::os::unix::fs::symlink(&outside, library.join("晚报")).unwrap();
            assert_eq!(retire("c"), (0, 1));
            assert!(linked[0].path.exists());
        }
    }
}
