//! How the rows of the list word the dates of their articles: what the heading above does not say.

use crate::app::dates::Dates;
use crate::library::Date;
use crate::text::WidthPolicy;

/// The wording of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AgeForm {
    /// `3 days ago`
    Ago,
    /// `07:00`, under the heading of a day.
    Time,
    /// `23rd`, under the heading of a month.
    DayOfMonth,
    /// `23 Nov`, under the heading of a year.
    DayOfYear,
    /// `23 Nov`, of other years `23 Nov 2022`.
    Date,
    /// The same, or `Today`, under the heading of several years.
    DayOfYears,
}

impl AgeForm {
    pub fn text(self, date: Date, dates: Dates<'_>) -> String {
        match self {
            Self::Ago => dates.ago(date),
            Self::Time => date.clock(dates.zone).unwrap_or_default(),
            Self::DayOfMonth => dates.day_of_month(date),
            Self::DayOfYear => dates.short_day(date),
            Self::DayOfYears if dates.is_this_year(date) => dates.short_day(date),
            Self::Date | Self::DayOfYears => dates.age(date),
        }
    }
}

/// Cells of the widest date of each form; 0 for a form that no row has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct AgeCells([u16; 6]);

impl AgeCells {
    pub fn of(self, form: AgeForm) -> u16 {
        self.0[form as usize]
    }

    pub fn widest(self) -> u16 {
        self.0.into_iter().max().unwrap_or_default()
    }

    /// Those of some dates with their forms.
    pub fn measure(
        found: impl Iterator<Item = (AgeForm, Date)>,
        dates: Dates<'_>,
        policy: WidthPolicy,
    ) -> Self {
        let mut cells = Self::default();
        let (days, whole) = (
            dates.cells_of_short_days(policy),
            dates.cells_of_short_dates(policy),
        );
        for (form, date) in found {
            let own = &mut cells.0[form as usize];
            *own = match form {
                AgeForm::Time | AgeForm::DayOfMonth => 5,
                AgeForm::Ago => 11,
                AgeForm::DayOfYear => days,
                _ if *own == whole || !dates.is_this_year(date) => whole,
                AgeForm::Date | AgeForm::DayOfYears => days,
            };
        }
        cells
    }

    #[cfg(test)]
    pub fn for_tests(cells: u16) -> Self {
        Self([cells; 6])
    }
}
