//! The practice pool as a function: requests in, answers out, in a time that jumps. No sockets and no signatures here;
//! those are tried from outside.

mod accounts;
mod accounts_attributes;
mod accounts_passwords;
mod api;
mod browser;
mod challenges;
mod choice;
mod custom;
mod devices;
mod factors;
mod identity_pool;
mod oauth;
mod prover;
mod providers;
mod rotation;
mod sign_in;
mod tokens;
mod web;
mod web_identity;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};

use super::inbox;
use super::keys::tests::KEYS;
use super::pool::{Issuer, Pool};
use super::roster::CLIENTS;
use super::wire::{Request, Response};

/// A practice pool with its hands on the clock.
struct Stage {
    pool: Pool,
    now: Timestamp,
}

/// What an operation answered: its JSON, or error name and message.
type Answer = Result<Json, (String, String)>;

impl Stage {
    fn new() -> Self {
        let now = "2024-03-05T07:08:09Z".parse().unwrap();
        Self { pool: Pool::new("http://127.0.0.1:9", Issuer::Endpoint, [7; 32], now), now }
    }

    fn later(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
    }

    fn send(&mut self, request: &Request) -> Response {
        self.pool.handle(request, &KEYS, self.now)
    }

    /// One operation of the user pool (`InitiateAuth`) or of the identity pool (`GetId`).
    fn call(&mut self, operation: &str, body: &Json) -> Answer {
        let of_identity_pool =
            ["GetId", "GetCredentialsForIdentity", "GetOpenIdToken", "UnlinkIdentity"].contains(&operation);
        let service =
            if of_identity_pool { "AWSCognitoIdentityService" } else { "AWSCognitoIdentityProviderService" };
        let response = self.send(&Request {
            method: "POST".into(),
            path: "/".into(),
            headers: vec![("x-amz-target".into(), format!("{service}.{operation}"))],
            body: body.to_string().into(),
            ..Request::default()
        });
        let answer: Json = serde_json::from_slice(&response.body).unwrap();
        let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
        if response.status == 200 { Ok(answer) } else { Err((text("__type"), text("message"))) }
    }

    /// Signs in with a password in the open, through the first client.
    fn sign_in(&mut self, username: &str, password: &str) -> Answer {
        self.sign_in_to(CLIENTS[0].id, username, password)
    }

    fn sign_in_to(&mut self, client: &str, username: &str, password: &str) -> Answer {
        let parameters = json!({ "USERNAME": username, "PASSWORD": password });
        self.start(client, "USER_PASSWORD_AUTH", &parameters)
    }

    fn start(&mut self, client: &str, flow: &str, parameters: &Json) -> Answer {
        self.call(
            "InitiateAuth",
            &json!({ "ClientId": client, "AuthFlow": flow, "AuthParameters": parameters }),
        )
    }

    /// Answers a challenge under its session.
    fn respond(&mut self, asked: &Json, responses: &Json) -> Answer {
        let body = json!({
            "ClientId": CLIENTS[0].id,
            "ChallengeName": asked["ChallengeName"],
            "Session": asked["Session"],
            "ChallengeResponses": responses,
        });
        self.call("RespondToAuthChallenge", &body)
    }

    /// The code that the practice inbox shows first for a user.
    fn code_of(&self, username: &str) -> String {
        let entries = inbox::entries(&self.pool, self.now);
        let entry = entries.iter().find(|entry| entry.username == username);
        entry.unwrap_or_else(|| panic!("nothing for {username}")).code.expose().to_owned()
    }

    /// The tokens of a user of the cast who signs in at once.
    fn tokens(&mut self, username: &str, password: &str) -> Json {
        self.sign_in(username, password).unwrap()["AuthenticationResult"].take()
    }
}

/// Another code than this one.
fn wrong(code: &str) -> String {
    let other = if code.starts_with('1') { "2" } else { "1" };
    code.replacen(|_: char| true, other, 1)
}

fn refused(answer: Answer) -> String {
    let (code, message) = answer.expect_err("a refusal");
    format!("{code}: {message}")
}

fn text<'a>(json: &'a Json, name: &str) -> &'a str {
    json[name].as_str().unwrap_or_else(|| panic!("{name} in {json}"))
}

/// The claims of a token.
fn claims(token: &str) -> serde_json::Map<String, Json> {
    super::keys::peek(token).unwrap().1
}
