//! What a request that was signed with Signature Version 4 signs: the canonical request and the string to sign, made
//! anew from what went out, and checked against the signature that went with it; and, where the answer of a service
//! tells its own, the lines in which the two differ.
//! Source: the AWS General Reference, “Create a signed AWS API request”; where that leaves something open, what
//! aws-sigv4 signs, for it is what signs here.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use crate::flow::{ApiAuth, Call, Exchange, Response, Step};
use crate::secret::Secret;

/// What was signed. The texts hold no key, but the session token stands in the canonical headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedParts {
    /// Method, path, query, headers, names of the headers, hash of the body; a line each.
    pub canonical_request: Secret,
    /// Algorithm, time, scope, hash of the canonical request; a line each.
    pub string_to_sign: String,
    /// Names of the signed headers, in order.
    pub signed_headers: Vec<String>,
    /// `20240305/eu-west-1/execute-api/aws4_request`
    pub scope: String,
    /// The signature that went out, in hex.
    sent: String,
}

/// Where two canonical texts differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDiff {
    /// From 1.
    pub line: usize,
    /// What was signed here; none where it has no such line.
    pub ours: Option<Secret>,
    /// What the service signed; none likewise.
    pub theirs: Option<Secret>,
}

impl SignedParts {
    /// What a call of one's API signed. The key at hand has to make the same signature of it: what was signed is shown
    /// for certain or not at all.
    #[must_use]
    pub fn of_step(step: &Step) -> Option<Self> {
        let parts = Self::of(step.performed.as_ref()?.exchange.as_ref()?)?;
        let Some(Call::Api(call)) = &step.call else { return None };
        let ApiAuth::Iam { credentials, .. } = &call.auth else { return None };
        parts.hold(&credentials.secret_access_key).then_some(parts)
    }

    /// From what went out. None when it was not signed, or in a way that is not known.
    #[must_use]
    pub fn of(exchange: &Exchange) -> Option<Self> {
        let header = value(exchange, "authorization")?;
        let rest = header.strip_prefix("AWS4-HMAC-SHA256 ")?;
        let part =
            |name: &str| rest.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
        let (_, scope) = part("Credential")?.split_once('/')?;
        let signed_headers: Vec<String> = part("SignedHeaders")?.split(';').map(str::to_owned).collect();
        let date = value(exchange, "x-amz-date")?;
        let is_s3 = scope.split('/').nth(2) == Some("s3");
        let canonical_request = Secret::new(canonical(exchange, &signed_headers, is_s3)?);
        let hash = hex(&Sha256::digest(canonical_request.expose().as_bytes()));
        let string_to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{hash}");
        let (scope, sent) = (scope.to_owned(), part("Signature")?.to_owned());
        Some(Self { canonical_request, string_to_sign, signed_headers, scope, sent })
    }

    /// True when the signature that went out is the one that this secret key makes of it.
    #[must_use]
    pub fn hold(&self, secret_access_key: &Secret) -> bool {
        self.signature(secret_access_key) == self.sent
    }

    /// The signature that a secret key makes of it, in hex.
    #[must_use]
    pub fn signature(&self, secret_access_key: &Secret) -> String {
        let first = Secret::new(format!("AWS4{}", secret_access_key.expose()));
        let key = self.scope.split('/').fold(first.expose().as_bytes().to_vec(), |key, part| mac(&key, part));
        hex(&mac(&key, &self.string_to_sign))
    }

    /// The lines of the canonical request that the service saw in another way: an empty list when it saw all as it was
    /// signed here, and none when its answer tells nothing of its own.
    #[must_use]
    pub fn differences(&self, answer: &Response) -> Option<Vec<LineDiff>> {
        let theirs = told_in(answer.body.expose(), CANONICAL)?;
        Some(lines_that_differ(self.canonical_request.expose(), theirs.expose()))
    }

    /// The lines of the string to sign, likewise: where the service has another time or scope, or another hash.
    #[must_use]
    pub fn string_differences(&self, answer: &Response) -> Option<Vec<LineDiff>> {
        let theirs = told_in(answer.body.expose(), TO_SIGN)?;
        Some(lines_that_differ(&self.string_to_sign, theirs.expose()))
    }
}

fn lines_that_differ(ours: &str, theirs: &str) -> Vec<LineDiff> {
    let [ours, theirs] = [ours, theirs].map(|text| text.lines().collect::<Vec<_>>());
    let lines = (0..ours.len().max(theirs.len())).filter(|at| ours.get(*at) != theirs.get(*at));
    let side = |text: &[&str], at: usize| text.get(at).map(|line| Secret::from(*line));
    lines.map(|at| LineDiff { line: at + 1, ours: side(&ours, at), theirs: side(&theirs, at) }).collect()
}

/// How services tell a text of theirs: the element of S3's, and the words before it in a message.
type Telling = (&'static str, &'static str);

const CANONICAL: Telling =
    ("<CanonicalRequest>", "The Canonical String for this request should have been\n'");
const TO_SIGN: Telling = ("<StringToSign>", "The String-to-Sign should have been\n'");

/// The text that a service tells when a signature does not match: S3 in an element of its own, API Gateway (JSON) and STS
/// (XML) within their message.
fn told_in(body: &str, (element, words): Telling) -> Option<Secret> {
    let element = body.split_once(element).and_then(|(_, rest)| rest.split_once('<'));
    if let Some((text, _)) = element {
        return Some(without_entities(text).into());
    }
    let json: Json = serde_json::from_str(body).unwrap_or_default();
    let said = ["message", "Message"].iter().find_map(|key| json.get(*key)?.as_str());
    let said = said.map_or_else(|| without_entities(body), str::to_owned);
    let (_, rest) = said.split_once(words)?;
    let (text, _) = rest.split_once("'\n").or_else(|| rest.split_once('\''))?;
    Some(text.into())
}

/// XML's text as it was meant.
fn without_entities(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';').unwrap_or(("", part));
        let letter = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            coded => letter_of(coded),
        };
        match letter {
            Some(letter) => out.extend([letter.to_string().as_str(), rest]),
            None => out.extend(["&", part]),
        }
    }
    out
}

/// A letter by its number: `#10`, `#x2F`.
fn letter_of(coded: &str) -> Option<char> {
    let number = coded.strip_prefix('#')?;
    let code = match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32)
}

fn canonical(exchange: &Exchange, signed_headers: &[String], is_s3: bool) -> Option<String> {
    let (_, rest) = exchange.url.split_once("://")?;
    let (host, path_and_query) = rest.find(['/', '?']).map_or((rest, ""), |at| rest.split_at(at));
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let path = if path.is_empty() { "/" } else { path };
    // S3 alone takes a path as it is on the wire.
    let path = if is_s3 { path.to_owned() } else { encoded(&normalized(path), true) };
    let mut text = format!("{}\n{path}\n{}\n", exchange.method, canonical_query(query));
    for name in signed_headers {
        let told = header_line(exchange, name);
        let told = if name == "host" { told.unwrap_or_else(|| host.to_owned()) } else { told? };
        writeln!(text, "{name}:{told}").ok()?;
    }
    let body = hex(&Sha256::digest(exchange.request_body.expose().as_bytes()));
    let hash = value(exchange, "x-amz-content-sha256").map_or(body, str::to_owned);
    write!(text, "\n{}\n{hash}", signed_headers.join(";")).ok()?;
    Some(text)
}

/// A path without `.`, `..` and slashes that follow slashes.
fn normalized(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(kept.pop()),
            other => kept.push(other),
        }
    }
    let is_open = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end));
    let end = if is_open && !kept.is_empty() { "/" } else { "" };
    format!("/{}{end}", kept.join("/"))
}

/// Each header of that name, in the order sent, with one space where there are several.
fn header_line(exchange: &Exchange, name: &str) -> Option<String> {
    let sent = exchange.request_headers.iter().filter(|header| header.name == name);
    let one = |text: &str| text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let values: Vec<String> = sent.map(|header| one(header.value.expose())).collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// Pairs in the order of name and then value, each without its percent signs and then encoded strictly. The order is that
/// of the encoded texts, name by name: `a=` would come after `a1=`, for an equals sign stands behind the digits.
pub(super) fn canonical_query(query: &str) -> String {
    let strictly = |text: &str| encoded(&decoded(text), false);
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (strictly(name), strictly(value)))
        .collect();
    pairs.sort_unstable();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// Everything but unreserved letters (RFC 3986, 2.3) as `%XX`; a slash stays one in a path.
fn encoded(text: &str, is_path: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            b'/' if is_path => out.push('/'),
            _ => write!(out, "%{byte:02X}").unwrap_or_default(),
        }
    }
    out
}

/// A part of a query without its percent signs. A plus is a space, as in a form; a percent sign that begins nothing stays.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, hex_pair(after)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            (b'+', _) => bytes.push(b' '),
            (other, _) => bytes.push(*other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex_pair(text: &[u8]) -> Option<u8> {
    let pair = text.get(..2).filter(|pair| pair.iter().all(u8::is_ascii_hexdigit))?;
    u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()
}

fn value<'a>(exchange: &'a Exchange, name: &str) -> Option<&'a str> {
    exchange.request_headers.iter().find(|header| header.name == name).map(|header| header.value.expose())
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap_or_default();
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Header;

    const TOKEN: &str = "FwoGZXIvYXdzEXAMPLETOKEN//////////wEaDA==";
    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    fn header(name: &str, value: &str) -> Header {
        Header { name: name.to_owned(), value: value.into() }
    }

    /// As it goes out to this path at the time of the vectors; the signature is the one given.
    fn exchange(path: &str, signature: &str) -> Exchange {
        let url = format!("https://abc123.execute-api.eu-west-1.amazonaws.com{path}");
        signed(("GET", &url), vec![header("x-amz-security-token", TOKEN)], ("execute-api", signature))
    }

    fn signed(
        (method, url): (&str, &str),
        sent: Vec<Header>,
        (service, signature): (&str, &str),
    ) -> Exchange {
        let mut request_headers = sent;
        request_headers.push(header("x-amz-date", "20240305T070809Z"));
        let mut names: Vec<_> = request_headers.iter().map(|header| header.name.as_str()).collect();
        names.push("host");
        names.sort_unstable();
        names.dedup();
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=ASIAEXAMPLEEXAMPLE12/20240305/eu-west-1/{service}/aws4_request, \
             SignedHeaders={}, Signature={signature}",
            names.join(";")
        );
        request_headers.push(header("authorization", &authorization));
        let (method, url, request_body) = (method.to_owned(), url.to_owned(), Secret::default());
        Exchange { method, url, request_headers, request_body, response: None }
    }

    fn answer(body: &str) -> Response {
        Response { status: 403, body: body.into(), ..Response::default() }
    }

    /// The signatures that aws-sigv4, botocore and aws4 agreed on.
    #[test]
    fn what_is_shown_is_what_was_signed() {
        for (path, signature) in [
            ("/prod/pets?b=2&a=1&a=0", "46b17e533835cd206f8e5a63faa48f44ecf1504599ea944d36af814406d8a0c8"),
            ("/prod/a%20b/c%2Fd/%C3%AB", "83d70544a59451becd336272c1eb9f947b977ea46a3a2765814b53b73c533ef5"),
            (
                "/prod/x?q=a%20b&r=%2F&empty&e2=",
                "5285b04678ed582a6b2a0023875669d62a899bdc7a45bb14b4de68ff5533055f",
            ),
            ("", "2948c5c44c0b331b3f9d786bb1f98f0f7592b35dcc92b2750a9c8ae48d79cd70"),
        ] {
            let parts = SignedParts::of(&exchange(path, signature)).unwrap();
            assert_eq!(parts.signature(&SECRET.into()), signature, "{path}");
        }
        let url = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets";
        let (token, json) =
            (header("x-amz-security-token", TOKEN), header("content-type", "application/json"));
        let without = "141cc2d24a54d9d32e454c8f6755172124bcefcd9dd545473c99ed847eb21f6a";
        assert_holds(&signed(("GET", url), vec![], ("execute-api", without)));
        let posted = "2c7f8c169e4dcc9bd79687b244b53b9080fbe5b30d3248af7c452b114181324c";
        let mut post = signed(("POST", url), vec![token, json], ("execute-api", posted));
        post.request_body = "{\"name\":\"zoë\"}".into();
        assert_holds(&post);
    }

    fn assert_holds(exchange: &Exchange) {
        let parts = SignedParts::of(exchange).unwrap();
        assert!(parts.hold(&SECRET.into()), "{}", parts.canonical_request.expose());
        assert!(!parts.hold(&"another".into()));
    }

    /// Of names that begin with one another, of a plus and of slashes after slashes: botocore's, which was given the query in
    /// its canonical order, and the plus as `%20`.
    #[test]
    fn one_spelling_is_signed_of_what_can_be_spelled_in_several_ways() {
        for (path, signature) in [
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
            assert_holds(&exchange(path, signature));
        }
        let sent = [("x-amz-security-token", TOKEN), ("x-tag", "b"), ("x-tag", " a  c ")];
        let sent = sent.map(|(name, value)| header(name, value)).to_vec();
        let twice = "4b0818294dc25b59d7924b26af7b1a365450cae97e8e3cefba83103f523f56e6";
        let url = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets";
        assert_holds(&signed(("GET", url), sent, ("execute-api", twice)));
        let with_port = "238d00b4c23f47f3ace09d13cd48501f11dba8142b4b8a35b890e77b7752116d";
        let (url, token) =
            ("http://127.0.0.1:8080/prod/pets?a=1&a1=2", header("x-amz-security-token", TOKEN));
        assert_holds(&signed(("GET", url), vec![token], ("execute-api", with_port)));
    }

    /// botocore's.
    #[test]
    fn s3_takes_a_path_as_it_is_and_the_hash_as_a_header() {
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        for (path, signature) in [
            ("/a%20b//c%2Fd", "48e6a4c978300cc6c4eb49da4ddd52447687621eaf9fa3615182c162d7dcc732"),
            (
                "/?list-type=2&prefix=a%2F&prefix-x=1",
                "684176d5b89df63e866fe3f100344be3ca7608be7ad018b119ed9e1f1c582312",
            ),
        ] {
            let url = format!("https://my-bucket.s3.eu-west-1.amazonaws.com{path}");
            let sent = [("x-amz-security-token", TOKEN), ("x-amz-content-sha256", nothing)];
            let sent = sent.map(|(name, value)| header(name, value)).to_vec();
            assert_holds(&signed(("GET", &url), sent, ("s3", signature)));
        }
    }

    #[test]
    fn paths_lead_where_they_lead() {
        for (path, leads) in [
            ("/", "/"),
            ("//", "/"),
            ("/a/./b//c/", "/a/b/c/"),
            ("/a/../b/.", "/b/"),
            ("/../..", "/"),
            ("/a.b/..c", "/a.b/..c"),
        ] {
            assert_eq!(normalized(path), leads, "{path}");
        }
    }

    #[test]
    fn a_percent_sign_that_begins_nothing_stays() {
        assert_eq!(decoded("100%+1%2b%+1%"), "100% 1+% 1%");
    }

    #[test]
    fn the_canonical_request_has_its_lines() {
        let parts = SignedParts::of(&exchange("/a?b=2&a=1", "x")).unwrap();
        let lines: Vec<_> = parts.canonical_request.expose().lines().collect();
        assert_eq!(lines[..4], ["GET", "/a", "a=1&b=2", "host:abc123.execute-api.eu-west-1.amazonaws.com"]);
        assert_eq!(lines.len(), 9);
        assert!(parts.string_to_sign.starts_with(
            "AWS4-HMAC-SHA256\n20240305T070809Z\n20240305/eu-west-1/execute-api/aws4_request\n"
        ));
    }

    #[test]
    fn what_was_not_signed_has_no_parts() {
        let mut plain = exchange("/", "x");
        plain.request_headers = vec![header("authorization", "Bearer eyJ")];
        assert_eq!(SignedParts::of(&plain), None);
        plain.request_headers.clear();
        assert_eq!(SignedParts::of(&plain), None);
    }

    /// What the service says of this request, where it took it for one of `b=3`.
    fn told(template: &str, parts: &SignedParts) -> Response {
        answer(&template.replace("THEIRS", &parts.canonical_request.expose().replace("b=2", "b=3")))
    }

    #[test]
    fn only_the_lines_that_differ_are_told_whoever_tells_them() {
        let parts = SignedParts::of(&exchange("/a?b=2&c=1", "x")).unwrap();
        let said = "The request signature we calculated does not match.\n\nThe Canonical String for this request \
                    should have been\n'THEIRS'\n\nThe String-to-Sign should have been\n'AWS4'\n";
        let gateway = serde_json::json!({ "message": said });
        let gateway = told(&gateway.to_string(), &parts);
        let json = gateway.body.expose().replace("GET\n", "GET\\n");
        let gateway = answer(&json.lines().collect::<Vec<_>>().join("\\n"));
        let xml = |response: Response| answer(&response.body.expose().replace('&', "&amp;"));
        let sts = xml(told(&format!("<ErrorResponse><Message>{said}</Message></ErrorResponse>"), &parts));
        let s3 =
            "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>THEIRS</CanonicalRequest></Error>";
        for response in [gateway, sts, xml(told(s3, &parts))] {
            let differences = parts.differences(&response).unwrap();
            let told: Vec<_> = differences
                .iter()
                .map(|line| {
                    (line.line, line.ours.as_ref().unwrap().expose(), line.theirs.as_ref().unwrap().expose())
                })
                .collect();
            assert_eq!(told, [(3, "b=2&c=1", "b=3&c=1")], "{}", response.body.expose());
        }
        assert_eq!(parts.differences(&answer("{\"message\":\"The signature does not match\"}")), None);
        assert_eq!(parts.differences(&answer("")), None);
    }

    #[test]
    fn the_same_canonical_request_differs_in_no_line() {
        let parts = SignedParts::of(&exchange("/a?c=2", "x")).unwrap();
        let response = told("<CanonicalRequest>THEIRS</CanonicalRequest>", &parts);
        assert_eq!(parts.differences(&response), Some(vec![]));
    }

    #[test]
    fn of_the_string_to_sign_too_only_the_lines_that_differ_are_told() {
        let parts = SignedParts::of(&exchange("/a?c=2", "x")).unwrap();
        let same = &parts.string_to_sign;
        let other = same.replace("20240305T070809Z", "20240305T070810Z");
        for text in [same, &other] {
            let lines = if text == same { vec![] } else { vec![2] };
            let said = format!("Not so.\n\nThe String-to-Sign should have been\n'{text}'\n");
            let gateway = serde_json::json!({ "message": said }).to_string();
            let sts = format!("<ErrorResponse><Message>{said}</Message></ErrorResponse>");
            let s3 = format!("<Error><StringToSign>{text}</StringToSign></Error>");
            for body in [gateway, sts, s3] {
                let told = parts.string_differences(&answer(&body)).unwrap();
                assert_eq!(told.iter().map(|line| line.line).collect::<Vec<_>>(), lines, "{body}");
            }
        }
        let silent = answer("<Error><CanonicalRequest>GET</CanonicalRequest></Error>");
        assert_eq!(parts.string_differences(&silent), None);
    }

    #[test]
    fn entities_are_read_and_what_is_none_stays() {
        let text = "a&amp;b&lt;&gt;&quot;&apos;&#10;&#x2F;&nbsp;&&#xZZ; & b";
        assert_eq!(without_entities(text), "a&b<>\"'\n/&nbsp;&&#xZZ; & b");
    }
}
