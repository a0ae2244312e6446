//! Related articles: those that share rare terms.

use super::*;

/// Writes articles about other things, of which the index has many.
fn others(place: &Place) {
    for number in 0..60 {
        let c = char::from_u32(0x4E00 + number * 7).expect("an ideograph");
        place.file(
            &format!("other{number}.md"),
            &format!("天气晴朗，{c}先生出门看风景。"),
        );
    }
}

/// The related articles of the first one, with what they share.
#[track_caller]
fn check(texts: &[&str], expected: &[(&str, &[&str])]) {
    let place = Place::new();
    for (text, name) in texts.iter().zip('a'..) {
        place.file(&format!("{name}.md"), text);
    }
    others(&place);
    let entries = place.entries();
    let mut index = place.open();
    update(&mut index, &entries);
    let library = place.library();
    let indexes = [(library.as_path(), &index)];
    let entry = entries
        .iter()
        .find(|entry| entry.id() == "a.md")
        .expect("the first one");
    let found = related(entry, indexes.into_iter(), &Cancel::default());
    assert!(found.failed.is_empty());
    let found = found.relatives.expect("it is indexed");
    let found: Vec<(&str, Vec<&str>)> = found
        .iter()
        .map(|relative| {
            let mut shared: Vec<&str> = relative.shared.iter().map(String::as_str).collect();
            shared.sort_unstable();
            (&*relative.id, shared)
        })
        .collect();
    let expected: Vec<(&str, Vec<&str>)> = expected
        .iter()
        .map(|(id, shared)| (*id, shared.to_vec()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn articles_that_share_rare_terms_are_related() {
    check(
        &[
            "罗俊杰谈小巨人：天气晴朗，Kubernetes 与芯片。",
            "芯片公司的罗俊杰，天气晴朗，小巨人也用 Kubernetes。",
            "天气晴朗，罗俊杰出门看风景。",
        ],
        &[("b.md", &["Kubernetes", "小巨人", "罗俊杰", "芯片"])],
    );
}

#[test]
fn stop_words_and_one_word_relate_nothing() {
    check(
        &[
            "These will be the first steps that one can see beside the rocket.",
            "The first will be what one can see; these steps would be hard.",
            "Another rocket.",
        ],
        &[],
    );
    // One name with other letters beside it is one word.
    check(
        &[
            "斯特林格回去了，斯特林格曾来。",
            "斯特林格曾住在这里，斯特林格回来过。",
        ],
        &[],
    );
}

/// A folded text is in simplified characters.
#[test]
fn shared_words_are_shown_as_the_text_writes_them() {
    check(
        &[
            "羅俊傑談小巨人：天氣晴朗，Kubernetes 與晶片。",
            "芯片公司的罗俊杰，天气晴朗，小巨人也用 kubernetes，晶片也用。",
            "天气晴朗，出门看风景。",
        ],
        &[("b.md", &["Kubernetes", "小巨人", "晶片", "羅俊傑"])],
    );
}

#[test]
fn common_terms_relate_nothing() {
    check(&["天气晴朗，先生出门看风景。", "天气晴朗，先生出门。"], &[]);
}

#[test]
fn an_article_that_is_not_indexed_has_no_answer() {
    let place = Place::new();
    place.file("a.md", "罗俊杰");
    let (entries, index) = (place.entries(), place.open());
    let library = place.library();
    let indexes = [(library.as_path(), &index)];
    let found = related(&entries[0], indexes.into_iter(), &Cancel::default());
    assert!(found.relatives.is_none() && found.failed.is_empty());
}

/// A library whose index cannot be read does not keep the others from being searched.
#[test]
fn a_damaged_index_is_left_out() {
    let places = [Place::new(), Place::new()];
    let libraries = places.each_ref().map(|place| {
        place.file("a.md", "罗俊杰谈小巨人：Kubernetes 与芯片。");
        place.file("b.md", "芯片公司罗俊杰来了，小巨人也用 Kubernetes。");
        others(place);
        let entries = place.entries();
        let mut index = place.open();
        update(&mut index, &entries);
        (place.library(), entries, index)
    });
    let [(root, entries, index), (damaged_root, _, damaged)] = &libraries;
    let drop_table = damaged.connection.execute_batch("DROP TABLE posting");
    drop_table.expect("a table");
    let entry = entries.iter().find(|entry| entry.id() == "a.md");
    let entry = entry.expect("the first one");
    let indexes = [(damaged_root.as_path(), damaged), (root.as_path(), index)];
    let found = related(entry, indexes.into_iter(), &Cancel::default());
    let failed: Vec<&Path> = found
        .failed
        .iter()
        .map(|(root, _)| root.as_path())
        .collect();
    assert_eq!(failed, [damaged_root.as_path()]);
    assert!(found.failed.iter().all(|(_, error)| error.is_damage()));
    let relatives = found.relatives.expect("it is indexed");
    let ids: Vec<&str> = relatives.iter().map(|relative| &*relative.id).collect();
    assert_eq!(ids, ["b.md"]);
}
