//! No article is ruled out that matches.

use super::exact::{index_of, query};
use super::*;
use crate::library::{Labels, Name};
use crate::search::Facts;
use crate::user::Marks;
use proptest::prelude::*;
use std::sync::Arc;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    /// By its names, and the candidates or the hits.
    #[test]
    fn ruled_out_articles_do_not_match(
        articles in prop::collection::vec(
            ("[a-cé甲乙台臺 ]{0,8}", "[ab甲臺]{0,3}", "[a-c甲乙台臺 ]{0,8}"),
            1..8,
        ),
        terms in prop::collection::vec("[a-c甲乙台臺]{1,3}", 2),
        form in 0..7usize,
    ) {
        let texts: Vec<String> = articles.iter().map(|(_, _, text)| text.clone()).collect();
        let index = index_of(&texts);
        let root = Arc::new(PathBuf::from("/library"));
        let model = library::sample::entries().remove(0);
        let entry = |(at, (title, source, _)): (usize, &(String, String, String))| Entry {
            name: Name::new(&root, &at.to_string(), title),
            labels: Arc::new(Labels::of_source(source.as_str().into())),
            ..model.clone()
        };
        // The last one has no document.
        let gone = (texts.len(), &articles[0]);
        let entries: Vec<Entry> = articles.iter().enumerate().chain([gone]).map(entry).collect();
        let [a, b] = [&terms[0], &terms[1]];
        let query = query(&match form {
            0 => a.clone(),
            1 => format!("{a}* {b}"),
            2 => format!("{a} OR {b}"),
            3 => format!("{a} -{b}"),
            4 => format!("text:{a}"),
            5 => format!("title:{a} OR text:{b}"),
            _ => format!("(\"{a} {b}\" OR {b}) -title:{a}"),
        });
        let (marks, zone) = (Marks::default(), Zone::default());
        let facts = Facts { marks: &marks, zone: &zone };
        let indexes = [(root.as_path(), &index)];
        let all: Vec<&Entry> = entries.iter().collect();
        let column = NameColumn::of(&all, &indexes);
        let candidates = index.candidates(&query).expect("an index");
        let candidates = [(root.as_path(), candidates)];
        let mut hits = LocalHits::default();
        hits.confirm(&root, &candidates[0].1, &Cancel::default()).expect("an index");
        let evaluate = |hits: &LocalHits| -> Vec<u32> {
            let found = entries.iter().zip(0..);
            let found = found.filter(|(entry, _)| query.matches(entry, facts, hits));
            found.map(|(_, at)| at).collect()
        };
        let found = evaluate(&hits);
        hits.narrow(&query, &column);
        let among = hits.among().expect("of this index").to_vec();
        let before = column.among_candidates(&query, &candidates).expect("of this index");
        for at in found {
            prop_assert!(among.contains(&at), "{:?} {}", query, at);
        }
        for at in among {
            prop_assert!(before.contains(&at), "{:?} {}", query, at);
        }
    }
}
