//! Pictures in the protocols of terminals: what is sent when they come, move and go.

use crate::drawing::Drawing;
use kanbao::picture::{Pixels, Protocol, Raster};
use kanbao::terminal::screen::{Abilities, Renderer};
use kanbao::text::WidthPolicy;
use kanbao::ui::PlacedPicture;
use ratatui::style::Style;
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

/// Draws a frame with a text in its first row, and returns what is sent.
fn frame(renderer: &mut Renderer, pictures: &[PlacedPicture]) -> String {
    let mut drawing = Drawing::new(SIZE.0, SIZE.1, WidthPolicy::default());
    drawing.canvas().put(0, 0, 30, "text", Style::new(), None);
    drawing.annotations.pictures = pictures.to_vec();
    String::from_utf8(drawing.send(renderer)).unwrap()
}

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

#[test]
fn cells_below_pictures_are_written_when_they_move() {
    for (protocol, start) in [
        (Protocol::Sixel(16), "\x1bP0;1;0q"),
        (Protocol::Iterm, "\x1b]1337;"),
    ] {
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
