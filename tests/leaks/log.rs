//! A listener for what libraries log, at the level that a person may ever see.

use std::fmt::{Debug, Write as _};
use std::sync::{Mutex, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

static HEARD: Mutex<String> = Mutex::new(String::new());
static LISTENING: Once = Once::new();

struct Listener;

struct Words<'a>(&'a mut String);

impl Visit for Words<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

fn note(metadata: &Metadata<'_>, record: impl FnOnce(&mut Words<'_>)) {
    let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
    write!(heard, "\n{} {}", metadata.target(), metadata.name()).unwrap();
    record(&mut Words(&mut heard));
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        note(span.metadata(), |words| span.record(words));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
        values.record(&mut Words(&mut heard));
    }

    fn event(&self, event: &Event<'_>) {
        note(event.metadata(), |words| event.record(words));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Listens from here on, in this whole test program.
pub(crate) fn listen() {
    LISTENING.call_once(|| tracing::subscriber::set_global_default(Listener).unwrap());
}

/// All that was logged so far.
pub(crate) fn heard() -> String {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
