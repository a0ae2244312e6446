//! The name that lists give for where an article is from.

use super::Entry;
use super::order::folder;

/// Folders in which the generators of sites keep all articles; others of theirs start with `_`.
const GENERIC: [&str; 6] = ["posts", "post", "source", "content", "articles", "src"];

/// Where an article is from: its source, else its author, else its folder.
pub(crate) fn origin(entry: &Entry) -> &str {
    let labels = &entry.labels;
    let names = [&*labels.source, &*labels.author];
    let known = names.into_iter().find(|name| !name.is_empty());
    known.unwrap_or_else(|| innermost_folder(entry))
}

/// The name of the innermost folder around an article that says something: folders of years and
/// months repeat the date, and those of generators of sites have all articles.
fn innermost_folder(entry: &Entry) -> &str {
    let named = |name: &&str| {
        name.chars().any(char::is_alphabetic) && !name.starts_with('_') && !GENERIC.contains(name)
    };
    folder(entry).rsplit('/').find(named).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_folder_with_a_name() {
        let check = |id: &str, expected: &str| {
            let mut entry = crate::library::sample::entries().remove(0);
            entry.name = entry.name.with_id(id);
            assert_eq!(innermost_folder(&entry), expected, "{id}");
        };
        check("a.md", "");
        check("技术/数据库/a.md", "数据库");
        check("数据库/2024/01-05/a.md", "数据库");
        check("小站/source/_posts/a.md", "小站");
        check("2024/a.md", "");
    }
}
