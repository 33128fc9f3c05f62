//! What was saved once more: which text is where, whose it is, and whether fresh keys and tokens go there unasked.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;

use super::HandOverCommand;
use crate::app::command::Command;
use crate::app::notices::{NoticeOffer, Tone};
use crate::app::{App, Dialog};
use crate::engine::saving::{self, Trace};
use crate::handoff::{Format, Parcel, Rendered, render};
use crate::jwt;

/// What was saved, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) format: Format,
    pub(super) path: PathBuf,
    /// All but keys and tokens, as it was then.
    pub(super) like: Parcel,
    pub(super) of: Holder,
    /// Tells the text that was written, or offered since, from another.
    pub(super) mark: Option<u64>,
    /// What was in the file once it was written.
    pub(super) trace: Option<Trace>,
}

impl Sent {
    /// What is in the file.
    pub(super) fn trace_there(&self) -> Option<Trace> {
        saving::trace_at(self.format, &self.like.name, &self.path)
    }

    fn changed(&self) -> String {
        let path = self.path.display();
        if self.format.is_profile() {
            format!("The profile “{}” of {path} has changed since it was saved", self.like.name)
        } else {
            format!("{path} has changed since it was saved")
        }
    }
}

/// Whose keys and tokens: another user's are not for the same file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holder {
    username: String,
    /// As the tokens name the user, who may have signed in without a name here.
    subject: Option<String>,
    identity: Option<String>,
}

/// Tells a text with secrets in it from another; none for a text that has none, for it never grows old.
pub(super) fn mark(rendered: &Rendered) -> Option<u64> {
    let text = rendered.text.expose();
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    (text != rendered.masked).then(|| hasher.finish())
}

impl App {
    pub(super) fn send_again(&mut self) {
        let Some(sent) = self.hand_over.sent.clone() else { return };
        let Some(parcel) = self.parcel_like(&sent) else { return };
        if sent.trace_there() != sent.trace {
            self.ask_to_send_again(&sent);
            return;
        }
        match saving::prepare(sent.format, &parcel, &sent.path) {
            Ok(saving) => {
                let fresh = render(sent.format, &parcel).ok().and_then(|rendered| mark(&rendered));
                self.write(&saving, Sent { mark: fresh, ..sent });
            }
            Err(err) => self.notices.add(Tone::Bad, err.to_string(), self.now),
        }
    }

    /// The file is somebody else's by now: the dialog comes as it was when this was saved, and asks.
    fn ask_to_send_again(&mut self, sent: &Sent) {
        let like = &sent.like;
        (self.hand_over.format, self.hand_over.saves) = (sent.format, true);
        self.hand_over.path = Some(sent.path.display().to_string());
        self.hand_over.with_refresh_token = like.with_refresh_token;
        if self.hand_over_name() != like.name {
            self.hand_over.name = Some(like.name.clone());
        }
        let api = like.api.as_deref().unwrap_or_default();
        if self.hand_over_api() != api {
            self.hand_over.api = Some(api.into());
        }
        self.hand_over.asks = Some(sent.changed());
        self.dialog = Some(Dialog::HandOver);
    }

    /// The keys and tokens at hand, and all else as it was sent.
    fn parcel_like(&self, sent: &Sent) -> Option<Parcel> {
        let Parcel { credentials, tokens, tokens_expire, .. } = self.parcel(sent.format)?;
        Some(Parcel { credentials, tokens, tokens_expire, ..sent.like.clone() })
    }

    /// Fresh keys or tokens of the same user came, and a file has the ones before them.
    pub(in crate::app) fn offer_to_send_again(&mut self) {
        let command = HandOverCommand::SendAgain;
        if self.is_walking() || self.may_hand_over(&command).is_err() {
            return;
        }
        let Some(sent) = &self.hand_over.sent else { return };
        let parcel = sent.mark.and_then(|_has_secrets| self.parcel_like(sent));
        let rendered = parcel.and_then(|parcel| render(sent.format, &parcel).ok());
        let fresh = rendered.and_then(|rendered| mark(&rendered));
        if fresh.is_none() || fresh == sent.mark {
            return;
        }
        let what = if self.credentials().is_ok() { "keys" } else { "tokens" };
        let text = format!("Fresh {what} are here; {} has the ones before them", sent.path.display());
        let command = Command::HandOver(command);
        self.notices.offer(text, NoticeOffer { label: "Send again", command }, self.now);
        if let Some(sent) = &mut self.hand_over.sent {
            sent.mark = fresh;
        }
    }

    /// Whose keys and tokens are at hand.
    pub(super) fn holder(&self) -> Option<Holder> {
        let (haul, config) = (self.haul_of_login()?, self.config_of_login()?);
        let tokens = haul.tokens.as_ref();
        let token = tokens.and_then(|tokens| tokens.id.as_ref().or(tokens.access.as_ref()));
        let subject = token.and_then(|token| {
            jwt::open(token.expose()).claims().and_then(|claims| claims.text("sub").map(str::to_owned))
        });
        let username = config.username.trim().to_owned();
        Some(Holder { username, subject, identity: haul.identity_id.clone() })
    }
}
