//! AWS Signature Version 4 from the verifier's side: what a request's signature should be, and what is wrong
//! with the one it carries. It knows headers and hashes; whose key it is, `credentials` knows.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use super::encoding::{from_percent, hex, percent};
use super::mac::{hmac_sha256, same};
use super::wire::Request;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The `Authorization` header, taken apart, and the time that was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Authorization {
    /// The access key id.
    pub key_id: String,
    date: String,
    region: String,
    service: String,
    signed_headers: Vec<String>,
    signature: String,
    amz_date: String,
}

/// What is wrong with a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// No signature at all.
    Missing,
    /// Not of the form that was agreed on, in AWS's words.
    Incomplete(String),
    /// Does not hold, in AWS's words.
    Mismatch(String),
}

/// What a signature is checked against.
pub(super) struct Expectation<'a> {
    /// The secret that belongs to the key id.
    pub secret: &'a str,
    /// The regions that the request may be scoped to.
    pub regions: &'a [&'a str],
    /// The service that the request must be scoped to.
    pub service: &'a str,
    /// How many minutes clocks may differ.
    pub skew_minutes: i64,
}

impl Authorization {
    /// Takes the request's signature apart.
    pub(super) fn of(request: &Request) -> Result<Self, Fault> {
        let header = request.header("authorization").ok_or(Fault::Missing)?;
        let rest = header.strip_prefix(ALGORITHM).map(str::trim).ok_or_else(|| not_a_pair(header))?;
        let field = |name: &str| field(rest, name);
        let credential = field("Credential").ok_or_else(|| requires("Credential", header))?;
        let signature = field("Signature").ok_or_else(|| requires("Signature", header))?;
        let signed = field("SignedHeaders").ok_or_else(|| requires("SignedHeaders", header))?;
        let amz_date = request.header("x-amz-date").ok_or_else(|| requires_date(header))?;
        let scope: Vec<&str> = credential.split('/').collect();
        let &[key_id, date, region, service, "aws4_request"] = scope.as_slice() else {
            return Err(Fault::Incomplete(format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'"
            )));
        };
        Ok(Self {
            key_id: key_id.to_owned(),
            date: date.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            signed_headers: signed.split(';').map(str::to_owned).collect(),
            signature: signature.to_owned(),
            amz_date: amz_date.to_owned(),
        })
    }

    /// Checks scope, clock and signature, in AWS's order.
    pub(super) fn check(
        &self,
        request: &Request,
        expected: &Expectation<'_>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        self.check_scope(expected)?;
        self.check_clock(expected.skew_minutes, now)?;
        let signature = self.expected_signature(request, expected.secret);
        if same(signature.as_bytes(), self.signature.as_bytes()) {
            Ok(())
        } else {
            Err(Fault::Mismatch(MISMATCH.to_owned()))
        }
    }

    fn check_scope(&self, expected: &Expectation<'_>) -> Result<(), Fault> {
        let Self { date, region, service, amz_date, .. } = self;
        let day = amz_date.get(..8).unwrap_or_default();
        let problem = if !expected.regions.contains(&region.as_str()) {
            format!("Credential should be scoped to a valid region, not '{region}'. ")
        } else if service != expected.service {
            format!("Credential should be scoped to correct service: '{}'. ", expected.service)
        } else if date != day {
            format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                 '{date}' != '{day}', from '{amz_date}'."
            )
        } else if !self.signed_headers.iter().any(|name| name == "host") {
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.".to_owned()
        } else {
            return Ok(());
        };
        Err(Fault::Mismatch(problem))
    }

    fn check_clock(&self, skew_minutes: i64, now: Timestamp) -> Result<(), Fault> {
        let sent = &self.amz_date;
        let signed_at = from_basic(sent).ok_or_else(|| {
            Fault::Incomplete(format!("Date must be in ISO-8601 'basic format'. Got '{sent}'. See http://en.wikipedia.org/wiki/ISO_8601"))
        })?;
        let skew = SignedDuration::from_mins(skew_minutes);
        let (earliest, latest) = (now - skew, now + skew);
        let (clock, minutes) = (basic(now), skew_minutes);
        let problem = if signed_at < earliest {
            format!(
                "Signature expired: {sent} is now earlier than {} ({clock} - {minutes} min.)",
                basic(earliest)
            )
        } else if signed_at > latest {
            format!(
                "Signature not yet current: {sent} is still later than {} ({clock} + {minutes} min.)",
                basic(latest)
            )
        } else {
            return Ok(());
        };
        Err(Fault::Mismatch(problem))
    }

    /// What a signature that does not hold is answered with by services that show both texts which should have been
    /// signed; other refusals stay what they are.
    pub(super) fn with_strings(&self, refusal: String, request: &Request) -> String {
        if refusal != MISMATCH {
            return refusal;
        }
        let (canonical, to_sign) = self.strings(request);
        format!(
            "{MISMATCH}\n\nThe Canonical String for this request should have been\n'{canonical}'\n\n\
             The String-to-Sign should have been\n'{to_sign}'\n"
        )
    }

    /// The canonical request, and the string to sign that follows from it.
    fn strings(&self, request: &Request) -> (String, String) {
        let Self { date, region, service, amz_date, .. } = self;
        let canonical = canonical_request(request, &self.signed_headers);
        let hash = hex(&Sha256::digest(&canonical));
        let to_sign = format!("{ALGORITHM}\n{amz_date}\n{date}/{region}/{service}/aws4_request\n{hash}");
        (canonical, to_sign)
    }

    fn expected_signature(&self, request: &Request, secret: &str) -> String {
        let Self { date, region, service, .. } = self;
        let (_, to_sign) = self.strings(request);
        let key = [date, region, service, "aws4_request"]
            .iter()
            .fold(format!("AWS4{secret}").into_bytes(), |key, part| {
                hmac_sha256(&key, &[part.as_bytes()]).to_vec()
            });
        hex(&hmac_sha256(&key, &[to_sign.as_bytes()]))
    }
}

const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. \
    Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

fn field<'a>(pairs: &'a str, name: &str) -> Option<&'a str> {
    pairs.split([',', ' ']).find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

fn not_a_pair(header: &str) -> Fault {
    let part = header.split_once(' ').map_or(header, |(_, part)| part);
    Fault::Incomplete(format!(
        "'{part}' not a valid key=value pair (missing equal-sign) in Authorization header: '{header}'."
    ))
}

fn requires(part: &str, header: &str) -> Fault {
    Fault::Incomplete(format!("Authorization header requires '{part}' parameter. Authorization={header}"))
}

fn requires_date(header: &str) -> Fault {
    Fault::Incomplete(format!(
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization={header}"
    ))
}

/// The canonical request: method, path (encoded once more), query sorted, signed headers, their names, body hash.
fn canonical_request(request: &Request, signed: &[String]) -> String {
    let Request { method, path, query, body, .. } = request;
    let headers = signed
        .iter()
        .map(|name| format!("{name}:{}\n", header_line(request, name)))
        .collect::<Vec<_>>()
        .concat();
    let (path, query, names) = (canonical_path(path), canonical_query(query), signed.join(";"));
    format!("{method}\n{path}\n{query}\n{headers}\n{names}\n{}", hex(&Sha256::digest(body)))
}

/// Without what leads nowhere (`.`, `..`, a slash after a slash), then encoded. None of the services here is S3, which
/// alone takes a path as it is.
fn canonical_path(path: &str) -> String {
    let mut segments: Vec<String> = Vec::new();
    for segment in path.split('/').filter(|segment| !matches!(*segment, "" | ".")) {
        if segment == ".." {
            segments.pop();
        } else {
            segments.push(percent(segment.as_bytes()));
        }
    }
    let is_folder = matches!(path.rsplit('/').next(), Some("" | "." | ".."));
    if is_folder && !segments.is_empty() {
        segments.push(String::new());
    }
    format!("/{}", segments.join("/"))
}

fn canonical_query(query: &str) -> String {
    // A plus is a space, as in a form. The order is that of names, then of values.
    let strictly = |text: &str| percent(&from_percent(&text.replace('+', " ")));
    let mut pairs: Vec<[String; 2]> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| [strictly(name), strictly(value)])
        .collect();
    pairs.sort();
    pairs.iter().map(|pair| pair.join("=")).collect::<Vec<_>>().join("&")
}

fn header_line(request: &Request, name: &str) -> String {
    let values = request.headers.iter().filter(|(known, _)| known == name);
    values
        .map(|(_, value)| value.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join(",")
}

fn basic(time: Timestamp) -> String {
    time.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn from_basic(text: &str) -> Option<Timestamp> {
    let time = DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    time.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    const TOKEN: &str = "FwoGZXIvYXdzEXAMPLETOKEN//////////wEaDA==";
    const HOST: &str = "abc123.execute-api.eu-west-1.amazonaws.com";

    fn expectation() -> Expectation<'static> {
        Expectation { secret: SECRET, regions: &["eu-west-1"], service: "execute-api", skew_minutes: 5 }
    }

    fn request(target: &str, headers: &[(&str, &str)], signature: &str) -> Request {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut headers: Vec<_> = headers.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let mut names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        let authorization = format!(
            "{ALGORITHM} Credential=ASIAEXAMPLEEXAMPLE12/20240305/eu-west-1/execute-api/aws4_request, \
             SignedHeaders={}, Signature={signature}",
            names.join(";")
        );
        headers.push(("authorization".to_owned(), authorization));
        Request { method: "GET".into(), path: path.into(), query: query.into(), headers, body: Vec::new() }
    }

    fn with_token<'a>() -> Vec<(&'a str, &'a str)> {
        vec![("host", HOST), ("x-amz-date", "20240305T070809Z"), ("x-amz-security-token", TOKEN)]
    }

    fn verdict(request: &Request, now: &str) -> Result<(), Fault> {
        Authorization::of(request)?.check(request, &expectation(), now.parse().unwrap())
    }

    /// Three independent signers gave these; botocore the last ones, of names that begin with one another, a plus as
    /// `%20`, and slashes after slashes.
    #[test]
    fn published_signatures_hold() {
        let mut cases = vec![
            request(
                "/prod/pets?b=2&a=1&a=0",
                &with_token(),
                "46b17e533835cd206f8e5a63faa48f44ecf1504599ea944d36af814406d8a0c8",
            ),
            request(
                "/prod/pets",
                &with_token()[..2],
                "141cc2d24a54d9d32e454c8f6755172124bcefcd9dd545473c99ed847eb21f6a",
            ),
            request(
                "/prod/a%20b/c%2Fd/%C3%AB",
                &with_token(),
                "83d70544a59451becd336272c1eb9f947b977ea46a3a2765814b53b73c533ef5",
            ),
            request(
                "/prod/x?q=a%20b&r=%2F&empty&e2=",
                &with_token(),
                "5285b04678ed582a6b2a0023875669d62a899bdc7a45bb14b4de68ff5533055f",
            ),
            request("", &with_token(), "2948c5c44c0b331b3f9d786bb1f98f0f7592b35dcc92b2750a9c8ae48d79cd70"),
        ];
        let mut post = with_token();
        post.push(("content-type", "application/json"));
        let mut post =
            request("/prod/pets", &post, "2c7f8c169e4dcc9bd79687b244b53b9080fbe5b30d3248af7c452b114181324c");
        post.method = "POST".into();
        post.body = "{\"name\":\"zoë\"}".into();
        cases.push(post);
        for (target, signature) in [
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
            cases.push(request(target, &with_token(), signature));
        }
        for case in cases {
            assert_eq!(verdict(&case, "2024-03-05T07:08:09Z"), Ok(()), "{}?{}", case.path, case.query);
        }
    }

    #[test]
    fn a_header_that_was_sent_twice_is_signed_once() {
        let names = ["host", "x-amz-date", "x-amz-security-token", "x-tag"];
        let signature = "4b0818294dc25b59d7924b26af7b1a365450cae97e8e3cefba83103f523f56e6";
        let mut twice = with_token();
        twice.extend([("x-tag", "b"), ("x-tag", " a  c")]);
        let mut twice = request("/prod/pets", &twice, signature);
        let authorization = twice.headers.last_mut().unwrap();
        authorization.1 = authorization.1.replace(";x-tag;x-tag", ";x-tag");
        assert!(authorization.1.contains(&names.join(";")), "{}", authorization.1);
        assert_eq!(verdict(&twice, "2024-03-05T07:08:09Z"), Ok(()));
    }

    /// The example of AWS's own signing guide (IAM `ListUsers`).
    #[test]
    fn the_guide_s_example_holds() {
        let mut request = request("/?Action=ListUsers&Version=2010-05-08", &[], "");
        request.headers = [
            ("host", "iam.amazonaws.com"),
            ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
            ("x-amz-date", "20150830T123600Z"),
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
                 SignedHeaders=content-type;host;x-amz-date, \
                 Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            ),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        let expected = Expectation { secret, regions: &["us-east-1"], service: "iam", skew_minutes: 15 };
        let authorization = Authorization::of(&request).unwrap();
        assert_eq!(authorization.check(&request, &expected, "2015-08-30T12:40:00Z".parse().unwrap()), Ok(()));
    }

    #[test]
    fn anything_altered_is_noticed() {
        let good = request(
            "/prod/pets",
            &with_token()[..2],
            "141cc2d24a54d9d32e454c8f6755172124bcefcd9dd545473c99ed847eb21f6a",
        );
        let now = "2024-03-05T07:08:09Z";
        for alter in [
            |request: &mut Request| request.path.push('x'),
            |request: &mut Request| request.query.push_str("a=1"),
            |request: &mut Request| request.method = "POST".into(),
            |request: &mut Request| request.body.push(b' '),
            |request: &mut Request| request.headers[0].1.push('x'),
        ] {
            let mut altered = good.clone();
            alter(&mut altered);
            assert_eq!(verdict(&altered, now), Err(Fault::Mismatch(MISMATCH.to_owned())));
        }
    }

    #[test]
    fn a_wrong_clock_is_told_from_a_wrong_key() {
        let good = request(
            "/prod/pets",
            &with_token()[..2],
            "141cc2d24a54d9d32e454c8f6755172124bcefcd9dd545473c99ed847eb21f6a",
        );
        let told = |now| match verdict(&good, now) {
            Err(Fault::Mismatch(text)) => text,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            told("2024-03-05T07:13:10Z"),
            "Signature expired: 20240305T070809Z is now earlier than 20240305T070810Z (20240305T071310Z - 5 min.)"
        );
        assert_eq!(
            told("2024-03-05T07:03:08Z"),
            "Signature not yet current: 20240305T070809Z is still later than 20240305T070808Z (20240305T070308Z + 5 min.)"
        );
    }

    #[test]
    fn a_wrong_scope_is_named() {
        let good = request("/prod/pets", &with_token()[..2], "00");
        let authorization = Authorization::of(&good).unwrap();
        let mut expected = expectation();
        expected.regions = &["us-east-1"];
        let now = "2024-03-05T07:08:09Z".parse().unwrap();
        let region = authorization.check(&good, &expected, now);
        assert_eq!(
            region,
            Err(Fault::Mismatch("Credential should be scoped to a valid region, not 'eu-west-1'. ".into()))
        );
        expected = Expectation { service: "sts", ..expectation() };
        let service = authorization.check(&good, &expected, now);
        assert_eq!(
            service,
            Err(Fault::Mismatch("Credential should be scoped to correct service: 'sts'. ".into()))
        );
    }

    #[test]
    fn what_is_not_a_signature_is_said_to_be_none() {
        let mut plain = Request::default();
        assert_eq!(Authorization::of(&plain), Err(Fault::Missing));
        plain.headers.push(("authorization".into(), "Bearer abc".into()));
        assert!(
            matches!(Authorization::of(&plain), Err(Fault::Incomplete(text)) if text.contains("missing equal-sign"))
        );
        plain.headers[0].1 = format!("{ALGORITHM} Credential=a/b/c, SignedHeaders=host, Signature=00");
        assert!(
            matches!(Authorization::of(&plain), Err(Fault::Incomplete(text)) if text.contains("X-Amz-Date"))
        );
        plain.headers.push(("x-amz-date".into(), "20240305T070809Z".into()));
        assert!(
            matches!(Authorization::of(&plain), Err(Fault::Incomplete(text)) if text.contains("5 slash-delimited"))
        );
    }
}
