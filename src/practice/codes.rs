//! Codes that Cognito sends by SMS and e-mail: what for, to whom, how long they count, and what is said of a wrong one.
//! Only the newest of a purpose counts. It draws codes and judges them; who may ask for one and how often is not its
//! matter, and nothing leaves the computer: the practice inbox shows what would have been sent.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json, json};
use sha2::{Digest as _, Sha256};

use super::error::Failure;
use super::people::User;
use super::random::Random;
use super::sessions;
use crate::secret::Secret;

/// Codes that were sent, the newest of each user and purpose.
#[derive(Default)]
pub(super) struct Codes {
    sent: BTreeMap<(String, Purpose), Sent>,
    count: u64,
}

/// What a code is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Purpose {
    /// `ConfirmSignUp`
    SignUp,
    /// `ConfirmForgotPassword`
    ForgotPassword,
    /// `VerifyUserAttribute` of `email`
    VerifyEmail,
    /// `VerifyUserAttribute` of `phone_number`
    VerifyPhone,
    /// `SMS_MFA`, after the password.
    SmsMfa,
    /// `EMAIL_OTP`, in the place of a password or after it.
    EmailOtp,
    /// `SMS_OTP`, in the place of a password.
    SmsOtp,
}

/// By which way a code goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Medium {
    /// `EMAIL`
    Email,
    /// `SMS`
    Sms,
}

/// Where a code goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Destination {
    /// The way.
    pub medium: Medium,
    /// The e-mail address or phone number.
    pub address: String,
}

/// A code to be sent.
pub(super) struct Message {
    /// The real user name of whom it is for.
    pub user: String,
    /// What for.
    pub purpose: Purpose,
    /// Where to; none for somebody who does not exist, whose code is never seen and never right.
    pub to: Option<Destination>,
}

/// A code that was sent.
pub(super) struct Sent {
    /// What was sent.
    pub message: Message,
    /// The code itself.
    pub code: Secret,
    at: Timestamp,
    number: u64,
}

impl Codes {
    /// Sends a code; the one before it counts no more.
    pub(super) fn send(&mut self, random: &mut Random, message: Message, now: Timestamp) {
        // What has counted no more for a while is forgotten.
        self.sent.retain(|_, sent| sent.seconds_left(now) > -sent.seconds_in_all());
        self.count += 1;
        let code = random.digits(message.purpose.digits()).into();
        let key = (message.user.clone(), message.purpose);
        self.sent.insert(key, Sent { message, code, at: now, number: self.count });
    }

    /// Judges a code that somebody gave, and tells where it had been sent. A right one is still there afterwards:
    /// whoever asked says when it is spent.
    ///
    /// # Errors
    /// In AWS's words: none was sent, it is another, or it is too old.
    pub(super) fn check(
        &self,
        (user, purpose): (&str, Purpose),
        given: &str,
        now: Timestamp,
    ) -> Result<&Destination, Failure> {
        let sent = self.sent.get(&(user.to_owned(), purpose)).filter(|sent| sent.seconds_left(now) > 0);
        let sent = sent.ok_or_else(Failure::expired_code)?;
        let to = sent.message.to.as_ref().filter(|_| sent.code == Secret::from(given));
        to.ok_or_else(|| Failure::new("CodeMismatchException", purpose.mismatch()))
    }

    /// Marks a code as used: it counts no more.
    pub(super) fn spend(&mut self, user: &str, purpose: Purpose) {
        self.sent.remove(&(user.to_owned(), purpose));
    }

    /// Every code that counts and that somebody received, the newest first.
    pub(super) fn live(&self, now: Timestamp) -> Vec<&Sent> {
        let mut live: Vec<&Sent> = self
            .sent
            .values()
            .filter(|sent| sent.message.to.is_some() && sent.seconds_left(now) > 0)
            .collect();
        live.sort_by_key(|sent| std::cmp::Reverse(sent.number));
        live
    }
}

impl Sent {
    /// Seconds until it counts no more; zero or less when it does not.
    pub(super) fn seconds_left(&self, now: Timestamp) -> i64 {
        self.seconds_in_all() - now.duration_since(self.at).as_secs()
    }

    /// Seconds that it counts in all.
    pub(super) const fn seconds_in_all(&self) -> i64 {
        self.message.purpose.life().as_secs()
    }
}

impl Purpose {
    /// In words.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::SignUp => "Confirm the sign-up",
            Self::ForgotPassword => "Choose another password",
            Self::VerifyEmail => "Verify the e-mail address",
            Self::VerifyPhone => "Verify the phone number",
            Self::SmsMfa => "Second factor",
            Self::EmailOtp | Self::SmsOtp => "One-time password",
        }
    }

    const fn digits(self) -> u32 {
        match self {
            Self::SignUp
            | Self::ForgotPassword
            | Self::VerifyEmail
            | Self::VerifyPhone
            | Self::SmsMfa
            | Self::SmsOtp => 6,
            Self::EmailOtp => 8,
        }
    }

    const fn life(self) -> SignedDuration {
        match self {
            Self::SignUp | Self::VerifyEmail | Self::VerifyPhone => SignedDuration::from_hours(24),
            Self::ForgotPassword => SignedDuration::from_hours(1),
            Self::SmsMfa | Self::EmailOtp | Self::SmsOtp => SignedDuration::from_mins(sessions::MINUTES),
        }
    }

    const fn mismatch(self) -> &'static str {
        match self {
            Self::SignUp | Self::ForgotPassword | Self::VerifyEmail | Self::VerifyPhone => {
                "Invalid verification code provided, please try again."
            }
            Self::SmsMfa | Self::EmailOtp | Self::SmsOtp => "Invalid code or auth state for the user.",
        }
    }
}

impl Medium {
    /// `DeliveryMedium`
    pub(super) const fn wire(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Sms => "SMS",
        }
    }

    /// The attribute that holds the address.
    pub(super) const fn attribute(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "phone_number",
        }
    }

    /// The attribute that says whether the address was verified.
    pub(super) const fn verified(self) -> &'static str {
        match self {
            Self::Email => "email_verified",
            Self::Sms => "phone_number_verified",
        }
    }
}

impl Destination {
    /// The user's address for a medium, verified or not.
    pub(super) fn of(user: &User, medium: Medium) -> Option<Self> {
        user.attribute(medium.attribute()).map(|address| Self { medium, address: address.to_owned() })
    }

    /// The user's address for a medium, if it was verified.
    pub(super) fn verified(user: &User, medium: Medium) -> Option<Self> {
        Self::of(user, medium).filter(|_| user.attribute(medium.verified()) == Some("true"))
    }

    /// Where a code for somebody who does not exist is said to go: an invented address, always the same for a name.
    pub(super) fn invented(name: &str) -> Self {
        let digest = Sha256::digest(format!("practice address|{name}"));
        let mut letters = digest.iter().map(|byte| char::from(b'a' + byte % 26));
        let mut letter = || letters.next().unwrap_or('a');
        Self { medium: Medium::Email, address: format!("{}@{}", letter(), letter()) }
    }

    /// The address as AWS shows it to whoever asked: `e***@e***`, `+*******4567`.
    pub(super) fn masked(&self) -> String {
        let first = |text: &str| text.chars().take(1).collect::<String>();
        match self.medium {
            Medium::Email => {
                let (name, domain) = self.address.split_once('@').unwrap_or((&self.address, ""));
                format!("{}***@{}***", first(name), first(domain))
            }
            Medium::Sms => {
                let digits: Vec<char> = self.address.chars().filter(char::is_ascii_digit).collect();
                let hidden = digits.len().saturating_sub(4);
                format!("+{}{}", "*".repeat(hidden), digits.iter().skip(hidden).collect::<String>())
            }
        }
    }

    /// `CodeDeliveryDetails`
    pub(super) fn details(&self) -> Json {
        json!({
            "AttributeName": self.medium.attribute(),
            "DeliveryMedium": self.medium.wire(),
            "Destination": self.masked(),
        })
    }

    /// The parameters of a challenge that asks for a code: `CODE_DELIVERY_…`.
    pub(super) fn parameters(&self) -> Map<String, Json> {
        [
            ("CODE_DELIVERY_DELIVERY_MEDIUM", Json::from(self.medium.wire())),
            ("CODE_DELIVERY_DESTINATION", Json::from(self.masked())),
        ]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn email(address: &str) -> Destination {
        Destination { medium: Medium::Email, address: address.to_owned() }
    }

    fn phone(number: &str) -> Destination {
        Destination { medium: Medium::Sms, address: number.to_owned() }
    }

    /// Codes, and where they are drawn from.
    struct Post(Codes, Random);

    impl Post {
        fn open() -> Self {
            Self(Codes::default(), Random::new([5; 32]))
        }

        fn send(&mut self, user: &str, purpose: Purpose, now: i64) -> String {
            let to = Some(email("ada@example.com"));
            self.0.send(&mut self.1, Message { user: user.to_owned(), purpose, to }, at(now));
            self.0.live(at(now)).first().unwrap().code.expose().to_owned()
        }

        fn told(&self, whose: (&str, Purpose), code: &str, now: i64) -> String {
            let failure = self.0.check(whose, code, at(now)).unwrap_err();
            format!("{}: {}", failure.code, failure.message)
        }
    }

    const EXPIRED: &str = "ExpiredCodeException: Invalid code provided, please request a code again.";
    const MISMATCH: &str = "CodeMismatchException: Invalid verification code provided, please try again.";

    #[test]
    fn a_code_counts_for_its_user_its_purpose_and_its_time() {
        for (purpose, seconds, digits) in [
            (Purpose::SignUp, 86_400, 6),
            (Purpose::ForgotPassword, 3600, 6),
            (Purpose::VerifyEmail, 86_400, 6),
            (Purpose::VerifyPhone, 86_400, 6),
            (Purpose::SmsMfa, 180, 6),
            (Purpose::EmailOtp, 180, 8),
            (Purpose::SmsOtp, 180, 6),
        ] {
            let mut post = Post::open();
            let code = post.send("ada", purpose, 0);
            assert!(code.len() == digits && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
            let to = post.0.check(("ada", purpose), &code, at(seconds - 1));
            assert_eq!(to, Ok(&email("ada@example.com")), "{purpose:?}");
            assert_eq!(post.told(("ada", purpose), &code, seconds), EXPIRED, "{purpose:?}");
            assert_eq!(post.told(("grace", purpose), &code, 0), EXPIRED, "{purpose:?}");
            assert!(post.0.live(at(seconds)).is_empty(), "{purpose:?}");
        }
        let mut post = Post::open();
        let code = post.send("ada", Purpose::SignUp, 0);
        assert_eq!(post.told(("ada", Purpose::ForgotPassword), &code, 0), EXPIRED);
    }

    #[test]
    fn only_the_newest_counts_and_only_once() {
        let mut post = Post::open();
        let older = post.send("ada", Purpose::SignUp, 0);
        let newer = post.send("ada", Purpose::SignUp, 0);
        assert_ne!(older, newer);
        assert_eq!(post.told(("ada", Purpose::SignUp), &older, 0), MISMATCH);
        assert!(post.0.check(("ada", Purpose::SignUp), &newer, at(0)).is_ok());
        post.0.spend("ada", Purpose::SignUp);
        assert_eq!(post.told(("ada", Purpose::SignUp), &newer, 0), EXPIRED);
    }

    #[test]
    fn a_wrong_one_time_password_is_told_in_other_words() {
        let mut post = Post::open();
        post.send("ada", Purpose::EmailOtp, 0);
        let told = post.told(("ada", Purpose::EmailOtp), "", 0);
        assert_eq!(told, "CodeMismatchException: Invalid code or auth state for the user.");
    }

    #[test]
    fn the_newest_is_shown_first_and_nobody_sees_a_stranger_s() {
        let mut post = Post::open();
        post.send("ada", Purpose::SmsMfa, 0);
        post.send("grace", Purpose::SignUp, 0);
        let stranger = Message { user: "ghost".into(), purpose: Purpose::ForgotPassword, to: None };
        post.0.send(&mut post.1, stranger, at(0));
        let users: Vec<_> = post.0.live(at(1)).into_iter().map(|sent| sent.message.user.as_str()).collect();
        assert_eq!(users, ["grace", "ada"]);
        let hidden = post.0.sent.values().find(|sent| sent.message.to.is_none()).unwrap();
        assert_eq!(post.told(("ghost", Purpose::ForgotPassword), hidden.code.expose(), 0), MISMATCH);
    }

    #[test]
    fn old_codes_are_forgotten() {
        let mut post = Post::open();
        post.send("ada", Purpose::SmsMfa, 0);
        post.send("grace", Purpose::SmsMfa, 360);
        assert_eq!(post.0.sent.len(), 1);
    }

    #[test]
    fn an_address_is_masked_as_aws_masks_it() {
        assert_eq!(email("emmy@example.com").masked(), "e***@e***");
        assert_eq!(phone("+15551234567").masked(), "+*******4567");
        assert_eq!(phone("+49301").masked(), "+*9301");
        assert_eq!(
            phone("+15551234567").details(),
            json!({ "AttributeName": "phone_number", "DeliveryMedium": "SMS", "Destination": "+*******4567" })
        );
        assert_eq!(
            Json::Object(email("emmy@example.com").parameters()),
            json!({ "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL", "CODE_DELIVERY_DESTINATION": "e***@e***" })
        );
        assert_eq!(Destination::invented("ghost"), Destination::invented("ghost"));
        assert_eq!(Destination::invented("ghost").masked().len(), "e***@e***".len());
    }
}
