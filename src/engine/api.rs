//! Requests to the person's own API: signed, with a token, or as they are; never redirected, and read up to a cap in
//! size and time. An answer that goes on is cut, and says so.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest as WireRequest;
use aws_smithy_types::body::SdkBody;
use jiff::Timestamp;
use oauth2::http;
use serde_json::Value as Json;

use super::calls::Outgoing;
use super::clock;
use super::oauth::quoted;
use super::outcome;
use crate::flow::{
    ApiAnswer, ApiAuth, ApiCall, ApiRequest, Cut, Failure, Refusal, Reply, Response, Unreachable,
};

/// As much of an answer as is read.
pub(super) const API_CAP: usize = 4 * 1024 * 1024;

/// What AWS's own front doors put into a refusal that is no JSON, as `<Code>`.
const XML_MESSAGE: (&str, &str) = ("<Message>", "</Message>");
const XML_CODE: (&str, &str) = ("<Code>", "</Code>");

impl Outgoing {
    pub(super) async fn api(&self, call: ApiCall) -> Result<Reply, Failure> {
        let request = prepared(&call, clock::now())?;
        self.tape.cut_at(API_CAP);
        let cut = match tokio::time::timeout(self.timeouts.answer, self.http.clone().carry(request)).await {
            Ok(Ok(_response)) => self.tape.is_cut().then_some(Cut::Size { cap: API_CAP }),
            Ok(Err(_on_tape)) => {
                return Err(self.tape.failure().unwrap_or_else(|| outcome::lacking(&self.tape)));
            }
            Err(_elapsed) if self.tape.exchange().is_some_and(|exchange| exchange.response.is_some()) => {
                Some(Cut::Time)
            }
            Err(_elapsed) => {
                return Err(Failure::Unreachable(Unreachable::Timeout { after: self.timeouts.answer }));
            }
        };
        let response = self.tape.exchange().and_then(|exchange| exchange.response);
        let response = response.ok_or_else(|| outcome::lacking(&self.tape))?;
        if response.status >= 400 {
            return Err(Failure::Refused(refusal(&response)));
        }
        Ok(Reply::Api(ApiAnswer { status: response.status, body: self.tape.body(), cut }))
    }
}

/// The request as it goes out.
fn prepared(call: &ApiCall, now: Timestamp) -> Result<WireRequest, Failure> {
    let ApiRequest { method, url, headers, body } = &call.request;
    let mut builder = http::Request::builder().method(method.as_str()).uri(url.as_str());
    for header in headers {
        builder = builder.header(header.name.as_str(), header.value.expose());
    }
    let bearer = match &call.auth {
        ApiAuth::Id(token) | ApiAuth::Access(token) => Some(token),
        ApiAuth::Iam { .. } | ApiAuth::Nothing => None,
    };
    if let Some(token) = bearer {
        builder = builder.header("authorization", format!("Bearer {}", token.expose()));
    }
    let mut request = builder.body(body.expose().as_bytes().to_vec()).map_err(not_sent)?;
    if let ApiAuth::Iam { credentials, region, service } = &call.auth {
        let keys = Credentials::new(
            credentials.access_key_id.as_str(),
            credentials.secret_access_key.expose(),
            credentials.session_token.as_ref().map(|token| token.expose().to_owned()),
            None,
            "poolwalk",
        );
        signed(&mut request, &keys.into(), (region, service, now))?;
    }
    let (parts, bytes) = request.into_parts();
    let body = if bytes.is_empty() { SdkBody::empty() } else { SdkBody::from(bytes) };
    WireRequest::try_from(http::Request::from_parts(parts, body)).map_err(not_sent)
}

fn signed(
    request: &mut http::Request<Vec<u8>>,
    identity: &Identity,
    (region, service, now): (&str, &str, Timestamp),
) -> Result<(), Failure> {
    let mut settings = SigningSettings::default();
    if service == "s3" {
        // S3 alone takes the path as it is on the wire, and wants the hash of the body as a header.
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    }
    let params = SigningParams::builder()
        .identity(identity)
        .region(region)
        .name(service)
        .time(moment(now))
        .settings(settings)
        .build()
        .map_err(not_sent)?
        .into();
    let headers: Vec<(String, String)> = request
        .headers()
        .iter()
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    let pairs = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let uri = request.uri().to_string();
    let signable =
        SignableRequest::new(request.method().as_str(), uri, pairs, SignableBody::Bytes(request.body()))
            .map_err(not_sent)?;
    let (instructions, _signature) = sign(signable, &params).map_err(not_sent)?.into_parts();
    let (added, _query) = instructions.into_parts();
    for header in added {
        let value = http::HeaderValue::from_str(header.value()).map_err(not_sent)?;
        request.headers_mut().insert(http::HeaderName::from_static(header.name()), value);
    }
    Ok(())
}

fn moment(now: Timestamp) -> SystemTime {
    let since = Duration::try_from(now.duration_since(Timestamp::UNIX_EPOCH)).unwrap_or_default();
    SystemTime::UNIX_EPOCH + since
}

fn not_sent(err: impl std::fmt::Display) -> Failure {
    Failure::NotSent { problem: err.to_string() }
}

/// What an API or its front door says when it says no: API Gateway's `message`, IAM's `Message`, XML's `<Message>`.
fn refusal(response: &Response) -> Refusal {
    let body = response.body.expose();
    let json: Json = serde_json::from_str(body).unwrap_or_default();
    let said =
        |keys: &[&str]| keys.iter().find_map(|key| json.get(*key).and_then(Json::as_str)).map(str::to_owned);
    let code = response.header("x-amzn-errortype").map(str::to_owned).or_else(|| said(&["__type", "code"]));
    let code = code.or_else(|| between(body, XML_CODE)).unwrap_or_default();
    let code = code.split(':').next().unwrap_or_default().rsplit('#').next().unwrap_or_default().to_owned();
    let message = said(&["message", "Message"]).or_else(|| between(body, XML_MESSAGE)).unwrap_or_default();
    let (of_token, more) = said_of_token(response);
    let message = [Some(message).filter(|said| !said.is_empty()), more].into_iter().flatten();
    let message = message.collect::<Vec<_>>().join(": ");
    Refusal { code: of_token.unwrap_or(code), message, status: response.status }
}

/// What a JWT authorizer says of the token: code and words, in a header (RFC 6750, 3) and nowhere else.
fn said_of_token(response: &Response) -> (Option<String>, Option<String>) {
    let headers =
        response.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("www-authenticate"));
    let said = |key: &str| {
        headers.clone().find_map(|header| quoted(header.value.expose(), key)).filter(|said| !said.is_empty())
    };
    (said("error").map(str::to_owned), said("error_description").map(str::to_owned))
}

fn between(text: &str, (start, end): (&str, &str)) -> Option<String> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inside, _)| inside.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{ApiDraft, AwsCredentials};

    fn keys(with_token: bool) -> AwsCredentials {
        AwsCredentials {
            access_key_id: "ASIAEXAMPLEEXAMPLE12".to_owned(),
            secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into(),
            session_token: with_token.then(|| "FwoGZXIvYXdzEXAMPLETOKEN//////////wEaDA==".into()),
            expiration: None,
        }
    }

    fn signature(draft: &ApiDraft, with_token: bool) -> String {
        let (region, service) = draft.scope(None).unwrap();
        let auth = ApiAuth::Iam { credentials: keys(with_token), region, service };
        let call = ApiCall { request: draft.check().unwrap(), auth };
        let request = prepared(&call, "2024-03-05T07:08:09Z".parse().unwrap()).unwrap_or_else(|_| panic!());
        let header = request.headers().get("authorization").unwrap().to_owned();
        assert!(header.contains("/20240305/eu-west-1/execute-api/aws4_request"), "{header}");
        header.rsplit_once("Signature=").unwrap().1.to_owned()
    }

    fn get(path: &str) -> ApiDraft {
        let url = format!("https://abc123.execute-api.eu-west-1.amazonaws.com{path}");
        ApiDraft { url, ..ApiDraft::default() }
    }

    /// Signatures that aws-sigv4, botocore and aws4 agreed on.
    #[test]
    fn signatures_are_those_that_other_signers_make() {
        for (path, expected) in [
            ("/prod/pets?b=2&a=1&a=0", "46b17e533835cd206f8e5a63faa48f44ecf1504599ea944d36af814406d8a0c8"),
            ("/prod/a%20b/c%2Fd/%C3%AB", "83d70544a59451becd336272c1eb9f947b977ea46a3a2765814b53b73c533ef5"),
            (
                "/prod/x?q=a%20b&r=%2F&empty&e2=",
                "5285b04678ed582a6b2a0023875669d62a899bdc7a45bb14b4de68ff5533055f",
            ),
            ("", "2948c5c44c0b331b3f9d786bb1f98f0f7592b35dcc92b2750a9c8ae48d79cd70"),
        ] {
            assert_eq!(signature(&get(path), true), expected, "{path}");
        }
        let without = signature(&get("/prod/pets"), false);
        assert_eq!(without, "141cc2d24a54d9d32e454c8f6755172124bcefcd9dd545473c99ed847eb21f6a");
        let post = ApiDraft {
            method: "POST".into(),
            headers: "content-type: application/json".into(),
            body: "{\"name\":\"zoë\"}".into(),
            ..get("/prod/pets")
        };
        assert_eq!(
            signature(&post, true),
            "2c7f8c169e4dcc9bd79687b244b53b9080fbe5b30d3248af7c452b114181324c"
        );
    }

    #[test]
    fn refusals_are_read_from_wherever_they_are_said() {
        let response = |headers: &[(&str, &str)], body: &str| Response {
            status: 403,
            headers: headers
                .iter()
                .map(|(name, value)| crate::flow::Header { name: (*name).into(), value: (*value).into() })
                .collect(),
            body: body.into(),
        };
        let gateway = response(&[("x-amzn-errortype", "ForbiddenException")], "{\"message\":\"Forbidden\"}");
        assert_eq!(
            refusal(&gateway),
            Refusal { code: "ForbiddenException".into(), message: "Forbidden".into(), status: 403 }
        );
        let iam =
            response(&[("x-amzn-errortype", "AccessDeniedException:http://x")], "{\"Message\":\"User: x\"}");
        assert_eq!(
            (refusal(&iam).code, refusal(&iam).message),
            ("AccessDeniedException".into(), "User: x".into())
        );
        let s3 = response(&[], "<Error><Code>AccessDenied</Code><Message>no</Message></Error>");
        assert_eq!((refusal(&s3).code, refusal(&s3).message), ("AccessDenied".into(), "no".into()));
        assert_eq!(refusal(&response(&[], "<html>")).message, "");
        let scope = "Bearer scope=\"pets/read\" error=\"insufficient_scope\"";
        let jwt = refusal(&response(&[("www-authenticate", scope)], "{\"message\":\"Forbidden\"}"));
        assert_eq!((jwt.code.as_str(), jwt.message.as_str()), ("insufficient_scope", "Forbidden"));
        let audience = "Bearer scope=\"\" error=\"invalid_token\" error_description=\"the token does not have a valid audience\"";
        let jwt = refusal(&response(&[("www-authenticate", audience)], "{\"message\":\"Unauthorized\"}"));
        assert_eq!(jwt.code, "invalid_token");
        assert_eq!(jwt.message, "Unauthorized: the token does not have a valid audience");
        let bare = refusal(&response(&[("www-authenticate", "Bearer")], "{\"message\":\"Unauthorized\"}"));
        assert_eq!((bare.code.as_str(), bare.message.as_str()), ("", "Unauthorized"));
    }
}
