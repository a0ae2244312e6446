//! A web page becomes an article: a file, standard input, or an address.
//!
//! | module | part |
//! |---|---|
//! | `mhtml` | takes a page and its files out of an MHTML archive |
//! | `page` | finds the article in a page, and what the page says about it |
//! | `pictures` | chooses the pictures that are stored beside it |
//! | `web` | fetches pages (feature `fetch`) |

mod mhtml;
mod page;
mod pictures;
#[cfg(feature = "fetch")]
mod web;

pub use page::{MAX_PAGE, NoArticle, Page};
pub use pictures::{Picture, Pictures};
#[cfg(feature = "fetch")]
pub use web::{Failure, Web};
