//! Stopping, waking, and walks beside each other.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use poolwalk::engine::{Engine, Event, RunId};
use poolwalk::flow::Failure;

use crate::calls::{self, engine, target};
use crate::server::Server;

fn silent() -> Server {
    Server::new(|_, _| {
        thread::park();
        false
    })
}

/// Waits for a condition, but not for ever.
pub(crate) fn until(condition: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !condition() {
        assert!(Instant::now() < deadline, "it never came to pass");
        thread::yield_now();
    }
}

fn next(engine: &Engine) -> (RunId, Result<poolwalk::flow::Reply, Failure>) {
    let Event::Performed { run, performed } = engine.wait_event(Duration::from_secs(10)).expect("an event");
    (run, performed.result)
}

#[test]
fn stop_takes_effect_at_once_and_keeps_what_was_sent() {
    let (server, engine) = (silent(), engine());
    engine.perform(RunId(1), Arc::new(target(&server.url())), calls::initiate());
    until(|| server.received().len() == 1);
    let pressed = Instant::now();
    engine.stop(RunId(1));
    let Event::Performed { performed, .. } = engine.wait_event(Duration::from_secs(10)).expect("an event");
    assert!(pressed.elapsed() < Duration::from_millis(200), "{:?}", pressed.elapsed());
    assert_eq!(performed.result, Err(Failure::Stopped));
    assert!(performed.exchange.is_some_and(|exchange| exchange.response.is_none()));
}

#[test]
fn stopping_one_walk_leaves_the_others_alone() {
    let (quiet, ready, engine) = (silent(), Server::answering(400, "", r#"{"__type":"X"}"#), engine());
    engine.perform(RunId(1), Arc::new(target(&quiet.url())), calls::initiate());
    engine.stop(RunId(2));
    engine.perform(RunId(2), Arc::new(target(&ready.url())), calls::initiate());
    assert!(matches!(next(&engine), (RunId(2), Err(Failure::Refused(_)))));
    engine.stop(RunId(1));
    assert_eq!(next(&engine), (RunId(1), Err(Failure::Stopped)));
    engine.stop(RunId(1));
    assert_eq!(engine.try_event(), None);
}

#[test]
fn a_walk_has_one_call_out_at_a_time() {
    let (server, engine) = (silent(), engine());
    let there = Arc::new(target(&server.url()));
    engine.perform(RunId(1), Arc::clone(&there), calls::initiate());
    until(|| server.received().len() == 1);
    engine.perform(RunId(1), Arc::clone(&there), calls::get_id());
    assert!(matches!(next(&engine), (RunId(1), Err(Failure::Internal { .. }))));
    assert_eq!(server.received().len(), 1);
    engine.stop(RunId(1));
    assert_eq!(next(&engine), (RunId(1), Err(Failure::Stopped)));
    engine.perform(RunId(1), there, calls::get_id());
    until(|| server.received().len() == 2);
}

#[test]
fn whoever_is_woken_finds_the_event() {
    let woken = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&woken);
    let engine = Engine::new(Arc::new(move || {
        counter.fetch_add(1, Ordering::SeqCst);
    }))
    .unwrap();
    let server = Server::answering(400, "", r#"{"__type":"X"}"#);
    assert_eq!(engine.try_event(), None);
    engine.perform(RunId(1), Arc::new(target(&server.url())), calls::initiate());
    until(|| woken.load(Ordering::SeqCst) == 1);
    assert!(engine.try_event().is_some());
    assert_eq!(engine.wait_event(Duration::from_millis(1)), None);
}

#[test]
fn leaving_does_not_wait_for_a_call() {
    let (server, engine) = (silent(), engine());
    engine.perform(RunId(1), Arc::new(target(&server.url())), calls::initiate());
    until(|| server.received().len() == 1);
    let left = Instant::now();
    drop(engine);
    assert!(left.elapsed() < Duration::from_millis(200), "{:?}", left.elapsed());
}
