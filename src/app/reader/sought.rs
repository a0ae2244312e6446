//! What the marked hits of an article are hits of.

use crate::search::{Highlighter, Part, Pattern, Query, QueryError};
use crate::text::fold;
use crate::typeset::{Hit, Page};
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub enum Sought {
    #[default]
    Nothing,
    Words {
        typed: String,
        folded: String,
    },
    /// Typed as `/…/`.
    Pattern {
        typed: String,
        pattern: Pattern,
    },
    /// The query of the list from which the article was opened.
    Query(Arc<Query>),
}

impl Sought {
    /// Reads what is typed for a search in an article. A regular expression is written between
    /// slashes; the second may be missing.
    ///
    /// # Errors
    /// It is not a regular expression.
    pub fn typed(text: &str) -> Result<Self, QueryError> {
        if let Some(rest) = text.strip_prefix('/')
            && !rest.is_empty()
        {
            let source = rest.strip_suffix('/').unwrap_or(rest);
            if source.is_empty() {
                return Ok(Self::Nothing);
            }
            let pattern = Pattern::parse(source)?;
            let typed = text.to_owned();
            return Ok(Self::Pattern { typed, pattern });
        }
        let folded = fold(text);
        let typed = text.to_owned();
        Ok(match folded.is_empty() {
            true => Self::Nothing,
            false => Self::Words { typed, folded },
        })
    }

    /// What was typed for a search in the article.
    pub fn typed_words(&self) -> Option<&str> {
        match self {
            Self::Words { typed, .. } | Self::Pattern { typed, .. } => Some(typed),
            Self::Nothing | Self::Query(_) => None,
        }
    }

    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// Whether it is a query of the list.
    pub fn is_query(&self) -> bool {
        matches!(self, Self::Query(_))
    }

    /// The query of the list.
    pub fn query(&self) -> Option<Arc<Query>> {
        match self {
            Self::Query(query) => Some(Arc::clone(query)),
            _ => None,
        }
    }

    /// Whether both are the same query of the list.
    pub fn is_same_query(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Query(query), Self::Query(other)) => Arc::ptr_eq(query, other),
            _ => false,
        }
    }

    pub fn find(&self, page: &Page) -> Vec<Hit> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Words { folded, .. } => page.find(folded),
            Self::Pattern { pattern, .. } => {
                page.find_with(&|text| pattern.find_in(text).collect())
            }
            Self::Query(query) => {
                let highlighter = Highlighter::new(query, Part::Text);
                match highlighter.is_empty() {
                    true => Vec::new(),
                    false => page.find_with(&|text| highlighter.find_in(text)),
                }
            }
        }
    }

    /// Whether a title has a hit. Only queries look for it.
    pub fn is_in_title(&self, title: &str) -> bool {
        match self {
            Self::Query(query) => !Highlighter::new(query, Part::Title)
                .find_in(title)
                .is_empty(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::visible_text;
    use crate::document::{Document, Format, build};
    use crate::library::Zone;
    use crate::search::Today;
    use crate::text::searchable;
    use crate::typeset::{Options, Ruby};
    use proptest::prelude::*;

    /// Whether the texts of an article match, as a search of the list decides, and whether the
    /// reader has hits, with ruby beside and above the line.
    fn answers(document: &Document, query: &str) -> [bool; 3] {
        let query = Query::parse(query, Today::at(0, &Zone::default())).expect("a query");
        let texts = visible_text(document);
        let texts = searchable(&texts).text;
        let mut terms = query.text_terms().iter();
        let mut patterns = query.patterns().iter();
        let is_found = terms.any(|term| term.is_in(&fold(&texts)))
            || patterns.any(|pattern| pattern.is_in(&texts));
        let sought = Sought::Query(Arc::new(query));
        let has_hit = |ruby| {
            let options = Options {
                measure: 20,
                ruby,
                ..Options::default()
            };
            !sought.find(&Page::new(document, &options)).is_empty()
        };
        [is_found, has_hit(Ruby::Inline), has_hit(Ruby::Above)]
    }

    #[test]
    fn a_result_has_a_hit() {
        #[track_caller]
        fn check(body: &str, queries: &[&str], expected: bool) {
            let document = build(body, Format::Html);
            for query in queries {
                assert_eq!(answers(&document, query), [expected; 3], "{query}");
            }
        }
        let tokyo = "<p>高い<ruby>東京<rt>とうきょう</rt></ruby>タワー</p>";
        check(
            tokyo,
            &["東京タワー", "高いとうきょうタ", "とう", "\"京(と\""],
            true,
        );
        check(tokyo, &["東京とう", "\"い(と\""], false);
        // A word whose characters have an element each, with other markup, and with a reading in
        // other letters.
        for word in [
            "<ruby>漢<rt>かん</rt></ruby><ruby>字<rt>じ</rt></ruby>",
            "<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>",
            "<ruby><rb>漢</rb><rb>字</rb><rp>(</rp><rt>かん</rt><rt>じ</rt><rp>)</rp></ruby>",
            "<ruby>漢字<rtc><rt>かん</rt><rt>じ</rt></rtc></ruby>",
            "<ruby>漢字<rtc>かんじ</rtc></ruby>",
            "<ruby><b>漢</b>字<rt>かんじ</rt></ruby>",
        ] {
            let body = format!("<p>この{word}だ</p>");
            check(&body, &["この漢字だ", "このかんじだ", "かんじ"], true);
            check(&body, &["漢かん", "字だよ"], false);
        }
        let bopomofo = "<p><ruby>臺<rt>ㄊㄞˊ</rt>灣<rt>ㄨㄢ</rt></ruby>的</p>";
        check(bopomofo, &["台湾的", "ㄨㄢ的", "/ㄊㄞˊㄨㄢ的/"], true);
        let pinyin = "<p>在<ruby>北<rt>běi</rt></ruby><ruby>京<rt>jīng</rt></ruby></p>";
        check(pinyin, &["在北京", "beijing", "bei", "jing"], true);
        let okurigana =
            "<p>品の<ruby>取<rt>と</rt>り<rt></rt>扱<rt>あつか</rt>い<rt></rt></ruby>説明";
        check(
            okurigana,
            &["とりあつかい説", "取り扱い説", "\"取(と)り扱(\""],
            true,
        );
        // An empty reading of tabular ruby.
        let tabular = "<p>品の<ruby><rb>取</rb><rb>り</rb><rb>扱</rb><rt>と</rt><rt></rt><rt>あつか</rt></ruby>い";
        check(
            tabular,
            &["とりあつかい", "取り扱い", "\"取(と)り扱(\""],
            true,
        );
        let half = "<p><ruby>漢</ruby><ruby>字<rt>じ</rt></ruby>だ</p>";
        check(half, &["漢じだ", "漢字だ"], true);
        let poem = "<p>p <ruby>空<rt>そら</rt></ruby><br><ruby>海<rt>うみ</rt></ruby>山</p>";
        let ends = [
            "\"空 海\"",
            "\"そら うみ\"",
            "/空\\n海/",
            "/そら\\n/",
            "/空(?m)$/",
        ];
        check(poem, &ends, true);
        check(poem, &["空海", "そらうみ", "そら海"], false);
        // Two texts.
        check(
            "<p>甲 一</p><p>二 乙</p>",
            &["一二", "\"一 二\"", "/一\\s*二/"],
            false,
        );
        check("<p>one</p><p>two</p>", &["\"one two\"", "onetwo"], false);
        check("<p>one<br>two</p>", &["\"one two\"", "/one\\ntwo/"], true);
        check("<p>一</p><p>二</p>", &["/^二$/", "/一$/"], true);
        let figure = "<figure><img src=a.png alt=甲><figcaption>乙</figcaption></figure>";
        check(figure, &["甲"], false);
        check(figure, &["乙"], true);
        check("<p>文</p><img src=a.png alt=甲>", &["甲"], true);
        // What the reader leaves out is not found either: the name of a kind of notice, the sign
        // before a caption, the seconds of a date in a table.
        let notice = |title: &str| {
            let title = format!("<p class=markdown-alert-title>{title}</p>");
            let class = "class=\"markdown-alert markdown-alert-note\"";
            format!("<div {class}>{title}<p>甲乙丙</p></div>")
        };
        check(&notice("Note"), &["note", "说明", "/Note/"], false);
        check(&notice("Note"), &["甲乙"], true);
        check(&notice("警告"), &["警告"], true);
        let signed = "<p>文</p><img src=a.png><p>▲ 乙丙</p>";
        check(signed, &["/▲/", "/▲ 乙/"], false);
        check(signed, &["乙丙"], true);
        let times = "<table><tr><th>时间<th>值<tr><td>2026-01-26 08:03:04<td>甲</table>";
        check(times, &["/03:04/", "/:04/"], false);
        check(times, &["/08:03/"], true);
    }

    #[test]
    fn white_space_in_typed_words_matches_any() {
        let document = build("<p>The hard<br>break, the hard  breaks</p>", Format::Html);
        let page = Page::new(&document, &Options::default());
        let count = |typed: &str| Sought::typed(typed).map(|sought| sought.find(&page).len());
        for (typed, expected) in [("hard break", 2), (" break", 2), ("d b", 2), ("hardb", 0)] {
            assert_eq!(count(typed), Ok(expected), "{typed}");
        }
    }

    /// Parts of pages.
    fn page() -> impl Strategy<Value = String> {
        let words = || "[甲乙丙 ab]{1,3}|甲<br>乙|<b>甲</b>乙|<code>ab</code>";
        let inline = prop_oneof![
            words(),
            Just("<br>".to_owned()),
            (words(), "[かなa]{0,2}")
                .prop_map(|(base, reading)| { format!("<ruby>{base}<rt>{reading}</rt></ruby>") }),
        ];
        let texts = prop::collection::vec(inline, 1..4).prop_map(|parts| parts.concat());
        let forms = prop::sample::select(vec![
            "<p>{}</p>",
            "<h2>{}</h2>",
            "<ul><li>{}<li>甲</ul>",
            "<dl><dt>{}<dd>乙</dl>",
            "<blockquote><p>{}</p></blockquote>",
            "<table><tr><th>甲<th>乙<tr><td>{}<td>丙</table>",
            "<figure><img src=a.png alt=甲丙><figcaption>{}</figcaption></figure>",
            "<figure><img src=a.png alt=甲丙><img src=b.png alt=丙甲><figcaption>{}</figcaption></figure>",
            "<table><tr><td>{}<td><img src=a.png alt=丙丙><img src=b.png alt=甲甲></table>",
            "<details><summary>甲</summary>{}</details>",
            "<pre>{}</pre>",
            "{}",
        ]);
        let blocks = (forms, texts).prop_map(|(form, text)| form.replace("{}", &text));
        prop::collection::vec(blocks, 1..4).prop_map(|blocks| blocks.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn results_have_hits_and_hits_are_results(
            body in page(),
            queries in prop::collection::vec(r#"[甲乙丙かな]{1,3}|"[甲乙丙ab] [甲乙丙ab]"|[ab]{1,2}\*?|/[甲乙か]\.[丙乙な]/|/[甲b]\\s乙/|/乙\$/"#, 1..6),
        ) {
            let document = build(&body, Format::Html);
            for query in &queries {
                let [is_found, inline, above] = answers(&document, query);
                prop_assert_eq!([inline, above], [is_found; 2], "{} in {}", query, body);
            }
        }
    }
}
