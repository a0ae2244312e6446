//! Cleaning: ordered, named rules that mark boilerplate blocks and runs as cut.
//!
//! A rule marks and never removes, so that `x` can show what it did. General rules use structure,
//! class tokens and wording; a line is promotion only by its wording plus a second signal, never
//! by its position alone. `site` has rules for single sites.

pub mod boilerplate_mining;
mod lexicon;
mod mark;
mod normalise;
mod pattern;
mod promotion;
mod related;
mod roles;
mod site;
mod structure;
mod view;

use crate::document::{Document, html};

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

/// A rule of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The name in the configuration and beside a cut.
    pub name: &'static str,
    /// Whether it is enabled by default.
    pub on: bool,
    step: Step,
}

/// How a rule is implemented.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// In the document builder, which knows the source.
    Built,
    /// By a row of `structure::CLASSES`, in one pass with the other rows.
    Class,
    Run(fn(&mut Pass<'_>)),
}

/// The rule for lines that the articles of a source share.
pub const REPEATS: &str = "repeats";

/// All rules, in execution order.
pub const RULES: &[Rule] = &[
    built(html::PAGE),
    built(html::HIDDEN),
    built(html::COPY_BUTTON),
    built(html::LINE_NUMBER),
    built(html::BACK_LINK),
    class("qr-code"),
    class("advertisement"),
    class("share"),
    class("related"),
    class("subscribe"),
    class("toolbar"),
    class("comments"),
    class("navigation"),
    rule("site", site::run),
    rule("user", structure::user),
    rule("groups", normalise::dissolve_groups),
    rule("residue", structure::residue),
    rule("duplicate-title", structure::duplicate_title),
    rule("tags", structure::tags),
    rule("paywall", roles::paywall),
    rule("promotion", promotion::run),
    rule("related-list", related::run),
    rule("qr-picture", promotion::qr_pictures),
    rule(REPEATS, boilerplate_mining::run),
    rule("emptied", structure::emptied),
    rule("credits", roles::credits),
    rule("headings", normalise::headings),
    rule("handmade-lists", normalise::handmade_lists),
    rule("title-only", roles::title_only),
];

const fn built(name: &'static str) -> Rule {
    Rule {
        name,
        on: true,
        step: Step::Built,
    }
}

const fn class(name: &'static str) -> Rule {
    Rule {
        name,
        on: true,
        step: Step::Class,
    }
}

const fn rule(name: &'static str, run: fn(&mut Pass<'_>)) -> Rule {
    Rule {
        name,
        on: true,
        step: Step::Run(run),
    }
}

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
    pub fn is_empty(&self) -> bool {
        self.contains.is_none() && self.equals.is_none() && !self.is_structural()
    }

    /// Whether it matches elements rather than text alone.
    fn is_structural(&self) -> bool {
        self.token.is_some() || self.selector.is_some()
    }
}

/// One run of the rules over a document.
struct Pass<'a> {
    document: &'a mut Document,
    context: &'a Context<'a>,
    settings: &'a Settings,
}

impl Pass<'_> {
    fn is_on(&self, name: &str) -> bool {
        !self.settings.off.iter().any(|off| off == name)
    }
}

/// Runs every rule over the document. Cuts are marked, not removed; returns them in order.
pub fn clean(document: &mut Document, context: &Context<'_>) -> Vec<Cut> {
    clean_with(document, context, &Settings::default())
}

/// Removes the builder's cuts, so that the whole source is shown.
pub fn restore(document: &mut Document) {
    for rule in built_rules() {
        mark::unmark(document, rule.name);
    }
}

fn built_rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(|rule| matches!(rule.step, Step::Built))
}

/// Like [`clean`], with settings.
pub fn clean_with(document: &mut Document, context: &Context<'_>, settings: &Settings) -> Vec<Cut> {
    for rule in built_rules() {
        if settings.off.iter().any(|off| off == rule.name) {
            mark::unmark(document, rule.name);
        }
    }
    let mut pass = Pass {
        document,
        context,
        settings,
    };
    structure::classes(&mut pass);
    for rule in RULES {
        if let Step::Run(run) = rule.step
            && rule.on
            && pass.is_on(rule.name)
        {
            run(&mut pass);
        }
    }
    mark::cuts(document)
}

#[cfg(test)]
mod tests;
