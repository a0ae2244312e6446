//! The links on lines of the page, and what it shows of each one, for the panel of links.

use super::block::figure::is_numbered;
use super::lines::{CompactLine, LineKind};
use super::page::Page;
use crate::document::LinkNumber;
use crate::role::Role;
use std::ops::Range;

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
    /// The numbered links on these lines, each once, in order.
    pub(crate) fn links(&self, lines: Range<usize>) -> Vec<LinkNumber> {
        let mut links = Vec::new();
        let end = lines.end.min(self.len());
        let mut add = |link: LinkNumber| {
            if !links.contains(&link) {
                links.push(link);
            }
        };
        for compact in self.compact.lines.get(lines.start..end).unwrap_or_default() {
            self.each_link(compact, &mut add);
        }
        links
    }

    /// Calls `with` for every link on a line: of the prefixes, of a generated line, of the texts.
    fn each_link(&self, line: &CompactLine, with: &mut dyn FnMut(LinkNumber)) {
        let mut frame = line.frame;
        for _ in 0..line.first_prefixes {
            let around = &self.compact.frames[frame as usize];
            around.link.into_iter().for_each(&mut *with);
            frame = around.parent;
        }
        match line.kind {
            LineKind::Cells { from, to } => {
                for (_, part) in &self.compact.parts[from as usize..to as usize] {
                    self.each_link(part, with);
                }
            }
            LineKind::Chrome(index) => {
                let span = &self.compact.chrome[index as usize];
                span.link.into_iter().for_each(&mut *with);
            }
            _ => self.each_text(line, &mut |text, line| {
                let runs = self.texts.runs_from(text, line.start);
                let runs = runs.take_while(|(range, _)| range.start < line.end);
                runs.filter_map(|(_, run)| run.link).for_each(&mut *with);
            }),
        }
    }

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
                // The number of a figure is named with its caption.
                let link = run.link.filter(|_| run.role != Role::Figure);
                match (&mut open, link) {
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
        if let LineKind::Cells { from, to } = line.kind {
            return self.add_cells(from..to, found);
        }
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
                runs.any(|(_, run)| run.link == around.link && run.role != Role::Figure)
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

    /// Adds the texts of images in the cells of a line: the mark with the number, and the caption
    /// beside it.
    fn add_cells(&self, parts: Range<u32>, found: &mut LinkTexts) {
        let parts = &self.compact.parts[parts.start as usize..parts.end as usize];
        for (at, (_, part)) in parts.iter().enumerate() {
            let LineKind::Chrome(index) = part.kind else {
                self.add_captions(part, found);
                continue;
            };
            let mark = &self.compact.chrome[index as usize];
            let caption = match parts.get(at + 1).map(|(_, next)| next.kind) {
                Some(LineKind::Text { text, .. }) => self.texts.source(text as usize, 0..u32::MAX),
                _ => String::new(),
            };
            if let Some(link) = mark.link {
                found.add(link, &format!("{} {caption}", mark.text));
            }
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
