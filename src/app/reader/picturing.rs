//! Draws the pictures of an article in their places: the key that asks for them, and what threads have
//! read and drawn.

use super::pane::ReaderPane;
use super::pictures::{MOST, Picture};
use crate::app::context::Context;
use crate::app::message::{Effect, Job, Level, PictureSource, Ticket};
use crate::app::outcome::Outcome;
use crate::app::settings::ShowPictures;
use crate::document::{Image, Link};
use crate::picture::{Drawing, Fault, Pixels};
use crate::text::{Ambiguous, authority, host_in_letters};
use crate::typeset::room::{PicturePlace, PictureRoom};
use std::ops::Range;
use std::sync::Arc;

impl ReaderPane {
    /// Draws the pictures of the selected figure, else of the first one on the screen; hides them
    /// if they are drawn.
    pub(crate) fn toggle_picture(&mut self, context: &mut Context) -> Outcome {
        if context.settings.pictures == ShowPictures::Off {
            context.refuse("notice.pictures-off");
            return Outcome::None;
        }
        let Some(keys) = self.figure_in_sight() else {
            context.refuse("notice.no-picture");
            return Outcome::None;
        };
        let mut shown = self.pictures.asked.iter().filter(|one| one.is_shown());
        if shown.any(|picture| keys.contains(&picture.key)) {
            keys.iter().for_each(|key| self.pictures.hide(key, context));
            self.fit(context);
            return Outcome::Scrolled;
        }
        self.pictures.reveals = keys.first().cloned();
        for key in keys.into_iter().take(MOST) {
            if let Some(hidden) = self.pictures.find_mut(&key) {
                hidden.is_hidden = false;
            } else if let Some(source) = self.source_of(&key) {
                self.pictures.make_room(|_| true, context);
                self.ask_for_picture(key, source, context);
            }
        }
        self.fit(context);
        self.draw_pictures(context);
        Outcome::None
    }

    /// The article has arrived, has the focus now, or was scrolled: with the setting, its files are drawn
    /// that are in sight, or a screen away.
    pub(crate) fn show_local_pictures(&mut self, context: &mut Context) {
        if context.settings.pictures != ShowPictures::Local {
            return;
        }
        let Some(page) = self.page().cloned().filter(|_| self.is_whole()) else {
            return;
        };
        let visible = self.visible();
        let near = visible.start.saturating_sub(self.height)..visible.end + self.height;
        let is_near = |place: &&PicturePlace| near.contains(&place.line);
        let keys = || page.pictures().iter().filter(is_near).map(|at| &at.key);
        for key in keys() {
            if self.pictures.tried.contains(key) || self.pictures.find(key).is_some() {
                continue;
            }
            let Some(file) = self.source_of(key).and_then(|source| source.file) else {
                continue;
            };
            let is_far = |key: &str| keys().all(|near| **near != *key);
            if !self.pictures.make_room(is_far, context) {
                break;
            }
            self.pictures.tried.insert(key.clone());
            let source = PictureSource {
                file: Some(file),
                address: None,
            };
            self.ask_for_picture(key.clone(), source, context);
        }
    }

    /// A file is looked for first. It may not have been saved with its page.
    fn ask_for_picture(&mut self, key: Box<str>, source: PictureSource, context: &mut Context) {
        let PictureSource { file, address } = source;
        let (now, later) = match file {
            Some(_) => (None, address),
            None => (address, None),
        };
        let source = PictureSource { file, address: now };
        announce(&source, context);
        let ticket = context.ticket();
        self.pictures.asked.push(Picture {
            key,
            ticket,
            address: later,
            is_fetched: source.address.is_some(),
            is_hidden: false,
            pixels: None,
            drawing: None,
            drawn_for: None,
            preparing: None,
        });
        self.read_picture(ticket, source, context);
    }

    fn read_picture(&self, ticket: Ticket, source: PictureSource, context: &mut Context) {
        let item = self.item.clone();
        context.effect(Effect::Job(Job::ReadPicture {
            ticket,
            item,
            source,
        }));
    }

    /// Where a picture is: `Image::key` is one of the two.
    fn source_of(&self, key: &str) -> Option<PictureSource> {
        let links = &self.article()?.document.links;
        let image = self.image_of(key)?;
        let link = image.link.and_then(|link| (link as usize).checked_sub(1));
        let link: Option<&Link> = link.and_then(|at| links.get(at));
        Some(PictureSource {
            file: image.file.clone(),
            address: link.map(|link| link.address.as_str().into()),
        })
    }

    /// The first image with a key.
    pub(super) fn image_of(&self, key: &str) -> Option<&Image> {
        let document = &self.article()?.document;
        let mut found = None;
        document.visit_images(&mut |image| {
            if found.is_none() && image.key(&document.links) == Some(key) {
                found = Some(image);
            }
        });
        found
    }

    /// The picture that Enter opens: the selected one, if it is a file and no link is focused.
    pub(crate) fn picture_to_open(&self) -> Option<PictureSource> {
        let (number, _) = self.selected_picture().filter(|_| self.focused.is_none())?;
        let mut places = self.page()?.pictures().iter();
        let place = places.find(|place| place.number == number)?;
        let is_link = self.image_of(&place.key)?.target.is_some();
        self.source_of(&place.key).filter(|_| !is_link)
    }

    /// The keys of the pictures of a figure: of the one that was gone to, if the window has not moved
    /// since, else of the first one in the window.
    fn figure_in_sight(&self) -> Option<Vec<Box<str>>> {
        let places = self.page()?.pictures();
        let selected = self.selected_picture().map(|(number, _)| number);
        let visible = self.visible();
        let is_selected = |place: &&PicturePlace| Some(place.number) == selected;
        let begins_here = |place: &&PicturePlace| visible.contains(&place.line);
        let is_seen = |place: &&PicturePlace| {
            place.room.is_some_and(|room| {
                let end = room.line + usize::from(room.size.1);
                room.line < visible.end && end > visible.start
            })
        };
        let chosen = places.iter().find(is_selected);
        let chosen = chosen.or_else(|| places.iter().find(begins_here));
        let chosen = chosen.or_else(|| places.iter().find(is_seen))?;
        let of_figure = places.iter().filter(|place| place.figure == chosen.figure);
        Some(of_figure.map(|place| place.key.clone()).collect())
    }

    /// A picture was read: the page gets room for it.
    pub(crate) fn picture_read(
        &mut self,
        ticket: Ticket,
        result: Result<Arc<Pixels>, Fault>,
        context: &mut Context,
    ) -> Outcome {
        let mut asked = self.pictures.asked.iter_mut();
        let Some(picture) = asked.find(|picture| picture.ticket == ticket) else {
            return Outcome::None;
        };
        match result {
            Ok(pixels) => picture.pixels = Some(pixels),
            Err(Fault::Missing(_)) if picture.address.is_some() => {
                let address = picture.address.take();
                (picture.ticket, picture.is_fetched) = (context.ticket(), true);
                let (ticket, file) = (picture.ticket, None);
                let source = PictureSource { file, address };
                announce(&source, context);
                self.read_picture(ticket, source, context);
                return Outcome::None;
            }
            Err(fault) => {
                let is_shown = picture.is_shown();
                self.pictures
                    .asked
                    .retain(|picture| picture.ticket != ticket);
                if is_shown {
                    let text = fault.describe(&context.locale);
                    context.notify(Level::Warning, text);
                }
            }
        }
        self.fit(context);
        Outcome::None
    }

    /// The drawings in the window: each with its place on the page, and the rows that are being encoded.
    pub(crate) fn drawings(
        &self,
    ) -> impl Iterator<Item = (&Arc<Drawing>, PictureRoom, Option<&Range<u16>>)> {
        let visible = self.visible();
        let places = self.page().into_iter().flat_map(|page| page.pictures());
        let rooms = places.filter_map(|place| place.room.map(|room| (&place.key, room)));
        let in_sight = rooms.filter(move |(_, room)| {
            room.line < visible.end && room.line + usize::from(room.size.1) > visible.start
        });
        in_sight.filter_map(|(key, room)| {
            let picture = self.pictures.find(key)?;
            let preparing = picture.preparing.as_ref().map(|(_, rows)| rows);
            Some((picture.drawing.as_ref()?, room, preparing))
        })
    }

    /// The rows of a picture that are in the window, and the row of the window with the first one.
    pub(crate) fn rows_in_sight(
        &self,
        room: PictureRoom,
        height: u16,
    ) -> Option<(Range<u16>, u16)> {
        let line = self.header.len() + room.line;
        let hidden = self.top.saturating_sub(line).min(room.size.1.into()) as u16;
        let below = u16::try_from(line.saturating_sub(self.top)).ok()?;
        let end = (hidden + height.saturating_sub(below)).min(room.size.1);
        Some((hidden..end, below))
    }

    /// Has the rows of pictures encoded that are in the window.
    pub(crate) fn prepare_pictures(&mut self, context: &mut Context) {
        let height = u16::try_from(self.height).unwrap_or(u16::MAX);
        let unready = |(drawing, room, preparing): (&Arc<Drawing>, _, Option<&Range<u16>>)| {
            let Drawing::Raster(raster) = drawing.as_ref() else {
                return None;
            };
            let (rows, _) = self.rows_in_sight(room, height)?;
            let rows = rows.start..rows.end.min(raster.size().1);
            let is_due = !rows.is_empty() && preparing != Some(&rows) && !raster.is_ready(&rows);
            is_due.then(|| (Arc::clone(raster), rows))
        };
        let unready: Vec<_> = self.drawings().filter_map(unready).collect();
        for (raster, rows) in unready {
            let is = |picture: &&mut Picture| picture.is_drawn_as(&raster);
            if let Some(picture) = self.pictures.asked.iter_mut().find(is) {
                let ticket = context.ticket();
                picture.preparing = Some((ticket, rows.clone()));
                context.effect(Effect::Job(Job::PreparePicture {
                    ticket,
                    raster,
                    rows,
                }));
            }
        }
    }

    /// Rows of a picture were encoded.
    pub(crate) fn picture_prepared(&mut self, ticket: Ticket) {
        for picture in &mut self.pictures.asked {
            picture.preparing.take_if(|(of, _)| *of == ticket);
        }
    }

    /// A picture was drawn.
    pub(crate) fn picture_drawn(&mut self, ticket: Ticket, drawing: Arc<Drawing>) {
        let mut asked = self.pictures.asked.iter_mut();
        if let Some(picture) = asked.find(|picture| picture.ticket == ticket) {
            picture.drawing = Some(drawing);
            picture.preparing = None;
        }
    }

    /// Scrolls as little as possible to show the picture that was asked for as a whole, with its caption
    /// if both have room.
    pub(crate) fn reveal_picture(&mut self) {
        let Some((page, key)) = self.page().zip(self.pictures.reveals.as_ref()) else {
            return;
        };
        let mut places = page.pictures().iter().filter(|place| place.key == *key);
        let Some((line, room)) = places.find_map(|place| Some((place.line, place.room?))) else {
            return;
        };
        let head = self.header.len();
        let (caption, start) = (head + line, head + room.line);
        let end = start + usize::from(room.size.1);
        let first = match end - caption <= self.height {
            true => caption,
            false => start,
        };
        self.pictures.reveals = None;
        let before = self.top;
        let top = before.max(end.saturating_sub(self.height)).min(first);
        if top != before {
            self.jump(top);
            self.keep_landmark(before);
            self.note_move();
        }
    }

    /// Has the pictures drawn that have a new size.
    pub(crate) fn draw_pictures(&mut self, context: &mut Context) {
        let Some(page) = self.page().cloned() else {
            return;
        };
        let is_narrow = context.settings.options.width.ambiguous == Ambiguous::Narrow;
        for picture in &mut self.pictures.asked {
            let place = page
                .pictures()
                .iter()
                .find(|place| place.key == picture.key);
            let size = place.and_then(|place| place.room).map(|room| room.size);
            let (Some(size), Some(pixels)) = (size, &picture.pixels) else {
                continue;
            };
            let graphics = context.graphics;
            let wanted = Some((size, graphics));
            if std::mem::replace(&mut picture.drawn_for, wanted) != wanted {
                picture.ticket = context.ticket();
                context.effect(Effect::Job(Job::DrawPicture {
                    ticket: picture.ticket,
                    pixels: Arc::clone(pixels),
                    size,
                    graphics,
                    is_narrow,
                }));
            }
        }
    }
}

/// Says that a picture is read from the web, which may take a while.
fn announce(source: &PictureSource, context: &mut Context) {
    if let Some(address) = source
        .address
        .as_deref()
        .filter(|_| cfg!(feature = "fetch"))
    {
        let host = host_in_letters(authority(address));
        context.inform_with("notice.fetching-picture", &[("host", &host)]);
    }
}
