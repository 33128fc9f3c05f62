//! A check before signing in, against the practice pool: what goes out, and what is told of it.

use std::fmt::Write as _;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use poolwalk::cognito::{Params, Way};
use poolwalk::engine::{Engine, Event, RunId, Target};
use poolwalk::explain::{Finding, Health, Subject, findings, summary};
use poolwalk::flow::{Call, Draft, Ending, Flow as _, Input, Next, Performed, Preflight, Seed, flows_known};
use poolwalk::practice::TestClock;
use poolwalk::secret::Secret;

use crate::walker::{PUBLIC, SRP_ONLY, WITH_SECRET, World, timeline, world};

/// The client that allows the password flow alone.
const PASSWORD_ONLY: usize = 3;

/// Checks this form to the end, with a yes or a no to a guest identity.
fn check(world: &World, draft: &Draft, makes_guest: bool) -> Preflight {
    drive(draft, makes_guest, &mut |call| world.perform(call))
}

pub(crate) fn drive(
    draft: &Draft,
    makes_guest: bool,
    perform: &mut dyn FnMut(Call) -> Performed,
) -> Preflight {
    let config = draft.check_preflight().unwrap();
    let mut check = Preflight::start(config, &Seed::new([7; 32]), Timestamp::now());
    loop {
        let now = Timestamp::now();
        match check.next(now) {
            Next::Send(call) => {
                check.on(Input::Sent(call.clone()), now);
                let performed = perform(*call);
                check.on(Input::Performed(Box::new(performed)), Timestamp::now());
            }
            Next::Ask(asked) => {
                assert!(asked.is_consent() && asked.name == "GetId" && asked.fields().is_empty());
                check.on(if makes_guest { Input::Answer(Params::new()) } else { Input::Stop }, now);
            }
            Next::Wait => panic!("it waits for a call that came back"),
            Next::Finished(_) => return check,
        }
    }
}

/// The findings, one a line.
fn told(check: &Preflight) -> String {
    told_of(&findings(check, check.config().way, true))
}

fn told_of(found: &[Finding]) -> String {
    let mut text = String::new();
    for found in found.iter().cloned() {
        let Finding { subject, state, is_sure, says, next, service_said, mend } = found;
        let probably = if is_sure { "" } else { " (likely)" };
        write!(text, "{} {}{probably}: {says}", state.word(), subject.word()).unwrap();
        for (mark, more) in
            [("said", service_said), ("next", next), ("mend", mend.map(|mend| mend.label(&Draft::default())))]
        {
            if let Some(more) = more {
                write!(text, "\n  {mark}: {more}").unwrap();
            }
        }
        text.push('\n');
    }
    text
}

pub(crate) fn one(check: &Preflight, subject: Subject) -> Finding {
    let found = findings(check, check.config().way, true);
    found.iter().find(|finding| finding.subject == subject).cloned().unwrap_or_else(|| panic!("{found:?}"))
}

#[test]
fn all_is_well_with_the_practice_pool() {
    let world = world();
    let check = check(&world, &world.draft(PUBLIC, Way::UserSrp, "ada"), true);
    insta::assert_snapshot!(timeline(&check), @"
    done     jwks.json · wants the public keys → 200 public keys
    done     InitiateAuth · USER_SRP_AUTH, incomplete on purpose → 400 probably allowed: Missing required parameter SRP_A
    done     InitiateAuth · USER_PASSWORD_AUTH, incomplete on purpose → 400 probably allowed: Missing required parameter PASSWORD
    done     InitiateAuth · USER_AUTH, incomplete on purpose → 400 probably allowed: Missing required parameter USERNAME
    done     InitiateAuth · CUSTOM_AUTH, incomplete on purpose → 400 probably allowed: Missing required parameter USERNAME
    done     InitiateAuth · REFRESH_TOKEN_AUTH, incomplete on purpose → 400 probably allowed: Invalid Refresh Token
    done     GetId · login that proves nobody → 400 the pool is there: Invalid login token. Not a valid OpenId Connect identity token.
    asked    GetId
    done     GetId · no login, as a guest → 200 identity ID
    ");
    insta::assert_snapshot!(told(&check), @"
    good form: Their shapes are right; the region is eu-west-1
    good key_set: The user pool is there, with 2 keys for RS256
    good clock: It agrees with the practice pool’s
    good client: It is there, in eu-west-1
    good client_secret (likely): The app client probably has none: none was asked for
    good USER_SRP_AUTH (likely): Probably allowed
    good USER_PASSWORD_AUTH (likely): Probably allowed
    good USER_AUTH (likely): Probably allowed
    good CUSTOM_AUTH (likely): Probably allowed
    good REFRESH_TOKEN_AUTH (likely): Probably allowed
    note admin_flows: Not tried: their calls are signed with AWS keys of the pool owner’s
    good identity_pool: It is there; only a sign-in shows whether it takes this client’s tokens
    good guests: Guests are let in; one guest identity was made
    ");
    assert_eq!(check.ending(), Some(Ending::Finished));
    assert!(check.haul().identity_id.is_some() && check.haul().tokens.is_none());
}

#[test]
fn what_goes_out_names_nobody_and_proves_nothing() {
    let world = world();
    let draft = world.draft(WITH_SECRET, Way::UserSrp, "ada");
    let mut sent = Vec::new();
    let check = drive(&draft, true, &mut |call| {
        sent.push(call.clone());
        world.perform(call)
    });
    assert_eq!(check.ending(), Some(Ending::Finished));
    let opened = |call: &Call| match call {
        Call::InitiateAuth { flow, parameters, .. } => {
            let keys: Vec<_> = parameters.iter().map(|(key, _)| key).collect();
            Some(format!("{} {}", flow.wire(), keys.join(" ")))
        }
        _ => None,
    };
    insta::assert_snapshot!(sent.iter().filter_map(opened).collect::<Vec<_>>().join("\n"), @"
    USER_SRP_AUTH USERNAME SECRET_HASH
    USER_PASSWORD_AUTH USERNAME SECRET_HASH
    USER_AUTH SECRET_HASH
    CUSTOM_AUTH SECRET_HASH
    REFRESH_TOKEN_AUTH REFRESH_TOKEN SECRET_HASH
    ");
    for call in &sent {
        let (Call::InitiateAuth { parameters, .. } | Call::GetId { logins: parameters, .. }) = call else {
            continue;
        };
        for (key, value) in parameters.iter() {
            let text = value.expose();
            assert!(!text.contains("ada") && text != draft.password.expose(), "{key}");
            let is_made_up = text.starts_with("poolwalk-check-") && text.len() == 47;
            assert!(key == "SECRET_HASH" || is_made_up, "{key}");
        }
    }
    assert_eq!(world.practice().inbox_of("ada").len(), 0, "nobody got a message");
}

#[test]
fn a_flow_that_is_off_is_in_the_way_only_where_it_is_the_one_of_the_form() {
    let world = world();
    let draft = world.draft(PASSWORD_ONLY, Way::UserSrp, "ada");
    let first = check(&world, &draft, false);
    insta::assert_snapshot!(told(&first), @"
    good form: Their shapes are right; the region is eu-west-1
    good key_set: The user pool is there, with 2 keys for RS256
    good clock: It agrees with the practice pool’s
    good client: It is there, in eu-west-1
    good client_secret (likely): The app client probably has none: none was asked for
    bad USER_SRP_AUTH: Not allowed for this app client, and it is the flow that is chosen
      next: Use USER_PASSWORD_AUTH. Or have the pool’s owner tick ALLOW_USER_SRP_AUTH for this client
      mend: Use USER_PASSWORD_AUTH
    good USER_PASSWORD_AUTH (likely): Probably allowed
    note USER_AUTH: Not allowed for this app client
    note CUSTOM_AUTH: Not allowed for this app client
    good REFRESH_TOKEN_AUTH (likely): Probably allowed
    note admin_flows: Not tried: their calls are signed with AWS keys of the pool owner’s
    good identity_pool: It is there; only a sign-in shows whether it takes this client’s tokens
    unknown guests: Not tried: where guests are let in, asking makes one
    ");
    let known: Vec<_> = flows_known(first.steps()).map(|(flow, on)| (flow.wire(), on)).collect();
    assert_eq!(known[..2], [("USER_SRP_AUTH", false), ("USER_PASSWORD_AUTH", true)]);
    let otherwise = findings(&first, Way::UserPassword, true);
    assert!(
        otherwise.iter().all(|finding| finding.state != Health::Bad),
        "the way in can be chosen afterwards"
    );
    let automatic = check(&world, &Draft { way: Way::Automatic, ..draft }, false);
    assert!(findings(&automatic, Way::Automatic, true).iter().all(|finding| finding.state != Health::Bad));
    let srp_only = check(&world, &world.draft(SRP_ONLY, Way::UserPassword, "ada"), false);
    let password = one(&srp_only, Subject::Flow(poolwalk::cognito::AuthFlow::UserPassword));
    assert_eq!(
        (password.state, password.mend.map(|mend| mend.label(&Draft::default()))),
        (Health::Bad, Some("Use SRP".into()))
    );
}

#[test]
fn a_secret_is_missed_taken_or_refused() {
    let world = world();
    let with = world.draft(WITH_SECRET, Way::UserSrp, "ada");
    let right = check(&world, &with, false);
    let found = one(&right, Subject::ClientSecret);
    assert_eq!((found.state, found.is_sure), (Health::Good, false));
    let without = check(&world, &Draft { client_secret: Secret::default(), ..with.clone() }, false);
    insta::assert_snapshot!(timeline(&without), @"
    done     jwks.json · wants the public keys → 200 public keys
    refused  InitiateAuth · USER_SRP_AUTH, incomplete on purpose → 400 NotAuthorizedException: Client m4hu0z7x0zd867qttidvz5ora1 is configured with secret but SECRET_HASH was not received
    done     GetId · login that proves nobody → 400 the pool is there: Invalid login token. Not a valid OpenId Connect identity token.
    ");
    insta::assert_snapshot!(told(&without), @"
    good form: Their shapes are right; the region is eu-west-1
    good key_set: The user pool is there, with 2 keys for RS256
    good clock: It agrees with the practice pool’s
    good client: It is there, in eu-west-1
    bad client_secret: The app client has a secret, and none was given
      next: Enter the secret, or take a client without one
      mend: Enter the client secret
    unknown flows: Not looked at: the app client’s secret has to be right first
    note admin_flows: Not tried: their calls are signed with AWS keys of the pool owner’s
    good identity_pool: It is there; only a sign-in shows whether it takes this client’s tokens
    unknown guests: Not tried: where guests are let in, asking makes one
    ");
    let wrong = check(&world, &Draft { client_secret: "another".into(), ..with }, false);
    let found = one(&wrong, Subject::ClientSecret);
    assert_eq!((found.state, found.is_sure), (Health::Bad, false));
    let mut none = world.draft(PUBLIC, Way::UserSrp, "ada");
    none.client_secret = "needless".into();
    assert_eq!(one(&check(&world, &none, false), Subject::ClientSecret).state, Health::Bad);
}

#[test]
fn ids_that_nobody_has_are_named() {
    let world = world();
    let mut draft = world.draft(PUBLIC, Way::UserSrp, "ada");
    draft.client = "nobody".into();
    draft.user_pool = "eu-west-1_Nobody".into();
    draft.identity_pool = "eu-west-1:00000000-0000-0000-0000-000000000000".into();
    let check = check(&world, &draft, true);
    insta::assert_snapshot!(timeline(&check), @"
    refused  jwks.json · wants the public keys → 404 UnknownOperationException: 
    refused  InitiateAuth · USER_SRP_AUTH, incomplete on purpose → 400 ResourceNotFoundException: User pool client nobody does not exist.
    refused  GetId · login that proves nobody → 400 ResourceNotFoundException: IdentityPool 'eu-west-1:00000000-0000-0000-0000-000000000000' not found.
    ");
    insta::assert_snapshot!(told(&check), @"
    good form: Their shapes are right; the region is eu-west-1
    bad key_set (likely): There are no keys at the address that belongs to eu-west-1_Nobody: probably there is no such user pool
      next: Check the user pool ID, letter by letter, and its region
      mend: Change the user pool ID
    good clock: It agrees with the practice pool’s
    bad client: There is no app client nobody in eu-west-1
      next: Probably the ID is of another pool, region or account, or the client was deleted. Copy it from the user pool’s list of app clients
      mend: Change the app client ID
    bad identity_pool: There is no identity pool eu-west-1:00000000-0000-0000-0000-000000000000 in eu-west-1
      next: Probably the ID is of another region or account, or is an identity’s and not a pool’s: both look the same. Copy it from the list of identity pools
      mend: Change the identity pool ID
    ");
    assert_eq!(
        summary(&findings(&check, check.config().way, true), check.ending()).title,
        "3 things are in the way of a sign-in"
    );
}

#[test]
fn guests_are_let_in_or_not_and_nobody_is_made_without_a_yes() {
    let world = world();
    let mut draft = world.draft(PUBLIC, Way::UserSrp, "ada");
    let declined = check(&world, &draft, false);
    assert_eq!(
        (one(&declined, Subject::Guests).state, declined.ending()),
        (Health::Unknown, Some(Ending::Finished))
    );
    assert!(declined.haul().identity_id.is_none());
    assert!(declined.steps().iter().all(|step| step.state.is_over()));
    world.practice().cast().strict_identity_pool_id.clone_into(&mut draft.identity_pool);
    let strict = check(&world, &draft, true);
    assert_eq!(one(&strict, Subject::IdentityPool).state, Health::Good);
    assert_eq!(one(&strict, Subject::Guests).state, Health::Note);
    let guest = check(&world, &Draft { way: Way::Guest, ..draft }, true);
    assert_eq!(one(&guest, Subject::Guests).state, Health::Bad);
    assert!(!timeline(&guest).contains("InitiateAuth"), "no user pool is asked");
}

#[test]
fn a_clock_that_is_off_is_seen_by_the_answers_and_matters_where_the_time_is_sent() {
    for (ahead, way, state, is_sure) in [
        (0, Way::UserSrp, Health::Good, true),
        (-120, Way::UserSrp, Health::Note, false),
        (-3600, Way::UserSrp, Health::Bad, false),
        (7200, Way::Automatic, Health::Bad, false),
        (7200, Way::AdminUserPassword, Health::Bad, false),
        (7200, Way::UserPassword, Health::Note, true),
        (7200, Way::UserAuth, Health::Note, true),
        (7200, Way::Browser, Health::Note, true),
    ] {
        let theirs = Timestamp::now() - SignedDuration::from_secs(ahead);
        let world = World::fresh(TestClock::new(theirs));
        let check = check(&world, &world.draft(PUBLIC, Way::UserSrp, "ada"), false);
        let found = findings(&check, way, true);
        let found = found.iter().find(|finding| finding.subject == Subject::Clock).unwrap();
        assert_eq!((found.state, found.is_sure), (state, is_sure), "{found:?}");
        assert_eq!(found.says.contains("probably refused"), state == Health::Bad, "{found:?}");
        assert!(found.says.contains("the practice pool’s"), "{found:?}");
    }
}

#[test]
fn a_region_that_is_not_the_pools_is_seen_before_anything_is_sent() {
    let draft = Draft {
        region: "eu-central-1".into(),
        user_pool: "eu-west-1_Ab12Cd34E".into(),
        client: "eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c".into(),
        ..Draft::default()
    };
    let problems = draft.check_preflight().unwrap_err();
    let found = poolwalk::explain::form_findings(&problems);
    let told: Vec<_> = found
        .iter()
        .map(|found| (found.subject.label(), found.says.as_str(), found.mend.as_ref().unwrap().label(&draft)))
        .collect();
    insta::assert_debug_snapshot!(told, @r#"
    [
        (
            "Region",
            "The user pool is in eu-west-1, as its ID says",
            "Use eu-west-1",
        ),
        (
            "App client ID",
            "This is an identity pool ID; it belongs in “Identity pool ID”",
            "Move it to “Identity pool ID”",
        ),
    ]
    "#);
    assert!(
        Draft {
            way: Way::UserSrp,
            client: "abc".into(),
            user_pool: "eu-west-1_Ab12Cd34E".into(),
            ..Draft::default()
        }
        .check_preflight()
        .is_ok(),
        "nobody is named, and no password is asked for"
    );
}

#[test]
fn where_nobody_answers_one_call_is_enough() {
    let world = world();
    let mut draft = world.draft(PUBLIC, Way::UserSrp, "ada");
    draft.endpoint = "http://127.0.0.1:1".into();
    let target = Target {
        region: draft.derived_region(),
        endpoints: poolwalk::engine::Endpoints {
            idp: Some(draft.endpoint.clone()),
            identity: Some(draft.endpoint.clone()),
            sts: None,
        },
        ..Target::default()
    };
    let (engine, target) = (Engine::new(std::sync::Arc::new(|| {})).unwrap(), std::sync::Arc::new(target));
    let check = drive(&draft, true, &mut |call| {
        engine.perform(RunId(1), std::sync::Arc::clone(&target), call);
        let Event::Performed { performed, .. } = engine.wait_event(Duration::from_secs(30)).unwrap();
        *performed
    });
    insta::assert_snapshot!(timeline(&check), @"
    failed   jwks.json · wants the public keys nobody listens there
    failed   GetId · login that proves nobody nobody listens there
    ");
    insta::assert_snapshot!(told_of(&findings(&check, check.config().way, false)), @"
    good form: Their shapes are right; the region is eu-west-1
    bad key_set: Nobody listens at 127.0.0.1:1
      next: Start the server or correct the endpoint, then try again.
      mend: Check again
    bad identity_pool: Nobody listens at 127.0.0.1:1
      next: Start the server or correct the endpoint, then try again.
      mend: Check again
    ");
    assert_eq!(check.ending(), Some(Ending::Unreachable));
    assert_eq!(
        summary(&findings(&check, check.config().way, true), check.ending()).title,
        "Nothing could be reached"
    );
}
