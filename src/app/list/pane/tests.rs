//! Unit tests of the list pane: filtering, sorting and batches in any order.

use super::*;
use crate::app::list::groups::Grouping;
use crate::app::list::sorting::in_order;
use crate::library::{Entry, Gone, Interner, sample};
use std::collections::BTreeMap;
use proptest::prelude::*;

fn listed(entry: Entry) -> Arc<Listed> {
    Arc::new(Listed::new(entry))
}

#[derive(Clone, Debug)]
enum Step {
    Found(Vec<String>),
    /// Articles by number, with new titles, or gone.
    Updated(Vec<(usize, Option<String>)>),
    FilterMore,
    Filter(String),
    Move(usize),
    Sort,
    Sorted,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        prop::collection::vec("[ab]{1,5}", 0..6).prop_map(Step::Found),
        prop::collection::vec((0..9usize, prop::option::of("[ab]{1,5}")), 0..4).prop_map(Step::Updated),
        Just(Step::FilterMore),
        "[ab]{0,3}".prop_map(Step::Filter),
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
        let marks = Marks::default();
        let mut list = ListPane { order: Sort::Title.into(), touched: true, ..ListPane::default() };
        let mut count = 0;
        let mut tickets = 0;
        let mut requested = Arc::default();
        for step in steps {
            let selected = list.selected().cloned();
            let settled = !list.is_filtering();
            let shown = |list: &ListPane| list.shown().map(|item| item.entry.id.clone()).collect::<Vec<_>>();
            let before_step = (list.order, list.all.len(), shown(&list));
            list.measures = Some(Measures::default());
            match step {
                Step::Found(titles) => {
                    let batch = titles.into_iter().map(|title| {
                        count += 1;
                        let id = format!("{count}").into();
                        listed(Entry { id, title: title.into(), ..model.clone() })
                    });
                    let batch = batch.collect();
                    list.add(batch, &marks);
                    if let Some(before) = selected.filter(|_| settled) {
                        let now = list.selected().map(|item| item.entry.id.clone());
                        prop_assert_eq!(now, Some(before.entry.id.clone()));
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
                            Some(title) => changed.push(listed(Entry { title: title.into(), ..entry })),
                            None => gone.push(Gone { root: entry.root, id: entry.id }),
                        }
                    }
                    let is_gone = |id: &str| gone.iter().any(|gone| &*gone.id == id);
                    list.replace(changed, &gone, &marks);
                    let ids: HashSet<_> = list.all.iter().map(|item| item.entry.id.clone()).collect();
                    prop_assert_eq!(list.all.len(), ids.len(), "each article once");
                    prop_assert!(!ids.iter().any(|id| is_gone(id)));
                    prop_assert_eq!(ids.len(), all.len() - gone.len());
                    if let Some(before) = selected.filter(|_| settled && list.filter.is_empty()) {
                        if !is_gone(&before.entry.id) {
                            let now = list.selected().map(|item| item.entry.id.clone());
                            prop_assert_eq!(now, Some(before.entry.id.clone()));
                        }
                    }
                }
                Step::FilterMore => list.filter_more(&marks),
                Step::Filter(words) => {
                    let filter = Query::parse(&words);
                    let narrows = filter.narrows(&list.filter);
                    list.filter = filter;
                    if narrows {
                        list.narrow(&marks);
                    } else {
                        list.show(selected, &marks);
                    }
                }
                Step::Move(at) => list.move_to(at),
                Step::Sort => {
                    let order = list.requested_order().reverse();
                    tickets += 1;
                    requested = Arc::clone(&list.all);
                    if list.put_in_order(order, tickets) {
                        list.show(selected, &marks);
                    }
                }
                Step::Sorted => {
                    if let Some(order) = list.sorting.as_ref().map(|asked| asked.order) {
                        list.accept_order(tickets, in_order(&requested, order), &marks);
                    }
                }
            }
            let changed = before_step != (list.order, list.all.len(), shown(&list));
            prop_assert!(!changed || list.measures.is_none(), "the list is measured again");
        }
        list.finish_filter(&marks);
        let mut whole: Vec<_> = list.all.iter().filter(|item| list.filter.finds(&item.entry)).cloned().collect();
        whole.sort_by(|a, b| list.compare(a, b));
        let ids = |items: Vec<Arc<Listed>>| items.iter().map(|item| item.entry.id.to_string()).collect::<Vec<_>>();
        prop_assert_eq!(ids(list.shown().cloned().collect()), ids(whole));
    }
}

proptest! {
    #[test]
    fn sources_are_counted_from_any_of_their_articles(sources in prop::collection::vec("[ab]{1,2}", 1..40)) {
        let model = sample::entries().remove(0);
        let batch = sources.iter().enumerate().map(|(number, source)| {
            let labels = Interner::default().labels::<&str>(source, "", &[], &[]);
            listed(Entry { id: format!("{number}").into(), labels, ..model.clone() })
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
