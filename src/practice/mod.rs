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
//! - Some texts are not published by AWS and are worded here: a bad `SRP_A`, a role that is not among the token's,
//!   a wrong raw client secret.
//!
//! ```text
//! server ─ wire ─ pool ─ operation/ ─ auth/ (user pool), identity (identity pool), sts
//!                        people, sessions, tokens, credentials: what is remembered
//!                        srp, totp, secret_hash, sigv4, keys: what is computed
//! ```

mod auth;
mod cast;
mod clock;
mod credentials;
mod encoding;
mod error;
mod form;
mod identity;
mod inbox;
mod input;
mod keys;
mod mac;
mod operation;
mod people;
mod pool;
mod random;
mod roster;
mod secret_hash;
mod server;
mod sessions;
mod sigv4;
mod srp;
mod sts;
mod tokens;
mod totp;
mod web;
mod wire;

#[cfg(test)]
mod tests;

pub use cast::{AdminKey, Cast, CastClient, CastUser};
pub use clock::{Clock, TestClock};
pub use inbox::{Channel, InboxEntry};
pub use pool::Issuer;
pub use server::{Options, Practice};
