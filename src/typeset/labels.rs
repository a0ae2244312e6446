//! Words that a page adds to an article, in the language of the article.

use crate::document::NoticeKind;
use crate::text::Language;

/// The words for one language. An empty label is not shown: its sign or number is enough.
#[derive(Debug)]
pub struct Labels {
    /// Before the number of an image.
    pub figure: &'static str,
    pub video: &'static str,
    pub audio: &'static str,
    pub embed: &'static str,
    /// The number of lines of a code block; `{n}` is replaced.
    pub code_lines: &'static str,
    /// The title of a notice without one.
    pub notice: &'static str,
    /// The title of a notice of each kind, in the order of [`NoticeKind`].
    kinds: [&'static str; NoticeKind::ALL.len()],
    pub footnotes: &'static str,
}

const ZH_HANS: Labels = Labels {
    figure: "图",
    video: "视频",
    audio: "音频",
    embed: "嵌入",
    code_lines: "{n} 行",
    notice: "注意",
    kinds: [
        "说明", "摘要", "信息", "待办", "提示", "重要", "成功", "问题", "警告", "当心", "失败",
        "危险", "缺陷", "示例", "引文",
    ],
    footnotes: "注释",
};

const ZH_HANT: Labels = Labels {
    figure: "圖",
    video: "影片",
    audio: "音訊",
    embed: "嵌入",
    code_lines: "{n} 行",
    notice: "注意",
    kinds: [
        "說明", "摘要", "資訊", "待辦", "提示", "重要", "成功", "問題", "警告", "當心", "失敗",
        "危險", "缺陷", "範例", "引文",
    ],
    footnotes: "註釋",
};

const JA: Labels = Labels {
    figure: "図",
    video: "動画",
    audio: "音声",
    embed: "埋め込み",
    code_lines: "{n} 行",
    notice: "注意",
    kinds: [
        "補足",
        "要約",
        "情報",
        "ToDo",
        "ヒント",
        "重要",
        "成功",
        "質問",
        "警告",
        "注意",
        "失敗",
        "危険",
        "バグ",
        "例",
        "引用",
    ],
    footnotes: "注",
};

const KO: Labels = Labels {
    figure: "그림",
    video: "동영상",
    audio: "음성",
    embed: "삽입",
    code_lines: "{n}줄",
    notice: "알림",
    kinds: [
        "참고", "요약", "정보", "할 일", "팁", "중요", "성공", "질문", "경고", "주의", "실패",
        "위험", "버그", "예시", "인용",
    ],
    footnotes: "주",
};

const EN: Labels = Labels {
    figure: "Figure",
    video: "video",
    audio: "audio",
    embed: "embedded",
    code_lines: "{n} lines",
    notice: "Note",
    kinds: [
        "Note",
        "Abstract",
        "Info",
        "To-do",
        "Tip",
        "Important",
        "Success",
        "Question",
        "Warning",
        "Caution",
        "Failure",
        "Danger",
        "Bug",
        "Example",
        "Quote",
    ],
    footnotes: "Notes",
};

/// For other languages: numbers and signs. Kinds of notices keep the names that Markdown has.
const NEUTRAL: Labels = Labels {
    figure: "",
    video: "",
    audio: "",
    embed: "",
    code_lines: "{n}",
    notice: "",
    footnotes: "",
    ..EN
};

impl Labels {
    /// The labels for an article in a language. Languages in Latin letters are not told apart:
    /// all have English labels.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::ZhHans => &ZH_HANS,
            Language::ZhHant => &ZH_HANT,
            Language::Ja => &JA,
            Language::Ko => &KO,
            Language::Latin => &EN,
            Language::Other => &NEUTRAL,
        }
    }

    /// The title of a notice of a kind that has no title of its own.
    pub fn kind(&self, kind: NoticeKind) -> &'static str {
        self.kinds.get(kind as usize).copied().unwrap_or_default()
    }

    /// The kind that the title of a notice names, in English, as Markdown dialects write it, or in
    /// the language of the labels.
    pub fn kind_named(&self, title: &str) -> Option<NoticeKind> {
        let title = title.trim();
        let is_own = |kind: &NoticeKind| self.kind(*kind).to_lowercase() == title.to_lowercase();
        NoticeKind::of(title).or_else(|| NoticeKind::ALL.iter().copied().find(is_own))
    }

    /// Whether words in lower case are the label of a notice.
    pub fn names_notice(&self, words: &str) -> bool {
        self.notice.to_lowercase() == words || self.kind_named(words).is_some()
    }
}
