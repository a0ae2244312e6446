//! The list pane: clicks, and searching long lists in slices.

use super::desk::Desk;
use super::pages;
use kanbao::app::Message;
use kanbao::input::Input;
use kanbao::user::marks::Marks;

#[test]
fn a_click_on_either_line_of_a_title_selects_its_article() {
    let roots = vec![pages::root().join("assets/sample")];
    let mut desk = Desk::open(roots, Marks::default(), "zh-Hans", (34, 20));
    let mut before = None;
    for y in 1..19 {
        desk.send(Message::Input(Input::Click(5, y)));
        if desk.app.context.layout.list.is_none() {
            desk.keys("q");
        }
        let at = desk.app.list.cursor;
        assert!(before.is_none_or(|before| before <= at), "row {y}");
        before = Some(at);
    }
}

/// A list of 30,000 articles is searched in slices, so that keys are handled in between.
#[test]
fn a_long_list_is_searched_in_slices() {
    let mut desk = Desk::sample(80, 24);
    let model = kanbao::library::sample::entries().remove(0);
    let made = (0..30_000).map(|number| {
        let entry = kanbao::library::Entry {
            id: format!("{number:06}").into(),
            title: format!("第{number}篇").into(),
            date: None,
            ..model.clone()
        };
        std::sync::Arc::new(kanbao::app::Listed::new(entry))
    });
    let items = made.collect();
    desk.send(kanbao::app::Message::Found { scan: 1, items });
    desk.keys("/ 第29999篇").lacks("第 30,000 篇，共 30,017 篇");
    desk.send(kanbao::app::Message::Tick);
    desk.shows("第29999篇")
        .keys("Enter")
        .shows("第 30,000 篇，共 30,017 篇");
    desk.keys("/ 无此词 Enter").lacks("没有找到");
    desk.send(kanbao::app::Message::Tick);
    desk.shows("没有找到");
    desk.keys("g g / 无此词 Enter j");
    desk.send(kanbao::app::Message::Tick);
    desk.lacks("没有找到").shows("第 2 篇，共 30,017 篇");
}
