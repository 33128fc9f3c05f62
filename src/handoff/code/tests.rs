//! Walks as code: the classic script, what goes from call to call, and that no secret gets in.

use std::time::Duration;

use serde_json::{Value as Json, json};

use super::*;
use crate::cognito::{AuthFlow, ClientId, IdentityPoolId, Params, Region, UserPoolId, Way};
use crate::flow::{
    About, ApiAuth, ApiCall, ApiRequest, AwsCredentials, Call, Exchange, Header, OAuthClient, Performed,
    Reply, Response, TokenSet, WebCall,
};
use crate::secret::Secret;

const POOL: &str = "eu-west-1_Ab12Cd34E";
const CLIENT: &str = "1h57kf5cpq17m0eml12EXAMPLE";
const IDENTITY_POOL: &str = "eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c";
const IDENTITY: &str = "eu-west-1:0f4c1a2e-3b5d-4c6e-8f70-91a2b3c4d5e6";
const ID_TOKEN: &str = "eyJraWQiOiJNQVJLRUQifQ.eyJzdWIiOiJNQVJLRUQifQ.MARKEDsignature";
const SECRETS: [&str; 6] = ["MARKED", ID_TOKEN, "MARKED\"secret", "MARKEDkey", "MARKEDtoken", "eyJ"];

fn config() -> LoginConfig {
    LoginConfig {
        region: Region::parse("eu-west-1").unwrap(),
        pool: UserPoolId::parse(POOL).ok(),
        client: ClientId::parse(CLIENT).ok(),
        client_secret: None,
        identity_pool: IdentityPoolId::parse(IDENTITY_POOL).ok(),
        username: "ada".to_owned(),
        password: "MARKED\"secret".into(),
        way: Way::default(),
        preferred: None,
        refresh_token: None,
        real_name: None,
        device: None,
        remembers_device: false,
        totp_secret: None,
        browser: None,
        identity: crate::flow::IdentityPlan::default(),
        until: crate::cognito::Until::default(),
    }
}

fn step(
    call: Call,
    host: &str,
    sent: &Json,
    (answer, reply): (&str, Reply),
    signed_by: Option<&str>,
) -> Step {
    let header = |key| Header {
        name: "authorization".to_owned(),
        value: format!("AWS4-HMAC-SHA256 Credential={key}/20260131/eu-west-1/x/aws4_request").into(),
    };
    let exchange = Exchange {
        method: "POST".to_owned(),
        url: format!("https://{host}.eu-west-1.amazonaws.com/"),
        request_headers: signed_by.map(header).into_iter().collect(),
        request_body: sent.to_string().into(),
        response: Some(Response { status: 200, headers: Vec::new(), body: answer.into() }),
    };
    Step {
        state: StepState::Done,
        performed: Some(Performed {
            result: Ok(reply),
            exchange: Some(exchange),
            started: "2026-01-31T10:00:00Z".parse().unwrap(),
            took: Duration::from_millis(5),
        }),
        call: Some(call.clone()),
        ..Step::ghost(call.operation(), About::Login)
    }
}

fn keys() -> AwsCredentials {
    AwsCredentials {
        access_key_id: "ASIAEXAMPLE000000000".to_owned(),
        secret_access_key: "MARKEDkey".into(),
        session_token: Some("MARKEDtoken".into()),
        expiration: None,
    }
}

fn tokens(sent: &Json, flow: AuthFlow, signed_by: Option<&str>) -> Step {
    let answer = json!({ "AuthenticationResult": { "IdToken": ID_TOKEN, "ExpiresIn": 3600 } }).to_string();
    let reply = Reply::Tokens(TokenSet { id: Some(ID_TOKEN.into()), ..TokenSet::default() });
    let call = Call::AdminInitiateAuth {
        flow,
        pool: UserPoolId::parse(POOL).unwrap(),
        client: ClientId::parse(CLIENT).unwrap(),
        parameters: Params::new().plain("USERNAME", "ada").secret("PASSWORD", "MARKED\"secret".into()),
    };
    step(call, "cognito-idp", sent, (&answer, reply), signed_by)
}

/// The admin flow, as the script of 2018 has it, and who the keys belong to.
fn admin_walk() -> Vec<Step> {
    let logins = json!({ format!("cognito-idp.eu-west-1.amazonaws.com/{POOL}"): ID_TOKEN });
    let params = Params::new().secret("cognito-idp", ID_TOKEN.into());
    let sent = json!({
        "UserPoolId": POOL, "ClientId": CLIENT, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": "MARKED\"secret" },
    });
    let get_id = Call::GetId { pool: IdentityPoolId::parse(IDENTITY_POOL).unwrap(), logins: params.clone() };
    let get_keys = Call::GetCredentialsForIdentity {
        identity_id: IDENTITY.to_owned(),
        logins: params,
        custom_role: None,
    };
    let answered = json!({ "IdentityId": IDENTITY, "Credentials": {
        "AccessKeyId": "ASIAEXAMPLE000000000", "SecretKey": "MARKEDkey", "SessionToken": "MARKEDtoken" } });
    let credentials = Reply::Credentials { identity_id: IDENTITY.to_owned(), credentials: keys() };
    vec![
        tokens(&sent, AuthFlow::AdminUserPassword, Some("AKIAEXAMPLE")),
        step(
            get_id,
            "cognito-identity",
            &json!({ "IdentityPoolId": IDENTITY_POOL, "Logins": logins }),
            (
                &json!({ "IdentityId": IDENTITY }).to_string(),
                Reply::Identity { identity_id: IDENTITY.to_owned() },
            ),
            None,
        ),
        step(
            get_keys,
            "cognito-identity",
            &json!({ "IdentityId": IDENTITY, "Logins": logins }),
            (&answered.to_string(), credentials),
            None,
        ),
    ]
}

fn with_caller() -> Vec<Step> {
    let mut steps = admin_walk();
    let reply = Reply::Caller(crate::flow::Caller {
        account: "1".to_owned(),
        arn: "arn:aws:sts::1:assumed-role/x/y".to_owned(),
        user_id: "x:y".to_owned(),
    });
    let call = Call::GetCallerIdentity { credentials: keys() };
    steps.push(step(call, "sts", &json!({}), ("<x/>", reply), Some("ASIAEXAMPLE000000000")));
    steps
}

/// A walk by SRP, as far as the tokens.
fn srp_walk() -> Vec<Step> {
    let start = Call::InitiateAuth {
        flow: AuthFlow::UserSrp,
        client: ClientId::parse(CLIENT).unwrap(),
        parameters: Params::new().plain("USERNAME", "ada").plain("SRP_A", "abc123"),
    };
    let sent = json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": CLIENT,
        "AuthParameters": { "USERNAME": "ada", "SRP_A": "abc123" } });
    let asked = json!({ "ChallengeName": "PASSWORD_VERIFIER", "Session": "MARKED session of twenty",
        "ChallengeParameters": { "SALT": "1", "SECRET_BLOCK": "MARKED block of twenty", "USER_ID_FOR_SRP": "ada" } });
    let question = Reply::Challenge {
        name: "PASSWORD_VERIFIER".to_owned(),
        session: None,
        parameters: Params::new(),
        available: Vec::new(),
    };
    let proof = json!({ "ChallengeName": "PASSWORD_VERIFIER", "ClientId": CLIENT,
        "Session": "MARKED session of twenty", "ChallengeResponses": { "USERNAME": "ada",
        "PASSWORD_CLAIM_SIGNATURE": "MARKED", "PASSWORD_CLAIM_SECRET_BLOCK": "MARKED block of twenty",
        "TIMESTAMP": "Sat Jan 31 10:42:07 UTC 2026" } });
    let call = Call::RespondToAuthChallenge {
        challenge: "PASSWORD_VERIFIER".to_owned(),
        client: ClientId::parse(CLIENT).unwrap(),
        session: Some("MARKED session of twenty".into()),
        responses: Params::new().secret("PASSWORD_CLAIM_SIGNATURE", "MARKED".into()),
    };
    let answer = json!({ "AuthenticationResult": { "IdToken": ID_TOKEN } }).to_string();
    let reply = Reply::Tokens(TokenSet { id: Some(Secret::from(ID_TOKEN)), ..TokenSet::default() });
    vec![
        step(start, "cognito-idp", &sent, (&asked.to_string(), question), None),
        step(call, "cognito-idp", &proof, (&answer, reply), None),
    ]
}

fn walk(steps: &[Step], language: Language) -> String {
    walk_as_code(steps, &config(), language).unwrap().text
}

#[test]
fn the_admin_flow_is_the_classic_script() {
    insta::assert_snapshot!(walk(&admin_walk(), Language::Boto3), @r#"
    # AdminInitiateAuth, GetId, GetCredentialsForIdentity
    # Set these in the environment first:
    #   COGNITO_PASSWORD  PASSWORD of AdminInitiateAuth
    # AWS keys that may make these calls sign them.
    import os

    import boto3

    cognito_idp = boto3.client("cognito-idp", region_name="eu-west-1")

    admin_initiate_auth = cognito_idp.admin_initiate_auth(
        UserPoolId="eu-west-1_Ab12Cd34E",
        ClientId="1h57kf5cpq17m0eml12EXAMPLE",
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={
            "USERNAME": "ada",
            "PASSWORD": os.environ["COGNITO_PASSWORD"]
        },
    )

    cognito_identity = boto3.client("cognito-identity", region_name="eu-west-1")

    get_id = cognito_identity.get_id(
        IdentityPoolId="eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c",
        Logins={
            "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E": admin_initiate_auth["AuthenticationResult"]["IdToken"]
        },
    )

    get_credentials_for_identity = cognito_identity.get_credentials_for_identity(
        IdentityId=get_id["IdentityId"],
        Logins={
            "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E": admin_initiate_auth["AuthenticationResult"]["IdToken"]
        },
    )

    print("AccessKeyId:", get_credentials_for_identity["Credentials"]["AccessKeyId"])
    print("SecretKey:", get_credentials_for_identity["Credentials"]["SecretKey"])
    print("SessionToken:", get_credentials_for_identity["Credentials"]["SessionToken"])
    "#);
}

#[test]
fn the_same_walk_for_bash() {
    insta::assert_snapshot!(walk(&admin_walk(), Language::Curl), @r#"
    #!/usr/bin/env bash
    # AdminInitiateAuth, GetId, GetCredentialsForIdentity
    # Set these in the environment first:
    #   COGNITO_PASSWORD  PASSWORD of AdminInitiateAuth
    # AWS keys that may make these calls sign them.
    set -eu
    json() { printf '"%s"' "$(printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g')"; }
    field() { printf '%s' "$1" | tr -d '\n' | sed -n "s/.*\"$2\" *: *\"\([^\"]*\)\".*/\1/p"; }

    admin_initiate_auth=$(curl -sS --fail-with-body 'https://cognito-idp.eu-west-1.amazonaws.com/' \
      -H 'Content-Type: application/x-amz-json-1.1' \
      -H 'X-Amz-Target: AWSCognitoIdentityProviderService.AdminInitiateAuth' \
      --aws-sigv4 'aws:amz:eu-west-1:cognito-idp' \
      --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
      ${AWS_SESSION_TOKEN:+-H "x-amz-security-token: $AWS_SESSION_TOKEN"} \
      --data @- <<END
    {
      "UserPoolId": "eu-west-1_Ab12Cd34E",
      "ClientId": "1h57kf5cpq17m0eml12EXAMPLE",
      "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
      "AuthParameters": {
        "USERNAME": "ada",
        "PASSWORD": $(json "$COGNITO_PASSWORD")
      }
    }
    END
    ) || { printf '%s\n' "$admin_initiate_auth" >&2; exit 1; }

    get_id=$(curl -sS --fail-with-body 'https://cognito-identity.eu-west-1.amazonaws.com/' \
      -H 'Content-Type: application/x-amz-json-1.1' \
      -H 'X-Amz-Target: AWSCognitoIdentityService.GetId' \
      --data @- <<END
    {
      "IdentityPoolId": "eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c",
      "Logins": {
        "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E": "$(field "$admin_initiate_auth" IdToken)"
      }
    }
    END
    ) || { printf '%s\n' "$get_id" >&2; exit 1; }

    get_credentials_for_identity=$(curl -sS --fail-with-body 'https://cognito-identity.eu-west-1.amazonaws.com/' \
      -H 'Content-Type: application/x-amz-json-1.1' \
      -H 'X-Amz-Target: AWSCognitoIdentityService.GetCredentialsForIdentity' \
      --data @- <<END
    {
      "IdentityId": "$(field "$get_id" IdentityId)",
      "Logins": {
        "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E": "$(field "$admin_initiate_auth" IdToken)"
      }
    }
    END
    ) || { printf '%s\n' "$get_credentials_for_identity" >&2; exit 1; }

    printf 'AccessKeyId: %s\n' "$(field "$get_credentials_for_identity" AccessKeyId)"
    printf 'SecretKey: %s\n' "$(field "$get_credentials_for_identity" SecretKey)"
    printf 'SessionToken: %s\n' "$(field "$get_credentials_for_identity" SessionToken)"
    "#);
    insta::assert_snapshot!(walk(&with_caller(), Language::AwsCli), @r#"
    #!/usr/bin/env bash
    # AdminInitiateAuth, GetId, GetCredentialsForIdentity, GetCallerIdentity
    # Set these in the environment first:
    #   COGNITO_PASSWORD  PASSWORD of AdminInitiateAuth
    # AWS keys that may make these calls sign them.
    set -eu
    json() { printf '"%s"' "$(printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g')"; }
    field() { printf '%s' "$1" | tr -d '\n' | sed -n "s/.*\"$2\" *: *\"\([^\"]*\)\".*/\1/p"; }

    input=$(mktemp); trap 'rm -f "$input"' EXIT

    cat > "$input" <<END
    {
      "UserPoolId": "eu-west-1_Ab12Cd34E",
      "ClientId": "1h57kf5cpq17m0eml12EXAMPLE",
      "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
      "AuthParameters": {
        "USERNAME": "ada",
        "PASSWORD": $(json "$COGNITO_PASSWORD")
      }
    }
    END
    admin_initiate_auth=$(aws cognito-idp admin-initiate-auth --region eu-west-1 \
      --output json \
      --cli-input-json "file://$input") || { printf '%s\n' "$admin_initiate_auth" >&2; exit 1; }

    cat > "$input" <<END
    {
      "IdentityPoolId": "eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c",
      "Logins": {
        "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E": "$(field "$admin_initiate_auth" IdToken)"
      }
    }
    END
    get_id=$(aws cognito-identity get-id --region eu-west-1 \
      --output json \
      --no-sign-request \
      --cli-input-json "file://$input") || { printf '%s\n' "$get_id" >&2; exit 1; }

    cat > "$input" <<END
    {
      "IdentityId": "$(field "$get_id" IdentityId)",
      "Logins": {
        "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E": "$(field "$admin_initiate_auth" IdToken)"
      }
    }
    END
    get_credentials_for_identity=$(aws cognito-identity get-credentials-for-identity --region eu-west-1 \
      --output json \
      --no-sign-request \
      --cli-input-json "file://$input") || { printf '%s\n' "$get_credentials_for_identity" >&2; exit 1; }

    get_caller_identity=$(AWS_ACCESS_KEY_ID="$(field "$get_credentials_for_identity" AccessKeyId)" \
      AWS_SECRET_ACCESS_KEY="$(field "$get_credentials_for_identity" SecretKey)" \
      AWS_SESSION_TOKEN="$(field "$get_credentials_for_identity" SessionToken)" \
      aws sts get-caller-identity --region eu-west-1 \
      --output json) || { printf '%s\n' "$get_caller_identity" >&2; exit 1; }

    printf 'AccessKeyId: %s\n' "$(field "$get_credentials_for_identity" AccessKeyId)"
    printf 'SecretKey: %s\n' "$(field "$get_credentials_for_identity" SecretKey)"
    printf 'SessionToken: %s\n' "$(field "$get_credentials_for_identity" SessionToken)"
    "#);
}

#[test]
fn the_same_walk_for_node() {
    insta::assert_snapshot!(walk(&with_caller(), Language::JavaScript), @r#"
    // AdminInitiateAuth, GetId, GetCredentialsForIdentity, GetCallerIdentity
    // Set these in the environment first:
    //   COGNITO_PASSWORD  PASSWORD of AdminInitiateAuth
    // AWS keys that may make these calls sign them.
    import { CognitoIdentityProviderClient, AdminInitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
    import { CognitoIdentityClient, GetIdCommand, GetCredentialsForIdentityCommand } from "@aws-sdk/client-cognito-identity";
    import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";

    const cognitoIdp = new CognitoIdentityProviderClient({
      region: "eu-west-1",
    });

    const adminInitiateAuth = await cognitoIdp.send(new AdminInitiateAuthCommand({
      "UserPoolId": "eu-west-1_Ab12Cd34E",
      "ClientId": "1h57kf5cpq17m0eml12EXAMPLE",
      "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
      "AuthParameters": {
        "USERNAME": "ada",
        "PASSWORD": process.env.COGNITO_PASSWORD
      }
    }));

    const cognitoIdentity = new CognitoIdentityClient({
      region: "eu-west-1",
    });

    const getId = await cognitoIdentity.send(new GetIdCommand({
      "IdentityPoolId": "eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c",
      "Logins": {
        "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E": adminInitiateAuth.AuthenticationResult.IdToken
      }
    }));

    const getCredentialsForIdentity = await cognitoIdentity.send(new GetCredentialsForIdentityCommand({
      "IdentityId": getId.IdentityId,
      "Logins": {
        "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E": adminInitiateAuth.AuthenticationResult.IdToken
      }
    }));

    const stsWithKeys = new STSClient({
      region: "eu-west-1",
      credentials: {
        accessKeyId: getCredentialsForIdentity.Credentials.AccessKeyId,
        secretAccessKey: getCredentialsForIdentity.Credentials.SecretKey,
        sessionToken: getCredentialsForIdentity.Credentials.SessionToken,
      },
    });

    const getCallerIdentity = await stsWithKeys.send(new GetCallerIdentityCommand({}));

    console.log("AccessKeyId:", getCredentialsForIdentity.Credentials.AccessKeyId);
    console.log("SecretKey:", getCredentialsForIdentity.Credentials.SecretKey);
    console.log("SessionToken:", getCredentialsForIdentity.Credentials.SessionToken);
    "#);
}

/// The test `as_code` compiles these very texts.
#[test]
fn the_same_walk_for_rust() {
    assert_eq!(walk(&with_caller(), Language::Rust), include_str!("../../../tests/as_code/walk.txt"));
    for (call, text) in [
        (sign_up(), include_str!("../../../tests/as_code/sign_up.txt")),
        (preference(), include_str!("../../../tests/as_code/preference.txt")),
        (device(), include_str!("../../../tests/as_code/device.txt")),
        (role(), include_str!("../../../tests/as_code/role.txt")),
        (proof(), include_str!("../../../tests/as_code/proof.txt")),
    ] {
        assert_eq!(step_as_code(&call, &config(), Language::Rust).unwrap().text, text);
    }
}

/// A step of an errand, whose body is all that code is made of.
fn errand(operation: Operation, sent: &Json) -> Step {
    let any = Call::UpdateDeviceStatus {
        access_token: "MARKED".into(),
        device_key: String::new(),
        remembered: true,
    };
    Step { operation, ..step(any, "cognito-idp", sent, ("{}", Reply::Done), None) }
}

fn sign_up() -> Step {
    errand(
        Operation::SignUp,
        &json!({ "ClientId": CLIENT, "SecretHash": "MARKED", "Username": "eve \"e\" é\n", "Password": "MARKED",
            "UserAttributes": [{ "Name": "email", "Value": "eve@example.com" }], "ClientMetadata": { "a": "b" } }),
    )
}

fn preference() -> Step {
    errand(
        Operation::SetUserMfaPreference,
        &json!({ "AccessToken": ID_TOKEN, "SoftwareTokenMfaSettings": { "Enabled": true, "PreferredMfa": false } }),
    )
}

fn device() -> Step {
    errand(
        Operation::ConfirmDevice,
        &json!({ "AccessToken": ID_TOKEN, "DeviceKey": "eu-west-1_x", "DeviceName": "mine",
            "DeviceSecretVerifierConfig": { "PasswordVerifier": "MARKED", "Salt": "abc" } }),
    )
}

fn role() -> Step {
    let call = Call::AssumeRoleWithWebIdentity {
        role_arn: "arn:aws:iam::123456789012:role/x".to_owned(),
        session_name: "poolwalk".to_owned(),
        token: ID_TOKEN.into(),
        duration_secs: 900,
    };
    step(call, "sts", &json!({}), ("<x/>", Reply::Role { credentials: keys() }), None)
}

fn proof() -> Step {
    srp_walk().remove(1)
}

#[test]
fn the_same_walk_for_postman() {
    let text = walk(&with_caller(), Language::Postman);
    let read: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(read["item"].as_array().unwrap().len(), 4);
    insta::assert_snapshot!(format!("{:#}", read["item"][2]), @r#"
    {
      "name": "GetCredentialsForIdentity",
      "request": {
        "method": "POST",
        "url": "https://cognito-identity.eu-west-1.amazonaws.com/",
        "header": [
          {
            "key": "Content-Type",
            "value": "application/x-amz-json-1.1"
          },
          {
            "key": "X-Amz-Target",
            "value": "AWSCognitoIdentityService.GetCredentialsForIdentity"
          }
        ],
        "body": {
          "mode": "raw",
          "raw": "{\n  \"IdentityId\": \"{{get_id_IdentityId}}\",\n  \"Logins\": {\n    \"cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E\": \"{{admin_initiate_auth_IdToken}}\"\n  }\n}"
        }
      },
      "event": [
        {
          "listen": "test",
          "script": {
            "type": "text/javascript",
            "exec": [
              "pm.test(\"it came back well\", () => pm.response.to.have.status(200));",
              "pm.collectionVariables.set(\"accessKey\", pm.response.json().Credentials.AccessKeyId);",
              "pm.collectionVariables.set(\"secretKey\", pm.response.json().Credentials.SecretKey);",
              "pm.collectionVariables.set(\"sessionToken\", pm.response.json().Credentials.SessionToken);"
            ]
          }
        }
      ]
    }
    "#);
}

#[test]
fn proofs_are_made_by_a_library_where_there_is_one() {
    insta::assert_snapshot!(walk(&srp_walk(), Language::Boto3), @r#"
    # InitiateAuth, RespondToAuthChallenge
    # Set these in the environment first:
    #   COGNITO_PASSWORD  PASSWORD of InitiateAuth
    import os

    import boto3
    from pycognito.aws_srp import AWSSRP

    cognito_idp = boto3.client("cognito-idp", region_name="eu-west-1")
    srp = AWSSRP(
        username="ada",
        password=os.environ["COGNITO_PASSWORD"],
        pool_id="eu-west-1_Ab12Cd34E",
        client_id="1h57kf5cpq17m0eml12EXAMPLE",
        client=cognito_idp,
    )

    initiate_auth = cognito_idp.initiate_auth(
        AuthFlow="USER_SRP_AUTH",
        ClientId="1h57kf5cpq17m0eml12EXAMPLE",
        AuthParameters=srp.get_auth_params() | {
            "USERNAME": "ada"
        },
    )

    respond_to_auth_challenge = cognito_idp.respond_to_auth_challenge(
        ChallengeName="PASSWORD_VERIFIER",
        ClientId="1h57kf5cpq17m0eml12EXAMPLE",
        Session=initiate_auth["Session"],
        ChallengeResponses=srp.process_challenge(initiate_auth["ChallengeParameters"], srp.get_auth_params()) | {
            "USERNAME": "ada"
        },
    )

    print("IdToken:", respond_to_auth_challenge["AuthenticationResult"]["IdToken"])
    print("AccessToken:", respond_to_auth_challenge["AuthenticationResult"]["AccessToken"])
    "#);
    insta::assert_snapshot!(walk(&srp_walk(), Language::JavaScript), @r#"
    // InitiateAuth, RespondToAuthChallenge
    // Set these in the environment first:
    //   COGNITO_PASSWORD  PASSWORD of InitiateAuth
    import { CognitoIdentityProviderClient, InitiateAuthCommand, RespondToAuthChallengeCommand } from "@aws-sdk/client-cognito-identity-provider";
    import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from "cognito-srp-helper";

    const srp = createSrpSession("ada", process.env.COGNITO_PASSWORD, "eu-west-1_Ab12Cd34E", false);

    const cognitoIdp = new CognitoIdentityProviderClient({
      region: "eu-west-1",
    });

    const initiateAuth = await cognitoIdp.send(new InitiateAuthCommand(wrapInitiateAuth(srp, {
      "AuthFlow": "USER_SRP_AUTH",
      "ClientId": "1h57kf5cpq17m0eml12EXAMPLE",
      "AuthParameters": {
        "USERNAME": "ada"
      }
    })));

    const respondToAuthChallenge = await cognitoIdp.send(new RespondToAuthChallengeCommand(wrapAuthChallenge(signSrpSession(srp, initiateAuth), {
      "ChallengeName": "PASSWORD_VERIFIER",
      "ClientId": "1h57kf5cpq17m0eml12EXAMPLE",
      "Session": initiateAuth.Session,
      "ChallengeResponses": {
        "USERNAME": "ada"
      }
    })));

    console.log("IdToken:", respondToAuthChallenge.AuthenticationResult.IdToken);
    console.log("AccessToken:", respondToAuthChallenge.AuthenticationResult.AccessToken);
    "#);
    for language in [Language::Curl, Language::AwsCli, Language::Rust, Language::Postman] {
        assert_eq!(walk_as_code(&srp_walk(), &config(), language), Err(NoCode::Proof));
    }
}

#[test]
fn a_single_step_says_what_is_good_once() {
    let steps = srp_walk();
    let code = step_as_code(&steps[1], &config(), Language::Boto3).unwrap();
    let told: Vec<String> =
        code.variables.iter().map(|variable| format!("{}: {}", variable.name, variable.what())).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    COGNITO_SESSION: Session of RespondToAuthChallenge, good once
    COGNITO_PASSWORD_CLAIM_SIGNATURE: PASSWORD_CLAIM_SIGNATURE of RespondToAuthChallenge, good once
    COGNITO_PASSWORD_CLAIM_SECRET_BLOCK: PASSWORD_CLAIM_SECRET_BLOCK of RespondToAuthChallenge, good once
    COGNITO_TIMESTAMP: TIMESTAMP of RespondToAuthChallenge, good once
    ");
    assert!(code.notes[0].contains("good for one request"));
    for language in Language::ALL {
        assert!(step_as_code(&steps[1], &config(), language).is_ok(), "{language:?}");
    }
}

#[test]
fn no_secret_is_in_any_code() {
    for steps in [admin_walk(), with_caller(), srp_walk()] {
        for language in Language::ALL {
            let each = steps.iter().map(|step| step_as_code(step, &config(), language));
            for code in each.chain([walk_as_code(&steps, &config(), language)]).flatten() {
                let shown = format!("{code:?}");
                assert!(SECRETS.iter().all(|secret| !shown.contains(secret)), "{language:?}: {shown}");
            }
        }
    }
}

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
    Step { operation: Operation::CallApi, ..step(call, "x", &json!({}), ("{}", Reply::Done), None) }
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
    insta::assert_snapshot!(text(&signed, Language::Curl), @r#"
    #!/usr/bin/env bash
    # Your API
    # Set these in the environment first:
    #   COGNITO_X_API_KEY  x-api-key of Your API
    #   COGNITO_API_KEY  api_key of Your API
    # AWS keys in the environment sign it.
    set -eu

    curl -sS -X 'POST' "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets?api_key=${COGNITO_API_KEY}&q=a%20b" \
      -H 'content-type: '"application/json" \
      -H 'x-api-key: '"${COGNITO_X_API_KEY}" \
      --aws-sigv4 'aws:amz:eu-west-1:execute-api' \
      --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
      ${AWS_SESSION_TOKEN:+-H "x-amz-security-token: $AWS_SESSION_TOKEN"} \
      --data-raw "{\"name\":\"\$HOME \`id\`\"}"
    "#);
    insta::assert_snapshot!(text(&signed, Language::Boto3), @r#"
    # Your API
    # Set these in the environment first:
    #   COGNITO_X_API_KEY  x-api-key of Your API
    #   COGNITO_API_KEY  api_key of Your API
    # AWS keys in the environment sign it.
    import os

    import boto3
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.httpsession import URLLib3Session

    request = AWSRequest(
        method="POST",
        url="https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets?" + "api_key=" + os.environ["COGNITO_API_KEY"] + "&q=a%20b",
        headers={"content-type": "application/json", "x-api-key": os.environ["COGNITO_X_API_KEY"]},
        data=("{\"name\":\"$HOME `id`\"}").encode(),
    )
    SigV4Auth(boto3.Session().get_credentials(), "execute-api", "eu-west-1").add_auth(request)
    answer = URLLib3Session().send(request.prepare())
    print(answer.status_code)
    print(answer.text)
    "#);
    insta::assert_snapshot!(text(&bearing, Language::JavaScript), @r#"
    // Your API
    // Set these in the environment first:
    //   COGNITO_X_API_KEY  x-api-key of Your API
    //   COGNITO_ID_TOKEN  IdToken of Your API
    //   COGNITO_API_KEY  api_key of Your API
    const answer = await fetch("https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets?" + "api_key=" + process.env.COGNITO_API_KEY + "&q=a%20b", {
      method: "POST",
      headers: {"content-type": "application/json", "x-api-key": process.env.COGNITO_X_API_KEY, "authorization": "Bearer " + process.env.COGNITO_ID_TOKEN},
      body: "{\"name\":\"$HOME `id`\"}",
    });
    console.log(answer.status);
    console.log(await answer.text());
    "#);
    assert!(serde_json::from_str::<Json>(&text(&signed, Language::Postman)).is_ok());
    assert_eq!(step_as_code(&signed, &config(), Language::JavaScript), Err(NoCode::NoSigner));
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
    let mut step = step(call, "x", &json!({}), ("{}", Reply::Done), None);
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

    curl -sS -X 'POST' "https://login.example/oauth2/revoke" \
      -H 'authorization: '"Basic ${COGNITO_BASIC_CREDENTIALS}" \
      -H 'content-type: '"application/x-www-form-urlencoded" \
      --data-raw "token=${COGNITO_TOKEN}&client_id=1h57kf5cpq17m0eml12EXAMPLE"
    "#);
}

#[test]
fn what_was_not_sent_has_no_code() {
    let ghost = Step::ghost(Operation::GetId, About::Login);
    assert_eq!(step_as_code(&ghost, &config(), Language::Curl), Err(NoCode::NotSent));
    assert_eq!(walk_as_code(&[ghost], &config(), Language::Curl), Err(NoCode::NotSent));
    let page = Step { state: StepState::Done, ..Step::ghost(Operation::Authorize, About::ManagedLogin) };
    assert_eq!(walk_as_code(&[page], &config(), Language::Boto3), Err(NoCode::NoOperation));
}

#[test]
fn the_names_of_calls_are_written_as_each_tool_writes_them() {
    for (name, snake) in [
        ("GetId", "get_id"),
        ("SetUserMFAPreference", "set_user_mfa_preference"),
        ("AssumeRoleWithWebIdentity", "assume_role_with_web_identity"),
        ("IdentityId", "identity_id"),
    ] {
        assert_eq!(request::snake(name), snake);
        let first = name.chars().next().unwrap().to_lowercase().to_string();
        assert_eq!(body::camel(snake)[..1], first);
    }
}
