//! Superscript and subscript characters.

use std::ops::RangeInclusive;

// Pairs: a character on the baseline, then its raised or lowered form.
const SUPERIOR: &str =
    "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻTᵀ′′";
const INFERIOR: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ";

/// The text in superscript characters, if Unicode has all of them.
pub fn superior(text: &str) -> Option<String> {
    map(text, SUPERIOR)
}

/// The text in subscript characters, if Unicode has all of them.
pub fn inferior(text: &str) -> Option<String> {
    map(text, INFERIOR)
}

/// All superscript and subscript characters are among these, and few others of most texts.
const RAISED: RangeInclusive<char> = '\u{b2}'..='\u{2c7d}';

/// Whether a character is a superscript or subscript character.
pub fn is_raised(c: char) -> bool {
    if !RAISED.contains(&c) {
        return false;
    }
    let raised = |table: &str| table.chars().skip(1).step_by(2).any(|raised| raised == c);
    raised(SUPERIOR) || raised(INFERIOR)
}

/// Reverts a superscript or subscript to baseline characters. Also removes the `^(…)` or `_(…)`
/// notation used for text without such characters.
pub fn on_the_line(text: &str) -> String {
    let plain = |c: char| {
        let table = |table: &str| {
            let pairs = table.chars().zip(table.chars().skip(1)).step_by(2);
            pairs.into_iter().find(|(_, raised)| *raised == c)
        };
        table(SUPERIOR)
            .or_else(|| table(INFERIOR))
            .map_or(c, |(plain, _)| plain)
    };
    let text: String = text.chars().map(plain).collect();
    let Some(bare) = text.strip_prefix(['^', '_']) else {
        return text;
    };
    let inner = bare
        .strip_prefix('(')
        .and_then(|bare| bare.strip_suffix(')'));
    inner.unwrap_or(bare).to_owned()
}

fn map(text: &str, table: &str) -> Option<String> {
    text.chars()
        .map(|c| {
            let mut pairs = table.chars();
            while let (Some(plain), Some(raised)) = (pairs.next(), pairs.next()) {
                if plain == c {
                    return Some(raised);
                }
            }
            None
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_characters() {
        for table in [SUPERIOR, INFERIOR] {
            assert!(table.chars().skip(1).step_by(2).all(is_raised));
        }
        assert!(!['2', 'a', '注', '（'].into_iter().any(is_raised));
    }

    #[test]
    fn tables_are_pairs() {
        for (text, up, down) in [
            ("2", Some("²"), Some("₂")),
            ("-9", Some("⁻⁹"), Some("₋₉")),
            ("n+1", Some("ⁿ⁺¹"), Some("ₙ₊₁")),
            ("注", None, None),
        ] {
            assert_eq!(superior(text).as_deref(), up);
            assert_eq!(inferior(text).as_deref(), down);
        }
    }
}
