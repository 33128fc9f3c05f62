//! When there is no answer, or none that can be read; when nothing was sent; and when it is our fault.

use super::{Field, Fixer, Offer, Words, cause, fallback, guess};
use crate::cognito::Way;
use crate::explain::context::Context;
use crate::explain::sign::Sign;
use crate::flow::{Unreachable, Unreadable};

pub(super) const UNUSABLE: Words = Words {
    what: "The answer cannot be gone on with",
    causes: &[cause(
        "{host} answered as it should, but what the next step needs is missing or not in its form; the message says \
          what. Probably the endpoint is an emulator that differs from AWS.",
    )],
    next: "Look at the response in full, and check the endpoint. Another flow, or stopping at the tokens, may do.",
    offers: &[Offer::Edit(Field::Endpoint), Offer::Edit(Field::Way), Offer::Edit(Field::Until)],
    fixer: Fixer::Person,
};

pub(super) const NOT_SENT: Words = Words {
    what: "The request could not be made",
    causes: &[cause("Something it needs is missing or cannot be used. The message says what.")],
    next: "Put that right, then run again.",
    offers: &[Offer::Edit(Field::Endpoint)],
    fixer: Fixer::Person,
};

pub(super) const NOT_SENT_ADMIN: Words = Words {
    what: "The request could not be signed or made",
    causes: &[cause(
        "Admin calls need AWS credentials of your own: a profile or keys. The message says what is missing.",
    )],
    next: "Choose an AWS profile or enter keys, or use SRP, which needs no AWS credentials.",
    offers: &[Offer::Edit(Field::Signer), Offer::Way(Way::UserSrp)],
    fixer: Fixer::Person,
};

pub(super) const STOPPED: Words = Words {
    what: "You stopped this step",
    causes: &[cause(
        "The request may have arrived before you did. If it carried an answer, that answer may be used up.",
    )],
    next: "Start again.",
    offers: &[Offer::StartAgain],
    fixer: Fixer::Person,
};

pub(super) const INTERNAL: Words = Words {
    what: "Something broke in Poolwalk",
    causes: &[cause("This is our fault, not yours and not Cognito's.")],
    next: "Copy the report and send it to us: it holds no secrets. Then start again.",
    offers: &[Offer::StartAgain],
    fixer: Fixer::Us,
};

const PRACTICE_GONE: Words = Words {
    what: "The practice pool does not answer",
    causes: &[cause("It runs inside this program, so it has probably stopped.")],
    next: "Try again. If it stays silent, close Poolwalk and open it again.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::Us,
};

const DNS: Words = Words {
    what: "No host is called {host}",
    causes: &[
        guess(
            Sign::OtherRegion,
            "Probably the region or the endpoint is misspelled.",
            "The region is {region}, and the user pool’s ID says {other_region}.",
        ),
        cause("Maybe this computer has no network."),
    ],
    next: "Check the region or endpoint, then the network.",
    offers: &[
        Offer::RegionFromPool,
        Offer::Edit(Field::Region),
        Offer::Edit(Field::Endpoint),
        Offer::TryAgain,
    ],
    fixer: Fixer::Person,
};

/// The host is one of AWS's own, whose name follows from the region: hardly misspelled.
const DNS_OF_AWS: Words = Words {
    what: "{host} could not be found",
    causes: &[
        guess(
            Sign::OtherRegion,
            "Probably this computer has no network, or its name server does not answer.",
            "The region is {region}, and the user pool’s ID says {other_region}.",
        ),
        cause("Maybe there is no such region."),
    ],
    next: "Check the network, then try again.",
    offers: &[Offer::RegionFromPool, Offer::TryAgain, Offer::Edit(Field::Region)],
    fixer: Fixer::Network,
};

const REFUSED: Words = Words {
    what: "Nobody listens at {host}",
    causes: &[cause(
        "The computer is there, but no program takes calls on that port. Probably the server is not running, or uses another port.",
    )],
    next: "Start the server or correct the endpoint, then try again.",
    offers: &[Offer::Edit(Field::Endpoint), Offer::TryAgain],
    fixer: Fixer::Person,
};

const TLS: Words = Words {
    what: "No secure connection to {host}",
    causes: &[
        cause("Probably the network inspects traffic with a certificate that this computer does not trust."),
        cause("Maybe this is an https address for a server that speaks plain http."),
    ],
    next: "Check the endpoint. On a company network, ask for its certificate to be installed on this computer.",
    offers: &[Offer::Edit(Field::Endpoint), Offer::TryAgain],
    fixer: Fixer::Network,
};

const TIMEOUT: Words = Words {
    what: "{host} did not answer in time",
    causes: &[
        cause("Probably the network is slow, or a firewall blocks it."),
        cause(
            "Maybe the server is stuck. The request may have arrived all the same, and an answer to a question is then used up.",
        ),
    ],
    next: "Start again. If it stays, check the endpoint and the network.",
    offers: &[Offer::StartAgain, Offer::Edit(Field::Endpoint)],
    fixer: Fixer::Network,
};

const CUT: Words = Words {
    what: "The connection to {host} was cut",
    causes: &[cause(
        "It closed before the answer was complete: a server that broke down, or a proxy or firewall in between. The \
          request may have been carried out.",
    )],
    next: "Start again.",
    offers: &[Offer::StartAgain],
    fixer: Fixer::Network,
};

const OTHER: Words = Words {
    what: "{host} cannot be reached",
    causes: &[cause("The connection failed. The message is this computer's own.")],
    next: "Check the network and the endpoint, then try again.",
    offers: &[Offer::TryAgain, Offer::Edit(Field::Endpoint)],
    fixer: Fixer::Network,
};

/// True of an address that is derived from the region, and was typed by nobody.
fn is_of_aws(context: &Context) -> bool {
    let host = context.host.as_deref().unwrap_or_default();
    [".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu"].iter().any(|end| host.ends_with(end))
}

/// Words for each way of getting no answer.
pub(super) fn out_of_reach(problem: &Unreachable, context: &Context) -> &'static Words {
    match problem {
        _ if context.is_practice => &PRACTICE_GONE,
        Unreachable::Dns if is_of_aws(context) => &DNS_OF_AWS,
        Unreachable::Dns => &DNS,
        Unreachable::Refused => &REFUSED,
        Unreachable::Tls => &TLS,
        Unreachable::Timeout { .. } => &TIMEOUT,
        Unreachable::Cut => &CUT,
        Unreachable::Other(_) => &OTHER,
    }
}

const HTML: Words = Words {
    what: "{host} answered with a web page",
    causes: &[cause(
        "Cognito never does. Probably a proxy or the login page of the network came in between, or the endpoint is \
          another server.",
    )],
    next: "Open any page in a browser to log in to the network, and check the endpoint. Then start again.",
    offers: &[Offer::StartAgain, Offer::Edit(Field::Endpoint)],
    fixer: Fixer::Network,
};

const EMPTY: Words = Words {
    what: "{host} answered with nothing",
    causes: &[cause(
        "The answer had no content where there must be some. Probably the endpoint is another server, or the answer \
          was lost on its way.",
    )],
    next: "Check the endpoint, then start again.",
    offers: &[Offer::StartAgain, Offer::Edit(Field::Endpoint)],
    fixer: Fixer::Network,
};

const TOO_LARGE: Words = Words {
    what: "{host} answered with far too much",
    causes: &[cause(
        "No answer of Cognito is that large, so Poolwalk stopped reading. Probably the endpoint is another server.",
    )],
    next: "Check the endpoint.",
    offers: &[Offer::Edit(Field::Endpoint)],
    fixer: Fixer::Person,
};

const UNEXPECTED: Words = Words {
    what: "The answer lacks what {operation} must give",
    causes: &[cause(
        "It can be read, but parts of it are missing. Probably the endpoint is an emulator that differs from AWS, or \
          another service.",
    )],
    next: "Look at the response in full, and check the endpoint.",
    offers: &[Offer::Edit(Field::Endpoint), Offer::StartAgain],
    fixer: Fixer::Person,
};

const JUNK: Words = Words {
    what: "The answer of {host} cannot be read",
    causes: &[cause(
        "It is not in the form that AWS uses (JSON or XML). Probably the endpoint is another server.",
    )],
    next: "Check the endpoint.",
    offers: &[Offer::Edit(Field::Endpoint), Offer::StartAgain],
    fixer: Fixer::Person,
};

/// Words for an answer that is not the service's. Some statuses say more than the body.
pub(super) const fn unreadable(status: u16, problem: &Unreadable) -> &'static Words {
    match (status, problem) {
        (_, Unreadable::TooLarge { .. }) => &TOO_LARGE,
        (501, Unreadable::Html) => &HTML, // a web server that knows no POST: no part of AWS
        (407 | 429 | 500..=599, _) => fallback::by_status(status, false),
        (_, Unreadable::Html) => &HTML,
        (400..=499, _) => fallback::by_status(status, false),
        (_, Unreadable::Empty) => &EMPTY,
        (_, Unreadable::Unexpected) => &UNEXPECTED,
        (_, Unreadable::Junk) => &JUNK,
    }
}
