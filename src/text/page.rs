//! When two addresses lead to the same page.

use super::{address_in_ascii, authority, host, percent_decode};

/// Query parameters that say where a reader came from, not which page it is.
const TRACKING: &[&str] = &["utm_", "fbclid", "gclid", "spm"];

/// Equal for addresses of the same page: without scheme, `www.`, fragment, closing slash,
/// tracking parameters and percent-encoding.
pub(crate) fn page_key(address: &str) -> String {
    let address = address_in_ascii(address);
    let place = host(&address).to_ascii_lowercase();
    let rest = address
        .split_once("://")
        .map_or(&*address, |(_, rest)| rest);
    let rest = rest.get(authority(&address).len()..).unwrap_or_default();
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut key = place + &percent_decode(path.trim_end_matches('/'));
    let is_tracking = |name: &str| TRACKING.iter().any(|start| name.starts_with(start));
    let mut sign = '?';
    for part in query.split('&').filter(|part| !part.is_empty()) {
        if !is_tracking(part) {
            key.push(sign);
            key += &percent_decode(part);
            sign = '&';
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_page() {
        let check = |one: &str, other: &str, same: bool| {
            assert_eq!(page_key(one) == page_key(other), same, "{one} {other}");
        };
        check("http://www.A.example/b/", "https://a.example/b#c", true);
        check("https://a.example/%E6%96%B0", "https://a.example/新", true);
        check("https://新闻.example/", "https://xn--efvy88h.example", true);
        check(
            "https://a.example/?id=1&utm_source=x",
            "https://a.example/?id=1",
            true,
        );
        check("https://a.example/?id=1", "https://a.example/?id=2", false);
        check("https://a.example/B", "https://a.example/b", false);
        check("https://b.a.example/", "https://a.example/", false);
    }
}
