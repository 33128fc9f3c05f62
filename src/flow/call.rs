//! The calls a flow asks for and the replies it gets: one typed value per API operation,
//! so that the engine, the lanes, "as code" and the tests all read the same thing.

use jiff::Timestamp;

use super::account_call::{AccountCall, AccountReply};
use super::api::{ApiAnswer, ApiCall};
use super::operation::Operation;
use super::web::WebCall;
use crate::cognito::endpoint::IssuerForm;
use crate::cognito::srp::DeviceVerifier;
use crate::cognito::{AuthFlow, ClientId, IdentityPoolId, Params, UserPoolId};
use crate::secret::Secret;

/// One API operation with everything it needs, but for where it is sent (the engine's target knows).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// `cognito-idp:InitiateAuth`, unsigned.
    InitiateAuth {
        /// How to sign in.
        flow: AuthFlow,
        /// The app client.
        client: ClientId,
        /// `AuthParameters`.
        parameters: Params,
    },
    /// `cognito-idp:AdminInitiateAuth`, signed by an AWS identity.
    AdminInitiateAuth {
        /// How to sign in.
        flow: AuthFlow,
        /// The user pool; Admin calls name it.
        pool: UserPoolId,
        /// The app client.
        client: ClientId,
        /// `AuthParameters`.
        parameters: Params,
    },
    /// `cognito-idp:RespondToAuthChallenge`, unsigned.
    RespondToAuthChallenge {
        /// Wire name of the challenge that is answered.
        challenge: String,
        /// The app client.
        client: ClientId,
        /// The session of the question, unchanged.
        session: Option<Secret>,
        /// `ChallengeResponses`.
        responses: Params,
    },
    /// `cognito-idp:AdminRespondToAuthChallenge`, signed by an AWS identity.
    AdminRespondToAuthChallenge {
        /// Wire name of the challenge that is answered.
        challenge: String,
        /// The user pool; Admin calls name it.
        pool: UserPoolId,
        /// The app client.
        client: ClientId,
        /// The session of the question, unchanged.
        session: Option<Secret>,
        /// `ChallengeResponses`.
        responses: Params,
    },
    /// `cognito-idp:GetTokensFromRefreshToken`, unsigned.
    GetTokensFromRefreshToken {
        /// The app client.
        client: ClientId,
        /// Its secret itself, not a hash.
        client_secret: Option<Secret>,
        /// What is traded in.
        refresh_token: Secret,
        /// The device that the token was issued to, where devices are tracked.
        device_key: Option<String>,
    },
    /// `cognito-idp:AssociateSoftwareToken`, unsigned: begins to set up an authenticator app.
    AssociateSoftwareToken {
        /// Whose it is to be.
        proof: Proof,
    },
    /// `cognito-idp:VerifySoftwareToken`, unsigned: shows that the app is set up.
    VerifySoftwareToken {
        /// Whose it is to be.
        proof: Proof,
        /// The code that the app shows.
        code: Secret,
    },
    /// `cognito-idp:ConfirmDevice`, unsigned.
    ConfirmDevice {
        /// Whose device it is.
        access_token: Secret,
        /// What Cognito called it.
        device_key: String,
        /// A name for people.
        device_name: String,
        /// What the device can prove its password against.
        verifier: DeviceVerifier,
    },
    /// `cognito-idp:UpdateDeviceStatus`, unsigned.
    UpdateDeviceStatus {
        /// Whose device it is.
        access_token: Secret,
        /// What Cognito called it.
        device_key: String,
        /// Remember it, or do not.
        remembered: bool,
    },
    /// An operation of people on their own accounts, unsigned.
    Account(AccountCall),
    /// `cognito-identity:GetId`, unsigned.
    GetId {
        /// The identity pool.
        pool: IdentityPoolId,
        /// Provider name → token. Empty for a guest.
        logins: Params,
    },
    /// `cognito-identity:GetCredentialsForIdentity`, unsigned.
    GetCredentialsForIdentity {
        /// The identity that `GetId` named.
        identity_id: String,
        /// The same logins as in `GetId`.
        logins: Params,
        /// `CustomRoleArn`: one of the roles that the login allows.
        custom_role: Option<String>,
    },
    /// `cognito-identity:GetOpenIdToken`, unsigned: the first half of the classic flow.
    GetOpenIdToken {
        /// The identity that `GetId` named.
        identity_id: String,
        /// The same logins as in `GetId`.
        logins: Params,
    },
    /// `cognito-identity:GetOpenIdTokenForDeveloperIdentity`, signed by an AWS identity.
    GetOpenIdTokenForDeveloperIdentity {
        /// The identity pool.
        pool: IdentityPoolId,
        /// Developer provider → what the developer calls the person.
        logins: Params,
        /// How long the token is to live, in seconds.
        duration_secs: Option<i64>,
    },
    /// `sts:AssumeRoleWithWebIdentity`, unsigned: the second half of the classic flow.
    AssumeRoleWithWebIdentity {
        /// The role.
        role_arn: String,
        /// What the session is called in logs.
        session_name: String,
        /// The identity pool's token.
        token: Secret,
        /// How long the keys are to live, in seconds.
        duration_secs: i32,
    },
    /// `sts:GetCallerIdentity`, signed with the keys of this walk.
    GetCallerIdentity {
        /// The keys to sign with.
        credentials: AwsCredentials,
    },
    /// A page or an OAuth endpoint of managed login.
    Web(Box<WebCall>),
    /// `GET …/.well-known/jwks.json`, unsigned: the public keys that tokens are checked with.
    KeySet(KeySetOf),
    /// A request to the person's own API.
    Api(Box<ApiCall>),
}

/// Whose keys are fetched. The address follows from it and from the target, never from a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySetOf {
    /// A user pool's, as its issuer of this form publishes them.
    UserPool {
        /// The pool.
        pool: UserPoolId,
        /// Which of its two issuers, where AWS is asked.
        form: IssuerForm,
    },
    /// Those of Amazon Cognito identity pools: one set for all.
    IdentityPools,
}

/// What shows whose account a call is about, while or after signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The session of a question.
    Session(Secret),
    /// The access token of somebody who is signed in.
    AccessToken(Secret),
}

impl Call {
    /// Which operation this is.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        match self {
            Self::InitiateAuth { .. } => Operation::InitiateAuth,
            Self::AdminInitiateAuth { .. } => Operation::AdminInitiateAuth,
            Self::RespondToAuthChallenge { .. } => Operation::RespondToAuthChallenge,
            Self::AdminRespondToAuthChallenge { .. } => Operation::AdminRespondToAuthChallenge,
            Self::GetTokensFromRefreshToken { .. } => Operation::GetTokensFromRefreshToken,
            Self::AssociateSoftwareToken { .. } => Operation::AssociateSoftwareToken,
            Self::VerifySoftwareToken { .. } => Operation::VerifySoftwareToken,
            Self::ConfirmDevice { .. } => Operation::ConfirmDevice,
            Self::UpdateDeviceStatus { .. } => Operation::UpdateDeviceStatus,
            Self::Account(call) => call.operation(),
            Self::GetId { .. } => Operation::GetId,
            Self::GetCredentialsForIdentity { .. } => Operation::GetCredentialsForIdentity,
            Self::GetOpenIdToken { .. } => Operation::GetOpenIdToken,
            Self::GetOpenIdTokenForDeveloperIdentity { .. } => Operation::GetOpenIdTokenForDeveloperIdentity,
            Self::AssumeRoleWithWebIdentity { .. } => Operation::AssumeRoleWithWebIdentity,
            Self::GetCallerIdentity { .. } => Operation::GetCallerIdentity,
            Self::Web(call) => call.operation(),
            Self::KeySet(_) => Operation::Jwks,
            Self::Api(_) => Operation::CallApi,
        }
    }
}

/// What a successful call came back with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Signed in.
    Tokens(TokenSet),
    /// Not yet: Cognito asks something first.
    Challenge {
        /// Wire name.
        name: String,
        /// The handle to answer with.
        session: Option<Secret>,
        /// `ChallengeParameters`.
        parameters: Params,
        /// `AvailableChallenges`.
        available: Vec<String>,
    },
    /// A secret for an authenticator app.
    SoftwareToken {
        /// Base32.
        secret: Secret,
        /// The handle to go on with, where there is one.
        session: Option<Secret>,
    },
    /// The authenticator app is set up.
    Verified {
        /// The handle to go on with, where there is one.
        session: Option<Secret>,
    },
    /// The device is known from now on.
    DeviceConfirmed {
        /// It is remembered only if the user says so.
        user_decides: bool,
    },
    /// The browser came back from the pool's pages.
    CameBack {
        /// What the token endpoint trades.
        code: Secret,
        /// What was sent along, if that is what came back.
        state: Secret,
    },
    /// What the pool's pages tell of a user: claim and value.
    UserInfo(Params),
    /// Of an operation of people on their own accounts.
    Account(AccountReply),
    /// It was done, and there is nothing to tell.
    Done,
    /// The identity that the logins stand for.
    Identity {
        /// `<region>:<uuid>`.
        identity_id: String,
    },
    /// AWS keys for that identity.
    Credentials {
        /// May differ from the one sent: identities can be merged. The one returned counts.
        identity_id: String,
        /// The keys.
        credentials: AwsCredentials,
    },
    /// The identity pool's own token.
    OpenId {
        /// The identity that it stands for.
        identity_id: String,
        /// A JWT.
        token: Secret,
    },
    /// AWS keys for a role, from STS.
    Role {
        /// The keys.
        credentials: AwsCredentials,
    },
    /// Who the keys belong to.
    Caller(Caller),
    /// The text of a key set, not yet read.
    KeySet(String),
    /// What an API answered.
    Api(ApiAnswer),
}

/// `AuthenticationResult`. Emulators leave parts out, so every part is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenSet {
    /// The ID token, a JWT.
    pub id: Option<Secret>,
    /// The access token, a JWT.
    pub access: Option<Secret>,
    /// The refresh token, which only the pool can open.
    pub refresh: Option<Secret>,
    /// Life of the access token, in seconds.
    pub expires_in: Option<i64>,
    /// The device signed in from, when Cognito has not met it before.
    pub new_device: Option<NewDevice>,
}

/// `NewDeviceMetadata`: what Cognito calls a device that it has not met before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDevice {
    /// `<region>_<uuid>`.
    pub key: String,
    /// What SRP takes for the name of the pool.
    pub group_key: String,
}

/// Temporary AWS keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsCredentials {
    /// Begins with `ASIA`. Not secret by itself.
    pub access_key_id: String,
    /// Called `SecretKey` by identity pools and `SecretAccessKey` by everybody else.
    pub secret_access_key: Secret,
    /// Must go along with every request.
    pub session_token: Option<Secret>,
    /// When they stop working.
    pub expiration: Option<Timestamp>,
}

/// The answer of `GetCallerIdentity`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The AWS account.
    pub account: String,
    /// `arn:aws:sts::<account>:assumed-role/<role>/<session>`.
    pub arn: String,
    /// `<role id>:<session>`.
    pub user_id: String,
}
