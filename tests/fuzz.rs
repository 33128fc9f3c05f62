//! The fuzz targets without a fuzzer: every seed, and thousands of changes to them that are the same in every run.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that breaks should break loudly"
)]

use std::path::Path;

use poolwalk::jwt::checks::Verdict;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

#[path = "fuzz/harness.rs"]
mod harness;

/// The seeds of a target, in the order of their names.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds").join(target);
    let files = folder.read_dir().expect("the seeds are there").map(|entry| entry.expect("a file").path());
    let mut seeds: Vec<_> = files
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    seeds.sort();
    seeds
}

/// The names of the seeds that are called valid.
fn valid(target: &str, judge: fn(&[u8]) -> Verdict) -> Vec<String> {
    let judged = seeds(target).into_iter().filter(|(_, seed)| judge(seed) == Verdict::Valid);
    judged.map(|(name, _)| name).collect()
}

#[test]
fn the_honest_tokens_among_the_seeds_are_valid_and_no_others() {
    assert!(harness::honest().all(|token| harness::token(token.as_bytes()) == Verdict::Valid));
    let valid = valid("token", harness::token);
    assert!(valid.contains(&"an-id-token".to_owned()) && valid.contains(&"bearer-in-front".to_owned()));
    assert!(valid.len() > harness::honest().count(), "what is pasted around a token is no part of it");
    assert!(seeds("token").len() > 200 && valid.len() < 50, "{valid:?}");
}

#[test]
fn claims_in_order_are_valid_once_they_are_signed() {
    let valid = valid("signed", harness::signed);
    assert!(valid.contains(&"an-id-token".to_owned()) && valid.contains(&"letters-as-escapes".to_owned()));
    assert!(seeds("signed").len() > 100 && valid.len() < 50, "{valid:?}");
}

#[test]
fn the_honest_token_is_valid_by_key_sets_with_the_honest_key_in_good_order() {
    let valid = valid("key_set", harness::key_set);
    let (others, bare): (Vec<_>, Vec<_>) = valid.iter().partition(|name| name.starts_with("keys-of-no-use"));
    assert_eq!((others.len(), bare.len()), (1, 4), "{valid:?}");
    assert!(bare.iter().all(|name| name.contains("without-alg")), "{valid:?}");
}

/// One change to a seed.
#[derive(Debug, Clone)]
enum Change {
    Put(Index, u8),
    Insert(Index, u8),
    Remove(Index, Index),
    Repeat(Index, Index),
    Swap(Index, Index),
}

impl Change {
    fn make(&self, data: &mut Vec<u8>) {
        if data.is_empty() {
            data.push(b'.');
        }
        let span = |a: &Index, b: &Index| {
            let (a, b) = (a.index(data.len()), b.index(data.len()));
            a.min(b)..a.max(b)
        };
        match self {
            Self::Put(at, byte) => {
                let at = at.index(data.len());
                data[at] = *byte;
            }
            Self::Insert(at, byte) => data.insert(at.index(data.len()), *byte),
            Self::Remove(a, b) => drop(data.drain(span(a, b))),
            Self::Repeat(a, b) => data.extend_from_within(span(a, b)),
            Self::Swap(a, b) => {
                let span = span(a, b);
                data.swap(span.start, span.end);
            }
        }
    }
}

fn changes() -> impl Strategy<Value = Change> {
    let byte = || prop_oneof![any::<u8>(), prop::sample::select(b"AZaz09-_=.+/ \n\"{}[]:,\\e".to_vec())];
    let two = || (any::<Index>(), any::<Index>());
    prop_oneof![
        3 => (any::<Index>(), byte()).prop_map(|(at, byte)| Change::Put(at, byte)),
        2 => (any::<Index>(), byte()).prop_map(|(at, byte)| Change::Insert(at, byte)),
        1 => two().prop_map(|(a, b)| Change::Remove(a, b)),
        1 => two().prop_map(|(a, b)| Change::Repeat(a, b)),
        1 => two().prop_map(|(a, b)| Change::Swap(a, b)),
    ]
}

/// Holds a target to its word over seeds that are changed in one to four places.
fn changed<T>(target: &str, judge: fn(&[u8]) -> T, cases: u32) {
    let seeds = seeds(target);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let run = runner.run(&(any::<Index>(), vec(changes(), 1..5)), |(seed, changes)| {
        let mut data = seed.get(&seeds).1.clone();
        for change in &changes {
            change.make(&mut data);
        }
        judge(&data);
        Ok(())
    });
    run.expect("it holds");
}

#[test]
fn changed_tokens_are_never_valid() {
    changed("token", harness::token, 4000);
}

#[test]
fn changed_claims_are_valid_only_if_another_reader_agrees() {
    changed("signed", harness::signed, 2000);
}

#[test]
fn changed_key_sets_make_nothing_valid() {
    changed("key_set", harness::key_set, 2000);
}

#[test]
fn changed_claims_compare_the_same_from_both_sides() {
    for (_, seed) in seeds("signed") {
        harness::compare(&seed);
    }
    changed("signed", harness::compare, 2000);
}
