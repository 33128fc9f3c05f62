//! What `poolwalk-cli token` prints: a page for people, or one JSON object.

use std::fmt::Write as _;
use std::io;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json, json};

use super::paint::{Paint, printable};
use super::problem::Problem;
use crate::jwt::checks::{CheckName, Checked, Outcome, Verdict};
use crate::jwt::claims::{self, ClaimRow};
use crate::jwt::{Document, Kind, Opened, Shape};

/// What came of a token.
pub(super) struct Told<'a> {
    pub(super) opened: &'a Opened,
    pub(super) checked: &'a Checked,
    /// The moment that it was judged at.
    pub(super) at: Timestamp,
    /// Why the key set could not be had.
    pub(super) trouble: Option<&'a str>,
}

/// One JSON object, on lines of its own.
pub(super) fn json(told: &Told<'_>) -> String {
    let Told { opened, checked, at, trouble } = told;
    let object = |document: Option<&Document>| document.map(|document| document.object().clone());
    let checks: Vec<Json> = checked
        .checks
        .iter()
        .map(|check| {
            json!({
                "name": check.name.wire(),
                "outcome": check.outcome.label(),
                "expected": check.expected.to_string(),
                "found": check.found.to_string(),
            })
        })
        .collect();
    let problems: Vec<String> = opened.problems.iter().map(ToString::to_string).collect();
    let mut report = Map::new();
    let mut put = |name: &str, value: Json| report.insert(name.to_owned(), value);
    put("kind", kind(opened.kind).into());
    put("header", object(opened.header()).into());
    put("claims", object(opened.claims()).into());
    put("problems", problems.into());
    put("checks", checks.into());
    put("verdict", checked.verdict.wire().into());
    put("says", checked.sentence(opened).into());
    put("at", at.to_string().into());
    put("key_set_problem", (*trouble).into());
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}

/// The same object for options that make no sense: nothing was judged.
pub(super) fn refused(problems: &[Problem]) -> String {
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let nothing = json!({
        "kind": null, "header": null, "claims": null, "problems": problems, "checks": [],
        "verdict": null, "says": "The token cannot be checked like this", "at": null, "key_set_problem": null,
    });
    serde_json::to_string_pretty(&nothing).unwrap_or_default() + "\n"
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::CognitoId => "id",
        Kind::CognitoAccess => "access",
        Kind::CognitoRefresh => "refresh",
        Kind::IdentityPoolOpenId => "identity_pool",
        Kind::OtherSigned => "other_signed",
        Kind::OtherEncrypted => "other_encrypted",
        Kind::Opaque => "not_a_token",
    }
}

/// A page for people: what it is, whether to trust it, why, and what it says.
pub(super) fn human(told: &Told<'_>) -> String {
    let Told { opened, checked, at, trouble } = told;
    let paint = Paint::on(&io::stdout());
    let verdict = checked.sentence(opened);
    let verdict = match checked.verdict {
        Verdict::Valid => paint.good(&format!("✓ {verdict}")),
        Verdict::Invalid => paint.bad(&format!("✗ {verdict}")),
        Verdict::NotVerified => paint.bold(&format!("? {verdict}")),
    };
    let mut page = format!("{}\n{verdict}\n", paint.bold(opened.kind.label()));
    for problem in &opened.problems {
        line(&mut page, &paint.dim(&format!("  {problem}")));
    }
    if let Some(trouble) = trouble {
        line(&mut page, &format!("{} {}", paint.bad("✗ No key set:"), printable(trouble)));
    }
    if opened.kind == Kind::Opaque {
        return page;
    }
    if matches!(opened.shape, Shape::Signed(_)) {
        checks(&mut page, checked, paint);
    }
    rows(&mut page, ("Header", paint), &claims::header_rows(opened));
    rows(&mut page, ("Claims", paint), &claims::rows(opened, *at, &TimeZone::system()));
    line(&mut page, "");
    line(&mut page, &paint.dim(last_word(opened, checked)));
    page
}

fn checks(page: &mut String, checked: &Checked, paint: Paint) {
    title(page, "Checks", paint);
    for check in &checked.checks {
        let mark = match check.outcome {
            Outcome::Passed => paint.good("✓"),
            Outcome::Failed => paint.bad("✗"),
            Outcome::Skipped => paint.dim("·"),
        };
        let found = printable(&check.found.to_string());
        let wanted = match check.outcome {
            Outcome::Failed => format!("; expected {}", printable(&check.expected.to_string())),
            Outcome::Passed | Outcome::Skipped => String::new(),
        };
        let word = if check.outcome == Outcome::Skipped { "skipped: " } else { "" };
        line(page, &format!("{mark} {:<20} {word}{found}{wanted}", check.name.label()));
    }
}

fn last_word(opened: &Opened, checked: &Checked) -> &'static str {
    let names_no_issuer = checked.outcome(CheckName::Issuer) == Outcome::Skipped;
    match (&opened.shape, checked.verdict) {
        (Shape::Encrypted(_), _) => {
            "Poolwalk shows the header of an encrypted token and does not pretend to read more"
        }
        (Shape::Signed(_) | Shape::Opaque, Verdict::Valid) => {
            "A token that was revoked still passes: poolwalk-cli user makes a live call (GetUser)"
        }
        (Shape::Signed(_) | Shape::Opaque, Verdict::NotVerified) if names_no_issuer => {
            "Decoded is not verified. Say whom you trust: --user-pool ID --client ID"
        }
        (Shape::Signed(_) | Shape::Opaque, Verdict::Invalid) => {
            "At least one check failed: do not act on what stands above"
        }
        (Shape::Signed(_) | Shape::Opaque, Verdict::NotVerified) => {
            "Decoded is not verified: what stands above is what the token says of itself"
        }
    }
}

fn rows(page: &mut String, (title, paint): (&str, Paint), rows: &[ClaimRow]) {
    if rows.is_empty() {
        return;
    }
    self::title(page, title, paint);
    for row in rows {
        one(page, row, 0, paint);
    }
}

fn one(page: &mut String, row: &ClaimRow, depth: usize, paint: Paint) {
    let value = match &row.when {
        Some(when) => format!("{} · {}", when.local, when.relative),
        None => printable(&row.value),
    };
    let name = format!("{}{}", "  ".repeat(depth), printable(&row.name));
    let meaning = row.about.map(|about| paint.dim(&format!("  ({})", about.meaning))).unwrap_or_default();
    line(page, &format!("  {name:<22} {value}{meaning}"));
    for nested in &row.nested {
        one(page, nested, depth + 1, paint);
    }
}

fn title(page: &mut String, text: &str, paint: Paint) {
    line(page, "");
    line(page, &paint.bold(text));
}

fn line(page: &mut String, text: &str) {
    writeln!(page, "{text}").unwrap_or_default();
}
