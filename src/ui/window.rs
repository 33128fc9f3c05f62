//! The window as eframe sees it: work in `logic`, drawing in `ui`, and a repaint only when
//! something moves or the clock on screen must.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, Area, CentralPanel, Frame, Id, Order, Panel, ViewportCommand};

use super::dialogs::{self, Learn};
use super::launch::Life;
use super::screens::{self, inspector::Around, tour::Spots};
use super::theme::{self, Tokens};
use super::widgets::{self, Palette, SecretBuf};
use crate::app::{App, Change, Command, Fold, Place, Stopwatch, TokenCommand};
use crate::profile::{Theme, import};
use crate::secret::Secret;

/// The program's window.
pub struct Window {
    /// What the program is doing.
    pub app: App,
    drafts: Drafts,
    theme: Option<Theme>,
    /// Measures the first frame, when that was asked for.
    watch: Option<Stopwatch>,
    first_frame: FirstFrame,
    life: Arc<Life>,
}

/// How far the first frame has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FirstFrame {
    Coming,
    Drawn,
    Shown,
}

/// What stands in fields and is not (yet) the program's business: secrets as they are typed,
/// searches, names.
#[derive(Default)]
pub(super) struct Drafts {
    pub(super) password: SecretBuf,
    pub(super) client_secret: SecretBuf,
    pub(super) secret_access_key: SecretBuf,
    pub(super) session_token: SecretBuf,
    pub(super) refresh_token: SecretBuf,
    pub(super) totp_secret: SecretBuf,
    pub(super) providers: Vec<SecretBuf>,
    pub(super) answers: Vec<SecretBuf>,
    /// Height of the room that the question was last drawn in: another one may leave it out of sight.
    pub(super) question_room: f32,
    pub(super) pasted: SecretBuf,
    pub(super) call_headers: SecretBuf,
    pub(super) call_body: SecretBuf,
    pub(super) call_body_shown: Option<screens::call::ShownBody>,
    pub(super) call_picture: Option<screens::call::ShownPicture>,
    pub(super) call_part: Option<screens::call::Part>,
    pub(super) copied: widgets::Copied,
    pub(super) palette: Palette,
    pub(super) name: Option<String>,
    pub(super) learn: Learn,
    pub(super) spots: Spots,
}

impl Drafts {
    pub(super) fn forget_dialogs(&mut self) {
        self.palette = Palette::default();
        self.name = None;
        self.learn = Learn::default();
    }
}

/// Width of the inspector.
const INSPECTOR: f32 = 400.0;
/// Under this width the inspector is a drawer.
const DRAWER_UNDER: f32 = 1180.0;
/// Under this width the form folds to a line.
const FOLD_UNDER: f32 = 900.0;

/// How the columns are laid out at this width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) inspector_is_drawer: bool,
    pub(super) form_is_folded: bool,
}

impl Columns {
    fn at(width: f32) -> Self {
        Self { inspector_is_drawer: width < DRAWER_UNDER, form_is_folded: width < FOLD_UNDER }
    }
}

impl Window {
    /// Dresses egui and opens on the app as it is.
    #[must_use]
    pub fn new(ctx: &egui::Context, app: App) -> Self {
        theme::install(ctx);
        let drafts = Drafts {
            session_token: SecretBuf::for_token(),
            refresh_token: SecretBuf::for_token(),
            pasted: SecretBuf::for_token(),
            call_headers: SecretBuf::for_token(),
            call_body: SecretBuf::for_token(),
            ..Drafts::default()
        };
        Self { app, drafts, theme: None, watch: None, first_frame: FirstFrame::Coming, life: Arc::default() }
    }

    /// Tells of its life to whoever opened it.
    #[must_use]
    pub(super) fn told_to(mut self, life: Arc<Life>) -> Self {
        self.life = life;
        self
    }

    /// Closes the window as soon as its first frame is on screen, and tells by `watch` when that was.
    #[must_use]
    pub(super) const fn quit_after_first_frame(mut self, watch: Stopwatch) -> Self {
        self.watch = Some(watch);
        self
    }

    /// A frame is on screen when the next one begins: the buffers were swapped in between.
    fn note_first_frame(&mut self) {
        if self.first_frame != FirstFrame::Drawn {
            return;
        }
        self.first_frame = FirstFrame::Shown;
        self.app.shown();
        if let Some(watch) = &self.watch {
            self.life.first_frame(watch.elapsed());
            self.app.dispatch(Command::Quit);
        }
    }

    /// Before anything is drawn, so that no frame has the inks of two themes.
    fn follow_theme(&mut self, ui: &mut egui::Ui) {
        let theme = self.app.connections.theme();
        if self.theme != Some(theme) {
            self.theme = Some(theme);
            ui.ctx().set_theme(match theme {
                Theme::System => egui::ThemePreference::System,
                Theme::Dark => egui::ThemePreference::Dark,
                Theme::Light => egui::ThemePreference::Light,
            });
            ui.set_style(ui.ctx().global_style()); // the room to draw in was made before
        }
        self.app.is_dark = ui.ctx().theme() == egui::Theme::Dark;
    }

    fn draw(&mut self, ui: &mut egui::Ui) {
        let columns = Columns::at(ui.available_width());
        let mut commands = Vec::new();
        screens::top_bar::show(&self.app, ui, &mut commands);
        match self.app.place {
            Place::Walk => self.draw_walk(columns, ui, &mut commands),
            Place::Tokens => screens::tokens::show(&mut self.app, &mut self.drafts, ui, &mut commands),
            Place::Call => screens::call::show(&mut self.app, &mut self.drafts, ui, &mut commands),
        }
        screens::notices::show(&mut self.app, ui, &mut commands);
        screens::tour::show(&self.app, &self.drafts.spots, ui, &mut commands);
        screens::dropping::show(&self.app, ui);
        dialogs::show(&self.app, &mut self.drafts, ui, &mut commands);
        // A field that was pointed at and is not on screen is not waited for.
        self.app.edit = None;
        self.app.points_at_keys = false;
        self.app.call.edit = None;
        for command in commands {
            self.app.dispatch(command);
        }
        self.mark_copied(ui);
    }

    /// The Copy buttons show for a moment that they have copied.
    fn mark_copied(&mut self, ui: &egui::Ui) {
        if let Some((what, at)) = &self.app.copied
            && *at == self.app.now
        {
            self.drafts.copied.mark(&self.app.copy_name(what), ui.time());
        }
    }

    fn draw_walk(&mut self, columns: Columns, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let Self { app, drafts, .. } = self;
        drafts.spots.card = None;
        let mut spots = Spots::in_room(ui.available_rect_before_wrap());
        screens::result_bar::show(app, &drafts.copied, ui, commands);
        spots.results_above(ui.available_rect_before_wrap());
        if columns.form_is_folded {
            screens::form::show_folded(app, drafts, ui, commands);
        } else {
            let panel = Panel::left("form").resizable(false).exact_size(304.0).frame(column(ui));
            panel.show(ui, |ui| screens::form::show(app, drafts, ui, commands));
        }
        spots.form_beside(ui.available_rect_before_wrap());
        let around = Around { copied: &drafts.copied, is_drawer: columns.inspector_is_drawer };
        if !columns.inspector_is_drawer {
            let panel = Panel::right("inspector").resizable(false).exact_size(INSPECTOR).frame(column(ui));
            panel.show(ui, |ui| screens::inspector::show(app, &around, ui, commands));
        }
        let room = ui.available_rect_before_wrap();
        spots.inspector_beside(room, columns.inspector_is_drawer.then(|| drawer_rect(room)));
        if columns.inspector_is_drawer && app.is_open(Fold::Inspector) {
            drawer(ui, room, |ui| screens::inspector::show(app, &around, ui, commands));
        }
        let lanes = Frame::new().fill(Tokens::of(ui).bg);
        CentralPanel::default().frame(lanes).show(ui, |ui| screens::walk::show(app, drafts, ui, commands));
        spots.card = drafts.spots.card;
        drafts.spots = spots;
    }

    /// Asks for the next frame only when one will differ from this one.
    fn plan_next_frame(&self, ctx: &egui::Context) {
        if self.theme != Some(self.app.connections.theme()) {
            ctx.request_repaint(); // chosen while this frame was drawn
        }
        if self.app.is_busy() || self.app.call.is_calling() {
            ctx.request_repaint_after(Duration::from_millis(if theme::reduced_motion(ctx) {
                100
            } else {
                33
            }));
        }
        if let Some(at) = self.app.next_change() {
            let wait = Duration::try_from(at.duration_since(self.app.now)).unwrap_or_default();
            ctx.request_repaint_after(wait.max(Duration::from_millis(10)));
        }
    }
}

/// Over the right end of the lanes, which keep their room beneath it.
fn drawer(ui: &egui::Ui, room: egui::Rect, inspector: impl FnOnce(&mut egui::Ui)) {
    let place = drawer_rect(room);
    let area = Area::new(Id::unique("inspector drawer")).order(Order::Middle);
    area.fixed_pos(place.min).show(ui, |ui| {
        let t = Tokens::of(ui);
        column(ui).stroke((1.0, t.line)).show(ui, |ui| {
            ui.set_min_size(place.size());
            ui.set_max_size(place.size());
            inspector(ui);
        });
    });
}

fn drawer_rect(room: egui::Rect) -> egui::Rect {
    let width = INSPECTOR.min(room.width() * 0.86);
    room.with_min_x(room.right() - width)
}

fn column(ui: &egui::Ui) -> Frame {
    Frame::new().fill(Tokens::of(ui).panel)
}

/// A pasted text of several lines, or a JSON one, that names a pool: it fills the form, whatever
/// field it was pasted in.
fn is_configuration(text: &str) -> bool {
    let text = text.trim();
    (text.lines().count() > 1 || text.starts_with('{')) && import::read(text).is_some()
}

impl eframe::App for Window {
    fn raw_input_hook(&mut self, _ctx: &egui::Context, input: &mut egui::RawInput) {
        if self.app.dialog.is_some() {
            return;
        }
        if self.app.place == Place::Tokens {
            for file in input.dropped_files.drain(..) {
                let path = file.path().to_path_buf();
                self.app.dispatch(Command::Tokens(TokenCommand::OpenFile(path)));
            }
            return;
        }
        if self.app.place == Place::Call {
            return; // a body may well be the text of a configuration file
        }
        let mut found = Vec::new();
        input.events.retain(|event| {
            if let egui::Event::Paste(text) = event
                && is_configuration(text)
            {
                found.push(Change::Import(Secret::from(text.as_str())));
                return false;
            }
            true
        });
        let dropped = input.dropped_files.drain(..).map(|file| file.path().to_path_buf());
        found.extend(dropped.map(Change::ImportFile));
        for change in found {
            self.app.dispatch(Command::Change(change));
        }
    }

    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.app.tick();
        self.note_first_frame();
        if self.app.quitting {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        super::keys::handle(&mut self.app, ui.ctx());
        self.follow_theme(ui);
        self.draw(ui);
        if self.first_frame == FirstFrame::Coming {
            self.first_frame = FirstFrame::Drawn;
            ui.ctx().request_repaint(); // the next frame begins when this one is on screen
        }
        self.plan_next_frame(ui.ctx());
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        if let Err(problem) = self.app.close() {
            self.life.not_saved(problem);
        }
    }
}
