//! When the selected article is shown beside the list: after a pause.

/// The shortest pause, and the longest, which a slow link needs, in milliseconds.
const PAUSE: u64 = 150;
const LONGEST: u64 = 600;

/// When the selected article is shown.
#[derive(Debug)]
pub(super) struct Preview {
    /// When the pause ends, in milliseconds since 1970. `None`: the selected article is shown.
    pub due: Option<u64>,
    pause: u64,
    /// The message that is being handled comes from the user.
    pub is_of_user: bool,
}

impl Default for Preview {
    fn default() -> Self {
        Self {
            due: None,
            pause: PAUSE,
            is_of_user: false,
        }
    }
}

impl Preview {
    /// The terminal answers after so many milliseconds.
    pub fn know_round_trip(&mut self, milliseconds: u64) {
        self.pause = milliseconds.clamp(PAUSE, LONGEST);
    }

    /// The pause that the link needs, in milliseconds.
    pub const fn pause(&self) -> u64 {
        self.pause
    }

    /// The pause begins.
    pub fn wait(&mut self, now: u64) {
        self.due = Some(now + self.pause);
    }
}
