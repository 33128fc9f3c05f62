//! Signs: what the program can look at by itself, and what speaks for one cause or against it.

use std::time::Duration;

use jiff::SignedDuration;

use super::context::Context;
use super::known::NameLook;
use crate::cognito::{AuthFlow, Way};

/// A clock that is this far off is worth a word.
const CLOCK_MATTERS: SignedDuration = SignedDuration::from_secs(30);
/// AWS takes no signature, and Cognito no proof of a password, that is further off.
const CLOCK_SPOILS: SignedDuration = SignedDuration::from_mins(5);
/// A session lives this long unless the pool says otherwise.
const SESSION_LIVES: Duration = Duration::from_mins(3);

/// Something to look at. Whether it is there is said by [`Context::shows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// The user pool's ID names another region than the one that was asked.
    OtherRegion,
    /// No user pool is named, and the identity pool is in another region.
    IdentityPoolElsewhere,
    /// This computer's clock is more than half a minute off.
    ClockIsOff,
    /// This computer's clock is more than five minutes off.
    ClockSpoils,
    /// The answer came later than a session usually lives.
    AnsweredLate,
    /// The username is an e-mail address or a phone number.
    NameIsAlias,
    /// The username has capital letters.
    NameHasCapitals,
    /// The password begins or ends with a space.
    PasswordHasSpaces,
    /// A refresh with an alias, and nothing tells the username behind it: the hash is over the wrong name.
    RealNameIsHidden,
    /// No client secret is in the form.
    NoSecret,
    /// No device went along.
    NoDevice,
    /// The refresh token has not the five parts that Cognito's have.
    RefreshTokenIsCut,
    /// This flow worked with this app client before.
    FlowWorked,
    /// Another flow worked with this app client before.
    OtherFlowWorked,
    /// The login is no ID token.
    NotAnIdToken,
    /// The token was made for another app client.
    OtherAudience,
    /// The token's issuer is another than the name it is filed under.
    OtherIssuer,
    /// The token's life was over when it was sent.
    TokenIsOver,
}

impl Context {
    /// Whether the sign is there; none where nobody knows.
    pub(super) fn shows(&self, sign: Sign) -> Option<bool> {
        let known = &self.known;
        let login = known.login.as_ref();
        let off = |by| known.clock_behind.map(|behind| behind.abs() > by);
        let looks = |look| known.typed.name.map(|name| name == look);
        match sign {
            Sign::OtherRegion => {
                let named = self.user_pool.as_ref()?.region()?;
                Some(self.region.as_ref()? != &named)
            }
            Sign::IdentityPoolElsewhere => Some(self.identity_pool_elsewhere().is_some()),
            Sign::ClockIsOff => off(CLOCK_MATTERS),
            Sign::ClockSpoils => off(CLOCK_SPOILS),
            Sign::AnsweredLate => known.waited.map(|waited| waited > SESSION_LIVES),
            Sign::NameIsAlias => looks(NameLook::Alias),
            Sign::NameHasCapitals => looks(NameLook::Capitals),
            Sign::PasswordHasSpaces => Some(known.typed.password_has_spaces),
            Sign::RealNameIsHidden => {
                let refreshes = self.way.is_some_and(Way::refreshes) && known.typed.has_secret;
                Some(refreshes && !known.typed.has_real_name && looks(NameLook::Alias)?)
            }
            Sign::NoSecret => Some(!known.typed.has_secret),
            Sign::NoDevice => Some(!known.typed.has_device),
            Sign::RefreshTokenIsCut => known.typed.refresh_token_is_whole.map(|is_whole| !is_whole),
            Sign::FlowWorked => self.flow.map(|flow| known.worked.contains(&flow)),
            Sign::OtherFlowWorked => Some(self.way_that_worked().is_some()),
            Sign::NotAnIdToken => login?.token_use.as_ref().map(|used| used != "id"),
            Sign::OtherAudience => Some(login?.audience.as_ref()? != self.client.as_ref()?.as_str()),
            Sign::OtherIssuer => Some(login?.issuer.as_ref()? != &login?.key),
            Sign::TokenIsOver => Some(login?.ends? <= known.sent?),
        }
    }

    /// A way in that this app client has taken before, other than the one just refused.
    pub(super) fn way_that_worked(&self) -> Option<Way> {
        let other = |flow: &&AuthFlow| Some(**flow) != self.flow && **flow != AuthFlow::RefreshToken;
        let flow = *self.known.worked.iter().rev().find(other)?;
        Way::ALL.into_iter().find(|way| *way != Way::Automatic && way.flow() == Some(flow))
    }
}
