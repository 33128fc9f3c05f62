//! What goes wrong behind the sign-in, or because two things do not fit: logins, roles, regions, ids. Read off the
//! window and mended there.

use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use poolwalk::app::{Change, Command, Copied, TokenRef};
use poolwalk::cognito::{Provider, Way};
use poolwalk::explain::Remedy;
use poolwalk::flow::{Ending, Field, ProviderLogin};

use crate::mending::{advice, as_user, change, ends_well, goes_wrong};
use crate::room::{LARGE, Room};
use crate::server::{Server, answer};
use crate::stage::{Desk, draft};

#[test]
fn guests_who_are_not_let_in_sign_in_instead() {
    let mut room = Room::new();
    let strict = room.app().practice().unwrap().cast().strict_identity_pool_id;
    room.fill(Role::TextInput, "Identity pool ID", strict);
    change(&mut room, Change::Way(Way::Guest));
    let headline = "This identity pool lets no guests in";
    goes_wrong(&mut room, headline, "The call carried no login", "Use SRP and run again");
    room.press("Use SRP and run again");
    ends_well(&mut room);
}

#[test]
fn a_role_that_trusts_nobody_is_shown_what_it_should_say() {
    let mut room = as_user("radia");
    let headline = "The role behind this identity pool cannot be used";
    let cause = "The login was accepted. Probably the trust policy of PracticeAuditor";
    goes_wrong(&mut room, headline, cause, "Show the trust policy…");
    room.press("Show the trust policy…");
    let pool = room.app().practice().unwrap().cast().identity_pool_id;
    assert!(room.says("Trust policy of the role") && room.says(pool));
    room.press("Copy trust policy");
    let (copied, is_secret) = room.board.last().unwrap();
    let policy: serde_json::Value = serde_json::from_str(&copied).unwrap();
    let condition = &policy["Statement"][0]["Condition"];
    assert_eq!(condition["StringEquals"]["cognito-identity.amazonaws.com:aud"], pool);
    assert_eq!(condition["ForAnyValue:StringLike"]["cognito-identity.amazonaws.com:amr"], "authenticated");
    assert!(!is_secret);
    room.key(Key::Escape);
    assert_eq!(room.app().dialog, None);
}

#[test]
fn a_role_of_the_classic_flow_that_trusts_only_guests_is_shown_what_it_should_say() {
    let mut room = Room::new();
    room.window.state_mut().app.form.draft.classic_role =
        "arn:aws:iam::123456789012:role/PracticeGuest".to_owned();
    let headline = "This role does not let the identity pool's people in";
    let cause = "Probably the trust policy of PracticeGuest, which says who may take the role";
    goes_wrong(&mut room, headline, cause, "Show the trust policy…");
    let mended = "arn:aws:iam::123456789012:role/PracticeAuthenticated";
    room.window.state_mut().app.form.draft.classic_role = mended.to_owned();
    room.key(Key::F5);
    ends_well(&mut room);
}

#[test]
fn a_classic_flow_that_is_switched_off_is_left() {
    let mut room = Room::new();
    let strict = room.app().practice().unwrap().cast().strict_identity_pool_id;
    room.fill(Role::TextInput, "Identity pool ID", strict);
    let role = "arn:aws:iam::123456789012:role/PracticeAuthenticated";
    room.window.state_mut().app.form.draft.classic_role = role.to_owned();
    let headline = "This identity pool does not take the classic flow";
    goes_wrong(&mut room, headline, "It is off unless the pool's owner turns it on", "Change the role");
    room.press("Change the role");
    room.window.state_mut().app.form.draft.classic_role.clear();
    room.key(Key::F5);
    ends_well(&mut room);
}

#[test]
fn a_role_that_the_token_does_not_name_is_exchanged() {
    let mut room = Room::new();
    change(&mut room, Change::Role("arn:aws:iam::123456789012:role/PracticeAuditor".to_owned()));
    let headline = "This login may not have the role that was asked for";
    let button = "Ask for the role PracticeEngineer and run again";
    goes_wrong(&mut room, headline, "A role can be asked for only when the ID token names it", button);
    room.press(button);
    ends_well(&mut room);
    assert!(room.says("assumed-role/PracticeEngineer"));
}

#[test]
fn a_login_under_another_pools_key_says_which_two_do_not_fit() {
    let mut room = Room::new();
    let key = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other0001";
    room.window.state_mut().app.form.draft.logins_key = key.to_owned();
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Refused);
    let told = advice(&room);
    assert!(told.causes.iter().any(|cause| cause.is_seen && cause.text.contains(key)), "{told:?}");
    room.press("Change the user pool’s key");
    room.window.state_mut().app.form.draft.logins_key.clear();
    room.key(Key::F5);
    ends_well(&mut room);
}

#[test]
fn an_access_token_among_the_logins_gives_way_to_the_id_token() {
    let mut room = Room::new();
    room.key(Key::F5);
    ends_well(&mut room);
    let tokens = room.app().walk.as_ref().unwrap().haul().tokens.clone().unwrap();
    let key = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Practice1".to_owned();
    let login = ProviderLogin { provider: Provider::Other, detail: key, token: tokens.access.unwrap() };
    room.window.state_mut().app.form.draft.providers = vec![login];
    change(&mut room, Change::Way(Way::Providers));
    let headline = "The identity pool wants an ID token of this provider and got something else";
    let cause = "The token that was sent says token_use “access”: it is no ID token.";
    goes_wrong(&mut room, headline, cause, "Send the ID token and run again");
    room.press("Send the ID token and run again");
    ends_well(&mut room);
    assert_eq!(Some(&room.app().form.draft.providers[0].token), tokens.id.as_ref());
}

#[test]
fn the_id_token_of_somebody_else_is_not_sent_in_place_of_an_access_token() {
    let mut room = Room::new();
    room.key(Key::F5);
    ends_well(&mut room);
    let access = room.app().walk.as_ref().unwrap().haul().tokens.clone().unwrap().access.unwrap();
    room.choose("Username", "emmy");
    room.key(Key::F5);
    ends_well(&mut room);
    let key = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Practice1".to_owned();
    let login = ProviderLogin { provider: Provider::Other, detail: key, token: access.clone() };
    room.window.state_mut().app.form.draft.providers = vec![login];
    change(&mut room, Change::Way(Way::Providers));
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Refused);
    assert!(!advice(&room).remedies.contains(&Remedy::SendIdToken), "ada’s token, and emmy’s sign-in");
    change(&mut room, Change::SendIdToken);
    assert_eq!(room.app().form.draft.providers[0].token, access, "nor by a command");
}

#[test]
fn a_refresh_token_that_is_no_longer_good_leads_to_a_sign_in() {
    let mut room = Room::new();
    change(&mut room, Change::Way(Way::RefreshToken));
    room.window.state_mut().app.form.draft.refresh_token = "cut.off.in-the-middle".into();
    let headline = "Cognito does not accept this refresh token";
    goes_wrong(&mut room, headline, "It does not look whole", "Use SRP and run again");
    room.press("Use SRP and run again");
    ends_well(&mut room);
}

#[test]
fn a_login_that_ran_out_is_refreshed_and_the_walk_goes_on() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let server = Server::new(|stream, request| {
        let operation = request.header("x-amz-target").unwrap_or("sts.GetCallerIdentity");
        let asked = ASKED.fetch_add(1, Ordering::Relaxed);
        let (status, body) = match operation.rsplit('.').next().unwrap() {
            "InitiateAuth" | "GetTokensFromRefreshToken" => (
                200,
                r#"{"AuthenticationResult":{"IdToken":"e30.e30.x","AccessToken":"e30.e30.y","RefreshToken":"r","ExpiresIn":3600}}"#,
            ),
            "GetId" if asked == 1 => (
                400,
                r#"{"__type":"NotAuthorizedException","message":"Invalid login token. Token expired: 2 >= 1"}"#,
            ),
            "GetId" => (200, r#"{"IdentityId":"eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c"}"#),
            _ => (400, r#"{"__type":"InternalErrorException","message":"far enough"}"#),
        };
        stream.write_all(answer(status, "", body).as_bytes()).is_ok()
    });
    let mut room = Room::of(Desk::at(&server), LARGE);
    let button = "Refresh the tokens and go on";
    goes_wrong(&mut room, "The ID token has expired", "An ID token lives for an hour", button);
    room.press(button);
    room.until_over();
    let made: Vec<_> = room.app().steps().iter().map(|step| step.operation.name()).collect();
    assert_eq!(made[..2], ["GetTokensFromRefreshToken", "GetId"]);
    assert!(room.app().steps()[1].failure().is_none(), "the fresh login is taken");
    assert!(room.app().tokens.opened(TokenRef::Id).is_some());
}

/// Knows the app client from the second call on, as when the region was another at first.
fn elsewhere_at_first() -> Server {
    let asked = AtomicUsize::new(0);
    Server::new(move |stream, _| {
        let (status, body) = if asked.fetch_add(1, Ordering::Relaxed) == 0 {
            (
                400,
                r#"{"__type":"ResourceNotFoundException","message":"User pool client 1h57 does not exist."}"#,
            )
        } else {
            (
                200,
                r#"{"AuthenticationResult":{"IdToken":"e30.e30.x","AccessToken":"e30.e30.y","ExpiresIn":3600}}"#,
            )
        };
        stream.write_all(answer(status, "x-amzn-requestid: 5-1f\r\n", body).as_bytes()).is_ok()
    })
}

#[test]
fn a_wrong_region_is_taken_from_the_pools_id() {
    let server = elsewhere_at_first();
    let mut desk = Desk::at(&server);
    desk.app.form.draft.region = "us-east-1".into();
    desk.app.form.draft.identity_pool.clear();
    let mut room = Room::of(desk, LARGE);
    let headline = "No app client of this ID in us-east-1";
    let cause = "The region is us-east-1, and the user pool’s ID says eu-west-1";
    goes_wrong(&mut room, headline, cause, "Use eu-west-1 and run again");
    assert!(room.says("5-1f"), "the request ID stands on the card");
    room.dispatch(Command::Copy(Copied::RequestId(0)));
    assert_eq!(room.board.last().unwrap().0, "5-1f");
    room.press("Use eu-west-1 and run again");
    ends_well(&mut room);
    assert_eq!(room.app().form.draft.region, "eu-west-1");
}

#[test]
fn a_region_that_the_pools_id_contradicts_is_said_before_anything_is_sent() {
    let server = crate::stage::generous();
    let mut desk = Desk::at(&server);
    desk.app.form.draft = draft("");
    desk.app.form.draft.region = "us-east-1".into();
    let mut room = Room::of(desk, LARGE);
    room.key(Key::F5);
    assert!(room.app().walk.is_none() && room.says("The user pool is in eu-west-1, as its ID says"));
    room.press("Use eu-west-1");
    assert!(room.app().problems().is_empty());
}

#[test]
fn two_swapped_ids_are_swapped_back_before_anything_is_sent() {
    let server = crate::stage::generous();
    let mut desk = Desk::at(&server);
    let typed = &mut desk.app.form.draft;
    std::mem::swap(&mut typed.user_pool, &mut typed.client);
    let mut room = Room::of(desk, LARGE);
    room.key(Key::F5);
    assert!(room.app().walk.is_none() && server.received().is_empty());
    assert_eq!(room.app().edit, None, "the cursor went where it is wrong");
    assert!(room.says("This is a user pool ID; it belongs in “User pool ID”"), "{}", room.spoken());
    room.press("Swap it with “User pool ID”");
    room.key(Key::F5);
    ends_well(&mut room);
    assert!(!room.app().problems().iter().any(|problem| problem.field == Field::Client));
}
