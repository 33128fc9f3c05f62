//! What front doors say, in their own words, and what becomes of it.

use crate::explain::{Context, Remedy, Topic, failure};
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
        "User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********9012:a/prod/GET/pets",
        Nothing,
        "The API lets nobody in who is unknown to it",
        "Try the AWS signature",
    ),
    (
        403,
        "AccessDeniedException",
        "User is not authorized to access this resource with an explicit deny",
        Iam,
        "A Lambda authorizer of this API said no",
        "Try the ID token",
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
    (401, "UnauthorizedException", "Unauthorized", Nothing, "This route wants a token", "Try the ID token"),
    (
        401,
        "UnauthorizedException",
        "Unauthorized",
        Iam,
        "This route wants a token, not a signature",
        "Try the ID token",
    ),
    (401, "", "Unauthorized", Id, "This route does not take the ID token", "Try the access token"),
    (401, "UnauthorizedException", "The incoming token has expired", Id, "The token has expired", "Sign in"),
    (
        403,
        "ForbiddenException",
        "Forbidden",
        Iam,
        "The API is probably closed to this request, whoever sends it",
        "Change the address",
    ),
    (
        403,
        "",
        "Forbidden",
        Nothing,
        "The API lets in nobody unknown, or not this request",
        "Try the AWS signature",
    ),
    (
        403,
        "",
        "Forbidden",
        Access,
        "The API does not let this request in, or not with this token",
        "Try the AWS signature",
    ),
    (
        403,
        "",
        "Forbidden",
        Iam,
        "The API is probably closed to this request, whoever sends it",
        "Change the address",
    ),
    (
        403,
        "AccessDeniedException",
        "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
        Nothing,
        "The API lets in nobody unknown, or not this request",
        "Try the AWS signature",
    ),
    (
        403,
        "AccessDeniedException",
        "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
        Iam,
        "The function’s URL does not let this role in",
        "",
    ),
    (403, "", "Forbidden for pets under two", Iam, "The API says no in its own words", ""),
    (
        403,
        "AccessDenied",
        "Access Denied",
        Nothing,
        "The API does not let you do this",
        "Try the AWS signature",
    ),
    (
        403,
        "AccessDenied",
        "Access Denied",
        Iam,
        "Access is denied, and the answer does not say what is lacking",
        "Change the address",
    ),
    (
        403,
        "AccessDenied",
        "User: arn:aws:sts::123456789012:assumed-role/R/CognitoIdentityCredentials is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action",
        Iam,
        "The keys work, but their role may not do this",
        "",
    ),
    (
        403,
        "AccessDenied",
        "User: arn:aws:sts::123456789012:assumed-role/Guests/CognitoIdentityCredentials is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::123456789012:user/ because no session policy allows the iam:ListUsers action",
        Iam,
        "The keys work, but are narrower than their role",
        "",
    ),
    (
        400,
        "AccessDeniedException",
        "User: arn:aws:sts::123456789012:assumed-role/R/CognitoIdentityCredentials is not authorized to perform: dynamodb:ListTables on resource: arn:aws:dynamodb:eu-west-1:123456789012:table/* because no identity-based policy allows the dynamodb:ListTables action",
        Iam,
        "The keys work, but their role may not do this",
        "Show the policy statement…",
    ),
    (
        403,
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.",
        Iam,
        "The signature’s time is too far from the service’s clock",
        "Try again",
    ),
    (
        403,
        "IncompleteSignatureException",
        "Authorization header requires 'Signature' parameter.",
        Iam,
        "The front door did not find a whole signature",
        "Try again",
    ),
    (
        403,
        "IncompleteSignatureException",
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
        Nothing,
        "The front door wanted a signature and did not find a whole one",
        "Try the AWS signature",
    ),
    (
        401,
        "invalid_token",
        "Unauthorized: the token does not have a valid audience",
        Access,
        "The API finds no audience that it takes in the access token",
        "Try the ID token",
    ),
    (
        401,
        "invalid_token",
        "Unauthorized: the token does not have a valid audience",
        Id,
        "The API does not take tokens of this app client",
        "",
    ),
    (401, "invalid_token", "Unauthorized: the token has expired", Access, "The token has expired", "Sign in"),
    (
        401,
        "invalid_token",
        "Unauthorized: invalid issuer",
        Access,
        "The API does not take this token",
        "Try the ID token",
    ),
    (
        403,
        "insufficient_scope",
        "Forbidden",
        Access,
        "The token is taken, but lacks a scope that the route wants",
        "",
    ),
    (
        403,
        "insufficient_scope",
        "Forbidden",
        Id,
        "The route wants a scope, and ID tokens have none",
        "Try the access token",
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
    (403, "", "insufficient_scope", Access, "The token is taken, but lacks a scope that the route wants", ""),
    (409, "", "There is a pet of that name", Iam, "The API says no in its own words", ""),
];

#[test]
fn what_a_front_door_says_becomes_words_and_a_next_move() {
    for (status, code, message, auth, what, offer) in SAID {
        let told = judged(*status, code, message, *auth);
        assert_eq!((told.0.as_str(), told.1.as_str()), (*what, *offer), "{status} {code} {message} {auth:?}");
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
