//! What of an address may be kept on disk. A secret can stand in it under any name, so only what is known to be harmless
//! stays: it goes by what is kept, not by what is left out.

use url::Url;

/// Names of a query whose values say what is wanted, not who wants it; in lower case, without `_`, `-` and `.`.
const HARMLESS: [&str; 32] = [
    "action",
    "apiversion",
    "count",
    "date",
    "day",
    "dir",
    "direction",
    "fields",
    "format",
    "from",
    "lang",
    "language",
    "limit",
    "listtype",
    "locale",
    "max",
    "maxkeys",
    "maxresults",
    "month",
    "offset",
    "order",
    "page",
    "pagesize",
    "perpage",
    "size",
    "sort",
    "status",
    "to",
    "type",
    "until",
    "version",
    "year",
];

/// What stands in a path in place of a part that looks like a secret.
const LEFT_OUT: &str = "left-out";

/// Of an address as typed what may be kept, and whether anything was left out. What is no address is not kept at all: it may
/// be a secret that was pasted into the wrong field.
#[must_use]
pub fn harmless_url(typed: &str) -> (String, bool) {
    let url = Url::parse(typed).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let Some(url) = url else { return (String::new(), !typed.is_empty()) };
    let Some(mut kept) = harmless_place(&url) else { return (String::new(), true) };
    if let Some(query) = url.query() {
        let pairs: Vec<String> = query.split('&').filter_map(harmless_pair).collect();
        kept = if pairs.is_empty() { kept } else { format!("{kept}?{}", pairs.join("&")) };
    }
    let lacks = kept != url.as_str();
    // A host alone stays as it was typed, without a slash after it.
    let kept = if kept.strip_suffix('/') == Some(typed) { typed.to_owned() } else { kept };
    (kept, lacks)
}

/// Without a username and a password, and with nothing in the path that looks like a secret.
fn harmless_place(url: &Url) -> Option<String> {
    let (scheme, host) = (url.scheme(), url.host_str()?);
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let path = url.path().split('/').map(harmless_part).collect::<Vec<_>>().join("/");
    Some(format!("{scheme}://{host}{port}{path}"))
}

/// `key=abc` without its value, unless the value is harmless; a pair without a plain name goes altogether.
fn harmless_pair(pair: &str) -> Option<String> {
    let (name, value) = pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value)));
    let plain: String = name.chars().filter(|letter| !"_-.".contains(*letter)).collect();
    let is_known = HARMLESS.contains(&plain.to_ascii_lowercase().as_str());
    match value {
        Some(value) if is_known && is_plain(value) => Some(pair.to_owned()),
        None if is_known => Some(pair.to_owned()),
        // The padding of base64 makes no name.
        Some(value) if is_a_name(name) && !value.starts_with('=') => Some(format!("{name}=")),
        Some(_) | None => None,
    }
}

/// A number, a date, `true`, or a short plain word.
fn is_plain(value: &str) -> bool {
    let is_number = |letter: char| letter.is_ascii_digit() || "-.:".contains(letter);
    let is_word = |letter: char| letter.is_ascii_alphabetic() || "-_,".contains(letter);
    value.len() <= 24 && (value.chars().all(is_number) || value.chars().all(is_word))
}

fn is_a_name(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphabetic() || "-_.".contains(letter);
    (1..=32).contains(&name.len()) && name.chars().all(is_letter)
}

/// One part of a path; parameters behind a semicolon are no part of it.
fn harmless_part(part: &str) -> &str {
    let part = part.split(';').next().unwrap_or_default();
    if looks_secret(part) { LEFT_OUT } else { part }
}

/// Long, with letters and digits mixed, and neither a UUID nor made of words: a key, a webhook, a token.
fn looks_secret(part: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| part.as_bytes().iter().any(kind);
    let is_mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    let is_cased = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    let is_one_run = part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_token = part.starts_with("eyJ") || (part.len() >= 32 && is_one_run && is_cased);
    part.len() >= 20 && (is_token || (is_mixed && !is_identifier(part) && !is_made_of_words(part)))
}

/// A UUID; with the region before it, the ID of an identity or of its pool.
fn is_identifier(part: &str) -> bool {
    let bare = part.rsplit(':').next().unwrap_or_default().rsplit("%3A").next().unwrap_or_default();
    let lengths: Vec<usize> = bare.split('-').map(str::len).collect();
    let is_uuid =
        lengths == [8, 4, 4, 4, 12] && bare.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    is_uuid && is_made_of_words(part.strip_suffix(bare).unwrap_or_default())
}

/// `my-pets-v2`, `eu-west-1`, `2024-03-05`, `a%20b`: each word is of letters in one case or of digits, or is short.
fn is_made_of_words(part: &str) -> bool {
    let part = part.replace("%20", "-").replace("%3A", "-");
    part.split(|letter: char| "-_.:+~".contains(letter)).all(|word| {
        let tail = word.strip_prefix(|letter: char| letter.is_ascii_uppercase()).unwrap_or(word);
        let is_word = tail.len() <= 16 && tail.bytes().all(|byte| byte.is_ascii_lowercase());
        word.len() <= 3 || is_word || (word.len() <= 12 && word.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_secret_does_not_stay() {
        for (typed, kept) in [
            ("https://a.example/pets?key=abc123", "https://a.example/pets?key="),
            ("https://a.example/pets?sig=x&page=2", "https://a.example/pets?sig=&page=2"),
            ("https://a.example/pets?auth=open-sesame", "https://a.example/pets?auth="),
            ("https://a.example/pets?pin=1234&x=true", "https://a.example/pets?pin=&x="),
            ("https://a.example/pets?abc123", "https://a.example/pets"),
            ("https://a.example/pets?dGhpcw==", "https://a.example/pets"),
            ("https://a.example/pets?page=Hunter2", "https://a.example/pets?page="),
            ("https://me:pw@a.example/pets#part", "https://a.example/pets"),
            ("https://a.example/pets;jsessionid=1A2B/x", "https://a.example/pets/x"),
            (
                "https://hooks.example/services/T00000000/B00000000/aB3dE6gH9jK2mN5pQ8sT1vWx",
                "https://hooks.example/services/T00000000/B00000000/left-out",
            ),
            ("https://a.example/k/8-kQ2xV_93fLmN0pRtYw", "https://a.example/k/left-out"),
            ("https://a.example/k/3f2504e04f8941d39a0c0305e82c3301", "https://a.example/k/left-out"),
            ("https://a.example/t/eyJhbGciOiJub25lIn0.eyJh.x", "https://a.example/t/left-out"),
        ] {
            assert_eq!(harmless_url(typed), (kept.to_owned(), true), "{typed}");
        }
    }

    #[test]
    fn what_is_wanted_stays() {
        for typed in [
            "https://abc123defg.execute-api.eu-west-1.amazonaws.com/prod/pets",
            "https://a.example",
            "https://a.example/?Action=GetCallerIdentity&Version=2011-06-15",
            "https://a.example/pets?limit=20&sort=name&order=desc&page_size=5&api-version=2024-01-01",
            "https://a.example/pets/3f2504e0-4f89-41d3-9a0c-0305e82c3301/photos",
            "https://a.example/id/eu-west-1:3f2504e0-4f89-41d3-9a0c-0305e82c3301",
            "https://a.example/my-pets-service-v2-eu-west-1/2024-03-05-report.json",
            "https://a.example/all%20of%20my%20pets%202024",
            "https://a.example/invocations/functionInvocationCounter",
        ] {
            assert_eq!(harmless_url(typed), (typed.to_owned(), false), "{typed}");
        }
    }

    #[test]
    fn of_what_is_no_address_nothing_stays() {
        for typed in [
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln",
            "https://me:p/w@a.example",
            "me:pw@a.example/pets",
            "a.example/pets",
            "mailto:me@a.example",
            "https://",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        ] {
            assert_eq!(harmless_url(typed), (String::new(), true), "{typed}");
        }
        assert_eq!(harmless_url(""), (String::new(), false));
    }

    #[test]
    fn an_address_is_kept_as_it_is_sent_however_it_was_typed() {
        for (typed, kept) in [
            ("https:\\\\a.example\\pets", "https://a.example/pets"),
            ("https://a.example/8-kQ2xV_93fLmN0pRtYw/../pets", "https://a.example/pets"),
            ("HTTP://LOCALHOST:8080/pets", "http://localhost:8080/pets"),
            ("http://[::1]:8080/pets", "http://[::1]:8080/pets"),
        ] {
            assert_eq!(harmless_url(typed), (kept.to_owned(), false), "{typed}");
        }
        let kept = "https://a.example/".to_owned();
        assert_eq!(harmless_url("https://me@a.example"), (kept, true));
    }
}
