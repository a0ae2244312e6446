//! How a paragraph is laid out: its widths, indents and rules.

use super::segments::Rules;
use crate::text::{Language, WidthPolicy};
use crate::typeset::{Fit, Kinsoku, Options, Spacing};
use bitflags::bitflags;

bitflags! {
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct LineFlags: u8 {
        /// The last of its paragraph or before a hard break: never justified.
        const LAST = 1;
        /// Its last punctuation mark hangs in the gutter.
        const HUNG = 1 << 1;
        /// Ends in a forced break that no rule allows.
        const EMERGENCY = 1 << 2;
        /// The first of the text, and of each part between hard breaks where all of them are
        /// indented.
        const FIRST = 1 << 3;
        /// Ends inside a word, and shows a hyphen of one cell.
        const HYPHEN = 1 << 4;
    }
}

/// Which lines that begin a paragraph or follow a hard break are indented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineIndents {
    First,
    All,
    /// Japanese: all but those that begin with an opening bracket, because its blank left half is
    /// their indent (JLReq 3.1.5).
    NotBrackets,
    /// The spaces of the source are kept, and further lines start below the first word.
    Kept,
}

/// How one paragraph is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Cells of a line, without a mark that hangs.
    pub measure: u16,
    /// Cells of indent on the first line.
    pub indent: u16,
    pub line_indents: LineIndents,
    /// Cells by which the first line starts left of the others, for a marker in the text.
    pub outdent: u16,
    /// Punctuation may hang past the measure, into the gutter of the page.
    pub hang: bool,
    pub width: WidthPolicy,
    pub language: Language,
    pub kinsoku: Kinsoku,
    pub keep_all: bool,
    pub spacing: Spacing,
    pub grid: bool,
    pub fit: Fit,
    /// Avoid a last line of a single ideograph.
    pub orphans: bool,
    /// Latin text: avoid a last line of a single word (in the optimal fit).
    pub runts: bool,
    pub hyphenate: bool,
}

impl Setting {
    /// The setting of a paragraph in a language, `measure` cells wide. Its punctuation may hang
    /// past the measure if the language's does. Ideographs that are justified or on a grid get an
    /// even measure.
    pub fn new(options: &Options, language: Language, measure: u16) -> Self {
        let full_width = language.is_full_width();
        let mut measure = measure.max(1);
        if full_width && (options.grid || options.justify) && measure > 2 {
            measure &= !1;
        }
        Self {
            measure,
            indent: 0,
            line_indents: LineIndents::First,
            outdent: 0,
            hang: options.hangs(language),
            width: options.width,
            language,
            kinsoku: options.kinsoku,
            keep_all: options.keep_all,
            spacing: options.spacing,
            // Hangul and Latin words have no grid to align to.
            grid: options.grid && full_width,
            fit: match (options.fit, language) {
                (Fit::Auto, Language::Latin) => Fit::Optimal,
                (fit, _) => fit,
            },
            orphans: full_width,
            runts: language == Language::Latin,
            hyphenate: options.hyphenate && language == Language::Latin,
        }
    }

    /// Uses all of the cells: no mark hangs, and the measure may be odd.
    #[must_use]
    pub(crate) fn exact(self, measure: u16) -> Self {
        Self {
            measure: measure.max(1),
            hang: false,
            ..self
        }
    }

    /// Cells of a line with these flags.
    pub fn room(&self, line: LineFlags) -> u16 {
        if line.contains(LineFlags::FIRST) {
            let whole = self.measure + self.outdent;
            whole - self.indent.min(whole.saturating_sub(2))
        } else {
            self.measure
        }
    }

    /// Cells by which further lines of a line of the source start right of the others: where lines
    /// are kept, its own indent, up to half of the measure. Ideographic spaces indent only a first
    /// line.
    pub(crate) fn hanging(&self, line: &str) -> u16 {
        if self.line_indents != LineIndents::Kept {
            return 0;
        }
        let spaces = line.chars().take_while(|c| matches!(c, ' ' | '\u{a0}'));
        spaces.count().min(usize::from(self.measure / 2)) as u16
    }

    /// The rules for lines of which the first and the others have these measures.
    pub(super) fn rules(&self, first: u16, rest: u16) -> Rules {
        Rules {
            first: u32::from(first),
            measure: u32::from(rest),
            width: self.width,
            language: self.language,
            kinsoku: self.kinsoku,
            keep_all: self.keep_all,
            spacing: self.spacing,
            grid: self.grid,
            hang: self.hang,
            heading: self.fit == Fit::Balanced,
        }
    }
}
