//! A movement of the cursor or of the visible part, independent of the pane it moves.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Motion {
    /// Down by this many lines; negative: up.
    Lines(isize),
    /// A page is the height of the pane less one line that stays visible.
    Pages(isize),
    HalfPages(isize),
    Start,
    End,
    /// To the line of this number, counted from 0.
    Line(usize),
}

/// The order in which something is searched from the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Forward,
    Backward,
}

impl Direction {
    /// Backward for a negative number of steps.
    pub fn of(steps: isize) -> Self {
        if steps < 0 {
            Self::Backward
        } else {
            Self::Forward
        }
    }
}

/// A motion in lines of a pane of known height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    By(isize),
    /// May be larger than the last line.
    To(usize),
}

impl Motion {
    /// Whether it goes towards the end.
    pub const fn is_forward(self) -> bool {
        matches!(
            self,
            Self::Lines(1..) | Self::Pages(1..) | Self::HalfPages(1..) | Self::End
        )
    }

    /// Whether it goes to a place, however far.
    pub const fn is_jump(self) -> bool {
        matches!(self, Self::Start | Self::End | Self::Line(_))
    }

    /// Rows of one page in a pane of `height` rows. At least 1.
    pub fn page_rows(self, height: u16) -> isize {
        let height = isize::from(height.cast_signed());
        let rows = match self {
            Self::HalfPages(_) => height / 2,
            _ => height - 1,
        };
        rows.max(1)
    }

    pub fn resolve(self, height: u16) -> Step {
        match self {
            Self::Lines(count) => Step::By(count),
            Self::Pages(count) | Self::HalfPages(count) => {
                Step::By(count.saturating_mul(self.page_rows(height)))
            }
            Self::Start => Step::To(0),
            Self::End => Step::To(usize::MAX),
            Self::Line(line) => Step::To(line),
        }
    }
}

impl Step {
    /// The line that the step leads to from `line`, at most `last`.
    pub fn from(self, line: usize, last: usize) -> usize {
        match self {
            Self::By(lines) => line.saturating_add_signed(lines).min(last),
            Self::To(line) => line.min(last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn motions_resolve_to_lines() {
        let check = |motion: Motion, height, expected| {
            assert_eq!(motion.resolve(height).from(50, 99), expected, "{motion:?}");
        };
        check(Motion::Lines(3), 10, 53);
        check(Motion::Lines(-60), 10, 0);
        check(Motion::Pages(2), 10, 68);
        check(Motion::Pages(-1), 1, 49);
        check(Motion::HalfPages(1), 10, 55);
        check(Motion::HalfPages(1), 0, 51);
        check(Motion::Start, 10, 0);
        check(Motion::End, 10, 99);
        check(Motion::Line(7), 10, 7);
    }
}
