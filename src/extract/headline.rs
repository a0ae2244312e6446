//! Finds the element that is the title of the page.

use super::page::{Page, Unit, letters};

/// Minimum letters of a heading that is only a part of the page's title.
const MIN_LETTERS: usize = 6;

/// How many titles of a page are looked at, and how many letters of a title or heading. Bounds the
/// time.
const MAX_TITLES: usize = 8;
const MAX_LETTERS: usize = 400;

/// The title of a page.
#[derive(Clone, Copy)]
pub struct Headline {
    pub at: usize,
    /// Whether it is the title that the page states in its head.
    pub is_stated: bool,
}

/// The last heading before `at` that has the title of the page, else a line that is the title, else
/// the last `<h1>`.
pub fn before(page: &Page<'_>, at: usize) -> Option<Headline> {
    let titles = titles(page);
    let mut best: Option<(u8, usize)> = None;
    for heading in (0..at).filter(|at| page.is_heading(*at)) {
        let text = some_letters(&page.text(heading));
        let is_title = titles.iter().any(|title| agree(title, &text));
        let rank = match (is_title, page.name(heading)) {
            (true, Some("h1")) => 3,
            (true, _) => 2,
            (false, Some("h1")) if !text.is_empty() => 1,
            _ => continue,
        };
        if best.is_none_or(|(other, _)| rank >= other) {
            best = Some((rank, heading));
        }
    }
    if let Some((2.., heading)) = best {
        return Some(Headline {
            at: heading,
            is_stated: true,
        });
    }
    // Some pages do not mark their title as a heading.
    let is_title = |unit: &&Unit| {
        unit.at < at
            && unit.weight.linked == 0
            && unit.cells >= MIN_LETTERS
            && titles.contains(&letters(&page.unit_text(unit)))
    };
    if let Some(unit) = page.units.iter().rfind(is_title) {
        return Some(Headline {
            at: unit.block,
            is_stated: true,
        });
    }
    best.map(|(_, at)| Headline {
        at,
        is_stated: false,
    })
}

/// Whether a heading is the title, with or without the name of the site.
fn agree(title: &str, heading: &str) -> bool {
    let long = |text: &str| text.chars().count() >= MIN_LETTERS;
    title == heading
        || (long(heading) && (title.starts_with(heading) || is_most(title, heading)))
        || (long(title) && heading.contains(title))
}

fn some_letters(text: &str) -> String {
    letters(text).chars().take(MAX_LETTERS).collect()
}

fn is_most(title: &str, heading: &str) -> bool {
    title.contains(heading) && heading.len() * 5 >= title.len() * 3
}

/// The titles that the page states in its head, letters only.
fn titles(page: &Page<'_>) -> Vec<String> {
    let stated = |at: usize| {
        let node = page.lines[at].node;
        match node.name()? {
            "title" => Some(node.all_text()),
            "meta" => {
                let name = node
                    .attribute("property")
                    .or_else(|| node.attribute("name"));
                let is_title = matches!(name, Some("og:title" | "twitter:title"));
                let content = node.attribute("content").filter(|_| is_title);
                content.map(str::to_owned)
            }
            _ => None,
        }
    };
    let all = (0..page.lines.len()).filter_map(stated);
    all.map(|title| some_letters(&title))
        .filter(|title| !title.is_empty())
        .take(MAX_TITLES)
        .collect()
}
