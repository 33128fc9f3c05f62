//! An app with a pretend clipboard and a clock that can be put forward, and waiting without sleeping.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use poolwalk::app::{App, Change, Clipboard, Command, Connections, Parts};
use poolwalk::engine::clipboard::CopyProblem;
use poolwalk::engine::{Engine, Opener, clock};
use poolwalk::flow::{Draft, Ending, Field};
use poolwalk::practice::{Options, Practice};
use poolwalk::secret::Secret;

use crate::server::{Server, answer};

/// Longer than anything takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

thread_local! {
    static AHEAD: Cell<SignedDuration> = const { Cell::new(SignedDuration::ZERO) };
}

fn time() -> Timestamp {
    clock::now() + AHEAD.get()
}

/// Puts the app's clock forward, for the rest of this test.
pub(crate) fn later(secs: i64) {
    AHEAD.set(AHEAD.get() + SignedDuration::from_secs(secs));
}

/// A clipboard that tells what was put on it, and whether it was to be kept out of histories.
#[derive(Clone, Default)]
pub(crate) struct Board {
    held: Rc<RefCell<Vec<(String, bool)>>>,
    broken: Rc<Cell<Option<CopyProblem>>>,
    cleared: Rc<Cell<bool>>,
}

impl Board {
    pub(crate) fn last(&self) -> Option<(String, bool)> {
        self.held.borrow().last().cloned()
    }

    /// True when it was emptied since.
    pub(crate) fn is_cleared(&self) -> bool {
        self.cleared.get()
    }

    pub(crate) fn breaks(&self) {
        self.broken.set(Some(CopyProblem::NoClipboard));
    }

    /// Copies take too long from now on.
    pub(crate) fn is_busy(&self) {
        self.broken.set(Some(CopyProblem::Busy));
    }
}

impl Clipboard for Board {
    fn put(&mut self, text: &Secret, sensitive: bool) -> Result<(), CopyProblem> {
        if let Some(problem) = self.broken.get() {
            return Err(problem);
        }
        self.held.borrow_mut().push((text.expose().to_owned(), sensitive));
        self.cleared.set(false);
        Ok(())
    }

    fn clear_if_ours(&mut self) {
        self.cleared.set(true);
    }
}

/// An app without a window.
pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) board: Board,
    pub(crate) wake: Receiver<()>,
}

impl Desk {
    /// Nothing is kept between runs.
    pub(crate) fn new() -> Self {
        Self::keeping(None)
    }

    /// Connections are kept in this file.
    pub(crate) fn keeping(path: Option<PathBuf>) -> Self {
        Self::browsing(path, Arc::new(|_| Err("there is no browser here".to_owned())))
    }

    /// Pages are opened like this.
    pub(crate) fn browsing(path: Option<PathBuf>, opener: Opener) -> Self {
        let (waker, wake) = sync_channel(1);
        let board = Board::default();
        let app = App::new(Parts {
            // A wake-up that is already waiting is enough.
            engine: Engine::new(Arc::new(move || waker.try_send(()).unwrap_or_default()))
                .unwrap()
                .opening_with(opener),
            practice: Practice::start(Options { keys_later: true, ..Options::default() }),
            connections: Connections::open(path),
            clipboard: Box::new(board.clone()),
            clock: time,
            zone: TimeZone::UTC,
        });
        Self { app, board, wake }
    }

    /// A connection of one's own that goes to this server.
    pub(crate) fn at(server: &Server) -> Self {
        let mut desk = Self::new();
        desk.app.dispatch(Command::NewConnection);
        desk.app.form.draft = draft(&server.url());
        desk
    }

    /// Waits until something holds, taking in what happens meanwhile.
    pub(crate) fn until(&mut self, holds: impl Fn(&App) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.app.tick();
            if holds(&self.app) {
                return;
            }
            assert!(Instant::now() < deadline, "it never came to pass");
            let _woken = self.wake.recv_timeout(Duration::from_millis(50));
        }
    }

    pub(crate) fn until_over(&mut self) -> Ending {
        self.until(|app| app.walk.as_ref().is_some_and(|walk| walk.ending().is_some()));
        self.app.walk.as_ref().unwrap().ending().unwrap()
    }

    pub(crate) fn until_asked(&mut self) {
        self.until(|app| app.walk.as_ref().is_some_and(|walk| walk.question().is_some()));
    }

    /// Fills in a user of the practice pool.
    pub(crate) fn as_user(&mut self, username: &str) {
        let at = place_of(&self.app, username);
        self.app.dispatch(Command::Change(Change::PracticeUser(at)));
    }

    /// Types an answer into the field with this key.
    pub(crate) fn type_answer(&mut self, key: &str, text: &Secret) {
        let walk = self.app.walk.as_mut().unwrap();
        walk.answer.iter_mut().find(|field| field.key == key).unwrap().text = text.clone();
    }

    /// The states of the steps, in words.
    pub(crate) fn states(&self) -> Vec<&'static str> {
        self.app.steps().iter().map(|step| step.state.word()).collect()
    }

    /// What is said at the edge of the window.
    pub(crate) fn notices(&self) -> Vec<String> {
        self.app.notices.all().iter().map(|notice| notice.text.clone()).collect()
    }

    /// What is said beside this field.
    pub(crate) fn said_of(&self, field: Field) -> Option<String> {
        self.app.problems().into_iter().find(|problem| problem.field == field).map(|problem| problem.text)
    }
}

fn place_of(app: &App, username: &str) -> usize {
    let users = &app.practice().unwrap().cast().users;
    users.iter().position(|user| user.username == username).unwrap()
}

/// The code that the practice inbox shows.
pub(crate) fn code(app: &App) -> Secret {
    app.practice().unwrap().inbox()[0].code.clone()
}

/// A form that makes sense, for a server of one's own.
pub(crate) fn draft(endpoint: &str) -> Draft {
    Draft {
        user_pool: "eu-west-1_Ab12Cd34E".into(),
        client: "1h57kf5cpq17m0eml12EXAMPLE".into(),
        client_secret: "kept-to-itself".into(),
        identity_pool: "eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c".into(),
        username: "alice".into(),
        password: "typed-and-not-saved".into(),
        way: poolwalk::cognito::Way::UserPassword,
        endpoint: endpoint.to_owned(),
        ..Draft::default()
    }
}

/// Signs everybody in, and counts.
pub(crate) fn generous() -> Server {
    Server::new(|stream, request| {
        let operation = request.header("x-amz-target").unwrap_or("sts.GetCallerIdentity");
        let body = match operation.rsplit('.').next().unwrap() {
            "InitiateAuth" => {
                r#"{"AuthenticationResult":{"IdToken":"e30.e30.x","AccessToken":"e30.e30.y","ExpiresIn":3600}}"#
            }
            "GetId" => r#"{"IdentityId":"eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c"}"#,
            "GetCredentialsForIdentity" => {
                r#"{"IdentityId":"eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c","Credentials":
                {"AccessKeyId":"ASIAX","SecretKey":"k","SessionToken":"t","Expiration":4.0E9}}"#
            }
            _ => {
                "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::1:x</Arn><UserId>u</UserId>\
                 <Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
            }
        };
        std::io::Write::write_all(stream, answer(200, "", body).as_bytes()).is_ok()
    })
}

/// Takes requests and never answers.
pub(crate) fn silent() -> Server {
    Server::new(|_, _| {
        std::thread::park();
        false
    })
}
