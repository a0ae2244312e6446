//! What a published site says of its pages changes, and not the pages.

use super::*;

const PAGE: &str =
    "<!DOCTYPE html><html><head><title>页</title></head><body><p>一条船。</p></body></html>";

fn feed(title: &str) -> String {
    format!(
        "<feed><title>报</title><entry><title>{title}</title><link href=\"/2026/a/\"/>\
         <published>2026-01-02T00:00:00Z</published></entry></feed>"
    )
}

fn site() -> Place {
    let place = Place::new();
    place.file("s/index.html", PAGE, 100);
    place.file("s/2026/a/index.html", PAGE, 100);
    let links = "<a href=/2026/a/>江上的一条船</a> <a href=/2026/b/>河边的一条船</a>";
    let tag = PAGE.replace("一条船。", links);
    place.file("s/tags/x/index.html", &tag, 100);
    place
}

#[test]
fn pages_are_read_again_when_the_site_tells_something_else() {
    type Change = fn(&Place);
    let changes: &[(&str, Change, usize)] = &[
        ("the first scan", |_| (), 0),
        ("a site", |place| place.file("s/404.html", PAGE, 90), 2),
        ("nothing", |_| (), 0),
        (
            "a feed",
            |place| place.file("s/atom.xml", &feed("甲"), 80),
            2,
        ),
        ("nothing more", |_| (), 0),
        (
            "an article of the feed",
            |place| place.file("s/atom.xml", &feed("乙"), 70),
            2,
        ),
        (
            "another page",
            |place| place.file("s/2026/b/index.html", PAGE, 60),
            0,
        ),
        (
            "a list of pages",
            |place| place.file("s/sitemap.xml", "<urlset/>", 50),
            3,
        ),
        (
            "no site",
            |place| {
                for name in ["404.html", "atom.xml", "sitemap.xml"] {
                    fs::remove_file(place.library().join("s").join(name)).expect("a file");
                }
            },
            3,
        ),
    ];
    let place = site();
    for (what, change, read) in changes {
        change(&place);
        age_folders(&place.library());
        assert_eq!(place.check(), *read, "{what}");
    }
}

/// A feed that was written just now may be written again within the same tick of the clock.
#[test]
fn pages_of_a_site_in_doubt_are_read_again() {
    let place = site();
    place.file("s/atom.xml", &feed("甲"), 0);
    age_folders(&place.library());
    place.check();
    assert!(place.check() > 0);
}
