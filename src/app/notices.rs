//! Short messages at the edge of the window: said once, gone by themselves, never the only place
//! where a problem shows.

use jiff::{SignedDuration, Timestamp};

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
    until: Timestamp,
}

/// The messages on screen, oldest first.
#[derive(Debug, Default)]
pub struct Notices(Vec<Notice>);

const MOST: usize = 4;

impl Notices {
    /// Shows a message; the same text is not shown twice.
    pub fn add(&mut self, tone: Tone, text: impl Into<String>, now: Timestamp) {
        let text = text.into();
        let stays = SignedDuration::from_secs(if tone == Tone::Ok { 4 } else { 12 });
        self.0.retain(|notice| notice.text != text);
        self.0.push(Notice { tone, text, until: now.saturating_add(stays).unwrap_or(Timestamp::MAX) });
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
