//! Key scripts for help, links, problems and popups.

use super::{desk, library, linked, three};
use crate::desk::Desk;
use kanbao::app::Message;
use kanbao::input::{Input, Key};
use kanbao::user::marks::Marks;

#[test]
fn help_lists_the_commands_and_can_be_filtered() {
    let folder = three();
    desk(&folder, (80, 24))
        .keys("?")
        .shows("下一页")
        .keys("/ 加书签")
        .shows("加书签")
        .lacks("下一页")
        .keys("Escape q")
        .shows("今天");
}

#[test]
fn everyday_words_find_commands_in_help() {
    let folder = three();
    for (tag, words, key) in [
        ("en", "width measure", "command.narrower"),
        ("en", "image picture", "command.next-figure"),
        ("en", "exit", "help.quit"),
        ("en", "clipboard url", "command.copy-link"),
        ("en", "clear", "help.back"),
        ("en", "settings options", "help.typed.set"),
        ("en", "contents", "command.outline"),
        ("en", "label", "help.tag"),
        ("en", "search text", "command.search"),
        ("en", "theme colour", "help.typed.theme"),
        ("en", "favorite star", "command.bookmark"),
        ("zh-Hans", "宽度", "command.wider"),
        ("zh-Hans", "收藏", "command.bookmark"),
        ("zh-Hans", "网址 拷贝", "command.copy-link"),
        ("zh-Hans", "大纲", "command.outline"),
        ("zh-Hans", "过滤", "command.filter"),
        ("zh-Hans", "清除 取消", "help.back"),
        ("zh-Hans", "设置", "help.typed.set"),
        ("zh-Hans", "撤消", "command.undo"),
        ("zh-Hans", "配色 主题 颜色 theme", "help.typed.theme"),
        ("zh-Hans", "图片", "command.next-figure"),
        ("zh-Hant", "配色 主題", "help.typed.theme"),
        ("zh-Hant", "剪貼簿", "command.copy-link"),
        ("ja", "幅", "command.narrower"),
        ("ja", "絞り込み", "command.filter"),
        ("ja", "しおり", "command.bookmark"),
        ("ja", "取り消し", "command.undo"),
        ("ja", "設定", "help.typed.set"),
        ("ja", "テーマ 配色 色", "help.typed.theme"),
        ("ko", "테마 색", "help.typed.theme"),
        ("ko", "즐겨찾기", "command.bookmark"),
        ("ko", "설정", "help.typed.set"),
    ] {
        let roots = vec![folder.path().to_owned()];
        let mut desk = Desk::open(roots, Marks::default(), tag, (80, 50));
        let text = desk.app.context.locale.text(key).to_owned();
        for word in words.split(' ') {
            desk.keys("? /");
            word.chars()
                .for_each(|c| desk.send(Message::Input(Input::Key(Key::char(c)))));
            desk.shows(&text).keys("Enter q");
        }
    }
}

#[test]
fn a_typed_command_is_begun_from_help() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("? / 配色 Enter Enter")
        .shows(":theme")
        .keys("Enter");
    desk.shows("paper");
}

#[test]
fn problems_are_notified_and_listed() {
    let folder = library(&[
        ("a.md", "---\ntitle: 甲\n---\n文"),
        ("empty.md", ""),
        ("x.bin", "x"),
    ]);
    desk(&folder, (80, 24))
        .shows("个文件有问题")
        .keys("e")
        .shows("empty.md")
        .keys("q")
        .shows("甲");
}

#[test]
fn other_files_are_summarised_and_listed_on_request() {
    let folder = library(&[
        ("a.md", "---\ntitle: 甲\n---\n文"),
        ("x.bin", "x"),
        ("deep/y.bin", "y"),
        ("z.py", "z"),
        ("Cargo.toml", ""),
        ("target/debug/a.d", ""),
        ("target/debug/b.d", ""),
        ("target/c.md", "c"),
    ]);
    desk(&folder, (60, 20))
        .lacks("有问题")
        .keys("e")
        .shows("其他文件（7）")
        .shows("target")
        .shows(".bin")
        .shows(".py")
        .lacks("y.bin")
        .keys("j Enter")
        .shows(".bin (2)")
        .shows("y.bin")
        .keys("q")
        .shows("甲");
}

#[test]
fn links_are_listed_with_text_and_host() {
    let folder = linked();
    let mut desk = desk(&folder, (60, 20));
    desk.keys("Enter &").shows("原文").shows("a.example");
    let row = |desk: &Desk, word: &str| {
        let rows = desk.rows();
        // The article above the panel has the same words.
        let mut rows = rows.into_iter().rev();
        rows.find(|row| row.contains(word)).unwrap()
    };
    assert!(row(&desk, "bank.example").contains("! evil.example — https://bank"));
    assert!(row(&desk, "例子").contains("! 例子.中国 xn--fsqu00a.xn--fiqs8s — 例子"));
    assert!(row(&desk, "原文").ends_with("原文 — a.example/1"));
    desk.shows("第 1 项，共 5 项").keys("j Enter");
    assert!(desk.copied.is_empty(), "it says where the link leads first");
    desk.shows("evil.example").keys("Enter");
    assert_eq!(desk.copied, ["https://evil.example/"]);
}

#[test]
fn a_link_that_cannot_be_opened_here_is_shown_in_full() {
    let folder = linked();
    let mut desk = desk(&folder, (60, 20));
    let address = format!("https://b.example{}", "/long".repeat(20));
    let shown = |address: &str, copied| Message::LinkShown {
        address: address.to_owned(),
        copied,
    };
    desk.keys("Enter");
    desk.send(shown("https://b.example/", false));
    desk.shows("请在别处打开链接").shows("https://b.example/");
    desk.send(shown(&address, true));
    let rows = desk.rows();
    let box_at = rows
        .iter()
        .position(|row| row.contains("链接已复制"))
        .unwrap();
    let joined: String = rows[box_at + 1..19].iter().map(|row| row.trim()).collect();
    assert_eq!(joined, address);
}

#[test]
fn problems_show_the_end_of_a_path_and_all_of_it_on_enter() {
    let folder = library(&[("a.md", "文"), ("deep-folder-name.md/empty-file.md", "")]);
    let mut desk = desk(&folder, (40, 16));
    desk.keys("e").shows("deep-folder-name.md/empty-file.md");
    let rows = desk.rows();
    let at = rows.iter().position(|row| row.ends_with("empty-file.md"));
    assert_eq!(rows[at.unwrap() + 1].trim(), "空文件", "{rows:?}");
    let name = folder.path().file_name().unwrap().to_string_lossy();
    let name = name.into_owned();
    desk.keys("Enter").shows("问题");
    let screen: String = desk.rows().iter().map(|row| row.trim()).collect();
    assert!(screen.contains(&name), "{screen}");
    desk.keys("q")
        .shows("有问题的文件")
        .keys("q")
        .lacks("有问题的文件");
}

/// A reason takes the cells that the paths leave, even if these are more than its share.
#[test]
fn reasons_of_problems_are_whole_where_there_is_room() {
    let folder = library(&[("a.md", "---\ntitle: 甲\n\n没有结束。\n")]);
    let path = folder.path().join("a.md");
    let width = u16::try_from(path.to_string_lossy().len() + 66).expect("a short path");
    let roots = vec![folder.path().to_owned()];
    let mut desk = Desk::open(roots, Marks::default(), "en", (width, 24));
    desk.keys("e")
        .shows("the front matter is not closed; everything is shown as text");
}

#[test]
fn a_command_that_waits_for_a_letter_shows_its_help() {
    let folder = three();
    desk(&folder, (80, 24))
        .keys("Enter m")
        .shows("设标记（再按一个字母）")
        .keys("a")
        .shows("已设标记 a");
}

#[test]
fn commands_close_a_panel_or_apply_to_its_row() {
    let folder = linked();
    let mut desk = desk(&folder, (60, 20));
    desk.keys("Enter & j y");
    assert_eq!(desk.copied, ["https://evil.example/"], "of the chosen row");
    desk.shows("第 2 项，共 5 项")
        .keys("n")
        .shows("第 3 项，共 5 项");
    desk.keys("/ nowhere Enter").shows("没有匹配的行");
    desk.keys("Escape")
        .shows("第 1 项，共 5 项")
        .keys("b")
        .lacks("第 1 项，共 5 项")
        .shows("已加书签");
}
