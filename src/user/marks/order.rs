//! Fractional keys for the order of the queue: between two keys there is always another, so moving
//! one article changes only its own key, and two machines can move different articles.
//!
//! A key is a fraction between 0 and 1, written as its digits after the point in base 62. It never
//! ends in the digit 0. Keys at the ends of the queue are counted up or down: as many last digits
//! (`z`) as a key begins with, one more digit follows them that is counted. So 60 keys have one
//! digit, 3,000 have three, 200,000 have five.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const LAST: usize = DIGITS.len() - 1;

fn value(digit: u8) -> usize {
    // Anything else comes from a foreign file. It counts as the nearest digit.
    DIGITS
        .binary_search(&digit)
        .unwrap_or_else(|at| at.min(LAST))
}

/// A key between `low` and `high`; `None` stands for an end of the queue. Nothing fits between two equal
/// keys, which two machines may choose: then the key comes directly after `low`.
pub(crate) fn between(low: Option<&str>, high: Option<&str>) -> String {
    let values = |key: &str| key.bytes().map(value).collect::<Vec<usize>>();
    let mut key = match (low.map(values), high.map(values)) {
        (None, None) => vec![DIGITS.len() / 2],
        (Some(low), None) => counted(&low, LAST),
        (None, Some(high)) => counted(&high, 0),
        (Some(low), Some(high)) => middle(low, &high),
    };
    while key.last() == Some(&0) {
        key.pop();
    }
    let digits = key.into_iter().filter_map(|digit| DIGITS.get(digit));
    digits.map(|digit| char::from(*digit)).collect()
}

/// The next key on the way to an end of the queue, whose digit is 0 or the last one.
fn counted(key: &[usize], end: usize) -> Vec<usize> {
    let head = key.iter().take_while(|digit| **digit == end).count();
    // What follows is cut off or filled with zeros.
    let mut next: Vec<usize> = key.iter().copied().take(2 * head + 1).collect();
    next.resize(2 * head + 1, 0);
    let other = LAST - end;
    for (at, digit) in next.iter_mut().enumerate().rev() {
        if *digit != end {
            *digit = if end == 0 { *digit - 1 } else { *digit + 1 };
            // A longer head begins with this digit.
            let is_full = at == head && *digit == end;
            return if is_full { first(head + 1, end) } else { next };
        }
        *digit = other;
    }
    // A key of zeros, from a foreign file: no key is smaller.
    first(head + 1, end)
}

/// The first key with so many digits of an end before the one that is counted.
fn first(head: usize, end: usize) -> Vec<usize> {
    let mut key = vec![end; head];
    key.resize(2 * head + 1, LAST - end);
    if end == LAST
        && let Some(digit) = key.last_mut()
    {
        *digit = 1;
    }
    key
}

/// A key between two, as short as possible.
fn middle(mut low: Vec<usize>, high: &[usize]) -> Vec<usize> {
    let mut is_below = false;
    let mut key = Vec::new();
    // A foreign key may end in 0. Then there may be no key between the two.
    let most = low.len().max(high.len()) + 2;
    while key.len() < most && *low < *high {
        let from = low.get(key.len()).copied().unwrap_or(0);
        let to = match is_below {
            true => DIGITS.len(),
            false => high.get(key.len()).copied().unwrap_or(0),
        };
        let middle = usize::midpoint(from, to);
        if middle > from {
            key.push(middle);
            return key;
        }
        key.push(from);
        // Every continuation of this digit is below the upper key.
        is_below |= from < to;
    }
    low.push(DIGITS.len() / 2);
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Adds keys at both ends, after or before a key of an earlier version.
    #[test]
    fn keys_at_the_ends_stay_short() {
        let check = |old: &str, longest: usize| {
            let (mut first, mut last) = (old.to_owned(), old.to_owned());
            for _ in 0..20_000 {
                let (before, after) = (between(None, Some(&first)), between(Some(&last), None));
                assert!(
                    before < first && last < after,
                    "{before} {first} {last} {after}"
                );
                assert!(!before.ends_with('0') && !after.ends_with('0'));
                (first, last) = (before, after);
            }
            assert!(first.len().max(last.len()) <= longest, "{first} {last}");
        };
        check("V", 5);
        check("zzzV", 9);
        check("0001", 9);
        check(&"z".repeat(200), 401);
    }

    #[test]
    fn equal_keys_and_those_of_other_programs() {
        let check = |low: Option<&str>, high: Option<&str>, expected: &str| {
            assert_eq!(between(low, high), expected, "{low:?} {high:?}");
        };
        check(Some("V"), Some("V"), "VV");
        check(Some("V"), Some("V0"), "VV");
        check(Some("V"), Some("V01"), "V00V");
        check(Some("W"), Some("V"), "WV");
        check(None, Some("00"), "000zzzz");
        check(Some(""), None, "1");
    }

    proptest! {
        #[test]
        fn a_key_is_between_its_neighbours(places in prop::collection::vec(0..1_000_usize, 1..60)) {
            let mut keys: Vec<String> = Vec::new();
            for place in places {
                let at = place % (keys.len() + 1);
                let low = at.checked_sub(1).map(|at| keys[at].as_str());
                let high = keys.get(at).map(String::as_str);
                let key = between(low, high);
                prop_assert!(low.is_none_or(|low| low < key.as_str()), "{:?} {key}", low);
                prop_assert!(high.is_none_or(|high| key.as_str() < high), "{key} {:?}", high);
                prop_assert!(!key.ends_with('0'));
                keys.insert(at, key);
            }
        }

        #[test]
        fn foreign_keys_do_not_panic(low in "\\PC{0,9}", high in "\\PC{0,9}") {
            prop_assert!(!between(Some(&low), Some(&high)).is_empty());
        }
    }
}
