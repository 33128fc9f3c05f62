//! The password policy: eight characters, upper and lower case, a digit and a symbol, with AWS's complaints.

use crate::practice::error::Failure;

const SYMBOLS: &str = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-";

/// Refuses a password that the policy does not allow, naming the first rule it breaks.
pub(in crate::practice) fn check(password: &str) -> Result<(), Failure> {
    let some = |fits: fn(char) -> bool| password.chars().any(fits);
    let problem = if password.chars().count() < 8 {
        "Password not long enough"
    } else if !some(char::is_lowercase) {
        "Password must have lowercase characters"
    } else if !some(char::is_uppercase) {
        "Password must have uppercase characters"
    } else if !some(|c| c.is_ascii_digit()) {
        "Password must have numeric characters"
    } else if !some(|c| SYMBOLS.contains(c)) {
        "Password must have symbol characters"
    } else {
        return Ok(());
    };
    Err(Failure::new("InvalidPasswordException", format!("Password did not conform with policy: {problem}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_named() {
        for (password, complaint) in [
            ("Ab1!", "Password not long enough"),
            ("ABCDEFG1!", "Password must have lowercase characters"),
            ("abcdefg1!", "Password must have uppercase characters"),
            ("Abcdefgh!", "Password must have numeric characters"),
            ("Abcdefgh1", "Password must have symbol characters"),
        ] {
            let failure = check(password).unwrap_err();
            assert_eq!(failure.code, "InvalidPasswordException");
            assert_eq!(failure.message, format!("Password did not conform with policy: {complaint}"));
        }
        assert_eq!(check("Abcdefg1!"), Ok(()));
    }
}
