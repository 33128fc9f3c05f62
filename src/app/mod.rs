//! What the program is doing: the connections, the form, the walk, the tokens, the notices.
//! Everything a person does arrives as a [`Command`] in [`App::dispatch`]; everything the world
//! does arrives through [`App::tick`]. Nothing here draws.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::cognito::challenge::name;
use crate::engine::{Engine, Event};
use crate::explain::Topic;
use crate::flow::{Field, FieldProblem, Outline, Position, Step};
use crate::handoff::redact::Show;
use crate::handoff::{AllowPolicy, TrustPolicy};
use crate::practice::Practice;
use crate::secret::Secret;
use kept::Keeper;

mod advice;
mod as_code;
mod beginning;
mod browser;
mod call;
mod changes;
mod clock;
mod command;
mod connections;
mod copying;
mod dispatch;
mod errands;
mod experience;
mod filling;
mod form;
mod hand_over;
mod importing;
mod kept;
mod may;
mod menu;
mod notices;
mod parts;
mod passing;
mod preflight;
mod roles;
mod startup;
mod tokens;
mod tour;
mod walk;

pub use crate::engine::clock::Stopwatch;
pub use crate::engine::picture::{Picture, PictureProblem};
pub use advice::{advice, remedy_commands};
pub use as_code::CodeView;
pub use call::{
    AnswerId, AnswerPart, AnswerSide, CallCommand, CallPlace, PastCall, Preset, Tried, call_remedy_commands,
    call_remedy_label,
};
pub use command::{Change, Command, ConnectionRef, Copied, Fold, Place, SignerSource, Tab};
pub use connections::Connections;
pub use copying::Clipboard;
pub use form::{Form, SignerForm};
pub use hand_over::{HandOver, HandOverCommand};
pub use menu::{Entry, Key, Shortcut};
pub use notices::{Notice, NoticeOffer, Notices, Tone};
pub use parts::Part;
pub use preflight::mend_commands;
pub use startup::{Parts, start};
pub use tokens::{
    ClaimRef, Had, Half, Keys, Live, Side, TokenCommand, TokenRef, TokensPlace, TokensView, Whose, is_key_set,
};
pub use tour::{Stop, Tour, Turn};
pub use walk::{AnswerField, Walk};

use errands::SignedIn;
use experience::Experience;
use tokens::Verifying;

/// The whole state of the program.
pub struct App {
    /// The time of the last tick: everything on screen is as of then.
    pub now: Timestamp,
    /// Saved connections and settings.
    pub connections: Connections,
    /// The form of the connection in use.
    pub form: Form,
    /// The walk, once one has begun.
    pub walk: Option<Walk>,
    /// Which place is shown.
    pub place: Place,
    /// The Tokens place.
    pub tokens: TokensPlace,
    /// The Call place.
    pub call: CallPlace,
    verifying: Verifying,
    /// The step in the inspector; the one that something happens to when none is chosen.
    pub selected: Option<usize>,
    /// Which side of the step is shown.
    pub tab: Tab,
    /// Whether secrets are shown or masked.
    pub show: Show,
    /// How code is shown.
    pub code_view: CodeView,
    /// What is to be taken elsewhere.
    pub hand_over: HandOver,
    /// Which foldable parts are open.
    open: BTreeSet<Fold>,
    /// What is open over the window.
    pub dialog: Option<Dialog>,
    /// The field that is to have the cursor in the next frame.
    pub edit: Option<Field>,
    /// The keys in the result bar are to have the focus in the next frame.
    pub points_at_keys: bool,
    /// Whether somebody is shown around.
    pub tour: Tour,
    /// Messages at the edge of the window.
    pub notices: Notices,
    /// What was copied last, and when.
    pub copied: Option<(Copied, Timestamp)>,
    /// When the secret was copied that is still to be taken off the clipboard.
    secret_copied: Option<Timestamp>,
    /// AWS profiles found on this computer, once looked for.
    pub profiles: Option<Vec<String>>,
    /// Where the person is: times are shown in it.
    pub zone: TimeZone,
    /// The window is dark.
    pub is_dark: bool,
    /// The program is to end.
    pub quitting: bool,
    clock: fn() -> Timestamp,
    /// How far this computer's clock is ahead of the server's, by the latest answer that told.
    clock_offset: Option<SignedDuration>,
    /// Passwords that practice users were given since the pool was as at the start.
    practice_passwords: BTreeMap<String, Secret>,
    /// The last sign-in, for as long as its tokens are good: errands follow it.
    signed_in: Option<SignedIn>,
    experience: Experience,
    practice: Option<Practice>,
    keeper: Keeper,
    /// Client and username that the kept secrets in the form belong to.
    kept_for: (String, String),
    engine: Engine,
    clipboard: Box<dyn Clipboard>,
    runs: u64,
}

/// What was kept with test users, beside the saved connections.
const KEPT_FILE: &str = "kept.toml";

/// What can be open over the window: one at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dialog {
    /// Search for any command.
    Palette,
    /// Every key.
    Help,
    /// A new name for the connection in use.
    Rename,
    /// Whether to delete the connection in use.
    Delete,
    /// Something to read: a page, a term, a call.
    Learn(Topic),
    /// The trust policy that a role should have.
    TrustPolicy(TrustPolicy),
    /// Keys and tokens in the format of another tool.
    HandOver,
    /// The statement that a policy of a role lacks.
    AllowPolicy(AllowPolicy),
    /// Whether a request with this method may be sent once for each way to authorize it.
    SendEach(String),
    /// Whether the answer may take the place of this file.
    Replace(PathBuf),
}

impl App {
    /// Opens on the connection that was used last, or on the practice pool.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let now = (parts.clock)();
        let mut notices = Notices::default();
        let practice = match parts.practice {
            Ok(practice) => Some(practice),
            Err(err) => {
                notices.add(Tone::Bad, format!("The practice pool could not start: {err}"), now);
                None
            }
        };
        let beside = |path: &Path| path.with_file_name(KEPT_FILE);
        let mut app = Self {
            now,
            kept_for: Default::default(),
            keeper: Keeper::open(parts.connections.path().map(beside)),
            clock: parts.clock,
            clock_offset: None,
            practice_passwords: BTreeMap::new(),
            connections: parts.connections,
            form: Form::default(),
            walk: None,
            place: Place::default(),
            tokens: TokensPlace::default(),
            call: CallPlace::default(),
            verifying: Verifying::default(),
            selected: None,
            tab: Tab::default(),
            show: Show::default(),
            code_view: CodeView::default(),
            hand_over: HandOver::default(),
            open: BTreeSet::new(),
            dialog: None,
            edit: None,
            points_at_keys: false,
            tour: Tour::default(),
            notices,
            copied: None,
            secret_copied: None,
            profiles: None,
            zone: parts.zone,
            is_dark: true,
            quitting: false,
            signed_in: None,
            experience: Experience::default(),
            practice,
            engine: parts.engine,
            clipboard: parts.clipboard,
            runs: 0,
        };
        for warning in app.connections.warnings() {
            app.notices.add(Tone::Warn, warning, app.now);
        }
        app.load_form();
        app
    }

    /// Takes in what has happened since the last tick, and makes the calls that may be made.
    /// Call it once a frame, before drawing, and whenever the wake-up comes.
    pub fn tick(&mut self) {
        let now = (self.clock)();
        self.now = now;
        while let Some(event) = self.engine.try_event() {
            self.on_event(event);
        }
        self.go_on();
        self.send_when_refreshed();
        self.follow_sign_in();
        self.go_on_calling();
        self.look_at_picture();
        self.warn_of_the_end();
        self.clear_clipboard_when_due();
        self.notices.expire(now);
        if let Err(problem) = self.connections.save_when_due(now) {
            self.notices.add(Tone::Bad, problem, now);
        }
    }

    fn on_event(&mut self, event: Event) {
        match event {
            Event::Performed { run, performed } => {
                let now = self.now;
                if self.walk.as_ref().is_none_or(|walk| walk.run != run) {
                    if let Some(performed) = self.performed_for_call(run, *performed) {
                        self.performed_for_token(run, performed);
                    }
                    return;
                }
                self.note_clock(&performed);
                if let Some(walk) = &mut self.walk {
                    walk.performed(*performed, now);
                    self.tokens.walk_changed(walk);
                    self.experience.note(walk);
                    self.let_go_of_gone_tokens();
                    self.note_account();
                    self.note_after_browser();
                    self.take_new_password();
                    self.keep_from_walk();
                    self.show_refresh_trouble();
                    self.offer_to_send_again();
                    self.hurry();
                }
            }
        }
    }

    /// A password that was just chosen is the one to sign in with next.
    fn take_new_password(&mut self) {
        let Some(walk) = &mut self.walk else { return };
        let Some(password) = walk.take_new_password() else { return };
        let username = &walk.flow().config().username;
        if self.form.draft.username.trim() == username {
            self.form.draft.password = password.clone();
        }
        if let Some(signed_in) = self.signed_in.as_mut().filter(|known| known.config.username == *username) {
            signed_in.config.password = password.clone();
        }
        if *self.connections.current() == ConnectionRef::Practice {
            self.practice_passwords.insert(username.clone(), password);
        }
    }

    /// A real pool waits only seconds for the proof of the password, so a person who steps is told.
    fn hurry(&mut self) {
        let waits = |walk: &Walk| walk.is_held() && walk.next_answers(name::PASSWORD_VERIFIER);
        if !self.is_practice() && self.walk.as_ref().is_some_and(waits) {
            let text = "Cognito waits only a few seconds for this proof: press Step (F10) soon";
            self.notices.add(Tone::Warn, text, self.now);
        }
    }

    /// Makes the next call of the walk if it may be made.
    fn go_on(&mut self) {
        if let Some(walk) = &mut self.walk
            && let walk::Todo::Perform(call) = walk.todo(self.now)
        {
            self.engine.perform(walk.run, Arc::clone(&walk.target), *call);
        }
    }

    /// The window is on screen: what could wait for that is begun.
    pub fn shown(&mut self) {
        if let Some(practice) = &self.practice {
            practice.make_keys();
        }
        self.offer_tour();
    }

    /// True while a call is out: the window then shows the time going by.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.walk.as_ref().is_some_and(|walk| walk.under_way().is_some())
    }

    /// The practice pool.
    #[must_use]
    pub const fn practice(&self) -> Option<&Practice> {
        self.practice.as_ref()
    }

    /// True when the connection in use is the practice pool: nothing leaves this computer.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        *self.connections.current() == ConnectionRef::Practice
    }

    /// The steps of the walk, or the path that a walk would take; and after them the tries of the Call place.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let mut steps = self.walk_steps();
        steps.extend_from_slice(self.call.steps());
        steps
    }

    /// The steps of the walk alone.
    #[must_use]
    pub fn walk_steps(&self) -> Vec<Step> {
        match &self.walk {
            Some(walk) => walk.steps().to_vec(),
            None => self.outline().steps(Position::Start),
        }
    }

    fn outline(&self) -> Outline<'_> {
        let draft = &self.form.draft;
        Outline {
            way: draft.way,
            username: draft.username.trim(),
            classic_role: draft.classic_role.trim(),
            has_user_info: draft.browser.has_user_info(),
            until: draft.reach(),
        }
    }

    /// The step in the inspector.
    #[must_use]
    pub fn shown_step(&self) -> Option<usize> {
        let of_call = || self.call.shown().map(|at| self.walk_steps().len() + at);
        self.selected.or_else(of_call).or_else(|| self.walk.as_ref().and_then(Walk::current))
    }

    /// What is wrong with the form, as far as the person has come.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = self.form.problems();
        if self.refreshes_what_is_here() {
            problems.retain(|problem| !matches!(problem.field, Field::RefreshToken | Field::Username));
        }
        problems
    }

    /// The program ends: what is to be kept is written.
    ///
    /// # Errors
    /// In words, when it could not be.
    pub fn close(&mut self) -> Result<(), String> {
        self.abandon();
        self.clear_clipboard_now();
        self.connections.save()
    }
}
