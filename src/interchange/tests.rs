//! Every format is read as its golden file says, and what is written is read back.

use super::item::{Highlight, Own};
use super::source::read_bytes;
use super::*;
use crate::document::{Position, Rivals};
use crate::library::{Date, Fingerprint, utc_rfc3339};
use crate::text::{Count, sanitize_line};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

/// What an import contains, as text.
fn shown(import: &Import) -> String {
    let mut out = format!("{}\n", import.format.map_or("unknown", Format::name));
    out += &to_json_lines(&import.items);
    for fault in &import.faults {
        let _ = writeln!(out, "# {}:{} {}", fault.file, fault.row, fault.kind.name());
    }
    out
}

/// Each file and folder in `tests/imports` gives what is in `tests/golden/imports`.
#[test]
fn formats_are_read_as_expected() {
    let mut names: Vec<_> = fs::read_dir(folder("imports"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    assert!(names.len() > 10);
    let mut wrong = Vec::new();
    for path in names {
        let found = shown(&read_path(&path).unwrap());
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let golden = folder("golden/imports").join(format!("{name}.txt"));
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(golden.parent().unwrap()).unwrap();
            fs::write(&golden, &found).unwrap();
        }
        if fs::read_to_string(&golden).unwrap_or_default() != found {
            wrong.push(format!("{name}:\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A folder is a state only in the formats that say so.
#[test]
fn folders_and_states() {
    let check = |header: &str, folder: &str, expected: (bool, &[&str], &[&str])| {
        let columns = header.split(',').map(|name| match name {
            "url" => "https://a.example/",
            "folder" => folder,
            _ => "",
        });
        let row = columns.collect::<Vec<_>>().join(",");
        let import = read_bytes(format!("{header}\n{row}\n").as_bytes());
        let item = import.items.first().expect("an item");
        let (tags, collections): (Vec<_>, Vec<_>) = (
            item.tags.iter().map(String::as_str).collect(),
            item.collections.iter().map(String::as_str).collect(),
        );
        assert_eq!((item.read, &*tags, &*collections), expected, "{header}");
    };
    let instapaper = "url,title,selection,folder,timestamp";
    check(instapaper, "Archive", (true, &[], &[]));
    check(instapaper, "Starred", (false, &["starred"], &[]));
    check(instapaper, "新闻", (false, &[], &["新闻"]));
    let raindrop = "id,title,note,excerpt,url,folder,tags,created,favorite";
    check(raindrop, "Archive", (false, &[], &["Archive"]));
    check(raindrop, "Unsorted", (false, &[], &[]));
    let own = "url,title,note,folder,tags,created,read,source,path,fingerprint";
    check(own, "Archive", (false, &[], &["Archive"]));
    check(own, "starred", (false, &[], &["starred"]));
    check("url,folder", "unread", (false, &[], &["unread"]));
}

/// A file of ours that cannot be read is reported; one of another program is passed over.
#[test]
fn files_that_cannot_be_read() {
    let check = |head: &str, expected: FaultKind| {
        let import = read_bytes(format!("---\n{head}\n---\n\n正文\n").as_bytes());
        let kinds: Vec<FaultKind> = import.faults.iter().map(|fault| fault.kind).collect();
        assert_eq!(kinds, [expected], "{head}");
    };
    check("url: https://a.example/: b: c", FaultKind::Damaged);
    check("url: &a b\ntitle: *a", FaultKind::Damaged);
    check("url: https://a.example/\nplace: 北京", FaultKind::Damaged);
    check("title: &a b\nother: *a", FaultKind::UnknownFormat);
    check("title: 笔记", FaultKind::UnknownFormat);
}

/// Half a file, and a file with damaged bytes, are read without a panic, and every item that is
/// read is clean.
#[test]
fn damaged_files_do_not_panic() {
    for entry in fs::read_dir(folder("imports")).unwrap() {
        let Ok(whole) = fs::read(entry.unwrap().path()) else {
            continue;
        };
        for end in (0..whole.len()).step_by(7) {
            read_bytes(&whole[..end]);
            let mut damaged = whole.clone();
            damaged[end] ^= 0x9b;
            for item in read_bytes(&damaged).items {
                assert_eq!(item.clone().cleaned(), Some(item));
            }
        }
    }
}

/// File names do not depend on case, and each is tried once: thousands of links may have one title.
#[test]
fn files_of_one_title_are_numbered() {
    let items = ["看", "A", "a", "看", "a 2", "a", "看"].map(|title| Item {
        title: title.to_owned(),
        ..Item::default()
    });
    let names: Vec<String> = to_markdown_files(&items).map(|(name, _)| name).collect();
    let expected = ["看", "A", "a 2", "看 2", "a 2 2", "a 3", "看 3"];
    assert_eq!(names, expected.map(|name| format!("{name}.md")));
}

fn word() -> impl Strategy<Value = String> {
    "[a-z甲乙，。<>&\"'#*_`\\[\\]{}|:=+@-]{0,6}( [*&a-z甲]{1,3})?"
        .prop_map(|text| sanitize_line(&text))
}

fn lines() -> impl Strategy<Value = String> {
    prop::collection::vec(
        "(> |# |## Highlights|<!-- |\\\\|-->|---)?[a-z甲<&\" ]{0,6}",
        0..4,
    )
    .prop_map(|lines| lines.join("\n"))
}

prop_compose! {
    fn highlight()(
        quote in "[a-z甲>#<][a-z甲>#<&\\n ]{0,9}",
        prefix in word(),
        suffix in word(),
        note in lines(),
        colour in "(yellow)?",
        added in prop::option::of(1..2_000_000_000_000_u64),
        place in (0..9_u32, 0..99_u32),
        rivals in prop::option::of((0..9_u32, prop::option::of((1..3_u32, 3..9_u32)))),
        id in "[0-9a-f]{0,4}",
    ) -> Highlight {
        let place = Position { text: place.0, byte: place.1 };
        let rivals = rivals.map(|(before, copy)| Rivals { letters: 9, before, after: 0, copy });
        Highlight { id, quote, prefix, suffix, note, colour, added, place, rivals }
    }
}

prop_compose! {
    fn own()(
        id in "[a-z甲 ]{1,5}(/[a-z甲 ]{1,3})?",
        print in prop::array::uniform3(1..u64::MAX),
        place in prop::option::of((0..9_u32, 0..99_u32)),
        passage in prop::option::of(word()),
        day in prop::option::of(0..20_000_i64),
        han in prop::option::of(1..999_u32),
        is_unbookmarked: bool,
        queued in prop::option::of((1..99_u32, prop::option::of(1..2_000_000_000_000_u64))),
    ) -> Own {
        let [start, shape, whole] = print;
        let rest = format!("2:{:08x}{shape:016x}{whole:016x}", 7);
        Own {
            id: format!("{id}.md"),
            fingerprint: Fingerprint::parse(Some(&format!("{start:x}")), Some(&rest)).unwrap(),
            place: place.map(|(text, byte)| Position { text, byte }),
            passage,
            date: day.and_then(|day| Date::from_rfc3339(&rfc3339_of(day))),
            count: han.map(|han| Count { han, ..Count::default() }),
            is_unbookmarked,
            later: queued.map(|(number, _)| number),
            until: queued.and_then(|(_, until)| until),
        }
    }
}

fn rfc3339_of(day: i64) -> String {
    utc_rfc3339(u64::try_from(day).unwrap() * 86_400_000)
}

prop_compose! {
    fn item()(
        page in 0..1_000_000_u32,
        is_link: bool,
        title in word(),
        source in word(),
        tags in prop::collection::vec(word(), 0..3),
        note in lines(),
        collections in prop::collection::vec("[a-z甲&<\"]{1,3}(/[a-z甲]{1,3})?", 0..3),
        added in prop::option::of(1000..2_000_000_000_000_u64),
        read: bool,
        highlights in prop::collection::vec(highlight(), 0..3),
        own in own(),
    ) -> Item {
        let item = Item {
            address: if is_link { format!("https://a.example/{page}?b=\"&amp;c='<甲>#d") } else { String::new() },
            title, source, tags, note, collections, added, read, highlights, is_cut: false,
            own: if is_link { Own::default() } else { own },
            ..Item::default()
        };
        item.cleaned().expect("it has an address or a path")
    }
}

/// Different pages: entries of one page would be merged.
fn items() -> impl Strategy<Value = Vec<Item>> {
    prop::collection::vec(item(), 0..6).prop_map(|mut items| {
        let mut seen = std::collections::HashSet::new();
        items.retain(|item| seen.insert((item.address.clone(), item.own.id.clone())));
        items
    })
}

fn read_back(text: &str, format: Format) -> Vec<Item> {
    let import = read_bytes(text.as_bytes());
    assert_eq!(
        (import.format, &*import.faults),
        (Some(format), &[][..]),
        "{text}"
    );
    import.items
}

proptest! {
    #[test]
    fn json_lines_round_trip(items in items()) {
        prop_assume!(!items.is_empty());
        prop_assert_eq!(read_back(&to_json_lines(&items), Format::Kanbao), items);
    }

    #[test]
    fn markdown_files_round_trip(items in items()) {
        let mut names = std::collections::HashSet::new();
        for ((name, text), item) in to_markdown_files(&items).zip(&items) {
            prop_assert!(name.len() < 200 && !name.contains(['/', '\0']) && !name.starts_with('.'));
            prop_assert!(names.insert(name));
            prop_assert_eq!(read_back(&text, Format::KanbaoMarkdown), std::slice::from_ref(item), "{}", text);
        }
    }

    /// Address, title, tags, date in seconds, note and collections.
    #[test]
    fn bookmark_html_round_trips(items in items()) {
        let links: Vec<&Item> = items.iter().filter(|item| !item.address.is_empty()).collect();
        let expected = links.iter().map(|item| Item {
            address: item.address.clone(),
            title: item.title.clone(),
            tags: item.tags.clone(),
            note: item.note.clone(),
            collections: item.collections.clone(),
            added: item.added.map(|time| time / 1000 * 1000),
            ..Item::default()
        });
        let sorted = |mut items: Vec<Item>| {
            for item in &mut items {
                item.collections.sort();
            }
            items.sort_by(|one, other| one.address.cmp(&other.address));
            items
        };
        let found = read_back(&to_html(&items), Format::BookmarkHtml);
        prop_assert_eq!(sorted(found), sorted(expected.collect()));
    }

    #[test]
    fn tables_round_trip(items in items()) {
        let expected: Vec<Item> = items.iter().map(|item| Item {
            highlights: Vec::new(),
            own: Own {
                id: item.own.id.clone(),
                fingerprint: Fingerprint::parse(None, item.own.fingerprint.written().as_deref()).unwrap(),
                ..Own::default()
            },
            ..item.clone()
        }).collect();
        prop_assert_eq!(read_back(&to_csv(&items), Format::KanbaoCsv), expected);
    }

    #[test]
    fn arbitrary_bytes_do_not_panic(
        start in prop::sample::select(vec!["", "<", "{", "[", "---\n", "url,title\n", "Highlight,Book Title\n"]),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        read_bytes(&[start.as_bytes(), &bytes].concat());
    }
}
