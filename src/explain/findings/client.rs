//! What a check tells of the app client: that it is there, its secret, and the flows that it allows.

use super::{Around, Finding, Health, Mend, Subject};
use crate::cognito::{AuthFlow, Way};
use crate::explain::advice::{self, Advice};
use crate::explain::context::Context;
use crate::flow::{Failure, Field, LoginConfig, OfFlow, Refusal, Step};

/// Every flow that was asked for, with what came of it.
fn told(steps: &[Step]) -> impl Iterator<Item = (AuthFlow, OfFlow)> {
    steps.iter().filter_map(OfFlow::of)
}

/// Is there such a client?
pub(super) fn client(around @ Around { config, steps, .. }: Around<'_>) -> Option<Finding> {
    let client = config.client.as_ref()?;
    let region = &config.region;
    if told(steps).any(|(_, told)| told == OfFlow::NoClient) {
        let says = format!("There is no app client {client} in {region}");
        let found = Finding::new(Subject::Client, Health::Bad, says);
        let next = "Probably the ID is of another pool, region or account, or the client was deleted. Copy it from the \
                    user pool’s list of app clients";
        return Some(found.next(next).mend(Mend::Edit(Field::Client)));
    }
    if told(steps).any(|(_, told)| told != OfFlow::Unclear) {
        return Some(Finding::new(Subject::Client, Health::Good, format!("It is there, in {region}")));
    }
    steps.iter().find(|step| OfFlow::of(step).is_some()).map(|step| failed(Subject::Client, step, around))
}

/// Has it a secret, and is it the one in the form?
pub(super) fn secret(Around { config, steps, .. }: Around<'_>) -> Option<Finding> {
    let found = |state, says: &str| Finding::new(Subject::ClientSecret, state, says);
    let edit = Mend::Edit(Field::ClientSecret);
    let told: Vec<_> = told(steps).collect();
    let is = |wanted| told.iter().any(|(_, told)| *told == wanted);
    let got_past = told.iter().any(|(flow, told)| {
        matches!(flow, AuthFlow::UserSrp | AuthFlow::UserPassword) && told.is_allowed().is_some()
    });
    if is(OfFlow::SecretWanted) {
        let next = "Enter the secret, or take a client without one";
        Some(found(Health::Bad, "The app client has a secret, and none was given").next(next).mend(edit))
    } else if is(OfFlow::SecretUnwanted) {
        let next = "Empty the field";
        Some(found(Health::Bad, "The app client has no secret, and one was given").next(next).mend(edit))
    } else if is(OfFlow::SecretWrong) {
        let says = "The secret does not fit this app client: probably it is another client’s, or the client has none";
        let next = "Copy it again, or empty the field if the client has none";
        Some(found(Health::Bad, says).probably().next(next).mend(edit))
    } else if got_past && config.client_secret.is_some() {
        Some(found(Health::Good, "It is probably right: nothing was said against it").probably())
    } else if got_past {
        Some(found(Health::Good, "The app client probably has none: none was asked for").probably())
    } else {
        None
    }
}

/// Which flows does it allow?
pub(super) fn flows(Around { config, steps, .. }: Around<'_>) -> Vec<Finding> {
    let told: Vec<_> = told(steps).collect();
    if told.is_empty() || told.iter().any(|(_, told)| *told == OfFlow::NoClient) {
        return Vec::new();
    }
    let asks_for =
        |flow: AuthFlow| steps.iter().find(|step| OfFlow::of(step).is_some_and(|(of, _)| of == flow));
    let each = told.iter().filter_map(|(flow, of)| Some((*flow, *of, asks_for(*flow)?)));
    let mut found: Vec<_> = each
        .filter(|(_, of, _)| !of_secret(*of))
        .map(|(flow, of, step)| one(flow, of, (config, step, &told)))
        .collect();
    if told.iter().any(|(_, told)| of_secret(*told)) {
        let says = "Not looked at: the app client’s secret has to be right first";
        found.push(Finding::new(Subject::Flows, Health::Unknown, says));
    }
    let says = "Not tried: their calls are signed with AWS keys of the pool owner’s";
    found.push(Finding::new(Subject::AdminFlows, Health::Note, says));
    found
}

const fn of_secret(told: OfFlow) -> bool {
    matches!(told, OfFlow::SecretWanted | OfFlow::SecretWrong | OfFlow::SecretUnwanted)
}

/// What is known around one flow: the form, the step that asked for it, and what was told of all flows.
type AroundFlow<'a> = (&'a LoginConfig, &'a Step, &'a [(AuthFlow, OfFlow)]);

fn one(flow: AuthFlow, of: OfFlow, (config, step, all): AroundFlow<'_>) -> Finding {
    let found = |state, says: &str| Finding::new(Subject::Flow(flow), state, says);
    let is_chosen = config.way != Way::Automatic && config.way.flow() == Some(flow);
    let is_the_last = config.way == Way::Automatic && TRIED.contains(&flow) && none_is_left(all);
    match of {
        OfFlow::Off if is_chosen => {
            let says = "Not allowed for this app client, and it is the flow that is chosen";
            instead(found(Health::Bad, says), (config, all), &allow(flow))
        }
        OfFlow::Off if is_the_last => {
            let says = "Not allowed, and the automatic way has nothing else to try";
            instead(found(Health::Bad, says), (config, all), &allow(flow))
        }
        OfFlow::Off => found(Health::Note, "Not allowed for this app client"),
        OfFlow::NotOffered => {
            let says = "Probably not offered here: the pool’s plan lacks it, or a setting is off";
            let state = if is_chosen { Health::Bad } else { Health::Note };
            let found = found(state, says).probably();
            if is_chosen {
                instead(found, (config, all), "have the pool’s owner look at both")
            } else {
                found
            }
        }
        OfFlow::Began => found(Health::Good, "Allowed: it began"),
        OfFlow::GotPast => found(Health::Good, "Probably allowed").probably(),
        OfFlow::NoFunctions => {
            let state = if is_chosen { Health::Bad } else { Health::Note };
            let says =
                "Probably allowed, but the user pool has no functions (Lambda triggers) that ask anything";
            found(state, says).probably()
        }
        OfFlow::NoClient
        | OfFlow::SecretWanted
        | OfFlow::SecretWrong
        | OfFlow::SecretUnwanted
        | OfFlow::Unclear => unclear(Subject::Flow(flow), step),
    }
}

fn allow(flow: AuthFlow) -> String {
    format!("have the pool’s owner tick ALLOW_{} for this client", flow.wire())
}

/// Another way in if there is one; or else what the owner can do.
fn instead(found: Finding, (config, all): (&LoginConfig, &[(AuthFlow, OfFlow)]), owner: &str) -> Finding {
    match another(config, all) {
        Some(way) => found.next(format!("Use {}. Or {owner}", way.label())).mend(Mend::UseWay(way)),
        None => found.next(owner.replacen("have", "Have", 1)).mend(Mend::Edit(Field::Way)),
    }
}

/// What the automatic way tries.
const TRIED: [AuthFlow; 3] = [AuthFlow::UserSrp, AuthFlow::UserPassword, AuthFlow::UserAuth];

/// The automatic way has tried everything.
fn none_is_left(all: &[(AuthFlow, OfFlow)]) -> bool {
    TRIED.iter().all(|flow| all.contains(&(*flow, OfFlow::Off)) || all.contains(&(*flow, OfFlow::NotOffered)))
}

/// A way with a password that the client seems to allow.
fn another(config: &LoginConfig, all: &[(AuthFlow, OfFlow)]) -> Option<Way> {
    [Way::UserSrp, Way::UserPassword, Way::UserAuth].into_iter().find(|way| {
        let is_allowed =
            |(flow, told): &(AuthFlow, OfFlow)| Some(*flow) == way.flow() && told.is_allowed() == Some(true);
        all.iter().any(is_allowed) && (config.pool.is_some() || !way.needs_user_pool())
    })
}

/// An answer that tells nothing of what was asked, in its own words.
pub(super) fn unclear(subject: Subject, step: &Step) -> Finding {
    let found = Finding::new(subject, Health::Unknown, "The answer tells nothing of it");
    match step.failure() {
        Some(Failure::Refused(refusal)) => Finding { service_said: said(refusal), ..found },
        Some(_) | None => found,
    }
}

fn said(refusal: &Refusal) -> Option<String> {
    let both = format!("{} {}", refusal.code, refusal.message);
    Some(both.trim()).filter(|said| !said.is_empty()).map(str::to_owned)
}

/// A call that brought no usable answer: what happened, and the next move.
pub(super) fn failed(subject: Subject, step: &Step, around: Around<'_>) -> Finding {
    let Some(failure) = step.failure() else { return unclear(subject, step) };
    let context = Context::within(step, around.config, around.is_practice);
    let Advice { what, next, service_said, .. } = advice::failure(failure, &context);
    Finding { service_said, ..Finding::new(subject, Health::Bad, what).next(next).mend(Mend::CheckAgain) }
}
