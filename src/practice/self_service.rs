//! What the operations share by which people look after their own accounts: who is meant by a typed name, what a
//! stranger is told, and where codes go. What each of them does is in `operation`.

use jiff::Timestamp;

use super::auth;
use super::codes::{Destination, Medium, Message, Purpose};
use super::error::Failure;
use super::people::User;
use super::pool::{Call, Pool};
use super::roster::{Client, allow};
use super::secret_hash;

/// Who is meant in a call without a token.
pub(super) struct Meant {
    /// The app client.
    pub client: &'static Client,
    /// The real user name; none when nobody has the name that was typed.
    pub user: Option<String>,
    typed: String,
}

impl Meant {
    /// Reads `ClientId`, `Username` and `SecretHash`, which is over the name as it was typed.
    pub(super) fn by(pool: &Pool, call: &Call<'_>) -> Result<Self, Failure> {
        let client = auth::client(call.input.demanded("ClientId"))?;
        let typed = call.input.demanded("Username");
        secret_hash::check(client, typed, call.input.text("SecretHash"))?;
        let user = pool.people.find(typed).map(|user| user.name.clone());
        Ok(Self { client, user, typed: typed.to_lowercase() })
    }

    /// Under which name codes and tries are remembered, of strangers too.
    pub(super) fn name(&self) -> &str {
        self.user.as_deref().unwrap_or(&self.typed)
    }

    /// The account.
    ///
    /// # Errors
    /// When there is none: what a client says that does not hide it, or else `hidden`.
    pub(super) fn account<'a>(&self, pool: &'a Pool, hidden: Failure) -> Result<&'a User, Failure> {
        let user = self.user.as_ref().and_then(|name| pool.people.get(name));
        user.ok_or_else(|| if self.client.hides_unknown_users { hidden } else { no_such_user() })
    }

    /// The answer to a stranger who asks for a code: an invented destination, and a code that nobody sees.
    pub(super) fn pretend(
        &self,
        pool: &mut Pool,
        call: &Call<'_>,
        purpose: Purpose,
    ) -> Result<Destination, Failure> {
        if !self.client.hides_unknown_users {
            return Err(no_such_user());
        }
        let message = Message { user: self.typed.clone(), purpose, to: None };
        pool.codes.send(&mut pool.random, message, call.now);
        Ok(Destination::invented(&self.typed))
    }
}

fn no_such_user() -> Failure {
    Failure::new("UserNotFoundException", "Username/client id combination not found.")
}

/// A sign-up that goes on to a sign-in, remembered under its session.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct SignUp {
    /// The real user name.
    pub user: String,
    /// The app client.
    pub client: &'static str,
    /// How far it has come.
    pub stage: Stage,
}

/// How far a sign-up has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// The code is awaited.
    Begun,
    /// The code came back: whoever has this session is let in.
    Confirmed,
}

/// Remembers a sign-up under a fresh session, where the client allows the flow that takes it.
pub(super) fn session(pool: &mut Pool, call: &Call<'_>, client: &Client, sign_up: SignUp) -> Option<String> {
    client.flows.contains(&allow::CHOICE).then(|| {
        let session = format!("AYABe{}", pool.random.base64url(780));
        pool.sign_ups.open(session.clone(), sign_up, call.now);
        session
    })
}

/// Sends a user a code.
pub(super) fn send(pool: &mut Pool, call: &Call<'_>, message: Message) {
    pool.codes.send(&mut pool.random, message, call.now);
}

/// What a code for an address is for.
pub(super) const fn verification(medium: Medium) -> Purpose {
    match medium {
        Medium::Email => Purpose::VerifyEmail,
        Medium::Sms => Purpose::VerifyPhone,
    }
}

/// Marks the address that a code had been sent to as verified.
///
/// # Errors
/// When the account has another address by then, or when it is an e-mail address that another account has: it works as
/// a user name, so it is for one account only.
pub(super) fn verify(pool: &mut Pool, user: &str, to: &Destination, now: Timestamp) -> Result<(), Failure> {
    free(pool, user, to)?;
    let user = pool.people.change(user, now).ok_or_else(Failure::internal)?;
    if user.attribute(to.medium.attribute()) != Some(&to.address) {
        return Err(Failure::expired_code());
    }
    user.set_attribute(to.medium.verified(), "true");
    Ok(())
}

/// Refuses an address that works as the user name of another account.
pub(super) fn free(pool: &Pool, user: &str, to: &Destination) -> Result<(), Failure> {
    let owner = owner(pool, to).filter(|owner| owner.name != user);
    if owner.is_none() {
        return Ok(());
    }
    let text = format!("An account with the {} already exists.", to.medium.attribute());
    Err(Failure::new("AliasExistsException", text))
}

/// Takes an e-mail address away from the account that has it: there it is verified no more.
pub(super) fn take_away(pool: &mut Pool, to: &Destination, now: Timestamp) {
    let owner = owner(pool, to).map(|owner| owner.name.clone());
    if let Some(owner) = owner.and_then(|name| pool.people.change(&name, now)) {
        owner.set_attribute(to.medium.verified(), "false");
    }
}

fn owner<'a>(pool: &'a Pool, to: &Destination) -> Option<&'a User> {
    match to.medium {
        Medium::Email => pool.people.by_email(&to.address),
        Medium::Sms => None,
    }
}
