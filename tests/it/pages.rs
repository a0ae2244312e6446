//! Typeset pages as text, for tests that compare pages.

use kanbao::document::{Document, Style};
use kanbao::role::Role;
use kanbao::typeset::{Options, Page};
use std::path::{Path, PathBuf};

/// The folder of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The last part of a path.
pub fn name(path: &Path) -> String {
    path.file_name()
        .map_or(String::new(), |name| name.to_string_lossy().into_owned())
}

/// A file of a dependency, from the folder in which cargo unpacks packages.
pub fn unpacked(package: &str, file: &str) -> Option<String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).ok()?;
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    let (version, _) = rest.split_once('"')?;
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))?;
    let file = format!("{package}-{version}/{file}");
    std::fs::read_dir(home.join("registry/src"))
        .ok()?
        .filter_map(Result::ok)
        .find_map(|source| std::fs::read_to_string(source.path().join(&file)).ok())
}

/// The lines of a page, without styles.
pub fn plain(document: &Document, options: &Options) -> String {
    let page = Page::new(document, options);
    let line = |number| -> String {
        let line = page.line(number);
        line.spans.iter().map(|span| span.text.as_str()).collect()
    };
    (0..page.len()).map(|number| line(number) + "\n").collect()
}

/// The lines of a page with the roles and styles of each line after it, except plain body text.
/// They start at the measure, so that a line that is too wide is visible.
pub fn drawn(document: &Document, options: &Options) -> String {
    let page = Page::new(document, options);
    let measure = usize::from(options.measure);
    let mut out = String::new();
    for number in 0..page.len() {
        let line = page.line(number);
        let mut names: Vec<String> = Vec::new();
        for span in &line.spans {
            out.push_str(&span.text);
            let name = style_name(span.role, span.style);
            if !name.is_empty() && !span.text.trim().is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        if !names.is_empty() {
            let gap = measure.saturating_sub(usize::from(line.cells));
            out.extend(std::iter::repeat_n(' ', gap));
            out.push_str("  | ");
            out.push_str(&names.join(", "));
        }
        out.push('\n');
    }
    out
}

/// The name of a role and style. Empty for plain body text.
fn style_name(role: Role, style: Style) -> String {
    let mut name = match role {
        Role::Body => String::new(),
        other => format!("{other:?}"),
    };
    for (flag, mark) in [
        (Style::STRONG, "strong"),
        (Style::EMPHASIS, "emphasis"),
        (Style::DOTS, "dots"),
        (Style::UNDERLINE, "underline"),
        (Style::STRIKE, "strike"),
        (Style::MARK, "mark"),
        (Style::CODE, "code"),
        (Style::KEYBOARD, "keyboard"),
        (Style::SMALL, "small"),
        (Style::RUBY, "ruby"),
        (Style::MATH, "math"),
        (Style::IMAGE, "image"),
    ] {
        if style.has(flag) {
            name.push('+');
            name.push_str(mark);
        }
    }
    name
}
