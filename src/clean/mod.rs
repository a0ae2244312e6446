//! Cleaning: ordered, named rules that mark boilerplate blocks and runs as cut.
//!
//! A rule marks and never removes, so that `x` can show what it did. General rules use structure,
//! class tokens and wording; a line is promotion only by its wording plus a second signal, never
//! by its position alone. `site` has rules for single sites.

pub(crate) mod boilerplate_mining;
mod byline;
mod contents;
mod credits;
mod headings;
mod lexicon;
mod mark;
mod normalise;
mod pass;
mod pattern;
mod promotion;
mod related;
mod roles;
mod site;
mod structure;
mod view;

pub use pass::{Context, Settings};
pub(crate) use pass::{Cut, REPEATS, UserRule};
pub use view::visible_text;

use crate::document::{Document, html};
use pass::Pass;

/// A rule of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The name in the configuration and next to a cut part.
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

/// All rules, in execution order.
pub(crate) const RULES: &[Rule] = &[
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
    rule("credits", credits::run),
    rule("headings", headings::run),
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

/// Runs every rule over the document. Cuts are marked, not removed; returns them in order.
///
/// ```
/// use kanbao::clean::{Context, clean};
/// use kanbao::document::{Format, build};
///
/// let body = "<p>标准正在完善，企业可以申报。</p><p class=\"advertisement\">某某手机，新品上市</p>";
/// let mut document = build(body, Format::Html);
/// let cuts = clean(&mut document, &Context::default());
/// assert_eq!(cuts.len(), 1);
/// assert_eq!((cuts[0].rule, cuts[0].text.as_str()), ("advertisement", "某某手机，新品上市"));
/// ```
pub fn clean(document: &mut Document, context: &Context<'_>) -> Vec<Cut> {
    clean_with(document, context, &Settings::default())
}

/// Removes the builder's cuts, so that the whole source is shown.
pub(crate) fn restore(document: &mut Document) {
    for rule in built_rules() {
        mark::unmark(document, rule.name);
    }
}

fn built_rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(|rule| matches!(rule.step, Step::Built))
}

/// Like [`clean`], with settings.
pub(crate) fn clean_with(
    document: &mut Document,
    context: &Context<'_>,
    settings: &Settings,
) -> Vec<Cut> {
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
