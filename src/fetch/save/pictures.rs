//! Chooses the pictures that are stored beside an article. Their kind and size are read from their
//! first bytes.

use crate::document::embedded;
use crate::library::hash;
use crate::picture;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Maximum pictures of an article, and bytes of all of them.
const MAX_COUNT: usize = 200;
const MAX_TOTAL: usize = 100 << 20;
/// The time in which pictures of an article are fetched. None is begun later.
const MAX_TIME: Duration = Duration::from_secs(60);
/// Maximum pixels: what the reader decodes.
const MAX_PIXELS: u64 = 40_000_000;
/// Pictures that are not wider or higher count visits, or are spacers.
const MIN_SIDE: u32 = 3;

/// The folder of pictures beside articles.
const FOLDER: &str = "images";

/// A picture to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Relative to the folder of the article, with `/`.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// The pictures of one article.
pub struct Pictures<'a> {
    /// Reads a picture from the web; `None` if it cannot.
    fetch: &'a mut dyn FnMut(&str) -> Option<Vec<u8>>,
    kept: Vec<Picture>,
    total: usize,
    /// The time for those from the web, and when the first one was asked for.
    time: Duration,
    start: Option<Instant>,
    /// Of the addresses seen so far, what they became.
    known: HashMap<String, Option<String>>,
}

impl<'a> Pictures<'a> {
    pub fn new(fetch: &'a mut dyn FnMut(&str) -> Option<Vec<u8>>) -> Self {
        Self {
            fetch,
            kept: Vec::new(),
            total: 0,
            time: MAX_TIME,
            start: None,
            known: HashMap::new(),
        }
    }

    /// The pictures to be stored.
    pub fn kept(&self) -> &[Picture] {
        &self.kept
    }

    /// How many pictures are left out.
    pub fn left_out(&self) -> usize {
        self.known.values().filter(|path| path.is_none()).count()
    }

    /// The new address of a picture of a page; of one on the web that is not stored, the old one.
    pub(super) fn take(
        &mut self,
        address: &str,
        html: &str,
        files: &HashMap<String, Vec<u8>>,
    ) -> Option<String> {
        let is_on_the_web = address.starts_with("http");
        let stored = match self.known.get(address) {
            Some(stored) => stored.clone(),
            None => {
                let stored = self.store(address, html, files);
                self.known.insert(address.to_owned(), stored.clone());
                stored
            }
        };
        stored.or_else(|| is_on_the_web.then(|| address.to_owned()))
    }

    fn store(
        &mut self,
        address: &str,
        html: &str,
        files: &HashMap<String, Vec<u8>>,
    ) -> Option<String> {
        if self.known.len() >= MAX_COUNT {
            return None;
        }
        let bytes = if let Some(bytes) = files.get(address) {
            bytes.clone()
        } else if embedded::is_named(address) {
            picture::bytes_of(embedded::find(html, address)?).ok()?
        } else if address.starts_with("data:") {
            picture::bytes_of(address).ok()?
        } else {
            let start = *self.start.get_or_insert_with(Instant::now);
            let is_over = start.elapsed() >= self.time;
            (!is_over).then(|| (self.fetch)(address)).flatten()?
        };
        let head = picture::header(&bytes)?;
        let pixels = u64::from(head.width) * u64::from(head.height);
        let is_small = head.width < MIN_SIDE || head.height < MIN_SIDE;
        let is_large = bytes.len() > picture::MOST_BYTES || pixels > MAX_PIXELS;
        if is_small || is_large || self.total + bytes.len() > MAX_TOTAL {
            return None;
        }
        self.total += bytes.len();
        let path = format!("{FOLDER}/{:016x}.{}", hash(0, &bytes), head.extension);
        if !self.kept.iter().any(|kept| kept.path == path) {
            let path = path.clone();
            self.kept.push(Picture { path, bytes });
        }
        Some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u8) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\0\0\0\0\x20\x08\x02".to_vec();
        bytes[19] = width;
        bytes
    }

    #[test]
    fn only_pictures_are_stored_and_each_once() {
        let mut asked = Vec::new();
        let mut fetch = |address: &str| {
            asked.push(address.to_owned());
            match address {
                "https://a.example/1" | "https://a.example/2" => Some(png(64)),
                "https://a.example/pixel" => Some(png(1)),
                "https://a.example/evil.png" => Some(b"#!/bin/sh".to_vec()),
                _ => None,
            }
        };
        let mut pictures = Pictures::new(&mut fetch);
        let files = HashMap::from([("cid:x".to_owned(), png(32))]);
        let mut take = |address: &str| pictures.take(address, "", &files);
        let one = take("https://a.example/1");
        assert!(
            one.as_ref()
                .is_some_and(|path| path.starts_with("images/") && path.ends_with(".png"))
        );
        assert_eq!(take("https://a.example/1"), one);
        assert_eq!(take("https://a.example/2"), one);
        assert!(take("cid:x").is_some_and(|path| path.starts_with("images/")));
        for other in ["pixel", "evil.png", "gone"] {
            let address = format!("https://a.example/{other}");
            assert_eq!(take(&address), Some(address.clone()));
        }
        assert_eq!(take("data:image/png;base64,AAEC"), None);
        assert_eq!((pictures.kept().len(), pictures.left_out()), (2, 4));
        assert_eq!(asked.len(), 5);
    }

    #[test]
    fn pictures_have_a_time_in_all() {
        let mut asked = 0;
        let mut fetch = |_: &str| {
            asked += 1;
            Some(png(64))
        };
        let mut pictures = Pictures::new(&mut fetch);
        pictures.time = Duration::ZERO;
        let address = "https://a.example/1";
        let taken = pictures.take(address, "", &HashMap::new());
        assert_eq!(taken.as_deref(), Some(address));
        assert_eq!((pictures.left_out(), asked), (1, 0));
    }
}
