//! Kinds of notices: the types of GitHub's alerts, Obsidian's callouts and the containers of other
//! Markdown dialects, with their aliases.

/// What a notice says about its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    Note,
    Abstract,
    Info,
    Todo,
    Tip,
    Important,
    Success,
    Question,
    Warning,
    Caution,
    Failure,
    Danger,
    Bug,
    Example,
    Quote,
}

/// The sign before the title of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeSign {
    None,
    Success,
    Question,
    Warning,
    Failure,
}

/// Kinds by the names that authors write, in lower case. Sources: Obsidian's "Supported types",
/// GitHub's "Alerts", the admonitions of MkDocs and Docusaurus.
const NAMES: &[(&str, NoticeKind)] = &[
    ("note", NoticeKind::Note),
    ("abstract", NoticeKind::Abstract),
    ("summary", NoticeKind::Abstract),
    ("tldr", NoticeKind::Abstract),
    ("info", NoticeKind::Info),
    ("todo", NoticeKind::Todo),
    ("tip", NoticeKind::Tip),
    ("hint", NoticeKind::Tip),
    ("important", NoticeKind::Important),
    ("success", NoticeKind::Success),
    ("check", NoticeKind::Success),
    ("done", NoticeKind::Success),
    ("question", NoticeKind::Question),
    ("help", NoticeKind::Question),
    ("faq", NoticeKind::Question),
    ("warning", NoticeKind::Warning),
    ("warn", NoticeKind::Warning),
    ("attention", NoticeKind::Warning),
    ("caution", NoticeKind::Caution),
    ("failure", NoticeKind::Failure),
    ("fail", NoticeKind::Failure),
    ("missing", NoticeKind::Failure),
    ("danger", NoticeKind::Danger),
    ("error", NoticeKind::Danger),
    ("bug", NoticeKind::Bug),
    ("example", NoticeKind::Example),
    ("quote", NoticeKind::Quote),
    ("cite", NoticeKind::Quote),
];

impl NoticeKind {
    /// Every kind once.
    pub const ALL: [Self; 15] = [
        Self::Note,
        Self::Abstract,
        Self::Info,
        Self::Todo,
        Self::Tip,
        Self::Important,
        Self::Success,
        Self::Question,
        Self::Warning,
        Self::Caution,
        Self::Failure,
        Self::Danger,
        Self::Bug,
        Self::Example,
        Self::Quote,
    ];

    /// The kind with a name or an alias; case does not matter.
    pub fn of(name: &str) -> Option<Self> {
        let found = NAMES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name.trim()));
        found.map(|(_, kind)| *kind)
    }

    /// The kind that the classes of an element name: `markdown-alert-tip`, `admonition warning`.
    pub fn of_classes(classes: &str) -> Option<Self> {
        classes.split_ascii_whitespace().find_map(|class| {
            let prefixes = ["markdown-alert-", "admonition-", "callout-"];
            let mut names = prefixes.iter().filter_map(|head| class.strip_prefix(head));
            Self::of(names.next().unwrap_or(class))
        })
    }

    /// The sign before the title.
    pub fn sign(self) -> NoticeSign {
        match self {
            Self::Note
            | Self::Abstract
            | Self::Info
            | Self::Todo
            | Self::Tip
            | Self::Example
            | Self::Quote => NoticeSign::None,
            Self::Success => NoticeSign::Success,
            Self::Question => NoticeSign::Question,
            Self::Important | Self::Warning | Self::Caution => NoticeSign::Warning,
            Self::Failure | Self::Danger | Self::Bug => NoticeSign::Failure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_name_a_kind() {
        let check = |classes: &str, expected: Option<NoticeKind>| {
            assert_eq!(NoticeKind::of_classes(classes), expected, "{classes}");
        };
        check("markdown-alert markdown-alert-tip", Some(NoticeKind::Tip));
        check("admonition warning", Some(NoticeKind::Warning));
        check("callout callout-FAQ", Some(NoticeKind::Question));
        check("custom-block", None);
        check("", None);
    }
}
