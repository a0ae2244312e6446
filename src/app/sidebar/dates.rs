//! The years of the articles in the sidebar, the newest first, and below those with many articles a month
//! the months.

use super::counts::{Tally, Values};
use super::row::{Choice, Row};
use crate::app::context::Context;
use crate::app::view::{Facet, FacetKind, View};
use std::cmp::Reverse;
use std::sync::Arc;

pub(super) fn rows(values: &Values, context: &Context, rows: &mut Vec<Row>) {
    let (mut months, mut years) = (Vec::new(), Vec::new());
    for (key, (_, tally)) in values {
        match key.rsplit_once('-') {
            Some((year, month)) => months.push((year, month, key, *tally)),
            None => years.push((key, *tally)),
        }
    }
    years.sort_by_key(|(key, _)| Reverse(Arc::clone(key)));
    months.sort_by_key(|(year, month, ..)| Reverse((*year, *month)));
    for (key, tally) in years {
        let own = months.iter().filter(|(year, ..)| *year == &**key);
        let own: Vec<_> = own.collect();
        // One or two articles a month, as in the list.
        let is_quiet = tally.total * 2 < own.len() * 5;
        let year = number(key);
        if is_quiet || own.len() > 1 {
            let label = name(context, year, None);
            rows.push(row(key, tally, &label, (1, &label)));
        }
        for (_, month, key, tally) in own.iter().filter(|_| !is_quiet) {
            let month = number(month) as i8;
            let label = name(context, year, Some(month));
            let alone = format!("month.{month}");
            let shown = match own.len() {
                1 => (1, &*label),
                _ => (2, context.locale.text(&alone)),
            };
            rows.push(row(key, *tally, &label, shown));
        }
    }
}

fn number(digits: &str) -> i16 {
    digits.parse().unwrap_or_default()
}

fn name(context: &Context, year: i16, month: Option<i8>) -> String {
    let (from, to) = (month.unwrap_or(1), month.unwrap_or(12));
    context.dates().period_name((year, from), (year, to))
}

fn row(key: &Arc<str>, tally: Tally, label: &str, (depth, shown): (u16, &str)) -> Row {
    Row {
        label: shown.into(),
        depth,
        tally: Some(tally),
        choice: Choice::Show(View::Facet(Facet {
            kind: FacetKind::Month,
            key: Arc::clone(key),
            label: label.into(),
        })),
    }
}
