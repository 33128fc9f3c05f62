//! Every refusal a walk can meet, as tables that can be read aloud; and that the catalog is in order.

use std::fmt::Write as _;

use super::*;
use crate::cognito::{ClientId, IdentityPoolId, Region, UserPoolId};
use crate::explain::{Advice, Remedy, failure};
use crate::flow::Operation::{
    AdminInitiateAuth as Admin, AssumeRoleWithWebIdentity as Role, GetCallerIdentity as Sts,
    GetCredentialsForIdentity as Keys, GetId, GetOpenIdToken as OpenId,
    GetOpenIdTokenForDeveloperIdentity as Vouch, GetTokensFromRefreshToken as Rotate, InitiateAuth as SignIn,
    RespondToAuthChallenge as Answer,
};

const PROOF: &str = "PASSWORD_VERIFIER";
const TOTP: &str = "SOFTWARE_TOKEN_MFA";
const FIRST: &str = "NEW_PASSWORD_REQUIRED";

/// Code, where, the challenge that was answered, and what the service says.
type Refused = (&'static str, Operation, &'static str, &'static str);

/// IDs, flows, secrets and signatures.
const SETUP: &[Refused] = &[
    (
        "InvalidParameterException",
        SignIn,
        "",
        "1 validation error detected: Value 'x' at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]+",
    ),
    (
        "InvalidParameterException",
        Admin,
        "",
        "1 validation error detected: Value ' us-' at 'userPoolId' failed to satisfy constraint",
    ),
    (
        "InvalidParameterException",
        SignIn,
        "",
        "1 validation error detected: Value at 'username' failed to satisfy constraint",
    ),
    ("ResourceNotFoundException", SignIn, "", "User pool client 1h57 does not exist."),
    ("ResourceNotFoundException", SignIn, "", "Client not found"),
    ("ResourceNotFoundException", Admin, "", "User pool us-east-1_A does not exist."),
    ("ForbiddenException", SignIn, "", "Request not allowed due to WAF block."),
    (
        "AccessDeniedException",
        Admin,
        "",
        "User: arn:aws:iam::1:user/x is not authorized to perform: cognito-idp:AdminInitiateAuth on resource: arn",
    ),
    ("UnrecognizedClientException", Admin, "", "The security token included in the request is invalid."),
    (
        "InvalidSignatureException",
        Admin,
        "",
        "The request signature we calculated does not match the signature you provided.",
    ),
    (
        "InvalidSignatureException",
        Admin,
        "",
        "Signature expired: 20260131T100000Z is now earlier than 20260131T103000Z (20260131T103500Z - 5 min.)",
    ),
    ("ExpiredTokenException", Admin, "", "The security token included in the request is expired"),
    ("InvalidParameterException", SignIn, "", "USER_PASSWORD_AUTH flow not enabled for this client"),
    ("InvalidParameterException", SignIn, "", "USER_SRP_AUTH is not enabled for the client."),
    ("InvalidParameterException", Admin, "", "Auth flow not enabled for this client"),
    ("InvalidParameterException", SignIn, "", "Initiate Auth method not supported."),
    ("InvalidParameterException", SignIn, "", "Missing required parameter USERNAME"),
    ("InvalidParameterException", SignIn, "", "Missing required parameter PASSWORD"),
    (
        "NotAuthorizedException",
        SignIn,
        "",
        "Client 1h57 is configured for secret but secret was not received",
    ),
    (
        "NotAuthorizedException",
        SignIn,
        "",
        "Client 1h57 is configured with secret but SECRET_HASH was not received",
    ),
    ("NotAuthorizedException", SignIn, "", "Unable to verify secret hash for client 1h57"),
    ("NotAuthorizedException", Answer, PROOF, "SecretHash does not match for the client: 1h57"),
    ("MissingAuthenticationTokenException", Admin, "", "Missing Authentication Token"),
    ("InvalidParameterException", Admin, "", "Initiate Auth method not supported"),
    ("InvalidParameterException", SignIn, "", "USER_AUTH flow not enabled for this client"),
    ("InvalidParameterException", SignIn, "", "CUSTOM_AUTH is not enabled for the client."),
    ("InvalidParameterException", SignIn, "", "Missing required parameter SRP_A"),
    (
        "NotAuthorizedException",
        Operation::ForgotPassword,
        "",
        "Client 1h57 is configured for secret but secret was not received",
    ),
    ("InvalidUserPoolConfigurationException", SignIn, "", ""),
    ("FeatureUnavailableInTierException", SignIn, "", ""),
    ("OperationNotEnabledException", SignIn, "", ""),
];

/// The user, and the pool's own rules.
const USERS: &[Refused] = &[
    ("NotAuthorizedException", SignIn, "", "Incorrect username or password."),
    ("NotAuthorizedException", Answer, PROOF, "Incorrect username or password"),
    ("UserNotFoundException", SignIn, "", "User does not exist."),
    ("UserNotFoundException", Operation::GetUser, "", "User does not exist."),
    ("UserNotFoundException", Rotate, "", "User does not exist."),
    ("UserNotFoundException", Admin, "", "User does not exist."),
    ("UserNotConfirmedException", SignIn, "", "User is not confirmed."),
    ("PasswordResetRequiredException", Answer, PROOF, "Password reset required for the user"),
    ("NotAuthorizedException", SignIn, "", "User is disabled."),
    (
        "NotAuthorizedException",
        SignIn,
        "",
        "Temporary password has expired and must be reset by an administrator.",
    ),
    ("NotAuthorizedException", SignIn, "", "Password attempts exceeded"),
    ("NotAuthorizedException", SignIn, "", "Unable to login because of security reasons."),
    ("NotAuthorizedException", SignIn, "", "User is not authorized to get auth details."),
    ("UserLambdaValidationException", SignIn, "", "PreAuthentication failed with error no."),
    ("NotAuthorizedException", SignIn, "", "PreAuthentication failed with error no."),
    ("InvalidLambdaResponseException", SignIn, "", "Invalid lambda function output : Invalid JSON"),
    ("TooManyRequestsException", SignIn, "", "Rate exceeded"),
    ("LimitExceededException", Answer, TOTP, "Attempt limit exceeded, please try after some time."),
    ("NotAuthorizedException", SignIn, "", "Request not allowed due to security reasons."),
    ("UnexpectedLambdaException", Answer, PROOF, "DefineAuthChallenge failed"),
    (
        "UserLambdaValidationException",
        Answer,
        "CUSTOM_CHALLENGE",
        "DefineAuthChallenge failed with error no.",
    ),
];

/// Answering a challenge.
const ANSWERS: &[Refused] = &[
    ("InvalidParameterException", Answer, FIRST, "Invalid attributes given, given_name is missing"),
    ("NotAuthorizedException", Answer, FIRST, "Cannot modify an already provided email"),
    (
        "InvalidPasswordException",
        Answer,
        FIRST,
        "Password did not conform with policy: Password not long enough",
    ),
    ("InvalidPasswordException", Answer, FIRST, "Provided password cannot be used for security reasons."),
    ("PasswordHistoryPolicyViolationException", Answer, FIRST, ""),
    ("NotAuthorizedException", Answer, FIRST, "Invalid session for the user, session is expired."),
    ("NotAuthorizedException", Answer, TOTP, "Invalid session for the user, session can only be used once."),
    ("NotAuthorizedException", Answer, TOTP, "Invalid session for the user."),
    ("CodeMismatchException", Answer, TOTP, "Invalid code received for user"),
    ("CodeMismatchException", Answer, "SMS_MFA", "Invalid code or auth state for the user."),
    ("ExpiredCodeException", Answer, TOTP, "Your software token has already been used once."),
    ("ExpiredCodeException", Answer, "SMS_MFA", "Invalid code provided, please request a code again."),
    ("SoftwareTokenMFANotFoundException", Answer, TOTP, "Software Token MFA does not exist for the user."),
    ("InvalidSmsRoleAccessPolicyException", SignIn, "", "no"),
    ("CodeMismatchException", Answer, "SMS_MFA", "Invalid session provided"),
    ("InvalidParameterException", Answer, "MFA_SETUP", "User has not verified software token mfa"),
    ("InvalidParameterException", Answer, FIRST, "Missing required parameter NEW_PASSWORD"),
    ("InvalidParameterException", Answer, "DEVICE_SRP_AUTH", "Invalid device key given."),
    ("AliasExistsException", Answer, FIRST, "An account with the email already exists."),
    ("MFAMethodNotFoundException", Answer, "SMS_MFA", ""),
    (
        "InvalidSmsRoleTrustRelationshipException",
        SignIn,
        "",
        "Role does not have a trust relationship allowing Cognito to assume the role",
    ),
];

/// Operations on one's own account.
const ACCOUNTS: &[Refused] = &[
    ("UsernameExistsException", Operation::SignUp, "", "User already exists"),
    ("NotAuthorizedException", Operation::SignUp, "", "SignUp is not permitted for this user pool"),
    (
        "InvalidParameterException",
        Operation::SignUp,
        "",
        "Attributes did not conform to the schema: given_name: The attribute is required",
    ),
    ("UserLambdaValidationException", Operation::SignUp, "", "PreSignUp failed with error no."),
    (
        "NotAuthorizedException",
        Operation::ConfirmSignUp,
        "",
        "User cannot be confirmed. Current status is CONFIRMED",
    ),
    ("InvalidParameterException", Operation::ResendConfirmationCode, "", "User is already confirmed."),
    ("AliasExistsException", Operation::ConfirmSignUp, "", "An account with the email already exists."),
    (
        "CodeMismatchException",
        Operation::ConfirmSignUp,
        "",
        "Invalid verification code provided, please try again.",
    ),
    (
        "ExpiredCodeException",
        Operation::ConfirmSignUp,
        "",
        "Invalid code provided, please request a code again.",
    ),
    (
        "ExpiredCodeException",
        Operation::ConfirmForgotPassword,
        "",
        "Invalid code provided, please request a code again.",
    ),
    (
        "ExpiredCodeException",
        Operation::VerifyUserAttribute,
        "",
        "Invalid code provided, please request a code again.",
    ),
    ("UserNotFoundException", Operation::ForgotPassword, "", "Username/client id combination not found."),
    (
        "InvalidParameterException",
        Operation::ForgotPassword,
        "",
        "Cannot reset password for the user as there is no registered/verified email or phone_number",
    ),
    (
        "NotAuthorizedException",
        Operation::ForgotPassword,
        "",
        "User password cannot be reset in the current state.",
    ),
    ("NotAuthorizedException", Operation::ChangePassword, "", "Incorrect username or password."),
    (
        "LimitExceededException",
        Operation::ChangePassword,
        "",
        "Attempt limit exceeded, please try after some time.",
    ),
    ("NotAuthorizedException", Operation::GetUser, "", "Access Token does not have required scopes"),
    ("NotAuthorizedException", Operation::GetUser, "", "Access Token has been revoked"),
    ("NotAuthorizedException", Operation::GetUser, "", "User is disabled."),
    ("NotAuthorizedException", Operation::UpdateUserAttributes, "", "Nein."),
    ("UnsupportedTokenTypeException", Operation::RevokeToken, "", ""),
    ("UnsupportedOperationException", Operation::RevokeToken, "", "Token revocation is not enabled"),
    ("UnauthorizedException", Operation::RevokeToken, "", "Invalid client secret"),
    ("EnableSoftwareTokenMFAException", Operation::VerifySoftwareToken, "", "Code mismatch"),
    (
        "SoftwareTokenMFANotFoundException",
        Operation::AssociateSoftwareToken,
        "",
        "Software Token MFA has not been enabled by the userPool",
    ),
    (
        "InvalidParameterException",
        Operation::SetUserMfaPreference,
        "",
        "User has not verified software token mfa",
    ),
    ("ResourceNotFoundException", Operation::ForgetDevice, "", "Device does not exist."),
    ("NotAuthorizedException", Operation::GetUser, "", "Access Token has expired"),
    ("NotAuthorizedException", Operation::GetUser, "", "Invalid Access Token"),
    ("CodeDeliveryFailureException", Operation::ForgotPassword, "", ""),
    ("TooManyFailedAttemptsException", Operation::ConfirmSignUp, "", ""),
    (
        "InvalidPasswordException",
        Operation::ChangePassword,
        "",
        "Password did not conform with policy: Password must have numeric characters",
    ),
];

/// Identity pools and STS.
const IDENTITY: &[Refused] = &[
    ("ResourceNotFoundException", GetId, "", "IdentityPool 'eu-west-1:1' not found."),
    ("ResourceNotFoundException", Keys, "", "Identity 'eu-west-1:1' not found."),
    ("NotAuthorizedException", GetId, "", "Token is not from a supported provider of this identity pool."),
    ("NotAuthorizedException", GetId, "", "Invalid login token. Incorrect token audience."),
    ("NotAuthorizedException", GetId, "", "Invalid login token. Issuer doesn't match providerName"),
    ("NotAuthorizedException", GetId, "", "Invalid login token. Missing a required claim: aud"),
    ("NotAuthorizedException", GetId, "", "Invalid login token. Token expired: 1769859727 >= 1769856127"),
    ("NotAuthorizedException", GetId, "", "Invalid login token. Couldn't verify signed token."),
    ("NotAuthorizedException", GetId, "", "Invalid login token. Can't pass in a Cognito token."),
    ("NotAuthorizedException", Keys, "", "Token is inactive"),
    (
        "NotAuthorizedException",
        Keys,
        "",
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
    ),
    ("NotAuthorizedException", GetId, "", "Unauthenticated access is not supported for this identity pool."),
    ("NotAuthorizedException", Keys, "", "Access to Identity 'eu-west-1:1' is forbidden."),
    (
        "InvalidIdentityPoolConfigurationException",
        Keys,
        "",
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
    ),
    ("InvalidParameterException", Keys, "", "Please provide a valid public provider."),
    ("ExternalServiceException", Keys, "", ""),
    ("ExpiredToken", Sts, "", "The security token included in the request is expired"),
    ("InvalidClientTokenId", Sts, "", "The security token included in the request is invalid."),
    (
        "SignatureDoesNotMatch",
        Sts,
        "",
        "Signature expired: 20260131T100000Z is now earlier than 20260131T103000Z",
    ),
    ("SignatureDoesNotMatch", Sts, "", "The request signature we calculated does not match"),
    (
        "InvalidParameterException",
        GetId,
        "",
        "1 validation error detected: Value 'x ' at 'identityPoolId' failed to satisfy constraint: Member must have length less than or equal to 55",
    ),
    (
        "InvalidParameterException",
        GetId,
        "",
        "1 validation error detected: Value 'x ' at 'supportedLoginProviders' failed to satisfy constraint: Member must have length less than or equal to 55",
    ),
    ("NotAuthorizedException", GetId, "", "Invalid login token. Not a valid OpenId Connect identity token."),
    ("ResourceConflictException", GetId, "", ""),
    ("NotAuthorizedException", OpenId, "", "Invalid login token. Token expired: 1769859727 >= 1769856127"),
];

/// Refresh tokens, devices, developers, roles that were asked for and the classic flow.
const WAYS: &[Refused] = &[
    ("NotAuthorizedException", SignIn, "", "Invalid Refresh Token"),
    ("NotAuthorizedException", Rotate, "", "Invalid Refresh Token."),
    ("NotAuthorizedException", Rotate, "", "Refresh Token has expired"),
    ("NotAuthorizedException", SignIn, "", "Refresh Token has been revoked"),
    ("RefreshTokenReuseException", Rotate, "", "Refresh token has been invalidated."),
    ("InvalidParameterException", SignIn, "", "Refresh Token flow not enabled for this client"),
    ("NotAuthorizedException", Answer, "DEVICE_PASSWORD_VERIFIER", "Incorrect username or password."),
    ("NotAuthorizedException", Answer, "CUSTOM_CHALLENGE", "Incorrect username or password."),
    (
        "AccessDeniedException",
        Vouch,
        "",
        "User: arn:aws:iam::1:user/x is not authorized to perform: cognito-identity:GetOpenIdTokenForDeveloperIdentity",
    ),
    ("InvalidSignatureException", Vouch, "", "The request signature we calculated does not match"),
    ("MissingAuthenticationTokenException", Vouch, "", "Missing Authentication Token"),
    ("ExpiredTokenException", Vouch, "", "The security token included in the request is expired"),
    ("InvalidParameterException", Vouch, "", "Please provide a valid developer provider."),
    ("NotAuthorizedException", Keys, "", "Access to the role that CustomRoleArn names is denied"),
    (
        "InvalidParameterException",
        OpenId,
        "",
        "Basic (classic) flow is not enabled, please use enhanced flow.",
    ),
    ("AccessDenied", Role, "", "Not authorized to perform sts:AssumeRoleWithWebIdentity"),
    ("ExpiredTokenException", Role, "", "Token expired: current date/time 2 must be before 1"),
    ("InvalidIdentityToken", Role, "", "Couldn't verify signed token."),
    (
        "ValidationError",
        Role,
        "",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    ),
    ("ValidationError", Role, "", "Request ARN is invalid"),
    ("NotAuthorizedException", SignIn, "", "SecretHash does not match for the client: 1h57"),
    (
        "InvalidParameterException",
        OpenId,
        "",
        "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.",
    ),
    (
        "InvalidIdentityToken",
        Role,
        "",
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    ),
    ("DeveloperUserAlreadyRegisteredException", Vouch, "", ""),
];

/// What emulators say in place of AWS.
const EMULATORS: &[Refused] = &[
    ("ResourceNotFoundException", SignIn, "", "User pool client not found"),
    ("ResourceNotFoundException", SignIn, "", "Client 1h57 not found."),
    ("NotAuthorizedException", SignIn, "", "Invalid refresh token"),
    ("NotAuthorizedException", SignIn, "", "Refresh token is missing."),
    ("NotAuthorizedException", Answer, TOTP, "Session not found"),
    ("NotAuthorizedException", Answer, TOTP, "Session does not match client"),
    ("NotAuthorizedException", Answer, TOTP, "Invalid session."),
    ("NotAuthorizedException", SignIn, "", "PreAuthentication failed with error no."),
];

/// A known code with an unknown text, and an unknown code.
const FALLBACKS: &[Refused] = &[
    ("NotAuthorizedException", SignIn, "", "Nein."),
    ("NotAuthorizedException", Answer, PROOF, "Nein."),
    ("NotAuthorizedException", GetId, "", "Nein."),
    ("InvalidParameterException", SignIn, "", "Nein."),
    ("InvalidParameterException", Answer, TOTP, "Nein."),
    ("ResourceNotFoundException", SignIn, "", "Nein."),
    ("InternalErrorException", GetId, "", ""),
    ("UnknownOperationException", GetId, "", ""),
    ("TelepathyException", Sts, "", "Nein."),
];

fn advised((code, operation, challenge, message): Refused) -> Advice {
    let mut context = Context::new(operation);
    context.flow = Some(crate::cognito::AuthFlow::UserSrp).filter(|_| message.starts_with("USER_SRP"));
    context.challenge = Some(challenge.to_owned()).filter(|name| !name.is_empty());
    context.region = Region::parse("eu-west-1").ok();
    context.user_pool = UserPoolId::parse("us-east-1_Ab12").ok();
    context.client = ClientId::parse("1h57").ok();
    context.identity_pool = IdentityPoolId::parse("us-east-2:1f-2e").ok();
    context.host = Some("aws.test".to_owned());
    let refusal = Refusal { code: code.to_owned(), message: message.to_owned(), status: 400 };
    failure(&Failure::Refused(refusal), &context)
}

/// What was said; what it is called, who can fix it and what is offered; the first cause.
fn table(refusals: &[Refused]) -> String {
    let mut table = String::new();
    for refused in refusals {
        let advice = advised(*refused);
        let labels: Vec<_> = advice.remedies.iter().map(Remedy::label).collect();
        writeln!(table, "{} {}", refused.0, refused.3).unwrap();
        writeln!(table, "    {} | {:?} | {}", advice.what, advice.fixer, labels.join(", ")).unwrap();
        writeln!(table, "    {}", advice.causes[0].text).unwrap();
    }
    table
}

#[test]
fn refused_for_how_it_is_set_up() {
    insta::assert_snapshot!(table(SETUP));
}

#[test]
fn refused_for_who_it_is() {
    insta::assert_snapshot!(table(USERS));
}

#[test]
fn refused_answers() {
    insta::assert_snapshot!(table(ANSWERS));
}

#[test]
fn refused_on_an_account() {
    insta::assert_snapshot!(table(ACCOUNTS));
}

#[test]
fn refused_by_identity_pool_or_sts() {
    insta::assert_snapshot!(table(IDENTITY));
}

#[test]
fn refused_on_the_other_ways_in() {
    insta::assert_snapshot!(table(WAYS));
}

#[test]
fn refusals_nobody_knows() {
    insta::assert_snapshot!(table(FALLBACKS), @"
    NotAuthorizedException Nein.
        Cognito refuses this sign-in | Person | Enter the password again, Change the username, Enter the client secret
        Cognito's own words say more. This code stands for many things: the password, the client secret, the state of the user, or a rule of the pool.
    NotAuthorizedException Nein.
        Cognito refuses this answer | Person | Start again, Enter the password again
        Cognito's own words say more. Most often the session is over or the password is wrong.
    NotAuthorizedException Nein.
        The identity pool does not accept this login | PoolOwner | Change the identity pool ID, Change the app client ID, Start again
        Its own words say more. Most often user pool, app client and identity pool do not belong together.
    InvalidParameterException Nein.
        Cognito cannot use one of the values | Person | Change the app client ID, Choose another flow
        Its own words name the value, or the setting of the app client that is in the way.
    InvalidParameterException Nein.
        The service cannot use one of the values | Person | Start again
        Its own words name the value.
    ResourceNotFoundException Nein.
        Cognito does not find what was named, in eu-west-1 | Person | Use us-east-1 and run again, Change the region, Change the app client ID
        The region is eu-west-1, and the user pool’s ID says us-east-1: every region keeps its own pools.
    InternalErrorException 
        The service failed on its side | Network | Start again
        The request was probably fine; AWS answers like this when something of its own breaks.
    UnknownOperationException 
        aws.test does not know GetId | Person | Change the endpoint
        Probably the endpoint is that of another service, or an emulator that lacks this operation.
    TelepathyException Nein.
        aws.test refused GetCallerIdentity | PoolOwner | Try again
        Poolwalk does not know this error. The service's own words are all there is.
    ");
}

#[test]
fn refused_by_emulators() {
    insta::assert_snapshot!(table(EMULATORS));
}

#[test]
fn no_place_is_left_open_in_any_text() {
    for refused in [SETUP, USERS, ANSWERS, ACCOUNTS, IDENTITY, WAYS, EMULATORS, FALLBACKS].concat() {
        let advice = advised(refused);
        for text in [&advice.what, &advice.why(), &advice.next] {
            assert!(!text.contains(['{', '}']), "{text}");
        }
    }
}

#[test]
fn advice_in_full() {
    let full = |wanted: &str| {
        let known = [SETUP, USERS, ANSWERS, IDENTITY].concat();
        let advice = advised(*known.iter().find(|refused| refused.3.contains(wanted)).unwrap());
        format!("{}\n{}\n{}\n{:?}", advice.what, advice.why(), advice.next, advice.service_said)
    };
    insta::assert_snapshot!(full("USER_PASSWORD_AUTH flow not enabled"), @r#"
    This app client does not allow the password flow
    It is off by default. SRP proves the password without sending it, and is usually on.
    Use SRP, or ask the pool's owner to add ALLOW_USER_PASSWORD_AUTH to the app client.
    Some("USER_PASSWORD_AUTH flow not enabled for this client")
    "#);
    insta::assert_snapshot!(full("User pool client 1h57 does not exist"), @r#"
    No app client of this ID in eu-west-1
    The region is eu-west-1, and the user pool’s ID says us-east-1: every region keeps its own pools. Maybe the app client 1h57 belongs to another pool or AWS account. Maybe it was deleted.
    Check the region and the app client ID.
    Some("User pool client 1h57 does not exist.")
    "#);
    insta::assert_snapshot!(full("Check assigned IAM roles"), @r#"
    The role behind this identity pool cannot be used
    The login was accepted. Probably the trust policy of the role, which says who may take the role, does not let this identity pool in. Maybe the role is gone, or none is set.
    Have the role’s owner put that trust policy in. It is shown ready to paste.
    Some("Invalid identity pool configuration. Check assigned IAM roles for this pool.")
    "#);
}

/// A context that the row applies to.
fn place(at: At) -> Context {
    let operation = match at {
        At::UserPool | At::SignIn => Operation::InitiateAuth,
        At::Account => Operation::ForgotPassword,
        At::OwnAccount | At::WithToken => Operation::GetUser,
        At::Answer | At::Answering(_) => Operation::RespondToAuthChallenge,
        At::Calls(operations) => operations[0],
        At::Admin => Operation::AdminInitiateAuth,
        At::Anywhere | At::IdentityPool | At::BroughtLogins => Operation::GetId,
        At::Sts => Operation::GetCallerIdentity,
        At::ManagedLogin => Operation::Token,
        At::Revoke => Operation::Revoke,
        At::Api(_) => Operation::CallApi,
    };
    let mut context = Context::new(operation);
    if let At::Answering(name) = at {
        context.challenge = Some(name.to_owned());
    }
    if let At::Api(ways) = at {
        context.auth = ways.last().copied();
    }
    context.way = Some(Way::Providers).filter(|_| at == At::BroughtLogins);
    context
}

/// Every row is the first to fit its own code, place and text: none stands in another's shadow.
#[test]
fn every_row_can_be_found() {
    for row in rows() {
        let codes = if row.codes.is_empty() { &["NotAuthorizedException"] } else { row.codes };
        let texts = if row.says.is_empty() { &["zzz"] } else { row.says };
        for (code, text) in codes.iter().flat_map(|code| texts.iter().map(move |text| (code, text))) {
            let message = text.trim_start_matches('=').replace('*', "abc");
            let refusal = Refusal { code: (*code).to_owned(), message: message.clone(), status: 400 };
            let found = words(&Failure::Refused(refusal), &place(row.at));
            assert!(std::ptr::eq(found, &raw const row.words), "{code} “{message}” finds “{}”", found.what);
        }
    }
}

#[test]
fn patterns_are_lower_case_and_ids_do_not_matter() {
    for pattern in rows().flat_map(|row| row.says) {
        assert_eq!(**pattern, pattern.to_lowercase());
    }
    assert!(says("User pool client 1h57 does not exist.", "user pool client * does not exist"));
    assert!(!says("does not exist: user pool client", "user pool client * does not exist"));
}

/// The catalog as a person reads it through: every row in the order in which it is looked at, then what
/// has no code.
#[test]
fn the_whole_catalog() {
    let mut catalog = String::new();
    for row in rows() {
        let codes = if row.codes.is_empty() { "any code".to_owned() } else { row.codes.join(", ") };
        let says: Vec<_> = row.says.iter().map(|text| format!("“{text}”")).collect();
        writeln!(catalog, "{codes} · {:?} · {}", row.at, says.join(" or ")).unwrap();
        written(&row.words, &mut catalog);
    }
    for (status, words) in
        [0, 403, 404, 407, 429, 500].map(|status| (status, fallback::by_status(status, false)))
    {
        writeln!(catalog, "HTTP {status} without a code").unwrap();
        written(words, &mut catalog);
    }
    for (status, auth) in [401, 403, 404, 405, 413, 415, 429, 409, 500]
        .map(|status| (status, AuthKind::Iam))
        .into_iter()
        .chain([(403, AuthKind::Nothing)])
    {
        writeln!(catalog, "HTTP {status} of an API, {auth:?}").unwrap();
        written(api_status::by_status(status, Some(auth)), &mut catalog);
    }
    insta::assert_snapshot!(catalog);
}

fn written(words: &Words, catalog: &mut String) {
    writeln!(catalog, "    {}", words.what).unwrap();
    for Cause { sign, guess, seen, settles: _ } in words.causes {
        match sign {
            None => writeln!(catalog, "    · {guess}").unwrap(),
            Some(sign) if guess.is_empty() => writeln!(catalog, "    · [{sign:?}] {seen}").unwrap(),
            Some(sign) => writeln!(catalog, "    · {guess} [{sign:?}] {seen}").unwrap(),
        }
    }
    writeln!(catalog, "    → {}", words.next).unwrap();
    writeln!(catalog, "    {:?} · {:?}\n", words.offers, words.fixer).unwrap();
}

/// A guess that only one of several causes can be does not pretend to know.
#[test]
fn a_cause_among_several_says_how_sure_it_is() {
    const HONEST: [&str; 4] = ["Probably", "probably", "Maybe", "Most often"];
    for words in rows().map(|row| &row.words).filter(|words| words.causes.len() > 1) {
        let guesses = words.causes.iter().filter(|cause| cause.sign.is_some()).map(|cause| cause.guess);
        for guess in guesses.filter(|guess| !guess.is_empty()) {
            assert!(HONEST.iter().any(|word| guess.contains(word)), "{guess}");
        }
        for cause in words.causes.iter().filter(|cause| cause.settles) {
            assert!(HONEST.iter().all(|word| !cause.seen.starts_with(word)), "{}", cause.seen);
        }
    }
}

/// Words on screen: a headline has no full stop, sentences have one, and nothing is left empty.
#[test]
fn words_are_written_in_one_style() {
    let by_status = [0, 403, 404, 407, 429, 500].map(|status| fallback::by_status(status, false));
    for words in rows().map(|row| &row.words).chain(by_status) {
        assert!(!words.what.ends_with('.') && words.what.chars().count() > 8, "{}", words.what);
        assert!(!words.causes.is_empty(), "{}", words.what);
        let causes = words.causes.iter().flat_map(|cause| [cause.guess, cause.seen]);
        for text in causes.filter(|text| !text.is_empty()).chain([words.next]) {
            assert!(text.ends_with('.'), "{text}");
            assert!(!text.contains("  ") && !text.contains(" ."), "{text}");
        }
    }
}

#[test]
fn a_user_who_is_gone_is_not_misspelled_and_who_signs_the_call_is_no_stranger() {
    let told = |operation, flow| {
        let context = Context { flow, ..Context::new(operation) };
        let (code, message) = ("UserNotFoundException".to_owned(), "User does not exist.".to_owned());
        let advice = failure(&Failure::Refused(Refusal { code, message, status: 400 }), &context);
        (advice.what, advice.next.contains("strangers"))
    };
    let gone = ("The user of this token is not in the pool".to_owned(), false);
    for operation in [Operation::GetUser, Operation::ListDevices, Rotate] {
        assert_eq!(told(operation, None), gone, "{operation:?}");
    }
    assert_eq!(told(SignIn, Some(AuthFlow::RefreshToken)), gone);
    assert_eq!(
        told(Admin, Some(AuthFlow::AdminUserPassword)),
        ("This pool has no such user".to_owned(), false)
    );
    assert_eq!(told(SignIn, Some(AuthFlow::UserSrp)), ("This pool has no such user".to_owned(), true));
}

#[test]
fn a_host_that_follows_from_the_region_is_hardly_misspelled() {
    let words = |host: &str| {
        let context = Context { host: Some(host.to_owned()), ..Context::new(Operation::InitiateAuth) };
        words(&Failure::Unreachable(crate::flow::Unreachable::Dns), &context).what
    };
    assert_eq!(words("cognito-idp.eu-west-1.amazonaws.com"), "{host} could not be found");
    assert_eq!(words("cognito-idp.cn-north-1.amazonaws.com.cn"), "{host} could not be found");
    for typed in ["localhsot:9229", "amazonaws.com.example"] {
        assert_eq!(words(typed), "No host is called {host}", "{typed}");
    }
}

#[test]
fn a_login_of_another_provider_is_not_blamed_on_the_user_pool() {
    let mut context = Context::new(GetId);
    let mut what = |way, message: &str| {
        context.way = Some(way);
        let (code, message) = ("NotAuthorizedException".to_owned(), message.to_owned());
        failure(&Failure::Refused(Refusal { code, message, status: 400 }), &context).what
    };
    let unsupported = "Token is not from a supported provider of this identity pool.";
    assert_eq!(what(Way::Providers, unsupported), "This identity pool does not take logins of this provider");
    assert_eq!(
        what(Way::UserSrp, unsupported),
        "This identity pool does not take logins from your user pool and app client"
    );
    let opaque = "Invalid login token. Not a valid OpenId Connect identity token.";
    assert_eq!(
        what(Way::Providers, opaque),
        "The identity pool wants an ID token of this provider and got something else"
    );
}
