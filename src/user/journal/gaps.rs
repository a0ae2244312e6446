//! Damaged lines within the lines of a step. A step counts when all its lines are there, so that an
//! interrupted one is not done in part. A damaged line was written, so the rest of its step counts:
//! a line without articles takes its place.

use crate::user::event::{About, Event};

/// Follows the lines of a file, in order.
#[derive(Debug, Default)]
pub struct Gaps {
    /// The last event, if its step has several lines.
    last: Option<Event>,
    /// Damaged lines since then.
    damaged: u32,
}

impl Gaps {
    /// A line is damaged.
    pub fn damaged(&mut self) {
        self.damaged = self.damaged.saturating_add(1);
    }

    /// The lines that stand in for damaged ones before the next event; `None`: the end of the file,
    /// or a line of another kind.
    pub fn before(&mut self, next: Option<&Event>) -> Vec<Event> {
        let next = next.filter(|event| event.part.is_some());
        let mut left = std::mem::take(&mut self.damaged);
        let last = std::mem::replace(&mut self.last, next.map(without_articles));
        if left == 0 {
            return Vec::new();
        }
        let is_same = |next: &&Event| last.as_ref().is_some_and(|last| last.stamp == next.stamp);
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
            lines.extend(stand_ins(next, 1..number(next), &mut left));
        }
        lines
    }
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

    /// "1:2/3" is line 2 of 3 of step 1, "1" a step of one line, "x" a damaged line. The lines
    /// that stand in.
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
