//! Tells bylines from sentences, by words in ten languages.

/// How bylines begin. In lower case.
const BYLINES: &[&str] = &[
    "by ",
    "posted by",
    "written by",
    "published",
    "updated",
    "last updated",
    "posted",
    "von ",
    "veröffentlicht",
    "par ",
    "publié",
    "por ",
    "publicado",
    "автор",
    "опубликовано",
    "作者",
    "来源",
    "來源",
    "发布",
    "發布",
    "编辑",
    "編輯",
    "記者",
    "记者",
    "文/",
    "文／",
    "著者",
    "投稿",
    "公開",
    "更新",
    "기자",
    "입력",
    "수정",
    "등록",
];

/// Maximum characters of a byline, and of one that has neither name nor date.
const MAX_BYLINE: usize = 80;
const MAX_PLAIN: usize = 20;

/// Whether a text begins as a byline and goes on with a name, a date or a sign.
pub fn is_byline(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let count = text.chars().count();
    let begins = |words: &&str| {
        let mut chars = text.chars();
        let same = words.chars().all(|word| {
            let next = chars.next();
            next.is_some_and(|c| c == word || c.to_lowercase().eq([word]))
        });
        same.then_some(chars.as_str())
    };
    let mut rests = BYLINES.iter().filter_map(begins);
    let names = |rest: &str| {
        let first = rest.trim_start().chars().next();
        let sign = rest.chars().next().is_none_or(|c| !c.is_alphabetic());
        first.is_none_or(|c| !c.is_alphabetic() || c.is_uppercase())
            || (sign && first.is_some_and(|c| !c.is_lowercase()))
            || rest.contains(|c: char| c.is_ascii_digit())
    };
    count < MAX_BYLINE && !is_prose(text) && rests.any(|rest| count <= MAX_PLAIN || names(rest))
}

/// Whether a text is a sentence or more: it has the end of a sentence, or several clauses.
pub fn is_prose(text: &str) -> bool {
    let commas = text.chars().filter(|c| ['，', '；'].contains(c)).count();
    if commas > 1 || text.contains(['。', '！', '？', '．']) {
        return true;
    }
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let word = word.trim_end_matches(['"', '\'', '”', '’', '»', ')', '」']);
        let Some(inner) = word.strip_suffix(['.', '!', '?', '…']) else {
            continue;
        };
        // Not an abbreviation, as in `a.m.`, `J. Smith` or `Jan. 5`.
        let small = inner.starts_with(char::is_lowercase);
        let whole = !inner.contains('.') && (small || inner.chars().count() > 4);
        let starts = words
            .peek()
            .is_none_or(|next| !next.starts_with(|c: char| c.is_lowercase() || c.is_numeric()));
        if whole && starts && inner.chars().any(char::is_alphabetic) {
            return true;
        }
    }
    false
}
