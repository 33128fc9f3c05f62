//! What the terminal teaches: a lesson under each step, and every entry that can be looked up.

use serde_json::Value as Json;

use crate::stage::{Run, keys, program, sign_in, still, text};

fn explain(args: &[&str]) -> Run {
    Run::of(&mut program(&[&["explain"], args].concat()))
}

#[test]
fn a_walk_that_is_explained_has_the_lesson_under_each_step() {
    let run = Run::of(&mut sign_in("ada", &["--explain", "--until", "tokens"]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(still(&run.stdout), @"
    ✓ InitiateAuth                USER_SRP_AUTH · ada                      200 · … → PASSWORD_VERIFIER
      Every sign-in starts here. You name the app client and the user, and send SRP_A, a number made
      from a random secret. The password stays on this computer: that is what SRP (Secure Remote
      Password) is for.
      What it proves: Nothing yet: Cognito only learns who wants to sign in. It answers with a number
      of its own (SRP_B), a salt (random text kept with the password) and a secret block to be signed.
      What comes next: Cognito asks for PASSWORD_VERIFIER, a proof that only somebody with the
      password can make.
    ✓ RespondToAuthChallenge      proof of password, never the password    200 · … → ID, access and refresh token
      Both sides have sent a number by this point. From both numbers, the salt and the password this
      computer works out a key, and signs Cognito's secret block with it.
      What it proves: That you know the password, which is never sent. A wrong password gives a
      signature that does not match.
      What comes next: Tokens, or another question, such as a new password or a code.

    Signed in as ada
      ID token        …
      Access token    …
      Refresh token   …
    ");
}

#[test]
fn as_json_each_step_has_its_lesson_and_none_where_it_was_not_asked_for() {
    let run = Run::of(&mut sign_in("ada", &["--explain", "--json"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let json = run.json();
    let steps = json["steps"].as_array().expect("steps");
    assert_eq!(steps.len(), 5);
    for step in steps {
        assert_eq!(keys(&step["lesson"]), ["why", "proves", "next"]);
        assert!(text(step, "/lesson/why").len() > 40, "{step}");
    }
    assert!(text(&steps[2], "/lesson/why").contains("identity pool"));
}

#[test]
fn an_errand_explains_the_sign_in_before_it_too() {
    let run = Run::of(&mut program(&["user", "--practice", "--explain", "--json"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let json = run.json();
    let steps = json["steps"].as_array().expect("steps");
    let last = steps.last().expect("a step");
    assert_eq!(text(last, "/operation"), "GetUser");
    assert!(text(last, "/lesson/why").contains("asks the pool what it knows"));
    assert!(text(&steps[0], "/lesson/why").contains("Every sign-in starts here"));
}

#[test]
fn a_term_reads_like_this() {
    let run = explain(&["id_token"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(run.stdout, @"
    ID token

    What it is
      A signed token that tells an application who has signed in: username, e-mail address, groups and
      other claims.

    What it is for
      It shows the application, or an identity pool, that the user pool vouches for this person.

    Where it comes next
      It goes to the identity pool as a login; an API is better given the access token.

    See also
      Claim, Audience, Access token, ID token or access token
    ");
}

#[test]
fn a_page_a_call_and_a_challenge_are_found_however_they_are_spelled() {
    for (asked, said) in [
        (&["enhanced", "or", "classic"][..], "Which one"),
        (&["getcredentialsforidentity"], "trades it for AWS keys"),
        (&["software_token_mfa"], "authenticator app"),
        (&["UserNotConfirmed"], "nobody has entered it yet. Have a new"),
        (&["missing", "authentication", "token", "exception"], "Probably the stage is missing"),
    ] {
        let run = explain(asked);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{asked:?}");
        assert!(run.stdout.contains(said), "{}", run.stdout);
    }
}

#[test]
fn without_a_name_everything_is_listed() {
    let run = explain(&[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    for word in
        ["Pages\n", "How a server verifies a token\n", "Terms\n", "PKCE", "Calls and challenges\n", "GetId"]
    {
        assert!(run.stdout.contains(word), "{word}: {}", run.stdout);
    }
    let json = explain(&["--json"]).json();
    assert_eq!(keys(&json), ["pages", "terms", "calls", "errors"]);
    for kind in ["pages", "terms", "calls", "errors"] {
        assert!(json[kind].as_array().is_some_and(|titles| titles.len() > 5), "{kind}");
    }
}

#[test]
fn an_entry_is_one_object() {
    let json = explain(&["audience", "--json"]).json();
    assert_eq!(keys(&json), ["kind", "title", "paragraphs", "see"]);
    assert_eq!((text(&json, "/kind"), text(&json, "/title")), ("term", "Audience"));
    assert_eq!(keys(&json["paragraphs"][0]), ["heading", "text"]);
    assert!(json["see"].as_array().is_some_and(|see| see.contains(&Json::from("Issuer"))));
}

#[test]
fn what_is_not_there_is_said_with_what_comes_near() {
    let run = explain(&["isuer"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    insta::assert_snapshot!(run.stderr, @"
    Nothing is explained under “isuer”
      Did you mean: Issuer
      poolwalk-cli explain lists everything that is
    ");
    let run = explain(&["xyzzy", "--json"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(2), ""));
    let json = run.json();
    assert_eq!(text(&json, "/outcome"), "invalid");
    assert!(text(&json, "/explanation/why").contains("No page, term, call, challenge or error"));
}
