//! Reads and draws pictures, on threads.

use super::job_context::JobContext;
use crate::app::{Item, Job, Message, PictureSource};
use crate::document::embedded;
use crate::library::{self, Cancel};
use crate::picture::{self, Fault, Mosaic, Pixels};
use crate::user::colours::{Depth, Ground};
use crate::user::{Colours, ThemeChoice};
use std::sync::{Arc, PoisonError};

/// Runs a job about a picture; None if nothing is to be sent.
pub fn run(job: &Job, context: &JobContext, cancel: &Cancel) -> Option<Message> {
    let message = match job {
        Job::ReadPicture {
            ticket,
            item,
            source,
        } => {
            // One at a time: each may take hundreds of megabytes.
            let turn = context.picture_turn.lock();
            let _turn = turn.unwrap_or_else(PoisonError::into_inner);
            if cancel.is_cancelled() {
                return None;
            }
            Message::PictureRead(*ticket, read(item, source, cancel).map(Arc::new))
        }
        Job::DrawPicture {
            ticket,
            pixels,
            size,
            is_narrow,
        } => {
            let drawing = Mosaic::new(pixels, *size, context.picture_depth, *is_narrow);
            Message::PictureDrawn(*ticket, Arc::new(drawing))
        }
        _ => return None,
    };
    (!cancel.is_cancelled()).then_some(message)
}

fn read(item: &Item, source: &PictureSource, cancel: &Cancel) -> Result<Pixels, Fault> {
    if !cfg!(feature = "pictures") {
        return Err(Fault::NotBuilt);
    }
    let bytes = match &source.file {
        Some(data) if embedded::is_named(data) => {
            let text = library::source_text(&item.entry);
            let text = text.map_err(|error| Fault::Unreadable(error.to_string()))?;
            let data = embedded::find(&text, data);
            picture::bytes_of(data.ok_or_else(|| Fault::Damaged("data:".to_owned()))?)
        }
        Some(file) => picture::read(file, &item.entry.path(), item.entry.root()),
        None => fetch(source, cancel),
    }?;
    decode(&bytes)
}

/// The colours of pictures. Nearly every terminal with colours has the fixed ones.
pub fn depth(theme: &ThemeChoice, colours: Colours) -> picture::Depth {
    match colours.depth {
        _ if theme.is_mono() => {
            let ground = colours.ground.map(|(ground, _)| ground);
            picture::Depth::Mono(ground == Some(Ground::Light))
        }
        Depth::True => picture::Depth::True,
        Depth::Sixteen | Depth::Indexed => picture::Depth::Indexed,
    }
}

fn fetch(source: &PictureSource, _: &Cancel) -> Result<Vec<u8>, Fault> {
    let address = source.address.as_deref().unwrap_or_default();
    Err(Fault::Remote(address.to_owned()))
}

#[cfg(feature = "pictures")]
fn decode(bytes: &[u8]) -> Result<Pixels, Fault> {
    picture::decode(bytes)
}

#[cfg(not(feature = "pictures"))]
fn decode(_: &[u8]) -> Result<Pixels, Fault> {
    Err(Fault::NotBuilt)
}
