//! Each call, made with the AWS SDK. A client is built for every call, by hand: nothing of the
//! environment or of profile files gets in, and nothing is sent twice. What costs time to set
//! up (connections, certificates) lives in the shared wires.

use std::collections::HashMap;

use aws_credential_types::Credentials;
use aws_sdk_cognitoidentityprovider as idp;
use aws_sdk_cognitoidentityprovider::types::{AuthFlowType, ChallengeNameType};
use aws_sdk_sts as sts;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use jiff::SignedDuration;

use super::address::Address;
use super::browser::Browser;
use super::outcome;
use super::reply::{self, Auth};
use super::tape::{Tape, TapedClient};
use super::target::Timeouts;
use crate::cognito::Params;
use crate::flow::{Call, Failure, Reply};
use crate::secret::Secret;

mod accounts;
mod devices;
mod identity;

/// One call on its way: where to, with what recorder, signed by whom.
pub(super) struct Outgoing {
    pub(super) address: Address,
    pub(super) http: TapedClient,
    pub(super) tape: Tape,
    pub(super) timeouts: Timeouts,
    pub(super) clock_ahead: SignedDuration,
    pub(super) signer: Option<Credentials>,
    pub(super) browser: Browser,
}

macro_rules! client {
    ($sdk:ident, $out:expr) => {{
        let out: &$crate::engine::calls::Outgoing = $out;
        let timeouts = ::aws_smithy_types::timeout::TimeoutConfig::builder()
            .connect_timeout(out.timeouts.connect)
            .operation_timeout(out.timeouts.answer)
            .build();
        let mut config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::v2026_01_12())
            .region($sdk::config::Region::new(out.address.region.clone()))
            .retry_config(::aws_smithy_types::retry::RetryConfig::disabled())
            .timeout_config(timeouts)
            .stalled_stream_protection($sdk::config::StalledStreamProtectionConfig::disabled())
            .http_client(out.http.clone());
        config.set_endpoint_url(out.address.endpoint.clone());
        if let Some(credentials) = &out.signer {
            config = config.credentials_provider(credentials.clone());
        }
        $sdk::Client::from_conf(config.build())
    }};
}

pub(super) use client;

macro_rules! auth {
    ($output:expr) => {{
        let output = $output;
        Auth {
            challenge: output.challenge_name.map(|name| name.as_str().to_owned()),
            session: output.session,
            parameters: output.challenge_parameters.unwrap_or_default(),
            available: words(output.available_challenges),
            result: output.authentication_result,
        }
    }};
}

impl Outgoing {
    /// Makes the call and reads the answer.
    pub(super) async fn send(&self, call: Call) -> Result<Reply, Failure> {
        match call {
            Call::InitiateAuth { flow, client, parameters } => {
                let call = client!(idp, self).initiate_auth().client_id(client.as_str());
                let call =
                    call.auth_flow(AuthFlowType::from(flow.wire())).set_auth_parameters(map(&parameters));
                self.end(call.send().await.map(|output| auth!(output).reply(&self.body())))
            }
            Call::AdminInitiateAuth { flow, pool, client, parameters } => {
                let call = client!(idp, self).admin_initiate_auth().client_id(client.as_str());
                let call = call.user_pool_id(pool.as_str()).auth_flow(AuthFlowType::from(flow.wire()));
                let output = call.set_auth_parameters(map(&parameters)).send().await;
                self.end(output.map(|output| auth!(output).reply(&self.body())))
            }
            Call::RespondToAuthChallenge { challenge, client, session, responses } => {
                let call = client!(idp, self).respond_to_auth_challenge().client_id(client.as_str());
                let call = call.challenge_name(ChallengeNameType::from(challenge.as_str()));
                let call = call.set_session(exposed(session)).set_challenge_responses(map(&responses));
                self.end(call.send().await.map(|output| auth!(output).reply(&self.body())))
            }
            Call::AdminRespondToAuthChallenge { challenge, pool, client, session, responses } => {
                let call = client!(idp, self).admin_respond_to_auth_challenge().client_id(client.as_str());
                let call = call.challenge_name(ChallengeNameType::from(challenge.as_str()));
                let call = call.user_pool_id(pool.as_str()).set_session(exposed(session));
                let output = call.set_challenge_responses(map(&responses)).send().await;
                self.end(output.map(|output| auth!(output).reply(&self.body())))
            }
            Call::GetTokensFromRefreshToken { client, client_secret, refresh_token, device_key } => {
                let call = client!(idp, self).get_tokens_from_refresh_token().client_id(client.as_str());
                let call = call.refresh_token(refresh_token.expose()).set_device_key(device_key);
                let output = call.set_client_secret(exposed(client_secret)).send().await;
                self.end(output.map(|output| reply::renewed(output.authentication_result)))
            }
            Call::AssociateSoftwareToken { proof } => self.associate_software_token(proof).await,
            Call::VerifySoftwareToken { proof, code } => self.verify_software_token(proof, &code).await,
            Call::ConfirmDevice { access_token, device_key, device_name, verifier } => {
                self.confirm_device(&access_token, (device_key, device_name), verifier).await
            }
            Call::UpdateDeviceStatus { access_token, device_key, remembered } => {
                self.update_device_status(&access_token, device_key, remembered).await
            }
            Call::Account(call) => self.account(call).await,
            Call::GetId { pool, logins } => self.id(&pool, &logins).await,
            Call::GetCredentialsForIdentity { identity_id, logins, custom_role } => {
                self.credentials(&identity_id, &logins, custom_role).await
            }
            Call::GetOpenIdToken { identity_id, logins } => self.open_id_token(&identity_id, &logins).await,
            Call::GetOpenIdTokenForDeveloperIdentity { pool, logins, duration_secs } => {
                self.developer_token(&pool, &logins, duration_secs).await
            }
            Call::AssumeRoleWithWebIdentity { role_arn, session_name, token, duration_secs } => {
                self.assume_role((role_arn, session_name), &token, duration_secs).await
            }
            Call::GetCallerIdentity { .. } => self.caller().await,
            Call::Web(call) => self.web(*call).await,
            Call::Api(call) => self.api(*call).await,
            Call::KeySet(of) => self.key_set(&of).await,
        }
    }

    async fn caller(&self) -> Result<Reply, Failure> {
        self.end(client!(sts, self).get_caller_identity().send().await.map(reply::caller))
    }

    fn end<E>(&self, output: Result<Option<Reply>, SdkError<E, HttpResponse>>) -> Result<Reply, Failure>
    where
        E: std::error::Error + ProvideErrorMetadata + 'static,
    {
        match output {
            Ok(reply) => reply.ok_or_else(|| outcome::lacking(&self.tape)),
            Err(err) => Err(outcome::failure(&err, &self.tape, self.timeouts)),
        }
    }

    /// The answer as it was received.
    fn body(&self) -> String {
        let response = self.tape.exchange().and_then(|exchange| exchange.response);
        response.map(|response| response.body.expose().to_owned()).unwrap_or_default()
    }
}

/// An absent map is not the same as an empty one on the wire.
fn map(params: &Params) -> Option<HashMap<String, String>> {
    let pairs = params.iter().map(|(key, value)| (key.to_owned(), value.expose().to_owned()));
    (!params.is_empty()).then(|| pairs.collect())
}

fn exposed(session: Option<Secret>) -> Option<String> {
    session.map(|session| session.expose().to_owned())
}

fn words(challenges: Option<Vec<ChallengeNameType>>) -> Vec<String> {
    challenges.unwrap_or_default().iter().map(|name| name.as_str().to_owned()).collect()
}
