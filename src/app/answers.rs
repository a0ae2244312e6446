//! What threads answer, and what for.

use super::settings::Settings;
use crate::input::Keymap;
use crate::library::Entry;

/// What a command printed, and how it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    pub text: String,
    /// What it printed as errors.
    pub errors: String,
    pub succeeded: bool,
}

/// What a configuration means for the app.
#[derive(Clone, Debug)]
pub struct Configured {
    pub settings: Settings,
    pub keymap: Keymap,
    /// The name of the theme.
    pub theme: String,
}

/// What is done with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkUse {
    Open,
    Copy,
    /// Saves its page in the library.
    Save,
}

/// What is done with the file of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureUse {
    Open,
    /// Copies its path.
    Copy,
}

/// A page that is an article of the library.
#[derive(Clone, Debug)]
pub struct SavedPage {
    pub entry: Entry,
    /// It was not saved before.
    pub is_new: bool,
}
