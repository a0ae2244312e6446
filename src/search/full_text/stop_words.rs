//! English words that say nothing of what a text is about. In a library with a few English texts they
//! are as rare as names.

/// In order.
const WORDS: &str = "about above across actually after again against ago all almost alone along already \
    also although always am among an and another any anyone anything are around as ask at away back be \
    became because become been before began behind being best better between big both bring but by call \
    came can cannot case change come could day days did different do does doing done down during each \
    early either else end enough even ever every everyone everything example fact far feel felt few find \
    first follow for found four from full further gave general get getting give given go goes going gone \
    good got great had half hand happen hard has have having he help her here herself high him himself \
    his hold how however idea if important in inside instead into is it its itself just keep kind knew \
    know known large last late later least left less let like likely line little ll long look looking \
    made main make makes making many may maybe me mean means might mine more most much must my myself \
    name near need needs never new next no nor not nothing now number of off often old on once one only \
    onto open or other others our ourselves out outside over own part people perhaps place point possible \
    put question quite rather re read real really reason right said same saw say says second see seem \
    seems seen set several shall she should show side simple simply since small so some someone something \
    soon start step still such sure take taken takes taking talk tell than that the their them themselves \
    then there therefore these they thing things think this those though thought three through time times \
    to today together told too took toward tried try trying turn two under until up upon us use used uses \
    using usually ve very want wants was way ways we well went were what whatever when where whether which \
    while who whole whom whose why will with within without word words work world would year years yes yet \
    you your yours yourself";

/// Whether a folded word is one of them.
pub fn is_stop_word(word: &str) -> bool {
    static SORTED: std::sync::LazyLock<Vec<&str>> =
        std::sync::LazyLock::new(|| WORDS.split_whitespace().collect());
    SORTED.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_order() {
        assert!(WORDS.split_whitespace().is_sorted());
        for (word, expected) in [
            ("be", true),
            ("these", true),
            ("rocket", false),
            ("", false),
        ] {
            assert_eq!(is_stop_word(word), expected, "{word}");
        }
    }
}
