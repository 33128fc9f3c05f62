//! HMAC-SHA256 over parts, and a comparison that does not stop at the first difference.
//! What SRP, `SECRET_HASH` and SigV4 of the practice pool share; it knows none of them.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// HMAC-SHA256 of the parts, one after the other.
pub(super) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // Any key length will do (RFC 2104), so the error never happens; no mac at all would be its answer.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// True when both are the same, in a time that tells only the length.
pub(super) fn same(ours: &[u8], theirs: &[u8]) -> bool {
    let differing = ours.iter().zip(theirs).fold(0, |acc, (a, b)| acc | (a ^ b));
    ours.len() == theirs.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2, its message cut in two.
    #[test]
    fn parts_are_hashed_as_one_message() {
        let mac = hmac_sha256(b"Jefe", &[b"what do ya want ", b"for nothing?"]);
        assert_eq!(mac.first_chunk(), Some(&[0x5b, 0xdc, 0xc1, 0x46]));
        assert_eq!(mac.last_chunk(), Some(&[0x64, 0xec, 0x38, 0x43]));
    }

    #[test]
    fn same_is_about_every_byte_and_the_length() {
        assert!(same(b"abc", b"abc"));
        assert!(!same(b"abc", b"abx"));
        assert!(!same(b"abc", b"ab"));
    }
}
