//! Texts of the user as they are stored: names of tags and collections, and the limit of notes.

use super::sanitize_line;

/// Maximum characters of a note and of a quotation. The limit keeps the lines of the journal
/// readable.
pub(crate) const MAX_NOTE: usize = 100_000;

/// Maximum characters of a tag or collection.
const MAX_NAME: usize = 200;

/// A tag as it is stored: one line, without commas, because they separate tags in most formats.
pub(crate) fn tag(name: &str) -> String {
    let name = sanitize_line(&name.replace(',', " "));
    let name = name.trim_start_matches(['#', ' ']);
    limited(name, MAX_NAME)
}

/// A collection as it is stored: the names of nested folders, joined with `/`.
pub(crate) fn collection(path: &str) -> String {
    let names = path.split('/').map(sanitize_line);
    let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    limited(&names.join("/"), MAX_NAME)
}

/// At most so many characters, with an ellipsis where something is missing.
pub(crate) fn limited(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_stored_alike_from_every_source() {
        let check = |name: &str, as_tag: &str, as_collection: &str| {
            assert_eq!((&*tag(name), &*collection(name)), (as_tag, as_collection));
        };
        check("经济", "经济", "经济");
        check(" #甲,乙 ", "甲 乙", "#甲,乙");
        check(" 读/ 完//了", "读/ 完//了", "读/完/了");
        check("#", "", "#");
        check("/", "/", "");
        let long = "长".repeat(MAX_NAME + 1);
        let most = format!("{}…", "长".repeat(MAX_NAME));
        check(&long, &most, &most);
    }
}
