//! What calls of an API came to: as text for people, as JSON for scripts. Scripts rely on the JSON: later versions add
//! keys, never change them.

use std::io::{self, Write};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value as Json, json};

use super::human;
use super::outcome::Outcome;
use super::paint::{Paint, printable};
use super::report::Report;
use super::trouble::Explanation;
use crate::engine::clock;
use crate::explain;
use crate::flow::{ApiVisit, AuthKind, Call, Content, Cut, Flow, Login, Response, Step};
use crate::handoff::{SignedParts, redact};

/// The tries, and the sign-in that they followed.
pub(super) struct CallReport<'a> {
    pub(super) visit: &'a ApiVisit,
    pub(super) login: Option<&'a Login>,
    /// Ways that the sign-in brought nothing for, and why.
    pub(super) left_out: &'a [(AuthKind, &'static str)],
    pub(super) is_practice: bool,
    /// The scope that the route wants, where that is known beforehand.
    pub(super) scope: Option<&'static str>,
}

/// The try whose answer is told.
pub(super) fn shown(visit: &ApiVisit) -> Option<&Step> {
    visit.steps().get(visit.foremost()?)
}

fn response_of(step: &Step) -> Option<&Response> {
    step.performed.as_ref()?.exchange.as_ref()?.response.as_ref()
}

fn cut_of(step: &Step) -> Option<&'static str> {
    response_of(step)?.cut.map(|cut| match cut {
        Cut::Size { .. } => "size",
        Cut::Time => "time",
    })
}

impl CallReport<'_> {
    /// Finished when any way came through, else as the first one ended.
    pub(super) fn outcome(&self) -> Outcome {
        self.visit.ending().map_or(Outcome::Internal, Outcome::from)
    }

    /// The object of a sign-in that did not come through: nothing was called.
    pub(super) fn of_failed_login(login: &dyn Flow, outcome: Outcome, trouble: Option<&Explanation>) -> Json {
        let sign_in = Report::of(login, outcome, trouble).without_secrets();
        let sign_in = serde_json::to_value(sign_in).unwrap_or_default();
        json!({ "outcome": outcome.word(), "sign_in": sign_in, "tries": [], "verdict": null })
    }

    /// The object that `--json` prints: what the API answered as it came, and no secret of ours.
    pub(super) fn json(&self) -> Json {
        let sign_in = self.login.map(|login| Report::of(login, Outcome::Finished, None).without_secrets());
        let made = self.visit.steps().iter().filter(|step| step.performed.is_some());
        let mut tries: Vec<Json> = made.map(|step| self.one(step)).collect();
        tries
            .extend(self.left_out.iter().map(|(kind, why)| json!({ "auth": kind.word(), "not_tried": why })));
        json!({
            "outcome": self.outcome().word(),
            "sign_in": sign_in,
            "tries": tries,
            "verdict": explain::what_it_wants(self.visit),
        })
    }

    fn one(&self, step: &Step) -> Json {
        let performed = step.performed.as_ref();
        let took = performed.map(|made| u64::try_from(made.took.as_millis()).unwrap_or(u64::MAX));
        let headers = response_of(step).map(|response| {
            let pairs = response.headers.iter();
            pairs.map(|header| json!([header.name, header.value.expose()])).collect::<Vec<_>>()
        });
        let body = step.api_body().unwrap_or_default().to_vec();
        let mut told = Map::new();
        told.insert("auth".to_owned(), step.api_auth().map(AuthKind::word).into());
        told.insert("status".to_owned(), step.http_status().into());
        told.insert("duration_ms".to_owned(), took.into());
        told.insert("request_id".to_owned(), step.request_id().into());
        told.insert("headers".to_owned(), headers.into());
        match String::from_utf8(body) {
            Ok(text) => told.insert("body".to_owned(), text.into()),
            Err(err) => told.insert("body_base64".to_owned(), BASE64.encode(err.as_bytes()).into()),
        };
        told.insert("cut".to_owned(), cut_of(step).into());
        let explanation =
            self.explanation(step).map(|trouble| serde_json::to_value(trouble).unwrap_or_default());
        told.insert("explanation".to_owned(), explanation.unwrap_or_default());
        Json::Object(told)
    }

    fn explanation(&self, step: &Step) -> Option<Explanation> {
        let login = self.login.map(|login| (login.config(), login.haul()));
        Explanation::of_api(step, login, (self.is_practice, self.scope))
    }
}

/// Prints each try, what it means where it says no, what the tries tell together, and the answer.
pub(super) fn told(report: &CallReport<'_>, is_saved: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let paint = Paint::on(&out);
    let made: Vec<&Step> = report.visit.steps().iter().filter(|step| step.performed.is_some()).collect();
    let is_alone = made.len() == 1;
    if let Some(Call::Api(call)) = made.first().and_then(|step| step.call.as_ref()) {
        let url = redact::url(&call.request.url, redact::Show::Masked);
        writeln!(out, "{}", paint.dim(&printable(&format!("Called: {} {url}", call.request.method))))?;
    }
    for step in &made {
        writeln!(out, "{}", human::tried(step, clock::now(), paint))?;
        if let Some(location) = response_of(step).and_then(|response| response.header("location")) {
            let place = redact::url(location, redact::Show::Masked);
            write!(out, "{}", human::wrapped(&format!("It points to {place}, which was not followed")))?;
        }
        match report.explanation(step) {
            Some(trouble) if is_alone => {
                out.flush()?;
                super::explain_on_stderr(&in_short(trouble))?;
                differences(step, &mut out)?;
            }
            Some(trouble) => write!(out, "{}", human::wrapped(&trouble.what))?,
            None => {}
        }
    }
    for (kind, why) in report.left_out {
        writeln!(out, "{}", paint.dim(&format!("· {} not tried: {why}", kind.label())))?;
    }
    if let Some(verdict) = explain::what_it_wants(report.visit) {
        writeln!(out)?;
        human::wrapped(&verdict).lines().try_for_each(|line| writeln!(out, "{}", paint.bold(line.trim())))?;
        if let Some(scope) = report.scope.filter(|_| report.outcome() != Outcome::Finished) {
            write!(out, "{}", human::wrapped(&format!("This route wants the scope {scope}")))?;
        }
    }
    if !is_saved && let Some(step) = shown(report.visit) {
        answer(step, &mut out)?;
    }
    out.flush()
}

/// Where the body of an answer went, and whether that is all of it.
pub(super) fn saved(path: &Path, step: &Step) -> String {
    let path = path.display();
    match why_cut(step) {
        Some(why) => format!("Only the beginning of the answer is saved to {path}: {why}"),
        None => format!("Saved to {path}"),
    }
}

fn why_cut(step: &Step) -> Option<&'static str> {
    response_of(step)?.cut.map(|cut| match cut {
        Cut::Size { .. } => "it is larger than is read",
        Cut::Time => "it went on for too long",
    })
}

/// A mismatch of signatures comes with pages of text, of which the lines that differ are told.
fn in_short(trouble: Explanation) -> Explanation {
    let first = |text: &str| text.split("\n\n").next().unwrap_or_default().to_owned();
    Explanation { why: first(&trouble.why), said: trouble.said.as_deref().map(first), ..trouble }
}

/// The lines of the canonical request that the service saw in another way.
fn differences(step: &Step, out: &mut dyn Write) -> io::Result<()> {
    let Some((parts, answer)) = SignedParts::of_step(step).zip(response_of(step)) else { return Ok(()) };
    let shown = |side: &Option<crate::secret::Secret>| {
        side.as_ref().map_or_else(
            || "no such line".to_owned(),
            |text| printable(&redact::canonical(text, redact::Show::Masked)),
        )
    };
    for line in parts.differences(answer).unwrap_or_default() {
        writeln!(out, "  Line {} of the canonical request", line.line)?;
        writeln!(out, "    here  {}\n    there {}", shown(&line.ours), shown(&line.theirs))?;
    }
    Ok(())
}

/// The body: as it came where a program reads on, else indented and without what could move the cursor.
fn answer(step: &Step, out: &mut (impl Write + io::IsTerminal)) -> io::Result<()> {
    let body = step.api_body().unwrap_or_default();
    let content_type = response_of(step).and_then(|response| response.header("content-type"));
    if let Some(why) = why_cut(step) {
        writeln!(out, "  Only the beginning of the answer: {why}")?;
    }
    match Content::of(content_type, body) {
        Content::Nothing => Ok(()),
        Content::Json | Content::Text => {
            let text = String::from_utf8_lossy(body).into_owned();
            let text = crate::secret::Secret::new(text);
            // Gateway repeats the token that it refused.
            let [masked, whole] =
                [redact::Show::Masked, redact::Show::Revealed].map(|show| redact::body(&text, show));
            writeln!(out)?;
            let note = "What looks like a secret in it is masked: --json and -o FILE have all of it";
            let note = Some(note).filter(|_| masked != whole).map(human::wrapped);
            let text = format!("{masked}\n{}", note.unwrap_or_default());
            text.lines().try_for_each(|line| {
                let line = if out.is_terminal() { printable(line) } else { line.to_owned() };
                writeln!(out, "{line}")
            })
        }
        Content::Picture | Content::Bytes => {
            writeln!(out, "  {} bytes that are no text: -o FILE saves them", body.len())
        }
    }
}
