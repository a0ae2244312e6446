//! The formats that are read.

/// The program that wrote a file, as far as its content tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Lines of JSON that `kanbao bookmark export` wrote.
    Kanbao,
    KanbaoMarkdown,
    KanbaoCsv,
    /// Netscape bookmark HTML: browsers, Raindrop, Pinboard and others.
    BookmarkHtml,
    PocketHtml,
    PocketCsv,
    InstapaperCsv,
    RaindropCsv,
    ReadwiseCsv,
    ReaderCsv,
    /// Another table with a column of addresses.
    Csv,
    Wallabag,
    Omnivore,
    /// What the interfaces of Readwise and Reader return.
    Readwise,
}

impl Format {
    /// The name in messages and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kanbao => "kanbao JSON",
            Self::KanbaoMarkdown => "kanbao Markdown",
            Self::KanbaoCsv => "kanbao CSV",
            Self::BookmarkHtml => "Netscape bookmark HTML",
            Self::PocketHtml => "Pocket HTML",
            Self::PocketCsv => "Pocket CSV",
            Self::InstapaperCsv => "Instapaper CSV",
            Self::RaindropCsv => "Raindrop CSV",
            Self::ReadwiseCsv => "Readwise CSV",
            Self::ReaderCsv => "Readwise Reader CSV",
            Self::Csv => "CSV",
            Self::Wallabag => "Wallabag JSON",
            Self::Omnivore => "Omnivore JSON",
            Self::Readwise => "Readwise JSON",
        }
    }
}
