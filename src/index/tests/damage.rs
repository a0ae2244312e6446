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
    check("older", sql("PRAGMA user_version = 1; DROP TABLE chunk"));
    check("another library", sql("UPDATE library SET identity = 'x'"));
    check("no table", sql("DROP TABLE folder"));
    check("no index", sql("DROP INDEX newest"));
    check("another index", sql("CREATE INDEX other ON chunk(first)"));
    check(
        "other columns",
        sql("ALTER TABLE chunk RENAME COLUMN rows TO lines"),
    );
    check(
        "more columns",
        sql("ALTER TABLE folder ADD COLUMN more INTEGER"),
    );
    check("a view", sql("CREATE VIEW more AS SELECT * FROM chunk"));
    let trigger = "CREATE TRIGGER more AFTER INSERT ON chunk BEGIN DELETE FROM chunk; END";
    check("a trigger", sql(trigger));
    check(
        "two libraries",
        sql("INSERT INTO library SELECT * FROM library"),
    );
    check("no library", sql("DELETE FROM library"));
    check(
        "strange values",
        sql("UPDATE chunk SET rows = x'00', newest = 0"),
    );
    check(
        "another newest",
        sql("UPDATE chunk SET newest = newest + 1"),
    );
    check(
        "another count",
        sql("UPDATE chunk SET articles = 4000000000"),
    );
    check("another first", sql("UPDATE chunk SET first = 'A'"));
    check("no front", sql("DELETE FROM front"));
    check("a front of zeros", sql("UPDATE front SET rows = x'00'"));
    check(
        "another total",
        sql("UPDATE front SET problems = problems + 1"),
    );
    check("an older front", |path| {
        let connection = rusqlite::Connection::open(path).expect("a database");
        let rows = connection.query_row("SELECT rows FROM front", [], |row| row.get(0));
        let mut files =
            chunk::decode(&rows.map(|rows: Vec<u8>| rows).expect("rows")).expect("files");
        files.remove("a.md");
        let rows = chunk::encode(&files);
        let changed = connection.execute("UPDATE front SET rows = ?", [rows]);
        assert_eq!(changed, Ok(1));
    });
    let twice = "INSERT INTO chunk SELECT 7, first || 'x', newest, articles, dated, problems, \
                 unsettled, rows FROM chunk";
    check("a chunk twice", sql(twice));
    check(
        "a huge value",
        sql("UPDATE chunk SET rows = zeroblob(70000000)"),
    );
    check(
        "folders outside",
        sql("UPDATE folder SET path = '../' || path"),
    );
    check(
        "the last generation",
        sql("UPDATE library SET generation = 9223372036854775807"),
    );
}

/// Changes the rows of a table with one row, and gives them the right checksum.
fn spoil_rows(path: &Path, table: &str, spoil: impl Fn(&mut Vec<u8>)) {
    let connection = rusqlite::Connection::open(path).expect("a database");
    let rows = format!("SELECT rows FROM {table}");
    let bytes = connection.query_row(&rows, [], |row| row.get(0));
    let mut bytes: Vec<u8> = bytes.expect("one row");
    spoil(&mut bytes);
    chunk::seal(&mut bytes);
    if table == "chunk" {
        let first = chunk::decode(&bytes).map(|files| files.into_keys().next());
        let first = first.ok().flatten().unwrap_or_default();
        let changed = connection.execute("UPDATE chunk SET first = ?", [first]);
        assert_eq!(changed, Ok(1));
    }
    let changed = connection.execute(&format!("UPDATE {table} SET rows = ?"), [bytes]);
    assert_eq!(changed, Ok(1));
}

/// A chunk or a front with the right checksum that no scan has written.
#[test]
fn a_chunk_that_somebody_made_is_damage() {
    #[track_caller]
    fn check(name: &str, spoil: impl Fn(&mut Vec<u8>)) {
        for table in ["chunk", "front"] {
            check_table(&format!("{name} in the {table}"), table, &spoil);
        }
    }
    #[track_caller]
    fn check_table(name: &str, table: &str, spoil: impl Fn(&mut Vec<u8>)) {
        let place = Place::filled();
        place.check();
        let path = place.index();
        spoil_rows(&path, table, spoil);
        let found = place.scan().sorted();
        assert_eq!(found, plain(&[place.library()]), "{name}");
        assert!(path.with_extension("damaged").exists(), "{name}");
        assert_eq!(place.check(), 0, "{name}: rebuilt");
    }
    fn replace(from: &'static str, to: &'static str) -> impl Fn(&mut Vec<u8>) {
        assert_eq!(from.len(), to.len());
        move |bytes| {
            let found = bytes
                .windows(from.len())
                .position(|part| part == from.as_bytes());
            let at = found.expect("the text");
            bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
        }
    }
    check("a folder above", replace("a.md", "../a"));
    check("an absolute path", replace("a.md", "/tmp"));
    check("an escaped folder above", replace("a.md", "%2E."));
    check("a control character", replace("a.md", "a\n.m"));
    check("a control character in a title", replace("甲", "a\nb"));
    check("not UTF-8", |bytes| {
        let found = bytes.windows(4).position(|part| part == b"a.md");
        bytes[found.expect("the ID")] = 0xff;
    });
    // The numbers of labels and of files, and the lengths of texts.
    for at in (8..60).step_by(7) {
        check(&format!("a length at {at}"), |bytes| {
            bytes.splice(at..=at, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
        });
    }
}

/// Controls in a title that somebody wrote into the index are not shown.
#[test]
fn titles_are_sanitized() {
    let place = Place::filled();
    place.check();
    for table in ["chunk", "front"] {
        spoil_rows(&place.index(), table, |bytes| {
            let at = bytes.windows(3).position(|part| part == "甲".as_bytes());
            let at = at.expect("the title");
            bytes[at..at + 3].copy_from_slice(b"\x1b[m");
        });
    }
    let found = place.scan();
    let entry = &found.entries[&place.library().join("a.md")];
    assert_eq!(entry.title(), "[m");
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

#[test]
fn only_the_newest_damaged_copies_are_kept() {
    let place = Place::filled();
    place.check();
    let path = place.index();
    for copy in 0..5_u64 {
        let text = copy.to_string();
        fs::write(&path, &text).expect("a file");
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(copy);
        let file = fs::File::options().append(true).open(&path).expect("it");
        file.set_modified(time).expect("a time");
        set_aside(&path).expect("a free name");
    }
    let folder = path.parent().expect("a folder");
    let entries = fs::read_dir(folder).expect("it").flatten();
    let copies = entries.filter(|entry| entry.file_name().to_string_lossy().contains("damaged"));
    let texts = copies.map(|copy| fs::read_to_string(copy.path()).expect("a text"));
    let mut texts: Vec<String> = texts.collect();
    texts.sort();
    assert_eq!(texts, ["2", "3", "4"]);
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
