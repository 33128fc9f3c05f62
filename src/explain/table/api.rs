//! What an API and its front door say when they say no. API Gateway says several things in words that mean others.

use super::{At, Offer, Row, Words, cause, guess, says, seen};
use crate::explain::advice::Fixer;
use crate::explain::context::Context;
use crate::explain::sign::Sign;
use crate::flow::{AuthKind, Refusal};

const SIGNED: At = At::Api(&[AuthKind::Iam]);
const WITH_TOKEN: At = At::Api(&[AuthKind::Id, AuthKind::Access]);
const WITH_ID: At = At::Api(&[AuthKind::Id]);
const WITH_ACCESS: At = At::Api(&[AuthKind::Access]);
const WITH_NOTHING: At = At::Api(&[AuthKind::Nothing]);
const ANY: At = At::Api(&AuthKind::ALL);

pub(super) static ROWS: &[Row] = &[
    Row {
        codes: &[],
        at: SIGNED,
        says: &["missing authentication token"],
        words: Words {
            what: "API Gateway knows no such route",
            causes: &[
                cause(
                    "It says “Missing Authentication Token” for a method or path that does not exist, signed or not.",
                ),
                cause(
                    "Probably the stage is missing from the path, the method is another one, or the API was not deployed since the route was added.",
                ),
            ],
            next: "Check method, stage and path first; the signature was not even looked at.",
            offers: &[Offer::EditUrl],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: ANY,
        says: &["missing authentication token"],
        words: Words {
            what: "The route wants a signature, or there is no such route",
            causes: &[cause(
                "API Gateway says “Missing Authentication Token” to an unsigned request to a route behind IAM, and to any request to a route that does not exist.",
            )],
            next: "Try it with the AWS signature: a route that exists answers in another way then.",
            offers: &[Offer::Auth(AuthKind::Iam), Offer::EditUrl],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: WITH_TOKEN,
        says: &["not a valid key=value pair", "authorization header requires 'credential'"],
        words: Words {
            what: "This route wants an AWS signature, not a token; or it does not exist",
            causes: &[cause(
                "The front door read the Authorization header as a signature and found a token in it.",
            )],
            next: "Try it with the AWS signature. If that is “Missing Authentication Token”, the path is wrong.",
            offers: &[Offer::Auth(AuthKind::Iam), Offer::EditUrl],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["explicit deny"],
        words: Words {
            what: "The keys work, and a policy forbids this call outright",
            causes: &[cause(
                "AWS believed who you are. An explicit deny stands in the role’s policies, in the API’s resource policy or in an organization’s, and no allow overrules it.",
            )],
            next: "Ask the API’s owner which policy denies it.",
            offers: &[],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["is not authorized to perform"],
        words: Words {
            what: "The keys work, but their role may not do this",
            causes: &[
                cause(
                    "AWS believed who you are: this is about permission. The role behind the keys has no policy that allows the action it names.",
                ),
                cause(
                    "Maybe another role may: a user’s groups decide which one is taken, and guests have one of their own.",
                ),
            ],
            next: "Add the statement that “Show the policy statement…” has to the role’s policies, or ask for another role.",
            offers: &[Offer::AllowPolicy, Offer::OtherRole],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &[],
        at: ANY,
        says: &["user is not authorized to access this resource"],
        words: Words {
            what: "A Lambda authorizer of this API said no",
            causes: &[cause(
                "Its own code decides, by whatever it reads in the request; the answer does not say why.",
            )],
            next: "Ask the API’s owner what the authorizer wants to see.",
            offers: &[Offer::Auth(AuthKind::Id), Offer::Auth(AuthKind::Access)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row { codes: &["ExpiredTokenException", "ExpiredToken"], at: ANY, says: &[], words: EXPIRED_KEYS },
    Row { codes: &[], at: SIGNED, says: &["security token*expired"], words: EXPIRED_KEYS },
    Row {
        codes: &["UnrecognizedClientException", "InvalidClientTokenId"],
        at: SIGNED,
        says: &[],
        words: UNKNOWN_KEYS,
    },
    Row { codes: &[], at: SIGNED, says: &["security token*invalid"], words: UNKNOWN_KEYS },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["signature expired", "signature not yet current", "requesttimetooskewed"],
        words: CLOCK,
    },
    Row { codes: &["RequestTimeTooSkewed"], at: SIGNED, says: &[], words: CLOCK },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["scoped to a valid region"],
        words: Words {
            what: "The signature names another region than the API’s",
            causes: &[cause(
                "A signature is good in one region. Behind a domain of one’s own the address does not tell which, so it has to be said.",
            )],
            next: "Set the region that the answer names.",
            offers: &[Offer::EditSigning],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["scoped to correct service", "scoped to the correct service", "correct service"],
        words: Words {
            what: "The signature names another service than the API’s",
            causes: &[cause(
                "A signature is good for one service: execute-api for API Gateway, lambda for a function URL, appsync, s3 and so on.",
            )],
            next: "Set the service that the answer names.",
            offers: &[Offer::EditSigning],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["signature we calculated does not match"],
        words: Words {
            what: "The service made another signature of this request",
            causes: &[
                cause(
                    "Probably the secret key is not the one of this access key, or something between here and there changed path, headers or body.",
                ),
                cause(
                    "Where the answer tells the service’s own canonical request, the lines that differ are shown.",
                ),
            ],
            next: "Get fresh keys by signing in again, and look at the lines that differ.",
            offers: &[Offer::SignIn, Offer::EditSigning],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["IncompleteSignatureException", "IncompleteSignature"],
        at: ANY,
        says: &[],
        words: Words {
            what: "The front door wanted a signature and did not find a whole one",
            causes: &[cause(
                "Probably the route is behind IAM, or does not exist, and was called with something else.",
            )],
            next: "Try it with the AWS signature.",
            offers: &[Offer::Auth(AuthKind::Iam), Offer::EditUrl],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: WITH_TOKEN,
        says: &["incoming token has expired", "token is expired", "jwt expired"],
        words: EXPIRED_TOKEN,
    },
    Row { codes: &["UnauthorizedException"], at: WITH_ACCESS, says: &[], words: WANTS_ID },
    Row { codes: &["UnauthorizedException"], at: WITH_ID, says: &[], words: WANTS_ACCESS },
    Row { codes: &[], at: WITH_ACCESS, says: &["unauthorized"], words: WANTS_ID },
    Row { codes: &[], at: WITH_ID, says: &["unauthorized"], words: WANTS_ACCESS },
    Row {
        codes: &[],
        at: WITH_NOTHING,
        says: &["unauthorized"],
        words: Words {
            what: "This route wants a token",
            causes: &[cause(
                "A Cognito, JWT or Lambda authorizer stands before it, and nothing was shown to it.",
            )],
            next: "Try the ID token, then the access token: which one it wants depends on the API.",
            offers: &[Offer::Auth(AuthKind::Id), Offer::Auth(AuthKind::Access)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["unauthorized"],
        words: Words {
            what: "This route wants a token, not a signature",
            causes: &[cause(
                "A Cognito, JWT or Lambda authorizer stands before it, and does not look at signatures.",
            )],
            next: "Try the ID token, then the access token.",
            offers: &[Offer::Auth(AuthKind::Id), Offer::Auth(AuthKind::Access)],
            fixer: Fixer::Person,
        },
    },
    Row { codes: &["ForbiddenException"], at: ANY, says: &[], words: FORBIDDEN },
    Row { codes: &[], at: ANY, says: &["forbidden"], words: FORBIDDEN },
    Row {
        codes: &[],
        at: ANY,
        says: &["insufficient_scope", "does not have required scopes", "insufficient scope"],
        words: Words {
            what: "The token is taken, but lacks a scope that the route wants",
            causes: &[cause(
                "Tokens of a sign-in by API have aws.cognito.signin.user.admin alone. Other scopes come from the login pages, or from a trigger of the pool.",
            )],
            next: "Sign in by the login pages with the scope that the route wants.",
            offers: &[],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: ANY,
        says: &["endpoint request timed out"],
        words: Words {
            what: "The API’s own code took too long",
            causes: &[cause(
                "API Gateway waits a fixed time, 29 seconds unless raised, for what is behind it.",
            )],
            next: "Nothing is wrong with who you are. Look at the logs of what is behind the route.",
            offers: &[Offer::TryAgain],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["TooManyRequestsException", "LimitExceededException", "ThrottlingException"],
        at: ANY,
        says: &[],
        words: THROTTLED,
    },
    Row { codes: &[], at: ANY, says: &["too many requests", "limit exceeded"], words: THROTTLED },
];

/// What the program can see by itself goes before what the answer says: a token or keys whose time was up when they were
/// sent. APIs seldom name it. What an answer says of the route, or of what was let in, stays as it is.
pub(super) fn time_is_up(refusal: &Refusal, context: &Context) -> Option<&'static Words> {
    const OF_LAMBDA: &str = "not authorized to access this resource";
    const OF_ROUTE: [&str; 3] =
        ["missing authentication token", "not authorized to perform", "explicit deny"];
    let tells = |pattern: &&str| says(&refusal.message, pattern);
    match context.auth? {
        AuthKind::Id | AuthKind::Access => {
            let is_about_it = refusal.status == 401 || (refusal.status == 403 && tells(&OF_LAMBDA));
            let is_over = context.shows(Sign::TokenIsOver) == Some(true);
            Some(&EXPIRED_TOKEN).filter(|_| is_about_it && is_over)
        }
        AuthKind::Iam => {
            let is_about_it = refusal.status == 403 && !OF_ROUTE.iter().any(tells);
            let is_over = context.shows(Sign::KeysAreOver) == Some(true);
            Some(&EXPIRED_KEYS).filter(|_| is_about_it && is_over)
        }
        AuthKind::Nothing => None,
    }
}

const EXPIRED_TOKEN: Words = Words {
    what: "The token has expired",
    causes: &[
        seen(Sign::TokenIsOver, "Its life ended {over} before it was sent."),
        seen(Sign::ClockIsOff, "This computer’s clock is {clock}, and can hide when a token is over."),
        cause("A token lives an hour, unless the app client says otherwise."),
    ],
    next: "Refresh the tokens, then send it again.",
    offers: &[Offer::Refresh, Offer::SignIn],
    fixer: Fixer::Person,
};

const EXPIRED_KEYS: Words = Words {
    what: "The AWS keys have expired",
    causes: &[
        seen(Sign::KeysAreOver, "Their time ended {over} before they were used."),
        cause("Keys of an identity pool live an hour; the session token says until when."),
    ],
    next: "Get fresh keys: refresh, or sign in again.",
    offers: &[Offer::Refresh, Offer::SignIn],
    fixer: Fixer::Person,
};

const UNKNOWN_KEYS: Words = Words {
    what: "AWS does not know these keys",
    causes: &[
        cause(
            "Probably the session token is missing or belongs to another pair of keys: the three go together.",
        ),
        cause("Maybe the region has to be switched on for the account, and is not."),
    ],
    next: "Get the three keys anew by signing in.",
    offers: &[Offer::SignIn],
    fixer: Fixer::Person,
};

const CLOCK: Words = Words {
    what: "The signature’s time is too far from the service’s clock",
    causes: &[guess(
        Sign::ClockIsOff,
        "A signature is good for five minutes around its time. Probably this computer’s clock is off.",
        "A signature is good for five minutes around its time, and this computer’s clock is {clock}.",
    )],
    next: "Set this computer’s clock, then send it again.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::Person,
};

const WANTS_ID: Words = Words {
    what: "This route does not take the access token",
    causes: &[
        cause(
            "A Cognito authorizer without scopes wants the ID token; one with scopes wants an access token that has one of them.",
        ),
        cause("Maybe it trusts another user pool, or another app client."),
    ],
    next: "Try the ID token.",
    offers: &[Offer::Auth(AuthKind::Id), Offer::Auth(AuthKind::Iam)],
    fixer: Fixer::Person,
};

const WANTS_ACCESS: Words = Words {
    what: "This route does not take the ID token",
    causes: &[
        cause(
            "A Cognito authorizer with scopes wants an access token that has one of them; one without wants the ID token.",
        ),
        cause("Maybe it trusts another user pool, or another app client."),
    ],
    next: "Try the access token.",
    offers: &[Offer::Auth(AuthKind::Access), Offer::Auth(AuthKind::Iam)],
    fixer: Fixer::Person,
};

pub(super) const FORBIDDEN: Words = Words {
    what: "The API is closed to this request, whoever sends it",
    causes: &[
        cause("Probably it wants an API key (x-api-key), or a firewall or a resource policy keeps it out."),
        cause(
            "Behind a domain of one’s own, maybe the path is mapped to no API. A private API answers so from outside, too.",
        ),
    ],
    next: "Ask the API’s owner for the API key or the way in; another token will not help.",
    offers: &[Offer::EditUrl],
    fixer: Fixer::PoolOwner,
};

pub(super) const THROTTLED: Words = Words {
    what: "The API takes no more requests for the moment",
    causes: &[cause("Its limit, or the usage plan’s, is used up.")],
    next: "Wait a little, then send it again.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::PoolOwner,
};

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use crate::explain::{Context, Known, LoginShown, Remedy, Topic, failure};
    use crate::flow::AuthKind::{Access, Iam, Id, Nothing};
    use crate::flow::{AuthKind, Failure, Operation, Refusal};

    /// Status, `x-amzn-errortype`, message, how it was authorized; the headline and the first offer.
    type Told = (u16, &'static str, &'static str, AuthKind, &'static str, &'static str);

    fn judged(status: u16, code: &str, message: &str, auth: AuthKind) -> (String, String) {
        let context = Context { auth: Some(auth), ..Context::new(Operation::CallApi) };
        let refusal = Refusal { code: code.to_owned(), message: message.to_owned(), status };
        let advice = failure(&Failure::Refused(refusal), &context);
        assert!(!advice.causes.is_empty() && !advice.next.is_empty(), "{message}");
        (advice.what, advice.remedies.first().map(Remedy::label).unwrap_or_default())
    }

    /// What API Gateway and the services behind it say, in their own words.
    const SAID: &[Told] = &[
        (
            403,
            "MissingAuthenticationTokenException",
            "Missing Authentication Token",
            Iam,
            "API Gateway knows no such route",
            "Change the address",
        ),
        (
            403,
            "MissingAuthenticationTokenException",
            "Missing Authentication Token",
            Nothing,
            "The route wants a signature, or there is no such route",
            "Try the AWS signature",
        ),
        (
            403,
            "MissingAuthenticationTokenException",
            "Missing Authentication Token",
            Id,
            "The route wants a signature, or there is no such route",
            "Try the AWS signature",
        ),
        (
            403,
            "AccessDeniedException",
            "User: arn:aws:sts::1:assumed-role/R/CognitoIdentityCredentials is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********9012:a/prod/GET/pets",
            Iam,
            "The keys work, but their role may not do this",
            "Show the policy statement…",
        ),
        (
            403,
            "AccessDeniedException",
            "User: arn:aws:sts::1:assumed-role/R/x is not authorized to perform: execute-api:Invoke on resource: arn:x with an explicit deny",
            Iam,
            "The keys work, and a policy forbids this call outright",
            "",
        ),
        (
            403,
            "AccessDeniedException",
            "User is not authorized to access this resource",
            Id,
            "A Lambda authorizer of this API said no",
            "Try the access token",
        ),
        (
            403,
            "AccessDeniedException",
            "User is not authorized to access this resource with an explicit deny",
            Access,
            "A Lambda authorizer of this API said no",
            "Try the ID token",
        ),
        (
            403,
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
            Iam,
            "AWS does not know these keys",
            "Sign in",
        ),
        (
            403,
            "AccessDeniedException",
            "The security token included in the request is invalid.",
            Iam,
            "AWS does not know these keys",
            "Sign in",
        ),
        (
            403,
            "ExpiredTokenException",
            "The security token included in the request is expired",
            Iam,
            "The AWS keys have expired",
            "Sign in",
        ),
        (
            403,
            "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
            Iam,
            "The service made another signature of this request",
            "Sign in",
        ),
        (
            403,
            "InvalidSignatureException",
            "Signature expired: 20240305T070809Z is now earlier than 20240305T080809Z (20240305T081309Z - 5 min.)",
            Iam,
            "The signature’s time is too far from the service’s clock",
            "Try again",
        ),
        (
            403,
            "InvalidSignatureException",
            "Signature not yet current: 20240305T090809Z is still later than 20240305T081309Z",
            Iam,
            "The signature’s time is too far from the service’s clock",
            "Try again",
        ),
        (
            403,
            "InvalidSignatureException",
            "Credential should be scoped to a valid region, not 'eu-west-1'.",
            Iam,
            "The signature names another region than the API’s",
            "Change region and service",
        ),
        (
            403,
            "InvalidSignatureException",
            "Credential should be scoped to correct service: 'execute-api'.",
            Iam,
            "The signature names another service than the API’s",
            "Change region and service",
        ),
        (
            403,
            "IncompleteSignatureException",
            "'abc' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer abc'.",
            Id,
            "This route wants an AWS signature, not a token; or it does not exist",
            "Try the AWS signature",
        ),
        (
            403,
            "IncompleteSignatureException",
            "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter.",
            Access,
            "This route wants an AWS signature, not a token; or it does not exist",
            "Try the AWS signature",
        ),
        (
            401,
            "UnauthorizedException",
            "Unauthorized",
            Access,
            "This route does not take the access token",
            "Try the ID token",
        ),
        (
            401,
            "UnauthorizedException",
            "Unauthorized",
            Id,
            "This route does not take the ID token",
            "Try the access token",
        ),
        (
            401,
            "UnauthorizedException",
            "Unauthorized",
            Nothing,
            "This route wants a token",
            "Try the ID token",
        ),
        (
            401,
            "UnauthorizedException",
            "Unauthorized",
            Iam,
            "This route wants a token, not a signature",
            "Try the ID token",
        ),
        (401, "", "Unauthorized", Id, "This route does not take the ID token", "Try the access token"),
        (
            401,
            "UnauthorizedException",
            "The incoming token has expired",
            Id,
            "The token has expired",
            "Sign in",
        ),
        (
            403,
            "ForbiddenException",
            "Forbidden",
            Iam,
            "The API is closed to this request, whoever sends it",
            "Change the address",
        ),
        (
            403,
            "",
            "Forbidden",
            Nothing,
            "The API is closed to this request, whoever sends it",
            "Change the address",
        ),
        (404, "", "Not Found", Id, "There is nothing at this address", "Change the address"),
        (413, "RequestTooLargeException", "Request Too Long", Iam, "The request is too large", ""),
        (
            415,
            "UnsupportedMediaTypeException",
            "Unsupported Media Type",
            Iam,
            "The API does not take this kind of content",
            "",
        ),
        (
            429,
            "TooManyRequestsException",
            "Too Many Requests",
            Iam,
            "The API takes no more requests for the moment",
            "Try again",
        ),
        (
            429,
            "LimitExceededException",
            "Limit Exceeded",
            Iam,
            "The API takes no more requests for the moment",
            "Try again",
        ),
        (
            500,
            "InternalServerErrorException",
            "Internal server error",
            Iam,
            "Something broke behind the API’s front door",
            "Try again",
        ),
        (
            502,
            "InternalServerErrorException",
            "Internal server error",
            Iam,
            "Something broke behind the API’s front door",
            "Try again",
        ),
        (504, "", "Endpoint request timed out", Iam, "The API’s own code took too long", "Try again"),
        (
            403,
            "",
            "insufficient_scope",
            Access,
            "The token is taken, but lacks a scope that the route wants",
            "",
        ),
        (409, "", "There is a pet of that name", Iam, "The API says no in its own words", ""),
    ];

    /// The headline and the first cause, where token and keys ended at 1000, and the request went out at `sent`.
    fn after_the_end(sent: i64, said: (u16, &str, AuthKind)) -> (String, String) {
        let ends = Timestamp::from_second(1_000).ok();
        let known = Known {
            sent: Timestamp::from_second(sent).ok(),
            login: Some(LoginShown { ends, ..LoginShown::default() }),
            keys_end: ends,
            can_refresh: true,
            ..Known::default()
        };
        let (status, message, auth) = said;
        let context = Context { auth: Some(auth), known, ..Context::new(Operation::CallApi) };
        let refusal = Refusal { code: String::new(), message: message.to_owned(), status };
        let mut advice = failure(&Failure::Refused(refusal), &context);
        let offers = advice.what.contains("expired");
        assert_eq!(advice.remedies.first() == Some(&Remedy::Refresh), offers, "{message}");
        (advice.what, advice.causes.swap_remove(0).text)
    }

    #[test]
    fn what_was_over_when_it_was_sent_is_told_first_whatever_the_answer_says() {
        for (status, message, auth) in [
            (401, "Unauthorized", Id),
            (401, "Unauthorized", Access),
            (401, "The incoming token has expired", Access),
            (401, "", Id),
            (403, "User is not authorized to access this resource", Access),
        ] {
            let told = after_the_end(1_090, (status, message, auth));
            assert_eq!(told.0, "The token has expired", "{message}");
            assert_eq!(told.1, "Its life ended 1 min 30 s before it was sent.");
        }
        for message in ["The security token included in the request is invalid.", "Forbidden", ""] {
            let told = after_the_end(1_090, (403, message, Iam));
            assert_eq!(told.0, "The AWS keys have expired", "{message}");
            assert_eq!(told.1, "Their time ended 1 min 30 s before they were used.");
        }
    }

    #[test]
    fn what_is_not_about_time_or_was_in_time_keeps_its_words() {
        for (sent, status, message, auth) in [
            (999, 401, "Unauthorized", Id),
            (999, 403, "Forbidden", Iam),
            (1_090, 403, "Missing Authentication Token", Iam),
            (1_090, 403, "Missing Authentication Token", Id),
            (1_090, 403, "User: x is not authorized to perform: y", Iam),
            (1_090, 403, "Forbidden", Access),
            (1_090, 401, "Unauthorized", Iam),
            (1_090, 401, "Unauthorized", Nothing),
            (1_090, 429, "Too Many Requests", Id),
            (1_090, 502, "Internal server error", Iam),
        ] {
            let told = after_the_end(sent, (status, message, auth)).0;
            assert!(!told.contains("expired"), "{message}: {told}");
        }
    }

    /// By this computer's clock the token had ten seconds left; the service's clock is a minute ahead.
    #[test]
    fn what_counts_is_the_clock_of_the_service() {
        let known = Known {
            sent: Timestamp::from_second(990).ok(),
            clock_behind: Some(SignedDuration::from_mins(1)),
            login: Some(LoginShown { ends: Timestamp::from_second(1_000).ok(), ..LoginShown::default() }),
            ..Known::default()
        };
        let context = Context { auth: Some(Id), known, ..Context::new(Operation::CallApi) };
        let refusal = Refusal { code: String::new(), message: "Unauthorized".to_owned(), status: 401 };
        let advice = failure(&Failure::Refused(refusal), &context);
        assert_eq!(advice.what, "The token has expired");
        assert!(advice.why().starts_with("Its life ended 50 s before it was sent."), "{}", advice.why());
        assert!(advice.why().contains("and can hide when a token is over"), "{}", advice.why());
    }

    #[test]
    fn what_a_front_door_says_becomes_words_and_a_next_move() {
        for (status, code, message, auth, what, offer) in SAID {
            let told = judged(*status, code, message, *auth);
            assert_eq!(
                (told.0.as_str(), told.1.as_str()),
                (*what, *offer),
                "{status} {code} {message} {auth:?}"
            );
        }
    }

    #[test]
    fn every_type_of_a_front_door_can_be_looked_up() {
        for (_, code, message, _, what, _) in SAID.iter().filter(|(_, code, ..)| !code.is_empty()) {
            let topic = Topic::named(code).unwrap_or_else(|| panic!("{code}"));
            let told = topic.paragraphs().iter().any(|part| part.heading == *what);
            assert!(told, "{code}, {message}: “{what}”");
        }
    }
}
