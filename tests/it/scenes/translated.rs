//! The sample library in the languages that no other scene is in.

use super::{Scene, SceneRow};
use crate::desk::Desk;
use kanbao::user::marks::Marks;

const LANGUAGES: [&str; 3] = ["ja", "ko", "zh-Hant"];

const SCENES: &[SceneRow] = &[
    ("list", &[(80, 24), (40, 20), (20, 24)], "j b j"),
    ("picked", &[(80, 24)], "j v j v"),
    ("reading", &[(80, 24), (40, 20)], "Enter"),
    ("help", &[(80, 24), (40, 20)], "?"),
    ("bookmarks", &[(80, 24), (40, 20)], "b j b B"),
    ("empty", &[(80, 24), (40, 20)], "P"),
    ("sidebar", &[(80, 24)], "b t"),
    ("offer", &[(80, 24), (40, 20)], "Enter v s Enter"),
    ("stats", &[(80, 24), (40, 20), (20, 24)], "Enter q #"),
];

pub fn scenes() -> impl Iterator<Item = Scene> {
    let rows = LANGUAGES
        .iter()
        .flat_map(|tag| SCENES.iter().map(move |row| (tag, row)));
    rows.flat_map(|(tag, (name, sizes, keys))| {
        sizes.iter().map(move |&size| {
            let mut desk = Desk::open(Vec::new(), Marks::default(), tag, size);
            desk.keys(keys);
            Scene {
                name: format!("{name}-{tag}-{}x{}", size.0, size.1),
                desk,
                _cache: None,
            }
        })
    })
}
