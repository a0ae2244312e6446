//! The themes by name, and which one is on the screen.

/// The theme by name: the one that is set, and the one on the screen.
#[derive(Debug, Default)]
pub(super) struct Themes {
    /// All that can be chosen.
    pub names: Vec<String>,
    pub set: String,
    pub shown: String,
}

impl Themes {
    pub fn new(names: Vec<String>, set: String) -> Self {
        Self {
            names,
            shown: set.clone(),
            set,
        }
    }
}
