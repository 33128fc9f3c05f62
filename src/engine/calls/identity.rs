//! The identity half: whose identity, by which flow, and the keys of a role.

use aws_sdk_cognitoidentity as identity;
use aws_sdk_sts as sts;

use super::{Outgoing, client, map, reply};
use crate::cognito::{IdentityPoolId, Params};
use crate::flow::{Failure, Reply};
use crate::secret::Secret;

impl Outgoing {
    pub(super) async fn id(&self, pool: &IdentityPoolId, logins: &Params) -> Result<Reply, Failure> {
        let call = client!(identity, self).get_id().identity_pool_id(pool.as_str());
        self.end(call.set_logins(map(logins)).send().await.map(reply::identity))
    }

    pub(super) async fn credentials(
        &self,
        identity_id: &str,
        logins: &Params,
        custom_role: Option<String>,
    ) -> Result<Reply, Failure> {
        let call = client!(identity, self).get_credentials_for_identity().identity_id(identity_id);
        let output = call.set_logins(map(logins)).set_custom_role_arn(custom_role).send().await;
        self.end(output.map(|output| reply::credentials(output, identity_id)))
    }

    pub(super) async fn open_id_token(&self, identity_id: &str, logins: &Params) -> Result<Reply, Failure> {
        let call = client!(identity, self).get_open_id_token().identity_id(identity_id);
        let output = call.set_logins(map(logins)).send().await;
        self.end(output.map(|output| reply::open_id(output.identity_id, output.token, Some(identity_id))))
    }

    pub(super) async fn developer_token(
        &self,
        pool: &IdentityPoolId,
        logins: &Params,
        duration_secs: Option<i64>,
    ) -> Result<Reply, Failure> {
        let call = client!(identity, self).get_open_id_token_for_developer_identity();
        let call = call.identity_pool_id(pool.as_str()).set_logins(map(logins));
        let output = call.set_token_duration(duration_secs).send().await;
        self.end(output.map(|output| reply::open_id(output.identity_id, output.token, None)))
    }

    pub(super) async fn assume_role(
        &self,
        (role_arn, session_name): (String, String),
        token: &Secret,
        duration_secs: i32,
    ) -> Result<Reply, Failure> {
        let call = client!(sts, self).assume_role_with_web_identity().role_arn(role_arn);
        let call = call.role_session_name(session_name).web_identity_token(token.expose());
        self.end(call.duration_seconds(duration_secs).send().await.map(reply::role))
    }
}
