//! What the program is given to work with, and how the real program comes by it.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{App, Clipboard, Connections, Tone};
use crate::engine::{Engine, clipboard, clock, disk};
use crate::practice::{Options, Practice};

/// What the program is given to work with.
pub struct Parts {
    /// Does the work.
    pub engine: Engine,
    /// The practice pool, or why it could not start.
    pub practice: std::io::Result<Practice>,
    /// Saved connections.
    pub connections: Connections,
    /// Where copies go.
    pub clipboard: Box<dyn Clipboard>,
    /// Tells the time.
    pub clock: fn() -> Timestamp,
    /// Where the person is.
    pub zone: TimeZone,
}

/// The real program: the practice pool is started here, so that it is ready when the first frame is;
/// everything slow waits until somebody needs it. `wake` is called when there is something to take in.
///
/// # Errors
/// When the system gives no threads.
pub fn start(wake: impl Fn() + Send + Sync + 'static) -> std::io::Result<App> {
    let folder = disk::config_dir();
    let saved = folder.as_ref().ok().map(|dir| dir.join("connections.toml"));
    let mut app = App::new(Parts {
        engine: Engine::new(Arc::new(wake))?,
        practice: Practice::start(Options { keys_later: true, ..Options::default() }),
        connections: Connections::open(saved),
        clipboard: Box::new(clipboard::Clipboard::default()),
        clock: clock::now,
        zone: TimeZone::system(),
    });
    if let Err(err) = folder {
        let text = format!("Connections cannot be kept on this computer: {err}");
        app.notices.add(Tone::Warn, text, app.now);
    }
    Ok(app)
}
