//! Something to read: pages, terms and calls, with a search; and the drawing of the whole flow.

use eframe::egui::{Align, Frame, Id, Label, Layout, Margin, Modal, RichText, ScrollArea, Ui, vec2};

use crate::app::{App, Command};
use crate::explain::{Topic, TopicKind};
use crate::ui::theme::{SMALL, TEXT, TITLE, Tokens, face, icons, semibold};
use crate::ui::widgets::{Button, links};

mod contents;
mod whole_flow;

pub(in crate::ui) use contents::Learn;

/// Width of the list: where there is room, the longest title is whole.
const LIST: f32 = 220.0;
const ROOMY_LIST: f32 = 276.0;
/// The longest line of running text.
const WIDEST: f32 = 640.0;

/// Draws the list at the left and the entry at the right.
pub(super) fn show(app: &App, topic: Topic, learn: &mut Learn, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    let id = Id::unique("learn");
    let area = Modal::default_area(id).accessible_name("Learn");
    let frame = Frame::window(ui.style()).inner_margin(Margin::ZERO);
    let veil = Tokens::of(ui).veil;
    let modal = Modal::new(id).area(area).frame(frame).backdrop_color(veil).show(ui, |ui| {
        let room = ui.content_rect().size();
        let size = vec2((room.x - 48.0).min(1120.0), (room.y - 56.0).min(760.0));
        ui.set_min_size(size);
        ui.set_max_size(size);
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let down = Layout::top_down(Align::Min);
        ui.horizontal_top(|ui| {
            let list = if size.x > 1000.0 { ROOMY_LIST } else { LIST };
            ui.allocate_ui_with_layout(vec2(list, size.y), down, |ui| {
                commands.extend(learn.show(ui, topic).map(Command::Learn));
            });
            let line = ui.available_rect_before_wrap();
            ui.painter().vline(line.left(), line.y_range(), (1.0, Tokens::of(ui).line));
            let room = vec2(ui.available_width(), size.y);
            ui.allocate_ui_with_layout(room, down, |ui| entry(app, topic, (ui, commands)));
        });
    });
    if modal.should_close() {
        commands.push(Command::CloseDialog);
    }
}

fn entry(app: &App, topic: Topic, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    Frame::new().inner_margin(Margin { left: 24, right: 16, top: 14, bottom: 16 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
        head(topic, ui, commands);
        ScrollArea::vertical().id_salt(topic).auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - 8.0);
            if topic == Topic::WHOLE_FLOW {
                whole_flow::show(app, ui, commands);
            }
            ui.scope(|ui| {
                ui.set_max_width(WIDEST.min(ui.available_width()));
                text(topic, ui, commands);
            });
        });
    });
}

fn head(topic: Topic, ui: &mut Ui, commands: &mut Vec<Command>) {
    let t = Tokens::of(ui);
    let kind = match topic.kind() {
        TopicKind::Page => "Page",
        TopicKind::Term => "Term",
        TopicKind::Call => "Call",
        TopicKind::Error => "Error",
    };
    ui.horizontal(|ui| {
        ui.label(RichText::new(kind).font(face(SMALL)).color(t.faint));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.add(Button::icon_only(icons::X, "Close").shortcut("Esc")).clicked() {
                commands.push(Command::CloseDialog);
            }
        });
    });
    ui.add(Label::new(RichText::new(topic.label()).font(semibold(TITLE + 2.0))).wrap());
    ui.add_space(10.0);
}

fn text(topic: Topic, ui: &mut Ui, commands: &mut Vec<Command>) {
    let t = Tokens::of(ui);
    for paragraph in topic.paragraphs() {
        ui.label(RichText::new(paragraph.heading).font(semibold(TEXT)).color(t.text));
        ui.add(Label::new(RichText::new(paragraph.text).size(TEXT + 1.0).color(t.muted)).wrap());
        ui.add_space(10.0);
    }
    let see = topic.see();
    if !see.is_empty() {
        ui.add_space(2.0);
        ui.label(RichText::new("See also").font(face(SMALL)).color(t.faint));
        commands.extend(links(ui, &see).map(Command::Learn));
    }
}
