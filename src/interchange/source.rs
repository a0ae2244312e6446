//! Reads a file or a folder and recognises its format by content.

use super::fault::{Fault, FaultKind};
use super::format::Format;
use super::item::{Highlight, Item, MAX_ITEMS};
use super::{html, json, markdown, table};
use crate::fs;
use crate::library::decode;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Maximum bytes of an import, and of one file of a folder.
const MAX_BYTES: usize = 256 << 20;
const MAX_PART: usize = 16 << 20;

/// Maximum files that are looked at in a folder.
const MAX_FILES: usize = 200_000;

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Import {
    /// `None` if the format is not known.
    pub format: Option<Format>,
    pub items: Vec<Item>,
    /// Entries about these items with other texts.
    pub texts: Vec<Item>,
    pub faults: Vec<Fault>,
    /// The places of the items, by [`key`].
    places: HashMap<String, usize>,
    /// Further entries about items, by the places of these.
    others: HashMap<usize, Vec<Item>>,
}

impl Import {
    fn failed(kind: FaultKind) -> Self {
        Self {
            faults: vec![Fault::whole(kind)],
            ..Self::default()
        }
    }

    fn take(&mut self, entry: Result<Item, Fault>) {
        match entry {
            Ok(item) if self.items.len() < MAX_ITEMS => self.add(item),
            Ok(_)
                if self
                    .faults
                    .iter()
                    .any(|fault| fault.kind == FaultKind::TooMany) => {}
            Ok(_) => self.faults.push(Fault::whole(FaultKind::TooMany)),
            Err(fault) => self.faults.push(fault),
        }
    }

    fn add(&mut self, item: Item) {
        let place = *self.places.entry(key(&item)).or_insert(self.items.len());
        if place < self.items.len() {
            self.others.entry(place).or_default().push(item);
        } else {
            self.items.push(item);
        }
    }

    /// All entries were read: unites those about one item.
    fn united(mut self) -> Self {
        for (place, others) in std::mem::take(&mut self.others) {
            if let Some(item) = self.items.get_mut(place) {
                let mut texts: HashSet<&str> = ["", &item.body].into();
                let more = others.iter().filter(|other| texts.insert(&other.body));
                let more = more.filter(|_| !item.body.is_empty());
                self.texts.extend(more.cloned());
                item.unite(others);
            }
        }
        self
    }
}

/// Entries with the same key are one item.
fn key(item: &Item) -> String {
    let kind = match (&*item.own.id, &*item.address) {
        ("", "") => 't',
        ("", _) => 'a',
        _ => 'i',
    };
    let name = match kind {
        't' => &item.title,
        'a' => &item.address,
        _ => &item.own.id,
    };
    let print = item.own.fingerprint.written().unwrap_or_default();
    format!("{kind}{print}{name}")
}

/// Reads a file, or a folder with an unpacked export.
///
/// # Errors
/// It does not exist or cannot be read.
pub(crate) fn read_path(path: &Path) -> io::Result<Import> {
    if std::fs::metadata(path)?.is_dir() {
        return read_folder(path);
    }
    let (bytes, more) = fs::read(path, MAX_BYTES)?;
    Ok(if more {
        Import::failed(FaultKind::TooLarge)
    } else {
        read_bytes(&bytes)
    })
}

/// Reads the content of a file.
///
/// # Errors
/// Reading fails.
pub(crate) fn read_stream(from: impl io::Read) -> io::Result<Import> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() > MAX_BYTES {
        Import::failed(FaultKind::TooLarge)
    } else {
        read_bytes(&bytes)
    })
}

/// Reads bytes.
pub(crate) fn read_bytes(bytes: &[u8]) -> Import {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\x1f\x8b") {
        return Import::failed(FaultKind::Archive);
    }
    let mut import = Import::default();
    let text = decode(bytes);
    let format = read_text(&text, &mut |entry| import.take(entry));
    if format.is_none() {
        return Import::failed(FaultKind::UnknownFormat);
    }
    import.format = format;
    import.united()
}

/// Reads a text of any format.
fn read_text(text: &str, take: &mut dyn FnMut(Result<Item, Fault>)) -> Option<Format> {
    let start = text.trim_start();
    match start.as_bytes().first() {
        Some(b'{') => json::read_results(start, take).or_else(|| {
            json::read_lines(text, take);
            Some(Format::Kanbao)
        }),
        Some(b'[') => json::read_list(start, &|_| Default::default(), take),
        Some(b'<') => Some(html::read(start, take)),
        Some(_) if start.starts_with("---\n") => markdown::read_file(start).map(|item| {
            take(item.map_err(Fault::whole));
            Format::KanbaoMarkdown
        }),
        Some(_) => table::read(start, take),
        None => None,
    }
}

/// Reads a folder: the lists of Omnivore, Markdown files, or what another export was packed of.
fn read_folder(folder: &Path) -> io::Result<Import> {
    let names = files(folder)?;
    let is_list = |name: &&PathBuf| {
        let name = name.to_string_lossy();
        name.starts_with("metadata_") && name.ends_with(".json")
    };
    let mut import = Import::default();
    let lists: Vec<&PathBuf> = names.iter().filter(is_list).collect();
    for name in &lists {
        let files = |slug: &str| (quotes(folder, slug), content(folder, slug));
        read_part(folder, name, &mut import, &|text, take| {
            json::read_list(text, &files, take)
        });
    }
    if lists.is_empty() {
        let is_markdown = |name: &&PathBuf| name.extension().is_some_and(|end| end == "md");
        for name in names.iter().filter(is_markdown) {
            read_part(folder, name, &mut import, &|text, take| {
                let item = markdown::read_file(text)?;
                take(item.map_err(Fault::whole));
                Some(Format::KanbaoMarkdown)
            });
        }
    }
    if import.items.is_empty() && import.faults.is_empty() {
        let is_export = |name: &&PathBuf| {
            let end = name.extension().and_then(|end| end.to_str());
            end.is_some_and(|end| ["csv", "html", "json", "jsonl"].contains(&end))
        };
        for name in names.iter().filter(is_export) {
            read_part(folder, name, &mut import, &|text, take| {
                read_text(text, take)
            });
        }
    }
    if import.items.is_empty() && import.faults.is_empty() {
        return Ok(Import::failed(FaultKind::UnknownFormat));
    }
    Ok(import.united())
}

/// The files of a folder and of the folders in it, relative to it, in order. Links are not
/// followed.
fn files(folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        let entries = match std::fs::read_dir(folder.join(&inner)) {
            Ok(entries) => entries,
            Err(error) if inner.as_os_str().is_empty() => return Err(error),
            Err(_) => continue,
        };
        for entry in entries.flatten() {
            let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let name = inner.join(entry.file_name());
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !is_hidden => folders.push(name),
                Ok(kind) if kind.is_file() && found.len() < MAX_FILES => {
                    found.insert(name);
                }
                _ => {}
            }
        }
    }
    Ok(found)
}

type ReadPart<'r> = dyn Fn(&str, &mut dyn FnMut(Result<Item, Fault>)) -> Option<Format> + 'r;

/// Reads one file of a folder. A file of another kind is passed over: a folder of notes has many.
fn read_part(folder: &Path, name: &Path, import: &mut Import, read: &ReadPart<'_>) {
    let file = || name.to_string_lossy().into_owned();
    let bytes = match fs::read(&folder.join(name), MAX_PART) {
        Ok((bytes, false)) => Ok(bytes),
        Ok(_) => Err(FaultKind::TooLarge),
        Err(_) => Err(FaultKind::Unreadable),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(kind) => {
            let file = file();
            return import.faults.push(Fault { file, row: 0, kind });
        }
    };
    let format = read(&decode(&bytes), &mut |entry| {
        import.take(entry.map_err(|fault| Fault {
            file: file(),
            ..fault
        }));
    });
    import.format = format.or(import.format);
}

/// The highlights of an article of Omnivore, which have a file of their own.
fn quotes(folder: &Path, slug: &str) -> Vec<Highlight> {
    let bytes = file_of(folder, "highlights", slug, "md");
    bytes.map_or(Vec::new(), |bytes| markdown::read_quotes(&decode(&bytes)))
}

/// The text of an article of Omnivore.
fn content(folder: &Path, slug: &str) -> String {
    let bytes = file_of(folder, "content", slug, "html");
    bytes.map_or_else(String::new, |bytes| decode(&bytes).into_owned())
}

/// A file about an article. The name comes from the export, so it must be that of a file in the
/// folder.
fn file_of(folder: &Path, kind: &str, slug: &str, extension: &str) -> Option<Vec<u8>> {
    let is_name = !slug.contains(['/', '\\', '\0']) && !slug.is_empty();
    let path = folder.join(kind).join(format!("{slug}.{extension}"));
    let read = is_name.then(|| fs::read(&path, MAX_PART).ok()).flatten();
    read.map(|(bytes, _)| bytes)
}
