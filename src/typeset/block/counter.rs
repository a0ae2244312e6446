//! The East Asian counter styles of CSS Counter Styles Level 3, sections 6 and 7.

use crate::document::Numbering;

/// How the number of an item is written, and what follows it.
pub struct Counter {
    system: System,
    pub suffix: &'static str,
}

enum System {
    /// Letters; after the last one, two letters.
    Alphabetic(&'static str),
    /// One symbol for each number; later numbers are written as `cjk-decimal`.
    Fixed(&'static str),
    /// Decimal digits.
    Positional,
    /// Digits with units, from -9999 to 9999; other numbers are written as `cjk-decimal`.
    Longhand(Longhand),
}

struct Longhand {
    /// 0 to 9.
    digits: &'static str,
    /// 1000, 100, 10, 1.
    units: [&'static str; 4],
    ones: Ones,
    /// Zeros between other digits are written, several as one.
    zeros: bool,
    negative: &'static str,
}

/// Where a unit has a digit 1 before it.
#[derive(PartialEq, Eq)]
enum Ones {
    Always,
    Never,
    /// Not in 10 to 19.
    ExceptTeens,
}

const HAN: &str = "〇一二三四五六七八九";

const CJK_DECIMAL: Counter = with_comma(System::Positional);
const EARTHLY_BRANCH: Counter = with_comma(System::Fixed("子丑寅卯辰巳午未申酉戌亥"));
const HEAVENLY_STEM: Counter = with_comma(System::Fixed("甲乙丙丁戊己庚辛壬癸"));
const HIRAGANA: Counter = with_comma(System::Alphabetic(
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをん",
));
const KATAKANA: Counter = with_comma(System::Alphabetic(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲン",
));
const SIMP_CHINESE: Counter = with_comma(System::Longhand(chinese("负")));
const TRAD_CHINESE: Counter = with_comma(System::Longhand(chinese("負")));
const JAPANESE: Counter = with_comma(System::Longhand(Longhand {
    digits: HAN,
    units: ["千", "百", "十", ""],
    ones: Ones::Never,
    zeros: false,
    negative: "マイナス",
}));
const KOREAN: Counter = Counter {
    system: System::Longhand(Longhand {
        digits: "영일이삼사오육칠팔구",
        units: ["천", "백", "십", ""],
        ones: Ones::Always,
        zeros: false,
        negative: "마이너스 ",
    }),
    suffix: ", ",
};

const fn with_comma(system: System) -> Counter {
    Counter {
        system,
        suffix: "、",
    }
}

const fn chinese(negative: &'static str) -> Longhand {
    Longhand {
        digits: "零一二三四五六七八九",
        units: ["千", "百", "十", ""],
        ones: Ones::ExceptTeens,
        zeros: true,
        negative,
    }
}

impl Counter {
    /// The counter of a numbering; None if it is not an East Asian one.
    pub fn of(numbering: Numbering) -> Option<&'static Self> {
        Some(match numbering {
            Numbering::CjkDecimal => &CJK_DECIMAL,
            Numbering::CjkEarthlyBranch => &EARTHLY_BRANCH,
            Numbering::CjkHeavenlyStem => &HEAVENLY_STEM,
            Numbering::Hiragana => &HIRAGANA,
            Numbering::Katakana => &KATAKANA,
            Numbering::SimpChineseInformal => &SIMP_CHINESE,
            Numbering::TradChineseInformal => &TRAD_CHINESE,
            Numbering::JapaneseInformal => &JAPANESE,
            Numbering::KoreanHangulFormal => &KOREAN,
            Numbering::Decimal
            | Numbering::LowerAlpha
            | Numbering::UpperAlpha
            | Numbering::LowerRoman
            | Numbering::UpperRoman => return None,
        })
    }

    /// A number, without the suffix.
    pub fn number(&self, value: i32) -> String {
        let written = match &self.system {
            // Its fallback is decimal.
            System::Alphabetic(letters) => {
                return alphabetic(value, letters).unwrap_or_else(|| value.to_string());
            }
            System::Fixed(symbols) => nth(symbols, value.saturating_sub(1)).map(String::from),
            System::Positional => None,
            System::Longhand(longhand) => longhand.number(value),
        };
        written.unwrap_or_else(|| positional(value))
    }
}

impl Longhand {
    fn number(&self, value: i32) -> Option<String> {
        let size = value.unsigned_abs();
        if size > 9999 {
            return None;
        }
        let mut out = String::new();
        let mut power = 1000;
        let mut zero_before = false;
        for unit in self.units {
            let digit = size / power % 10;
            power /= 10;
            if digit == 0 {
                zero_before = !out.is_empty();
                continue;
            }
            if std::mem::take(&mut zero_before) && self.zeros {
                out.extend(nth(self.digits, 0));
            }
            let bare = match self.ones {
                Ones::Always => false,
                Ones::Never => true,
                Ones::ExceptTeens => size < 20,
            };
            if digit > 1 || unit.is_empty() || !bare {
                out.extend(nth(self.digits, digit.cast_signed()));
            }
            out.push_str(unit);
        }
        if size == 0 {
            out.extend(nth(self.digits, 0));
        }
        let sign = if value < 0 { self.negative } else { "" };
        Some(format!("{sign}{out}"))
    }
}

fn nth(symbols: &str, at: i32) -> Option<char> {
    symbols.chars().nth(usize::try_from(at).ok()?)
}

/// `cjk-decimal`; decimal for negative numbers.
fn positional(value: i32) -> String {
    let decimal = value.to_string();
    if value < 0 {
        return decimal;
    }
    let digits = decimal.chars().filter_map(|c| c.to_digit(10));
    digits
        .filter_map(|digit| nth(HAN, digit.cast_signed()))
        .collect()
}

/// A number in letters, where 1 is the first; None below 1.
pub fn alphabetic(value: i32, letters: &str) -> Option<String> {
    let count = u32::try_from(letters.chars().count()).ok()?;
    let mut left = u32::try_from(value).ok().filter(|value| *value > 0)?;
    let mut written = Vec::new();
    while left > 0 {
        left -= 1;
        written.extend(nth(letters, (left % count).cast_signed()));
        left /= count;
    }
    Some(written.into_iter().rev().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_east_asian_styles() {
        fn check(numbering: Numbering, rows: &[(i32, &str)]) {
            let counter = Counter::of(numbering).unwrap();
            for (value, expected) in rows {
                assert_eq!(counter.number(*value), *expected, "{numbering:?} {value}");
            }
        }
        use Numbering as N;
        check(
            N::SimpChineseInformal,
            &[
                (0, "零"),
                (1, "一"),
                (10, "十"),
                (12, "十二"),
                (20, "二十"),
                (101, "一百零一"),
                (110, "一百一十"),
                (1001, "一千零一"),
                (1010, "一千零一十"),
                (-3, "负三"),
                (10_000, "一〇〇〇〇"),
                (-10_000, "-10000"),
            ],
        );
        check(N::TradChineseInformal, &[(-11, "負十一"), (300, "三百")]);
        check(
            N::JapaneseInformal,
            &[
                (0, "〇"),
                (10, "十"),
                (111, "百十一"),
                (1001, "千一"),
                (-2, "マイナス二"),
            ],
        );
        check(
            N::KoreanHangulFormal,
            &[(0, "영"), (11, "일십일"), (1100, "일천일백")],
        );
        check(N::CjkDecimal, &[(10, "一〇"), (-1, "-1")]);
        check(N::CjkEarthlyBranch, &[(1, "子"), (12, "亥"), (13, "一三")]);
        check(N::CjkHeavenlyStem, &[(0, "〇"), (10, "癸"), (11, "一一")]);
        check(N::Hiragana, &[(1, "あ"), (48, "ん"), (49, "ああ")]);
        check(N::Katakana, &[(2, "イ"), (0, "0")]);
    }
}
