//! Opening the window, and saying why when there can be none.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::Window;
use crate::app::{Stopwatch, start};
use eframe::egui::{self, IconData, ViewportBuilder};

/// How the program was asked to open.
#[derive(Debug, Clone, Copy, Default)]
pub struct Opening {
    /// Close as soon as the first frame is on screen, and tell how long that took by this watch.
    pub first_frame: Option<Stopwatch>,
}

/// The window's name for the desktop.
const APP_ID: &str = "poolwalk";
/// What stands in the window's title bar. Nothing that a person typed ever does.
const TITLE: &str = "Poolwalk";

/// Why there can be no window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoWindow {
    /// In words, on one line.
    pub problem: String,
    /// True when there is nothing to draw on; false when a library is missing.
    pub lacks_display: bool,
}

impl NoWindow {
    /// Makes one short line of what the windowing libraries say.
    fn from_words(words: &str) -> Self {
        let lacks_display = ["X server", "DISPLAY", "display"].iter().any(|word| words.contains(word));
        let problem = if lacks_display {
            "the display does not answer".to_owned()
        } else {
            words.lines().next().unwrap_or_default().trim().to_owned()
        };
        Self { problem, lacks_display }
    }
}

/// Opens the window and stays until it is closed. Gives the time of the first frame, when that was asked for.
///
/// # Errors
/// Why there can be no window here, in the words of the system.
pub fn open(opening: Opening) -> Result<Option<Duration>, NoWindow> {
    let first_frame: Arc<OnceLock<Duration>> = Arc::default();
    let measured = Arc::clone(&first_frame);
    let options = eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_app_id(APP_ID)
            .with_title(TITLE)
            .with_icon(Arc::new(icon()))
            .with_inner_size([1440.0, 900.0])
            .with_min_inner_size([720.0, 480.0]),
        renderer: eframe::Renderer::Glow,
        ..eframe::NativeOptions::default()
    };
    let run = || {
        let create: eframe::AppCreator<'_> = Box::new(move |cc| {
            let window = window(&cc.egui_ctx)?;
            Ok(Box::new(match opening.first_frame {
                Some(watch) => window.quit_after_first_frame(watch, measured),
                None => window,
            }))
        });
        eframe::run_native(APP_ID, options, create).map_err(|err| NoWindow::from_words(&err.to_string()))
    };
    // A window library that is missing makes the windowing crates panic instead of returning an error.
    catch_unwind(AssertUnwindSafe(run))
        .unwrap_or_else(|panic| Err(NoWindow::from_words(&words_of(panic.as_ref()))))?;
    Ok(first_frame.get().copied())
}

fn window(ctx: &egui::Context) -> std::io::Result<Window> {
    let waker = ctx.clone();
    let app = start(move || waker.request_repaint())?;
    Ok(Window::new(ctx, app))
}

fn icon() -> IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon-256.png")).unwrap_or_default()
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("a window library is missing").to_owned()
}
