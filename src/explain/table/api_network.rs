//! Words for a request to the person's own API that got no answer: its address was typed, and no form holds it.

use super::{Offer, Words, cause};
use crate::explain::advice::Fixer;
use crate::flow::Unreachable;

const CHANGE: &[Offer] = &[Offer::EditUrl, Offer::TryAgain];

const DNS: Words = Words {
    what: "No host is called {host}",
    causes: &[
        cause("Probably the address is misspelled, or the API was deleted."),
        cause(
            "Maybe this computer has no network, or the API is a private one that only its own network knows.",
        ),
    ],
    next: "Check the address, then the network.",
    offers: CHANGE,
    fixer: Fixer::Person,
};

const REFUSED: Words = Words {
    what: "Nobody listens at {host}",
    causes: &[cause(
        "The computer is there, but no program takes calls on that port. Probably the server is not running, or uses another port.",
    )],
    next: "Start the server or change the address, then try again.",
    offers: CHANGE,
    fixer: Fixer::Person,
};

const TLS: Words = Words {
    what: "No secure connection to {host}",
    causes: &[
        cause("Probably the certificate is not for this name, or is one that this computer does not trust."),
        cause("Maybe this is an https address for a server that speaks plain http."),
    ],
    next: "Check the address. On a company network, ask for its certificate to be installed on this computer.",
    offers: CHANGE,
    fixer: Fixer::Network,
};

const TIMEOUT: Words = Words {
    what: "{host} did not answer in time",
    causes: &[
        cause("Probably the API is slow, or a firewall is in between."),
        cause("The request may have arrived, and been carried out."),
    ],
    next: "Try again. If it stays, check the address and the network.",
    offers: CHANGE,
    fixer: Fixer::Network,
};

const CUT: Words = Words {
    what: "The connection to {host} was cut",
    causes: &[cause(
        "It closed before the answer was complete: a server that broke down, or a proxy or firewall in between. The \
          request may have been carried out.",
    )],
    next: "Try again.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::Network,
};

const OTHER: Words = Words {
    what: "{host} cannot be reached",
    causes: &[cause("The connection failed. The message is this computer's own.")],
    next: "Check the network and the address, then try again.",
    offers: CHANGE,
    fixer: Fixer::Network,
};

pub(super) const STOPPED: Words = Words {
    what: "You stopped waiting for the answer",
    causes: &[cause("The request may have arrived all the same, and been carried out.")],
    next: "Send it again.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::Person,
};

/// Words for each way of getting no answer.
pub(super) const fn out_of_reach(problem: &Unreachable) -> &'static Words {
    match problem {
        Unreachable::Dns => &DNS,
        Unreachable::Refused => &REFUSED,
        Unreachable::Tls => &TLS,
        Unreachable::Timeout { .. } => &TIMEOUT,
        Unreachable::Cut => &CUT,
        Unreachable::Other(_) => &OTHER,
    }
}
