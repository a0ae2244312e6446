//! The layout of an article in the list pane: its rows and columns.

use super::age::{AgeCells, AgeForm};
use super::groups::{self, Grouping};
use super::stretches::Span;
use crate::app::area::Area;
use crate::app::message::Listed;
use crate::app::settings::{ListColumn, ListColumns};
use crate::text::{Pace, WidthPolicy, truncate_left, truncate_middle};
use crate::typeset::signs::screen_form;
use std::borrow::Cow;

/// The narrowest pane that has a column for everything.
const COLUMNS: u16 = 72;
/// Narrower panes have only the column of the title.
const NARROW: u16 = 30;
/// Lower panes have no row for source and age below the title.
const HIGH: u16 = 10;
/// Lower panes have no headings.
pub(super) const HEADINGS: u16 = 8;
/// Lower panes have no blank row before a heading.
const GAPS: u16 = 10;
/// Cells of indent of the further lines of a title, where no row of source and age tells articles
/// apart.
const STEP: u16 = 2;
/// Titles with less room have no reading time beside them, in cells.
const ROOMY: u16 = 20;
/// Shorter articles do not show their reading time, in minutes.
const LONG: u32 = 5;
/// The layout that all articles of a list pane share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Columns of source and age beside the title; None: a row below it.
    pub columns: Option<Columns>,
    /// What the articles are grouped by, under headings.
    pub grouping: Grouping,
    pub ages: AgeCells,
    /// Blank rows before each heading but the first.
    pub gap: u16,
    /// Column of the title and its width.
    pub title: (u16, u16),
    /// The most lines of a title.
    pub lines: u16,
    /// Indent of the second line of a title, where no row of source and age separates the
    /// articles.
    pub step: u16,
    /// What is said besides the title.
    pub says: ListColumns,
    /// Whether the articles have different sources, so that naming them says something.
    pub names: bool,
    /// Whether all are of one source, which the bar names: only authors are.
    pub one_source: bool,
    /// Whether rows with a hit in the text have a line for it.
    pub snippets: bool,
    pub policy: WidthPolicy,
    /// How fast the user reads.
    pub pace: Pace,
    /// Cells of a reading time without its number.
    pub unit: u16,
}

/// Columns of a row, in cells from the left edge of the pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    /// First column and width.
    pub source: Option<(u16, u16)>,
    /// First column and width.
    pub age: Option<(u16, u16)>,
    pub star: u16,
}

/// An article of the list, as its row shows it.
#[derive(Clone, Debug)]
pub(crate) struct ArticleRow<'a> {
    pub item: &'a Listed,
    /// The days that the heading above it is for.
    pub span: Span,
    /// How many versions are folded into it, or what tells it from others with its title: a file
    /// name or a folder; empty if the title is enough. Sanitized.
    pub apart: String,
    /// How many versions are folded into it.
    pub versions: usize,
    /// Its last line is a passage with what is searched for, or what a related article shares.
    pub has_snippet: bool,
}

/// What a shape depends on, besides the size of the pane.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    pub grouping: Grouping,
    /// The most lines of a title; 0: by the pane.
    pub lines: u16,
    /// Cells of the widest source; 0: no column of sources.
    pub sources: u16,
    pub ages: AgeCells,
    pub columns: ListColumns,
    /// Whether all are of one source.
    pub one_source: bool,
    /// Rows of bookmarks say when their article is not in the library, beside its source.
    pub kept: bool,
    pub policy: WidthPolicy,
    pub pace: Pace,
    pub unit: u16,
}

impl Shape {
    pub fn of(area: Area, wanted: Wanted) -> Self {
        let Area { width, height, .. } = area;
        let grouping = match height {
            HEADINGS.. => wanted.grouping,
            _ => Grouping::None,
        };
        let below = width < COLUMNS && height >= HIGH;
        let (title, columns) = if below {
            ((2, width.saturating_sub(3)), None)
        } else {
            let (title, columns) = Columns::of(width, grouping, wanted);
            (title, Some(columns))
        };
        let lines = match wanted.lines {
            0 => 1 + u16::from(below || width < NARROW),
            lines => lines,
        };
        // At least two articles are visible.
        let lines = if height < 4 { 1 } else { lines };
        Self {
            columns,
            grouping,
            ages: wanted.ages,
            gap: u16::from(height >= GAPS),
            title,
            lines,
            step: match below {
                true if wanted.sources == 0 => STEP,
                true => 0,
                false => u16::from(width < NARROW),
            },
            says: wanted.columns,
            names: wanted.sources > 0,
            one_source: wanted.one_source,
            snippets: height >= HIGH && width >= NARROW,
            policy: wanted.policy,
            pace: wanted.pace,
            unit: wanted.unit,
        }
    }

    /// Cells that a long title leaves for what tells it from others. None: it does not follow the
    /// title.
    pub fn apart_cells(&self, row: &ArticleRow<'_>) -> Option<u16> {
        let has_room = self.columns.is_some() && self.title.1 >= NARROW;
        let cells = self
            .policy
            .str(&row.apart)
            .min(usize::from(self.title.1 / 3));
        (has_room && cells > 0).then_some(cells as u16)
    }

    /// What tells an article from others, in so many cells: of a folder the end, of a file name
    /// both ends say most.
    pub fn apart(&self, row: &ArticleRow<'_>, cells: u16) -> String {
        let apart = screen_form(&row.apart, self.policy);
        let cut = match row.apart.contains('/') {
            true => truncate_left,
            false => truncate_middle,
        };
        cut(&apart, cells.into(), self.policy).0
    }

    /// Whether there is no name to write below the title.
    pub(super) fn is_lone(&self, row: &ArticleRow<'_>) -> bool {
        row.apart.is_empty() && self.source(row.item).is_empty()
    }

    /// Where an article is from, if that tells it from others.
    pub fn source<'a>(&self, item: &'a Listed) -> Cow<'a, str> {
        match self.names {
            true if self.one_source => groups::source(item, Grouping::Source, self.says),
            true => groups::source(item, self.grouping, self.says),
            false => Cow::default(),
        }
    }

    /// Whether its reading time is worth a place that is free. It is unknown for an article whose file
    /// is gone.
    pub fn shows_length(&self, item: &Listed) -> bool {
        self.title.1 >= ROOMY
            && self.says.has(ListColumn::Minutes)
            && self.pace.minutes(item.entry.count) >= LONG
    }

    /// Whether its date says more than the heading above it.
    pub fn has_age(&self, row: &ArticleRow<'_>) -> bool {
        let form = self.age_form(row);
        form.says(row.item, self.grouping, self.says)
    }

    /// How its date is worded.
    pub fn age_form(&self, row: &ArticleRow<'_>) -> AgeForm {
        AgeForm::of((self.grouping, row.span), self.says)
    }
}

#[cfg(test)]
impl Shape {
    /// The layout of a narrow list.
    pub fn for_tests() -> Self {
        let area = Area {
            width: 40,
            height: 20,
            ..Area::default()
        };
        let wanted = Wanted {
            grouping: Grouping::Day,
            lines: 0,
            sources: 10,
            ages: AgeCells::for_tests(5),
            columns: ListColumns::default(),
            one_source: false,
            kept: false,
            policy: WidthPolicy::default(),
            pace: Pace::default(),
            unit: 5,
        };
        Self::of(area, wanted)
    }
}

impl Columns {
    /// The title and the columns that a width has room for.
    fn of(width: u16, grouping: Grouping, wanted: Wanted) -> ((u16, u16), Self) {
        let says = |column| wanted.columns.has(column);
        let right = width.saturating_sub(1);
        if width < NARROW {
            let columns = Self {
                star: right,
                ..Self::default()
            };
            return ((1, width.saturating_sub(3)), columns);
        }
        // The date is at the right edge, the star before it.
        let (mut columns, mut end) = (Self::default(), right);
        let ages = wanted.ages.widest();
        if width >= 50 && ages > 0 {
            end -= ages;
            columns.age = Some((end, ages));
            end -= 1;
        }
        end -= 1;
        columns.star = end;
        end -= 1;
        // The heading has the source; its cells go to the title.
        let many = says(ListColumn::Author) || says(ListColumn::Tags);
        let most = if many {
            (width / 4).clamp(10, 40)
        } else if wanted.kept {
            (width / 4).clamp(10, 24)
        } else {
            (width / 5).clamp(10, 24)
        };
        let source = wanted.sources.min(most);
        if width >= COLUMNS && (many || grouping != Grouping::Source) && source > 0 {
            columns.source = Some((end - source, source));
            end -= source + 2;
        }
        ((2, end - 2), columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_of_sources_is_as_wide_as_they_are() {
        #[track_caller]
        fn check(width: u16, sources: u16, expected: (u16, Option<u16>)) {
            check_kept(width, (sources, false), expected);
        }
        #[track_caller]
        fn check_kept(width: u16, (sources, kept): (u16, bool), expected: (u16, Option<u16>)) {
            let wanted = Wanted {
                grouping: Grouping::Day,
                lines: 0,
                sources,
                ages: AgeCells::for_tests(if sources == 1 { 0 } else { 5 }),
                columns: ListColumns::default(),
                one_source: false,
                kept,
                policy: WidthPolicy::default(),
                pace: Pace::default(),
                unit: 5,
            };
            let ((_, title), columns) = Columns::of(width, Grouping::Day, wanted);
            let source = columns.source.map(|(_, cells)| cells);
            assert_eq!((title, source), expected, "{width} {sources}");
        }
        check(80, 0, (69, None));
        check(80, 8, (59, Some(8)));
        check(80, 40, (51, Some(16)));
        check_kept(80, (19, true), (48, Some(19)));
        // Without dates the column of them goes to the title.
        check(80, 1, (72, Some(1)));
        check(60, 8, (49, None));
    }
}
