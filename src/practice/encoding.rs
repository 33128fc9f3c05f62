//! Bytes as text and back: base64, base64url, base32, hex, percent. Nothing of what the bytes mean.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// Standard base64 with padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes of standard base64 with padding; none when it is something else.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// base64url without padding, as JWTs use it.
pub(super) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of canonical base64url without padding; none when it is something else.
pub(super) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// The bytes of base32 (RFC 4648, without padding), as authenticator secrets are written.
pub(super) fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => return None,
        };
        held = (held << 5 | u32::from(value)) & 0xFFFF;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub(super) fn percent(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|&byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// Undoes percent-encoding; a stray `%` stays as it is.
pub(super) fn from_percent(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, hex_pair(tail)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => bytes.push(*first),
        }
    }
    bytes
}

fn hex_pair(text: &[u8]) -> Option<u8> {
    let pair = std::str::from_utf8(text.get(..2)?).ok()?;
    pair.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u8::from_str_radix(pair, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10.
    #[test]
    fn base32_is_read() {
        assert_eq!(from_base32("MZXW6YTB").as_deref(), Some(b"fooba".as_slice()));
        assert_eq!(from_base32("MZXW6YTBOI").as_deref(), Some(b"foobar".as_slice()));
        assert_eq!(from_base32("MZXW1"), None);
    }

    #[test]
    fn percent_goes_there_and_back() {
        assert_eq!(percent("a b/ë~".as_bytes()), "a%20b%2F%C3%AB~");
        assert_eq!(from_percent("a%20b%2F%C3%AB~"), "a b/ë~".as_bytes());
        assert_eq!(from_percent("100%"), b"100%");
        assert_eq!(from_percent("%zz%+1"), b"%zz%+1");
    }

    #[test]
    fn base64url_must_be_canonical() {
        assert_eq!(from_base64url("-_8").as_deref(), Some([0xfb, 0xff].as_slice()));
        assert_eq!(from_base64url("-_9"), None);
        assert_eq!(from_base64url("-_8="), None);
        assert_eq!(hex(&[0, 0xab]), "00ab");
    }
}
