//! `kanbao save`: a web page becomes an article of the library.

use super::context::Context;
use super::errors::print_error;
use super::libraries;
use super::output::Output;
use crate::cli::{Save, is_stdin};
use crate::error::{Error, Exit, Result};
use crate::fetch::save::{MAX_PAGE, NoArticle, Page, Pictures};
use crate::fetch::{self, NewArticle, Outcome, Writer};
use crate::locale::Locale;
use crate::paths::Directories;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

pub fn run(save: &Save, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let named = save.page.to_string_lossy();
    let source = Source::of(&named, save);
    let page = source.read(context)?;
    let writer = writer(save.into.as_deref(), context)?;
    let body = |pictures: Option<&mut Pictures<'_>>| {
        let body = page.body(pictures);
        body.map_err(|reason| no_article(reason, &source, &context.locale))
    };
    let mut article = NewArticle {
        body: body(None)?,
        ..page.head()
    };
    if let Some(path) = writer.saved(&article)? {
        return Ok(say(out, "save.already", &path, context));
    }
    let mut fetch = |address: &str| source.picture(address);
    let mut pictures = Pictures::new(&mut fetch);
    if save.images {
        article.body = body(Some(&mut pictures))?;
    }
    let stored = writer.save(&article, pictures.kept())?;
    let key = match stored.outcome {
        Outcome::Written | Outcome::Updated | Outcome::BesideEdited => "save.done",
        Outcome::Unchanged | Outcome::Duplicate => "save.already",
    };
    let (count, left) = (pictures.kept().len(), pictures.left_out());
    let said = say(out, key, &stored.path, context).and_then(|exit| {
        if save.images {
            let values: &[(&str, &dyn std::fmt::Display)] = &[("count", &count), ("left", &left)];
            out.line(&context.locale.fill("save.pictures", values))?;
        }
        Ok(exit)
    });
    Ok(said)
}

fn say(out: &mut Output<'_>, key: &str, path: &Path, context: &Context) -> io::Result<Exit> {
    let path = path.display();
    let line = context.locale.fill(key, &[("path", &path)]);
    out.line(&line).map(|()| Exit::Done)
}

/// A writer into the library for new articles. One that is made is reported.
pub fn writer(named: Option<&Path>, context: &Context) -> Result<Writer> {
    let locale = &context.locale;
    let places =
        Directories::standard().ok_or_else(|| Error::usage(locale.text("config.no-home")))?;
    let first = libraries::chosen(&[], &context.libraries).and_then(|all| all.into_iter().next());
    let home = fetch::home(
        named,
        first.as_deref(),
        context.config_file.as_deref(),
        &places,
    );
    let home = home.map_err(|error| {
        let mut errors = error.errors(locale);
        errors.truncate(1);
        errors.pop().unwrap_or_else(|| Error::usage(""))
    })?;
    if home.is_new {
        let what = locale.fill("library.made", &[("path", &home.library.display())]);
        print_error(&Error::new(Exit::Done, what), locale);
    }
    Writer::open(&home.library, &places.data)
}

fn no_article(reason: NoArticle, source: &Source<'_>, locale: &Locale) -> Error {
    let (what, hint) = match reason {
        NoArticle::NotAPage => ("save.not-a-page", "save.not-a-page.hint"),
        NoArticle::NoText => ("save.no-text", "save.no-text.hint"),
    };
    let error = Error::new(Exit::Found, locale.text(what)).path(&source.path());
    error.hint(locale.text(hint))
}

/// Where a page comes from.
enum Source<'a> {
    Web {
        address: &'a str,
        #[cfg(feature = "fetch")]
        may_be_private: bool,
    },
    File(&'a Path),
    Stdin,
}

impl<'a> Source<'a> {
    fn of(named: &'a str, save: &'a Save) -> Self {
        let address = named.trim();
        let is_web = ["http://", "https://"].iter().any(|scheme| {
            let start = address.get(..scheme.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        match is_web {
            true => Self::Web {
                address,
                #[cfg(feature = "fetch")]
                may_be_private: save.allow_private,
            },
            false if is_stdin(&save.page) => Self::Stdin,
            false => Self::File(Path::new(&save.page)),
        }
    }

    fn path(&self) -> PathBuf {
        match self {
            // Without a password.
            #[cfg(feature = "fetch")]
            Self::Web { address, .. } => PathBuf::from(&*crate::text::without_password(address)),
            #[cfg(not(feature = "fetch"))]
            Self::Web { address } => PathBuf::from(address),
            Self::File(path) => (*path).to_owned(),
            Self::Stdin => PathBuf::from("-"),
        }
    }

    fn read(&self, context: &Context) -> Result<Page> {
        let (bytes, address) = self.bytes(&context.locale)?;
        let page = Page::read(&bytes, address.as_deref(), &context.scan.zone);
        page.map_err(|reason| no_article(reason, self, &context.locale))
    }

    /// The bytes, and where they were on the web.
    fn bytes(&self, locale: &Locale) -> Result<(Vec<u8>, Option<String>)> {
        let failed = |cause: &io::Error| Error::unreadable(&self.path(), cause);
        let (bytes, more) = match self {
            Self::Web { .. } => return self.fetch(locale),
            Self::File(path) => crate::fs::read(path, MAX_PAGE).map_err(|cause| failed(&cause))?,
            Self::Stdin => {
                let mut bytes = Vec::new();
                let mut input = io::stdin().lock().take(MAX_PAGE as u64 + 1);
                input
                    .read_to_end(&mut bytes)
                    .map_err(|cause| failed(&cause))?;
                let more = bytes.len() > MAX_PAGE;
                (bytes, more)
            }
        };
        if more {
            let what = locale.fill("save.too-large", &[("size", &(MAX_PAGE >> 20))]);
            return Err(Error::new(Exit::Unreadable, what).path(&self.path()));
        }
        Ok((bytes, None))
    }

    #[cfg(feature = "fetch")]
    fn fetch(&self, locale: &Locale) -> Result<(Vec<u8>, Option<String>)> {
        use fetch::save::Failure;
        let Self::Web { address, .. } = self else {
            return Ok((Vec::new(), None));
        };
        let fetched = self.web().and_then(|web| web.page(address, &|| false));
        let (bytes, address) = fetched.map_err(|failure| {
            let error = Error::new(Exit::Network, failure.describe(locale)).path(&self.path());
            match failure {
                Failure::NotSent(cause) if cause.is_private() => {
                    error.hint(locale.text("http.private-hint"))
                }
                _ => error,
            }
        })?;
        Ok((bytes, Some(address)))
    }

    #[cfg(feature = "fetch")]
    fn web(&self) -> std::result::Result<fetch::save::Web, fetch::save::Failure> {
        let allowed = match self {
            Self::Web {
                address,
                may_be_private: true,
            } => Some(*address),
            _ => None,
        };
        fetch::save::Web::new(allowed)
    }

    #[cfg(not(feature = "fetch"))]
    fn fetch(&self, locale: &Locale) -> Result<(Vec<u8>, Option<String>)> {
        let hint = locale.text("save.not-built.hint");
        Err(Error::usage(locale.text("save.not-built"))
            .path(&self.path())
            .hint(hint))
    }

    /// A picture from the web.
    #[cfg(feature = "fetch")]
    fn picture(&self, address: &str) -> Option<Vec<u8>> {
        self.web().ok()?.picture(address, &|| false)
    }

    #[cfg(not(feature = "fetch"))]
    fn picture(&self, _: &str) -> Option<Vec<u8>> {
        None
    }
}
