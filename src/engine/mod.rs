//! The only room that touches the world: calls to AWS, files, the clock, randomness, the clipboard.
//!
//! Tokio lives here on threads of its own. Whoever uses the engine says [`Engine::perform`] and
//! picks up [`Event`]s; no method of it waits for a network. It carries out calls and knows
//! nothing of how a login unfolds.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_util::sync::CancellationToken;

use crate::flow::{Call, Performed};
use crate::secret::Secret;

#[cfg(feature = "gui")]
pub mod clipboard;
pub mod clock;
pub mod disk;
#[cfg(feature = "gui")]
pub mod picture;
pub mod saving;
pub mod system;

mod address;
mod api;
mod browser;
mod calls;
mod key_set;
mod loopback;
mod oauth;
mod outcome;
mod profiles;
mod random;
mod reply;
mod tape;
mod target;
mod trouble;
mod wires;
mod work;

pub use browser::{Opener, PAGE_PATIENCE, no_browser, system_browser};
pub use profiles::ProfileFiles;
pub use random::seed;
pub use target::{Endpoints, Signer, Target, Timeouts};
pub use wires::is_in_the_clear;

use browser::Browser;
use work::{Order, Shop};

/// Events that may wait to be picked up before calls have to wait for their turn.
const WAITING: usize = 64;

/// Called when there is an event to pick up, from any thread: a window asks for a repaint.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Tells the calls of one walk from those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub u64);

/// What the engine has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A call came to its end, one way or another.
    Performed {
        /// Whose call it was.
        run: RunId,
        /// What came of it.
        performed: Box<Performed>,
    },
}

/// Carries out calls. Dropping it stops them, without waiting.
pub struct Engine {
    runtime: Option<Runtime>,
    shop: Arc<Shop>,
    outgoing: Sender<Event>,
    incoming: Mutex<Receiver<Event>>,
    under_way: Arc<UnderWay>,
    wake: Wake,
}

impl Engine {
    /// Starts the engine's threads. Nothing else is set up before the first call needs it.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(wake: Wake) -> io::Result<Self> {
        Self::with_profile_files(wake, ProfileFiles::default())
    }

    /// Like [`Engine::new`], with other AWS configuration files than the person's own.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn with_profile_files(wake: Wake, files: ProfileFiles) -> io::Result<Self> {
        let runtime =
            Builder::new_multi_thread().worker_threads(2).thread_name("poolwalk-io").enable_all().build()?;
        let (outgoing, incoming) = channel(WAITING);
        let browser = Browser::new(system_browser(), Arc::clone(&wake));
        Ok(Self {
            runtime: Some(runtime),
            shop: Arc::new(Shop::new(files, browser)),
            outgoing,
            incoming: Mutex::new(incoming),
            under_way: Arc::default(),
            wake,
        })
    }

    /// The same engine, with another way to open pages. Calls that are out keep theirs.
    #[must_use]
    pub fn opening_with(mut self, opener: Opener) -> Self {
        let browser = Browser::new(opener, Arc::clone(&self.wake));
        self.shop = Arc::new(Shop::new(self.shop.profile_files().clone(), browser));
        self
    }

    /// Sends the browser to an address, once more.
    pub fn open(&self, address: &Secret) {
        let Some(runtime) = &self.runtime else { return };
        let _inside = runtime.enter();
        self.shop.browser().open(address);
    }

    /// Why the browser could not be sent to the last address, if it could not.
    #[must_use]
    pub fn browser_problem(&self) -> Option<String> {
        self.shop.browser().problem()
    }

    /// Makes a call; [`Event::Performed`] tells what came of it. A walk has one call out at a time:
    /// a second one is not sent, and fails.
    pub fn perform(&self, run: RunId, target: Arc<Target>, call: Call) {
        let Some(runtime) = &self.runtime else { return };
        let (outgoing, wake) = (self.outgoing.clone(), Arc::clone(&self.wake));
        let (shop, under_way) = (Arc::clone(&self.shop), Arc::clone(&self.under_way));
        let order = Order::new(target, call);
        let cancel = under_way.enter(run);
        runtime.spawn(async move {
            let performed = match cancel {
                Some(cancel) => {
                    let performed = shop.carry_out(order, cancel).await;
                    under_way.leave(run);
                    performed
                }
                None => order.refuse("A call of this walk is already out"),
            };
            let event = Event::Performed { run, performed: Box::new(performed) };
            // First the event, then the wake-up: the other way round it could be missed.
            if outgoing.send(event).await.is_ok() {
                wake();
            }
        });
    }

    /// Stops the call of a walk, if one is out, at once; it ends as [`crate::flow::Failure::Stopped`].
    pub fn stop(&self, run: RunId) {
        self.under_way.stop(run);
    }

    /// The next event, if there is one.
    pub fn try_event(&self) -> Option<Event> {
        self.incoming.lock().unwrap_or_else(PoisonError::into_inner).try_recv().ok()
    }

    /// The next event, waited for. Not for a thread that draws.
    pub fn wait_event(&self, patience: Duration) -> Option<Event> {
        let mut incoming = self.incoming.lock().unwrap_or_else(PoisonError::into_inner);
        let runtime = self.runtime.as_ref()?;
        runtime.block_on(async { tokio::time::timeout(patience, incoming.recv()).await.ok().flatten() })
    }

    /// The names of the person's AWS profiles. Reads two small files.
    #[must_use]
    pub fn profiles(&self) -> Vec<String> {
        self.shop.profile_files().names()
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.under_way.stop_all();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

/// The walks that have a call out, and how to stop it.
#[derive(Default)]
struct UnderWay(Mutex<HashMap<RunId, CancellationToken>>);

impl UnderWay {
    /// Nothing when the walk has a call out already.
    fn enter(&self, run: RunId) -> Option<CancellationToken> {
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if runs.contains_key(&run) {
            return None;
        }
        let stop = CancellationToken::new();
        runs.insert(run, stop.clone());
        Some(stop)
    }

    fn leave(&self, run: RunId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&run);
    }

    fn stop(&self, run: RunId) {
        if let Some(stop) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&run) {
            stop.cancel();
        }
    }

    fn stop_all(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().for_each(CancellationToken::cancel);
    }
}
