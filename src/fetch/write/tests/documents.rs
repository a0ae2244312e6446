//! What files the documents of feeds become, one after another.

use super::*;

/// A case: its name, the documents, and how many files and earlier versions there are then.
///
/// A line is an item: feed, guid, address, title, date, text, and when it was updated. `-`: none. A text
/// that begins with `L` is long, one that begins with `P` a picture without words.
type Case = (&'static str, &'static [&'static str], usize, usize);

const CASES: &[Case] = &[
    (
        "a corrected article",
        &[
            "a g /1 Teh 2022-04-01 L1",
            "a g /1 The 2022-04-01 L2 2022-04-02",
        ],
        1,
        1,
    ),
    (
        "a correction without a later time",
        &["a g /1 Teh 2022-04-01 L1", "a g /1 The 2022-04-01 L1"],
        1,
        1,
    ),
    (
        "a corrected title, named by a guid alone",
        &["a g - Teh 2022-04-01 L", "a g - The 2022-04-02 L"],
        1,
        1,
    ),
    (
        "a corrected title, named by a guid alone, without dates",
        &["a g - Teh - L", "a g - The - L"],
        1,
        1,
    ),
    (
        "title and text corrected, named by a guid alone",
        &[
            "a g - Teh 2022-04-01 L1",
            "a g - The 2022-04-01 L2 2022-04-02",
        ],
        1,
        1,
    ),
    (
        "a corrected title, named by an address alone",
        &["a - /1 Teh 2022-04-01 L", "a - /1 The 2022-04-02 L"],
        1,
        1,
    ),
    (
        // It may be the address of whatever is new.
        "a story that goes on, named by an address alone",
        &[
            "a - /1 Fire 2022-04-01 L1\na - /2 T 2022-04-01 L2",
            "a - /1 Fire_again 2022-04-02 L3\na - /2 T 2022-04-01 L2",
        ],
        3,
        0,
    ),
    (
        "a story that goes on, named by guid and address",
        &[
            "a g1 /1 Fire 2022-04-01 L1\na g2 /2 T 2022-04-01 L2",
            "a g1 /1 Fire_again 2022-04-02 L3\na g2 /2 T 2022-04-01 L2",
        ],
        2,
        1,
    ),
    (
        "a new guid and a corrected title",
        &["a g1 /1 Teh 2022-04-01 L", "a g2 /1 The 2022-04-01 L"],
        1,
        1,
    ),
    (
        "new guids and times",
        &[
            "a g1 /1 T 2022-04-01 L",
            "a g2 /1 T 2022-04-02 L",
            "a g3 /1 T 2022-04-03 L",
        ],
        1,
        0,
    ),
    (
        "new guids and times, without a text",
        &[
            "a g1 /1 T 2022-04-01 -\na g2 /2 U 2022-04-01 -",
            "a g3 /1 T 2022-04-02 -\na g4 /2 U 2022-04-02 -",
        ],
        2,
        0,
    ),
    (
        "addresses with a session",
        &[
            "a g /1?s=1 T 2022-04-01 L",
            "a g /1?s=2 T 2022-04-02 L",
            "a - /1?s=3 T 2022-04-02 L",
        ],
        1,
        0,
    ),
    (
        "a later time alone",
        &[
            "a g /1 T 2022-04-01 L",
            "a g /1 T 2022-04-01 L 2022-04-02",
            "a g /1 T 2022-04-01 L 2022-04-03",
        ],
        1,
        0,
    ),
    (
        "a time in the future",
        &[
            "a g /1 T 2022-04-01 L1 2199-01-01",
            "a g /1 T 2022-04-01 L2 2022-04-02",
        ],
        1,
        1,
    ),
    (
        "an older version from a cache",
        &[
            "a g /1 T 2022-04-01 L1 2022-04-02",
            "a g /1 T 2022-04-01 L2 2022-04-03",
            "a g /1 T 2022-04-01 L1 2022-04-02",
        ],
        1,
        1,
    ),
    (
        "one guid for all, and a document that moves on",
        &[
            "a g /1 A 2022-04-01 L1\na g /2 B 2022-04-01 L2",
            "a g /2 B 2022-04-01 L2\na g /3 C 2022-04-01 L3",
            "a g /4 D 2022-04-01 L4",
        ],
        4,
        0,
    ),
    (
        "one guid for all, and no addresses",
        &["a g - A 2022-04-01 x", "a g - B 2022-04-02 y"],
        2,
        0,
    ),
    (
        "one title and day, and two addresses",
        &["a - /1 T 2022-04-01 x", "a - /2 T 2022-04-01 y"],
        2,
        0,
    ),
    (
        "a short text that comes again on another day",
        &["a g /s Outage 2022-04-01 down\na g /s Outage 2022-04-02 down"],
        2,
        0,
    ),
    (
        "the same without a guid, three times",
        &[
            "a - /s Outage 2022-04-01 down\na - /s Outage 2022-04-02 down\na - /s Outage 2022-04-03 down",
            "a - /s Outage 2022-04-03 down",
        ],
        3,
        0,
    ),
    (
        "pictures without words",
        &[
            "a - /c Comic 2022-04-01 P1\na - /c Comic 2022-04-02 P2",
            "a - /c Comic 2022-04-02 P2\na - /c Comic 2022-04-03 P3",
        ],
        3,
        0,
    ),
    (
        "pictures without words and dates",
        &[
            "a - - Comic - P1\na - - Comic - P2",
            "a - - Comic - P3\na - - Comic - P2",
        ],
        3,
        0,
    ),
    (
        "one address and short text in two feeds",
        &[
            "b 1 /news Late 2022-04-01 page",
            "a 1 /news Closed 2022-04-02 page\na 2 /news Open 2022-04-03 page",
        ],
        3,
        0,
    ),
    (
        "one guid, title and text in two feeds, and no addresses",
        &["b 1 - T 2022-04-01 L", "a 1 - T 2022-04-01 L"],
        2,
        0,
    ),
    (
        "a correction in two feeds",
        &[
            "a g1 /1 T 2022-04-01 L1\na g2 /2 U 2022-04-01 L2",
            "b h1 /1 T 2022-04-01 L1\nb h2 /2 U 2022-04-01 L2",
            "b h1 /1 V 2022-04-02 L3\nb h2 /2 U 2022-04-01 L2",
            "a g1 /1 V 2022-04-02 L3\na g2 /2 U 2022-04-01 L2",
            "b h1 /1 V 2022-04-02 L3\nb h2 /2 U 2022-04-01 L2",
        ],
        2,
        1,
    ),
    (
        // A planet that is behind.
        "a correction in the first of two feeds",
        &[
            "a g1 /1 T - L1\na g2 /2 U - L2",
            "b h1 /1 T - L1\nb h2 /2 U - L2",
            "a g1 /1 T - L3\na g2 /2 U - L2",
            "b h1 /1 T - L1\nb h2 /2 U - L2",
        ],
        2,
        1,
    ),
    (
        "one guid, address and title for all",
        &[
            "a g /d Digest 2022-04-01 L1\na g /d Digest 2022-04-02 L2",
            "a g /d Digest 2022-04-02 L2\na g /d Digest 2022-04-03 L3",
        ],
        3,
        0,
    ),
    (
        "one address and title, other guids",
        &[
            "a g1 /map Quake 2022-04-01 near1\na g2 /map Quake 2022-04-01 near2",
            "a g2 /map Quake 2022-04-01 near2\na g3 /map Quake 2022-04-01 near3",
        ],
        3,
        0,
    ),
    (
        "the same one by one, without dates",
        &[
            "a g1 /map Quake - near1",
            "a g2 /map Quake - near2",
            "a g3 /map Quake - near3",
        ],
        3,
        0,
    ),
    (
        "a page of changes",
        &[
            "a - /changes 1.0 2022-04-01 L1\na - /changes 1.1 2022-04-01 L2",
            "a - /changes 1.1 2022-04-01 L2\na - /changes 1.2 2022-04-01 L3",
        ],
        3,
        0,
    ),
    (
        "neither guid nor address",
        &[
            "a - - Weather 2022-04-01 sunny\na - - Weather 2022-04-01 rain",
            "a - - Weather 2022-04-01 rain\na - - Weather 2022-04-02 rain",
            "a - - Weather 2022-04-02 rain\na - - Weather 2022-04-01 rain",
        ],
        3,
        0,
    ),
    (
        "one item twice",
        &["a g /1 T 2022-04-01 L\na g /1 T 2022-04-02 L"],
        1,
        0,
    ),
    (
        "a summary of another feed first",
        &["b h1 /1 T 2022-04-01 comments", "a g /1 T 2022-04-01 L"],
        2,
        0,
    ),
    (
        "the same article of another feed",
        &["b h1 /1 T 2022-04-01 L", "a g /1 T 2022-04-02 L"],
        1,
        0,
    ),
    (
        "the same guid in another feed",
        &["b 1 - T 2022-04-01 L1", "a 1 - T 2022-04-01 L2"],
        2,
        0,
    ),
    (
        "two ports of a host",
        &["a g :3000/1 T 2022-04-01 L", "b g :4000/1 T 2022-04-01 L"],
        2,
        0,
    ),
];

fn item(line: &str) -> NewArticle {
    let mut fields = line
        .split(' ')
        .map(|field| (field != "-").then(|| field.to_owned()));
    let mut next = || fields.next().flatten();
    let feed = next().unwrap();
    let (guid, link, title, day, text) = (next(), next(), next(), next(), next());
    let text = text.unwrap_or_default();
    let long = match text.starts_with('L') {
        true => "正文有很多字，足够区分两篇文章。".repeat(6),
        false => String::new(),
    };
    let time = |day: String| date(&format!("{day}T08:30:07Z"));
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
            Some('P') => format!("<p><img src='https://news.example/{text}.png?a=1'></p>"),
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

/// Pages that the user asks for, and entries of other programs.
#[test]
fn what_the_user_asks_for_is_never_left_out() {
    let page = item("a - /1 T - L1");
    let changed = item("a - /1 T - L2");
    // Another page that says that it is the first one.
    let other = NewArticle {
        guid: Some("https://news.example/2".to_owned()),
        ..changed.clone()
    };
    let named = NewArticle {
        guid: Some("https://news.example/3".to_owned()),
        ..page.clone()
    };
    let desk = Desk::new();
    let save = |page: &NewArticle| desk.writer().save(page, &[]).unwrap().outcome;
    assert_eq!(save(&named), Outcome::Written);
    assert_eq!(save(&other), Outcome::Written);
    assert_eq!(save(&named), Outcome::Unchanged);
    let desk = Desk::new();
    let save = |page: &NewArticle| desk.writer().save(page, &[]).unwrap().outcome;
    assert_eq!(save(&page), Outcome::Written);
    assert_eq!(desk.writer().saved(&changed).unwrap(), None);
    assert_eq!(save(&changed), Outcome::Updated);
    assert_eq!(save(&changed), Outcome::Unchanged);
    // A feed has only brought a summary.
    let desk = Desk::new();
    desk.write(&item("b g /1 T - short"));
    assert_eq!(desk.writer().saved(&page).unwrap(), None);
    assert_eq!(
        desk.writer().save(&page, &[]).unwrap().outcome,
        Outcome::Written
    );
    // One title and day, other addresses; none at all.
    let desk = Desk::new();
    let save = |page: &NewArticle| desk.writer().save(page, &[]).unwrap().outcome;
    let pages = [
        item("a - /1 Photos 2022-04-01 L1"),
        item("a - /2 Photos 2022-04-01 L2"),
        item("a - - Photos - L3"),
        item("a - - Photos - L4"),
    ];
    for page in &pages {
        assert_eq!(save(page), Outcome::Written);
    }
    for page in &pages {
        assert_eq!(save(page), Outcome::Unchanged);
    }
    let import = |articles: &[NewArticle]| {
        let stored = desk.writer().import(articles).unwrap();
        stored
            .iter()
            .map(|stored| stored.outcome)
            .collect::<Vec<_>>()
    };
    let both = [item("c - /9 A - L1"), item("c - /9 B - L2")];
    assert_eq!(import(&both), [Outcome::Written; 2]);
    assert_eq!(import(&both), [Outcome::Unchanged; 2]);
    assert_eq!(import(&[item("c - /8 A - L3")]), [Outcome::Written]);
    assert_eq!(import(&[item("c - /8 A - L4")]), [Outcome::Updated]);
}
