//! `poolwalk-cli explain`: one entry of the glossary, the pages or the lessons, or the list of them all.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::outcome::Outcome;
use super::paint::Paint;
use super::trouble::Explanation;
use super::{human, print_json};
use crate::explain::{Topic, TopicKind};

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// A call, challenge, error, term or page, spelled as you like; the list of all when left out
    #[arg(value_name = "TERM")]
    topic: Vec<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// One entry as JSON.
#[derive(Debug, Serialize)]
struct Entry {
    kind: &'static str,
    title: &'static str,
    paragraphs: Vec<Part>,
    see: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Part {
    heading: &'static str,
    text: &'static str,
}

/// The titles of all entries as JSON.
#[derive(Debug, Serialize)]
struct List {
    pages: Vec<&'static str>,
    terms: Vec<&'static str>,
    calls: Vec<&'static str>,
    errors: Vec<&'static str>,
}

/// Prints what was asked for; where there is no such entry, what comes near it.
///
/// # Errors
/// What to say on the way out, when the name is of nothing.
pub(super) fn explain(args: &ExplainArgs) -> Result<io::Result<()>, Box<Explanation>> {
    let name = args.topic.join(" ");
    if name.trim().is_empty() {
        return Ok(if args.json {
            print_json(&List::of_all())
        } else {
            print(&list(Paint::on(&io::stdout())))
        });
    }
    let topic = Topic::named(&name).ok_or_else(|| Box::new(unknown(&name)))?;
    Ok(if args.json {
        print_json(&Entry::of(topic))
    } else {
        print(&human::topic(topic, Paint::on(&io::stdout())))
    })
}

impl ExplainArgs {
    /// True when the answer is to be JSON, whatever it is.
    pub(super) const fn is_json(&self) -> bool {
        self.json
    }
}

impl Entry {
    fn of(topic: Topic) -> Self {
        let parts = topic.paragraphs().into_iter();
        Self {
            kind: topic.kind().word(),
            title: topic.title(),
            paragraphs: parts.map(|part| Part { heading: part.heading, text: part.text }).collect(),
            see: topic.see().into_iter().map(Topic::title).collect(),
        }
    }
}

impl List {
    fn of_all() -> Self {
        let titles = |kind| Topic::all(kind).map(Topic::title).collect();
        Self {
            pages: titles(TopicKind::Page),
            terms: titles(TopicKind::Term),
            calls: titles(TopicKind::Call),
            errors: titles(TopicKind::Error),
        }
    }
}

fn list(paint: Paint) -> String {
    let one = |kind: TopicKind| {
        let labels: Vec<_> = Topic::all(kind).map(Topic::label).collect();
        let separator = if kind == TopicKind::Page { "\n  " } else { ", " };
        format!("{}\n{}", paint.bold(kind.heading()), human::listed(&labels, separator))
    };
    TopicKind::ALL.map(one).join("\n")
}

fn unknown(name: &str) -> Explanation {
    let near: Vec<_> = Topic::near(name).into_iter().map(Topic::label).collect();
    let why = match near.as_slice() {
        [] => "No page, term, call, challenge or error has a name like that".to_owned(),
        near => format!("Did you mean: {}", near.join(", ")),
    };
    Explanation {
        what: format!("Nothing is explained under “{name}”"),
        why,
        next: "poolwalk-cli explain lists everything that is".to_owned(),
        ..Explanation::default()
    }
}

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    write!(out, "{text}")?;
    out.flush()
}

/// The exit code of an answer that was printed, or could not be.
pub(super) fn code(printed: bool) -> ExitCode {
    if printed { ExitCode::SUCCESS } else { Outcome::Internal.into() }
}
