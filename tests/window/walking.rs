//! Run, Step, Stop and Answer, as the app understands them.

use std::time::{Duration, Instant};

use poolwalk::app::{Change, Command, ConnectionRef};
use poolwalk::cognito::Way;
use poolwalk::flow::{Draft, Ending, Failure, Field, StepState};

use crate::server::Server;
use crate::stage::{Desk, code, draft, generous, silent};

fn is_held(app: &poolwalk::app::App) -> bool {
    app.walk.as_ref().is_some_and(|walk| walk.is_held() || walk.ending().is_some())
}

#[test]
fn each_press_of_step_is_exactly_one_call() {
    let server = generous();
    let mut desk = Desk::at(&server);
    for presses in 1..=4 {
        desk.app.dispatch(Command::Step);
        desk.until(is_held);
        for _ in 0..3 {
            desk.app.tick();
        }
        assert_eq!(server.received().len(), presses);
    }
    assert_eq!(desk.until_over(), Ending::Finished);
    desk.app.dispatch(Command::Step);
    desk.until(is_held);
    assert_eq!(server.received().len(), 5, "after the end, Step begins a walk with its first call");
    assert_eq!(desk.states(), ["done", "ready", "ghost", "ghost"]);
}

#[test]
fn step_while_a_call_is_out_makes_no_other() {
    let server = silent();
    let mut desk = Desk::at(&server);
    desk.app.dispatch(Command::Step);
    desk.until(|_| server.received().len() == 1);
    for command in [Command::Step, Command::Run, Command::Step] {
        desk.app.dispatch(command);
        desk.app.tick();
    }
    assert_eq!(desk.notices(), ["A call is under way"]);
    assert_eq!((server.received().len(), server.connections()), (1, 1));
}

#[test]
fn run_goes_to_the_end_and_after_steps_it_goes_on() {
    let server = generous();
    let mut desk = Desk::at(&server);
    desk.app.dispatch(Command::Step);
    desk.until(is_held);
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
    assert_eq!(server.received().len(), 4);
}

#[test]
fn run_stops_for_a_question_and_a_wrong_answer_is_asked_again() {
    let mut desk = Desk::new();
    desk.as_user("hedy");
    desk.app.dispatch(Command::Run);
    desk.until_asked();
    assert_eq!(desk.states(), ["done", "done", "asking", "ghost", "ghost", "ghost"]);
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.notices(), ["Answer Cognito’s question first, or start again"]);

    desk.app.dispatch(Command::Answer);
    let missing = desk.app.walk.as_ref().unwrap().missing;
    assert_eq!(missing, Some(0), "an empty answer is not sent");

    desk.type_answer("SOFTWARE_TOKEN_MFA_CODE", &"000000".into());
    desk.app.dispatch(Command::Answer);
    desk.until(|app| app.steps().iter().any(|step| step.state == StepState::Refused));
    assert_eq!(desk.states()[2..4], ["refused", "asking"]);
    let right = code(&desk.app);
    desk.type_answer("SOFTWARE_TOKEN_MFA_CODE", &right);
    desk.app.dispatch(Command::Answer);
    assert_eq!(desk.until_over(), Ending::Finished);
}

#[test]
fn an_answer_in_a_stepped_walk_is_one_call() {
    let mut desk = Desk::new();
    desk.as_user("hedy");
    desk.app.dispatch(Command::Change(Change::Way(Way::UserPassword)));
    desk.app.dispatch(Command::Step);
    desk.until_asked();
    let right = code(&desk.app);
    desk.type_answer("SOFTWARE_TOKEN_MFA_CODE", &right);
    desk.app.dispatch(Command::Answer);
    desk.until(is_held);
    assert_eq!(desk.states(), ["done", "done", "ready", "ghost", "ghost"]);
}

#[test]
fn stop_ends_a_call_that_never_comes_back_at_once() {
    let server = silent();
    let mut desk = Desk::at(&server);
    let typed = desk.app.form.draft.clone();
    desk.app.dispatch(Command::Run);
    desk.until(|_| server.received().len() == 1);
    assert!(desk.app.waiting_for().is_some_and(|(host, _)| host == format!("127.0.0.1:{}", server.port())));
    let pressed = Instant::now();
    desk.app.dispatch(Command::Stop);
    assert_eq!(desk.until_over(), Ending::Stopped);
    assert!(pressed.elapsed() < Duration::from_millis(200), "{:?}", pressed.elapsed());
    desk.until(|app| app.steps()[0].performed.is_some());
    let step = &desk.app.steps()[0];
    assert_eq!((step.state, step.failure()), (StepState::Stopped, Some(&Failure::Stopped)));
    assert!(step.performed.as_ref().unwrap().exchange.is_some(), "what was sent can be looked at");
    assert_eq!(desk.app.form.draft, typed, "the form keeps what was typed");
    assert!(!desk.app.is_busy());
}

#[test]
fn stop_wins_over_an_answer_that_is_already_there() {
    let server = generous();
    let mut desk = Desk::at(&server);
    desk.app.dispatch(Command::Run);
    desk.wake.recv_timeout(crate::stage::PATIENCE).expect("the answer came");
    desk.app.dispatch(Command::Stop);
    desk.app.tick();
    desk.app.tick();
    assert_eq!(desk.app.walk.as_ref().unwrap().ending(), Some(Ending::Stopped));
    assert_eq!(server.received().len(), 1, "nothing more is sent after Stop");
}

#[test]
fn stop_while_asked_and_between_steps() {
    let mut desk = Desk::new();
    desk.as_user("hedy");
    desk.app.dispatch(Command::Run);
    desk.until_asked();
    desk.app.dispatch(Command::Stop);
    assert_eq!(desk.until_over(), Ending::Stopped);
    assert_eq!(desk.app.may(&Command::Answer), Err("Cognito asks nothing now"));
    assert_eq!(desk.app.may(&Command::Stop), Err("No walk is under way"));
    desk.as_user("ada");
    desk.app.dispatch(Command::StartAgain);
    assert_eq!(desk.until_over(), Ending::Finished);
}

#[test]
fn what_is_wrong_is_said_beside_its_field_and_nothing_is_sent() {
    let server = generous();
    let mut desk = Desk::at(&server);
    let right = draft(&server.url());
    let with = |change: fn(&mut Draft)| {
        let mut draft = right.clone();
        change(&mut draft);
        draft
    };
    let cases: [(Field, Draft, &str); 9] = [
        (Field::Client, with(|draft| draft.client.clear()), "This is empty"),
        (
            Field::Client,
            with(|draft| draft.client = "eu-west-1_Ab12Cd34E".into()),
            "This is a user pool ID; it belongs in “User pool ID”",
        ),
        (
            Field::UserPool,
            with(|draft| draft.user_pool = "pool".into()),
            "This is not a user pool ID; expected something like eu-west-1_Ab12Cd34E",
        ),
        (Field::Username, with(|draft| draft.username = " ".into()), "This is empty"),
        (
            Field::Username,
            with(|draft| draft.username = "two words".into()),
            "A username has no spaces in it",
        ),
        (Field::Password, with(|draft| draft.password.wipe()), "This is empty"),
        (
            Field::Password,
            with(|draft| draft.password = "x".repeat(257).into()),
            "This is 257 characters long; 256 is the most",
        ),
        (
            Field::IdentityPool,
            with(|draft| draft.identity_pool = "eu-west-1_Ab12Cd34E".into()),
            "This is a user pool ID; it belongs in “User pool ID”",
        ),
        (
            Field::Signer,
            with(|draft| draft.way = Way::AdminNoSrp),
            "This is a signed call: choose an AWS profile or type keys",
        ),
    ];
    for (field, wrong, words) in cases {
        desk.app.form.draft = wrong.clone();
        for command in [Command::Run, Command::Step] {
            desk.app.dispatch(command);
            desk.app.tick();
        }
        assert_eq!(desk.said_of(field).as_deref(), Some(words));
        assert!(desk.app.walk.is_none(), "{words}");
        assert_eq!(desk.app.form.draft.password, wrong.password, "what was typed stays");
    }
    assert_eq!((server.received().len(), desk.notices()), (0, vec![]));
}

#[test]
fn an_endpoint_that_is_none_is_said_beside_it() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::NewConnection);
    for wrong in ["localhost:9229", "ftp://x", "http://", "http://me:secret@host"] {
        desk.app.form.draft = draft(wrong);
        desk.app.dispatch(Command::Run);
        assert!(desk.said_of(Field::Endpoint).is_some(), "{wrong}");
        assert!(desk.app.walk.is_none(), "{wrong}");
    }
}

#[test]
fn a_port_where_nobody_listens_is_unreachable_and_can_be_tried_again() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::NewConnection);
    desk.app.form.draft = draft("http://127.0.0.1:1");
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Unreachable);
    let step = desk.app.steps()[0].clone();
    let advice = poolwalk::app::advice(&desk.app, &step).expect("there is always advice");
    assert!(advice.what.contains("127.0.0.1:1"), "{}", advice.what);
    desk.app.form.draft = draft(&generous().url());
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
}

#[test]
fn another_connection_abandons_the_walk() {
    let server = silent();
    let mut desk = Desk::at(&server);
    desk.app.dispatch(Command::Run);
    desk.until(|_| server.received().len() == 1);
    desk.app.dispatch(Command::Connect(ConnectionRef::Practice));
    assert!(desk.app.walk.is_none() && desk.app.is_practice() && !desk.app.is_busy());
    // The cancelled call still reports; nobody listens to it.
    desk.wake.recv_timeout(crate::stage::PATIENCE).expect("the call was cancelled");
    desk.app.tick();
    assert!(desk.app.walk.is_none());
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
}

#[test]
fn a_late_answer_to_an_earlier_walk_is_dropped() {
    let slow = Server::new(|stream, _| {
        std::thread::park_timeout(Duration::from_millis(50));
        std::io::Write::write_all(stream, crate::server::answer(200, "", "{}").as_bytes()).is_ok()
    });
    let mut desk = Desk::at(&slow);
    desk.app.dispatch(Command::Run);
    desk.app.form.draft.endpoint = generous().url();
    desk.app.dispatch(Command::StartAgain);
    assert_eq!(desk.until_over(), Ending::Finished);
    assert_eq!(desk.states(), ["done"; 4]);
}
