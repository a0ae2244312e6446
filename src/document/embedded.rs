//! Pictures whose data is inside a page, as `data:` addresses. They can take megabytes, so the parser
//! gets a short name instead, and whoever draws the picture finds the data in the source again.
#![expect(clippy::string_slice, reason = "offsets come from `find`")]

use super::{Block, BlockKind, Document, Image};
use std::ops::Range;

/// The beginning of such an address, and of its name.
pub(crate) const REMOVED_DATA: &str = "data:";

/// Maximum length of an address that stays, in bytes.
pub(crate) const MAX_DATA: usize = 1024;

/// From this length on, a picture is shown although nothing describes it: it is no icon.
const LARGE: usize = 8192;

/// How many addresses of the right length are compared: each takes time.
const MOST: usize = 256;

/// The next `data:` address of a text.
pub(crate) fn next(text: &str) -> Option<Range<usize>> {
    let from = text.find(REMOVED_DATA)?;
    let length = text[from..].find(['"', '\'', '>', ' ']);
    let end = length.map_or(text.len(), |length| from + length);
    Some(from..end.max(from + REMOVED_DATA.len()))
}

/// The name of a long address: its length and a hash. None: it is short and stays.
pub(crate) fn name(address: &str) -> Option<String> {
    let length = address.len();
    (length > MAX_DATA).then(|| format!("{REMOVED_DATA}{length}#{:016x}", hash(address)))
}

/// Whether an address is the name of another.
pub(crate) fn is_named(address: &str) -> bool {
    length_of(address).is_some()
}

/// Whether the data of an address was removed, or it has none.
pub(crate) fn is_removed(address: &str) -> bool {
    address == REMOVED_DATA || is_named(address)
}

/// Whether an address is the name of a large picture.
pub(crate) fn is_large(address: &str) -> bool {
    length_of(address).is_some_and(|length| length >= LARGE)
}

/// The address with a name, in the text of the article's file. Markdown ends an address at `)`.
pub(crate) fn find<'a>(source: &'a str, named: &str) -> Option<&'a str> {
    let length = length_of(named)?;
    let starts = source.match_indices(REMOVED_DATA);
    let addresses = starts.filter_map(|(from, _)| {
        let end = from.checked_add(length)?;
        let after = source.get(end..)?.bytes().next();
        let ends =
            after.is_none_or(|byte| matches!(byte, b'"' | b'\'' | b'>' | b' ' | b')' | b'\n'));
        source.get(from..end).filter(|_| ends)
    });
    let mut addresses = addresses.take(MOST);
    addresses.find(|address| name(address).is_some_and(|name| name == named))
}

/// Removes pictures that have nothing but their data, which cannot be printed.
pub(crate) fn remove_unprintable(document: &mut Document) {
    remove_from(&mut document.blocks);
    for note in &mut document.footnotes {
        remove_from(&mut note.blocks);
    }
}

/// The recursion is bounded, because builders limit the depth of nesting.
fn remove_from(blocks: &mut Vec<Block>) {
    let is_printable = |image: &Image| {
        let is_data = image.file.as_deref().is_some_and(is_named);
        !is_data || image.link.is_some() || !image.label.is_blank()
    };
    blocks.retain_mut(|block| {
        block.for_children_mut(&mut remove_from);
        let BlockKind::Figure { images, caption } = &mut block.kind else {
            return true;
        };
        let had_images = !images.is_empty();
        images.retain(is_printable);
        let is_described = caption.as_ref().is_some_and(|caption| !caption.is_blank());
        !(had_images && images.is_empty()) || is_described
    });
}

fn length_of(named: &str) -> Option<usize> {
    let (length, hash) = named.strip_prefix(REMOVED_DATA)?.split_once('#')?;
    (hash.len() == 16).then(|| length.parse().ok())?
}

/// FNV-1a. Two pictures of one page with the same hash would be drawn as the first.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Text;

    #[test]
    fn pictures_without_words_are_not_printed() {
        let image = |label: &str, file: &str| Image {
            label: Text::new(label),
            link: None,
            size: None,
            target: None,
            file: Some(file.into()),
        };
        let named = "data:9022#0000000000000000";
        let check = |images: Vec<Image>, caption: Option<&str>, expected: Option<usize>| {
            let caption = caption.map(Text::new);
            let figure: Block = BlockKind::Figure { images, caption }.into();
            let blocks = vec![figure, Block::paragraph("text")];
            let mut document = Document {
                blocks: vec![BlockKind::Group { blocks }.into()],
                ..Document::default()
            };
            remove_unprintable(&mut document);
            let mut count = 0;
            document.visit_images(&mut |_| count += 1);
            let group: Vec<&[Block]> = document.blocks[0].children().collect();
            let is_kept = group[0].len() == 2;
            assert_eq!(is_kept.then_some(count), expected);
        };
        check(vec![image("", named)], None, None);
        check(vec![image("", named)], Some("A map"), Some(0));
        check(vec![image("a map", named)], None, Some(1));
        check(vec![image("", "a.png"), image("", named)], None, Some(1));
    }

    #[test]
    fn data_is_found_again_by_its_name() {
        let address = |letter: &str| format!("data:image/png;base64,{}", letter.repeat(9000));
        let (one, other) = (address("A"), address("B"));
        let page = format!("<img src=\"{one}\"> text data: ![x]({other})");
        let name = name(&other).expect("it is long");
        assert_eq!(find(&page, &name), Some(other.as_str()));
        assert!(is_named(&name) && is_removed(&name) && is_large(&name));
        assert_eq!(next(&page).map(|data| &page[data]), Some(one.as_str()));
        assert_eq!(find(&page, "data:9022#0000000000000000"), None);
        assert_eq!(
            find(&page, "data:18446744073709551615#0000000000000000"),
            None
        );
        assert!(!is_named("data:image/png"));
        assert!(super::name("data:image/png").is_none());
    }
}
