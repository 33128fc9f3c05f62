//! What commands of the Call place do, which of them may act, and how the tries go on.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::keeping::KEEPS_NONE;
use super::{CallCommand, PastCall, Told, Visit};
use crate::app::{App, Change, Command, ConnectionRef, Dialog, Place, Tone};
use crate::engine::{RunId, Target, Timeouts, disk, saving};
use crate::explain::Remedy;
use crate::flow::{ApiAuth, ApiField, ApiVisit, AuthKind, Input, Next, Performed};

/// API Gateway gives what is behind it 29 seconds, unless somebody raised that.
const PATIENCE: Duration = Duration::from_mins(1);

impl App {
    pub(in crate::app) fn on_call(&mut self, command: CallCommand) {
        match command {
            CallCommand::Send => self.send_in(&[self.call.auth]),
            CallCommand::TryAll => match self.call.draft.check() {
                Ok(request) if !request.only_looks() => {
                    self.dialog = Some(Dialog::SendEach(request.method));
                }
                Ok(_) | Err(_) => self.send_in(&AuthKind::ALL),
            },
            CallCommand::TryAllAgreed => {
                self.dialog = None;
                self.send_in(&AuthKind::ALL);
            }
            CallCommand::Refresh => self.refresh_for_call(),
            CallCommand::SignIn => self.sign_in_for_call(),
            CallCommand::PointOut => self.point_out(),
            CallCommand::Stop => self.stop_calling(),
            CallCommand::Choose(kind) => self.call.auth = kind,
            CallCommand::With(kind) => {
                self.call.auth = kind;
                self.send_in(&[kind]);
            }
            CallCommand::Preset(preset) => {
                if let Some((draft, auth)) = self.preset(preset) {
                    self.fill_in_call(PastCall::new(draft, auth, self.now));
                }
            }
            CallCommand::Recall(at) => {
                if let Some(past) = self.call.history.get(at).cloned() {
                    self.fill_in_call(past);
                }
            }
            CallCommand::ForgetAll => self.call.history.clear(),
            CallCommand::Keep(name) => self.keep_call(&name),
            CallCommand::Open(name) => self.open_kept_call(&name),
            CallCommand::Drop(name) => self.drop_call(&name),
            CallCommand::Show(at) => self.call.shown = Some(at),
            CallCommand::Look(side) => self.call.side = side,
            CallCommand::Edit(field) => {
                self.place = Place::Call;
                self.call.edit = Some(field);
            }
            CallCommand::AskSave => self.call.save_to = self.proposed_path(),
            CallCommand::Save { path, replaces } => self.save_answer(&path, replaces),
            CallCommand::ShowAllowPolicy => self.dialog = self.allow_policy().ok().map(Dialog::AllowPolicy),
        }
    }

    /// Why a command of the Call place cannot be done now.
    pub(in crate::app) fn may_on_call(&self, command: &CallCommand) -> Result<(), &'static str> {
        let refuse = |when: bool, reason| if when { Err(reason) } else { Ok(()) };
        match command {
            CallCommand::Send => {
                refuse(self.call.is_calling(), "A request is under way")?;
                self.may_send(self.call.auth)
            }
            CallCommand::With(kind) => {
                refuse(self.call.is_calling(), "A request is under way")?;
                self.may_send(*kind)
            }
            CallCommand::TryAll | CallCommand::TryAllAgreed => {
                refuse(self.call.is_calling(), "A request is under way")?;
                let at_hand = |kind: &AuthKind| self.may_authorize(*kind).is_ok();
                let none = AuthKind::ALL
                    .iter()
                    .filter(|kind| **kind != AuthKind::Nothing)
                    .all(|kind| !at_hand(kind));
                if none { self.may_authorize(AuthKind::Iam) } else { self.may_send(AuthKind::Nothing) }
            }
            CallCommand::Refresh => self.may(&Command::Refresh),
            CallCommand::SignIn => self.may(&Command::Run),
            CallCommand::Stop => refuse(!self.call.is_calling(), "No request is under way"),
            CallCommand::AskSave | CallCommand::Save { .. } => {
                refuse(self.answer_body().is_none(), "There is no answer to save")
            }
            CallCommand::ShowAllowPolicy => self.allow_policy().map(drop),
            CallCommand::Keep(_) => self.may_keep_call(),
            CallCommand::Open(_) | CallCommand::Drop(_) => refuse(self.is_practice(), KEEPS_NONE),
            CallCommand::ForgetAll => refuse(self.call.history.is_empty(), "Nothing was sent yet"),
            CallCommand::Choose(_)
            | CallCommand::Preset(_)
            | CallCommand::Recall(_)
            | CallCommand::Show(_)
            | CallCommand::Look(_)
            | CallCommand::PointOut
            | CallCommand::Edit(_) => Ok(()),
        }
    }

    /// Sends the request in these ways, as far as there is something for each. One way alone is not left out in silence:
    /// what it lacks is asked for.
    pub(super) fn send_in(&mut self, kinds: &[AuthKind]) {
        self.place = Place::Call;
        self.call.told = Told::All;
        self.call.held_back = None;
        let request = match self.call.draft.check() {
            Ok(request) => request,
            Err(problems) => {
                self.call.edit = problems.first().map(|problem| problem.field);
                return;
            }
        };
        let (mut auths, mut left_out, mut problem): (Vec<ApiAuth>, _, _) = (Vec::new(), Vec::new(), None);
        for kind in kinds {
            match (self.may_authorize(*kind), self.api_auth(*kind)) {
                (Ok(()), Ok(auth)) => auths.push(auth),
                (Ok(()), Err(lacking)) if kinds.len() == 1 => problem = Some(lacking),
                (Ok(()), Err(lacking)) => left_out.push((*kind, lacking.text)),
                (Err(reason), _) => left_out.push((*kind, reason.to_owned())),
            }
        }
        if let Some(problem) = problem {
            self.notices.add(Tone::Warn, problem.text, self.now);
            self.call.edit = Some(problem.field);
            return;
        }
        self.drop_tries();
        self.runs += 1;
        let timeouts = Timeouts { answer: PATIENCE, ..Timeouts::default() };
        let clock_ahead = self.clock_offset().unwrap_or_default();
        let target = Arc::new(Target { timeouts, clock_ahead, ..Target::default() });
        let tries = ApiVisit::start(&request, auths);
        self.call.visit = Some(Visit { tries, run: RunId(self.runs), target, left_out });
        (self.call.shown, self.selected) = (None, None);
        self.remember_call();
        self.go_on_calling();
    }

    /// Sends the next try, if it may be sent.
    pub(in crate::app) fn go_on_calling(&mut self) {
        let now = self.now;
        if let Some(visit) = &mut self.call.visit
            && let Next::Send(call) = visit.tries.next(now)
        {
            visit.tries.on(Input::Sent(call.clone()), now);
            self.engine.perform(visit.run, Arc::clone(&visit.target), *call);
        }
    }

    /// Takes in an answer. Gives it back when it is to something else.
    pub(in crate::app) fn performed_for_call(
        &mut self,
        run: RunId,
        performed: Performed,
    ) -> Option<Performed> {
        let now = self.now;
        let Some(visit) = self.call.visit.as_mut().filter(|visit| visit.run == run) else {
            return Some(performed);
        };
        let status = performed.exchange.as_ref().and_then(|exchange| exchange.response.as_ref());
        let status = status.map(|response| response.status);
        // Where no walk told of the clock, the API's own answer does, for the next signature.
        self.clock_offset = self.clock_offset.or_else(|| performed.clock_offset());
        visit.tries.on(Input::Performed(Box::new(performed)), now);
        self.remember_answer(status);
        None
    }

    /// What is wrong with the request is told beside its fields; the first of them gets the cursor.
    fn point_out(&mut self) {
        self.call.told = Told::All;
        self.call.edit = self.call_problems().first().map(|problem| problem.field);
    }

    fn stop_calling(&mut self) {
        let now = self.now;
        if let Some(visit) = &mut self.call.visit {
            visit.tries.on(Input::Stop, now);
            self.engine.stop(visit.run);
        }
    }

    /// Another walk began, or another request: what the tries bring counts no more.
    pub(in crate::app) fn drop_tries(&mut self) {
        if let Some(visit) = self.call.visit.take() {
            self.engine.stop(visit.run);
        }
        (self.call.save_to, self.call.looked_at) = (None, None);
    }

    /// The Call place as it is when a connection was chosen: nothing of another's goes along.
    pub(in crate::app) fn load_call(&mut self) {
        self.drop_tries();
        self.call = std::mem::take(&mut self.call).on(self.connections.current());
        let practice = *self.connections.current() == ConnectionRef::Practice;
        if let Some((draft, auth)) = self.preset(super::Preset::Practice(0)).filter(|_| practice) {
            (self.call.draft, self.call.auth) = (draft, auth);
        }
    }

    pub(super) fn fill_in_call(&mut self, past: PastCall) {
        self.place = Place::Call;
        (self.call.draft, self.call.auth) = (past.draft, past.auth);
        self.call.told = Told::Little;
    }

    /// The body of the shown answer.
    pub(in crate::app) fn answer_body(&self) -> Option<Vec<u8>> {
        self.call.shown_try()?.body().map(<[u8]>::to_vec)
    }

    fn proposed_path(&self) -> Option<String> {
        let tried = self.call.shown_try()?;
        let response = tried.exchange()?.response.as_ref()?;
        let name = crate::flow::answer_name(&tried.exchange()?.url, response.header("content-type"));
        let name = if tried.is_cut() { format!("beginning-of-{name}") } else { name };
        Some(disk::downloads().join(name).display().to_string())
    }

    fn save_answer(&mut self, path: &Path, replaces: bool) {
        let Some(body) = self.answer_body() else { return };
        let path = &saving::typed_path(&path.to_string_lossy());
        match disk::write_bytes(path, &body, replaces) {
            Ok(()) => {
                self.call.save_to = None;
                let is_cut = self.call.shown_try().is_some_and(|tried| tried.is_cut());
                let (tone, what) = if is_cut {
                    (Tone::Warn, "The answer was cut: its beginning is saved to")
                } else {
                    (Tone::Ok, "Saved to")
                };
                self.notices.add(tone, format!("{what} {}", path.display()), self.now);
            }
            Err(err) if err.kind() == std::io::ErrorKind::AlreadyExists => {
                self.dialog = Some(Dialog::Replace(PathBuf::from(path)));
            }
            Err(err) => {
                let text = format!("{} could not be written: {err}", path.display());
                self.notices.add(Tone::Bad, text, self.now);
            }
        }
    }
}

/// What stands on the button of a remedy in the Call place.
#[must_use]
pub fn call_remedy_label(remedy: &Remedy) -> String {
    if *remedy == Remedy::Refresh {
        "Refresh and send again".to_owned()
    } else if *remedy == Remedy::TryAgain {
        "Send again".to_owned()
    } else {
        remedy.label()
    }
}

/// The commands that carry a remedy out in the Call place, in their order.
#[must_use]
pub fn call_remedy_commands(app: &App, remedy: &Remedy) -> Vec<Command> {
    let call = |command| vec![Command::Call(command)];
    match remedy {
        Remedy::CallWith(kind) => call(CallCommand::With(*kind)),
        Remedy::TryAgain | Remedy::StartAgain => call(CallCommand::Send),
        Remedy::EditUrl => call(CallCommand::Edit(ApiField::Url)),
        Remedy::EditSigning => call(CallCommand::Edit(ApiField::Region)),
        Remedy::AllowPolicy => call(CallCommand::ShowAllowPolicy),
        Remedy::Refresh => call(CallCommand::Refresh),
        Remedy::UseRole(arn) => {
            let role = Command::Change(Change::Role(arn.clone()));
            vec![Command::Go(Place::Walk), role, Command::StartAgain]
        }
        Remedy::UseWay(_)
        | Remedy::RegionFromPool(_)
        | Remedy::OpenInbox
        | Remedy::SignIn
        | Remedy::SendIdToken
        | Remedy::TrustPolicy
        | Remedy::Errand(_)
        | Remedy::Edit(_) => super::super::remedy_commands(app, remedy),
    }
}
