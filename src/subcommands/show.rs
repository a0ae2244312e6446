//! `kanbao show`: prints one article, typeset as in the reader.

use super::ansi;
use super::context::Context;
use super::libraries;
use super::mark::{Words, find};
use super::output::Output;
use super::unread::Unread;
use crate::app::reader::header::{joined, notice, title, typeset, without_gutter};
use crate::cli::{self, Show, ShowFormat};
use crate::document::address::is_of_library;
use crate::document::{
    self, Block, BlockKind, Document, Flaw, Link, LinkNumber, Text, embedded, number_for_print,
};
use crate::error::{Error, Exit, Result};
use crate::library::{self, Article, Entry};
use crate::role::Role;
use crate::text::{address_in_ascii, percent_decode, sanitize_line};
use crate::typeset::{Formulas, Line, NumberedLinks, Options, Page};
use crate::user::Theme;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::Path;

/// Maximum number of bytes to read from standard input.
const LIMIT: u64 = 16 * 1024 * 1024;

pub fn run(show: &Show, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let mut article = article(show, context)?;
    embedded::remove_unprintable(&mut article.document);
    Ok(print(&article, show, context, out).map(|()| Exit::Done))
}

fn article(show: &Show, context: &Context) -> Result<Article> {
    let cleaning = (!show.no_clean).then_some(&context.cleaning);
    if cli::is_stdin(&show.article) {
        let mut bytes = Vec::new();
        let name = Path::new("stdin");
        io::stdin()
            .take(LIMIT)
            .read_to_end(&mut bytes)
            .map_err(|cause| Error::unreadable(name, &cause))?;
        let entry = library::entry_of_bytes(&bytes, name, &context.scan.zone)
            .map_err(|error| library::in_words(error, &context.locale))?;
        return Ok(library::open_bytes(&bytes, &entry, cleaning));
    }
    library::open_with(&entry(&show.article, show, context)?, cleaning)
        .map_err(|error| library::in_words(error, &context.locale))
}

/// The file of that name, else the article with that ID, else the only one that matches.
fn entry(name: &OsStr, show: &Show, context: &Context) -> Result<Entry> {
    let path = Path::new(name);
    if path.is_dir() {
        return Err(Error::usage(context.locale.text("show.folder")).path(path));
    }
    // An absolute path is no ID.
    if (show.library.is_empty() || path.is_absolute()) && path.exists() {
        return library::entry_of(path, &context.scan.zone)
            .map_err(|error| library::in_words(error, &context.locale));
    }
    let id = name.to_string_lossy();
    let id = id.strip_prefix("./").unwrap_or(&id);
    let sample = library::sample::entries_for(context.locale.tag());
    if let Some(entry) = sample.into_iter().find(|entry| entry.id() == id) {
        return Ok(entry);
    }
    libraries::folders(&show.library, &context.locale)?;
    let roots = libraries::resolve(&show.library, &context.libraries)?;
    let paths = roots.paths();
    let found = paths.iter().find_map(|root| by_path(root, id, context));
    if let Some(found) = found {
        return Ok(found);
    }
    let read = libraries::read(&roots, context);
    let found = read.entries.into_iter().find(|entry| entry.id() == id);
    match found {
        Some(entry) => Ok(entry),
        None if path.is_file() => library::entry_of(path, &context.scan.zone)
            .map_err(|error| library::in_words(error, &context.locale)),
        None if is_written_as_file(id) => {
            let unread = Unread::of(&read.problems).shortfall(context);
            let hint = || context.locale.text("show.unknown.hint").to_owned();
            Err(
                Error::new(Exit::Unreadable, context.locale.text("show.unknown"))
                    .path(path)
                    .hint(unread.unwrap_or_else(hint)),
            )
        }
        None => only_match(id, show, context),
    }
}

/// Whether a word is meant as the name of a file rather than as a query.
fn is_written_as_file(word: &str) -> bool {
    let path = Path::new(word);
    path.is_absolute() || word.starts_with("../") || library::by_name(path).is_some()
}

/// The article that a query finds, which must be the only one.
fn only_match(query: &str, show: &Show, context: &Context) -> Result<Entry> {
    let words = [query.to_owned()];
    let (chosen, failure) = find(&words, &show.library, Words::OfArticles, context)?;
    let count = chosen.entries.len();
    let mut found = chosen.entries.into_iter();
    match (found.next(), found.next()) {
        (Some(entry), None) => Ok(entry),
        (None, _) => Err(failure.unwrap_or_else(|| {
            Error::new(Exit::Found, context.locale.text("show.unknown")).path(Path::new(query))
        })),
        (Some(_), Some(_)) => {
            let what = context.locale.fill("show.several", &[("count", &count)]);
            let hint = context
                .locale
                .fill("show.several.hint", &[("query", &query)]);
            Err(Error::new(Exit::Found, what).hint(hint))
        }
    }
}

/// Fast path: most ids are paths relative to the library, so that only this file must be read.
fn by_path(root: &Path, id: &str, context: &Context) -> Option<Entry> {
    let within = Path::new(id)
        .components()
        .all(|part| matches!(part, std::path::Component::Normal(_)));
    if id.contains('%') || !within || !root.join(id).is_file() {
        return None;
    }
    library::entry_at(root, id, &context.scan.zone).ok()
}

fn print(
    article: &Article,
    show: &Show,
    context: &Context,
    out: &mut Output<'_>,
) -> io::Result<()> {
    match show.format {
        ShowFormat::Json => out.json(&article.document),
        ShowFormat::Markdown => markdown(article, out),
        ShowFormat::Text | ShowFormat::Ansi => {
            let options = Options {
                measure: show.width,
                width: context.policy,
                language: article.entry.language,
                formulas: Formulas::Linear,
                numbered_links: match show.no_links {
                    true => NumberedLinks::None,
                    false => context.typeset.numbered_links,
                },
                ..context.typeset
            };
            let theme = (show.format == ShowFormat::Ansi).then(|| context.page_theme());
            let theme = theme.as_ref();
            let document = numbered(&article.document);
            let label = |rule: &str| context.locale.cut_label(rule);
            let body = Page::with_cut_label(&document, &options, &label);
            let beside = without_gutter(&options, options.language);
            let links = Page::new(&links(&document, &body), &beside);
            head(&article.entry, &beside, context)
                .iter()
                .try_for_each(|line| print_line(line, theme, out))?;
            let notices = flaws(&document, &beside, context);
            for part in [lines_of(&body), notices, lines_of(&links)] {
                if !part.is_empty() {
                    out.cells("")?;
                }
                part.iter()
                    .try_for_each(|line| print_line(line, theme, out))?;
            }
            Ok(())
        }
    }
}

/// Links within the article lose their numbers, because they lead nowhere in printed output. The
/// others are numbered without gaps.
fn numbered(document: &Document) -> Cow<'_, Document> {
    let within = |address: &str| address.starts_with('#');
    let is_unnumbered = |link: &Link| link.quiet || within(&link.address);
    if !document.links.iter().any(is_unnumbered) {
        return Cow::Borrowed(document);
    }
    let mut document = document.clone();
    for link in &mut document.links {
        link.quiet |= within(&link.address);
    }
    number_for_print(&mut document);
    Cow::Owned(document)
}

/// Notices about defects of the article, in the form of the reader.
fn flaws(document: &Document, options: &Options, context: &Context) -> Vec<Line> {
    let notice = |flaw: &Flaw| {
        let key = format!("flaw.{}", flaw.name());
        notice(context.locale.text(&key), options)
    };
    document.flaws.iter().flat_map(notice).collect()
}

/// The list of numbered addresses at the end: printed output has no keys to follow links.
fn links(document: &Document, body: &Page) -> Document {
    let shown: HashSet<LinkNumber> = body.links(0..body.len()).into_iter().collect();
    let numbered = (1..).zip(&document.links);
    let lines: Vec<String> = numbered
        .filter(|(number, link)| !link.quiet && shown.contains(number))
        .filter(|_| body.options().numbered_links != NumberedLinks::None)
        .map(|(number, link)| format!("[{number}] {}", written(&link.address)))
        .collect();
    let mut list = Document::default();
    if !lines.is_empty() {
        let text = Text::new(lines.join("\n"));
        list.blocks = vec![BlockKind::Rule.into(), BlockKind::Preserved { text }.into()];
        list.number();
    }
    list
}

/// An address in ASCII; that of a file of the library as it was written.
fn written(address: &str) -> Cow<'_, str> {
    match is_of_library(address) {
        true => Cow::Owned(sanitize_line(&percent_decode(address))),
        false => address_in_ascii(address),
    }
}

fn lines_of(page: &Page) -> Vec<Line> {
    (0..page.len()).map(|number| page.line(number)).collect()
}

fn print_line(line: &Line, theme: Option<&Theme>, out: &mut Output<'_>) -> io::Result<()> {
    match theme {
        Some(theme) => out.styled(&ansi::line(line, theme)),
        None => out.cells(plain(line).trim_end()),
    }
}

fn plain(line: &Line) -> String {
    line.spans.iter().map(|span| span.text.as_str()).collect()
}

/// Prints the title as the only level-1 heading, then the document.
fn markdown(article: &Article, out: &mut Output<'_>) -> io::Result<()> {
    let mut head = Document {
        blocks: vec![heading(article.entry.title())],
        ..Document::default()
    };
    head.number();
    out.text(&document::to_markdown(&head))?;
    out.cells("")?;
    out.text(&document::to_markdown(&article.document))
}

fn heading(title: &str) -> Block {
    BlockKind::Heading {
        level: 1,
        text: Text::new(title),
        anchor: None,
    }
    .into()
}

/// The title, and below an empty line the byline.
fn head(entry: &Entry, options: &Options, context: &Context) -> Vec<Line> {
    let date = entry.date.filter(|date| date.is_written());
    let date = date.map(|date| date.shown(&context.scan.zone));
    let author = (entry.labels.author != entry.labels.source).then_some(&*entry.labels.author);
    let parts: Vec<&str> = [Some(&*entry.labels.source), author, date.as_deref()]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    let mut lines = title(entry, options);
    if !parts.is_empty() {
        lines.push(Line::default());
        let byline = joined(&parts, " · ", options);
        lines.extend(typeset(&byline, Role::Byline, options));
    }
    lines
}
