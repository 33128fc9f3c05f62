//! One call from the order to its end, whatever end that is: answered, failed, stopped, or
//! broken down in our own code.

use std::future::Future;
use std::sync::Arc;

use aws_credential_types::Credentials;
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::address::Address;
use super::browser::Browser;
use super::calls::Outgoing;
use super::clock::{self, Stopwatch};
use super::profiles::{self, ProfileFiles};
use super::tape::{Tape, TapedClient};
use super::target::{Signer, Target};
use super::wires::Wires;
use crate::flow::{AwsCredentials, Call, Failure, Performed, Reply};

/// What all calls share.
pub(super) struct Shop {
    wires: Arc<Wires>,
    files: ProfileFiles,
    browser: Browser,
}

/// A call to be made, and when that was said.
pub(super) struct Order {
    target: Arc<Target>,
    call: Call,
    started: Timestamp,
    watch: Stopwatch,
}

impl Order {
    pub(super) fn new(target: Arc<Target>, call: Call) -> Self {
        Self { target, call, started: clock::now(), watch: Stopwatch::start() }
    }

    /// The end of a call that is not to be made.
    pub(super) fn refuse(self, problem: &str) -> Performed {
        let failure = Failure::Internal { problem: problem.to_owned() };
        Performed { result: Err(failure), exchange: None, started: self.started, took: self.watch.elapsed() }
    }
}

impl Shop {
    pub(super) fn new(files: ProfileFiles, browser: Browser) -> Self {
        Self { wires: Arc::default(), files, browser }
    }

    pub(super) fn browser(&self) -> &Browser {
        &self.browser
    }

    pub(super) fn profile_files(&self) -> &ProfileFiles {
        &self.files
    }

    /// Makes the call, unless it is stopped first.
    pub(super) async fn carry_out(self: Arc<Self>, order: Order, stop: CancellationToken) -> Performed {
        let Order { target, call, started, watch } = order;
        let tape = Tape::default();
        let job = {
            let tape = tape.clone();
            async move { self.send(&target, call, tape).await }
        };
        let result = to_an_end(job, stop).await;
        Performed { result, exchange: tape.exchange(), started, took: watch.elapsed() }
    }

    async fn send(&self, target: &Target, call: Call, tape: Tape) -> Result<Reply, Failure> {
        let address = Address::of(&call, target)?;
        let signer = self.signer(target, &call).await?;
        let timeouts = target.timeouts;
        let http = TapedClient::new(Arc::clone(&self.wires), tape.clone(), timeouts.connect);
        let browser = self.browser.clone();
        let clock_ahead = target.clock_ahead;
        Outgoing { address, http, tape, timeouts, clock_ahead, signer, browser }.send(call).await
    }

    async fn signer(&self, target: &Target, call: &Call) -> Result<Option<Credentials>, Failure> {
        let not_sent = |problem: String| Failure::NotSent { problem };
        match call {
            Call::InitiateAuth { .. }
            | Call::RespondToAuthChallenge { .. }
            | Call::GetTokensFromRefreshToken { .. }
            | Call::AssociateSoftwareToken { .. }
            | Call::VerifySoftwareToken { .. }
            | Call::ConfirmDevice { .. }
            | Call::UpdateDeviceStatus { .. }
            | Call::Account(_)
            | Call::GetId { .. }
            | Call::GetCredentialsForIdentity { .. }
            | Call::GetOpenIdToken { .. }
            | Call::AssumeRoleWithWebIdentity { .. }
            | Call::Web(_)
            | Call::KeySet(_)
            | Call::Api(_) => Ok(None),
            Call::GetCallerIdentity { credentials } => Ok(Some(signing(credentials))),
            Call::AdminInitiateAuth { .. }
            | Call::AdminRespondToAuthChallenge { .. }
            | Call::GetOpenIdTokenForDeveloperIdentity { .. } => {
                match &target.signer {
                    Some(Signer::Keys(keys)) => Ok(Some(signing(keys))),
                    Some(Signer::Profile(name)) => {
                        // Its own tape: what a profile says to AWS is no part of the walk.
                        let http = TapedClient::new(
                            Arc::clone(&self.wires),
                            Tape::default(),
                            target.timeouts.connect,
                        );
                        profiles::credentials(name, &self.files, (http, target.region.as_ref()))
                            .await
                            .map(Some)
                            .map_err(not_sent)
                    }
                    None => Err(not_sent(
                        "This call must be signed; pick an AWS profile or type in AWS keys".to_owned(),
                    )),
                }
            }
        }
    }
}

fn signing(keys: &AwsCredentials) -> Credentials {
    Credentials::new(
        keys.access_key_id.as_str(),
        keys.secret_access_key.expose(),
        keys.session_token.as_ref().map(|token| token.expose().to_owned()),
        None,
        "poolwalk",
    )
}

/// Runs a job in a task of its own, so that a panic in it becomes an answer and not an endless wait.
async fn to_an_end<F>(job: F, stop: CancellationToken) -> Result<Reply, Failure>
where
    F: Future<Output = Result<Reply, Failure>> + Send + 'static,
{
    let mut task = tokio::spawn(job);
    tokio::select! {
        biased;
        () = stop.cancelled() => {
            task.abort();
            // Gone only then: what it held on to, a port above all, is free when the end is told.
            drop(task.await);
            Err(Failure::Stopped)
        }
        // What the panic said is left out: it could hold anything.
        ended = &mut task => ended.unwrap_or_else(|_| {
            Err(Failure::Internal { problem: "The call broke down inside Poolwalk".to_owned() })
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block_on<F: Future>(future: F) -> F::Output {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    }

    #[test]
    fn a_panic_becomes_an_answer_that_does_not_repeat_it() {
        let job = async { panic!("with hunter2 in it") };
        let ended = block_on(to_an_end(job, CancellationToken::new()));
        let Err(Failure::Internal { problem }) = ended else { panic!() };
        assert!(!problem.contains("hunter2"));
    }

    #[test]
    fn what_a_stopped_job_held_is_free_when_its_end_is_told() {
        let (held, stop) = (Arc::new(()), CancellationToken::new());
        let (job, stopping) = (Arc::clone(&held), stop.clone());
        let job = async move {
            stopping.cancel();
            std::future::pending::<()>().await;
            drop(job);
            Err(Failure::Stopped)
        };
        let holders = block_on(async {
            assert_eq!(to_an_end(job, stop).await, Err(Failure::Stopped));
            Arc::strong_count(&held)
        });
        assert_eq!(holders, 1);
    }

    #[test]
    fn what_is_stopped_before_it_starts_never_runs() {
        let stop = CancellationToken::new();
        stop.cancel();
        let job = async { panic!("ran") };
        assert_eq!(block_on(to_an_end(job, stop)), Err(Failure::Stopped));
    }
}
