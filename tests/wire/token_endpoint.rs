//! What the answers of the token endpoint are read as, whatever they are called.

use poolwalk::cognito::managed_login::Domain;
use poolwalk::flow::{Call, Failure, Grant, OAuthClient, Refusal, Reply, TokenSet, Unreadable, WebCall};

use crate::calls::{client, perform, target};
use crate::server::Server;

const KINDS: [&str; 5] = [
    "content-type: application/json;charset=UTF-8\r\n",
    "content-type: application/x-amz-json-1.0\r\n",
    "content-type: text/plain\r\n",
    "content-type: \u{fc}\r\n",
    "",
];

fn answered(status: u16, headers: &str, body: &str) -> Result<Reply, Failure> {
    let server = Server::answering(status, headers, body);
    let domain = Domain::parse(&server.url(), None).unwrap();
    let app = OAuthClient { domain, client: client(), secret: None };
    let grant = Grant::Refresh { refresh_token: "marked-refresh".into() };
    perform(target(&server.url()), Call::Web(Box::new(WebCall::Token { app, grant }))).result
}

#[test]
fn tokens_are_read_by_any_name() {
    let body = r#"{"id_token":"i","access_token":"a","token_type":"Bearer","expires_in":60}"#;
    let tokens = TokenSet {
        id: Some("i".into()),
        access: Some("a".into()),
        expires_in: Some(60),
        ..TokenSet::default()
    };
    for kind in KINDS {
        assert_eq!(answered(200, kind, body), Ok(Reply::Tokens(tokens.clone())), "{kind}");
    }
}

#[test]
fn refusals_are_read_by_any_name() {
    for kind in KINDS {
        let refusal = Refusal { code: "invalid_grant".into(), message: "Gone".into(), status: 400 };
        let body = r#"{"error":"invalid_grant","error_description":"Gone"}"#;
        assert_eq!(answered(400, kind, body), Err(Failure::Refused(refusal)), "{kind}");
    }
}

#[test]
fn what_is_no_answer_is_told_apart() {
    let cases = [
        ("<html><body>Sign in to the network</body></html>", Unreadable::Html),
        ("", Unreadable::Empty),
        (r#"{"token_type":"Bearer"}"#, Unreadable::Unexpected),
        ("tokens", Unreadable::Junk),
    ];
    for (body, problem) in cases {
        for kind in KINDS {
            let found = answered(200, kind, body);
            assert_eq!(
                found,
                Err(Failure::Unreadable { status: 200, problem: problem.clone() }),
                "{kind}{body}"
            );
        }
    }
}
