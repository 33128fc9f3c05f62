//! Reference pictures of the pieces of the window, in both themes, drawn on the CPU: every byte must be the same.
//! A picture that differs is left in `target/pictures`; look at it, and copy it over the reference if it is right.
#![cfg(feature = "gui")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that breaks should break loudly, and this one reads and writes pictures"
)]

#[path = "window/cpu_renderer.rs"]
mod cpu_renderer;
#[path = "pictures/gallery.rs"]
mod gallery;
#[path = "pictures/places.rs"]
mod places;
#[allow(dead_code, reason = "the wire tests use all of it")]
#[path = "wire/server.rs"]
mod server;
#[allow(dead_code, reason = "the window tests use all of it")]
#[path = "window/stage.rs"]
mod stage;

use std::path::Path;

use cpu_renderer::CpuRenderer;
use eframe::egui::{Theme, Ui};
use egui_kittest::Harness;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, RgbImage};
use poolwalk::app::{App, Command};
use poolwalk::ui::{Window, theme};

/// Draws the same piece in both themes and compares each with its reference.
fn picture(name: &str, size: [f32; 2], draw: fn(&mut Ui)) {
    compare(name, |theme| render(theme, size, draw));
}

/// The same with the whole window of an app.
fn place(name: &str, app: fn() -> App) {
    compare(name, |theme| {
        let mut app = app();
        app.is_dark = theme == Theme::Light; // to be toggled
        app.dispatch(Command::ToggleTheme);
        let mut harness = Harness::builder()
            .with_size([960.0, 640.0])
            .with_theme(theme)
            .renderer(CpuRenderer::default())
            .build_eframe(move |cc| Window::new(&cc.egui_ctx, app));
        harness.run_steps(6);
        DynamicImage::ImageRgba8(harness.render().expect("a picture")).into_rgb8()
    });
}

fn compare(name: &str, render: impl Fn(Theme) -> RgbImage) {
    let differing: Vec<String> = [(Theme::Dark, "dark"), (Theme::Light, "light")]
        .into_iter()
        .map(|(theme, suffix)| (format!("{name}-{suffix}.png"), render(theme)))
        .filter(|(file, drawn)| !matches_reference(file, drawn))
        .map(|(file, _)| file)
        .collect();
    assert!(
        differing.is_empty(),
        "{differing:?} differ from tests/pictures; what was drawn is in target/pictures"
    );
}

fn render(theme: Theme, size: [f32; 2], draw: fn(&mut Ui)) -> RgbImage {
    let mut harness = Harness::builder()
        .with_size(size)
        .with_theme(theme)
        .with_context_setup(theme::install)
        .renderer(CpuRenderer::default())
        .build_ui(draw);
    harness.run_steps(4);
    DynamicImage::ImageRgba8(harness.render().expect("a picture")).into_rgb8()
}

fn matches_reference(file: &str, drawn: &RgbImage) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let reference = image::open(root.join("tests/pictures").join(file)).map(DynamicImage::into_rgb8);
    if reference.is_ok_and(|reference| reference == *drawn) {
        return true;
    }
    let folder = root.join("target/pictures");
    std::fs::create_dir_all(&folder).expect("a folder for what differs");
    let out = std::fs::File::create(folder.join(file)).expect("a file for what differs");
    drawn
        .write_with_encoder(PngEncoder::new_with_quality(out, CompressionType::Best, FilterType::NoFilter))
        .expect("a picture written");
    false
}

#[test]
fn controls() {
    picture("controls", [660.0, 430.0], gallery::controls);
}

#[test]
fn lanes_done() {
    picture("lanes-done", [736.0, 620.0], gallery::lanes_done);
}

#[test]
fn lanes_asking() {
    picture("lanes-asking", [736.0, 740.0], gallery::lanes_asking);
}

#[test]
fn lanes_refused() {
    picture("lanes-refused", [736.0, 560.0], gallery::lanes_refused);
}

#[test]
fn lanes_under_way() {
    picture("lanes-under-way", [590.0, 600.0], gallery::lanes_under_way);
}

#[test]
fn lanes_narrow() {
    picture("lanes-narrow", [420.0, 640.0], gallery::lanes_refused);
}

#[test]
fn lanes_failed() {
    picture("lanes-failed", [620.0, 480.0], gallery::lanes_failed);
}

#[test]
fn token() {
    picture("token", [400.0, 560.0], gallery::token);
}

#[test]
fn palette() {
    picture("palette", [640.0, 420.0], gallery::palette);
}

#[test]
fn flow_map() {
    picture("flow-map", [680.0, 220.0], gallery::flow_map);
}

#[test]
fn call_done() {
    place("call-done", places::call_done);
}

#[test]
fn call_all_ways() {
    place("call-all-ways", places::call_all_ways);
}

#[test]
fn call_failed() {
    place("call-failed", places::call_failed);
}

#[test]
fn hand_over() {
    place("hand-over", places::hand_over);
}
