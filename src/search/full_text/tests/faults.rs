//! Files that are damaged, full disks and other programs: never a wrong result.

use super::*;
use crate::search::full_text::file::Identity;

impl Place {
    fn filled() -> Self {
        let place = Self::new();
        for number in 0..40 {
            place.file(
                &format!("{number}.md"),
                &format!("第{number}篇，说的是看报。word{number}"),
            );
            place.age(&format!("{number}.md"), 100);
        }
        place
    }

    fn path(&self) -> PathBuf {
        let identity = Identity::new(&self.library(), &options(), &Settings::default());
        identity.expect("a library").file(&self.folder())
    }

    /// An index that is up to date, closed.
    fn complete() -> Self {
        let place = Self::filled();
        assert_eq!(update(&mut place.open(), &place.entries()), 40);
        place
    }

    /// Every term gives its articles, or an error of a damaged file.
    fn check(&self, index: &FullText, name: &str) -> Result<()> {
        let entries = self.entries();
        let texts = texts(&entries);
        for needle in ["看报", "说的是看", "word7", "第1", "word1", "，"] {
            let term = TextTerm::new(needle, needle.ends_with('1')).expect("a term");
            let hits = index.find(&term, &Cancel::default())?;
            let held = entries.iter().filter(|entry| hits.holds(entry.id()));
            let held: BTreeSet<String> = held.map(|entry| entry.id().to_string()).collect();
            assert_eq!(held, brute_force(&texts, &term), "{name}: {needle}");
        }
        Ok(())
    }
}

/// Files in the place of the index.
#[test]
fn a_file_that_is_no_good_index_is_replaced() {
    #[track_caller]
    fn check(name: &str, spoil: impl FnOnce(&Path)) {
        let place = Place::complete();
        spoil(&place.path());
        let mut index = place.open();
        let updated = try_update(&mut index, &place.entries());
        if let Err(error) = updated.and_then(|_| place.check(&index, name)) {
            assert!(error.is_damage(), "{name}: {error}");
            index = index.rebuild().expect("a new index");
            update(&mut index, &place.entries());
            place.check(&index, name).expect("a good index");
        }
        drop(index);
        let read_again = update(&mut place.open(), &place.entries());
        assert_eq!(read_again, 0, "{name}: not kept");
    }
    let sql = |sql: &'static str| {
        move |path: &Path| {
            let connection = Connection::open(path).expect("a database");
            connection.execute_batch(sql).expect("statements");
        }
    };
    check("empty", |path| fs::write(path, "").expect("a file"));
    check("text", |path| {
        fs::write(path, "not a database").expect("a file");
    });
    check("half", |path| {
        let bytes = fs::read(path).expect("the index");
        fs::write(path, &bytes[..bytes.len() / 2]).expect("a file");
    });
    check("foreign", |path| {
        fs::remove_file(path).expect("the index");
        sql("CREATE TABLE notes(text); INSERT INTO notes VALUES('mine')")(path);
    });
    check("older", sql("PRAGMA user_version = 1; DROP TABLE body"));
    check("another library", sql("UPDATE library SET identity = 'x'"));
    check("no table", sql("DROP TABLE body"));
    check("no postings", sql("DROP TABLE posting"));
    check(
        "swapped texts",
        sql("UPDATE body SET text = (SELECT max(text) FROM body)"),
    );
    check("a length", sql("UPDATE body SET length = 1 << 40"));
    check("a short length", sql("UPDATE body SET length = 3"));
    check(
        "a byte of the postings",
        sql("UPDATE posting_data SET block = \
             CAST(substr(block, 1, 20) || x'2a' || substr(block, 22) AS BLOB) WHERE id > 10"),
    );
    check(
        "fewer postings",
        sql("DELETE FROM posting_data WHERE id > 10"),
    );
    check(
        "a segment",
        sql("UPDATE posting_idx SET term = CAST('zz' AS BLOB)"),
    );
    check("no hashes", sql("DELETE FROM block"));
    check(
        "a hash too many",
        sql("INSERT INTO block VALUES(1 << 50, 0)"),
    );
    check(
        "a trigger",
        sql("CREATE TRIGGER t AFTER INSERT ON document BEGIN DELETE FROM body; END"),
    );
    check("another table", sql("CREATE TABLE more(text)"));
    check("no texts", sql("DELETE FROM body"));
    check("no text", sql("DELETE FROM body WHERE number = 3"));
    check(
        "a lost document",
        sql("DELETE FROM document WHERE number = 3"),
    );
    check("no documents", sql("DELETE FROM document"));
    check(
        "flags",
        sql("UPDATE document SET flags = 1 WHERE number = 3"),
    );
    check(
        "other names",
        sql("UPDATE document SET number = 100 WHERE number = 3; \
             UPDATE document SET number = 3 WHERE number = 4; \
             UPDATE document SET number = 4 WHERE number = 100"),
    );
    check(
        "texts of other documents",
        sql("UPDATE body SET number = 100 WHERE number = 3; \
             UPDATE body SET number = 3 WHERE number = 4; \
             UPDATE body SET number = 4 WHERE number = 100"),
    );
    check(
        "a large number",
        sql("UPDATE document SET number = 1 << 40 WHERE number = 3"),
    );
    check("values of another kind", |path| {
        let connection = Connection::open(path).expect("a database");
        let sql = "PRAGMA writable_schema = ON; \
                   UPDATE sqlite_master SET sql = replace(sql, ') STRICT', ')');";
        connection.execute_batch(sql).expect("statements");
        drop(connection);
        let connection = Connection::open(path).expect("a database");
        let sql = "UPDATE body SET text = 'x'; UPDATE document SET flags = 'y'";
        connection.execute_batch(sql).expect("statements");
    });
}

/// Reading all postings is for once a day.
#[test]
fn hashes_are_compared_once_a_day() {
    let place = Place::complete();
    let mut index = place.open();
    let cancel = Cancel::default();
    // A connection of its own may write to the tables of FTS5.
    let sql = |sql: &str| {
        let connection = Connection::open(place.path()).expect("a database");
        connection.execute_batch(sql).expect("statements");
    };
    index.verify_if_due(&cancel).expect("good postings");
    let spoil = "UPDATE posting_data SET block = \
                 CAST(substr(block, 1, 20) || x'2a' || substr(block, 22) AS BLOB) WHERE id > 10";
    sql(spoil);
    index.verify_if_due(&cancel).expect("compared before");
    assert!(index.verify(&cancel).is_err_and(|error| error.is_damage()));
    let later = "UPDATE block SET sum = sum - 86400 WHERE id = -2";
    sql(later);
    let found = index.verify_if_due(&cancel);
    assert!(found.is_err_and(|error| error.is_damage()));
}

#[test]
fn a_foreign_file_is_kept() {
    let place = Place::complete();
    fs::write(place.path(), "mine").expect("a file");
    place.open();
    let aside = fs::read_to_string(place.path().with_extension("damaged"));
    assert_eq!(aside.expect("the file"), "mine");
}

/// After a failed write, what was written before is searched, and the next update goes on.
#[test]
fn a_full_disk() {
    let place = Place::complete();
    let mut index = place.open();
    for number in 100..140 {
        place.file(
            &format!("{number}.md"),
            &format!("新的一篇，{}", "长".repeat(999)),
        );
    }
    let entries = place.entries();
    let articles: Vec<&Entry> = entries.iter().collect();
    let pages = |index: &FullText, count: i64| {
        let limit =
            index
                .connection
                .pragma_update_and_check(None, "max_page_count", count, |row| row.get::<_, i64>(0));
        limit.expect("a limit");
    };
    pages(&index, 1);
    let cancel = Cancel::default();
    let plan = index.plan(&articles, &cancel).expect("not cancelled");
    let mut done = 0;
    let result = index.update(
        &plan,
        &articles,
        &Settings::default(),
        &cancel,
        &mut |count| {
            done = count;
        },
    );
    let error = result.expect_err("a full disk");
    assert!(!error.is_damage(), "{error}");
    assert_eq!(done, 0);
    let term = TextTerm::new("看报", false).expect("a term");
    assert_eq!(found(&index, &entries, &term).len(), 40);
    assert_eq!(
        index.coverage(&articles),
        Coverage {
            indexed: 40,
            all: 80
        }
    );
    pages(&index, 1 << 30);
    assert_eq!(update(&mut index, &entries), 40);
    place
        .check(&index, "after the full disk")
        .expect("a good index");
}

/// A cancelled update is taken up by the next one.
#[test]
fn a_cancelled_update() {
    let place = Place::filled();
    let mut index = place.open();
    let entries = place.entries();
    let articles: Vec<&Entry> = entries.iter().collect();
    let cancel = Cancel::default();
    let plan = index.plan(&articles, &cancel).expect("not cancelled");
    cancel.cancel();
    index
        .update(&plan, &articles, &Settings::default(), &cancel, &mut |_| ())
        .expect("no error");
    assert!(index.plan(&articles, &cancel).is_none());
    update(&mut index, &entries);
    assert!(index.coverage(&articles).is_complete());
    place
        .check(&index, "after a cancelled update")
        .expect("a good index");
}

/// Two programs that build one index at the same time.
#[test]
fn two_programs() {
    let place = Place::filled();
    let entries = place.entries();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| update(&mut place.open(), &entries));
        }
    });
    let mut index = place.open();
    assert_eq!(update(&mut index, &entries), 0);
    place.check(&index, "two programs").expect("a good index");
}

/// An index that another program replaces while this one has it open.
#[test]
fn an_index_that_is_made_anew() {
    let place = Place::complete();
    let mut index = place.open();
    let sql = "PRAGMA user_version = 1";
    Connection::open(place.path())
        .and_then(|file| file.execute_batch(sql))
        .expect("a database");
    place.file("x.md", "新的一篇");
    let entries = place.entries();
    let articles: Vec<&Entry> = entries.iter().collect();
    let cancel = Cancel::default();
    let plan = index.plan(&articles, &cancel).expect("not cancelled");
    let result = index.update(&plan, &articles, &Settings::default(), &cancel, &mut |_| ());
    assert!(result.is_err_and(|error| error.is_damage()));
    let mut index = place.open();
    assert_eq!(update(&mut index, &entries), 41);
}
