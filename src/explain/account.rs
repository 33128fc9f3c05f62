//! Words about errands: what goes out and comes back on their lanes, and what has come of one.

use super::lesson::Card;
use crate::flow::{AccountCall, AccountReply, Call, Delivery, ErrandKind, Flow, Haul, Operation, Step};

/// What is sent on a step about somebody's account.
pub(super) fn goes_out(step: &Step, username: &str) -> String {
    let operation = step.operation;
    let named = |what: &str| if username.is_empty() { what.to_owned() } else { format!("{what} {username}") };
    match &step.call {
        Some(Call::Account(call)) => return sent(call, username),
        Some(Call::UpdateDeviceStatus { remembered, .. }) => {
            return if *remembered { "remember this device" } else { "do not remember it" }.to_owned();
        }
        Some(_) | None => {}
    }
    let is = |wanted| operation == wanted;
    if is(Operation::SignUp) {
        named("new user")
    } else if is(Operation::ConfirmSignUp) || is(Operation::VerifyUserAttribute) {
        "code from the message".to_owned()
    } else if is(Operation::ResendConfirmationCode) || is(Operation::ForgotPassword) {
        named("wants a code for")
    } else if is(Operation::GetUserAttributeVerificationCode) {
        "wants a code".to_owned()
    } else if is(Operation::ConfirmForgotPassword) {
        "code and new password".to_owned()
    } else if is(Operation::ChangePassword) {
        "old and new password".to_owned()
    } else if is(Operation::UpdateUserAttributes) {
        "one attribute".to_owned()
    } else if is(Operation::SetUserMfaPreference) {
        "authenticator app on or off".to_owned()
    } else if is(Operation::ForgetDevice) || is(Operation::UpdateDeviceStatus) {
        "device key".to_owned()
    } else if is(Operation::AssociateSoftwareToken) {
        "wants a secret for an authenticator app".to_owned()
    } else if is(Operation::VerifySoftwareToken) {
        "code of the authenticator app".to_owned()
    } else if is(Operation::RevokeToken) {
        "refresh token".to_owned()
    } else {
        "access token".to_owned()
    }
}

fn sent(call: &AccountCall, username: &str) -> String {
    match call {
        AccountCall::SignUp { .. } => format!("new user {username}"),
        AccountCall::ConfirmSignUp { .. } => "code from the message".to_owned(),
        AccountCall::ResendConfirmationCode { .. } | AccountCall::ForgotPassword { .. } => {
            format!("wants a code for {username}")
        }
        AccountCall::ConfirmForgotPassword { .. } => "code and new password".to_owned(),
        AccountCall::ChangePassword { .. } => "old and new password".to_owned(),
        AccountCall::UpdateUserAttributes { attributes, .. } => {
            attributes.iter().map(|(name, _)| name).collect::<Vec<_>>().join(", ")
        }
        AccountCall::GetUserAttributeVerificationCode { attribute, .. } => {
            format!("wants a code for {attribute}")
        }
        AccountCall::VerifyUserAttribute { attribute, .. } => format!("code for {attribute}"),
        AccountCall::SetUserMfaPreference { software_token: true, .. } => "authenticator app on".to_owned(),
        AccountCall::SetUserMfaPreference { software_token: false, .. } => "authenticator app off".to_owned(),
        AccountCall::ForgetDevice { .. } => "device key".to_owned(),
        AccountCall::RevokeToken { .. } => "refresh token".to_owned(),
        AccountCall::GetUser { .. } | AccountCall::ListDevices { .. } | AccountCall::GlobalSignOut { .. } => {
            "access token".to_owned()
        }
    }
}

/// What came back, in a few words.
pub(super) fn came_back(reply: &AccountReply) -> String {
    match reply {
        AccountReply::SignedUp { is_confirmed: true, .. } => "confirmed at once".to_owned(),
        AccountReply::SignedUp { delivery, .. } | AccountReply::CodeSent { delivery } => {
            delivered(delivery.as_ref())
        }
        AccountReply::Updated { deliveries } if deliveries.is_empty() => "done".to_owned(),
        AccountReply::Updated { deliveries } => delivered(deliveries.first()),
        AccountReply::User(user) => counted(user.attributes.len(), "attribute"),
        AccountReply::Devices { devices, .. } => counted(devices.len(), "device"),
    }
}

fn delivered(delivery: Option<&Delivery>) -> String {
    match delivery {
        Some(delivery) if !delivery.destination.is_empty() => {
            format!("code sent to {}", delivery.destination)
        }
        Some(_) | None => "code sent".to_owned(),
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}"),
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}

/// What has come of an errand that is through; nothing for a login.
#[must_use]
pub fn came_of(flow: &dyn Flow) -> Option<Card> {
    let kind = flow.errand()?.kind;
    let who = match flow.config().username.as_str() {
        "" => NOBODY_BY_NAME,
        username => username,
    };
    let (title, text) = words(kind, who, flow.haul());
    let at_the_beginning = title.strip_prefix(NOBODY_BY_NAME).filter(|_| who == NOBODY_BY_NAME);
    let title = at_the_beginning.map_or_else(|| title.clone(), |rest| format!("The user{rest}"));
    Some(Card { title, text: text.to_owned() })
}

/// Who it is about, where only a token says so.
const NOBODY_BY_NAME: &str = "the user";

const SESSIONS_END: &str = "Its refresh and access tokens stop working at Cognito. Whoever checks a token by its \
                            signature alone notices nothing until it runs out.";

fn words(kind: ErrandKind, who: &str, haul: &Haul) -> (String, &'static str) {
    let devices = haul.devices.as_ref().map_or(0, Vec::len);
    match kind {
        ErrandKind::SignUp => {
            (format!("{who} has signed up"), "The account counts: sign in with the password that was chosen.")
        }
        ErrandKind::ConfirmSignUp | ErrandKind::ResendCode => {
            (format!("{who} is confirmed"), "The account counts: sign in with its password.")
        }
        ErrandKind::ForgotPassword | ErrandKind::ConfirmReset => (
            format!("{who} has another password"),
            "The password so far works no more: sign in with the one that was chosen.",
        ),
        ErrandKind::ViewUser => (format!("What the pool knows of {who}"), factors(haul)),
        ErrandKind::EditAttribute => (
            format!("The attribute of {who} is changed"),
            "Tokens at hand still say what was known before: the next sign-in brings others.",
        ),
        ErrandKind::VerifyAttribute | ErrandKind::ConfirmAttribute => (
            format!("The address of {who} is verified"),
            "Cognito sends codes to it, and it may stand for the username where the pool allows that.",
        ),
        ErrandKind::ChangePassword => (
            format!("{who} has another password"),
            "The next sign-in wants it. Tokens at hand go on working until they run out.",
        ),
        ErrandKind::SetUpTotp => (
            format!("The authenticator app is a second factor of {who}"),
            "The next sign-in asks for the code that the app shows.",
        ),
        ErrandKind::RemoveTotp => (
            format!("The authenticator app of {who} is switched off"),
            "The next sign-in asks for no code of it. The app keeps its secret; Cognito no longer asks.",
        ),
        ErrandKind::Devices => (
            format!("{who} has {}", counted(devices, "device")),
            "A remembered device may stand in for the second factor.",
        ),
        ErrandKind::RememberDevice => (
            format!("A device of {who} is remembered"),
            "A sign-in that names it is asked for the device’s proof in place of a second factor.",
        ),
        ErrandKind::DisregardDevice => (
            format!("A device of {who} is remembered no more"),
            "It stays on the list; a sign-in from it asks for the second factor again.",
        ),
        ErrandKind::ForgetDevice => (
            format!("A device of {who} is forgotten"),
            "A sign-in that names it is refused: the next one begins without it.",
        ),
        ErrandKind::GlobalSignOut => (format!("{who} is signed out everywhere"), SESSIONS_END),
        ErrandKind::RevokeToken => (format!("The refresh token of {who} is revoked"), SESSIONS_END),
    }
}

fn factors(haul: &Haul) -> &'static str {
    match &haul.user {
        Some(user) if !user.factors.is_empty() => "A second factor is switched on, as shown last.",
        Some(_) | None => "No second factor is switched on.",
    }
}
