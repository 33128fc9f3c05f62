//! What commands of the Tokens place do, which of them may act, and what comes in by a file.

use std::path::Path;

use super::{TokenCommand, TokenRef, TokensPlace, TokensView};
use crate::app::{App, Fold, Place, Tone};
use crate::engine::disk;
use crate::flow::Ending;
use crate::jwt::{KeySet, KeySetProblem, Kind};
use crate::secret::Secret;

/// Nothing that is opened here is larger: neither token nor key set.
const MOST_BYTES: u64 = 256 * 1024;

impl App {
    pub(in crate::app) fn on_tokens(&mut self, command: TokenCommand) {
        match command {
            TokenCommand::OpenFile(path) => self.open_token_file(&path),
            TokenCommand::View(view) => {
                self.place = Place::Tokens;
                self.tokens.view = Some(view);
            }
            TokenCommand::Keep(which) => self.keep_token(which),
            TokenCommand::Forget(which) => self.tokens.forget(which),
            TokenCommand::Compare(side, which) => self.tokens.choose(side, which),
            TokenCommand::About(claim) => {
                let about = &mut self.tokens.about;
                *about = Some(claim).filter(|claim| about.as_ref() != Some(claim));
            }
            TokenCommand::HideChanges => self.tokens.shows_changes = false,
            TokenCommand::Verify(which) => {
                self.fold_what_is_well();
                self.verify(which);
            }
            TokenCommand::UseKeySet(text) => {
                self.fold_what_is_well();
                self.use_key_set(&text);
            }
            TokenCommand::UseFetchedKeys => self.use_fetched_keys(),
            TokenCommand::CheckLive(which) => self.check_live(which),
            TokenCommand::StopWaiting => self.stop_waiting(),
        }
    }

    /// Why a command of the Tokens place cannot be done now.
    pub(in crate::app) fn may_on_tokens(&self, command: &TokenCommand) -> Result<(), &'static str> {
        match command {
            TokenCommand::Keep(which) => self.token(*which).map(drop),
            TokenCommand::Verify(which) => self.may_verify(*which),
            TokenCommand::CheckLive(which) => self.may_check_live(*which),
            TokenCommand::StopWaiting if self.verifying.out.is_none() => Err("No call is under way"),
            TokenCommand::View(TokensView::Compare) if self.tokens.compared().is_none() => {
                Err("Two tokens are needed: run a walk, or paste and keep one")
            }
            TokenCommand::View(TokensView::Beside) if self.tokens.opened(TokenRef::Id).is_none() => {
                Err("No tokens yet: run a walk")
            }
            TokenCommand::OpenFile(_)
            | TokenCommand::View(_)
            | TokenCommand::Forget(_)
            | TokenCommand::Compare(..)
            | TokenCommand::About(_)
            | TokenCommand::HideChanges
            | TokenCommand::UseKeySet(_)
            | TokenCommand::UseFetchedKeys
            | TokenCommand::StopWaiting => Ok(()),
        }
    }

    /// A refresh that was begun here and did not go through is told where it can be mended.
    pub(in crate::app) fn show_refresh_trouble(&mut self) {
        let Some(walk) = &self.walk else { return };
        let is_stuck = walk.question().is_some()
            || walk.ending().is_some_and(|ending| !matches!(ending, Ending::Finished | Ending::Stopped));
        if matches!(self.place, Place::Tokens | Place::Call)
            && walk.flow().config().way.refreshes()
            && is_stuck
        {
            self.place = Place::Walk;
        }
    }

    /// Checks that are passed need no room; where one failed, all are laid open.
    fn fold_what_is_well(&mut self) {
        self.open.remove(&Fold::Checks);
        self.open.insert(Fold::ChecksOfInvalid);
    }

    fn keep_token(&mut self, which: TokenRef) {
        let Ok(token) = self.token(which).map(|opened| opened.raw.clone()) else { return };
        self.tokens.hold(TokenRef::Kept, &token, None);
        let words =
            format!("The {} is kept until Poolwalk closes: compare another one with it", which.name());
        self.notices.add(Tone::Ok, words, self.now);
    }

    fn open_token_file(&mut self, path: &Path) {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let text = match disk::read_small(path, MOST_BYTES) {
            Ok(Some(text)) => Secret::new(text),
            Ok(None) => return self.notices.add(Tone::Bad, format!("{name} is not there"), self.now),
            Err(err) if err.kind() == std::io::ErrorKind::InvalidData => {
                let words = format!("{name} is not text, so it is neither a token nor a key set");
                return self.notices.add(Tone::Bad, words, self.now);
            }
            Err(err) => {
                let words = format!("{name} was not opened: {err}");
                return self.notices.add(Tone::Bad, words, self.now);
            }
        };
        if is_key_set(&text) {
            return self.use_key_set(&text);
        }
        self.tokens.paste(&text);
        self.tokens.pasted_text = Secret::default(); // it came by no field
        self.place = Place::Tokens;
        let words = match self.tokens.opened(TokenRef::Pasted) {
            Some(opened) if opened.kind != Kind::Opaque => format!("{name}: {}", opened.kind.label()),
            Some(_) | None => format!("{name} holds neither a token nor a key set"),
        };
        self.notices.add(Tone::Ok, words, self.now);
    }
}

/// True for a text that is meant as a key set, whether it can be used or not.
#[must_use]
pub fn is_key_set(text: &Secret) -> bool {
    text.expose().trim_start().starts_with('{')
        && !matches!(KeySet::read(text.expose()), Err(KeySetProblem::NotAnObject))
}

impl TokensPlace {
    fn choose(&mut self, side: super::Side, which: TokenRef) {
        let shown = self.compared().map_or([None, None], |pair| pair.map(Some));
        let [first, second] = shown;
        self.chosen = match side {
            super::Side::First => [Some(which), second],
            super::Side::Second => [first, Some(which)],
        };
    }

    fn forget(&mut self, which: TokenRef) {
        if !matches!(which, TokenRef::Pasted | TokenRef::Kept) {
            return;
        }
        self.held.remove(&which);
        self.fold_what_is_gone();
        if which == TokenRef::Pasted {
            self.pasted_text = Secret::default();
        }
        if self.which == which {
            self.which = self.at_hand().first().copied().unwrap_or_default();
        }
    }
}
