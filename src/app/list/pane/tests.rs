//! Unit tests of the list pane: filtering, sorting and batches in any order.

use super::*;
use crate::app::list::groups::Grouping;
use crate::app::list::sorting::in_order;
use crate::app::message::{Difference, Update};
use crate::library::{Entry, Gone, Interner, Name, Sort, sample};
use crate::search::{Facts, NoText, Today};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;

fn listed(entry: Entry) -> Item {
    Item::new(Listed::new(entry))
}

fn replace(list: &mut ListPane, changed: Vec<Item>, gone: Vec<Gone>) {
    let update = Update {
        changed,
        gone,
        ..Update::default()
    };
    let difference = Difference::new(update, &list.all);
    list.replace(difference, &Marks::default());
}

#[derive(Clone, Debug)]
enum Step {
    Found(Vec<String>),
    /// Articles by number, with new titles, or gone.
    Updated(Vec<(usize, Option<String>)>),
    FilterMore,
    Filter(String),
    /// The prompt of the filter is open, and the next titles are folded.
    Prepare,
    Close,
    Move(usize),
    Sort,
    Sorted,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        prop::collection::vec("[ab]{1,5}", 0..6).prop_map(Step::Found),
        prop::collection::vec((0..9usize, prop::option::of("[ab]{1,5}")), 0..4)
            .prop_map(Step::Updated),
        Just(Step::FilterMore),
        "[ab]{0,3}|[ab]{6}|-a|a OR b".prop_map(Step::Filter),
        Just(Step::Prepare),
        Just(Step::Close),
        (0..20usize).prop_map(Step::Move),
        Just(Step::Sort),
        Just(Step::Sorted),
    ]
}

proptest! {
    /// After any sequence of batches, slices, filters and sorts the list shows exactly the
    /// articles that the filter accepts, in order, and a batch never moves the cursor off its
    /// article.
    #[test]
    fn filtering_in_slices_shows_what_filtering_at_once_shows(steps in prop::collection::vec(step(), 0..24)) {
        let model = sample::entries().remove(0);
        let dated = model.date;
        let marks = Marks::default();
        let mut list = ListPane { order: Sort::Title.into(), touched: true, ..ListPane::default() };
        let mut count = 0;
        let mut tickets = 0;
        let mut requested: (Arc<Vec<Item>>, Vec<_>) = Default::default();
        for step in steps {
            let selected = list.selected().cloned();
            let settled = !list.is_filtering();
            let shown = |list: &ListPane| list.shown().map(|item| item.entry.id().to_owned()).collect::<Vec<_>>();
            let before_step = (list.order, list.all.len(), shown(&list));
            list.measures = Some(Measures::default());
            match step {
                Step::Found(titles) => {
                    let batch = titles.into_iter().map(|title| {
                        count += 1;
                        let id = format!("{count}");
                        let date = dated.filter(|_| title.starts_with('a'));
                        listed(Entry { name: Name::new(model.root(), &id, &title), date, ..model.clone() })
                    });
                    let batch = batch.collect();
                    list.add(batch, &marks);
                    if let Some(before) = selected.filter(|_| settled) {
                        let now = list.selected().map(|item| item.entry.id().to_owned());
                        prop_assert_eq!(now, Some(before.entry.id().to_owned()));
                    }
                }
                Step::Updated(updates) => {
                    let all: Vec<_> = list.all.iter().cloned().collect();
                    let (mut changed, mut gone) = (Vec::new(), Vec::new());
                    let updates: BTreeMap<usize, Option<String>> = updates.into_iter().collect();
                    for (at, title) in updates {
                        let Some(old) = all.get(at) else { continue };
                        let entry = old.entry.clone();
                        match title {
                            Some(title) => {
                                let date = dated.filter(|_| title.starts_with('a'));
                                changed.push(listed(Entry { name: entry.name.with_title(&title), date, ..entry }));
                            }
                            None => gone.push(Gone { root: Arc::clone(entry.root()), id: entry.id().into() }),
                        }
                    }
                    let is_gone = |id: &str| gone.iter().any(|gone| &*gone.id == id);
                    replace(&mut list, changed, gone.clone());
                    let ids: HashSet<_> = list.all.iter().map(|item| item.entry.id().to_owned()).collect();
                    prop_assert_eq!(list.all.len(), ids.len(), "each article once");
                    prop_assert!(!ids.iter().any(|id| is_gone(id)));
                    prop_assert_eq!(ids.len(), all.len() - gone.len());
                    let stays = settled && list.filter.is_empty();
                    if let Some(before) = selected.filter(|item| stays && !is_gone(item.entry.id())) {
                        let now = list.selected().map(|item| item.entry.id().to_owned());
                        prop_assert_eq!(now, Some(before.entry.id().to_owned()));
                    }
                }
                Step::FilterMore => list.filter_more(&marks),
                Step::Filter(words) => {
                    let filter = Query::parse_unfinished(&words, Today::at(0, &Zone::default()));
                    if list.replace_filter(&words, filter) {
                        list.narrow(&marks);
                    } else {
                        list.show(selected, &marks);
                    }
                }
                Step::Prepare => {
                    list.open_quick();
                    list.prepare_filter();
                }
                Step::Close => list.close_quick(),
                Step::Move(at) => list.move_to(at),
                Step::Sort => {
                    let order = list.requested_order().reverse();
                    tickets += 1;
                    requested = (Arc::clone(&list.all), list.waiting_batches());
                    if list.put_in_order(order, tickets) {
                        list.show(selected, &marks);
                    }
                }
                Step::Sorted => {
                    if let Some(order) = list.sorting.as_ref().map(|asked| asked.order) {
                        let all = in_order(&requested.0, &requested.1, order, || false).expect("not cancelled");
                        list.accept_order(tickets, all, &marks);
                    }
                }
            }
            let dated = list.all.iter().filter(|item| item.entry.is_dated()).count();
            prop_assert_eq!(list.dated, dated);
            let changed = before_step != (list.order, list.all.len(), shown(&list));
            prop_assert!(!changed || list.measures.is_none(), "the list is measured again");
        }
        list.finish_filter(&marks);
        let facts = || Facts { marks: &marks, zone: &list.zone };
        let quick = list.quick_filter();
        let accepted = |item: &&Item| match quick {
            Some(quick) => quick.matches(&item.entry),
            None => list.filter.matches(&item.entry, facts(), &NoText::Empty),
        };
        let mut whole: Vec<_> = list.all.iter().filter(accepted).cloned().collect();
        whole.sort_by(|a, b| list.compare(a, b));
        let ids = |items: Vec<Item>| items.iter().map(|item| item.entry.id().to_string()).collect::<Vec<_>>();
        prop_assert_eq!(ids(list.shown().cloned().collect()), ids(whole));
    }
}

proptest! {
    #[test]
    fn sources_are_counted_from_any_of_their_articles(sources in prop::collection::vec("[ab]{1,2}", 1..40)) {
        let model = sample::entries().remove(0);
        let batch = sources.iter().enumerate().map(|(number, source)| {
            let labels = Interner::default().labels::<&str>(source, "", &[], &[]);
            listed(Entry { name: model.name.with_id(&number.to_string()), labels, ..model.clone() })
        });
        let zone = crate::library::Zone::named("UTC").unwrap();
        let mut list = ListPane { order: Sort::Source.into(), ..ListPane::default() };
        list.add(batch.collect(), &Marks::default());
        for at in 0..list.len() {
            let source = &list.get(at).expect("in range").entry.labels.source;
            let count = sources.iter().filter(|other| ***other == **source).count();
            prop_assert_eq!(list.count_of_group(at, Grouping::Source, &zone), count);
        }
    }
}

/// Articles `a.md`, `b.md`… of two libraries, titled by library and name.
fn two_libraries() -> ListPane {
    let model = sample::entries().remove(0);
    let batch = ["1", "2"].into_iter().flat_map(|root| {
        let model = model.clone();
        ["a", "b", "c"].into_iter().map(move |name| {
            listed(Entry {
                name: Name::new(
                    &Arc::new(PathBuf::from(root)),
                    &format!("{name}.md"),
                    &format!("{root}{name}"),
                ),
                ..model.clone()
            })
        })
    });
    let mut list = ListPane::default();
    list.add(batch.collect(), &Marks::default());
    list.touched = true;
    list
}

#[test]
fn a_range_keeps_its_articles_when_the_rows_change() {
    let changes: [fn(&mut ListPane); 5] = [
        |list| {
            let order = list.requested_order().reverse();
            let selected = list.target();
            assert!(
                list.put_in_order(order, 1)
                    || list
                        .accept_order(
                            1,
                            in_order(&list.all.clone(), &[], order, || false)
                                .expect("not cancelled"),
                            &Marks::default()
                        )
                        .is_some()
            );
            list.show(selected, &Marks::default());
        },
        |list| {
            list.show_view(View::All);
            list.show(None, &Marks::default());
        },
        |list| {
            list.show_view(View::Bookmarks);
            list.refresh(&Marks::default(), &LibraryState::default());
        },
        |list| {
            let gone = list.get(5).map(|item| Gone {
                root: Arc::clone(item.entry.root()),
                id: item.entry.id().into(),
            });
            replace(list, Vec::new(), Vec::from_iter(gone));
        },
        |list| drop(list.clear()),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut list = two_libraries();
        list.move_to(1);
        list.pick_range();
        list.move_to(2);
        let titles = |items: Vec<Item>| {
            Vec::from_iter(items.iter().map(|item| item.entry.title().to_string()))
        };
        let mut wanted = titles((1..=2).filter_map(|at| list.get(at).cloned()).collect());
        change(&mut list);
        let mut picked = titles(list.take_picks());
        wanted.sort();
        picked.sort();
        assert_eq!(picked, wanted, "change {number}");
    }
}

#[test]
fn articles_of_two_libraries_with_the_same_id_are_two() {
    let mut list = two_libraries();
    let renamed: Vec<_> = list
        .all
        .iter()
        .filter(|item| item.entry.id() == "a.md")
        .cloned()
        .collect();
    let mut first = renamed[0].entry.clone();
    first.name = first.name.with_title("new");
    let changed = vec![listed(first.clone()), renamed[1].clone()];
    let update = Update {
        changed,
        ..Update::default()
    };
    let different = Difference::new(update, &list.all);
    assert_eq!(different.outdated.len(), 1);
    assert_eq!(different.update.changed.len(), 1);
    assert_eq!(different.update.changed[0].entry, first);
    for at in 0..list.len() {
        list.move_to(at);
        let before = list.selected().cloned().expect("in range");
        list.show(list.target(), &Marks::default());
        assert!(
            list.selected().is_some_and(|now| now.is(&before)),
            "row {at}"
        );
    }
    list.move_to(0);
    list.pick();
    assert_eq!(list.picked(), 1);
}

#[test]
fn the_cursor_goes_to_where_a_removed_article_was() {
    let model = sample::entries().remove(0);
    let titled = |number: usize| {
        listed(Entry {
            name: Name::new(model.root(), &format!("{number:03}"), "x"),
            ..model.clone()
        })
    };
    let mut list = ListPane {
        order: Sort::Title.into(),
        ..ListPane::default()
    };
    list.add((0..40).map(titled).collect(), &Marks::default());
    list.touched = true;
    list.filter = Query::parse_unfinished("x", Today::at(0, &Zone::default()));
    list.show(None, &Marks::default());
    list.finish_filter(&Marks::default());
    list.move_to(30);
    let open = list.selected().cloned().expect("in range");
    let gone = vec![Gone {
        root: Arc::clone(open.entry.root()),
        id: open.entry.id().into(),
    }];
    replace(&mut list, Vec::new(), gone);
    list.finish_filter(&Marks::default());
    assert_eq!(list.selected().map(|item| item.entry.id()), Some("031"));
    assert!(list.selected_follows(&open), "`J` opens it");
}
