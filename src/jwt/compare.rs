//! Two tokens side by side: which claims are only in one, which are in both and differ, told by the path of the
//! claim. It judges nothing: that a claim differs is no fault. Only what is one token before and after has gained
//! and lost claims; of any two others a claim is in the one or in the other.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde_json::Value;

use super::claims::{moment, shown, visible};
use super::opened::{Document, Opened};
use super::problem::Part;
use super::when::lasting;

/// What two tokens have in common, and what not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What differs: first the header, then the claims, in the order of the first token and then of the second.
    pub differences: Vec<Difference>,
    /// How many values are the same in both.
    pub same: usize,
}

/// One value that differs. `Debug` shows where it is, and not what it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Difference {
    /// In which part.
    pub part: Part,
    /// `exp`, `address.country`, `identities.1.userId`; a list's items are numbered from 1.
    pub path: String,
    /// How it differs.
    pub change: Change,
    /// What the two values have to do with each other: `1 hour later`, `without readers`.
    pub note: Option<String>,
}

/// How a value differs, with the values as they are read.
#[derive(Clone, PartialEq, Eq)]
pub enum Change {
    /// Only in the second.
    Added(String),
    /// Only in the first.
    Removed(String),
    /// In both, and not the same.
    Changed(String, String),
}

/// What two tokens are to each other, and with that how their differences are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pair<'a> {
    /// One token before and after.
    Versions,
    /// Two tokens of different kinds or of different people, by what they are called within a sentence.
    Others([&'a str; 2]),
}

impl Pair<'_> {
    /// What is told of a value in the second token alone, in the first alone, and of one in both that differs.
    fn words(self) -> [String; 3] {
        match self {
            Self::Versions => ["added", "removed", "changed"].map(str::to_owned),
            Self::Others([first, second]) => {
                [format!("only in the {second}"), format!("only in the {first}"), "different".to_owned()]
            }
        }
    }
}

impl Change {
    /// In a word, or in a few.
    #[must_use]
    pub fn told(&self, pair: Pair<'_>) -> String {
        let [added, removed, changed] = pair.words();
        match self {
            Self::Added(_) => added,
            Self::Removed(_) => removed,
            Self::Changed(..) => changed,
        }
    }

    /// As of one token before and after, in a word.
    #[must_use]
    const fn word(&self) -> &'static str {
        match self {
            Self::Added(_) => "added",
            Self::Removed(_) => "removed",
            Self::Changed(..) => "changed",
        }
    }

    /// The value in the first and in the second.
    #[must_use]
    pub fn sides(&self) -> [Option<&str>; 2] {
        match self {
            Self::Added(after) => [None, Some(after)],
            Self::Removed(before) => [Some(before), None],
            Self::Changed(before, after) => [Some(before), Some(after)],
        }
    }
}

impl fmt::Debug for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path, self.change.word())
    }
}

impl Comparison {
    /// How many were added, removed and changed.
    #[must_use]
    pub fn counts(&self) -> [usize; 3] {
        let count = |word| self.differences.iter().filter(|found| found.change.word() == word).count();
        ["added", "removed", "changed"].map(count)
    }

    /// `2 changed, 1 added, 12 the same`.
    #[must_use]
    pub fn in_short(&self, pair: Pair<'_>) -> String {
        let [added, removed, changed] = self.counts();
        let [is_added, is_removed, is_changed] = pair.words();
        let the_same = "the same".to_owned();
        let counted = match pair {
            Pair::Versions => {
                [(changed, is_changed), (added, is_added), (removed, is_removed), (self.same, the_same)]
            }
            Pair::Others(_) => {
                [(removed, is_removed), (added, is_added), (changed, is_changed), (self.same, the_same)]
            }
        };
        let told = counted.iter().filter(|(count, _)| *count > 0);
        let told: Vec<_> = told.map(|(count, word)| format!("{count} {word}")).collect();
        if told.is_empty() { "nothing to compare".to_owned() } else { told.join(", ") }
    }
}

/// Compares headers and claims of two tokens, as far as they can be read.
#[must_use]
pub fn compare(before: &Opened, after: &Opened) -> Comparison {
    let mut comparison = Comparison::default();
    for (part, a, b) in
        [(Part::Header, before.header(), after.header()), (Part::Claims, before.claims(), after.claims())]
    {
        let (a, b) = (leaves(a), leaves(b));
        let (of_a, of_b) = (by_path(&a), by_path(&b));
        for (path, value) in &a {
            match of_b.get(path.as_slice()) {
                Some(other) if *other == *value => comparison.same += 1,
                Some(other) => comparison.differences.push(changed(part, path, (value, other))),
                None => comparison.differences.push(alone(part, path, Change::Removed(read(path, value)))),
            }
        }
        let fresh = b.iter().filter(|(path, _)| !of_a.contains_key(path.as_slice()));
        comparison
            .differences
            .extend(fresh.map(|(path, value)| alone(part, path, Change::Added(read(path, value)))));
    }
    comparison
}

type Leaf<'a> = (Vec<String>, &'a Value);

fn by_path<'a>(leaves: &'a [Leaf<'a>]) -> BTreeMap<&'a [String], &'a Value> {
    leaves.iter().map(|(path, value)| (path.as_slice(), *value)).collect()
}

/// Every value that holds no other, with its path. A list of plain values is one: its order says little.
fn leaves(document: Option<&Document>) -> Vec<Leaf<'_>> {
    let mut found = Vec::new();
    for (name, value) in document.into_iter().flat_map(Document::iter) {
        descend(value, vec![name.to_owned()], &mut found);
    }
    found
}

fn descend<'a>(value: &'a Value, path: Vec<String>, found: &mut Vec<Leaf<'a>>) {
    let below = |name: String| [path.as_slice(), &[name]].concat();
    match value {
        Value::Object(object) if !object.is_empty() => {
            object.iter().for_each(|(name, value)| descend(value, below(name.clone()), found));
        }
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            (1_usize..).zip(items).for_each(|(at, item)| descend(item, below(at.to_string()), found));
        }
        Value::Array(_)
        | Value::Object(_)
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_) => found.push((path, value)),
    }
}

fn alone(part: Part, path: &[String], change: Change) -> Difference {
    Difference { part, path: spelled(path), change, note: None }
}

fn changed(part: Part, path: &[String], (before, after): (&Value, &Value)) -> Difference {
    let (a, b) = (read(path, before), read(path, after));
    // A number and a text can read alike: then they are told as JSON.
    let (a, b) = if a == b { (before.to_string(), after.to_string()) } else { (a, b) };
    let note = apart(path, before, after).or_else(|| members(before, after));
    Difference { part, path: spelled(path), change: Change::Changed(a, b), note }
}

fn spelled(path: &[String]) -> String {
    visible(&path.join("."))
}

/// A value in words: a moment in UTC, for the two have to be held against each other.
fn read(path: &[String], value: &Value) -> String {
    at(path, value).map_or_else(|| shown(value), |at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}

fn at(path: &[String], value: &Value) -> Option<Timestamp> {
    moment(path.last()?, value)
}

/// How far two moments are apart.
fn apart(path: &[String], before: &Value, after: &Value) -> Option<String> {
    let secs = at(path, after)?.duration_since(at(path, before)?).as_secs();
    let way = if secs < 0 { "earlier" } else { "later" };
    (secs != 0).then(|| format!("{} {way}", lasting(secs.unsigned_abs())))
}

/// What one list has and the other lacks; or that only the order differs.
fn members(before: &Value, after: &Value) -> Option<String> {
    let (a, b) = (words(before)?, words(after)?);
    let lacking = |these: &[String], those: &[String]| {
        these.iter().filter(|word| !those.contains(word)).cloned().collect::<Vec<_>>().join(", ")
    };
    let (gone, fresh) = (lacking(&a, &b), lacking(&b, &a));
    Some(match (gone.is_empty(), fresh.is_empty()) {
        (true, true) => "the same entries, in another order or number".to_owned(),
        (true, false) => format!("with {fresh}"),
        (false, true) => format!("without {gone}"),
        (false, false) => format!("with {fresh}, without {gone}"),
    })
}

/// The members of a list, or of the scopes in a text.
fn words(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(items) => Some(items.iter().map(shown).collect()),
        Value::String(text) if text.contains(' ') => Some(text.split(' ').map(visible).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::jwt::{open, tests::json as any_json};

    fn token(header: &Value, claims: &Value) -> Opened {
        let [header, claims] = [header, claims].map(|part| BASE64.encode(part.to_string()));
        open(&format!("{header}.{claims}.c2ln"))
    }

    fn claims(claims: &Value) -> Opened {
        token(&json!({ "alg": "RS256" }), claims)
    }

    fn told(comparison: &Comparison) -> String {
        let line = |found: &Difference| {
            let [a, b] = found.change.sides().map(|side| side.unwrap_or("-"));
            let note = found.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
            format!("{} {} {}: {a} -> {b}{note}", found.part, found.path, found.change.word())
        };
        let lines: Vec<_> = comparison.differences.iter().map(line).collect();
        format!("{}\n{}", lines.join("\n"), comparison.in_short(Pair::Versions))
    }

    #[test]
    fn what_a_refresh_changes_is_told_by_claim() {
        let before = json!({
            "sub": "5f6e", "cognito:groups": ["engineers", "readers"], "exp": 1_769_859_727, "jti": "a",
            "address": { "country": "IE", "locality": "Cork" }, "nonce": "n", "scope": "openid email"
        });
        let after = json!({
            "sub": "5f6e", "cognito:groups": ["readers", "testers"], "exp": 1_769_863_327, "jti": "b",
            "address": { "country": "FI", "locality": "Cork" }, "email": "a@b.example", "scope": "openid"
        });
        let (a, b) = (token(&json!({ "kid": "1" }), &before), token(&json!({ "kid": "2" }), &after));
        insta::assert_snapshot!(told(&compare(&a, &b)), @r"
        header kid changed: 1 -> 2
        claims cognito:groups changed: engineers, readers -> readers, testers (with testers, without engineers)
        claims exp changed: 2026-01-31 11:42:07 UTC -> 2026-01-31 12:42:07 UTC (1 hour later)
        claims jti changed: a -> b
        claims address.country changed: IE -> FI
        claims nonce removed: n -> -
        claims scope changed: openid email -> openid
        claims email added: - -> a@b.example
        6 changed, 1 added, 1 removed, 2 the same
        ");
    }

    #[test]
    fn of_two_kinds_it_is_told_in_which_one_a_claim_is() {
        let (a, b) = (
            claims(&json!({ "sub": "5f6e", "aud": "c", "exp": 1, "email": "a@b.example" })),
            claims(&json!({ "sub": "5f6e", "client_id": "c", "exp": 2 })),
        );
        let pair = Pair::Others(["ID token", "access token"]);
        let found = compare(&a, &b);
        let told: Vec<_> = found
            .differences
            .iter()
            .map(|found| format!("{} {}", found.path, found.change.told(pair)))
            .collect();
        assert_eq!(
            told,
            [
                "aud only in the ID token",
                "exp different",
                "email only in the ID token",
                "client_id only in the access token"
            ]
        );
        assert_eq!(
            found.in_short(pair),
            "2 only in the ID token, 1 only in the access token, 1 different, 2 the same"
        );
    }

    #[test]
    fn lists_of_objects_are_compared_item_by_item() {
        let identities =
            |user: &str| claims(&json!({ "identities": [{ "userId": user, "primary": "true" }] }));
        insta::assert_snapshot!(told(&compare(&identities("1"), &identities("2"))), @r"
        claims identities.1.userId changed: 1 -> 2
        1 changed, 2 the same
        ");
    }

    #[test]
    fn a_number_is_not_a_text_and_order_counts_for_little() {
        let told =
            |a: Value, b: Value| told(&compare(&claims(&json!({ "x": a })), &claims(&json!({ "x": b }))));
        assert!(told(json!(1), json!("1")).contains("x changed: 1 -> \"1\""));
        assert!(told(json!(["a", "b"]), json!(["b", "a"])).contains("in another order"));
        assert!(told(json!({}), json!({ "a": 1 })).contains("claims x removed"));
    }

    #[test]
    fn what_cannot_be_read_has_nothing_to_compare() {
        assert_eq!(compare(&open("opaque"), &open("opaque")).in_short(Pair::Versions), "nothing to compare");
    }

    #[test]
    fn debug_shows_no_values() {
        let found = compare(&claims(&json!({ "email": "marked" })), &claims(&json!({})));
        assert_eq!(format!("{:?}", found.differences), "[email removed]");
    }

    fn turned(change: &Change) -> Change {
        match change.clone() {
            Change::Added(value) => Change::Removed(value),
            Change::Removed(value) => Change::Added(value),
            Change::Changed(a, b) => Change::Changed(b, a),
        }
    }

    proptest! {
        #[test]
        fn the_other_way_round_added_is_removed(a in any_json(), b in any_json(), c in any_json()) {
            let (a, b) = (claims(&json!({ "x": a, "z": c })), claims(&json!({ "y": c, "x": b })));
            let (there, back) = (compare(&a, &b), compare(&b, &a));
            prop_assert_eq!(there.same, back.same);
            let mut turned: Vec<_> =
                back.differences.iter().map(|found| (found.path.clone(), turned(&found.change))).collect();
            let mut plain: Vec<_> =
                there.differences.iter().map(|found| (found.path.clone(), found.change.clone())).collect();
            let key = |found: &(String, Change)| (found.0.clone(), found.1.word());
            turned.sort_by_key(key);
            plain.sort_by_key(key);
            prop_assert!(plain == turned, "{:?} {:?}", there, back);
        }

        #[test]
        fn a_token_is_the_same_as_itself(value in any_json()) {
            let token = claims(&json!({ "x": value }));
            prop_assert!(compare(&token, &token).differences.is_empty());
        }
    }
}
