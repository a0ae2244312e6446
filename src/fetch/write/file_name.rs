//! Names of files and folders from titles and sites. A title is hostile: a name has no separator, no
//! control character and no meaning to a system, and is at most [`MAX_BYTES`] long.

use crate::text::{clusters, sanitize_line};

/// Maximum bytes of a file name with its extension.
pub const MAX_BYTES: usize = 200;
/// Maximum bytes of the name of a folder.
const MAX_FOLDER: usize = 80;
/// Bytes that are left for the part that tells two files with one title apart.
const FOR_NUMBER: usize = 16;

/// Names of devices on Windows, with any extension ("Naming Files, Paths, and Namespaces",
/// Microsoft).
const DEVICES: &[&str] = &[
    "con", "prn", "aux", "nul", "conin$", "conout$", "com0", "com1", "com2", "com3", "com4",
    "com5", "com6", "com7", "com8", "com9", "com¹", "com²", "com³", "lpt0", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "lpt¹", "lpt²", "lpt³",
];

/// The stem of the file of an article: `2026-04-19-标题`. `day`: as `2026-04-19`.
pub fn stem(day: &str, title: &str) -> String {
    let room = MAX_BYTES - FOR_NUMBER - ".md".len() - day.len() - 1;
    let title = cut(&plain(title), room);
    match title.is_empty() {
        true => day.to_owned(),
        false => format!("{day}-{title}"),
    }
}

/// The name of a folder, never empty.
pub fn folder(name: &str) -> String {
    let name = cut(&plain(name), MAX_FOLDER);
    let device = name.split('.').next().unwrap_or_default().trim_end();
    if name.is_empty() || DEVICES.contains(&&*device.to_lowercase()) {
        return format!("{name}_");
    }
    name
}

/// The folders of a path with `/` between them.
pub fn folders(path: &str) -> impl Iterator<Item = String> {
    path.split('/')
        .map(plain)
        .filter(|part| !part.is_empty())
        .map(|part| folder(&part))
}

/// Without separators, characters that Windows forbids, and signs at the start that hide a file or
/// look like an option.
fn plain(text: &str) -> String {
    let text = sanitize_line(text);
    let mut plain: String = text
        .chars()
        .map(|c| if "/\\:*?\"<>|".contains(c) { '_' } else { c })
        .collect();
    let start = |c: char| matches!(c, '.' | '-' | '~') || c.is_whitespace();
    // A mark that stood on a dropped sign has nothing to stand on.
    loop {
        let kept = sanitize_line(trim_end(plain.trim_start_matches(start)));
        if kept == plain {
            return kept;
        }
        plain = kept;
    }
}

/// Windows drops dots and spaces at the end of a name.
fn trim_end(text: &str) -> &str {
    text.trim_end_matches(|c: char| c == '.' || c.is_whitespace())
}

/// The longest start of whole characters within a number of bytes.
fn cut(text: &str, most: usize) -> String {
    let mut length = 0;
    for cluster in clusters(text) {
        if length + cluster.len() > most {
            break;
        }
        length += cluster.len();
    }
    trim_end(text.get(..length).unwrap_or_default()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names() {
        let check = |title: &str, expected: &str| {
            assert_eq!(stem("2026-04-19", title), format!("2026-04-19{expected}"));
        };
        check("工信部：“小巨人”", "-工信部：“小巨人”");
        check("../../etc/passwd", "-_.._etc_passwd");
        check("a/b\\c:d*e?\"<>|", "-a_b_c_d_e_____");
        check("\u{202e}gpj.exe\u{1b}[2J\n...", "-gpj.exe[2J");
        check("...", "");
        check("  -rf ~ ", "-rf ~");
        check("~\u{e0100}", "");
        check("~\u{e0100}.~\u{e0100}-a", "-a");
        let folder = |name: &str, expected: &str| assert_eq!(super::folder(name), expected);
        folder("新浪财经", "新浪财经");
        folder(".git", "git");
        folder("con", "con_");
        folder("Aux.txt", "Aux.txt_");
        folder("", "_");
        folder("..", "_");
        assert_eq!(
            folders("A//../新闻/nul").collect::<Vec<_>>(),
            ["A", "新闻", "nul_"]
        );
    }

    proptest! {
        #[test]
        fn a_name_is_safe(title in "(\\PC|\\p{C}|[./\\\\:~ -]|👩\u{200D}💻|e\u{301}){0,300}") {
            let file = format!("{}-0123abcd-999.md", stem("2026-04-19", &title));
            prop_assert!(file.len() <= MAX_BYTES, "{}", file.len());
            let folder = folder(&title);
            prop_assert!(!folder.is_empty() && folder.len() <= MAX_FOLDER + 1);
            for name in [file, folder] {
                let parts: Vec<_> = std::path::Path::new(&name).components().collect();
                prop_assert!(matches!(&*parts, [std::path::Component::Normal(own)] if **own == *name));
                prop_assert_eq!(&*crate::text::sanitize(&name), &*name);
                let is_bad = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
                prop_assert!(!name.contains(is_bad) && !name.starts_with(['.', '-', ' ']));
            }
        }
    }
}
