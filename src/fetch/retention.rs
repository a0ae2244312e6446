//! Which articles of a feed are old enough to be moved to the removed ones.

use super::Writer;
use crate::error::Result;
use crate::library::{self, Entry, Zone};
use crate::user::Marks;
use std::path::PathBuf;

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
}

impl Keep {
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
    /// Moves old articles of a source to `.kanbao/removed/`. `source`: what identifies it, such as the
    /// address of a feed. `now`: seconds since 1970. A removed article is not written again when its feed still has
    /// it. With `dry_run` nothing is moved.
    ///
    /// # Errors
    /// The ledger cannot be read, or a file cannot be moved.
    pub fn retire(
        &self,
        source: &str,
        keep: Keep,
        (marks, now): (&Marks, i64),
        dry_run: bool,
    ) -> Result<Retired> {
        let _lock = self.lock()?;
        let oldest = now.saturating_sub(i64::from(keep.days) * 86_400);
        let mut retired = Retired::default();
        for row in self.of_source(source)? {
            let path = self.library().join(&row.path);
            // Gone, or no article any more.
            let Ok(entry) = library::entry_at(
                self.library(),
                &library::id_of_name(row.path.as_ref()),
                &Zone::default(),
            ) else {
                continue;
            };
            if entry.date.is_none_or(|date| date.seconds >= oldest) {
                continue;
            }
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
    use crate::fetch::NewArticle;
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
            let keep = Keep { days: 30, unread };
            let retired = writer
                .retire("晨报的", keep, (&marks, now), dry_run)
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
            let retired = writer.retire(feed, keep, (&Marks::default(), 1_646_200_000), false);
            let retired = retired.unwrap();
            (retired.removed.len(), retired.edited)
        };
        writer.write(&[article("a", "晨报")]).unwrap();
        let other = writer.write(&[article("b", "晨报")]).unwrap();
        assert_eq!(retire("a"), (1, 0));
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
