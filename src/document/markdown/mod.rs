//! Markdown to [`Document`]: the one door to pulldown-cmark.
//!
//! Markdown is defined by the HTML it stands for, islands of HTML included; so it is
//! written as HTML and takes the way of all HTML, and both give the same model.

mod address;
mod blocks;
mod call;
mod container;
mod dollars;
mod emphasis;
mod escape;
mod heading;
mod line;
mod nest;
mod source;
mod table;
mod tag;
mod template;
mod writer;

use pulldown_cmark::Parser;
use source::OPTIONS;
use writer::Writer;

/// Writes Markdown as HTML.
pub fn to_html(source: &str) -> String {
    let expanded = template::expand(source);
    let mut writer = Writer::for_length(expanded.len());
    let called = call::set_apart(&expanded);
    let addressed = address::protect(&called);
    let settled = dollars::settle(&addressed, OPTIONS);
    let body = emphasis::set_apart(&settled, OPTIONS);
    for event in Parser::new_ext(&body, OPTIONS) {
        writer.event(event);
    }
    writer.finish()
}

#[cfg(test)]
mod tests;
