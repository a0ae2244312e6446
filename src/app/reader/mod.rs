//! The reader pane: the open article, its header, links, selection and search.

mod anchors;
mod annotations;
pub(crate) mod article_view;
pub(crate) mod edges;
pub(crate) mod focusables;
mod full_text;
pub(crate) mod full_text_state;
pub(crate) mod header;
pub(crate) mod highlights;
pub(crate) mod links;
pub(crate) mod located;
mod locating;
pub(crate) mod mode;
pub(crate) mod pane;
pub(crate) mod passages;
pub(crate) mod pictures;
mod picturing;
pub(crate) mod search;
pub(crate) mod selected_link;
pub(crate) mod selection;
mod sideways;
pub(crate) mod sought;
pub(crate) mod tab_order;
pub(crate) mod title_lines;
