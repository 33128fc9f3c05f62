//! How far a login goes, and each way that it ends.

use std::time::Duration;

use poolwalk::cognito::{Params, Until, Way};
use poolwalk::flow::{
    Call, Caller, Draft, Ending, Failure, Field, Flow as _, Input, LoginConfig, Reply, TokenSet, Unreachable,
    Unreadable,
};
use poolwalk::secret::Secret;

use crate::script::{Script, challenge, credentials, draft, identity, refusal, tokens, verifier};

fn caller() -> Reply {
    let text = |text: &str| text.to_owned();
    Reply::Caller(Caller { account: text("1"), arn: text("arn"), user_id: text("id") })
}

#[test]
fn a_login_ends_where_it_was_asked_to() {
    let replies = || [tokens(), identity("eu-west-1:a"), credentials("eu-west-1:a"), caller()];
    for (calls, until) in (1..).zip(Until::ALL) {
        let mut script = Script::new(&Draft { until: Some(until), ..draft(Way::UserPassword) });
        for reply in replies().into_iter().take(calls) {
            script.reply(reply);
        }
        assert_eq!(script.ending(), Ending::Finished, "{until:?}");
        assert_eq!(script.states(), vec!["done"; calls], "{until:?}");
        let haul = script.login.haul();
        assert_eq!(haul.tokens.is_some(), until >= Until::Tokens);
        assert_eq!(haul.identity_id.is_some(), until >= Until::Identity);
        assert_eq!(haul.credentials.is_some(), until >= Until::Credentials);
        assert_eq!(haul.caller.is_some(), until >= Until::Caller);
    }
}

#[test]
fn the_whole_path_is_seen_before_it_is_walked() {
    let script = Script::new(&draft(Way::UserSrp));
    let path: Vec<_> =
        script.login.steps().iter().map(|step| (step.operation.name(), step.state.word())).collect();
    assert_eq!(
        path,
        [
            ("InitiateAuth", "ready"),
            ("RespondToAuthChallenge", "ghost"),
            ("GetId", "ghost"),
            ("GetCredentialsForIdentity", "ghost"),
            ("GetCallerIdentity", "ghost"),
        ]
    );
}

#[test]
fn a_login_without_identity_pool_says_so_or_ends_with_the_tokens() {
    let without = |until| Draft { identity_pool: String::new(), until, ..draft(Way::UserPassword) };
    let mut script = Script::new(&without(None));
    script.reply(tokens());
    assert_eq!(script.ending(), Ending::Finished);
    for until in [Until::Identity, Until::Credentials, Until::Caller] {
        let problems = without(Some(until)).check().unwrap_err();
        let problems: Vec<_> = problems.into_iter().map(|problem| (problem.field, problem.text)).collect();
        let expected = [(Field::IdentityPool, "Needed to walk further than the tokens".to_owned())];
        assert_eq!(problems, expected);
    }
}

#[test]
fn a_pool_that_was_lost_on_the_way_is_our_fault() {
    let config = draft(Way::UserPassword).check().unwrap();
    let config = LoginConfig { identity_pool: None, ..config };
    let mut script = Script::password();
    script.login = poolwalk::flow::Login::start(config, &poolwalk::flow::Seed::new([1; 32]));
    script.reply(tokens());
    assert_eq!(script.login.next(script.now), poolwalk::flow::Next::Finished(Ending::Internal));
}

#[test]
fn the_identity_that_came_with_the_keys_counts() {
    let mut script = Script::password();
    script.reply(tokens());
    script.reply(identity("eu-west-1:asked"));
    let call = script.reply(credentials("eu-west-1:merged"));
    let Call::GetCredentialsForIdentity { identity_id, .. } = call else { panic!("{call:?}") };
    assert_eq!(identity_id, "eu-west-1:asked");
    assert_eq!(script.login.haul().identity_id.as_deref(), Some("eu-west-1:merged"));
}

#[test]
fn both_identity_calls_show_the_id_token_under_the_pools_name() {
    let mut script = Script::password();
    script.reply(tokens());
    let first = script.reply(identity("eu-west-1:a"));
    let second = script.reply(credentials("eu-west-1:a"));
    for call in [first, second] {
        let (Call::GetId { logins, .. } | Call::GetCredentialsForIdentity { logins, .. }) = call else {
            panic!("{call:?}")
        };
        let shown: Vec<_> = logins.iter().map(|(key, value)| (key, value.expose())).collect();
        assert_eq!(shown, [("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E", "id")]);
    }
}

#[test]
fn tokens_without_a_refresh_token_go_on() {
    let mut script = Script::password();
    let id = Some(Secret::from("id"));
    script.reply(Reply::Tokens(TokenSet { id, ..TokenSet::default() }));
    assert_eq!(script.states()[..2], ["done", "ready"]);
    assert_eq!(script.send().operation().name(), "GetId");
}

#[test]
fn without_an_id_token_nobody_goes_on_as_a_guest() {
    let access = || Reply::Tokens(TokenSet { access: Some("access".into()), ..TokenSet::default() });
    let mut script = Script::password();
    script.reply(access());
    assert_eq!(script.ending(), Ending::Unreachable);
    assert_eq!(script.states(), ["failed", "ghost", "ghost", "ghost"]);
    let failure = script.login.steps()[0].failure();
    assert!(matches!(failure, Some(Failure::Unusable { status: 200, .. })), "{failure:?}");
    assert!(script.login.haul().tokens.is_some(), "the access token is still there to be looked at");

    let until = Some(Until::Tokens);
    let mut script = Script::new(&Draft { until, ..draft(Way::UserPassword) });
    script.reply(access());
    assert_eq!(script.ending(), Ending::Finished);
}

#[test]
fn a_late_answer_after_stop_changes_nothing() {
    for late in [tokens(), challenge("SOFTWARE_TOKEN_MFA", "s1", Params::new()), verifier("alice")] {
        let until = Some(Until::Tokens);
        let mut script = Script::new(&Draft { until, ..draft(Way::UserPassword) });
        script.send();
        script.login.on(Input::Stop, script.now);
        assert_eq!(script.ending(), Ending::Stopped);
        script.come_back(Ok(late));
        assert_eq!(script.ending(), Ending::Stopped);
        assert_eq!(script.states(), ["stopped"]);
        assert_eq!(script.login.steps()[0].failure(), Some(&Failure::Stopped));
        assert_eq!(script.login.haul().tokens, None);
    }
}

#[test]
fn an_answer_that_comes_twice_counts_once() {
    let mut script = Script::password();
    script.reply(tokens());
    script.come_back(Ok(caller()));
    script.come_back(Err(refusal("NotAuthorizedException")));
    assert_eq!(script.login.haul().caller, None);
    assert_eq!(script.send().operation().name(), "GetId");
}

#[test]
fn a_login_can_be_stopped_at_any_moment() {
    let mut before = Script::password();
    before.login.on(Input::Stop, before.now);
    assert_eq!((before.ending(), before.states()[0]), (Ending::Stopped, "stopped"));

    let mut asked = Script::password();
    asked.reply(challenge("SOFTWARE_TOKEN_MFA", "s1", Params::new()));
    asked.login.on(Input::Stop, asked.now);
    assert_eq!(asked.ending(), Ending::Stopped);
    assert_eq!(asked.states(), ["done", "stopped", "ghost", "ghost", "ghost"]);
    assert_eq!(asked.login.question(), None);

    let mut over = Script::password();
    over.refuse("NotAuthorizedException");
    over.login.on(Input::Stop, over.now);
    assert_eq!(over.ending(), Ending::Refused, "what is over is not stopped");
}

#[test]
fn each_failure_has_its_ending() {
    let words = || "no".to_owned();
    let timeout = Unreachable::Timeout { after: Duration::from_secs(15) };
    for (failure, state, ending) in [
        (refusal("NotAuthorizedException"), "refused", Ending::Refused),
        (refusal("CodeMismatchException"), "refused", Ending::Refused),
        (Failure::Unreachable(timeout), "failed", Ending::Unreachable),
        (Failure::Unreachable(Unreachable::Dns), "failed", Ending::Unreachable),
        (Failure::Unreadable { status: 200, problem: Unreadable::Html }, "failed", Ending::Unreachable),
        (Failure::Unusable { status: 200, problem: words() }, "failed", Ending::Unreachable),
        (Failure::NotSent { problem: words() }, "failed", Ending::Invalid),
        (Failure::Internal { problem: words() }, "failed", Ending::Internal),
        (Failure::Stopped, "stopped", Ending::Stopped),
    ] {
        let mut script = Script::password();
        script.send();
        script.come_back(Err(failure.clone()));
        assert_eq!((script.ending(), script.states()[0]), (ending, state), "{failure:?}");
        assert_eq!(script.states()[1..], ["ghost", "ghost", "ghost"], "{failure:?}");
        assert_eq!(script.login.steps()[0].failure(), Some(&failure));
    }
}
