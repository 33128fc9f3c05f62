//! One of each call, and a way to make it and wait for its end.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use poolwalk::cognito::srp::DeviceVerifier;
use poolwalk::cognito::{AuthFlow, ClientId, IdentityPoolId, Params, Region, UserPoolId};
use poolwalk::engine::{Endpoints, Engine, Event, RunId, Signer, Target, Timeouts};
use poolwalk::flow::{AccountCall, AwsCredentials, Call, Failure, Named, Performed, Proof};
use poolwalk::secret::Secret;

pub(crate) fn engine() -> Engine {
    Engine::new(Arc::new(|| {})).unwrap()
}

/// Everything goes to one address. A busy machine is waited for.
pub(crate) fn target(url: &str) -> Target {
    let url = Some(url.to_owned());
    Target {
        region: Region::parse("eu-west-1").ok(),
        identity_region: Region::parse("eu-central-1").ok(),
        endpoints: Endpoints { idp: url.clone(), identity: url.clone(), sts: url },
        signer: None,
        timeouts: Timeouts { connect: Duration::from_secs(20), answer: Duration::from_secs(25) },
        clock_ahead: SignedDuration::ZERO,
    }
}

/// With little patience, for servers that keep us waiting.
pub(crate) fn hasty(url: &str) -> Target {
    let timeouts = Timeouts { connect: Duration::from_millis(400), answer: Duration::from_millis(800) };
    Target { timeouts, ..target(url) }
}

pub(crate) fn signed(url: &str) -> Target {
    Target { signer: Some(Signer::Keys(keys())), ..target(url) }
}

pub(crate) fn perform(target: Target, call: Call) -> Performed {
    perform_with(&engine(), target, call)
}

pub(crate) fn perform_with(engine: &Engine, target: Target, call: Call) -> Performed {
    engine.perform(RunId(7), Arc::new(target), call);
    let Event::Performed { run, performed } = engine.wait_event(Duration::from_secs(30)).expect("an event");
    assert_eq!(run, RunId(7));
    *performed
}

/// How the simplest call fails.
pub(crate) fn failure(target: Target) -> Failure {
    perform(target, initiate()).result.unwrap_err()
}

pub(crate) fn client() -> ClientId {
    ClientId::parse("1h57kf5cpq17m0eml12EXAMPLE").unwrap()
}

pub(crate) fn pool() -> UserPoolId {
    UserPoolId::parse("eu-west-1_Ab12Cd34E").unwrap()
}

pub(crate) fn keys() -> AwsCredentials {
    AwsCredentials {
        access_key_id: "ASIAEXAMPLEKEYS".to_owned(),
        secret_access_key: "marked-secret-key".into(),
        session_token: Some("marked-session-token".into()),
        expiration: None,
    }
}

pub(crate) fn parameters() -> Params {
    Params::new().plain("USERNAME", "alice").secret("PASSWORD", "marked-password".into())
}

pub(crate) fn initiate() -> Call {
    Call::InitiateAuth { flow: AuthFlow::UserPassword, client: client(), parameters: parameters() }
}

pub(crate) fn admin_initiate() -> Call {
    Call::AdminInitiateAuth {
        flow: AuthFlow::AdminNoSrp,
        pool: pool(),
        client: client(),
        parameters: parameters(),
    }
}

pub(crate) fn respond() -> Call {
    Call::RespondToAuthChallenge {
        challenge: "TELEPATHY".to_owned(),
        client: client(),
        session: Some("marked-session".into()),
        responses: Params::new().plain("USERNAME", "alice").secret("ANSWER", "marked-answer".into()),
    }
}

pub(crate) fn admin_respond() -> Call {
    Call::AdminRespondToAuthChallenge {
        challenge: "SOFTWARE_TOKEN_MFA".to_owned(),
        pool: pool(),
        client: client(),
        session: Some("marked-session".into()),
        responses: Params::new().secret("SOFTWARE_TOKEN_MFA_CODE", "marked-code".into()),
    }
}

pub(crate) fn logins() -> Params {
    Params::new().secret("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E", "marked-id-token".into())
}

pub(crate) fn get_id() -> Call {
    let pool = IdentityPoolId::parse("eu-central-1:2b1d5c8e-6c1f-4f0a-9a51-0e7f1d2c3b4a").unwrap();
    Call::GetId { pool, logins: logins() }
}

pub(crate) fn get_credentials() -> Call {
    Call::GetCredentialsForIdentity {
        identity_id: "eu-central-1:1f-2e".to_owned(),
        logins: logins(),
        custom_role: None,
    }
}

pub(crate) fn get_caller() -> Call {
    Call::GetCallerIdentity { credentials: keys() }
}

/// One of each operation on an account.
pub(crate) fn accounts() -> Vec<AccountCall> {
    let named =
        || Named { client: client(), username: "alice".to_owned(), secret_hash: Some("marked-hash".into()) };
    let access_token = || Secret::from("marked-access");
    let (attribute, device_key) = (|| "email".to_owned(), || "eu-west-1_1f2e".to_owned());
    vec![
        AccountCall::SignUp {
            named: named(),
            password: Some("marked-password".into()),
            attributes: Params::new().plain("email", "alice@x.test"),
        },
        AccountCall::ConfirmSignUp { named: named(), code: "marked-code".into() },
        AccountCall::ResendConfirmationCode { named: named() },
        AccountCall::ForgotPassword { named: named() },
        AccountCall::ConfirmForgotPassword {
            named: named(),
            code: "marked-code".into(),
            password: "marked-password".into(),
        },
        AccountCall::ChangePassword {
            access_token: access_token(),
            previous: Some("marked-before".into()),
            proposed: "marked-after".into(),
        },
        AccountCall::GetUser { access_token: access_token() },
        AccountCall::UpdateUserAttributes {
            access_token: access_token(),
            attributes: Params::new().plain("given_name", "Alice"),
        },
        AccountCall::GetUserAttributeVerificationCode {
            access_token: access_token(),
            attribute: attribute(),
        },
        AccountCall::VerifyUserAttribute {
            access_token: access_token(),
            attribute: attribute(),
            code: "marked-code".into(),
        },
        AccountCall::SetUserMfaPreference { access_token: access_token(), software_token: true },
        AccountCall::ListDevices { access_token: access_token(), page: Some("2".to_owned()) },
        AccountCall::ForgetDevice { access_token: access_token(), device_key: device_key() },
        AccountCall::GlobalSignOut { access_token: access_token() },
        AccountCall::RevokeToken {
            client: client(),
            client_secret: Some("marked-client-secret".into()),
            token: "marked-refresh".into(),
        },
    ]
}

pub(crate) fn rotate() -> Call {
    Call::GetTokensFromRefreshToken {
        client: client(),
        client_secret: Some("marked-client-secret".into()),
        refresh_token: "marked-refresh-token".into(),
        device_key: Some(DEVICE_KEY.to_owned()),
    }
}

pub(crate) const DEVICE_KEY: &str = "eu-west-1_1f2e3d4c-6c1f-4f0a-9a51-0e7f1d2c3b4a";

/// What shows whose account a set-up is about, both ways.
pub(crate) fn proofs() -> [Proof; 2] {
    [Proof::Session("marked-session-of-the-set-up".into()), Proof::AccessToken("marked-access-token".into())]
}

pub(crate) fn associate(proof: Proof) -> Call {
    Call::AssociateSoftwareToken { proof }
}

pub(crate) fn verify(proof: Proof) -> Call {
    Call::VerifySoftwareToken { proof, code: "123456".into() }
}

pub(crate) fn confirm_device() -> Call {
    Call::ConfirmDevice {
        access_token: "marked-access-token".into(),
        device_key: DEVICE_KEY.to_owned(),
        device_name: "Poolwalk".to_owned(),
        verifier: DeviceVerifier {
            salt: "c2FsdA==".to_owned(),
            password_verifier: "marked-verifier".to_owned(),
        },
    }
}

pub(crate) fn remember_device(remembered: bool) -> Call {
    let access_token = "marked-access-token".into();
    Call::UpdateDeviceStatus { access_token, device_key: DEVICE_KEY.to_owned(), remembered }
}

pub(crate) fn get_open_id() -> Call {
    Call::GetOpenIdToken { identity_id: "eu-central-1:1f-2e".to_owned(), logins: logins() }
}

pub(crate) fn vouch(duration_secs: Option<i64>) -> Call {
    let pool = IdentityPoolId::parse("eu-central-1:2b1d5c8e-6c1f-4f0a-9a51-0e7f1d2c3b4a").unwrap();
    let logins = Params::new().plain("login.mine", "vint");
    Call::GetOpenIdTokenForDeveloperIdentity { pool, logins, duration_secs }
}

pub(crate) const ROLE: &str = "arn:aws:iam::123456789012:role/Reader";

pub(crate) fn assume_role() -> Call {
    Call::AssumeRoleWithWebIdentity {
        role_arn: ROLE.to_owned(),
        session_name: "poolwalk".to_owned(),
        token: "marked-open-id-token".into(),
        duration_secs: 900,
    }
}

/// One of each.
pub(crate) fn every() -> Vec<Call> {
    let [by_session, by_token] = proofs();
    let mut calls = vec![
        initiate(),
        admin_initiate(),
        respond(),
        admin_respond(),
        rotate(),
        associate(by_session.clone()),
        associate(by_token.clone()),
        verify(by_session),
        verify(by_token),
        confirm_device(),
        remember_device(true),
        get_id(),
        get_credentials(),
        get_open_id(),
        vouch(None),
        assume_role(),
        get_caller(),
    ];
    calls.extend(accounts().into_iter().map(Call::Account));
    calls
}
