//! Files in the place of the index that are damaged, of another version or not ours.

use super::*;

/// Files in the place of the index.
#[test]
fn a_file_that_is_no_good_index_is_replaced() {
    #[track_caller]
    fn check(name: &str, spoil: impl FnOnce(&Path)) {
        let place = Place::filled();
        place.check();
        let path = place.index();
        spoil(&path);
        let found = place.scan().sorted();
        assert_eq!(found, plain(&[place.library()]), "{name}");
        assert_eq!(place.check(), 0, "{name}: rebuilt");
    }
    let sql = |sql: &'static str| {
        move |path: &Path| {
            let connection = rusqlite::Connection::open(path).expect("a database");
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
    check("zeros", |path| {
        let mut bytes = fs::read(path).expect("the index");
        bytes[8192..].fill(0);
        fs::write(path, bytes).expect("a file");
    });
    check("foreign", |path| {
        fs::remove_file(path).expect("the index");
        sql("CREATE TABLE notes(text); INSERT INTO notes VALUES('mine')")(path);
    });
    check("older", sql("PRAGMA user_version = 1; DROP TABLE article"));
    check("another library", sql("UPDATE library SET identity = 'x'"));
    check("no table", sql("DROP TABLE problem"));
    check(
        "other columns",
        sql("ALTER TABLE article RENAME COLUMN row TO line"),
    );
    check(
        "strange values",
        sql("UPDATE article SET row = x'00', newness = 0"),
    );
    check(
        "swapped rows",
        sql("UPDATE article SET row = (SELECT max(row) FROM article)"),
    );
    check("no folders", sql("DELETE FROM folder"));
    check("unknown problem", sql("UPDATE problem SET kind = 'x'"));
}

#[test]
fn a_foreign_file_is_kept() {
    let place = Place::filled();
    place.check();
    let path = place.index();
    fs::write(&path, "mine").expect("a file");
    place.check();
    fs::write(&path, "mine, too").expect("a file");
    place.check();
    for (end, text) in [("damaged", "mine"), ("damaged-2", "mine, too")] {
        let aside = fs::read_to_string(path.with_extension(end)).expect("the file");
        assert_eq!(aside, text);
    }
}

/// Every byte of the file may be wrong: no wrong row is shown.
#[test]
fn a_changed_byte_shows_no_wrong_row() {
    let place = Place::filled();
    place.check();
    let expected = plain(&[place.library()]);
    let path = place.index();
    let good = fs::read(&path).expect("the index");
    for at in (0..good.len()).step_by(1_009) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x55;
        fs::write(&path, bytes).expect("a file");
        for end in ["-wal", "-shm"] {
            let mut name = path.clone().into_os_string();
            name.push(end);
            let _ = fs::remove_file(name);
        }
        let mut shown = Vec::new();
        scan(
            &place.indexes(),
            &[place.library()],
            &options(),
            &Cancel::default(),
            &mut |event| {
                if let ScanEvent::Entries(batch) | ScanEvent::Changed(batch) = event {
                    shown.extend(batch);
                }
            },
        );
        for entry in shown {
            assert_eq!(
                expected.entries.get(&entry.path()),
                Some(&entry),
                "byte {at}"
            );
        }
    }
}
