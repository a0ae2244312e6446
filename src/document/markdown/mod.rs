//! Markdown to a tree of HTML. The only folder that uses pulldown-cmark.
//!
//! The events of the parser become the tree of the HTML that defines Markdown. Where the author
//! wrote HTML between them, they become text for the HTML parser, since a tag may change its
//! surroundings. Before, the source is rewritten in passes, because pulldown-cmark differs from
//! GitHub and does not support site generators. The order matters:
//!
//! 1. `struck`, `short_name`, `template`: deleted text like a fence, emoji, tags, containers, tables;
//! 2. `call`: footnote references inside links;
//! 3. `address`: escapes `*`, `_`, `~` and `$` in bare addresses, before 4 to 7 look at them;
//! 4. `dollars`: formulas or prices;
//! 5. `wiki`: `[[page|text]]`, outside of the formulas that 4 settled;
//! 6. `highlight`: `==text==`, also in the texts of 5;
//! 7. `emphasis`: delimiters next to ideographs, also beside the tags of 6;
//! 8. `linked_picture`: links around pictures in blocks of HTML.

mod address;
mod alert;
mod blocks;
mod call;
mod container;
mod dollars;
mod emphasis;
mod environment;
mod escape;
mod heading;
mod highlight;
mod island;
mod line;
mod linked_picture;
mod missing_note;
mod nest;
mod short_name;
mod signs;
mod sink;
mod source;
mod spaces;
mod struck;
mod table;
mod tag;
mod template;
mod wiki;
mod writer;

use super::Context;
use super::html::{self, Parsed, TreeWriter};
use pulldown_cmark::Parser;
use sink::Html;
use source::OPTIONS;
use std::borrow::Cow;
use writer::Writer;

pub(crate) use heading::crowded_hashes;
pub(crate) use struck::is_struck;

/// Parses Markdown.
pub fn parse(source: &str, context: &Context<'_>) -> Parsed<'static> {
    let fenced = struck::unfence(source);
    let named = short_name::replace(&fenced, OPTIONS);
    let expanded = template::expand(&named);
    let called = call::set_apart(&expanded);
    let addressed = address::protect(&called);
    let settled = dollars::settle(&addressed, OPTIONS);
    let sized = wiki::without_sizes(&settled, OPTIONS);
    let named = wiki::replace(&sized, OPTIONS);
    let raised = missing_note::raise(&named, OPTIONS);
    let marked = highlight::mark(&raised, OPTIONS);
    let spaced = spaces::settle(&marked, OPTIONS);
    let emphasized = emphasis::set_apart(&spaced, OPTIONS);
    let body = linked_picture::replace(&emphasized, OPTIONS);
    // Repair cuts data in addresses.
    let has_data = body.contains("data:");
    let tree = if has_data { None } else { tree(&body) };
    let parsed = tree.unwrap_or_else(|| {
        let html = html(&body);
        let text = Cow::Owned(html.text);
        if html.is_foreign || has_data {
            html::parse(text, context)
        } else {
            html::parse_sound(text)
        }
    });
    parsed.of_markdown()
}

/// The tree of a source; None if a parser of HTML is needed.
fn tree(body: &str) -> Option<Parsed<'static>> {
    let mut writer = Writer::new(TreeWriter::new());
    for event in Parser::new_ext(body, OPTIONS) {
        writer.event(event);
        if writer.sink.has_failed() {
            return None;
        }
    }
    Parsed::of_tree(writer.finish())
}

fn html(body: &str) -> Html {
    let mut writer = Writer::new(Html {
        text: String::with_capacity(body.len() + body.len() / 4),
        ..Html::default()
    });
    Parser::new_ext(body, OPTIONS).for_each(|event| writer.event(event));
    writer.finish()
}

#[cfg(test)]
mod tests;
