//! The service as such: what it tells about itself, how it answers oddities, how it starts and ends.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use poolwalk::practice::{Clock, Options, Practice, TestClock};
use serde_json::json;

use crate::http::{address, call, exchange, first_tokens, get};

fn practice() -> Practice {
    Practice::start(Options::default()).unwrap()
}

#[test]
fn the_cast_tells_all_that_a_script_needs() {
    let practice = practice();
    let told = practice.cast().to_json();
    let keys: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys.join(" "),
        "endpoint region user_pool_id identity_pool_id clients users inbox admin_key domain external_provider \
         strict_identity_pool_id developer_provider provider_tokens api"
    );
    let first = &told["clients"][0];
    assert_eq!(first["client_secret"], json!(null));
    let flows = first["flows"].to_string();
    for flow in ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"] {
        assert!(flows.contains(flow), "{flows}");
    }
    assert_eq!(first["callback_urls"][0], "http://localhost:8765/callback");
    assert_eq!(told["domain"], told["endpoint"]);
    for user in told["users"].as_array().unwrap() {
        assert_eq!(
            user.as_object().unwrap().keys().cloned().collect::<Vec<_>>(),
            ["username", "password", "lesson", "flow"]
        );
    }
    assert!(first_tokens(&practice)["IdToken"].is_string(), "the first user signs in at once");
}

#[test]
fn the_inbox_is_the_same_over_http() {
    let clock = TestClock::new("2024-03-05T07:08:09Z".parse().unwrap());
    let practice =
        Practice::start(Options { clock: Clock::from(clock.clone()), ..Options::default() }).unwrap();
    let path = practice.cast().inbox_url.strip_prefix(&practice.cast().endpoint).unwrap();
    let told = get(practice.cast(), path).json();
    let entries = practice.inbox();
    assert_eq!(told["inbox"].as_array().unwrap().len(), entries.len());
    assert_eq!(told["inbox"][0]["code"], json!(entries[0].code.expose()));
    assert_eq!((entries[0].seconds_left, entries[0].seconds_in_all), (21, 30));
    clock.advance(Duration::from_secs(21));
    assert_ne!(practice.inbox()[0].code, entries[0].code);
    assert_eq!(practice.inbox()[0].seconds_left, 30);
}

#[test]
fn discovery_leads_to_the_keys_that_sign() {
    let practice = practice();
    let cast = practice.cast();
    let described = get(cast, &format!("/{}/.well-known/openid-configuration", cast.user_pool_id)).json();
    assert_eq!(described["issuer"], json!(format!("{}/{}", cast.endpoint, cast.user_pool_id)));
    for (name, path) in [
        ("authorization_endpoint", "/oauth2/authorize"),
        ("token_endpoint", "/oauth2/token"),
        ("userinfo_endpoint", "/oauth2/userInfo"),
        ("revocation_endpoint", "/oauth2/revoke"),
        ("end_session_endpoint", "/logout"),
    ] {
        assert_eq!(described[name], json!(format!("{}{path}", cast.domain)));
    }
    let path = described["jwks_uri"].as_str().unwrap().strip_prefix(&cast.endpoint).unwrap().to_owned();
    let set = get(cast, &path).json();
    assert_eq!(set["keys"].as_array().unwrap().len(), 2);
    assert!(set["keys"][0]["kid"].as_str().unwrap().ends_with('='));
}

#[test]
fn answers_carry_what_answers_of_aws_carry() {
    let clock = TestClock::new("2024-03-05T07:08:09Z".parse().unwrap());
    let practice = Practice::start(Options { clock: clock.into(), ..Options::default() }).unwrap();
    let answer =
        call(practice.cast(), "InitiateAuth", &json!({ "ClientId": "x", "AuthFlow": "USER_SRP_AUTH" }));
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.json(),
        json!({ "__type": "ResourceNotFoundException", "message": "User pool client x does not exist." })
    );
    assert_eq!(answer.header("content-type"), Some("application/x-amz-json-1.1"));
    assert_eq!(answer.header("x-amzn-errortype"), Some("resourcenotfoundexception:"));
    assert_eq!(answer.header("x-amzn-errormessage"), Some("user pool client x does not exist."));
    assert_eq!(answer.header("x-amzn-requestid").map(str::len), Some(36));
    assert_eq!(answer.header("date"), Some("tue, 05 mar 2024 07:08:09 gmt"));
}

#[test]
fn oddities_are_answered_and_do_no_harm() {
    let practice = practice();
    let cast = practice.cast();
    assert_eq!(
        call(cast, "Telepathize", &json!({})).json(),
        json!({ "__type": "UnknownOperationException" })
    );
    assert_eq!(get(cast, "/").status, 400);
    assert_eq!(get(cast, "/nothing").status, 404);
    let body = "x".repeat(2 << 20);
    let large =
        format!("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
    assert_eq!(exchange(cast, large.as_bytes()).status, 413);
    let target = "X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth";
    let junk = format!(
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{target}\r\nContent-Length: 4\r\n\r\n[\0\u{1}}}"
    );
    assert_eq!(exchange(cast, junk.as_bytes()).json()["__type"], "SerializationException");
    assert!(exchange(cast, b"what?\r\n\r\n").head.starts_with("http/1.1 400"));
    assert!(first_tokens(&practice)["IdToken"].is_string());
}

#[test]
fn a_port_that_is_taken_is_an_error_and_a_dropped_pool_gives_its_port_back() {
    let practice = practice();
    let host = address(practice.cast()).to_owned();
    let port = host.rsplit_once(':').unwrap().1.parse().unwrap();
    assert!(Practice::start(Options { port, ..Options::default() }).is_err());
    drop(practice);
    let deadline = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(&host).is_ok() {
        assert!(Instant::now() < deadline, "it still listens");
        std::thread::yield_now();
    }
    assert!(Practice::start(Options { port, ..Options::default() }).is_ok());
}

#[test]
fn starting_and_ending_waits_for_nothing() {
    let started = Instant::now();
    drop(practice());
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
}

#[test]
fn the_same_seed_brings_the_same_sessions() {
    let session = || {
        let clock = TestClock::new("2024-03-05T07:08:09Z".parse().unwrap());
        let options = Options { clock: clock.into(), seed: Some([7; 32]), ..Options::default() };
        let practice = Practice::start(options).unwrap();
        let user = practice.cast().users.iter().find(|user| user.totp_secret.is_some()).unwrap();
        let body = json!({
            "ClientId": practice.cast().clients[0].client_id,
            "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": { "USERNAME": user.username, "PASSWORD": user.password.expose() },
        });
        call(practice.cast(), "InitiateAuth", &body).json()["Session"].clone()
    };
    assert!(session().is_string());
    assert_eq!(session(), session());
}
