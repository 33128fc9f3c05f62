//! What went wrong, why, and the next move. The words stand in the table; here they are chosen,
//! filled in, put in order by what is known, and given the offers that make sense where the failure happened.

use std::time::Duration;

use jiff::SignedDuration;

use super::clock;
use super::context::Context;
use super::gist::span;
use super::known::There;
use super::sign::Sign;
use super::table::{self, Offer, Words};
use crate::cognito::{ClientId, IdentityPoolId, Region, UserPoolId, Way};
use crate::flow::{AuthKind, ErrandKind, Failure, Field, Unreachable};

/// Advice on one failure, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What happened, as a headline without a full stop.
    pub what: String,
    /// Why: a few causes, those that can be seen first, then the most likely ones. A guess says so.
    pub causes: Vec<Cause>,
    /// What to do about it.
    pub next: String,
    /// The service's own words, or the system's.
    pub service_said: Option<String>,
    /// What the program can do about it, best first. May be empty.
    pub remedies: Vec<Remedy>,
    /// Who can put it right.
    pub fixer: Fixer,
}

/// One cause, in a sentence or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The sentence.
    pub text: String,
    /// The program has seen the sign of it: it is no guess.
    pub is_seen: bool,
}

impl Advice {
    /// The causes as running text.
    #[must_use]
    pub fn why(&self) -> String {
        self.causes.iter().map(|cause| cause.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Who can put a failure right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fixer {
    /// The person at the program.
    Person,
    /// Whoever set up the pools, roles or triggers.
    PoolOwner,
    /// Whoever looks after the network, or AWS itself.
    Network,
    /// The makers of Poolwalk.
    Us,
}

impl Fixer {
    /// In words, to stand behind “who can put it right”.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Person => "you",
            Self::PoolOwner => "the pool's owner",
            Self::Network => "whoever looks after the network, or AWS",
            Self::Us => "the makers of Poolwalk",
        }
    }
}

/// A repair that the program can carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Choose this way in and run again.
    UseWay(Way),
    /// Set the region to the one that the pool's id names, and run again.
    RegionFromPool(Region),
    /// Begin the sign-in anew: the session of this one is spent.
    StartAgain,
    /// Send the same once more, for it may work this time.
    TryAgain,
    /// Show the practice inbox.
    OpenInbox,
    /// Sign in, from the beginning.
    SignIn,
    /// Trade the refresh token at hand for fresh tokens, and go on from there.
    Refresh,
    /// Put the ID token of the same sign-in in place of the access token, and run again.
    SendIdToken,
    /// Ask for this role, which the token names too, and run again.
    UseRole(String),
    /// Show the trust policy that the role should have, to be pasted.
    TrustPolicy,
    /// Begin an errand about the account.
    Errand(ErrandKind),
    /// Put the cursor in a field of the form.
    Edit(Field),
    /// Send the same request to the person's own API, authorized in this way.
    CallWith(AuthKind),
    /// Put the cursor in the address of the API.
    EditUrl,
    /// Put the cursor in the region and service of the signature.
    EditSigning,
    /// Show the statement that a policy of the role lacks, to be pasted.
    AllowPolicy,
}

impl Remedy {
    /// What stands on its button.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::UseWay(Way::UserSrp) => "Use SRP and run again".to_owned(),
            Self::UseWay(Way::UserPassword) => "Use the password flow and run again".to_owned(),
            Self::UseWay(Way::AdminUserPassword | Way::AdminNoSrp) => {
                "Use the admin flow and run again".to_owned()
            }
            Self::UseWay(Way::Browser) => "Use the login page in a browser".to_owned(),
            Self::UseWay(way) => format!("Use {} and run again", way.label()),
            Self::RegionFromPool(region) => format!("Use {region} and run again"),
            Self::StartAgain => "Start again".to_owned(),
            Self::TryAgain => "Try again".to_owned(),
            Self::SignIn => "Sign in".to_owned(),
            Self::Refresh => "Refresh the tokens and go on".to_owned(),
            Self::SendIdToken => "Send the ID token and run again".to_owned(),
            Self::UseRole(arn) => format!("Ask for the role {} and run again", role_name(arn)),
            Self::TrustPolicy => "Show the trust policy…".to_owned(),
            Self::CallWith(AuthKind::Nothing) => "Try without authorization".to_owned(),
            Self::CallWith(AuthKind::Iam) => "Try the AWS signature".to_owned(),
            Self::CallWith(AuthKind::Id) => "Try the ID token".to_owned(),
            Self::CallWith(AuthKind::Access) => "Try the access token".to_owned(),
            Self::EditUrl => "Change the address".to_owned(),
            Self::EditSigning => "Change region and service".to_owned(),
            Self::AllowPolicy => "Show the policy statement…".to_owned(),
            Self::Errand(kind) => kind.label().to_owned(),
            Self::OpenInbox => "Open the practice inbox".to_owned(),
            Self::Edit(field) => edit_label(*field).to_owned(),
        }
    }
}

pub(super) const fn edit_label(field: Field) -> &'static str {
    match field {
        Field::Region => "Change the region",
        Field::UserPool => "Change the user pool ID",
        Field::Client => "Change the app client ID",
        Field::ClientSecret => "Enter the client secret",
        Field::IdentityPool => "Change the identity pool ID",
        Field::Username => "Change the username",
        Field::Password => "Enter the password again",
        Field::Way => "Choose another flow",
        Field::Preferred => "Choose another first factor",
        Field::RefreshToken => "Enter another refresh token",
        Field::TotpSecret => "Change the authenticator secret",
        Field::LoginsKey => "Change the user pool’s key",
        Field::Providers => "Change the other logins",
        Field::CustomRole => "Choose another role",
        Field::ClassicRole => "Change the role",
        Field::ClassicDuration => "Change how long the keys live",
        Field::DeveloperProvider => "Change the developer provider",
        Field::Domain => "Change the domain",
        Field::RedirectUrl => "Change the redirect URL",
        Field::Scopes => "Change the scopes",
        Field::IdentityProvider => "Choose another identity provider",
        Field::Prompt => "Change the prompt",
        Field::LoginHint => "Change the login hint",
        Field::SignOutUrl => "Change the sign-out URL",
        Field::Until => "Change how far to walk",
        Field::Signer => "Choose another AWS profile",
        Field::Endpoint | Field::EndpointIdentity | Field::EndpointSts => "Change the endpoint",
    }
}

/// Advice on a failure. There is always some, however odd the failure.
#[must_use]
pub fn failure(failed: &Failure, context: &Context) -> Advice {
    let words = table::words(failed, context);
    Advice {
        what: fill(words.what, context),
        causes: causes(words, context),
        next: fill(words.next, context),
        service_said: service_said(failed),
        remedies: offers(words, context),
        fixer: words.fixer,
    }
}

fn service_said(failed: &Failure) -> Option<String> {
    let said = match failed {
        Failure::Refused(refusal) => &refusal.message,
        Failure::Unreachable(Unreachable::Other(text)) => text,
        Failure::Unusable { problem, .. } | Failure::NotSent { problem } | Failure::Internal { problem } => {
            problem
        }
        Failure::Unreachable(_) | Failure::Unreadable { .. } | Failure::Stopped => return None,
    };
    Some(said.trim()).filter(|said| !said.is_empty()).map(str::to_owned)
}

/// More than these are a wall of text.
const MOST_CAUSES: usize = 4;

/// What was seen comes first; what is seen not to be is not said.
fn causes(words: &Words, context: &Context) -> Vec<Cause> {
    let (mut settled, mut open) = (Vec::new(), Vec::new());
    for cause in words.causes {
        let shows = cause.sign.and_then(|sign| context.shows(sign));
        let text = match (cause.sign, shows) {
            (Some(_), Some(false)) => "",
            (Some(_), Some(true)) => cause.seen,
            (Some(_), None) | (None, _) => cause.guess,
        };
        let is_seen = cause.settles && shows == Some(true);
        let known = Cause { text: fill(text, context), is_seen };
        let list = if is_seen { &mut settled } else { &mut open };
        list.extend(Some(known).filter(|known| !known.text.is_empty()));
    }
    settled.extend(open);
    settled.truncate(MOST_CAUSES);
    settled
}

fn offers(words: &Words, context: &Context) -> Vec<Remedy> {
    let mut remedies: Vec<Remedy> = Vec::new();
    for remedy in words.offers.iter().filter_map(|offer| offered(*offer, context)) {
        if !remedies.contains(&remedy) {
            remedies.push(remedy);
        }
    }
    remedies
}

/// The remedy behind an offer, unless it makes no sense here.
fn offered(offer: Offer, context: &Context) -> Option<Remedy> {
    match offer {
        Offer::Way(way) => Some(Remedy::UseWay(way)).filter(|_| !was_tried(way, context)),
        Offer::WayThatWorked => context.way_that_worked().map(Remedy::UseWay),
        Offer::ProofAside => {
            let in_vain =
                was_tried(Way::UserPassword, context) || context.shows(Sign::FlowWorked) == Some(true);
            Some(Remedy::UseWay(Way::UserPassword)).filter(|_| !in_vain)
        }
        Offer::RegionFromPool => context.other_region().map(Remedy::RegionFromPool),
        Offer::StartAgain => Some(Remedy::StartAgain),
        Offer::TryAgain => Some(Remedy::TryAgain),
        Offer::SignIn => Some(Remedy::SignIn),
        Offer::Refresh => {
            let is_of_pool = context.way.is_none_or(Way::is_of_user_pool);
            Some(Remedy::Refresh).filter(|_| context.known.can_refresh && is_of_pool)
        }
        Offer::IdToken => Some(Remedy::SendIdToken).filter(|_| context.known.has_id_token),
        Offer::OtherRole => other_role(context).map(Remedy::UseRole),
        Offer::TrustPolicy => context.identity_pool.as_ref().map(|_| Remedy::TrustPolicy),
        Offer::Errand(kind) => Some(Remedy::Errand(kind)),
        Offer::OpenInbox => Some(Remedy::OpenInbox).filter(|_| context.is_practice),
        // The pages have an address of their own.
        Offer::Edit(Field::Endpoint) if context.operation.is_managed_login() => {
            Some(Remedy::Edit(Field::Domain))
        }
        Offer::Edit(Field::Region) if context.shows(Sign::OtherRegion) == Some(false) => None,
        Offer::Edit(Field::LoginsKey) if has(context, There::LoginsKey) == Some(false) => None,
        Offer::Edit(field) => Some(Remedy::Edit(field)),
        Offer::Auth(auth) => Some(Remedy::CallWith(auth)).filter(|_| context.auth != Some(auth)),
        Offer::EditUrl => Some(Remedy::EditUrl),
        Offer::EditSigning => Some(Remedy::EditSigning),
        Offer::AllowPolicy => Some(Remedy::AllowPolicy),
    }
}

/// Whether it stood in the form, where that is known.
fn has(context: &Context, what: There) -> Option<bool> {
    context.known.typed.as_ref().map(|typed| typed.has(what))
}

/// True of the way that was just refused, and of one that this app client refused before.
fn was_tried(way: Way, context: &Context) -> bool {
    let Some(flow) = way.flow() else { return context.way == Some(way) };
    context.way == Some(way) || context.flow == Some(flow) || context.known.not_allowed.contains(&flow)
}

/// A role that the token names beside the one that would not do.
fn other_role(context: &Context) -> Option<String> {
    let roles = &context.known.login.as_ref()?.roles;
    roles.iter().find(|role| Some(*role) != context.known.role.as_ref()).cloned()
}

/// The name at the end of a role's ARN.
fn role_name(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// Puts the names of the context in place of `{client}` and the like.
pub(super) fn fill(text: &str, context: &Context) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    let named = |known: Option<&str>, otherwise: &str| known.unwrap_or(otherwise).to_owned();
    let places = [
        ("{region}", named(context.region.as_ref().map(Region::as_str), "this region")),
        ("{host}", named(context.host.as_deref(), "the service")),
        ("{redirect}", named(context.redirect.as_deref(), "the redirect URL")),
        ("{operation}", context.operation.name().to_owned()),
        ("{challenge}", named(context.challenge.as_deref(), "the question")),
        ("{pool}", named(context.user_pool.as_ref().map(UserPoolId::as_str), "this user pool")),
        ("{client}", named(context.client.as_ref().map(ClientId::as_str), "this app client")),
        (
            "{identity_pool}",
            named(context.identity_pool.as_ref().map(IdentityPoolId::as_str), "this identity pool"),
        ),
    ];
    let filled = places.iter().fold(text.to_owned(), |text, (place, name)| text.replace(place, name));
    fill_known(filled, context)
}

/// The same for what only evidence tells.
fn fill_known(text: String, context: &Context) -> String {
    let known = &context.known;
    let login = known.login.as_ref();
    let told = |claim: Option<&String>, otherwise: &str| claim.map_or(otherwise, String::as_str).to_owned();
    let ends = login.and_then(|login| login.ends).or(known.keys_end);
    let over = ends.zip(known.sent_by_the_service()).map(|(ends, sent)| sent.duration_since(ends));
    let places = [
        ("{other_region}", context.other_region().map_or("another".to_owned(), |region| region.to_string())),
        ("{clock}", known.clock_behind.map_or("off".to_owned(), clock_of)),
        ("{waited}", known.waited.map_or("too long".to_owned(), span)),
        ("{over}", over.map_or("some time".to_owned(), rough)),
        ("{way}", context.way_that_worked().map_or("Another flow", Way::label).to_owned()),
        ("{token_use}", told(login.and_then(|login| login.token_use.as_ref()), "another")),
        ("{audience}", told(login.and_then(|login| login.audience.as_ref()), "another app client")),
        ("{issuer}", told(login.and_then(|login| login.issuer.as_ref()), "another issuer")),
        ("{key}", told(login.map(|login| &login.key), "another name")),
        ("{role}", known.role.as_deref().map_or("the role", role_name).to_owned()),
    ];
    places.iter().fold(text, |text, (place, name)| text.replace(place, name))
}

/// “7 minutes behind the server’s”: this computer's clock.
fn clock_of(behind: SignedDuration) -> String {
    format!("{} the server’s", clock::way_off(-behind))
}

/// A span in the two units that matter.
fn rough(span_of_time: SignedDuration) -> String {
    let all = span_of_time.unsigned_abs();
    match all.as_secs() {
        secs @ 0..=59 => format!("{secs} s"),
        60..=3599 => span(Duration::from_secs(all.as_secs())),
        secs @ 3600..=172_799 => format!("{} h {} min", secs / 3600, secs % 3600 / 60),
        secs => format!("{} days", secs / 86_400),
    }
}
