//! What went wrong with a step of the walk, with all that the program knows around it.

use super::App;
use crate::explain::{self, Advice, Context};
use crate::flow::Step;

/// The advice on a step that did not end well.
#[must_use]
pub fn advice(app: &App, step: &Step) -> Option<Advice> {
    let failure = step.failure()?;
    let walk = app.walk.as_ref()?;
    let mut context = Context::within(step, walk.flow().config(), app.is_practice());
    context.host.get_or_insert_with(|| walk.target.host(step.operation));
    Some(explain::failure(failure, &context))
}
