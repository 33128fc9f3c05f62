//! What went wrong with a step of the walk, with all that the program knows around it.

use super::App;
use crate::explain::{self, Advice, Context};
use crate::flow::Step;

/// The advice on a step that did not end well.
#[must_use]
pub fn advice(app: &App, step: &Step) -> Option<Advice> {
    let failure = step.failure()?;
    let mut context = Context::of(step);
    if let Some(walk) = &app.walk {
        let config = walk.login().config();
        context.flow = Some(config.flow);
        context.region = Some(config.region.clone());
        context.user_pool.clone_from(&config.pool);
        context.client = Some(config.client.clone());
        context.identity_pool.clone_from(&config.identity_pool);
        context.host.get_or_insert_with(|| walk.target.host(step.operation));
    }
    context.is_practice = app.is_practice();
    Some(explain::failure(failure, &context))
}
