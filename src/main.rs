//! The window. Where none can be opened, it says so and walks the first practice user in the terminal.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is a program, and speaks to its terminal"
)]

use std::process::ExitCode;

use poolwalk::engine::clock::Stopwatch;
use poolwalk::engine::system::{Lacking, install_line};
use poolwalk::ui::{NoWindow, Opening, open};

const HELP: &str = "\
Poolwalk walks one Amazon Cognito login in the open.

Usage: poolwalk [--first-frame]

  --first-frame   print the milliseconds from process start to the first frame on screen, and exit
  --version       print the version
  --help          print this

The same walk in a terminal: poolwalk-cli --help";

fn main() -> ExitCode {
    let started = Stopwatch::of_process();
    let args: Vec<_> = std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
    let args: Vec<_> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        [] => window(Opening::default()),
        ["--first-frame"] => window(Opening { first_frame: Some(started) }),
        ["--version" | "-V"] => say(concat!("poolwalk ", env!("CARGO_PKG_VERSION"))),
        ["--help" | "-h"] => say(HELP),
        [.., last] => {
            eprintln!("“{last}” is not an option here; see poolwalk --help");
            ExitCode::from(2)
        }
    }
}

fn say(text: &str) -> ExitCode {
    println!("{text}");
    ExitCode::SUCCESS
}

fn window(opening: Opening) -> ExitCode {
    if !has_display() {
        return terminal("no display is set", Lacking::Display);
    }
    match open(opening) {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(first_frame)) => say(&first_frame.as_millis().to_string()),
        Err(NoWindow::Display) => terminal("the display does not answer", Lacking::Display),
        Err(NoWindow::Library(problem)) => terminal(&problem, Lacking::Library),
        Err(NoWindow::NotSaved(problem)) => fail(&problem, 1),
        Err(NoWindow::Broke(problem)) => fail(&format!("Something broke in Poolwalk: {problem}"), 70),
    }
}

fn fail(problem: &str, code: u8) -> ExitCode {
    eprintln!("{problem}");
    ExitCode::from(code)
}

/// No window: the same first minute, in the terminal.
fn terminal(problem: &str, lacking: Lacking) -> ExitCode {
    eprintln!("No window can be opened here ({problem}); to have one: {}", install_line(lacking));
    poolwalk::cli::walk_practice()
}

#[allow(clippy::disallowed_methods, reason = "only the environment tells where a window would go")]
fn has_display() -> bool {
    let names = ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"];
    cfg!(not(target_os = "linux")) || names.iter().any(|name| std::env::var_os(name).is_some())
}
