//! `practice`: the practice pool for other programs, until stdin closes.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use super::args::PracticeArgs;
use super::outcome::Outcome;
use super::trouble::Explanation;
use super::{end_before_begin, readable};
use crate::practice::{Options, Practice};

pub(super) fn serve(args: &PracticeArgs) -> ExitCode {
    let practice = match Practice::start(Options { port: args.port, ..Options::default() }) {
        Ok(practice) => practice,
        Err(err) if err.kind() == io::ErrorKind::AddrInUse => {
            return end_before_begin(Outcome::Invalid, &taken(args.port), false);
        }
        Err(err) => {
            let err = anyhow::Error::new(err).context("The practice pool did not start");
            return end_before_begin(Outcome::Internal, &Explanation::of_fault(&err), false);
        }
    };
    let served =
        announce(&practice).and_then(|()| io::copy(&mut io::stdin().lock(), &mut io::sink()).map(drop));
    if readable(served) { ExitCode::SUCCESS } else { Outcome::Internal.into() }
}

/// Why nobody can listen on that port.
fn taken(port: u16) -> Explanation {
    Explanation {
        what: "The practice pool cannot open on this port".to_owned(),
        why: format!("--port: another program listens on {port} of 127.0.0.1, maybe another practice pool"),
        next: "End that program or name another port; without --port, any free one is taken".to_owned(),
        ..Explanation::default()
    }
}

fn announce(practice: &Practice) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", practice.cast().to_json())?;
    out.flush()?;
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        writeln!(io::stderr(), "The practice pool is open; Ctrl+D closes it")?;
    }
    Ok(())
}
