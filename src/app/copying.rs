//! What each "Copy" puts on the clipboard, and why some of them cannot yet.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::App;
use super::call::AnswerPart;
use super::command::Copied;
use super::notices::Tone;
use super::tokens::{ClaimRef, Half, TokenRef};
use crate::cognito::challenge::SECRET_CODE;
use crate::engine::clipboard::{self, CopyProblem};
use crate::flow::{AwsCredentials, Exchange, Step};
use crate::handoff::redact::{self, Show};
use crate::handoff::{keys, report};
use crate::jwt::{Document, Opened, claims};
use crate::practice::Practice;
use crate::profile::ClearAfter;
use crate::secret::Secret;

/// Where copies go: the system's clipboard, or a test's.
pub trait Clipboard {
    /// Puts a text there. `sensitive` keeps it out of clipboard histories where that can be done.
    ///
    /// # Errors
    /// When there is no clipboard, or it refuses. One that is busy may take the text all the same, later.
    fn put(&mut self, text: &Secret, sensitive: bool) -> Result<(), CopyProblem>;

    /// Empties it, if it can be seen to hold still what was put there last.
    fn clear_if_ours(&mut self);
}

impl Clipboard for clipboard::Clipboard {
    fn put(&mut self, text: &Secret, sensitive: bool) -> Result<(), CopyProblem> {
        self.copy(text.expose(), sensitive)
    }

    fn clear_if_ours(&mut self) {
        Self::clear_if_ours(self);
    }
}

pub(super) const NO_KEYS: &str = "No keys yet: run a walk to the end";
const NO_TOKEN: &str = "No such token yet: run a walk, or paste one";

impl App {
    pub(super) fn copy(&mut self, what: Copied) {
        let Ok(text) = self.copyable(&what) else { return };
        match self.clipboard.put(&text, what.is_secret()) {
            Ok(()) => {
                self.secret_copied = what.is_secret().then_some(self.now);
                let is_told = matches!(
                    what,
                    Copied::AllKeys
                        | Copied::Format(_)
                        | Copied::Code
                        | Copied::Report
                        | Copied::TrustPolicy
                        | Copied::Answer(_)
                        | Copied::Inbox(_)
                );
                if is_told {
                    let after = self.connections.clear_clipboard().label();
                    let goes = self.clear_at().map(|_| format!("; cleared in {after}")).unwrap_or_default();
                    self.notices.add(Tone::Ok, format!("Copied: {}{goes}", what.label()), self.now);
                }
                self.copied = Some((what, self.now));
            }
            Err(problem) => {
                if problem == CopyProblem::Busy && what.is_secret() {
                    self.secret_copied = Some(self.now);
                }
                let text = format!("The {} could not be copied: {problem}", what.label());
                self.notices.add(Tone::Bad, text, self.now);
            }
        }
    }

    /// The text that a "Copy" would take.
    pub(super) fn copyable(&self, what: &Copied) -> Result<Secret, &'static str> {
        match what {
            Copied::AccessKeyId => self.credentials().map(|keys| keys.access_key_id.as_str().into()),
            Copied::SecretAccessKey => self.credentials().map(|keys| keys.secret_access_key.clone()),
            Copied::SessionToken => self.credentials()?.session_token.clone().ok_or(NO_KEYS),
            Copied::AllKeys => {
                let keys = self.credentials()?;
                Ok(keys::copy_all(keys, self.walk.as_ref().and_then(|walk| walk.target.region.as_ref())))
            }
            Copied::Token(which) => self.token(*which).map(|opened| opened.raw.clone()),
            Copied::Claims(which) => {
                self.token(*which)?.claims().map(Document::pretty).ok_or("This token cannot be opened")
            }
            Copied::Header(which) => {
                self.token(*which)?.header().map(Document::pretty).ok_or("This token has no header")
            }
            Copied::HeaderLine(which) => {
                let token = self.token(*which)?.raw.expose();
                Ok(format!("Authorization: Bearer {token}").into())
            }
            Copied::Claim(claim) => self.claim(claim).map(|(_, value)| value),
            Copied::IdentityId => self
                .haul_of_login()
                .and_then(|haul| haul.identity_id.as_deref())
                .map(Secret::from)
                .ok_or("No identity yet"),
            Copied::CallerArn => {
                let caller = self.haul_of_login().and_then(|haul| haul.caller.as_ref());
                let arn = caller.map(|caller| caller.arn.as_str());
                arn.map(Secret::from).ok_or("Nobody was asked yet whose keys these are")
            }
            Copied::RequestId(at) => {
                self.step(*at)?.request_id().map(Secret::from).ok_or("This step has no request ID")
            }
            Copied::Request(at) => {
                self.exchange(*at).map(|exchange| redact::request_text(&exchange, self.show).into())
            }
            Copied::Response(at) => redact::response_text(&self.exchange(*at)?, self.show)
                .map(Secret::from)
                .ok_or("No answer came"),
            Copied::Format(format) => self.format_text(*format),
            Copied::Code => self.code_text(),
            Copied::Report => self.whole_report(),
            Copied::TrustPolicy => self.trust_policy().map(|policy| policy.json().into()),
            Copied::Answer(part) => self.copyable_answer(*part),
            Copied::PageAddress => self.away().map(|away| away.address).ok_or("No page is waited for"),
            Copied::RedirectUrl => Ok(self.redirect_url().into()),
            Copied::Attribute(at) => self.attribute(*at).map(|(_, value)| value.into()),
            Copied::DeviceKey(at) => {
                let listed = self.walk.as_ref().and_then(|walk| walk.haul().devices.as_ref()?.get(*at));
                listed.map(|device| device.key.as_str().into()).ok_or("No devices were listed")
            }
            Copied::AppSecret => self.app_secret().ok_or("No authenticator app is being set up"),
            Copied::Inbox(at) => {
                let inbox = self.practice.as_ref().map(Practice::inbox).unwrap_or_default();
                inbox.get(*at).map(|entry| entry.code.clone()).ok_or("The practice inbox is empty")
            }
        }
    }

    pub(super) fn clear_clipboard_after(&mut self, after: ClearAfter) {
        self.connections.set_clear_clipboard(after, self.now);
    }

    /// When the secret that was copied last is taken off the clipboard.
    pub(super) fn clear_at(&self) -> Option<Timestamp> {
        let secs = self.connections.clear_clipboard().secs()?;
        self.secret_copied?.checked_add(SignedDuration::from_secs(secs)).ok()
    }

    pub(super) fn clear_clipboard_when_due(&mut self) {
        if self.clear_at().is_some_and(|at| at <= self.now) {
            self.clear_clipboard_now();
        }
    }

    /// A secret that is to be cleared is cleared; what somebody else has copied since stays.
    pub(super) fn clear_clipboard_now(&mut self) {
        if self.clear_at().is_some() {
            self.secret_copied = None;
            self.clipboard.clear_if_ours();
        }
    }

    fn whole_report(&self) -> Result<Secret, &'static str> {
        let has_begun = self.walk.is_some() || !self.call.steps().is_empty();
        let steps = has_begun.then(|| self.steps()).ok_or("No walk has begun")?;
        Ok(report(&steps).into())
    }

    fn copyable_answer(&self, part: AnswerPart) -> Result<Secret, &'static str> {
        match part {
            AnswerPart::AllowPolicy => self.allow_policy().map(|policy| policy.json().into()),
            AnswerPart::Body => {
                let body = self.answer_body().ok_or("There is no answer to copy")?;
                String::from_utf8(body).map(Secret::from).map_err(|_bytes| "This answer is no text")
            }
            AnswerPart::CanonicalRequest => self.signed_parts().map(|parts| parts.canonical_request),
            AnswerPart::StringToSign => self.signed_parts().map(|parts| parts.string_to_sign.into()),
        }
    }

    /// The secret of the authenticator app that is being set up.
    pub(super) fn app_secret(&self) -> Option<Secret> {
        let asked = self.walk.as_ref()?.question()?;
        asked.parameters.expose(SECRET_CODE).map(Secret::from)
    }

    /// A token at hand.
    pub(super) fn token(&self, which: TokenRef) -> Result<&Opened, &'static str> {
        self.tokens.opened(which).ok_or(NO_TOKEN)
    }

    /// The keys of this walk.
    ///
    /// # Errors
    /// Says that there are none yet.
    pub fn credentials(&self) -> Result<&AwsCredentials, &'static str> {
        self.haul_of_login().and_then(|haul| haul.credentials.as_ref()).ok_or(NO_KEYS)
    }

    /// Name and value of an attribute of the user.
    fn attribute(&self, at: usize) -> Result<(&str, &str), &'static str> {
        let user = self.walk.as_ref().and_then(|walk| walk.haul().user.as_ref());
        let attribute = user.and_then(|user| user.attributes.get(at));
        attribute.map(|(name, value)| (name.as_str(), value.as_str())).ok_or("No user is shown")
    }

    fn step(&self, at: usize) -> Result<Step, &'static str> {
        self.steps().into_iter().nth(at).ok_or("There is no such step")
    }

    fn exchange(&self, at: usize) -> Result<Exchange, &'static str> {
        let performed = self.step(at)?.performed;
        performed.and_then(|performed| performed.exchange).ok_or("Nothing was on the wire")
    }

    /// True when secrets are shown, not masked.
    #[must_use]
    pub fn is_revealed(&self) -> bool {
        self.show == Show::Revealed
    }

    /// What a "Copy" is called on screen: a claim by its own name.
    #[must_use]
    pub fn copy_name(&self, what: &Copied) -> String {
        if let Copied::Claim(claim) = what
            && let Ok((name, _)) = self.claim(claim)
        {
            return name;
        }
        if let Copied::Attribute(at) = what
            && let Ok((name, _)) = self.attribute(*at)
        {
            return name.to_owned();
        }
        what.label().to_owned()
    }

    /// Path and value of one value in a token.
    fn claim(&self, claim: &ClaimRef) -> Result<(String, Secret), &'static str> {
        let opened = self.token(claim.token)?;
        let mut rows = match claim.half {
            Half::Header => claims::header_rows(opened),
            Half::Claims => claims::rows(opened, self.now, &TimeZone::UTC),
        };
        let mut names = Vec::new();
        let mut value = None;
        for at in &claim.path {
            if *at >= rows.len() {
                return Err("There is no such claim");
            }
            let row = rows.swap_remove(*at);
            names.push(row.name);
            value = Some(plain_value(&row.raw));
            rows = row.nested;
        }
        value.map(|value| (names.join("."), value)).ok_or("There is no such claim")
    }
}

/// A claim's value as one would type it: a text without its quotation marks.
fn plain_value(raw: &str) -> Secret {
    serde_json::from_str::<String>(raw).map_or_else(|_not_a_text| Secret::from(raw), Secret::from)
}
