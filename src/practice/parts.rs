//! The users of the practice pool as they are at start, each with one thing to learn. The cast that a person sees and
//! the accounts of the pool are both made from here. All of them are invented, and public: no password or secret below
//! opens anything else.

use super::factors::Factor;
use super::roster::{AUDITORS, ENGINEERS, Group, READERS};

/// One user of the cast, and the one thing to learn from them.
pub(super) struct Part {
    /// What is typed to sign in.
    pub username: &'static str,
    /// The real user name, when it is another than the one typed.
    pub real_name: Option<&'static str>,
    /// The user's `sub`.
    pub sub: &'static str,
    /// The password at start; public, like all of the cast.
    pub first_password: &'static str,
    /// The lesson in two or three words.
    pub title: &'static str,
    /// The lesson in a sentence.
    pub lesson: &'static str,
    /// The `AuthFlow` that shows the lesson; none when any does.
    pub flow: Option<&'static str>,
    /// The state of the account at start.
    pub situation: Situation,
    /// What the account has besides a password, and what its sign-in brings with it.
    pub traits: &'static [Trait],
    /// Attributes besides `sub` and `email`.
    pub attributes: &'static [(&'static str, &'static str)],
    /// An e-mail address, verified unless a trait says otherwise; a verified one also works as a user name.
    pub email: &'static str,
    /// The groups that the user is in.
    pub groups: &'static [&'static Group],
}

/// The state of an account at start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Situation {
    /// Nothing in the way.
    Confirmed,
    /// A temporary password, set when the practice pool started.
    Temporary,
    /// A temporary password whose life is over.
    TemporaryOver,
    /// Signed up, code never entered.
    Unconfirmed,
    /// An administrator asked for a new password.
    ResetRequired,
    /// Switched off by an administrator.
    Disabled,
}

/// What sets an account apart. Several go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trait {
    /// Has set up an authenticator app; its secret in base32.
    Authenticator(&'static str),
    /// Has a verified phone number.
    Phone(&'static str),
    /// Nobody has verified the e-mail address.
    UnverifiedEmail,
    /// Has switched on a second factor.
    Asks(Factor),
    /// May not sign in without a second factor.
    MustHaveFactor,
    /// Has registered a passkey.
    Passkey,
    /// Its devices are told apart and can be remembered.
    TracksDevices,
}

/// Every user, the one for a first try first.
pub(super) const PARTS: &[Part] = &[
    Part {
        username: "ada",
        real_name: None,
        sub: "ac9e918f-c703-42f8-a7af-fc002a5fd50a",
        first_password: "Practice-Ada-1",
        title: "Signs in at once",
        lesson: "Signs in at once with every flow; two groups bring two roles, the first group's role is preferred",
        flow: None,
        situation: Situation::Confirmed,
        traits: &[],
        attributes: &[("given_name", "Ada")],
        email: "ada@example.com",
        groups: &[&ENGINEERS, &READERS],
    },
    Part {
        username: "grace",
        real_name: None,
        sub: "b16e800d-6b63-4d5f-a088-8a2eb3617b70",
        first_password: "Temporary-Grace-1",
        title: "Must choose a password",
        lesson: "Has a temporary password and no given name: Cognito asks for a new password and for the name",
        flow: None,
        situation: Situation::Temporary,
        traits: &[],
        attributes: &[],
        email: "grace@example.com",
        groups: &[],
    },
    Part {
        username: "alan",
        real_name: None,
        sub: "b99bbe8d-19d6-46d8-a545-069b17d50929",
        first_password: "Temporary-Alan-1",
        title: "Temporary password is over",
        lesson: "Waited too long: a temporary password lives seven days, then an administrator must give another",
        flow: None,
        situation: Situation::TemporaryOver,
        traits: &[],
        attributes: &[("given_name", "Alan")],
        email: "alan@example.com",
        groups: &[],
    },
    Part {
        username: "hedy",
        real_name: None,
        sub: "f904465a-32c6-4340-bf7e-829ba1022ea8",
        first_password: "Practice-Hedy-1",
        title: "Authenticator app",
        lesson: "Is asked for a code of an authenticator app (TOTP); the practice inbox shows the one that counts",
        flow: None,
        situation: Situation::Confirmed,
        traits: &[
            Trait::Authenticator("I2QOZ2DYHFWHYJZXKVW7S7S4FLCDG5SS"),
            Trait::Asks(Factor::SoftwareToken),
        ],
        attributes: &[("given_name", "Hedy")],
        email: "hedy@example.com",
        groups: &[],
    },
    Part {
        username: "joan",
        real_name: None,
        sub: "72a43872-372e-4047-865b-02cad34d0c19",
        first_password: "Practice-Joan-1",
        title: "Not confirmed",
        lesson: "Unconfirmed: signed up but never entered the code, so the right password brings nothing",
        flow: None,
        situation: Situation::Unconfirmed,
        traits: &[Trait::UnverifiedEmail],
        attributes: &[("given_name", "Joan")],
        email: "joan@example.com",
        groups: &[],
    },
    Part {
        username: "barbara",
        real_name: None,
        sub: "ddae503b-bd85-4790-9e8e-f717a0ee5de0",
        first_password: "Practice-Barbara-1",
        title: "Password must be reset",
        lesson: "Reset required: an administrator asked for a new password, and the old one is refused until there is one",
        flow: None,
        situation: Situation::ResetRequired,
        traits: &[],
        attributes: &[("given_name", "Barbara")],
        email: "barbara@example.com",
        groups: &[],
    },
    Part {
        username: "dennis",
        real_name: None,
        sub: "b75044e1-1c57-4206-aba2-10d85cb93df4",
        first_password: "Practice-Dennis-1",
        title: "Disabled",
        lesson: "Disabled by an administrator: only the right password shows it",
        flow: None,
        situation: Situation::Disabled,
        traits: &[],
        attributes: &[("given_name", "Dennis")],
        email: "dennis@example.com",
        groups: &[],
    },
    Part {
        username: "emmy@example.com",
        real_name: Some("071ed370-d592-48af-80e4-1968a2442ffd"),
        sub: "071ed370-d592-48af-80e4-1968a2442ffd",
        first_password: "Practice-Emmy-1",
        title: "Signs in by e-mail",
        lesson: "Types an e-mail address; the real username is another, and SRP and SECRET_HASH must use that one",
        flow: None,
        situation: Situation::Confirmed,
        traits: &[],
        attributes: &[("given_name", "Emmy")],
        email: "emmy@example.com",
        groups: &[&READERS],
    },
    Part {
        username: "zuse",
        real_name: None,
        sub: "213d2e45-8435-4b6c-bc8b-ce257f096629",
        first_password: "Übung-macht-1-Größe-年",
        title: "Password beyond ASCII",
        lesson: "Has a password with letters beyond ASCII: it counts as UTF-8, exactly as typed",
        flow: None,
        situation: Situation::Confirmed,
        traits: &[],
        attributes: &[("given_name", "Konrad")],
        email: "zuse@example.com",
        groups: &[],
    },
    Part {
        username: "radia",
        real_name: None,
        sub: "0c11f880-fcec-40ed-8866-28e94d5ae17a",
        first_password: "Practice-Radia-1",
        title: "Role does not trust the pool",
        lesson: "Gets tokens and an identity but no keys: the role of the group does not trust the identity pool",
        flow: None,
        situation: Situation::Confirmed,
        traits: &[],
        attributes: &[("given_name", "Radia")],
        email: "radia@example.com",
        groups: &[&AUDITORS],
    },
    Part {
        username: "matti",
        real_name: None,
        sub: "5e3f0a86-6e0c-4a59-9f40-8a5c2f1f7d13",
        first_password: "Practice-Matti-1",
        title: "Code by SMS",
        lesson: "Is asked for a code that comes by SMS; the practice inbox shows it",
        flow: None,
        situation: Situation::Confirmed,
        traits: &[Trait::Phone("+358405550142"), Trait::Asks(Factor::Sms)],
        attributes: &[("given_name", "Matti")],
        email: "matti@example.com",
        groups: &[],
    },
    Part {
        username: "ray",
        real_name: None,
        sub: "c1b2d0f4-3a57-4f0e-8d19-64c7a1e9b205",
        first_password: "Practice-Ray-1",
        title: "Code by e-mail",
        lesson: "Is asked for a code that comes by e-mail; the practice inbox shows it",
        flow: None,
        situation: Situation::Confirmed,
        traits: &[Trait::Asks(Factor::Email)],
        attributes: &[("given_name", "Ray")],
        email: "ray@example.com",
        groups: &[],
    },
    Part {
        username: "katherine",
        real_name: None,
        sub: "8fd9b6a1-0c42-4d3b-a7f5-29e1c08b6d74",
        first_password: "Practice-Katherine-1",
        title: "Chooses a second factor",
        lesson: "Has three second factors and prefers none, so Cognito asks which one it shall be",
        flow: None,
        situation: Situation::Confirmed,
        traits: &[
            Trait::Authenticator("MNFVQ3LTOJ2G64TBNZTWK3DJNZSXG5DF"),
            Trait::Phone("+12025550118"),
            Trait::Asks(Factor::SoftwareToken),
            Trait::Asks(Factor::Sms),
            Trait::Asks(Factor::Email),
        ],
        attributes: &[("given_name", "Katherine")],
        email: "katherine@example.com",
        groups: &[],
    },
    Part {
        username: "shafi",
        real_name: None,
        sub: "3d7c5e92-b1f8-4e06-9a2d-f05b8c47e1a6",
        first_password: "Practice-Shafi-1",
        title: "Must set up a second factor",
        lesson: "May not sign in without a second factor and has none: sets up an authenticator app, or codes by e-mail",
        flow: None,
        situation: Situation::Confirmed,
        traits: &[Trait::UnverifiedEmail, Trait::MustHaveFactor],
        attributes: &[("given_name", "Shafi")],
        email: "shafi@example.com",
        groups: &[],
    },
    Part {
        username: "fernando",
        real_name: None,
        sub: "e6a09c3b-57d4-42f1-b8e0-1c9f7a25d3b8",
        first_password: "Practice-Fernando-1",
        title: "Chooses how to sign in",
        lesson: "Needs no password: Cognito offers codes by e-mail and SMS, a passkey, and the password too",
        flow: Some("USER_AUTH"),
        situation: Situation::Confirmed,
        traits: &[Trait::Phone("+34910555017"), Trait::Passkey],
        attributes: &[("given_name", "Fernando")],
        email: "fernando@example.com",
        groups: &[],
    },
    Part {
        username: "edsger",
        real_name: None,
        sub: "97b4f2d0-e83c-4a15-8c6b-d20e5f19a7c4",
        first_password: "Practice-Edsger-1",
        title: "Answers a riddle",
        lesson: "Is asked two riddles by the pool's own triggers; a wrong answer ends the sign-in",
        flow: Some("CUSTOM_AUTH"),
        situation: Situation::Confirmed,
        traits: &[],
        attributes: &[("given_name", "Edsger")],
        email: "edsger@example.com",
        groups: &[],
    },
    Part {
        username: "margaret",
        real_name: None,
        sub: "4a8e1f67-d295-4c0b-b3f6-7e50c9d2a818",
        first_password: "Practice-Margaret-1",
        title: "Remembered device",
        lesson: "Is asked for a code until a device is remembered: then the device proves itself in place of the code",
        flow: Some("USER_SRP_AUTH"),
        situation: Situation::Confirmed,
        traits: &[
            Trait::Authenticator("JBQW22LMORXW4U3PMZ2HOYLSMVCW4Z3J"),
            Trait::Asks(Factor::SoftwareToken),
            Trait::TracksDevices,
        ],
        attributes: &[("given_name", "Margaret")],
        email: "margaret@example.com",
        groups: &[],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::practice::auth::policy;

    #[test]
    fn nobody_is_there_twice_and_every_password_fits_the_policy() {
        let names: BTreeSet<_> =
            PARTS.iter().flat_map(|part| [Some(part.username), part.real_name]).flatten().collect();
        let subs: BTreeSet<_> = PARTS.iter().map(|part| part.sub).collect();
        assert_eq!((names.len(), subs.len()), (PARTS.len() + 1, PARTS.len()));
        for part in PARTS {
            assert_eq!(policy::check(part.first_password), Ok(()), "{}", part.username);
        }
    }
}
