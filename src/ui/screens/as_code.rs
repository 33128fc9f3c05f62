//! A step, or the whole walk, as code in one of several languages: secrets are variables in it.

use eframe::egui::{Label, RichText, Ui};

use super::inspector::Around;
use crate::app::{App, CodeView, Command, Copied};
use crate::handoff::code::Language;
use crate::ui::theme::{CODE, SMALL, Tokens, face, icons, mono};
use crate::ui::widgets::{Card, Choice, Combo, CopyButton, EmptyPlace, Tone};

/// Draws the code, and what to set before it runs.
pub(super) fn show(app: &App, around: &Around<'_>, ui: &mut Ui, commands: &mut Vec<Command>) {
    let view = app.code_view;
    let choices = Language::ALL.map(|language| Choice { label: language.label(), detail: "" });
    let at = Language::ALL.iter().position(|language| *language == view.language);
    if let Some(language) = Combo::new("Language").show(ui, &choices, at).and_then(|at| Language::ALL.get(at))
    {
        commands.push(Command::ShowCode(CodeView { language: *language, ..view }));
    }
    let mut whole_walk = view.whole_walk;
    if ui.checkbox(&mut whole_walk, "The whole walk as code").changed() {
        commands.push(Command::ShowCode(CodeView { whole_walk, ..view }));
    }
    ui.add_space(4.0);
    let code = match app.code() {
        Ok(code) => code,
        Err(words) => {
            let _shown = EmptyPlace::new(icons::TERMINAL, &words).show(ui);
            return;
        }
    };
    if ui.add(CopyButton::new(Copied::Code.label(), around.copied).label("Copy")).clicked() {
        commands.push(Command::Copy(Copied::Code));
    }
    let t = Tokens::of(ui);
    for variable in &code.variables {
        let words = format!("{}: {}", variable.name, variable.what());
        ui.add(Label::new(RichText::new(words).font(face(SMALL)).color(t.muted)).wrap());
    }
    for note in &code.notes {
        ui.add(Label::new(RichText::new(*note).font(face(SMALL)).color(t.muted)).wrap());
    }
    let no_corner = |_: &mut Ui| {};
    Card::new(Tone::Plain).flat().show(ui, no_corner, |ui| {
        ui.add(Label::new(RichText::new(&code.text).font(mono(CODE))).wrap().selectable(true));
    });
}
