//! Secrets that the ways in bring along or leave behind: an app that is set up, a device, logins of other
//! providers, refresh tokens; and the one file where some of them may stand.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use poolwalk::app::{Change, Command, Copied, TokenRef};
use poolwalk::cognito::Provider;
use poolwalk::flow::{Ending, ProviderLogin};
use poolwalk::secret::Secret;

use crate::server::{Server, answer};
use crate::stage::{Desk, draft};
use crate::{MARK, clean};

/// Has an app set up, hands out marked tokens, and offers to remember the computer.
fn marked() -> Server {
    Server::new(|stream, request| {
        let operation = request.header("x-amz-target").unwrap_or("sts.GetCallerIdentity");
        let body = match operation.rsplit('.').next().unwrap() {
            "InitiateAuth" => {
                r#"{"ChallengeName":"MFA_SETUP","Session":"marked-session-of-more-than-twenty",
                "ChallengeParameters":{"MFAS_CAN_SETUP":"[\"SOFTWARE_TOKEN_MFA\"]"}}"#
            }
            "AssociateSoftwareToken" => {
                r#"{"SecretCode":"marked-GEZDGNBV","Session":"marked-second-session"}"#
            }
            "VerifySoftwareToken" => r#"{"Status":"SUCCESS","Session":"marked-third-session"}"#,
            "RespondToAuthChallenge" | "GetTokensFromRefreshToken" => {
                r#"{"AuthenticationResult":{"IdToken":"e30.e30.marked-id","AccessToken":"marked-access",
                "RefreshToken":"marked-refresh","ExpiresIn":3600,
                "NewDeviceMetadata":{"DeviceKey":"eu-west-1_1f2e","DeviceGroupKey":"-group"}}}"#
            }
            "ConfirmDevice" => r#"{"UserConfirmationNecessary":true}"#,
            "UpdateDeviceStatus" => "{}",
            "GetId" => r#"{"IdentityId":"eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c"}"#,
            _ => r#"{"__type":"NotAuthorizedException","message":"no"}"#,
        };
        let status = if body.contains("__type") { 400 } else { 200 };
        stream.write_all(answer(status, "", body).as_bytes()).is_ok()
    })
}

/// A desk with a connection of its own, whose every secret is marked.
fn desk(server: &Server, path: &Path) -> Desk {
    let mut desk = Desk::keeping(Some(path.join("connections.toml")));
    desk.app.dispatch(Command::NewConnection);
    desk.app.form.draft = draft(&server.url());
    desk.app.form.draft.remembers_device = true;
    desk.app.form.draft.refresh_token = "marked-typed-refresh".into();
    desk.app.form.draft.providers = vec![ProviderLogin {
        provider: Provider::Google,
        detail: String::new(),
        token: "marked-google-token".into(),
    }];
    desk.app.form_changed();
    desk
}

/// Sets the app up and goes on to the refusal at the end.
fn walk(desk: &mut Desk) {
    desk.app.dispatch(Command::Run);
    desk.until_asked();
    let fields: Vec<_> =
        desk.app.walk.as_ref().unwrap().answer.iter().map(|field| field.key.clone()).collect();
    desk.type_answer("MFA_SETUP", &"SOFTWARE_TOKEN_MFA".into());
    if fields.iter().any(|key| key == "EMAIL") {
        desk.type_answer("EMAIL", &"not@needed.example".into());
    }
    look_around(desk, "asked what to set up");
    desk.app.dispatch(Command::Answer);
    desk.until(|app| {
        app.walk.as_ref().unwrap().question().is_some_and(|asked| asked.name == "VerifySoftwareToken")
    });
    look_around(desk, "the secret is there");
    desk.app.dispatch(Command::FillInCode);
    desk.app.dispatch(Command::Answer);
    assert_eq!(desk.until_over(), Ending::Refused);
    look_around(desk, "at the end");
}

/// All of the app that can be printed: nothing marked, and not the device's password either.
fn look_around(desk: &Desk, whence: &str) {
    let app = &desk.app;
    let printed = [
        format!("{:?} {:#?}", app.form, app.walk),
        format!("{:?} {:?} {:?}", app.tokens, app.connections, app.notices),
        format!("{:?} {:?}", app.copied, app.steps()),
    ];
    let device = app.walk.as_ref().and_then(|walk| walk.haul().device.clone());
    for text in printed {
        clean(&text, whence);
        if let Some(device) = &device {
            assert!(!text.contains(device.password.expose()), "{whence}: {text}");
        }
    }
}

fn device_password(desk: &Desk) -> Secret {
    desk.app.walk.as_ref().unwrap().haul().device.clone().expect("a device").password
}

#[test]
fn no_secret_of_a_set_up_a_device_or_a_provider_is_in_debug_or_a_report() {
    let (server, home) = (marked(), tempfile::tempdir().unwrap());
    let mut desk = desk(&server, home.path());
    look_around(&desk, "before");
    walk(&mut desk);
    let sent: String = server.received().iter().map(|request| request.body.clone()).collect();
    for secret in ["marked-second-session", "marked-third-session", "marked-access", "marked-google-token"] {
        assert!(sent.contains(secret), "{secret} was really sent");
    }
    assert!(desk.app.walk.as_ref().unwrap().haul().totp_secret.is_some());
    let password = device_password(&desk);
    assert!(!sent.contains(password.expose()), "a device's password is never sent");

    desk.app.dispatch(Command::Copy(Copied::Report));
    let (report, _) = desk.board.last().unwrap();
    assert!(report.contains("VerifySoftwareToken") && report.contains("ConfirmDevice"), "{report}");
    clean(&report, "report");
    for step in 0..desk.app.steps().len() {
        for what in [Copied::Request(step), Copied::Response(step)] {
            desk.app.dispatch(Command::Copy(what));
            let copied = desk.board.last().unwrap().0;
            clean(&copied, "a masked exchange, copied");
            assert!(!copied.contains(password.expose()));
        }
    }
    desk.app.dispatch(Command::ShowToken(TokenRef::Refresh));
    desk.app.dispatch(Command::Refresh);
    desk.until_over();
    look_around(&desk, "refreshed");
}

/// Every file in the folder, by name.
fn files(home: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(home)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn what_is_kept_with_a_user_is_on_disk_only_when_that_is_asked_for() {
    let (server, home) = (marked(), tempfile::tempdir().unwrap());
    let mut desk = desk(&server, home.path());
    walk(&mut desk);
    let password = device_password(&desk);
    desk.app.close().unwrap();
    let written = files(home.path());
    assert_eq!(written.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["connections.toml"]);
    clean(&written[0].1, "saved connections");
    assert!(!written[0].1.contains(password.expose()));

    desk.app.dispatch(Command::Change(Change::KeepSecrets(true)));
    desk.app.close().unwrap();
    let written = files(home.path());
    let [(connections, saved), (kept, secrets)] = written.as_slice() else {
        panic!("two files: {written:?}")
    };
    assert_eq!((connections.as_str(), kept.as_str()), ("connections.toml", "kept.toml"));
    clean(saved, "saved connections");
    assert!(secrets.contains("marked-GEZDGNBV") && secrets.contains(password.expose()));
    for never in ["marked-google", "marked-refresh", "marked-typed", "marked-access", "typed-and-not-saved"] {
        assert!(!secrets.contains(never), "{never}: {secrets}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(home.path().join("kept.toml")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "its owner's alone");
    }

    desk.app.dispatch(Command::Change(Change::KeepSecrets(false)));
    desk.app.close().unwrap();
    for (name, text) in files(home.path()) {
        clean(&text, &name);
        assert!(!text.contains(password.expose()), "{name}");
    }
    assert!(desk.app.form.draft.device.is_some(), "in memory it is still there");
}

#[test]
fn what_was_typed_with_a_mark_is_nowhere_in_a_draft_that_is_printed() {
    let (server, home) = (marked(), tempfile::tempdir().unwrap());
    let mut desk = desk(&server, home.path());
    desk.app.form.draft.totp_secret = "marked-GEZDGNBV".into();
    let config = desk.app.form.draft.check().expect("it makes sense");
    clean(&format!("{config:?} {config:#?} {:?}", desk.app.form.draft), "a draft and what is made of it");
    assert!(config.totp_secret.is_some_and(|secret| secret.expose().contains(MARK)));
}
