//! Words that a page adds to an article, in the language of the article.

use crate::text::Language;

/// The words for one language. An empty label is not shown: its sign or number is enough.
#[derive(Debug)]
pub struct Labels {
    /// Before the number of an image.
    pub figure: &'static str,
    /// The number of images of a gallery; `{n}` is replaced.
    pub gallery: &'static str,
    pub video: &'static str,
    pub audio: &'static str,
    pub embed: &'static str,
    /// The number of lines of a code block; `{n}` is replaced.
    pub code_lines: &'static str,
    /// The title of a notice without one.
    pub notice: &'static str,
    pub note: &'static str,
    pub tip: &'static str,
    pub important: &'static str,
    pub warning: &'static str,
    pub caution: &'static str,
    pub footnotes: &'static str,
}

const ZH_HANS: Labels = Labels {
    figure: "图",
    gallery: "{n} 张",
    video: "视频",
    audio: "音频",
    embed: "嵌入",
    code_lines: "{n} 行",
    notice: "注意",
    note: "说明",
    tip: "提示",
    important: "重要",
    warning: "警告",
    caution: "当心",
    footnotes: "注释",
};

const ZH_HANT: Labels = Labels {
    figure: "圖",
    gallery: "{n} 張",
    video: "影片",
    audio: "音訊",
    embed: "嵌入",
    code_lines: "{n} 行",
    notice: "注意",
    note: "說明",
    tip: "提示",
    important: "重要",
    warning: "警告",
    caution: "當心",
    footnotes: "註釋",
};

const JA: Labels = Labels {
    figure: "図",
    gallery: "{n} 点",
    video: "動画",
    audio: "音声",
    embed: "埋め込み",
    code_lines: "{n} 行",
    notice: "注意",
    note: "補足",
    tip: "ヒント",
    important: "重要",
    warning: "警告",
    caution: "注意",
    footnotes: "注",
};

const KO: Labels = Labels {
    figure: "그림",
    gallery: "{n}장",
    video: "동영상",
    audio: "음성",
    embed: "삽입",
    code_lines: "{n}줄",
    notice: "알림",
    note: "참고",
    tip: "팁",
    important: "중요",
    warning: "경고",
    caution: "주의",
    footnotes: "주",
};

const EN: Labels = Labels {
    figure: "Figure",
    gallery: "{n} pictures",
    video: "video",
    audio: "audio",
    embed: "embedded",
    code_lines: "{n} lines",
    notice: "Note",
    note: "Note",
    tip: "Tip",
    important: "Important",
    warning: "Warning",
    caution: "Caution",
    footnotes: "Notes",
};

/// For other languages: numbers and signs. Kinds of notices keep the names that Markdown has.
const NEUTRAL: Labels = Labels {
    figure: "",
    gallery: "",
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

    /// Whether words in lower case are the label of a kind of notices.
    pub fn names_notice(&self, words: &str) -> bool {
        let labels = [
            self.notice,
            self.note,
            self.tip,
            self.important,
            self.warning,
            self.caution,
        ];
        let named = labels.iter().any(|label| label.to_lowercase() == words);
        named || self.notice_kind(words).is_some()
    }

    /// Whether a title names a notice that warns of nothing: a note or a tip.
    pub fn is_mild(&self, title: &str) -> bool {
        let label = self.notice_kind(title).unwrap_or(title.trim());
        let mild = |own: &&str| !own.is_empty() && own.to_lowercase() == label.to_lowercase();
        [self.note, self.tip].iter().any(mild)
    }

    /// The label of a notice whose title is only the English name of its kind, as Markdown
    /// dialects write it.
    pub fn notice_kind(&self, title: &str) -> Option<&'static str> {
        let label = match title.trim().to_ascii_lowercase().as_str() {
            "note" | "info" => self.note,
            "tip" | "hint" => self.tip,
            "important" => self.important,
            "warning" | "warn" | "attention" => self.warning,
            "caution" | "danger" => self.caution,
            _ => return None,
        };
        Some(label)
    }
}
