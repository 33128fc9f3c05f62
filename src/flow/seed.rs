//! All the randomness of one walk, from 32 bytes handed in at its start.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::cognito::keyed::hkdf_sha256;

/// Thirty-two random bytes from which a flow derives everything random that it needs.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Seed([u8; 32]);

impl Seed {
    /// Takes bytes that nobody can guess.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// `N` bytes for one purpose (at most 8,160): the same for the same label, and telling nothing
    /// about those of another label. HKDF-SHA256, with the label as its info.
    #[must_use]
    pub fn bytes<const N: usize>(&self, label: &str) -> [u8; N] {
        hkdf_sha256(&[], &self.0, label.as_bytes())
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_label_has_bytes_of_its_own() {
        let seed = Seed::new([7; 32]);
        assert_eq!(seed.bytes::<128>("srp"), seed.bytes::<128>("srp"));
        assert_ne!(seed.bytes::<32>("srp"), seed.bytes::<32>("device"));
        assert_ne!(seed.bytes::<32>("srp"), Seed::new([8; 32]).bytes::<32>("srp"));
        assert_ne!(seed.bytes::<16>("srp"), [0; 16]);
    }

    #[test]
    fn debug_shows_nothing_of_it() {
        assert_eq!(format!("{:?}", Seed::new([65; 32])), "Seed(…)");
    }
}
