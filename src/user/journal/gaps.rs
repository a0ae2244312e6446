//! Damaged lines within the lines of a step. A step counts when all its lines are there, so that an
//! interrupted one is not done in part. A damaged line was written, so the rest of its step counts:
//! a line without articles takes its place.
//!
//! Damage can leave a line that parses: with an unknown `do`, or with another stamp than the lines
//! around it. A line that ends too early is damage only if its step goes on after it. Otherwise its
//! writer may have been interrupted.

use crate::user::event::{About, Event, NotAnEvent};

/// Follows the lines of a file, in order.
#[derive(Debug, Default)]
pub struct Gaps {
    /// The last event, if its step has several lines.
    last: Option<Event>,
    /// Damaged lines since then, and incomplete ones.
    damaged: u32,
    torn: u32,
    /// A line since then that has the number of a line of that step and another stamp.
    stray: Option<Event>,
}

impl Gaps {
    /// A line is damaged.
    pub fn damaged(&mut self) {
        self.damaged = self.damaged.saturating_add(1);
    }

    /// A line is not an event. `None`: its `do` is unknown.
    pub fn not_an_event(&mut self, text: &[u8], why: Option<&NotAnEvent>) {
        match why {
            _ if text.is_empty() => {}
            // A newer version has written it, unless it is a part of a step.
            None if !is_part(text) => {}
            Some(error) if error.torn => self.torn = self.torn.saturating_add(1),
            _ => self.damaged(),
        }
    }

    /// Whether the last event has another stamp than the lines around it.
    pub fn is_stray(&self) -> bool {
        self.stray.is_some()
    }

    /// The lines that stand in for damaged ones before the next event; `None`: the end of the file,
    /// or a line of another kind.
    pub fn before(&mut self, next: Option<&Event>) -> Vec<Event> {
        let next = next.filter(|event| event.part.is_some());
        let stray = self.stray.take();
        let goes_on = |with: &Option<Event>| is_same_step(with.as_ref(), next);
        if goes_on(&stray) {
            // The stamp before this one was the damaged one.
            let numbers = stray.as_ref().map_or(1..1, |stray| 1..number(stray));
            let mut left = numbers.end.saturating_sub(1);
            let like = next.into_iter();
            let mut lines: Vec<_> = like
                .flat_map(|next| stand_ins(next, numbers.clone(), &mut left))
                .collect();
            // What is missing between them.
            (self.last, self.damaged) = (stray, self.damaged.saturating_sub(1));
            lines.extend(self.before(next));
            return lines;
        }
        if self.is_astray(next) {
            self.damaged();
            self.stray = next.map(without_articles);
            return Vec::new();
        }
        let mut left = std::mem::take(&mut self.damaged);
        let torn = std::mem::take(&mut self.torn);
        let last = std::mem::replace(&mut self.last, next.map(without_articles));
        if left == 0 && torn == 0 {
            return Vec::new();
        }
        if is_same_step(last.as_ref(), next) {
            left = left.saturating_add(torn);
        }
        let is_same = |next: &&Event| is_same_step(last.as_ref(), Some(*next));
        let mut lines = Vec::new();
        // The lines of a step are written at once, so they are neighbours.
        match (&last, next.filter(is_same)) {
            (Some(last), Some(next)) => {
                let missing = number(last) + 1..number(next);
                lines.extend(stand_ins(last, missing, &mut left));
            }
            (Some(last), None) => {
                let missing = number(last) + 1..parts(last) + 1;
                lines.extend(stand_ins(last, missing, &mut left));
            }
            (None, _) => {}
        }
        if let Some(next) = next.filter(|next| !is_same(next)) {
            left = left.saturating_add(torn);
            lines.extend(stand_ins(next, 1..number(next), &mut left));
        }
        lines
    }

    /// Whether the next event has the number of the next line of the last step, and another stamp.
    /// A step begins with number 1, so one of the two stamps is damaged.
    fn is_astray(&self, next: Option<&Event>) -> bool {
        let (Some(last), Some(next)) = (&self.last, next) else {
            return false;
        };
        let expected = number(last).saturating_add(1).saturating_add(self.damaged);
        last.stamp != next.stamp && parts(last) == parts(next) && number(next) == expected
    }
}

fn is_same_step(one: Option<&Event>, other: Option<&Event>) -> bool {
    let stamps = one.zip(other);
    stamps.is_some_and(|(one, other)| one.stamp == other.stamp)
}

/// Whether a line says that it is a part of a step. In a text, the quotation marks are escaped.
fn is_part(line: &[u8]) -> bool {
    const PART: &[u8] = b"\"part\":[";
    line.windows(PART.len()).any(|window| window == PART)
}

fn number(event: &Event) -> u32 {
    event.part.map_or(0, |(number, _)| number)
}

fn parts(event: &Event) -> u32 {
    event.part.map_or(0, |(_, parts)| parts)
}

fn without_articles(event: &Event) -> Event {
    Event {
        about: About::Many([].into()),
        ..event.clone()
    }
}

/// Lines of a step with these numbers, if there are damaged ones for all of them.
fn stand_ins(like: &Event, numbers: std::ops::Range<u32>, left: &mut u32) -> Vec<Event> {
    let count = numbers.end.saturating_sub(numbers.start);
    if count > *left {
        return Vec::new();
    }
    *left -= count;
    let parts = parts(like);
    let line = |number| Event {
        part: Some((number, parts)),
        ..without_articles(like)
    };
    numbers.map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::user::event::{Action, Origin, Stamp};

    fn event(step: u64, part: Option<(u32, u32)>) -> Event {
        Event {
            stamp: Stamp {
                time: step,
                ..Stamp::default()
            },
            at: step,
            about: About::Many([].into()),
            action: Action::Read,
            origin: Origin::Step(None),
            part,
        }
    }

    /// "1:2/3" is line 2 of 3 of step 1, "1" a step of one line, "x" a damaged line, "t" an
    /// incomplete one, "p" a part of a step with an unknown action, "n" a line of a newer version.
    /// The lines that stand in.
    #[test]
    fn damaged_lines_of_a_step_are_replaced() {
        for (lines, expected) in [
            ("1:1/3 1:2/3 1:3/3", ""),
            ("1:1/3 x 1:3/3", "1:2"),
            ("1:1/4 x x 1:4/4", "1:2 1:3"),
            ("x 1:2/2", "1:1"),
            ("x 1:3/3", ""),
            ("1:1/2 x", "1:2"),
            ("1:1/2 x 2", "1:2"),
            ("1:1/3 x", ""),
            ("1:1/2 x x 2:2/2", "1:2 2:1"),
            ("1:1/2 2 x", ""),
            ("1 x 2", ""),
            ("x", ""),
            ("1:1/3 t 1:3/3", "1:2"),
            ("t 1:2/2", "1:1"),
            // The writer may have been interrupted.
            ("1:1/2 t 2", ""),
            ("1:1/2 t", ""),
            ("1:1/3 p 1:3/3", "1:2"),
            ("1:1/2 p 2", "1:2"),
            ("1:1/2 n 2", ""),
            // A damaged stamp.
            ("1:1/3 9:2/3 1:3/3", "1:2"),
            ("9:1/3 1:2/3 1:3/3", "1:1"),
            ("1:1/3 1:2/3 9:3/3 2", "1:3"),
            ("1:1/4 9:2/4 x 1:4/4", "1:2 1:3"),
            ("9:1/4 1:2/4 x 1:4/4", "1:1 1:3"),
            ("1:1/2 9:2/2", "1:2"),
            ("1:1/2 2:1/2 2:2/2", ""),
        ] {
            assert_eq!(replaced(lines), expected, "{lines}");
        }
    }

    fn replaced(lines: &str) -> String {
        let mut gaps = Gaps::default();
        let mut found = Vec::new();
        for line in lines.split(' ') {
            let number = |text: &str| text.parse().unwrap();
            let event = match line.split_once([':']) {
                _ if line == "x" => {
                    gaps.damaged();
                    continue;
                }
                _ if "tpn".contains(line) => {
                    let torn = NotAnEvent {
                        torn: true,
                        detail: String::new(),
                    };
                    let text = if line == "p" {
                        r#"{"part":[2,3]}"#
                    } else {
                        "{"
                    };
                    gaps.not_an_event(text.as_bytes(), Some(&torn).filter(|_| line == "t"));
                    continue;
                }
                Some((step, part)) => {
                    let (at, of) = part.split_once('/').unwrap();
                    event(step.parse().unwrap(), Some((number(at), number(of))))
                }
                None => event(line.parse().unwrap(), None),
            };
            found.extend(gaps.before(Some(&event)));
        }
        found.extend(gaps.before(None));
        let found = found.iter().map(|event| {
            let (number, _) = event.part.unwrap();
            format!("{}:{number}", event.stamp.time)
        });
        found.collect::<Vec<_>>().join(" ")
    }
}
