//! A login without a world: the test says what comes back.

use jiff::{SignedDuration, Timestamp};
use poolwalk::cognito::{Challenge, Params, Way};
use poolwalk::flow::{
    AwsCredentials, Call, Draft, Ending, Failure, Flow as _, Input, Login, Next, Performed, Refusal, Reply,
    Seed, TokenSet,
};
use poolwalk::secret::Secret;

/// A login and the time it is.
pub(crate) struct Script {
    pub(crate) login: Login,
    pub(crate) now: Timestamp,
}

/// A form for a made-up pool.
pub(crate) fn draft(flow: Way) -> Draft {
    Draft {
        user_pool: "eu-west-1_Ab12Cd34E".into(),
        client: "1h57kf5cpq17m0eml12EXAMPLE".into(),
        identity_pool: "eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c".into(),
        username: "alice".into(),
        password: "Secret-1".into(),
        way: flow,
        ..Draft::default()
    }
}

impl Script {
    pub(crate) fn new(draft: &Draft) -> Self {
        let login = Login::start(draft.check().unwrap(), &Seed::new([7; 32]));
        Self { login, now: "2024-03-05T07:08:09Z".parse().unwrap() }
    }

    /// A login that has signed in with a password so far.
    pub(crate) fn password() -> Self {
        Self::new(&draft(Way::UserPassword))
    }

    pub(crate) fn wait(&mut self, secs: i64) {
        self.now += SignedDuration::from_secs(secs);
    }

    /// The call that is next, as it goes out.
    pub(crate) fn send(&mut self) -> Call {
        let Next::Send(call) = self.login.next(self.now) else {
            panic!("no call is next: {:?}", self.login.next(self.now))
        };
        self.login.on(Input::Sent(call.clone()), self.now);
        assert_eq!(self.login.next(self.now), Next::Wait);
        *call
    }

    /// The name of the next call, as it goes out.
    pub(crate) fn operation(&mut self) -> &'static str {
        self.send().operation().name()
    }

    pub(crate) fn come_back(&mut self, result: Result<Reply, Failure>) {
        let performed =
            Performed { result, exchange: None, started: self.now, took: std::time::Duration::ZERO };
        self.login.on(Input::Performed(Box::new(performed)), self.now);
    }

    /// Makes the next call, which comes back with this.
    pub(crate) fn reply(&mut self, reply: Reply) -> Call {
        let call = self.send();
        self.come_back(Ok(reply));
        call
    }

    pub(crate) fn refuse(&mut self, code: &str) -> Call {
        let call = self.send();
        self.come_back(Err(refusal(code)));
        call
    }

    /// The question that is put now.
    pub(crate) fn question(&self) -> Challenge {
        let Next::Ask(asked) = self.login.next(self.now) else {
            panic!("nothing is asked: {:?}", self.login.next(self.now))
        };
        *asked
    }

    pub(crate) fn answer(&mut self, key: &str, text: &str) {
        self.login.on(Input::Answer(Params::new().secret(key, text.into())), self.now);
    }

    pub(crate) fn ending(&self) -> Ending {
        let Next::Finished(ending) = self.login.next(self.now) else {
            panic!("it goes on: {:?}", self.login.next(self.now))
        };
        assert_eq!(self.login.ending(), Some(ending));
        ending
    }

    /// The states of the steps, in words.
    pub(crate) fn states(&self) -> Vec<&'static str> {
        self.login.steps().iter().map(|step| step.state.word()).collect()
    }
}

pub(crate) fn refusal(code: &str) -> Failure {
    Failure::Refused(Refusal { code: code.into(), message: "no".into(), status: 400 })
}

pub(crate) fn challenge(name: &str, session: &str, parameters: Params) -> Reply {
    let session = (!session.is_empty()).then(|| Secret::from(session));
    Reply::Challenge { name: name.into(), session, parameters, available: vec![] }
}

/// A `PASSWORD_VERIFIER` that can be answered.
pub(crate) fn verifier(user_id: &str) -> Reply {
    let parameters = Params::new()
        .plain("SALT", "b1e2c3d4e5f60718293a4b5c6d7e8f90")
        .plain("SECRET_BLOCK", "c2VjcmV0IGJsb2Nr")
        .plain("SRP_B", "abc123def456")
        .plain("USERNAME", user_id)
        .plain("USER_ID_FOR_SRP", user_id);
    challenge("PASSWORD_VERIFIER", "", parameters)
}

pub(crate) fn tokens() -> Reply {
    let token = |text: &str| Some(Secret::from(text));
    Reply::Tokens(TokenSet {
        id: token("id"),
        access: token("access"),
        refresh: token("refresh"),
        expires_in: Some(3600),
        new_device: None,
    })
}

pub(crate) fn identity(id: &str) -> Reply {
    Reply::Identity { identity_id: id.into() }
}

pub(crate) fn credentials(identity_id: &str) -> Reply {
    let credentials = AwsCredentials {
        access_key_id: "ASIAEXAMPLE".into(),
        secret_access_key: "key".into(),
        session_token: Some("token".into()),
        expiration: None,
    };
    Reply::Credentials { identity_id: identity_id.into(), credentials }
}

/// Session, responses and challenge of an answer.
pub(crate) fn answer_parts(call: &Call) -> (&str, Option<&str>, &Params) {
    match call {
        Call::RespondToAuthChallenge { challenge, session, responses, .. }
        | Call::AdminRespondToAuthChallenge { challenge, session, responses, .. } => {
            (challenge, session.as_ref().map(Secret::expose), responses)
        }
        other => panic!("{other:?} is no answer"),
    }
}

/// `AuthParameters` of the first call.
pub(crate) fn sign_in_parameters(call: &Call) -> &Params {
    match call {
        Call::InitiateAuth { parameters, .. } | Call::AdminInitiateAuth { parameters, .. } => parameters,
        other => panic!("{other:?} does not sign in"),
    }
}
