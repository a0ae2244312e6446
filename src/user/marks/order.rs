//! Fractional keys for the order of the queue: between two keys there is always another, so moving
//! one article changes only its own key, and two machines can move different articles.
//!
//! A key is a fraction between 0 and 1, written as its digits after the point in base 62. It never
//! ends in the digit 0.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Maximum digits: about 7 bits of a step each. Beyond that, keys repeat.
const MAX: usize = 200;

fn value(digit: u8) -> usize {
    // Anything else comes from a foreign file. It counts as the nearest digit.
    DIGITS.binary_search(&digit).unwrap_or_else(|at| at.min(61))
}

/// A key after `low` and before `high`; `None` is the end of the queue. If there is none, because
/// two machines chose the same key, it is after `low`.
pub(crate) fn between(low: Option<&str>, high: Option<&str>) -> String {
    let low: Vec<usize> = low.unwrap_or("").bytes().map(value).collect();
    let high: Option<Vec<usize>> = high.map(|high| high.bytes().map(value).collect());
    let mut high = high.filter(|high| *high > low);
    let mut key = Vec::new();
    for at in 0..MAX {
        let from = low.get(at).copied().unwrap_or(0);
        let to = high
            .as_ref()
            .map_or(62, |high| high.get(at).copied().unwrap_or(0));
        // Appending at the end takes a small step, so that keys stay short.
        let middle = if high.is_none() && from > 0 {
            from + 1
        } else {
            usize::midpoint(from, to)
        };
        if middle > from && middle < to {
            key.push(middle);
            break;
        }
        key.push(from);
        if from < to {
            // Every continuation of this digit is below the upper key.
            high = None;
        }
    }
    let digits = key.into_iter().filter_map(|digit| DIGITS.get(digit));
    digits.map(|digit| char::from(*digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn appended_keys_stay_short() {
        let mut last = between(None, None);
        for _ in 0..1_000 {
            let next = between(Some(&last), None);
            assert!(next > last, "{next} after {last}");
            last = next;
        }
        assert!(last.len() < 40, "{last}");
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
