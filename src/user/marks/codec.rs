//! Marks as bytes, for the cache of the journal. The frequent facts are packed, because reading
//! 100,000 lines of JSON takes longer than a start may; the others are lines of the journal.

use super::Marks;
use super::facts::Fact;
use super::record::Record;
use crate::bytes::{Reader as ByteReader, Writer as ByteWriter};
use crate::document::Position;
use crate::library::{Date, DateOrigin, Fingerprint};
use crate::text::Count;
use crate::user::event::{Action, Event, Kept, Origin, Stamp, Subject, Target, Writer};
use std::collections::HashMap;
use std::sync::Arc;

/// Kinds of facts. A number that has been used is never used again for something else.
const SAME: u8 = 0;
const READ: u8 = 1;
const UNREAD: u8 = 2;
const POSITION: u8 = 3;
const OPEN: u8 = 4;
const BOOKMARK: u8 = 5;
const LINE: u8 = 6;
/// Added to a kind: the event came with reading.
const READING: u8 = 0x80;

/// The fewest bytes of a record: damaged bytes cannot ask for much memory.
const LEAST: usize = 40;

impl Marks {
    /// Appends all marks. The steps of this run are not part of them.
    pub(crate) fn encode(&self, out: &mut ByteWriter) {
        let records: Vec<&Record> = self.records.iter().collect();
        out.number(records.len() as u64);
        let mut last = None;
        for record in records {
            put_record(out, record, &mut last);
        }
        let mut lines = Vec::new();
        let waiting = self.parts.waiting();
        waiting.for_each(|event| event.write(&mut lines));
        out.bytes(&lines);
    }

    /// Reads what [`encode`](Self::encode) wrote. `None`: the bytes are something else.
    pub(crate) fn decode(bytes: &mut ByteReader<'_>) -> Option<Self> {
        let mut marks = Self::default();
        let count = bytes.size()?;
        if count > bytes.0.len() / LEAST {
            return None;
        }
        marks.records.reserve(count);
        let mut rows = Vec::new();
        let (mut last, mut names) = (None, Names::default());
        for _ in 0..count {
            let record = record(bytes, &mut last, &mut names)?;
            record.facts().iter().for_each(|fact| {
                marks.clock.see(fact.stamp);
                marks.has_hidden |= fact.action == Action::Hide;
            });
            let number = marks.records.restore(record);
            rows.extend(marks.row_of(number));
        }
        marks.kept = rows.into_iter().collect();
        let lines = bytes.bytes()?.split(|byte| *byte == b'\n');
        for line in lines.filter(|line| !line.is_empty()) {
            let event = Event::parse(line, Writer::default(), 0).ok()??;
            marks.apply(&event);
        }
        Some(marks)
    }
}

fn put_record<'m>(out: &mut ByteWriter, record: &'m Record, last: &mut Option<&'m Fact>) {
    out.0.extend(record.path.to_le_bytes());
    put_print(out, record.fingerprint);
    out.number(record.address);
    out.byte(u8::from(record.subject.is_some()));
    if let Some((stamp, subject)) = &record.subject {
        put_stamp(out, *stamp);
        let texts = [
            subject.library.as_deref().unwrap_or_default(),
            &subject.id,
            subject.address.as_deref().unwrap_or_default(),
            &subject.title,
            &subject.source,
        ];
        texts.iter().for_each(|text| out.bytes(text.as_bytes()));
        put_print(out, subject.fingerprint);
    }
    out.number(record.facts().len() as u64);
    for fact in record.facts() {
        // The facts of one step are equal.
        if *last == Some(fact) {
            out.byte(SAME);
        } else {
            put_fact(out, record, fact);
            *last = Some(fact);
        }
    }
}

fn put_print(out: &mut ByteWriter, print: Fingerprint) {
    out.0.extend(print.to_bytes());
    out.number(print.address());
}

fn print(bytes: &mut ByteReader<'_>) -> Option<Fingerprint> {
    let mut print = Fingerprint::from_bytes(bytes.array()?);
    print.set_address(bytes.number()?);
    Some(print)
}

/// Names that many records share, such as that of the library: one copy of each.
#[derive(Default)]
struct Names<'a>(HashMap<&'a str, Arc<str>>);

impl<'a> Names<'a> {
    fn get(&mut self, name: &'a str) -> Arc<str> {
        let shared = self.0.entry(name).or_insert_with(|| name.into());
        Arc::clone(shared)
    }
}

fn record<'a>(
    bytes: &mut ByteReader<'a>,
    last: &mut Option<Fact>,
    names: &mut Names<'a>,
) -> Option<Record> {
    let mut record = Record::new(&Target {
        path: u64::from_le_bytes(bytes.array()?),
        fingerprint: print(bytes)?,
        address: bytes.number()?,
    });
    if bytes.byte()? != 0 {
        let stamp = stamp(bytes)?;
        let (library, id, address) = (bytes.text()?, bytes.text()?, bytes.text()?);
        let subject = Subject {
            library: Some(library)
                .filter(|name| !name.is_empty())
                .map(|name| names.get(name)),
            id: id.into(),
            address: Some(address.into()).filter(|_| !address.is_empty()),
            title: bytes.text()?.into(),
            source: names.get(bytes.text()?),
            fingerprint: print(bytes)?,
        };
        record.describe(stamp, &Arc::new(subject));
    }
    for _ in 0..bytes.number()? {
        match bytes.byte()? {
            SAME => {}
            kind => *last = Some(fact(bytes, kind, &record)?),
        }
        record.put(last.as_ref()?);
    }
    Some(record)
}

fn put_fact(out: &mut ByteWriter, record: &Record, fact: &Fact) {
    let kind = match (&fact.action, &fact.origin) {
        (_, Origin::Undo(_) | Origin::Rule(_) | Origin::Step(Some(_)) | Origin::Past) => LINE,
        (Action::Read, _) => READ,
        (Action::Unread, _) => UNREAD,
        (Action::Position { .. }, Origin::Reading) => POSITION,
        (Action::Open(_), Origin::Reading) => OPEN,
        (Action::Bookmark(kept), _) if is_packed(kept, record) => BOOKMARK,
        _ => LINE,
    };
    let reading = match fact.origin {
        Origin::Reading if kind != LINE => READING,
        _ => 0,
    };
    out.byte(kind | reading);
    if kind == LINE {
        let mut line = Vec::new();
        record.event(fact).write(&mut line);
        return out.bytes(&line);
    }
    put_stamp(out, fact.stamp);
    out.signed(fact.at.wrapping_sub(fact.stamp.time).cast_signed());
    match &fact.action {
        Action::Position { place, fraction } => {
            put_position(out, *place);
            out.0.extend(fraction.to_le_bytes());
        }
        Action::Open(at) => out.number(*at),
        Action::Bookmark(kept) => put_kept(out, kept),
        _ => {}
    }
}

fn fact(bytes: &mut ByteReader<'_>, kind: u8, record: &Record) -> Option<Fact> {
    if kind == LINE {
        let line = bytes.bytes()?;
        let event = Event::parse(line.trim_ascii(), Writer::default(), 0).ok()??;
        return Some(Fact::of(&event));
    }
    let stamp = stamp(bytes)?;
    let at = stamp.time.wrapping_add(bytes.signed()?.cast_unsigned());
    let action = match kind & !READING {
        READ => Action::Read,
        UNREAD => Action::Unread,
        POSITION => Action::Position {
            place: position(bytes)?,
            fraction: f32::from_le_bytes(bytes.array()?),
        },
        OPEN => Action::Open(bytes.number()?),
        BOOKMARK => Action::Bookmark(Box::new(kept(bytes, record)?)),
        _ => return None,
    };
    let origin = match kind & READING {
        0 => Origin::Step(None),
        _ => Origin::Reading,
    };
    Some(Fact {
        stamp,
        at,
        action,
        origin,
    })
}

fn put_stamp(out: &mut ByteWriter, stamp: Stamp) {
    out.number(stamp.time);
    out.number(u64::from(stamp.count));
    out.0.extend(stamp.writer.machine.to_le_bytes());
    out.number(u64::from(stamp.writer.run));
}

fn stamp(bytes: &mut ByteReader<'_>) -> Option<Stamp> {
    Some(Stamp {
        time: bytes.number()?,
        count: bytes.number()?.try_into().ok()?,
        writer: Writer {
            machine: u64::from_le_bytes(bytes.array()?),
            run: bytes.number()?.try_into().ok()?,
        },
    })
}

fn put_position(out: &mut ByteWriter, place: Position) {
    out.number(u64::from(place.text));
    out.number(u64::from(place.byte));
}

fn position(bytes: &mut ByteReader<'_>) -> Option<Position> {
    Some(Position {
        text: bytes.number()?.try_into().ok()?,
        byte: bytes.number()?.try_into().ok()?,
    })
}

/// Whether the rest of a bookmark is in the record's description.
fn is_packed(kept: &Kept, record: &Record) -> bool {
    let described = record.subject.as_ref();
    described.is_some_and(|(_, subject)| *subject == kept.subject)
}

fn put_kept(out: &mut ByteWriter, kept: &Kept) {
    out.number(kept.since);
    out.byte(u8::from(kept.place.is_some()));
    if let Some(place) = kept.place {
        put_position(out, place);
    }
    let passage = kept.passage.as_deref().unwrap_or_default();
    out.bytes(passage.as_bytes());
    out.byte(u8::from(kept.date.is_some()));
    if let Some(date) = kept.date {
        out.signed(date.seconds);
        out.signed(date.offset.into());
        out.byte(u8::from(date.timed));
    }
    out.byte(u8::from(kept.count.is_some()));
    if let Some(count) = kept.count {
        let numbers = [
            count.han,
            count.kana,
            count.hangul,
            count.words,
            count.characters,
        ];
        numbers
            .iter()
            .for_each(|number| out.number(u64::from(*number)));
    }
}

fn kept(bytes: &mut ByteReader<'_>, record: &Record) -> Option<Kept> {
    let (_, subject) = record.subject.as_ref()?;
    let since = bytes.number()?;
    let place = match bytes.byte()? {
        0 => None,
        _ => Some(position(bytes)?),
    };
    let passage = bytes.text()?;
    let date = match bytes.byte()? {
        0 => None,
        _ => Some(Date {
            seconds: bytes.signed()?,
            offset: bytes.signed()?.try_into().ok()?,
            timed: bytes.byte()? != 0,
            origin: DateOrigin::FrontMatter,
        }),
    };
    let count = match bytes.byte()? {
        0 => None,
        _ => Some(count(bytes)?),
    };
    Some(Kept {
        subject: Arc::clone(subject),
        since,
        place,
        passage: Some(passage.into()).filter(|_| !passage.is_empty()),
        date,
        count,
    })
}

fn count(bytes: &mut ByteReader<'_>) -> Option<Count> {
    let mut number = || bytes.number()?.try_into().ok();
    Some(Count {
        han: number()?,
        kana: number()?,
        hangul: number()?,
        words: number()?,
        characters: number()?,
    })
}
