//! Screens as SVG pictures, for README and for the sheet of main screens.

use std::collections::HashMap;
use std::fmt::Write;

/// The size of a cell, in SVG units.
const WIDTH: u16 = 9;
const HEIGHT: u16 = 20;
const MARGIN: u16 = 12;
/// The size of the letters, in SVG units.
const FONT: u16 = 15;

/// The default colours of a terminal.
#[derive(Clone, Copy)]
pub struct Colours {
    ground: &'static str,
    text: &'static str,
}

/// The colours of the theme `ink`.
pub const INK: Colours = Colours {
    ground: "#16181d",
    text: "#d5d3cc",
};
/// The colours of a dark terminal.
pub const BLACK: Colours = Colours {
    ground: "#000000",
    text: "#e5e5e5",
};
/// The colours of a light terminal.
pub const LIGHT: Colours = Colours {
    ground: "#ffffff",
    text: "#000000",
};

/// The 16 colours of xterm.
const PALETTE: [&str; 16] = [
    "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
    "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
];

/// The style of a run of cells. Runs also end where a browser could break the grid.
#[derive(Clone, PartialEq)]
struct StyleSpec {
    fg: String,
    bg: String,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    /// Wide cells form their own runs, because they may come from another font.
    wide: bool,
    /// A narrow character outside ASCII is a run by itself: a fallback font may draw it wide.
    alone: bool,
    /// Spaces form their own runs, because browsers collapse them.
    blank: bool,
}

/// The screen as an SVG document.
pub fn svg(screen: &vt100::Screen, colours: Colours) -> String {
    let (rows, columns) = screen.size();
    let ground = prevailing_ground(screen, colours);
    let width = columns.get() * WIDTH + 2 * MARGIN;
    let height = rows.get() * HEIGHT + 2 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" font-size=\"{FONT}\" \
         font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Sarasa Mono SC', 'Noto Sans Mono CJK SC', monospace\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{ground}\"/>\n",
    );
    for y in 0..rows.get() {
        let runs = runs(screen, y, columns.get(), colours);
        for (x, cells, look, _) in runs.iter().filter(|run| run.2.bg != ground) {
            let _ = writeln!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{HEIGHT}\" fill=\"{}\"/>",
                MARGIN + x * WIDTH,
                MARGIN + y * HEIGHT,
                cells * WIDTH,
                look.bg
            );
        }
        for (x, cells, look, text) in &runs {
            if !text.trim().is_empty() || look.underline {
                write_text(&mut out, (*x, y), *cells, look, text);
            }
        }
    }
    out.push_str("</svg>\n");
    out
}

/// The background of most cells: that of the picture. Drawn row by row, it would have seams.
fn prevailing_ground(screen: &vt100::Screen, colours: Colours) -> String {
    let (rows, columns) = screen.size();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (y, x) in (0..rows.get()).flat_map(|y| (0..columns.get()).map(move |x| (y, x))) {
        if let Some(cell) = screen.cell(y, x) {
            *counts.entry(look(cell, colours).bg).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or(colours.ground.to_owned(), |(ground, _)| ground)
}

/// The column, width in cells, style and text of each run of a row.
fn runs(
    screen: &vt100::Screen,
    y: u16,
    columns: u16,
    colours: Colours,
) -> Vec<(u16, u16, StyleSpec, String)> {
    let mut runs: Vec<(u16, u16, StyleSpec, String)> = Vec::new();
    for x in 0..columns {
        let Some(cell) = screen
            .cell(y, x)
            .filter(|cell| !cell.is_wide_continuation())
        else {
            continue;
        };
        let cells = 1 + u16::from(cell.is_wide());
        let look = look(cell, colours);
        let text = if cell.has_contents() {
            cell.contents()
        } else {
            " "
        };
        match runs.last_mut() {
            Some(run) if run.2 == look && !look.alone => {
                run.1 += cells;
                run.3.push_str(text);
            }
            _ => runs.push((x, cells, look, text.to_owned())),
        }
    }
    runs
}

fn look(cell: &vt100::Cell, colours: Colours) -> StyleSpec {
    let mut fg = colour(cell.fgcolor(), colours.text);
    let mut bg = colour(cell.bgcolor(), colours.ground);
    if cell.inverse() {
        std::mem::swap(&mut fg, &mut bg);
    }
    let blank = cell.contents().trim().is_empty();
    if blank && !cell.underline() {
        // What does not show on a blank depends on what was there in earlier frames.
        fg = colours.text.to_owned();
    }
    StyleSpec {
        fg,
        bg,
        bold: cell.bold() && !blank,
        dim: cell.dim() && !blank,
        italic: cell.italic() && !blank,
        underline: cell.underline(),
        wide: cell.is_wide(),
        alone: !cell.is_wide() && !cell.contents().is_ascii(),
        blank,
    }
}

fn colour(colour: vt100::Color, default: &str) -> String {
    match colour {
        vt100::Color::Default => default.to_owned(),
        vt100::Color::Idx(index @ 0..16) => PALETTE[usize::from(index)].to_owned(),
        vt100::Color::Idx(index @ 16..232) => {
            let level = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
            let index = index - 16;
            let (r, g, b) = (index / 36, index / 6 % 6, index % 6);
            format!("#{:02x}{:02x}{:02x}", level(r), level(g), level(b))
        }
        vt100::Color::Idx(index) => {
            let grey = 8 + 10 * (index - 232);
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
        vt100::Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
    }
}

/// Ideographs are narrower than their two cells. The space after each is set twice: some programs
/// ignore the length of a text.
fn write_text(out: &mut String, (x, y): (u16, u16), cells: u16, look: &StyleSpec, text: &str) {
    let mut style = String::new();
    for (on, attribute) in [
        (look.bold, " font-weight=\"bold\""),
        (look.dim, " opacity=\"0.65\""),
        (look.italic, " font-style=\"italic\""),
        (look.underline, " text-decoration=\"underline\""),
    ] {
        if on {
            style.push_str(attribute);
        }
    }
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let adjust = if look.wide {
        format!("spacing\" letter-spacing=\"{}", 2 * WIDTH - FONT)
    } else {
        "spacingAndGlyphs".to_owned()
    };
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"{adjust}\" fill=\"{}\"{style}>{text}</text>",
        MARGIN + x * WIDTH,
        MARGIN + y * HEIGHT + 15,
        cells * WIDTH,
        look.fg,
    );
}

/// A picture of a sheet, with a line of text above it.
pub struct Picture {
    pub label: String,
    pub svg: String,
    /// Cells.
    pub size: (u16, u16),
}

/// Rows of pictures as one picture.
pub fn sheet(rows: &[Vec<Picture>]) -> String {
    let mut pictures = String::new();
    let (mut width, mut y) = (0, 0);
    for row in rows {
        let (mut x, mut height) = (0, 0);
        for Picture { label, svg, size } in row {
            let _ = write!(
                pictures,
                "<text x=\"{x}\" y=\"{}\" font-size=\"16\">{label}</text>\n\
                 <svg x=\"{x}\" y=\"{}\" {}",
                y + 16,
                y + 24,
                svg.strip_prefix("<svg").expect("a picture"),
            );
            x += u32::from(size.0 * WIDTH + 2 * MARGIN) + 16;
            height = height.max(u32::from(size.1 * HEIGHT + 2 * MARGIN));
        }
        width = width.max(x);
        y += height + 40;
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {y}\" \
         width=\"{width}\" height=\"{y}\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#808080\"/>\n{pictures}</svg>\n"
    )
}

/// Compares a picture with the file at a path of the repository. `BLESS=1` rewrites the file.
#[track_caller]
pub fn check(screen: &vt100::Screen, path: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let picture = svg(screen, INK);
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        std::fs::write(&path, &picture).expect("a picture");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == picture, "{} differs: BLESS=1", path.display());
}

#[test]
fn a_picture_keeps_its_grid() {
    let side = |cells| std::num::NonZeroU16::new(cells).expect("not zero");
    let mut parser = vt100::Parser::new(side(2), side(12), 0);
    parser.process("a<b \x1b[7m看报\x1b[m \x1b[1;31mx".as_bytes());
    let picture = svg(parser.screen(), INK);
    assert!(picture.contains(">a&lt;b</text>"));
    assert!(picture.contains(&format!(
        "<rect x=\"48\" y=\"12\" width=\"36\" height=\"20\" fill=\"{}\"/>",
        INK.text
    )));
    assert!(picture.contains(">看报</text>"));
    assert!(picture.contains(&format!("fill=\"{}\" font-weight=\"bold\">x", PALETTE[1])));
}
