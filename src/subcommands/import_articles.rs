//! `kanbao import --as articles`: entries with a text become articles; pages behind links are
//! fetched.

use super::context::Context;
use super::errors::print_error;
use super::output::Output;
use super::save;
use crate::cli::Import;
use crate::error::{Error, Exit, Result};
use crate::fetch::{NewArticle, Outcome, Writer, article_of};
use crate::interchange::{self, Item};
use crate::text::host;
use serde::Serialize;
use std::fmt::Display;
use std::io;

/// Maximum links that are reported one by one.
#[cfg(feature = "fetch")]
const SHOWN: usize = 20;

/// The counts of an import, and the object that `--json` prints.
#[derive(Default, Serialize)]
struct Counts {
    /// `null` if the format is not known.
    format: Option<&'static str>,
    dry_run: bool,
    /// Entries that were read.
    entries: usize,
    /// Entries with a text.
    texts: usize,
    /// Entries that are links.
    links: usize,
    /// New files.
    written: usize,
    /// Articles that were in the library before.
    known: usize,
    /// Links whose page was not saved.
    failed: usize,
}

/// Imports what was read.
///
/// # Errors
/// The library cannot be written.
pub fn run(
    import: &Import,
    read: &interchange::Import,
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let (links, mut texts): (Vec<&Item>, Vec<&Item>) = read
        .items
        .iter()
        .chain(&read.texts)
        .partition(|item| article_of(item).is_none());
    texts.sort_by_cached_key(|item| host(&item.address).to_ascii_lowercase());
    let mut counts = Counts {
        format: read.format.map(interchange::Format::name),
        dry_run: import.dry_run,
        entries: read.items.len() + read.texts.len(),
        texts: texts.len(),
        links: links.len(),
        ..Counts::default()
    };
    if !import.dry_run && !read.items.is_empty() {
        let library = import.library.first().map(AsRef::as_ref);
        let writer = save::writer(library, context)?;
        let is_same_host = |one: &&Item, other: &&Item| {
            host(&one.address).eq_ignore_ascii_case(host(&other.address))
        };
        for source in texts.chunk_by(is_same_host) {
            let articles = source.iter().filter_map(|item| article_of(item));
            let articles: Vec<NewArticle> = articles.collect();
            for stored in writer.import(&articles)? {
                counts.count(stored.outcome);
            }
        }
        fetch(&links, &writer, &mut counts, context)?;
    }
    let exit = match counts.failed {
        0 => Exit::Done,
        _ => Exit::Found,
    };
    let printed = match import.json {
        true => out.json(&counts),
        false if counts.format.is_none() => Ok(()),
        false => out.line(&summary(&counts, context)),
    };
    Ok(printed.map(|()| exit))
}

impl Counts {
    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Written | Outcome::Updated | Outcome::BesideEdited => self.written += 1,
            Outcome::Unchanged | Outcome::Duplicate => self.known += 1,
        }
    }
}

/// Fetches the pages of links, one after the other, and saves them.
#[cfg(feature = "fetch")]
fn fetch(links: &[&Item], writer: &Writer, counts: &mut Counts, context: &Context) -> Result<()> {
    use crate::fetch::Pace;
    use crate::fetch::save::{Page, Web};
    let pace = Pace::default();
    let web = Web::new(None)
        .map_err(|failure| Error::new(Exit::Network, failure.describe(&context.locale)))?;
    for item in links {
        let failed = |what: String, counts: &mut Counts| {
            counts.failed += 1;
            if counts.failed <= SHOWN {
                let error = Error::new(Exit::Found, what).path(item.address.as_ref());
                print_error(&error, &context.locale);
            }
        };
        pace.wait(&item.address, &|| false);
        let (bytes, address) = match web.page(&item.address, &|| false) {
            Ok(fetched) => fetched,
            Err(failure) => {
                failed(failure.describe(&context.locale), counts);
                continue;
            }
        };
        let page = Page::read(&bytes, Some(&address), &context.scan.zone);
        let article = page.and_then(|page| {
            let body = page.body(None)?;
            let tags = item.tags.clone();
            Ok(NewArticle {
                body,
                tags,
                ..page.head()
            })
        });
        match article {
            Ok(article) => {
                for stored in writer.import(&[article])? {
                    counts.count(stored.outcome);
                }
            }
            Err(_) => failed(context.locale.text("save.no-text").to_owned(), counts),
        }
    }
    Ok(())
}

#[cfg(not(feature = "fetch"))]
fn fetch(links: &[&Item], _: &Writer, counts: &mut Counts, context: &Context) -> Result<()> {
    counts.failed = links.len();
    if !links.is_empty() {
        let what = context
            .locale
            .fill("import.links-left", &[("count", &links.len())]);
        let hint = context.locale.text("save.not-built.hint");
        print_error(&Error::new(Exit::Found, what).hint(hint), &context.locale);
    }
    Ok(())
}

fn summary(counts: &Counts, context: &Context) -> String {
    let key = match counts.dry_run {
        true => "import.articles-would",
        false => "import.articles-done",
    };
    let values: &[(&str, &dyn Display)] = &[
        ("format", &counts.format.unwrap_or_default()),
        ("entries", &counts.entries),
        ("texts", &counts.texts),
        ("links", &counts.links),
        ("written", &counts.written),
        ("known", &counts.known),
        ("failed", &counts.failed),
    ];
    context.locale.fill(key, values)
}
