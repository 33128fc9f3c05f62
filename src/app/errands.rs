//! Errands about an account: which may begin, with whose tokens, and what changes when one is through.
//! A sign-in is remembered here, so that several errands can follow it.

use std::sync::Arc;

use super::form::Purpose;
use super::walk::Walk;
use super::{App, Fold, Place, Tone};
use crate::engine::{RunId, Target};
use crate::flow::{
    AfterBrowser, Ending, Errand, ErrandKind, ErrandPlan, FieldProblem, Haul, LoginConfig, Need, TokenSet,
};
use crate::handoff::redact::Show;
use crate::practice::Practice;
use crate::secret::Secret;

/// The last sign-in: whose, where, and all that it brought.
#[derive(Debug)]
pub(super) struct SignedIn {
    pub(super) config: LoginConfig,
    pub(super) target: Arc<Target>,
    pub(super) haul: Haul,
}

/// What an errand begins with.
struct Start {
    config: LoginConfig,
    target: Arc<Target>,
    access_token: Option<Secret>,
}

impl App {
    /// The name of whoever is signed in.
    #[must_use]
    pub fn signed_in_as(&self) -> Option<&str> {
        let signed_in = self.signed_in.as_ref().filter(|signed_in| signed_in.haul.tokens.is_some());
        signed_in.map(|signed_in| signed_in.config.username.as_str())
    }

    /// What the sign-in before this errand was made with.
    pub(super) fn signed_in_config(&self) -> Option<&LoginConfig> {
        self.signed_in.as_ref().map(|signed_in| &signed_in.config)
    }

    /// Why an errand cannot begin now.
    pub(super) fn may_run(&self, kind: ErrandKind) -> Result<(), &'static str> {
        self.may_leave_walk()?;
        let tokens = self.signed_in.as_ref().and_then(|signed_in| signed_in.haul.tokens.as_ref());
        let has = |part: fn(&TokenSet) -> bool| tokens.is_some_and(part);
        match kind.need() {
            Need::AccessToken if !has(|tokens| tokens.access.is_some()) => {
                Err("Sign in first: this needs an access token")
            }
            Need::RefreshToken if !has(|tokens| tokens.refresh.is_some()) => {
                Err("Sign in first: this needs a refresh token")
            }
            Need::Nothing | Need::Username | Need::AccessToken | Need::RefreshToken => Ok(()),
        }
    }

    /// Begins an errand and goes as far as its first question, or to the end of one that only looks.
    pub(super) fn begin_errand(&mut self, kind: ErrandKind, about: Option<String>) {
        self.place = Place::Walk;
        let Start { config, target, access_token } = match self.start_of(kind) {
            Ok(start) => start,
            Err(problems) => return self.cannot_begin(kind, &problems),
        };
        self.form.purpose = None;
        self.abandon();
        self.runs += 1;
        let errand = Errand::start(ErrandPlan { kind, about, config, access_token }, self.now);
        let mut walk = Walk::new(Box::new(errand), RunId(self.runs), target);
        walk.run();
        self.walk = Some(walk);
        self.selected = None;
        self.show = Show::default();
        self.go_on();
    }

    fn cannot_begin(&mut self, kind: ErrandKind, problems: &[FieldProblem]) {
        self.form.purpose = Some(Purpose::Errand(kind));
        for problem in problems {
            self.form.leave(problem.field);
        }
        if let Some(FieldProblem { field, text, .. }) = problems.first() {
            // The field may be one that this way in does without, and then it is not on screen.
            self.notices.add(Tone::Warn, format!("{}: {text}", field.label()), self.now);
        }
        self.open.insert(Fold::Form);
        self.edit = problems.first().map(|problem| problem.field);
    }

    /// Who is signed in goes where the sign-in went, whatever stands in the form since.
    fn start_of(&self, kind: ErrandKind) -> Result<Start, Vec<FieldProblem>> {
        if matches!(kind.need(), Need::AccessToken | Need::RefreshToken)
            && let Some(SignedIn { config, target, haul }) = &self.signed_in
        {
            let tokens = haul.tokens.clone().unwrap_or_default();
            // A device may have been remembered, or forgotten, since the sign-in began.
            let device = self.kept_device(config.client.as_ref(), &config.username);
            let config = LoginConfig { refresh_token: tokens.refresh, device, ..config.clone() };
            return Ok(Start { config, target: Arc::clone(target), access_token: tokens.access });
        }
        let mut config = self.form.draft.check_errand(kind)?;
        if kind == ErrandKind::SignUp && self.is_of_the_cast(&config.username) {
            config.username.clear(); // a name that is taken is no proposal
        }
        let target = Arc::new(self.target(&config));
        Ok(Start { config, target, access_token: None })
    }

    fn is_of_the_cast(&self, username: &str) -> bool {
        let cast = self.practice.as_ref().filter(|_| self.is_practice()).map(Practice::cast);
        cast.is_some_and(|cast| cast.users.iter().any(|user| user.username == username))
    }

    /// Takes in what the walk has come to: who is signed in, and what an errand has changed.
    pub(super) fn note_account(&mut self) {
        let Some(walk) = &self.walk else { return };
        let Some(plan) = walk.flow().errand() else {
            let is_revoked =
                walk.after_browser == Some(AfterBrowser::Revoke) && walk.ending() == Some(Ending::Finished);
            if is_revoked || walk.haul().tokens.as_ref().is_some_and(|tokens| tokens.access.is_some()) {
                let (config, mut haul) = (walk.flow().config().clone(), walk.haul().clone());
                if let Some(tokens) = haul.tokens.as_mut().filter(|_| is_revoked) {
                    // Revoked along with the refresh token; the browser can still be signed out.
                    tokens.access = None;
                }
                self.signed_in = Some(SignedIn { config, target: Arc::clone(&walk.target), haul });
            }
            return;
        };
        if walk.ending() != Some(Ending::Finished) {
            return;
        }
        let (kind, username) = (plan.kind, plan.config.username.clone());
        if kind == ErrandKind::SignUp {
            self.form.draft.username = username;
            self.form_changed();
        }
        if kind.ends_the_session()
            && let Some(signed_in) = &mut self.signed_in
        {
            // AWS keys know nothing of a session: they stay good until they run out.
            signed_in.haul.tokens = None;
        }
    }

    /// What the sign-in brought: that of the walk, or of the one before an errand or a check. Somebody else's
    /// keys are not shown beside an errand of another user.
    #[must_use]
    pub fn haul_of_login(&self) -> Option<&Haul> {
        let whose = match &self.walk {
            Some(walk) if walk.is_preflight() => Some(self.form.draft.username.trim()),
            Some(walk) if walk.flow().errand().is_some() => Some(walk.flow().config().username.as_str()),
            Some(walk) => return Some(walk.haul()),
            None => None,
        };
        let signed_in = self.signed_in.as_ref()?;
        let is_theirs = whose.is_none_or(|name| name == signed_in.config.username);
        is_theirs.then_some(&signed_in.haul)
    }

    /// Who signed up in the practice pool since it was as at the start.
    #[must_use]
    pub fn practice_newcomers(&self) -> Vec<&str> {
        let known = self.practice_passwords.keys().map(String::as_str);
        known.filter(|username| !self.is_of_the_cast(username)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;
    use std::time::Duration;

    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    use super::super::walk::Todo;
    use super::super::{Clipboard, Connections, Parts};
    use super::*;
    use crate::cognito::Way;
    use crate::engine::Engine;
    use crate::engine::clipboard::CopyProblem;
    use crate::flow::{BrowserErrand, Draft, Performed, Reply};

    struct NoClipboard;

    impl Clipboard for NoClipboard {
        fn put(&mut self, _text: &Secret, _sensitive: bool) -> Result<(), CopyProblem> {
            Err(CopyProblem::NoClipboard)
        }

        fn clear_if_ours(&mut self) {}
    }

    fn app() -> App {
        let (waker, _) = sync_channel(1);
        App::new(Parts {
            engine: Engine::new(Arc::new(move || waker.try_send(()).unwrap_or_default())).unwrap(),
            practice: Err(std::io::Error::other("no practice pool here")),
            connections: Connections::open(None),
            clipboard: Box::new(NoClipboard),
            clock: || Timestamp::UNIX_EPOCH,
            zone: TimeZone::UTC,
        })
    }

    #[test]
    fn whose_tokens_were_revoked_can_be_signed_out_of_the_browser_and_no_more() {
        let mut app = app();
        let mut draft = Draft { way: Way::Browser, client: "abc".into(), ..Draft::default() };
        (draft.user_pool, draft.browser.domain) = ("eu-west-1_Ab12Cd34E".into(), "my-app".into());
        let config = draft.check().unwrap();
        let token = |text: &str| Some(Secret::from(text));
        let tokens = TokenSet { access: token("access"), refresh: token("refresh"), ..TokenSet::default() };
        let haul = Haul { tokens: Some(tokens), ..Haul::default() };
        let target = Arc::new(app.target(&config));
        app.signed_in =
            Some(SignedIn { config: config.clone(), target: Arc::clone(&target), haul: haul.clone() });
        assert_eq!(app.may_run(ErrandKind::ViewUser), Ok(()));

        let errand = BrowserErrand::start(config, AfterBrowser::Revoke, haul, app.now).unwrap();
        let mut walk = Walk::new(Box::new(errand), RunId(1), target);
        walk.after_browser = Some(AfterBrowser::Revoke);
        walk.run();
        walk.give_answer(app.now).unwrap();
        assert!(matches!(walk.todo(app.now), Todo::Perform(_)));
        let (started, took) = (app.now, Duration::ZERO);
        walk.performed(Performed { result: Ok(Reply::Done), exchange: None, started, took }, app.now);
        app.walk = Some(walk);
        app.note_account();
        assert_eq!(app.may_run(ErrandKind::ViewUser), Err("Sign in first: this needs an access token"));
        assert_eq!(app.may_run(ErrandKind::RevokeToken), Err("Sign in first: this needs a refresh token"));
        assert_eq!(app.may_after_browser(AfterBrowser::SignOut), Ok(()));
        assert!(app.may_after_browser(AfterBrowser::Refresh).is_err());
    }
}
