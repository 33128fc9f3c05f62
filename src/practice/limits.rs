//! How often one user may do a thing in an hour, as AWS counts it: refused tries do not count, the others do whatever
//! came of them. Somebody who does not exist is counted like everybody else.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::error::Failure;

const WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deed {
    /// `ConfirmSignUp`
    ConfirmSignUp,
    /// `ResendConfirmationCode`
    ResendCode,
    /// `ForgotPassword` and `ConfirmForgotPassword` together
    RecoverPassword,
    /// `ChangePassword`
    ChangePassword,
    /// `GetUserAttributeVerificationCode`, and `UpdateUserAttributes` where it sends a code
    AttributeCode,
    /// `VerifyUserAttribute`
    VerifyAttribute,
}

impl Deed {
    const fn per_hour(self) -> usize {
        match self {
            Self::ConfirmSignUp | Self::VerifyAttribute => 15,
            Self::ResendCode | Self::ChangePassword | Self::AttributeCode => 5,
            // AWS allows 5 to 20, by how risky the requests look.
            Self::RecoverPassword => 10,
        }
    }
}

/// What was done in the last hour, by user.
#[derive(Default)]
pub(super) struct Limits(BTreeMap<(String, Deed), Vec<Timestamp>>);

impl Limits {
    /// Counts one more.
    ///
    /// # Errors
    /// When that is one too many; it is not counted then.
    pub(super) fn count(&mut self, user: &str, deed: Deed, now: Timestamp) -> Result<(), Failure> {
        self.0.retain(|_, times| {
            times.retain(|&time| now.duration_since(time) < WINDOW);
            !times.is_empty()
        });
        let times = self.0.entry((user.to_owned(), deed)).or_default();
        if times.len() >= deed.per_hour() {
            let text = "Attempt limit exceeded, please try after some time.";
            return Err(Failure::new("LimitExceededException", text));
        }
        times.push(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn an_hour_has_so_many_tries_for_each_deed_and_user() {
        for (deed, allowed) in [
            (Deed::ConfirmSignUp, 15),
            (Deed::ResendCode, 5),
            (Deed::RecoverPassword, 10),
            (Deed::ChangePassword, 5),
            (Deed::AttributeCode, 5),
            (Deed::VerifyAttribute, 15),
        ] {
            let mut limits = Limits::default();
            let passed = (0..30).filter(|_| limits.count("ada", deed, at(0)).is_ok()).count();
            assert_eq!(passed, allowed, "{deed:?}");
            let failure = limits.count("ada", deed, at(3599)).unwrap_err();
            assert_eq!(failure.code, "LimitExceededException");
            assert_eq!(failure.message, "Attempt limit exceeded, please try after some time.");
            assert_eq!(limits.count("grace", deed, at(3599)), Ok(()));
            assert_eq!(limits.count("ada", deed, at(3600)), Ok(()));
        }
    }

    #[test]
    fn the_hour_moves_on_and_what_is_older_is_forgotten() {
        let mut limits = Limits::default();
        for minute in 0..5 {
            limits.count("ada", Deed::ResendCode, at(60 * minute)).unwrap();
        }
        assert!(limits.count("ada", Deed::ResendCode, at(3599)).is_err());
        assert_eq!(limits.count("ada", Deed::ResendCode, at(3600)), Ok(()), "the first is an hour old");
        assert!(limits.count("ada", Deed::ResendCode, at(3601)).is_err());
        limits.count("grace", Deed::ResendCode, at(9000)).unwrap();
        assert_eq!(limits.0.len(), 1);
    }
}
