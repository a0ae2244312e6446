//! Random frames go through the driver into two emulators and a model of a terminal with margins.
//! Each must show what was drawn, even if the hint about moved rows is wrong.

use super::model::Model;
use crate::drawing::Drawing;
use alacritty_terminal::event::VoidListener;
use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::{Config, Term, cell::Flags};
use alacritty_terminal::vte::ansi::Processor;
use kanbao::terminal::screen::{Abilities, Renderer};
use kanbao::text::{Ambiguous, Emoji, WidthPolicy};
use kanbao::ui::Moved;
use proptest::prelude::*;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use std::num::NonZeroU16;

/// Texts of every kind. The emulators measure them like the narrow policy.
const TEXTS: &[&str] = &[
    "中文报纸",
    "看报 reads",
    "，。！",
    "“引号”…—",
    "é α я",
    "か\u{3099}ｶﾞﾊ",
    "한국어",
    "😀🇨🇳❤",
    "①★→",
    "\u{20000}𠮷",
    "plain words",
    "a",
    "    ",
    "              x",
    "م א",
    "ไทย",
];

const LINKS: &[&str] = &[
    "https://example.org/a",
    "http://example.org/b?q=%E7%9C%8B",
    "mailto:a@example.org",
    // Not sent: a disallowed scheme, and an address that would end the escape sequence.
    "javascript:alert(1)",
    "https://example.org/\x1b\\x",
];

fn styles() -> Vec<Style> {
    let plain = Style::new();
    vec![
        plain,
        plain.fg(Color::Red),
        plain.bg(Color::Blue),
        plain.fg(Color::DarkGray).add_modifier(Modifier::BOLD),
        plain.fg(Color::Indexed(208)).bg(Color::Rgb(1, 2, 3)),
        plain.add_modifier(Modifier::REVERSED),
        plain.add_modifier(Modifier::UNDERLINED | Modifier::ITALIC),
        plain.add_modifier(Modifier::DIM),
    ]
}

/// A text drawn somewhere.
#[derive(Clone, Debug)]
struct Piece {
    x: u16,
    y: u16,
    text: &'static str,
    style: Style,
    link: Option<&'static str>,
    clear: bool,
}

#[derive(Clone, Debug)]
struct Step {
    /// Keeps the previous frame, with an area shifted by some rows.
    keep: Option<(Rect, i32)>,
    /// The hint about moved rows: correct (None), wrong, or absent.
    hint: Option<Option<(Rect, i32)>>,
    pieces: Vec<Piece>,
    cursor: Option<(u16, u16)>,
    visible: bool,
    size: Option<(u16, u16)>,
    repaint: bool,
}

fn piece() -> impl Strategy<Value = Piece> {
    (
        0..40u16,
        0..12u16,
        prop::sample::select(TEXTS),
        prop::sample::select(styles()),
        prop::option::weighted(0.2, prop::sample::select(LINKS)),
        prop::bool::weighted(0.3),
    )
        .prop_map(|(x, y, text, style, link, clear)| Piece {
            x,
            y,
            text,
            style,
            link,
            clear,
        })
}

fn moved() -> impl Strategy<Value = (Rect, i32)> {
    (0..20u16, 0..10u16, 1..40u16, 1..12u16, -4..5i32)
        .prop_map(|(x, y, width, height, by)| (Rect::new(x, y, width, height), by))
}

fn step() -> impl Strategy<Value = Step> {
    (
        prop::option::weighted(0.8, moved()),
        prop::option::of(prop::option::of(moved())),
        prop::collection::vec(piece(), 0..12),
        prop::option::of((0..40u16, 0..12u16)),
        any::<bool>(),
        prop::option::weighted(0.1, (2..40u16, 1..12u16)),
        prop::bool::weighted(0.05),
    )
        .prop_map(
            |(keep, hint, pieces, cursor, visible, size, repaint)| Step {
                keep,
                hint,
                pieces,
                cursor,
                visible,
                size,
                repaint,
            },
        )
}

/// Whether no cluster crosses the left or right edge of an area.
fn whole(drawing: &Drawing, area: Rect) -> bool {
    let edges = [area.left(), area.right()];
    let torn = |y| {
        let mut x = 0;
        let mut torn = false;
        while x < drawing.area().width {
            let next = x + seen(drawing, x, y).cells as u16;
            torn |= edges.iter().any(|edge| x < *edge && *edge < next);
            x = next;
        }
        torn
    };
    !(area.top()..area.bottom()).any(torn)
}

/// The frame of a step, based on the previous one.
fn draw(step: &Step, before: &Drawing, size: (u16, u16)) -> Drawing {
    let mut drawing = Drawing::new(size.0, size.1, before.policy());
    if let Some((area, by)) = step.keep
        && before.area() == drawing.area()
    {
        drawing = before.clone();
        drawing.annotations.moved = None;
        let rows = area.intersection(drawing.area());
        // Shift whole rows if the area would cut a wide cluster.
        let columns = if whole(before, rows) {
            usize::from(rows.left())..usize::from(rows.right())
        } else {
            0..usize::from(size.0)
        };
        let width = usize::from(size.0);
        for y in rows.top()..rows.bottom() {
            let from = i32::from(y) + by;
            let to = usize::from(y) * width;
            for x in columns.clone() {
                let inside = from >= i32::from(rows.top()) && from < i32::from(rows.bottom());
                let at = from.max(0) as usize * width + x;
                drawing.buffer.content[to + x] = if inside {
                    before.buffer.content[at].clone()
                } else {
                    ratatui::buffer::Cell::EMPTY
                };
                drawing.annotations.links[to + x] = if inside {
                    before.annotations.links[at]
                } else {
                    0
                };
            }
        }
    }
    for piece in &step.pieces {
        if piece.clear {
            let area = Rect::new(piece.x, piece.y, 9, 2);
            drawing.canvas().clear(area, piece.style);
        }
        drawing
            .canvas()
            .put(piece.x, piece.y, 40, piece.text, piece.style, piece.link);
    }
    let moved = |(area, by)| Moved { area, by };
    drawing.annotations.moved = match step.hint {
        None => step.keep.map(moved),
        Some(hint) => hint.map(moved),
    };
    drawing.annotations.cursor = step.cursor;
    drawing.annotations.cursor_visible = step.visible;
    drawing
}

/// The expected look of a cell, derived from the drawing.
struct Seen<'a> {
    text: &'a str,
    cells: usize,
    style: Style,
    link: Option<&'a str>,
}

fn seen(drawing: &Drawing, x: u16, y: u16) -> Seen<'_> {
    let cell = &drawing.buffer[(x, y)];
    let at = drawing.buffer.index_of(x, y);
    let link = drawing.annotations.links[at].checked_sub(1);
    let link = link.map(|index| drawing.annotations.targets[usize::from(index)].as_str());
    Seen {
        text: cell.symbol().trim(),
        cells: drawing.policy().cluster(cell.symbol()).max(1),
        style: cell.style(),
        link: link.filter(|link| LINKS[..3].contains(link)),
    }
}

/// Compares text, colours and attributes with vt100.
fn judge_vt100(drawing: &Drawing, screen: &vt100::Screen) {
    let colour = |colour: Option<Color>| match colour.unwrap_or_default() {
        Color::Red => vt100::Color::Idx(1),
        Color::Blue => vt100::Color::Idx(4),
        Color::DarkGray => vt100::Color::Idx(8),
        Color::Indexed(index) => vt100::Color::Idx(index),
        Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
        _ => vt100::Color::Default,
    };
    for y in 0..drawing.area().height {
        let mut x = 0;
        while x < drawing.area().width {
            let seen = seen(drawing, x, y);
            let cell = screen.cell(y, x).expect("a cell of this size");
            // An emulator may spread a cluster over its cells: a kana and its mark.
            let text: String = (x..x + seen.cells as u16)
                .filter_map(|x| screen.cell(y, x).map(vt100::Cell::contents))
                .collect();
            assert_eq!(text.trim(), seen.text, "text at {x},{y}");
            assert_eq!(
                cell.bgcolor(),
                colour(seen.style.bg),
                "background at {x},{y}"
            );
            let has = |modifier| seen.style.add_modifier.contains(modifier);
            assert_eq!(cell.inverse(), has(Modifier::REVERSED), "at {x},{y}");
            assert_eq!(cell.underline(), has(Modifier::UNDERLINED), "at {x},{y}");
            if !seen.text.is_empty() {
                assert_eq!(cell.fgcolor(), colour(seen.style.fg), "colour at {x},{y}");
                assert_eq!(cell.italic(), has(Modifier::ITALIC), "at {x},{y}");
                if !(has(Modifier::BOLD) && has(Modifier::DIM)) {
                    assert_eq!(cell.bold(), has(Modifier::BOLD), "at {x},{y}");
                    assert_eq!(cell.dim(), has(Modifier::DIM), "at {x},{y}");
                }
            }
            x += seen.cells as u16;
        }
    }
    if let Some((x, y)) = drawing.annotations.cursor {
        let (right, bottom) = (drawing.area().width - 1, drawing.area().height - 1);
        let cursor = (y.min(bottom), x.min(right));
        assert_eq!(screen.cursor_position(), cursor);
    }
    let visible = drawing.annotations.cursor_visible && drawing.annotations.cursor.is_some();
    assert_eq!(screen.hide_cursor(), !visible);
}

/// Compares text and links with alacritty.
fn judge_alacritty(drawing: &Drawing, term: &Term<VoidListener>) {
    for y in 0..drawing.area().height {
        let mut x = 0;
        while x < drawing.area().width {
            let seen = seen(drawing, x, y);
            let cell = &term.grid()[Line(i32::from(y))][Column(usize::from(x))];
            let mut text = String::new();
            for half in 0..seen.cells {
                let cell = &term.grid()[Line(i32::from(y))][Column(usize::from(x) + half)];
                text.push(cell.c);
                text.extend(cell.zerowidth().unwrap_or_default());
            }
            assert_eq!(text.trim(), seen.text, "text at {x},{y}");
            let link = cell.hyperlink();
            let link = link.as_ref().map(|link| link.uri());
            assert_eq!(link, seen.link, "link at {x},{y}");
            assert!(!cell.flags.contains(Flags::WRAPLINE), "wrapped at {x},{y}");
            x += seen.cells as u16;
        }
    }
}

/// Compares text with the model, which supports scrolling between margins.
fn judge_model(drawing: &Drawing, model: &Model) {
    for y in 0..drawing.area().height {
        let mut x = 0;
        while x < drawing.area().width {
            let seen = seen(drawing, x, y);
            let cells = model
                .row(y)
                .get(usize::from(x)..usize::from(x) + seen.cells);
            let text = cells.expect("cells of this size").concat();
            assert_eq!(text.trim(), seen.text, "text at {x},{y}");
            x += seen.cells as u16;
        }
    }
}

/// At least two columns: alacritty loops forever when it reflows wide characters into one.
#[derive(Clone, Copy)]
struct Size(u16, u16);

impl Dimensions for Size {
    fn total_lines(&self) -> usize {
        self.screen_lines()
    }
    fn screen_lines(&self) -> usize {
        usize::from(self.1)
    }
    fn columns(&self) -> usize {
        usize::from(self.0)
    }
}

fn play(mut size: (u16, u16), steps: &[Step], policy: WidthPolicy, background_erase: bool) {
    let side = |cells: u16| NonZeroU16::new(cells).expect("not zero");
    let mut vt = vt100::Parser::new(side(size.1), side(size.0), 0);
    let mut alacritty = Term::new(Config::default(), &Size(size.0, size.1), VoidListener);
    let mut parser: Processor = Processor::new();
    parser.advance(&mut alacritty, b"\x1b[?7l\x1b[?25l");
    vt.process(b"\x1b[?25l");
    let abilities = |margins| Abilities {
        margins,
        background_erase,
        narrow_lines: false,
    };
    let mut renderer = Renderer::new(abilities(false));
    let mut model = Model::new(size.0, size.1);
    let mut with_margins = Renderer::new(abilities(true));
    let mut before = Drawing::new(size.0, size.1, policy);
    for step in steps {
        if let Some(new) = step.size {
            size = new;
            vt.set_size(side(size.1), side(size.0));
            alacritty.resize(Size(size.0, size.1));
            if before.area() != Rect::new(0, 0, size.0, size.1) {
                model = Model::new(size.0, size.1);
            }
        }
        if step.repaint {
            vt.process(b"\x1b[?25l\x1b[5;9Hgarbage");
            parser.advance(&mut alacritty, b"\x1b[5;9Hgarbage");
            renderer.screen().invalidate();
            with_margins.screen().invalidate();
        }
        let drawing = draw(step, &before, size);
        let bytes = drawing.send(&mut renderer);
        vt.process(&bytes);
        parser.advance(&mut alacritty, &bytes);
        judge_vt100(&drawing, vt.screen());
        judge_alacritty(&drawing, &alacritty);
        let again = drawing.send(&mut renderer);
        assert!(again.is_empty(), "nothing is sent twice");
        let sent = drawing.send(&mut with_margins);
        model.take(std::str::from_utf8(&sent).expect("UTF-8"));
        judge_model(&drawing, &model);
        before = drawing;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn emulators_show_what_was_drawn(
        size in (2..40u16, 1..12u16),
        steps in prop::collection::vec(step(), 1..8),
    ) {
        play(size, &steps, WidthPolicy::default(), false);
    }

    /// Both emulators erase with the background colour.
    #[test]
    fn erased_cells_have_their_background(
        size in (2..40u16, 1..12u16),
        steps in prop::collection::vec(step(), 1..8),
    ) {
        play(size, &steps, WidthPolicy::default(), true);
    }

    /// The policy counts two cells where the emulators draw one. Columns stay aligned, and nothing
    /// old shows in the second cell.
    #[test]
    fn disputed_widths_keep_their_columns(
        size in (2..40u16, 1..12u16),
        steps in prop::collection::vec(step(), 1..8),
    ) {
        let policy = WidthPolicy {
            ambiguous: Ambiguous::Wide,
            letters: Ambiguous::Wide,
            emoji: Emoji::Safe,
        };
        play(size, &steps, policy, false);
    }
}

#[test]
fn a_control_character_in_a_buffer_is_never_sent() {
    let mut drawing = Drawing::new(10, 1, WidthPolicy::default());
    drawing.buffer[(0, 0)].set_symbol("\x1b[31m");
    drawing.buffer[(1, 0)].set_symbol("\u{9b}");
    drawing.buffer[(2, 0)].set_symbol("a\u{7}");
    drawing.buffer[(3, 0)].set_symbol("");
    drawing.buffer[(9, 0)].set_symbol("宽");
    let bytes = drawing.send(&mut Renderer::default());
    let bytes = String::from_utf8(bytes).expect("UTF-8");
    for bad in ["[31m", "\u{9b}", "\u{7}", "宽"] {
        assert!(!bytes.contains(bad), "{bytes:?}");
    }
}

#[test]
fn the_cell_after_a_removed_bar_is_drawn_again() {
    let mut renderer = Renderer::default();
    let mut send = |text| {
        let mut drawing = Drawing::new(10, 1, WidthPolicy::default());
        drawing.canvas().put(0, 0, 10, text, Style::new(), None);
        drawing.send(&mut renderer)
    };
    send("▐ 未读");
    let bytes = String::from_utf8(send("  未读")).expect("UTF-8");
    // xterm draws a bar a pixel too wide.
    assert!(bytes.contains("  "), "{bytes:?}");
    let bytes = String::from_utf8(send("  已读")).expect("UTF-8");
    assert!(!bytes.contains("  "), "{bytes:?}");
}
