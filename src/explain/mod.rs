//! Words, made from data: what a step does, how it stands, why it is there, what went wrong and
//! what to do about it. The window and the terminal say the same. It knows no time but what it is
//! given, and it never decides: a [`Remedy`] is an offer.

mod account;
mod advice;
mod clock;
mod context;
mod findings;
mod gist;
mod http_status;
mod known;
mod lesson;
mod sign;
mod table;
mod texts;
mod topic;
mod visit;
mod waiting;

pub use account::came_of;
pub use advice::{Advice, Cause, Fixer, Remedy, failure};
pub use clock::{clock, clock_in_short};
pub use context::Context;
pub use findings::{
    Finding, Health, Mend, Subject, findings, form_findings, form_summary, offer_label, summary,
};
pub use gist::{Gist, gist, span, status, status_in_words};
pub use http_status::answered;
pub use known::{Known, LoginShown, NameLook, There, Typed};
pub use lesson::{Card, Lesson, challenge, terms, why};
use topic::plain;
pub use topic::{Paragraph, Topic, TopicKind};
pub use visit::what_it_wants;
pub use waiting::{Away, away};

#[cfg(test)]
mod tests;
