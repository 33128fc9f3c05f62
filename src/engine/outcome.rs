//! From what the SDK says and the tape recorded to one of the ways a call can fail.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::tape::Tape;
use super::target::Timeouts;
use super::trouble;
use crate::flow::{Failure, Refusal, Response, Unreachable, Unreadable};

/// What a failed call comes to.
pub(super) fn failure<E>(err: &SdkError<E, HttpResponse>, tape: &Tape, timeouts: Timeouts) -> Failure
where
    E: std::error::Error + ProvideErrorMetadata + 'static,
{
    if let Some(failure) = tape.failure() {
        return failure;
    }
    if matches!(err, SdkError::TimeoutError(_)) {
        return Failure::Unreachable(Unreachable::Timeout { after: timeouts.answer });
    }
    let Some(exchange) = tape.exchange() else {
        return Failure::NotSent { problem: trouble::innermost(err) };
    };
    match exchange.response {
        Some(response) => answered(err.code(), err.message(), &response),
        None => Failure::Unreachable(Unreachable::Other(trouble::innermost(err))),
    }
}

/// An answer that the SDK could read, but that lacks what the operation answers with.
pub(super) fn lacking(tape: &Tape) -> Failure {
    match tape.exchange().and_then(|exchange| exchange.response) {
        Some(response) => Failure::Unreadable { status: response.status, problem: looks(&response) },
        None => Failure::Internal { problem: "An answer was read that was not recorded".to_owned() },
    }
}

fn answered(code: Option<&str>, message: Option<&str>, response: &Response) -> Failure {
    let code = code.or_else(|| response.header("x-amzn-errortype")).map(bare).filter(|code| !code.is_empty());
    let Some(code) = code else {
        return Failure::Unreadable { status: response.status, problem: looks(response) };
    };
    let message = message.or_else(|| response.header("x-amzn-errormessage")).unwrap_or_default();
    Failure::Refused(Refusal { code: code.to_owned(), message: message.to_owned(), status: response.status })
}

/// `com.amazon#NotAuthorizedException:http://…` → `NotAuthorizedException`.
fn bare(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or_default();
    code.rsplit('#').next().unwrap_or_default().trim()
}

/// What an answer without a code looks like.
fn looks(response: &Response) -> Unreadable {
    let body = response.body.expose().trim();
    let start: String = body.chars().take(1000).collect::<String>().to_ascii_lowercase();
    let declared = response.header("content-type").unwrap_or_default();
    if body.is_empty() {
        Unreadable::Empty
    } else if start.contains("<html") || start.contains("<!doctype html") || declared.contains("text/html") {
        Unreadable::Html
    } else if start.starts_with('<') || serde_json::from_str::<serde_json::Value>(body).is_ok() {
        Unreadable::Unexpected
    } else {
        Unreadable::Junk
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Header;

    fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
        let headers = headers
            .iter()
            .map(|(name, value)| Header { name: (*name).to_owned(), value: (*value).into() })
            .collect();
        Response { status, headers, body: body.into(), ..Response::default() }
    }

    #[test]
    fn namespace_and_suffix_are_no_part_of_a_code() {
        for code in [
            "NotAuthorizedException",
            "com.amazonaws.cognito#NotAuthorizedException",
            "NotAuthorizedException:http://internal.amazon.com/coral/",
            "aws.x#NotAuthorizedException:http://internal.amazon.com#y",
        ] {
            assert_eq!(bare(code), "NotAuthorizedException", "{code}");
        }
    }

    #[test]
    fn a_code_in_the_header_alone_is_a_refusal() {
        let headers = [("x-amzn-errortype", "ForbiddenException:"), ("x-amzn-errormessage", "WAF")];
        let Failure::Refused(refusal) = answered(None, None, &response(403, &headers, "")) else { panic!() };
        assert_eq!((refusal.code.as_str(), refusal.message.as_str()), ("ForbiddenException", "WAF"));
    }

    #[test]
    fn an_answer_without_a_code_is_told_by_its_looks() {
        let cases = [
            ("", Unreadable::Empty),
            (" \n", Unreadable::Empty),
            ("<!DOCTYPE html><p>", Unreadable::Html),
            ("  <HTML>", Unreadable::Html),
            ("<?xml version=\"1.0\"?><a/>", Unreadable::Unexpected),
            ("{\"message\":\"no\"}", Unreadable::Unexpected),
            ("upstream connect error", Unreadable::Junk),
            ("{\"cut\":", Unreadable::Junk),
        ];
        for (body, expected) in cases {
            assert_eq!(looks(&response(502, &[], body)), expected, "{body}");
        }
        let declared = [("content-type", "text/html; charset=utf-8")];
        assert_eq!(looks(&response(502, &declared, "Bad gateway")), Unreadable::Html);
    }
}
