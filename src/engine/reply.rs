//! From the SDK's outputs to replies. Kind to what emulators leave out, but an answer
//! without the very thing that was asked for is no reply.

use std::collections::HashMap;

use aws_sdk_cognitoidentity::operation::get_credentials_for_identity::GetCredentialsForIdentityOutput;
use aws_sdk_cognitoidentity::operation::get_id::GetIdOutput;
use aws_sdk_cognitoidentityprovider::operation::associate_software_token::AssociateSoftwareTokenOutput;
use aws_sdk_cognitoidentityprovider::operation::confirm_device::ConfirmDeviceOutput;
use aws_sdk_cognitoidentityprovider::operation::verify_software_token::VerifySoftwareTokenOutput;
use aws_sdk_cognitoidentityprovider::types::{
    AuthenticationResultType, NewDeviceMetadataType, VerifySoftwareTokenResponseType,
};
use aws_sdk_sts::operation::assume_role_with_web_identity::AssumeRoleWithWebIdentityOutput;
use aws_sdk_sts::operation::get_caller_identity::GetCallerIdentityOutput;
use aws_smithy_types::DateTime;
use jiff::Timestamp;
use serde_json::Value as Json;

use crate::cognito::{Params, Value};
use crate::flow::{AwsCredentials, Caller, NewDevice, Reply, TokenSet};
use crate::secret::Secret;

/// What the answers of all four sign-in operations have in common.
pub(super) struct Auth {
    pub(super) challenge: Option<String>,
    pub(super) session: Option<String>,
    pub(super) parameters: HashMap<String, String>,
    pub(super) available: Vec<String>,
    pub(super) result: Option<AuthenticationResultType>,
}

impl Auth {
    /// Tokens, or the question that comes first. `body` is the answer as it was received.
    pub(super) fn reply(self, body: &str) -> Option<Reply> {
        if let Some(tokens) = self.result.and_then(tokens) {
            return Some(Reply::Tokens(tokens));
        }
        Some(Reply::Challenge {
            name: self.challenge.filter(|name| !name.is_empty())?,
            session: self.session.and_then(secret),
            parameters: in_order(self.parameters, body),
            available: self.available,
        })
    }
}

fn tokens(result: AuthenticationResultType) -> Option<TokenSet> {
    let set = TokenSet {
        id: result.id_token.and_then(secret),
        access: result.access_token.and_then(secret),
        refresh: result.refresh_token.and_then(secret),
        expires_in: Some(i64::from(result.expires_in)).filter(|secs| *secs > 0),
        new_device: result.new_device_metadata.and_then(new_device),
    };
    let empty = set.id.is_none() && set.access.is_none() && set.refresh.is_none();
    (!empty).then_some(set)
}

fn new_device(found: NewDeviceMetadataType) -> Option<NewDevice> {
    Some(NewDevice { key: found.device_key?, group_key: found.device_group_key? })
}

/// The answer to a refresh by the operation.
pub(super) fn renewed(result: Option<AuthenticationResultType>) -> Option<Reply> {
    result.and_then(tokens).map(Reply::Tokens)
}

pub(super) fn software_token(output: AssociateSoftwareTokenOutput) -> Option<Reply> {
    let secret = output.secret_code.and_then(secret)?;
    Some(Reply::SoftwareToken { secret, session: output.session.and_then(self::secret) })
}

/// The status is `SUCCESS`; Cognito answers everything else with an error.
pub(super) fn verified(output: VerifySoftwareTokenOutput) -> Option<Reply> {
    let succeeded =
        output.status.as_ref().is_none_or(|status| *status == VerifySoftwareTokenResponseType::Success);
    succeeded.then(|| Reply::Verified { session: output.session.and_then(secret) })
}

pub(super) const fn device_confirmed(output: &ConfirmDeviceOutput) -> Reply {
    Reply::DeviceConfirmed { user_decides: output.user_confirmation_necessary }
}

/// The SDK hands the parameters over in no order; the person should see them as they came.
fn in_order(mut parameters: HashMap<String, String>, body: &str) -> Params {
    let mut ordered = Params::new();
    let json: Json = serde_json::from_str(body).unwrap_or_default();
    for key in
        json.get("ChallengeParameters").and_then(Json::as_object).into_iter().flat_map(|map| map.keys())
    {
        if let Some(text) = parameters.remove(key) {
            ordered.set(key, Value::Plain(text));
        }
    }
    let mut rest: Vec<_> = parameters.into_iter().collect();
    rest.sort();
    for (key, text) in rest {
        ordered.set(key, Value::Plain(text));
    }
    ordered
}

pub(super) fn identity(output: GetIdOutput) -> Option<Reply> {
    Some(Reply::Identity { identity_id: output.identity_id.filter(|id| !id.is_empty())? })
}

/// `sent` stands in where the answer does not repeat the identity.
pub(super) fn credentials(output: GetCredentialsForIdentityOutput, sent: &str) -> Option<Reply> {
    let keys = output.credentials?;
    let credentials = AwsCredentials {
        access_key_id: keys.access_key_id?,
        secret_access_key: keys.secret_key.and_then(secret)?,
        session_token: keys.session_token.and_then(secret),
        expiration: keys.expiration.and_then(timestamp),
    };
    let identity_id = output.identity_id.unwrap_or_else(|| sent.to_owned());
    Some(Reply::Credentials { identity_id, credentials })
}

/// `sent` stands in where the answer does not repeat the identity; a developer has sent none.
pub(super) fn open_id(
    identity_id: Option<String>,
    token: Option<String>,
    sent: Option<&str>,
) -> Option<Reply> {
    let identity_id = identity_id.filter(|id| !id.is_empty()).or_else(|| sent.map(str::to_owned))?;
    Some(Reply::OpenId { identity_id, token: token.and_then(secret)? })
}

pub(super) fn role(output: AssumeRoleWithWebIdentityOutput) -> Option<Reply> {
    let keys = output.credentials?;
    Some(Reply::Role {
        credentials: AwsCredentials {
            access_key_id: keys.access_key_id,
            secret_access_key: secret(keys.secret_access_key)?,
            session_token: secret(keys.session_token),
            expiration: timestamp(keys.expiration),
        },
    })
}

pub(super) fn caller(output: GetCallerIdentityOutput) -> Option<Reply> {
    Some(Reply::Caller(Caller {
        arn: output.arn?,
        account: output.account.unwrap_or_default(),
        user_id: output.user_id.unwrap_or_default(),
    }))
}

fn secret(text: String) -> Option<Secret> {
    (!text.is_empty()).then(|| Secret::new(text))
}

pub(super) fn timestamp(time: DateTime) -> Option<Timestamp> {
    Timestamp::new(time.secs(), i32::try_from(time.subsec_nanos()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auth() -> Auth {
        Auth { challenge: None, session: None, parameters: HashMap::new(), available: vec![], result: None }
    }

    #[test]
    fn parameters_come_in_the_order_of_the_answer() {
        let keys = ["Z", "SALT", "A", "USERNAME"];
        let parameters = keys.iter().map(|key| ((*key).to_owned(), "x".to_owned())).collect();
        let body = r#"{"ChallengeParameters":{"Z":"x","SALT":"x","A":"x","USERNAME":"x"}}"#;
        let ordered = in_order(parameters, body);
        assert_eq!(ordered.iter().map(|(key, _)| key).collect::<Vec<_>>(), keys);
    }

    #[test]
    fn an_answer_with_neither_tokens_nor_a_question_is_no_reply() {
        assert_eq!(auth().reply("{}"), None);
        assert_eq!(Auth { challenge: Some(String::new()), ..auth() }.reply("{}"), None);
        let hollow = AuthenticationResultType::builder().token_type("Bearer").build();
        assert_eq!(Auth { result: Some(hollow), ..auth() }.reply("{}"), None);
    }

    #[test]
    fn tokens_without_a_life_span_are_tokens() {
        let result = Some(AuthenticationResultType::builder().access_token("a").build());
        let Some(Reply::Tokens(set)) = (Auth { result, ..auth() }).reply("{}") else { panic!() };
        assert_eq!(set, TokenSet { access: Some("a".into()), ..TokenSet::default() });
    }
}
