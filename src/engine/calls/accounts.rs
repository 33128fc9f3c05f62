//! The calls of people on their own accounts, made with the AWS SDK, and what their answers come to.

use aws_sdk_cognitoidentityprovider as idp;
use aws_sdk_cognitoidentityprovider::operation::get_user::GetUserOutput;
use aws_sdk_cognitoidentityprovider::operation::sign_up::SignUpOutput;
use aws_sdk_cognitoidentityprovider::types::{
    AttributeType, CodeDeliveryDetailsType, DeviceType, SoftwareTokenMfaSettingsType,
};

use super::{Outgoing, client, exposed};
use crate::cognito::{Params, Value};
use crate::engine::reply;
use crate::flow::{AccountCall, AccountReply, Delivery, Failure, KnownDevice, Named, Reply, UserDetails};
use crate::secret::Secret;

impl Outgoing {
    /// Makes the call and reads the answer.
    pub(super) async fn account(&self, call: AccountCall) -> Result<Reply, Failure> {
        match call {
            AccountCall::SignUp { named, password, attributes } => {
                self.sign_up(named, password, &attributes).await
            }
            AccountCall::ConfirmSignUp { named, code } => self.confirm_sign_up(named, &code).await,
            AccountCall::ResendConfirmationCode { named } => self.resend_confirmation_code(named).await,
            AccountCall::ForgotPassword { named } => self.forgot_password(named).await,
            AccountCall::ConfirmForgotPassword { named, code, password } => {
                self.confirm_forgot_password(named, &code, &password).await
            }
            AccountCall::ChangePassword { access_token, previous, proposed } => {
                let call = client!(idp, self).change_password().access_token(access_token.expose());
                let call = call.proposed_password(proposed.expose()).set_previous_password(exposed(previous));
                self.end(call.send().await.map(|_output| Some(Reply::Done)))
            }
            AccountCall::GetUser { access_token } => self.get_user(&access_token).await,
            AccountCall::UpdateUserAttributes { access_token, attributes } => {
                self.update_user_attributes(&access_token, &attributes).await
            }
            AccountCall::GetUserAttributeVerificationCode { access_token, attribute } => {
                let call = client!(idp, self).get_user_attribute_verification_code();
                let call = call.access_token(access_token.expose()).attribute_name(attribute);
                self.end(call.send().await.map(|output| code_sent(output.code_delivery_details)))
            }
            AccountCall::VerifyUserAttribute { access_token, attribute, code } => {
                let call = client!(idp, self).verify_user_attribute().access_token(access_token.expose());
                let call = call.attribute_name(attribute).code(code.expose());
                self.end(call.send().await.map(|_output| Some(Reply::Done)))
            }
            AccountCall::SetUserMfaPreference { access_token, software_token } => {
                self.set_user_mfa_preference(&access_token, software_token).await
            }
            AccountCall::ListDevices { access_token, page } => {
                let call = client!(idp, self).list_devices().access_token(access_token.expose());
                let output = call.set_pagination_token(page).send().await;
                self.end(output.map(|output| devices(output.devices, output.pagination_token)))
            }
            AccountCall::ForgetDevice { access_token, device_key } => {
                let call = client!(idp, self).forget_device().access_token(access_token.expose());
                self.end(call.device_key(device_key).send().await.map(|_output| Some(Reply::Done)))
            }
            AccountCall::GlobalSignOut { access_token } => {
                let call = client!(idp, self).global_sign_out().access_token(access_token.expose());
                self.end(call.send().await.map(|_output| Some(Reply::Done)))
            }
            AccountCall::RevokeToken { client, client_secret, token } => {
                let call = client!(idp, self).revoke_token().client_id(client.as_str());
                let output =
                    call.token(token.expose()).set_client_secret(exposed(client_secret)).send().await;
                self.end(output.map(|_output| Some(Reply::Done)))
            }
        }
    }

    async fn sign_up(
        &self,
        named: Named,
        password: Option<Secret>,
        attributes: &Params,
    ) -> Result<Reply, Failure> {
        let call = client!(idp, self).sign_up().client_id(named.client.as_str()).username(named.username);
        let call = call.set_password(exposed(password)).set_secret_hash(exposed(named.secret_hash));
        let attributes = Some(typed(attributes)?).filter(|attributes| !attributes.is_empty());
        self.end(call.set_user_attributes(attributes).send().await.map(signed_up))
    }

    async fn confirm_sign_up(&self, named: Named, code: &Secret) -> Result<Reply, Failure> {
        let call = client!(idp, self).confirm_sign_up().confirmation_code(code.expose());
        let call = call.client_id(named.client.as_str()).username(named.username);
        let output = call.set_secret_hash(exposed(named.secret_hash)).send().await;
        self.end(output.map(|_output| Some(Reply::Done)))
    }

    async fn resend_confirmation_code(&self, named: Named) -> Result<Reply, Failure> {
        let call = client!(idp, self).resend_confirmation_code().client_id(named.client.as_str());
        let call = call.username(named.username).set_secret_hash(exposed(named.secret_hash));
        self.end(call.send().await.map(|output| code_sent(output.code_delivery_details)))
    }

    async fn forgot_password(&self, named: Named) -> Result<Reply, Failure> {
        let call = client!(idp, self).forgot_password().client_id(named.client.as_str());
        let call = call.username(named.username).set_secret_hash(exposed(named.secret_hash));
        self.end(call.send().await.map(|output| code_sent(output.code_delivery_details)))
    }

    async fn confirm_forgot_password(
        &self,
        named: Named,
        code: &Secret,
        password: &Secret,
    ) -> Result<Reply, Failure> {
        let call = client!(idp, self).confirm_forgot_password().confirmation_code(code.expose());
        let call = call.client_id(named.client.as_str()).username(named.username);
        let call = call.password(password.expose()).set_secret_hash(exposed(named.secret_hash));
        self.end(call.send().await.map(|_output| Some(Reply::Done)))
    }

    async fn get_user(&self, access_token: &Secret) -> Result<Reply, Failure> {
        let call = client!(idp, self).get_user().access_token(access_token.expose());
        self.end(call.send().await.map(user))
    }

    async fn update_user_attributes(&self, token: &Secret, attributes: &Params) -> Result<Reply, Failure> {
        let call = client!(idp, self).update_user_attributes().access_token(token.expose());
        let output = call.set_user_attributes(Some(typed(attributes)?)).send().await;
        self.end(output.map(|output| {
            let sent = output.code_delivery_details_list.unwrap_or_default();
            let deliveries = sent.into_iter().map(delivery).collect();
            Some(Reply::Account(AccountReply::Updated { deliveries }))
        }))
    }

    async fn set_user_mfa_preference(&self, token: &Secret, is_on: bool) -> Result<Reply, Failure> {
        let settings = SoftwareTokenMfaSettingsType::builder().enabled(is_on).preferred_mfa(is_on).build();
        let call = client!(idp, self).set_user_mfa_preference().access_token(token.expose());
        let output = call.software_token_mfa_settings(settings).send().await;
        self.end(output.map(|_output| Some(Reply::Done)))
    }
}

fn signed_up(output: SignUpOutput) -> Option<Reply> {
    let (is_confirmed, user_sub) = (output.user_confirmed, output.user_sub);
    let delivery = output.code_delivery_details.map(delivery);
    let told = is_confirmed || !user_sub.is_empty() || delivery.is_some();
    told.then_some(Reply::Account(AccountReply::SignedUp { is_confirmed, user_sub, delivery }))
}

fn user(output: GetUserOutput) -> Option<Reply> {
    let user = UserDetails {
        username: output.username,
        attributes: pairs(output.user_attributes),
        factors: output.user_mfa_setting_list.unwrap_or_default(),
        preferred: output.preferred_mfa_setting.filter(|name| !name.is_empty()),
    };
    (!user.username.is_empty()).then_some(Reply::Account(AccountReply::User(user)))
}

fn typed(attributes: &Params) -> Result<Vec<AttributeType>, Failure> {
    let one =
        |(name, value): (&str, &Value)| AttributeType::builder().name(name).value(value.expose()).build();
    let typed: Result<Vec<_>, _> = attributes.iter().map(one).collect();
    typed.map_err(|err| Failure::NotSent { problem: err.to_string() })
}

fn pairs(attributes: Vec<AttributeType>) -> Vec<(String, String)> {
    attributes.into_iter().map(|one| (one.name, one.value.unwrap_or_default())).collect()
}

/// Emulators leave the details out.
#[expect(clippy::unnecessary_wraps, reason = "an answer without details is a reply too")]
fn code_sent(details: Option<CodeDeliveryDetailsType>) -> Option<Reply> {
    Some(Reply::Account(AccountReply::CodeSent { delivery: details.map(delivery) }))
}

fn delivery(details: CodeDeliveryDetailsType) -> Delivery {
    Delivery {
        destination: details.destination.unwrap_or_default(),
        medium: details.delivery_medium.map(|medium| medium.as_str().to_owned()).unwrap_or_default(),
        attribute: details.attribute_name.unwrap_or_default(),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "an empty list is a reply too")]
fn devices(listed: Option<Vec<DeviceType>>, next: Option<String>) -> Option<Reply> {
    let devices = listed.unwrap_or_default().into_iter().filter_map(device).collect();
    Some(Reply::Account(AccountReply::Devices { devices, next: next.filter(|next| !next.is_empty()) }))
}

fn device(listed: DeviceType) -> Option<KnownDevice> {
    let attributes = pairs(listed.device_attributes.unwrap_or_default());
    let told = |name: &str| {
        let found = attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
    };
    Some(KnownDevice {
        key: listed.device_key?,
        name: told("device_name"),
        status: told("dev:device_remembered_status"),
        address: told("last_ip_used"),
        last_used: listed.device_last_authenticated_date.and_then(reply::timestamp),
    })
}
