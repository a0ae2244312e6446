//! Cells: the one answer to how wide a string is. Everything that counts cells asks here.

use unicode_width::UnicodeWidthStr;

/// How wide the terminal draws East Asian ambiguous characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    #[default]
    Narrow,
    Wide,
}

/// How emoji sequences are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Emoji {
    /// Only what every terminal draws alike: the first emoji of a sequence.
    #[default]
    Safe,
    /// As written.
    Full,
}

/// What the terminal at hand does with the characters on which terminals differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct WidthPolicy {
    /// Ambiguous punctuation and symbols: “ ” … — · ①.
    pub ambiguous: Ambiguous,
    /// Ambiguous letters: я α é.
    pub letters: Ambiguous,
    pub emoji: Emoji,
}

impl WidthPolicy {
    /// Cells of one grapheme cluster: 0, 1 or 2.
    pub fn cluster(self, cluster: &str) -> usize {
        cluster.width().min(2)
    }

    /// Cells of a string: the sum of its clusters.
    pub fn str(self, text: &str) -> usize {
        use unicode_segmentation::UnicodeSegmentation;
        text.graphemes(true)
            .map(|cluster| self.cluster(cluster))
            .sum()
    }
}
