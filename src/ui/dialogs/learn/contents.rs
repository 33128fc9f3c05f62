//! The list of all that can be read, found by typing.

use eframe::egui::{
    Align2, Frame, Key, Label, Margin, Modifiers, Response, RichText, ScrollArea, Sense, TextEdit, Ui, vec2,
};

use crate::explain::{Topic, TopicKind};
use crate::ui::theme::{ICON, SMALL, TEXT, Tokens, face, icons, semibold};
use crate::ui::widgets::MenuItem;

/// What was typed into the search, and what the list last brought into sight.
#[derive(Debug, Default)]
pub(in crate::ui) struct Learn {
    query: String,
    in_sight: Option<Topic>,
    is_open: bool,
}

/// What the list shows.
struct Found {
    topics: Vec<Topic>,
    /// It has not the words, but a name that comes near.
    guessed: bool,
}

impl Learn {
    /// Draws search and list; gives the entry that was chosen, by pointer or by the arrow keys.
    pub(super) fn show(&mut self, ui: &mut Ui, shown: Topic) -> Option<Topic> {
        let margin = Margin { left: 12, right: 8, top: 10, bottom: 10 };
        Frame::new()
            .inner_margin(margin)
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                let search = self.search(ui);
                let Found { topics: found, guessed } = self.found();
                let entered = search.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
                if entered {
                    search.request_focus();
                }
                let by_key = match (entered, search.has_focus()) {
                    (true, _) => found.first().copied(),
                    (false, true) => moved(ui, &found, shown),
                    (false, false) => None,
                };
                ui.separator();
                ui.add_space(4.0);
                self.list(ui, (&found, guessed), shown).or(by_key)
            })
            .inner
    }

    fn search(&mut self, ui: &mut Ui) -> Response {
        let response = ui
            .horizontal(|ui| {
                let (mark, _) = ui.allocate_exact_size(vec2(26.0, 32.0), Sense::hover());
                icons::SEARCH.paint(ui.painter(), mark.center(), (ICON, Tokens::of(ui).muted));
                let edit = TextEdit::singleline(&mut self.query).id_salt("look up").hint_text("Look up");
                let edit = edit.font(face(TEXT + 1.0)).frame(Frame::NONE).desired_width(f32::INFINITY);
                ui.add(edit.align(Align2::LEFT_CENTER).min_size(vec2(0.0, 32.0)))
            })
            .inner
            .accessible_name("Look up");
        if !self.is_open {
            self.is_open = true;
            response.request_focus();
        }
        response
    }

    /// What has the words; where nothing has them, what comes near.
    fn found(&self) -> Found {
        let query = self.query.trim().to_lowercase();
        let mut topics: Vec<_> = Topic::every().filter(|topic| topic.has(&query)).collect();
        if topics.is_empty() {
            return Found { topics: Topic::near(&query), guessed: true };
        }
        // What is called so comes first. Within its kind, what has the words in its name comes before what has them
        // in its text.
        let meant = Topic::named(&query);
        let is_named = |topic: &Topic| topic.label().to_lowercase().contains(&query);
        topics.sort_by_key(|topic| {
            let kind = TopicKind::ALL.iter().position(|kind| *kind == topic.kind());
            (Some(*topic) != meant, kind, !is_named(topic))
        });
        Found { topics, guessed: false }
    }

    fn list(&mut self, ui: &mut Ui, (found, guessed): (&[Topic], bool), shown: Topic) -> Option<Topic> {
        let muted = Tokens::of(ui).muted;
        if found.is_empty() {
            ui.label(RichText::new("Nothing has these words").color(muted));
            return None;
        }
        if guessed {
            ui.add(Label::new(RichText::new("Nothing has these words. Did you mean:").color(muted)).wrap());
            ui.add_space(4.0);
        }
        let mut pressed = None;
        let mut kind = None;
        ScrollArea::vertical().id_salt("contents").auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - 6.0);
            for topic in found {
                if kind != Some(topic.kind()) {
                    heading(ui, topic.kind(), kind.is_some());
                    kind = Some(topic.kind());
                }
                let label = topic.label();
                let item = ui.add(MenuItem::new(&label).lit(*topic == shown)).on_hover_text(&label);
                if *topic == shown && self.in_sight != Some(shown) {
                    self.in_sight = Some(shown);
                    item.scroll_to_me(None);
                }
                if item.clicked() {
                    // It is under the pointer: the list stays where it is.
                    self.in_sight = Some(*topic);
                    pressed = Some(*topic);
                }
            }
        });
        pressed
    }
}

fn heading(ui: &mut Ui, kind: TopicKind, is_below: bool) {
    ui.add_space(if is_below { 12.0 } else { 2.0 });
    ui.horizontal(|ui| {
        ui.add_space(10.0);
        ui.label(RichText::new(kind.heading()).font(semibold(SMALL)).color(Tokens::of(ui).muted));
    });
    ui.add_space(4.0);
}

/// Up and down go through the list while the cursor stays in the search.
fn moved(ui: &Ui, found: &[Topic], shown: Topic) -> Option<Topic> {
    let at = found.iter().position(|topic| *topic == shown);
    let consumed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let to = if consumed(Key::ArrowDown) {
        at.map_or(0, |at| at + 1)
    } else if consumed(Key::ArrowUp) {
        at.map_or(0, |at| at.saturating_sub(1))
    } else {
        return None;
    };
    found.get(to).copied()
}
