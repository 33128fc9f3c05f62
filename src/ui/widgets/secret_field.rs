//! A field for what must not be seen. egui is never given the real text unless it is revealed:
//! it would keep copies of it for undo and layout, and nothing wipes those.

use std::any::TypeId;
use std::fmt;
use std::ops::Range;

use eframe::egui::text::CharIndex;
use eframe::egui::{Align2, Margin, Rect, Response, ScrollArea, TextBuffer, TextEdit, Ui, vec2};
use zeroize::Zeroizing;

use super::button::Button;
use super::field::{EditLook, FieldFrame, MARGIN, dress, labelled};
use super::mask::{BULLET, Mask};
use super::paint::{at, lower_first};
use crate::secret::Secret;
use crate::ui::theme::{SMALL_HEIGHT, icons};

/// Room for any password, client secret or session token, in bytes.
const SECRET_ROOM: usize = 8 * 1024;
/// Room for a pasted token, in bytes.
const TOKEN_ROOM: usize = 64 * 1024;
/// Height of a line of a field of several lines.
const ROW: f32 = 18.0;

/// A text that is typed in and must not be seen. It never grows beyond the room it began with,
/// because growing would leave the old copy behind in memory; what does not fit is refused.
pub struct SecretBuf {
    real: Zeroizing<String>,
    mask: Mask,
    room: usize,
    revealed: bool,
    /// The last text did not fit, and was refused whole.
    overfull: bool,
}

impl Default for SecretBuf {
    fn default() -> Self {
        Self::with_room(SECRET_ROOM)
    }
}

impl SecretBuf {
    /// Empty, with room for a token.
    #[must_use]
    pub fn for_token() -> Self {
        Self::with_room(TOKEN_ROOM)
    }

    fn with_room(room: usize) -> Self {
        Self {
            real: Zeroizing::new(String::with_capacity(room)),
            mask: Mask::default(),
            room,
            revealed: false,
            overfull: false,
        }
    }

    /// What was typed.
    #[must_use]
    pub fn secret(&self) -> Secret {
        Secret::new(self.real.as_str())
    }

    /// Puts a secret in place of what was there, masked. What does not fit is left out.
    pub fn set(&mut self, secret: &Secret) {
        self.rebuild([secret.expose()].into_iter());
        self.mask_again();
        self.revealed = false;
    }

    /// True when nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.real.is_empty()
    }

    /// Shows the real text, or bullets.
    pub const fn reveal(&mut self, revealed: bool) {
        self.revealed = revealed;
    }

    /// Overwrites what was typed and hides what comes next.
    pub fn wipe(&mut self) {
        self.rebuild(std::iter::empty());
        self.mask_again();
        self.revealed = false;
    }

    /// Fills a fresh buffer; the old one is overwritten as it is dropped.
    fn rebuild<'a>(&mut self, parts: impl Iterator<Item = &'a str>) {
        let mut fresh = Zeroizing::new(String::with_capacity(self.room));
        for part in parts {
            let fits = self.room.saturating_sub(fresh.len());
            fresh.push_str(part.get(..part.floor_char_boundary(fits)).unwrap_or_default());
        }
        self.real = fresh;
    }

    fn mask_again(&mut self) {
        self.mask = Mask::of(self.real.chars().count());
    }

    /// Where a place in what is shown is in the real text.
    fn byte(&self, at: CharIndex) -> usize {
        let letter = if self.revealed { at.0 } else { self.mask.letter(at.0) };
        self.real.char_indices().nth(letter).map_or(self.real.len(), |(byte, _)| byte)
    }
}

impl fmt::Debug for SecretBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretBuf(…)")
    }
}

impl TextBuffer for SecretBuf {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        if self.revealed { &self.real } else { self.mask.as_str() }
    }

    fn insert_text(&mut self, text: &str, at: CharIndex) -> usize {
        self.overfull = self.real.len() + text.len() > self.room;
        if self.overfull {
            return 0;
        }
        let byte = self.byte(at);
        self.real.insert_str(byte, text);
        let letters = text.chars().count();
        if self.revealed {
            self.mask_again();
        } else {
            self.mask.insert(at.0, letters);
        }
        letters
    }

    fn delete_char_range(&mut self, range: Range<CharIndex>) {
        self.overfull = false;
        let (start, end) = (self.byte(range.start), self.byte(range.end));
        let old = std::mem::take(&mut self.real);
        self.rebuild([old.get(..start).unwrap_or_default(), old.get(end..).unwrap_or_default()].into_iter());
        if self.revealed {
            self.mask_again();
        } else {
            self.mask.delete(range.start.0..range.end.0);
        }
    }

    fn clear(&mut self) {
        self.wipe();
    }

    /// Undo and redo come here with what they kept, which is bullets.
    fn replace_with(&mut self, text: &str) {
        if !text.is_empty() && text.chars().all(|letter| letter == BULLET) {
            return;
        }
        self.rebuild([text].into_iter());
        self.mask_again();
    }

    fn take(&mut self) -> String {
        let mask = self.mask.as_str().to_owned();
        self.wipe();
        mask
    }

    fn type_id(&self) -> TypeId {
        TypeId::of::<Self>()
    }
}

/// A field for a [`SecretBuf`]: masked, with an eye that reveals it, and no undo.
#[must_use = "show it"]
pub struct SecretField<'a> {
    label: &'a str,
    hint: &'a str,
    problem: Option<&'a str>,
    rows: usize,
}

impl<'a> SecretField<'a> {
    /// The label stands above the field and is its accessible name.
    pub const fn new(label: &'a str) -> Self {
        Self { label, hint: "", problem: None, rows: 1 }
    }

    /// What the field shows while it is empty.
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// What is wrong with what was typed, in words.
    pub const fn problem(mut self, problem: Option<&'a str>) -> Self {
        self.problem = problem;
        self
    }

    /// A field of several lines, for a token.
    pub const fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Draws it as wide as there is room; gives the response of the text inside.
    pub fn show(self, ui: &mut Ui, buf: &mut SecretBuf) -> Response {
        let Self { label, hint, problem, rows } = self;
        let overfull =
            buf.overfull.then(|| format!("That is too long to fit; {} bytes are the most", buf.room));
        let problem = overfull.as_deref().or(problem);
        labelled(ui, label, problem, |ui| {
            let frame = FieldFrame::begin(ui);
            let revealed = buf.revealed;
            let edit = if rows > 1 {
                TextEdit::multiline(buf).desired_rows(rows)
            } else {
                TextEdit::singleline(buf)
            };
            let look = EditLook {
                mono: revealed || rows > 1,
                margin: Margin { right: 36, ..MARGIN },
                lines: rows > 1,
            };
            let edit = dress(edit, look).id_salt(label).hint_text(hint).password(!revealed);
            let response = if rows > 1 {
                let height = ROW * f32::from(u8::try_from(rows).unwrap_or(u8::MAX)) + 14.0;
                let scroll = ScrollArea::vertical().id_salt(label).max_height(height);
                let shown = scroll.show(ui, |ui| ui.add(edit));
                // The frame is around what is in sight, however long the text is.
                Response { rect: shown.inner.rect.intersect(shown.inner_rect), ..shown.inner }
            } else {
                ui.add(edit)
            };
            forget_undo(ui, &response);
            frame.end(ui, &response, problem.is_some());
            eye(ui, response.rect, label, buf);
            response
        })
    }
}

/// While the text is revealed, egui's undo history would fill with it.
fn forget_undo(ui: &Ui, response: &Response) {
    if let Some(mut state) = TextEdit::load_state(ui.ctx(), response.id) {
        state.clear_undoer();
        TextEdit::store_state(ui.ctx(), response.id, state);
    }
}

fn eye(ui: &mut Ui, field: Rect, label: &str, buf: &mut SecretBuf) {
    let place =
        Align2::RIGHT_TOP.anchor_size(field.right_top() + vec2(-2.0, 2.0), vec2(SMALL_HEIGHT, SMALL_HEIGHT));
    let (icon, verb) = if buf.revealed { (icons::EYE_OFF, "Hide") } else { (icons::EYE, "Show") };
    let name = format!("{verb} {}", lower_first(label));
    let pressed = at(ui, place, |ui| ui.add(Button::icon_only(icon, &name))).clicked();
    if pressed {
        buf.reveal(!buf.revealed);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed(text: &str) -> SecretBuf {
        let mut buf = SecretBuf::default();
        buf.insert_text(text, CharIndex(0));
        buf
    }

    #[test]
    fn egui_sees_bullets_until_revealed() {
        let mut buf = typed("pä✓s");
        assert_eq!(buf.as_str(), "••••");
        buf.reveal(true);
        assert_eq!(buf.as_str(), "pä✓s");
    }

    #[test]
    fn undo_cannot_bring_bullets_in() {
        let mut buf = typed("secret");
        buf.replace_with("••••••");
        assert_eq!(buf.secret(), Secret::from("secret"));
    }

    #[test]
    fn a_long_token_is_edited_at_both_ends_and_replaced_whole() {
        let mut buf = SecretBuf::for_token();
        buf.insert_text(&"x".repeat(TOKEN_ROOM - 10), CharIndex(0));
        let end = |buf: &SecretBuf| CharIndex(buf.as_str().chars().count());
        assert!(end(&buf).0 <= 2_000, "few bullets");
        buf.insert_text("Z", CharIndex(0));
        buf.insert_text("a", end(&buf));
        let last = end(&buf);
        buf.delete_char_range(CharIndex(last.0 - 2)..last);
        let kept = format!("Z{}", "x".repeat(TOKEN_ROOM - 11));
        assert_eq!(buf.secret(), Secret::new(kept));
        let all = CharIndex(0)..end(&buf);
        buf.delete_char_range(all);
        assert!(buf.is_empty() && buf.as_str().is_empty());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let mut buf = typed("a");
        assert_eq!(buf.insert_text(&"x".repeat(SECRET_ROOM), CharIndex(1)), 0);
        assert_eq!(buf.secret(), Secret::from("a"));
        assert_eq!(SecretBuf::for_token().insert_text(&"x".repeat(TOKEN_ROOM), CharIndex(0)), TOKEN_ROOM);
    }

    #[test]
    fn the_room_never_changes() {
        let mut buf = typed("abc");
        let room = buf.real.capacity();
        buf.delete_char_range(CharIndex(1)..CharIndex(2));
        buf.insert_text("defg", CharIndex(1));
        buf.wipe();
        assert_eq!(buf.real.capacity(), room);
    }

    #[test]
    fn wiping_leaves_nothing_and_hides() {
        let mut buf = typed("abc");
        buf.reveal(true);
        buf.wipe();
        assert!(buf.is_empty() && !buf.revealed);
        assert_eq!(format!("{:?}", typed("abc")), "SecretBuf(…)");
    }

    proptest! {
        #[test]
        fn edits_do_what_a_string_would_do(
            start in "\\PC{0,12}", insert in "\\PC{0,6}", at in 0_usize..14, from in 0_usize..20, to in 0_usize..20,
        ) {
            let mut buf = typed(&start);
            buf.insert_text(&insert, CharIndex(at));
            let (from, to) = (from.min(to), from.max(to));
            buf.delete_char_range(CharIndex(from)..CharIndex(to));

            let mut letters: Vec<char> = start.chars().collect();
            let at = at.min(letters.len());
            letters.splice(at..at, insert.chars());
            letters.drain(from.min(letters.len())..to.min(letters.len()));
            prop_assert_eq!(buf.secret(), Secret::new(letters.into_iter().collect::<String>()));
        }
    }
}
