//! The practice pool's outside: a thread with a small runtime that serves HTTP/1.1 on 127.0.0.1, the clock, and the
//! keys that are being made meanwhile. What is answered, `pool` decides.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, Once, OnceLock, PoisonError};
use std::thread;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http;
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::cast::Cast;
use super::clock::Clock;
use super::error::Failure;
use super::inbox::{self, InboxEntry};
use super::keys::{KeyTrouble, Keys};
use super::pool::{Issuer, Pool};
use super::providers::{self, ProviderToken};
use super::wire::{Request, Response};

/// Larger requests are refused: the largest that Cognito takes are far below.
const LARGEST_BODY: usize = 1 << 20;

/// How the practice pool is started.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The port to listen on; 0 takes any that is free.
    pub port: u16,
    /// Where the time comes from.
    pub clock: Clock,
    /// Makes sessions and ids the same every time; none draws a seed from the system. RSA keys are fresh either way.
    pub seed: Option<[u8; 32]>,
    /// What it calls itself in its tokens.
    pub issuer: Issuer,
    /// Makes the RSA keys when [`Practice::make_keys`] says so or a request needs them, not at the start:
    /// a window has better things to do before its first frame.
    pub keys_later: bool,
}

/// A practice pool that is being served. Dropping it ends the service without waiting for anything.
pub struct Practice {
    cast: Cast,
    shared: Arc<Shared>,
    _stop: DropGuard,
}

/// The RSA keys, which take a while to make: on a thread of their own, once.
struct KeysToCome {
    begun: Once,
    /// Nothing until they are made: for tasks, which must not block.
    made: watch::Sender<Option<Made>>,
    /// The same for threads, which may.
    kept: Arc<OnceLock<Made>>,
}

type Made = Result<Arc<Keys>, KeyTrouble>;

struct Shared {
    pool: Mutex<Pool>,
    clock: Clock,
    keys: KeysToCome,
}

impl Practice {
    /// Listens on 127.0.0.1 and returns at once; keys are made and requests answered on threads of its own.
    ///
    /// # Errors
    /// When the port is taken, or the system gives no thread or no random bytes.
    pub fn start(options: Options) -> io::Result<Self> {
        let Options { port, clock, seed, issuer, keys_later } = options;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let endpoint = format!("http://{}", listener.local_addr()?);
        let seed = seed.map_or_else(draw_seed, Ok)?;
        let pool = Mutex::new(Pool::new(&endpoint, issuer, seed, clock.now()));
        let shared = Arc::new(Shared { pool, clock, keys: KeysToCome::new() });
        if !keys_later {
            shared.keys.begin();
        }
        let stop = CancellationToken::new();
        serve_on_thread(listener, Arc::clone(&shared), stop.clone())?;
        Ok(Self { cast: Cast::at(&endpoint), shared, _stop: stop.drop_guard() })
    }

    /// Where it is and who plays in it.
    #[must_use]
    pub const fn cast(&self) -> &Cast {
        &self.cast
    }

    /// The codes that the users have at hand just now.
    #[must_use]
    pub fn inbox(&self) -> Vec<InboxEntry> {
        inbox::entries(&self.shared.lock(), self.shared.clock.now())
    }

    /// The codes that one user has at hand just now, named as on a form: by an e-mail address, too.
    #[must_use]
    pub fn inbox_of(&self, typed: &str) -> Vec<InboxEntry> {
        let pool = self.shared.lock();
        let Some(user) = pool.people.find(typed) else { return Vec::new() };
        let mut entries = inbox::entries(&pool, self.shared.clock.now());
        entries.retain(|entry| entry.username == user.name);
        entries
    }

    /// Login tokens for the identity pools as each pretend provider would give them, all of the same person, fresh on
    /// every ask. Waits for the RSA keys if they are still being made; nothing comes when they cannot be.
    #[must_use]
    pub fn provider_tokens(&self) -> Vec<ProviderToken> {
        let Some(keys) = self.shared.keys.wait() else { return Vec::new() };
        providers::issue(&mut self.shared.lock(), &keys, self.shared.clock.now()).unwrap_or_default()
    }

    /// Begins to make the RSA keys, on a thread of their own, unless that has been done.
    pub fn make_keys(&self) {
        self.shared.keys.begin();
    }

    /// Puts the user pool back as it was at start: passwords, states, failed tries; sessions, codes and sign-ins are gone.
    pub fn reset(&self) {
        self.shared.lock().reset(self.shared.clock.now());
    }
}

/// Shows where it is; what is inside are passwords and tokens.
impl fmt::Debug for Practice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Practice").field("endpoint", &self.cast.endpoint).finish_non_exhaustive()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Pool> {
        // A panic elsewhere leaves a pool that is still a pool: nothing in it is half-written for long.
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The keys, as soon as they are made.
    async fn keys(&self) -> Option<Arc<Keys>> {
        self.keys.begin();
        let mut keys = self.keys.made.subscribe();
        let made = keys.wait_for(Option::is_some).await.ok()?;
        made.as_ref()?.as_ref().ok().cloned()
    }
}

fn draw_seed() -> io::Result<[u8; 32]> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(io::Error::other)?;
    Ok(seed)
}

impl KeysToCome {
    fn new() -> Self {
        Self { begun: Once::new(), made: watch::Sender::new(None), kept: Arc::default() }
    }

    fn begin(&self) {
        self.begun.call_once(|| {
            let (made, kept) = (self.made.clone(), Arc::clone(&self.kept));
            let work = move || tell(&made, &kept, Keys::generate().map(Arc::new));
            let thread = thread::Builder::new().name("practice-keys".to_owned()).spawn(work);
            if thread.is_err() {
                tell(&self.made, &self.kept, Err(KeyTrouble));
            }
        });
    }

    /// The keys, as soon as they are made. Blocks.
    fn wait(&self) -> Option<Arc<Keys>> {
        self.begin();
        self.kept.wait().as_ref().ok().cloned()
    }
}

fn tell(made: &watch::Sender<Option<Made>>, kept: &OnceLock<Made>, outcome: Made) {
    let outcome = kept.get_or_init(|| outcome);
    made.send_replace(Some(outcome.clone()));
}

fn serve_on_thread(listener: TcpListener, shared: Arc<Shared>, stop: CancellationToken) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    thread::Builder::new().name("practice-pool".to_owned()).spawn(move || {
        runtime.block_on(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = serve(listener, shared) => {}
            }
        });
        runtime.shutdown_background();
    })?;
    Ok(())
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let app = Router::new().fallback(answer).with_state(shared);
    // It ends only with the thread; accept errors are waited out inside.
    axum::serve(listener, app).await.unwrap_or_default();
}

async fn answer(State(shared): State<Arc<Shared>>, request: http::Request<Body>) -> http::Response<Body> {
    let Some(request) = read(request).await else {
        let failure = Failure::new("RequestEntityTooLargeException", "Request Too Long").with_status(413);
        return write(Response::aws_json(Err(failure)));
    };
    let Some(keys) = shared.keys().await else {
        return write(Response::aws_json(Err(Failure::internal())));
    };
    let now = shared.clock.now();
    let response = shared.lock().handle(&request, &keys, now);
    write(response)
}

/// Reads a request to its end; none when it is too large or breaks off.
async fn read(request: http::Request<Body>) -> Option<Request> {
    let (parts, body) = request.into_parts();
    let announced =
        parts.headers.get(http::header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|bytes: usize| bytes > LARGEST_BODY) {
        return None;
    }
    let body = to_bytes(body, LARGEST_BODY).await.ok()?.to_vec();
    let headers = parts.headers.iter();
    let headers = headers
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    Some(Request {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: headers.collect(),
        body,
    })
}

fn write(response: Response) -> http::Response<Body> {
    let mut built = http::Response::builder().status(response.status);
    for (name, value) in response.headers {
        built = built.header(name, value);
    }
    built.body(Body::from(response.body)).unwrap_or_default()
}
