//! Saves pages, and fetches the full text of articles.

use super::job_context::{JobContext, Sink};
use crate::app::message::{Item, SavedPage};
use crate::app::{Job, Message, Part};
use crate::fetch::save::{NoArticle, Page as WebPage};
use crate::fetch::{NewArticle, Outcome, Writer, is_full_text};
use crate::library::{self, Cancel};
use crate::subcommands::localized;
use crate::typeset::{Options, Page};
use std::sync::Arc;

/// Runs a job about a page. A cancelled job sends nothing more.
pub fn run(job: &Job, context: &JobContext, cancel: &Cancel, send: Sink<'_>) {
    let mut send = |message| !cancel.is_cancelled() && send(message);
    match job {
        Job::SavePage { address } => {
            send(Message::PageSaved(save(address, context, cancel)));
        }
        Job::FullText {
            ticket,
            item,
            options,
        } => match full_text(item, context, cancel) {
            Ok((summary, text)) => {
                send(Message::FullText(*ticket, Ok(summary.into())));
                send(opened(*ticket, item, *options, &text, context));
            }
            Err(error) => {
                send(Message::FullText(*ticket, Err(error)));
            }
        },
        Job::Summary {
            ticket,
            item,
            options,
            text,
        } => {
            // The text is shown even if the file could not be written.
            let _ = restore(item, text, context);
            send(opened(*ticket, item, *options, text, context));
        }
        _ => {}
    }
}

/// Saves the page at an address, unless it is there with the same text.
fn save(address: &str, context: &JobContext, cancel: &Cancel) -> Result<SavedPage, String> {
    let (page, _) = read(address, context, cancel)?;
    let in_words = |error| localized(&error, &context.locale).to_string();
    let writer = context.writer().map_err(in_words)?;
    let body = page.body(None);
    let article = NewArticle {
        body: body.map_err(|reason| no_article(reason, context))?,
        ..page.head()
    };
    let (path, is_new) = match writer.saved(&article).map_err(in_words)? {
        Some(path) => (path, false),
        None => {
            let stored = writer.save(&article, &[]).map_err(in_words)?;
            (stored.path, stored.outcome == Outcome::Written)
        }
    };
    let id = path.strip_prefix(writer.library()).unwrap_or(&path);
    let id = library::id_of_name(id.as_os_str());
    let entry = library::entry_at(writer.library(), &id, &context.scan.zone).map_err(in_words)?;
    Ok(SavedPage { entry, is_new })
}

/// The text of the file of an article, and that text with the body of the page in place of its own. A
/// file that kanbao wrote gets it, too.
fn full_text(
    item: &Item,
    context: &JobContext,
    cancel: &Cancel,
) -> Result<(String, String), String> {
    let in_words = |error| localized(&error, &context.locale).to_string();
    let address = library::address_of(&item.entry).map_err(in_words)?;
    let say = |key| context.locale.text(key).to_owned();
    let address = address.ok_or_else(|| say("notice.no-page"))?;
    let (page, _) = read(&address, context, cancel)?;
    let body = page
        .body(None)
        .map_err(|reason| no_article(reason, context))?;
    let old = library::source_text(&item.entry).map_err(in_words)?;
    if !is_full_text(library::body_of(&old), &body) {
        return Err(say("notice.no-full-text"));
    }
    let with_body = |text: &str| Some(library::with_body(text, &body));
    let rewritten = writer_of(item, context).and_then(|writer| {
        let written = writer.rewrite(&item.entry.path(), &with_body);
        written.ok().flatten()
    });
    let old = rewritten.unwrap_or(old);
    let text = library::with_body(&old, &body);
    Ok((old, text))
}

/// Gives the file of an article the text that it had before, if kanbao wrote it.
fn restore(item: &Item, text: &str, context: &JobContext) -> Option<String> {
    let before = |_: &str| Some(text.to_owned());
    let written = writer_of(item, context)?.rewrite(&item.entry.path(), &before);
    written.ok().flatten()
}

/// A writer into the library of an article, if kanbao writes there.
fn writer_of(item: &Item, context: &JobContext) -> Option<Writer> {
    let places = context.places.as_ref()?;
    let known = Writer::open_known(item.entry.root(), &places.data);
    known.ok().flatten()
}

/// An article with another text than that of its file, typeset.
fn opened(ticket: u64, item: &Item, options: Options, text: &str, context: &JobContext) -> Message {
    let cleaning = context
        .learner
        .settings(&context.cleaning, &item.entry.labels.source, None);
    let article = library::open_bytes(text.as_bytes(), &item.entry, Some(&cleaning));
    let label = |rule: &str| context.locale.cut_label(rule);
    let page = Page::with_cut_label(&article.document, &options, &label);
    Message::Opened {
        ticket,
        part: Part::Whole,
        result: Ok((Arc::new(article), Arc::new(page), options)),
    }
}

fn no_article(reason: NoArticle, context: &JobContext) -> String {
    let key = match reason {
        NoArticle::NotAPage => "save.not-a-page",
        NoArticle::NoText => "save.no-text",
    };
    context.locale.text(key).to_owned()
}

/// A page, and where it is.
fn read(address: &str, context: &JobContext, cancel: &Cancel) -> Result<(WebPage, String), String> {
    let (bytes, address) = fetch(address, context, cancel)?;
    let page = WebPage::read(&bytes, Some(&address), &context.scan.zone);
    let page = page.map_err(|reason| no_article(reason, context))?;
    Ok((page, address))
}

/// Fetches a page when its host may be asked again.
#[cfg(feature = "fetch")]
fn fetch(
    address: &str,
    context: &JobContext,
    cancel: &Cancel,
) -> Result<(Vec<u8>, String), String> {
    use crate::fetch::save::Web;
    context.pace.wait(address, &|| cancel.is_cancelled());
    let web = Web::new(context.allowed_address.as_deref());
    let fetched = web.and_then(|web| web.page(address, &|| cancel.is_cancelled()));
    fetched.map_err(|failure| failure.describe(&context.locale))
}

#[cfg(not(feature = "fetch"))]
fn fetch(_: &str, context: &JobContext, _: &Cancel) -> Result<(Vec<u8>, String), String> {
    Err(context.locale.text("notice.not-from-web").to_owned())
}
