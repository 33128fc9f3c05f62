//! The practice pool: a pretend Cognito on a loopback port, with a cast of users, one per situation worth seeing.
//!
//! It is an ordinary HTTP server, so whatever talks to AWS can talk to it: user pool, identity pool and STS share one
//! endpoint. It shares no SRP, hash or verifier code with Poolwalk's own client: two halves that share a formula
//! would agree on a wrong one. Nothing in it reaches beyond the computer, and nothing in it opens anything elsewhere.
//!
//! Where it differs from AWS, knowingly:
//! - The issuer of its tokens is its own address ([`Issuer`] says why, and can be AWS's form); the key of a Logins map is
//!   AWS's (`cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Practice1`), or the issuer without its scheme.
//! - A proof of the password may take three minutes, so a person can walk step by step; AWS gives seconds.
//! - The Admin operations take the signature of one fixed developer key, [`Cast::admin_key`], or of a made-up key whose
//!   secret is the same word, such as `test` and `test`.
//! - What AWS sets for a whole pool is set for each user here, so that one pool has them all: whether a second factor
//!   must be had, whether devices are tracked, whether there is a passkey. Every user may have one-time passwords.
//! - Nothing is sent: the practice inbox shows the codes that AWS would send by SMS and e-mail.
//! - No Lambda runs: user names that begin with `blocked` are refused as a `PreSignUp` trigger would, and two riddles
//!   are what the triggers of `CUSTOM_AUTH` ask anybody; they ask for no second factor.
//! - A passkey is offered, and no credential is right: nobody has ever registered one.
//! - A device that is confirmed and not remembered proves itself after the second factor. Its answer to
//!   `DEVICE_SRP_AUTH` is taken without the session too, for there are libraries that leave it out.
//! - `ADMIN_NO_SRP_AUTH` is never asked: a password that is missing is refused before it would be.
//! - The login pages are on the same address as everything else; AWS has a domain for them.
//! - The practice API is on the same address too, has two methods on each route, and tells who it let in.
//! - The tokens of Google, Apple, Facebook and others that its identity pools take are its own, pretended for a person
//!   who does not exist: [`Practice::provider_tokens`].
//! - Some texts are not published by AWS and are worded here: a bad `SRP_A`, a role that is not among the token's,
//!   a wrong raw client secret, a password that was used before, two preferred second factors, a choice that was not
//!   offered, a device that was confirmed before, a verifier that is no number, a refresh token that was replaced,
//!   logins of different identities together, most descriptions of OAuth errors.
//!
//! ```text
//! server ─ wire ─ pool ─ operation/ ─ auth/, self_service (user pool), logins and identity (identity pools)
//!                        sts/, web/ (login pages), api/ (something to call with keys and tokens)
//!                        people, factors, devices, sessions, codes, limits, tokens, credentials: what is remembered
//!                        srp, totp, secret_hash, sigv4, keys: what is computed;  triggers: what is made up
//! ```

mod api;
mod attributes;
mod auth;
mod cast;
mod clock;
mod codes;
mod credentials;
mod devices;
mod encoding;
mod error;
mod factors;
mod form;
mod identity;
mod inbox;
mod input;
mod keys;
mod limits;
mod logins;
mod mac;
mod operation;
mod parts;
mod people;
mod pool;
mod providers;
mod random;
mod roster;
mod secret_hash;
mod self_service;
mod server;
mod sessions;
mod sigv4;
mod srp;
mod sts;
mod tokens;
mod totp;
mod triggers;
mod web;
mod wire;

#[cfg(test)]
mod tests;

pub use cast::{AdminKey, Cast, CastClient, CastRoute, CastUser};
pub use clock::{Clock, TestClock};
pub use inbox::{Channel, InboxEntry};
pub use pool::Issuer;
pub use providers::ProviderToken;
pub use server::{Options, Practice};
