//! What this window has changed in the saved file since it was last read or written, so that it can
//! be made again on a file that another window or an editor has changed meanwhile. It knows no disk.

use crate::profile::{ClearAfter, Connection, NameProblem, Saved, Settings, Theme};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    Add(Box<Connection>),
    Edit {
        before: Box<Connection>,
        after: Box<Connection>,
    },
    Rename {
        from: String,
        to: String,
    },
    Remove(String),
    Theme(Theme),
    LastConnection(Option<String>),
    /// The tour was offered.
    TourSeen,
    ClearClipboard(ClearAfter),
}

impl Change {
    fn make(self, saved: &mut Saved) -> Result<(), NameProblem> {
        match self {
            Self::Add(connection) => saved.add(*connection)?,
            Self::Edit { before, after } => saved.update(&before.name, *after)?,
            Self::Rename { from, to } => saved.rename(&from, &to)?,
            Self::Remove(name) => drop(saved.remove(&name)),
            Self::Theme(theme) => saved.set_settings(Settings { theme, ..saved.settings().clone() }),
            Self::LastConnection(last_connection) => {
                saved.set_settings(Settings { last_connection, ..saved.settings().clone() });
            }
            Self::ClearClipboard(clear_clipboard) => {
                saved.set_settings(Settings { clear_clipboard, ..saved.settings().clone() });
            }
            Self::TourSeen => saved.set_settings(Settings { tour_seen: true, ..saved.settings().clone() }),
        }
        Ok(())
    }
}

/// The changes, in the order they were made.
#[derive(Debug, Default)]
pub(super) struct Changes(Vec<Change>);

impl Changes {
    /// Makes a change, and remembers it if it could be made.
    pub(super) fn make(&mut self, change: Change, saved: &mut Saved) -> Result<(), NameProblem> {
        change.clone().make(saved)?;
        match (self.0.last_mut(), change) {
            // Typing makes a change at every key.
            (Some(Change::Edit { after: last, .. }), Change::Edit { after, .. })
                if last.name == after.name =>
            {
                *last = after;
            }
            (_, change) => self.0.push(change),
        }
        Ok(())
    }

    /// They are written.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Makes them again on a file that is another one by now. What others did stays, unless it is the
    /// very same value; a name that was taken meanwhile gets a number.
    pub(super) fn make_again(&self, fresh: &mut Saved) -> Names {
        let mut names = Names::default();
        for change in &self.0 {
            // Names are free by then, so what cannot be made is gone from the file.
            names
                .adapted(change.clone(), fresh)
                .and_then(|change| change.make(fresh).ok())
                .unwrap_or_default();
        }
        names
    }
}

/// What connections are called in the fresh file, where this window calls them otherwise.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<(String, String)>);

impl Names {
    /// The name in the fresh file.
    pub(super) fn fresh<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.iter().rfind(|(ours, _)| ours == name).map_or(name, |(_, fresh)| fresh)
    }

    fn called(&mut self, ours: String, fresh: &Saved) -> String {
        let free = fresh.free_name(&ours);
        self.0.push((ours, free.clone()));
        free
    }

    /// The change as it is to be made on the fresh file, if there is anything to make it on.
    fn adapted(&mut self, change: Change, fresh: &Saved) -> Option<Change> {
        Some(match change {
            Change::Add(connection) => {
                let name = self.called(connection.name.clone(), fresh);
                Change::Add(Box::new(Connection { name, ..*connection }))
            }
            Change::Edit { before, after } => {
                if let Some(theirs) = fresh.connection(self.fresh(&before.name)) {
                    let merged = after.merged(&before, theirs);
                    Change::Edit { before: Box::new(theirs.clone()), after: Box::new(merged) }
                } else {
                    // Removed by somebody, but in use here.
                    let name = self.called(after.name.clone(), fresh);
                    Change::Add(Box::new(Connection { name, ..*after }))
                }
            }
            Change::Rename { from, to } => {
                let from = self.fresh(&from).to_owned();
                fresh.connection(&from)?;
                if fresh.clone().rename(&from, &to).is_ok() {
                    self.0.push((to.trim().to_owned(), to.trim().to_owned()));
                    Change::Rename { from, to }
                } else {
                    Change::Rename { from, to: self.called(to.trim().to_owned(), fresh) }
                }
            }
            Change::Remove(name) => Change::Remove(self.fresh(&name).to_owned()),
            Change::LastConnection(name) => {
                Change::LastConnection(name.map(|name| self.fresh(&name).to_owned()))
            }
            Change::Theme(theme) => Change::Theme(theme),
            Change::TourSeen => Change::TourSeen,
            Change::ClearClipboard(choice) => Change::ClearClipboard(choice),
        })
    }
}
