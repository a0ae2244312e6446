//! Reads and draws pictures, on threads.

use super::job_context::JobContext;
use crate::app::{Item, Job, Message, PictureSource};
use crate::document::embedded;
use crate::library::{self, Cancel};
use crate::picture::{self, Drawing, Fault, Mosaic, Pixels, Raster};
use crate::user::colours::{Depth, Ground};
use crate::user::{Colours, ThemeChoice};
use std::sync::Arc;

/// Runs a job about a picture; None if nothing is to be sent.
pub fn run(job: &Job, context: &JobContext, cancel: &Cancel) -> Option<Message> {
    let message = match job {
        Job::ReadPicture {
            ticket,
            item,
            source,
        } => {
            if cancel.is_cancelled() {
                return None;
            }
            Message::PictureRead(*ticket, read(item, source, context, cancel).map(Arc::new))
        }
        Job::DrawPicture {
            ticket,
            pixels,
            size,
            graphics,
            is_narrow,
        } => {
            let mosaic = || Mosaic::new(pixels, *size, context.picture_depth, *is_narrow);
            // Tickets are unique within a session, as the numbers of kitty's pictures must be.
            let id = u32::try_from(*ticket % u64::from(u32::MAX)).unwrap_or_default();
            let raster = Raster::new(pixels, id, *size, graphics.cell, graphics.protocol);
            let drawing = match raster {
                Some(raster) => Drawing::Raster(Arc::new(raster)),
                None => Drawing::Mosaic(mosaic()),
            };
            Message::PictureDrawn(*ticket, Arc::new(drawing))
        }
        Job::PreparePicture {
            ticket,
            raster,
            rows,
        } => {
            raster.prepare(rows.clone());
            Message::PicturePrepared(*ticket)
        }
        _ => return None,
    };
    (!cancel.is_cancelled()).then_some(message)
}

fn read(
    item: &Item,
    source: &PictureSource,
    context: &JobContext,
    cancel: &Cancel,
) -> Result<Pixels, Fault> {
    if !cfg!(feature = "pictures") {
        return Err(Fault::NotBuilt);
    }
    let local = source.file.as_deref().map(|file| read_file(item, file));
    let bytes = match (local, source.address.as_deref()) {
        (Some(local), _) => local,
        (None, Some(address)) => fetch(address, context, cancel),
        (None, None) => Err(Fault::Missing(String::new())),
    }?;
    decode(&bytes, &|| cancel.is_cancelled())
}

fn read_file(item: &Item, file: &str) -> Result<Vec<u8>, Fault> {
    if !embedded::is_named(file) {
        return picture::read(file, &item.entry.path(), item.entry.root());
    }
    let text = library::source_text(&item.entry);
    let text = text.map_err(|error| Fault::Unreadable(error.to_string()))?;
    let data = embedded::find(&text, file);
    picture::bytes_of(data.ok_or_else(|| Fault::Damaged("data:".to_owned()))?)
}

/// The colours of pictures. Nearly every terminal with colours has the fixed ones.
pub fn depth(theme: &ThemeChoice, colours: Colours) -> picture::Depth {
    match colours.depth {
        depth if theme.is_mono() || depth == Depth::None => {
            let ground = colours.ground.map(|(ground, _)| ground);
            picture::Depth::Mono(ground == Some(Ground::Light))
        }
        Depth::True => picture::Depth::True,
        Depth::Indexed => picture::Depth::Indexed,
        Depth::None | Depth::Sixteen => picture::Depth::Sixteen,
    }
}

/// Reads a picture from the web. The client refuses private addresses, also those that a redirect
/// leads to.
#[cfg(feature = "fetch")]
fn fetch(address: &str, context: &JobContext, cancel: &Cancel) -> Result<Vec<u8>, Fault> {
    use crate::http::{Client, Policy, Request};
    let policy = Policy {
        most_bytes: picture::MOST_BYTES as u64,
        ..Policy::default()
    };
    let request = Request {
        headers: &[("Accept", "image/png, image/jpeg, image/gif, image/webp")],
        ..Request::get(address)
    };
    let sent =
        Client::new(policy).and_then(|client| client.send(&request, &|| cancel.is_cancelled()));
    let response = sent.map_err(|error| Fault::NotSent(error.describe(&context.locale)))?;
    if response.is_success() {
        return Ok(response.body);
    }
    let values: &[(&str, &dyn std::fmt::Display)] = &[("status", &response.status)];
    Err(Fault::NotSent(
        context.locale.fill("picture.status", values),
    ))
}

#[cfg(not(feature = "fetch"))]
fn fetch(address: &str, _: &JobContext, _: &Cancel) -> Result<Vec<u8>, Fault> {
    Err(Fault::Remote(address.to_owned()))
}

#[cfg(feature = "pictures")]
fn decode(bytes: &[u8], is_cancelled: &dyn Fn() -> bool) -> Result<Pixels, Fault> {
    picture::decode(bytes, is_cancelled)
}

#[cfg(not(feature = "pictures"))]
fn decode(_: &[u8], _: &dyn Fn() -> bool) -> Result<Pixels, Fault> {
    Err(Fault::NotBuilt)
}

#[cfg(all(test, feature = "fetch"))]
mod tests {
    use super::*;
    use crate::clean::Settings;
    use crate::library::{ScanOptions, Zone};
    use crate::locale::Locale;

    /// The tests of the client show that redirects are checked, too.
    #[test]
    fn private_addresses_are_not_asked_for_pictures() {
        let scan = ScanOptions::in_zone(Zone::system());
        let context = JobContext::new(Vec::new(), scan, Settings::default(), Locale::for_tag("en"));
        for address in [
            "http://127.0.0.1:9/a.png",
            "http://localhost/a.png",
            "http://[::1]/a.png",
            "http://192.168.1.1/a.png",
            "file:///etc/passwd",
            "mailto:a@example.org",
        ] {
            let refused = fetch(address, &context, &Cancel::default());
            assert!(
                matches!(refused, Err(Fault::NotSent(_))),
                "{address} {refused:?}"
            );
        }
    }
}
