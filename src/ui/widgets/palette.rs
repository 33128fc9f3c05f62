//! The palette: every command by name, found by typing.

use eframe::egui::{
    Align2, Frame, Id, Key, Margin, Modal, Modifiers, Response, RichText, ScrollArea, Sense, TextEdit, Ui,
    vec2,
};

use super::menu_item::MenuItem;
use crate::ui::theme::{ICON, TEXT, Tokens, face, icons};

/// One command.
#[derive(Debug, Clone, Copy)]
pub struct PaletteItem<'a> {
    /// What it does.
    pub label: &'a str,
    /// Its keys; may be empty.
    pub keys: &'a str,
    /// Why it cannot be done just now.
    pub why_not: Option<&'a str>,
    /// Offered where no other item has the words, for its name comes near them.
    pub is_guess: bool,
}

/// What was typed, and which line Enter would take. The app keeps one while the palette is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Palette {
    query: String,
    line: usize,
}

/// What came of showing the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaletteOutcome {
    /// It stays open.
    Open,
    /// The person left it.
    Left,
    /// This item was taken.
    Taken(usize),
}

const WIDTH: f32 = 520.0;
const HEIGHT: f32 = 360.0;
/// From the top of the window.
const TOP: f32 = 72.0;

impl Palette {
    /// What was typed.
    #[must_use]
    pub fn query(&self) -> &str {
        self.query.trim()
    }

    /// Draws it over everything else.
    pub fn show(&mut self, ui: &mut Ui, items: &[PaletteItem<'_>]) -> PaletteOutcome {
        let id = Id::unique("palette");
        let area =
            Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, TOP)).accessible_name("Commands");
        let frame = Frame::window(ui.style()).inner_margin(Margin::same(8));
        let veil = Tokens::of(ui).veil;
        let modal = Modal::new(id).area(area).frame(frame).backdrop_color(veil).show(ui, |ui| {
            ui.set_width(WIDTH.min(ui.content_rect().width() - 48.0));
            self.search(ui);
            let found = found(&self.query, items);
            let entered = self.keys(ui, found.len());
            let pressed = self.list(ui, items, &found);
            pressed.or_else(|| found.get(self.line).copied().filter(|_| entered))
        });
        match modal.inner.filter(|index| items.get(*index).is_some_and(|item| item.why_not.is_none())) {
            Some(index) => PaletteOutcome::Taken(index),
            None if modal.should_close() => PaletteOutcome::Left,
            None => PaletteOutcome::Open,
        }
    }

    fn search(&mut self, ui: &mut Ui) {
        let response = ui
            .horizontal(|ui| {
                let (mark, _) = ui.allocate_exact_size(vec2(28.0, 32.0), Sense::hover());
                icons::SEARCH.paint(ui.painter(), mark.center(), (ICON, Tokens::of(ui).muted));
                let edit =
                    TextEdit::singleline(&mut self.query).id_salt("search").hint_text("Search commands");
                let edit = edit.font(face(TEXT + 1.0)).frame(Frame::NONE).desired_width(f32::INFINITY);
                ui.add(edit.align(Align2::LEFT_CENTER).min_size(vec2(0.0, 32.0)))
            })
            .inner
            .accessible_name("Search commands");
        self.after_typing(&response);
        ui.separator();
    }

    fn after_typing(&mut self, response: &Response) {
        if !response.has_focus() {
            response.request_focus();
        }
        if response.changed() {
            self.line = 0;
        }
    }

    /// Up, down and Enter act on the list while the cursor stays in the search field.
    fn keys(&mut self, ui: &Ui, count: usize) -> bool {
        let last = count.saturating_sub(1);
        ui.input_mut(|input| {
            if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
                self.line += 1;
            }
            if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
                self.line = self.line.saturating_sub(1);
            }
            self.line = self.line.min(last);
            input.consume_key(Modifiers::NONE, Key::Enter)
        })
    }

    fn list(&self, ui: &mut Ui, items: &[PaletteItem<'_>], found: &[usize]) -> Option<usize> {
        if found.is_empty() {
            ui.label(RichText::new("No command has these words").color(Tokens::of(ui).muted));
            return None;
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        if found.iter().any(|at| items.get(*at).is_some_and(|item| item.is_guess)) {
            let words = "No command has these words. Did you mean:";
            ui.label(RichText::new(words).color(Tokens::of(ui).muted));
        }
        let mut pressed = None;
        ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
            for (line, index) in found.iter().enumerate() {
                let Some(item) = items.get(*index) else { continue };
                let lit = line == self.line;
                let response =
                    ui.add(MenuItem::new(item.label).keys(item.keys).unless(item.why_not).lit(lit));
                if lit && !ui.clip_rect().contains_rect(response.rect) {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    pressed = Some(*index);
                }
            }
        });
        pressed
    }
}

/// The items that have every word of the query, in their own order; those that begin with it come first. Where there
/// are none, the guesses.
fn found(query: &str, items: &[PaletteItem<'_>]) -> Vec<usize> {
    let query = query.trim().to_lowercase();
    let is_guess = |index: &usize| items.get(*index).is_some_and(|item| item.is_guess);
    let labels: Vec<String> = items.iter().map(|item| item.label.to_lowercase()).collect();
    let mut found: Vec<usize> = labels
        .iter()
        .enumerate()
        .filter(|(_, label)| query.split_whitespace().all(|word| label.contains(word)))
        .map(|(index, _)| index)
        .filter(|index| !is_guess(index))
        .collect();
    if found.is_empty() {
        return (0..items.len()).filter(is_guess).collect();
    }
    found.sort_by_key(|index| labels.get(*index).is_none_or(|label| !label.starts_with(&query)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_by_any_of_their_words() {
        let items = ["Run", "Copy all keys", "Run again", "Dark theme", "Stop the run"]
            .map(|label| PaletteItem { label, keys: "", why_not: None, is_guess: label == "Dark theme" });
        assert_eq!(found("", &items), [0, 1, 2, 4]);
        assert_eq!(found("keys COPY", &items), [1]);
        assert_eq!(found("run", &items), [0, 2, 4]);
        assert_eq!(found("nothing", &items), [3], "a guess is better than nothing");
        assert_eq!(found("nothing", &items[..3]), [0_usize; 0]);
    }
}
