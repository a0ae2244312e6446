//! Decodes PNG, JPEG, GIF and WebP: the first frame, upright, on a white ground, scaled down.

use super::fault::Fault;
use super::pixels::{MOST_SIDE, Pixels, Rgb};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageFormat,
    ImageReader, Limits, Rgba,
};
use std::io::{self, BufRead, Cursor, Read, Seek, SeekFrom};

/// Maximum count of pixels that are decoded.
const MOST_PIXELS: u64 = 40_000_000;
/// Maximum width and height.
const MOST_LENGTH: u32 = 65_535;
/// Bytes that a decoder may allocate. Pixels of 8 bits take at most 160 MB.
const MOST_MEMORY: u64 = 256 << 20;
/// Transparent pictures are drawn for white pages.
const GROUND: u64 = 255;

/// Decodes the bytes of a picture, whatever its name says. Sizes are checked before any pixel is
/// decoded. `is_cancelled` is asked while it is read and between the stages.
///
/// # Errors
/// It is too large, damaged, or of a format that is not drawn; or it was cancelled.
pub fn decode(bytes: &[u8], is_cancelled: &dyn Fn() -> bool) -> Result<Pixels, Fault> {
    let proceed = || match is_cancelled() {
        true => Err(Fault::Damaged(String::new())),
        false => Ok(()),
    };
    let format = match image::guess_format(bytes) {
        Ok(
            format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP),
        ) => format,
        _ => return Err(Fault::Format(name(bytes))),
    };
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MOST_LENGTH);
    limits.max_image_height = Some(MOST_LENGTH);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(
        Watched {
            bytes: Cursor::new(bytes),
            is_cancelled,
        },
        format,
    );
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(fault)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(Fault::Pixels(width, height));
    }
    let upright = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(fault)?;
    proceed()?;
    let mut image = smaller(image);
    proceed()?;
    image.apply_orientation(upright);
    let image = image.into_rgba8();
    let (width, height) = image.dimensions();
    let pixels = image.pixels().map(on_ground).collect();
    Pixels::new(width, height, pixels).ok_or(Fault::Damaged(String::new()))
}

/// Bytes that cannot be read any more once the job is cancelled.
struct Watched<'a> {
    bytes: Cursor<&'a [u8]>,
    is_cancelled: &'a dyn Fn() -> bool,
}

impl Watched<'_> {
    fn check(&self) -> io::Result<()> {
        match (self.is_cancelled)() {
            true => Err(io::ErrorKind::ConnectionAborted.into()),
            false => Ok(()),
        }
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.check()?;
        self.bytes.read(out)
    }
}

impl BufRead for Watched<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        self.bytes.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.bytes.consume(count);
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// The PNG of a picture.
pub fn png(picture: &Pixels) -> Option<Vec<u8>> {
    let (width, height) = picture.size();
    let bytes: Vec<u8> = picture.rows().flatten().flatten().copied().collect();
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Sub);
    let written = encoder.write_image(&bytes, width, height, ExtendedColorType::Rgb8);
    written.is_ok().then_some(out)
}

fn smaller(image: DynamicImage) -> DynamicImage {
    if image.width().max(image.height()) > MOST_SIDE {
        image.thumbnail(MOST_SIDE, MOST_SIDE)
    } else {
        image
    }
}

fn on_ground(pixel: &Rgba<u8>) -> Rgb {
    let [channels @ .., alpha] = pixel.0;
    let alpha = u64::from(alpha);
    channels.map(|channel| {
        let mixed = (u64::from(channel) * alpha + GROUND * (255 - alpha)) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    })
}

fn fault(error: ImageError) -> Fault {
    match error {
        ImageError::Limits(_) => Fault::Memory,
        error => Fault::Damaged(error.to_string()),
    }
}

/// The name of a format that is not drawn, by its first bytes; empty if it is unknown.
fn name(bytes: &[u8]) -> &'static str {
    let is_brand =
        |brand: &[u8]| bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12) == Some(brand);
    let head = bytes.get(..1024).unwrap_or(bytes);
    let contains = |word: &[u8]| head.windows(word.len()).any(|part| part == word);
    match bytes {
        [b'B', b'M', ..] => "BMP",
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => "TIFF",
        [0, 0, 1, 0, ..] => "ICO",
        [0xff, 0x0a, ..] => "JPEG XL",
        _ if is_brand(b"avif") || is_brand(b"avis") => "AVIF",
        _ if is_brand(b"heic") || is_brand(b"mif1") => "HEIC",
        _ if contains(b"<svg") => "SVG",
        _ if contains(b"<html") || contains(b"<!DOCTYPE") => "HTML",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbaImage;

    fn decode(bytes: &[u8]) -> Result<Pixels, Fault> {
        super::decode(bytes, &|| false)
    }

    /// A picture of two colours: the left half red, the right half transparent.
    fn encoded(format: ImageFormat) -> Vec<u8> {
        let of = |x, _| match x {
            0..4 => Rgba([200, 0, 0, 255]),
            _ => Rgba([0, 0, 0, 0]),
        };
        let image = DynamicImage::from(RgbaImage::from_fn(8, 4, of));
        let image = match format {
            ImageFormat::Jpeg => DynamicImage::from(image.into_rgb8()),
            _ => image,
        };
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).expect("it is encoded");
        bytes.into_inner()
    }

    /// A PNG that says it has this size, with a little data.
    fn png_of(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = encoded(ImageFormat::Png);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let crc = bytes[12..29].iter().fold(!0_u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 }
            })
        });
        bytes[29..33].copy_from_slice(&(!crc).to_be_bytes());
        bytes
    }

    #[test]
    fn pictures_are_decoded_on_white() {
        for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
            let decoded = decode(&encoded(format)).expect("a sound picture");
            assert_eq!(decoded.size(), (8, 4));
            let row = decoded.rows().next().expect("a row");
            assert_eq!((row[0], row[7]), ([200, 0, 0], [255; 3]), "{format:?}");
        }
        let decoded = decode(&encoded(ImageFormat::Jpeg)).expect("a sound picture");
        assert_eq!(decoded.size(), (8, 4));
    }

    #[test]
    fn damaged_and_hostile_files_are_refused() {
        for format in [
            ImageFormat::Png,
            ImageFormat::WebP,
            ImageFormat::Gif,
            ImageFormat::Jpeg,
        ] {
            let whole = encoded(format);
            for length in 0..whole.len() {
                // Truncated files fail or show what they have.
                let _ = decode(&whole[..length]);
            }
            for at in 0..whole.len() {
                let mut flipped = whole.clone();
                flipped[at] ^= 0x55;
                let _ = decode(&flipped);
            }
            let half = decode(&whole[..whole.len() / 2]);
            let is_refused = matches!(half, Err(Fault::Damaged(_)));
            assert!(
                is_refused || format == ImageFormat::Jpeg,
                "{format:?} {half:?}"
            );
        }
        for (width, height) in [
            (30_000, 30_000),
            (65_000, 65_000),
            (u32::MAX >> 1, 1),
            (70_000, 2),
        ] {
            let refused = decode(&png_of(width, height));
            assert!(
                matches!(
                    refused,
                    Err(Fault::Pixels(..) | Fault::Memory | Fault::Damaged(_))
                ),
                "{refused:?}"
            );
        }
        // As large as is allowed, with data for a few pixels.
        let refused = decode(&png_of(6_000, 6_000));
        assert!(matches!(refused, Err(Fault::Damaged(_))), "{refused:?}");
    }

    #[test]
    fn a_cancelled_picture_is_not_decoded() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let bytes = encoded(format);
            for steps in 0..3 {
                let asked = std::cell::Cell::new(0);
                let is_cancelled = || asked.replace(asked.get() + 1) >= steps;
                assert!(super::decode(&bytes, &is_cancelled).is_err(), "{format:?}");
            }
        }
    }

    #[test]
    fn other_formats_are_named() {
        let check = |bytes: &[u8], expected| {
            assert_eq!(decode(bytes), Err(Fault::Format(expected)), "{bytes:?}");
        };
        check(b"<?xml version=\"1.0\"?><svg onload=\"x\"/>", "SVG");
        check(b"BM        ", "BMP");
        check(b"<!DOCTYPE html><html>", "HTML");
        check(b"\0\0\0\x20ftypavif", "AVIF");
        check(b"#!/bin/sh", "");
        check(b"", "");
    }

    #[test]
    fn an_animation_shows_its_first_frame() {
        let mut bytes = Vec::new();
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        for value in [10, 250] {
            let frame = RgbaImage::from_pixel(2, 2, Rgba([value, value, value, 255]));
            encoder
                .encode_frame(image::Frame::new(frame))
                .expect("a frame");
        }
        drop(encoder);
        let decoded = decode(&bytes).expect("a sound picture");
        let row = decoded.rows().next().expect("a row");
        assert!(row[0][0] < 60, "{row:?}");
    }

    #[test]
    fn large_pictures_are_scaled_down() {
        let mut bytes = Vec::new();
        let image = vec![7; 3_000 * 1_000];
        PngEncoder::new(&mut bytes)
            .write_image(&image, 3_000, 1_000, ExtendedColorType::L8)
            .expect("it is encoded");
        let decoded = decode(&bytes).expect("a sound picture");
        assert_eq!(decoded.size(), (MOST_SIDE, 533));
    }
}
