//! Reads XML as it is written on the web. The only file that uses `quick-xml`.
//!
//! Broken XML is read as far as its meaning is clear: references that XML does not define, a bare
//! `&` or `<`, end tags that are missing or superfluous, a tail that was cut off. Entities of a
//! document type are not expanded and nothing outside the document is read, so that a document
//! cannot grow.

use super::names::{Space, space_of, space_of_prefix};
use super::whole::{MAX_BASE, Whole};
use quick_xml::Reader;
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event as Token};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::rc::Rc;

/// Maximum nesting of elements. The text of deeper ones belongs to the deepest.
const MAX_DEPTH: usize = 256;
/// Maximum attributes of an element, and declared namespaces that are in force.
const MAX_ATTRIBUTES: usize = 64;
/// Bytes that may be read again after errors, besides twice the length of the document: keeps the
/// time linear.
const REREAD: usize = 64 << 10;
/// Maximum bytes of the name in a reference; the longest of HTML has 31.
const MAX_REFERENCE: usize = 32;

/// A part of a document, in order.
#[derive(Debug, PartialEq, Eq)]
pub enum Event<'a> {
    Open(Element),
    Close,
    /// Character data. References are decoded.
    Text(Cow<'a, str>),
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Element {
    pub space: Space,
    /// Without a prefix, in lower case.
    pub name: String,
    /// Names have their prefixes and are in lower case; values are decoded.
    pub attributes: Vec<(String, String)>,
}

impl Element {
    /// An attribute by its name in lower case, without the space around it.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(known, _)| known == name)
            .map(|(_, value)| value.trim())
    }
}

/// An element that is open.
struct Open {
    /// With its prefix, in lower case.
    name: String,
    /// The number of namespaces in force outside of it.
    spaces: usize,
    /// Whether it has a base address of its own.
    has_base: bool,
}

/// A document that is being read.
pub struct Xml<'a> {
    source: &'a str,
    reader: Reader<&'a [u8]>,
    /// Where the text of the reader starts in the source.
    start: usize,
    /// Bytes that may still be read again.
    reread: usize,
    open: Vec<Open>,
    /// Open elements beyond [`MAX_DEPTH`].
    too_deep: usize,
    /// Prefixes and their namespaces, the innermost last.
    spaces: Vec<(String, Space)>,
    bases: Vec<Rc<str>>,
    whole: Whole,
    waiting: VecDeque<Event<'a>>,
}

impl<'a> Xml<'a> {
    /// `base`: the address of the document.
    pub fn new(source: &'a str, base: Option<&str>) -> Self {
        Self {
            source,
            reader: reader(source),
            start: 0,
            reread: 2 * source.len() + REREAD,
            open: Vec::new(),
            too_deep: 0,
            spaces: Vec::new(),
            bases: base.map(Rc::from).into_iter().collect(),
            whole: Whole::default(),
            waiting: VecDeque::new(),
        }
    }

    /// The base of relative addresses here.
    pub fn base(&self) -> Option<Rc<str>> {
        self.bases.last().cloned()
    }

    /// Makes an address absolute, as far as the base is known.
    pub fn resolve(&self, reference: &str) -> String {
        let reference = reference.trim();
        let base = self.bases.last().map(|base| &**base);
        let whole = self.whole.address(reference, base);
        whole.unwrap_or_else(|| reference.to_owned())
    }

    /// Makes the addresses in HTML absolute, given its base.
    pub fn resolve_html(&self, html: &str, base: Option<&str>) -> String {
        self.whole.html(html, base)
    }

    /// The next part. All elements are closed before the end.
    pub fn next(&mut self) -> Option<Event<'a>> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            let at = self.position();
            match self.reader.read_event() {
                Ok(Token::Eof) => {
                    self.close()?;
                }
                Ok(Token::Start(tag)) => self.start_tag(at, &tag, false),
                Ok(Token::Empty(tag)) => self.start_tag(at, &tag, true),
                Ok(Token::End(tag)) => self.end_tag(tag.name().as_ref()),
                Ok(Token::Text(text)) => return Some(Event::Text(text.into_inner())),
                Ok(Token::CData(text)) => return Some(Event::Text(text.into_inner())),
                Ok(Token::GeneralRef(name)) => {
                    return Some(Event::Text(Cow::Owned(reference(&name))));
                }
                Ok(Token::Comment(_) | Token::PI(_) | Token::Decl(_) | Token::DocType(_))
                | Err(Error::IllFormed(_)) => {}
                Err(error) => self.recover(&error),
            }
        }
    }

    /// The position in the source at which reading continues, in bytes.
    fn position(&self) -> usize {
        self.start + usize::try_from(self.reader.buffer_position()).unwrap_or_default()
    }

    fn start_tag(&mut self, at: usize, tag: &BytesStart<'_>, is_empty: bool) {
        let name = tag.name().as_ref().to_ascii_lowercase();
        let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if !is_name && self.read_again(at) {
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            self.too_deep += usize::from(!is_empty);
            return;
        }
        let attributes = attributes(tag);
        let outside = self.spaces.len();
        for (name, value) in &attributes {
            let prefix = name.strip_prefix("xmlns:");
            let prefix = prefix.or((name == "xmlns").then_some(""));
            if let Some(prefix) = prefix.filter(|_| self.spaces.len() < MAX_ATTRIBUTES) {
                self.spaces.push((prefix.to_owned(), space_of(value)));
            }
        }
        let base = attributes.iter().find(|(name, _)| name == "xml:base");
        let base = base.map(|(_, value)| self.resolve(value));
        let base = base.filter(|base| base.len() <= MAX_BASE);
        let has_base = base.is_some();
        self.bases.extend(base.map(Rc::from));
        let (prefix, local) = name.split_once(':').unwrap_or(("", &name));
        self.waiting.push_back(Event::Open(Element {
            space: self.space(prefix),
            name: local.to_owned(),
            attributes,
        }));
        self.open.push(Open {
            name,
            spaces: outside,
            has_base,
        });
        if is_empty {
            self.close();
        }
    }

    fn space(&self, prefix: &str) -> Space {
        let mut declared = self.spaces.iter().rev();
        let declared = declared.find(|(known, _)| known == prefix);
        declared.map_or_else(|| space_of_prefix(prefix), |(_, space)| *space)
    }

    /// Closes the innermost element of this name, and those in it. Without one, nothing is closed.
    fn end_tag(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let is_same = |open: &Open| open.name.eq_ignore_ascii_case(name);
        if let Some(at) = self.open.iter().rposition(is_same) {
            while self.open.len() > at {
                self.close();
            }
        }
    }

    /// Closes the innermost element, if any is open.
    fn close(&mut self) -> Option<()> {
        let open = self.open.pop()?;
        self.spaces.truncate(open.spaces);
        if open.has_base {
            self.bases.pop();
        }
        self.waiting.push_back(Event::Close);
        Some(())
    }

    /// Goes on after an error of the syntax.
    fn recover(&mut self, error: &Error) {
        let at = usize::try_from(self.reader.error_position()).unwrap_or_default();
        let at = self.start + at;
        let rest = self.source.get(at..).unwrap_or_default();
        let is_text = matches!(error, Error::Syntax(SyntaxError::UnclosedCData));
        if let Some(text) = rest.strip_prefix("<![CDATA[").filter(|_| is_text) {
            self.waiting.push_back(Event::Text(Cow::Borrowed(text)));
            self.restart(self.source.len());
        } else if !self.read_again(at) {
            self.restart(self.source.len());
        }
    }

    /// Takes the `<` at a place for text, and reads again what is behind it. `false`: too much was
    /// read again.
    fn read_again(&mut self, at: usize) -> bool {
        let read = self.position().saturating_sub(at);
        let Some(left) = self.reread.checked_sub(read + 1) else {
            return false;
        };
        self.reread = left;
        self.waiting.push_back(Event::Text(Cow::Borrowed("<")));
        self.restart(at + 1);
        true
    }

    fn restart(&mut self, at: usize) {
        self.reader = reader(self.source.get(at..).unwrap_or_default());
        self.start = at;
    }
}

fn reader(source: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(source);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

/// The attributes of a tag; those without quotes, too.
fn attributes(tag: &BytesStart<'_>) -> Vec<(String, String)> {
    let mut all = tag.html_attributes();
    let all = all.with_checks(false).flatten().take(MAX_ATTRIBUTES);
    let pair = |attribute: quick_xml::events::attributes::Attribute<'_>| {
        let name = attribute.key.as_ref().to_ascii_lowercase();
        (name, decode(&attribute.value).into_owned())
    };
    all.map(pair).collect()
}

/// Decodes the references of a text. What is no reference stays as it is written.
fn decode(text: &str) -> Cow<'_, str> {
    let mut parts = text.split('&');
    let mut out = Cow::Borrowed(parts.next().unwrap_or_default());
    for part in parts {
        let out = out.to_mut();
        match part.split_once(';') {
            Some((name, rest)) if name.len() <= MAX_REFERENCE => {
                out.push_str(&reference(name));
                out.push_str(rest);
            }
            _ => {
                out.push('&');
                out.push_str(part);
            }
        }
    }
    out
}

/// The text of a reference, given its name without `&` and `;`. Control characters are left out.
fn reference(name: &str) -> String {
    let number = name.strip_prefix('#').and_then(|number| {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        let code = match hexadecimal {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        code.ok()
    });
    if let Some(code) = number {
        let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        let is_left_out = c.is_control() && c != '\n' && c != '\t';
        return Some(c).filter(|_| !is_left_out).into_iter().collect();
    }
    match resolve_html5_entity(name) {
        Some(text) => text.to_owned(),
        None => format!("&{name};"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `<name` for a start tag with `name=value` for each attribute, `>` for an end tag.
    fn shown(source: &str) -> String {
        let mut xml = Xml::new(source, Some("http://a.example/b/"));
        let mut out = String::new();
        while let Some(event) = xml.next() {
            match event {
                Event::Open(element) => {
                    out += &format!("<{}", element.name);
                    for (name, value) in element.attributes {
                        out += &format!(" {name}={value}");
                    }
                    out.push('|');
                }
                Event::Close => out.push('>'),
                Event::Text(text) => out += &text,
            }
        }
        out
    }

    #[test]
    fn sound_and_broken_documents() {
        #[track_caller]
        fn check(source: &str, expected: &str) {
            assert_eq!(shown(source), expected, "{source}");
        }
        check("<?xml version='1.0'?><a b='1'>看<c/></a>", "<a b=1|看<c|>>");
        check("<a><![CDATA[<p>x & y</p>]]></a>", "<a|<p>x & y</p>>");
        check("<a>&lt;&#30475;&#x62A5;&amp;</a>", "<a|<看报&>");
        check("<a>x&nbsp;y&unknown;z</a>", "<a|x\u{a0}y&unknown;z>");
        check("<a b='x&amp;y&z;&eacute;'/>", "<a b=x&y&z;é|>");
        check("<a>Q & A, AT&T</a>", "<a|Q & A, AT&T>");
        check("<a>1 < 2 <b>3</b></a>", "<a|1 < 2 <b|3>>");
        check("<a><b>x</a>y", "<a|<b|x>>y");
        check("<a>x</c></a>", "<a|x>");
        check("<A>x</a>", "<a|x>");
        check("<a><b>x", "<a|<b|x>>");
        check("<a>x<b c='d", "<a|x<b c='d>");
        check("<a><![CDATA[x<y", "<a|x<y>");
        check("<a>x<!-- y", "<a|x<!-- y>");
        check("<a b=c d>x</a>", "<a b=c d=|x>");
        check(
            "<a>&#0;&#7;&#xd800;&#99999999999;</a>",
            "<a|\u{fffd}&#99999999999;>",
        );
        check("", "");
        check("text", "text");
    }

    #[test]
    fn entities_are_not_expanded() {
        let laughs = "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;'>\
                      <!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>&y;&f;</a>";
        assert_eq!(shown(laughs), "<a|&y;&f;>");
    }

    #[test]
    fn deep_documents_are_flat_below_a_limit() {
        let source = "<a>".repeat(1_000) + "x" + &"</a>".repeat(1_000) + "<b/>";
        let shown = shown(&source);
        assert_eq!(shown.matches("<a").count(), MAX_DEPTH);
        assert!(shown.ends_with("<b|>"), "{shown}");
    }

    /// Texts whose errors could be found again from every place.
    #[test]
    fn errors_take_linear_time() {
        for unit in [
            "<",
            "<a ",
            "<!--",
            "<![CDATA[",
            "<?",
            "<a \"",
            "&",
            "< >",
            "</",
            "<1 x>",
        ] {
            let source = unit.repeat(20_000);
            let mut xml = Xml::new(&source, None);
            let mut read = 0;
            while xml.next().is_some() {
                read += 1;
            }
            assert!(read <= 4 * source.len() + REREAD, "{unit}: {read}");
        }
    }

    #[test]
    fn addresses_are_relative_to_the_nearest_base() {
        let mut xml = Xml::new("<a xml:base='c/'><b/></a>", Some("http://a.example/b/"));
        assert_eq!(xml.resolve("d"), "http://a.example/b/d");
        let _ = xml.next();
        assert_eq!(xml.resolve(" d "), "http://a.example/b/c/d");
        while xml.next().is_some() {}
        assert_eq!(xml.base().as_deref(), Some("http://a.example/b/"));
    }

    proptest! {
        #[test]
        fn never_panics_and_closes_what_it_opens(
            source in "([<>&;/!'\"= a-c看]|<!\\[CDATA\\[|\\]\\]>|<!--|-->|xmlns:b=|xml:base=){0,60}"
        ) {
            let mut xml = Xml::new(&source, None);
            let mut open = 0_i32;
            while let Some(event) = xml.next() {
                match event {
                    Event::Open(_) => open += 1,
                    Event::Close => open -= 1,
                    Event::Text(_) => {}
                }
                prop_assert!(open >= 0);
            }
            prop_assert_eq!(open, 0);
        }
    }
}
