//! The system's browser: sent to one of the pool's pages, and waited for at the loopback address that it comes back
//! to. What a person does on the pages, nobody here sees.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::Wake;
use super::loopback::{Awaited, Loopback, Visit};
use super::tape::Tape;
use crate::cognito::managed_login::{AuthorizeRequest, RedirectUrl};
use crate::flow::{Failure, Refusal, Reply, Unreachable};
use crate::secret::Secret;

/// Sends a browser to an address, or says in words why it could not.
pub type Opener = Arc<dyn Fn(&str) -> Result<(), String> + Send + Sync>;

/// The browser that the person has chosen in the system.
#[must_use]
pub fn system_browser() -> Opener {
    Arc::new(|address| webbrowser::open(address).map_err(|err| err.to_string()))
}

/// No browser: whoever reads the address opens it.
#[must_use]
pub fn no_browser() -> Opener {
    Arc::new(|_address| Ok(()))
}

/// How long a browser is waited for. Who signs in may have to look for a code first; after that no answer is to be
/// expected.
pub const PAGE_PATIENCE: Duration = Duration::from_mins(10);
/// A browser that signs out asks nobody.
const SIGN_OUT_PATIENCE: Duration = Duration::from_mins(1);
/// A walk that was stopped has let go of its port by then.
const LETTING_GO: Duration = Duration::from_secs(2);

/// Opens pages, and remembers why the last one could not be opened.
#[derive(Clone)]
pub(super) struct Browser {
    opener: Opener,
    problem: Arc<Mutex<Option<String>>>,
    /// Whoever listens has it: who starts again in the moment of a stop waits for the port.
    turn: Arc<Semaphore>,
    wake: Wake,
}

impl Browser {
    pub(super) fn new(opener: Opener, wake: Wake) -> Self {
        Self { opener, problem: Arc::default(), turn: Arc::new(Semaphore::new(1)), wake }
    }

    /// Why the last page could not be opened, if it could not.
    pub(super) fn problem(&self) -> Option<String> {
        self.problem.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sends the browser there. Some systems answer only when the browser has started, so nobody waits for that.
    pub(super) fn open(&self, address: &Secret) {
        let (this, address) = (self.clone(), address.clone());
        this.note(None);
        tokio::task::spawn_blocking(move || {
            if let Err(problem) = (this.opener)(address.expose()) {
                this.note(Some(problem));
                (this.wake)();
            }
        });
    }

    fn note(&self, problem: Option<String>) {
        *self.problem.lock().unwrap_or_else(PoisonError::into_inner) = problem;
    }

    /// Signs somebody in: ends when the browser comes back.
    pub(super) async fn authorize(&self, request: &AuthorizeRequest, tape: &Tape) -> Result<Reply, Failure> {
        let (url, state) = (request.redirect.clone(), Some(request.state.clone()));
        let awaited = Awaited { url, brings: &["code", "error"], state };
        let visit = self.there_and_back(&request.address(), (awaited, PAGE_PATIENCE), tape).await?;
        if let Some(code) = visit.value("error") {
            let message = visit.value("error_description").unwrap_or_default();
            return Err(Failure::Refused(Refusal { code, message, status: FOUND }));
        }
        let [code, state] = ["code", "state"].map(|name| visit.value(name).unwrap_or_default().into());
        Ok(Reply::CameBack { code, state })
    }

    /// Signs the browser out: waits for it where it comes back to this computer.
    pub(super) async fn sign_out(
        &self,
        address: &Secret,
        back: Option<&RedirectUrl>,
        tape: &Tape,
    ) -> Result<Reply, Failure> {
        if let Some(back) = back {
            let awaited = Awaited { url: back.clone(), brings: &[], state: None };
            self.there_and_back(address, (awaited, SIGN_OUT_PATIENCE), tape).await?;
        } else {
            tape.page_opened(address);
            self.open(address);
        }
        Ok(Reply::Done)
    }

    /// Listens before the page is opened: a browser that is signed in already is back at once.
    async fn there_and_back(
        &self,
        address: &Secret,
        (awaited, patience): (Awaited, Duration),
        tape: &Tape,
    ) -> Result<Visit, Failure> {
        // Let go of after the listener. Who still listens after the while may do so at another port.
        let _turn = tokio::time::timeout(LETTING_GO, self.turn.acquire()).await;
        let loopback = Loopback::bind(awaited).await?;
        tape.page_opened(address);
        self.open(address);
        let visit = tokio::time::timeout(patience, loopback.visit()).await;
        let too_long = Failure::Unreachable(Unreachable::Timeout { after: patience });
        let visit = visit.map_err(|_elapsed| too_long)??;
        tape.page_led_to(FOUND, &visit.address);
        Ok(visit)
    }
}

/// The status with which pages send a browser on.
const FOUND: u16 = 302;
