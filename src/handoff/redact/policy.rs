//! Which names stand for secrets, and what a secret looks like under a name nobody knows.

/// What may be seen of a value, going by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// Never.
    Hidden,
    /// Always, however long it is.
    Shown,
    /// Unless it looks like a token or a key.
    Judged,
}

/// Names (lower case, without `_`, `-` and `.`) whose values are always shown.
const SHOWN: &[&str] = &[
    "accesskeyid",
    "authflow",
    "authsessionvalidity",
    "challengename",
    "clientid",
    "codechallenge",
    "codedeliverydeliverymedium",
    "codedeliverydestination",
    "countrycode",
    "credentials",
    "devicekey",
    "errorcode",
    "expiresin",
    "identityid",
    "identitypoolid",
    "idtokensigningalgvaluessupported",
    "kid",
    "postalcode",
    "reasoncode",
    "requestid",
    "rolesessionname",
    "salt",
    "softwaretokenmfasettings",
    "srpa",
    "srpb",
    "statuscode",
    "timestamp",
    "tokenendpoint",
    "tokenendpointauthmethodssupported",
    "tokentype",
    "tokenuse",
    "useridforsrp",
    "username",
    "userpoolid",
    "xamzcontentsha256",
    "xamzdate",
    "xamznerrortype",
    "xamznrequestid",
    "xamzrequestid",
    "xamztarget",
];

/// A name with one of these in it, spelled likewise, stands for a secret.
const HIDDEN_WITHIN: &[&str] = &[
    "apikey",
    "assertion",
    "authorization",
    "cookie",
    "credential",
    "encodeddata",
    "logins",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "samlresponse",
    "secret",
    "session",
    "signature",
    "token",
    "verifier",
];

/// Names that stand for a secret when they are the whole of it: in other words they mean something else.
const HIDDEN_WHOLE: &[&str] = &["nonce", "state"];

/// A name that is, or ends with, one of these stands for a secret: `SMS_MFA_CODE`, `ANSWER`.
const HIDDEN_AT_END: &[&str] = &["answer", "code", "otp", "pin", "pwd"];

/// What may be seen of the value under a name: a JSON or form key, a header, an XML element.
pub(super) fn sight(name: &str) -> Sight {
    let plain: String = name.chars().filter(|letter| !"_-.".contains(*letter)).collect();
    let plain = plain.to_lowercase();
    if SHOWN.contains(&plain.as_str()) {
        return Sight::Shown;
    }
    let is_hidden = HIDDEN_WHOLE.contains(&plain.as_str())
        || HIDDEN_WITHIN.iter().any(|part| plain.contains(part))
        || HIDDEN_AT_END.iter().any(|end| plain.ends_with(end));
    if is_hidden { Sight::Hidden } else { Sight::Judged }
}

/// What stands in place of a secret. A short one does not even tell its length.
pub(super) fn mask(secret: &str) -> String {
    let length = secret.chars().count();
    if length < 32 {
        "••••".to_owned()
    } else {
        format!("•••• {} characters", grouped(length))
    }
}

/// `1024` → `1,024`.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// One value under a name.
pub(super) fn value(name: &str, text: &str) -> String {
    match sight(name) {
        Sight::Hidden if !text.is_empty() => mask(text),
        Sight::Hidden | Sight::Shown => text.to_owned(),
        Sight::Judged => prose(text),
    }
}

/// A header's value. Of a signed request's `authorization` all but the signature is shown.
pub(super) fn header(name: &str, text: &str) -> String {
    if name.eq_ignore_ascii_case("authorization") && text.starts_with("AWS4-HMAC-SHA256 ") {
        let parts: Vec<_> = text.split(' ').map(signature_masked).collect();
        return parts.join(" ");
    }
    if name.eq_ignore_ascii_case("location") { url(text) } else { value(name, text) }
}

/// `Signature=…` masked; what is neither credential scope nor header names is judged by its looks.
fn signature_masked(part: &str) -> String {
    match part.split_once('=') {
        Some(("Signature", signature)) => format!("Signature={}", mask(signature)),
        Some(("Credential" | "SignedHeaders", _)) => part.to_owned(),
        Some(_) | None => prose(part),
    }
}

/// A text for reading (an error message, a web page): words that look like tokens or keys are masked,
/// and so is what a validation error quotes, unless it quotes something harmless.
#[must_use]
pub fn prose(text: &str) -> String {
    let text = quotes_masked(text);
    let mut shown = String::with_capacity(text.len());
    let mut word = String::new();
    for letter in text.chars() {
        if letter.is_whitespace() || "\"'`<>(){}[],;&|".contains(letter) {
            shown += &judged(&word);
            word.clear();
            shown.push(letter);
        } else {
            word.push(letter);
        }
    }
    shown + &judged(&word)
}

/// `Value 'x' at 'password' failed to satisfy constraint`: AWS quotes what it refused.
fn quotes_masked(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, quoted)) = rest.split_once("Value '") {
        let Some((refused, after)) = quoted.split_once("' at '") else { break };
        let name = after.split('\'').next().unwrap_or_default();
        let refused = if sight(name) == Sight::Shown { refused.to_owned() } else { mask(refused) };
        shown += before;
        shown += "Value '";
        shown += &refused;
        shown += "' at '";
        rest = after;
    }
    shown + rest
}

fn judged(word: &str) -> String {
    if looks_secret(word) {
        mask(word)
    } else if word.contains("://") {
        url(word)
    } else {
        // Gateway quotes the headers of a request in its refusals: `x-amz-security-token:…`.
        word.split(':').map(judged_plain).collect::<Vec<_>>().join(":")
    }
}

/// True for what a token, a key or a long random text looks like.
fn looks_secret(word: &str) -> bool {
    if word.find("eyJ").is_some_and(|at| word.len() - at >= 20) {
        return true;
    }
    let is_base64 = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=_-.~%".contains(&byte));
    let is_hex = word.bytes().all(|byte| byte.is_ascii_hexdigit());
    (word.len() >= 32 && is_base64 && word.split(['.', '/', '_', '-', '~', '%']).any(is_random))
        || (word.len() >= 48 && is_hex)
}

/// Names are made of short words; a run this long with all kinds of letters in it is not one.
fn is_random(run: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| run.as_bytes().iter().any(kind);
    run.len() >= 16
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && has(|byte| byte.is_ascii_digit() || b"+=".contains(byte))
}

/// `a=1&token=x` with the secrets among its values masked. A key that looks like a secret is masked too.
pub(super) fn form(text: &str) -> String {
    let pairs = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, given)) if !looks_secret(name) => format!("{name}={}", value(name, given)),
        Some(_) => mask(pair),
        None => judged_plain(pair),
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn judged_plain(word: &str) -> String {
    if looks_secret(word) { mask(word) } else { word.to_owned() }
}

/// An address: a user name and password before the host, and secrets in query and fragment, are masked.
pub(super) fn url(address: &str) -> String {
    let (bare, fragment) = cut(address, '#');
    let (place, query) = cut(bare, '?');
    let mut shown = without_password(place);
    for (sign, part) in [('?', query), ('#', fragment)] {
        if let Some(part) = part {
            shown.push(sign);
            shown += &form(part);
        }
    }
    shown
}

fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn without_password(place: &str) -> String {
    let Some((scheme, rest)) = place.split_once("://") else { return judged_plain(place) };
    let (authority, path) = rest.find('/').and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, ""));
    let host =
        authority.rsplit_once('@').map_or_else(|| authority.to_owned(), |(_, host)| format!("••••@{host}"));
    let path: Vec<_> = path.split('/').map(judged_plain).collect();
    format!("{scheme}://{host}{}", path.join("/"))
}
