//! Reads the lines of one file as events, and finds what is damaged.

use super::damage::Damage;
use super::gaps::Gaps;
use super::lines::Line;
use crate::user::event::{Event, Writer};
use std::path::Path;

/// A file while it is read.
pub struct FileReading<'a> {
    path: &'a Path,
    /// The writer of lines that do not name one.
    stem: Writer,
    pub damage: Vec<Damage>,
    /// No event was read since the last damaged line.
    damaged: bool,
    /// Lines since the last event that are damage if another line has to stand in for them.
    doubtful: Option<Damage>,
    gaps: Gaps,
}

impl<'a> FileReading<'a> {
    pub fn new(path: &'a Path) -> Self {
        let stem = path.file_stem().unwrap_or_default();
        Self {
            path,
            stem: Writer::of_file(&stem.to_string_lossy()),
            damage: Vec::new(),
            damaged: false,
            doubtful: None,
            gaps: Gaps::default(),
        }
    }

    /// Lets the rest of a step count that has damaged lines before the next event.
    pub fn stand_in(&mut self, next: Option<&Event>, take: &mut dyn FnMut(Event)) {
        let lines = self.gaps.before(next);
        let doubtful = self.doubtful.take();
        self.damage.extend(doubtful.filter(|_| !lines.is_empty()));
        if let Some(damage) = self.damage.last_mut().filter(|_| !lines.is_empty()) {
            damage.is_part = true;
        }
        lines.into_iter().for_each(take);
    }

    pub fn line(
        &mut self,
        number: usize,
        line: Line<'_>,
        is_ours: &dyn Fn(&[u8]) -> bool,
        take: &mut dyn FnMut(Event),
    ) {
        let (text, whole) = match line {
            Line::Whole(text) => (text, true),
            Line::Open(text) => (text, false),
            Line::TooLong => return self.damaged(number, "the line is too long".to_owned()),
        };
        if text.trim_ascii().is_empty() || is_ours(text) {
            return;
        }
        let number32 = u32::try_from(number).unwrap_or(u32::MAX);
        let text = text.trim_ascii();
        match Event::parse(text, self.stem, number32) {
            Ok(Some(event)) => {
                self.damaged = false;
                self.stand_in(Some(&event), take);
                if self.gaps.is_stray() {
                    self.doubtful(number, "field `t`");
                }
                take(event);
            }
            // An event of a newer version is not damage.
            Ok(None) => {
                self.gaps.not_an_event(text, None);
                self.doubtful(number, "field `do`");
            }
            // The line may still be completed.
            Err(_) if !whole => {}
            Err(error) if error.torn => {
                self.gaps.not_an_event(text, Some(&error));
                self.doubtful(number, &error.detail);
            }
            Err(error) => self.damaged(number, error.detail),
        }
    }

    /// A line may be damaged.
    fn doubtful(&mut self, number: usize, detail: &str) {
        let path = self.path;
        let damage = self.doubtful.get_or_insert_with(|| Damage {
            path: path.to_owned(),
            line: number,
            last: number,
            detail: detail.to_owned(),
            is_part: true,
        });
        damage.last = number;
    }

    /// A large file without any event counts as one damage, not millions.
    fn damaged(&mut self, number: usize, detail: String) {
        self.gaps.damaged();
        match self.damage.last_mut().filter(|_| self.damaged) {
            Some(damage) => damage.last = number,
            None => self.damage.push(Damage {
                path: self.path.to_owned(),
                line: number,
                last: number,
                detail,
                is_part: false,
            }),
        }
        self.damaged = true;
    }
}
