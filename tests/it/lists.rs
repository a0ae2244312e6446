//! Golden screens of the list: the sample library at the sizes of real windows.
//! `BLESS=1 cargo test golden` rewrites them; read the difference by eye before keeping it.

use super::desk::Desk;
use super::pages;
use kanbao::profile::marks::Marks;

/// The sizes, and what is pressed before the screen is taken.
const SCREENS: &[(u16, u16, &str)] = &[
    (80, 24, "j"),
    (120, 40, "j j b"),
    (200, 50, "s s"),
    (80, 40, "j"),
    (40, 20, "Space"),
    (34, 12, "s G"),
    (20, 6, "j j j"),
];

#[test]
#[cfg_attr(
    not(feature = "phrase"),
    ignore = "without phrases titles break elsewhere"
)]
fn golden_lists_look_as_they_did() {
    let folder = pages::root().join("tests/golden/screens");
    let bless = std::env::var_os("BLESS").is_some();
    let mut changed = Vec::new();
    for &(width, height, keys) in SCREENS {
        let roots = vec![pages::root().join("assets/sample")];
        let mut desk = Desk::open(roots, Marks::default(), "zh-Hans", (width, height));
        desk.keys(keys);
        // What stands beside the list is for other tests.
        let list = desk.app.layout.list.unwrap_or_default();
        let (edge, policy) = (usize::from(list.right()), desk.app.settings.options.width);
        let cut = |row: &String| {
            let (bytes, _) = kanbao::text::window(row, 0..edge, policy);
            row.get(bytes).unwrap_or_default().trim_end().to_owned() + "\n"
        };
        let rows = desk.rows();
        let screen: String = rows.iter().take(list.bottom().into()).map(cut).collect();
        let golden = folder.join(format!("list-{width}x{height}.txt"));
        if bless {
            std::fs::write(&golden, screen).unwrap();
        } else if std::fs::read_to_string(&golden).unwrap_or_default() != screen {
            changed.push(format!("{}\n{screen}", pages::name(&golden)));
        }
    }
    assert!(
        changed.is_empty(),
        "{}BLESS=1 rewrites them",
        changed.join("\n")
    );
}

#[test]
fn a_click_finds_the_article_on_either_line_of_its_title() {
    let roots = vec![pages::root().join("assets/sample")];
    let mut desk = Desk::open(roots, Marks::default(), "zh-Hans", (34, 20));
    let mut before = None;
    for y in 1..19 {
        desk.send(kanbao::app::Message::Click(5, y));
        if desk.app.layout.list.is_none() {
            desk.keys("q");
        }
        let at = desk.app.list.cursor;
        assert!(before.is_none_or(|before| before <= at), "row {y}");
        before = Some(at);
    }
}

/// A list of thirty thousand is looked through in slices, and keys may come in between.
#[test]
fn words_are_found_and_missed_in_a_long_list() {
    let mut desk = Desk::sample(80, 24);
    let model = kanbao::library::sample::entries().remove(0);
    let made = (0..30_000).map(|number| {
        let entry = kanbao::library::Entry {
            id: format!("{number:06}").into(),
            title: format!("第{number}篇"),
            date: None,
            ..model.clone()
        };
        std::sync::Arc::new(kanbao::app::Listed::new(entry))
    });
    let items = made.collect();
    desk.send(kanbao::app::Message::Found { scan: 1, items });
    desk.keys("/ 第29999篇").lacks("30 017/30 017");
    desk.send(kanbao::app::Message::Tick);
    desk.shows("第29999篇").keys("Enter").shows("30 017/30 017");
    desk.keys("/ 无此词 Enter").lacks("没有找到");
    desk.send(kanbao::app::Message::Tick);
    desk.shows("没有找到");
    desk.keys("g g / 无此词 Enter j");
    desk.send(kanbao::app::Message::Tick);
    desk.lacks("没有找到").shows("2/30 017");
}
