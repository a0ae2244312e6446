//! Breaks the title above an article, or a text of the interface, into as few even lines as its sense
//! allows.

use crate::text::{Language, WidthPolicy};
use crate::typeset::inline::layout::breaks;
use crate::typeset::inline::setting::Setting;
use crate::typeset::inline::title_search::{Place, Search, price_on_page};
use crate::typeset::{Fit, Options};

/// The title with its line breaks, in lines of `cells`; None if it fits on one line or is too long
/// to search for the best breaks.
pub(crate) fn broken(
    title: &str,
    language: Language,
    cells: u16,
    policy: WidthPolicy,
) -> Option<String> {
    let total = policy.str(title);
    if !Search::applies(total, usize::from(cells)) {
        return None;
    }
    let options = Options {
        width: policy,
        ..Options::default()
    };
    let mut setting = Setting::new(&options, language, cells).exact(cells);
    setting.fit = Fit::Balanced;
    let cells_before = |end: usize| policy.str(title.get(..end).unwrap_or_default());
    let breaks = breaks(title, &setting);
    let places = breaks.iter().map(|found| Place {
        cells: cells_before(found.end),
        cells_next: cells_before(found.next),
        price: price_on_page(title, found),
    });
    let width = usize::from(cells);
    let found = Search::new(places, total, (width, width)).breaks()?;
    let mut from = 0;
    let mut lines = Vec::new();
    for place in found.iter().filter_map(|at| breaks.get(*at)) {
        lines.push(title.get(from..place.end)?);
        from = place.next;
    }
    lines.push(title.get(from..)?);
    Some(lines.join("\n"))
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
