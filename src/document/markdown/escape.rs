//! Escapes text for HTML.

/// Appends a text with the special characters of HTML escaped.
pub fn escape(out: &mut String, text: &str) {
    for part in text.split_inclusive(['&', '<', '>', '"']) {
        let mut chars = part.chars();
        let replacement = match chars.next_back() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            _ => {
                out.push_str(part);
                continue;
            }
        };
        out.push_str(chars.as_str());
        out.push_str(replacement);
    }
}

/// A text as the value of an attribute in double quotes.
pub fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}
