//! Requests and answers as plain values, and AWS's JSON 1.1 envelope around them.
//! It knows headers and bodies; sockets are `server`'s, meaning is the operations'.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::error::Failure;

/// One HTTP request, read to its end.
#[derive(Clone, Default)]
pub(super) struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path as sent, still percent-encoded.
    pub path: String,
    /// The query as sent, without its question mark.
    pub query: String,
    /// Header names in lower case, in the order sent.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The first header of that (lower-case) name.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// One HTTP answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Header names and values, ready for the wire.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// A body of some type, with nothing said about the request.
    pub(super) fn new(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("content-type", content_type.to_owned())], body: body.into() }
    }

    /// Adds a header. What no header can carry becomes a question mark.
    pub(super) fn header(mut self, name: &'static str, value: &str) -> Self {
        let value = value.chars().map(|c| if matches!(c, ' '..='~') { c } else { '?' }).collect();
        self.headers.push((name, value));
        self
    }

    /// A JSON document that belongs to no AWS operation.
    pub(super) fn document(body: &Json) -> Self {
        Self::new(200, "application/json", body.to_string())
    }

    /// What an AWS JSON operation answers.
    pub(super) fn aws_json(outcome: Result<Json, Failure>) -> Self {
        match outcome {
            Ok(body) => Self::new(200, AWS_JSON, body.to_string()),
            Err(Failure { code, message, status }) => {
                let body = if message.is_empty() {
                    json!({ "__type": code })
                } else {
                    json!({ "__type": code, "message": message })
                };
                let response = Self::new(status, AWS_JSON, body.to_string())
                    .header("x-amzn-errortype", &format!("{code}:"));
                if message.is_empty() { response } else { response.header("x-amzn-errormessage", &message) }
            }
        }
    }
}

const AWS_JSON: &str = "application/x-amz-json-1.1";

/// A time as HTTP's `Date` header spells it.
pub(super) fn http_date(now: Timestamp) -> String {
    now.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_the_body_and_in_headers() {
        let response = Response::aws_json(Err(Failure::not_authorized("Nein, Zoë\n")));
        assert_eq!(response.status, 400);
        assert_eq!(
            response.body,
            "{\"__type\":\"NotAuthorizedException\",\"message\":\"Nein, Zoë\\n\"}".as_bytes()
        );
        assert!(response.headers.contains(&("x-amzn-errortype", "NotAuthorizedException:".to_owned())));
        assert!(response.headers.contains(&("x-amzn-errormessage", "Nein, Zo??".to_owned())));
    }

    #[test]
    fn dates_are_those_of_http() -> Result<(), jiff::Error> {
        assert_eq!(http_date("2024-03-05T07:08:09.5Z".parse()?), "Tue, 05 Mar 2024 07:08:09 GMT");
        Ok(())
    }
}
