//! The calls of an errand with their parameters: from the plan, the answers, and what came back before.

use super::{Call, Errand, ErrandKind, Operation, Params, Secret};
use crate::cognito::challenge::ATTRIBUTE_PREFIX;
use crate::cognito::secret_hash;
use crate::flow::{AccountCall, Named, Proof};

/// Answers of a sign-up that are no attributes.
const NO_ATTRIBUTES: [&str; 2] = ["Username", "Password"];

impl Errand {
    /// The call of an operation; none when something that it needs is not there.
    pub(super) fn call(&self, operation: Operation) -> Option<Call> {
        let is = |wanted| operation == wanted;
        if is(Operation::AssociateSoftwareToken) {
            let proof = Proof::AccessToken(self.access_token()?);
            return Some(Call::AssociateSoftwareToken { proof });
        }
        if is(Operation::VerifySoftwareToken) {
            let proof = Proof::AccessToken(self.access_token()?);
            return Some(Call::VerifySoftwareToken { proof, code: self.answer("UserCode")? });
        }
        if is(Operation::UpdateDeviceStatus) {
            return Some(Call::UpdateDeviceStatus {
                access_token: self.access_token()?,
                device_key: self.text("DeviceKey")?,
                remembered: self.plan.kind == ErrandKind::RememberDevice,
            });
        }
        if is(Operation::RevokeToken) {
            return Some(Call::Account(AccountCall::RevokeToken {
                client: self.plan.config.client.clone()?,
                client_secret: self.plan.config.client_secret.clone(),
                token: self.plan.config.refresh_token.clone()?,
            }));
        }
        self.named_call(operation).or_else(|| self.own_call(operation)).map(Call::Account)
    }

    /// The calls without a token.
    fn named_call(&self, operation: Operation) -> Option<AccountCall> {
        let is = |wanted| operation == wanted;
        let code = || self.answer("ConfirmationCode");
        if is(Operation::SignUp) {
            let (password, attributes) = (self.answer("Password"), self.attributes());
            Some(AccountCall::SignUp { named: self.named()?, password, attributes })
        } else if is(Operation::ConfirmSignUp) {
            Some(AccountCall::ConfirmSignUp { named: self.named()?, code: code()? })
        } else if is(Operation::ResendConfirmationCode) {
            Some(AccountCall::ResendConfirmationCode { named: self.named()? })
        } else if is(Operation::ForgotPassword) {
            Some(AccountCall::ForgotPassword { named: self.named()? })
        } else if is(Operation::ConfirmForgotPassword) {
            let password = self.answer("Password")?;
            Some(AccountCall::ConfirmForgotPassword { named: self.named()?, code: code()?, password })
        } else {
            None
        }
    }

    /// The calls of somebody who is signed in.
    fn own_call(&self, operation: Operation) -> Option<AccountCall> {
        let access_token = self.access_token()?;
        let is = |wanted| operation == wanted;
        if is(Operation::ChangePassword) {
            let knows = self.question.as_ref().is_some_and(|question| question.knows_password);
            let typed = knows.then(|| self.plan.config.password.clone());
            let previous = self.answer("PreviousPassword").or(typed);
            let proposed = self.answer("ProposedPassword")?;
            Some(AccountCall::ChangePassword { access_token, previous, proposed })
        } else if is(Operation::GetUser) {
            Some(AccountCall::GetUser { access_token })
        } else if is(Operation::UpdateUserAttributes) {
            let value = self.text("Value").unwrap_or_default();
            let attributes = Params::new().plain(self.text("Name")?, value);
            Some(AccountCall::UpdateUserAttributes { access_token, attributes })
        } else if is(Operation::GetUserAttributeVerificationCode) {
            let attribute = self.text("AttributeName")?;
            Some(AccountCall::GetUserAttributeVerificationCode { access_token, attribute })
        } else if is(Operation::VerifyUserAttribute) {
            let (attribute, code) = (self.attribute_to_verify()?, self.answer("Code")?);
            Some(AccountCall::VerifyUserAttribute { access_token, attribute, code })
        } else if is(Operation::SetUserMfaPreference) {
            let software_token = self.plan.kind == ErrandKind::SetUpTotp;
            Some(AccountCall::SetUserMfaPreference { access_token, software_token })
        } else if is(Operation::ListDevices) {
            Some(AccountCall::ListDevices { access_token, page: self.page.clone() })
        } else if is(Operation::ForgetDevice) {
            Some(AccountCall::ForgetDevice { access_token, device_key: self.text("DeviceKey")? })
        } else if is(Operation::GlobalSignOut) {
            Some(AccountCall::GlobalSignOut { access_token })
        } else {
            None
        }
    }

    fn access_token(&self) -> Option<Secret> {
        self.plan.access_token.clone()
    }

    /// The user, with `SecretHash` over the very name that is sent.
    fn named(&self) -> Option<Named> {
        let config = &self.plan.config;
        let (client, username) = (config.client.clone()?, config.username.clone());
        let hash = |secret| secret_hash(&username, &client, secret).into();
        let secret_hash = config.client_secret.as_ref().map(hash);
        Some(Named { client, username, secret_hash })
    }

    fn answer(&self, key: &str) -> Option<Secret> {
        self.given.expose(key).filter(|text| !text.is_empty()).map(Secret::from)
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.given.expose(key).map(|text| text.trim().to_owned())
    }

    /// Every answer of a sign-up but name and password.
    fn attributes(&self) -> Params {
        let given = self
            .given
            .iter()
            .filter(|(key, value)| !NO_ATTRIBUTES.contains(key) && !value.expose().trim().is_empty());
        given.fold(Params::new(), |attributes, (key, value)| {
            let name = key.strip_prefix(ATTRIBUTE_PREFIX).unwrap_or(key);
            attributes.plain(name, value.expose().trim())
        })
    }

    /// The attribute that the code was sent for; emulators do not always name it.
    fn attribute_to_verify(&self) -> Option<String> {
        let told = self.haul.delivery.as_ref().map(|delivery| delivery.attribute.clone());
        let told = told.filter(|name| !name.is_empty());
        told.or_else(|| self.text("AttributeName")).or_else(|| self.text("Name"))
    }
}
