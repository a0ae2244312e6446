//! Key scripts for published sites: the pages that list others are not in the list, and open from
//! the panel of problems and by links.

use super::{desk, library};

fn page(title: &str, body: &str) -> String {
    format!("<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>")
}

#[test]
fn listings_open_from_the_panel_and_by_links() {
    let text = "守灯的人姓何，今年七十一岁。".repeat(30);
    let article = format!(
        "<article><h1>渡口的灯</h1><p>{text}</p><p>见<a href=/tags/灯/>标签</a>。</p></article>"
    );
    let listing = "<h1>标签：灯</h1><ul><li><a href=/2026/a/>渡口的灯</a></li><li><a href=/2026/b/>桥</a></li></ul>";
    let folder = library(&[
        ("index.html", &page("站", "<a href=/2026/a/>渡口的灯</a>")),
        ("404.html", &page("404", "没有")),
        ("2026/a/index.html", &page("渡口的灯", &article)),
        (
            "2026/b/index.html",
            &page("桥", &format!("<h1>桥</h1><p>{text}</p>")),
        ),
        ("tags/灯/index.html", &page("灯", listing)),
    ]);
    let mut desk = desk(&folder, (60, 24));
    desk.lacks("标签：灯")
        .keys("e")
        .shows("网站的列表页")
        .keys("Enter")
        .shows("tags/灯/index.html")
        .keys("/ 灯 Enter Enter")
        .shows("标签：灯");
    // From the listing to an article, back, and from an article to the listing.
    desk.keys("Tab Enter").shows("今年七十一岁");
    desk.keys("C-o").shows("标签：灯");
    desk.keys("Tab Enter G Tab Enter").shows("标签：灯");
}
