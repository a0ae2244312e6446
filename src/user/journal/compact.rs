//! Compaction: replaces the files of this machine by one with the same meaning. Files of other
//! machines, and of instances that are running, are not touched.

use super::gaps::Gaps;
use super::history::StepIndex;
use super::lines::{Line, Lines};
use super::own::machine_name;
use super::{Journal, listed};
use crate::fs::Lock;
use crate::user::event::{Event, Stamp, Writer};
use crate::user::marks::{Marks, STEPS};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a compaction did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compaction {
    /// The new file; `None` if there was nothing to compact.
    pub snapshot: Option<PathBuf>,
    /// Bytes of the replaced files and of the new one.
    pub before: u64,
    pub after: u64,
    /// Files of this machine that an instance is writing: they were left as they are.
    pub in_use: usize,
}

/// Maximum articles of the steps that are left as they are: about 8 MB.
const ARTICLES_LEFT: usize = 200_000;

/// The lines of a file that is to be replaced.
#[derive(Default)]
struct Content {
    marks: Marks,
    /// Lines that are not events of this version, and those of `copied` steps, in their order.
    others: Vec<u8>,
    steps: StepIndex,
    /// Steps whose lines are copied as they are: those of several lines of which some are damaged,
    /// because these may be repaired, and the latest ones.
    copied: BTreeSet<Stamp>,
    bytes: u64,
}

impl Journal {
    /// Replaces the files of this machine that no instance is writing by a snapshot. The files are
    /// removed only when the snapshot is on disk; until then, and after a kill, both are there, and
    /// mean the same. The latest steps can be undone and redone as before.
    ///
    /// # Errors
    /// A file cannot be read, or the snapshot cannot be written. Nothing was removed then.
    pub fn compact(&self) -> io::Result<Compaction> {
        self.compact_but(STEPS)
    }

    /// Leaves so many of the latest steps as they are.
    pub(super) fn compact_but(&self, latest: usize) -> io::Result<Compaction> {
        let machine = machine_name(&self.state);
        let mut locks = Vec::new();
        let mut replaced = Vec::new();
        let mut in_use = 0;
        for path in listed_or_none(&self.folder)? {
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            let Some(stem) = stem.filter(|stem| is_of(stem, &machine)) else {
                continue;
            };
            if let Ok(Some(lock)) = Lock::take(&self.state.join(format!("{stem}.lock"))) {
                locks.push(lock);
                replaced.push(path);
            } else {
                in_use += 1;
            }
        }
        let mut content = Content::default();
        for path in &replaced {
            content.read(path)?;
        }
        let mut lines = Vec::new();
        content.copied.extend(content.latest(latest));
        let whole = content.whole(&replaced)?;
        for event in content.marks.snapshot(&whole) {
            if !content.copied.contains(&event.stamp) {
                event.write(&mut lines);
            }
        }
        lines.extend(&content.others);
        let after = lines.len() as u64;
        if after >= content.bytes {
            return Ok(Compaction {
                snapshot: None,
                before: content.bytes,
                after: content.bytes,
                in_use,
            });
        }
        let name = format!("{machine}-{}.jsonl", crate::fs::random_name());
        let snapshot = self.folder.join(name);
        crate::fs::write_atomically(&snapshot, &lines)?;
        for path in &replaced {
            fs::remove_file(path)?;
        }
        crate::fs::sync_folder(&self.folder);
        Ok(Compaction {
            snapshot: Some(snapshot),
            before: content.bytes,
            after,
            in_use,
        })
    }
}

fn listed_or_none(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match listed(folder) {
        Err(error) if crate::fs::is_absent(&error) => Ok(Vec::new()),
        files => files,
    }
}

/// Whether a file name is `<machine>-<n>`. The name of one machine may begin with that of another.
fn is_of(stem: &str, machine: &str) -> bool {
    let rest = stem
        .strip_prefix(machine)
        .and_then(|rest| rest.strip_prefix('-'));
    rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_hexdigit()))
}

impl Content {
    /// The latest steps, at most so many, with the steps that they undo: without one of those, it
    /// would not be known on which stack a step belongs.
    fn latest(&self, most: usize) -> BTreeSet<Stamp> {
        let mut latest = BTreeSet::new();
        let mut left = ARTICLES_LEFT;
        for ((stamp, _), articles) in self.steps.complete().rev().take(most) {
            let Some(rest) = left.checked_sub(articles) else {
                break;
            };
            left = rest;
            let mut next = Some(stamp);
            while let Some(step) = next
                && latest.insert(step)
            {
                next = self.steps.undoes(step);
            }
        }
        latest
    }

    /// The steps to undo of which all changes are still in force. Of the others, the snapshot lacks
    /// a part or what they undo. Collects the lines to copy.
    fn whole(&mut self, files: &[PathBuf]) -> io::Result<BTreeSet<Stamp>> {
        let mut whole: BTreeSet<Stamp> = self.steps.stacks().undo.into_iter().collect();
        for path in files {
            read(path, &mut |text, event, _| {
                let is_copied = event
                    .as_ref()
                    .is_none_or(|event| self.copied.contains(&event.stamp));
                if is_copied && !text.is_empty() {
                    self.others.extend(text);
                    self.others.push(b'\n');
                }
                if let Some(event) = event
                    && whole.contains(&event.stamp)
                    && !self.marks.has_all_of(&event)
                {
                    whole.remove(&event.stamp);
                }
            })?;
        }
        Ok(whole)
    }

    fn read(&mut self, path: &Path) -> io::Result<()> {
        let mut last = None;
        self.bytes += read(path, &mut |text, event, is_stray| {
            let Some(event) = event else { return };
            // One of two stamps is damaged.
            if is_stray {
                self.copied.extend(last);
            }
            // An empty text: the line was made in place of a damaged one.
            if is_stray || text.is_empty() {
                self.copied.insert(event.stamp);
            }
            last = Some(event.stamp);
            self.steps.add(&event);
            self.marks.apply_all(&[event]);
        })?;
        Ok(())
    }
}

/// Takes a line: as it is, as an event, and whether its stamp does not fit those around it.
type Take<'a> = &'a mut dyn FnMut(&[u8], Option<Event>, bool);

/// Reads the lines of a file. Returns its bytes.
fn read(path: &Path, take: Take<'_>) -> io::Result<u64> {
    let stem = path.file_stem().unwrap_or_default();
    let stem = Writer::of_file(&stem.to_string_lossy());
    let file = crate::fs::open(path)?;
    let mut too_long = false;
    let mut lines = Lines::default();
    let mut gaps = Gaps::default();
    lines.read(file, &mut |number, line| {
        let (Line::Whole(text) | Line::Open(text)) = line else {
            too_long = true;
            return;
        };
        let text = text.trim_ascii();
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let event = Event::parse(text, stem, number);
        match &event {
            Ok(Some(_)) => {}
            Ok(None) => gaps.not_an_event(text, None),
            Err(error) => gaps.not_an_event(text, Some(error)),
        }
        let event = event.ok().flatten();
        if event.is_some() {
            let lines = gaps.before(event.as_ref()).into_iter();
            lines.for_each(|line| take(b"", Some(line), false));
        }
        take(text, event, gaps.is_stray());
    })?;
    let rest = gaps.before(None).into_iter();
    rest.for_each(|line| take(b"", Some(line), false));
    if too_long {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "a line is too long",
        ));
    }
    Ok(lines.bytes())
}
