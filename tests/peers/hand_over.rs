//! What tests of other programs ask for: a parcel in one format, a profile put into a file, or a walk through the practice
//! pool as code. JSON in, JSON out; one request for each run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a helper of tests, which prints its answer and should break loudly"
)]

use std::sync::Arc;
use std::time::Duration;

use poolwalk::cognito::{Params, Region, Until, Way};
use poolwalk::engine::{Endpoints, Engine, Event, RunId, Signer, Target, clock, seed};
use poolwalk::flow::{
    ApiAuth, ApiDraft, ApiVisit, AwsCredentials, Draft, Flow, Input, Login, Next, TokenSet,
};
use poolwalk::handoff::aws_files::AwsFiles;
use poolwalk::handoff::code::{self, Language};
use poolwalk::handoff::{Format, Parcel, render};
use poolwalk::secret::Secret;
use serde_json::{Value as Json, json};

fn main() {
    let asked: Json = serde_json::from_reader(std::io::stdin()).expect("JSON on standard input");
    let answer = match text(&asked, "what") {
        "format" => format(&asked),
        "profile" => profile(&asked),
        "code" => as_code(&asked),
        "call" => call_as_code(&asked),
        other => panic!("unknown: {other}"),
    };
    println!("{answer}");
}

fn text<'a>(asked: &'a Json, name: &str) -> &'a str {
    asked[name].as_str().unwrap_or_default()
}

fn secret(asked: &Json, name: &str) -> Option<Secret> {
    asked[name].as_str().map(Secret::from)
}

fn parcel(asked: &Json) -> Parcel {
    let credentials = |id: &str| AwsCredentials {
        access_key_id: id.to_owned(),
        secret_access_key: text(asked, "secret_access_key").into(),
        session_token: secret(asked, "session_token"),
        expiration: asked["expiration"].as_str().map(|at| at.parse().unwrap()),
    };
    let tokens = TokenSet {
        id: secret(asked, "id_token"),
        access: secret(asked, "access_token"),
        refresh: secret(asked, "refresh_token"),
        ..TokenSet::default()
    };
    let words = asked["process"].as_array().into_iter().flatten();
    Parcel {
        name: text(asked, "name").to_owned(),
        credentials: asked["access_key_id"].as_str().map(credentials),
        tokens: tokens.id.is_some().then_some(tokens),
        tokens_expire: None,
        region: Region::parse(text(asked, "region")).ok(),
        api: asked["api"].as_str().map(str::to_owned),
        sts: None,
        manner: None,
        with_refresh_token: asked["with_refresh_token"].as_bool().unwrap_or_default(),
        process: words.map(|word| word.as_str().unwrap().to_owned()).collect(),
    }
}

fn format(asked: &Json) -> Json {
    let format = Format::by_word(text(asked, "format")).expect("the word of a format");
    match render(format, &parcel(&asked["parcel"])) {
        Ok(rendered) => json!({ "text": rendered.text.expose(), "masked": rendered.masked }),
        Err(unfit) => json!({ "unfit": unfit.to_string() }),
    }
}

fn profile(asked: &Json) -> Json {
    let files =
        AwsFiles { credentials: text(asked, "credentials").into(), config: text(asked, "config").into() };
    let (name, parcel) = (text(asked, "profile"), parcel(&asked["parcel"]));
    let merged = if text(asked, "kind") == "keys" {
        files.with_keys(name, &parcel)
    } else {
        files.with_process(name, &parcel)
    };
    match merged {
        Ok(merged) => json!({ "text": merged.text.expose(), "replaced": merged.replaced }),
        Err(unfit) => json!({ "unfit": unfit.to_string() }),
    }
}

fn as_code(asked: &Json) -> Json {
    let language = language(asked);
    let login = walk(asked);
    let (steps, config) = (login.steps(), login.config());
    let made = match asked["step"].as_u64() {
        Some(at) => code::step_as_code(&steps[usize::try_from(at).unwrap()], config, language),
        None => code::walk_as_code(steps, config, language),
    };
    match made {
        Ok(code) => {
            let names: Vec<&str> = code.variables.iter().map(|variable| variable.name.as_str()).collect();
            json!({ "text": code.text, "variables": names, "ended": format!("{:?}", login.ending()) })
        }
        Err(no) => json!({ "no": no.to_string() }),
    }
}

/// One request to an API, made and written down.
fn call_as_code(asked: &Json) -> Json {
    let draft = ApiDraft {
        method: text(asked, "method").to_owned(),
        url: text(asked, "url").to_owned(),
        headers: text(asked, "headers").into(),
        body: text(asked, "body").into(),
        region: text(asked, "region").to_owned(),
        service: "execute-api".to_owned(),
    };
    let parcel = parcel(&asked["parcel"]);
    let auth = match text(asked, "auth") {
        "iam" => ApiAuth::Iam {
            credentials: parcel.credentials.expect("keys"),
            region: draft.region.clone(),
            service: draft.service.clone(),
        },
        "id" => ApiAuth::Id(secret(&asked["parcel"], "id_token").expect("a token")),
        _ => ApiAuth::Nothing,
    };
    let request = draft.check().expect("a request that makes sense");
    let mut visit = ApiVisit::start(&request, vec![auth]);
    let engine = Engine::new(Arc::new(|| {})).expect("threads");
    while let Next::Send(call) = visit.next(clock::now()) {
        visit.on(Input::Sent(call.clone()), clock::now());
        engine.perform(RunId(1), Arc::new(Target::default()), *call);
        let Event::Performed { performed, .. } =
            engine.wait_event(Duration::from_secs(30)).expect("an answer");
        visit.on(Input::Performed(performed), clock::now());
    }
    let login = Draft { region: draft.region, client: "unused".to_owned(), ..Draft::default() };
    let guest = Draft { way: Way::Guest, identity_pool: text(asked, "identity_pool").to_owned(), ..login };
    let config = guest.check().expect("a form that makes sense");
    match code::step_as_code(&visit.steps()[0], &config, language(asked)) {
        Ok(code) => json!({ "text": code.text }),
        Err(no) => json!({ "no": no.to_string() }),
    }
}

fn language(asked: &Json) -> Language {
    let word = text(asked, "language");
    Language::ALL.into_iter().find(|language| language.word() == word).expect("a language")
}

/// Walks a login to its end through the engine.
fn walk(asked: &Json) -> Login {
    let draft = Draft {
        region: text(asked, "region").to_owned(),
        user_pool: text(asked, "user_pool").to_owned(),
        client: text(asked, "client").to_owned(),
        client_secret: text(asked, "client_secret").into(),
        identity_pool: text(asked, "identity_pool").to_owned(),
        username: text(asked, "username").to_owned(),
        password: text(asked, "password").into(),
        way: Way::from_name(text(asked, "way")).expect("a way in"),
        classic_role: text(asked, "classic_role").to_owned(),
        until: Until::from_word(text(asked, "until")),
        endpoint: text(asked, "endpoint").to_owned(),
        ..Draft::default()
    };
    let mut login =
        Login::start(draft.check().expect("a form that makes sense"), &seed().expect("random bytes"));
    let (engine, target) = (Engine::new(Arc::new(|| {})).expect("threads"), Arc::new(target(asked, &draft)));
    loop {
        let now = clock::now();
        match login.next(now) {
            Next::Send(call) => {
                login.on(Input::Sent(call.clone()), now);
                engine.perform(RunId(1), Arc::clone(&target), *call);
                let Event::Performed { performed, .. } =
                    engine.wait_event(Duration::from_secs(30)).expect("an answer");
                login.on(Input::Performed(performed), clock::now());
            }
            Next::Ask(_) => {
                let answers = asked["answers"].as_object().expect("answers").clone();
                let answers = answers.into_iter().fold(Params::new(), |params, (key, value)| {
                    params.secret(key, value.as_str().unwrap_or_default().into())
                });
                login.on(Input::Answer(answers), now);
            }
            Next::Wait => panic!("it waits for a call that came back"),
            Next::Finished(_) => return login,
        }
    }
}

fn target(asked: &Json, draft: &Draft) -> Target {
    let endpoint = || Some(draft.endpoint.clone());
    let keys = |id: &str| {
        Signer::Keys(AwsCredentials {
            access_key_id: id.to_owned(),
            secret_access_key: text(asked, "admin_secret").into(),
            session_token: None,
            expiration: None,
        })
    };
    Target {
        region: Region::parse(&draft.region).ok(),
        endpoints: Endpoints { idp: endpoint(), identity: endpoint(), sts: endpoint() },
        signer: asked["admin_key"].as_str().map(keys),
        ..Target::default()
    }
}
