//! What the reference pictures show: each piece in the states it can be in.

use eframe::egui::{CentralPanel, Frame, Ui};
use poolwalk::secret::Secret;
use poolwalk::ui::theme::{Tokens, icons};
use poolwalk::ui::widgets::{
    Badge, Button, Choice, Combo, Copied, CopyButton, Field, KeyChip, SecretBuf, SecretField, Tab, TabLook,
    Tone, tabs,
};

fn on_panel(ui: &mut Ui, draw: impl FnOnce(&mut Ui)) {
    let fill = Tokens::of(ui).panel;
    CentralPanel::default().frame(Frame::new().fill(fill).inner_margin(16).outer_margin(-8)).show(ui, draw);
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
