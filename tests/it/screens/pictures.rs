//! Pictures that are drawn in their places.

use crate::desk::Desk;
use kanbao::app::ShowPictures;
use kanbao::picture::Depth;
use kanbao::user::marks::Marks;
use ratatui::style::Color;
use std::path::PathBuf;

/// The open article with pictures.
fn reading(size: (u16, u16)) -> Desk {
    let roots = vec![PathBuf::from("tests/pictured")];
    let mut desk = Desk::open(roots, Marks::default(), "zh-Hans", size);
    desk.keys("Enter");
    desk
}

/// Column, row and symbol of the cells with a ground in 24 bits.
fn coloured(desk: &Desk) -> Vec<(u16, u16)> {
    let drawing = desk.canvas();
    let cells = drawing.area().positions().filter(|at| {
        let cell = &drawing.buffer[(at.x, at.y)];
        matches!(cell.bg, Color::Rgb(..))
    });
    cells.map(|at| (at.x, at.y)).collect()
}

/// First and last row, and columns.
fn extent(cells: &[(u16, u16)]) -> Option<(u16, u16, usize)> {
    let rows = || cells.iter().map(|(_, y)| *y);
    let first = rows().min()?;
    let columns = cells.iter().filter(|(_, y)| *y == first).count();
    Some((first, rows().max()?, columns))
}

#[test]
fn a_picture_is_drawn_below_its_caption_and_hidden_again() {
    let mut desk = reading((80, 24));
    let before = desk.screen();
    assert_eq!(coloured(&desk), []);
    desk.keys("i");
    // 64 x 64 pixels in cells of 8 x 16.
    let cells = coloured(&desk);
    let (first, last, columns) = extent(&cells).unwrap();
    assert_eq!((last - first + 1, columns, cells.len()), (4, 8, 32));
    let caption = desk
        .rows()
        .iter()
        .position(|row| row.contains("四块颜色"))
        .unwrap();
    assert_eq!(usize::from(first), caption + 1);
    let drawing = desk.canvas();
    let ground = |x: u16, y: u16| drawing.buffer[(cells[0].0 + x, first + y)].bg;
    assert_eq!(ground(0, 0), Color::Rgb(200, 0, 40));
    assert_eq!(ground(7, 0), Color::Rgb(0, 0, 40));
    assert_eq!(ground(0, 3), Color::Rgb(200, 150, 40));
    desk.keys("i");
    assert_eq!(desk.screen(), before);
}

#[test]
fn a_picture_scrolls_and_is_not_left_behind() {
    let mut desk = reading((80, 14));
    desk.keys("i");
    let (first, last, _) = extent(&coloured(&desk)).unwrap();
    desk.keys("j j");
    assert_eq!(extent(&coloured(&desk)), Some((first - 2, last - 2, 8)));
    // Partly above the window.
    let up = first - 2;
    desk.keys(&"j ".repeat(usize::from(up)));
    let (top, _, columns) = extent(&coloured(&desk)).unwrap();
    assert_eq!((top, columns), (1, 8));
    desk.keys("j j j j j j");
    assert_eq!(coloured(&desk), []);
    desk.keys("g g j j");
    assert_eq!(extent(&coloured(&desk)), Some((first - 2, last - 2, 8)));
    // Another size, a panel, another pane.
    desk.resize(20, 6);
    assert!(extent(&coloured(&desk)).is_none_or(|(_, last, _)| last < 6));
    desk.resize(80, 14);
    assert_eq!(coloured(&desk).len(), 32);
    desk.keys("?");
    let area = desk.app.panel_area().unwrap();
    assert!(coloured(&desk).iter().all(|(_, y)| *y < area.y));
    desk.keys("q q");
    assert_eq!(coloured(&desk), []);
}

#[test]
fn the_selected_figure_is_drawn_in_its_quote() {
    let mut desk = reading((80, 24));
    desk.keys("} } i");
    // Beyond the bar of the quote.
    let cells = coloured(&desk);
    let (first, last, columns) = extent(&cells).unwrap();
    assert_eq!((last - first + 1, columns), (2, 4));
    let row = desk.rows().swap_remove(usize::from(first));
    assert!(
        row.trim_start().starts_with(['▎', '│', '┃', '▏', '|']),
        "{row}"
    );
    // Both pictures.
    desk.keys("g g i");
    assert_eq!(coloured(&desk).len(), 32 + 8);
}

#[test]
fn what_is_not_drawn_is_explained() {
    let figures = [
        "文库之外",
        "没有图片 none.png",
        "SVG",
        "https://img.example/a.png",
    ];
    for (number, said) in figures.into_iter().enumerate() {
        let mut desk = reading((80, 40));
        desk.keys(&"} ".repeat(number + 3)).keys("i").shows(said);
        assert_eq!(coloured(&desk), []);
    }
    let folder = super::three();
    super::desk(&folder, (80, 24))
        .keys("Enter i")
        .shows("没有图片");
}

#[test]
fn a_small_window_and_wide_characters_have_room_for_pictures() {
    let mut desk = reading((20, 6));
    desk.keys("} i");
    assert!(!coloured(&desk).is_empty(), "{}", desk.screen());
    let mut desk = reading((80, 24));
    desk.app.context.settings.options.width.ambiguous = kanbao::text::Ambiguous::Wide;
    desk.resize(80, 23).keys("i");
    assert_eq!(coloured(&desk).len(), 32);
    desk.lacks("▀");
}

#[test]
fn files_are_drawn_at_once_or_never_with_the_setting() {
    let roots = vec![PathBuf::from("tests/pictured")];
    let mut desk = Desk::open(roots, Marks::default(), "zh-Hans", (80, 40));
    desk.app.context.settings.pictures = ShowPictures::Local;
    desk.keys("Enter");
    // The file and the data, and nothing of the web.
    assert_eq!(coloured(&desk).len(), 32 + 8);
    desk.keys("i");
    assert_eq!(coloured(&desk).len(), 8);
    let mut desk = reading((80, 40));
    desk.app.context.settings.pictures = ShowPictures::Off;
    desk.keys("i").shows(":set pictures");
    assert_eq!(coloured(&desk), []);
}

#[test]
fn without_colours_pictures_have_characters() {
    let mut desk = reading((80, 24));
    desk.jobs.picture_depth = Depth::Mono(false);
    desk.keys("i");
    assert_eq!(coloured(&desk), []);
    desk.shows("▀");
}
