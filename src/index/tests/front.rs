//! The front and the chunks have the same newest articles after any changes.

use super::*;
use crate::index::chunk::File;
use crate::index::codec::{encode, encode_labels, encode_problem};
use crate::index::front::{newest, newest_of_chunks, totals, totals_of_chunks};
use crate::index::store::{self, Changes};
use crate::index::update::Open;
use crate::library::{Date, ProblemKind, Stamp, sample};
use proptest::prelude::*;
use std::sync::LazyLock;

/// A file with a day, one without a date, and one that is not an article.
#[derive(Clone, Debug)]
enum Made {
    Dated(i64),
    Undated,
    Problem,
    Gone,
}

impl Made {
    fn file(&self) -> Option<File> {
        static ENTRY: LazyLock<Entry> = LazyLock::new(|| sample::entries().remove(0));
        let mut entry = ENTRY.clone();
        entry.date = match self {
            Self::Dated(seconds) => entry.date.map(|date| Date {
                seconds: *seconds,
                ..date
            }),
            Self::Undated => None,
            Self::Problem => {
                return Some(File {
                    stamp: None,
                    labels: Vec::new(),
                    fields: encode_problem(ProblemKind::Empty, ""),
                });
            }
            Self::Gone => return None,
        };
        Some(File {
            stamp: Some(Stamp::default()),
            labels: encode_labels(&entry.labels),
            fields: encode(&entry),
        })
    }
}

/// Changes of many files that follow each other, so that the front overflows and runs short.
fn changes() -> impl Strategy<Value = Vec<(u32, Made)>> {
    let made = prop_oneof![
        4 => (0..9_i64).prop_map(Made::Dated),
        4 => any::<i64>().prop_map(Made::Dated),
        1 => Just(Made::Undated),
        1 => Just(Made::Problem),
        4 => Just(Made::Gone),
    ];
    let one = (0..800_u32, 1..3_u32, made, 1..500_u32, any::<bool>());
    let run = one.prop_map(|(first, step, made, count, is_series)| {
        let change = |number| match &made {
            Made::Dated(seconds) if is_series => (
                first + number * step,
                Made::Dated(seconds ^ i64::from(number)),
            ),
            made => (first + number * step, made.clone()),
        };
        (0..count).map(change).collect::<Vec<_>>()
    });
    prop::collection::vec(run, 1..4).prop_map(|runs| runs.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_front_is_as_the_chunks(transactions in prop::collection::vec(changes(), 1..7)) {
        let place = Place::new();
        let folder = place.indexes().folder.expect("a folder");
        let mut index = Open::new(&place.library(), &folder, Duration::ZERO, &options()).expect("an index");
        for changes in transactions {
            let changes: Changes = changes
                .into_iter()
                .map(|(number, made)| (format!("{:04}", number % 1_000), made.file()))
                .collect();
            let connection = &mut index.connection;
            store::write(connection, |transaction| store::change(transaction, changes)).expect("a change");
            for count in [1, 20, 64, 256, 300] {
                let chunks = newest_of_chunks(connection, count).expect("chunks");
                prop_assert_eq!(newest(connection, count).expect("a front"), chunks);
            }
            prop_assert_eq!(totals(connection).expect("a front"), totals_of_chunks(connection).expect("chunks"));
        }
    }
}

/// The front has a bounded size.
#[test]
fn large_articles_fill_the_front_early() {
    let place = Place::new();
    let folder = place.indexes().folder.expect("a folder");
    let index = Open::new(&place.library(), &folder, Duration::ZERO, &options());
    let mut index = index.expect("an index");
    let mut large = sample::entries().remove(0);
    large.name = large.name.with_title(&"长".repeat(20_000));
    let change = |number: u32| {
        let file = File {
            stamp: None,
            labels: encode_labels(&large.labels),
            fields: encode(&large),
        };
        (format!("{number:04}"), Some(file))
    };
    let changes = (0..40).map(change).collect();
    store::write(&mut index.connection, |transaction| {
        store::change(transaction, changes)
    })
    .expect("a change");
    let length = "SELECT length(rows) FROM front";
    let length = index.connection.query_row(length, [], |row| row.get(0));
    let length: i64 = length.expect("a front");
    assert!((300_000..1 << 20).contains(&length), "{length}");
    let all = newest(&index.connection, 64).expect("a front");
    assert_eq!(all.len(), 40);
}
