//! The codes of an authenticator app (RFC 6238 as Cognito uses it: SHA-1, six digits, thirty
//! seconds) from a secret that the person chose to keep. It knows no clock.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha1::Sha1;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// Seconds that one code is shown.
pub const STEP_SECS: i64 = 30;

/// True for a text that can be a secret: base32, spaces and padding aside.
#[must_use]
pub fn is_secret(text: &Secret) -> bool {
    key(text).is_some_and(|key| !key.is_empty())
}

/// The code that an app with this secret shows at `now`; none when it is no secret.
#[must_use]
pub fn code(secret: &Secret, now: Timestamp) -> Option<Secret> {
    let counter = u64::try_from(now.as_second().div_euclid(STEP_SECS)).ok()?;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key(secret)?).ok()?;
    mac.update(&counter.to_be_bytes());
    let digest: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(digest.last()? & 15);
    let four = digest.get(at..)?.first_chunk::<4>()?;
    Some(format!("{:06}", (u32::from_be_bytes(*four) & 0x7fff_ffff) % 1_000_000).into())
}

/// What an authenticator app reads from a QR code (the de-facto `otpauth` URI).
#[must_use]
pub fn uri(secret: &Secret, issuer: &str, account: &str) -> Secret {
    let (issuer, account) = (percent(issuer), percent(account));
    let secret = secret.expose();
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}").into()
}

/// Base32 (RFC 4648) to bytes; letter case, spaces, dashes and padding aside.
fn key(text: &Secret) -> Option<Zeroizing<Vec<u8>>> {
    let (mut bits, mut held, mut bytes) = (0_u32, 0_u32, Zeroizing::new(Vec::new()));
    let letters = text.expose().trim_end_matches('=').bytes();
    for letter in letters.filter(|letter| !matches!(letter, b' ' | b'-')) {
        let five = match letter.to_ascii_uppercase() {
            upper @ b'A'..=b'Z' => upper - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            _ => return None,
        };
        bits = bits << 5 | u32::from(five);
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).unwrap_or_default());
        }
    }
    Some(bytes)
}

fn percent(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~@".contains(byte);
    text.bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B (SHA-1), the last six of its eight digits.
    #[test]
    fn codes_agree_with_the_standard() {
        let secret = Secret::from("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        for (second, expected) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            let now = Timestamp::from_second(second).unwrap();
            assert_eq!(code(&secret, now).unwrap().expose(), expected);
        }
    }

    #[test]
    fn a_secret_is_read_as_apps_print_it() {
        let now = Timestamp::from_second(59).unwrap();
        let printed = Secret::from("gezd gnbv-gy3t qojq gezd gnbv gy3t qojq==");
        assert_eq!(code(&printed, now).unwrap().expose(), "287082");
        for odd in ["", "GEZD1", "pässword"] {
            assert!(!is_secret(&odd.into()), "{odd}");
        }
    }

    #[test]
    fn an_app_is_told_whose_secret_it_is() {
        let uri = uri(&"GEZD".into(), "Practice pool", "ada@example.com");
        assert_eq!(
            uri.expose(),
            "otpauth://totp/Practice%20pool:ada@example.com?secret=GEZD&issuer=Practice%20pool"
        );
    }
}
