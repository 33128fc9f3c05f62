//! Where the practice pool takes its random bytes from: SHA-256 in counter mode over one seed,
//! so a test that gives the seed gets the same sessions, codes and ids every time.

use sha2::{Digest as _, Sha256};

use super::encoding::base64url;

/// A stream of bytes that follows from its seed.
#[derive(Clone)]
pub(super) struct Random {
    seed: [u8; 32],
    drawn: u64,
}

impl Random {
    /// Starts a stream.
    pub(super) const fn new(seed: [u8; 32]) -> Self {
        Self { seed, drawn: 0 }
    }

    /// The next `count` bytes.
    pub(super) fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count + 32);
        while bytes.len() < count {
            self.drawn += 1;
            bytes.extend(
                Sha256::new().chain_update(self.seed).chain_update(self.drawn.to_be_bytes()).finalize(),
            );
        }
        bytes.truncate(count);
        bytes
    }

    /// A version 4 UUID in lower case.
    pub(super) fn uuid(&mut self) -> String {
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(self.bytes(16)).for_each(|(to, from)| *to = from);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    /// `count` bytes as base64url without padding.
    pub(super) fn base64url(&mut self, count: usize) -> String {
        base64url(&self.bytes(count))
    }

    /// `count` decimal digits, at most 18.
    pub(super) fn digits(&mut self, count: u32) -> String {
        let bytes = self.bytes(8);
        let number = u64::from_be_bytes(bytes.first_chunk().copied().unwrap_or_default());
        let width = usize::try_from(count).unwrap_or_default();
        format!("{:0width$}", number % 10_u64.pow(count.min(18)))
    }

    /// `count` characters of base32 (A–Z, 2–7), as AWS writes access key ids.
    pub(super) fn base32(&mut self, count: usize) -> String {
        const ALPHABET: [char; 32] = [
            'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S',
            'T', 'U', 'V', 'W', 'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7',
        ];
        self.bytes(count).into_iter().filter_map(|byte| ALPHABET.get(usize::from(byte & 31))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_stream_and_another_seed_another() {
        let (mut one, mut two, mut other) =
            (Random::new([1; 32]), Random::new([1; 32]), Random::new([2; 32]));
        assert_eq!(one.bytes(70), two.bytes(70));
        assert_ne!(one.uuid(), other.uuid());
        assert_ne!(one.bytes(16), one.bytes(16));
    }

    #[test]
    fn shapes_are_as_asked() {
        let mut random = Random::new([3; 32]);
        assert_eq!(random.uuid().len(), 36);
        let key = random.base32(16);
        assert_eq!(key.len(), 16);
        assert!(key.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7')));
        for count in [6, 8] {
            let digits: Vec<String> = (0..50).map(|_| random.digits(count)).collect();
            assert!(digits.iter().all(|code| code.len() == count as usize && code.parse::<u32>().is_ok()));
            assert!(digits.iter().any(|code| code.starts_with('0')), "leading zeros are kept");
        }
    }
}
