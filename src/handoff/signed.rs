//! What a request that was signed with Signature Version 4 signs: the canonical request and the string to sign, made
//! anew from what went out, and checked against the signature that went with it; and, where the answer of a service
//! tells its own, the lines in which the two differ.
//! Source: the AWS General Reference, “Create a signed AWS API request”.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::flow::Exchange;
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
        Some(Self { canonical_request, string_to_sign, signed_headers, scope: scope.to_owned() })
    }

    /// The signature that a secret key makes of it, in hex.
    #[must_use]
    pub fn signature(&self, secret_access_key: &Secret) -> String {
        let first = Secret::new(format!("AWS4{}", secret_access_key.expose()));
        let key = self.scope.split('/').fold(first.expose().as_bytes().to_vec(), |key, part| mac(&key, part));
        hex(&mac(&key, &self.string_to_sign))
    }

    /// True when the service tells its own canonical request.
    #[must_use]
    pub fn are_told(message: &str) -> bool {
        canonical_in(message).is_some()
    }

    /// The lines of the canonical request that the service saw in another way. Empty when it told nothing of its own.
    #[must_use]
    pub fn differences(&self, message: &str) -> Vec<LineDiff> {
        let Some(theirs) = canonical_in(message) else { return Vec::new() };
        let ours: Vec<&str> = self.canonical_request.expose().lines().collect();
        let theirs: Vec<&str> = theirs.lines().collect();
        (0..ours.len().max(theirs.len()))
            .filter(|at| ours.get(*at) != theirs.get(*at))
            .map(|at| LineDiff {
                line: at + 1,
                ours: ours.get(at).map(|line| Secret::from(*line)),
                theirs: theirs.get(at).map(|line| Secret::from(*line)),
            })
            .collect()
    }
}

/// The canonical request that a service tells when a signature does not match.
fn canonical_in(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("The Canonical String for this request should have been\n'")?;
    rest.split_once("'\n").or_else(|| rest.split_once('\'')).map(|(canonical, _)| canonical)
}

fn canonical(exchange: &Exchange, signed_headers: &[String], is_s3: bool) -> Option<String> {
    let (_, rest) = exchange.url.split_once("://")?;
    let (host, path_and_query) = rest.find(['/', '?']).map_or((rest, ""), |at| rest.split_at(at));
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let path = if path.is_empty() { "/" } else { path };
    let path = if is_s3 { path.to_owned() } else { encoded(path, true) };
    let mut text = format!("{}\n{path}\n{}\n", exchange.method, canonical_query(query));
    for name in signed_headers {
        let value =
            if name == "host" { value(exchange, name).unwrap_or(host) } else { value(exchange, name)? };
        let spaces = value.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(text, "{name}:{spaces}").ok()?;
    }
    let body = hex(&Sha256::digest(exchange.request_body.expose().as_bytes()));
    let hash = value(exchange, "x-amz-content-sha256").map_or(body, str::to_owned);
    write!(text, "\n{}\n{hash}", signed_headers.join(";")).ok()?;
    Some(text)
}

/// Pairs in the order of name and value, each without its percent signs and then encoded strictly.
fn canonical_query(query: &str) -> String {
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            format!("{}={}", encoded(&decoded(name), false), encoded(&decoded(value), false))
        })
        .collect();
    pairs.sort_unstable();
    pairs.join("&")
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

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let code = rest.get(1..3).filter(|_| first == '%').and_then(|code| u8::from_str_radix(code, 16).ok());
        let taken = if let Some(byte) = code {
            bytes.push(byte);
            3
        } else {
            let mut letter = [0; 4];
            bytes.extend_from_slice(first.encode_utf8(&mut letter).as_bytes());
            first.len_utf8()
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
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

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    fn header(name: &str, value: &str) -> Header {
        Header { name: name.to_owned(), value: value.into() }
    }

    /// As it goes out to this path at the time of the vectors; the signature is the one given.
    fn exchange(path: &str, signature: &str) -> Exchange {
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=ASIAEXAMPLEEXAMPLE12/20240305/eu-west-1/execute-api/aws4_request, \
             SignedHeaders=host;x-amz-date;x-amz-security-token, Signature={signature}"
        );
        Exchange {
            method: "GET".to_owned(),
            url: format!("https://abc123.execute-api.eu-west-1.amazonaws.com{path}"),
            request_headers: vec![
                header("x-amz-date", "20240305T070809Z"),
                header("x-amz-security-token", "FwoGZXIvYXdzEXAMPLETOKEN//////////wEaDA=="),
                header("authorization", &authorization),
            ],
            request_body: Secret::default(),
            response: None,
        }
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

    #[test]
    fn only_the_lines_that_differ_are_told() {
        let parts = SignedParts::of(&exchange("/a?b=2", "x")).unwrap();
        let theirs = parts.canonical_request.expose().replace("b=2", "b=3");
        let message = format!(
            "The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for \
             this request should have been\n'{theirs}'\n\nThe String-to-Sign should have been\n'AWS4'\n"
        );
        let differences = parts.differences(&message);
        let told: Vec<_> = differences
            .iter()
            .map(|line| {
                (line.line, line.ours.as_ref().unwrap().expose(), line.theirs.as_ref().unwrap().expose())
            })
            .collect();
        assert_eq!(told, [(3, "b=2", "b=3")]);
        assert_eq!(parts.differences("The request signature we calculated does not match"), []);
    }
}
