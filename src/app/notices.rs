//! Short messages at the edge of the window: said once, gone by themselves, never the only place
//! where a problem shows.

use jiff::{SignedDuration, Timestamp};

use super::command::Command;

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Ok,
    /// Something to know.
    Warn,
    /// Something failed.
    Bad,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// In words, without secrets.
    pub text: String,
    /// The one thing to do about it, if there is one.
    pub offer: Option<NoticeOffer>,
    until: Timestamp,
}

/// What can be done about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeOffer {
    /// As on the button.
    pub label: &'static str,
    /// What the button does.
    pub command: Command,
}

/// The messages on screen, oldest first.
#[derive(Debug, Default)]
pub struct Notices(Vec<Notice>);

const MOST: usize = 4;

impl Notices {
    /// Shows a message; the same text is not shown twice.
    pub fn add(&mut self, tone: Tone, text: impl Into<String>, now: Timestamp) {
        let stays = SignedDuration::from_secs(if tone == Tone::Ok { 4 } else { 12 });
        let until = now.saturating_add(stays).unwrap_or(Timestamp::MAX);
        self.push(Notice { tone, text: text.into(), offer: None, until });
    }

    /// Shows something to know, with what to do about it; it stays long enough to be acted on.
    pub fn offer(&mut self, text: impl Into<String>, offer: NoticeOffer, now: Timestamp) {
        let until = now.saturating_add(SignedDuration::from_secs(30)).unwrap_or(Timestamp::MAX);
        self.push(Notice { tone: Tone::Warn, text: text.into(), offer: Some(offer), until });
    }

    fn push(&mut self, notice: Notice) {
        self.0.retain(|known| known.text != notice.text);
        self.0.push(notice);
        let surplus = self.0.len().saturating_sub(MOST);
        self.0.drain(..surplus);
    }

    /// Takes away what has been on screen long enough.
    pub fn expire(&mut self, now: Timestamp) {
        self.0.retain(|notice| notice.until > now);
    }

    /// Takes one away at once.
    pub fn dismiss(&mut self, at: usize) {
        if at < self.0.len() {
            self.0.remove(at);
        }
    }

    /// Takes away what offered to do this: it is done.
    pub fn withdraw(&mut self, command: &Command) {
        self.0.retain(|notice| notice.offer.as_ref().is_none_or(|offer| offer.command != *command));
    }

    /// What is on screen.
    #[must_use]
    pub fn all(&self) -> &[Notice] {
        &self.0
    }

    /// When the next one goes.
    #[must_use]
    pub fn next_change(&self) -> Option<Timestamp> {
        self.0.iter().map(|notice| notice.until).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_goes_by_itself_and_is_not_said_twice() {
        let start = Timestamp::UNIX_EPOCH;
        let mut notices = Notices::default();
        notices.add(Tone::Ok, "Copied", start);
        notices.add(Tone::Ok, "Copied", start);
        assert_eq!(notices.all().len(), 1);
        notices.expire(start + SignedDuration::from_secs(5));
        assert_eq!(notices.all(), []);
    }
}
