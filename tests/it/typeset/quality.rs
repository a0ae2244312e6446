//! The quality of lines that violate no rule: flush ends, orphans, words cut at a line end. Over
//! `tests/prose` at many widths, and over a corpus of articles where one is available.
#![expect(clippy::print_stdout, reason = "says what it found or skipped")]
#![expect(clippy::string_slice, reason = "byte offsets come from the lines")]

use super::corpus::each_text;
use kanbao::text::{Language, Script, script};
use kanbao::typeset::inline::layout::{Scratch, TextLine, layout};
use kanbao::typeset::inline::setting::Setting;
use kanbao::typeset::{Fit, Options};

/// Counts over many paragraphs.
#[derive(Debug, Default)]
struct Quality {
    /// Paragraphs of several lines, and those whose last line has at most one ideograph.
    wrapped: usize,
    orphans: usize,
    /// Line ends inside paragraphs, those at the full measure, and empty cells.
    ends: usize,
    flush: usize,
    slack: usize,
    /// Line ends inside a word.
    cut: usize,
}

impl Quality {
    fn share(part: usize, whole: usize) -> f64 {
        part as f64 * 100.0 / whole.max(1) as f64
    }

    fn report(&self, name: &str) {
        println!(
            "{name}: {} line ends, flush {:.1} %, slack {:.2} cells, inside words {:.2} %; \
             {} wrapped paragraphs, orphans {:.3} %",
            self.ends,
            Self::share(self.flush, self.ends),
            self.slack as f64 / self.ends.max(1) as f64,
            Self::share(self.cut, self.ends),
            self.wrapped,
            Self::share(self.orphans, self.wrapped),
        );
    }
}

/// Lays out a text; `bounds` returns the bytes of a paragraph at which no word is cut.
fn add(text: &str, setting: &Setting, bounds: &dyn Fn(&str) -> Vec<usize>, all: &mut Quality) {
    let mut scratch = Scratch::default();
    let mut lines: Vec<TextLine> = Vec::new();
    for paragraph in text.lines().map(str::trim).filter(|line| is_prose(line)) {
        lines.clear();
        layout(paragraph, &[], setting, &mut scratch, &mut lines);
        let [before @ .., last] = lines.as_slice() else {
            continue;
        };
        if before.is_empty() {
            continue;
        }
        all.wrapped += 1;
        let tail = &paragraph[last.start as usize..last.end as usize];
        let letters = tail.chars().filter(|c| c.is_alphanumeric() || *c == '%');
        all.orphans += usize::from(letters.count() <= 1);
        let bounds = bounds(paragraph);
        for line in before {
            let room = setting.room(line.flags);
            all.ends += 1;
            all.flush += usize::from(line.cells >= room);
            all.slack += usize::from(room.saturating_sub(line.cells));
            all.cut += usize::from(bounds.binary_search(&(line.end as usize)).is_err());
        }
    }
}

/// Whole sentences: not the rest of a line, an address, code or Markdown syntax.
fn is_prose(line: &str) -> bool {
    let native = |c: &char| matches!(script(*c), Script::Han | Script::Kana | Script::Hangul);
    line.chars().filter(native).count() * 2 > line.chars().count()
        && !line.contains(['|', '`', '#', '<', '>', '[', '{', '=', '*', '\\'])
        && !line.contains("://")
        && line.ends_with(['。', '！', '？', '”', '」', '"', '.', '다'])
}

/// Every place except those between two Hangul syllables.
fn outside_hangul(text: &str) -> Vec<usize> {
    let hangul = |c: Option<char>| c.is_some_and(|c| script(c) == Script::Hangul);
    (0..=text.len())
        .filter(|at| text.is_char_boundary(*at))
        .filter(|at| {
            !(hangul(text[..*at].chars().next_back()) && hangul(text[*at..].chars().next()))
        })
        .collect()
}

#[cfg(feature = "phrase")]
/// Word boundaries of ICU's dictionary.
fn words(text: &str) -> Vec<usize> {
    use icu_segmenter::{WordSegmenter, options::WordBreakInvariantOptions};
    WordSegmenter::new_dictionary(WordBreakInvariantOptions::default())
        .segment_str(text)
        .collect()
}

fn setting(language: Language, fit: Fit, text: u16) -> Setting {
    let options = Options {
        fit,
        ..Options::default()
    };
    Setting::new(&options, language, text)
}

/// Ordinary articles, and texts that are hard to typeset.
const PROSE: [(&str, Language); 4] = [
    (
        concat!(
            include_str!("../../prose/news-zh-Hans.txt"),
            include_str!("../../prose/zh-Hans.txt")
        ),
        Language::ZhHans,
    ),
    (
        concat!(
            include_str!("../../prose/news-zh-Hant.txt"),
            include_str!("../../prose/zh-Hant.txt")
        ),
        Language::ZhHant,
    ),
    (
        concat!(
            include_str!("../../prose/news-ja.txt"),
            include_str!("../../prose/ja.txt")
        ),
        Language::Ja,
    ),
    (include_str!("../../prose/ko.txt"), Language::Ko),
];

#[test]
fn few_last_lines_are_orphans() {
    let mut all = Quality::default();
    for (text, language) in PROSE.iter().take(3) {
        for width in 20..=120 {
            add(
                text,
                &setting(*language, Fit::Greedy, width),
                &|_| Vec::new(),
                &mut all,
            );
        }
    }
    all.report("own prose");
    assert!(Quality::share(all.orphans, all.wrapped) <= 0.1, "{all:?}");
}

#[test]
fn korean_words_stay_whole() {
    let mut all = Quality::default();
    for width in 20..=120 {
        add(
            PROSE[3].0,
            &setting(Language::Ko, Fit::Greedy, width),
            &outside_hangul,
            &mut all,
        );
    }
    all.report("own Korean prose");
    assert!(Quality::share(all.cut, all.ends) <= 0.2, "{all:?}");
}

/// Lays out the Chinese prose of `tests/prose` at many widths, and the corpus at one.
fn chinese(fit: Fit, bounds: &dyn Fn(&str) -> Vec<usize>) -> Vec<Quality> {
    let (text, language) = PROSE[0];
    let mut own = Quality::default();
    for width in (30..=90).step_by(2) {
        add(text, &setting(language, fit, width), bounds, &mut own);
    }
    own.report("own zh-Hans prose at 30 to 90");
    let mut all = Quality::default();
    let setting = setting(language, fit, 60);
    let corpus = each_text(1, &mut |text| {
        if Language::detect(text) == language {
            add(text, &setting, bounds, &mut all);
        }
    });
    if corpus.is_none() {
        println!("skipped: no corpus");
        return vec![own];
    }
    all.report("zh-Hans of the corpus at 60");
    vec![own, all]
}

#[test]
fn chinese_lines_are_flush() {
    for all in chinese(Fit::Greedy, &|_| Vec::new()) {
        assert!(Quality::share(all.flush, all.ends) >= 69.0, "{all:?}");
        assert!(Quality::share(all.orphans, all.wrapped) <= 0.1, "{all:?}");
    }
}

#[test]
#[cfg(feature = "phrase")]
fn few_line_ends_cut_a_word() {
    for all in chinese(Fit::Phrase, &words) {
        assert!(Quality::share(all.cut, all.ends) <= 13.0, "{all:?}");
        assert!(all.slack as f64 <= 1.3 * all.ends as f64, "{all:?}");
    }
}
