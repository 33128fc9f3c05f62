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
    /// From the message of a refusal; `account` is the caller's, where it is known. None when it names no action, or one
    /// that would allow more than was refused: whoever answered may have written anything.
    #[must_use]
    pub fn of(message: &str, account: Option<&str>) -> Option<Self> {
        let (_, rest) = message.split_once("is not authorized to perform: ")?;
        let (action, rest) = rest.split_once(" on resource: ")?;
        // S3 puts it between quotes.
        let resource = rest.split_whitespace().next()?.trim_matches('"');
        if !is_action(action) || !is_resource(resource) {
            return None;
        }
        let parts: Vec<&str> = resource.splitn(6, ':').collect();
        let shown = |(at, part): (usize, &&str)| match account {
            Some(account) if at == 4 && is_hidden(part) => account.to_owned(),
            None if at == 4 && is_hidden(part) => "*".to_owned(),
            Some(_) | None => (*part).to_owned(),
        };
        let resource = parts.iter().enumerate().map(shown).collect::<Vec<_>>().join(":");
        Some(Self { action: action.to_owned(), resource })
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

/// `service:Name`, one action alone.
fn is_action(text: &str) -> bool {
    let is_word = |text: &str, others: &str| {
        let is_letter = |letter: char| letter.is_ascii_alphanumeric() || others.contains(letter);
        !text.is_empty() && text.chars().all(is_letter)
    };
    text.split_once(':').is_some_and(|(service, name)| is_word(service, "-") && is_word(name, ""))
}

/// An ARN that says which thing: a star stands inside or at the end of its path, or hides the account. Nothing in it means
/// something else in a policy.
fn is_resource(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [arn, partition, service, region, account, path] = *parts.as_slice() else {
        return false;
    };
    let has_star = |part: &str| part.contains('*');
    arn == "arn"
        && ![partition, service].contains(&"")
        && ![partition, service, region].into_iter().any(has_star)
        && (!has_star(account) || is_hidden(account))
        && !path.is_empty()
        && !path.starts_with('*')
        && text.chars().all(|letter| letter.is_ascii_graphic() && !"?$\"".contains(letter))
}

/// `********9012`
fn is_hidden(account: &str) -> bool {
    account.contains('*')
        && account.ends_with(|letter: char| letter.is_ascii_digit())
        && account.chars().all(|letter| letter == '*' || letter.is_ascii_digit())
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

    #[test]
    fn nothing_is_proposed_that_allows_more_than_was_refused() {
        let said = |action: &str, resource: &str| {
            format!("User: x is not authorized to perform: {action} on resource: {resource}")
        };
        let (action, resource) =
            ("execute-api:Invoke", "arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/GET/pets");
        for action in [
            "*",
            "*:*",
            "execute-api:*",
            "iam:Pass*",
            "execute-api",
            ":Invoke",
            "a:",
            "a:b:c",
            "a:B?",
            "a:B, c:D",
        ] {
            assert_eq!(AllowPolicy::of(&said(action, resource), None), None, "{action}");
        }
        for resource in [
            "*",
            "arn:*",
            "arn:aws:s3:::*",
            "arn:aws:*:*:*:*",
            "arn:*:s3:::pets",
            "arn:aws:s3:*::pets",
            "arn:aws:execute-api:eu-west-1:*:abc123/prod/GET/pets",
            "arn:aws:execute-api:eu-west-1:123456789012:*/prod/GET/pets",
            "arn:aws:execute-api:eu-west-1:123456789012:",
            "arn:aws:s3:::????",
            "arn:aws:s3:::${aws:username}",
            "arn:aws:s3:::pets\",\"x",
            "pets",
        ] {
            assert_eq!(AllowPolicy::of(&said(action, resource), None), None, "{resource}");
        }
        for resource in
            [resource, "arn:aws:execute-api:eu-west-1:123456789012:abc123/*/GET/*", "arn:aws:s3:::pets/*"]
        {
            assert_eq!(AllowPolicy::of(&said(action, resource), None).unwrap().resource, resource);
        }
    }
}
