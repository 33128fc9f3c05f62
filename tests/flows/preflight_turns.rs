//! A check before signing in, with scripted answers: services that say no to everything, or yes to anything.

use std::time::Duration;

use jiff::Timestamp;
use poolwalk::cognito::{Params, Way};
use poolwalk::explain::{Health, Subject, findings, summary};
use poolwalk::flow::{
    Call, Ending, Failure, Flow as _, Input, Next, Performed, Preflight, Refusal, Reply, Seed,
};

use crate::preflight::{drive, one};

/// A check whose every call comes back as told.
fn scripted(answer: &mut dyn FnMut(&Call) -> Result<Reply, Failure>) -> Preflight {
    drive(&crate::script::draft(Way::UserSrp), true, &mut |call| Performed {
        result: answer(&call),
        exchange: None,
        started: Timestamp::now(),
        took: Duration::ZERO,
    })
}

fn refused(code: &str, message: &str, status: u16) -> Failure {
    Failure::Refused(Refusal { code: code.into(), message: message.into(), status })
}

#[test]
fn a_firewall_or_a_rate_limit_ends_the_questions_to_that_service_alone() {
    for code in ["ForbiddenException", "TooManyRequestsException"] {
        let check = scripted(&mut |call| match call {
            Call::InitiateAuth { .. } => Err(refused(code, "no", 403)),
            Call::KeySet(_) => Ok(Reply::KeySet("{\"keys\":[]}".into())),
            _ => Err(refused("NotAuthorizedException", "Invalid login token.", 400)),
        });
        let asked = check.steps().iter().filter(|step| step.operation.name() == "InitiateAuth").count();
        assert_eq!(asked, 1, "{code}");
        assert_eq!(one(&check, Subject::IdentityPool).state, Health::Good);
        assert_eq!(one(&check, Subject::KeySet).state, Health::Bad, "a set without keys is of no use");
    }
}

#[test]
fn a_server_that_lets_anything_begin_is_believed() {
    let check = scripted(&mut |call| match call {
        Call::InitiateAuth { .. } => Ok(crate::script::challenge("PASSWORD_VERIFIER", "", Params::new())),
        Call::KeySet(_) => Err(refused("", "", 404)),
        _ => Ok(crate::script::identity("eu-west-1:1")),
    });
    let srp = one(&check, Subject::Flow(poolwalk::cognito::AuthFlow::UserSrp));
    assert_eq!((srp.state, srp.is_sure), (Health::Good, true));
    assert_eq!(one(&check, Subject::IdentityPool).state, Health::Note);
    let keys = one(&check, Subject::KeySet);
    assert_eq!((keys.state, keys.is_sure), (Health::Bad, false));
    assert_eq!(check.ending(), Some(Ending::Finished));
}

#[test]
fn a_check_that_is_stopped_is_over() {
    let config = crate::script::draft(Way::UserSrp).check_preflight().unwrap();
    let now = Timestamp::now();
    let mut check = Preflight::start(config, &Seed::new([7; 32]), now);
    let Next::Send(call) = check.next(now) else { panic!() };
    check.on(Input::Sent(call), now);
    check.on(Input::Stop, now);
    assert_eq!(check.ending(), Some(Ending::Stopped));
    assert_eq!(summary(&findings(&check, check.config().way), check.ending()).title, "The check was stopped");
}

#[test]
fn what_no_service_of_awss_says_is_not_believed_and_repeated() {
    let check = scripted(&mut |_| Err(refused("OddException", "so odd", 400)));
    for subject in
        [Subject::Flow(poolwalk::cognito::AuthFlow::UserSrp), Subject::IdentityPool, Subject::Guests]
    {
        let found = one(&check, subject);
        assert_eq!(
            (found.state, found.service_said.as_deref()),
            (Health::Unknown, Some("OddException so odd"))
        );
    }
}
