//! Titles of saved pages: removes the names of column and site after them.

use super::html_meta;

/// What pages put between a title and the name of the site. Those with spaces are not part of a word.
const SEPARATORS: &[&str] = &[
    " - ", " | ", " – ", " — ", " · ", " :: ", " » ", " : ", "_", "｜", "－", "|", "-",
];

/// Maximum number of names after a title: a column, a channel, the site.
const MAX_NAMES: usize = 3;

/// A page's title without the names of column and site after it, if the name of the site says so or
/// another title of the page is without them.
pub fn removed(
    mut title: String,
    body: &str,
    site: &str,
    heading: impl Fn() -> Option<String>,
) -> String {
    if !SEPARATORS.iter().any(|separator| title.contains(separator)) {
        return title;
    }
    let own = html_meta::meta(body, "og:site_name");
    let site = own.or((!site.is_empty()).then_some(site)).map(letters);
    let other = heading().map(|text| letters(&text));
    let other = other.filter(|other| !other.is_empty());
    for _ in 0..MAX_NAMES {
        let splits = SEPARATORS
            .iter()
            .filter_map(|separator| title.rsplit_once(separator));
        // The last separator: the shortest name.
        let Some((head, name)) = splits.min_by_key(|(_, name)| name.len()) else {
            break;
        };
        let (whole, name) = (letters(head), letters(name));
        let is_site = !name.is_empty() && Some(name) == site;
        let agreed = other.as_ref().is_some_and(|other| whole.starts_with(other));
        if !(is_site || agreed) {
            break;
        }
        title = head.trim_end().to_owned();
    }
    title
}

/// A text in lower case, letters and digits only.
fn letters(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_of_sites() {
        let check = |title: &str, site: &str, heading: Option<&str>, expected: &str| {
            let body = format!("<meta property=og:site_name content=\"{site}\">");
            let heading = || heading.map(str::to_owned);
            let found = super::removed(title.to_owned(), &body, "", heading);
            assert_eq!(found, expected);
        };
        check("江上 - 晨报", "晨报", None, "江上");
        check("江上 - 一条河", "晨报", None, "江上 - 一条河");
        check("江上 | 专栏 | 晨报", "", Some("江上"), "江上");
        check("江上_一条河_晨报", "", Some("江上_一条河"), "江上_一条河");
        check("江上 - 一条河", "", Some("晨报"), "江上 - 一条河");
        check("A river - The Morning", "The Morning", None, "A river");
    }
}
