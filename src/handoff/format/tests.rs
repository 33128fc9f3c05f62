//! Every format of one parcel, as a person would read it, and what none of them may do.

use proptest::prelude::*;
use serde_json::Value as Json;

use super::*;
use crate::cognito::Region;
use crate::flow::{AwsCredentials, TokenSet};
use crate::handoff::ApiManner;

const SECRETS: [&str; 5] =
    ["exampleSecret/+=", "exampleSession//==", "eyJ.MARKED.id", "eyJ.MARKED.access", "MARKED.refresh"];

fn parcel() -> Parcel {
    Parcel {
        name: "qa-ada".to_owned(),
        credentials: Some(AwsCredentials {
            access_key_id: "ASIAEXAMPLE000000000".to_owned(),
            secret_access_key: SECRETS[0].into(),
            session_token: Some(SECRETS[1].into()),
            expiration: Some("2026-01-31T12:00:00.25Z".parse().unwrap()),
        }),
        tokens: Some(TokenSet {
            id: Some(SECRETS[2].into()),
            access: Some(SECRETS[3].into()),
            refresh: Some(SECRETS[4].into()),
            ..TokenSet::default()
        }),
        tokens_expire: Some("2026-01-31T11:00:00Z".parse().unwrap()),
        region: Region::parse("eu-west-1").ok(),
        api: Some("https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets?b=2&a=1".to_owned()),
        manner: None,
        sts: None,
        with_refresh_token: false,
        process: ["poolwalk-cli", "credentials", "--connection=qa - ada"].map(str::to_owned).to_vec(),
    }
}

/// The parcel with another session token.
fn with(value: &str) -> Parcel {
    let mut parcel = parcel();
    if let Some(keys) = &mut parcel.credentials {
        keys.session_token = Some(value.into());
    }
    parcel
}

fn text(format: Format) -> String {
    render(format, &parcel()).unwrap().text.expose().to_owned()
}

fn problem(format: Format, parcel: &Parcel) -> String {
    render(format, parcel).unwrap_err().to_string()
}

#[test]
fn shells_set_and_unset() {
    let shells = [Shell::Bash, Shell::Fish, Shell::PowerShell, Shell::Cmd, Shell::Nushell];
    let lines = shells.map(|shell| {
        let [set, unset] = [Format::Set(shell), Format::Unset(shell)].map(text);
        let first = set.lines().take(2).chain(set.lines().filter(|line| line.contains("REGION")));
        first.chain(unset.lines().take(2)).collect::<Vec<_>>().join("\n") + "\n"
    });
    insta::assert_snapshot!(lines.join("\n"), @r#"
    export AWS_ACCESS_KEY_ID='ASIAEXAMPLE000000000'
    export AWS_SECRET_ACCESS_KEY='exampleSecret/+='
    export AWS_REGION='eu-west-1'
    export AWS_DEFAULT_REGION='eu-west-1'
    unset AWS_ACCESS_KEY_ID
    unset AWS_SECRET_ACCESS_KEY

    set -gx AWS_ACCESS_KEY_ID 'ASIAEXAMPLE000000000'
    set -gx AWS_SECRET_ACCESS_KEY 'exampleSecret/+='
    set -gx AWS_REGION 'eu-west-1'
    set -gx AWS_DEFAULT_REGION 'eu-west-1'
    set -e AWS_ACCESS_KEY_ID
    set -e AWS_SECRET_ACCESS_KEY

    $Env:AWS_ACCESS_KEY_ID = 'ASIAEXAMPLE000000000'
    $Env:AWS_SECRET_ACCESS_KEY = 'exampleSecret/+='
    $Env:AWS_REGION = 'eu-west-1'
    $Env:AWS_DEFAULT_REGION = 'eu-west-1'
    Remove-Item Env:AWS_ACCESS_KEY_ID -ErrorAction SilentlyContinue
    Remove-Item Env:AWS_SECRET_ACCESS_KEY -ErrorAction SilentlyContinue

    @set "AWS_ACCESS_KEY_ID=ASIAEXAMPLE000000000"
    @set "AWS_SECRET_ACCESS_KEY=exampleSecret/+="
    @set "AWS_REGION=eu-west-1"
    @set "AWS_DEFAULT_REGION=eu-west-1"
    @set "AWS_ACCESS_KEY_ID="
    @set "AWS_SECRET_ACCESS_KEY="

    $env.AWS_ACCESS_KEY_ID = 'ASIAEXAMPLE000000000'
    $env.AWS_SECRET_ACCESS_KEY = 'exampleSecret/+='
    $env.AWS_REGION = 'eu-west-1'
    $env.AWS_DEFAULT_REGION = 'eu-west-1'
    hide-env --ignore-errors AWS_ACCESS_KEY_ID
    hide-env --ignore-errors AWS_SECRET_ACCESS_KEY
    "#);
}

#[test]
fn what_is_odd_is_quoted_as_each_shell_wants_it() {
    let odd = "a'b\"c$d%e`f\\g h!\n’ü";
    let line = |shell: Shell| shell.set("X", odd);
    insta::assert_snapshot!([Shell::Bash, Shell::Fish, Shell::PowerShell, Shell::Nushell].map(line).join("\n"), @r#"
    export X='a'\''b"c$d%e`f\g h!
    ’ü'
    set -gx X 'a\'b"c$d%e`f\\g h!
    ’ü'
    $Env:X = 'a''b"c$d%e`f\g h!
    ’’ü'
    $env.X = "a'b\"c$d%e`f\\g h!
    ’ü"
    "#);
}

#[test]
fn what_cannot_be_quoted_is_refused_in_words() {
    for (value, word) in [("a\nb", "line break"), ("100%", "percent"), ("a\"b", "quotation mark")] {
        let said = problem(Format::Set(Shell::Cmd), &with(value));
        assert!(
            said.starts_with("Session token cannot be written in this format: ") && said.contains(word),
            "{said}"
        );
    }
    assert!(problem(Format::Set(Shell::Cmd), &with(&"x".repeat(9000))).contains("8,191"));
    for value in ["a\nb", "a b", "a#b", "'a'", "$a", "a\\b"] {
        let said = problem(Format::EnvFile, &with(value));
        assert!(said.contains(".env file"), "{value}: {said}");
    }
    assert!(problem(Format::Set(Shell::Bash), &with("a\0b")).contains("zero byte"));
    assert!(problem(Format::CurlSigned, &with("a\r\nx: y")).contains("line break"));
    assert!(problem(Format::Credentials, &with("a b")).contains("quote"));
    for value in ["{{ a }}", "{% if a %}", "{# a"] {
        assert!(problem(Format::Insomnia, &with(value)).contains("template"), "{value}");
    }
}

#[test]
fn an_environment_file_has_the_plain_values() {
    insta::assert_snapshot!(text(Format::EnvFile), @"
    AWS_ACCESS_KEY_ID=ASIAEXAMPLE000000000
    AWS_SECRET_ACCESS_KEY=exampleSecret/+=
    AWS_SESSION_TOKEN=exampleSession//==
    AWS_CREDENTIAL_EXPIRATION=2026-01-31T12:00:00Z
    AWS_REGION=eu-west-1
    ID_TOKEN=eyJ.MARKED.id
    ACCESS_TOKEN=eyJ.MARKED.access
    TOKENS_EXPIRE_AT=2026-01-31T11:00:00Z
    API_URL=https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets?b=2&a=1
    ");
}

#[test]
fn the_aws_files_have_a_profile_of_either_kind() {
    insta::assert_snapshot!(format!("{}\n{}", text(Format::Credentials), text(Format::Config)), @r#"
    [qa-ada]
    # Poolwalk: these keys expire 2026-01-31T12:00:00Z
    aws_access_key_id = ASIAEXAMPLE000000000
    aws_secret_access_key = exampleSecret/+=
    aws_session_token = exampleSession//==
    x_security_token_expires = 2026-01-31T12:00:00Z

    [profile qa-ada]
    region = eu-west-1
    credential_process = poolwalk-cli credentials "--connection=qa - ada"
    "#);
}

#[test]
fn json_has_the_names_of_the_terminal_and_those_of_aws() {
    insta::assert_snapshot!(format!("{}\n{}", text(Format::Json), text(Format::Process)), @r#"
    {
      "credentials": {
        "AccessKeyId": "ASIAEXAMPLE000000000",
        "SecretAccessKey": "exampleSecret/+=",
        "SessionToken": "exampleSession//==",
        "Expiration": "2026-01-31T12:00:00Z"
      },
      "tokens": {
        "id": "eyJ.MARKED.id",
        "access": "eyJ.MARKED.access",
        "refresh": "MARKED.refresh",
        "expires_at": "2026-01-31T11:00:00Z"
      },
      "region": "eu-west-1",
      "api": "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets?b=2&a=1"
    }

    {"Version":1,"AccessKeyId":"ASIAEXAMPLE000000000","SecretAccessKey":"exampleSecret/+=","SessionToken":"exampleSession//==","Expiration":"2026-01-31T12:00:00Z"}
    "#);
}

#[test]
fn requests_are_signed_or_bear_a_token() {
    let formats = [Format::CurlSigned, Format::CurlBearer(Bearer::Id), Format::Header(Bearer::Access)];
    insta::assert_snapshot!(formats.map(text).join("\n"), @r"
    # expires 2026-01-31T12:00:00Z
    curl --globoff --aws-sigv4 'aws:amz:eu-west-1:execute-api' \
      --user 'ASIAEXAMPLE000000000:exampleSecret/+=' \
      -H 'x-amz-security-token: exampleSession//==' \
      'https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets?a=1&b=2'

    # expires 2026-01-31T11:00:00Z
    curl --globoff -H 'Authorization: Bearer eyJ.MARKED.id' \
      'https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets?b=2&a=1'

    Authorization: Bearer eyJ.MARKED.access
    ");
}

#[test]
fn requests_are_made_as_the_api_is_called() {
    let manner = |method: &str, region: &str| {
        let (method, region) = (method.to_owned(), region.to_owned());
        Parcel { manner: Some(ApiManner { method, region, service: "lambda".to_owned() }), ..parcel() }
    };
    let posted = manner("POST", "eu-north-1");
    let text = |format, parcel: &Parcel| render(format, parcel).unwrap().text.expose().to_owned();
    let signed = text(Format::CurlSigned, &posted);
    assert!(signed.contains("curl --globoff -X POST --aws-sigv4 'aws:amz:eu-north-1:lambda'"), "{signed}");
    let bearer = text(Format::CurlBearer(Bearer::Id), &manner("HEAD", "eu-west-1"));
    assert!(bearer.contains("curl --globoff --head -H 'Authorization"), "{bearer}");
    let collection: Json = serde_json::from_str(&text(Format::PostmanCollection, &posted)).unwrap();
    let request = &collection["item"][0]["request"];
    assert_eq!(request["method"], "POST");
    let environment: Json = serde_json::from_str(&text(Format::PostmanEnvironment, &posted)).unwrap();
    assert!(has(&environment, "lambda") && has(&environment, "eu-north-1"), "{environment}");
}

#[test]
fn a_postman_environment_marks_its_secrets() {
    insta::assert_snapshot!(text(Format::PostmanEnvironment));
}

#[test]
fn a_postman_collection_names_values_and_holds_none() {
    let text = text(Format::PostmanCollection);
    assert!(SECRETS.iter().all(|secret| !text.contains(secret)), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn the_other_clients_have_their_environments() {
    insta::assert_snapshot!([Format::Bruno, Format::Insomnia, Format::Hoppscotch].map(text).join("\n"));
}

#[test]
fn a_preview_shows_no_secret_and_is_the_same_text_otherwise() {
    for format in Format::ALL {
        let Rendered { text, masked, .. } = render(format, &parcel()).unwrap();
        for secret in SECRETS {
            assert!(!masked.contains(secret), "{format:?}: {masked}");
        }
        assert_eq!(text.expose().lines().count(), masked.lines().count(), "{format:?}");
        let is_bare = SECRETS.iter().any(|secret| text.expose().contains(secret));
        assert_eq!(masked.contains("••••"), is_bare, "{format:?}: {masked}");
    }
}

#[test]
fn a_key_in_the_address_is_masked_too_and_debug_shows_none_of_it() {
    let keyed = Parcel { api: Some("https://a.example/x?api_key=hunter2&b=1".to_owned()), ..parcel() };
    let shown = render(Format::CurlSigned, &keyed).unwrap();
    assert!(shown.text.expose().contains("hunter2") && !shown.masked.contains("hunter2"), "{}", shown.masked);
    let debug = format!("{keyed:?} {shown:?}");
    let mut secrets = SECRETS.into_iter().chain(["hunter2"]);
    assert!(secrets.all(|secret| !debug.contains(secret)), "{debug}");
}

#[test]
fn what_is_missing_is_named() {
    let empty = Parcel::default();
    for format in Format::ALL {
        if matches!(format, Format::Unset(_)) {
            assert!(text(format).contains("AWS_SESSION_TOKEN"));
            continue;
        }
        let said = problem(format, &empty);
        assert!(said.contains("a walk has to bring"), "{format:?}: {said}");
    }
    let tokens = Parcel { credentials: None, ..parcel() };
    assert_eq!(
        problem(Format::CurlSigned, &tokens),
        "Access key ID is not there yet: a walk has to bring it first"
    );
    let lines = render(Format::Set(Shell::Bash), &tokens).unwrap();
    assert!(!lines.text.expose().contains("AWS_ACCESS_KEY_ID") && lines.text.expose().contains("ID_TOKEN"));
    let no_api = Parcel { api: None, ..parcel() };
    assert!(problem(Format::CurlBearer(Bearer::Id), &no_api).starts_with("API address"));
    assert!(render(Format::PostmanCollection, &no_api).is_ok(), "STS tells whose the keys are all the same");
}

#[test]
fn a_profile_is_called_as_it_was_typed_or_refused() {
    for format in [Format::Credentials, Format::Config] {
        let said = problem(format, &parcel().called("team/qa"));
        assert_eq!(said, "A profile’s name has letters, digits and -._ only; found “team/qa”");
    }
}

#[test]
fn a_refresh_token_goes_only_where_it_was_asked_for() {
    let with = Parcel { with_refresh_token: true, ..parcel() };
    for format in Format::ALL {
        let [without, with] = [&parcel(), &with]
            .map(|parcel| render(format, parcel).unwrap().text.expose().contains("MARKED.refresh"));
        let is_of_it = matches!(format, Format::Json | Format::Value(Piece::RefreshToken));
        assert_eq!(without, is_of_it, "{format:?}");
        assert_eq!(with, is_of_it || format.leaves_out_refresh_token(), "{format:?}");
    }
}

#[test]
fn the_address_of_an_api_goes_only_into_formats_that_say_so() {
    for format in Format::ALL {
        let has_it = text(format).contains("abc123.execute-api");
        // The collection names it, and its requests are made for it.
        assert_eq!(has_it || format == Format::PostmanCollection, format.names_an_api(), "{format:?}");
    }
}

#[test]
fn requests_are_signed_for_what_the_address_says() {
    for (api, region, service) in [
        ("https://abc.execute-api.us-east-2.amazonaws.com/prod", "us-east-2", "execute-api"),
        ("https://abc.lambda-url.eu-central-1.on.aws/", "eu-central-1", "lambda"),
        ("https://api.example.com/prod", "eu-west-1", "execute-api"),
    ] {
        let parcel = Parcel { api: Some(api.to_owned()), ..parcel() };
        let text = |format| render(format, &parcel).unwrap().text.expose().to_owned();
        assert!(text(Format::CurlSigned).contains(&format!("'aws:amz:{region}:{service}'")), "{api}");
        for format in [Format::PostmanEnvironment, Format::Bruno, Format::Insomnia, Format::Hoppscotch] {
            let read: Json = serde_json::from_str(&text(format)).unwrap();
            assert!(has(&read, region) && has(&read, service), "{format:?}: {api}");
        }
        assert!(text(Format::Set(Shell::Bash)).contains("AWS_REGION='eu-west-1'"), "that of the keys");
        let collection: Json = serde_json::from_str(&text(Format::PostmanCollection)).unwrap();
        let signed =
            |at: usize, field: usize| &collection["item"][at]["request"]["auth"]["awsv4"][field]["value"];
        assert_eq!([signed(0, 3), signed(0, 4)], ["{{region}}", "{{service}}"]);
        assert_eq!([signed(3, 3), signed(3, 4)], ["eu-west-1", "sts"], "STS is where the keys are from");
    }
}

#[test]
fn a_title_tells_the_first_end() {
    let title = |keys: &str, tokens: &str| {
        let mut parcel = Parcel { tokens_expire: Some(tokens.parse().unwrap()), ..parcel() };
        parcel.credentials.as_mut().unwrap().expiration = Some(keys.parse().unwrap());
        parcel.title()
    };
    let (first, last) = ("2026-01-31T11:00:00Z", "2026-01-31T12:00:00Z");
    for (keys, tokens) in [(first, last), (last, first)] {
        assert_eq!(title(keys, tokens), format!("qa-ada (expires {first})"));
    }
    let keys_alone = Parcel { tokens: None, ..parcel() };
    assert_eq!(keys_alone.title(), "qa-ada (expires 2026-01-31T12:00:00Z)");
}

#[test]
fn keys_and_tokens_go_to_no_address_where_they_can_be_read_on_the_way() {
    let parcel = Parcel { api: Some("http://api.example/prod".to_owned()), ..parcel() };
    for format in [Format::CurlSigned, Format::CurlBearer(Bearer::Id)] {
        let said = problem(format, &parcel);
        assert!(said.contains("http:// to another computer"), "{said}");
    }
}

#[test]
fn who_the_keys_are_is_asked_where_they_are_from() {
    for (sts, url) in
        [(None, "https://sts.eu-west-1.amazonaws.com/"), (Some("http://127.0.0.1:9"), "http://127.0.0.1:9")]
    {
        let parcel = Parcel { sts: sts.map(str::to_owned), ..parcel() };
        let collection: Json =
            serde_json::from_str(render(Format::PostmanCollection, &parcel).unwrap().text.expose()).unwrap();
        assert_eq!(collection["item"][3]["request"]["url"], url);
    }
}

#[test]
fn every_format_has_a_word_and_a_label_of_its_own() {
    for names in [Format::word, Format::label] {
        let mut all: Vec<_> = Format::ALL.into_iter().map(names).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), Format::ALL.len());
    }
    for format in Format::ALL {
        assert_eq!(Format::by_word(format.word()), Some(format));
        let name = format.file_name(&parcel());
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)), "{name}");
    }
}

proptest! {
    #[test]
    fn whatever_the_values_are_json_stays_json(value in any::<String>(), name in any::<String>()) {
        let parcel = Parcel { name, ..with(&value) };
        let is_template = ["{{", "{%", "{#"].iter().any(|opening| value.contains(opening));
        for format in [Format::Json, Format::Process, Format::PostmanEnvironment, Format::Bruno, Format::Insomnia, Format::Hoppscotch] {
            if format == Format::Insomnia && is_template {
                continue;
            }
            let text = render(format, &parcel).unwrap().text;
            let read: Json = serde_json::from_str(text.expose()).unwrap();
            prop_assert!(has(&read, &value), "{format:?}");
        }
    }

    #[test]
    fn no_format_panics(value in any::<String>()) {
        for format in Format::ALL {
            drop(render(format, &with(&value)));
        }
    }
}

fn has(json: &Json, text: &str) -> bool {
    match json {
        Json::String(found) => found == text,
        Json::Array(items) => items.iter().any(|item| has(item, text)),
        Json::Object(members) => members.values().any(|item| has(item, text)),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}
