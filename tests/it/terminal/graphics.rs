//! Pictures in the protocols of terminals: what is sent when they come, move and go.

use crate::drawing::Drawing;
use kanbao::picture::{Pixels, Protocol, Raster};
use kanbao::terminal::screen::{Abilities, Renderer};
use kanbao::text::WidthPolicy;
use kanbao::ui::PlacedPicture;
use ratatui::style::{Color, Style};
use std::ops::Range;
use std::sync::Arc;

const SIZE: (u16, u16) = (30, 10);

fn raster(protocol: Protocol) -> Arc<Raster> {
    let pixels = (0..40 * 40).map(|at| [(at % 256) as u8, (at / 40) as u8, 9]);
    let picture = Pixels::new(40, 40, pixels.collect()).unwrap();
    Arc::new(Raster::new(&picture, 7, (4, 4), (10, 10), protocol).unwrap())
}

fn placed(raster: &Arc<Raster>, y: u16, rows: Range<u16>) -> PlacedPicture {
    PlacedPicture {
        raster: Arc::clone(raster),
        x: 3,
        y,
        rows,
    }
}

fn drawing(pictures: &[PlacedPicture]) -> Drawing {
    let mut drawing = Drawing::new(SIZE.0, SIZE.1, WidthPolicy::default());
    drawing.canvas().put(0, 0, 30, "text", Style::new(), None);
    drawing.annotations.pictures = pictures.to_vec();
    drawing
}

fn send(renderer: &mut Renderer, drawing: &Drawing) -> String {
    String::from_utf8(drawing.send(renderer)).unwrap()
}

/// Draws a frame with a text in its first row, and returns what is sent.
fn frame(renderer: &mut Renderer, pictures: &[PlacedPicture]) -> String {
    send(renderer, &drawing(pictures))
}

const IN_CELLS: [(Protocol, &str); 2] = [
    (Protocol::Sixel(16), "\x1bP0;1;0q"),
    (Protocol::Iterm, "\x1b]1337;"),
];

#[test]
fn a_picture_of_kitty_is_sent_once_and_moved() {
    let mut renderer = Renderer::new(Abilities::default());
    let raster = raster(Protocol::Kitty);
    let first = frame(&mut renderer, &[placed(&raster, 2, 0..4)]);
    assert!(
        first.contains("\x1b_Ga=t,f=100,t=d,i=7,q=2,m=0;"),
        "{first:?}"
    );
    assert!(first.contains("\x1b[3;4H\x1b_Ga=p,i=7,p=1,x=0,y=0,w=40,h=40,c=4,r=4,C=1,q=2"));
    assert_eq!(frame(&mut renderer, &[placed(&raster, 2, 0..4)]), "");
    // Half of it is above the window.
    let moved = frame(&mut renderer, &[placed(&raster, 1, 2..4)]);
    assert!(moved.contains("y=20,w=40,h=20,c=4,r=2"), "{moved:?}");
    assert!(
        !moved.contains("a=t") && !moved.contains("a=d"),
        "{moved:?}"
    );
    let gone = frame(&mut renderer, &[]);
    assert!(gone.contains("\x1b_Ga=d,d=I,i=7,q=2\x1b\\"), "{gone:?}");
    assert_eq!(frame(&mut renderer, &[]), "");
    // After a repaint it is sent again.
    frame(&mut renderer, &[placed(&raster, 2, 0..4)]);
    renderer.screen().invalidate();
    let again = frame(&mut renderer, &[placed(&raster, 2, 0..4)]);
    assert!(again.contains("a=t") && again.contains("a=p"), "{again:?}");
}

/// tmux knows nothing of the picture: it is sent past it, and shown by characters.
#[test]
fn a_picture_within_tmux_has_placeholders() {
    let mut renderer = Renderer::new(Abilities::default());
    let raster = raster(Protocol::Placeholders);
    let cell = "\u{10eeee}";
    let first = frame(&mut renderer, &[placed(&raster, 2, 0..4)]);
    assert!(
        first.contains("\x1bPtmux;\x1b\x1b_Ga=T,U=1,c=4,r=4,f=100,t=d,i=23,q=2,m=0;"),
        "{first:?}"
    );
    assert!(
        first.contains("\x1b[3;4H\x1b7\x1b[0;38;5;23m\u{10eeee}\u{305}\u{305}\u{305}"),
        "{first:?}"
    );
    assert_eq!(first.matches(cell).count(), 16);
    assert_eq!(frame(&mut renderer, &[placed(&raster, 2, 0..4)]), "");
    // Half of it is above the window; the terminal has it already.
    let moved = frame(&mut renderer, &[placed(&raster, 1, 2..4)]);
    assert_eq!(moved.matches(cell).count(), 8);
    assert!(!moved.contains("tmux;"), "{moved:?}");
    let gone = frame(&mut renderer, &[]);
    assert!(
        gone.contains("\x1bPtmux;\x1b\x1b_Ga=d,d=I,i=23,q=2\x1b\x1b\\\x1b\\"),
        "{gone:?}"
    );
}

#[test]
fn cells_below_pictures_are_written_when_they_move() {
    for (protocol, start) in IN_CELLS {
        let mut renderer = Renderer::new(Abilities::default());
        let raster = raster(protocol);
        let first = frame(&mut renderer, &[placed(&raster, 2, 0..4)]);
        assert!(first.contains(&format!("\x1b[3;4H{start}")), "{first:?}");
        assert_eq!(frame(&mut renderer, &[placed(&raster, 2, 0..4)]), "");
        let moved = frame(&mut renderer, &[placed(&raster, 1, 2..4)]);
        let (cells, picture) = moved.split_once(start).unwrap();
        assert!(picture.len() > 20, "{moved:?}");
        // Each of its four rows is erased.
        assert_eq!(cells.matches("\x1b[K").count(), 4, "{cells:?}");
        let gone = frame(&mut renderer, &[]);
        assert_eq!(gone.matches("\x1b[K").count(), 2, "{gone:?}");
        assert!(!gone.contains(start));
    }
}

#[test]
fn whatever_writes_the_cells_of_a_picture_draws_it_again() {
    for (protocol, start) in IN_CELLS {
        let mut renderer = Renderer::new(Abilities {
            background_erase: true,
            ..Abilities::default()
        });
        let placed = [PlacedPicture {
            x: 10,
            ..placed(&raster(protocol), 2, 0..4)
        }];
        let plain = Style::new();
        let paper = plain.bg(Color::Rgb(240, 230, 220));
        // Column, row, columns and style of what is drawn, and whether cells of the picture are written
        // for that, or for what was there before.
        let steps = [
            (0, 0, 0, plain, true),
            // At its right, and at its left.
            (16, 3, 5, paper, false),
            (2, 3, 6, paper, false),
            // The row is erased to its end.
            (0, 7, 30, paper, true),
            // All cells, one, none.
            (0, 0, 30, paper, true),
            (12, 5, 1, paper, true),
            (0, 0, 0, plain, true),
            (0, 0, 0, plain, false),
        ];
        for (step, (x, y, columns, style, is_on_it)) in steps.into_iter().enumerate() {
            let mut drawing = drawing(&placed);
            let is_screen = columns == 30 && y == 0;
            let rows = if is_screen { 0..SIZE.1 } else { y..y + 1 };
            for y in rows {
                for x in x..x + columns {
                    drawing.canvas().put(x, y, 1, " ", style, None);
                }
            }
            let sent = send(&mut renderer, &drawing);
            let draws = sent.matches(start).count();
            assert_eq!(draws, usize::from(is_on_it), "{step} {sent:?}");
        }
    }
}

#[test]
fn a_terminal_keeps_the_data_of_an_open_article() {
    let mut renderer = Renderer::new(Abilities::default());
    let raster = raster(Protocol::Kitty);
    let kept = |pictures: &[PlacedPicture]| {
        let mut drawing = drawing(pictures);
        drawing.annotations.rasters = vec![Arc::clone(&raster)];
        drawing
    };
    let shown = kept(&[placed(&raster, 2, 0..4)]);
    assert!(send(&mut renderer, &shown).contains("a=t"));
    // Out of sight and back.
    let hidden = send(&mut renderer, &kept(&[]));
    assert!(hidden.contains("a=d,d=i,i=7") && !hidden.contains("d=I"));
    let back = send(&mut renderer, &shown);
    assert!(
        back.contains("a=p,i=7") && !back.contains("a=t"),
        "{back:?}"
    );
    send(&mut renderer, &kept(&[]));
    let left = frame(&mut renderer, &[]);
    assert_eq!(left.matches("a=d,d=I,i=7").count(), 1, "{left:?}");
    assert_eq!(frame(&mut renderer, &[]), "");
}

#[test]
fn pictures_in_cells_wait_while_the_text_scrolls() {
    for (protocol, start) in IN_CELLS {
        let mut renderer = Renderer::new(Abilities::default());
        let raster = raster(protocol);
        let held = |y| {
            let mut drawing = drawing(&[placed(&raster, y, 0..4)]);
            drawing.annotations.holds_pictures = true;
            drawing
        };
        assert!(frame(&mut renderer, &[placed(&raster, 4, 0..4)]).contains(start));
        // It is where it was.
        assert_eq!(send(&mut renderer, &held(4)), "");
        let moved = send(&mut renderer, &held(3));
        assert_eq!(moved.matches("\x1b[K").count(), 4, "{moved:?}");
        assert!(moved.len() < 200 && send(&mut renderer, &held(2)).is_empty());
        assert!(frame(&mut renderer, &[placed(&raster, 2, 0..4)]).contains(start));
    }
    let mut renderer = Renderer::new(Abilities::default());
    let mut drawing = drawing(&[placed(&raster(Protocol::Kitty), 4, 0..4)]);
    drawing.annotations.holds_pictures = true;
    assert!(send(&mut renderer, &drawing).contains("a=p"));
}
