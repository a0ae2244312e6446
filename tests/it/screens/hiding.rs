//! Key scripts for hidden articles.

use super::{desk, three};

#[test]
fn hidden_articles_leave_lists_and_counts() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.shows("3 篇")
        .keys("j d")
        .shows("已隐藏")
        .lacks("夏天的车站")
        .shows("2 篇")
        .keys("u")
        .shows("夏天的车站")
        .shows("3 篇")
        .keys("C-r")
        .lacks("▐ 夏天的车站");
    desk.keys("/ i s : h i d d e n Enter")
        .shows("夏天的车站")
        .lacks("春天的书店")
        .keys("d")
        .lacks("夏天的车站")
        .keys("Escape Escape")
        .shows("夏天的车站");
    // All picked ones at once.
    desk.keys("g g V j j d")
        .shows("篇已隐藏")
        .lacks("春天的书店");
}

/// Bookmarks are the user's own list.
#[test]
fn a_hidden_bookmark_stays_in_the_list_of_bookmarks() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("j b d")
        .lacks("夏天的车站")
        .keys("B")
        .shows("夏天的车站")
        .keys("d")
        .shows("不再隐藏")
        .keys("B")
        .shows("夏天的车站");
}
