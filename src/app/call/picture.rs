//! A picture among the answers: its pixels are asked for when it comes to be shown, and are there when they are
//! there. Those of one answer are held: whoever goes to another and comes back has them read again.

use super::{AnswerId, CallPlace};
use crate::app::App;
use crate::engine::picture::{Picture, PictureProblem, PictureReading};
use crate::flow::Content;

/// The answer that was last looked at, and the picture that it is, if it is one.
#[derive(Debug)]
pub(super) struct LookedAt {
    answer: AnswerId,
    picture: Option<PictureReading>,
}

impl CallPlace {
    /// What came of reading the picture of an answer; nothing while it is being read, or where there is none.
    #[must_use]
    pub fn picture(&self, answer: AnswerId) -> Option<&Result<Picture, PictureProblem>> {
        let looked_at = self.looked_at.as_ref().filter(|looked_at| looked_at.answer == answer)?;
        looked_at.picture.as_ref()?.outcome()
    }
}

impl App {
    /// Has the shown picture read, once for as long as it is the one shown.
    pub(in crate::app) fn look_at_picture(&mut self) {
        let Some(tried) = self.call.shown_try() else { return };
        let Some(answer) = tried.id() else { return };
        if self.call.looked_at.as_ref().is_some_and(|looked_at| looked_at.answer == answer) {
            return;
        }
        let file = tried.body().filter(|body| Content::is_picture(body)).map(<[u8]>::to_vec);
        let picture = file.map(|file| self.engine.read_picture(file));
        self.call.looked_at = Some(LookedAt { answer, picture });
    }
}
