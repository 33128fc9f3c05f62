//! The statement that a role's policy lacks, made from what the refusal says: action and resource. What the role's
//! policies say today, nobody here has seen.

use serde_json::{Value as Json, json};

/// What was refused: `execute-api:Invoke` on an ARN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowPolicy {
    /// `execute-api:Invoke`
    pub action: String,
    /// An ARN; the account is a star where the refusal hides it and nobody knows better.
    pub resource: String,
}

impl AllowPolicy {
    /// From the message of a refusal; `account` is the caller's, where it is known. None when it names no action.
    #[must_use]
    pub fn of(message: &str, account: Option<&str>) -> Option<Self> {
        let (_, rest) = message.split_once("is not authorized to perform: ")?;
        let (action, rest) = rest.split_once(" on resource: ")?;
        // S3 puts it between quotes.
        let resource = rest.split_whitespace().next()?.trim_matches('"');
        let is_hidden = |part: &str| {
            part.contains('*') && part.chars().all(|letter| letter == '*' || letter.is_ascii_digit())
        };
        let parts: Vec<&str> = resource.splitn(6, ':').collect();
        let shown = |(at, part): (usize, &&str)| match account {
            Some(account) if at == 4 && is_hidden(part) => account.to_owned(),
            None if at == 4 && is_hidden(part) => "*".to_owned(),
            Some(_) | None => (*part).to_owned(),
        };
        let resource = parts.iter().enumerate().map(shown).collect::<Vec<_>>().join(":");
        let is_action = |letter: char| letter.is_ascii_alphanumeric() || ":-*".contains(letter);
        action.chars().all(is_action).then(|| Self { action: action.to_owned(), resource })
    }

    /// The statement, to be added to a policy of the role.
    #[must_use]
    pub fn statement(&self) -> Json {
        json!({ "Effect": "Allow", "Action": self.action, "Resource": self.resource })
    }

    /// The same as indented text, to be pasted.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(&self.statement()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "User: arn:aws:sts::123456789012:assumed-role/R/CognitoIdentityCredentials is not authorized to perform: \
         execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********9012:abc123/prod/GET/pets with an explicit deny";

    #[test]
    fn a_refusal_names_what_has_to_be_allowed() {
        let policy = AllowPolicy::of(SAID, None).unwrap();
        assert_eq!(policy.action, "execute-api:Invoke");
        assert_eq!(policy.resource, "arn:aws:execute-api:eu-west-1:*:abc123/prod/GET/pets");
        let known = AllowPolicy::of(SAID, Some("123456789012")).unwrap();
        assert_eq!(known.resource, "arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/GET/pets");
        assert!(known.json().contains("\"Action\": \"execute-api:Invoke\""));
        let bucket = "User: arn:x is not authorized to perform: s3:ListBucket on resource: \"arn:aws:s3:::pets\" because no identity-based policy allows the s3:ListBucket action";
        assert_eq!(AllowPolicy::of(bucket, None).unwrap().resource, "arn:aws:s3:::pets");
    }

    #[test]
    fn other_messages_name_nothing() {
        for said in [
            "",
            "Forbidden",
            "is not authorized to perform: x",
            "is not authorized to perform: a\"b on resource: c",
        ] {
            assert_eq!(AllowPolicy::of(said, None), None, "{said}");
        }
    }
}
