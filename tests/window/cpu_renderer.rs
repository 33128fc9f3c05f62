//! Draws what egui wants drawn into a picture, on the CPU: no driver, no display, and the same
//! bytes from run to run. It knows triangles and textures; paint callbacks it refuses.
//!
//! It is written for a debug build: a triangle becomes rows, and a row of one color is one loop.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels and texels are small numbers"
)]
#![allow(clippy::disallowed_methods, reason = "mixes the colors it is given")]
#![allow(clippy::many_single_char_names, reason = "corners of a triangle")]
#![allow(clippy::iter_over_hash_type, reason = "textures do not depend on each other")]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that breaks should break loudly")]

use std::collections::HashMap;
use std::ops::Range;

use eframe::egui::epaint::textures::TextureFilter;
use eframe::egui::epaint::{ClippedPrimitive, ImageData, Mesh, Primitive, Vertex};
use eframe::egui::{Color32, ColorImage, Context, FullOutput, Rect, TextureId, TexturesDelta};
use egui_kittest::TestRenderer;
use image::{Rgba, RgbaImage};

/// A renderer for `egui_kittest`.
#[derive(Default)]
pub(crate) struct CpuRenderer {
    textures: HashMap<TextureId, Texture>,
}

struct Texture {
    image: ColorImage,
    nearest: bool,
}

impl TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, images) in delta.set.drain() {
            for change in images {
                let ImageData::Color(image) = &change.image;
                match change.pos {
                    None => {
                        let nearest = change.options.magnification == TextureFilter::Nearest;
                        self.textures.insert(id, Texture { image: ColorImage::clone(image), nearest });
                    }
                    Some(at) => self.textures.get_mut(&id).expect("a known texture").patch(at, image),
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let scale = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * scale;
        let mut canvas = Canvas::new(size.x.round() as usize, size.y.round() as usize, scale);
        for ClippedPrimitive { clip_rect, primitive } in ctx.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = primitive else {
                return Err("paint callbacks are not supported".into());
            };
            let texture = self.textures.get(&mesh.texture_id).ok_or("missing texture")?;
            canvas.mesh(&mesh, texture, clip_rect);
        }
        Ok(canvas.into_image())
    }
}

impl Texture {
    fn patch(&mut self, [left, top]: [usize; 2], part: &ColorImage) {
        let (width, [part_width, part_height]) = (self.image.size[0], part.size);
        for row in 0..part_height {
            let to = (top + row) * width + left;
            let from = row * part_width;
            self.image.pixels[to..to + part_width].copy_from_slice(&part.pixels[from..from + part_width]);
        }
    }

    fn texel(&self, x: i32, y: i32) -> Color32 {
        let [width, height] = self.image.size;
        self.image.pixels
            [y.clamp(0, height as i32 - 1) as usize * width + x.clamp(0, width as i32 - 1) as usize]
    }

    /// The color at a point given in texels, as a GPU would filter it.
    fn sample(&self, x: f32, y: f32) -> Color32 {
        if self.nearest {
            return self.texel(x.floor() as i32, y.floor() as i32);
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = ((x + EXACT).floor(), (y + EXACT).floor());
        let (dx, dy) = (x - left, y - top);
        let (left, top) = (left as i32, top as i32);
        if dx < EXACT && dy < EXACT {
            return self.texel(left, top);
        }
        let upper = mix(self.texel(left, top), self.texel(left + 1, top), dx);
        let lower = mix(self.texel(left, top + 1), self.texel(left + 1, top + 1), dx);
        mix(upper, lower, dy)
    }
}

/// Nearer to the middle of a texel than this is on it.
const EXACT: f32 = 1.0 / 512.0;

fn mix(a: Color32, b: Color32, share: f32) -> Color32 {
    if a == b { a } else { channels(|i| f32::from(a[i]) + (f32::from(b[i]) - f32::from(a[i])) * share) }
}

fn channels(value: impl Fn(usize) -> f32) -> Color32 {
    let round = |i| (value(i) + 0.5) as u8;
    Color32::from_rgba_premultiplied(round(0), round(1), round(2), round(3))
}

fn modulate(a: Color32, b: Color32) -> Color32 {
    if a == Color32::WHITE { b } else { a * b }
}

/// Premultiplied pixels, blended in gamma space like egui's own shaders do.
struct Canvas {
    pixels: Vec<Color32>,
    width: usize,
    height: usize,
    scale: f32,
}

impl Canvas {
    fn new(width: usize, height: usize, scale: f32) -> Self {
        Self { pixels: vec![Color32::TRANSPARENT; width * height], width, height, scale }
    }

    fn mesh(&mut self, mesh: &Mesh, texture: &Texture, clip: Rect) {
        let edge = |value: f32, limit: usize| ((value * self.scale).round().max(0.0) as usize).min(limit);
        let clip = Clip {
            x: edge(clip.min.x, self.width)..edge(clip.max.x, self.width),
            y: edge(clip.min.y, self.height)..edge(clip.max.y, self.height),
        };
        for corners in mesh.indices.chunks_exact(3) {
            let vertices = [0, 1, 2].map(|i| mesh.vertices[corners[i] as usize]);
            if let Some(triangle) = Triangle::new(vertices, self.scale) {
                self.triangle(&triangle, texture, &clip);
            }
        }
    }

    fn triangle(&mut self, triangle: &Triangle, texture: &Texture, clip: &Clip) {
        let one = triangle.one_color(texture);
        for y in triangle.rows(&clip.y) {
            let span = triangle.span(y as i64, &clip.x);
            if span.is_empty() {
                continue;
            }
            let start = y * self.width;
            let row = &mut self.pixels[start + span.start..start + span.end];
            if let Some(color) = one {
                fill(row, color);
            } else {
                for (x, pixel) in span.zip(row) {
                    *pixel = over(triangle.color_at(x, y, texture), *pixel);
                }
            }
        }
    }

    fn into_image(self) -> RgbaImage {
        let mut image = RgbaImage::new(self.width as u32, self.height as u32);
        for (pixel, color) in image.pixels_mut().zip(self.pixels) {
            *pixel = Rgba(color.to_array());
        }
        image
    }
}

struct Clip {
    x: Range<usize>,
    y: Range<usize>,
}

fn fill(row: &mut [Color32], color: Color32) {
    if color.a() == 255 {
        row.fill(color);
        return;
    }
    let mut last = (Color32::TRANSPARENT, color);
    for pixel in row {
        if *pixel != last.0 {
            last = (*pixel, over(color, *pixel));
        }
        *pixel = last.1;
    }
}

fn over(source: Color32, ground: Color32) -> Color32 {
    let kept = 255 - u32::from(source.a());
    if kept == 0 {
        return source;
    }
    if source == Color32::TRANSPARENT {
        return ground;
    }
    let (s, g) = (source.to_array(), ground.to_array());
    let blend = |i: usize| (u32::from(s[i]) + (u32::from(g[i]) * kept + 127) / 255).min(255) as u8;
    Color32::from_rgba_premultiplied(blend(0), blend(1), blend(2), blend(3))
}

/// A triangle in 1/256 of a pixel, turned so that its inside is to the right of every edge.
struct Triangle {
    vertices: [Vertex; 3],
    corners: [(i64, i64); 3],
    area: i64,
}

impl Triangle {
    fn new(mut vertices: [Vertex; 3], scale: f32) -> Option<Self> {
        let fixed = |value: f32| (value * scale * 256.0).round() as i64;
        let mut corners = vertices.map(|vertex| (fixed(vertex.pos.x), fixed(vertex.pos.y)));
        let [a, b, c] = corners;
        let mut area = (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
        if area < 0 {
            vertices.swap(1, 2);
            corners.swap(1, 2);
            area = -area;
        }
        (area > 0).then_some(Self { vertices, corners, area })
    }

    fn rows(&self, clip: &Range<usize>) -> Range<usize> {
        let ys = self.corners.map(|corner| corner.1);
        let top = (ys.iter().min().copied().unwrap_or(0) >> 8).max(0) as usize;
        let bottom = ((ys.iter().max().copied().unwrap_or(0) >> 8) + 1).max(0) as usize;
        top.max(clip.start)..bottom.min(clip.end)
    }

    /// The pixels of a row whose middles are inside. A middle on an edge belongs to one side only,
    /// so no pixel is drawn twice or left out where two triangles meet.
    fn span(&self, y: i64, clip: &Range<usize>) -> Range<usize> {
        let (mut first, mut end) = (clip.start as i64, clip.end as i64);
        for i in 0..3 {
            let (from, to) = (self.corners[i], self.corners[(i + 1) % 3]);
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            let owns = dy < 0 || (dy == 0 && dx > 0);
            // inside where rise - step * x >= 0, in steps of whole pixels
            let rise = dx * ((y << 8) + 128 - from.1) - dy * (128 - from.0) - i64::from(!owns);
            let step = dy << 8;
            match step {
                0 if rise < 0 => return 0..0,
                0 => {}
                1.. => end = end.min(rise.div_euclid(step) + 1),
                _ => first = first.max(-rise.div_euclid(-step)),
            }
        }
        if first < end { first as usize..end as usize } else { 0..0 }
    }

    /// The color of the whole triangle, when it has but one.
    fn one_color(&self, texture: &Texture) -> Option<Color32> {
        let [a, b, c] = &self.vertices;
        let plain = a.color == b.color && b.color == c.color && a.uv == b.uv && b.uv == c.uv;
        let [width, height] = texture.image.size;
        plain.then(|| modulate(texture.sample(a.uv.x * width as f32, a.uv.y * height as f32), a.color))
    }

    fn color_at(&self, x: usize, y: usize, texture: &Texture) -> Color32 {
        let [a, b, c] = &self.vertices;
        let [p, q, r] = self.corners;
        let (px, py) = (((x << 8) + 128) as i64, ((y << 8) + 128) as i64);
        let part = |from: (i64, i64), to: (i64, i64)| {
            ((to.0 - from.0) * (py - from.1) - (to.1 - from.1) * (px - from.0)) as f32 / self.area as f32
        };
        let (wa, wb, wc) = (part(q, r), part(r, p), part(p, q));
        let [width, height] = texture.image.size;
        let u = (a.uv.x * wa + b.uv.x * wb + c.uv.x * wc) * width as f32;
        let v = (a.uv.y * wa + b.uv.y * wb + c.uv.y * wc) * height as f32;
        let tint = if a.color == b.color && b.color == c.color {
            a.color
        } else {
            channels(|i| f32::from(a.color[i]) * wa + f32::from(b.color[i]) * wb + f32::from(c.color[i]) * wc)
        };
        modulate(texture.sample(u, v), tint)
    }
}
