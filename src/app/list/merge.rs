//! Merges articles that a scan found into the list.

/// Merges an ordered batch into an ordered list, in its memory: a copy of a million handles takes
/// longer than a frame. `is_before` compares an item of the list with one of the batch. Returns
/// where the batch is now, in ascending order.
pub fn merge<T: Clone>(
    all: &mut Vec<T>,
    batch: Vec<T>,
    is_before: impl Fn(&T, &T) -> bool,
) -> Vec<u32> {
    let mut start = 0;
    let places = batch.iter().map(|item| {
        let rest = all.get(start..).unwrap_or_default();
        start += partition_from_start(rest, |other| is_before(other, item));
        start
    });
    let places: Vec<usize> = places.collect();
    let Some(filler) = batch.first().cloned() else {
        return Vec::new();
    };
    let mut end = all.len();
    all.resize(end + batch.len(), filler);
    // From the end, so that each item of the list is moved once.
    for ((behind, item), at) in batch.into_iter().enumerate().zip(&places).rev() {
        for old in (*at..end).rev() {
            all.swap(old, old + behind + 1);
        }
        end = *at;
        if let Some(place) = all.get_mut(at + behind) {
            *place = item;
        }
    }
    let places = places.into_iter().enumerate();
    places
        .map(|(behind, at)| u32::try_from(at + behind).unwrap_or(u32::MAX))
        .collect()
}

/// Which of some ascending numbers are in an ascending list, with their indexes in it.
pub fn among<'a>(
    list: &'a [u32],
    numbers: impl Iterator<Item = u32> + 'a,
) -> impl Iterator<Item = (usize, u32)> + 'a {
    let mut start = 0;
    numbers.filter_map(move |number| {
        let rest = list.get(start..).unwrap_or_default();
        start += partition_from_start(rest, |other| *other < number);
        let found = list.get(start) == Some(&number);
        found.then_some((start, number))
    })
}

/// Like `partition_point`, for a place that is near the start: the steps double, then halve.
fn partition_from_start<T>(items: &[T], is_before: impl Fn(&T) -> bool) -> usize {
    let mut end = 1;
    while items.get(end - 1).is_some_and(&is_before) {
        end *= 2;
    }
    let start = end / 2;
    let near = items.get(start..end.min(items.len())).unwrap_or_default();
    start + near.partition_point(is_before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_merged_list_is_in_order(
            mut all in prop::collection::vec(0..40_u8, 0..70),
            mut batch in prop::collection::vec(0..40_u8, 0..30),
        ) {
            all.sort_unstable();
            batch.sort_unstable();
            // Items of the list are told from those of the batch.
            let mut all: Vec<(u8, bool)> = all.into_iter().map(|number| (number, false)).collect();
            let batch: Vec<(u8, bool)> = batch.into_iter().map(|number| (number, true)).collect();
            // Of equal ones, those of the batch come first.
            let mut expected = batch.clone();
            expected.extend(&all);
            expected.sort_by_key(|(number, _)| *number);
            let new = merge(&mut all, batch, |one, other| one.0 < other.0);
            prop_assert_eq!(&all, &expected);
            let indexes = (0_u32..).zip(&all).filter(|(_, (_, is_new))| *is_new);
            prop_assert_eq!(new, indexes.map(|(at, _)| at).collect::<Vec<_>>());
        }

        #[test]
        fn numbers_are_found_where_they_are(
            list in prop::collection::btree_set(0..60_u32, 0..40),
            numbers in prop::collection::btree_set(0..60_u32, 0..40),
        ) {
            let list = Vec::from_iter(list);
            let found: Vec<_> = among(&list, numbers.iter().copied()).collect();
            let expected = numbers.iter().filter_map(|number| {
                Some((list.binary_search(number).ok()?, *number))
            });
            prop_assert_eq!(found, expected.collect::<Vec<_>>());
        }
    }
}
