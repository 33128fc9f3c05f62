//! What can be said on the command line about an account: the options of a sign-in, and what is to
//! be done once it is through. No option takes a secret.

use clap::{Args, Subcommand, ValueEnum};

use super::args::SignInArgs;
use crate::flow::ErrandKind;

/// Options of everything that is about an account.
#[derive(Debug, Default, Args)]
pub(super) struct AccountArgs {
    /// Agree beforehand to what messages or changes a user; without it a script is told what it would
    /// agree to (exit code 3), and a person is asked
    #[arg(long, help_heading = "Account")]
    pub(super) yes: bool,
    /// Use the access token in this environment variable in place of a sign-in
    #[arg(long, value_name = "VAR", help_heading = "Account")]
    pub(super) access_token_env: Option<String>,
    #[command(flatten)]
    pub(super) sign_in: SignInArgs,
}

/// `sign-up`
#[derive(Debug, Default, Args)]
pub(super) struct SignUpArgs {
    /// An attribute of the new user, such as email; may be repeated
    #[arg(long, value_name = "NAME=VALUE", help_heading = "Account")]
    pub(super) attribute: Vec<String>,
    #[command(flatten)]
    pub(super) account: AccountArgs,
}

/// `confirm`
#[derive(Debug, Default, Args)]
pub(super) struct ConfirmArgs {
    /// Have the code sent once more first
    #[arg(long, help_heading = "Account")]
    pub(super) resend: bool,
    #[command(flatten)]
    pub(super) account: AccountArgs,
}

/// `forgot-password`
#[derive(Debug, Default, Args)]
pub(super) struct ForgotPasswordArgs {
    /// A code was sent already: no other is asked for
    #[arg(long, help_heading = "Account")]
    pub(super) code_sent: bool,
    #[command(flatten)]
    pub(super) account: AccountArgs,
}

/// `user`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct UserArgs {
    #[command(subcommand)]
    pub(super) deed: Option<UserDeed>,
    #[command(flatten)]
    pub(super) account: AccountArgs,
}

/// What is to be done about the user who is signed in.
#[derive(Debug, Subcommand)]
pub(super) enum UserDeed {
    /// Change an attribute; an empty value takes it away
    Set {
        /// The attribute and its value
        #[arg(value_name = "NAME=VALUE")]
        assignment: String,
        #[command(flatten)]
        account: Box<AccountArgs>,
    },
    /// Have a code sent to an address of the user's, and enter it
    Verify {
        /// The attribute: email or `phone_number`
        #[arg(value_name = "NAME")]
        name: String,
        /// A code was sent already: no other is asked for
        #[arg(long, help_heading = "Account")]
        code_sent: bool,
        #[command(flatten)]
        account: Box<AccountArgs>,
    },
    /// Choose another password, knowing the one so far
    ChangePassword {
        #[command(flatten)]
        account: Box<AccountArgs>,
    },
    /// Set up an authenticator app as a second factor, or switch it off
    Totp {
        /// Set it up, or switch it off
        state: OnOff,
        #[command(flatten)]
        account: Box<AccountArgs>,
    },
    /// End every session of the user
    SignOut {
        #[command(flatten)]
        account: Box<AccountArgs>,
    },
    /// Revoke the refresh token of this sign-in, or the one that --refresh-token-env names
    Revoke {
        #[command(flatten)]
        account: Box<AccountArgs>,
    },
}

/// A switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OnOff {
    /// Set it up
    On,
    /// Switch it off
    Off,
}

/// `devices`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct DevicesArgs {
    #[command(subcommand)]
    pub(super) deed: Option<DeviceDeed>,
    #[command(flatten)]
    pub(super) account: AccountArgs,
}

/// What is to be done about a device.
#[derive(Debug, Subcommand)]
pub(super) enum DeviceDeed {
    /// Take a device off the user's list
    Forget {
        /// The device key, as the list has it
        key: String,
        #[command(flatten)]
        account: Box<AccountArgs>,
    },
    /// Have a device stand in for the second factor
    Remember {
        /// The device key, as the list has it
        key: String,
        #[command(flatten)]
        account: Box<AccountArgs>,
    },
    /// Have it do so no more
    Disregard {
        /// The device key, as the list has it
        key: String,
        #[command(flatten)]
        account: Box<AccountArgs>,
    },
}

/// What a command line about an account comes to.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) kind: ErrandKind,
    /// The device or the attribute that it is about.
    pub(super) about: Option<&'a str>,
    /// An attribute and its value, as `NAME=VALUE`.
    pub(super) assignment: Option<&'a str>,
    /// Attributes of somebody who signs up.
    pub(super) attributes: &'a [String],
    pub(super) account: &'a AccountArgs,
}

impl<'a> Asked<'a> {
    const fn plain(kind: ErrandKind, account: &'a AccountArgs) -> Self {
        Self { kind, about: None, assignment: None, attributes: &[], account }
    }

    fn on(about: &'a str, kind: ErrandKind, account: &'a AccountArgs) -> Self {
        Self { about: Some(about), ..Self::plain(kind, account) }
    }
}

impl SignUpArgs {
    pub(super) fn asked(&self) -> Asked<'_> {
        Asked { attributes: &self.attribute, ..Asked::plain(ErrandKind::SignUp, &self.account) }
    }
}

impl ConfirmArgs {
    pub(super) const fn asked(&self) -> Asked<'_> {
        let kind = if self.resend { ErrandKind::ResendCode } else { ErrandKind::ConfirmSignUp };
        Asked::plain(kind, &self.account)
    }
}

impl ForgotPasswordArgs {
    pub(super) const fn asked(&self) -> Asked<'_> {
        let kind = if self.code_sent { ErrandKind::ConfirmReset } else { ErrandKind::ForgotPassword };
        Asked::plain(kind, &self.account)
    }
}

impl UserArgs {
    pub(super) fn asked(&self) -> Asked<'_> {
        let Some(deed) = &self.deed else { return Asked::plain(ErrandKind::ViewUser, &self.account) };
        match deed {
            UserDeed::Set { assignment, account } => {
                Asked { assignment: Some(assignment), ..Asked::plain(ErrandKind::EditAttribute, account) }
            }
            UserDeed::Verify { name, code_sent: true, account } => {
                Asked::on(name, ErrandKind::ConfirmAttribute, account)
            }
            UserDeed::Verify { name, account, .. } => Asked::on(name, ErrandKind::VerifyAttribute, account),
            UserDeed::ChangePassword { account } => Asked::plain(ErrandKind::ChangePassword, account),
            UserDeed::Totp { state: OnOff::On, account } => Asked::plain(ErrandKind::SetUpTotp, account),
            UserDeed::Totp { state: OnOff::Off, account } => Asked::plain(ErrandKind::RemoveTotp, account),
            UserDeed::SignOut { account } => Asked::plain(ErrandKind::GlobalSignOut, account),
            UserDeed::Revoke { account } => Asked::plain(ErrandKind::RevokeToken, account),
        }
    }
}

impl DevicesArgs {
    pub(super) fn asked(&self) -> Asked<'_> {
        let Some(deed) = &self.deed else { return Asked::plain(ErrandKind::Devices, &self.account) };
        match deed {
            DeviceDeed::Forget { key, account } => Asked::on(key, ErrandKind::ForgetDevice, account),
            DeviceDeed::Remember { key, account } => Asked::on(key, ErrandKind::RememberDevice, account),
            DeviceDeed::Disregard { key, account } => Asked::on(key, ErrandKind::DisregardDevice, account),
        }
    }
}
