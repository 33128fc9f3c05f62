//! The accounts as they are at this moment: passwords, states, attributes, failed tries. It knows who somebody is and
//! which roles they bring; how they prove it is `auth`'s.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use num_bigint::BigUint;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest as _, Sha256};

use super::auth::lockout::Failures;
use super::devices::Devices;
use super::encoding::from_base32;
use super::error::Failure;
use super::factors::{Factor, SecondFactors};
use super::parts::{PARTS, Part, Situation, Trait};
use super::roster::{
    EXTERNAL_PROVIDER, FEDERATED, Group, Outsider, PASSWORD_HISTORY, POOL_NAME, REQUIRED_ATTRIBUTES,
    TEMPORARY_PASSWORD_DAYS,
};
use super::srp;
use super::totp::Authenticator;
use crate::secret::Secret;

/// One account.
#[derive(Clone)]
pub(super) struct User {
    /// The real user name: `USER_ID_FOR_SRP`, `cognito:username`.
    pub name: String,
    /// The `sub`.
    pub sub: String,
    /// The password.
    pub password: Secret,
    /// When the password was set.
    pub password_set: Timestamp,
    /// The passwords before it that may not come back yet.
    pub earlier_passwords: Vec<Secret>,
    /// When the account was made.
    pub created: Timestamp,
    /// When the user changed something besides the password.
    pub modified: Timestamp,
    /// `UserStatus`.
    pub status: Status,
    /// False when an administrator switched the account off.
    pub enabled: bool,
    /// Attributes besides `sub`, in the order they were set.
    pub attributes: Vec<(String, String)>,
    /// The groups.
    pub groups: &'static [&'static Group],
    /// The authenticator app that was set up.
    pub authenticator: Option<Authenticator>,
    /// An authenticator app whose first code is awaited.
    pub coming_authenticator: Option<Authenticator>,
    /// What is asked for besides the password.
    pub factors: SecondFactors,
    /// A passkey was registered.
    pub passkey: bool,
    /// The devices; none when they are not tracked.
    pub devices: Option<Devices>,
    /// Wrong passwords so far.
    pub failures: Failures,
}

/// `UserStatus`, as far as the practice pool has users of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// `CONFIRMED`
    Confirmed,
    /// `UNCONFIRMED`
    Unconfirmed,
    /// `FORCE_CHANGE_PASSWORD`
    ForceChangePassword,
    /// `RESET_REQUIRED`
    ResetRequired,
    /// `EXTERNAL_PROVIDER`
    ExternalProvider,
}

impl Status {
    /// `UserStatus`
    pub(super) const fn wire(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::Unconfirmed => "UNCONFIRMED",
            Self::ForceChangePassword => "FORCE_CHANGE_PASSWORD",
            Self::ResetRequired => "RESET_REQUIRED",
            Self::ExternalProvider => "EXTERNAL_PROVIDER",
        }
    }
}

impl User {
    fn of(part: &Part, started: Timestamp) -> Self {
        let mut attributes: Vec<(String, String)> =
            part.attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        attributes.push(("email".to_owned(), part.email.to_owned()));
        attributes.push(("email_verified".to_owned(), "true".to_owned()));
        let mut user = Self {
            name: part.real_name.unwrap_or(part.username).to_owned(),
            sub: part.sub.to_owned(),
            password: part.first_password.into(),
            password_set: password_set(part.situation, started),
            earlier_passwords: Vec::new(),
            created: started,
            modified: started,
            status: status(part.situation),
            enabled: part.situation != Situation::Disabled,
            attributes,
            groups: part.groups,
            authenticator: None,
            coming_authenticator: None,
            factors: SecondFactors::default(),
            passkey: false,
            devices: None,
            failures: Failures::default(),
        };
        part.traits.iter().for_each(|particular| user.take_on(*particular));
        user
    }

    fn take_on(&mut self, particular: Trait) {
        match particular {
            Trait::Authenticator(secret) => {
                self.authenticator = from_base32(secret)
                    .map(|secret| Authenticator::new(secret).named(Some("Practice phone")));
            }
            Trait::Phone(number) => {
                self.set_attribute("phone_number", number);
                self.set_attribute("phone_number_verified", "true");
            }
            Trait::Asks(factor) => self.factors.switch_on(factor),
            Trait::MustHaveFactor => self.factors.demand(),
            Trait::Passkey => self.passkey = true,
            Trait::TracksDevices => self.devices = Some(Devices::default()),
            Trait::UnverifiedEmail => self.set_attribute("email_verified", "false"),
        }
    }

    /// Somebody who has just signed up, as yet without attributes.
    pub(super) fn signed_up(name: &str, sub: String, password: &str, now: Timestamp) -> Self {
        Self {
            name: name.to_owned(),
            sub,
            password: password.into(),
            password_set: now,
            earlier_passwords: Vec::new(),
            created: now,
            modified: now,
            status: Status::Unconfirmed,
            enabled: true,
            attributes: Vec::new(),
            groups: &[],
            authenticator: None,
            coming_authenticator: None,
            factors: SecondFactors::default(),
            passkey: false,
            devices: None,
            failures: Failures::default(),
        }
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Sets an attribute, in its place when it is there.
    pub(super) fn set_attribute(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Removes an attribute and, with an address, whether it was verified and the second factor that it served.
    pub(super) fn remove_attribute(&mut self, name: &str) {
        let verified = format!("{name}_verified");
        self.attributes.retain(|(known, _)| known != name && *known != verified);
        if name == "phone_number" {
            self.factors.switch_off(Factor::Sms);
        }
    }

    /// Makes a password the user's own choice: the account is in order then, and failed tries are forgotten.
    ///
    /// # Errors
    /// When it is the password that counts, or one of those before it.
    pub(super) fn choose_password(&mut self, password: &str, now: Timestamp) -> Result<(), Failure> {
        let password = Secret::from(password);
        if self.password == password || self.earlier_passwords.contains(&password) {
            let text = "Password has previously been used.";
            return Err(Failure::new("PasswordHistoryPolicyViolationException", text));
        }
        self.earlier_passwords.insert(0, std::mem::replace(&mut self.password, password));
        self.earlier_passwords.truncate(PASSWORD_HISTORY - 1);
        self.password_set = now;
        self.status = Status::Confirmed;
        self.failures = Failures::default();
        Ok(())
    }

    /// Attributes that the pool requires and the account lacks.
    pub(super) fn missing_attributes(&self) -> Vec<&'static str> {
        REQUIRED_ATTRIBUTES.into_iter().filter(|name| self.attribute(name).is_none()).collect()
    }

    /// The attributes as a JSON object of texts.
    pub(super) fn attributes_json(&self) -> Map<String, Json> {
        self.attributes.iter().map(|(name, value)| (name.clone(), Json::from(value.as_str()))).collect()
    }

    /// True when the temporary password's life is over.
    pub(super) fn temporary_password_is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.password_set) > SignedDuration::from_hours(24 * TEMPORARY_PASSWORD_DAYS)
    }

    /// The role ARNs that the groups bring, strongest group first.
    pub(super) fn roles(&self) -> Vec<String> {
        let mut groups = self.groups.to_vec();
        groups.sort_by_key(|group| group.precedence);
        groups.into_iter().filter_map(|group| Some(group.role?.arn())).collect()
    }

    /// SRP's salt and verifier, which change with the password.
    pub(super) fn srp_record(&self) -> (BigUint, BigUint) {
        srp_record(&self.name, self.password.expose())
    }
}

/// A salt that is always the same for the same account and password, and the verifier over it.
/// An account that does not exist gets one too, so that it cannot be told from one that does.
pub(super) fn srp_record(name: &str, password: &str) -> (BigUint, BigUint) {
    let digest = Sha256::digest(format!("practice salt|{name}|{password}"));
    let salt = BigUint::from_bytes_be(digest.get(..16).unwrap_or_default());
    let verifier = srp::verifier(&salt, POOL_NAME, name, password);
    (salt, verifier)
}

fn status(situation: Situation) -> Status {
    match situation {
        Situation::Confirmed | Situation::Disabled => Status::Confirmed,
        Situation::Temporary | Situation::TemporaryOver => Status::ForceChangePassword,
        Situation::Unconfirmed => Status::Unconfirmed,
        Situation::ResetRequired => Status::ResetRequired,
    }
}

fn password_set(situation: Situation, started: Timestamp) -> Timestamp {
    if situation == Situation::TemporaryOver {
        let longer = SignedDuration::from_hours(24 * (TEMPORARY_PASSWORD_DAYS + 1));
        started.checked_sub(longer).unwrap_or(Timestamp::MIN)
    } else {
        started
    }
}

/// The `identities` attribute: a list in a text, its values texts too.
fn identities(outsider: &Outsider, now: Timestamp) -> String {
    let identity = json!({
        "dateCreated": now.as_millisecond().to_string(),
        "userId": outsider.id,
        "providerName": EXTERNAL_PROVIDER,
        "providerType": "OIDC",
        "issuer": null,
        "primary": "true",
    });
    json!([identity]).to_string()
}

/// All accounts, by their real names.
pub(super) struct People(BTreeMap<String, User>);

impl People {
    /// Everybody as they are when the practice pool starts.
    pub(super) fn at(started: Timestamp) -> Self {
        Self(PARTS.iter().map(|part| User::of(part, started)).map(|user| (user.name.clone(), user)).collect())
    }

    /// The account that a typed name means: the real name or a verified e-mail address, letter case aside.
    pub(super) fn find(&self, typed: &str) -> Option<&User> {
        self.0.get(&typed.to_lowercase()).or_else(|| self.by_email(typed))
    }

    /// The account that verified this e-mail address.
    pub(super) fn by_email(&self, address: &str) -> Option<&User> {
        let address = address.to_lowercase();
        self.iter().find(|user| {
            user.attribute("email_verified") == Some("true")
                && user.attribute("email").is_some_and(|email| email.to_lowercase() == address)
        })
    }

    /// Adds an account.
    pub(super) fn add(&mut self, user: User) {
        self.0.insert(user.name.clone(), user);
    }

    /// Signs an outsider's account up, or brings what the provider tells of them up to date. Its real name.
    pub(super) fn federate(&mut self, outsider: &Outsider, sub: String, now: Timestamp) -> String {
        let name = format!("{EXTERNAL_PROVIDER}_{}", outsider.id);
        let user = self.0.entry(name.clone()).or_insert_with(|| User {
            status: Status::ExternalProvider,
            attributes: vec![("identities".to_owned(), identities(outsider, now))],
            groups: FEDERATED,
            // Nobody knows a password of this account: an empty one is never typed.
            ..User::signed_up(&name, sub, "", now)
        });
        user.set_attribute("given_name", outsider.given_name);
        user.set_attribute("email", outsider.email);
        user.set_attribute("email_verified", "false");
        name
    }

    /// The account with this real name, changed by its user.
    pub(super) fn change(&mut self, name: &str, now: Timestamp) -> Option<&mut User> {
        let user = self.0.get_mut(name)?;
        user.modified = now;
        Some(user)
    }

    /// The account with this real name.
    pub(super) fn get(&self, name: &str) -> Option<&User> {
        self.0.get(name)
    }

    /// The account with this real name, to be changed.
    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut User> {
        self.0.get_mut(name)
    }

    /// Every account.
    pub(super) fn iter(&self) -> impl Iterator<Item = &User> {
        self.0.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_found_by_name_and_by_address_in_any_letter_case() {
        let people = People::at(Timestamp::UNIX_EPOCH);
        assert_eq!(people.find("ADA").unwrap().name, "ada");
        assert_eq!(people.find("Ada@Example.com").unwrap().name, "ada");
        assert_eq!(people.find("emmy@example.com").unwrap().name, "071ed370-d592-48af-80e4-1968a2442ffd");
        assert!(people.find("nobody").is_none());
        assert!(people.find("joan").is_some() && people.find("joan@example.com").is_none(), "not verified");
        assert!(people.find("shafi").is_some() && people.find("shafi@example.com").is_none(), "not verified");
    }

    #[test]
    fn the_strongest_group_s_role_comes_first() {
        let people = People::at(Timestamp::UNIX_EPOCH);
        let roles = people.find("ada").unwrap().roles();
        assert_eq!(roles.first().unwrap(), "arn:aws:iam::123456789012:role/PracticeEngineer");
        assert_eq!(roles.len(), 2);
    }

    #[test]
    fn a_password_does_not_come_back_at_once() {
        let mut ada = People::at(Timestamp::UNIX_EPOCH).find("ada").unwrap().clone();
        let mut choose = |password: &str| ada.choose_password(password, Timestamp::UNIX_EPOCH);
        let used = "PasswordHistoryPolicyViolationException";
        assert_eq!(choose("Practice-Ada-1").unwrap_err().code, used);
        assert_eq!(choose("Practice-Ada-2"), Ok(()));
        assert_eq!(choose("Practice-Ada-1").unwrap_err().code, used);
        assert_eq!(choose("Practice-Ada-3"), Ok(()));
        assert_eq!(choose("Practice-Ada-1"), Ok(()), "two are remembered");
    }

    #[test]
    fn a_salt_follows_from_account_and_password() {
        assert_eq!(srp_record("ada", "x"), srp_record("ada", "x"));
        assert_ne!(srp_record("ada", "x").0, srp_record("ada", "y").0);
        assert_ne!(srp_record("ada", "x").0, srp_record("alan", "x").0);
    }
}
