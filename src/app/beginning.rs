//! How a walk begins: what is asked for, where its calls go, and who signs them.

use std::sync::Arc;

use super::tokens::TokenRef;
use super::{App, Fold, Tone, Walk};
use crate::cognito::Way;
use crate::engine::{Endpoints, RunId, Signer, Target};
use crate::flow::{Login, LoginConfig};
use crate::handoff::redact::Show;

impl App {
    /// Begins a walk from the form, held before its first call. False when the form does not make sense.
    pub(super) fn begin(&mut self) -> bool {
        self.form.purpose = None;
        if self.refreshes_what_is_here() {
            return self.begin_refresh();
        }
        self.form.leave_all();
        self.keep_typed();
        let Some(config) = self.login_config() else {
            self.open.insert(Fold::Form);
            // Where it is wrong may be out of sight.
            self.edit = self.form.problems().first().map(|problem| problem.field);
            return false;
        };
        self.connections.note_use(&self.form, self.now);
        self.begin_with(config)
    }

    /// True when the form is of a refresh without a token of its own: that of whoever is signed in is meant.
    #[must_use]
    pub fn refreshes_what_is_here(&self) -> bool {
        let draft = &self.form.draft;
        draft.way.refreshes() && draft.refresh_token.is_empty() && self.may_refresh()
    }

    pub(super) fn may_refresh(&self) -> bool {
        self.signed_in_as().is_some() && self.token(TokenRef::Refresh).is_ok()
    }

    /// Whose or which walk is at hand, when the form has come to be another's: “of matti”, “by `USER_AUTH`”.
    #[must_use]
    pub fn walk_of_another(&self) -> Option<String> {
        let flow = self
            .walk
            .as_ref()
            .map(Walk::flow)
            .filter(|flow| flow.errand().is_none() && !flow.is_preflight())?;
        let (config, draft) = (flow.config(), &self.form.draft);
        let other_user = draft.way.shows_username() && config.username != draft.username.trim();
        let other_way = config.way != draft.way && !config.way.refreshes();
        if other_user && !config.username.is_empty() {
            return Some(format!("of {}", config.username));
        }
        other_way.then(|| format!("by {}", config.way.label()))
    }

    /// Begins with the refresh token at hand, as and where it was had: whatever stands in the form by
    /// now, the token is good for its own user and app client, and goes to no other address.
    pub(super) fn begin_refresh(&mut self) -> bool {
        let Ok(token) = self.token(TokenRef::Refresh).map(|opened| opened.raw.clone()) else { return false };
        let Some(signed_in) = &self.signed_in else { return false };
        let before = signed_in.config.clone();
        let target = Arc::clone(&signed_in.target);
        let config = LoginConfig {
            way: if self.form.draft.way.refreshes() { self.form.draft.way } else { Way::RotateToken },
            device: self.kept_device(before.client.as_ref(), &before.username),
            refresh_token: Some(token),
            real_name: self.tokens.real_name(),
            ..before
        };
        self.begin_at(config, target)
    }

    /// The same once more: the check, the errand, what follows a sign-in in the browser, or the sign-in itself.
    pub(super) fn start_again(&mut self) {
        if self.walk.as_ref().is_some_and(Walk::is_preflight) {
            return self.begin_preflight();
        }
        let errand = self.walk.as_ref().and_then(|walk| walk.flow().errand());
        if let Some((kind, about)) = errand.map(|plan| (plan.kind, plan.about.clone())) {
            match self.may_run(kind) {
                Ok(()) => self.begin_errand(kind, about),
                Err(reason) => self.notices.add(Tone::Warn, reason, self.now),
            }
            return;
        }
        if let Some(what) = self.walk.as_ref().and_then(|walk| walk.after_browser) {
            match self.may_after_browser(what) {
                Ok(()) => self.begin_after_browser(what),
                Err(reason) => self.notices.add(Tone::Warn, reason, self.now),
            }
            return;
        }
        if self.begin()
            && let Some(walk) = &mut self.walk
        {
            walk.run();
            self.go_on();
        }
    }

    fn begin_with(&mut self, config: LoginConfig) -> bool {
        let target = Arc::new(self.target(&config));
        self.begin_at(config, target)
    }

    /// Begins a walk, held before its first call. False when the system has no random numbers.
    pub(super) fn begin_at(&mut self, config: LoginConfig, target: Arc<Target>) -> bool {
        let seed = match crate::engine::seed() {
            Ok(seed) => seed,
            Err(err) => {
                self.notices.add(Tone::Bad, format!("The system gives no random numbers: {err}"), self.now);
                return false;
            }
        };
        self.abandon();
        self.runs += 1;
        let refreshes = config.way.refreshes();
        self.walk = Some(Walk::new(Box::new(Login::start(config, &seed)), RunId(self.runs), target));
        if refreshes {
            self.tokens.refresh_began();
        } else {
            self.tokens.walk_began();
        }
        self.selected = None;
        self.show = Show::default();
        true
    }

    fn login_config(&self) -> Option<LoginConfig> {
        let config = self.form.draft.check().ok()?;
        let config = self.with_practice_pages(config);
        (!config.way.is_signed() || self.signer().is_some()).then_some(config)
    }

    pub(super) fn target(&self, config: &LoginConfig) -> Target {
        Target {
            region: Some(config.region.clone()),
            identity_region: Some(config.identity_region()),
            endpoints: self.endpoints(),
            signer: self.signer().filter(|_| config.way.is_signed()),
            clock_ahead: self.clock_offset().unwrap_or_default(),
            ..Target::default()
        }
    }

    /// The practice pool's calls go to it and nowhere else, whatever stands in the form.
    pub(super) fn endpoints(&self) -> Endpoints {
        match &self.practice {
            Some(practice) if self.is_practice() => {
                let endpoint = Some(practice.cast().endpoint.clone());
                Endpoints { idp: endpoint.clone(), identity: endpoint.clone(), sts: endpoint }
            }
            Some(_) | None => self.form.endpoints(),
        }
    }

    pub(super) fn signer(&self) -> Option<Signer> {
        self.form.signer.signer()
    }

    /// Drops the walk, and what was called after it; a call that is out is cancelled and its answer ignored.
    pub(super) fn abandon(&mut self) {
        self.drop_tries();
        if let Some(walk) = self.walk.take() {
            self.engine.stop(walk.run);
        }
    }
}
