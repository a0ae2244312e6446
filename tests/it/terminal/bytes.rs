//! Bytes per frame, compared with ratatui's own terminal on the same frames.

#![expect(clippy::print_stdout, reason = "the measures, with --nocapture")]

use super::theirs::Theirs;
use crate::desk::Desk;
use crate::drawing::Drawing;
use kanbao::app::Panes;
use kanbao::input::Key;
use kanbao::terminal::screen::{Abilities, Renderer};
use kanbao::text::{WidthPolicy, fit};
use kanbao::ui::{Moved, Styles};
use kanbao::user::ThemeChoice;
use kanbao::user::colours::{Colours, Depth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

const ARTICLE: &str = include_str!("../../../assets/sample/05-night-bookshop.md");
const OTHER: &str = include_str!("../../../assets/sample/03-line-start.md");

/// The text of sample articles, without tags and front matter, in lines of this width.
fn lines(cells: u16, count: usize) -> Vec<String> {
    let policy = WidthPolicy::default();
    let mut lines = Vec::new();
    for source in [ARTICLE, OTHER].into_iter().cycle() {
        let body = source.splitn(3, "---").nth(2).unwrap_or(source);
        let mut text = String::new();
        let mut tag = false;
        for c in body.chars() {
            match c {
                '<' => tag = true,
                '>' => tag = false,
                _ if !tag => text.push(c),
                _ => {}
            }
        }
        for paragraph in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let mut rest = format!("　　{paragraph}");
            while !rest.is_empty() {
                let mut used = 0;
                let cut = rest
                    .char_indices()
                    .find(|(_, c)| {
                        used += policy.char(*c);
                        used > usize::from(cells)
                    })
                    .map_or(rest.len(), |(at, _)| at);
                let tail = rest.split_off(cut);
                lines.push(std::mem::replace(&mut rest, tail));
            }
        }
        if lines.len() > count {
            return lines;
        }
    }
    lines
}

struct Scene {
    width: u16,
    height: u16,
    /// Columns of the list; 0 if only the reader is shown.
    list: u16,
    titles: Vec<String>,
    text: Vec<String>,
}

impl Scene {
    fn new(width: u16, height: u16, panes: bool) -> Self {
        let list = if panes { (width * 2 / 5).min(60) } else { 0 };
        let pane = width - list;
        Self {
            width,
            height,
            list,
            titles: lines(list.max(20) - 8, usize::from(height)),
            text: lines(pane.saturating_sub(4).min(76) & !1, 200),
        }
    }

    /// The screen with the reader scrolled to a line.
    fn draw(&self, top: usize, moved: i32) -> Drawing {
        let policy = WidthPolicy::default();
        let mut drawing = Drawing::new(self.width, self.height, policy);
        let mut canvas = drawing.canvas();
        let plain = Style::new();
        let bar = plain.add_modifier(Modifier::REVERSED);
        let dim = plain.fg(Color::DarkGray);
        canvas.clear(Rect::new(0, 0, self.width, 1), bar);
        canvas.put(0, 0, self.width, "看报  全部 12 403  未读 3 210", bar, None);
        let body = Rect::new(self.list, 1, self.width - self.list, self.height - 2);
        for y in body.top()..body.bottom() {
            let row = usize::from(y) - 1;
            if self.list > 0 {
                let style = if row % 2 == 0 { plain } else { dim };
                // Rows alternate: title and minutes, source and date.
                let text = if row % 2 == 0 {
                    format!(
                        " {} 3′",
                        fit(&self.titles[row / 2], usize::from(self.list) - 8, policy)
                    )
                } else {
                    "  新浪财经 · 04-19 12:22".to_owned()
                };
                canvas.put(0, y, self.list - 1, &text, style, None);
                canvas.put(self.list - 1, y, 1, "|", dim, None);
            }
            let measure = body.width.saturating_sub(4).min(76);
            let x = body.x + (body.width - measure) / 2;
            canvas.put(x, y, measure, &self.text[top + row], plain, None);
        }
        let percent = format!("{:>3}%", top);
        let below = self.height - 1;
        canvas.put(self.width - 5, below, 5, &percent, dim, None);
        canvas.annotations.moved = Some(Moved {
            area: body,
            by: moved,
        });
        canvas.set_cursor(body.x, body.y);
        drawing
    }
}

/// Mean bytes per scrolled line, ours and ratatui's, over forty lines down and up again.
fn scrolled(scene: &Scene, margins: bool) -> (usize, usize) {
    let mut ours = Renderer::new(Abilities {
        margins,
        ..Abilities::default()
    });
    let mut theirs = Theirs::new(scene.width, scene.height);
    let mut sum = (0, 0);
    scene.draw(0, 0).send(&mut ours);
    theirs.frame(&scene.draw(0, 0).buffer);
    let down = (1..=40).map(|top| (top, 1));
    let up = (0..40).rev().map(|top| (top, -1));
    for (top, by) in down.chain(up) {
        let canvas = scene.draw(top, by);
        sum.0 += canvas.send(&mut ours).len();
        sum.1 += theirs.frame(&canvas.buffer);
    }
    (sum.0 / 80, sum.1 / 80)
}

#[test]
fn scrolling_a_line_sends_a_fraction_of_ratatuis_bytes() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        // Without margins, whole rows scroll, and the list beside the reader must be drawn again.
        for (panes, margins, share) in [(true, false, 3), (true, true, 25), (false, false, 40)] {
            let (ours, theirs) = scrolled(&Scene::new(width, height, panes), margins);
            let case = format!("{width}x{height} panes {panes} margins {margins}");
            println!("{case}: {ours} of {theirs} bytes");
            assert!(ours * share <= theirs, "{case}: {ours} of {theirs}");
        }
    }
}

#[test]
fn the_first_screen_sends_little_more_than_its_text() {
    let scene = Scene::new(80, 24, false);
    let mut drawing = scene.draw(0, 0);
    let shown: usize = (0..24).map(|y| drawing.canvas().row(y).len()).sum();
    let sent = drawing.send(&mut Renderer::default()).len();
    println!("{sent} bytes for {shown} of text");
    assert!(sent * 10 <= shown * 13, "{sent} bytes for {shown} of text");
}

/// A rule is one run where the terminal has said that its cells are narrow.
#[test]
fn a_rule_is_not_positioned_cell_by_cell() {
    let sent = |narrow_lines| {
        let mut drawing = Drawing::new(80, 2, WidthPolicy::default());
        let rule = "─".repeat(76);
        drawing.canvas().put(2, 0, 80, &rule, Style::new(), None);
        let mut renderer = Renderer::new(Abilities {
            narrow_lines,
            ..Abilities::default()
        });
        drawing.send(&mut renderer).len()
    };
    let (run, cells) = (sent(true), sent(false));
    println!("{run} bytes for a rule, {cells} cell by cell");
    assert!(run < 280 && cells > 500, "{run} {cells}");
}

#[test]
fn nothing_is_sent_when_nothing_changed() {
    let scene = Scene::new(80, 24, true);
    let mut renderer = Renderer::default();
    assert!(!scene.draw(3, 0).send(&mut renderer).is_empty());
    assert!(scene.draw(3, 1).send(&mut renderer).is_empty());
}

/// A key in the list sends two rows of it; the article beside it follows after a pause. In 256
/// colours, as over SSH.
#[test]
fn a_key_in_the_list_sends_few_bytes_before_the_preview() {
    let terminal = Colours {
        depth: Depth::Indexed,
        ground: None,
    };
    let ink = ThemeChoice::parse("base = \"ink\"").expect("a theme");
    let styles = Styles::new(&ink.theme(terminal));
    for (width, height, panes) in [
        (80, 24, Panes::Single),
        (120, 40, Panes::Single),
        (80, 24, Panes::Auto),
        (120, 40, Panes::Auto),
        (40, 20, Panes::Auto),
        (200, 60, Panes::Auto),
    ] {
        let mut desk = Desk::sample(width, height);
        desk.app.context.is_remote = true;
        desk.app.context.settings.panes = panes;
        desk.resize(width, height - 1).resize(width, height);
        let mut renderer = Renderer::new(Abilities {
            margins: true,
            background_erase: true,
            narrow_lines: true,
        });
        desk.drawn(&styles).send(&mut renderer);
        // So few that the list does not scroll.
        let keys = if width == 40 { 5 } else { 10 };
        let (mut sum, mut largest) = (0, 0);
        for _ in 0..keys {
            desk.press(Key::char('j'));
            let sent = desk.drawn(&styles).send(&mut renderer).len();
            sum += sent;
            largest = largest.max(sent);
        }
        let mean = sum / keys;
        desk.end_pause();
        let preview = desk.drawn(&styles).send(&mut renderer).len();
        println!(
            "{width}x{height} {panes:?}: {mean} bytes for a key, at most {largest}; {preview} for the preview"
        );
        // Titles take two lines beside an article and in narrow windows.
        let most = match panes {
            Panes::Single => 300,
            _ => 360,
        };
        assert!(
            largest <= most,
            "{width}x{height} {panes:?}: {largest} bytes"
        );
    }
}
