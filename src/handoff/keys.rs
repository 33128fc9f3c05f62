//! The keys of a walk as they are taken elsewhere: one by one, or all as environment variables.

use crate::cognito::Region;
use crate::flow::AwsCredentials;
use crate::secret::Secret;

/// One of the three keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyField {
    /// What stands beside it.
    pub label: &'static str,
    /// The environment variable that AWS tools read.
    pub variable: &'static str,
    /// The key.
    pub value: Secret,
    /// True when it must be masked; the access key ID alone opens nothing.
    pub is_secret: bool,
}

/// The keys in the order that every tool asks for them. Without a session token there are two.
#[must_use]
pub fn fields(credentials: &AwsCredentials) -> Vec<KeyField> {
    let mut fields = vec![
        KeyField {
            label: "Access key ID",
            variable: "AWS_ACCESS_KEY_ID",
            value: Secret::new(credentials.access_key_id.as_str()),
            is_secret: false,
        },
        KeyField {
            label: "Secret key",
            variable: "AWS_SECRET_ACCESS_KEY",
            value: credentials.secret_access_key.clone(),
            is_secret: true,
        },
    ];
    fields.extend(credentials.session_token.clone().map(|value| KeyField {
        label: "Session token",
        variable: "AWS_SESSION_TOKEN",
        value,
        is_secret: true,
    }));
    fields
}

/// All keys as `NAME=value` lines, with the region when it is known: what “Copy all” puts on the clipboard.
#[must_use]
pub fn copy_all(credentials: &AwsCredentials, region: Option<&Region>) -> Secret {
    let keys = fields(credentials).into_iter().map(|field| (field.variable, field.value));
    let region = region.map(|region| ("AWS_REGION", Secret::new(region.as_str())));
    let lines = keys.chain(region).map(|(name, value)| Secret::new(format!("{name}={}\n", value.expose())));
    Secret::new(lines.fold(String::new(), |all, line| all + line.expose()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credentials() -> AwsCredentials {
        AwsCredentials {
            access_key_id: "ASIAEXAMPLE000000000".to_owned(),
            secret_access_key: "exampleSecret/+=".into(),
            session_token: Some("exampleSession//==".into()),
            expiration: None,
        }
    }

    #[test]
    fn all_keys_are_lines_that_an_environment_file_takes() {
        let region = Region::parse("eu-west-1").unwrap();
        insta::assert_snapshot!(copy_all(&credentials(), Some(&region)).expose(), @r"
        AWS_ACCESS_KEY_ID=ASIAEXAMPLE000000000
        AWS_SECRET_ACCESS_KEY=exampleSecret/+=
        AWS_SESSION_TOKEN=exampleSession//==
        AWS_REGION=eu-west-1
        ");
    }

    #[test]
    fn what_is_not_there_has_no_line() {
        let bare = AwsCredentials { session_token: None, ..credentials() };
        assert_eq!(copy_all(&bare, None).expose().lines().count(), 2);
        assert_eq!(
            fields(&credentials()).iter().map(|field| field.is_secret).collect::<Vec<_>>(),
            [false, true, true]
        );
    }
}
