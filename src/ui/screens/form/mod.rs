//! The form of the Walk place, grouped as people think: where, identity, who, how.
//! Each field says what is wrong with it once it was left, and offers the repair.

use eframe::egui::{
    Align, CollapsingResponse, Frame, Key, Layout, Margin, Panel, Response, RichText, ScrollArea, Ui,
};

use crate::app::{App, Change, Command, Fold};
use crate::cognito::Way;
use crate::explain;
use crate::flow::{Field as Name, FieldProblem};
use crate::secret::Secret;
use crate::ui::screens::{account, inbox};
use crate::ui::theme::{SMALL, Tokens, face, icons, semibold};
use crate::ui::widgets::{Button, Choice, Combo, Field, SecretBuf, SecretField};
use crate::ui::window::Drafts;

mod browser;
mod how;
mod identity;
mod places;

/// Draws the whole form, with the practice inbox at its foot.
pub(in crate::ui) fn show(app: &mut App, drafts: &mut Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    let margin = Frame::new().inner_margin(Margin { left: 16, right: 12, top: 12, bottom: 12 });
    let at_foot = Frame::new().inner_margin(Margin::symmetric(16, 12)).fill(Tokens::of(ui).panel);
    let foot = Panel::bottom("form foot").resizable(false).frame(at_foot);
    foot.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 10.0;
        run_buttons(app, ui, commands);
        if app.is_practice() {
            inbox::show(app, ui, commands);
        }
    });
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        margin.show(ui, |ui| {
            ui.set_width(ui.available_width() - 4.0);
            ui.spacing_mut().item_spacing.y = 8.0;
            fields(app, drafts, ui, commands);
        });
    });
}

/// Draws the form as one line, and the whole of it when it is unfolded.
pub(in crate::ui) fn show_folded(
    app: &mut App,
    drafts: &mut Drafts,
    ui: &mut Ui,
    commands: &mut Vec<Command>,
) {
    let frame = Frame::new().fill(Tokens::of(ui).panel).inner_margin(Margin::symmetric(12, 8));
    Panel::top("folded form").resizable(false).frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            let draft = &app.form.draft;
            let who = format!("{} · {}", draft.username, draft.way.label());
            let icon = if app.is_open(Fold::Form) { icons::CHEVRON_DOWN } else { icons::CHEVRON_RIGHT };
            if ui.add(Button::plain(&who).icon(icon).hint("Show or fold the form")).clicked() {
                commands.push(Command::Toggle(Fold::Form));
            }
            run_buttons(app, ui, commands);
            account::menu(app, ui, commands);
        });
        if app.is_open(Fold::Form) {
            let height = (ui.content_rect().height() - 300.0).max(140.0);
            ScrollArea::vertical().max_height(height).show(ui, |ui| {
                ui.set_max_width(480.0);
                fields(app, drafts, ui, commands);
                if app.is_practice() {
                    inbox::show(app, ui, commands);
                }
            });
        }
    });
}

fn fields(app: &mut App, drafts: &mut Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    let problems = app.problems();
    let mut form = FormUi { app, problems: &problems, commands };
    form.group_of_places(ui);
    let draft = &form.app.form.draft;
    if !form.app.is_practice() && draft.user_pool.is_empty() && draft.client.is_empty() {
        let words = "Type or paste the ids; or paste a whole .env, amplify_outputs.json or stack output anywhere here";
        ui.label(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).muted));
    }
    let way = form.app.form.draft.way;
    if way.is_of_user_pool() {
        form.places(ui, drafts);
    } else {
        form.text(ui, Name::Region, "from the identity pool ID");
    }
    group(ui, "Identity");
    form.identity(ui, drafts);
    form.who(ui, drafts);
    group(ui, "How");
    form.how(ui, drafts);
    form.more(ui, drafts);
}

fn group(ui: &mut Ui, name: &str) {
    ui.add_space(4.0);
    ui.label(RichText::new(name).font(semibold(SMALL)).color(Tokens::of(ui).muted));
}

/// The form while it is drawn.
struct FormUi<'a> {
    app: &'a mut App,
    problems: &'a [FieldProblem],
    commands: &'a mut Vec<Command>,
}

impl FormUi<'_> {
    /// Who walks: nobody in particular for a guest, a refresh token or tokens brought along.
    fn who(&mut self, ui: &mut Ui, drafts: &mut Drafts) {
        let way = self.app.form.draft.way;
        if matches!(way, Way::Guest | Way::Providers) {
            return;
        }
        if way == Way::Developer {
            group(ui, "Who");
            self.text(ui, Name::Username, "what you call the person");
            return;
        }
        ui.horizontal(|ui| {
            ui.label(RichText::new("Who").font(semibold(SMALL)).color(Tokens::of(ui).muted));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                account::menu(self.app, ui, self.commands);
            });
        });
        if matches!(way, Way::RotateToken | Way::Browser) {
            return;
        }
        if self.app.is_practice() {
            self.practice_user(ui);
        } else {
            self.text(ui, Name::Username, "user name, e-mail or phone number");
        }
        if way != Way::RefreshToken && way != Way::Custom {
            self.secret(ui, (Name::Password, ""), &mut drafts.password);
        }
    }

    /// A field for text that may be seen.
    fn text(&mut self, ui: &mut Ui, name: Name, hint: &str) {
        let problem = self.problem(name).map(|problem| problem.text.clone());
        let Some(text) = self.app.form.text_mut(name) else { return };
        let field = Field::new(name.label()).mono().hint(hint).problem(problem.as_deref());
        let response = field.show(ui, text);
        self.after(ui, name, &response);
    }

    /// A field for what must not be seen; the program and the field are kept the same.
    fn secret(&mut self, ui: &mut Ui, (name, hint): (Name, &str), buf: &mut SecretBuf) {
        let problem = self.problem(name).map(|problem| problem.text.clone());
        let Some(kept) = self.app.form.secret_mut(name) else { return };
        let response =
            synced(ui, SecretField::new(name.label()).hint(hint).problem(problem.as_deref()), buf, kept);
        self.after(ui, name, &response);
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if name == Name::Password && entered && self.app.may(&Command::Run).is_ok() {
            self.commands.push(Command::Run);
        }
    }

    /// What was done for the person, the repair that is offered, and the leaving of the field.
    fn after(&mut self, ui: &mut Ui, name: Name, response: &Response) {
        if let Some(note) = self.app.form.note(name) {
            ui.label(RichText::new(note).font(face(SMALL)).color(Tokens::of(ui).muted));
        }
        if let Some(offer) = self.problem(name).and_then(|problem| problem.offer.clone()) {
            let label = explain::offer_label(&offer, &self.app.form.draft);
            if ui.add(Button::small(&label).icon(icons::WRENCH)).clicked() {
                self.change(Change::Accept(offer));
            }
        }
        if self.is_summoned(name) {
            response.request_focus();
            response.scroll_to_me(None);
        }
        if response.changed() {
            self.app.form_changed();
        }
        if response.lost_focus() {
            self.change(Change::Leave(name));
        }
    }

    /// True once, when something else pointed at this field.
    fn is_summoned(&mut self, name: Name) -> bool {
        let summoned = self.app.edit == Some(name);
        if summoned {
            self.app.edit = None;
        }
        summoned
    }

    fn change(&mut self, change: Change) {
        self.commands.push(Command::Change(change));
    }

    fn problem(&self, name: Name) -> Option<&FieldProblem> {
        let mut own = self.problems.iter().filter(|problem| problem.field == name);
        let first = own.clone().next();
        own.find(|problem| problem.offer.is_some()).or(first)
    }

    fn practice_user(&mut self, ui: &mut Ui) {
        let summoned = self.is_summoned(Name::Username);
        let Some(practice) = self.app.practice() else { return };
        let users = &practice.cast().users;
        let cast = users.iter().map(|user| Choice { label: user.username, detail: user.title });
        let newcomers = self.app.practice_newcomers();
        let newcomers = newcomers.iter().map(|username| Choice { label: username, detail: "Signed up here" });
        let choices: Vec<_> = cast.chain(newcomers).collect();
        let chosen = choices.iter().position(|choice| choice.label == self.app.form.draft.username);
        if let Some(at) = Combo::new(Name::Username.label()).summoned(summoned).show(ui, &choices, chosen) {
            self.change(Change::PracticeUser(at));
        }
    }
}

/// What was just unfolded comes up from under the edge.
fn in_sight<R>(fold: &CollapsingResponse<R>) {
    if fold.header_response.clicked() && !fold.fully_closed() {
        fold.header_response.scroll_to_me(Some(Align::Center));
    }
}

/// A secret field that shows what the program holds, and hands back what was typed.
pub(in crate::ui) fn synced(
    ui: &mut Ui,
    field: SecretField<'_>,
    buf: &mut SecretBuf,
    kept: &mut Secret,
) -> Response {
    if buf.secret() != *kept {
        buf.set(kept);
    }
    let response = field.show(ui, buf);
    if response.changed() {
        *kept = buf.secret();
    }
    response
}

fn run_buttons(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let reason = |command: &Command| app.may(command).err();
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 34.0 - 2.0 * ui.spacing().item_spacing.x).min(240.0);
        let held = app.walk.as_ref().is_some_and(crate::app::Walk::is_held);
        let run = if held { "Go on" } else { "Run" };
        let run = Button::primary(run).icon(icons::PLAY).shortcut("F5").width((width * 0.53).floor());
        if ui.add(run.unless(reason(&Command::Run)).hint("Walk to the end")).clicked() {
            commands.push(Command::Run);
        }
        let step =
            Button::plain("Step").icon(icons::STEP_FORWARD).shortcut("F10").width((width * 0.47).floor());
        if ui.add(step.unless(reason(&Command::Step)).hint("Make one call and wait")).clicked() {
            commands.push(Command::Step);
        }
        let square = Button::icon_only(icons::SQUARE, "Stop").shortcut("Shift+F5");
        if ui.add(square.unless(reason(&Command::Stop))).clicked() {
            commands.push(Command::Stop);
        }
    });
}
