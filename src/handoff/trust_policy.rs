//! The trust policy that lets one identity pool's people take an IAM role, ready to paste. It is made from
//! ids alone: what the role says today, nobody here has seen.

use serde_json::{Value as Json, json};

use crate::cognito::endpoint::identity_principal;
use crate::cognito::{IdentityPoolId, Region, Way};
use crate::flow::LoginConfig;

/// Who a role is to let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustPolicy {
    /// The identity pool whose people they are.
    pub identity_pool: IdentityPoolId,
    /// Where the identity pool is called: its partition has a name of its own for it.
    pub region: Region,
    /// Guests; otherwise those with a login.
    pub for_guests: bool,
}

impl TrustPolicy {
    /// For the people of a login's identity pool; none where the login goes to none.
    #[must_use]
    pub fn of(login: &LoginConfig) -> Option<Self> {
        let identity_pool = login.identity_pool.clone()?;
        Some(Self { identity_pool, region: login.identity_region(), for_guests: login.way == Way::Guest })
    }

    /// The document that IAM takes. The classic flow and the enhanced one want the same.
    #[must_use]
    pub fn document(&self) -> Json {
        let principal = identity_principal(&self.region);
        let [aud, amr] = ["aud", "amr"].map(|claim| format!("{principal}:{claim}"));
        json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow",
                "Principal": { "Federated": principal },
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {
                    "StringEquals": { aud: self.identity_pool.as_str() },
                    "ForAnyValue:StringLike": { amr: self.amr() },
                },
            }],
        })
    }

    /// The same as indented text, to be pasted.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(&self.document()).unwrap_or_default()
    }

    /// `amr`: what the identity pool says of whoever comes.
    #[must_use]
    pub const fn amr(&self) -> &'static str {
        if self.for_guests { "unauthenticated" } else { "authenticated" }
    }

    /// What it is and where it belongs, in two sentences.
    #[must_use]
    pub fn explained(&self) -> String {
        let who = if self.for_guests { "guests" } else { "people with a login" };
        format!(
            "It lets {who} of the identity pool {} take the role, and nobody else. In the IAM console it belongs \
             under Roles, the role, Trust relationships, Edit trust policy.",
            self.identity_pool
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(pool: &str, for_guests: bool) -> TrustPolicy {
        let identity_pool = IdentityPoolId::parse(pool).unwrap();
        let region = identity_pool.region().unwrap();
        TrustPolicy { identity_pool, region, for_guests }
    }

    #[test]
    fn a_policy_names_the_pool_and_whoever_signed_in() {
        insta::assert_snapshot!(policy("eu-west-1:1f-2e", false).json(), @r#"
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Principal": {
                "Federated": "cognito-identity.amazonaws.com"
              },
              "Action": "sts:AssumeRoleWithWebIdentity",
              "Condition": {
                "StringEquals": {
                  "cognito-identity.amazonaws.com:aud": "eu-west-1:1f-2e"
                },
                "ForAnyValue:StringLike": {
                  "cognito-identity.amazonaws.com:amr": "authenticated"
                }
              }
            }
          ]
        }
        "#);
        assert!(policy("eu-west-1:1f-2e", false).explained().contains("eu-west-1:1f-2e"));
    }

    #[test]
    fn guests_and_other_partitions_have_other_words() {
        let policy = policy("us-gov-west-1:1f-2e", true);
        assert!(policy.json().contains(r#""cognito-identity-us-gov.amazonaws.com:amr": "unauthenticated""#));
        assert!(policy.explained().contains("guests"));
    }
}
