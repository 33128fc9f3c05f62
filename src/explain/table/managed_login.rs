//! Managed login: what the pages and the OAuth endpoints refuse, what never comes back, and what comes back but is
//! not ours.

use super::{At, Context, Field, Fixer, Offer, Row, Words, cause, seen};
use crate::explain::sign::Sign;
use crate::flow::{Failure, Operation, Unreachable};

const NOTHING_CAME_BACK: Words = Words {
    what: "The browser never came back",
    causes: &[
        cause(
            "Most often the page says redirect_mismatch, or shows an error in place of a login: {redirect} is not among the app client’s callback URLs, and then Cognito sends nobody back.",
        ),
        cause("Maybe the page was closed."),
        cause("Maybe a firewall (AWS WAF) has a rule against localhost in an address."),
    ],
    next: "Register {redirect} with the app client, letter by letter, and start again.",
    offers: &[Offer::StartAgain, Offer::Edit(Field::RedirectUrl)],
    fixer: Fixer::PoolOwner,
};

const STOPPED_WAITING: Words = Words {
    what: "You stopped waiting for the browser",
    causes: &[cause(
        "The browser may still be on the login page; what it does there leads nowhere from here on. If the page says \
          redirect_mismatch, {redirect} is not registered with the app client.",
    )],
    next: "Start again; the page opens afresh.",
    offers: &[Offer::StartAgain, Offer::Edit(Field::RedirectUrl)],
    fixer: Fixer::Person,
};

const NO_WAY_BACK: Words = Words {
    what: "The browser could not come back to this computer",
    causes: &[cause(
        "Poolwalk has to listen where the redirect URL points, and cannot: the message says why. Most often another \
          program, or another Poolwalk, is using the port. No page was opened.",
    )],
    next: "Close that program, or take another port in the redirect URL and register that address as well.",
    offers: &[Offer::Edit(Field::RedirectUrl), Offer::TryAgain],
    fixer: Fixer::Person,
};

const WRONG_STATE: Words = Words {
    what: "What came back is not the answer to this sign-in",
    causes: &[cause(
        "Each sign-in sends a random state along, and the answer has to bring it back. This one did not: it may \
          belong to an older browser tab, or somebody else tried to slip in a login of their own.",
    )],
    next: "Close old login tabs and start again. The code that came was not used.",
    offers: &[Offer::StartAgain],
    fixer: Fixer::Person,
};

const STRANGE_TOKENS: Words = Words {
    what: "These tokens do not belong to this sign-in",
    causes: &[cause(
        "The ID token has to bring back the nonce that was sent, and its at_hash has to fit the access token beside \
          it. The message says what does not fit. Probably the domain is an emulator that leaves this out.",
    )],
    next: "Do not use these tokens. Look at the response, check the domain, then start again.",
    offers: &[Offer::Edit(Field::Domain), Offer::StartAgain],
    fixer: Fixer::PoolOwner,
};

const NO_DOMAIN: Words = Words {
    what: "No host is called {host}",
    causes: &[cause(
        "Probably the domain of the login pages is misspelled, or the pool has none. A prefix belongs to one region, \
          whose name is part of the address.",
    )],
    next: "Check the domain and the region, then the network.",
    offers: &[Offer::Edit(Field::Domain), Offer::Edit(Field::Region), Offer::TryAgain],
    fixer: Fixer::Person,
};

/// Words for a failure of managed login that is no refusal, where there are some of its own.
pub(super) fn of(failed: &Failure, context: &Context) -> Option<&'static Words> {
    let is_page = matches!(context.operation, Operation::Authorize | Operation::Logout);
    if !At::ManagedLogin.includes(context) {
        return None;
    }
    match failed {
        Failure::Unreachable(Unreachable::Timeout { .. }) if is_page => Some(&NOTHING_CAME_BACK),
        Failure::Unreachable(Unreachable::Dns) => Some(&NO_DOMAIN),
        Failure::Unusable { .. } if is_page => Some(&WRONG_STATE),
        Failure::Unusable { .. } => Some(&STRANGE_TOKENS),
        Failure::NotSent { .. } if is_page => Some(&NO_WAY_BACK),
        Failure::Stopped if is_page => Some(&STOPPED_WAITING),
        Failure::Refused(_)
        | Failure::Unreachable(_)
        | Failure::Unreadable { .. }
        | Failure::NotSent { .. }
        | Failure::Stopped
        | Failure::Internal { .. } => None,
    }
}

const WRONG_SECRET: Words = Words {
    what: "The app client was not recognized",
    causes: &[
        seen(
            Sign::NoSecret,
            "No secret went along, and the OAuth endpoints want it of every client that has one. PKCE does not take its place.",
        ),
        cause("Maybe the secret is wrong, or this client has none."),
        cause("Maybe the app client {client} is another pool’s."),
    ],
    next: "Enter the secret of this app client, or take it out.",
    offers: &[Offer::Edit(Field::ClientSecret), Offer::Edit(Field::Client), Offer::Edit(Field::Domain)],
    fixer: Fixer::Person,
};

const OAUTH_IS_OFF: Words = Words {
    what: "The app client may not use the login pages",
    causes: &[
        cause("Probably its OAuth flows are switched off (AllowedOAuthFlowsUserPoolClient)."),
        cause(
            "Maybe the redirect URL differs from the registered one in letter case or in a slash at its end: Cognito says the same then.",
        ),
    ],
    next: "Compare the redirect URL letter by letter; else ask the pool's owner to switch on the authorization code \
           grant.",
    offers: &[Offer::Edit(Field::RedirectUrl), Offer::Edit(Field::Client)],
    fixer: Fixer::PoolOwner,
};

pub(super) static ROWS: &[Row] = &[
    Row { codes: &[], at: At::ManagedLogin, says: &["not enabled for oauth2"], words: OAUTH_IS_OFF },
    Row { codes: &["redirect_mismatch"], at: At::ManagedLogin, says: &[], words: NOTHING_CAME_BACK },
    Row {
        codes: &["access_denied"],
        at: At::ManagedLogin,
        says: &[],
        words: Words {
            what: "The sign-in was called off on the page",
            causes: &[cause(
                "Somebody chose Cancel or refused consent, or the external provider let this person not in.",
            )],
            next: "Start again, and go through with it.",
            offers: &[Offer::StartAgain, Offer::Edit(Field::IdentityProvider)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["login_required", "interaction_required", "consent_required"],
        at: At::ManagedLogin,
        says: &[],
        words: Words {
            what: "The page would have to ask, and was told not to",
            causes: &[cause(
                "The prompt none works only for somebody who signed in with this browser within the hour.",
            )],
            next: "Take the prompt out and start again.",
            offers: &[Offer::Edit(Field::Prompt), Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["invalid_scope"],
        at: At::ManagedLogin,
        says: &[],
        words: Words {
            what: "The app client may not ask for one of these scopes",
            causes: &[cause(
                "Each scope has to be switched on for {client}; email, phone and profile also need openid.",
            )],
            next: "Take scopes out, or ask the pool's owner to allow them.",
            offers: &[Offer::Edit(Field::Scopes), Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["invalid_request"],
        at: At::Revoke,
        says: &[],
        words: Words {
            what: "The refresh token cannot be called off",
            causes: &[cause("Token revocation is switched off for this app client, or no token came.")],
            next: "Ask the pool's owner to switch on token revocation. Signing out everywhere works without it.",
            offers: &[],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["unsupported_token_type"],
        at: At::Revoke,
        says: &[],
        words: Words {
            what: "Only a refresh token can be called off",
            causes: &[cause(
                "ID and access tokens stay good until they run out; the access tokens of a refresh token that was \
                  called off stop working with it.",
            )],
            next: "Use the refresh token of the sign-in.",
            offers: &[],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["invalid_request"],
        at: At::ManagedLogin,
        says: &["identity_provider", "identity provider"],
        words: Words {
            what: "This app client has no such identity provider",
            causes: &[cause(
                "The name has to be the one that the provider has in the user pool, letter by letter: COGNITO, \
                  Google, SignInWithApple, or what the owner called it. It must be switched on for {client}.",
            )],
            next: "Correct the name, or leave it out and choose on the page.",
            offers: &[Offer::Edit(Field::IdentityProvider), Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["invalid_request"],
        at: At::ManagedLogin,
        says: &[],
        words: Words {
            what: "The login pages refuse this request",
            causes: &[cause(
                "Something in it is missing or not allowed, or the external provider gave the pool an answer that it \
                  cannot use: then the words are the provider's, or name an attribute that could not be mapped.",
            )],
            next: "Read the words; an external provider's settings are the pool's owner's to mend.",
            offers: &[Offer::StartAgain, Offer::Edit(Field::IdentityProvider)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["invalid_grant"],
        at: At::ManagedLogin,
        says: &[],
        words: Words {
            what: "This code or refresh token is good no more",
            causes: &[
                cause(
                    "Probably the code was used before or is older than five minutes, or the redirect URL is another than the one it was made for.",
                ),
                cause("Maybe a refresh token has run out, been called off or been rotated."),
                cause("Maybe {client} may not read an attribute that a scope asks for."),
            ],
            next: "Start again in the browser.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["invalid_client", "invalid_client_secret"],
        at: At::ManagedLogin,
        says: &[],
        words: WRONG_SECRET,
    },
    Row {
        codes: &["unauthorized_client"],
        at: At::ManagedLogin,
        says: &[],
        words: Words {
            what: "The app client may not do this",
            causes: &[
                cause(
                    "Probably the redirect URL differs from the registered one, often by a slash at its end.",
                ),
                cause("Maybe the authorization code grant is switched off for {client}."),
            ],
            next: "Compare the redirect URL letter by letter, then ask the pool's owner which grants are allowed.",
            offers: &[Offer::Edit(Field::RedirectUrl), Offer::Edit(Field::Client)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["unsupported_grant_type"],
        at: At::ManagedLogin,
        says: &[],
        words: Words {
            what: "The token endpoint does not know this grant",
            causes: &[cause(
                "Cognito trades codes and refresh tokens. Probably the domain is an emulator's that lacks one of them.",
            )],
            next: "Check the domain.",
            offers: &[Offer::Edit(Field::Domain)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["invalid_token"],
        at: At::ManagedLogin,
        says: &[],
        words: Words {
            what: "The pages tell nothing about this access token",
            causes: &[cause(
                "It may have run out or been called off, or lack the scope openid: tokens of InitiateAuth always do.",
            )],
            next: "Sign in again in the browser, with openid among the scopes.",
            offers: &[Offer::Edit(Field::Scopes), Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["server_error", "temporarily_unavailable"],
        at: At::ManagedLogin,
        says: &[],
        words: Words {
            what: "The login pages broke down",
            causes: &[cause(
                "The request was probably fine; a Lambda function of the pool's owner or AWS itself failed.",
            )],
            next: "Wait a little, then start again.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Network,
        },
    },
];

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::explain::{Advice, Remedy, failure};
    use crate::flow::Refusal;

    fn context(operation: Operation) -> Context {
        let mut context = Context::new(operation);
        context.redirect = Some("http://localhost:8765/callback".to_owned());
        context.host = Some("my-app.test".to_owned());
        context
    }

    fn refused(code: &str, operation: Operation, message: &str) -> Advice {
        let refusal = Refusal { code: code.to_owned(), message: message.to_owned(), status: 400 };
        failure(&Failure::Refused(refusal), &context(operation))
    }

    #[test]
    fn every_refusal_of_the_pages_has_words_of_its_own() {
        use Operation::{Authorize, Revoke, Token, UserInfo};
        let cases = [
            ("redirect_mismatch", Authorize, "", "The browser never came back"),
            ("access_denied", Authorize, "User cancelled", "The sign-in was called off on the page"),
            ("login_required", Authorize, "", "The page would have to ask, and was told not to"),
            ("invalid_scope", Authorize, "", "The app client may not ask for one of these scopes"),
            ("unauthorized_client", Token, "", "The app client may not do this"),
            (
                "invalid_request",
                Authorize,
                "identity_provider names no provider of this client",
                "This app client has no such identity provider",
            ),
            (
                "invalid_request",
                Authorize,
                "attributes required: [email]",
                "The login pages refuse this request",
            ),
            (
                "invalid_request",
                Authorize,
                "Client is not enabled for OAuth2.0 flows.",
                "The app client may not use the login pages",
            ),
            ("invalid_grant", Token, "", "This code or refresh token is good no more"),
            ("invalid_client", Token, "", "The app client was not recognized"),
            ("unsupported_grant_type", Token, "", "The token endpoint does not know this grant"),
            ("invalid_token", UserInfo, "", "The pages tell nothing about this access token"),
            ("invalid_request", Revoke, "", "The refresh token cannot be called off"),
            ("unsupported_token_type", Revoke, "", "Only a refresh token can be called off"),
            ("server_error", Authorize, "", "The login pages broke down"),
        ];
        for (code, operation, message, what) in cases {
            let advice = refused(code, operation, message);
            assert_eq!(advice.what, what, "{code}");
            for text in [advice.why(), advice.what, advice.next] {
                assert!(!text.contains(['{', '}']), "{text}");
            }
        }
    }

    #[test]
    fn a_browser_that_never_comes_back_is_explained_with_the_very_address() {
        let late = Failure::Unreachable(Unreachable::Timeout { after: Duration::from_mins(10) });
        for failed in [late, Failure::Stopped] {
            let advice = failure(&failed, &context(Operation::Authorize));
            let said = format!("{} {}", advice.why(), advice.next);
            assert!(said.contains("redirect_mismatch"), "{said}");
            assert!(said.contains("http://localhost:8765/callback"), "{said}");
            assert!(advice.remedies.contains(&Remedy::Edit(Field::RedirectUrl)));
        }
    }

    #[test]
    fn a_taken_port_and_an_answer_that_is_not_ours_are_told_apart() {
        let not_sent = Failure::NotSent { problem: "Port 8765 is taken".to_owned() };
        let advice = failure(&not_sent, &context(Operation::Authorize));
        assert_eq!(advice.what, NO_WAY_BACK.what);
        assert_eq!(advice.service_said.as_deref(), Some("Port 8765 is taken"));
        let unusable = Failure::Unusable { status: 302, problem: "The state".to_owned() };
        assert_eq!(failure(&unusable, &context(Operation::Authorize)).what, WRONG_STATE.what);
        assert_eq!(failure(&unusable, &context(Operation::Token)).what, STRANGE_TOKENS.what);
        assert_ne!(failure(&unusable, &context(Operation::GetId)).what, STRANGE_TOKENS.what);
    }

    #[test]
    fn what_points_at_the_endpoint_points_at_the_domain() {
        let advice = failure(&Failure::Unreachable(Unreachable::Refused), &context(Operation::Token));
        assert!(advice.remedies.contains(&Remedy::Edit(Field::Domain)));
        assert!(!advice.remedies.contains(&Remedy::Edit(Field::Endpoint)));
    }
}
