//! Key scripts for the jump list.

use super::{desk, library};
use crate::desk::paragraphs;

/// Two long articles, and what the first visible paragraph is after each step.
#[test]
fn the_jump_list_leads_back_through_articles_and_positions() {
    let folder = library(&[
        ("a.md", &paragraphs("春天", 90).replace("04-19", "04-20")),
        ("b.md", &paragraphs("夏天", 90)),
    ]);
    let mut desk = desk(&folder, (80, 24));
    #[rustfmt::skip]
    let steps = [
        // Scrolling is no jump.
        ("Enter Space Space j", "春天", "第40段"),
        ("C-o", "春天", "第40段"),
        // The ends are, and so is another article.
        ("G", "春天", "第85段"),
        ("C-o", "春天", "第40段"),
        ("M-o", "春天", "第85段"),
        ("J Space", "夏天", "第20段"),
        ("C-o", "春天", "第85段"),
        ("C-o", "春天", "第40段"),
        ("2 M-o", "夏天", "第20段"),
        // A search is one jump, from where it began.
        ("/ 第80段 Enter", "夏天", "第80段"),
        ("' '", "夏天", "第20段"),
        ("' '", "夏天", "第80段"),
        ("C-o C-o", "春天", "第85段"),
        // To a mark, a jump is one at any distance.
        ("m x 9 k ' x", "春天", "第85段"),
        ("' '", "春天", "第65段"),
        // From the list, it leads to what was read last.
        ("q g g C-o", "春天", "第65段"),
    ];
    for (keys, title, paragraph) in steps {
        desk.keys(keys);
        assert_eq!(desk.reader().item.entry.title(), title, "{keys}");
        let screen = desk.screen();
        assert!(
            screen.contains(paragraph),
            "{keys}: no {paragraph} in\n{screen}"
        );
    }
    desk.keys("9 C-o").shows("没有别的跳转位置");
}
