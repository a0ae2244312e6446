//! The options of the typesetter.

use crate::document::Link;
use crate::text::{Language, WidthPolicy};

/// How paragraphs are separated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Indent {
    /// Two ideographs of indent for Chinese and one for Japanese, an empty line for Korean and
    /// Latin.
    #[default]
    Auto,
    Indent,
    Blank,
    Both,
}

/// Which characters may not start or end a line (clreq, "Prohibition Rules for Line Start
/// and Line End").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kinsoku {
    None,
    #[default]
    Basic,
    Gb,
    Strict,
}

/// How lines are filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// Optimal for Latin text, greedy for the others: a line of ideographs is full anyway.
    #[default]
    Auto,
    Greedy,
    Optimal,
    /// Optimal, with a price on breaks inside words.
    Phrase,
    /// Phrases, and the last line as full as the others: for titles.
    Balanced,
}

/// Space between Han and Latin letters or digits, on the screen only (clreq 3.2.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spacing {
    #[default]
    Keep,
    Add,
    Strip,
}

/// Which links have their numbers after them: `[3]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberedLinks {
    None,
    /// Not those whose text is their own address, see [`Link::quiet`].
    #[default]
    Named,
    All,
}

impl NumberedLinks {
    pub(super) fn include(self, link: &Link) -> bool {
        match self {
            Self::None => false,
            Self::Named => !link.quiet,
            Self::All => true,
        }
    }
}

/// Where ruby is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ruby {
    /// In brackets after its base: 漢字(かんじ).
    #[default]
    Inline,
    /// On a row of its own above the line, unless it is much longer than its base.
    Above,
}

/// How display formulas are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Formulas {
    /// On one line, as they are copied and found: `(a + b)/c`.
    #[default]
    Linear,
    /// In two dimensions, where the measure is wide enough.
    Stacked,
}

/// Everything besides the document that decides the layout: equal options give equal pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// Cells of a line, the gutter included, see [`Options::text_cells`]. At least 1.
    pub measure: u16,
    /// Cells that lines of code and rows of tables may take before they fold; less than the
    /// measure counts as the measure.
    pub reach: u16,
    /// Cells left of the measure that they may take after that.
    pub outdent: u16,
    pub width: WidthPolicy,
    /// The language of texts that declare none and whose scripts are ambiguous.
    pub language: Language,
    pub indent: Indent,
    pub kinsoku: Kinsoku,
    pub fit: Fit,
    pub spacing: Spacing,
    /// Let one 、。，． hang in a gutter of 2 cells at the right (zh-Hans and ja).
    pub hanging: bool,
    /// Break Korean only at spaces.
    pub keep_all: bool,
    pub justify: bool,
    /// Every ideograph on an even column.
    pub grid: bool,
    /// Hyphenate Latin words in Latin paragraphs.
    pub hyphenate: bool,
    /// Right-to-left words in visual order (UAX #9).
    pub bidi: bool,
    /// Empty rows between the lines of a paragraph: 0 or 1.
    pub leading: u16,
    pub ruby: Ruby,
    pub formulas: Formulas,
    /// Which links have their numbers after them.
    pub numbered_links: NumberedLinks,
    /// Draw signs that terminals clip in another form, see `signs`.
    pub screen_signs: bool,
    /// With `screen_signs`: curly quotes and dashes in Latin prose.
    pub smart_punctuation: bool,
    /// With `screen_signs`: `,` and `.` between Han as `，` and `。` in Chinese prose.
    pub full_width_marks: bool,
    /// Show what the cleaning rules cut, with the name of the rule.
    pub show_cut: bool,
    /// Cells by which wide code and tables are scrolled sideways. None: they are folded.
    pub sideways: Option<u16>,
}

/// The narrowest measure at which a gutter is worth its cells.
const GUTTER_FROM: u16 = 30;

/// Cells of the gutter: a full-width mark.
pub(crate) const GUTTER: u16 = 2;

impl Options {
    /// Whether punctuation of a language hangs past the end of a line.
    pub(crate) fn hangs(&self, language: Language) -> bool {
        self.hanging
            && self.kinsoku != Kinsoku::None
            && matches!(language, Language::ZhHans | Language::Ja)
    }

    /// Whether an article in a language has a gutter, into which punctuation hangs.
    pub(crate) fn has_gutter(&self, language: Language) -> bool {
        self.hangs(language) && self.measure >= GUTTER_FROM
    }

    /// Cells of the blocks of an article in a language: the measure without the gutter, and even
    /// for ideographs. All blocks of an article share it, whatever their own language is, so that
    /// their right edges are in line.
    pub(crate) fn text_cells(&self, language: Language) -> u16 {
        let gutter = if self.has_gutter(language) { GUTTER } else { 0 };
        let cells = self.measure.max(1) - gutter;
        if language.is_full_width() && cells > 2 {
            cells & !1
        } else {
            cells
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            measure: 76,
            reach: 0,
            outdent: 0,
            width: WidthPolicy::default(),
            language: Language::ZhHans,
            indent: Indent::Auto,
            kinsoku: Kinsoku::Basic,
            fit: Fit::Auto,
            spacing: Spacing::Keep,
            hanging: true,
            keep_all: true,
            justify: false,
            grid: false,
            hyphenate: false,
            bidi: false,
            leading: 0,
            ruby: Ruby::Inline,
            formulas: Formulas::Linear,
            numbered_links: NumberedLinks::Named,
            screen_signs: false,
            smart_punctuation: false,
            full_width_marks: false,
            show_cut: false,
            sideways: None,
        }
    }
}
