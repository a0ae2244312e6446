//! Generates `src/text/property_table.rs` from the published properties (icu_properties,
//! Unicode 18) and the widths of unicode-width, and checks that it is up to date.
//! `BLESS=1 cargo test --test it unicode_table` rewrites it.

use icu_properties::props::{
    EastAsianWidth, ExtendedPictographic, GeneralCategory, GraphemeClusterBreak, LineBreak, Script,
};
use icu_properties::{CodePointMapData, CodePointSetData, PropertyNamesShort};
use std::collections::HashMap;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthChar;

const CLASSES: [&str; 49] = [
    "AL", "ID", "NU", "SP", "CL", "CP", "OP", "QU", "QUPi", "QUPf", "EX", "IS", "SY", "IN", "NS",
    "BA", "BB", "B2", "HY", "HH", "GL", "WJ", "ZW", "ZWJ", "CM", "PR", "PO", "HL", "BK", "CR",
    "LF", "NL", "CB", "EB", "EM", "RI", "H2", "H3", "JL", "JV", "JT", "AK", "AP", "AS", "VF", "VI",
    "Circle", "IDCn", "ALCn",
];

/// Every character that a rule of `typeset::inline::kinsoku` names: line start, line end, pairs
/// and hanging marks. The rule decides; the flag only avoids calling it for all others.
const MARKS: &str = "、。，．：；！？､｡‼⁇⁈⁉’”）〕］｝〉》」』】〗〙〛｠⦆｣〞〟﹂﹄﹀﹈\
    ‐–〜～~·‧•・･／,.:;!?)]}»›‘“（〔［｛〈《「『【〖〘〚｟⦅｢〝﹁﹃([{«‹/\
    —―─⸺…⋯‥゠ヽヾゝゞ々〻ー－ｰ〃﹏";

fn class(c: char) -> usize {
    let code = c as u32;
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    let class = CodePointMapData::<LineBreak>::new().get(c);
    let name = PropertyNamesShort::<LineBreak>::new()
        .get(class)
        .expect("every class has a name");
    let name = match name {
        "XX" if category == GeneralCategory::Unassigned
            && CodePointSetData::new::<ExtendedPictographic>().contains(c) =>
        {
            "ALCn"
        }
        "AI" | "SG" | "XX" => "AL",
        "SA" if matches!(
            category,
            GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark
        ) =>
        {
            "CM"
        }
        "SA" => "AL",
        "CJ" => "NS",
        "QU" if category == GeneralCategory::InitialPunctuation => "QUPi",
        "QU" if category == GeneralCategory::FinalPunctuation => "QUPf",
        "AL" if code == 0x25CC => "Circle",
        "ID" if category == GeneralCategory::Unassigned
            && CodePointSetData::new::<ExtendedPictographic>().contains(c) =>
        {
            "IDCn"
        }
        name => name,
    };
    let found = CLASSES.iter().position(|known| *known == name);
    found.unwrap_or_else(|| panic!("class {name} is new"))
}

fn cells(c: char) -> u16 {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    let base = c.width().unwrap_or(0) as u16;
    if CodePointMapData::<EastAsianWidth>::new().get(c) != EastAsianWidth::Ambiguous || base == 0 {
        return base;
    }
    match category {
        GeneralCategory::UppercaseLetter
        | GeneralCategory::LowercaseLetter
        | GeneralCategory::TitlecaseLetter
        | GeneralCategory::ModifierLetter
        | GeneralCategory::OtherLetter => 4,
        GeneralCategory::PrivateUse => base,
        _ => 3,
    }
}

fn joins(c: char) -> bool {
    !matches!(
        CodePointMapData::<GraphemeClusterBreak>::new().get(c),
        GraphemeClusterBreak::Other | GraphemeClusterBreak::LV | GraphemeClusterBreak::LVT
    )
}

fn script(c: char) -> u16 {
    let class = CodePointMapData::<LineBreak>::new().get(c);
    match CodePointMapData::<Script>::new().get(c) {
        Script::Common | Script::Inherited | Script::Unknown => match c {
            'ー' | 'ｰ' | '゛' | '゜' | 'ﾞ' | 'ﾟ' => 2,
            _ => 0,
        },
        Script::Han => 1,
        Script::Hiragana | Script::Katakana => 2,
        Script::Hangul => 3,
        Script::Latin => 4,
        Script::Arabic
        | Script::Hebrew
        | Script::Syriac
        | Script::Thaana
        | Script::Nko
        | Script::Adlam
        | Script::Mandaic
        | Script::Mongolian
        | Script::HanifiRohingya => 6,
        Script::Devanagari
        | Script::Bengali
        | Script::Gurmukhi
        | Script::Gujarati
        | Script::Oriya
        | Script::Tamil
        | Script::Telugu
        | Script::Kannada
        | Script::Malayalam
        | Script::Sinhala
        | Script::Tibetan => 7,
        Script::Bopomofo => 9,
        _ if class == LineBreak::ComplexContext => 8,
        _ => 5,
    }
}

fn property(code: u32) -> u16 {
    let Some(c) = char::from_u32(code) else {
        return 0;
    };
    let wide = CodePointMapData::<EastAsianWidth>::new().get(c);
    let east_asian = matches!(
        wide,
        EastAsianWidth::Fullwidth | EastAsianWidth::Wide | EastAsianWidth::Halfwidth
    );
    class(c) as u16
        | cells(c) << 6
        | u16::from(east_asian) << 9
        | u16::from(joins(c)) << 10
        | script(c) << 11
        | u16::from(MARKS.contains(c) || ('\u{3300}'..='\u{33FF}').contains(&c)) << 15
}

/// 2 bits for each of U+4E00..=U+9FFF: 1 in GB 2312 and not in Big5, 2 the other way round.
fn hanzi() -> Vec<u8> {
    let mut bits = vec![0; (0xA000 - 0x4E00) / 4];
    for code in 0x4E00..0xA000_u32 {
        let c = char::from_u32(code)
            .expect("no surrogates here")
            .to_string();
        let (gbk, _, gbk_fails) = encoding_rs::GBK.encode(&c);
        let gb2312 =
            !gbk_fails && gbk.len() == 2 && (0xB0..=0xF7).contains(&gbk[0]) && gbk[1] >= 0xA1;
        let (big5, _, big5_fails) = encoding_rs::BIG5.encode(&c);
        let big5 = !big5_fails && big5.len() == 2 && (0xA4..=0xF9).contains(&big5[0]);
        let form = match (gb2312, big5) {
            (true, false) => 1,
            (false, true) => 2,
            _ => 0,
        };
        let index = (code - 0x4E00) as usize;
        bits[index / 4] |= form << (index % 4 * 2);
    }
    bits
}

fn table<T: std::fmt::Display>(out: &mut String, name: &str, kind: &str, values: &[T]) {
    let len = values.len();
    writeln!(
        out,
        "#[rustfmt::skip]\npub static {name}: [{kind}; {len}] = ["
    )
    .expect("a string");
    for line in values.chunks(24) {
        let line: Vec<String> = line.iter().map(ToString::to_string).collect();
        writeln!(out, "    {},", line.join(",")).expect("a string takes all");
    }
    out.push_str("];\n");
}

#[test]
fn the_table_matches_unicode_18() {
    // At most 256 distinct values, so that each code point takes one byte.
    let mut kinds: Vec<u16> = Vec::new();
    let mut kind = |property: u16| {
        let known = kinds.iter().position(|kind| *kind == property);
        known.unwrap_or_else(|| {
            kinds.push(property);
            kinds.len() - 1
        })
    };
    let mut blocks: Vec<u8> = Vec::new();
    let mut known: HashMap<Vec<u8>, u16> = HashMap::new();
    let mut index: Vec<u16> = Vec::new();
    for start in (0..0x2_0000_u32).step_by(64) {
        let kinds = (start..start + 64).map(|code| kind(property(code)));
        let block: Vec<u8> = kinds
            .map(|kind| u8::try_from(kind).expect("at most 256 kinds"))
            .collect();
        let number = *known.entry(block.clone()).or_insert_with(|| {
            blocks.extend(&block);
            u16::try_from(blocks.len() / 64 - 1).expect("fewer blocks than code points")
        });
        index.push(number);
    }
    let mut ranges: Vec<(u32, u16)> = Vec::new();
    for code in 0x2_0000..0x11_0000 {
        let property = property(code);
        if ranges.last().is_none_or(|last| last.1 != property) {
            ranges.push((code, property));
        }
    }
    kinds.resize(256, 0);
    let hanzi = hanzi();
    let mut out = String::from(
        "//! Generated from Unicode 18 by `tests/it/unicode_table.rs`; not edited by hand. See\n\
         //! `property.rs` for what the bits say.\n\n",
    );
    table(&mut out, "INDEX", "u16", &index);
    table(&mut out, "BLOCKS", "u8", &blocks);
    table(&mut out, "KINDS", "u16", &kinds);
    table(&mut out, "HANZI", "u8", &hanzi);
    let ranges: Vec<String> = ranges.iter().map(|range| format!("{range:?}")).collect();
    table(&mut out, "RANGES", "(u32, u16)", &ranges);
    let bytes = (index.len() + kinds.len()) * 2 + blocks.len() + hanzi.len() + ranges.len() * 8;
    assert!(bytes <= 40_000, "the table has {bytes} bytes");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/property_table.rs");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &out).expect("the table can be written");
    }
    let written = std::fs::read_to_string(path).expect("the table is there");
    assert!(written == out, "out of date: run with BLESS=1");
}
