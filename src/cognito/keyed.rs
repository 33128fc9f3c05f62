//! Keyed hashes as Cognito's proofs use them: HMAC-SHA256 (RFC 2104) and HKDF-SHA256 (RFC 5869).

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// HMAC-SHA256 over the parts, one after the other without a separator.
pub(crate) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes keys of every length")
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// The first `N` bytes that HKDF-SHA256 makes of a key, a salt and an info.
pub(crate) fn hkdf_sha256<const N: usize>(salt: &[u8], key: &[u8], info: &[u8]) -> [u8; N] {
    const { assert!(N <= 255 * 32, "HKDF-SHA256 gives no more than 8,160 bytes") }
    let mut derived = [0; N];
    let Ok(()) = Hkdf::<Sha256>::new(Some(salt), key).expand(info, &mut derived) else {
        unreachable!("the length was checked when this was compiled")
    };
    derived
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 5869, test case 1.
    #[test]
    fn hkdf_agrees_with_the_standard() {
        let salt: Vec<u8> = (0..=12).collect();
        let info: Vec<u8> = (0xf0..=0xf9).collect();
        let derived: [u8; 8] = hkdf_sha256(&salt, &[0x0b; 22], &info);
        assert_eq!(derived, [0x3c, 0xb2, 0x5f, 0x25, 0xfa, 0xac, 0xd5, 0x7a]);
    }

    /// RFC 4231, test case 2.
    #[test]
    fn hmac_joins_its_parts() {
        let mac = hmac_sha256(b"Jefe", &[b"what do ya want ", b"for nothing?"]);
        assert_eq!(mac[..4], [0x5b, 0xdc, 0xc1, 0x46]);
    }
}
