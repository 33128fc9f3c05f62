//! The calls a flow asks for and the replies it gets: one typed value per API operation,
//! so that the engine, the lanes, "as code" and the tests all read the same thing.

use jiff::Timestamp;

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
    },
    /// `sts:GetCallerIdentity`, signed with the keys of this walk.
    GetCallerIdentity {
        /// The keys to sign with.
        credentials: AwsCredentials,
    },
}

/// The name of an API operation, without what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// See [`Call::InitiateAuth`].
    InitiateAuth,
    /// See [`Call::AdminInitiateAuth`].
    AdminInitiateAuth,
    /// See [`Call::RespondToAuthChallenge`].
    RespondToAuthChallenge,
    /// See [`Call::AdminRespondToAuthChallenge`].
    AdminRespondToAuthChallenge,
    /// See [`Call::GetId`].
    GetId,
    /// See [`Call::GetCredentialsForIdentity`].
    GetCredentialsForIdentity,
    /// See [`Call::GetCallerIdentity`].
    GetCallerIdentity,
}

/// Who takes part in a walk: the heads of the lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The person at the program.
    You,
    /// Amazon Cognito user pools.
    UserPool,
    /// Amazon Cognito identity pools.
    IdentityPool,
    /// AWS Security Token Service.
    Sts,
    /// The person's own API.
    YourApi,
}

impl Operation {
    /// As AWS spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InitiateAuth => "InitiateAuth",
            Self::AdminInitiateAuth => "AdminInitiateAuth",
            Self::RespondToAuthChallenge => "RespondToAuthChallenge",
            Self::AdminRespondToAuthChallenge => "AdminRespondToAuthChallenge",
            Self::GetId => "GetId",
            Self::GetCredentialsForIdentity => "GetCredentialsForIdentity",
            Self::GetCallerIdentity => "GetCallerIdentity",
        }
    }

    /// Whose lane the call goes to.
    #[must_use]
    pub const fn actor(self) -> Actor {
        match self {
            Self::InitiateAuth
            | Self::AdminInitiateAuth
            | Self::RespondToAuthChallenge
            | Self::AdminRespondToAuthChallenge => Actor::UserPool,
            Self::GetId | Self::GetCredentialsForIdentity => Actor::IdentityPool,
            Self::GetCallerIdentity => Actor::Sts,
        }
    }
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
            Self::GetId { .. } => Operation::GetId,
            Self::GetCredentialsForIdentity { .. } => Operation::GetCredentialsForIdentity,
            Self::GetCallerIdentity { .. } => Operation::GetCallerIdentity,
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
    /// Who the keys belong to.
    Caller(Caller),
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
