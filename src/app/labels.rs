//! Labels that a page adds to the text of an article, in the language of the interface.

use crate::locale::Locale;
use crate::typeset::Labels;

/// The labels of a locale.
pub fn labels(locale: &Locale) -> Labels {
    let text = |key| locale.text(key).to_owned();
    Labels {
        figure: text("label.figure"),
        gallery: text("label.gallery"),
        video: text("label.video"),
        audio: text("label.audio"),
        embed: text("label.embed"),
        code_line: text("label.code-line"),
        code_lines: text("label.code-lines"),
        notice: text("label.notice"),
        note: text("label.note"),
        tip: text("label.tip"),
        important: text("label.important"),
        warning: text("label.warning"),
        caution: text("label.caution"),
        footnotes: text("label.footnotes"),
        cut: text("label.cut"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_labels_are_the_chinese_ones() {
        assert_eq!(labels(&Locale::for_tag("zh-Hans")), Labels::default());
    }
}
