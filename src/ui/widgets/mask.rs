//! The bullets that stand for a secret. Of a very long one only a few are drawn, for laying out one per letter would
//! take longer than a frame: what is left out is a gap within them. It knows places and counts, never the text.

use std::ops::Range;

/// More letters than this at once are not drawn one by one.
const MOST: usize = 1_000;

/// The bullet.
pub(super) const BULLET: char = '•';

/// Bullets for so many letters: one each, but for the one after the gap, which stands for those in the gap too.
#[derive(Debug, Default)]
pub(super) struct Mask {
    bullets: String,
    /// How many bullets are before the gap.
    before: usize,
    /// How many letters have no bullet.
    gap: usize,
}

impl Mask {
    pub(super) fn of(letters: usize) -> Self {
        let drawn = letters.min(MOST);
        let bullets = std::iter::repeat_n(BULLET, drawn).collect();
        Self { bullets, before: drawn / 2, gap: letters - drawn }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.bullets
    }

    fn drawn(&self) -> usize {
        self.bullets.chars().count()
    }

    /// The place among the letters that a place among the bullets stands for.
    pub(super) fn letter(&self, at: usize) -> usize {
        if at > self.before || at >= self.drawn() { at + self.gap } else { at }
    }

    /// Letters are put in at this place among the bullets: those after it keep theirs, so that the cursor stays where it
    /// is, unless they have become too many.
    pub(super) fn insert(&mut self, at: usize, letters: usize) {
        let (drawn, all) = (self.drawn() + letters, self.drawn() + self.gap + letters);
        if letters > MOST || drawn > 2 * MOST {
            *self = Self::of(all);
            return;
        }
        if self.letter(at) == at {
            self.before += letters;
        }
        self.bullets.extend(std::iter::repeat_n(BULLET, letters));
    }

    /// Letters are taken out between these places among the bullets.
    pub(super) fn delete(&mut self, range: Range<usize>) {
        let drawn = self.drawn();
        let Range { start, end } = range;
        let (start, end) = (start.min(drawn), end.min(drawn));
        if self.letter(end) - self.letter(start) > end - start {
            self.gap = 0; // the gap was among them
        }
        let taken_before = end.min(self.before) - start.min(self.before);
        self.before -= taken_before;
        self.bullets = std::iter::repeat_n(BULLET, drawn - (end - start)).collect();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn few_bullets_are_drawn_however_long_the_secret() {
        assert_eq!(Mask::of(3).as_str(), "•••");
        let mask = Mask::of(65_536);
        assert_eq!(mask.drawn(), MOST);
        assert_eq!([0, 500, 501, MOST].map(|at| mask.letter(at)), [0, 500, 65_037, 65_536]);
    }

    /// What happens to a text of numbered letters, beside the mask and the cursor among its bullets.
    fn edit((letters, mask): (&mut Vec<usize>, &mut Mask), (at, length, inserts): (usize, usize, bool)) {
        let drawn = mask.drawn();
        let at = at.min(drawn);
        if inserts {
            let place = mask.letter(at);
            letters.splice(place..place, (0..length).map(|fresh| 1_000_000 + fresh));
            mask.insert(at, length);
        } else {
            let end = (at + length).min(drawn);
            letters.drain(mask.letter(at)..mask.letter(end));
            mask.delete(at..end);
        }
    }

    proptest! {
        #[test]
        fn the_mask_stands_for_all_letters_whatever_is_done(
            start in 0_usize..5_000, edits in proptest::collection::vec((0_usize..2_100, 0_usize..1_500, any::<bool>()), 0..12),
        ) {
            let (mut letters, mut mask) = ((0..start).collect::<Vec<_>>(), Mask::of(start));
            for step in edits {
                edit((&mut letters, &mut mask), step);
                prop_assert_eq!(mask.drawn() + mask.gap, letters.len());
                prop_assert!(mask.drawn() <= 2 * MOST && mask.before <= mask.drawn());
                prop_assert_eq!(mask.letter(mask.drawn()), letters.len());
            }
        }

        #[test]
        fn typing_and_taking_back_letter_by_letter_keeps_the_place(
            start in 900_usize..4_000, at in 0_usize..1_000, typed in 1_usize..20,
        ) {
            let (mut letters, mut mask) = ((0..start).collect::<Vec<_>>(), Mask::of(start));
            let (before, at) = (letters.clone(), at.min(mask.drawn()));
            for step in 0..typed {
                edit((&mut letters, &mut mask), (at + step, 1, true));
            }
            let place = letters.iter().position(|letter| *letter == 1_000_000).unwrap();
            prop_assert!(letters[place..place + typed].iter().all(|letter| *letter == 1_000_000));
            for step in (0..typed).rev() {
                edit((&mut letters, &mut mask), (at + step, 1, false));
            }
            prop_assert_eq!(letters, before);
        }
    }
}
