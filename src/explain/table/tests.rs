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
];

/// The user, and the pool's own rules.
const USERS: &[Refused] = &[
    ("NotAuthorizedException", SignIn, "", "Incorrect username or password."),
    ("NotAuthorizedException", Answer, PROOF, "Incorrect username or password"),
    ("UserNotFoundException", SignIn, "", "User does not exist."),
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

/// What was said; what it is called, who can fix it and what is offered.
fn table(refusals: &[Refused]) -> String {
    let mut table = String::new();
    for refused in refusals {
        let advice = advised(*refused);
        let labels: Vec<_> = advice.remedies.iter().map(Remedy::label).collect();
        writeln!(table, "{} {}", refused.0, refused.3).unwrap();
        writeln!(table, "    {} | {:?} | {}", advice.what, advice.fixer, labels.join(", ")).unwrap();
    }
    table
}

#[test]
fn refused_for_how_it_is_set_up() {
    insta::assert_snapshot!(table(SETUP), @r"
    InvalidParameterException 1 validation error detected: Value 'x' at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+]+
        Cognito says this is no app client ID | Person | Change the app client ID
    InvalidParameterException 1 validation error detected: Value ' us-' at 'userPoolId' failed to satisfy constraint
        Cognito says this is no user pool ID | Person | Change the user pool ID
    InvalidParameterException 1 validation error detected: Value at 'username' failed to satisfy constraint
        Cognito wants a username | Person | Change the username
    ResourceNotFoundException User pool client 1h57 does not exist.
        No app client of this ID in eu-west-1 | Person | Use us-east-1 and run again, Change the region, Change the app client ID
    ResourceNotFoundException Client not found
        No app client of this ID in eu-west-1 | Person | Use us-east-1 and run again, Change the region, Change the app client ID
    ResourceNotFoundException User pool us-east-1_A does not exist.
        No user pool of this ID in eu-west-1 | Person | Use us-east-1 and run again, Change the user pool ID, Choose another AWS profile
    ForbiddenException Request not allowed due to WAF block.
        A firewall in front of the user pool refused the request | PoolOwner | Try again
    AccessDeniedException User: arn:aws:iam::1:user/x is not authorized to perform: cognito-idp:AdminInitiateAuth on resource: arn
        Your AWS credentials may not call AdminInitiateAuth | PoolOwner | Use SRP and run again, Choose another AWS profile
    UnrecognizedClientException The security token included in the request is invalid.
        AWS does not accept the credentials that sign this call | Person | Choose another AWS profile, Use SRP and run again
    InvalidSignatureException The request signature we calculated does not match the signature you provided.
        AWS does not accept the credentials that sign this call | Person | Choose another AWS profile, Use SRP and run again
    InvalidSignatureException Signature expired: 20260131T100000Z is now earlier than 20260131T103000Z (20260131T103500Z - 5 min.)
        AWS says the time of this request is wrong | Person | Try again
    ExpiredTokenException The security token included in the request is expired
        The AWS credentials that sign this call have expired | Person | Choose another AWS profile, Try again
    InvalidParameterException USER_PASSWORD_AUTH flow not enabled for this client
        This app client does not allow the password flow | Person | Use SRP and run again
    InvalidParameterException USER_SRP_AUTH is not enabled for the client.
        This app client does not allow SRP | Person | Use the password flow and run again
    InvalidParameterException Auth flow not enabled for this client
        This app client does not allow the admin flow | Person | Use SRP and run again
    InvalidParameterException Initiate Auth method not supported.
        InitiateAuth does not take this flow | Person | Use SRP and run again, Choose another flow
    InvalidParameterException Missing required parameter USERNAME
        Cognito wants a username | Person | Change the username
    InvalidParameterException Missing required parameter PASSWORD
        Cognito wants a password | Person | Enter the password again
    NotAuthorizedException Client 1h57 is configured for secret but secret was not received
        This app client has a secret, and none was given | Person | Enter the client secret, Change the app client ID
    NotAuthorizedException Client 1h57 is configured with secret but SECRET_HASH was not received
        This app client has a secret, and none was given | Person | Enter the client secret, Change the app client ID
    NotAuthorizedException Unable to verify secret hash for client 1h57
        The client secret does not fit this app client | Person | Enter the client secret, Change the app client ID
    NotAuthorizedException SecretHash does not match for the client: 1h57
        The client secret does not fit this app client | Person | Enter the client secret, Change the app client ID
    ");
}

#[test]
fn refused_for_who_it_is() {
    insta::assert_snapshot!(table(USERS), @r"
    NotAuthorizedException Incorrect username or password.
        Cognito does not accept this username and password | Person | Enter the password again, Change the username
    NotAuthorizedException Incorrect username or password
        Cognito does not accept this username and password | Person | Enter the password again, Change the username
    UserNotFoundException User does not exist.
        This pool has no such user | Person | Change the username, Change the app client ID
    UserNotConfirmedException User is not confirmed.
        This user signed up but has not confirmed the account | Person | Send a new code…, Enter the code of a sign-up…, Change the username
    PasswordResetRequiredException Password reset required for the user
        This user must reset the password before signing in | Person | Reset the password…, Change the username
    NotAuthorizedException User is disabled.
        This user is disabled | PoolOwner | Change the username
    NotAuthorizedException Temporary password has expired and must be reset by an administrator.
        The temporary password has expired | PoolOwner | Change the username, Start again
    NotAuthorizedException Password attempts exceeded
        Too many wrong passwords: this user is locked for a while | Person | Enter the password again
    NotAuthorizedException Unable to login because of security reasons.
        Cognito's threat protection stopped this sign-in | PoolOwner | Try again
    NotAuthorizedException User is not authorized to get auth details.
        This user signs in through another provider | Person | Change the username
    UserLambdaValidationException PreAuthentication failed with error no.
        The pool's own rules refused this sign-in | PoolOwner | Change the username
    NotAuthorizedException PreAuthentication failed with error no.
        The pool's own rules refused this sign-in | PoolOwner | Change the username
    InvalidLambdaResponseException Invalid lambda function output : Invalid JSON
        One of the pool's own functions broke down | PoolOwner | Try again
    TooManyRequestsException Rate exceeded
        Too many requests at the moment | Network | Try again
    LimitExceededException Attempt limit exceeded, please try after some time.
        This user's allowance for tries is used up | Person |
    ");
}

#[test]
fn refused_answers() {
    insta::assert_snapshot!(table(ANSWERS), @r"
    InvalidParameterException Invalid attributes given, given_name is missing
        An attribute that the pool requires is missing or not in its form | Person | Start again
    NotAuthorizedException Cannot modify an already provided email
        An attribute was sent that this user already has | Person | Start again
    InvalidPasswordException Password did not conform with policy: Password not long enough
        The new password breaks the pool's rules | Person | Start again
    InvalidPasswordException Provided password cannot be used for security reasons.
        This password cannot be used | Person | Start again
    PasswordHistoryPolicyViolationException 
        This user had that password before | Person | Start again
    NotAuthorizedException Invalid session for the user, session is expired.
        The time for this answer is over | Person | Start again
    NotAuthorizedException Invalid session for the user, session can only be used once.
        This question has been answered already | Person | Start again
    NotAuthorizedException Invalid session for the user.
        Cognito no longer knows this sign-in | Person | Start again
    CodeMismatchException Invalid code received for user
        This is not the code that Cognito expects | Person | Start again
    CodeMismatchException Invalid code or auth state for the user.
        This is not the code that Cognito expects | Person | Start again
    ExpiredCodeException Your software token has already been used once.
        This code has been used already | Person | Start again
    ExpiredCodeException Invalid code provided, please request a code again.
        This code is too old | Person | Start again
    SoftwareTokenMFANotFoundException Software Token MFA does not exist for the user.
        This user or pool has no such second factor | PoolOwner | Start again
    InvalidSmsRoleAccessPolicyException no
        Cognito could not send the code | PoolOwner | Change the username
    ");
}

#[test]
fn refused_on_an_account() {
    insta::assert_snapshot!(table(ACCOUNTS), @r"
    UsernameExistsException User already exists
        This pool has a user of that name | Person | Reset the password…, Send a new code…
    NotAuthorizedException SignUp is not permitted for this user pool
        This pool lets nobody sign up | PoolOwner | 
    InvalidParameterException Attributes did not conform to the schema: given_name: The attribute is required
        An attribute is missing or not in its form | Person | Start again
    UserLambdaValidationException PreSignUp failed with error no.
        The pool's own rules refused this | PoolOwner | Start again
    NotAuthorizedException User cannot be confirmed. Current status is CONFIRMED
        This user is confirmed already | Person | Sign in
    InvalidParameterException User is already confirmed.
        This user is confirmed already | Person | Sign in
    AliasExistsException An account with the email already exists.
        Another user has this e-mail address or phone number | Person | Sign up…, Reset the password…
    CodeMismatchException Invalid verification code provided, please try again.
        This is not the code that Cognito sent | Person | Start again
    ExpiredCodeException Invalid code provided, please request a code again.
        This code is too old, or was never sent | Person | Send a new code…
    ExpiredCodeException Invalid code provided, please request a code again.
        This code is too old, or was never sent | Person | Reset the password…
    ExpiredCodeException Invalid code provided, please request a code again.
        This code is too old, or was never sent | Person | Verify an address…
    UserNotFoundException Username/client id combination not found.
        This pool has no such user | Person | Change the username, Change the app client ID
    InvalidParameterException Cannot reset password for the user as there is no registered/verified email or phone_number
        Cognito has no verified address to send a code to | PoolOwner | 
    NotAuthorizedException User password cannot be reset in the current state.
        The password of this user cannot be reset at the moment | PoolOwner | 
    NotAuthorizedException Incorrect username or password.
        The password so far is not right | Person | Start again
    LimitExceededException Attempt limit exceeded, please try after some time.
        This user's allowance for tries is used up | Person | 
    NotAuthorizedException Access Token does not have required scopes
        The access token does not allow that | Person | Sign in
    NotAuthorizedException Access Token has been revoked
        The access token works no more | Person | Sign in
    NotAuthorizedException User is disabled.
        This user is disabled | PoolOwner | Change the username
    NotAuthorizedException Nein.
        Cognito refuses UpdateUserAttributes | Person | Sign in
    UnsupportedTokenTypeException 
        Only a refresh token can be revoked | Person | Sign in
    UnsupportedOperationException Token revocation is not enabled
        This app client does not revoke tokens | PoolOwner | Sign out everywhere…
    UnauthorizedException Invalid client secret
        The client secret does not fit this app client | Person | Enter the client secret
    EnableSoftwareTokenMFAException Code mismatch
        The app does not show the code that Cognito expects | Person | Start again
    SoftwareTokenMFANotFoundException Software Token MFA has not been enabled by the userPool
        No authenticator app can be switched on here | PoolOwner | Set up an authenticator app…
    InvalidParameterException User has not verified software token mfa
        No authenticator app can be switched on here | PoolOwner | Set up an authenticator app…
    ResourceNotFoundException Device does not exist.
        This user has no such device | Person | List the devices
    ");
}

#[test]
fn refused_by_identity_pool_or_sts() {
    insta::assert_snapshot!(table(IDENTITY), @"
    ResourceNotFoundException IdentityPool 'eu-west-1:1' not found.
        No identity pool of this ID in eu-west-1 | Person | Change the identity pool ID
    ResourceNotFoundException Identity 'eu-west-1:1' not found.
        The identity pool does not know this identity | Person | Start again, Change the identity pool ID
    NotAuthorizedException Token is not from a supported provider of this identity pool.
        This identity pool does not take logins from your user pool and app client | PoolOwner | Change the app client ID, Change the identity pool ID
    NotAuthorizedException Invalid login token. Incorrect token audience.
        This identity pool does not take logins from your user pool and app client | PoolOwner | Change the app client ID, Change the identity pool ID
    NotAuthorizedException Invalid login token. Issuer doesn't match providerName
        The login is filed under another pool than the one that issued the token | Person | Change the user pool ID, Change the app client ID, Change the user pool’s key
    NotAuthorizedException Invalid login token. Missing a required claim: aud
        The identity pool wants an ID token and got something else | Person | Start again
    NotAuthorizedException Invalid login token. Token expired: 1769859727 >= 1769856127
        The ID token has expired | Person | Start again
    NotAuthorizedException Invalid login token. Couldn't verify signed token.
        The identity pool could not check the token's signature | Network | Try again
    NotAuthorizedException Invalid login token. Can't pass in a Cognito token.
        This token was issued by an identity pool, not by a user pool | Person | Start again
    NotAuthorizedException Token is inactive
        This token has been signed out | Person | Start again
    NotAuthorizedException Logins don't match. Please include at least one valid login for this identity or identity pool.
        The login does not belong to this identity | Person | Change the identity pool ID, Start again
    NotAuthorizedException Unauthenticated access is not supported for this identity pool.
        This identity pool lets no guests in | Person | Choose another flow, Change the identity pool ID
    NotAuthorizedException Access to Identity 'eu-west-1:1' is forbidden.
        This identity may not be used without its login | PoolOwner | Start again
    InvalidIdentityPoolConfigurationException Invalid identity pool configuration. Check assigned IAM roles for this pool.
        The role behind this identity pool cannot be used | PoolOwner | Try again
    InvalidParameterException Please provide a valid public provider.
        The identity pool does not know the provider of this login | Person | Change the user pool ID, Start again
    ExternalServiceException 
        The identity pool could not ask the login's provider | Network | Try again
    ExpiredToken The security token included in the request is expired
        These keys have expired | Person | Start again
    InvalidClientTokenId The security token included in the request is invalid.
        AWS does not know these keys | Person | Change the endpoint, Change the region, Start again
    SignatureDoesNotMatch Signature expired: 20260131T100000Z is now earlier than 20260131T103000Z
        AWS says the time of this request is wrong | Person | Try again
    SignatureDoesNotMatch The request signature we calculated does not match
        AWS works out another signature for this request | Network | Try again, Change the endpoint
    ");
}

#[test]
fn refused_on_the_other_ways_in() {
    insta::assert_snapshot!(table(WAYS), @"
    NotAuthorizedException Invalid Refresh Token
        Cognito does not accept this refresh token | Person | Use SRP and run again
    NotAuthorizedException Invalid Refresh Token.
        Cognito does not accept this refresh token | Person | Use SRP and run again
    NotAuthorizedException Refresh Token has expired
        This refresh token has expired | Person | Use SRP and run again
    NotAuthorizedException Refresh Token has been revoked
        This refresh token was revoked | Person | Use SRP and run again
    RefreshTokenReuseException Refresh token has been invalidated.
        This refresh token was used before | Person | Use SRP and run again
    InvalidParameterException Refresh Token flow not enabled for this client
        This app client does not allow REFRESH_TOKEN_AUTH | Person | Use GetTokensFromRefreshToken and run again
    NotAuthorizedException Incorrect username or password.
        Cognito does not accept the proof of this device | Person | Start again
    NotAuthorizedException Incorrect username or password.
        The pool's own check did not accept the answer | Person | Start again, Change the username
    AccessDeniedException User: arn:aws:iam::1:user/x is not authorized to perform: cognito-identity:GetOpenIdTokenForDeveloperIdentity
        Your AWS credentials may not vouch for anybody here | PoolOwner | Choose another AWS profile
    InvalidSignatureException The request signature we calculated does not match
        AWS does not accept the credentials that sign this call | Person | Choose another AWS profile
    MissingAuthenticationTokenException Missing Authentication Token
        AWS does not accept the credentials that sign this call | Person | Choose another AWS profile
    ExpiredTokenException The security token included in the request is expired
        The AWS credentials that sign this call have expired | Person | Choose another AWS profile, Try again
    InvalidParameterException Please provide a valid developer provider.
        This identity pool knows no developer provider of this name | Person | Change the developer provider, Change the identity pool ID
    NotAuthorizedException Access to the role that CustomRoleArn names is denied
        This login may not have the role that was asked for | Person | Choose another role
    InvalidParameterException Basic (classic) flow is not enabled, please use enhanced flow.
        This identity pool does not take the classic flow | Person | Change the role
    AccessDenied Not authorized to perform sts:AssumeRoleWithWebIdentity
        This role does not let the identity pool's people in | PoolOwner | Change the role
    ExpiredTokenException Token expired: current date/time 2 must be before 1
        The identity pool’s token has expired | Person | Start again
    InvalidIdentityToken Couldn't verify signed token.
        STS does not accept the identity pool’s token | Person | Change the endpoint, Start again
    ValidationError The requested DurationSeconds exceeds the MaxSessionDuration set for this role.
        The role does not allow keys to live that long | Person | Change how long the keys live
    ValidationError Request ARN is invalid
        STS says this is no role ARN | Person | Change the role
    ");
}

#[test]
fn refusals_nobody_knows() {
    insta::assert_snapshot!(table(FALLBACKS), @r"
    NotAuthorizedException Nein.
        Cognito refuses this sign-in | Person | Enter the password again, Change the username, Enter the client secret
    NotAuthorizedException Nein.
        Cognito refuses this answer | Person | Start again, Enter the password again
    NotAuthorizedException Nein.
        The identity pool does not accept this login | PoolOwner | Change the identity pool ID, Change the app client ID, Start again
    InvalidParameterException Nein.
        Cognito cannot use one of the values | Person | Change the app client ID, Choose another flow
    InvalidParameterException Nein.
        The service cannot use one of the values | Person | Start again
    ResourceNotFoundException Nein.
        Cognito does not find what was named, in eu-west-1 | Person | Use us-east-1 and run again, Change the region, Change the app client ID
    InternalErrorException 
        The service failed on its side | Network | Start again
    UnknownOperationException 
        aws.test does not know GetId | Person | Change the endpoint
    TelepathyException Nein.
        aws.test refused GetCallerIdentity | PoolOwner | Try again
    ");
}

#[test]
fn no_place_is_left_open_in_any_text() {
    for refused in [SETUP, USERS, ANSWERS, ACCOUNTS, IDENTITY, WAYS, FALLBACKS].concat() {
        let advice = advised(refused);
        for text in [&advice.what, &advice.why, &advice.next] {
            assert!(!text.contains(['{', '}']), "{text}");
        }
    }
}

#[test]
fn advice_in_full() {
    let full = |wanted: &str| {
        let known = [SETUP, USERS, ANSWERS, IDENTITY].concat();
        let advice = advised(*known.iter().find(|refused| refused.3.contains(wanted)).unwrap());
        format!("{}\n{}\n{}\n{:?}", advice.what, advice.why, advice.next, advice.service_said)
    };
    insta::assert_snapshot!(full("USER_PASSWORD_AUTH flow not enabled"), @r#"
    This app client does not allow the password flow
    It is off by default. SRP proves the password without sending it, and is usually on.
    Use SRP, or ask the pool's owner to add ALLOW_USER_PASSWORD_AUTH to the app client.
    Some("USER_PASSWORD_AUTH flow not enabled for this client")
    "#);
    insta::assert_snapshot!(full("User pool client 1h57 does not exist"), @r#"
    No app client of this ID in eu-west-1
    Every region keeps its own pools, so a wrong region is the usual cause. The app client 1h57 may also belong to another pool or AWS account, or have been deleted.
    Check the region first, then the app client ID.
    Some("User pool client 1h57 does not exist.")
    "#);
    insta::assert_snapshot!(full("Check assigned IAM roles"), @r#"
    The role behind this identity pool cannot be used
    Your login was accepted. But no role is set for it, the role is gone, or its trust policy (who may take the role) does not name us-east-2:1f-2e: aud must be the identity pool ID, amr “authenticated”, and the action sts:AssumeRoleWithWebIdentity.
    Ask the pool's owner to check the role's trust policy for those three.
    Some("Invalid identity pool configuration. Check assigned IAM roles for this pool.")
    "#);
}

/// A context that the row applies to.
fn place(at: At) -> Context {
    let operation = match at {
        At::UserPool | At::SignIn => Operation::InitiateAuth,
        At::Account => Operation::ForgotPassword,
        At::OwnAccount => Operation::GetUser,
        At::Answer | At::Answering(_) => Operation::RespondToAuthChallenge,
        At::Calls(operations) => operations[0],
        At::Admin => Operation::AdminInitiateAuth,
        At::Anywhere | At::IdentityPool | At::BroughtLogins => Operation::GetId,
        At::Sts => Operation::GetCallerIdentity,
        At::ManagedLogin => Operation::Token,
        At::Revoke => Operation::Revoke,
    };
    let mut context = Context::new(operation);
    if let At::Answering(name) = at {
        context.challenge = Some(name.to_owned());
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
            let message = text.replace('*', "abc");
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

/// Words on screen: a headline has no full stop, sentences have one, and nothing is left empty.
#[test]
fn words_are_written_in_one_style() {
    let by_status = [0, 403, 404, 407, 429, 500].map(|status| fallback::by_status(status, false));
    for words in rows().map(|row| &row.words).chain(by_status) {
        assert!(!words.what.ends_with('.') && words.what.chars().count() > 8, "{}", words.what);
        for text in [words.why, words.next] {
            assert!(text.ends_with('.'), "{text}");
            assert!(!text.contains("  ") && !text.contains(" ."), "{text}");
        }
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
