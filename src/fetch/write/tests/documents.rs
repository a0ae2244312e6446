//! What files the documents of feeds become, one after another.

use super::cases::CASES;
use super::*;

/// The item of a line: see `cases`.
pub(super) fn item(line: &str) -> NewArticle {
    let mut fields = line
        .split(' ')
        .map(|field| (field != "-").then(|| field.to_owned()));
    let mut next = || fields.next().flatten();
    let feed = next().unwrap();
    let (guid, link, title, day, text) = (next(), next(), next(), next(), next());
    let text = text.unwrap_or_default();
    let long = match text.starts_with(['L', 'C']) {
        true => "正文有很多字，足够区分两篇文章。".repeat(6),
        false => String::new(),
    };
    let time = |day: String| match day.contains('T') {
        true => date(&day),
        false => date(&format!("{day}T08:30:07Z")),
    };
    NewArticle {
        title: title.unwrap_or_default(),
        date: day.and_then(time),
        updated: next().and_then(time),
        site: format!("站{feed}"),
        source: format!("https://{feed}.example/feed"),
        link: link.map(|link| format!("https://news.example{link}")),
        guid,
        body: match text.chars().next() {
            None => text,
            Some('P' | 'C') => {
                format!("<p><img src='https://news.example/{text}.png?a=1'></p><p>{long}</p>")
            }
            Some(_) => format!("<p>{text}{long}</p>"),
        },
        ..NewArticle::default()
    }
}

#[test]
fn documents_become_files() {
    for (name, documents, files, versions) in CASES {
        let desk = Desk::new();
        let parsed = documents.iter().map(|document| document.lines().map(item));
        let parsed: Vec<Vec<NewArticle>> = parsed.map(Iterator::collect).collect();
        for document in &parsed {
            desk.writer().write(document).unwrap();
        }
        let count = || {
            let mut old = BTreeMap::new();
            let kept = desk.library().join(".kanbao/versions");
            collect(&kept, &kept, &mut old);
            (desk.files().len(), old.len())
        };
        assert_eq!(count(), (*files, *versions), "{name}: {:?}", desk.files());
        // What comes again changes nothing.
        for document in parsed.last().into_iter().chain(parsed.last()) {
            desk.writer().write(document).unwrap();
        }
        assert_eq!(count(), (*files, *versions), "{name}, again");
    }
}

/// The time does not grow with the square of the items.
#[test]
fn many_items_of_one_name_are_written_once() {
    let item = |number: usize| NewArticle {
        body: format!("<p>{number}</p>"),
        ..item("a g /1 T 2022-04-01 -")
    };
    let items: Vec<NewArticle> = (0..1500).map(item).collect();
    let desk = Desk::new();
    for _ in 0..2 {
        desk.writer().write(&items).unwrap();
        assert_eq!(desk.files().len(), items.len());
    }
}
