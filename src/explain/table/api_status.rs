//! What the status of an API's answer says by itself, where no row is about its words.

use super::api::THROTTLED;
use super::{Offer, Words, cause};
use crate::explain::advice::Fixer;
use crate::flow::AuthKind;

/// For an answer that no row is about: what the status alone says.
pub(super) fn by_status(status: u16, auth: Option<AuthKind>) -> &'static Words {
    match status {
        401 => &NOT_BELIEVED,
        403 if auth == Some(AuthKind::Nothing) => &NOBODY,
        404 => &NOT_FOUND,
        405 => &METHOD,
        413 => &TOO_LARGE,
        415 => &MEDIA,
        429 => &THROTTLED,
        400..=499 => &ITS_OWN,
        _ => &BROKEN,
    }
}

const NOT_BELIEVED: Words = Words {
    what: "The API did not believe who you are",
    causes: &[cause("It wants something else to be shown, or trusts another pool or app client.")],
    next: "Try all ways: the answers side by side tell which one it wants.",
    offers: &[Offer::Auth(AuthKind::Id), Offer::Auth(AuthKind::Access), Offer::Auth(AuthKind::Iam)],
    fixer: Fixer::Person,
};

const NOBODY: Words = Words {
    what: "The API does not let you do this",
    causes: &[cause("Nothing was shown that tells who asks. Probably it wants to know.")],
    next: "Read its answer, then try the AWS signature and the tokens.",
    offers: &[Offer::Auth(AuthKind::Iam), Offer::Auth(AuthKind::Id), Offer::Auth(AuthKind::Access)],
    fixer: Fixer::Person,
};

const NOT_FOUND: Words = Words {
    what: "There is nothing at this address",
    causes: &[cause(
        "An HTTP API answers so where it has no such route; so does an API’s own code for a thing that is not there.",
    )],
    next: "Check the path and the method. Who you are was not the trouble.",
    offers: &[Offer::EditUrl],
    fixer: Fixer::Person,
};

const METHOD: Words = Words {
    what: "The address is right, the method is not",
    causes: &[cause("The API takes other methods there; the Allow header may name them.")],
    next: "Choose another method.",
    offers: &[Offer::EditUrl],
    fixer: Fixer::Person,
};

const TOO_LARGE: Words = Words {
    what: "The request is too large",
    causes: &[cause("API Gateway takes up to 10 MB; what is behind it may take less, Lambda 6 MB.")],
    next: "Send less.",
    offers: &[],
    fixer: Fixer::Person,
};

const MEDIA: Words = Words {
    what: "The API does not take this kind of content",
    causes: &[cause("Probably the content-type header is missing or another one than the API wants.")],
    next: "Set the content-type header that the API documents.",
    offers: &[],
    fixer: Fixer::Person,
};

const ITS_OWN: Words = Words {
    what: "The API says no in its own words",
    causes: &[cause(
        "Probably who you are was believed: this answer is from the API’s own code, or from a check of the request.",
    )],
    next: "Read its answer.",
    offers: &[],
    fixer: Fixer::Person,
};

const BROKEN: Words = Words {
    what: "Something broke behind the API’s front door",
    causes: &[cause(
        "The front door let the request in; what is behind it, or an authorizer, failed or was out of reach.",
    )],
    next: "Look at the logs of what is behind the route. Sending it again may help.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::PoolOwner,
};
