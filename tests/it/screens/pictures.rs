//! Pictures that are drawn in their places.

use crate::desk::Desk;
use kanbao::app::{Effect, Graphics, Item, Job, Listed, Message, ShowPictures, Update};
use kanbao::input::{Input, Key};
use kanbao::library::{Zone, entry_of};
use kanbao::picture::{Depth, Protocol};
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
fn a_selected_picture_is_opened() {
    let mut desk = reading((80, 24));
    desk.keys("}")
        .shows("图 1，共 6 张：Enter 打开，i 画在文中");
    desk.keys("Enter o");
    assert_eq!(desk.copied, ["images/quarters.png"; 2]);
    desk.keys("} Enter").shows("图片在文章里面");
    desk.keys("} } } } o");
    assert_eq!(desk.copied[2..], ["https://img.example/a.png"]);
    // A click on its mark opens it, too.
    let mut desk = reading((80, 24));
    let row = |desk: &Desk| desk.rows().iter().position(|row| row.contains("四块颜色"));
    let y = row(&desk).unwrap() as u16;
    let x = desk.rows()[usize::from(y)]
        .chars()
        .take_while(|c| *c == ' ')
        .count() as u16;
    desk.send(Message::Input(Input::Click(x, y)));
    assert_eq!(desk.copied, ["images/quarters.png"]);
}

/// An article with pictures in the cells of a table.
fn in_cells(size: (u16, u16)) -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let table = "| 图 | 说明 | 图 |\n|---|---|---|\n| ![甲](a.png) | 左边的图 | ![乙](https://e.example/b.png) |\n\
                 | 无 | 没有图 | ![丙](a.png?2) |\n\n表后的一段。\n";
    let text = format!("{}{table}", crate::desk::paragraphs("表", 6));
    std::fs::write(folder.path().join("a.md"), text).unwrap();
    std::fs::copy(
        "tests/pictured/images/quarters.png",
        folder.path().join("a.png"),
    )
    .unwrap();
    let roots = vec![folder.path().to_owned()];
    let mut desk = Desk::open(roots, Marks::default(), "zh-Hans", size);
    desk.keys("Enter");
    (folder, desk)
}

#[test]
fn pictures_in_cells_are_selected_opened_and_drawn() {
    let (_folder, mut desk) = in_cells((80, 24));
    // The table itself is a figure, too.
    desk.keys("} } Enter } Enter } Enter } ");
    assert_eq!(desk.copied, ["a.png", "https://e.example/b.png", "a.png?2"]);
    desk.shows("没有更多图片");
    let (_folder, mut desk) = in_cells((80, 24));
    desk.keys("} } i");
    // Below the table, after its mark.
    let (first, last, columns) = extent(&coloured(&desk)).unwrap();
    assert_eq!((last - first + 1, columns), (4, 8));
    let rows = desk.rows();
    assert_eq!(
        rows[usize::from(first) - 1]
            .trim()
            .trim_end_matches('▐')
            .trim(),
        "▣ 1",
        "{rows:?}"
    );
    desk.keys("i");
    assert_eq!(coloured(&desk), []);
}

/// The picture that was asked for is in sight as a whole, with its caption.
#[test]
fn a_picture_is_scrolled_into_sight() {
    for size in [(80, 14), (40, 10), (20, 6)] {
        let mut desk = reading(size);
        let line = |desk: &Desk| desk.rows().iter().any(|row| row.contains("四块颜色"));
        while !line(&desk) {
            desk.keys("j");
        }
        // As low in the window as it can be.
        let mut last = desk.reader().top;
        while line(&desk) && desk.reader().top > 0 {
            last = desk.reader().top;
            desk.keys("k");
        }
        if !line(&desk) {
            desk.keys(if last > 0 { "j" } else { "" });
        }
        desk.keys("i");
        assert!(line(&desk), "{}", desk.screen());
        let (first, end, columns) = extent(&coloured(&desk)).unwrap();
        let rows = i32::from(end - first) + 1;
        assert_eq!(rows * 2, columns as i32, "{size:?}:\n{}", desk.screen());
        desk.keys("i");
        assert_eq!(coloured(&desk), [], "the same picture is hidden");
    }
}

#[test]
fn what_is_not_drawn_is_explained() {
    let figures = ["文库之外", "没有图片 none.png", "SVG", "img.example"];
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

/// What a key asks of the threads for pictures; everything else is done.
fn asked(desk: &mut Desk, key: char) -> Vec<Job> {
    let key = Message::Input(Input::Key(Key::char(key)));
    let mut jobs = Vec::new();
    for effect in desk.app.update(key, desk.now) {
        match effect {
            Effect::Job(job @ (Job::ReadPicture { .. } | Job::LeavePicture { .. })) => {
                jobs.push(job);
            }
            effect => desk.late(effect),
        }
    }
    jobs
}

/// The jobs with numbers for their tickets.
fn named(jobs: &[Job]) -> Vec<(&str, u64)> {
    let name = |job: &Job| match job {
        Job::ReadPicture { ticket, source, .. } => match (&source.file, &source.address) {
            (Some(_), None) => ("file", *ticket),
            (None, Some(_)) => ("web", *ticket),
            _ => ("?", *ticket),
        },
        Job::LeavePicture { ticket } => ("leave", *ticket),
        _ => ("?", 0),
    };
    jobs.iter().map(name).collect()
}

#[test]
fn a_picture_that_is_hidden_is_not_read_on() {
    let mut desk = reading((80, 24));
    let first = asked(&mut desk, 'i');
    let &[("file", ticket)] = named(&first).as_slice() else {
        panic!("{first:?}");
    };
    assert_eq!(named(&asked(&mut desk, 'i')), [("leave", ticket)]);
    // An answer that comes late shows nothing.
    desk.late(Effect::Job(first.into_iter().next().unwrap()));
    assert_eq!(coloured(&desk), []);
    let again = asked(&mut desk, 'i');
    assert_eq!(named(&again)[0].0, "file");
    desk.late(Effect::Job(again.into_iter().next().unwrap()));
    assert_eq!(coloured(&desk).len(), 32);
    // What was read is not read again.
    for cells in [0, 32, 0, 32] {
        assert_eq!(named(&asked(&mut desk, 'i')), []);
        assert_eq!(coloured(&desk).len(), cells);
    }
}

#[test]
fn the_web_is_asked_once_and_for_files_that_are_missing() {
    let mut desk = reading((80, 40));
    desk.keys("} } } } } }");
    assert_eq!(named(&asked(&mut desk, 'i'))[0].0, "web");
    for _ in 0..4 {
        assert_eq!(named(&asked(&mut desk, 'i')), []);
    }
    let page = "<html><head><link rel=canonical href=\"https://site.example/posts/1\"></head><body>\
        <article><h1>Title</h1><p>Some text before the picture, in a paragraph.</p>\
        <figure><img alt=\"A picture\" src=\"gone.png\"></figure><p>After.</p></article></body></html>";
    let folder = crate::desk::folder(&[("a.html", page.to_owned())]);
    let mut desk = crate::desk::reader_of(&folder, (80, 24));
    desk.keys("Enter");
    let first = asked(&mut desk, 'i');
    assert_eq!(named(&first)[0].0, "file");
    let answers = desk.perform(Effect::Job(first.into_iter().next().unwrap()));
    let answer = answers.into_iter().next().unwrap();
    let effects = desk.app.update(answer, desk.now);
    let jobs: Vec<Job> = effects
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Job(job) => Some(job),
            _ => None,
        })
        .collect();
    assert_eq!(named(&jobs)[0].0, "web");
    if cfg!(feature = "fetch") {
        return;
    }
    // This build says that it reads nothing from the web.
    desk.late(Effect::Job(jobs.into_iter().next().unwrap()));
    desk.shows("https://site.example/posts/gone.png");
}

#[test]
fn only_pictures_near_the_window_are_read_without_a_key() {
    let part = |number| format!("![picture {number}](p{number}.png)\n\nText {number}.\n\n");
    let text: String = (0..60).map(part).collect();
    let folder = crate::desk::folder(&[("a.md", format!("# Title\n\n{text}"))]);
    let mut desk = crate::desk::reader_of(&folder, (80, 24));
    desk.keys("Enter");
    desk.app.context.settings.pictures = ShowPictures::Local;
    let first = asked(&mut desk, 'j').len();
    assert!((4..=20).contains(&first), "{first}");
    assert!(asked(&mut desk, 'j').len() <= 1);
    let last = asked(&mut desk, 'G');
    let read = named(&last)
        .iter()
        .filter(|(what, _)| *what == "file")
        .count();
    assert!((4..=20).contains(&read), "{last:?}");
}

#[test]
fn an_equal_text_keeps_its_pictures() {
    let text = "# Title\n\nText.\n\n![colours](quarters.png)\n\nThe end.\n";
    let folder = crate::desk::folder(&[("a.md", text.to_owned())]);
    let path = folder.path().join("a.md");
    let picture = folder.path().join("quarters.png");
    std::fs::copy("tests/pictured/images/quarters.png", picture).unwrap();
    let mut desk = crate::desk::reader_of(&folder, (80, 24));
    desk.keys("Enter i");
    for (text, cells) in [(text.to_owned(), 32), (format!("{text}\nMore.\n"), 0)] {
        std::fs::write(&path, text).unwrap();
        let entry = entry_of(&path, &Zone::named("UTC").unwrap()).unwrap();
        let changed = vec![Item::new(Listed::new(entry))];
        desk.send(Message::Watched(Box::new(Update {
            changed,
            ..Update::default()
        })));
        assert_eq!(coloured(&desk).len(), cells);
    }
}

#[test]
fn over_a_slow_link_pictures_wait_for_a_pause() {
    for (protocol, is_remote, holds) in [
        (Protocol::Sixel(16), true, true),
        (Protocol::Iterm, true, true),
        (Protocol::Kitty, true, false),
        (Protocol::Sixel(16), false, false),
    ] {
        let mut desk = reading((80, 14));
        desk.app.context.graphics = Graphics {
            protocol,
            is_remote,
            ..Graphics::default()
        };
        desk.keys("i");
        assert!(!desk.app.holds_pictures());
        for _ in 0..3 {
            desk.keys("j");
            assert_eq!(desk.app.holds_pictures(), holds, "{protocol:?}");
        }
        desk.now += 140;
        desk.send(Message::Tick);
        assert!(!desk.app.holds_pictures());
        let annotations = desk.canvas().annotations;
        assert_eq!(annotations.pictures.len(), 1);
        // Its rows were encoded by a thread.
        let placed = &annotations.pictures[0];
        assert!(placed.raster.is_ready(&placed.rows));
        assert_eq!(annotations.rasters.len(), 1);
    }
}
