//! Lays out the blocks of a document as lines: spacing, nesting and the choice of the function
//! for each kind of block.

mod credits;
mod frames;
mod paragraph;
mod spacing;

pub(crate) use frames::{MIN_EXTRA, MIN_FOLDED, NARROWEST};

use super::turn::Speakers;
use super::verse::is_verse_at;
use crate::document::{Align, Block, BlockKind, Document, Style, TextId};
use crate::role::Role;
use crate::text::{Language, Script, script};
use crate::typeset::inline::layout::{Scratch, TextLine};
use crate::typeset::labels::Labels;
use crate::typeset::lines::{CompactLines, Frame};
use crate::typeset::room::Rooms;
use crate::typeset::runs::{Separator, ShownTexts};
use crate::typeset::{Anchor, Options};
use std::collections::HashMap;
use std::ops::Range;

/// The deepest nesting of blocks. Documents are built with a lower limit.
const MAX_DEPTH: usize = 200;

/// The surroundings of a block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LayoutContext {
    /// Cells of a line without the prefixes of its frames.
    pub width: u16,
    pub frame: u32,
    /// Cells by which the prefix of the first line is wider than that of the others.
    pub lead: u16,
    /// Paragraphs are indented and separated as running text.
    pub prose: bool,
    pub role: Role,
    pub style: Style,
    pub depth: usize,
    /// Number of bullet lists around the block.
    pub bullets: usize,
    pub separator: Separator,
    /// Texts are repetitions of others on the page.
    pub repeated: bool,
    pub align: Align,
    /// In a row of a table that is stacked: texts start in one column, wherever the source aligns
    /// them.
    pub stacked: bool,
    /// In a table cell: the column was measured by its text, so there is no gutter and the
    /// measure may be odd.
    pub cell: bool,
    /// The language of the paragraph, if it is known already.
    pub language: Option<Language>,
    /// The language that decides how the paragraph is indented and separated.
    pub manner: Option<Language>,
    /// The paragraph belongs to a quotation of several paragraphs in another language than the
    /// article's.
    pub quoted: bool,
    /// The paragraph continues a sentence that a quotation or code interrupts.
    pub continues: bool,
    /// In a list whose markers are part of the text, the cells of its widest number: further lines
    /// are indented to the text after the marker.
    pub handmade: Option<u16>,
    /// The paragraph is verse.
    pub verse: bool,
    /// The paragraph is a credit that needs more than a line, or is beside one.
    pub wraps: bool,
}

impl LayoutContext {
    /// The context of a heading of a table. Its weight and ink are those of its role, softer than
    /// those of a heading above it.
    pub fn heading(self) -> Self {
        let role = match self.role {
            Role::Cut => Role::Cut,
            _ => Role::TableHead,
        };
        Self { role, ..self }
    }

    /// Cells of a line without the indent or the gutter, which display formulas lack.
    pub fn room(self, role: Role) -> usize {
        let spare = if role == Role::Math { 0 } else { 4 };
        usize::from(self.width.saturating_sub(spare))
    }

    /// The context of what is softer than running text, such as the dates of a table.
    pub fn muted(self) -> Self {
        let role = match self.role {
            Role::Body => Role::Byline,
            role => role,
        };
        Self { role, ..self }
    }
}

pub(crate) struct Typesetter<'a> {
    pub document: &'a Document,
    pub options: &'a Options,
    /// The pictures that get room.
    pub rooms: &'a Rooms,
    pub labels: &'static Labels,
    /// What is shown before a block that was cut, by the name of the rule.
    cut_label: &'a dyn Fn(&str) -> String,
    pub texts: ShownTexts,
    pub compact: CompactLines,
    pub anchors: Vec<Anchor>,
    pub language: Language,
    /// Cells of a line outside of all frames, see [`Options::text_cells`].
    pub measure: u16,
    /// Number of frames that were entered since the last line.
    pub first_prefixes: u8,
    /// The separator of the next text.
    pub separator: Separator,
    speakers: Speakers,
    /// The cells of blocks of code that are seen together.
    pub code_widths: HashMap<TextId, usize>,
    /// Number of images so far.
    pub figures: u32,
    /// The marks of figures in cells: indexes in `CompactLines::chrome`, ascending, and the number of
    /// the first picture.
    pub figure_marks: Vec<(u32, u32)>,
    scratch: Scratch,
    protected: Vec<Range<u32>>,
    tears: Vec<u32>,
    text_lines: Vec<TextLine>,
}

/// Lays out a whole document.
pub(crate) fn lay_out<'a>(
    document: &'a Document,
    options: &'a Options,
    rooms: &'a Rooms,
    cut_label: &'a dyn Fn(&str) -> String,
) -> Typesetter<'a> {
    let mut typesetter = Typesetter {
        document,
        options,
        rooms,
        labels: Labels::of(Language::Other),
        cut_label,
        texts: ShownTexts::default(),
        compact: CompactLines::default(),
        anchors: Vec::new(),
        language: Language::Other,
        measure: options.measure.max(1),
        first_prefixes: 0,
        separator: Separator::Paragraph,
        speakers: Speakers::default(),
        code_widths: HashMap::new(),
        figures: 0,
        figure_marks: Vec::new(),
        scratch: Scratch::default(),
        protected: Vec::new(),
        tears: Vec::new(),
        text_lines: Vec::new(),
    };
    typesetter.compact.frames.push(Frame {
        parent: 0,
        first: String::new(),
        rest: String::new(),
        role: Role::Body,
        link: None,
        right: None,
        outdent: 0,
        window: None,
    });
    typesetter.language = document
        .language
        .unwrap_or_else(|| detected(document, options.language));
    typesetter.measure = options.text_cells(typesetter.language);
    typesetter.labels = labels(document, typesetter.language);
    typesetter.speakers = Speakers::of(&document.blocks, typesetter.language);
    let context = LayoutContext {
        width: typesetter.measure,
        frame: 0,
        lead: 0,
        prose: true,
        role: Role::Body,
        style: Style::PLAIN,
        depth: 0,
        bullets: 0,
        separator: Separator::Paragraph,
        repeated: false,
        align: Align::Start,
        stacked: false,
        cell: false,
        language: None,
        manner: None,
        quoted: false,
        continues: false,
        handmade: None,
        verse: false,
        wraps: false,
    };
    typesetter.code_widths = typesetter.widths_of_code(context);
    let mut last = None;
    typesetter.sequence(&document.blocks, context, Spread::Loose, &mut last);
    let ruled = last == Some(SpacingKind::Rule);
    typesetter.footnotes(&document.footnotes, ruled, context);
    typesetter
}

/// The language of an article that declares none. `known`: the language of its file, which is
/// kept for a Korean or Japanese article that begins with much Latin text.
fn detected(document: &Document, known: Language) -> Language {
    let mut sample = String::new();
    sample_prose(&document.blocks, &mut sample, 0);
    match Language::detect_or(&sample, known) {
        Language::Latin
            if matches!(known, Language::Ja | Language::Ko)
                && has_letters_of(known, sample.chars()) =>
        {
            known
        }
        language => language,
    }
}

/// The labels for an article. Languages in other letters, such as Cyrillic, are detected as Latin,
/// because they break lines alike, but English labels would be foreign to them.
fn labels(document: &Document, language: Language) -> &'static Labels {
    if language != Language::Latin {
        return Labels::of(language);
    }
    let mut sample = String::new();
    sample_prose(&document.blocks, &mut sample, 0);
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let latin = sample.chars().filter(char::is_ascii_alphabetic).count();
    Labels::of(if letters > 2 * latin {
        Language::Other
    } else {
        language
    })
}

/// Whether a text has letters of the script in which a language is written.
fn has_letters_of(language: Language, mut letters: impl Iterator<Item = char>) -> bool {
    match language {
        Language::Ko => letters.any(|c| script(c) == Script::Hangul),
        _ if language.is_full_width() => {
            letters.any(|c| matches!(script(c), Script::Han | Script::Kana))
        }
        _ => false,
    }
}

/// Collects the first few thousand bytes of prose.
fn sample_prose(blocks: &[Block], sample: &mut String, depth: usize) {
    for block in blocks {
        if sample.len() > 4_000 || depth > 8 {
            return;
        }
        match &block.kind {
            BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. } => {
                text.runs
                    .iter()
                    .for_each(|run| sample.extend(run.text.chars().take(1_000)));
            }
            BlockKind::Quote { blocks, .. } | BlockKind::Group { blocks } => {
                sample_prose(blocks, sample, depth + 1);
            }
            BlockKind::List { items, .. } => {
                items
                    .iter()
                    .for_each(|item| sample_prose(&item.blocks, sample, depth + 1));
            }
            _ => {}
        }
    }
}

/// Kinds of blocks with respect to the space between two of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SpacingKind {
    Prose,
    /// A question or a new speaker of an interview.
    Turn,
    /// A centred line. Several in a row belong together.
    Centred,
    /// The author or another contributor. Several in a row belong together.
    Credit,
    Heading,
    /// A rule, or a line of signs that divides scenes.
    Rule,
    Quote,
    Other,
}

/// How far apart blocks are, in CommonMark's words for lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spread {
    Loose,
    /// Without empty lines.
    Tight,
}

impl Typesetter<'_> {
    /// Lays out blocks one below the other.
    pub fn blocks(&mut self, blocks: &[Block], context: LayoutContext) {
        self.sequence(blocks, context, Spread::Loose, &mut None);
    }

    /// Lays out blocks one below the other, without empty lines between them.
    pub fn tight_blocks(&mut self, blocks: &[Block], context: LayoutContext) {
        self.sequence(blocks, context, Spread::Tight, &mut None);
    }

    fn sequence(
        &mut self,
        blocks: &[Block],
        context: LayoutContext,
        spread: Spread,
        last: &mut Option<SpacingKind>,
    ) {
        if context.depth > MAX_DEPTH {
            return;
        }
        for (index, block) in blocks.iter().enumerate() {
            if block.cut.is_some() && !self.options.show_cut {
                continue;
            }
            if let (BlockKind::Group { blocks }, None) = (&block.kind, block.cut) {
                let context = LayoutContext {
                    depth: context.depth + 1,
                    ..context
                };
                self.sequence(blocks, context, spread, last);
                continue;
            }
            let verse = is_verse_at(blocks, index, self.options.width);
            let Some(kind) = self.spacing_kind(block, verse) else {
                continue;
            };
            if matches!(block.kind, BlockKind::Rule)
                && (matches!(last, Some(SpacingKind::Rule | SpacingKind::Heading))
                    || self.heads_next(blocks, index))
            {
                continue;
            }
            let context = LayoutContext { verse, ..context };
            let context = match &block.kind {
                BlockKind::Paragraph { text, .. } => {
                    self.in_languages(text, blocks, index, context)
                }
                _ => context,
            };
            let mark = self.compact.lines.len();
            if let Some(last) = *last {
                self.push_gap(last, kind, context, spread);
            }
            let content = self.compact.lines.len();
            self.separator = if spread == Spread::Tight && last.is_some() {
                Separator::Line
            } else {
                self.separator
            };
            match block.cut {
                Some(rule) => self.cut(block, rule, context),
                None => self.block(block, context),
            }
            if self.compact.lines.len() == content {
                // An empty block has no gap either.
                self.compact.lines.truncate(mark);
            } else {
                *last = Some(kind);
            }
        }
    }

    /// Whether the next block that is shown is a heading: it parts the text enough without a rule.
    fn heads_next(&self, blocks: &[Block], index: usize) -> bool {
        let is_shown = |block: &&Block| block.cut.is_none() || self.options.show_cut;
        let mut below = blocks.iter().skip(index + 1).filter(is_shown);
        below
            .next()
            .is_some_and(|block| matches!(block.kind, BlockKind::Heading { .. }))
    }

    fn cut(&mut self, block: &Block, rule: &str, context: LayoutContext) {
        let label = (self.cut_label)(rule);
        let mark = self.options.width.narrow("⋯ ", "~ ").to_owned();
        self.push_label(&format!("{mark}{label}"), Role::Cut, context);
        let bar = self.options.width.narrow("┆ ", ": ").to_owned();
        let inner = self.enter_frame(&bar, &bar, Role::Cut, None, context);
        let inner = LayoutContext {
            role: Role::Cut,
            prose: false,
            ..inner
        };
        self.block(block, inner);
        self.leave_frame();
    }

    fn block(&mut self, block: &Block, context: LayoutContext) {
        match &block.kind {
            BlockKind::Paragraph { text, role, align } => {
                self.paragraph(text, *role, *align, context);
            }
            BlockKind::Heading { level, text, .. } => self.heading(*level, text, context),
            BlockKind::Quote { blocks, source } => self.quote(blocks, source.as_ref(), context),
            BlockKind::List { kind, items, tight } => self.list(kind, items, *tight, context),
            BlockKind::Definitions { entries } => self.definitions(entries, context),
            BlockKind::Code { text, language } => self.code(text, language.as_deref(), context),
            BlockKind::Preserved { text } => self.kept_lines(text, context),
            BlockKind::Table(table) => self.table(table, context),
            BlockKind::Figure { images, caption } => self.figure(images, caption.as_ref(), context),
            BlockKind::Media { kind, text } => self.media(*kind, text, context),
            BlockKind::Math { text, formula, .. } => self.formula(text, formula, context),
            BlockKind::Rule => self.rule(context),
            BlockKind::Details { summary, blocks } => {
                let mark = self.options.width.narrow("▾ ", "v ").to_owned();
                self.marked_text(&mark, summary, Role::Strong, None, context);
                let inner = self.enter_frame("  ", "  ", Role::Marker, None, context);
                self.blocks(
                    blocks,
                    LayoutContext {
                        prose: false,
                        ..inner
                    },
                );
                self.leave_frame();
            }
            BlockKind::Notice {
                kind,
                title,
                blocks,
            } => self.notice(*kind, title.as_ref(), blocks, context),
            BlockKind::Group { blocks } => {
                let context = LayoutContext {
                    depth: context.depth + 1,
                    ..context
                };
                self.blocks(blocks, context);
            }
        }
    }
}
