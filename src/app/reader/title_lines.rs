//! Breaks the title above an article, or a text of the interface, into as few even lines as its sense
//! allows.

use crate::app::list::title_price::{price, stub};
use crate::text::{Language, WidthPolicy};
use crate::typeset::inline::layout::{Break, Tear, breaks};
use crate::typeset::inline::setting::Setting;
use crate::typeset::{Fit, Options};

/// The price of a line more than necessary and of lines that are uneven by a whole line, in the
/// prices of breaks.
const EXTRA_LINE: usize = 350;
const UNEVEN: usize = 300;

/// Added for a break before the last character of a phrase or a word: the page always has room for
/// one more line.
const TORN_OFF: usize = 300;

/// Longer titles have no better breaks than any text.
const MOST_LINES: usize = 8;

/// The title with its line breaks, in lines of `cells`; None if it fits on one line or is too long
/// to search for the best breaks.
pub(crate) fn broken(
    title: &str,
    language: Language,
    cells: u16,
    policy: WidthPolicy,
) -> Option<String> {
    let width = usize::from(cells);
    let total = policy.str(title);
    if total <= width || total > width * MOST_LINES {
        return None;
    }
    let options = Options {
        width: policy,
        ..Options::default()
    };
    let mut setting = Setting::new(&options, language, cells).exact(cells);
    setting.fit = Fit::Balanced;
    let search = Search::new(title, &breaks(title, &setting), width, policy);
    let fewest = total.div_ceil(width);
    let found = (fewest..=MOST_LINES).find_map(|count| Some((search.best(count)?, count)));
    let ((cost, few), count) = found?;
    let more = search.best(count + 1);
    let more = more.filter(|(other, _)| other + EXTRA_LINE < cost);
    let places = more.map_or(few, |(_, places)| places);
    let mut from = 0;
    let mut lines = Vec::new();
    for (end, next) in places {
        lines.push(title.get(from..end)?);
        from = next;
    }
    lines.push(title.get(from..)?);
    Some(lines.join("\n"))
}

/// A place where a line may end, with the cells before it and before what follows.
struct Place {
    end: usize,
    next: usize,
    cells: usize,
    cells_next: usize,
    price: usize,
}

/// The places of a title, the start first and the end last.
struct Search {
    places: Vec<Place>,
    width: usize,
    total: usize,
}

/// The cost of breaks, and where lines end and begin (bytes).
type Found = (usize, Vec<(usize, usize)>);

impl Search {
    fn new(title: &str, breaks: &[Break], width: usize, policy: WidthPolicy) -> Self {
        let cells = |end: usize| policy.str(title.get(..end).unwrap_or_default());
        let place = |end, next, price| Place {
            end,
            next,
            cells: cells(end),
            cells_next: cells(next),
            price,
        };
        let inner = breaks
            .iter()
            .map(|found| place(found.end, found.next, price_on_page(title, found)));
        let places: Vec<Place> = std::iter::once(place(0, 0, 0))
            .chain(inner)
            .chain([place(title.len(), title.len(), 0)])
            .collect();
        let total = cells(title.len());
        Self {
            places,
            width,
            total,
        }
    }

    /// The cheapest breaks into `count` lines, if there are any.
    fn best(&self, count: usize) -> Option<Found> {
        let even = self.total / count;
        // The cost up to each place, and the place where its last line starts, line by line.
        let mut rows: Vec<Vec<Option<(usize, usize)>>> = Vec::new();
        let mut first = vec![None; self.places.len()];
        *first.first_mut()? = Some((0, 0));
        rows.push(first);
        for _ in 0..count {
            let above = rows.last()?;
            let row = self.places.iter().enumerate().map(|(at, place)| {
                let starts = self.places.iter().zip(above).enumerate().take(at);
                let costs = starts.filter_map(|(start, (from, cost))| {
                    let line = place.cells.checked_sub(from.cells_next)?;
                    (line <= self.width).then_some(())?;
                    let uneven = line.abs_diff(even) * UNEVEN / self.width;
                    Some(((*cost)?.0 + place.price + uneven + stub(line), start))
                });
                costs.min()
            });
            let row = row.collect();
            rows.push(row);
        }
        let last = self.places.len() - 1;
        let cost = (*rows.last()?.last()?)?.0;
        let mut places = Vec::new();
        let mut at = last;
        for row in rows.iter().skip(1).rev() {
            at = (*row.get(at)?)?.1;
            let place = self.places.get(at)?;
            places.push((place.end, place.next));
        }
        // The start of the title is no break.
        places.pop();
        places.reverse();
        Some((cost, places))
    }
}

/// The price of a break where the title is never cut off.
fn price_on_page(title: &str, found: &Break) -> usize {
    let rest = title.get(found.next..).unwrap_or_default();
    let is_lone = rest.chars().nth(1).is_none_or(|c| !c.is_alphanumeric());
    let is_inside = matches!(found.tear, Tear::Phrase | Tear::Word);
    price(title, found) + if is_inside && is_lone { TORN_OFF } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    #[cfg_attr(
        not(feature = "phrase"),
        ignore = "without phrases titles break elsewhere"
    )]
    fn titles_break_where_the_sense_does() {
        let check = |title: &str, cells: u16, expected: Option<&str>| {
            let language = Language::detect(title);
            let found = broken(title, language, cells, WidthPolicy::default());
            assert_eq!(found.as_deref(), expected);
        };
        check("春天的书店", 20, None);
        check(
            "VimConf 2017 のタイムテーブルが決定しました。",
            38,
            Some("VimConf 2017 の\nタイムテーブルが決定しました。"),
        );
        check(
            "卷入爱泼斯坦案，马斯克回应：与爱泼斯坦几乎没有往来，多次拒绝其邀请",
            38,
            Some("卷入爱泼斯坦案，马斯克回应：\n与爱泼斯坦几乎没有往来，多次拒绝其邀请"),
        );
        check(
            "为什么很多人宁愿 excel 贼 6，也不愿意去用 python？",
            36,
            Some("为什么很多人宁愿 excel 贼 6，\n也不愿意去用 python？"),
        );
        check(
            "JSのプラグインシステムについて書くJavaScript Plugin Architecture 2.0をリリースしました",
            76,
            Some(
                "JSのプラグインシステムについて書く\nJavaScript Plugin Architecture 2.0をリリースしました",
            ),
        );
        check(
            "在文章上按 b 加书签；按 B 或 Esc 回到全部文章。",
            18,
            Some("在文章上按 b 加\n书签；按 B 或 Esc\n回到全部文章。"),
        );
        check(
            "读《岩田先生：任天堂传奇社长如是说》",
            35,
            Some("读《岩田先生：\n任天堂传奇社长如是说》"),
        );
        check(
            "通义+阿里云+平头哥，阿里用“通云哥”复刻谷歌AI护城河",
            18,
            Some("通义+阿里云\n+平头哥，\n阿里用“通云哥”\n复刻谷歌AI护城河"),
        );
        check(
            "看報へようこそ：三分で覚える操作キー",
            18,
            Some("看報へようこそ：\n三分で覚える\n操作キー"),
        );
        check(
            "A short walk through the old town",
            20,
            Some("A short walk\nthrough the old town"),
        );
    }

    proptest! {
        #[test]
        fn only_breaks_are_added(title in "[a-z春天，“”（）1-9 ―…é]{0,60}", cells in 2..50_u16) {
            let policy = WidthPolicy::default();
            if let Some(broken) = broken(&title, Language::ZhHans, cells, policy) {
                let bare = |text: &str| text.replace(['\n', ' '], "");
                prop_assert_eq!(bare(&broken), bare(&title));
                for line in broken.split('\n') {
                    prop_assert!(policy.str(line) <= usize::from(cells), "{broken:?}");
                }
            }
        }
    }
}
