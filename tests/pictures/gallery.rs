//! What the reference pictures show: each piece in the states it can be in.

use std::time::Duration;

use eframe::egui::{Color32, Frame, RichText, Ui, UiBuilder};
use jiff::{SignedDuration, Timestamp};
use poolwalk::flow::{Actor, StepState};
use poolwalk::secret::Secret;
use poolwalk::ui::theme::{Tokens, icons};
use poolwalk::ui::widgets::{
    Badge, Button, Card, Choice, ClaimRow, Claims, Combo, Copied, CopyButton, CountdownRing, EmptyPlace,
    ExpiryPill, Field, FlowMap, KeyChip, LaneHead, LaneRow, Lanes, MapLink, MapPart, MenuItem, NoticeBar,
    Palette, PaletteItem, SecretBuf, SecretField, Tab, TabLook, Tone, tabs,
};

fn on_panel(ui: &mut Ui, draw: impl FnOnce(&mut Ui)) {
    let fill = Tokens::of(ui).panel;
    everywhere(ui, fill, |ui| {
        Frame::new().inner_margin(16).show(ui, draw);
    });
}

fn on_ground(ui: &mut Ui, draw: impl FnOnce(&mut Ui)) {
    let fill = Tokens::of(ui).bg;
    everywhere(ui, fill, draw);
}

/// The whole picture, without the margin that the harness gives.
fn everywhere(ui: &mut Ui, fill: Color32, draw: impl FnOnce(&mut Ui)) {
    let whole = ui.content_rect();
    let mut ui = ui.new_child(UiBuilder::new().max_rect(whole));
    ui.set_clip_rect(whole);
    ui.painter().rect_filled(whole, 0.0, fill);
    draw(&mut ui);
}

pub(crate) fn controls(ui: &mut Ui) {
    on_panel(ui, |ui| {
        ui.horizontal(|ui| {
            let _ = ui.add(Button::primary("Run").icon(icons::PLAY).shortcut("F5"));
            let _ = ui.add(Button::plain("Step").icon(icons::STEP_FORWARD).shortcut("F10"));
            let _ = ui.add(Button::plain("Stop").icon(icons::SQUARE).unless(Some("Nothing is under way")));
            let _ = ui.add(Button::small("Claims").icon(icons::COPY));
            let _ = ui.add(Button::plain("Copy as…").icon(icons::COPY).trailing(icons::CHEVRON_DOWN));
            let _ = ui.add(Button::icon_only(icons::SEARCH, "Search"));
            let _ = ui.add(Button::icon_only(icons::SUN, "Light theme"));
        });
        let mut places = ["Walk", "Tokens", "Call", "Accounts"].map(Tab::new);
        for (tab, icon) in
            places.iter_mut().zip([icons::FOOTPRINTS, icons::BRACES, icons::SEND, icons::LIST_CHECKS])
        {
            tab.icon = Some(icon);
        }
        let _ = tabs(ui, TabLook::Places, &places, 0);
        let _ =
            tabs(ui, TabLook::Panel, &["Why", "Request", "Response", "Tokens", "As code"].map(Tab::new), 3);
        let _ = tabs(ui, TabLook::Pills, &["ID", "Access", "Refresh"].map(Tab::new), 0);
        ui.horizontal(|ui| {
            ui.add(Badge::new(Tone::Accent, "practice · nothing leaves this computer").words_only());
            ui.add(Badge::new(Tone::Ok, "verified · 11 checks"));
            ui.add(Badge::new(Tone::Warn, "2:41 left").icon(icons::CLOCK));
            ui.add(Badge::new(Tone::Bad, "expired"));
        });
        fields(ui);
        keys(ui);
    });
}

fn fields(ui: &mut Ui) {
    ui.columns(3, |columns| {
        let [first, second, third] = columns else { return };
        Field::new("User pool ID").mono().show(first, &mut "eu-west-1_Practice1".to_owned());
        Field::new("Region").hint("from the pool ID").show(first, &mut String::new());
        let problem = "This is a user pool ID. The app client has 26 letters and digits";
        Field::new("App client")
            .mono()
            .problem(Some(problem))
            .show(second, &mut "eu-west-1_Practice1".to_owned());
        let mut password = SecretBuf::default();
        password.set(&Secret::from("correct horse"));
        SecretField::new("Password").show(third, &mut password);
        let choices = [Choice { label: "Automatic (SRP first)", detail: "" }];
        Combo::new("Sign-in flow").show(third, &choices, Some(0));
    });
}

fn keys(ui: &mut Ui) {
    let mut copied = Copied::default();
    copied.mark("Session token", ui.input(|input| input.time));
    ui.horizontal(|ui| {
        KeyChip::plain("Access key ID", &Secret::from("ASIAQ7PRACTICE3XWZ2")).show(ui, &copied);
        KeyChip::secret("Session token", &Secret::from("IQoJb3Jp"), false).show(ui, &copied);
        ui.add(CopyButton::new("token", &copied).label("Token"));
    });
}

const HEADS: [LaneHead<'_>; 5] = [
    LaneHead { actor: Actor::You, name: "You", id: "ada (practice)" },
    LaneHead { actor: Actor::UserPool, name: "User pool", id: "…_Practice1" },
    LaneHead { actor: Actor::IdentityPool, name: "Identity pool", id: "…7f3a" },
    LaneHead { actor: Actor::Sts, name: "STS", id: "eu-west-1" },
    LaneHead { actor: Actor::YourApi, name: "Your API", id: "/pets" },
];

/// Name, gist, what comes back, status when done, actor.
const STEPS: [(&str, &str, &str, &str, Actor); 6] = [
    ("InitiateAuth", "USER_SRP_AUTH · ada", "PASSWORD_VERIFIER", "200 · 41 ms", Actor::UserPool),
    (
        "RespondToAuthChallenge",
        "proof of password, never the password",
        "ID, access and refresh token",
        "200 · 38 ms",
        Actor::UserPool,
    ),
    ("GetId", "ID token as login", "identity id", "200 · 12 ms", Actor::IdentityPool),
    (
        "GetCredentialsForIdentity",
        "same login",
        "access key, secret key, session token",
        "200 · 16 ms",
        Actor::IdentityPool,
    ),
    (
        "GetCallerIdentity",
        "signed with the new keys",
        "assumed-role/PracticeAuthenticated",
        "200 · 9 ms",
        Actor::Sts,
    ),
    (
        "GET /pets",
        "signed for execute-api",
        "[{\"id\": 1, \"type\": \"cat\"}]",
        "200 · 22 ms",
        Actor::YourApi,
    ),
];

const NOW: Timestamp = Timestamp::constant(1_800_000_000, 400_000_000);

/// The steps of a walk that has come as far as `at`, which stands as told.
fn walk(at: usize, state: StepState) -> Vec<LaneRow<'static>> {
    let row = |(index, (name, gist, back, done, to)): (
        usize,
        (&'static str, &'static str, &'static str, &'static str, Actor),
    )| {
        let state = match index.cmp(&at) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => state,
            std::cmp::Ordering::Greater => StepState::Ghost,
        };
        let (back, status) = match state {
            StepState::Done => (back, done),
            StepState::Ready => ("", "ready"),
            StepState::Asking => ("", "waiting for you"),
            StepState::UnderWay { .. } => ("", "under way 0.4 s"),
            StepState::Refused => ("InvalidParameterException", "400 · 36 ms"),
            StepState::Failed => ("nobody answered at 127.0.0.1:9", "2.0 s"),
            StepState::Stopped => ("", "stopped"),
            StepState::Ghost => ("", ""),
        };
        LaneRow { name, gist, back, status, state, to }
    };
    STEPS.into_iter().enumerate().map(row).collect()
}

pub(crate) fn lanes_done(ui: &mut Ui) {
    on_ground(ui, |ui| {
        Lanes::new(&HEADS, &walk(5, StepState::Ready), NOW).selected(Some(1)).show(ui, |_| {});
    });
}

pub(crate) fn lanes_under_way(ui: &mut Ui) {
    let since = Timestamp::constant(1_800_000_000, 0);
    on_ground(ui, |ui| {
        Lanes::new(&HEADS, &walk(3, StepState::UnderWay { since }), NOW).selected(Some(3)).show(ui, |_| {});
    });
}

pub(crate) fn lanes_asking(ui: &mut Ui) {
    on_ground(ui, |ui| {
        let rows = walk(1, StepState::Asking);
        Lanes::new(&HEADS, &rows, NOW).selected(Some(1)).card_under(Some(1)).show(ui, question);
    });
}

fn question(ui: &mut Ui) {
    ui.set_max_width(420.0);
    let left = |ui: &mut Ui| {
        ui.add(Badge::new(Tone::Warn, "2:41 left").icon(icons::CLOCK));
    };
    Card::new(Tone::Accent).title("Cognito asks for a new password").show(ui, left, |ui| {
        ui.label(
            RichText::new(
                "This user was created by an administrator with a temporary password. It works once: finish here, or ask for a new one.",
            )
            .color(Tokens::of(ui).muted),
        );
        ui.columns(2, |columns| {
            let [first, second] = columns else { return };
            let mut password = SecretBuf::default();
            password.set(&Secret::from("correct horse"));
            SecretField::new("New password").show(first, &mut password).request_focus();
            Field::new("Given name").show(second, &mut "Grace".to_owned());
        });
        ui.horizontal(|ui| {
            let _ = ui.add(Button::primary("Answer").icon(icons::ARROW_RIGHT));
            let _ = ui.add(Button::plain("Start again").icon(icons::ROTATE_CW));
        });
    });
}

pub(crate) fn lanes_refused(ui: &mut Ui) {
    on_ground(ui, |ui| {
        let rows = walk(0, StepState::Refused);
        Lanes::new(&HEADS, &rows, NOW).selected(Some(0)).card_under(Some(0)).show(ui, failure);
    });
}

fn failure(ui: &mut Ui) {
    let card =
        Card::new(Tone::Bad).icon(icons::CIRCLE_X).title("This app client does not allow the password flow");
    card.show(
        ui,
        |_| {},
        |ui| {
            let muted = Tokens::of(ui).muted;
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                ui.label(RichText::new("Cognito said:").color(muted));
                ui.label(RichText::new("USER_PASSWORD_AUTH flow not enabled for this client").monospace());
            });
            ui.label(
                RichText::new(
                    "It is off by default. SRP proves the password without sending it, and is usually on.",
                )
                .color(muted),
            );
            ui.horizontal_wrapped(|ui| {
                let _ = ui.add(Button::primary("Use SRP and run again").icon(icons::WRENCH));
                let _ = ui.add(Button::plain("How to enable it…"));
                let _ = ui.add(Button::plain("Copy report").icon(icons::COPY));
            });
        },
    );
}

pub(crate) fn lanes_failed(ui: &mut Ui) {
    on_ground(ui, |ui| {
        let mut rows = walk(2, StepState::Failed);
        if let Some(row) = rows.get_mut(3) {
            (row.state, row.status) = (StepState::Stopped, "stopped");
        }
        Lanes::new(&HEADS, &rows, NOW).selected(Some(2)).show(ui, |_| {});
    });
}

pub(crate) fn token(ui: &mut Ui) {
    const CLAIMS: [(&str, &str, &str, Tone); 8] = [
        ("sub", "5f6e2d1c-7a8b-4c3d-9e0f-1a2b3c4dc41a", "the user, for ever", Tone::Plain),
        ("cognito:username", "ada", "real user name", Tone::Plain),
        ("cognito:groups", "testers", "groups the role may come from", Tone::Plain),
        ("email", "ada@practice.test", "from the profile", Tone::Plain),
        ("token_use", "id", "for the app, not for APIs", Tone::Plain),
        (
            "iss",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Practice1",
            "who signed it",
            Tone::Plain,
        ),
        ("auth_time", "10:42:07", "signed in just now", Tone::Plain),
        ("exp", "09:42:07", "59 minutes ago", Tone::Bad),
    ];
    on_panel(ui, |ui| {
        NoticeBar::new(
            Tone::Warn,
            "The file of connections has a line that is not understood; it is kept as it is",
        )
        .action("Show")
        .show(ui);
        let rows = CLAIMS.map(|(name, value, meaning, tone)| ClaimRow {
            name,
            path: name,
            value,
            meaning,
            tone,
            depth: 0,
        });
        let mut copied = Copied::default();
        copied.mark("email", ui.input(|input| input.time));
        Claims::new(&rows, &copied).show(ui, |_| {});
        ui.horizontal(|ui| {
            ui.add(CountdownRing::new(Duration::from_secs(19), Duration::from_secs(30)));
            ui.monospace("491 203");
            ui.add(ExpiryPill::new(SignedDuration::from_secs(3581)));
            ui.add(ExpiryPill::new(SignedDuration::from_secs(161)));
            ui.add(ExpiryPill::new(SignedDuration::ZERO));
        });
        let open = Button::plain("Paste a token…").icon(icons::CLIPBOARD_PASTE);
        EmptyPlace::new(icons::BRACES, "Tokens of the walk appear here").button(open).show(ui);
    });
}

pub(crate) fn palette(ui: &mut Ui) {
    let items = [
        ("Run the walk", "F5", None),
        ("Make one step", "F10", None),
        ("Stop", "Shift+F5", Some("Nothing is under way")),
        ("Copy all keys", "Ctrl+Shift+C", None),
        ("New connection…", "Ctrl+N", None),
        ("Use the light theme", "", None),
    ]
    .map(|(label, keys, why_not)| PaletteItem { label, keys, why_not, is_guess: false });
    on_panel(ui, |ui| {
        ui.set_max_width(220.0);
        let _ = ui.add(MenuItem::new("As environment variables").icon(icons::TERMINAL).keys("Ctrl+E"));
        let _ = ui.add(MenuItem::new("As a Postman environment").icon(icons::BRACES).detail("JSON"));
        let _ = ui.add(MenuItem::new("Practice pool").choice(true).detail("nothing leaves this computer"));
    });
    Palette::default().show(ui, &items);
}

pub(crate) fn flow_map(ui: &mut Ui) {
    let part = |place, icon, label, value| MapPart { place, icon, label, value, hint: "" };
    let parts = [
        part((0, 0), icons::USER_ROUND, "You", Some("ada")),
        part((1, 0), icons::USERS_ROUND, "User pool", Some("eu-west-1_Practice1")),
        part((1, 1), icons::BRACES, "ID token", Some("ends in 59 minutes")),
        part((2, 1), icons::KEY_ROUND, "AWS keys", None),
        part((3, 2), icons::GLOBE, "Your API", None),
        part((1, 2), icons::BRACES, "Access token", None),
    ];
    let links = [(0, 1), (1, 2), (2, 3), (3, 4), (5, 4)].map(|(from, to)| MapLink { from, to });
    on_panel(ui, |ui| {
        let _ = FlowMap::new(&parts, &links).show(ui, |ui| {
            let _ = ui.add(Button::primary("Run a login"));
        });
    });
}
