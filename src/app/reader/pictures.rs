//! The pictures of an article that are drawn in their places.
//!
//! A picture is read, its page gets room for it, and then it is drawn as large as that room: each step
//! is a job of a thread. A change of the size only repeats the last two.

use crate::app::context::Context;
use crate::app::message::{Effect, Graphics, Job, Ticket};
use crate::picture::{Drawing, Pixels, Raster};
use crate::typeset::room::{MARGIN_ROWS, Rooms};
use std::collections::HashSet;
use std::ops::Range;
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
    /// Where it is on the web, if there is no such file.
    pub(super) address: Option<Box<str>>,
    /// It is read from the web. That continues while the picture is hidden, so that the server is asked
    /// once.
    pub(super) is_fetched: bool,
    pub(super) is_hidden: bool,
    pub(super) pixels: Option<Arc<Pixels>>,
    pub(super) drawing: Option<Arc<Drawing>>,
    /// Columns and rows that it was last drawn for, and how.
    pub(super) drawn_for: Option<((u16, u16), Graphics)>,
    /// The rows that are being encoded.
    pub(super) preparing: Option<(Ticket, Range<u16>)>,
}

impl Picture {
    pub(super) fn is_shown(&self) -> bool {
        !self.is_hidden
    }

    /// Whether it was drawn so.
    pub(super) fn is_drawn_as(&self, raster: &Arc<Raster>) -> bool {
        let drawn = self.raster();
        drawn.is_some_and(|drawn| Arc::ptr_eq(drawn, raster))
    }

    fn raster(&self) -> Option<&Arc<Raster>> {
        match self.drawing.as_deref()? {
            Drawing::Raster(raster) => Some(raster),
            Drawing::Mosaic(_) => None,
        }
    }

    /// Whether a job reads or draws it.
    fn is_under_way(&self) -> bool {
        self.drawing.is_none() && (self.pixels.is_none() || self.drawn_for.is_some())
    }

    /// Cancels what is done for it.
    pub(super) fn cancel(&mut self, context: &mut Context) {
        if self.is_under_way() {
            let ticket = self.ticket;
            context.effect(Effect::Job(Job::LeavePicture { ticket }));
            self.drawn_for = None;
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Pictures {
    pub(super) asked: Vec<Picture>,
    /// Those that were asked for without a key: each once.
    pub(super) tried: HashSet<Box<str>>,
    /// The picture that is scrolled into sight when it has its room.
    pub(super) reveals: Option<Box<str>>,
}

impl Pictures {
    /// The room for the pictures that were read.
    pub(crate) fn rooms(&self, context: &Context) -> Rooms {
        let read = |picture: &Picture| {
            let pixels = picture.pixels.as_ref().filter(|_| picture.is_shown())?;
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

    /// The pictures in a protocol of the terminal, also those that are hidden or out of sight.
    pub(crate) fn rasters(&self) -> impl Iterator<Item = &Arc<Raster>> {
        self.asked.iter().filter_map(Picture::raster)
    }

    /// Whether a picture that is shown is being read, drawn or encoded.
    pub(crate) fn is_awaiting(&self) -> bool {
        let mut shown = self.asked.iter().filter(|picture| picture.is_shown());
        shown.any(|picture| picture.is_under_way() || picture.preparing.is_some())
    }

    pub(super) fn find(&self, key: &str) -> Option<&Picture> {
        self.asked.iter().find(|picture| *picture.key == *key)
    }

    pub(super) fn find_mut(&mut self, key: &str) -> Option<&mut Picture> {
        self.asked.iter_mut().find(|picture| *picture.key == *key)
    }

    /// Hides a picture. What was read of it stays, so that it is not asked for again.
    pub(super) fn hide(&mut self, key: &str, context: &mut Context) {
        let Some(at) = self.asked.iter().position(|picture| *picture.key == *key) else {
            return;
        };
        let picture = &mut self.asked[at];
        picture.is_hidden = true;
        if picture.pixels.is_some() {
            picture.cancel(context);
        } else if !picture.is_fetched {
            picture.cancel(context);
            self.asked.remove(at);
        }
    }

    /// Makes room for a picture: forgets a hidden one, else the first one that `may_leave`. Whether there
    /// is room now.
    pub(super) fn make_room(
        &mut self,
        may_leave: impl Fn(&str) -> bool,
        context: &mut Context,
    ) -> bool {
        if self.asked.len() < MOST {
            return true;
        }
        let hidden = self.asked.iter().position(|picture| picture.is_hidden);
        let first = || {
            self.asked
                .iter()
                .position(|picture| may_leave(&picture.key))
        };
        let Some(at) = hidden.or_else(first) else {
            return false;
        };
        let mut left = self.asked.remove(at);
        left.cancel(context);
        self.tried.remove(&left.key);
        true
    }

    /// Forgets all.
    pub(crate) fn forget(&mut self, context: &mut Context) {
        self.tried.clear();
        if !self.asked.is_empty() {
            self.asked.clear();
            context.effect(Effect::Job(Job::LeavePictures));
        }
    }
}
