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
    ApiAnswer, ApiAuth, ApiCall, ApiRequest, AuthKind, Failure, Refusal, Reply, Response, Unreachable,
};

/// As much of an answer as is read.
pub(super) const API_CAP: usize = 4 * 1024 * 1024;

/// What AWS's own front doors put into a refusal that is no JSON, as `<Code>`.
const XML_MESSAGE: (&str, &str) = ("<Message>", "</Message>");
const XML_CODE: (&str, &str) = ("<Code>", "</Code>");

impl Outgoing {
    pub(super) async fn api(&self, call: ApiCall) -> Result<Reply, Failure> {
        let request = prepared(&call, self.now_there())?;
        self.tape.cut_at(API_CAP);
        match tokio::time::timeout(self.timeouts.answer, self.http.clone().carry(request)).await {
            Ok(Ok(_response)) => {}
            Ok(Err(_on_tape)) => {
                return Err(self.tape.failure().unwrap_or_else(|| outcome::lacking(&self.tape)));
            }
            Err(_elapsed) if self.tape.exchange().is_some_and(|exchange| exchange.response.is_some()) => {
                self.tape.cut_by_time();
            }
            Err(_elapsed) => {
                return Err(Failure::Unreachable(Unreachable::Timeout { after: self.timeouts.answer }));
            }
        }
        let response = self.tape.exchange().and_then(|exchange| exchange.response);
        let response = response.ok_or_else(|| outcome::lacking(&self.tape))?;
        if response.status >= 400 {
            return Err(Failure::Refused(refusal(&response)));
        }
        let (status, cut) = (response.status, response.cut);
        Ok(Reply::Api(ApiAnswer { status, body: self.tape.body(), cut }))
    }

    /// The time by the clocks that judge a signature, as far as their answers told it.
    fn now_there(&self) -> Timestamp {
        let now = clock::now();
        now.checked_sub(self.clock_ahead).unwrap_or(now)
    }
}

/// The request as it goes out.
fn prepared(call: &ApiCall, now: Timestamp) -> Result<WireRequest, Failure> {
    let ApiRequest { method, url, headers, body } = &call.request;
    let is_signed = call.auth.kind() == AuthKind::Iam;
    let url = if is_signed { signable(url)? } else { url.clone() };
    let mut builder = http::Request::builder().method(method.as_str()).uri(url);
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

/// The address in a spelling that has one signature. A plus in a query is signed as the space that it is in a form, but
/// nothing says that whoever checks takes it for one: it goes out as a space. What is no UTF-8 would be signed as
/// something else than is sent.
fn signable(url: &str) -> Result<String, Failure> {
    let Some((place, query)) = url.split_once('?') else { return Ok(url.to_owned()) };
    if is_text(query) {
        return Ok(format!("{place}?{}", query.replace('+', "%20")));
    }
    let problem =
        "The query of this address is no UTF-8 once its percent signs are taken away: it cannot be signed";
    Err(Failure::NotSent { problem: problem.to_owned() })
}

/// True when a query is UTF-8 without its percent signs.
fn is_text(query: &str) -> bool {
    let mut pieces = query.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let code = piece.get(..2).filter(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend_from_slice(piece.get(2..).unwrap_or_default().as_bytes());
            }
            None => bytes.extend_from_slice(piece.as_bytes()),
        }
    }
    std::str::from_utf8(&bytes).is_ok()
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
    use proptest::prelude::*;

    use crate::flow::{ApiDraft, AwsCredentials, Exchange, Header};
    use crate::handoff::SignedParts;

    fn keys(with_token: bool) -> AwsCredentials {
        AwsCredentials {
            access_key_id: "ASIAEXAMPLEEXAMPLE12".to_owned(),
            secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into(),
            session_token: with_token.then(|| "FwoGZXIvYXdzEXAMPLETOKEN//////////wEaDA==".into()),
            expiration: None,
        }
    }

    fn signed_request(draft: &ApiDraft, keys: &AwsCredentials) -> WireRequest {
        let (region, service) = draft.scope(None).unwrap();
        let auth = ApiAuth::Iam { credentials: keys.clone(), region, service };
        let call = ApiCall { request: draft.check().unwrap(), auth };
        prepared(&call, "2024-03-05T07:08:09Z".parse().unwrap()).unwrap_or_else(|why| panic!("{why:?}"))
    }

    fn signature(draft: &ApiDraft, with_token: bool) -> String {
        let request = signed_request(draft, &keys(with_token));
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

    /// botocore's, which was given the query in its canonical order, and the plus as `%20`.
    #[test]
    fn signatures_are_the_same_for_every_spelling() {
        for (path, expected) in [
            ("/prod/pets?a1=2&a=1", "cb0f4f957e9961d99cd84661047ca2275241e8cf9c73da08c92c9a47fa4c9363"),
            ("/prod/pets?page2=2&page=1", "d3c4c9ad4002e644f0261ef244820464c9b95e4af6c711dc0574172e7ffdeaa6"),
            (
                "/prod/pets?filter-by=y&filter=x",
                "27266bfdddfa4510571f0fe80cd44fd1363ff6e324f107f8754a73c3e8e26130",
            ),
            ("/prod/pets?a=2&a%2F=1", "e555d2c1447d1de6dbd3607feed72b01e0ba2fcfdf1571e2ba45f87ee3c5a5c0"),
            ("/prod/pets?q=a+b", "70e9476ee6a73705d0d92a0acc3419bcd674cdf7e2e9c8fd55e8cc2baae693e9"),
            ("/prod//pets///x/", "f201bd00b172c51401df7419b2e86f078fce5bfbb47cc8490928ad6635fdb70a"),
        ] {
            assert_eq!(signature(&get(path), true), expected, "{path}");
        }
        let twice = ApiDraft { headers: "x-tag: b\nX-Tag: a  c".into(), ..get("/prod/pets") };
        assert_eq!(
            signature(&twice, true),
            "4b0818294dc25b59d7924b26af7b1a365450cae97e8e3cefba83103f523f56e6"
        );
        let port = ApiDraft {
            url: "http://127.0.0.1:8080/prod/pets?a=1&a1=2".into(),
            region: "eu-west-1".into(),
            ..ApiDraft::default()
        };
        assert_eq!(
            signature(&port, true),
            "238d00b4c23f47f3ace09d13cd48501f11dba8142b4b8a35b890e77b7752116d"
        );
    }

    /// botocore's.
    #[test]
    fn s3_is_signed_in_its_own_way() {
        let bucket = |path: &str| format!("https://my-bucket.s3.eu-west-1.amazonaws.com{path}");
        let put = ApiDraft {
            method: "PUT".into(),
            url: bucket("/a%20b.txt"),
            headers: "content-type: text/plain".into(),
            body: "hello".into(),
            ..ApiDraft::default()
        };
        let get = |path: &str| ApiDraft { url: bucket(path), ..ApiDraft::default() };
        for (draft, expected) in [
            (get("/a%20b//c%2Fd"), "48e6a4c978300cc6c4eb49da4ddd52447687621eaf9fa3615182c162d7dcc732"),
            (
                get("/?prefix-x=1&prefix=a%2F&list-type=2"),
                "684176d5b89df63e866fe3f100344be3ca7608be7ad018b119ed9e1f1c582312",
            ),
            (put, "1404a05c7e99adcb059c3525476523e309e2b4d14510e89dfd7f8c89d33d87d3"),
        ] {
            let request = signed_request(&draft, &keys(true));
            let header = request.headers().get("authorization").unwrap();
            assert!(header.ends_with(expected), "{}: {header}", draft.url);
            let hash = request.headers().get("x-amz-content-sha256").unwrap();
            assert_eq!(hash.len(), 64);
        }
    }

    #[test]
    fn a_plus_goes_out_signed_as_the_space_that_is_signed() {
        let sent = signed_request(&get("/prod/a+b?q=a+b&c=%2B"), &keys(true));
        assert!(sent.uri().ends_with("/prod/a+b?q=a%20b&c=%2B"), "{}", sent.uri());
        let call = ApiCall { request: get("/a+b?q=a+b").check().unwrap(), auth: ApiAuth::Nothing };
        let plain = prepared(&call, Timestamp::UNIX_EPOCH).unwrap_or_else(|_| panic!());
        assert!(plain.uri().ends_with("/a+b?q=a+b"), "unsigned it goes out as typed: {}", plain.uri());
    }

    #[test]
    fn what_would_be_signed_as_something_else_is_not_sent() {
        for (query, is_signed) in
            [("a=%FF", false), ("%E2%82=1", false), ("a=%E2%82%AC", true), ("a=100%&%zz", true)]
        {
            let request = get(&format!("/prod?{query}")).check().unwrap();
            let (region, service) = ("eu-west-1".to_owned(), "execute-api".to_owned());
            let call = ApiCall { request, auth: ApiAuth::Iam { credentials: keys(true), region, service } };
            assert_eq!(prepared(&call, Timestamp::UNIX_EPOCH).is_ok(), is_signed, "{query}");
        }
    }

    /// What is on the wire of it.
    fn exchange(request: &WireRequest) -> Exchange {
        let header = |(name, value): (&str, &str)| Header { name: name.to_owned(), value: value.into() };
        Exchange {
            method: request.method().to_owned(),
            url: request.uri().to_owned(),
            request_headers: request.headers().iter().map(header).collect(),
            request_body: std::str::from_utf8(request.body().bytes().unwrap()).unwrap().into(),
            response: None,
        }
    }

    fn any_draft() -> impl Strategy<Value = ApiDraft> {
        let host = prop_oneof![
            Just("https://abc123.execute-api.eu-west-1.amazonaws.com"),
            Just("https://my-bucket.s3.eu-west-1.amazonaws.com"),
            Just("http://127.0.0.1:8080"),
            Just("https://a.example:443"),
        ];
        let path = "(/[a-zA-Z0-9 ./+%ë~!$&'()*,;=:@_-]{0,9}){0,4}";
        let query = "(\\?([a-c+%=&;/ ë.'1-3-]|%2[0-9A-Fa-f]|%C3%AB|page|page2){0,12})?";
        let headers = "(x-(a|b|c): [a-z ,;=\t]{0,9}\n){0,4}";
        let body = proptest::option::of(".{0,20}");
        ("(GET|POST|PUT)", host, path, query, headers, body).prop_map(
            |(method, host, path, query, headers, body)| ApiDraft {
                method,
                url: format!("{host}{path}{query}"),
                headers: headers.into(),
                body: body.unwrap_or_default().into(),
                region: "eu-west-1".into(),
                service: String::new(),
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_told_of_a_signature_is_what_was_signed(draft in any_draft(), with_token: bool) {
            let keys = keys(with_token);
            let request = signed_request(&draft, &keys);
            let parts = SignedParts::of(&exchange(&request)).unwrap();
            prop_assert!(parts.hold(&keys.secret_access_key), "{}", parts.canonical_request.expose());
        }
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
            ..Response::default()
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
