//! The clipboard: one handle kept for as long as the program runs (giving it up would empty the
//! clipboard on some desktops), on a thread of its own (a desktop can keep it waiting).
//!
//! It is opened by the first copy, so that a machine without a desktop never notices, and it
//! clears only what it put there itself.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use thiserror::Error;

use crate::secret::Secret;

/// How long a copy may take before the person is told that it did not work.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long leaving waits for the desktop to take the text over.
const FAREWELL: Duration = Duration::from_millis(300);

/// Why a text was not copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CopyProblem {
    /// There is no desktop, or none with a clipboard.
    #[error("There is no clipboard here")]
    NoClipboard,
    /// Another program holds it, or the desktop does not answer.
    #[error("The clipboard is busy; try again")]
    Busy,
}

/// A place that a text can be copied to.
trait Board {
    fn set(&mut self, text: &str, sensitive: bool) -> Result<(), CopyProblem>;
    fn text(&mut self) -> Option<Secret>;
    fn clear(&mut self);
}

type Open = fn() -> Result<Box<dyn Board>, CopyProblem>;

enum Job {
    Copy { text: Secret, sensitive: bool, done: SyncSender<Result<(), CopyProblem>> },
    ClearIfOurs,
}

/// The desktop's clipboard.
pub struct Clipboard {
    open: Open,
    keeper: Option<Keeper>,
}

struct Keeper {
    jobs: SyncSender<Job>,
    gone: Receiver<()>,
}

impl Default for Clipboard {
    fn default() -> Self {
        Self { open: desktop, keeper: None }
    }
}

impl std::fmt::Debug for Clipboard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clipboard").finish_non_exhaustive()
    }
}

impl Clipboard {
    /// Copies a text. One that is sensitive is kept out of clipboard histories where the desktop can.
    ///
    /// # Errors
    /// When there is no clipboard, or it does not answer within a second.
    pub fn copy(&mut self, text: &str, sensitive: bool) -> Result<(), CopyProblem> {
        let (done, answer) = sync_channel(1);
        let job = Job::Copy { text: Secret::from(text), sensitive, done };
        let keeper = self.keeper()?;
        keeper.jobs.try_send(job).map_err(|_busy| CopyProblem::Busy)?;
        answer.recv_timeout(PATIENCE).unwrap_or(Err(CopyProblem::Busy))
    }

    /// Empties the clipboard, if it still holds what was copied last. Does not wait for it.
    pub fn clear_if_ours(&mut self) {
        if let Some(keeper) = &self.keeper {
            // A full queue has a newer copy in it, and then there is nothing to clear.
            keeper.jobs.try_send(Job::ClearIfOurs).unwrap_or_default();
        }
    }

    fn keeper(&mut self) -> Result<&Keeper, CopyProblem> {
        let keeper = match self.keeper.take() {
            Some(keeper) => keeper,
            None => Keeper::start(self.open)?,
        };
        Ok(self.keeper.insert(keeper))
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        if let Some(Keeper { jobs, gone }) = self.keeper.take() {
            drop(jobs);
            gone.recv_timeout(FAREWELL).unwrap_or_default();
        }
    }
}

impl Keeper {
    fn start(open: Open) -> Result<Self, CopyProblem> {
        let (jobs, todo) = sync_channel(4);
        let (bye, gone) = sync_channel(1);
        let thread = thread::Builder::new().name("poolwalk-clipboard".to_owned());
        let started = thread.spawn(move || {
            keep(open, &todo);
            bye.try_send(()).unwrap_or_default();
        });
        started.map_err(|_no_thread| CopyProblem::Busy)?;
        Ok(Self { jobs, gone })
    }
}

fn keep(open: Open, todo: &Receiver<Job>) {
    let mut board: Option<Box<dyn Board>> = None;
    let mut ours: Option<Secret> = None;
    while let Ok(job) = todo.recv() {
        match job {
            Job::Copy { text, sensitive, done } => {
                let result = copy(open, &mut board, &text, sensitive);
                if result.is_ok() {
                    ours = Some(text);
                }
                // Whoever asked may have stopped waiting.
                done.try_send(result).unwrap_or_default();
            }
            Job::ClearIfOurs => {
                if let (Some(board), Some(ours)) = (&mut board, ours.take())
                    && board.text() == Some(ours)
                {
                    board.clear();
                }
            }
        }
    }
}

fn copy(
    open: Open,
    board: &mut Option<Box<dyn Board>>,
    text: &Secret,
    sensitive: bool,
) -> Result<(), CopyProblem> {
    let ready = match board.take() {
        Some(ready) => ready,
        None => open()?,
    };
    board.insert(ready).set(text.expose(), sensitive)
}

fn desktop() -> Result<Box<dyn Board>, CopyProblem> {
    match arboard::Clipboard::new() {
        Ok(clipboard) => Ok(Box::new(clipboard)),
        Err(err) => Err(problem(&err)),
    }
}

fn problem(err: &arboard::Error) -> CopyProblem {
    if matches!(err, arboard::Error::ClipboardOccupied) {
        CopyProblem::Busy
    } else {
        CopyProblem::NoClipboard
    }
}

impl Board for arboard::Clipboard {
    fn set(&mut self, text: &str, sensitive: bool) -> Result<(), CopyProblem> {
        let set = arboard::Clipboard::set(self);
        let set = if sensitive { kept_out_of_histories(set) } else { set };
        set.text(text).map_err(|err| problem(&err))
    }

    fn text(&mut self) -> Option<Secret> {
        self.get_text().ok().map(Secret::new)
    }

    fn clear(&mut self) {
        // What cannot be cleared is no worse than before.
        arboard::Clipboard::clear(self).unwrap_or_default();
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn kept_out_of_histories(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

#[cfg(target_os = "macos")]
fn kept_out_of_histories(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

#[cfg(windows)]
fn kept_out_of_histories(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtWindows as _;
    set.exclude_from_history().exclude_from_cloud().exclude_from_monitoring()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Mutex, PoisonError};
    use std::time::Instant;

    /// A pretend desktop: its clipboard, and whether the last copy was marked sensitive.
    struct Pretend(&'static Mutex<(String, bool)>);

    impl Board for Pretend {
        fn set(&mut self, text: &str, sensitive: bool) -> Result<(), CopyProblem> {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (text.to_owned(), sensitive);
            Ok(())
        }

        fn text(&mut self) -> Option<Secret> {
            Some(Secret::from(self.0.lock().unwrap_or_else(PoisonError::into_inner).0.as_str()))
        }

        fn clear(&mut self) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).0.clear();
        }
    }

    fn held(desktop: &Mutex<(String, bool)>) -> (String, bool) {
        desktop.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    #[test]
    fn what_was_copied_is_cleared_once_and_only_while_it_is_there() {
        static DESKTOP: Mutex<(String, bool)> = Mutex::new((String::new(), false));
        let mut clipboard = Clipboard { open: || Ok(Box::new(Pretend(&DESKTOP))), keeper: None };
        assert_eq!(clipboard.copy("key", true), Ok(()));
        assert_eq!(held(&DESKTOP), ("key".to_owned(), true));
        clipboard.clear_if_ours();
        // A copy comes after whatever was asked before it.
        assert_eq!(clipboard.copy("id", false), Ok(()));
        assert_eq!(held(&DESKTOP), ("id".to_owned(), false));
        DESKTOP.lock().unwrap().0 = "somebody else's".to_owned();
        clipboard.clear_if_ours();
        drop(clipboard);
        assert_eq!(held(&DESKTOP).0, "somebody else's");
    }

    #[test]
    fn clearing_empties_what_is_ours() {
        static DESKTOP: Mutex<(String, bool)> = Mutex::new((String::new(), false));
        let mut clipboard = Clipboard { open: || Ok(Box::new(Pretend(&DESKTOP))), keeper: None };
        assert_eq!(clipboard.copy("key", true), Ok(()));
        clipboard.clear_if_ours();
        drop(clipboard);
        assert_eq!(held(&DESKTOP).0, "");
    }

    #[test]
    fn without_a_desktop_copying_fails_softly_every_time() {
        let mut clipboard = Clipboard { open: || Err(CopyProblem::NoClipboard), keeper: None };
        clipboard.clear_if_ours();
        for _ in 0..2 {
            assert_eq!(clipboard.copy("key", true), Err(CopyProblem::NoClipboard));
        }
    }

    #[test]
    fn a_desktop_that_does_not_answer_is_not_waited_for() {
        struct Stuck;
        impl Board for Stuck {
            fn set(&mut self, _: &str, _: bool) -> Result<(), CopyProblem> {
                loop {
                    thread::park();
                }
            }
            fn text(&mut self) -> Option<Secret> {
                None
            }
            fn clear(&mut self) {}
        }
        let mut clipboard = Clipboard { open: || Ok(Box::new(Stuck)), keeper: None };
        assert_eq!(clipboard.copy("key", true), Err(CopyProblem::Busy));
    }

    #[test]
    fn a_copy_that_came_too_late_is_cleared_all_the_same() {
        static DESKTOP: Mutex<(String, bool)> = Mutex::new((String::new(), false));
        static SLOW: Mutex<()> = Mutex::new(());
        struct Slow(Pretend);
        impl Board for Slow {
            fn set(&mut self, text: &str, sensitive: bool) -> Result<(), CopyProblem> {
                let _wait = SLOW.lock().unwrap();
                self.0.set(text, sensitive)
            }
            fn text(&mut self) -> Option<Secret> {
                self.0.text()
            }
            fn clear(&mut self) {
                self.0.clear();
            }
        }
        let mut clipboard = Clipboard { open: || Ok(Box::new(Slow(Pretend(&DESKTOP)))), keeper: None };
        let slow = SLOW.lock().unwrap();
        assert_eq!(clipboard.copy("key", true), Err(CopyProblem::Busy));
        drop(slow);
        let holds = |text: &str| {
            let deadline = Instant::now() + Duration::from_secs(30);
            while held(&DESKTOP).0 != text {
                assert!(Instant::now() < deadline, "it never held “{text}”");
                thread::yield_now();
            }
        };
        holds("key");
        clipboard.clear_if_ours();
        holds("");
    }
}
