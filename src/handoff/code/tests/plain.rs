//! Requests that are no operation of AWS's, and what no text may do where it is run.

use super::*;

/// A request to the person's own API, with a key in its query and a token.
fn of_api(auth: ApiAuth) -> Step {
    let header = |name: &str, value: &str| Header { name: name.to_owned(), value: value.into() };
    let request = ApiRequest {
        method: "POST".to_owned(),
        url: "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets?api_key=MARKED&q=a%20b".to_owned(),
        headers: vec![header("content-type", "application/json"), header("x-api-key", "MARKED")],
        body: "{\"name\":\"$HOME `id`\"}".into(),
    };
    let call = Call::Api(Box::new(ApiCall { request, auth }));
    Step { operation: Operation::CallApi, ..step(call, "x", &json!({}), ("{}", Reply::Done)) }
}

#[test]
fn a_request_to_ones_own_api_is_plain_http() {
    let signed = of_api(ApiAuth::Iam {
        credentials: keys(),
        region: "eu-west-1".to_owned(),
        service: "execute-api".to_owned(),
    });
    let bearing = of_api(ApiAuth::Id(ID_TOKEN.into()));
    let text = |step: &Step, language| step_as_code(step, &config(), language).unwrap().text;
    insta::assert_snapshot!(text(&signed, Language::Curl));
    insta::assert_snapshot!(text(&signed, Language::Boto3));
    insta::assert_snapshot!(text(&bearing, Language::JavaScript));
    let postman: Json = serde_json::from_str(&text(&signed, Language::Postman)).unwrap();
    let auth = &postman["item"][0]["request"]["auth"]["awsv4"];
    assert_eq!((&auth[3]["value"], &auth[4]["value"]), (&json!("eu-west-1"), &json!("execute-api")));
    insta::assert_snapshot!(text(&signed, Language::JavaScript));
    assert_eq!(step_as_code(&signed, &config(), Language::AwsCli), Err(NoCode::NoOperation));
    for language in Language::ALL {
        for step in [&signed, &bearing] {
            let shown = format!("{:?}", step_as_code(step, &config(), language));
            assert!(SECRETS.iter().all(|secret| !shown.contains(secret)), "{language:?}: {shown}");
        }
    }
}

#[test]
fn the_token_endpoint_is_asked_by_curl_and_a_page_by_nobody() {
    let domain = crate::cognito::managed_login::Domain::parse("https://login.example", None).unwrap();
    let app = OAuthClient { domain, client: ClientId::parse(CLIENT).unwrap(), secret: Some("MARKED".into()) };
    let call = Call::Web(Box::new(WebCall::Revoke { app, refresh_token: "MARKED".into() }));
    let mut step = step(call, "x", &json!({}), ("{}", Reply::Done));
    let exchange = step.performed.as_mut().unwrap().exchange.as_mut().unwrap();
    exchange.url = "https://login.example/oauth2/revoke".to_owned();
    exchange.request_body = format!("token=MARKED&client_id={CLIENT}").into();
    let header = |name: &str, value: &str| Header { name: name.to_owned(), value: value.into() };
    exchange.request_headers = vec![
        header("authorization", "Basic MARKED"),
        header("content-type", "application/x-www-form-urlencoded"),
    ];
    insta::assert_snapshot!(step_as_code(&step, &config(), Language::Curl).unwrap().text, @r#"
    #!/usr/bin/env bash
    # /oauth2/revoke
    # Set these in the environment first:
    #   COGNITO_BASIC_CREDENTIALS  BasicCredentials of /oauth2/revoke
    #   COGNITO_TOKEN  token of /oauth2/revoke
    set -eu

    curl -sS --globoff -X 'POST' "https://login.example/oauth2/revoke" \
      -H 'authorization: '"Basic ${COGNITO_BASIC_CREDENTIALS}" \
      -H 'content-type: '"application/x-www-form-urlencoded" \
      --data-raw "token=${COGNITO_TOKEN}&client_id=1h57kf5cpq17m0eml12EXAMPLE"
    "#);
}

/// A request that is as bare as can be.
fn bare(method: &str, url: &str, service: &str) -> Step {
    let request = ApiRequest {
        method: method.to_owned(),
        url: url.to_owned(),
        headers: Vec::new(),
        body: Secret::default(),
    };
    let auth =
        ApiAuth::Iam { credentials: keys(), region: "eu-west-1".to_owned(), service: service.to_owned() };
    let call = Call::Api(Box::new(ApiCall { request, auth }));
    Step { operation: Operation::CallApi, ..step(call, "x", &json!({}), ("{}", Reply::Done)) }
}

#[test]
fn s3_is_signed_in_its_own_way() {
    let step = bare("GET", "https://s3.eu-west-1.amazonaws.com/", "s3");
    let text = |language| request_as_code(&step, language).unwrap().text;
    assert!(text(Language::Boto3).contains("from botocore.auth import S3SigV4Auth\n"));
    assert!(text(Language::Boto3).contains("\nS3SigV4Auth(boto3.Session()"));
    assert!(text(Language::JavaScript).contains("uriEscapePath: false,"));
}

#[test]
fn curl_takes_an_address_and_a_body_as_they_are() {
    let head = bare("HEAD", "https://api.example/x/{a,b}?filter[name]=a b", "execute-api");
    let text = request_as_code(&head, Language::Curl).unwrap().text;
    let address = "https://api.example/x/{a,b}?filter%5Bname%5D=a%20b";
    assert!(text.contains(&format!("curl -sS --globoff --head \"{address}\"")), "{text}");
    let mut post = bare("POST", "https://api.example/x", "execute-api");
    if let Some(Call::Api(call)) = &mut post.call {
        call.request.body = "hello".into();
    }
    let text = request_as_code(&post, Language::Curl).unwrap().text;
    assert!(text.contains("-H 'content-type:' \\\n"), "none was sent: {text}");
}

#[test]
fn a_secret_in_an_address_is_a_variable() {
    let url =
        "https://me:MARKED@hooks.example/services/eyJNQVJLRUQiOiJNQVJLRUQiLCJNQVJLRUQiOiJNQVJLRUQifQ/post";
    let code = request_as_code(&bare("GET", url, "execute-api"), Language::Curl).unwrap();
    assert!(SECRETS.iter().all(|secret| !code.text.contains(secret)), "{}", code.text);
    assert!(
        code.text
            .contains("\"https://${COGNITO_LOGIN}@hooks.example/services/${COGNITO_PATH_SEGMENT}/post\""),
        "{}",
        code.text
    );
}

#[test]
fn a_name_runs_nothing_either() {
    let sent = json!({ "ClientId": CLIENT, "ClientMetadata": { "$(touch x)`id`": "y" } });
    let text = request_as_bash(&tokens(&sent, AuthFlow::AdminUserPassword));
    assert!(text.contains(r#""\$(touch x)\`id\`": "y""#), "{text}");
}

fn request_as_bash(step: &Step) -> String {
    step_as_code(step, &config(), Language::Curl).unwrap().text
}

#[test]
fn a_header_that_may_tell_who_asks_is_a_variable_whatever_it_looks_like() {
    let mut step = bare("GET", "https://a.example/x", "execute-api");
    if let Some(Call::Api(call)) = &mut step.call {
        let header = |name: &str, value: &str| Header { name: name.to_owned(), value: value.into() };
        call.request.headers = vec![header("x-gate", "hunter2"), header("accept", "text/plain")];
    }
    for language in [Language::Curl, Language::Boto3, Language::JavaScript, Language::Postman] {
        let text = request_as_code(&step, language).unwrap().text;
        assert!(!text.contains("hunter2") && text.contains("COGNITO_X_GATE"), "{text}");
        assert!(text.contains("text/plain"), "{text}");
    }
}
