//! Powers modulo the prime N, in time that does not depend on secrets. It knows numbers and
//! nothing of users, salts or hashes.
//!
//! Powers of the generator 2 go by a fixed-base comb, because a login needs two of them: an exponent
//! of 32-bit words takes 32 squarings, and one table look-up per four words after each.
//! All heavy work stays inside non-generic code of `crypto-bigint`, which is optimized in debug builds too.

use std::hint::black_box;
use std::sync::LazyLock;

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, ConcatenatingMul as _, Odd, Word};
use zeroize::Zeroizing;

use super::numbers::{N, TWO_POWERS};

/// Bits of N.
const BITS: u32 = 3072;
/// The longest exponent, in bytes.
pub(super) const MOST_BYTES: u32 = 128;
/// How many words of the exponent share a table.
const ROWS: usize = 4;

/// A residue modulo N.
pub(super) type Residue = BoxedMontyForm;

struct Group {
    params: BoxedMontyParams,
    /// For each four words of an exponent: the products of every subset of their four bases,
    /// in Montgomery form.
    tables: Vec<Vec<BoxedUint>>,
}

static GROUP: LazyLock<Group> = LazyLock::new(|| {
    let modulus = Odd::new(BoxedUint::from(N)).into_option().unwrap_or_else(|| unreachable!("N is odd"));
    let params = BoxedMontyParams::new_vartime(modulus);
    let bases = TWO_POWERS.map(|power| Residue::from_montgomery(BoxedUint::from(power), &params));
    let tables = bases.chunks(ROWS).map(|rows| subset_products(rows, &params)).collect();
    Group { params, tables }
});

/// Entry `d` is the product of the bases whose bit is set in `d`.
fn subset_products(bases: &[Residue], params: &BoxedMontyParams) -> Vec<BoxedUint> {
    let mut products = vec![Residue::one(params)];
    for base in bases {
        let with_base: Vec<_> = products.iter().map(|product| product.mul(base)).collect();
        products.extend(with_base);
    }
    products.iter().map(Residue::to_montgomery).collect()
}

/// `2^exponent mod N` for an exponent of at most 128 big-endian bytes.
pub(super) fn two_to_the(exponent: &[u8]) -> Residue {
    let Group { params, tables } = &*GROUP;
    let words = Zeroizing::new(words(exponent));
    let mut power = Residue::one(params);
    for column in (0..u32::BITS).rev() {
        power = power.square();
        for (rows, table) in words.chunks(ROWS).zip(tables) {
            let digit = rows.iter().rev().fold(0, |digit, word| digit << 1 | (word >> column & 1));
            power = power.mul(&looked_up(table, digit));
        }
    }
    power
}

/// Little-endian 32-bit words of a big-endian number.
fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.rchunks(4).map(|chunk| chunk.iter().fold(0, |word, byte| word << 8 | u32::from(*byte))).collect()
}

/// Reads the whole table, so that the memory touched does not tell the digit.
fn looked_up(table: &[BoxedUint], digit: u32) -> Residue {
    let mut found = BoxedUint::zero_with_precision(BITS);
    for (index, entry) in (0_u32..).zip(table) {
        let difference = Word::from(index ^ digit);
        // All ones where the digit is the index. Hidden from the optimizer, which would branch on it.
        let mask = black_box(difference.wrapping_sub(1) >> (Word::BITS - 1)).wrapping_neg();
        for (word, from) in found.as_mut_words().iter_mut().zip(entry.as_words()) {
            *word |= from & mask;
        }
    }
    Residue::from_montgomery(found, &GROUP.params)
}

/// A big-endian number modulo N; nothing when it has more bits than N.
pub(super) fn residue(bytes: &[u8]) -> Option<Residue> {
    let number = BoxedUint::from_be_slice(bytes, BITS).ok()?;
    Some(Residue::new(number, &GROUP.params))
}

/// `base^(a + u·x) mod N`, where u and x are 32-byte hashes and `a` has at most [`MOST_BYTES`].
/// The time depends on how many bytes `a` has, which is no secret.
pub(super) fn power_of_sum(base: &Residue, a: &[u8], u: &[u8; 32], x: &[u8; 32]) -> Residue {
    let a_bits = u32::try_from(a.len()).unwrap_or(MOST_BYTES) * 8;
    // Of the longer summand, and one more for the carry.
    let sum_bits = a_bits.max(2 * 256) + 1;
    let product = Zeroizing::new(number(u, 256).concatenating_mul(&*number(x, 256)));
    let mut sum = number(a, MOST_BYTES * 8 + 64);
    sum.wrapping_add_assign(&*product);
    base.pow_bounded_exp(&sum, sum_bits)
}

fn number(bytes: &[u8], bits: u32) -> Zeroizing<BoxedUint> {
    Zeroizing::new(BoxedUint::from_be_slice_truncated(bytes, bits))
}

/// Big-endian bytes without leading zeros: nothing at all for zero.
pub(super) fn bytes(residue: &Residue) -> Zeroizing<Vec<u8>> {
    let number = Zeroizing::new(residue.retrieve());
    let all = Zeroizing::new(number.to_be_bytes().into_vec());
    Zeroizing::new(trimmed(&all).to_vec())
}

/// The number without its leading zero bytes.
pub(super) fn trimmed(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.get(zeros..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_power_of_two_is_the_one_before_squared_32_times() {
        let mut power = residue(&[2]).unwrap();
        for expected in TWO_POWERS {
            assert_eq!(*power.as_montgomery(), BoxedUint::from(expected));
            power = (0..32).fold(power, |power, _| power.square());
        }
    }

    #[test]
    fn looking_up_finds_what_is_there() {
        for (digit, entry) in (0..16).zip(&GROUP.tables[7]) {
            assert_eq!(looked_up(&GROUP.tables[7], digit).as_montgomery(), entry);
        }
    }

    #[test]
    fn the_comb_agrees_with_plain_powers() {
        let two = residue(&[2]).unwrap();
        for length in [1, 4, 5, 32, 127, 128] {
            let exponent: Vec<u8> = (0..length).map(|i: u8| i.wrapping_mul(73).wrapping_add(200)).collect();
            let plain = two.pow(&BoxedUint::from_be_slice_truncated(&exponent, 1024));
            assert_eq!(two_to_the(&exponent), plain, "{length} bytes");
        }
    }

    #[test]
    fn a_number_over_n_is_reduced_and_one_over_its_bits_is_refused() {
        let all_ones = residue(&[0xff; 384]).unwrap();
        assert_eq!(all_ones.retrieve(), BoxedUint::max(BITS).wrapping_sub(BoxedUint::from(N)));
        assert!(residue(&[1; 385]).is_none());
    }

    #[test]
    fn a_sum_that_carries_keeps_its_carry() {
        let three = residue(&[3]).unwrap();
        let (a, mut u, mut x) = ([0xff; 128], [0; 32], [0; 32]);
        (u[31], x[31]) = (1, 1);
        let carried = power_of_sum(&three, &a, &u, &x);
        let exponent = BoxedUint::one_with_precision(1088).shl(1024);
        assert_eq!(carried, three.pow(&exponent));
    }
}
