//! The rows of the panel of links.

use super::pane::{Choice, PanelRow};
use crate::app::link_label::{address_in_letters, host_of, label, named_host, path_of};
use crate::app::reader::pane::ReaderPane;
use crate::document::LinkNumber;
use crate::document::address::is_of_library;
use crate::text::{host_in_ascii, host_in_letters, percent_decode, sanitize_line};
use std::collections::HashSet;

/// The links of the open article, and the row of the focused one.
pub(super) fn link_rows(reader: Option<&ReaderPane>) -> (Vec<PanelRow>, usize) {
    let mut cursor = 0;
    let mut rows = Vec::new();
    let Some(reader) = reader else {
        return (rows, cursor);
    };
    let (Some(article), Some(page)) = (reader.article(), reader.page()) else {
        return (rows, cursor);
    };
    let texts = page.link_texts(article.document.links.len());
    let links = article.document.links.iter().zip(texts);
    // Links inside boilerplate that was cut are not listed.
    let shown: HashSet<LinkNumber> = page.links(0..page.len()).into_iter().collect();
    let links = (1..)
        .zip(links)
        .filter(|(number, _)| shown.contains(number));
    for (number, (link, text)) in links {
        if reader.focused_link() == Some(number) {
            cursor = rows.len();
        }
        rows.push(link_row(number, &link.address, &text));
    }
    (rows, cursor)
}

/// Number, text and address of a link; no address where the text is the whole address. Warns when the text
/// names another host than the address, and about homographs: hosts with letters outside ASCII. A
/// warning begins with the host alone, so that it is not cut.
fn link_row(number: LinkNumber, address: &str, texts: &[String]) -> PanelRow {
    if is_of_library(address) {
        let (text, _) = label(texts, address);
        return PanelRow {
            far: sanitize_line(&percent_decode(address)),
            follows: true,
            ..PanelRow::new(number.to_string(), text.to_owned(), Choice::Link(number))
        };
    }
    let host = host_of(address);
    let shown = if host.is_empty() { address } else { host };
    let shown = host_in_letters(shown);
    let (text, misleads) = label(texts, address);
    let foreign = !shown.is_ascii() || host.split('.').any(|part| part.starts_with("xn--"));
    let warning = misleads || foreign;
    let wire = host_in_ascii(&shown).filter(|wire| *wire != shown);
    let wire = wire.map(|wire| format!(" {wire}")).unwrap_or_default();
    let mailbox = address.strip_prefix("mailto:");
    let is_whole = |named: &String| {
        let path = format!(
            "://{}",
            text.split_once("://").map_or(text, |(_, rest)| rest)
        );
        *named == shown && path_of(&path) == path_of(address)
    };
    let says_all =
        text == address || mailbox == Some(text) || named_host(text).as_ref().is_some_and(is_whole);
    let (first, far) = match (warning, mailbox) {
        // The host is needed first.
        (true, _) => (format!("! {shown}{wire}"), text.to_owned()),
        (false, _) if says_all => (text.to_owned(), String::new()),
        (false, Some(mailbox)) => (text.to_owned(), mailbox.to_owned()),
        (false, None) => (text.to_owned(), address_in_letters(address)),
    };
    PanelRow {
        far,
        follows: true,
        warning,
        ..PanelRow::new(number.to_string(), first, Choice::Link(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_not_repeated_beside_an_address() {
        #[track_caller]
        fn check(text: &str, address: &str, expected: &str) {
            let row = link_row(1, address, &[text.to_owned()]);
            let host = if row.warning { row.right } else { row.far };
            assert_eq!(host, expected, "{text}");
        }
        let address = "https://docs.example/a";
        check("另一篇", "../%E7%94%B2.md", "../甲.md");
        check("官网", address, "docs.example/a");
        check(
            "世界",
            "https://ja.example/wiki/%E4%B8%96",
            "ja.example/wiki/世",
        );
        check("官网", "https://www.docs.example/", "docs.example");
        check("写信", "mailto:a@docs.example", "a@docs.example");
        check("a@docs.example", "mailto:a@docs.example", "");
        check(address, address, "");
        check("www.docs.example/a", address, "");
        check("docs.example", address, "docs.example/a");
        check(
            "docs.example/a…",
            "https://docs.example/a/b",
            "docs.example/a/b",
        );
        check("example.example", address, "! docs.example");
        check(
            "https://pаypal.example/",
            "https://pаypal.example/",
            "! pаypal.example xn--pypal-4ve.example",
        );
    }
}
