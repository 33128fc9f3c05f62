//! The practice API: what each authorizer lets in, and API Gateway's words where it does not. Signatures that hold are
//! tried from outside.

use serde_json::{Value as Json, json};

use super::{Stage, text};
use crate::practice::wire::{Request, Response};

/// Status, `x-amzn-errortype` and message.
type Told = (u16, String, String);

fn call(stage: &mut Stage, path: &str, headers: &[(&str, &str)]) -> Response {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    stage.send(&Request {
        method: "GET".into(),
        path: format!("/practice-api{path}"),
        headers,
        ..Request::default()
    })
}

fn told(response: &Response) -> Told {
    let body: Json = serde_json::from_slice(&response.body).unwrap();
    let header = response.headers.iter().find(|(name, _)| *name == "x-amzn-errortype");
    let kind = header.map(|(_, value)| value.clone()).unwrap_or_default();
    (response.status, kind, body["message"].as_str().unwrap_or_default().to_owned())
}

fn bearing(stage: &mut Stage, path: &str, token: &str) -> Response {
    call(stage, path, &[("authorization", &format!("Bearer {token}"))])
}

fn is_let_in(response: &Response) -> bool {
    response.status == 200
}

fn unauthorized() -> Told {
    (401, "UnauthorizedException".to_owned(), "Unauthorized".to_owned())
}

#[test]
fn what_nobody_signed_and_what_is_not_there_are_told_alike() {
    let mut stage = Stage::new();
    let missing =
        (403, "MissingAuthenticationTokenException".to_owned(), "Missing Authentication Token".to_owned());
    for path in ["/prod/iam", "/prod/nothing", "/prod", "/dev/open", "", "/prod/open/more"] {
        assert_eq!(told(&call(&mut stage, path, &[])), missing, "{path}");
    }
    let deleted =
        Request { method: "DELETE".into(), path: "/practice-api/prod/open".into(), ..Request::default() };
    assert_eq!(told(&stage.send(&deleted)), missing);
    let near = Request { method: "GET".into(), path: "/practice-apis".into(), ..Request::default() };
    assert_eq!(stage.send(&near).status, 404, "another address altogether");
}

#[test]
fn a_token_where_a_signature_belongs_is_told_in_gateways_odd_words() {
    let mut stage = Stage::new();
    for path in ["/prod/iam", "/prod/nothing"] {
        let (status, kind, message) = told(&bearing(&mut stage, path, "abc"));
        assert_eq!((status, kind.as_str()), (403, "IncompleteSignatureException"));
        assert_eq!(
            message,
            "'abc' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer abc'."
        );
    }
}

#[test]
fn the_open_route_takes_everything_and_tells_it() {
    let mut stage = Stage::new();
    let sent = Request {
        method: "POST".into(),
        path: "/practice-api/prod/open".into(),
        query: "a=1".into(),
        body: "héllo".into(),
        ..Request::default()
    };
    let response = stage.send(&sent);
    let body: Json = serde_json::from_slice(&response.body).unwrap();
    let expected = json!({
        "route": "/open", "authorizer": "NONE", "method": "POST", "query": "a=1", "body": "héllo", "caller": null,
    });
    assert_eq!(body, expected);
    for name in ["x-amz-apigw-id", "x-amzn-requestid"] {
        assert!(response.headers.iter().any(|(known, _)| *known == name), "{name}");
    }
}

#[test]
fn each_route_wants_its_own_token() {
    let mut stage = Stage::new();
    let tokens = stage.tokens("ada", "Practice-Ada-1");
    let (id, access) = (text(&tokens, "IdToken").to_owned(), text(&tokens, "AccessToken").to_owned());
    for (path, fits, other) in [("/prod/id", &id, &access), ("/prod/access", &access, &id)] {
        assert!(is_let_in(&bearing(&mut stage, path, fits)), "{path}");
        assert!(is_let_in(&call(&mut stage, path, &[("authorization", fits)])), "without Bearer");
        assert_eq!(told(&bearing(&mut stage, path, other)), unauthorized(), "{path}");
        assert_eq!(told(&bearing(&mut stage, path, &format!("{fits}x"))), unauthorized(), "{path}");
        assert_eq!(told(&call(&mut stage, path, &[])), unauthorized(), "{path}");
    }
    assert_eq!(told(&bearing(&mut stage, "/prod/scope", &access)), unauthorized(), "no such scope in it");
    let response = bearing(&mut stage, "/prod/id", &id);
    let body: Json = serde_json::from_slice(&response.body).unwrap();
    assert_eq!((&body["caller"]["username"], &body["caller"]["token_use"]), (&json!("ada"), &json!("id")));
}

#[test]
fn a_token_ends_after_its_hour() {
    let mut stage = Stage::new();
    let tokens = stage.tokens("ada", "Practice-Ada-1");
    stage.later(3601);
    for (path, name) in [("/prod/id", "IdToken"), ("/prod/access", "AccessToken")] {
        let response = bearing(&mut stage, path, text(&tokens, name));
        assert_eq!(
            told(&response),
            (401, "UnauthorizedException".to_owned(), "The incoming token has expired".to_owned())
        );
    }
}
