//! The tags and texts of a source, in order and without a tree. For files in which only the order
//! of tags matters, such as browser bookmarks: no limit of depth or size is needed.

use html5ever::buffer_queue::BufferQueue;
use html5ever::tokenizer::{
    Tag, TagKind, Token as Parsed, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// A part of a source. Names are in lower case; character references are decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    Start(StartTag<'a>),
    End(&'a str),
    /// One piece of a text; a text may arrive in several.
    Text(&'a str),
}

/// A start tag and the line (from 1) that it ends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StartTag<'a> {
    pub name: &'a str,
    pub line: usize,
    attributes: &'a [html5ever::Attribute],
}

impl<'a> StartTag<'a> {
    /// An attribute by its name in lower case; empty if the tag does not have it.
    pub fn attribute(self, name: &str) -> &'a str {
        let found = |attribute: &&html5ever::Attribute| &*attribute.name.local == name;
        let attribute = self.attributes.iter().find(found);
        attribute.map_or("", |attribute| &attribute.value)
    }
}

/// Passes the tokens of a source to a function. The source must have been repaired: the tokenizer
/// takes quadratic time in the number of attributes of a tag.
pub(crate) fn for_each(source: &str, take: &mut dyn FnMut(Token<'_>)) {
    let sink = Sink {
        take: RefCell::new(take),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(source.into());
    // The sink never pauses the tokenizer, so one call reads the whole source.
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
}

struct Sink<'s> {
    take: RefCell<&'s mut dyn FnMut(Token<'_>)>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Parsed, line: u64) -> TokenSinkResult<()> {
        let take = &mut *self.take.borrow_mut();
        match token {
            Parsed::TagToken(tag) => send_tag(&tag, line, take),
            Parsed::CharacterTokens(text) => take(Token::Text(&text)),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn send_tag(tag: &Tag, line: u64, take: &mut dyn FnMut(Token<'_>)) {
    take(match tag.kind {
        TagKind::EndTag => Token::End(&tag.name),
        TagKind::StartTag => Token::Start(StartTag {
            name: &tag.name,
            line: usize::try_from(line).unwrap_or(usize::MAX),
            attributes: &tag.attrs,
        }),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_texts_in_order() {
        let mut seen = Vec::new();
        for_each("<DT>\n<A HREF='x&amp;y'>甲&lt;</A>", &mut |token| {
            seen.push(match token {
                Token::Start(tag) => format!("{} {} {}", tag.line, tag.name, tag.attribute("href")),
                Token::End(name) => format!("/{name}"),
                Token::Text(text) => text.to_owned(),
            });
        });
        assert_eq!(seen.concat(), "1 dt \n2 a x&y甲</a");
        assert!(seen.contains(&"甲".to_owned()));
    }
}
