//! Draws the pictures of an article in their places: the key that asks for them, and what threads have
//! read and drawn.

use super::pane::ReaderPane;
use super::pictures::{MOST, Picture};
use crate::app::context::Context;
use crate::app::message::{Effect, Job, Level, PictureSource, Ticket};
use crate::app::outcome::Outcome;
use crate::app::settings::ShowPictures;
use crate::document::Link;
use crate::picture::{Drawing, Fault, Pixels};
use crate::text::{Ambiguous, authority, host_in_letters};
use crate::typeset::room::{PicturePlace, PictureRoom};
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
        let is_drawn = |key: &Box<str>| self.pictures.find(key).is_some();
        if keys.iter().any(is_drawn) {
            self.pictures
                .asked
                .retain(|picture| !keys.contains(&picture.key));
            self.fit(context);
            return Outcome::Scrolled;
        }
        for key in keys.into_iter().take(MOST) {
            if let Some(source) = self.source_of(&key) {
                announce(&source, context);
                self.ask_for_picture(key, source, context);
            }
        }
        Outcome::None
    }

    /// The article has arrived, or has the focus now: with the setting, its files are drawn.
    pub(crate) fn show_local_pictures(&mut self, context: &mut Context) {
        if context.settings.pictures != ShowPictures::Local || self.pictures.has_begun {
            return;
        }
        let Some(page) = self.page().cloned().filter(|_| self.is_whole()) else {
            return;
        };
        self.pictures.has_begun = true;
        for place in page.pictures() {
            let is_new = self.pictures.find(&place.key).is_none();
            let file = self.source_of(&place.key).and_then(|source| source.file);
            if is_new && file.is_some() && self.pictures.asked.len() < MOST {
                let address = None;
                let source = PictureSource { file, address };
                self.ask_for_picture(place.key.clone(), source, context);
            }
        }
    }

    fn ask_for_picture(&mut self, key: Box<str>, source: PictureSource, context: &mut Context) {
        if self.pictures.asked.len() >= MOST {
            self.pictures.asked.remove(0);
        }
        let ticket = context.ticket();
        self.pictures.asked.push(Picture {
            key,
            ticket,
            pixels: None,
            drawing: None,
            drawn_for: None,
        });
        context.effect(Effect::Job(Job::ReadPicture {
            ticket,
            item: self.item.clone(),
            source,
        }));
    }

    /// Where a picture is: `Image::key` is one of the two.
    fn source_of(&self, key: &str) -> Option<PictureSource> {
        let article = self.article()?;
        let mut source = None;
        article.document.visit_images(&mut |image| {
            if source.is_none() && image.key(&article.document.links) == Some(key) {
                let link = image.link.and_then(|link| (link as usize).checked_sub(1));
                let link: Option<&Link> = link.and_then(|at| article.document.links.get(at));
                source = Some(PictureSource {
                    file: image.file.clone(),
                    address: link.map(|link| link.address.as_str().into()),
                });
            }
        });
        source
    }

    /// The keys of the pictures of a figure: of the one that was gone to, if the window has not moved
    /// since, else of the first one in the window.
    fn figure_in_sight(&self) -> Option<Vec<Box<str>>> {
        let places = self.page()?.pictures();
        let head = self.header.len();
        let selected = self.figure.filter(|(_, top)| *top == self.top);
        let selected = selected.map(|(line, _)| line.saturating_sub(head));
        let visible = self.visible();
        let is_selected = |place: &&PicturePlace| Some(place.figure) == selected;
        let begins_here = |place: &&PicturePlace| visible.contains(&place.figure);
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
            Err(fault) => {
                self.pictures
                    .asked
                    .retain(|picture| picture.ticket != ticket);
                let text = fault.describe(&context.locale);
                context.notify(Level::Warning, text);
            }
        }
        self.fit(context);
        Outcome::None
    }

    /// The drawings in the window: each with its place on the page.
    pub(crate) fn drawings(&self) -> impl Iterator<Item = (&Drawing, PictureRoom)> {
        let visible = self.visible();
        let places = self.page().into_iter().flat_map(|page| page.pictures());
        let rooms = places.filter_map(|place| place.room.map(|room| (&place.key, room)));
        let in_sight = rooms.filter(move |(_, room)| {
            room.line < visible.end && room.line + usize::from(room.size.1) > visible.start
        });
        in_sight.filter_map(|(key, room)| Some((self.pictures.drawing(key)?.as_ref(), room)))
    }

    /// A picture was drawn.
    pub(crate) fn picture_drawn(&mut self, ticket: Ticket, drawing: Arc<Drawing>) {
        let mut asked = self.pictures.asked.iter_mut();
        if let Some(picture) = asked.find(|picture| picture.ticket == ticket) {
            picture.drawing = Some(drawing);
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
    let address = source.address.as_deref().filter(|_| source.file.is_none());
    if let Some(address) = address.filter(|_| cfg!(feature = "fetch")) {
        let host = host_in_letters(authority(address));
        context.inform_with("notice.fetching-picture", &[("host", &host)]);
    }
}
