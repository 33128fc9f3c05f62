//! The smallest HTTP client that will do: one request per connection, read to its end.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use poolwalk::practice::{Cast, Practice};
use serde_json::{Value as Json, json};

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// In lower case.
    pub(crate) head: String,
    raw_head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap_or_else(|err| panic!("{err} in {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(known, _)| *known == name)
            .map(|found| found.1)
    }

    /// Where a redirect leads, its letters as they were sent.
    pub(crate) fn location(&self) -> &str {
        self.as_sent("location").first().copied().unwrap_or_else(|| panic!("no redirect: {self:?}"))
    }

    /// The cookies that are set, each as it is sent back.
    pub(crate) fn cookies(&self) -> Vec<String> {
        self.as_sent("set-cookie").iter().map(|cookie| cookie.split(';').next().unwrap().to_owned()).collect()
    }

    fn as_sent(&self, name: &str) -> Vec<&str> {
        let lines = self.raw_head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
    }
}

pub(crate) fn address(cast: &Cast) -> &str {
    cast.endpoint.strip_prefix("http://").unwrap()
}

/// Sends bytes as they are and reads until the server closes.
pub(crate) fn exchange(cast: &Cast, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address(cast)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer}"));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
    Answer { status, head: head.to_ascii_lowercase(), raw_head: head.to_owned(), body: body.to_owned() }
}

pub(crate) fn get(cast: &Cast, path: &str) -> Answer {
    let host = address(cast);
    exchange(cast, format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())
}

/// An unsigned call of the user pool (`InitiateAuth`) or of the identity pool (`GetId`).
pub(crate) fn call(cast: &Cast, operation: &str, body: &Json) -> Answer {
    let service = if operation.starts_with("Get") {
        "AWSCognitoIdentityService"
    } else {
        "AWSCognitoIdentityProviderService"
    };
    let (host, body) = (address(cast), body.to_string());
    let request = format!(
        "POST / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/x-amz-json-1.1\r\n\
         X-Amz-Target: {service}.{operation}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    exchange(cast, request.as_bytes())
}

/// The tokens of the first user, who sends the password.
pub(crate) fn first_tokens(practice: &Practice) -> Json {
    let cast = practice.cast();
    let user = &cast.users[0];
    let body = json!({
        "ClientId": cast.clients[0].client_id,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": user.username, "PASSWORD": user.password.expose() },
    });
    call(cast, "InitiateAuth", &body).json()["AuthenticationResult"].take()
}

/// AWS keys for the first user.
pub(crate) fn first_keys(practice: &Practice) -> Json {
    let cast = practice.cast();
    let provider = format!("cognito-idp.{}.amazonaws.com/{}", cast.region, cast.user_pool_id);
    let logins = json!({ provider: first_tokens(practice)["IdToken"] });
    let id =
        call(cast, "GetId", &json!({ "IdentityPoolId": cast.identity_pool_id, "Logins": logins })).json();
    let body = json!({ "IdentityId": id["IdentityId"], "Logins": logins });
    call(cast, "GetCredentialsForIdentity", &body).json()["Credentials"].take()
}
