//! Three machines whose clocks are hours apart change marks offline and copy their files to each
//! other. However that is interleaved, all of them come to the same state.

use super::*;
use crate::bytes::{Reader as ByteReader, Writer as ByteWriter};
use crate::user::event::Highlight;

const MACHINES: usize = 3;
/// How far the clocks are off, in milliseconds.
const OFF: [u64; MACHINES] = [50_000_000, 20_000_000, 0];

#[derive(Clone, Debug)]
enum Step {
    Act(u64, u8),
    /// Marks the first articles, as one step.
    Many(u64, bool),
    Undo,
    Redo,
    /// Copies the file of a machine, of which the last bytes may be missing.
    Copy(usize, usize),
    /// Ends the program and starts it again.
    Restart,
}

struct Machine {
    number: usize,
    marks: Marks,
    /// The own file, and the last copies of those of others.
    files: [Vec<u8>; MACHINES],
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

    fn perform(&mut self, step: &Step, now: u64) {
        let now = now + OFF[self.number];
        let marks = &mut self.marks;
        let events = match step {
            Step::Act(number, kind) => act(marks, &article(*number), *kind, now),
            Step::Many(count, read) => {
                let entries: Vec<Entry> = (0..*count).map(article).collect();
                let change = if *read { Change::Read } else { Change::Unread };
                marks.change_all(&entries, change, now).0
            }
            Step::Undo => revert(marks, Stack::Undo, now).map_or_else(Vec::new, |done| done.events),
            Step::Redo => revert(marks, Stack::Redo, now).map_or_else(Vec::new, |done| done.events),
            Step::Copy(..) => Vec::new(),
            Step::Restart => {
                *marks = rebuilt(self.files.iter());
                marks.clock.writer = writer(self.number as u64 + 1);
                Vec::new()
            }
        };
        let own = &mut self.files[self.number];
        events.iter().for_each(|event| event.write(own));
    }

    fn take(&mut self, from: usize, file: &[u8]) {
        if from != self.number && file.len() > self.files[from].len() {
            self.marks.apply_all(&parsed(file));
            self.files[from] = file.to_owned();
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
        _ => marks.set_named(entry, 'a', AT, now),
    }
}

fn rebuilt<'f>(files: impl Iterator<Item = &'f Vec<u8>>) -> Marks {
    let mut marks = Marks::default();
    files.for_each(|file| marks.apply_all(&parsed(file)));
    marks
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

fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let step = prop_oneof![
        8 => (0..4_u64, 0..19_u8).prop_map(|(article, kind)| Step::Act(article, kind)),
        1 => (2..5_u64, any::<bool>()).prop_map(|(count, read)| Step::Many(count, read)),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
        4 => (0..MACHINES, 0..200_usize).prop_map(|(from, missing)| Step::Copy(from, missing)),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec((0..MACHINES, step), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn machines_converge(steps in steps()) {
        let mut machines: Vec<Machine> = (0..MACHINES).map(Machine::new).collect();
        for (now, (number, step)) in steps.iter().enumerate() {
            if let Step::Copy(from, missing) = step {
                let file = machines[*from].files[*from].clone();
                let end = file.len().saturating_sub(*missing);
                machines[*number].take(*from, &file[..end]);
            }
            machines[*number].perform(step, now as u64 * 1_000);
        }
        let files: Vec<Vec<u8>> = (0..MACHINES).map(|n| machines[n].files[n].clone()).collect();
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
        let compact = |file: &Vec<u8>| {
            let mut lines = Vec::new();
            let events = rebuilt([file].into_iter()).snapshot(&Default::default());
            events.iter().for_each(|event| event.write(&mut lines));
            lines
        };
        let compacted: Vec<Vec<u8>> = files.iter().map(compact).collect();
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
