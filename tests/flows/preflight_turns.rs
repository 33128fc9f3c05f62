//! A check before signing in, with scripted answers: services that say no to everything, or yes to anything.

use std::time::Duration;

use jiff::Timestamp;
use poolwalk::cognito::{AuthFlow, Params, Way};
use poolwalk::explain::{Finding, Health, Subject, findings, summary};
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
    let srp = one(&check, Subject::Flow(AuthFlow::UserSrp));
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
    assert_eq!(
        summary(&findings(&check, check.config().way, false), check.ending()).title,
        "The check was stopped"
    );
}

#[test]
fn what_no_service_of_awss_says_is_not_believed_and_repeated() {
    let check = scripted(&mut |_| Err(refused("OddException", "so odd", 400)));
    for subject in [Subject::Flow(AuthFlow::UserSrp), Subject::IdentityPool, Subject::Guests] {
        let found = one(&check, subject);
        assert_eq!(
            (found.state, found.service_said.as_deref()),
            (Health::Unknown, Some("OddException so odd"))
        );
    }
}

/// A check of flows that are refused in these words; all else is well.
fn flows_refused(says: impl Fn(AuthFlow) -> (&'static str, String)) -> Preflight {
    scripted(&mut |call| match call {
        Call::InitiateAuth { flow, .. } => {
            let (code, message) = says(*flow);
            Err(refused(code, &message, 400))
        }
        Call::KeySet(_) => Err(refused("OddException", "", 400)),
        _ => Err(refused("NotAuthorizedException", "Invalid login token.", 400)),
    })
}

fn of(found: &[Finding], flow: AuthFlow) -> &Finding {
    found.iter().find(|finding| finding.subject == Subject::Flow(flow)).unwrap()
}

#[test]
fn the_automatic_way_is_stopped_by_what_it_would_try_and_by_nothing_else() {
    let check = flows_refused(|flow| match flow {
        AuthFlow::UserAuth => ("FeatureUnavailableInTierException", String::new()),
        _ => ("InvalidParameterException", format!("{} is not enabled for the client.", flow.wire())),
    });
    let found = findings(&check, Way::Automatic, false);
    let is_flow = |finding: &&Finding| matches!(finding.subject, Subject::Flow(_));
    let bad: Vec<_> = found.iter().filter(is_flow).filter(|finding| finding.state == Health::Bad).collect();
    assert_eq!(
        bad.iter().map(|finding| finding.subject.word()).collect::<Vec<_>>(),
        ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"]
    );
    assert!(bad.iter().all(|finding| finding.says.contains("the automatic way has nothing else to try")));
    for flow in [AuthFlow::Custom, AuthFlow::RefreshToken] {
        assert_eq!(of(&found, flow).says, "Not allowed for this app client");
    }
    let custom = findings(&check, Way::Custom, false);
    assert!(of(&custom, AuthFlow::Custom).says.contains("it is the flow that is chosen"));
    assert_eq!(of(&custom, AuthFlow::UserSrp).state, Health::Note);
}

#[test]
fn only_not_enabled_is_proof_and_all_else_is_probable() {
    let check = flows_refused(|flow| match flow {
        AuthFlow::UserAuth => ("FeatureUnavailableInTierException", String::new()),
        AuthFlow::Custom => (
            "InvalidParameterException",
            "Custom auth lambda trigger is not configured for the user pool.".into(),
        ),
        AuthFlow::UserSrp => ("InvalidParameterException", "The attribute is not allowed".into()),
        _ => ("InvalidParameterException", format!("{} is not enabled for the client.", flow.wire())),
    });
    for way in [Way::UserAuth, Way::Custom] {
        let found = findings(&check, way, false);
        let told = of(&found, way.flow().unwrap());
        assert_eq!((told.state, told.is_sure), (Health::Bad, false), "{told:?}");
        assert!(told.says.starts_with("Probably"), "{told:?}");
        assert!(!told.next.clone().unwrap_or_default().contains("ALLOW_"), "{told:?}");
    }
    let mut found = findings(&check, Way::UserSrp, false);
    found.retain(|finding| finding.subject != Subject::KeySet);
    assert_eq!(of(&found, AuthFlow::UserSrp).state, Health::Unknown);
    assert!(of(&found, AuthFlow::UserPassword).is_sure);
    assert_eq!(
        summary(&found, check.ending()).title,
        "Nothing is in the way, as far as can be seen from outside"
    );
}

#[test]
fn a_check_that_could_tell_nothing_does_not_say_that_all_is_well() {
    let check = scripted(&mut |_| Err(refused("OddException", "so odd", 400)));
    let found: Vec<_> = findings(&check, Way::UserSrp, false)
        .into_iter()
        .filter(|finding| finding.state != Health::Bad)
        .collect();
    assert!(found.iter().all(|finding| finding.is_sure), "nothing is likely, for nothing was told");
    let title = |ending| summary(&found, ending).title;
    assert_eq!(title(check.ending()), "Nothing is in the way, as far as can be seen from outside");
    assert_eq!(title(None), "Checking…");
}
