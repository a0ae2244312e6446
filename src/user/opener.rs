//! Programs for addresses of a pattern: `[[openers]]` of the configuration.

use super::fault::FaultKind;
use super::settings::{Report, Value};

/// The position of the address in a command.
pub(crate) const URL: &str = "{url}";

/// A program that opens some addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opener {
    /// A pattern for addresses; `*` matches any characters: `*.mp4`, `https://video.example/*`.
    pub pattern: String,
    /// The program and its arguments, with `{url}` in one of them.
    pub command: Vec<String>,
}

impl Opener {
    pub fn opens(&self, address: &str) -> bool {
        let mut parts = self.pattern.split('*');
        let first = parts.next().unwrap_or_default();
        let Some(mut rest) = address.strip_prefix(first) else {
            return false;
        };
        let mut parts = parts.peekable();
        if parts.peek().is_none() {
            return rest.is_empty();
        }
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                return rest.ends_with(part);
            }
            match rest.split_once(part) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        false
    }
}

const FIELDS: &[&str] = &["pattern", "command"];

/// Reads `[[openers]]` and reports each fault.
pub(super) fn of_config(report: &mut Report<'_>, name: &str, value: &Value<'_>) -> Vec<Opener> {
    let mut openers = Vec::new();
    for table in report.tables(name, value) {
        let mut opener = Opener::default();
        for (key, value) in table {
            match &**key.get_ref() {
                "pattern" => {
                    let pattern = report.text("pattern", value).unwrap_or_default();
                    pattern.clone_into(&mut opener.pattern);
                }
                "command" => opener.command = command(report, "command", value),
                field => {
                    let known = FIELDS.iter().copied();
                    report.unknown(key.span(), FaultKind::UnknownSetting, field, known);
                }
            }
        }
        if !opener.pattern.is_empty() && !opener.command.is_empty() {
            openers.push(opener);
        }
    }
    openers
}

/// A command that opens an address; empty, with a fault, if it has no place for it.
pub(super) fn command(report: &mut Report<'_>, name: &str, value: &Value<'_>) -> Vec<String> {
    let words = report.texts(name, value).unwrap_or_default();
    let named = words.iter().skip(1).any(|word| word.contains(URL));
    if named || words.is_empty() {
        return words;
    }
    report.fault(value.span(), FaultKind::NoPlaceForUrl(URL));
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_covers_the_whole_address() {
        let check = |pattern: &str, address: &str, expected| {
            let opener = Opener {
                pattern: pattern.to_owned(),
                command: Vec::new(),
            };
            assert_eq!(opener.opens(address), expected, "{pattern} {address}");
        };
        let video = "https://video.example/a/b.mp4";
        check("*.mp4", video, true);
        check("*.mp", video, false);
        check("https://video.example/*", video, true);
        check("https://*/b.mp4", video, true);
        check("https://*/a/*.mp4", video, true);
        check("https://*/c/*.mp4", video, false);
        check(video, video, true);
        check("https://video.example/", video, false);
        check("*", video, true);
    }
}
