//! What is taught in the window: pages and terms, the drawing that opens live values, the tour.

use std::fs;
use std::path::PathBuf;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use poolwalk::app::{Command, Copied, Dialog, Part, Place, Stop, Tab, TokenRef, Tour, Turn};
use poolwalk::explain::Topic;
use poolwalk::flow::Ending;
use tempfile::TempDir;

use crate::room::{LARGE, Room};
use crate::stage::{Desk, later};

const NARROW: [f32; 2] = [900.0, 600.0];

fn description(room: &Room, name: &str) -> String {
    room.find(Role::Button, name).accesskit_node().description().unwrap_or_default()
}

/// A window that opens the dialog on the whole flow.
fn learning(size: [f32; 2]) -> Room {
    let mut room = Room::of(Desk::new(), size);
    room.press("Learn");
    room
}

/// The same after a whole walk.
fn learning_after_a_walk() -> Room {
    let mut room = Room::new();
    room.press("Run");
    assert_eq!(room.until_over(), Ending::Finished);
    room.press("Learn");
    room
}

#[test]
fn shift_f1_opens_the_whole_flow_and_escape_closes_it() {
    for size in [NARROW, LARGE] {
        let mut room = Room::of(Desk::new(), size);
        room.key_with(Modifiers::SHIFT, Key::F1);
        assert_eq!(room.app().dialog, Some(Dialog::Learn(Topic::WHOLE_FLOW)));
        assert_eq!(room.focused(), "Look up");
        assert!(room.says("It answers one question: who is this?"), "{}", room.spoken());
        for part in Part::ALL {
            assert!(room.has(Role::Button, part.label()), "{part:?}");
        }
        room.key(Key::Escape);
        assert_eq!(room.app().dialog, None);
    }
}

#[test]
fn parts_are_empty_before_a_walk_and_the_page_offers_one() {
    let mut room = learning(LARGE);
    for part in Part::ALL {
        let is_empty = part != Part::YourApi;
        assert_eq!(
            room.find(Role::Button, part.label()).accesskit_node().is_disabled(),
            is_empty,
            "{part:?}"
        );
        assert_eq!(description(&room, part.label()) == "not there yet", is_empty, "{part:?}");
    }
    room.press("Run a login");
    assert_eq!((room.app().dialog.clone(), room.until_over()), (None, Ending::Finished));
}

#[test]
fn each_part_opens_what_there_is_of_it() {
    let mut room = learning_after_a_walk();
    for (part, operation, tab) in [
        (Part::You, "InitiateAuth", Tab::Request),
        (Part::UserPool, "RespondToAuthChallenge", Tab::Response),
        (Part::IdentityPool, "GetId", Tab::Why),
        (Part::IdentityId, "GetId", Tab::Response),
        (Part::Sts, "GetCallerIdentity", Tab::Why),
        (Part::Caller, "GetCallerIdentity", Tab::Response),
    ] {
        room.dispatch(Command::Learn(Topic::WHOLE_FLOW));
        assert!(!room.has(Role::Button, "Run a login"), "nothing is left to fill");
        room.press(part.label());
        let app = room.app();
        let shown = app.steps()[app.shown_step().unwrap()].operation.name();
        assert_eq!(
            (shown, app.tab, app.place, app.dialog.clone()),
            (operation, tab, Place::Walk, None),
            "{part:?}"
        );
    }
    for (part, which) in [
        (Part::IdToken, TokenRef::Id),
        (Part::AccessToken, TokenRef::Access),
        (Part::RefreshToken, TokenRef::Refresh),
    ] {
        room.dispatch(Command::Learn(Topic::WHOLE_FLOW));
        room.press(part.label());
        assert_eq!((room.app().place, room.app().tokens.which), (Place::Tokens, which), "{part:?}");
    }
}

#[test]
fn the_keys_part_leads_to_the_keys() {
    let mut room = learning_after_a_walk();
    let id = room.app().credentials().unwrap().access_key_id.clone();
    assert!(description(&room, "AWS keys").starts_with(&id));
    room.dispatch(Command::Go(Place::Tokens));
    room.press("AWS keys");
    assert_eq!((room.app().place, room.focused().as_str()), (Place::Walk, "Copy all"));
    room.key(Key::Enter);
    assert!(room.app().just_copied(&Copied::AllKeys));
}

#[test]
fn a_part_is_pressed_by_the_keyboard() {
    let mut room = learning_after_a_walk();
    room.type_text("whole way");
    room.tab_to("ID token");
    room.key(Key::Enter);
    assert_eq!(room.app().place, Place::Tokens);
}

#[test]
fn parts_are_of_a_login_that_is_here() {
    let mut desk = Desk::new();
    let there = |desk: &Desk| Part::ALL.into_iter().filter(|part| desk.app.part(*part).is_some()).count();
    assert_eq!(there(&desk), 1, "your API is always there");
    assert_eq!(desk.app.may(&Command::OpenPart(Part::Keys)), Err("Not there yet: run a login first"));
    desk.app.dispatch(Command::Step);
    desk.until(|app| !app.is_busy());
    assert_eq!(there(&desk), 3, "you, the user pool and your API");
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
    assert_eq!(there(&desk), Part::ALL.len());
    desk.app.dispatch(Command::NewConnection);
    assert_eq!(there(&desk), 1);
}

#[test]
fn an_entry_is_found_by_typing_and_by_the_arrow_keys() {
    let mut room = learning(LARGE);
    room.type_text("code_verifier");
    room.key(Key::Enter);
    assert_eq!(room.app().dialog, Topic::named("PKCE").map(Dialog::Learn));
    assert!(room.says("its fingerprint goes ahead"));
    room.key_with(Modifiers::COMMAND, Key::A);
    room.type_text("xyzzy");
    assert!(room.says("Nothing has these words"));
    room.key_with(Modifiers::COMMAND, Key::A);
    room.type_text("issuer");
    room.key(Key::ArrowDown);
    let first = room.app().dialog.clone();
    room.key(Key::ArrowDown);
    assert_ne!(room.app().dialog, first);
    room.key(Key::ArrowUp);
    assert_eq!((room.app().dialog.clone(), room.focused().as_str()), (first, "Look up"));
}

#[test]
fn an_error_is_looked_up_by_its_name_and_says_what_its_failure_says() {
    let mut room = learning(LARGE);
    room.type_text("UserNotConfirmedException");
    room.key(Key::Enter);
    assert!(room.says("This user signed up but has not confirmed the account"), "{}", room.spoken());
    assert!(room.says("Have a new code sent and enter it"));
    room.key_with(Modifiers::COMMAND, Key::A);
    room.type_text("MissingAuthenticationTokenException");
    room.key(Key::Enter);
    assert!(room.says("API Gateway knows no such route") && room.says("Probably the stage is missing"));
    room.key_with(Modifiers::COMMAND, Key::A);
    room.type_text("NotAuthorisedException");
    assert!(room.says("Nothing has these words. Did you mean:"), "{}", room.spoken());
    room.activate(Role::MenuItem, "NotAuthorizedException");
    assert!(room.says("Cognito does not accept this username and password"));
}

#[test]
fn the_palette_leads_to_an_error_and_past_a_slip() {
    let mut room = Room::new();
    for typed in ["passwordresetrequired", "PasswordResetRequierdException"] {
        room.key_with(Modifiers::COMMAND, Key::K);
        room.type_text(typed);
        assert_eq!(room.says("Did you mean:"), typed.contains("ier"), "{}", room.spoken());
        room.key(Key::Enter);
        assert_eq!(
            room.app().dialog,
            Topic::named("PasswordResetRequiredException").map(Dialog::Learn),
            "{typed}"
        );
        room.dispatch(Command::CloseDialog);
    }
}

#[test]
fn a_link_leads_to_the_next_entry() {
    let mut room = learning(NARROW);
    room.activate(Role::MenuItem, "ID token or access token");
    assert!(room.says("The claim token_use says id or access"));
    room.activate(Role::Link, "How a server verifies a token");
    assert_eq!(room.app().dialog, Topic::named("how a server verifies a token").map(Dialog::Learn));
}

#[test]
fn why_has_the_terms_that_the_step_builds_on() {
    let mut room = Room::new();
    room.press("Run");
    room.until_over();
    room.dispatch(Command::SelectStep(2));
    room.dispatch(Command::Inspect(Tab::Why));
    room.activate(Role::Link, "Logins map");
    assert_eq!(room.app().dialog, Topic::named("logins map").map(Dialog::Learn));
    assert!(room.says("Each token proves one login"));
}

#[test]
fn the_palette_has_the_pages_and_the_tour() {
    let mut room = Room::new();
    for (typed, shown) in [("learn verifies", Some("how a server verifies a token")), ("take the tour", None)]
    {
        room.key_with(Modifiers::COMMAND, Key::K);
        room.type_text(typed);
        room.key(Key::Enter);
        assert_eq!(room.app().dialog, shown.and_then(Topic::named).map(Dialog::Learn));
        room.dispatch(Command::CloseDialog);
    }
    assert_eq!(room.app().tour, Tour::At(Stop::Form));
}

/// A home where nobody has been.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("connections.toml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path()).unwrap_or_default()
    }

    fn room(&self, size: [f32; 2]) -> Room {
        Room::of(Desk::keeping(Some(self.path())), size)
    }
}

#[test]
fn the_first_run_offers_the_tour_and_the_second_does_not() {
    let home = Home::new();
    let mut room = home.room(LARGE);
    assert_eq!(room.app().tour, Tour::Offered);
    assert!(room.says("New here?"));
    room.window.state_mut().app.close().unwrap();
    assert!(home.text().contains("tour_seen = true"), "{}", home.text());
    let room = home.room(LARGE);
    assert!(room.app().tour == Tour::Away && !room.says("New here?"));
}

#[test]
fn the_offer_is_kept_even_if_the_program_is_not_closed_well() {
    let home = Home::new();
    let mut room = home.room(LARGE);
    later(2);
    room.window.run();
    assert!(home.text().contains("tour_seen = true"), "{}", home.text());
}

#[test]
fn the_offer_is_in_nobodys_way() {
    for size in [NARROW, LARGE] {
        let home = Home::new();
        let mut room = home.room(size);
        room.press("Run");
        assert_eq!(room.until_over(), Ending::Finished);
        assert!(room.app().tour == Tour::Away && !room.says("New here?"), "it makes room for the walk");
        room.press("Copy all");
    }
}

#[test]
fn the_offer_goes_when_it_is_not_wanted() {
    for size in [NARROW, LARGE] {
        let home = Home::new();
        let mut room = home.room(size);
        assert!(room.says("New here?"));
        room.press("No thanks");
        assert!(room.app().tour == Tour::Away && !room.says("New here?"));
    }
}

#[test]
fn who_has_connections_or_no_place_to_keep_settings_is_not_offered_it() {
    let home = Home::new();
    fs::write(home.path(), "[[connection]]\nname = \"Mine\"\n").unwrap();
    assert_eq!(home.room(LARGE).app().tour, Tour::Away);
    assert_eq!(Room::new().app().tour, Tour::Away);
}

#[test]
fn the_tour_goes_by_next_and_back_through_five_stops() {
    for size in [NARROW, LARGE, [760.0, 560.0]] {
        let home = Home::new();
        let mut room = home.room(size);
        room.press("Take the tour");
        for stop in Stop::ALL {
            assert_eq!(room.app().tour, Tour::At(stop), "{size:?}");
            assert!(room.says(stop.title()) && room.says(&format!("{} of 5", stop.number())));
            assert!(room.focused() == "Next" || room.focused() == "Done", "{}", room.focused());
            assert_eq!(room.has(Role::Button, "Back"), stop != Stop::Form);
            if stop == Stop::Question {
                room.press("Back");
                assert_eq!(room.app().tour, Tour::At(Stop::Lanes));
                room.key(Key::Enter);
            }
            room.key(Key::Enter);
        }
        assert_eq!(room.app().tour, Tour::Away);
    }
}

#[test]
fn the_tour_is_left_by_escape_and_by_skip_and_keeps_nothing_from_working() {
    let mut room = Room::new();
    room.dispatch(Command::Tour(Turn::Start));
    room.key(Key::Escape);
    assert_eq!(room.app().tour, Tour::Away);
    room.dispatch(Command::Tour(Turn::Start));
    assert_eq!(room.focused(), "Next", "the second time, too");
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    assert_eq!(room.app().tour, Tour::At(Stop::Form));
    room.press("Skip");
    assert_eq!(room.app().tour, Tour::Away);
}

#[test]
fn the_question_stop_is_at_a_question_when_there_is_one() {
    let mut room = Room::new();
    room.choose("Username", "hedy");
    room.key(Key::F5);
    room.until_asked();
    for turn in [Turn::Start, Turn::Next, Turn::Next] {
        room.dispatch(Command::Tour(turn));
    }
    assert!(room.says(Stop::Question.text()));
    let node = room.window.get_by_role_and_label(Role::TextInput, "Code from the authenticator app");
    node.focus();
    room.window.run();
    room.type_text("123456");
    assert_eq!(room.focused(), "Code from the authenticator app", "the tour takes the focus once");
}
