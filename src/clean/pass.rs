//! What a run of the cleaning rules works on: the document, its metadata and the settings.

use crate::document::Document;

/// Metadata that rules may use.
#[derive(Clone, Debug, Default)]
pub struct Context<'a> {
    pub title: &'a str,
    pub source: &'a str,
    pub author: &'a str,
    /// The article's web address and lead picture, if the front matter names them.
    pub address: Option<&'a str>,
    pub picture: Option<&'a str>,
}

/// One cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    pub rule: &'static str,
    /// The hidden text, on one line.
    pub text: String,
}

/// The rule for lines that the articles of a source share.
pub(crate) const REPEATS: &str = "repeats";

/// Which rules run, and the user's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Names of disabled rules.
    pub off: Vec<String>,
    /// User-defined rules, run as the rule `user`.
    pub rules: Vec<UserRule>,
    /// Lines that articles of this source are known to end with.
    #[serde(skip)]
    pub repeats: Vec<String>,
}

/// A user-defined rule. At least one of `contains`, `equals`, `token` and `selector` must be set.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct UserRule {
    /// Cuts blocks that contain this text.
    pub contains: Option<String>,
    /// Cuts blocks with exactly this text.
    pub equals: Option<String>,
    /// Cuts blocks with this class or id token: split at `-` and `_`, lower case.
    pub token: Option<String>,
    /// Cuts elements that match this CSS selector.
    pub selector: Option<String>,
    /// Only in articles whose source contains this text.
    pub source: Option<String>,
}

impl UserRule {
    /// Whether it has no condition on blocks, and so must cut none.
    pub(crate) fn is_empty(&self) -> bool {
        self.contains.is_none() && self.equals.is_none() && !self.is_structural()
    }

    /// Whether it matches elements rather than text alone.
    pub(super) fn is_structural(&self) -> bool {
        self.token.is_some() || self.selector.is_some()
    }
}

/// One run of the rules over a document.
pub(super) struct Pass<'a> {
    pub document: &'a mut Document,
    pub context: &'a Context<'a>,
    pub settings: &'a Settings,
}

impl Pass<'_> {
    pub fn is_on(&self, name: &str) -> bool {
        !self.settings.off.iter().any(|off| off == name)
    }
}
