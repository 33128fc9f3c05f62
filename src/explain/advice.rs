//! What went wrong, why, and the next move. The words stand in the table; here they are chosen,
//! filled in and given the offers that make sense where the failure happened.

use super::context::Context;
use super::table::{self, Offer, Words};
use crate::cognito::{ClientId, IdentityPoolId, Region, UserPoolId, Way};
use crate::flow::{ErrandKind, Failure, Field, Unreachable};

/// Advice on one failure, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What happened, as a headline without a full stop.
    pub what: String,
    /// Why, most likely cause first. Says "probably" where it is a guess.
    pub why: String,
    /// What to do about it.
    pub next: String,
    /// The service's own words, or the system's.
    pub service_said: Option<String>,
    /// What the program can do about it, best first. May be empty.
    pub remedies: Vec<Remedy>,
    /// Who can put it right.
    pub fixer: Fixer,
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
    /// Begin an errand about the account.
    Errand(ErrandKind),
    /// Put the cursor in a field of the form.
    Edit(Field),
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
            Self::UseWay(way) => format!("Use {} and run again", way.label()),
            Self::RegionFromPool(region) => format!("Use {region} and run again"),
            Self::StartAgain => "Start again".to_owned(),
            Self::TryAgain => "Try again".to_owned(),
            Self::SignIn => "Sign in".to_owned(),
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
        why: fill(words.why, context),
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

fn offers(words: &Words, context: &Context) -> Vec<Remedy> {
    words.offers.iter().filter_map(|offer| offered(*offer, context)).collect()
}

/// The remedy behind an offer, unless it makes no sense here.
fn offered(offer: Offer, context: &Context) -> Option<Remedy> {
    match offer {
        Offer::Way(way) => {
            let tried = context.way == Some(way) || context.flow.is_some_and(|flow| Some(flow) == way.flow());
            Some(Remedy::UseWay(way)).filter(|_| !tried)
        }
        Offer::RegionFromPool => context.other_region().map(Remedy::RegionFromPool),
        Offer::StartAgain => Some(Remedy::StartAgain),
        Offer::TryAgain => Some(Remedy::TryAgain),
        Offer::SignIn => Some(Remedy::SignIn),
        Offer::Errand(kind) => Some(Remedy::Errand(kind)),
        Offer::OpenInbox => Some(Remedy::OpenInbox).filter(|_| context.is_practice),
        // The pages have an address of their own.
        Offer::Edit(Field::Endpoint) if context.operation.is_managed_login() => {
            Some(Remedy::Edit(Field::Domain))
        }
        Offer::Edit(field) => Some(Remedy::Edit(field)),
    }
}

/// Puts the names of the context in place of `{client}` and the like.
fn fill(text: &str, context: &Context) -> String {
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
    places.iter().fold(text.to_owned(), |text, (place, name)| text.replace(place, name))
}
