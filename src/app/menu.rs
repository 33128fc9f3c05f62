//! The one table of commands with their names, help and keys, which buttons, menus, the palette
//! and the help page read.

use super::call::{CallCommand, Preset};
use super::command::{Change, Command, Copied, Fold, Place};
use super::hand_over::HandOverCommand;
use super::tokens::{TokenCommand, TokenRef, TokensView};
use super::tour::Turn;
use crate::cognito::Way;
use crate::explain::{Topic, TopicKind};
use crate::flow::{AfterBrowser, ErrandKind};
use crate::profile::ClearAfter;

/// A key with its modifiers, free of any toolkit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// Ctrl, or Command on a Mac.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// The key.
    pub key: Key,
}

/// The keys that commands use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A function key by its number.
    F(u8),
    /// A letter or digit, upper case.
    Char(char),
}

impl Shortcut {
    const fn plain(key: Key) -> Self {
        Self { ctrl: false, shift: false, key }
    }

    const fn ctrl(letter: char) -> Self {
        Self { ctrl: true, shift: false, key: Key::Char(letter) }
    }

    /// As written on a button: `Shift+F5`, `Ctrl+K`.
    #[must_use]
    pub fn label(self) -> String {
        let key = match self.key {
            Key::F(number) => format!("F{number}"),
            Key::Char(letter) => letter.to_string(),
        };
        let (ctrl, shift) = (if self.ctrl { "Ctrl+" } else { "" }, if self.shift { "Shift+" } else { "" });
        format!("{ctrl}{shift}{key}")
    }
}

/// A command as the palette, the menus and the help page show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it does when chosen.
    pub command: Command,
    /// Its name.
    pub label: String,
    /// One line on what it does.
    pub help: &'static str,
    /// The key that does it from anywhere.
    pub shortcut: Option<Shortcut>,
}

impl Entry {
    /// Something to be looked up.
    #[must_use]
    pub fn of_topic(topic: Topic) -> Self {
        Self {
            command: Command::Learn(topic),
            label: format!("Learn: {}", topic.label()),
            help: "What it means",
            shortcut: None,
        }
    }
}

impl Command {
    /// Every command that needs no further choice, in the order of the palette.
    #[must_use]
    pub fn entries() -> Vec<Entry> {
        let entry =
            |command, label: &str, help, shortcut| Entry { command, label: label.to_owned(), help, shortcut };
        let mut entries = walking();
        entries.extend([
            entry(
                Self::Refresh,
                "Refresh tokens",
                "Trade the refresh token for fresh tokens, and go on to fresh keys",
                None,
            ),
            entry(
                Self::NewConnection,
                "New connection",
                "Sign in to a pool of your own",
                Some(Shortcut::ctrl('N')),
            ),
            entry(Self::AskRename, "Rename connection…", "Give this connection another name", None),
            entry(Self::AskDelete, "Delete connection…", "Forget this connection's ids and settings", None),
        ]);
        for (place, digit) in Place::ALL.into_iter().zip('1'..) {
            let label = format!("Go to {}", place.label());
            entries.push(entry(Self::Go(place), &label, place_help(place), Some(Shortcut::ctrl(digit))));
        }
        entries.extend(copying().chain(about_tokens()).chain(calling()));
        entries.extend(ways());
        for kind in ErrandKind::ALL {
            entries.push(entry(Self::Errand(kind), kind.label(), kind.help(), None));
        }
        entries.extend(in_browser().chain(learning()));
        entries.extend([
            entry(Self::ToggleReveal, "Show or mask secrets", "In the inspector and the result bar", None),
            entry(Self::Toggle(Fold::Inbox), "Practice inbox", "Codes that Cognito would send", None),
            entry(
                Self::ResetPractice,
                "Reset the practice pool",
                "Every practice user as at the start",
                None,
            ),
            entry(Self::ToggleTheme, "Light or dark theme", "Switch the theme", Some(Shortcut::ctrl('T'))),
            entry(Self::TogglePalette, "All commands", "Search for any command", Some(Shortcut::ctrl('K'))),
            entry(
                Self::ToggleHelp,
                "Keys",
                "Every key that works everywhere",
                Some(Shortcut::plain(Key::F(1))),
            ),
            entry(Self::Quit, "Quit", "Close the window", Some(Shortcut::ctrl('Q'))),
        ]);
        entries
    }

    /// The key that does this from anywhere.
    #[must_use]
    pub fn shortcut(&self) -> Option<Shortcut> {
        Self::entries().into_iter().find(|entry| entry.command == *self)?.shortcut
    }
}

fn walking() -> Vec<Entry> {
    let f5 = Shortcut::plain(Key::F(5));
    let entry =
        |command, label: &str, help, shortcut| Entry { command, label: label.to_owned(), help, shortcut };
    vec![
        entry(Command::Run, "Run", "Walk to the end, stopping only for questions", Some(f5)),
        entry(Command::Step, "Step", "Make one call and wait", Some(Shortcut::plain(Key::F(10)))),
        entry(Command::Stop, "Stop", "Abandon the walk", Some(Shortcut { shift: true, ..f5 })),
        entry(
            Command::StartAgain,
            "Start again",
            "Throw this walk away and begin a new one",
            Some(Shortcut { ctrl: true, ..f5 }),
        ),
        entry(
            Command::Preflight,
            "Check the form",
            "IDs, key set, clock, app client and its flows, guests: without a password",
            Some(Shortcut::plain(Key::F(9))),
        ),
    ]
}

fn ways() -> impl Iterator<Item = Entry> {
    Way::ALL.into_iter().map(|way| Entry {
        command: Command::Change(Change::Way(way)),
        label: format!("Use {}", way.label()),
        help: "Begin this way from the next walk on",
        shortcut: None,
    })
}

fn learning() -> impl Iterator<Item = Entry> {
    let shift_f1 = Shortcut { shift: true, ..Shortcut::plain(Key::F(1)) };
    let pages = Topic::all(TopicKind::Page).map(move |topic| {
        let is_first = topic == Topic::WHOLE_FLOW;
        Entry {
            command: Command::Learn(topic),
            label: if is_first { "Learn".to_owned() } else { format!("Learn: {}", topic.title()) },
            help: if is_first { "The whole flow, and what each word means" } else { "A page to read" },
            shortcut: is_first.then_some(shift_f1),
        }
    });
    pages.chain([Entry {
        command: Command::Tour(Turn::Start),
        label: "Take the tour".to_owned(),
        help: "The window in five short stops",
        shortcut: None,
    }])
}

fn in_browser() -> impl Iterator<Item = Entry> {
    let while_away = [
        (Command::OpenPage, "Open the login page again", "Send the browser there once more"),
        (
            Command::Copy(Copied::PageAddress),
            "Copy the login page’s address",
            "For another browser than the system’s",
        ),
        (
            Command::Copy(Copied::RedirectUrl),
            "Copy redirect URL",
            "What has to be registered with the app client",
        ),
    ];
    let while_away = while_away.into_iter().map(|(command, label, help)| Entry {
        command,
        label: label.to_owned(),
        help,
        shortcut: None,
    });
    let afterwards = AfterBrowser::ALL.into_iter().map(|what| {
        let (label, help) = match what {
            AfterBrowser::Refresh => {
                ("Refresh by the token endpoint", "Fresh tokens after a sign-in in the browser")
            }
            AfterBrowser::Revoke => {
                ("Revoke at /oauth2/revoke…", "Call the refresh token of the browser’s sign-in off")
            }
            AfterBrowser::SignOut => {
                ("Sign out of the browser", "The login pages forget who signed in with it")
            }
        };
        Entry { command: Command::AfterBrowser(what), label: label.to_owned(), help, shortcut: None }
    });
    while_away.chain(afterwards)
}

const fn place_help(place: Place) -> &'static str {
    match place {
        Place::Walk => "One login, step by step",
        Place::Tokens => "Open any JWT",
        Place::Call => "Call an API with the keys or a token",
    }
}

fn copying() -> impl Iterator<Item = Entry> {
    let help = "Put it on the clipboard";
    let ctrl_shift = |letter| Some(Shortcut { ctrl: true, shift: true, key: Key::Char(letter) });
    [
        (Copied::AllKeys, "Copy all keys", ctrl_shift('C')),
        (Copied::AccessKeyId, "Copy access key ID", None),
        (Copied::SecretAccessKey, "Copy secret key", None),
        (Copied::SessionToken, "Copy session token", None),
        (Copied::Token(TokenRef::Id), "Copy ID token", None),
        (Copied::Token(TokenRef::Access), "Copy access token", None),
        (Copied::Token(TokenRef::Refresh), "Copy refresh token", None),
        (Copied::Report, "Copy report", None),
        (Copied::Code, "Copy code", None),
    ]
    .into_iter()
    .map(move |(copied, label, shortcut)| Entry {
        command: Command::Copy(copied),
        label: label.to_owned(),
        help,
        shortcut,
    })
    .chain(handing_over())
    .chain(std::iter::once(Entry {
        command: Command::ShowTrustPolicy,
        label: "Show the trust policy…".to_owned(),
        help: "What an IAM role has to say to let this identity pool’s people in",
        shortcut: None,
    }))
}

fn handing_over() -> impl Iterator<Item = Entry> {
    let ctrl_shift = |letter| Some(Shortcut { ctrl: true, shift: true, key: Key::Char(letter) });
    let commands = [
        (HandOverCommand::Open, "Copy as…", "Keys and tokens in the format of another tool", ctrl_shift('A')),
        (HandOverCommand::OpenForFile, "Save as…", "To a file that only you can read", ctrl_shift('S')),
        (
            HandOverCommand::SendAgain,
            "Send again",
            "The same file once more, with fresh keys",
            ctrl_shift('E'),
        ),
    ];
    let handing = commands.into_iter().map(|(command, label, help, shortcut)| Entry {
        command: Command::HandOver(command),
        label: label.to_owned(),
        help,
        shortcut,
    });
    let clearing = ClearAfter::ALL.into_iter().map(|after| Entry {
        command: Command::ClearClipboard(after),
        label: match after {
            ClearAfter::Never => "Leave copied secrets on the clipboard".to_owned(),
            ClearAfter::HalfMinute | ClearAfter::TwoMinutes | ClearAfter::TenMinutes => {
                format!("Clear copied secrets after {}", after.label())
            }
        },
        help: "Unless something else was copied since",
        shortcut: None,
    });
    handing.chain(clearing)
}

fn about_tokens() -> impl Iterator<Item = Entry> {
    [
        (
            TokenCommand::View(TokensView::Beside),
            "Tokens side by side",
            "ID, access and refresh token at once",
        ),
        (
            TokenCommand::View(TokensView::Compare),
            "Compare two tokens",
            "What one has alone, what differs and what is the same",
        ),
        (
            TokenCommand::Verify(TokenRef::Id),
            "Verify the ID token",
            "Every check, with the pool’s public keys",
        ),
        (
            TokenCommand::Verify(TokenRef::Access),
            "Verify the access token",
            "Every check, with the pool’s public keys",
        ),
        (
            TokenCommand::CheckLive(TokenRef::Access),
            "Check the access token live",
            "GetUser: does the pool still take it?",
        ),
    ]
    .into_iter()
    .map(|(command, label, help)| Entry {
        command: Command::Tokens(command),
        label: label.to_owned(),
        help,
        shortcut: None,
    })
}

fn calling() -> impl Iterator<Item = Entry> {
    [
        (CallCommand::Send, "Send the request", "To the API of the Call place, as it is authorized"),
        (
            CallCommand::TryAll,
            "Try every way to authorize",
            "Keys, ID token, access token and nothing: which one does the API want?",
        ),
        (CallCommand::Stop, "Stop the request", "Do not wait for the API’s answer"),
        (CallCommand::AskSave, "Save the answer…", "The body of the API’s answer, as it came"),
        (CallCommand::Preset(Preset::WhoAmI), "Call: Who am I", "STS tells whose keys these are"),
        (CallCommand::ForgetAll, "Forget the requests sent", "The list in the Call place is emptied"),
    ]
    .into_iter()
    .map(|(command, label, help)| Entry {
        command: Command::Call(command),
        label: label.to_owned(),
        help,
        shortcut: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_a_key_or_a_name() {
        let entries = Command::entries();
        for (at, entry) in entries.iter().enumerate() {
            for other in &entries[at + 1..] {
                assert_ne!(entry.label, other.label);
                assert!(entry.shortcut.is_none() || entry.shortcut != other.shortcut, "{}", entry.label);
            }
        }
    }

    #[test]
    fn shortcuts_read_as_on_a_keyboard() {
        assert_eq!(Command::Stop.shortcut().unwrap().label(), "Shift+F5");
        assert_eq!(Command::TogglePalette.shortcut().unwrap().label(), "Ctrl+K");
    }
}
