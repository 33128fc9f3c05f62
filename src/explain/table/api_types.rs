//! What API Gateway calls its answers, for whoever looks one up by name. What is said of them stands in the rows about
//! their words, or with the status.

use std::borrow::Cow;

use crate::flow::Refusal;

/// What API Gateway calls an answer (`x-amzn-errortype`), for whoever looks one up.
pub(super) struct Type {
    pub(super) code: &'static str,
    /// The words that come with it, as the rows have them.
    pub(super) says: &'static [&'static str],
    /// The status that says it all, where no row is about it.
    pub(super) status: Option<u16>,
}

const fn by_words(code: &'static str, says: &'static [&'static str]) -> Type {
    Type { code, says, status: None }
}

const fn by_status(code: &'static str, status: u16) -> Type {
    Type { code, says: &[], status: Some(status) }
}

pub(super) static TYPES: &[Type] = &[
    by_words("MissingAuthenticationTokenException", &["missing authentication token"]),
    by_words("IncompleteSignatureException", &["not a valid key=value pair"]),
    Type {
        code: "AccessDeniedException",
        says: &[
            "user: anonymous is not authorized to perform",
            "is not authorized to perform*explicit deny",
            "is not authorized to perform*no session policy allows",
            "is not authorized to perform: * on resource: ",
            "is not authorized to perform",
            "user is not authorized to access this resource",
            "forbidden. for troubleshooting function url",
            "security token*invalid",
        ],
        status: Some(403),
    },
    by_words("ExpiredTokenException", &["security token*expired"]),
    by_words("UnrecognizedClientException", &["security token*invalid"]),
    by_words(
        "InvalidSignatureException",
        &[
            "signature we calculated does not match",
            "signature expired",
            "scoped to a valid region",
            "scoped to correct service",
        ],
    ),
    by_words("UnauthorizedException", &["unauthorized", "token*expired"]),
    by_words("AuthorizationHeaderMalformed", &["the region*is wrong; expecting"]),
    by_words("invalid_token", &["valid audience", "token*expired"]),
    by_words("ForbiddenException", &["=forbidden"]),
    by_words("TooManyRequestsException", &["too many requests"]),
    by_words("LimitExceededException", &["limit exceeded"]),
    by_status("RequestTooLargeException", 413),
    by_status("UnsupportedMediaTypeException", 415),
    by_status("InternalServerErrorException", 500),
];

/// With the words that its type comes with, where there are none: an answer to a HEAD has no body.
pub(super) fn spoken(refusal: &Refusal) -> Cow<'_, Refusal> {
    let known = TYPES.iter().find(|known| known.code == refusal.code).map(|known| known.says);
    match known {
        Some([says]) if refusal.message.is_empty() => {
            let message = says.trim_start_matches('=').replace('*', " ");
            Cow::Owned(Refusal { message, ..refusal.clone() })
        }
        Some(_) | None => Cow::Borrowed(refusal),
    }
}
