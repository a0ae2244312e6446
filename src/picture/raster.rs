//! A picture in a protocol of terminals, in whole rows of cells: kitty's, iTerm2's, or sixels.

use super::pixels::Pixels;
use super::placeholder;
use super::sixel::Paletted;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::Write;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// How a terminal shows pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protocol {
    /// With characters, as every terminal does.
    #[default]
    HalfBlocks,
    Kitty,
    /// Kitty's within tmux, with characters in the place of the picture.
    Placeholders,
    Iterm,
    /// With so many colours.
    Sixel(u16),
}

/// Bytes of a part of a kitty transmission, in base64.
const PART: usize = 4096;

/// A picture that is ready to be sent.
#[derive(Debug)]
pub struct Raster {
    /// Tells it from the others of the session; not 0.
    id: u32,
    /// Columns and rows.
    size: (u16, u16),
    /// Height of a row in pixels.
    row: u16,
    width: u32,
    form: Form,
    parts: Parts,
}

impl PartialEq for Raster {
    fn eq(&self, other: &Self) -> bool {
        (self.id, self.size, &self.form) == (other.id, other.size, &other.form)
    }
}

impl Eq for Raster {}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// As PNG, in base64.
    Kitty(String),
    /// The same.
    Placeholders(String),
    Iterm(Pixels),
    Sixel(Paletted),
}

impl Raster {
    /// Scales a picture to so many columns and rows of cells and encodes it. Returns `None` for
    /// half-blocks, or if the picture cannot be encoded.
    pub fn new(
        picture: &Pixels,
        id: u32,
        size: (u16, u16),
        cell: (u16, u16),
        protocol: Protocol,
    ) -> Option<Self> {
        let width = u32::from(size.0) * u32::from(cell.0);
        let height = u32::from(size.1) * u32::from(cell.1);
        let picture = picture.scaled(width, height);
        let form = match protocol {
            Protocol::HalfBlocks => return None,
            Protocol::Kitty => Form::Kitty(STANDARD.encode(super::png(&picture)?)),
            Protocol::Placeholders => Form::Placeholders(STANDARD.encode(super::png(&picture)?)),
            Protocol::Iterm => Form::Iterm(picture),
            Protocol::Sixel(colours) => Form::Sixel(Paletted::new(&picture, colours.into())),
        };
        let id = match form {
            Form::Placeholders(_) => placeholder::number(id),
            _ => id.max(1),
        };
        let raster = Self {
            id,
            size,
            row: cell.1,
            width,
            form,
            parts: Parts::default(),
        };
        raster.prepare(0..size.1);
        Some(raster)
    }

    pub const fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Whether cells that are written cover the picture. Otherwise it lies above them until it is
    /// removed.
    pub fn is_in_cells(&self) -> bool {
        !matches!(self.form, Form::Kitty(_))
    }

    /// Whether the terminal needs the bytes of [`transmit`](Self::transmit) before it can show it.
    pub fn is_transmitted(&self) -> bool {
        matches!(self.form, Form::Kitty(_) | Form::Placeholders(_))
    }

    /// The bytes that the terminal needs before it can show the picture.
    pub fn transmit(&self, out: &mut Vec<u8>) {
        let ((Form::Kitty(data), action) | (Form::Placeholders(data), action)) =
            (&self.form, self.action())
        else {
            return;
        };
        let mut parts = data.as_bytes().chunks(PART).peekable();
        let mut head = format!("{action},f=100,t=d,i={},q=2,", self.id);
        while let Some(part) = parts.next() {
            let more = u8::from(parts.peek().is_some());
            let mut sequence = format!("\x1b_G{head}m={more};").into_bytes();
            sequence.extend_from_slice(part);
            sequence.extend_from_slice(b"\x1b\\");
            self.send(&sequence, out);
            head.clear();
        }
    }

    /// What the terminal does with the data of kitty's protocol: it keeps it, or shows it where its
    /// placeholders are.
    fn action(&self) -> String {
        match self.form {
            Form::Placeholders(_) => format!("a=T,U=1,c={},r={}", self.size.0, self.size.1),
            _ => "a=t".to_owned(),
        }
    }

    /// Sends a sequence to the terminal, past tmux if that is between.
    fn send(&self, sequence: &[u8], out: &mut Vec<u8>) {
        match self.form {
            Form::Placeholders(_) => placeholder::pass_through(sequence, out),
            _ => out.extend_from_slice(sequence),
        }
    }

    /// Encodes some of its rows, which takes milliseconds.
    pub fn prepare(&self, rows: Range<u16>) {
        if !self.is_ready(&rows) {
            let mut bytes = Vec::new();
            self.encode(rows.clone(), &mut bytes);
            self.parts.keep(rows, bytes);
        }
    }

    /// Whether some rows can be shown without encoding them.
    pub fn is_ready(&self, rows: &Range<u16>) -> bool {
        self.is_transmitted() || self.parts.find(rows).is_some()
    }

    /// Shows some of its rows at the cursor, in as many rows of the screen.
    pub fn show(&self, rows: Range<u16>, out: &mut Vec<u8>) {
        match self.parts.find(&rows) {
            Some(bytes) => out.extend_from_slice(&bytes),
            None => self.encode(rows, out),
        }
    }

    fn encode(&self, rows: Range<u16>, out: &mut Vec<u8>) {
        let pixels = |rows: u16| usize::from(rows) * usize::from(self.row);
        let (from, to) = (pixels(rows.start), pixels(rows.end));
        let count = rows.len();
        match &self.form {
            Form::Kitty(_) => {
                let (id, width, columns) = (self.id, self.width, self.size.0);
                let height = to - from;
                let _ = write!(
                    out,
                    "\x1b_Ga=p,i={id},p=1,x=0,y={from},w={width},h={height},c={columns},r={count},C=1,q=2\x1b\\"
                );
            }
            Form::Placeholders(_) => placeholder::write(self.id, self.size.0, rows, out),
            Form::Iterm(picture) => {
                let Some(png) = super::png(&picture.part(from..to)) else {
                    return;
                };
                let columns = self.size.0;
                let _ = write!(
                    out,
                    "\x1b]1337;File=inline=1;width={columns};height={count};\
                    preserveAspectRatio=0;doNotMoveCursor=1:"
                );
                out.extend_from_slice(STANDARD.encode(png).as_bytes());
                out.push(0x07);
            }
            Form::Sixel(picture) => picture.encode(from..to, out),
        }
    }

    /// Removes a picture that lies above the cells. The terminal keeps its data.
    pub fn hide(&self, out: &mut Vec<u8>) {
        self.delete('i', out);
    }

    /// Removes it, and frees its data in the terminal.
    pub fn free(&self, out: &mut Vec<u8>) {
        self.delete('I', out);
    }

    fn delete(&self, what: char, out: &mut Vec<u8>) {
        if self.is_transmitted() {
            let sequence = format!("\x1b_Ga=d,d={what},i={},q=2\x1b\\", self.id);
            self.send(sequence.as_bytes(), out);
        }
    }
}

/// Parts that were encoded before they are shown.
#[derive(Debug, Default)]
struct Parts(Mutex<Vec<Part>>);

/// Rows of a picture, encoded.
type Part = (Range<u16>, Arc<[u8]>);

/// Parts that are kept besides the whole picture.
const MOST_PARTS: usize = 4;

impl Parts {
    fn find(&self, rows: &Range<u16>) -> Option<Arc<[u8]>> {
        let parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let part = parts.iter().find(|(of, _)| of == rows)?;
        Some(Arc::clone(&part.1))
    }

    /// The first one is the whole picture, and stays.
    fn keep(&self, rows: Range<u16>, bytes: Vec<u8>) {
        let mut parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if parts.len() > MOST_PARTS {
            parts.remove(1);
        }
        parts.push((rows, bytes.into()));
    }
}
