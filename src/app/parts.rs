//! The parts of the whole flow, from the person to the keys, and what of each is there at the moment.
//! It knows where a part's live value is shown, and nothing of how the whole is drawn.

use super::command::{Command, Place, Tab};
use super::tokens::TokenRef;
use super::{App, Dialog, Walk};
use crate::cognito::Way;
use crate::explain::Topic;
use crate::flow::{Actor, Operation, Step, StepState};
use crate::jwt;

/// A part of the whole flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Whoever signs in.
    You,
    /// The user pool.
    UserPool,
    /// Its ID token.
    IdToken,
    /// Its access token.
    AccessToken,
    /// Its refresh token.
    RefreshToken,
    /// The identity pool.
    IdentityPool,
    /// The identity that it gave.
    IdentityId,
    /// The keys that it gave.
    Keys,
    /// STS.
    Sts,
    /// What STS says of the keys.
    Caller,
    /// The person's own API.
    YourApi,
}

impl Part {
    /// Every part, in the order of the flow.
    pub const ALL: [Self; 11] = [
        Self::You,
        Self::UserPool,
        Self::IdToken,
        Self::AccessToken,
        Self::RefreshToken,
        Self::IdentityPool,
        Self::IdentityId,
        Self::Keys,
        Self::Sts,
        Self::Caller,
        Self::YourApi,
    ];

    /// What it is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::You => "You",
            Self::UserPool => "User pool",
            Self::IdToken => "ID token",
            Self::AccessToken => "Access token",
            Self::RefreshToken => "Refresh token",
            Self::IdentityPool => "Identity pool",
            Self::IdentityId => "Identity ID",
            Self::Keys => "AWS keys",
            Self::Sts => "STS",
            Self::Caller => "Caller",
            Self::YourApi => "Your API",
        }
    }

    /// What pressing it shows.
    #[must_use]
    pub const fn opens(self) -> &'static str {
        match self {
            Self::You => "Shows the first call in the inspector",
            Self::UserPool => "Shows the user pool’s last answer in the inspector",
            Self::IdToken | Self::AccessToken | Self::RefreshToken => "Opens the token in the Tokens place",
            Self::IdentityPool => "Shows the call to the identity pool in the inspector",
            Self::IdentityId => "Shows the identity pool’s answer in the inspector",
            Self::Keys => "Shows the keys in the result bar",
            Self::Sts => "Shows the call to STS in the inspector",
            Self::Caller => "Shows the answer of STS in the inspector",
            Self::YourApi => "Tells what to send to it",
        }
    }
}

impl App {
    /// What there is of a part, in short. None when it is not there yet.
    #[must_use]
    pub fn part(&self, part: Part) -> Option<String> {
        let haul = self.haul_of_login();
        match part {
            Part::IdToken => self.token_in_short(TokenRef::Id),
            Part::AccessToken => self.token_in_short(TokenRef::Access),
            Part::RefreshToken => self.token_in_short(TokenRef::Refresh),
            Part::Keys => self.credentials().ok().map(|keys| keys.access_key_id.clone()),
            Part::YourApi => Some("takes a token or the keys".to_owned()),
            Part::You | Part::UserPool | Part::IdentityPool | Part::Sts => {
                self.step_of(part).and(self.walk.as_ref()).map(|walk| actor_in_short(part, walk))
            }
            Part::IdentityId => self.step_of(part).and(haul?.identity_id.clone()),
            Part::Caller => {
                let caller = haul?.caller.as_ref().filter(|_| self.step_of(part).is_some())?;
                caller.arn.split('/').nth(1).or(Some(&caller.arn)).map(str::to_owned)
            }
        }
    }

    fn token_in_short(&self, which: TokenRef) -> Option<String> {
        let opened = self.tokens.opened(which)?;
        let ends = self.tokens.ends(which);
        let ends = ends.map(|end| format!("ends {}", jwt::relative(end, self.server_now())));
        Some(ends.unwrap_or_else(|| format!("{} characters", opened.raw.chars())))
    }

    /// The step of the login at hand where a part is to be seen, and which side of it.
    fn step_of(&self, part: Part) -> Option<(usize, Tab)> {
        let walk = self.walk.as_ref().filter(|walk| walk.flow().errand().is_none())?;
        let first = |is: &dyn Fn(&Step) -> bool| walk.steps().iter().position(is);
        let last = |is: &dyn Fn(&Step) -> bool| walk.steps().iter().rposition(is);
        let answered = |step: &Step, actor| step.state == StepState::Done && step.operation.actor() == actor;
        let gives_identity = |step: &Step| {
            step.state == StepState::Done
                && matches!(step.operation, Operation::GetId | Operation::GetOpenIdTokenForDeveloperIdentity)
        };
        match part {
            Part::You => Some((first(&|step| step.performed.is_some())?, Tab::Request)),
            Part::UserPool => Some((last(&|step| answered(step, Actor::UserPool))?, Tab::Response)),
            Part::IdentityPool => Some((first(&|step| answered(step, Actor::IdentityPool))?, Tab::Why)),
            Part::IdentityId => Some((last(&gives_identity)?, Tab::Response)),
            Part::Sts => Some((last(&|step| answered(step, Actor::Sts))?, Tab::Why)),
            Part::Caller => Some((last(&|step| answered(step, Actor::Sts))?, Tab::Response)),
            Part::IdToken | Part::AccessToken | Part::RefreshToken | Part::Keys | Part::YourApi => None,
        }
    }

    /// Shows what there is of a part, where it lives.
    pub(super) fn open_part(&mut self, part: Part) {
        self.dialog = None;
        match part {
            Part::IdToken => self.dispatch(Command::OpenToken(TokenRef::Id)),
            Part::AccessToken => self.dispatch(Command::OpenToken(TokenRef::Access)),
            Part::RefreshToken => self.dispatch(Command::OpenToken(TokenRef::Refresh)),
            Part::Keys => {
                self.place = Place::Walk;
                self.points_at_keys = true;
            }
            Part::YourApi => self.dialog = Some(Dialog::Learn(Topic::WHICH_TOKEN)),
            Part::You | Part::UserPool | Part::IdentityPool | Part::IdentityId | Part::Sts | Part::Caller => {
                if let Some((at, tab)) = self.step_of(part) {
                    self.place = Place::Walk;
                    self.tab = tab;
                    self.dispatch(Command::SelectStep(at));
                }
            }
        }
    }
}

/// The name or id that stands under an actor.
fn actor_in_short(part: Part, walk: &Walk) -> String {
    let config = walk.flow().config();
    match part {
        Part::You if config.way == Way::Guest => "a guest".to_owned(),
        Part::You if config.username.is_empty() => "somebody".to_owned(),
        Part::You => config.username.clone(),
        Part::UserPool => config.pool.as_ref().map_or_else(String::new, ToString::to_string),
        Part::IdentityPool => config.identity_pool.as_ref().map_or_else(String::new, ToString::to_string),
        Part::Sts => config.identity_region().to_string(),
        Part::IdToken
        | Part::AccessToken
        | Part::RefreshToken
        | Part::IdentityId
        | Part::Keys
        | Part::Caller
        | Part::YourApi => String::new(),
    }
}
