//! Turns the bytes of a file into an [`Entry`] by combining the parts of the loader. Builds no
//! tree, since a scan does this for every file.

use super::file::Content;
use super::front_matter::{self, Fields, Value};
use super::labels::Interner;
use super::meta::Meta;
use super::scan::Stamp;
use super::site::{PageFacts, Site};
use super::{
    Date, DateOrigin, Entry, Fingerprint, Name, Problem, ProblemKind, Zone, charset, date, format,
    html_meta, meta, plain_text, prose, title,
};
use crate::document::Format;
use crate::text::{self, Language, Letters, sanitize_line};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes of text used for language detection.
const LANGUAGE: usize = 2 * 1024;

/// Bytes of prose used where the text does not decide: long lists of foreign names come first in
/// some articles.
const PROSE: usize = 16 * 1024;

/// Where a file is.
#[derive(Clone, Debug)]
pub struct Origin<'a> {
    pub root: &'a Arc<PathBuf>,
    pub id: &'a str,
    /// Root and ID as one path.
    pub path: &'a Path,
    /// The published site that it is a page of.
    pub site: Option<&'a Site>,
}

impl<'a> Origin<'a> {
    /// What the site says of this page.
    fn facts(&self) -> Option<&'a PageFacts> {
        self.site?.page(self.id)
    }
}

/// The metadata, body and format of a file's bytes.
pub fn body_of(bytes: &[u8], path: &Path) -> (Meta, String, Format) {
    let decoded = charset::decode(bytes);
    let front = front_matter::read(&decoded.text);
    let format = format::of_file(front.body, path);
    let page = match is_page(front.body, format) {
        true => meta::meta(&html_meta::fields(front.body)),
        false => Meta::default(),
    };
    let own = meta::meta(&front.fields);
    let meta = Meta {
        address: own.address.or(page.address),
        picture: own.picture.or(page.picture),
        ..own
    };
    (meta, front.body.to_owned(), format)
}

fn is_page(body: &str, format: Format) -> bool {
    format == Format::Html && html_meta::is_page(body)
}

/// The fields in the head of a whole web page, and what its site knows beyond them.
fn page_fields(body: &str, origin: &Origin<'_>) -> Fields {
    let mut fields = html_meta::fields(body);
    let published = origin.facts().and_then(|page| page.published.as_deref());
    let source = origin.site.map(Site::name);
    for (key, text) in [("date", published), ("source", source)] {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            fields.add(key, Value::Text(text.to_owned()));
        }
    }
    fields
}

/// Memory that is used again for every file.
#[derive(Debug, Default)]
pub struct Buffers {
    words: String,
    solid: Vec<u8>,
}

/// The entry of a file's content.
///
/// # Errors
/// The problem, if the content has no text.
pub fn entry(
    content: &Content<'_>,
    origin: Origin<'_>,
    zone: &Zone,
    interner: &mut Interner,
    Buffers { words, solid }: &mut Buffers,
) -> Result<Entry, Problem> {
    let problem = |kind, detail: &str| Problem {
        path: Arc::new(origin.path.to_owned()),
        kind,
        files: 1,
        detail: sanitize_line(detail),
    };
    if charset::is_binary(content.bytes) {
        return Err(problem(ProblemKind::Binary, ""));
    }
    let decoded = charset::decode(content.bytes);
    let is_blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    if decoded.text.chars().all(is_blank) {
        return Err(problem(ProblemKind::Empty, ""));
    }
    let front = front_matter::read(&decoded.text);
    let format = format::of_file(front.body, origin.path);
    let is_page = is_page(front.body, format);
    let origin = Origin {
        site: origin.site.filter(|_| is_page),
        ..origin
    };
    if let Some(kind) = no_article(&front, &origin) {
        return Err(problem(kind, ""));
    }
    let page = match is_page {
        true => page_fields(front.body, &origin),
        false => Fields::default(),
    };
    plain_text::strip(front.body, format, words);
    let own = meta::listed(&front.fields);
    let paged = meta::listed(&page);
    let title = title_of(&front, format, words, &origin);
    let date = Dates {
        front: &front.fields,
        page: &page,
        origin: &origin,
        zone,
    };
    let written = date.written();
    let partial = if content.cut {
        Some(problem(ProblemKind::TooLarge, ""))
    } else if decoded.lost {
        Some(problem(ProblemKind::BytesLost, decoded.charset))
    } else if let Some((kind, cause)) = &front.flaw {
        Some(problem(*kind, cause))
    } else {
        let misread = date.misread(written);
        misread.map(|text| problem(ProblemKind::DateNotUnderstood, &text))
    };
    let (count, letters) = text::count_with_letters(words, LANGUAGE, Letters::of_title(&title));
    let address = meta::address(&front.fields).or_else(|| meta::address(&page));
    let fingerprint = Fingerprint::of(&title, front.body, words, solid);
    let fingerprint = address.map_or(fingerprint, |address| fingerprint.with_address(&address));
    let source = first(&own.source, &paged.source);
    let author = first(&own.author, &paged.author);
    Ok(Entry {
        labels: interner.labels(source, author, &own.categories, &own.tags),
        date: written.or_else(|| modified(content.stamp?)),
        language: language(
            own.language.or(paged.language),
            front.body,
            format,
            &title,
            (count, &letters),
        ),
        count,
        format,
        fingerprint,
        partial: partial.map(Box::new),
        name: Name::new(origin.root, origin.id, &title),
        gone: false,
    })
}

/// What a text is that is not an article.
fn no_article(front: &front_matter::FrontMatter<'_>, origin: &Origin<'_>) -> Option<ProblemKind> {
    if is_template(&front.fields) {
        return Some(ProblemKind::Template);
    }
    let is_listing = origin.site?.is_listing(origin.id, front.body);
    is_listing.then_some(ProblemKind::Listing)
}

/// Whether a file is the form of new articles: its title is still to be filled in. An article from
/// a source has a guid.
fn is_template(fields: &Fields) -> bool {
    if fields.has("guid") {
        return false;
    }
    let title = fields.text("title").unwrap_or_default();
    let title = title.trim_matches(['"', '\'']);
    let is_between = |open, close| title.starts_with(open) && title.ends_with(close);
    is_between("{{", "}}") || is_between("<%", "%>")
}

fn first<'a>(one: &'a str, other: &'a str) -> &'a str {
    if one.is_empty() { other } else { one }
}

fn title_of(
    front: &front_matter::FrontMatter<'_>,
    format: Format,
    words: &str,
    origin: &Origin<'_>,
) -> String {
    let path = origin.path;
    let name = path
        .file_name()
        .map_or(Cow::Borrowed(""), |name| name.to_string_lossy());
    let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
    let folder = path.parent().and_then(Path::file_name);
    let folder = folder.map_or(Cow::Borrowed(""), |name| name.to_string_lossy());
    title::title(&title::Source {
        fields: &front.fields,
        rescued: front.flaw.is_some(),
        body: front.body,
        format,
        words,
        stem,
        name: &name,
        folder: &folder,
        listed: origin.facts().and_then(|page| page.title.as_deref()),
        site: origin.site.map_or("", Site::name),
    })
}

/// The declared language of an article, unless its letters contradict it, else that of its title
/// and prose. Code is left out only where it may matter: a scan does this for every file. The
/// letters are those of the title and the first words.
fn language(
    declared: Option<Language>,
    body: &str,
    format: Format,
    title: &str,
    (count, letters): (text::Count, &Letters),
) -> Language {
    if let Some(declared) = declared
        && !letters.contradict_article(declared)
    {
        return declared;
    }
    let is_foreign = count.han + count.kana + count.hangul == 0 && letters.is_foreign();
    if is_foreign || letters.is_mostly_native() {
        return letters.article_language();
    }
    let prose = prose::of(body, format, PROSE);
    Letters::of_article(title, &prose).article_language()
}

fn modified(stamp: Stamp) -> Option<Date> {
    let seconds = stamp.modified.div_euclid(1_000_000_000);
    (seconds >= 0).then_some(Date {
        seconds,
        offset: 0,
        timed: true,
        origin: DateOrigin::Modified,
    })
}

/// The sources of a date, in order of trust.
struct Dates<'a> {
    front: &'a Fields,
    page: &'a Fields,
    origin: &'a Origin<'a>,
    zone: &'a Zone,
}

impl Dates<'_> {
    fn written(&self) -> Option<Date> {
        let parse = |fields, origin| Date::parse(&meta::written_date(fields)?, self.zone, origin);
        let found = |found: Option<(i64, i32)>, origin| {
            found.map(|(seconds, offset)| Date {
                seconds,
                offset,
                timed: false,
                origin,
            })
        };
        let id = self.origin.id;
        let name = id.rsplit('/').next().unwrap_or(id);
        parse(self.front, DateOrigin::FrontMatter)
            .or_else(|| parse(self.page, DateOrigin::Page))
            .or_else(|| found(date::paths::in_name(name, self.zone), DateOrigin::FileName))
            .or_else(|| found(date::paths::in_folders(id, self.zone), DateOrigin::Folders))
            .or_else(|| {
                let changed = self.origin.facts()?.changed.as_deref()?;
                Date::parse(changed, self.zone, DateOrigin::Page)
            })
    }

    /// The value of a date field that could not be parsed. `written`: what was found.
    fn misread(&self, written: Option<Date>) -> Option<String> {
        if written.is_some_and(|date| date.origin == DateOrigin::FrontMatter) {
            return None;
        }
        let text = meta::written_date(self.front)?;
        Date::parse(&text, self.zone, DateOrigin::FrontMatter)
            .is_none()
            .then_some(text)
    }
}
