//! The panel of statistics: a heat map of the days, sums, reading speeds and sources.

use super::pane::{Choice, PanelRow};
use crate::app::context::Context;
use crate::library::{Date, Zone};
use crate::locale::Locale;
use crate::role::Role;
use crate::text::{WidthPolicy, Writing, fit};
use crate::user::marks::Statistics;

/// The most weeks of the heat map: a year.
const WEEKS: i64 = 53;
/// Cells beside the heat map: a margin at each side, and a blank after the label.
const MARGINS: i64 = 3;
/// Cells of the label of a weekday.
const LABEL: usize = 3;
/// The most sources that are listed.
const SOURCES: usize = 50;
/// The fewest articles of the levels of the heat map.
const LEVELS: [u32; 4] = [1, 3, 6, 10];
/// The signs of the levels from 0 on, and those for terminals that draw them two cells wide.
pub(crate) const SIGNS: [(&str, &str); 5] =
    [("·", "."), ("░", "-"), ("▒", "+"), ("▓", "*"), ("█", "#")];
/// The level of a day that is to come.
const TO_COME: u8 = u8::MAX;

/// What the user has read. Empty if nothing was read yet.
pub(super) fn rows(context: &Context) -> Vec<PanelRow> {
    let (locale, zone) = (&context.locale, &context.settings.zone);
    let found = context.marks.statistics(zone, context.now);
    if found.days.is_empty() {
        return Vec::new();
    }
    let today = Date::at(context.now).day(zone);
    let room = i64::from(context.size.0) - MARGINS - LABEL as i64;
    let calendar = Calendar {
        today,
        weeks: room.clamp(1, WEEKS),
        policy: context.settings.options.width,
        locale,
    };
    let mut rows = calendar.rows(&found);
    rows.push(PanelRow::heading(locale.text("stats.sums")));
    let sums = found.described(today, locale).into_iter();
    rows.extend(sums.map(|(label, sum)| labelled(label, sum)));
    rows.push(PanelRow::heading(locale.text("stats.speed")));
    rows.extend(speeds(&found, locale));
    rows.push(PanelRow::heading(locale.text("stats.sources")));
    let sources = found.sources.iter().take(SOURCES);
    rows.extend(sources.map(|(source, sum)| {
        let source = match source.as_str() {
            "" => locale.text("list.no-source"),
            source => source,
        };
        PanelRow {
            far: sum.described(locale),
            follows: true,
            ..PanelRow::new("", source, Choice::Nothing)
        }
    }));
    rows
}

/// A row of figures. Its label is muted: it is not a key, and no heading.
fn labelled(label: impl Into<String>, figures: impl Into<String>) -> PanelRow {
    PanelRow {
        tint: Some(Role::Meta),
        ..PanelRow::new(label, figures, Choice::Nothing)
    }
}

/// The speeds that were learned, else what it takes to learn them.
fn speeds(found: &Statistics, locale: &Locale) -> Vec<PanelRow> {
    let mut rows: Vec<PanelRow> = Vec::new();
    for learned in &found.speeds {
        let (name, rate) = match learned.writing {
            Writing::Chinese => ("stats.chinese", "stats.characters"),
            Writing::Japanese => ("stats.japanese", "stats.characters"),
            Writing::Korean => ("stats.korean", "stats.characters"),
            Writing::Words => ("stats.words", "stats.words-a-minute"),
        };
        let rate = locale.fill(rate, &[("rate", &learned.rate)]);
        rows.push(labelled(locale.text(name), rate));
    }
    if rows.is_empty() {
        let unknown = locale.text("stats.unknown");
        rows.push(PanelRow::new("", unknown, Choice::Nothing));
    }
    rows
}

/// A calendar of weeks, one column each, and weekdays.
struct Calendar<'a> {
    /// Days since 1970-01-01.
    today: i64,
    weeks: i64,
    policy: WidthPolicy,
    locale: &'a Locale,
}

impl Calendar<'_> {
    fn rows(&self, found: &Statistics) -> Vec<PanelRow> {
        let heading = self.locale.fill("stats.weeks", &[("count", &self.weeks)]);
        let months = format!("{} {}", " ".repeat(LABEL), self.months());
        let mut rows = vec![PanelRow::heading(&heading), PanelRow::attached(&months)];
        for weekday in 1..=7 {
            let key = format!("weekday-short.{weekday}");
            let label = self.locale.text(&key);
            let days = (0..self.weeks).map(|week| self.monday(week) + weekday - 1);
            rows.push(PanelRow {
                heat: days.map(|day| self.level(day, found)).collect(),
                ..PanelRow::new(fit(label, LABEL, self.policy), "", Choice::Nothing)
            });
        }
        rows.push(PanelRow::attached(&self.legend()));
        rows
    }

    /// The signs of the levels with the fewest articles of each: `· 0  ░ 1`.
    fn legend(&self) -> String {
        let mut legend = self.locale.text("stats.levels").to_owned();
        let signs = SIGNS
            .iter()
            .map(|(sign, plain)| self.policy.narrow(sign, plain));
        for (sign, least) in signs.zip(std::iter::once(0).chain(LEVELS)) {
            legend.push_str(&format!("  {sign} {least}"));
        }
        legend.push('+');
        legend
    }

    /// The first day of a week; the last one has today. 1970-01-01 was a Thursday.
    fn monday(&self, week: i64) -> i64 {
        let weekday = (self.today + 3).rem_euclid(7);
        self.today - weekday - (self.weeks - 1 - week) * 7
    }

    fn level(&self, day: i64, found: &Statistics) -> u8 {
        if day > self.today {
            return TO_COME;
        }
        let articles = found.days.get(&day).map_or(0, |amount| amount.articles);
        LEVELS.iter().filter(|least| articles >= **least).count() as u8
    }

    /// The names of the months above the weeks in which they begin. If one does not leave a blank
    /// before the next, all of them are numbers: `12` for `12月`.
    fn months(&self) -> String {
        let starts = (0..self.weeks).filter_map(|week| {
            let monday = self.monday(week);
            let first = (monday..monday + 7).find(|day| civil(*day).2 == 1)?;
            Some((usize::try_from(week).ok()?, civil(first).1))
        });
        let key = |(week, month)| (week, format!("month-short.{month}"));
        let starts: Vec<(usize, String)> = starts.map(key).collect();
        let weeks = usize::try_from(self.weeks).unwrap_or_default();
        let ends = starts.iter().skip(1).map(|(next, _)| next - 1);
        let months = starts.iter().zip(ends.chain([weeks]));
        let months: Vec<_> = months
            .map(|((at, key), end)| {
                let name = self.locale.text(key);
                let number = name.trim_end_matches(|c: char| !c.is_ascii_digit());
                let fits = |label: &str| !label.is_empty() && at + self.policy.str(label) <= end;
                (
                    *at,
                    [name, number].map(|label| fits(label).then_some(label)),
                )
            })
            .collect();
        let has_names = months
            .iter()
            .all(|(_, [name, number])| name.is_some() || number.is_none());
        let mut line = String::new();
        for (at, [name, number]) in months {
            if let Some(label) = if has_names { name } else { number } {
                line = fit(&line, at, self.policy);
                line.push_str(label);
            }
        }
        line
    }
}

/// Year, month and day (with the time) of a day since 1970-01-01.
fn civil(day: i64) -> (i16, i8, i8, i8, i8) {
    Date::of_day(day).civil(&Zone::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_above_their_first_weeks() {
        // 2026-11-24.
        let today = 20_781;
        let check = |tag, weeks, expected: &str| {
            let calendar = Calendar {
                today,
                weeks,
                policy: WidthPolicy::default(),
                locale: &Locale::for_tag(tag),
            };
            assert_eq!(calendar.months(), expected);
            assert_eq!(calendar.monday(weeks - 1), today - 1);
        };
        check("zh-Hans", 20, "  8    9   10  11");
        check("en", 20, "  Aug  Sep Oct Nov");
        check("en", 3, "");
    }
}
