//! The pictures of an article that are drawn in their places.
//!
//! A picture is read, its page gets room for it, and then it is drawn as large as that room: each step
//! is a job of a thread. A change of the size only repeats the last two.

use crate::app::context::Context;
use crate::app::message::{Effect, Graphics, Job, Ticket};
use crate::picture::{Drawing, Pixels};
use crate::typeset::room::{MARGIN_ROWS, Rooms};
use std::sync::Arc;

/// The most pictures that are drawn at once; then the first one is hidden. Each takes some megabytes.
pub(super) const MOST: usize = 24;

/// The most rows, for terminals whose height is absurd.
const MOST_ROWS: usize = 200;

/// A picture that was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(super) key: Box<str>,
    /// Of the job that reads it, then of the last one that draws it.
    pub(super) ticket: Ticket,
    pub(super) pixels: Option<Arc<Pixels>>,
    pub(super) drawing: Option<Arc<Drawing>>,
    /// Columns and rows that it was last drawn for, and how.
    pub(super) drawn_for: Option<((u16, u16), Graphics)>,
}

#[derive(Clone, Debug, Default)]
pub struct Pictures {
    pub(super) asked: Vec<Picture>,
    /// The files were asked for without a key.
    pub(super) has_begun: bool,
}

impl Pictures {
    /// The room for the pictures that were read.
    pub(crate) fn rooms(&self, context: &Context) -> Rooms {
        let read = |picture: &Picture| {
            let pixels = picture.pixels.as_ref()?;
            Some((picture.key.clone(), pixels.size()))
        };
        let sizes: Arc<[_]> = self.asked.iter().filter_map(read).collect();
        if sizes.is_empty() {
            return Rooms::default();
        }
        let height = usize::from(context.layout.text.height).min(MOST_ROWS);
        Rooms {
            cell: context.graphics.cell,
            most_rows: (height as u16).saturating_sub(MARGIN_ROWS).max(1),
            sizes,
        }
    }

    /// The drawing of a picture.
    pub(crate) fn drawing(&self, key: &str) -> Option<&Arc<Drawing>> {
        self.find(key)?.drawing.as_ref()
    }

    /// Whether a picture is being read or drawn.
    pub(crate) fn is_awaiting(&self) -> bool {
        let is_awaited =
            |picture: &Picture| picture.pixels.is_none() || picture.drawn_for.is_some();
        let mut asked = self.asked.iter();
        asked.any(|picture| picture.drawing.is_none() && is_awaited(picture))
    }

    pub(super) fn find(&self, key: &str) -> Option<&Picture> {
        self.asked.iter().find(|picture| *picture.key == *key)
    }

    /// Hides all.
    pub(crate) fn forget(&mut self, context: &mut Context) {
        if !self.asked.is_empty() {
            self.asked.clear();
            context.effect(Effect::Job(Job::LeavePictures));
        }
    }
}
