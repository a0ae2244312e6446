//! Footnotes: notes and their calls find each other.
//!
//! An item of a list is a note by its name or its list. A paragraph is one if its name is a
//! note's, or that of an anchor at its head (Word), and a mark in the text calls it.

use crate::document::html::build::builder::Note;
use crate::document::html::build::link::percent_encode;
use crate::document::{Block, BlockKind, Document, Footnote, Inline, Link, LinkNumber, Text};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// How the names of notes begin, before a digit.
const HEADS: &[&str] = &[
    "fn",
    "fn:",
    "fn-",
    "fn_",
    "footnote",
    "footnote-",
    "footnote_",
    "cite_note-",
    "_ftn",
    "_edn",
    "sdfootnote",
    "sdendnote",
    "endnote",
    "endnote-",
    "easy-footnote-bottom-",
    "user-content-fn-",
];

/// What a link says that only leads back into the text.
const BACK: &[&str] = &["返回", "返回正文", "回到正文", "戻る", "back", "Back"];

/// Whether a name is that of a note, and not of the place that calls it.
pub fn is_id(id: &str) -> bool {
    let digits = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let note = HEADS.iter().filter_map(|head| id.strip_prefix(head));
    note.clone().any(digits) && !id.ends_with("anc")
}

/// The token of a paragraph that is a note if something calls it: no class has a `#` in it.
pub fn token(id: &str) -> String {
    format!("note#{id}")
}

/// Gives notes their labels, in the order of their references. `anchors` are the names of all
/// places of the document.
pub fn footnotes(document: &mut Document, mut notes: Vec<Note>, anchors: &[String]) {
    let links = std::mem::take(&mut document.links);
    let within = Within::of(&links, anchors);
    let called = called(document, &within);
    take_paragraphs(&mut document.blocks, &called, &mut notes);
    if !notes.is_empty() {
        label(document, notes, &within);
    }
    document.links = links;
}

/// The places of this document that links lead to, by the links' numbers.
struct Within(HashMap<LinkNumber, String>);

impl Within {
    /// A page may name its own places with its whole address.
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

/// The names that marks of notes lead to.
fn called(document: &mut Document, within: &Within) -> HashSet<String> {
    let mut called = HashSet::new();
    document.visit_texts_mut(&mut |text| {
        for run in &text.runs {
            if let Some(id) = within.id(run)
                && is_mark(bare(&run.text))
            {
                called.insert(id.to_owned());
            }
        }
    });
    called
}

/// A mark without its brackets.
fn bare(mark: &str) -> &str {
    mark.trim_matches([
        '[', ']', '(', ')', '［', '］', '〔', '〕', '（', '）', '^', ' ',
    ])
}

fn is_mark(bare: &str) -> bool {
    let length = bare.chars().count();
    let sign = |c: char| c.is_ascii_alphanumeric() || c.is_numeric() || "*†‡§注註".contains(c);
    (1..=4).contains(&length) && bare.chars().all(sign)
}

/// Takes the paragraphs that are notes and are called out of the blocks.
fn take_paragraphs(blocks: &mut Vec<Block>, called: &HashSet<String>, notes: &mut Vec<Note>) {
    if called.is_empty() {
        return;
    }
    for block in blocks.iter_mut() {
        block.for_children_mut(&mut |inner| take_paragraphs(inner, called, notes));
    }
    let id = |block: &Block| {
        let tokens = block.hints.as_ref().map(|hints| hints.tokens.iter());
        let id = tokens?.find_map(|token| token.strip_prefix("note#"))?;
        Some(id.to_owned()).filter(|id| called.contains(&percent_encode(id)))
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

fn label(document: &mut Document, notes: Vec<Note>, within: &Within) {
    // Of two notes of one name the first is the one that is called.
    let mut waiting: HashMap<String, Note> = HashMap::new();
    let mut second = Vec::new();
    for note in notes {
        match waiting.entry(percent_encode(&note.id)) {
            Entry::Vacant(entry) => drop(entry.insert(note)),
            Entry::Occupied(_) => second.push(note),
        }
    }
    let mut index: HashMap<String, u32> = HashMap::new();
    let mut found: Vec<Footnote> = Vec::new();
    let mut resolve = |run: &mut Inline, found: &mut Vec<Footnote>| {
        let Some(id) = within.id(run) else { return };
        // Two calls of the same note beside each other are one run.
        let marks: Vec<&str> = run.text.split("][").map(bare).collect();
        let at = match index.get(id) {
            Some(at) => *at,
            None => {
                let Some(note) = waiting.remove(id) else {
                    return;
                };
                let at = found.len() as u32;
                found.push(Footnote {
                    label: marks.first().copied().unwrap_or_default().to_owned(),
                    blocks: note.blocks,
                });
                index.insert(id.to_owned(), at);
                at
            }
        };
        let one = |mark: &&str| !mark.is_empty() && !mark.contains(char::is_whitespace);
        if marks.iter().all(one) {
            let calls: String = marks.into_iter().map(Footnote::call).collect();
            // A blank before other text of another look is in this run.
            let blanks = run.text.len() - run.text.trim_end().len();
            let blanks = run.text.split_off(run.text.len() - blanks);
            run.text = calls + &blanks;
        }
        run.link = None;
        run.footnote = Some(at);
    };
    document.visit_texts_mut(&mut |text| {
        text.runs
            .iter_mut()
            .for_each(|run| resolve(run, &mut found));
    });
    // Notes that call notes: each round may find more.
    let mut done = 0;
    while done < found.len() {
        let mut blocks = std::mem::take(&mut found[done].blocks);
        for block in &mut blocks {
            block.visit_texts_mut(&mut |text| {
                text.runs
                    .iter_mut()
                    .for_each(|run| resolve(run, &mut found));
            });
        }
        found[done].blocks = blocks;
        done += 1;
    }
    found.extend(uncalled(waiting.into_values().chain(second)));
    for note in &mut found {
        let mut first = true;
        for block in &mut note.blocks {
            block.visit_texts_mut(&mut |text| {
                cut_back_links(text, within);
                if std::mem::take(&mut first) {
                    cut_mark(text, &note.label, within);
                }
            });
        }
    }
    document.footnotes = found;
}

/// What nothing refers to is shown all the same.
fn uncalled(notes: impl Iterator<Item = Note>) -> impl Iterator<Item = Footnote> {
    let mut rest: Vec<Note> = notes.collect();
    rest.sort_by(|a, b| a.id.cmp(&b.id));
    rest.into_iter().map(|note| {
        let label = note.id.trim_start_matches(|c: char| !c.is_ascii_digit());
        let label = match label {
            "" => note.id.trim_start_matches("fn:"),
            label => label,
        };
        Footnote {
            label: label.to_owned(),
            blocks: note.blocks,
        }
    })
}

/// An arrow in a note that leads back into the text: the reader's own keys do.
fn cut_back_links(text: &mut Text, within: &Within) {
    for run in &mut text.runs {
        let words = run.text.trim();
        let back = !words.contains(char::is_alphanumeric) || BACK.contains(&words);
        if back && within.id(run).is_some() {
            run.cut = run.cut.or(Some(crate::document::html::BACK_LINK));
        }
    }
}

/// The mark of a note at its own head, and what leads back from there (`^ a b`).
fn cut_mark(text: &mut Text, label: &str, within: &Within) {
    let leads =
        |run: &Inline| within.id(run).is_some() && is_mark(&bare(&run.text).replace('.', ""));
    let rest = |run: &Inline| !run.text.contains(char::is_alphanumeric) && run.link.is_none();
    let head = text
        .runs
        .iter()
        .take_while(|run| run.cut.is_some() || leads(run) || rest(run));
    let head = head.count();
    let head = text
        .runs
        .iter()
        .take(head)
        .rposition(|run| run.cut.is_some() || leads(run));
    if let Some(last) = head {
        for run in text.runs.iter_mut().take(last + 1) {
            run.cut = run.cut.or(Some(crate::document::html::BACK_LINK));
        }
    }
    let Some(at) = text.runs.iter().position(|run| run.cut.is_none()) else {
        return;
    };
    let Some(run) = text.runs.get_mut(at) else {
        return;
    };
    let length = mark_length(&run.text, label).unwrap_or_else(|| {
        // Nor do the blanks behind a mark that was cut stand at the head.
        let blanks = run.text.len() - run.text.trim_start().len();
        blanks.min(at * run.text.len())
    });
    if length == 0 {
        return;
    }
    let kept = run.text.split_off(length);
    let mut more = run.clone();
    more.text = kept;
    run.cut = Some(crate::document::html::BACK_LINK);
    text.runs.insert(at + 1, more);
}

/// The bytes of `[1] `, `1. ` and their like at the head of a note.
fn mark_length(text: &str, label: &str) -> Option<usize> {
    let open = text.trim_start_matches(['[', '(', '［', '〔', '（', '^', ' ']);
    let after = open.strip_prefix(label).filter(|_| !label.is_empty())?;
    let rest =
        after.trim_start_matches([']', ')', '］', '〕', '）', '.', '．', '、', ':', '：', ' ']);
    let parted = rest.len() < after.len() && !rest.is_empty();
    let year = after.starts_with('.') && rest.starts_with(|c: char| c.is_ascii_digit());
    (parted && !year).then_some(text.len() - rest.len())
}
