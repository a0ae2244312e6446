//! Names of the rules by which the builder itself cuts, and tokens of the user's selectors.

/// Parts that the source hides.
pub const HIDDEN: &str = "hidden";
/// The copy button of a code block.
pub const COPY_BUTTON: &str = "copy-button";
/// Line numbers of a code block.
pub const LINE_NUMBER: &str = "line-number";
/// Links from a footnote back into the text.
pub const BACK_LINK: &str = "back-link";
/// Everything on a whole page that is not the article.
pub const PAGE: &str = "page";

/// The hint token of an element that a CSS selector of the user matches. It contains a space, so
/// no class name can be equal to it.
pub fn selector_token(selector: &str) -> String {
    format!("selector {selector}")
}
