//! Authorization codes: good for one redemption, five minutes, one app client and one address, and with PKCE only for
//! whoever can tell the verifier.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use super::authorize::Wish;
use super::browser::Session;
use crate::practice::encoding::base64url;
use crate::practice::form::Form;
use crate::practice::mac::same;
use crate::practice::roster::Client;

const LIFE: SignedDuration = SignedDuration::from_mins(5);

/// Every code that is young enough, and what it stands for.
#[derive(Default)]
pub(super) struct Codes(BTreeMap<String, Promise>);

/// What a code is redeemed for.
#[derive(Clone)]
pub(super) struct Promise {
    /// What the app wished for.
    pub wish: Wish,
    /// Who signed in, and when.
    pub session: Session,
    /// When the code was made.
    pub issued: Timestamp,
}

impl Codes {
    /// Remembers a code.
    pub(super) fn issue(&mut self, code: String, promise: Promise) {
        self.0.retain(|_, other| !other.is_over(promise.issued));
        self.0.insert(code, promise);
    }

    /// What a code stands for, if everything about its redemption is right; it is spent by that.
    pub(super) fn redeem(&mut self, form: &Form, client: &Client, now: Timestamp) -> Option<Promise> {
        let code = form.get("code")?;
        let promise = self.0.get(code)?;
        let right = promise.wish.client.id == client.id
            && form.get("redirect_uri") == Some(promise.wish.redirect.uri.as_str())
            && promise.knows(form.get("code_verifier"))
            && !promise.is_over(now);
        if right { self.0.remove(code) } else { None }
    }
}

impl Promise {
    fn is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.issued) >= LIFE
    }

    /// PKCE: the verifier must give the challenge, and none must come where there is no challenge.
    fn knows(&self, verifier: Option<&str>) -> bool {
        match (&self.wish.challenge, verifier) {
            (None, None) => true,
            (Some(challenge), Some(verifier)) => {
                is_verifier(verifier)
                    && same(base64url(&Sha256::digest(verifier)).as_bytes(), challenge.as_bytes())
            }
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}
