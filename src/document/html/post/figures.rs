//! Traversal of the figures of a document.

use crate::document::{Block, BlockKind, Image};

/// Calls `with` for the images of each figure.
pub fn visit_figures(blocks: &[Block], with: &mut dyn FnMut(&[Image])) {
    for block in blocks {
        if let BlockKind::Figure { images, .. } = &block.kind {
            with(images);
        }
        block
            .children()
            .for_each(|inner| visit_figures(inner, &mut *with));
    }
}

/// Calls `with` for the images of each figure. A figure without images and caption is removed.
pub fn edit_figures(blocks: &mut Vec<Block>, with: &mut dyn FnMut(&mut Vec<Image>)) {
    for block in blocks.iter_mut() {
        if let BlockKind::Figure { images, .. } = &mut block.kind {
            with(images);
        }
        block.for_children_mut(&mut |inner| edit_figures(inner, &mut *with));
    }
    blocks.retain(|block| {
        !matches!(&block.kind, BlockKind::Figure { images, caption: None } if images.is_empty())
    });
}
