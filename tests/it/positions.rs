//! State that survives typesetting again is stored as positions in the text, not as lines; and
//! edge cases of small windows and counts.

use crate::desk::{Desk, bookmarked_elsewhere, folder, paragraphs, reader_of};
use kanbao::app::{Focus, Panes};
use kanbao::library::{Fingerprint, Name, sample};
use kanbao::user::marks::Marks;

const SENTENCE: &str = "春天的书店里有很多书，读者很多。";
const LONG_TITLE: &str =
    "一季度国家级新区空气质量优良天数出炉：回升势头明显而且标题很长很长需要两行";

#[test]
fn a_selection_includes_the_last_character_and_no_empty_lines() {
    let folder = folder(&[(
        "a.md",
        "---\ntitle: 甲\n---\n你好\n\n世界\n\n“完。”\n".to_owned(),
    )]);
    let mut desk = reader_of(&folder, (80, 24));
    desk.keys("Enter");
    for (keys, expected) in [
        ("v e y", "你好"),
        ("v e w y", "你好\n\n世"),
        ("v e w e y", "你好\n\n世界"),
        ("v e e y", "你好\n\n世界"),
        ("v e e e e y", "你好\n\n世界\n\n“完。”"),
        ("v G e y", "你好\n\n世界\n\n“完"),
        ("v G w w w w y", "你好\n\n世界\n\n“完。”"),
        ("v y", "你"),
    ] {
        desk.keys(keys);
        assert_eq!(
            desk.copied.last().map(String::as_str),
            Some(expected),
            "{keys}"
        );
    }
    // The screen highlights exactly what is copied.
    desk.keys("v e");
    let canvas = desk.canvas();
    let row = desk
        .rows()
        .iter()
        .position(|row| row.contains("你好"))
        .unwrap() as u16;
    let of = |x: u16| canvas.buffer.cell((x, row)).unwrap();
    let at = (0..80).find(|x| of(*x).symbol() == "你").unwrap();
    assert_eq!(of(at).style(), of(at + 2).style());
    assert_ne!(of(at).style(), of(at + 6).style());
}

#[test]
fn an_anchor_may_have_any_letters() {
    for id in ["end", "结语", "é", "a b", "50%"] {
        let fill = "<p>春天的书店。</p>".repeat(60);
        let html = format!(
            "<h2 id=\"a\">引言</h2><p>头 <a href=\"#{id}\">去</a></p>{fill}\
             <h2 id=\"{id}\">结语</h2><p>完。</p>{fill}"
        );
        let fill = "春天的书店。\n\n".repeat(60);
        let markdown =
            format!("# 引言\n\n[去](<#{id}>)\n\n{fill}## 结语 {{#{id}}}\n\n完。\n\n{fill}");
        let mut files = vec![("a.html", html)];
        // A name in an attribute list cannot contain a space.
        if !id.contains(' ') {
            files.push(("a.md", markdown));
        }
        for file in files {
            let name = file.0;
            let folder = folder(&[file]);
            let mut desk = reader_of(&folder, (80, 24));
            desk.keys("Enter Tab Enter");
            let rows = desk.rows();
            assert!(
                rows[1].contains("结语"),
                "{name} #{id}:\n{}",
                rows.join("\n")
            );
        }
    }
}

fn headings() -> tempfile::TempDir {
    let mut text = "---\ntitle: 纲\n---\n".to_owned();
    for number in 0..20 {
        text.push_str(&format!("## 节{number}\n\n{}\n\n", SENTENCE.repeat(12)));
    }
    folder(&[("a.md", text)])
}

#[test]
fn the_outline_leads_to_its_heading_after_a_resize() {
    let folder = headings();
    for (from, to) in [
        ((90, 24), (40, 24)),
        ((40, 24), (90, 24)),
        ((90, 24), (90, 12)),
    ] {
        let mut desk = reader_of(&folder, from);
        desk.keys("Enter T j j j j j j j j j j");
        desk.resize(to.0, to.1).keys("Enter");
        assert!(
            desk.rows()[1].contains("节10"),
            "{from:?} {to:?}\n{}",
            desk.screen()
        );
    }
}

#[test]
fn tab_continues_from_the_focused_link_after_a_resize() {
    let mut text = "---\ntitle: 链\n---\n".to_owned();
    for number in 0..30 {
        let address = format!("https://a.example/{number}");
        text.push_str(&format!(
            "{} [链{number}]({address}) 好。\n\n",
            SENTENCE.repeat(3)
        ));
    }
    let folder = folder(&[("a.md", text)]);
    let mut desk = reader_of(&folder, (90, 40));
    desk.keys("Enter Tab Tab Tab Tab");
    assert_eq!(desk.reader().focused_link(), Some(4));
    desk.resize(40, 40).keys("Tab");
    assert_eq!(desk.reader().focused_link(), Some(5));
    desk.resize(120, 30).keys("Tab S-Tab S-Tab");
    assert_eq!(desk.reader().focused_link(), Some(4));
}

#[test]
fn a_search_starts_at_the_same_text_after_a_resize() {
    let folder = folder(&[("a.md", paragraphs("长", 100))]);
    let mut desk = reader_of(&folder, (80, 24));
    desk.keys("Enter Space Space / 第9");
    desk.resize(30, 24).keys("Backspace");
    let hit = &desk.reader().hits[desk.reader().current.unwrap()];
    let mut plain = reader_of(&folder, (80, 24));
    plain.keys("Enter Space Space");
    plain.resize(30, 24);
    assert_eq!(
        Some(hit.text),
        plain.reader().place().map(|place| place.text)
    );
}

/// The header is typeset for the pane, whether or not the article has arrived.
#[test]
fn the_header_of_every_article_fits_the_pane() {
    let check = |desk: &mut Desk, what: &str| {
        for (width, height) in [(40, 24), (25, 24), (100, 24), (140, 40)] {
            desk.resize(width, height);
            let room = desk.app.context.layout.text.width;
            let cells = desk.reader().header.iter().map(|line| line.cells).max();
            assert!(cells <= Some(room), "{what} {width}: {cells:?} of {room}");
            let title: String = desk.rows().concat();
            let title: String = title.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(
                width > 100 || title.contains("需要两行"),
                "{what} {width}\n{}",
                desk.screen()
            );
        }
    };
    let mut gone = sample::entries().remove(0);
    gone.name = Name::new(gone.root(), "gone.md", LONG_TITLE);
    gone.fingerprint = Fingerprint::of_start(77);
    let mut marks = Marks::default();
    marks.apply_all(&[bookmarked_elsewhere(&gone, 5)]);
    let mut desk = Desk::open(Vec::new(), marks, "en", (100, 24));
    desk.keys("B Enter");
    check(&mut desk, "gone");

    let folder = folder(&[("a.md", paragraphs(LONG_TITLE, 3))]);
    let mut desk = reader_of(&folder, (100, 24));
    let late = desk.opening();
    check(&mut desk, "loading");
    for message in late {
        desk.send(message);
    }
    check(&mut desk, "ready");
    desk.keys("q");
    std::fs::remove_file(folder.path().join("a.md")).unwrap();
    let mut desk = reader_of(&folder, (100, 24));
    assert!(desk.app.list.is_empty());
    std::fs::write(folder.path().join("a.md"), paragraphs(LONG_TITLE, 3)).unwrap();
    desk.keys("R");
    std::fs::remove_file(folder.path().join("a.md")).unwrap();
    desk.keys("Enter").shows("cannot be read");
    check(&mut desk, "failed");
}

#[test]
fn a_count_of_zero_means_the_first_line() {
    let mut desk = Desk::sample(80, 24);
    for line in [": 0top Enter", ": 0bottom Enter", ": 1top Enter"] {
        desk.keys("j j").keys(line);
        assert_eq!(desk.app.list.cursor, 0, "{line}");
    }
    desk.keys("Enter j j : 0top Enter");
    assert_eq!(desk.reader().top, 0);
}

#[test]
fn a_popup_on_a_screen_of_one_row_does_not_scroll() {
    let text = "---\ntitle: 注\n---\n正文[^1]。\n\n[^1]: 注的文字。\n".to_owned();
    let folder = folder(&[("a.md", text)]);
    let mut desk = reader_of(&folder, (80, 24));
    desk.keys("Enter Enter");
    assert!(desk.app.overlay.popup.is_some());
    for height in [1, 2, 0, 3] {
        desk.resize(80, height).keys("j Space G g g");
        desk.screen();
    }
}

#[test]
fn without_room_the_panes_stay() {
    let mut desk = Desk::sample(60, 12);
    desk.keys("w w").shows("放不下两栏");
    assert_eq!(desk.app.context.settings.panes, Panes::Auto);
    desk.resize(200, 50);
    assert_eq!(desk.app.context.layout.panes, Panes::Wide);
    desk.keys("Enter z w z");
    assert_eq!(desk.app.context.layout.panes, Panes::Wide);
    assert_eq!(desk.app.focus, Focus::Reader);
    // With room, the key cycles through the arrangements.
    for expected in [Panes::Stacked, Panes::Single, Panes::Wide] {
        desk.keys("w");
        assert_eq!(desk.app.context.settings.panes, expected);
    }
}
