//! The terminal program. Everything it does is in [`poolwalk::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    // A panic is our fault, and has our fault's exit code.
    std::panic::catch_unwind(poolwalk::cli::main).unwrap_or_else(|_| ExitCode::from(70))
}
