//! The Call place: what goes along with a request to one's own API, and what was typed for it.

use std::io::Write as _;

use eframe::egui::Key;
use poolwalk::app::{
    AnswerPart, AnswerSide, CallCommand, Command, Copied, Fold, HandOverCommand, Place, Tab,
};
use poolwalk::flow::{
    ApiAuth, ApiCall, ApiDraft, ApiVisit, AuthKind, AwsCredentials, Call, Ending, Input, Next,
};
use poolwalk::handoff::{Format, SignedParts, redact};
use poolwalk::secret::Secret;

use crate::calls::{perform, target};
use crate::engine::{answers, everything};
use crate::room::{LARGE, Room};
use crate::server::{Server, answer};
use crate::stage::{Desk, draft};
use crate::{MARK, clean, log};

/// What a person may have typed: keys in the query, in headers and in the body. The last header is none that can be sent.
fn typed(url: &str) -> ApiDraft {
    ApiDraft {
        method: "POST".into(),
        url: format!("{url}/pets?api_key=marked-query&b=2"),
        headers: "x-api-key: marked-api-key\nx-auth-token: marked-header".into(),
        body: r#"{"password":"marked-body"}"#.into(),
        region: "eu-west-1".into(),
        service: String::new(),
    }
}

fn ways() -> [ApiAuth; 4] {
    let credentials = AwsCredentials {
        access_key_id: "ASIAEXAMPLE000000000".to_owned(),
        secret_access_key: "marked-secret-key".into(),
        session_token: Some("marked-session-token".into()),
        expiration: None,
    };
    let (region, service) = ("eu-west-1".to_owned(), "execute-api".to_owned());
    [
        ApiAuth::Iam { credentials, region, service },
        ApiAuth::Id("marked-id".into()),
        ApiAuth::Access("marked-access".into()),
        ApiAuth::Nothing,
    ]
}

#[test]
fn no_secret_of_a_request_to_an_api_is_in_debug_in_a_log_or_in_what_is_shown_of_it() {
    log::listen();
    // API Gateway quotes what it refused.
    let quoting = r#"{"message":"'marked-access' not a valid key=value pair in Authorization header"}"#;
    let quoting = Server::answering(403, "x-amzn-errortype: IncompleteSignatureException\r\n", quoting);
    for server in answers().into_iter().chain([quoting]) {
        for auth in ways() {
            let kind = auth.kind();
            let draft = typed(&server.url());
            let request = draft.check().unwrap();
            clean(&format!("{draft:?} {draft:#?} {request:?} {request:#?} {auth:?} {auth:#?}"), "a request");
            let visit = ApiVisit::start(&request, vec![auth.clone()]);
            clean(&format!("{visit:?} {visit:#?} {:?}", visit.next(jiff::Timestamp::UNIX_EPOCH)), "before");
            let call = Call::Api(Box::new(ApiCall { request, auth }));
            let target = target(&server.url());
            let performed = perform(target.clone(), call.clone());
            everything(&call, &target, &performed);
            over(visit, &performed);
            let exchange = performed.exchange.expect("it was sent");
            let sent = exchange.request_headers.iter().map(|header| header.value.expose());
            let sent = format!("{}{}", exchange.request_body.expose(), sent.collect::<String>());
            for secret in ["marked-api-key", "marked-header", "marked-body"] {
                assert!(sent.contains(secret), "{secret} was really sent: {sent}");
            }
            clean(&redact::request_text(&exchange, redact::Show::Masked), "a masked request");
            let Some(parts) = SignedParts::of(&exchange) else {
                assert_ne!(kind, AuthKind::Iam);
                continue;
            };
            clean(&format!("{parts:?} {parts:#?}"), "what was signed");
            let canonical = parts.canonical_request.expose();
            assert!(canonical.contains("x-amz-security-token:marked-session-token"), "{canonical}");
            let masked = redact::canonical(&parts.canonical_request, redact::Show::Masked);
            assert!(
                masked.contains("x-amz-security-token:••••") && masked.contains("x-api-key:••••"),
                "{masked}"
            );
            clean(&masked, "a masked canonical request");
            clean(parts.string_to_sign.as_str(), "a string to sign");
        }
    }
    clean(&log::heard(), "logged");
}

/// The same once the answer is in.
fn over(mut visit: ApiVisit, performed: &poolwalk::flow::Performed) {
    let now = jiff::Timestamp::UNIX_EPOCH;
    let Next::Send(call) = visit.next(now) else { panic!("nothing to send") };
    clean(&format!("{:?}", Input::Sent(call.clone())), "an input");
    visit.on(Input::Sent(call), now);
    visit.on(Input::Performed(Box::new(performed.clone())), now);
    clean(&format!("{visit:?} {visit:#?}"), "a visit that is over");
}

/// Signs in with marked tokens and keys, and is the API too: it lets the access token in, and repeats nothing.
fn marked() -> Server {
    Server::new(|stream, request| {
        let operation = request.header("x-amz-target").unwrap_or("sts.GetCallerIdentity");
        let (status, body) = match operation.rsplit('.').next().unwrap() {
            _ if request.line.contains("/pets") => {
                if request.header("authorization") == Some("Bearer marked-access") {
                    (200, r#"{"pets":[]}"#)
                } else {
                    (403, r#"{"message":"Missing Authentication Token"}"#)
                }
            }
            "InitiateAuth" => (
                200,
                r#"{"AuthenticationResult":{"IdToken":"e30.e30.marked-id","AccessToken":"marked-access",
                "RefreshToken":"marked-refresh","ExpiresIn":3600}}"#,
            ),
            "GetId" => (200, r#"{"IdentityId":"eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c"}"#),
            "GetCredentialsForIdentity" => (
                200,
                r#"{"IdentityId":"eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c","Credentials":
                {"AccessKeyId":"ASIAX","SecretKey":"marked-key","SessionToken":"marked-token","Expiration":4.0E9}}"#,
            ),
            _ => (
                200,
                "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::1:x</Arn><UserId>u</UserId>\
                 <Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
            ),
        };
        stream.write_all(answer(status, "", body).as_bytes()).is_ok()
    })
}

/// A window on a saved connection, signed in, with the request typed.
fn room(server: &Server, path: std::path::PathBuf) -> Room {
    let mut desk = Desk::keeping(Some(path));
    desk.app.dispatch(Command::NewConnection);
    desk.app.form.draft = draft(&server.url());
    desk.app.form_changed();
    let mut room = Room::of(desk, LARGE);
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    room.window.state_mut().app.call.draft = typed(&server.url());
    room
}

/// Everything of the app that can be printed.
fn printed(room: &Room, whence: &str) {
    let app = room.app();
    clean(&format!("{:?} {:#?} {:?}", app.call, app.call, app.call.history()), whence);
    clean(&format!("{:?} {:?} {:?}", app.call.draft, app.call.steps(), app.call.tries()), whence);
    clean(&format!("{:?} {:?} {:?}", app.steps(), app.notices, app.copied), whence);
    clean(&format!("{:?} {:?} {:?}", app.hand_over, app.connections, app.rendered()), whence);
}

/// And what can be seen or heard. The address is seen while it is typed, so it is put aside.
fn seen(room: &mut Room, whence: &str) {
    let typed = std::mem::take(&mut room.window.state_mut().app.call.draft);
    room.window.run_steps(2);
    clean(&room.spoken(), whence);
    room.window.state_mut().app.call.draft = typed;
}

#[test]
fn nothing_of_what_was_typed_or_sent_is_on_screen_or_in_debug_while_it_is_masked() {
    let (server, home) = (marked(), tempfile::tempdir().unwrap());
    let mut room = room(&server, home.path().join("connections.toml"));
    room.dispatch(Command::Go(Place::Call));
    printed(&room, "before");
    room.dispatch(Command::Call(CallCommand::TryAllAgreed));
    room.until(|room| room.app().call.verdict().is_some());
    let sent: Vec<_> =
        server.received().into_iter().filter(|request| request.line.contains("/pets")).collect();
    assert_eq!(sent.len(), 4);
    assert!(
        sent[0].header("x-amz-security-token") == Some("marked-token")
            && sent[1].line.contains("marked-query")
    );
    for at in 0..4 {
        room.dispatch(Command::Call(CallCommand::Show(at)));
        for side in AnswerSide::ALL {
            room.dispatch(Command::Call(CallCommand::Look(side)));
            let whence = format!("try {at}, {}", side.label());
            printed(&room, &whence);
            seen(&mut room, &whence);
        }
        for what in [AnswerPart::Body, AnswerPart::CanonicalRequest] {
            room.dispatch(Command::Copy(Copied::Answer(what)));
            clean(&format!("{:?}", room.app().notices), "a notice of a copy");
        }
    }
    seen(&mut room, "sent before");
    room.press("Sent before");
    room.dispatch(Command::Go(Place::Walk));
    let steps = room.app().steps().len();
    for (at, tab) in (steps - 4..steps).flat_map(|at| Tab::ALL.map(|tab| (at, tab))) {
        room.dispatch(Command::SelectStep(at));
        room.dispatch(Command::Inspect(tab));
        clean(&room.spoken(), &format!("step {at}, {}", tab.label()));
    }
    room.dispatch(Command::Toggle(Fold::Form));
    room.dispatch(Command::Copy(Copied::Report));
    clean(&room.board.last().unwrap().0, "the report");
    room.dispatch(Command::SelectStep(steps - 4));
    room.dispatch(Command::Inspect(Tab::Request));
    room.dispatch(Command::ToggleReveal);
    assert!(room.spoken().contains(MARK), "revealed, they are there to be seen");
}

#[test]
fn a_header_that_is_not_sent_is_refused_without_its_value() {
    let (server, home) = (marked(), tempfile::tempdir().unwrap());
    let mut room = room(&server, home.path().join("connections.toml"));
    for header in ["Authorization: Bearer marked-typed", "x-amz-security-token: marked-typed", "marked-typed"]
    {
        room.window.state_mut().app.call.draft.headers = Secret::from(header);
        room.dispatch(Command::Call(CallCommand::Send));
        room.dispatch(Command::Call(CallCommand::PointOut));
        let problems = room.app().call_problems();
        assert_eq!(problems.len(), 1, "{header}");
        clean(&format!("{problems:?}"), header);
        printed(&room, header);
    }
    assert!(!server.received().iter().any(|request| request.line.contains("/pets")));
}

#[test]
fn no_file_has_anything_of_a_request_but_what_is_harmless() {
    let (server, home) = (marked(), tempfile::tempdir().unwrap());
    let mut room = room(&server, home.path().join("connections.toml"));
    room.dispatch(Command::Call(CallCommand::TryAllAgreed));
    room.until(|room| room.app().call.verdict().is_some());
    room.dispatch(Command::Call(CallCommand::Keep("Pets".into())));
    room.dispatch(Command::HandOver(HandOverCommand::Open));
    for format in Format::ALL.into_iter().filter(|format| format.names_an_api()) {
        room.dispatch(Command::HandOver(HandOverCommand::Choose(format)));
        let preview = room.app().rendered().unwrap();
        clean(&preview.masked, format.label());
        clean(&format!("{preview:?}"), format.label());
    }
    let other = HandOverCommand::Api("https://a.example/?api_key=marked-other".into());
    clean(&format!("{other:?}"), "a command");
    room.dispatch(Command::HandOver(other));
    printed(&room, "handed over");
    room.window.state_mut().app.close().unwrap();
    let files: Vec<_> = std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let texts: String = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    assert!(texts.contains("Pets") && texts.contains("/pets"), "the request was kept: {texts}");
    clean(&texts, "kept");
}
