//! What must hold for any bytes at all: nothing panics, and nothing is called valid but what an honest key signed.
//! The fuzz targets and the test beside this folder share it. It fetches nothing and knows no file.

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use poolwalk::jwt::checks::{Checked, Expected, TokenUse, Verdict, check};
use poolwalk::jwt::{self, KeySet, Opened, claims};
use serde::Deserialize;
use serde_json::{Value, json};

/// The moment that the seeds are made for.
const NOW: i64 = 1_769_856_127;
const CLIENT: &str = "1h57kf5cpq17m0eml12example";
const ISSUERS: [&str; 2] = [
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E",
    "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E",
];

/// The key set of the seeds. Nobody has its private keys any more.
const KEY_SET: &str = include_str!("key_set.json");
/// Every token of the seeds that its keys signed and that is in order, one a line.
const HONEST: &str = include_str!("honest.txt");

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap_or_default()
}

fn expected() -> Expected {
    Expected {
        issuers: ISSUERS.map(str::to_owned).to_vec(),
        client: Some(CLIENT.to_owned()),
        token_use: Some(TokenUse::Id),
        ..Expected::default()
    }
}

/// The tokens that may be called valid.
pub(crate) fn honest() -> impl Iterator<Item = &'static str> {
    HONEST.lines()
}

/// Any bytes as a pasted token: valid only if, tidied, it is one of the honest ones to the letter.
pub(crate) fn token(data: &[u8]) -> Verdict {
    static KEYS: LazyLock<Option<KeySet>> = LazyLock::new(|| KeySet::read(KEY_SET).ok());
    let opened = jwt::open(&String::from_utf8_lossy(data));
    let checked = judged(&opened, KEYS.as_ref());
    if checked.verdict == Verdict::Valid {
        let raw = opened.raw.expose();
        assert!(honest().any(|honest| honest == raw), "called valid: {raw}");
    }
    checked.verdict
}

/// Any bytes as header, line break and claims, which are then really signed: valid only if another reader, which
/// refuses what stands there twice, finds in them what is expected.
pub(crate) fn signed(data: &[u8]) -> Verdict {
    static SIGNER: LazyLock<Signer> = LazyLock::new(Signer::new);
    let (header, claims) = match data.iter().position(|byte| *byte == b'\n') {
        Some(at) => (data.get(..at).unwrap_or_default(), data.get(at + 1..).unwrap_or_default()),
        None => (br#"{"kid":"first=","alg":"RS256"}"#.as_slice(), data),
    };
    let opened = jwt::open(&SIGNER.sign(header, claims));
    let checked = judged(&opened, SIGNER.keys.as_ref());
    if checked.verdict == Verdict::Valid {
        let header: Header = serde_json::from_slice(header).expect("a header that others can read");
        assert!(header.alg == "RS256" && header.kid == "first=" && header.crit.is_none(), "called valid");
        let claims: Claims = serde_json::from_slice(claims).expect("claims that others can read");
        assert!(claims.is_expected(), "called valid");
    }
    checked.verdict
}

/// Any bytes as a key set: an honest token is valid by it only if the honest key is in it.
pub(crate) fn key_set(data: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(data);
    let keys = KeySet::read(&text).ok();
    let opened = jwt::open(honest().next().unwrap_or_default());
    let checked = judged(&opened, keys.as_ref());
    if checked.verdict == Verdict::Valid {
        let moduli = |text: &str| {
            let set: Value = serde_json::from_str(text.trim()).unwrap_or_default();
            let keys = set["keys"].as_array().cloned().unwrap_or_default();
            keys.iter().filter_map(|key| modulus(key["n"].as_str()?)).collect::<Vec<_>>()
        };
        let honest = moduli(KEY_SET);
        assert!(moduli(&text).iter().any(|found| honest.contains(found)), "called valid by {text}");
    }
    checked.verdict
}

/// Any bytes as the claims of two tokens, with a line break between: each differs in nothing from itself, and what the
/// one has more is what the other has less.
pub(crate) fn compare(data: &[u8]) {
    let at = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (before, after) = data.split_at(at);
    let [before, after] =
        [before, after].map(|claims| jwt::open(&format!("e30.{}.AA", URL_SAFE_NO_PAD.encode(claims))));
    let there = jwt::compare(&before, &after);
    let [added, removed, changed] = there.counts();
    assert_eq!(jwt::compare(&after, &before).counts(), [removed, added, changed], "the other way around");
    assert_eq!(jwt::compare(&before, &before).differences, [], "beside itself");
    assert_eq!(added + removed + changed, there.differences.len(), "each differs in one way");
    assert!(!there.in_short(jwt::Pair::Versions).is_empty(), "it is said");
}

/// A modulus without zeros in front.
fn modulus(n: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(n).ok()?;
    Some(bytes.into_iter().skip_while(|byte| *byte == 0).collect())
}

/// All that is done with a token that somebody pastes. Without keys or an issuer it is never valid.
fn judged(opened: &Opened, keys: Option<&KeySet>) -> Checked {
    let zone = TimeZone::UTC;
    let rows = claims::rows(opened, now(), &zone).len() + claims::header_rows(opened).len();
    let members = |document: Option<&jwt::Document>| document.map_or(0, |document| document.iter().count());
    assert_eq!(rows, members(opened.header()) + members(opened.claims()), "every member has a row");
    let checked = check(opened, keys, &expected(), now());
    assert_eq!(checked.checks.len(), 14, "no check is left out");
    assert!(!checked.sentence(opened).is_empty(), "the verdict is said");
    assert_ne!(check(opened, None, &expected(), now()).verdict, Verdict::Valid, "without keys");
    assert_ne!(check(opened, keys, &Expected::default(), now()).verdict, Verdict::Valid, "without an issuer");
    checked
}

/// Signs whatever it is given.
struct Signer {
    pair: KeyPair,
    keys: Option<KeySet>,
}

impl Signer {
    fn new() -> Self {
        let pair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
        let key = pair.public_key();
        let number = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let key = json!({
            "kid": "first=", "kty": "RSA", "alg": "RS256", "use": "sig",
            "n": number(key.modulus().big_endian_without_leading_zero()),
            "e": number(key.exponent().big_endian_without_leading_zero()),
        });
        let keys = KeySet::read(&json!({ "keys": [key] }).to_string()).ok();
        Self { pair, keys }
    }

    fn sign(&self, header: &[u8], claims: &[u8]) -> String {
        let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let signed =
            self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature);
        signed.expect("a signature");
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// A header as another reader has it: one that refuses a member that stands there twice.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
    crit: Option<Value>,
}

/// Claims as another reader has them.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    token_use: String,
    exp: f64,
    nbf: Option<f64>,
}

impl Claims {
    fn is_expected(&self) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "seconds of this century are small")]
        let now = NOW as f64;
        ISSUERS.contains(&self.iss.as_str())
            && (self.aud.as_str(), self.token_use.as_str()) == (CLIENT, "id")
            && self.exp > now
            && self.nbf.is_none_or(|nbf| nbf <= now)
    }
}
