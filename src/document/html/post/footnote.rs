//! Resolves footnotes: connects them with their references in the text.
//!
//! A list item is a footnote by its id or its list. A paragraph is one if it has the id of a
//! footnote, or starts with such an anchor (Word), and a reference mark in the text links to it.

use crate::document::address::percent_encode;
use crate::document::html::build::footnote::{Note, id_of_token};
use crate::document::html::rule_names::BACK_LINK;
use crate::document::note_mark;
use crate::document::script::is_raised;
use crate::document::{Block, BlockKind, Document, Footnote, Inline, Link, LinkNumber, Text};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// Maximum characters of a reference mark without brackets.
const MAX_MARK: usize = 4;

/// Texts of links that lead back from a footnote.
const BACK_TEXTS: &[&str] = &["返回", "返回正文", "回到正文", "戻る", "back", "Back"];

/// Gives footnotes their labels, in the order of their references. `anchors` are all ids of the
/// document.
pub fn resolve_footnotes(document: &mut Document, mut notes: Vec<Note>, anchors: &[String]) {
    let links = std::mem::take(&mut document.links);
    let internal = InternalLinks::of(&links, anchors);
    let referenced = referenced(document, &internal);
    take_paragraphs(&mut document.blocks, &referenced, &mut notes);
    if !notes.is_empty() {
        label(document, notes, &internal);
    }
    document.links = links;
}

/// The ids in this document that links lead to, by link number.
struct InternalLinks(HashMap<LinkNumber, String>);

impl InternalLinks {
    /// A page may also link to its own anchors with its whole address.
    fn of(links: &[Link], anchors: &[String]) -> Self {
        let known: HashSet<String> = anchors.iter().map(|id| percent_encode(id)).collect();
        let ids = links.iter().zip(1..).filter_map(|(link, number)| {
            let (page, id) = link.address.split_once('#')?;
            (page.is_empty() || known.contains(id)).then(|| (number, id.to_owned()))
        });
        Self(ids.collect())
    }

    fn id(&self, run: &Inline) -> Option<&str> {
        self.0.get(&run.link?).map(String::as_str)
    }
}

/// The ids that reference marks lead to.
fn referenced(document: &mut Document, internal: &InternalLinks) -> HashSet<String> {
    let mut referenced = HashSet::new();
    document.visit_texts_mut(&mut |text| {
        for run in &text.runs {
            if let Some(id) = internal.id(run)
                && is_mark(without_brackets(&run.text))
            {
                referenced.insert(id.to_owned());
            }
        }
    });
    referenced
}

/// A reference mark without its brackets.
fn without_brackets(mark: &str) -> &str {
    mark.trim_matches([
        '[', ']', '(', ')', '［', '］', '〔', '〕', '（', '）', '^', ' ',
    ])
}

fn is_mark(text: &str) -> bool {
    let length = text.chars().count();
    let is_sign = |c: char| c.is_ascii_alphanumeric() || c.is_numeric() || "*†‡§注註".contains(c);
    (1..=MAX_MARK).contains(&length) && text.chars().all(is_sign)
}

/// Moves the paragraphs that are footnotes with a reference from the blocks to the notes.
fn take_paragraphs(blocks: &mut Vec<Block>, referenced: &HashSet<String>, notes: &mut Vec<Note>) {
    if referenced.is_empty() {
        return;
    }
    for block in blocks.iter_mut() {
        block.for_children_mut(&mut |inner| take_paragraphs(inner, referenced, notes));
    }
    let id = |block: &Block| {
        let tokens = block.hints.as_ref().map(|hints| hints.tokens.iter());
        let id = tokens?.find_map(|token| id_of_token(token))?;
        Some(id.to_owned()).filter(|id| referenced.contains(&percent_encode(id)))
    };
    let taken = blocks.extract_if(.., |block| id(block).is_some());
    notes.extend(taken.filter_map(|block| {
        Some(Note {
            id: id(&block)?,
            blocks: vec![block],
        })
    }));
    blocks.retain(|block| !matches!(&block.kind, BlockKind::Group { blocks } if blocks.is_empty()));
}

/// Resolves the references of a document, and those in its footnotes.
fn label(document: &mut Document, notes: Vec<Note>, internal: &InternalLinks) {
    let mut resolver = Resolver::of(notes, internal);
    document.visit_texts_mut(&mut |text| resolver.resolve_text(text));
    // Footnotes may refer to footnotes: each round may find more.
    let mut done = 0;
    while done < resolver.found.len() {
        let mut blocks = std::mem::take(&mut resolver.found[done].blocks);
        for block in &mut blocks {
            block.visit_texts_mut(&mut |text| resolver.resolve_text(text));
        }
        resolver.found[done].blocks = blocks;
        done += 1;
    }
    document.footnotes = resolver.finish();
    for note in &mut document.footnotes {
        let mut is_first = true;
        for block in &mut note.blocks {
            block.visit_texts_mut(&mut |text| {
                cut_back_links(text, internal);
                if std::mem::take(&mut is_first) {
                    cut_mark(text, &note.label, internal);
                }
            });
        }
    }
}

struct Resolver<'a> {
    internal: &'a InternalLinks,
    /// Footnotes without a reference so far, by id as it is written in links.
    waiting: HashMap<String, Note>,
    /// Further footnotes with an id that another one has: no reference leads to them.
    duplicates: Vec<Note>,
    /// Footnotes in the order of their first references.
    found: Vec<Footnote>,
    /// Indices in `found` by id.
    index: HashMap<String, u32>,
}

impl<'a> Resolver<'a> {
    fn of(notes: Vec<Note>, internal: &'a InternalLinks) -> Self {
        let mut waiting: HashMap<String, Note> = HashMap::new();
        let mut duplicates = Vec::new();
        for note in notes {
            match waiting.entry(percent_encode(&note.id)) {
                Entry::Vacant(entry) => drop(entry.insert(note)),
                Entry::Occupied(_) => duplicates.push(note),
            }
        }
        Self {
            internal,
            waiting,
            duplicates,
            found: Vec::new(),
            index: HashMap::new(),
        }
    }

    fn resolve_text(&mut self, text: &mut Text) {
        let mut after_call = false;
        // Whether a raised digit here would change the number before it.
        let mut after_number = false;
        for run in &mut text.runs {
            self.resolve(run);
            let is_call = run.footnote.is_some();
            if is_call && run.text.starts_with(is_raised) {
                if after_call {
                    // `¹,²` are two notes, `¹²` is the twelfth.
                    run.text.insert(0, ',');
                } else if after_number {
                    // `10²` is a hundred.
                    let end = run.text.trim_end().len();
                    run.text.insert(end, '⁾');
                    run.text.insert(0, '⁽');
                }
            }
            after_call = is_call && run.text.ends_with(is_raised);
            after_number = run
                .text
                .ends_with(|c: char| c.is_ascii_digit() || is_raised(c));
        }
    }

    /// Makes a run that links to a footnote a reference to it.
    fn resolve(&mut self, run: &mut Inline) {
        let Some(id) = self.internal.id(run) else {
            return;
        };
        // Two adjacent references to the same footnote are one run.
        let marks: Vec<&str> = run.text.split("][").map(without_brackets).collect();
        let at = match self.index.get(id) {
            Some(at) => *at,
            None => {
                let Some(note) = self.waiting.remove(id) else {
                    return;
                };
                let at = self.found.len() as u32;
                self.found.push(Footnote {
                    label: marks.first().copied().unwrap_or_default().to_owned(),
                    blocks: note.blocks,
                });
                self.index.insert(id.to_owned(), at);
                at
            }
        };
        let is_label = |mark: &&str| !mark.is_empty() && !mark.contains(char::is_whitespace);
        if marks.iter().all(is_label) {
            let calls: Vec<String> = marks.into_iter().map(note_mark).collect();
            let calls = calls.join(",");
            // The space before the next word may be part of this run.
            let space = run.text.len() - run.text.trim_end().len();
            let space = run.text.split_off(run.text.len() - space);
            run.text = calls + &space;
        }
        run.link = None;
        run.footnote = Some(at);
    }

    /// All footnotes. Those without a reference are shown as well, last.
    fn finish(self) -> Vec<Footnote> {
        let mut rest: Vec<Note> = self.waiting.into_values().chain(self.duplicates).collect();
        rest.sort_by(|a, b| a.id.cmp(&b.id));
        let rest = rest.into_iter().map(|note| {
            let digits = note.id.trim_start_matches(|c: char| !c.is_ascii_digit());
            let label = match digits {
                "" => note.id.trim_start_matches("fn:"),
                digits => digits,
            };
            Footnote {
                label: label.to_owned(),
                blocks: note.blocks,
            }
        });
        self.found.into_iter().chain(rest).collect()
    }
}

/// Cuts links in a footnote that lead back into the text. The reader has keys for that.
fn cut_back_links(text: &mut Text, internal: &InternalLinks) {
    for run in &mut text.runs {
        let words = run.text.trim();
        let is_back = !words.contains(char::is_alphanumeric) || BACK_TEXTS.contains(&words);
        if is_back && internal.id(run).is_some() {
            run.cut = run.cut.or(Some(BACK_LINK));
        }
    }
}

/// Cuts the mark at the start of a footnote, and links back into the text there (`^ a b`).
fn cut_mark(text: &mut Text, label: &str, internal: &InternalLinks) {
    let is_link = |run: &Inline| {
        internal.id(run).is_some() && is_mark(&without_brackets(&run.text).replace('.', ""))
    };
    let is_separator =
        |run: &Inline| !run.text.contains(char::is_alphanumeric) && run.link.is_none();
    let head = text
        .runs
        .iter()
        .take_while(|run| run.cut.is_some() || is_link(run) || is_separator(run));
    let head = head.count();
    let mut runs = text.runs.iter().take(head);
    let head = runs.rposition(|run| run.cut.is_some() || is_link(run));
    if let Some(last) = head {
        for run in text.runs.iter_mut().take(last + 1) {
            run.cut = run.cut.or(Some(BACK_LINK));
        }
    }
    let Some(at) = text.runs.iter().position(|run| run.cut.is_none()) else {
        return;
    };
    let Some(run) = text.runs.get_mut(at) else {
        return;
    };
    let length = mark_length(&run.text, label).unwrap_or_else(|| {
        // White space after a mark that was cut is cut, too. If no run was, `at` is 0.
        let space = run.text.len() - run.text.trim_start().len();
        space.min(at * run.text.len())
    });
    if length == 0 {
        return;
    }
    let kept = run.text.split_off(length);
    let mut more = run.clone();
    more.text = kept;
    run.cut = Some(BACK_LINK);
    text.runs.insert(at + 1, more);
}

/// The number of bytes of `[1] `, `1. ` and similar at the start of a footnote.
fn mark_length(text: &str, label: &str) -> Option<usize> {
    let open = text.trim_start_matches(['[', '(', '［', '〔', '（', '^', ' ']);
    let after = open.strip_prefix(label).filter(|_| !label.is_empty())?;
    let rest =
        after.trim_start_matches([']', ')', '］', '〕', '）', '.', '．', '、', ':', '：', ' ']);
    let is_separated = rest.len() < after.len() && !rest.is_empty();
    // `1.5` is a number, not a mark.
    let is_decimal = after.starts_with('.') && rest.starts_with(|c: char| c.is_ascii_digit());
    (is_separated && !is_decimal).then_some(text.len() - rest.len())
}
