//! The typesetter's widths compared with emulators: every line of every page, drawn as one string,
//! leaves the cursor in the column where the typesetter ends the line. Runs over our own articles
//! and a sample of the corpus if there is one (all of it with `KANBAO_THOROUGH=1`).

use crate::corpus::{corpus, load};
use crate::pages::root;
use crate::typeset::{WIDE, thorough};
use alacritty_terminal::event::VoidListener;
use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::term::{Config, Term};
use alacritty_terminal::vte::ansi::Processor;
use kanbao::library::open;
use kanbao::text::WidthPolicy;
use kanbao::typeset::{Options, Page};
use std::num::NonZeroU16;

/// Wider than any page, so that nothing wraps.
const COLUMNS: u16 = 130;

struct Size;

impl Dimensions for Size {
    fn total_lines(&self) -> usize {
        2
    }
    fn screen_lines(&self) -> usize {
        2
    }
    fn columns(&self) -> usize {
        usize::from(COLUMNS)
    }
}

/// Two emulators that measure lines.
struct Emulators {
    vt: vt100::Parser,
    alacritty: Term<VoidListener>,
    parser: Processor,
}

impl Emulators {
    fn new() -> Self {
        let side = |cells| NonZeroU16::new(cells).expect("not zero");
        Self {
            vt: vt100::Parser::new(side(2), side(COLUMNS), 0),
            alacritty: Term::new(Config::default(), &Size, VoidListener),
            parser: Processor::new(),
        }
    }

    /// The columns of a text on an empty line, as each emulator counts them.
    fn columns(&mut self, text: &str) -> (u16, u16) {
        // vt100 drops U+FFFD: it treats it as a decoding error of its own.
        let text = text.replace('\u{FFFD}', "?");
        let bytes = format!("\r\x1b[2K{text}");
        self.vt.process(bytes.as_bytes());
        self.parser.advance(&mut self.alacritty, bytes.as_bytes());
        let column = self.alacritty.grid().cursor.point.column.0;
        (self.vt.screen().cursor_position().1, column as u16)
    }
}

/// Imitates a terminal with wide ambiguous characters in emulators that draw them narrow: replaces
/// each character that only the wide policy counts as two cells by an ideograph.
fn widened(text: &str) -> String {
    let wide = |c: char| {
        let mut bytes = [0; 4];
        let one = c.encode_utf8(&mut bytes);
        WIDE.str(one) == 2 && WidthPolicy::default().str(one) == 1
    };
    text.chars()
        .map(|c| if wide(c) { '中' } else { c })
        .collect()
}

#[test]
fn emulators_agree_on_line_widths() {
    let own = ["assets/sample", "tests/articles"].map(|folder| (root().join(folder), 1));
    let step = if thorough() { 1 } else { 40 };
    let others = corpus().map(|folder| (folder, step));
    let mut emulators = Emulators::new();
    let mut lines = 0;
    for (folder, step) in own.into_iter().chain(others) {
        let (entries, _, _) = load(&folder);
        for entry in entries.iter().step_by(step) {
            let article = open(entry).expect("an article");
            for (measure, width) in [(76, WidthPolicy::default()), (60, WIDE)] {
                let options = Options {
                    measure,
                    width,
                    ..Options::default()
                };
                let page = Page::new(&article.document, &options);
                for number in 0..page.len() {
                    let line = page.line(number);
                    let text: String = line.spans.iter().map(|span| &*span.text).collect();
                    let text = if width == WIDE { widened(&text) } else { text };
                    let counted = emulators.columns(&text);
                    assert_eq!(
                        counted,
                        (line.cells, line.cells),
                        "{}: {text:?}",
                        entry.id()
                    );
                    lines += 1;
                }
            }
        }
    }
    assert!(lines > 1000, "{lines}");
}
