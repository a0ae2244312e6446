//! Markdown to HTML. The only folder that uses pulldown-cmark.
//!
//! Markdown is defined by the HTML it produces and may contain raw HTML. It is therefore
//! converted to HTML and built like any other HTML.
//!
//! Before the parser runs, the source is rewritten in passes, because pulldown-cmark differs from
//! GitHub and does not support site generators. The order matters:
//!
//! 1. `template`: tags of site generators, containers, dialects of single lines;
//! 2. `call`: footnote references inside links;
//! 3. `address`: escapes `*`, `_`, `~` and `$` in bare addresses, before 4 to 7 look at them;
//! 4. `dollars`: formulas or prices;
//! 5. `wiki`: `[[page|text]]`, outside of the formulas that 4 settled;
//! 6. `highlight`: `==text==`, also in the texts of 5;
//! 7. `emphasis`: delimiters next to ideographs, also beside the tags of 6.

mod address;
mod blocks;
mod call;
mod container;
mod dollars;
mod emphasis;
mod escape;
mod heading;
mod highlight;
mod line;
mod nest;
mod source;
mod table;
mod tag;
mod template;
mod wiki;
mod writer;

use pulldown_cmark::Parser;
use source::OPTIONS;
use writer::{Html, Writer};

/// Converts Markdown to HTML.
pub fn to_html(source: &str) -> Html {
    let expanded = template::expand(source);
    let mut writer = Writer::for_length(expanded.len());
    let called = call::set_apart(&expanded);
    let addressed = address::protect(&called);
    let settled = dollars::settle(&addressed, OPTIONS);
    let named = wiki::replace(&settled, OPTIONS);
    let marked = highlight::mark(&named, OPTIONS);
    let body = emphasis::set_apart(&marked, OPTIONS);
    for event in Parser::new_ext(&body, OPTIONS) {
        writer.event(event);
    }
    // Repair cuts data in addresses.
    writer.finish(body.contains("data:"))
}

#[cfg(test)]
mod tests;
