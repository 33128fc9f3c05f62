//! Signed calls of the practice API, which works a signature out by itself: whatever is asked for is taken, and what is
//! shown as signed is what was. And a clock that is off.

use jiff::{SignedDuration, Timestamp};
use poolwalk::cognito::Way;
use poolwalk::explain::{self, Context};
use poolwalk::flow::{
    ApiAuth, ApiDraft, ApiVisit, AwsCredentials, Ending, Failure, Flow as _, Input, Login, Next, Step,
};
use poolwalk::handoff::SignedParts;
use poolwalk::practice::TestClock;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::walker::{PUBLIC, World, world};

fn login(world: &World) -> Login {
    world.walk(&world.draft(PUBLIC, Way::UserPassword, "ada"))
}

fn keys(world: &World) -> AwsCredentials {
    login(world).haul().credentials.clone().unwrap()
}

/// Calls below the stage of the practice API.
fn called(world: &World, draft: &ApiDraft, keys: &AwsCredentials, ahead: SignedDuration) -> ApiVisit {
    let url = format!("{}{}", world.practice().cast().api_url, draft.url);
    let request = ApiDraft { url, ..draft.clone() }.check().unwrap();
    let (region, service) = ("eu-west-1".to_owned(), "execute-api".to_owned());
    let auth = ApiAuth::Iam { credentials: keys.clone(), region, service };
    let (mut visit, now) = (ApiVisit::start(&request, vec![auth]), Timestamp::now());
    while let Next::Send(call) = visit.next(now) {
        visit.on(Input::Sent(call.clone()), now);
        visit.on(Input::Performed(Box::new(world.perform_ahead(ahead, *call))), now);
    }
    visit
}

fn get(path: &str, headers: &str) -> ApiDraft {
    ApiDraft { url: path.to_owned(), headers: headers.into(), ..ApiDraft::default() }
}

fn refusal(step: &Step) -> (&str, &str) {
    let Some(Failure::Refused(refusal)) = step.failure() else { panic!("{step:?}") };
    (refusal.code.as_str(), refusal.message.as_str())
}

#[test]
fn every_spelling_of_a_query_and_of_headers_is_taken() {
    let world = world();
    let keys = keys(&world);
    for (path, headers) in [
        ("/iam?a1=2&a=1", ""),
        ("/iam?page=1&page2=2", ""),
        ("/iam?filter-by=y&filter=x&filter.z=1&filter%2F=2", ""),
        ("/iam?q=a+b&q=a%20b&q=%2B&q", ""),
        ("/iam?q=ë&=x&&%=1&a=%zz&a=%+1", ""),
        ("/./open/../iam", ""),
        ("/iam", "X-Tag: b\nx-tag:  a   c\td \nx-other:\nX-TAG: a"),
    ] {
        let visit = called(&world, &get(path, headers), &keys, SignedDuration::ZERO);
        assert_eq!(visit.ending(), Some(Ending::Finished), "{path}: {:?}", visit.steps()[0].failure());
        assert!(SignedParts::of_step(&visit.steps()[0]).is_some(), "{path}");
    }
}

#[test]
fn any_query_and_any_headers_are_taken() {
    let world = world();
    let keys = keys(&world);
    let query = "(\\?([a-c+%=&;/ ë.'1-3-]|%2[0-9A-Fa-f]|%C3%AB|page|page2){0,12})?";
    let headers = "(x-(a|b|c): [a-z ,;=\t]{0,9}\n){0,4}";
    let drafts = (query, headers, "(GET|POST)", ".{0,9}").prop_map(|(query, headers, method, body)| {
        ApiDraft { method, body: body.into(), ..get(&format!("/iam{query}"), &headers) }
    });
    let config = Config { failure_persistence: None, ..Config::with_cases(96) };
    let tried = TestRunner::new(config).run(&drafts, |draft| {
        let visit = called(&world, &draft, &keys, SignedDuration::ZERO);
        let step = &visit.steps()[0];
        prop_assert_eq!(step.failure(), None);
        prop_assert!(SignedParts::of_step(step).is_some());
        Ok(())
    });
    tried.unwrap();
}

#[test]
fn a_slash_too_many_leads_nowhere_and_is_signed_once() {
    let world = world();
    let visit = called(&world, &get("//iam", ""), &keys(&world), SignedDuration::ZERO);
    let step = &visit.steps()[0];
    assert_eq!(refusal(step), ("MissingAuthenticationTokenException", "Missing Authentication Token"));
    let parts = SignedParts::of_step(step).unwrap();
    let lines: Vec<_> = parts.canonical_request.expose().lines().collect();
    assert_eq!(lines[1], "/practice-api/prod/iam");
}

#[test]
fn a_secret_key_that_differs_is_the_only_thing_that_does() {
    let world = world();
    let wrong = AwsCredentials { secret_access_key: "wrong".into(), ..keys(&world) };
    let visit = called(&world, &get("/iam?a1=2&a=1+b", "X-Tag: b\nx-tag: a"), &wrong, SignedDuration::ZERO);
    let step = &visit.steps()[0];
    assert_eq!(refusal(step).0, "InvalidSignatureException");
    let answer = step.performed.as_ref().unwrap().exchange.as_ref().unwrap().response.as_ref().unwrap();
    assert_eq!(SignedParts::of_step(step).unwrap().differences(answer), Some(vec![]));
}

#[test]
fn what_another_key_signed_is_not_shown_as_this_ones() {
    let world = world();
    let visit = called(&world, &get("/iam", ""), &keys(&world), SignedDuration::ZERO);
    let mut step = visit.steps()[0].clone();
    assert!(SignedParts::of_step(&step).is_some());
    let exchange = step.performed.as_mut().unwrap().exchange.as_mut().unwrap();
    exchange.url.push_str("?altered");
    assert_eq!(SignedParts::of_step(&step), None);
}

/// A world whose clock is so far ahead of this computer's.
fn ahead_by(hours: i64) -> World {
    World::fresh(TestClock::new(Timestamp::now() + SignedDuration::from_hours(hours)))
}

#[test]
fn a_clock_that_is_off_is_allowed_for_once_an_answer_told() {
    for hours in [1, -1] {
        let world = ahead_by(hours);
        let login = login(&world);
        let keys = login.haul().credentials.clone().unwrap();
        let told =
            login.steps().iter().rev().find_map(|step| step.performed.as_ref()?.clock_offset()).unwrap();
        assert!((told + SignedDuration::from_hours(hours)).abs() < SignedDuration::from_secs(30), "{told}");
        let visit = called(&world, &get("/iam", ""), &keys, told);
        assert_eq!(visit.ending(), Some(Ending::Finished), "{:?}", visit.steps()[0].failure());
    }
}

#[test]
fn a_clock_that_nobody_told_of_is_told_by_the_refusal() {
    let world = ahead_by(1);
    let visit = called(&world, &get("/iam", ""), &keys(&world), SignedDuration::ZERO);
    let step = &visit.steps()[0];
    assert!(refusal(step).1.starts_with("Signature expired: "), "{step:?}");
    let advice = |step: &Step| explain::failure(step.failure().unwrap(), &Context::of(step));
    let known = advice(step);
    assert_eq!(known.what, "The signature’s time is too far from the service’s clock");
    assert!(known.causes[0].text.ends_with(" behind the server’s."), "{known:?}");
    let mut undated = step.clone();
    let response = undated.performed.as_mut().unwrap().exchange.as_mut().unwrap().response.as_mut().unwrap();
    response.headers.retain(|header| header.name != "date");
    let unknown = advice(&undated);
    assert_eq!(unknown.what, known.what);
    assert!(unknown.causes[0].text.ends_with("Probably this computer’s clock is off."), "{unknown:?}");
    let from_there = step.performed.as_ref().unwrap().clock_offset().unwrap();
    let again = called(&world, &get("/iam", ""), &keys(&world), from_there);
    assert_eq!(again.ending(), Some(Ending::Finished), "the refusal itself told by how much");
}
