//! What README, the guide, help and the manual say is compared with the program: command lines,
//! options, settings, keys, files, variables of the environment, exit codes. A false statement fails.

mod command_lines;
mod commands;
mod exit_codes;
mod files;
mod guide;
mod lists;
mod settings;
mod variables;

use crate::pages::root;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::fs;
use std::path::Path;

/// Code in a document.
#[derive(Debug)]
struct Piece {
    /// The file and the line, for whoever repairs it.
    place: String,
    /// The language of a block, as `sh`; `None` for code within a text.
    block: Option<String>,
    text: String,
}

/// README and the guide: the paths from the folder of the project, and the texts.
fn documents() -> Vec<(String, String)> {
    let mut paths = vec![root().join("README.md")];
    for language in ["en", "zh"] {
        let folder = fs::read_dir(root().join("docs").join(language));
        let files = folder
            .into_iter()
            .flatten()
            .map(|file| file.unwrap().path());
        paths.extend(files.filter(|path| path.extension().is_some_and(|it| it == "md")));
    }
    paths.sort();
    let read = |path: &Path| {
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        (name, fs::read_to_string(path).unwrap())
    };
    paths.iter().map(|path| read(path)).collect()
}

/// The code in all documents.
fn pieces() -> Vec<Piece> {
    let documents = documents();
    let all = documents.iter().map(|(name, text)| pieces_of(name, text));
    all.flatten().collect()
}

fn pieces_of(name: &str, text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut block: Option<Piece> = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let before = text.get(..range.start).unwrap_or_default();
        let place = || format!("{name}:{}", before.matches('\n').count() + 1);
        match event {
            Event::Code(code) => pieces.push(Piece {
                place: place(),
                block: None,
                text: code.replace("\\|", "|"),
            }),
            Event::Start(Tag::CodeBlock(kind)) => {
                block = Some(Piece {
                    place: place(),
                    block: Some(match kind {
                        CodeBlockKind::Fenced(language) => language.to_string(),
                        CodeBlockKind::Indented => String::new(),
                    }),
                    text: String::new(),
                });
            }
            Event::Text(line) => {
                if let Some(block) = &mut block {
                    block.text.push_str(&line);
                }
            }
            Event::End(TagEnd::CodeBlock) => pieces.extend(block.take()),
            _ => {}
        }
    }
    pieces
}

/// Fails with all false statements at once.
#[track_caller]
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
