//! A rectangle of cells with a baseline.

/// Rows of characters, at least one. Every row is `width` cells wide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MathBox {
    pub rows: Vec<String>,
    pub width: usize,
    /// The row on the line of the text around the box.
    pub baseline: usize,
}

impl MathBox {
    /// A single row.
    pub fn line(text: &str, width: usize) -> Self {
        Self {
            rows: vec![text.to_owned()],
            width,
            baseline: 0,
        }
    }

    pub fn blank(width: usize) -> Self {
        Self::line(&" ".repeat(width), width)
    }

    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// Rows below the baseline.
    pub fn depth(&self) -> usize {
        self.rows.len().saturating_sub(self.baseline + 1)
    }

    /// With blank rows above and below.
    #[must_use]
    pub fn padded(mut self, above: usize, below: usize) -> Self {
        if above + below == 0 {
            // Most parts of a long row are as high as the row.
            return self;
        }
        let blank = " ".repeat(self.width);
        self.rows
            .splice(0..0, std::iter::repeat_n(blank.clone(), above));
        self.rows.extend(std::iter::repeat_n(blank, below));
        self.baseline += above;
        self
    }

    /// With blank cells at both sides.
    #[must_use]
    pub fn indented(mut self, left: usize, right: usize) -> Self {
        if left + right > 0 {
            for row in &mut self.rows {
                *row = format!("{}{row}{}", " ".repeat(left), " ".repeat(right));
            }
            self.width += left + right;
        }
        self
    }

    #[must_use]
    pub fn centred(self, width: usize) -> Self {
        let slack = width.saturating_sub(self.width);
        self.indented(slack / 2, slack - slack / 2)
    }

    /// Two boxes side by side on one baseline.
    #[must_use]
    pub fn beside(self, right: Self) -> Self {
        let ascent = self.baseline.max(right.baseline);
        let depth = self.depth().max(right.depth());
        let fill = |part: Self| {
            let (above, below) = (ascent - part.baseline, depth - part.depth());
            part.padded(above, below)
        };
        let (mut left, right) = (fill(self), fill(right));
        left.width += right.width;
        for (row, more) in left.rows.iter_mut().zip(right.rows) {
            row.push_str(&more);
        }
        left
    }

    /// With a blank row after each row but the last.
    #[must_use]
    pub fn parted(self) -> Self {
        let blank = " ".repeat(self.width);
        let mut rows = Vec::new();
        for row in self.rows {
            if !rows.is_empty() {
                rows.push(blank.clone());
            }
            rows.push(row);
        }
        Self {
            baseline: rows.len() / 2,
            rows,
            ..self
        }
    }
}
