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
    insta::assert_snapshot!(table(SETUP), @r"
    InvalidParameterException 1 validation error detected: Value 'x' at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+]+
        Cognito says this is no app client ID | Person | Change the app client ID
        An app client ID has letters and digits only. Probably another ID, or part of one, is in the field.
    InvalidParameterException 1 validation error detected: Value ' us-' at 'userPoolId' failed to satisfy constraint
        Cognito says this is no user pool ID | Person | Change the user pool ID
        A user pool ID is a region, an underscore and letters or digits, such as eu-west-1_Ab12Cd34E.
    InvalidParameterException 1 validation error detected: Value at 'username' failed to satisfy constraint
        Cognito wants a username | Person | Change the username
        The username was empty, or not in a form that Cognito takes.
    ResourceNotFoundException User pool client 1h57 does not exist.
        No app client of this ID in eu-west-1 | Person | Use us-east-1 and run again, Change the region, Change the app client ID
        The region is eu-west-1, and the user pool’s ID says us-east-1: every region keeps its own pools.
    ResourceNotFoundException Client not found
        No app client of this ID in eu-west-1 | Person | Use us-east-1 and run again, Change the region, Change the app client ID
        The region is eu-west-1, and the user pool’s ID says us-east-1: every region keeps its own pools.
    ResourceNotFoundException User pool us-east-1_A does not exist.
        No user pool of this ID in eu-west-1 | Person | Use us-east-1 and run again, Change the user pool ID, Choose another AWS profile
        The region is eu-west-1, and the user pool’s ID says us-east-1: every region keeps its own pools.
    ForbiddenException Request not allowed due to WAF block.
        A firewall in front of the user pool refused the request | PoolOwner | Try again
        The pool's owner put AWS WAF there: it may forbid countries, addresses, too many requests or programs that are no browser. Username and password were not looked at.
    AccessDeniedException User: arn:aws:iam::1:user/x is not authorized to perform: cognito-idp:AdminInitiateAuth on resource: arn
        Your AWS credentials may not call AdminInitiateAuth | PoolOwner | Use SRP and run again, Choose another AWS profile
        They are genuine, but no policy of theirs allows cognito-idp:AdminInitiateAuth on us-east-1_Ab12.
    UnrecognizedClientException The security token included in the request is invalid.
        AWS does not accept the credentials that sign this call | Person | Choose another AWS profile, Use SRP and run again
        Admin calls are signed with AWS credentials of your own. Probably the secret key is mistyped.
    InvalidSignatureException The request signature we calculated does not match the signature you provided.
        AWS does not accept the credentials that sign this call | Person | Choose another AWS profile, Use SRP and run again
        Admin calls are signed with AWS credentials of your own. Probably the secret key is mistyped.
    InvalidSignatureException Signature expired: 20260131T100000Z is now earlier than 20260131T103000Z (20260131T103500Z - 5 min.)
        AWS says the time of this request is wrong | Person | Try again
        Probably this computer’s clock is off.
    ExpiredTokenException The security token included in the request is expired
        The AWS credentials that sign this call have expired | Person | Choose another AWS profile, Try again
        Admin calls are signed with AWS credentials of your own, and temporary ones end after some hours.
    InvalidParameterException USER_PASSWORD_AUTH flow not enabled for this client
        This app client does not allow the password flow | Person | Use SRP and run again, Choose another flow
        It is off by default. SRP proves the password without sending it, and is usually on.
    InvalidParameterException USER_SRP_AUTH is not enabled for the client.
        This app client does not allow SRP | Person | Use the password flow and run again, Choose another flow
        SRP is on by default, so somebody chose the flows of this app client by hand.
    InvalidParameterException Auth flow not enabled for this client
        This app client does not allow the admin flow | Person | Use SRP and run again, Choose another flow
        It is off by default, and its setting has two names: ALLOW_ADMIN_USER_PASSWORD_AUTH and, in older pools, ADMIN_NO_SRP_AUTH.
    InvalidParameterException Initiate Auth method not supported.
        InitiateAuth does not take this flow | Person | Use SRP and run again, Choose another flow
        ADMIN_… flows belong to AdminInitiateAuth, and USER_PASSWORD_AUTH belongs to InitiateAuth.
    InvalidParameterException Missing required parameter USERNAME
        Cognito wants a username | Person | Change the username
        The username was empty, or not in a form that Cognito takes.
    InvalidParameterException Missing required parameter PASSWORD
        Cognito wants a password | Person | Enter the password again
        The password was empty.
    NotAuthorizedException Client 1h57 is configured for secret but secret was not received
        This app client has a secret, and none was given | Person | Enter the client secret, Change the app client ID
        Such a client wants SECRET_HASH with every call: a keyed hash over username and client ID that only the secret can make.
    NotAuthorizedException Client 1h57 is configured with secret but SECRET_HASH was not received
        This app client has a secret, and none was given | Person | Enter the client secret, Change the app client ID
        Such a client wants SECRET_HASH with every call: a keyed hash over username and client ID that only the secret can make.
    NotAuthorizedException Unable to verify secret hash for client 1h57
        The client secret does not fit this app client | Person | Enter the client secret, Change the app client ID
        Most often the secret is mistyped, out of date or another client’s.
    NotAuthorizedException SecretHash does not match for the client: 1h57
        The client secret does not fit this app client | Person | Enter the client secret, Change the app client ID
        Most often the secret is mistyped, out of date or another client’s.
    MissingAuthenticationTokenException Missing Authentication Token
        AWS does not accept the credentials that sign this call | Person | Choose another AWS profile, Use SRP and run again
        Admin calls are signed with AWS credentials of your own. Probably the secret key is mistyped.
    InvalidParameterException Initiate Auth method not supported
        AdminInitiateAuth does not take this flow | Person | Use SRP and run again, Choose another flow
        ADMIN_… flows belong to AdminInitiateAuth, and USER_PASSWORD_AUTH belongs to InitiateAuth.
    InvalidParameterException USER_AUTH flow not enabled for this client
        This app client does not allow the chosen flow | Person | Use SRP and run again, Choose another flow
        Every app client has a list of the flows it allows, and this one is not on it.
    InvalidParameterException CUSTOM_AUTH is not enabled for the client.
        This app client does not allow the chosen flow | Person | Use SRP and run again, Choose another flow
        Every app client has a list of the flows it allows, and this one is not on it.
    InvalidParameterException Missing required parameter SRP_A
        Cognito cannot use one of the values | Person | Change the app client ID, Choose another flow
        Its own words name the value, or the setting of the app client that is in the way.
    NotAuthorizedException Client 1h57 is configured for secret but secret was not received
        This app client has a secret, and none was given | Person | Enter the client secret, Change the app client ID
        Such a client wants SECRET_HASH with every call: a keyed hash over username and client ID that only the secret can make.
    InvalidUserPoolConfigurationException 
        The user pool is set up in a way that does not work | PoolOwner | 
        Two of its settings contradict each other, or one that this flow needs is missing.
    FeatureUnavailableInTierException 
        This user pool does not offer that | PoolOwner | Use SRP and run again, Choose another flow
        The call needs a feature that the pool has switched off, or that its price plan does not include.
    OperationNotEnabledException 
        This user pool does not offer that | PoolOwner | Use SRP and run again, Choose another flow
        The call needs a feature that the pool has switched off, or that its price plan does not include.
    ");
}

#[test]
fn refused_for_who_it_is() {
    insta::assert_snapshot!(table(USERS), @"
    NotAuthorizedException Incorrect username or password.
        Cognito does not accept this username and password | Person | Enter the password again, Change the username
        Most often the password is wrong.
    NotAuthorizedException Incorrect username or password
        Cognito does not accept this username and password | Person | Enter the password again, Change the username, Use the password flow and run again
        Most often the password is wrong.
    UserNotFoundException User does not exist.
        This pool has no such user | Person | Change the username, Change the app client ID
        Probably the name is spelled otherwise, letter case included.
    UserNotConfirmedException User is not confirmed.
        This user signed up but has not confirmed the account | Person | Send a new code…, Enter the code of a sign-up…, Change the username
        Cognito sent a code on sign-up, and nobody has entered it yet.
    PasswordResetRequiredException Password reset required for the user
        This user must reset the password before signing in | Person | Reset the password…, Enter the code of a reset…, Change the username
        An administrator asked for the reset, or the user was imported from elsewhere.
    NotAuthorizedException User is disabled.
        This user is disabled | PoolOwner | Change the username
        An administrator switched the account off. It keeps its password and its data.
    NotAuthorizedException Temporary password has expired and must be reset by an administrator.
        The temporary password has expired | PoolOwner | Change the username, Start again
        A password set by an administrator must be changed within some days, seven unless the pool says otherwise.
    NotAuthorizedException Password attempts exceeded
        Too many wrong passwords: this user is locked for a while | Person | Enter the password again
        After five failures Cognito locks the user for a second and doubles that with each further one, up to about 15 minutes. Tries in the meantime are ignored, the right password included.
    NotAuthorizedException Unable to login because of security reasons.
        Cognito's threat protection stopped this sign-in | PoolOwner | Try again
        The pool judges each sign-in by where it comes from, and this one looked risky. The password may be right.
    NotAuthorizedException User is not authorized to get auth details.
        This user signs in through another provider | Person | Use the login page in a browser, Change the username
        Users who come from Google, SAML and the like have no password in the pool, so no password flow can sign them in.
    UserLambdaValidationException PreAuthentication failed with error no.
        The pool's own rules refused this sign-in | PoolOwner | Change the username
        The pool's owner added a Lambda function, a small program that Cognito runs during a sign-in, and it said no. PreAuthentication runs before the password is looked at, so the password may be right.
    NotAuthorizedException PreAuthentication failed with error no.
        The pool's own rules refused this sign-in | PoolOwner | Change the username
        The pool's owner added a Lambda function, a small program that Cognito runs during a sign-in, and it said no. PreAuthentication runs before the password is looked at, so the password may be right.
    InvalidLambdaResponseException Invalid lambda function output : Invalid JSON
        One of the pool's own functions broke down | PoolOwner | Try again
        The pool's owner added a Lambda function, a small program that Cognito runs during a sign-in. It crashed, took too long or answered in a form that Cognito cannot use.
    TooManyRequestsException Rate exceeded
        Too many requests at the moment | Network | Try again
        An AWS account may make only so many calls a second, and everybody who signs in to its pools shares them.
    LimitExceededException Attempt limit exceeded, please try after some time.
        This user's allowance for tries is used up | Person | 
        Cognito counts some calls per user and hour, and further tries only make the wait longer.
    NotAuthorizedException Request not allowed due to security reasons.
        Cognito's threat protection stopped this sign-in | PoolOwner | Try again
        The pool judges each sign-in by where it comes from, and this one looked risky. The password may be right.
    UnexpectedLambdaException DefineAuthChallenge failed
        One of the pool's own functions broke down | PoolOwner | Try again
        The pool's owner added a Lambda function, a small program that Cognito runs during a sign-in. It crashed, took too long or answered in a form that Cognito cannot use.
    UserLambdaValidationException DefineAuthChallenge failed with error no.
        The pool's own rules refused this sign-in | PoolOwner | Change the username
        The pool's owner added a Lambda function, a small program that Cognito runs during a sign-in, and it said no. PreAuthentication runs before the password is looked at, so the password may be right.
    ");
}

#[test]
fn refused_answers() {
    insta::assert_snapshot!(table(ANSWERS), @"
    InvalidParameterException Invalid attributes given, given_name is missing
        An attribute that the pool requires is missing or not in its form | Person | Start again
        This pool wants certain attributes before a user is complete, each under its own key with the prefix userAttributes. Cognito's words name the one.
    NotAuthorizedException Cannot modify an already provided email
        An attribute was sent that this user already has | Person | Start again
        With a new password only the attributes that Cognito asks for may be sent.
    InvalidPasswordException Password did not conform with policy: Password not long enough
        The new password breaks the pool's rules | Person | Start again
        Cognito names the rule that was broken. Rules can ask for a length, capital and small letters, digits and symbols.
    InvalidPasswordException Provided password cannot be used for security reasons.
        This password cannot be used | Person | Start again
        Probably it is on a list of leaked passwords, or was used before.
    PasswordHistoryPolicyViolationException 
        This user had that password before | Person | Start again
        The pool remembers earlier passwords and does not let them come back.
    NotAuthorizedException Invalid session for the user, session is expired.
        The time for this answer is over | Person | Start again
        Cognito ties each answer to a session that lives for three minutes unless the pool says otherwise, and works once.
    NotAuthorizedException Invalid session for the user, session can only be used once.
        This question has been answered already | Person | Start again
        Each session works once, and Cognito has had an answer with this one: perhaps an earlier try got through though its reply was lost.
    NotAuthorizedException Invalid session for the user.
        Cognito no longer knows this sign-in | Person | Start again
        Each answer carries the session of the question. Probably this one is older than three minutes, or was used before.
    CodeMismatchException Invalid code received for user
        This is not the code that Cognito expects | Person | Start again
        Most often a digit is wrong, or it is the code of another account.
    CodeMismatchException Invalid code or auth state for the user.
        This is not the code that Cognito expects | Person | Start again
        Most often a digit is wrong, or it is the code of an earlier message: every sign-in sends another.
    ExpiredCodeException Your software token has already been used once.
        This code has been used already | Person | Start again
        Each code of an authenticator app works once, even within its 30 seconds.
    ExpiredCodeException Invalid code provided, please request a code again.
        This code is too old | Person | Start again
        A code lives as long as its question, three minutes unless the pool says otherwise.
    SoftwareTokenMFANotFoundException Software Token MFA does not exist for the user.
        This user or pool has no such second factor | PoolOwner | Start again
        The code belongs to a factor that is not set up for this user, or that the pool has switched off.
    InvalidSmsRoleAccessPolicyException no
        Cognito could not send the code | PoolOwner | Change the username
        Probably the role that lets the pool send text messages or e-mail is missing a right.
    CodeMismatchException Invalid session provided
        Cognito no longer knows this sign-in | Person | Start again
        Each answer carries the session of the question. Probably this one is older than three minutes, or was used before.
    InvalidParameterException User has not verified software token mfa
        This user or pool has no such second factor | PoolOwner | Start again
        The code belongs to a factor that is not set up for this user, or that the pool has switched off.
    InvalidParameterException Missing required parameter NEW_PASSWORD
        Part of the answer is missing | Person | Start again
        The answer to NEW_PASSWORD_REQUIRED lacks something that Cognito's words name.
    InvalidParameterException Invalid device key given.
        Cognito does not know this device | Person | Start again
        This pool remembers devices, and the one that was named is not among this user's.
    AliasExistsException An account with the email already exists.
        Another user has this e-mail address or phone number | Person | Start again
        In this pool it can stand for one user only.
    MFAMethodNotFoundException 
        This user or pool has no such second factor | PoolOwner | Start again
        The code belongs to a factor that is not set up for this user, or that the pool has switched off.
    InvalidSmsRoleTrustRelationshipException Role does not have a trust relationship allowing Cognito to assume the role
        Cognito could not send the code | PoolOwner | Change the username
        Probably the role that lets the pool send text messages or e-mail is missing a right.
    ");
}

#[test]
fn refused_on_an_account() {
    insta::assert_snapshot!(table(ACCOUNTS), @"
    UsernameExistsException User already exists
        This pool has a user of that name | Person | Reset the password…, Send a new code…
        A username stands for one account. This one may have been made earlier, and never confirmed.
    NotAuthorizedException SignUp is not permitted for this user pool
        This pool lets nobody sign up | PoolOwner | 
        Only its administrators make accounts: the pool's owner chose that.
    InvalidParameterException Attributes did not conform to the schema: given_name: The attribute is required
        An attribute is missing or not in its form | Person | Start again
        A pool can require attributes, and each has a form: a phone number is written like +353871234567. Cognito's words name the one.
    UserLambdaValidationException PreSignUp failed with error no.
        The pool's own rules refused this | PoolOwner | Start again
        The pool's owner added a Lambda function, a small program that Cognito runs at this point, and it said no.
    NotAuthorizedException User cannot be confirmed. Current status is CONFIRMED
        This user is confirmed already | Person | Sign in
        The code of a sign-up is wanted once. Somebody has entered it, or the pool's owner has confirmed the user.
    InvalidParameterException User is already confirmed.
        This user is confirmed already | Person | Sign in
        The code of a sign-up is wanted once. Somebody has entered it, or the pool's owner has confirmed the user.
    AliasExistsException An account with the email already exists.
        Another user has this e-mail address or phone number | Person | Sign up…, Reset the password…
        In this pool it can stand for one user only, and another account has it.
    CodeMismatchException Invalid verification code provided, please try again.
        This is not the code that Cognito sent | Person | Start again
        Most often a digit is wrong, or it is the code of an earlier message: a newer one takes its place.
    ExpiredCodeException Invalid code provided, please request a code again.
        This code is too old, or was never sent | Person | Send a new code…
        The code of a sign-up lives a day, and a newer one takes its place. A client that hides which users exist says the same of somebody unknown.
    ExpiredCodeException Invalid code provided, please request a code again.
        This code is too old, or was never sent | Person | Reset the password…
        The code for another password lives an hour, and a newer one takes its place. A client that hides which users exist says the same of somebody unknown.
    ExpiredCodeException Invalid code provided, please request a code again.
        This code is too old, or was never sent | Person | Verify an address…
        A code that verifies an address lives a day, and a newer one takes its place.
    UserNotFoundException Username/client id combination not found.
        This pool has no such user | Person | Change the username, Change the app client ID
        Probably the name is spelled otherwise, letter case included.
    InvalidParameterException Cannot reset password for the user as there is no registered/verified email or phone_number
        Cognito has no verified address to send a code to | PoolOwner | 
        This user has neither an e-mail address nor a phone number that was verified, so nobody can be sent a code.
    NotAuthorizedException User password cannot be reset in the current state.
        The password of this user cannot be reset at the moment | PoolOwner | 
        Most often the user still has the temporary password of an administrator, or signs in through another provider and has none.
    NotAuthorizedException Incorrect username or password.
        The password so far is not right | Person | Start again
        Whoever changes a password has to know the one so far, even when signed in.
    LimitExceededException Attempt limit exceeded, please try after some time.
        This user's allowance for tries is used up | Person | 
        Cognito counts some calls per user and hour, and further tries only make the wait longer.
    NotAuthorizedException Access Token does not have required scopes
        The access token does not allow that | Person | Sign in
        Operations on one's own account need the scope aws.cognito.signin.user.admin. Tokens from a sign-in through the API have it; those from a login page have it only when it was asked for.
    NotAuthorizedException Access Token has been revoked
        The access token works no more | Person | Sign in
        Probably it has run out: it lives an hour unless the app client says otherwise.
    NotAuthorizedException User is disabled.
        This user is disabled | PoolOwner | Change the username
        An administrator switched the account off. It keeps its password and its data.
    NotAuthorizedException Nein.
        Cognito refuses UpdateUserAttributes | Person | Sign in
        Cognito's own words say more. Most often the access token has run out, or the app client may not read or write what was asked for.
    UnsupportedTokenTypeException 
        Only a refresh token can be revoked | Person | Sign in
        Access and ID tokens run out by themselves; they are revoked together with their refresh token.
    UnsupportedOperationException Token revocation is not enabled
        This app client does not revoke tokens | PoolOwner | Sign out everywhere…
        Revocation is a setting of the app client, and it is off.
    UnauthorizedException Invalid client secret
        The client secret does not fit this app client | Person | Enter the client secret
        A client with a secret sends the secret itself with this call, and the one that was sent is missing or not the right one.
    EnableSoftwareTokenMFAException Code mismatch
        The app does not show the code that Cognito expects | Person | Start again
        Most often the secret was mistyped, or the code is that of another account.
    SoftwareTokenMFANotFoundException Software Token MFA has not been enabled by the userPool
        No authenticator app can be switched on here | PoolOwner | Set up an authenticator app…
        The pool has authenticator apps switched off, or this user has not set one up to the end.
    InvalidParameterException User has not verified software token mfa
        No authenticator app can be switched on here | PoolOwner | Set up an authenticator app…
        The pool has authenticator apps switched off, or this user has not set one up to the end.
    ResourceNotFoundException Device does not exist.
        This user has no such device | Person | List the devices
        The device key is mistyped, or the device was forgotten already.
    NotAuthorizedException Access Token has expired
        The access token works no more | Person | Sign in
        Probably it has run out: it lives an hour unless the app client says otherwise.
    NotAuthorizedException Invalid Access Token
        The access token works no more | Person | Sign in
        Probably it has run out: it lives an hour unless the app client says otherwise.
    CodeDeliveryFailureException 
        Cognito could not send the code | PoolOwner | Change the username
        Probably the role that lets the pool send text messages or e-mail is missing a right.
    TooManyFailedAttemptsException 
        This user's allowance for tries is used up | Person | 
        Cognito counts some calls per user and hour, and further tries only make the wait longer.
    InvalidPasswordException Password did not conform with policy: Password must have numeric characters
        The new password breaks the pool's rules | Person | Start again
        Cognito names the rule that was broken. Rules can ask for a length, capital and small letters, digits and symbols.
    ");
}

#[test]
fn refused_by_identity_pool_or_sts() {
    insta::assert_snapshot!(table(IDENTITY), @"
    ResourceNotFoundException IdentityPool 'eu-west-1:1' not found.
        No identity pool of this ID in eu-west-1 | Person | Change the identity pool ID
        Probably the ID is misspelled, or the region in it, which is the part before the colon.
    ResourceNotFoundException Identity 'eu-west-1:1' not found.
        The identity pool does not know this identity | Person | Start again, Change the identity pool ID
        It may have been deleted a moment ago, or belong to another identity pool.
    NotAuthorizedException Token is not from a supported provider of this identity pool.
        This identity pool does not take logins from your user pool and app client | PoolOwner | Change the app client ID, Change the identity pool ID
        An identity pool has a list of user pools, each with an app client. Probably user pool us-east-1_Ab12 with app client 1h57 is not on it; another app client is the usual cause.
    NotAuthorizedException Invalid login token. Incorrect token audience.
        This identity pool does not take logins from your user pool and app client | PoolOwner | Change the app client ID, Change the identity pool ID
        An identity pool has a list of user pools, each with an app client. Probably user pool us-east-1_Ab12 with app client 1h57 is not on it; another app client is the usual cause.
    NotAuthorizedException Invalid login token. Issuer doesn't match providerName
        The login is filed under another pool than the one that issued the token | Person | Change the user pool ID, Change the app client ID
        The name has to be the token’s issuer without https://. Poolwalk makes it from the user pool ID, unless another was typed.
    NotAuthorizedException Invalid login token. Missing a required claim: aud
        The identity pool wants an ID token and got something else | Person | Start again
        Only the ID token says for whom it was made (aud). Probably the service that signed you in gave a token of another shape.
    NotAuthorizedException Invalid login token. Token expired: 1769859727 >= 1769856127
        The ID token has expired | Person | Start again
        An ID token lives for an hour unless the app client says otherwise.
    NotAuthorizedException Invalid login token. Couldn't verify signed token.
        The identity pool could not check the token's signature | Network | Try again
        Probably the user pool is very young and its keys are not known everywhere yet.
    NotAuthorizedException Invalid login token. Can't pass in a Cognito token.
        This token was issued by an identity pool, not by a user pool | Person | Start again
        GetId wants the ID token of a sign-in.
    NotAuthorizedException Token is inactive
        This token has been signed out | Person | Start again
        The identity pool asks the user pool about each token, and this user signed out, or was disabled or deleted, after the token was made.
    NotAuthorizedException Logins don't match. Please include at least one valid login for this identity or identity pool.
        The login does not belong to this identity | Person | Change the identity pool ID, Start again
        Probably the identity pool ID is another pool’s, or that pool takes no logins from this user pool.
    NotAuthorizedException Unauthenticated access is not supported for this identity pool.
        This identity pool lets no guests in | Person | Use SRP and run again, Change the identity pool ID
        The call carried no login, and guests are off unless the pool's owner turns them on.
    NotAuthorizedException Access to Identity 'eu-west-1:1' is forbidden.
        This identity may not be used without its login | PoolOwner | Show the trust policy…, Start again
        An identity that belongs to a login wants to see it each time, and Poolwalk sends the one it used for GetId.
    InvalidIdentityPoolConfigurationException Invalid identity pool configuration. Check assigned IAM roles for this pool.
        The role behind this identity pool cannot be used | PoolOwner | Show the trust policy…, Try again
        The login was accepted. Probably the trust policy of the role, which says who may take the role, does not let this identity pool in.
    InvalidParameterException Please provide a valid public provider.
        The identity pool does not know the provider of this login | Person | Change the user pool ID, Start again
        The name beside the token must be that of a user pool or another public provider.
    ExternalServiceException 
        The identity pool could not ask the login's provider | Network | Try again
        The provider did not answer, or said no.
    ExpiredToken The security token included in the request is expired
        These keys have expired | Person | Start again
        Keys from an identity pool live for about an hour.
    InvalidClientTokenId The security token included in the request is invalid.
        AWS does not know these keys | Person | Change the endpoint, Change the region, Start again
        Probably they were issued elsewhere: by an emulator while AWS was asked, by AWS while an emulator was, or for another AWS partition such as China.
    SignatureDoesNotMatch Signature expired: 20260131T100000Z is now earlier than 20260131T103000Z
        AWS says the time of this request is wrong | Person | Try again
        Probably this computer’s clock is off.
    SignatureDoesNotMatch The request signature we calculated does not match
        AWS works out another signature for this request | Network | Try again, Change the endpoint
        The keys came straight from the step before, so they are probably right, and a proxy changed the request on its way.
    InvalidParameterException 1 validation error detected: Value 'x ' at 'identityPoolId' failed to satisfy constraint: Member must have length less than or equal to 55
        This is no identity pool ID | Person | Change the identity pool ID
        An identity pool ID is a region, a colon and a long id with dashes, such as eu-west-1:2b1d5c8e-6c1f-4f0a-9a51-0e7f1d2c3b4a.
    InvalidParameterException 1 validation error detected: Value 'x ' at 'supportedLoginProviders' failed to satisfy constraint: Member must have length less than or equal to 55
        The service cannot use one of the values | Person | Start again
        Its own words name the value.
    NotAuthorizedException Invalid login token. Not a valid OpenId Connect identity token.
        The identity pool wants an ID token and got something else | Person | Start again
        Only the ID token says for whom it was made (aud). Probably the service that signed you in gave a token of another shape.
    ResourceConflictException 
        This login already belongs to another identity | PoolOwner | Start again
        Two identities would share one login, which an identity pool does not allow.
    NotAuthorizedException Invalid login token. Token expired: 1769859727 >= 1769856127
        The ID token has expired | Person | Start again
        An ID token lives for an hour unless the app client says otherwise.
    ");
}

#[test]
fn refused_on_the_other_ways_in() {
    insta::assert_snapshot!(table(WAYS), @"
    NotAuthorizedException Invalid Refresh Token
        Cognito does not accept this refresh token | Person | Use SRP and run again
        Probably it is another app client’s, or was revoked by signing out everywhere.
    NotAuthorizedException Invalid Refresh Token.
        Cognito does not accept this refresh token | Person | Use SRP and run again
        Probably it is another app client’s, or was revoked by signing out everywhere.
    NotAuthorizedException Refresh Token has expired
        This refresh token has expired | Person | Use SRP and run again
        A refresh token lives for 30 days unless the app client says otherwise.
    NotAuthorizedException Refresh Token has been revoked
        This refresh token was revoked | Person | Use SRP and run again
        Somebody revoked it or signed the user out everywhere, and the tokens made with it ended as well.
    RefreshTokenReuseException Refresh token has been invalidated.
        This refresh token was used before | Person | Use SRP and run again
        The app client rotates refresh tokens: each is good once, and another one took its place when it was used. The old one is taken for some seconds longer at most.
    InvalidParameterException Refresh Token flow not enabled for this client
        This app client does not allow REFRESH_TOKEN_AUTH | Person | Use GetTokensFromRefreshToken and run again
        Where refresh tokens rotate, that flow is off; elsewhere somebody left it out of the client's flows.
    NotAuthorizedException Incorrect username or password.
        Cognito does not accept the proof of this device | Person | Start again
        Maybe this computer’s clock is far off: the proof has the time in it.
    NotAuthorizedException Incorrect username or password.
        The pool's own check did not accept the answer | Person | Start again, Change the username
        What is right is decided by the pool's Lambda functions, and they ended this sign-in. Cognito says it in the words of a wrong password, though none was asked for.
    AccessDeniedException User: arn:aws:iam::1:user/x is not authorized to perform: cognito-identity:GetOpenIdTokenForDeveloperIdentity
        Your AWS credentials may not vouch for anybody here | PoolOwner | Choose another AWS profile
        They are genuine, but no policy of theirs allows cognito-identity:GetOpenIdTokenForDeveloperIdentity on us-east-2:1f-2e.
    InvalidSignatureException The request signature we calculated does not match
        AWS does not accept the credentials that sign this call | Person | Choose another AWS profile
        A developer vouches with a signature. Probably the secret key is mistyped.
    MissingAuthenticationTokenException Missing Authentication Token
        AWS does not accept the credentials that sign this call | Person | Choose another AWS profile
        A developer vouches with a signature. Probably the secret key is mistyped.
    ExpiredTokenException The security token included in the request is expired
        The AWS credentials that sign this call have expired | Person | Choose another AWS profile, Try again
        A developer vouches with AWS credentials of their own, and temporary ones end after some hours.
    InvalidParameterException Please provide a valid developer provider.
        This identity pool knows no developer provider of this name | Person | Change the developer provider, Change the identity pool ID
        Each identity pool has one name for its developer provider, and the login was filed under another.
    NotAuthorizedException Access to the role that CustomRoleArn names is denied
        This login may not have the role that was asked for | Person | Choose another role
        A role can be asked for only when the ID token names it among cognito:roles, or the pool's rules allow it.
    InvalidParameterException Basic (classic) flow is not enabled, please use enhanced flow.
        This identity pool does not take the classic flow | Person | Change the role
        It is off unless the pool's owner turns it on, and never goes together with rules that choose a role.
    AccessDenied Not authorized to perform sts:AssumeRoleWithWebIdentity
        This role does not let the identity pool's people in | PoolOwner | Show the trust policy…, Change the role
        Probably the trust policy of the role, which says who may take the role, does not let this identity pool in.
    ExpiredTokenException Token expired: current date/time 2 must be before 1
        The identity pool’s token has expired | Person | Start again
        The token of the classic flow lives for ten minutes, or as long as the developer said.
    InvalidIdentityToken Couldn't verify signed token.
        STS does not accept the identity pool’s token | Person | Change the endpoint, Start again
        Probably it was issued elsewhere: by an emulator while AWS was asked, or the other way round.
    ValidationError The requested DurationSeconds exceeds the MaxSessionDuration set for this role.
        The role does not allow keys to live that long | Person | Change how long the keys live
        Every role has a longest session, an hour unless its owner says otherwise.
    ValidationError Request ARN is invalid
        STS says this is no role ARN | Person | Change the role
        A role ARN looks like arn:aws:iam::123456789012:role/Name. Probably part of it is missing.
    NotAuthorizedException SecretHash does not match for the client: 1h57
        The client secret does not fit this app client | Person | Enter the client secret, Change the app client ID
        Most often the secret is mistyped, out of date or another client’s.
    InvalidParameterException Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.
        This identity pool does not take the classic flow | Person | Change the role
        It is off unless the pool's owner turns it on, and never goes together with rules that choose a role.
    InvalidIdentityToken The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)
        STS does not accept the identity pool’s token | Person | Change the endpoint, Start again
        Probably it was issued elsewhere: by an emulator while AWS was asked, or the other way round.
    DeveloperUserAlreadyRegisteredException 
        This developer login belongs to another identity already | PoolOwner | Change the username, Start again
        The developer’s name for the person is tied to one identity, and another was named.
    ");
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
    insta::assert_snapshot!(table(EMULATORS), @"
    ResourceNotFoundException User pool client not found
        No app client of this ID in eu-west-1 | Person | Use us-east-1 and run again, Change the region, Change the app client ID
        The region is eu-west-1, and the user pool’s ID says us-east-1: every region keeps its own pools.
    ResourceNotFoundException Client 1h57 not found.
        No app client of this ID in eu-west-1 | Person | Use us-east-1 and run again, Change the region, Change the app client ID
        The region is eu-west-1, and the user pool’s ID says us-east-1: every region keeps its own pools.
    NotAuthorizedException Invalid refresh token
        Cognito does not accept this refresh token | Person | Use SRP and run again
        Probably it is another app client’s, or was revoked by signing out everywhere.
    NotAuthorizedException Refresh token is missing.
        Cognito does not accept this refresh token | Person | Use SRP and run again
        Probably it is another app client’s, or was revoked by signing out everywhere.
    NotAuthorizedException Session not found
        Cognito no longer knows this sign-in | Person | Start again
        Each answer carries the session of the question. Probably this one is older than three minutes, or was used before.
    NotAuthorizedException Session does not match client
        Cognito no longer knows this sign-in | Person | Start again
        Each answer carries the session of the question. Probably this one is older than three minutes, or was used before.
    NotAuthorizedException Invalid session.
        Cognito no longer knows this sign-in | Person | Start again
        Each answer carries the session of the question. Probably this one is older than three minutes, or was used before.
    NotAuthorizedException PreAuthentication failed with error no.
        The pool's own rules refused this sign-in | PoolOwner | Change the username
        The pool's owner added a Lambda function, a small program that Cognito runs during a sign-in, and it said no. PreAuthentication runs before the password is looked at, so the password may be right.
    ");
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
