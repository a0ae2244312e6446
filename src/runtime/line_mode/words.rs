//! The words of the line mode: commands of `:`, and a few that mean several of them.

/// What a line asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words<'a> {
    /// An empty line: the lines that follow.
    More,
    /// Rows of the list from a number on.
    List(Option<usize>),
    /// The article once more.
    Text,
    /// Chooses a row by its number.
    Row(usize),
    NextArticle,
    PreviousArticle,
    /// Opens a link of the article by its number.
    Link(usize),
    /// A line of `:`, and what follows the name of the command, for a prompt that it opens.
    Line(&'a str, &'a str),
}

/// Parses a line. A colon before a command is allowed.
pub fn parse(line: &str) -> Words<'_> {
    let line = line.trim();
    let line = line.strip_prefix(':').map_or(line, str::trim);
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let number = || rest.parse::<usize>().ok();
    match (name, rest) {
        ("", _) | ("more", "") => Words::More,
        ("list" | "ls", "") => Words::List(None),
        ("list" | "ls", _) if number().is_some() => Words::List(number()),
        ("text" | "read", "") => Words::Text,
        ("open", _) if number().is_some() => Words::Row(number().unwrap_or_default()),
        ("next", "") => Words::NextArticle,
        ("prev", "") => Words::PreviousArticle,
        ("link", _) if number().is_some() => Words::Link(number().unwrap_or_default()),
        ("exit", "") => Words::Line("quit", ""),
        _ => Words::Line(line, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_parsed() {
        let check = |line: &str, expected| assert_eq!(parse(line), expected, "{line:?}");
        check("", Words::More);
        check("  : ", Words::More);
        check("list", Words::List(None));
        check("list 41", Words::List(Some(41)));
        check(":open 3", Words::Row(3));
        check("open a/b.md", Words::Line("open a/b.md", "a/b.md"));
        check("open", Words::Line("open", ""));
        check("link 2", Words::Link(2));
        check("next", Words::NextArticle);
        check(
            "search 书店 date:7d..",
            Words::Line("search 书店 date:7d..", "书店 date:7d.."),
        );
        check("q", Words::Line("q", ""));
        check("list of things", Words::Line("list of things", "of things"));
    }
}
