//! The attributes of the user pool: which there are, which of them users may write, and what their values look like.
//! Complaints in AWS's words. Whose attributes they are is the caller's matter.

use super::error::Failure;
use super::roster::REQUIRED_ATTRIBUTES;

/// The attributes that OpenID Connect has and that every user pool knows.
const STANDARD: [&str; 19] = [
    "address",
    "birthdate",
    "email",
    "email_verified",
    "family_name",
    "gender",
    "given_name",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "phone_number",
    "phone_number_verified",
    "picture",
    "preferred_username",
    "profile",
    "updated_at",
    "website",
    "zoneinfo",
];

/// Refuses attributes that a user may not write, that do not exist, or whose values are misshapen.
pub(super) fn check(given: &[(&str, &str)]) -> Result<(), Failure> {
    check_names(&given.iter().map(|(name, _)| *name).collect::<Vec<_>>())?;
    given.iter().try_for_each(|(name, value)| match *name {
        "email" if !value.is_empty() && !is_email(value) => {
            Err(Failure::invalid_parameter("Invalid email address format."))
        }
        "phone_number" if !value.is_empty() && !is_phone(value) => {
            Err(Failure::invalid_parameter("Invalid phone number format."))
        }
        _ => Ok(()),
    })
}

/// Refuses names of attributes that a user may not write or that do not exist.
pub(super) fn check_names(names: &[&str]) -> Result<(), Failure> {
    if names.contains(&"sub") {
        return Err(Failure::invalid_parameter("Cannot modify the non-mutable attribute sub"));
    }
    if names.iter().any(|name| name.ends_with("_verified") && STANDARD.contains(name)) {
        return Err(Failure::not_authorized("A client attempted to write unauthorized attribute"));
    }
    let strangers = names.iter().filter(|name| !STANDARD.contains(name));
    nonconforming(strangers.map(|name| format!("{name}: Attribute does not exist in the schema.")))
}

/// Refuses to be without what the pool requires.
pub(super) fn demand(is_there: impl Fn(&str) -> bool) -> Result<(), Failure> {
    let missing = REQUIRED_ATTRIBUTES.into_iter().filter(|name| !is_there(name));
    nonconforming(missing.map(|name| format!("{name}: The attribute is required")))
}

/// AWS ends every complaint with a line break, the last one too.
fn nonconforming(complaints: impl Iterator<Item = String>) -> Result<(), Failure> {
    let complaints: String = complaints.map(|complaint| complaint + "\n").collect();
    if complaints.is_empty() {
        return Ok(());
    }
    Err(Failure::invalid_parameter(format!("Attributes did not conform to the schema: {complaints}")))
}

/// True for what looks like an e-mail address.
pub(super) fn is_email(text: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && !part.contains(['@', ' ', '\t', '\n']);
    text.split_once('@').is_some_and(|(name, domain)| {
        is_plain(name) && is_plain(domain) && domain.contains('.') && !domain.starts_with('.')
    }) && !text.ends_with('.')
}

/// `+` and up to 15 digits, the first of them not 0 (E.164).
fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (2..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(given: &[(&str, &str)]) -> String {
        let failure = check(given).unwrap_err();
        format!("{}: {}", failure.code, failure.message)
    }

    #[test]
    fn what_a_user_may_not_write_is_refused() {
        let unauthorized = "NotAuthorizedException: A client attempted to write unauthorized attribute";
        assert_eq!(told(&[("name", "Ada"), ("email_verified", "true")]), unauthorized);
        assert_eq!(told(&[("phone_number_verified", "true")]), unauthorized);
        let fixed = "InvalidParameterException: Cannot modify the non-mutable attribute sub";
        assert_eq!(told(&[("sub", "another")]), fixed);
        assert_eq!(
            told(&[("custom:team", "blue"), ("first_name", "Ada")]),
            "InvalidParameterException: Attributes did not conform to the schema: \
             custom:team: Attribute does not exist in the schema.\nfirst_name: Attribute does not exist in the schema.\n"
        );
    }

    #[test]
    fn addresses_have_a_shape() {
        for email in ["ada@example.com", "a.b+c@sub.example.com"] {
            assert_eq!(check(&[("email", email)]), Ok(()), "{email}");
        }
        for email in
            ["ada", "@example.com", "ada@", "ada@example", "a da@example.com", "a@b@example.com", "a@b."]
        {
            assert_eq!(
                told(&[("email", email)]),
                "InvalidParameterException: Invalid email address format.",
                "{email}"
            );
        }
        for phone in ["+15551234567", "+493012345"] {
            assert_eq!(check(&[("phone_number", phone)]), Ok(()), "{phone}");
        }
        for phone in ["5551234567", "+1 555 1234567", "+0123456", "+", "+1234567890123456"] {
            assert_eq!(
                told(&[("phone_number", phone)]),
                "InvalidParameterException: Invalid phone number format.",
                "{phone}"
            );
        }
    }

    #[test]
    fn what_is_required_is_named() {
        assert_eq!(demand(|_| true), Ok(()));
        assert_eq!(
            demand(|name| name == "email").unwrap_err().message,
            "Attributes did not conform to the schema: given_name: The attribute is required\n"
        );
    }
}
