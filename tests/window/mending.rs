//! Each way that practice can go wrong, as somebody at the window reads it: the headline, the first cause, the
//! first button; and where the program can mend it, pressing that button leads to a walk that ends well.

use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use poolwalk::app::{Change, Command, Copied, TokenRef};
use poolwalk::cognito::Way;
use poolwalk::flow::{Ending, Field};

use crate::room::{LARGE, Room};
use crate::server::{Server, answer};
use crate::stage::{Desk, code, draft};

/// What stands on the card of a failure, in the order in which it is read out.
struct Card {
    words: Vec<String>,
    buttons: Vec<String>,
}

impl Card {
    fn of(room: &Room, headline: &str) -> Self {
        let (mut words, mut buttons, mut inside) = (Vec::new(), Vec::new(), false);
        for node in room.window.root().children_recursive() {
            let node = node.accesskit_node();
            let said = node.label().or_else(|| node.value()).unwrap_or_default();
            inside |= said == headline;
            match node.role() {
                Role::Button if inside => buttons.push(said),
                Role::Label if inside => words.push(said),
                _ => {}
            }
        }
        assert!(inside, "“{headline}” is not on screen:\n{}", room.spoken());
        Self { words, buttons }
    }
}

/// Walks, and reads the card of what went wrong.
fn goes_wrong(room: &mut Room, headline: &str, cause: &str, button: &str) {
    room.key(Key::F5);
    assert_ne!(room.until_over(), Ending::Finished, "{headline}");
    reads(room, headline, cause, button);
}

fn reads(room: &Room, headline: &str, cause: &str, button: &str) {
    let card = Card::of(room, headline);
    let causes = || card.words.iter().skip(1).map(|words| words.trim_start_matches("· "));
    let first = causes().find(|words| !words.is_empty() && !words.starts_with("It said:"));
    let said = room.app().steps().iter().rev().find_map(|step| step.failure().cloned());
    let advice = advice(room);
    assert_eq!(advice.what, headline, "{said:?}");
    assert!(first.is_some() && advice.causes[0].text.starts_with(cause), "{:?}", advice.causes);
    assert!(causes().any(|words| words == advice.causes[0].text), "{:?}", card.words);
    assert_eq!(card.buttons.first().map(String::as_str), Some(button), "{headline}");
    assert!(card.buttons.iter().any(|name| name == "Copy report"), "{:?}", card.buttons);
    assert!(card.words.iter().any(|words| words == advice.fixer.label()), "{:?}", card.words);
}

fn advice(room: &Room) -> poolwalk::explain::Advice {
    let steps = room.app().steps();
    let failed = steps.iter().rev().find(|step| step.failure().is_some()).unwrap();
    poolwalk::app::advice(room.app(), failed).unwrap()
}

fn as_user(username: &str) -> Room {
    let mut room = Room::new();
    room.choose("Username", username);
    room
}

fn change(room: &mut Room, change: Change) {
    room.dispatch(Command::Change(change));
}

/// Picks from the list that has come open.
fn pick(room: &mut Room, choice: &str) {
    let item = room
        .window
        .get_all_by_label_contains(choice)
        .find(|node| node.accesskit_node().role() != Role::ComboBox);
    item.unwrap().click_accesskit();
    room.window.run();
}

fn ends_well(room: &mut Room) {
    assert_eq!(room.until_over(), Ending::Finished, "{}", room.spoken());
}

#[test]
fn what_only_the_pools_owner_can_mend_is_said_to_be_theirs() {
    for (username, headline, cause) in [
        ("alan", "The temporary password has expired", "A password set by an administrator must be changed"),
        ("dennis", "This user is disabled", "An administrator switched the account off"),
    ] {
        let mut room = as_user(username);
        goes_wrong(&mut room, headline, cause, "Change the username");
        assert!(room.says("the pool's owner"));
        room.press("Change the username");
        pick(&mut room, "ada");
        room.key(Key::F5);
        ends_well(&mut room);
    }
}

#[test]
fn an_unconfirmed_user_is_confirmed_and_signs_in() {
    let mut room = as_user("joan");
    let headline = "This user signed up but has not confirmed the account";
    goes_wrong(&mut room, headline, "Cognito sent a code on sign-up", "Send a new code…");
    room.press("Send a new code…");
    room.press("Send the code");
    room.until(|room| room.says("Enter the code of the sign-up"));
    let right = code(room.app());
    room.fill(Role::TextInput, "Code from the message", right.expose());
    room.press("Confirm");
    ends_well(&mut room);
    room.press("Sign in");
    ends_well(&mut room);
}

#[test]
fn a_password_that_must_be_reset_is_reset_and_signs_in() {
    let mut room = as_user("barbara");
    let headline = "This user must reset the password before signing in";
    goes_wrong(&mut room, headline, "An administrator asked for the reset", "Reset the password…");
    room.press("Reset the password…");
    room.press("Send the code");
    room.until(|room| room.says("Choose another password"));
    let right = code(room.app());
    room.fill(Role::TextInput, "Code from the message", right.expose());
    room.fill(Role::PasswordInput, "New password", "Chosen-by-Barbara-2");
    room.press("Set the password");
    ends_well(&mut room);
    room.press("Sign in");
    ends_well(&mut room);
}

#[test]
fn a_wrong_password_is_typed_again() {
    let mut room = Room::new();
    let headline = "Cognito does not accept this username and password";
    room.fill(Role::PasswordInput, "Password", "Practice-Ada-1 ");
    let cause = "The password in the form begins or ends with a space";
    goes_wrong(&mut room, headline, cause, "Enter the password again");
    assert!(!advice(&room).why().contains("clock"), "the practice pool's clock is this computer's");
    room.press("Enter the password again");
    assert_eq!(room.focused(), "Password");
    room.fill(Role::PasswordInput, "Password", "Practice-Ada-2");
    goes_wrong(&mut room, headline, "Most often the password is wrong.", "Enter the password again");
    room.fill(Role::PasswordInput, "Password", "Practice-Ada-1");
    room.key(Key::F5);
    ends_well(&mut room);
    // With a flow that is known to work, another is no way to find out.
    room.fill(Role::PasswordInput, "Password", "Practice-Ada-2");
    goes_wrong(&mut room, headline, "Most often the password is wrong.", "Enter the password again");
    assert!(!room.has(Role::Button, "Use the password flow and run again"));
}

#[test]
fn too_many_wrong_passwords_lock_the_user_for_a_moment() {
    let mut room = Room::new();
    let headline = "Too many wrong passwords: this user is locked for a while";
    change(&mut room, Change::Way(Way::UserPassword));
    room.fill(Role::PasswordInput, "Password", "Practice-Ada-2");
    loop {
        room.key(Key::F5);
        room.until_over();
        if room.says(headline) {
            break; // each further failure makes the lock longer, so it is met sooner or later
        }
    }
    reads(&room, headline, "After five failures Cognito locks the user", "Enter the password again");
    room.fill(Role::PasswordInput, "Password", "Practice-Ada-1");
    room.until(|room| room.app().walk.as_ref().is_some_and(|walk| walk.ending().is_some()));
    while room.until_over() != Ending::Finished {
        assert!(room.says(headline), "{}", room.spoken());
        room.key(Key::F5);
    }
}

#[test]
fn a_flow_that_the_client_does_not_allow_is_exchanged_for_one_that_it_does() {
    let mut room = Room::new();
    room.choose("App client", "SRP only");
    room.key(Key::F5);
    ends_well(&mut room);
    room.choose("Sign-in flow", "USER_PASSWORD_AUTH");
    let headline = "This app client does not allow the password flow";
    let cause = "USER_SRP_AUTH worked with this app client before.";
    goes_wrong(&mut room, headline, cause, "Use SRP and run again");
    room.press("Use SRP and run again");
    ends_well(&mut room);

    let mut room = Room::new();
    room.choose("App client", "Password only, tells unknown users");
    let headline = "This app client does not allow SRP";
    goes_wrong(&mut room, headline, "SRP is on by default", "Use the password flow and run again");
    room.press("Use the password flow and run again");
    ends_well(&mut room);
}

#[test]
fn a_client_secret_that_is_missing_or_wrong_is_typed() {
    let mut room = Room::new();
    room.choose("App client", "Server app with a secret");
    let right = room.app().form.draft.client_secret.clone();
    room.window.state_mut().app.form.draft.client_secret.wipe();
    let headline = "This app client has a secret, and none was given";
    goes_wrong(&mut room, headline, "Such a client wants SECRET_HASH", "Enter the client secret");
    room.press("Enter the client secret");
    assert_eq!(room.focused(), "Client secret");
    room.type_text("of-another-client");
    let headline = "The client secret does not fit this app client";
    goes_wrong(&mut room, headline, "Most often the secret is mistyped", "Enter the client secret");
    room.fill(Role::PasswordInput, "Client secret", right.expose());
    room.key(Key::F5);
    ends_well(&mut room);
}

#[test]
fn an_unknown_user_is_told_where_the_client_tells() {
    let mut room = Room::new();
    room.choose("App client", "Password only, tells unknown users");
    change(&mut room, Change::Way(Way::UserPassword));
    room.window.state_mut().app.form.draft.username = "nobody@example.com".to_owned();
    let headline = "This pool has no such user";
    goes_wrong(&mut room, headline, "Probably the name is spelled otherwise", "Change the username");
    assert!(room.says("Maybe this e-mail address or phone number is not verified"));
    room.press("Change the username");
    pick(&mut room, "ada");
    room.key(Key::F5);
    ends_well(&mut room);
}

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
    let cause = "Probably the trust policy of PracticeGuest does not fit";
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
fn a_riddle_answered_wrong_ends_the_sign_in_and_is_begun_again() {
    let mut room = as_user("edsger");
    room.key(Key::F5);
    room.until_asked();
    let field = room.app().walk.as_ref().unwrap().answer[0].key.clone();
    room.window.state_mut().app.walk.as_mut().unwrap().answer[0].text = "I do not know".into();
    assert_eq!(field, "ANSWER");
    room.dispatch(Command::Answer);
    assert_eq!(room.until_over(), Ending::Refused);
    let headline = "The pool's own check did not accept the answer";
    reads(&room, headline, "What is right is decided by the pool's Lambda functions", "Start again");
    room.press("Start again");
    room.until_asked();
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
