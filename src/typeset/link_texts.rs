//! What the page shows of each link, for the panel of links.

use super::block::figure::is_numbered;
use super::lines::{CompactLine, LineKind};
use super::page::Page;
use crate::document::LinkNumber;
use crate::role::Role;

/// The texts of links, by number.
struct LinkTexts(Vec<Vec<String>>);

impl LinkTexts {
    /// Adds one text of a link, without marks around it and with simple spaces.
    fn add(&mut self, link: LinkNumber, text: &str) {
        let texts = (link as usize)
            .checked_sub(1)
            .and_then(|at| self.0.get_mut(at));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(texts) = texts
            && !text.is_empty()
            && !texts.contains(&text)
        {
            texts.push(text);
        }
    }
}

impl Page {
    /// The different texts of each of the `count` links of the article: an address that occurs
    /// several times has several. Runs that follow each other are one text.
    pub(crate) fn link_texts(&self, count: usize) -> Vec<Vec<String>> {
        let mut found = LinkTexts(vec![Vec::new(); count]);
        for (index, shown) in self.texts.all.iter().enumerate() {
            if shown.repeated {
                continue;
            }
            let all = self.texts.of(index);
            let mut open: Option<(LinkNumber, String)> = None;
            for (range, run) in self.texts.runs_from(index, 0) {
                // Generated text, such as the number of a link, belongs to no text.
                if run.plain.is_none() {
                    continue;
                }
                let part = all.get(range.start as usize..range.end as usize);
                let part = part.unwrap_or_default();
                match (&mut open, run.link) {
                    (Some((link, text)), Some(next)) if *link == next => text.push_str(part),
                    (open, next) => {
                        if let Some((link, text)) = open.take() {
                            found.add(link, &text);
                        }
                        *open = next.map(|link| (link, part.to_owned()));
                    }
                }
            }
            if let Some((link, text)) = open {
                found.add(link, &text);
            }
        }
        for line in &self.compact.lines {
            self.add_captions(line, &mut found);
        }
        found.0
    }

    /// Adds the texts of links that are images: the number and the caption.
    fn add_captions(&self, line: &CompactLine, found: &mut LinkTexts) {
        let caption = match line.kind {
            LineKind::Text { text, .. } | LineKind::Ruby { text, .. } => Some(text),
            _ => None,
        };
        let mut frame = line.frame;
        for _ in 0..line.first_prefixes {
            let around = &self.compact.frames[frame as usize];
            // The text of a video is itself the link.
            let is_text = |text: u32| {
                let mut runs = self.texts.runs_from(text as usize, 0);
                runs.any(|(_, run)| run.link == around.link)
            };
            if let (Some(link), Role::Figure) = (around.link, around.role)
                && !caption.is_some_and(is_text)
            {
                // Without the mark before the number and the dot after it.
                let head = around.first.trim_matches(|c: char| !c.is_alphanumeric());
                let caption = caption.map(|text| self.texts.source(text as usize, 0..u32::MAX));
                let caption = caption.unwrap_or_default();
                // A picture of a gallery has only a number, which is not a name without its label.
                let head = match head.parse::<u32>() {
                    Ok(_) => "",
                    Err(_) if is_numbered(&caption) => "",
                    Err(_) => head,
                };
                found.add(link, &format!("{head} {caption}"));
            }
            frame = around.parent;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, build};
    use crate::typeset::Options;

    #[test]
    fn a_text_of_a_link_is_whole_and_listed_once() {
        #[track_caller]
        fn check(source: &str, expected: &[&str]) {
            let document = build(source, Format::Markdown);
            let options = Options {
                measure: 20,
                ..Options::default()
            };
            let page = Page::new(&document, &options);
            let texts = page.link_texts(document.links.len());
            assert_eq!(texts, [expected]);
        }
        check(
            "看[Layer0](https://a.example/)和[Layer0](https://a.example/)。",
            &["Layer0"],
        );
        check(
            "看[Layer0](https://a.example/)和[官网](https://a.example/)。",
            &["Layer0", "官网"],
        );
        check(
            "It has the [Business Source *License*](https://a.example/) for all.",
            &["Business Source License"],
        );
        check("[书店\n指南](https://a.example/)", &["书店指南"]);
        check(
            "![钟楼，早晨六点](https://a.example/a.png)",
            &["图 1 钟楼，早晨六点"],
        );
    }
}
