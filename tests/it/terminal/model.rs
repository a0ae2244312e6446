//! A model of a terminal with left and right margins (DECSLRM), which no emulator available as a
//! library supports. Text only, and only the sequences that the driver sends.

use kanbao::text::{WidthPolicy, clusters};

pub struct Model {
    width: usize,
    /// A cluster for each cell; empty for the second cell of a wide one.
    rows: Vec<Vec<String>>,
    x: usize,
    y: usize,
    region: (usize, usize),
    /// The margins while mode 69 is on.
    margins: Option<(usize, usize)>,
}

impl Model {
    pub fn new(width: u16, height: u16) -> Self {
        let (width, height) = (usize::from(width), usize::from(height));
        Self {
            width,
            rows: vec![vec![" ".to_owned(); width]; height],
            x: 0,
            y: 0,
            region: (0, height),
            margins: None,
        }
    }

    pub fn row(&self, y: u16) -> &[String] {
        &self.rows[usize::from(y)]
    }

    pub fn take(&mut self, mut sent: &str) {
        while let Some(c) = sent.chars().next() {
            if let Some(body) = sent.strip_prefix("\x1b[") {
                let end = body.find(|c: char| c.is_ascii_alphabetic());
                let (numbers, rest) = body.split_at(end.expect("an end"));
                let last = rest.chars().next().expect("an end");
                self.control(numbers, last);
                sent = rest.strip_prefix(last).expect("its first character");
            } else if let Some(body) = sent.strip_prefix("\x1b]") {
                sent = body.split_once("\x1b\\").expect("an end").1;
            } else if let Some(rest) = sent.strip_prefix(char::is_control) {
                match c {
                    '\r' => self.x = 0,
                    '\n' => self.y = (self.y + 1).min(self.rows.len() - 1),
                    '\x08' => self.x = self.x.saturating_sub(1),
                    _ => panic!("{c:?}"),
                }
                sent = rest;
            } else {
                let end = sent.find(char::is_control).unwrap_or(sent.len());
                let (text, rest) = sent.split_at(end);
                clusters(text).for_each(|cluster| self.put(cluster));
                sent = rest;
            }
        }
    }

    fn put(&mut self, cluster: &str) {
        let cells = WidthPolicy::default().cluster(cluster);
        // With wrapping off, text that does not fit overwrites the last column.
        self.x = self.x.min(self.width.saturating_sub(cells));
        self.erase(self.x, self.x + cells);
        if let Some(cell) = self.rows[self.y].get_mut(self.x) {
            *cell = cluster.to_owned();
        }
        for further in self.x + 1..(self.x + cells).min(self.width) {
            self.rows[self.y][further].clear();
        }
        self.x += cells;
    }

    /// Erases cells of the row. A wide cluster that is partly erased disappears.
    fn erase(&mut self, from: usize, to: usize) {
        let row = &mut self.rows[self.y];
        let (from, to) = (from.min(self.width), to.min(self.width));
        let start = (0..=from)
            .rev()
            .find(|x| row.get(*x).is_none_or(|cell| !cell.is_empty()));
        let end = (to..self.width)
            .find(|x| !row[*x].is_empty())
            .unwrap_or(self.width);
        row[start.unwrap_or(0)..end].fill(" ".to_owned());
    }

    fn control(&mut self, numbers: &str, end: char) {
        let given: Vec<usize> = numbers.split(';').filter_map(|n| n.parse().ok()).collect();
        let number = |at: usize| given.get(at).copied().unwrap_or(1).max(1);
        match (numbers, end) {
            ("?69", 'h') => self.margins = Some((0, self.width)),
            ("?69", 'l') => self.margins = None,
            (_, 's') => {
                assert!(self.margins.is_some(), "no margins without their mode");
                assert!(number(0) < number(1), "margins enclose two columns or more");
                self.margins = Some((number(0) - 1, number(1)));
                (self.x, self.y) = (0, 0);
            }
            (_, 'r') => {
                self.region = (
                    number(0) - 1,
                    given.get(1).copied().unwrap_or(self.rows.len()),
                );
                (self.x, self.y) = (0, 0);
            }
            (_, 'H') => {
                (self.x, self.y) = (number(1) - 1, (number(0) - 1).min(self.rows.len() - 1));
            }
            (_, 'G') => self.x = number(0) - 1,
            (_, 'C') => self.x = (self.x + number(0)).min(self.width - 1),
            // All, or from the cursor on.
            (_, 'J') => {
                let is_all = numbers == "2";
                let from = if is_all { 0 } else { self.y };
                if !is_all {
                    assert_eq!(self.x, 0, "the driver erases whole rows");
                }
                let rows = self.rows.iter_mut().skip(from);
                rows.flatten().for_each(|cell| *cell = " ".to_owned());
            }
            (_, 'K') => self.erase(self.x, self.width),
            (_, 'X') => self.erase(self.x, self.x + number(0)),
            (_, 'M') => self.lines(number(0), true),
            (_, 'L') => self.lines(number(0), false),
            (_, 'm' | 'h' | 'l') => {}
            _ => panic!("{numbers}{end}"),
        }
    }

    /// Deletes or inserts lines at the cursor, between the margins.
    fn lines(&mut self, count: usize, delete: bool) {
        let (left, right) = self.margins.unwrap_or((0, self.width));
        let (top, bottom) = self.region;
        if !(top..bottom).contains(&self.y) || !(left..right).contains(&self.x) {
            return;
        }
        let old = self.rows.clone();
        for y in self.y..bottom {
            let from = if delete {
                Some(y + count).filter(|from| *from < bottom)
            } else {
                y.checked_sub(count).filter(|from| *from >= self.y)
            };
            let row = self.rows.get_mut(y).expect("a row of the screen");
            match from {
                Some(from) => row[left..right].clone_from_slice(&old[from][left..right]),
                None => row[left..right].fill(" ".to_owned()),
            }
        }
    }
}
