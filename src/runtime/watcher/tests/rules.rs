//! What a scan leaves out changes, together with the folders that it lists; and links.

use super::*;

type Change = fn(&Place);

#[track_caller]
fn check(changes: &[(&str, Change)]) {
    let mut place = Place::new(Path::to_owned);
    place.follow("the scan");
    for (what, change) in changes {
        change(&place);
        place.follow(what);
    }
}

fn replace(place: &Place) {
    fs::remove_dir_all(place.path("b")).expect("a folder");
    place.write("b/new.md", "新");
}

#[test]
fn a_folder_is_replaced_together_with_rules() {
    check(&[
        ("rules", |place| {
            fs::write(place.path(".ignore"), "x\n").expect("a file");
        }),
        ("both", |place| {
            replace(place);
            fs::write(place.path(".ignore"), "y\n").expect("a file");
        }),
        ("a later file", |place| place.write("b/later.md", "后")),
        ("an edit in place", |place| place.write("b/new.md", "改")),
    ]);
}

#[test]
fn a_folder_is_replaced_before_a_scan() {
    let mut place = Place::new(Path::to_owned);
    place.follow("the scan");
    replace(&place);
    place.rescan();
    place.follow("a scan at once");
    place.write("b/later.md", "后");
    place.follow("a later file");
}

#[test]
fn a_folder_that_is_left_out_is_not_watched() {
    check(&[
        ("rules", |place| {
            fs::write(place.path(".ignore"), "b/\n").expect("a file");
        }),
        ("a file in the folder", |place| {
            place.write("b/later.md", "后");
            place.write("y.md", "见");
        }),
        ("no rules", |place| {
            fs::remove_file(place.path(".ignore")).expect("a file");
        }),
    ]);
}

#[test]
fn the_file_of_a_tool_comes_and_goes() {
    check(&[
        ("a folder with the name of a tool's", |place| {
            place.write("node_modules/x/README.md", "工");
            place.write("sub/target/a.md", "目");
        }),
        ("the tool's file", |place| {
            fs::write(place.path("package.json"), "{}").expect("a file");
        }),
        ("a file in the tool's folder", |place| {
            place.write("node_modules/x/later.md", "后");
            place.write("y.md", "见");
        }),
        ("without the tool's file", |place| {
            fs::remove_file(place.path("package.json")).expect("a file");
        }),
        ("another tool's file", |place| {
            fs::write(place.path("sub/Cargo.toml"), "").expect("a file");
        }),
        ("the same, renamed", |place| {
            fs::rename(place.path("sub/Cargo.toml"), place.path("sub/x")).expect("a file");
        }),
    ]);
}

#[test]
#[cfg(unix)]
fn links_follow_their_targets() {
    use std::os::unix::fs::symlink;
    check(&[
        ("links", |place| {
            symlink("a.md", place.path("l.md")).expect("a link");
            symlink("../l.md", place.path("b/m.md")).expect("a link");
            fs::write(place.path("text.org"), "文\n").expect("a file");
            symlink("text.org", place.path("n.md")).expect("a link");
        }),
        ("an edit of the target", |place| place.write("a.md", "改")),
        ("a target of no known format", |place| {
            fs::write(place.path("text.org"), "别\n").expect("a file");
        }),
        ("a replaced target", |place| {
            place.write("a.tmp", "换");
            fs::rename(place.path("a.tmp"), place.path("a.md")).expect("a file");
        }),
        ("no target", |place| {
            fs::remove_file(place.path("a.md")).expect("a file");
        }),
        ("the target again", |place| place.write("a.md", "又")),
        ("no link", |place| {
            fs::remove_file(place.path("l.md")).expect("a link");
        }),
    ]);
}

/// The list has the titles that the feed of a site gives.
#[test]
fn a_site_tells_something_else() {
    let feed =
        |title: &str| format!("<rss><item><title>{title}</title><link>/a.html</link></item></rss>");
    let mut place = Place::new(Path::to_owned);
    let page = "<!DOCTYPE html><html><body><p>正文。</p></body></html>";
    for name in ["index.html", "404.html", "a.html"] {
        fs::write(place.path(name), page).expect("a file");
    }
    fs::write(place.path("rss.xml"), feed("甲")).expect("a file");
    place.rescan();
    place.follow("the scan");
    fs::write(place.path("rss.xml"), feed("乙")).expect("a file");
    place.follow("a feed");
}
