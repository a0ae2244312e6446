//! The reader pane: the open article, its header, links, selection and search.

pub mod article_view;
pub mod focusables;
pub mod header;
pub mod links;
pub mod pane;
pub mod search;
pub mod selection;
pub mod tab_order;
