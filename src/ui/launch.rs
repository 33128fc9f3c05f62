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

/// Why there is no window (any more).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoWindow {
    /// There is nothing to draw on, or it does not answer.
    Display,
    /// What windows need is missing. In the system's words, on one line.
    Library(String),
    /// The window was there, and broke. A fault of ours.
    Broke(String),
    /// The window was closed, and something could not be saved.
    NotSaved(String),
}

impl NoWindow {
    /// Makes sense of what the windowing libraries say.
    fn from_words(words: &str) -> Self {
        let lacks_display = ["X server", "DISPLAY", "display"].iter().any(|word| words.contains(word));
        if lacks_display {
            return Self::Display;
        }
        let line = words.lines().next().unwrap_or_default();
        // The libraries put where in their sources it happened before what happened.
        let what = line.rsplit(": ").next().unwrap_or(line);
        Self::Library(what.trim().trim_end_matches('.').to_owned())
    }
}

/// Where the life of the window has got to, as told from within.
#[derive(Debug, Default)]
pub(super) struct Life {
    opened: OnceLock<()>,
    first_frame: OnceLock<Duration>,
    not_saved: OnceLock<String>,
}

/// Opens the window and stays until it is closed. Gives the time of the first frame, when that was asked for.
///
/// # Errors
/// Why there can be no window here, in the words of the system.
pub fn open(opening: Opening) -> Result<Option<Duration>, NoWindow> {
    let life: Arc<Life> = Arc::default();
    let within = Arc::clone(&life);
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
            let window = window(&cc.egui_ctx)?.told_to(Arc::clone(&within));
            drop(std::panic::take_hook());
            let _opened_once = within.opened.set(());
            Ok(Box::new(match opening.first_frame {
                Some(watch) => window.quit_after_first_frame(watch),
                None => window,
            }))
        });
        eframe::run_native(APP_ID, options, create).map_err(|err| NoWindow::from_words(&err.to_string()))
    };
    // A window library that is missing makes the windowing crates panic instead of returning an error:
    // until the window is open that is an answer, not a fault, and nothing of it is to be printed.
    std::panic::set_hook(Box::new(|_| {}));
    let ended = catch_unwind(AssertUnwindSafe(run));
    drop(std::panic::take_hook());
    ended.unwrap_or_else(|panic| {
        let words = words_of(panic.as_ref());
        let was_open = life.opened.get().is_some();
        Err(if was_open { NoWindow::Broke(words) } else { NoWindow::from_words(&words) })
    })?;
    match life.not_saved.get() {
        Some(problem) => Err(NoWindow::NotSaved(problem.clone())),
        None => Ok(life.first_frame.get().copied()),
    }
}

impl Life {
    /// The first frame was on screen after this long.
    pub(super) fn first_frame(&self, after: Duration) {
        let _told_before = self.first_frame.set(after);
    }

    /// What was to be kept could not be saved at the end.
    pub(super) fn not_saved(&self, problem: String) {
        let _told_before = self.not_saved.set(problem);
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lacking_is_said_on_one_short_line() {
        let library = |words: &str| NoWindow::from_words(words);
        assert_eq!(
            library(
                "winit EventLoopError: os error at src/linux/mod.rs:788: Failed to load one of xlib's libraries"
            ),
            NoWindow::Library("Failed to load one of xlib's libraries".to_owned())
        );
        assert_eq!(
            library("Library libxkbcommon-x11.so could not be loaded.\nbacktrace"),
            NoWindow::Library("Library libxkbcommon-x11.so could not be loaded".to_owned())
        );
        assert_eq!(library("os error at x.rs:1: Failed to open connection to X server"), NoWindow::Display);
    }
}
