//! What a sign-in sets up on the way: authenticator apps and remembered devices.

use aws_sdk_cognitoidentityprovider as idp;
use aws_sdk_cognitoidentityprovider::types::{DeviceRememberedStatusType, DeviceSecretVerifierConfigType};

use super::{Outgoing, client, reply};
use crate::cognito::srp::DeviceVerifier;
use crate::flow::{Failure, Proof, Reply};
use crate::secret::Secret;

impl Outgoing {
    pub(super) async fn associate_software_token(&self, proof: Proof) -> Result<Reply, Failure> {
        let call = client!(idp, self).associate_software_token();
        let call = match proof {
            Proof::Session(session) => call.session(session.expose()),
            Proof::AccessToken(token) => call.access_token(token.expose()),
        };
        self.end(call.send().await.map(reply::software_token))
    }

    pub(super) async fn verify_software_token(&self, proof: Proof, code: &Secret) -> Result<Reply, Failure> {
        let call = client!(idp, self).verify_software_token().user_code(code.expose());
        let call = match proof {
            Proof::Session(session) => call.session(session.expose()),
            Proof::AccessToken(token) => call.access_token(token.expose()),
        };
        self.end(call.send().await.map(reply::verified))
    }

    pub(super) async fn confirm_device(
        &self,
        access_token: &Secret,
        (key, name): (String, String),
        verifier: DeviceVerifier,
    ) -> Result<Reply, Failure> {
        let call = client!(idp, self).confirm_device().access_token(access_token.expose());
        let call = call.device_key(key).device_name(name);
        let call = call.device_secret_verifier_config(config_of(verifier));
        self.end(call.send().await.map(|output| Some(reply::device_confirmed(&output))))
    }

    pub(super) async fn update_device_status(
        &self,
        access_token: &Secret,
        key: String,
        remembered: bool,
    ) -> Result<Reply, Failure> {
        let call = client!(idp, self).update_device_status().access_token(access_token.expose());
        let call = call.device_key(key).device_remembered_status(status(remembered));
        self.end(call.send().await.map(|_output| Some(Reply::Done)))
    }
}

fn config_of(verifier: DeviceVerifier) -> DeviceSecretVerifierConfigType {
    let DeviceVerifier { salt, password_verifier } = verifier;
    DeviceSecretVerifierConfigType::builder().salt(salt).password_verifier(password_verifier).build()
}

const fn status(remembered: bool) -> DeviceRememberedStatusType {
    if remembered {
        DeviceRememberedStatusType::Remembered
    } else {
        DeviceRememberedStatusType::NotRemembered
    }
}
