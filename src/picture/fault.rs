//! Why a picture is not drawn.

use crate::locale::Locale;
use crate::text::sanitize_line;
use std::fmt::Display;

/// Maximum size of a file that is read, in bytes.
pub(crate) const MOST_BYTES: usize = 20 << 20;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such file; its address.
    Missing(String),
    /// The file is outside of the library.
    Outside(String),
    /// The file cannot be read, or is not a regular file.
    Unreadable(String),
    /// The file is no picture; its address.
    NoPicture(String),
    /// More bytes than are read.
    Large,
    /// More pixels than are decoded: width and height.
    Pixels(u32, u32),
    /// Decoding takes more memory than is allowed.
    Memory,
    /// A format that is not drawn; its name, or nothing if it is unknown.
    Format(&'static str),
    /// The file is damaged.
    Damaged(String),
    /// The picture is on the web, and this build reads nothing from there; its address.
    Remote(String),
    /// The server has not sent it. The sentence of the HTTP client.
    NotSent(String),
    /// This build draws no pictures.
    NotBuilt,
}

impl Fault {
    /// A sentence in the language of the interface.
    pub fn describe(&self, locale: &Locale) -> String {
        let fill = |key, values: &[(&str, &dyn Display)]| locale.fill(key, values);
        let text = match self {
            Self::Missing(path) => fill("picture.missing", &[("path", path)]),
            Self::Outside(path) => fill("picture.outside", &[("path", path)]),
            Self::Unreadable(cause) => fill("picture.unreadable", &[("error", cause)]),
            Self::NoPicture(path) => fill("notice.picture-no-file", &[("path", path)]),
            Self::Large => fill("picture.large", &[("most", &(MOST_BYTES >> 20))]),
            Self::Pixels(width, height) => {
                fill("picture.pixels", &[("width", width), ("height", height)])
            }
            Self::Memory => locale.text("picture.memory").to_owned(),
            Self::Format("") => locale.text("picture.no-format").to_owned(),
            Self::Format(name) => fill("picture.format", &[("format", name)]),
            Self::Damaged(cause) => fill("picture.damaged", &[("error", cause)]),
            Self::Remote(address) => fill("picture.remote", &[("address", address)]),
            Self::NotSent(why) => why.clone(),
            Self::NotBuilt => locale.text("picture.not-built").to_owned(),
        };
        sanitize_line(&text)
    }
}
