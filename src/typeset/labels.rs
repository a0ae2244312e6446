//! Interface text that a page adds to the article. The caller fills it from the locale.

/// ShownTexts of the page's own. `Default` is simplified Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// Before the number of an image.
    pub figure: String,
    /// The number of images of a gallery; `{n}` is replaced.
    pub gallery: String,
    pub video: String,
    pub audio: String,
    pub embed: String,
    /// The number of lines of a code block; `{n}` is replaced.
    pub code_line: String,
    pub code_lines: String,
    /// The title of a notice without one.
    pub notice: String,
    pub note: String,
    pub tip: String,
    pub important: String,
    pub warning: String,
    pub caution: String,
    pub footnotes: String,
    /// Before a block that was cut; `{rule}` is the name of the rule.
    pub cut: String,
}

impl Default for Labels {
    fn default() -> Self {
        Self {
            figure: "图".into(),
            gallery: "{n} 张".into(),
            video: "视频".into(),
            audio: "音频".into(),
            embed: "嵌入".into(),
            code_line: "1 行".into(),
            code_lines: "{n} 行".into(),
            notice: "注意".into(),
            note: "说明".into(),
            tip: "提示".into(),
            important: "重要".into(),
            warning: "警告".into(),
            caution: "当心".into(),
            footnotes: "注释".into(),
            cut: "略去 · {rule}".into(),
        }
    }
}

impl Labels {
    /// The label of a notice whose title is only the English name of its kind, as Markdown
    /// dialects write it.
    pub fn notice_kind(&self, title: &str) -> Option<&str> {
        let label = match title.trim().to_ascii_lowercase().as_str() {
            "note" | "info" => &self.note,
            "tip" | "hint" => &self.tip,
            "important" => &self.important,
            "warning" | "warn" | "attention" => &self.warning,
            "caution" | "danger" => &self.caution,
            _ => return None,
        };
        Some(label)
    }
}
