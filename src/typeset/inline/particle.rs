//! Particles, which belong to the word before them: no line of a title or a heading starts with one.

const PARTICLES: &str = "のをがはにへとでもや的";

/// Words that begin with one of the particles.
const WORDS: &[&str] = &["的士", "的确", "的確"];

/// Whether a text begins with a particle.
pub(crate) fn starts_with_particle(text: &str) -> bool {
    text.starts_with(|c| PARTICLES.contains(c)) && !WORDS.iter().any(|word| text.starts_with(word))
}
