//! The other names of an article, under which links know it: the aliases and the address in its front
//! matter. Read when a link asks for them, since the list does not need them.

use super::{Entry, charset, front_matter};
use crate::text::percent_decode;

/// Maximum bytes read of a file: front matter is short.
const HEAD: usize = 8 << 10;

/// Fields with names of the article, and with the path of its page.
const FIELDS: &[&str] = &[
    "aliases",
    "alias",
    "redirect_from",
    "slug",
    "permalink",
    "url",
];

/// Whether the front matter of an article gives it a name. A file that cannot be read has none.
pub(crate) fn goes_by(entry: &Entry, wanted: &str) -> bool {
    let Ok((bytes, _)) = crate::fs::read(&entry.path(), HEAD) else {
        return false;
    };
    if !front_matter::opens(&bytes) {
        return false;
    }
    let text = charset::decode_text(&bytes);
    let fields = front_matter::read(&text).fields;
    let mut names = FIELDS.iter().flat_map(|field| fields.texts(field));
    names.any(|own| is_same(own, wanted))
}

/// Whether two names are one, but for what servers add to a path.
fn is_same(own: &str, wanted: &str) -> bool {
    let own = match own.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => own,
    };
    let own = bare(&percent_decode(own)).to_lowercase();
    !own.is_empty() && own == bare(&percent_decode(wanted)).to_lowercase()
}

fn bare(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim().trim_start_matches("./").trim_matches('/');
    let path = path.strip_suffix("index.html").unwrap_or(path);
    let path = path.strip_suffix(".html").unwrap_or(path);
    path.strip_suffix(".md")
        .unwrap_or(path)
        .trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_links_and_of_front_matter() {
        let check = |own: &str, wanted: &str, expected: bool| {
            assert_eq!(is_same(own, wanted), expected, "{own} {wanted}");
        };
        check("旧名", "%E6%97%A7%E5%90%8D", true);
        check("Old Name", "old name", true);
        check("/2020/old/", "/2020/old.html#part", true);
        check("https://a.example/2020/old/index.html", "/2020/old/", true);
        check("old.html", "old", true);
        check("/2020/old/", "old", false);
        check("", "", false);
        check("https://a.example", "", false);
    }
}
