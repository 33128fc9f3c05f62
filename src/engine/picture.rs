//! Pictures that somebody answered with, as pixels: PNG and JPEG, read on a thread of the engine's, so that no frame waits
//! for it. One that claims too many pixels is left alone before a single one is unpacked. It knows files of pictures; where
//! they come from and how they are drawn is not its business.

use std::fmt;
use std::io::Cursor;
use std::sync::{Arc, OnceLock};

use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits};

use super::Engine;

/// As many pixels are unpacked at most: a good camera's picture has that many, a trap has more.
const MOST_PIXELS: u64 = 32_000_000;
/// As much memory for it: eight bytes a pixel are the most that a PNG file takes.
const MOST_MEMORY: u64 = MOST_PIXELS * 8;
/// Wider or higher than this, it is made smaller: no window shows more, and no graphics card has to take more.
const LARGEST_SIDE: u32 = 2048;

/// A picture as it can be drawn.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Width and height of the file, in pixels.
    pub size: [u32; 2],
    /// Width and height of what is to be drawn: smaller where the file's are beyond all windows.
    pub drawn: [usize; 2],
    /// Red, green, blue and opacity of each pixel, row by row from the top.
    pub pixels: Vec<u8>,
    /// One can see through parts of it.
    pub is_see_through: bool,
}

/// Nothing of what is on it.
impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Picture").field("size", &self.size).finish_non_exhaustive()
    }
}

/// Why a picture cannot be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureProblem {
    /// It says that it has more pixels than are unpacked.
    TooLarge {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// Its data are no whole picture.
    Broken,
}

/// A picture that is being read.
#[derive(Debug, Clone, Default)]
pub struct PictureReading(Arc<OnceLock<Result<Picture, PictureProblem>>>);

impl PictureReading {
    /// What came of it; nothing as long as it is being read.
    #[must_use]
    pub fn outcome(&self) -> Option<&Result<Picture, PictureProblem>> {
        self.0.get()
    }
}

impl Engine {
    /// Reads a PNG or JPEG file; whoever is woken finds the outcome in what is given back.
    #[must_use]
    pub fn read_picture(&self, file: Vec<u8>) -> PictureReading {
        self.read_with(move || picture(&file))
    }

    /// A decoder that panics has told what it has to tell: it is no whole picture.
    fn read_with(
        &self,
        read: impl FnOnce() -> Result<Picture, PictureProblem> + Send + 'static,
    ) -> PictureReading {
        let reading = PictureReading::default();
        let (outcome, wake) = (Arc::clone(&reading.0), Arc::clone(&self.wake));
        if let Some(runtime) = &self.runtime {
            let reading = runtime.spawn_blocking(read);
            runtime.spawn(async move {
                let came = reading.await.unwrap_or(Err(PictureProblem::Broken));
                outcome.get_or_init(|| came);
                wake();
            });
        }
        reading
    }
}

fn picture(file: &[u8]) -> Result<Picture, PictureProblem> {
    let broken = |_err| PictureProblem::Broken;
    let mut reader =
        ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_io| PictureProblem::Broken)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureProblem::TooLarge { width, height });
    }
    let orientation = decoder.orientation().map_err(broken)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    image.apply_orientation(orientation);
    let size = [image.width(), image.height()];
    if size.iter().any(|side| *side > LARGEST_SIDE) {
        image = image.thumbnail(LARGEST_SIDE, LARGEST_SIDE);
    }
    let image = image.into_rgba8();
    let drawn = [image.width(), image.height()].map(|side| usize::try_from(side).unwrap_or_default());
    let pixels = image.into_raw();
    let is_see_through = pixels.iter().skip(3).step_by(4).any(|opacity| *opacity != u8::MAX);
    Ok(Picture { size, drawn, pixels, is_see_through })
}

#[cfg(test)]
mod tests {
    use image::codecs::jpeg::JpegEncoder;
    use image::{ImageFormat, RgbImage, RgbaImage};

    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        let image = RgbImage::from_fn(width, height, |x, _| image::Rgb([if x == 0 { 255 } else { 0 }, 7, 9]));
        image.write_to(&mut file, ImageFormat::Png).unwrap();
        file.into_inner()
    }

    #[test]
    fn a_png_and_a_jpeg_are_read_pixel_by_pixel() {
        let read = picture(&png(3, 2)).unwrap();
        assert_eq!((read.size, read.drawn, read.is_see_through), ([3, 2], [3, 2], false));
        assert_eq!(read.pixels[..8], [255, 7, 9, 255, 0, 7, 9, 255]);
        let mut file = Vec::new();
        JpegEncoder::new_with_quality(&mut file, 100)
            .encode_image(&RgbImage::from_pixel(16, 8, image::Rgb([200; 3])))
            .unwrap();
        let read = picture(&file).unwrap();
        assert_eq!(read.size, [16, 8]);
        assert!(read.pixels[0].abs_diff(200) < 3, "{}", read.pixels[0]);
    }

    #[test]
    fn what_one_can_see_through_is_told() {
        let mut file = Cursor::new(Vec::new());
        RgbaImage::from_pixel(2, 2, image::Rgba([1, 2, 3, 128]))
            .write_to(&mut file, ImageFormat::Png)
            .unwrap();
        assert!(picture(&file.into_inner()).unwrap().is_see_through);
    }

    #[test]
    fn a_wide_picture_is_made_smaller_and_its_size_is_told_as_it_is() {
        let read = picture(&png(4096, 10)).unwrap();
        assert_eq!((read.size, read.drawn), ([4096, 10], [2048, 5]));
        assert_eq!(read.pixels.len(), 2048 * 5 * 4);
    }

    /// A few bytes that say they are 60000 pixels wide and high: unpacked, they would take ten gigabytes.
    #[test]
    fn a_trap_is_not_unpacked() {
        let mut file = png(1, 1);
        file[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        let checksum = checksum(&file[12..29]);
        file[29..33].copy_from_slice(&checksum.to_be_bytes());
        assert_eq!(picture(&file), Err(PictureProblem::TooLarge { width: 60_000, height: 60_000 }));
    }

    /// CRC-32 as PNG has it (RFC 2083, appendix 15).
    fn checksum(bytes: &[u8]) -> u32 {
        let step = |sum: u32, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
        !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
    }

    #[test]
    fn a_decoder_that_panics_leaves_nobody_waiting() {
        let (woken, wakes) = std::sync::mpsc::channel();
        let engine = Engine::new(Arc::new(move || woken.send(()).unwrap_or_default())).unwrap();
        let reading = engine.read_with(|| panic!("a picture that nobody thought of"));
        wakes.recv_timeout(std::time::Duration::from_secs(30)).unwrap();
        assert_eq!(reading.outcome(), Some(&Err(PictureProblem::Broken)));
    }

    #[test]
    fn what_is_cut_short_or_no_picture_is_broken() {
        let whole = png(40, 40);
        for length in 0..whole.len() - 12 {
            assert_eq!(picture(&whole[..length]), Err(PictureProblem::Broken), "{length} bytes");
        }
        for junk in [&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xd9", b"GIF89a"] {
            assert_eq!(picture(junk), Err(PictureProblem::Broken));
        }
    }
}
