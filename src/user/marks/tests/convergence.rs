//! Three machines whose clocks are hours apart change marks offline and copy their files to each
//! other. However that is interleaved, all of them come to the same state.

use super::*;
use crate::bytes::{Reader as ByteReader, Writer as ByteWriter};
use crate::user::event::Highlight;
use std::collections::BTreeMap;

const MACHINES: usize = 3;
/// How far the clocks are off, in milliseconds.
const OFF: [u64; MACHINES] = [50_000_000, 20_000_000, 0];

#[derive(Clone, Debug)]
enum Deed {
    Act(u64, u8),
    /// Changes the first articles, as one step.
    Many(u64, Change),
    /// Tags the first articles and puts them into the queue, as one step.
    Keep(u64),
    /// Moves an article in the queue before another.
    Move(u64, u64),
    Undo,
    Redo,
    /// Undoes one of the steps that are known of a machine.
    UndoAny(usize, prop::sample::Index),
    /// Copies the file of a machine, of which the last bytes may be missing.
    Copy(usize, usize),
    /// Replaces the own file by a snapshot.
    Compact,
    /// Ends the program and starts it again.
    Restart,
}

struct Machine {
    number: usize,
    marks: Marks,
    /// The own file, and the last copies of those of others.
    files: [File; MACHINES],
}

#[derive(Clone, Debug, Default)]
struct File {
    /// How often it was replaced.
    number: usize,
    lines: Vec<u8>,
}

fn parsed(file: &[u8]) -> Vec<Event> {
    let lines = file.split_inclusive(|byte| *byte == b'\n');
    let whole = lines.filter(|line| line.ends_with(b"\n"));
    let events = whole.map(|line| Event::parse(line.trim_ascii(), Writer::default(), 0));
    events.map(|event| event.unwrap().unwrap()).collect()
}

fn article(number: u64) -> Entry {
    entry(&format!("{}.md", number % 4), number % 4)
}

impl Machine {
    fn new(number: usize) -> Self {
        Self {
            number,
            marks: Marks::new(writer(number as u64 + 1), Libraries::default()),
            files: Default::default(),
        }
    }

    fn perform(&mut self, step: &Deed, now: u64) {
        let now = now + OFF[self.number];
        let marks = &mut self.marks;
        let events = match step {
            Deed::Act(number, kind) => act(marks, &article(*number), *kind, now),
            Deed::Many(count, change) => {
                let entries: Vec<Entry> = (0..*count).map(article).collect();
                marks.change_all(&entries, *change, now).0
            }
            Deed::Keep(count) => {
                let entries: Vec<Entry> = (0..*count).map(article).collect();
                let all = entries.iter().map(|entry| (entry, Spot::default()));
                let edits = [Edit::Tag("d".to_owned()), Edit::Later];
                marks.edit(&all.collect::<Vec<_>>(), &edits, now)
            }
            Deed::Move(one, other) => {
                marks.move_in_queue(&article(*one), None, Some(&article(*other)), now)
            }
            Deed::Undo => revert(marks, Stack::Undo, now).map_or_else(Vec::new, |done| done.events),
            Deed::Redo => revert(marks, Stack::Redo, now).map_or_else(Vec::new, |done| done.events),
            Deed::UndoAny(from, which) => self.undo_any(*from, which, now),
            Deed::Copy(..) => Vec::new(),
            Deed::Compact => {
                let own = &mut self.files[self.number];
                *own = compacted(own);
                Vec::new()
            }
            Deed::Restart => {
                *marks = rebuilt(self.files.iter());
                marks.clock.writer = writer(self.number as u64 + 1);
                Vec::new()
            }
        };
        let own = &mut self.files[self.number].lines;
        events.iter().for_each(|event| event.write(own));
    }

    /// As from the list of all changes.
    fn undo_any(&mut self, from: usize, which: &prop::sample::Index, now: u64) -> Vec<Event> {
        let mut steps: BTreeMap<Stamp, Vec<Event>> = BTreeMap::new();
        for event in parsed(&self.files[from].lines) {
            if event.is_step() {
                steps.entry(event.stamp).or_default().push(event);
            }
        }
        let is_whole = |step: &Vec<Event>| {
            let parts = step.first().and_then(|event| event.part);
            parts.is_none_or(|(_, of)| step.len() == of as usize)
        };
        let steps: Vec<_> = steps.into_values().filter(is_whole).collect();
        if steps.is_empty() {
            return Vec::new();
        }
        let step = Step::of(which.get(&steps).clone()).expect("it has events");
        let marks = &mut self.marks;
        if !marks.begin_undo_of(step.stamp, Some(step), now) {
            return Vec::new();
        }
        let reverted = marks.go_on(usize::MAX).expect("it is done");
        marks.apply_more(usize::MAX);
        reverted.events
    }

    fn take(&mut self, from: usize, file: &File) {
        let known = &self.files[from];
        let is_new = (file.number, file.lines.len()) > (known.number, known.lines.len());
        if from != self.number && is_new {
            self.marks.apply_all(&parsed(&file.lines));
            self.files[from] = file.clone();
        }
    }
}

fn act(marks: &mut Marks, entry: &Entry, kind: u8, now: u64) -> Vec<Event> {
    let highlight = Highlight {
        id: "h".to_owned(),
        quote: now.to_string(),
        ..Highlight::default()
    };
    let mut edit = |edit| marks.edit(&[(entry, Spot::default())], &[edit], now);
    match kind {
        0 => marks.set_read(entry, true, now),
        1 => marks.set_read(entry, false, now),
        2 => marks.add_bookmark(entry, Some(AT), now),
        3 => marks.remove_bookmark(entry, now),
        4 => edit(Edit::Tag("a".to_owned())),
        5 => edit(Edit::Untag("a".to_owned())),
        6 => edit(Edit::Tag("b".to_owned())),
        7 => edit(Edit::Note(now.to_string())),
        8 => edit(Edit::Note(String::new())),
        9 => edit(Edit::Later),
        10 => edit(Edit::NotLater),
        11 => marks.set_highlight(entry, highlight, now),
        12 => marks.remove_highlight(entry, "h", now),
        13 => edit(Edit::Collect("c".to_owned())),
        14 => edit(Edit::Snooze(now)),
        15 => vec![marks.set_place(entry, AT, 0.5, now)],
        16 => vec![marks.note_opened(entry, now)],
        17 => edit(Edit::Uncollect("c".to_owned())),
        18 => edit(Edit::Unsnooze),
        _ => marks.set_named(entry, 'a', AT, now),
    }
}

fn rebuilt<'f>(files: impl Iterator<Item = &'f File>) -> Marks {
    let mut marks = Marks::default();
    files.for_each(|file| marks.apply_all(&parsed(&file.lines)));
    marks
}

/// A file that means the same.
fn compacted(file: &File) -> File {
    let mut lines = Vec::new();
    let events = rebuilt([file].into_iter()).snapshot(&Default::default());
    events.iter().for_each(|event| event.write(&mut lines));
    File {
        number: file.number + 1,
        lines,
    }
}

/// Everything that the marks say.
fn state(marks: &Marks) -> impl PartialEq + std::fmt::Debug + use<> {
    let of = |number| {
        let entry = article(number);
        (
            (marks.is_read(&entry), marks.bookmark(&entry).cloned()),
            marks.tags(&entry).join(" "),
            marks.collections(&entry).join(" "),
            marks.note(&entry).map(str::to_owned),
            marks
                .highlights(&entry)
                .into_iter()
                .cloned()
                .collect::<Vec<_>>(),
            (marks.place(&entry), marks.named(&entry, 'a')),
        )
    };
    (
        (0..4).map(of).collect::<Vec<_>>(),
        format!("{:?}", marks.queue()),
        format!("{:?}", marks.all_highlights()),
        format!("{:?}", marks.history(0..u64::MAX)),
        marks.bookmarks().cloned().collect::<Vec<_>>(),
        format!("{:?} {:?}", marks.tags_in_use(), marks.collections_in_use()),
    )
}

const CHANGES: &[Change] = &[
    Change::Read,
    Change::Unread,
    Change::Bookmark,
    Change::Unbookmark,
];

fn steps() -> impl Strategy<Value = Vec<(usize, Deed)>> {
    let step = prop_oneof![
        8 => (0..4_u64, 0..20_u8).prop_map(|(article, kind)| Deed::Act(article, kind)),
        2 => (2..5_u64, prop::sample::select(CHANGES)).prop_map(|(count, change)| Deed::Many(count, change)),
        1 => (2..5_u64).prop_map(Deed::Keep),
        1 => (0..4_u64, 0..4_u64).prop_map(|(one, other)| Deed::Move(one, other)),
        3 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
        1 => (0..MACHINES, any::<prop::sample::Index>()).prop_map(|(from, which)| Deed::UndoAny(from, which)),
        1 => Just(Deed::Compact),
        4 => (0..MACHINES, 0..200_usize).prop_map(|(from, missing)| Deed::Copy(from, missing)),
        1 => Just(Deed::Restart),
    ];
    prop::collection::vec((0..MACHINES, step), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn machines_converge(steps in steps()) {
        let mut machines: Vec<Machine> = (0..MACHINES).map(Machine::new).collect();
        for (now, (number, step)) in steps.iter().enumerate() {
            if let Deed::Copy(from, missing) = step {
                let mut file = machines[*from].files[*from].clone();
                file.lines.truncate(file.lines.len().saturating_sub(*missing));
                machines[*number].take(*from, &file);
            }
            machines[*number].perform(step, now as u64 * 1_000);
        }
        let files: Vec<File> = (0..MACHINES).map(|n| machines[n].files[n].clone()).collect();
        for machine in &mut machines {
            for (from, file) in files.iter().enumerate() {
                machine.take(from, file);
            }
        }
        let expected = state(&rebuilt(files.iter().rev()));
        for machine in &machines {
            prop_assert_eq!(&state(&machine.marks), &expected, "machine {}", machine.number);
        }
        // Compacted files mean the same, also if the first is still there.
        let compacted: Vec<File> = files.iter().map(compacted).collect();
        prop_assert_eq!(&state(&rebuilt(compacted.iter())), &expected, "compacted");
        prop_assert_eq!(&state(&rebuilt(compacted.iter().chain(&files[..1]))), &expected);
        // The cache holds the same.
        let mut bytes = ByteWriter::default();
        machines[0].marks.encode(&mut bytes);
        let cached = Marks::decode(&mut ByteReader(&bytes.0)).unwrap();
        prop_assert_eq!(&state(&cached), &expected, "cached");
    }

    #[test]
    fn damaged_caches_do_not_panic(steps in steps(), cut: prop::sample::Index, flip: prop::sample::Index) {
        let mut machine = Machine::new(0);
        for (now, (_, step)) in steps.iter().enumerate() {
            machine.perform(step, now as u64);
        }
        let mut bytes = ByteWriter::default();
        machine.marks.encode(&mut bytes);
        let mut bytes = bytes.0;
        let at = flip.index(bytes.len());
        bytes[at] ^= 0x55;
        let end = cut.index(bytes.len() + 1);
        let _ = Marks::decode(&mut ByteReader(&bytes[..end]));
    }
}
