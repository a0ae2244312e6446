//! An article with pictures, drawn without colours, so that their shapes are text.

use super::{Scene, SceneRow};
use crate::desk::Desk;
use kanbao::picture::Depth;
use kanbao::user::marks::Marks;
use std::path::PathBuf;

const SCENES: &[SceneRow] = &[
    ("pictured", &[(80, 24), (40, 20), (20, 6)], "Enter } i"),
    ("pictured-quote", &[(80, 24)], "Enter } } i"),
    ("pictured-refused", &[(80, 24), (40, 20)], "Enter } } } i"),
];

pub fn scenes() -> impl Iterator<Item = Scene> {
    SCENES.iter().flat_map(|(name, sizes, keys)| {
        sizes.iter().map(move |&size| {
            let roots = vec![PathBuf::from("tests/pictured")];
            let mut desk = Desk::open(roots, Marks::default(), "zh-Hans", size);
            desk.jobs.picture_depth = Depth::Mono(false);
            desk.keys(keys);
            Scene {
                name: format!("{name}-{}x{}", size.0, size.1),
                desk,
                _cache: None,
            }
        })
    })
}
