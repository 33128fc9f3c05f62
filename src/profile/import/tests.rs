//! Texts as the tools write them, with ids that are made up.

use proptest::prelude::*;

use super::*;

macro_rules! sample {
    ($name:literal) => {
        read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/imports/", $name))).unwrap()
    };
}

/// Region, user pool, client, identity pool.
fn ids(import: &Import) -> [&str; 4] {
    [Field::Region, Field::UserPool, Field::Client, Field::IdentityPool]
        .map(|field| import.value(field).unwrap_or("-"))
}

fn left_out(import: &Import) -> Vec<String> {
    import.left_out.iter().map(ToString::to_string).collect()
}

fn secret(import: &Import) -> Option<&str> {
    import.client_secret.as_ref().map(Secret::expose)
}

const NOTHING: [&str; 0] = [];
const NO_PLACE: &str = "a secret that a connection has no place for";

#[test]
fn amplify_gen_2() {
    let import = sample!("amplify_outputs.json");
    assert_eq!(import.source, Source::AmplifyOutputs);
    assert_eq!(
        ids(&import),
        [
            "eu-central-1",
            "eu-central-1_Kx3pQ7mZt",
            "5n2k8d1q0v7c3t9h4j6m2b8x1z",
            "eu-central-1:0f9c2a7e-3b41-4d8a-9c65-72e1b0d4f8a3"
        ]
    );
    assert_eq!(left_out(&import), [format!("api_key: {NO_PLACE}")]);
    assert_eq!(secret(&import), None);
}

#[test]
fn amplify_gen_1() {
    let import = sample!("aws-exports.js");
    assert_eq!(import.source, Source::AwsExports);
    assert_eq!(
        ids(&import),
        [
            "us-west-2",
            "us-west-2_Zt5Rw8PqL",
            "3h8v1m6c0q9x2k7d5t4n8j3b6z",
            "us-west-2:7a1d03be-52c4-4f7e-8b90-1c6e5a2f9d47"
        ]
    );
    assert_eq!(left_out(&import), NOTHING);
}

#[test]
fn the_domain_of_the_login_pages_and_ways_back_to_this_computer() {
    let values = |import: &Import| {
        [Field::Domain, Field::RedirectUrl, Field::SignOutUrl]
            .map(|field| import.value(field).unwrap_or("-").to_owned())
    };
    let domain = "https://made-up-dev.auth.us-west-2.amazoncognito.com";
    let here = "http://localhost:3000/";
    assert_eq!(values(&sample!("aws-exports.js")), [domain, here, here]);
    assert_eq!(values(&sample!("config.ts"))[0], "https://made-up.auth.ap-south-1.amazoncognito.com");
    let gen_2 = r#"{"auth":{"user_pool_id":"eu-west-1_Ab12Cd34E","oauth":{"domain":"login.example.com",
        "redirect_sign_in_uri":["https://app.example/","http://localhost:5173/cb"],
        "redirect_sign_out_uri":["https://app.example/"],"response_type":"code"}}}"#;
    let import = read(gen_2).unwrap();
    assert_eq!(values(&import), ["https://login.example.com", "http://localhost:5173/cb", "-"]);
    assert_eq!(left_out(&import), NOTHING);
    let env = "COGNITO_USER_POOL_ID=eu-west-1_Ab12Cd34E\nCOGNITO_DOMAIN=https://a.example/oauth2\nDOMAIN=a.example\n";
    let import = read(env).unwrap();
    assert_eq!(values(&import)[0], "-");
    assert_eq!(left_out(&import).len(), 1);
}

#[test]
fn amplify_for_mobile_apps() {
    let import = sample!("amplifyconfiguration.dart");
    assert_eq!(import.source, Source::MobileConfiguration);
    assert_eq!(
        ids(&import),
        [
            "us-east-1",
            "us-east-1_Mn4Bv6CxZ",
            "7p0o9i8u6y5t4r3e2w1qazsxdc",
            "us-east-1:c4d8e2f1-90ab-4cde-8f01-23456789abcd"
        ]
    );
    assert_eq!(secret(&import), Some("1madeupsecretmadeupsecretmadeupsecretmadeupsecret42"));
    assert_eq!(left_out(&import), NOTHING);
}

#[test]
fn environment_files_with_the_secrets_of_others() {
    let import = sample!("vite.env");
    assert_eq!(import.source, Source::DotEnv);
    assert_eq!(
        ids(&import),
        [
            "ap-southeast-2",
            "ap-southeast-2_Hj7Kl9Qwe",
            "2w3e4r5t6y7u8i9o0p1a2s3d4f",
            "ap-southeast-2:1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9"
        ]
    );
    assert_eq!(import.value(Field::Username), Some("ann@example.com"));
    assert_eq!(import.value(Field::AwsProfile), Some("dev"));
    assert_eq!(import.value(Field::EndpointSts), Some("http://localhost:4566"));
    assert_eq!(import.value(Field::Endpoint), None);
    assert_eq!(secret(&import), Some("madeup0client0secret0madeup0client0secret0madeup12"));
    assert_eq!(
        left_out(&import),
        [format!("GOOGLE_CLIENT_SECRET: {NO_PLACE}"), format!("DB_PASSWORD: {NO_PLACE}")]
    );
    let mut connection = Connection { name: "Mine".to_owned(), ..Connection::default() };
    import.apply(&mut connection);
    assert_eq!((connection.name.as_str(), connection.has_secret), ("Mine", true));
    assert_eq!(connection.user_pool, "ap-southeast-2_Hj7Kl9Qwe");
    let shown = format!("{import:?} {connection:?}");
    assert!(!shown.contains("madeup0client") && !shown.contains("hunter2"), "{shown}");
}

#[test]
fn outputs_of_stacks() {
    let import = sample!("describe-stacks.json");
    assert_eq!(import.source, Source::StackOutputs);
    assert_eq!(
        ids(&import),
        [
            "eu-west-1",
            "eu-west-1_Qa2Ws3Ed4",
            "6y7u8i9o0p1a2s3d4f5g6h7j8k",
            "eu-west-1:9e8d7c6b-5a40-4392-8172-635445362718"
        ]
    );
    assert_eq!(secret(&import), Some("stack0madeup0secret0stack0madeup0secret0stack0made12"));
    let import = sample!("cdk-outputs.json");
    assert_eq!(import.source, Source::CdkOutputs);
    assert_eq!(
        ids(&import),
        [
            "eu-north-1",
            "eu-north-1_Tg5Rf4Ed3",
            "0p9o8i7u6y5t4r3e2w1q0a9s8d",
            "eu-north-1:5f4e3d2c-1b0a-4998-8776-655443322110"
        ]
    );
    assert_eq!(left_out(&import), NOTHING);
}

#[test]
fn outputs_of_terraform() {
    let import = sample!("terraform-output.json");
    assert_eq!(import.source, Source::TerraformOutputs);
    assert_eq!(
        ids(&import),
        [
            "us-gov-west-1",
            "us-gov-west-1_Yh6Tg5Rf4",
            "1q2w3e4r5t6y7u8i9o0p1a2s3d",
            "us-gov-west-1:aabbccdd-eeff-4011-8223-344556677889"
        ]
    );
    assert_eq!(secret(&import), Some("terraform0madeup0secret0terraform0madeup0secret01234"));
    assert_eq!(left_out(&import), NOTHING);
}

#[test]
fn answers_of_the_aws_cli() {
    let import = sample!("describe-user-pool-client.json");
    assert_eq!(import.source, Source::AwsCli);
    assert_eq!(ids(&import), ["ca-central-1", "ca-central-1_Lp0Ok9Ij8", "4r5t6y7u8i9o0p1q2w3e4r5t6y", "-"]);
    assert_eq!(secret(&import), Some("described0madeup0secret0described0madeup0secret01234"));
    assert_eq!(left_out(&import), NOTHING);
    let pool = read(r#"{"UserPool": {"Id": "eu-west-1_Ab12Cd34E", "Name": "x", "Domain": "y"}}"#).unwrap();
    assert_eq!(ids(&pool), ["eu-west-1", "eu-west-1_Ab12Cd34E", "-", "-"]);
}

#[test]
fn tables_of_command_lines() {
    let import = sample!("sam-deploy.txt");
    assert_eq!(import.source, Source::StackOutputs);
    assert_eq!(ids(&import), ["eu-west-3", "eu-west-3_Pl9Ok8Ij7", "8i9o0p1q2w3e4r5t6y7u8i9o0p", "-"]);
    let import = sample!("list-stack-outputs.txt");
    assert_eq!(ids(&import), ["sa-east-1", "sa-east-1_Mk0Nj9Bh8", "9o0p1q2w3e4r5t6y7u8i9o0p1a", "-"]);
    assert_eq!(left_out(&import), NOTHING);
}

#[test]
fn a_piece_of_a_program() {
    let import = sample!("config.ts");
    assert_eq!(import.source, Source::Code);
    assert_eq!(
        ids(&import),
        [
            "ap-south-1",
            "ap-south-1_Vb7Nc6Mx5",
            "7u8i9o0p1q2w3e4r5t6y7u8i9o",
            "ap-south-1:12345678-90ab-4cde-8f01-234567890abc"
        ]
    );
    let python = "client = boto3.client('cognito-idp')\nUSER_POOL_ID = 'eu-west-1_Ab12Cd34E'  # test\n\
        CLIENT_ID = \"6y7u8i9o0p1a2s3d4f5g6h7j8k\"\n";
    assert_eq!(
        ids(&read(python).unwrap()),
        ["eu-west-1", "eu-west-1_Ab12Cd34E", "6y7u8i9o0p1a2s3d4f5g6h7j8k", "-"]
    );
    let minified =
        "e.exports={userPoolId:\"eu-west-1_Ab12Cd34E\",userPoolWebClientId:\"6y7u8i9o0p1a2s3d4f5g6h7j8k\"}";
    assert_eq!(
        ids(&read(minified).unwrap()),
        ["eu-west-1", "eu-west-1_Ab12Cd34E", "6y7u8i9o0p1a2s3d4f5g6h7j8k", "-"]
    );
}

#[test]
fn a_page_of_the_console_and_lines_of_yaml() {
    let import = sample!("console.txt");
    assert_eq!(import.source, Source::Text);
    assert_eq!(ids(&import), ["eu-south-1", "eu-south-1_Cd3Ef4Gh5", "3e4r5t6y7u8i9o0p1q2w3e4r5t", "-"]);
    assert_eq!(secret(&import), None);
    let yaml = "custom:\n  region: eu-west-1\n  UserPoolId: eu-west-1_Ab12Cd34E\n  - ClientId: abc123\n";
    let import = read(yaml).unwrap();
    assert_eq!(import.source, Source::Text);
    assert_eq!(ids(&import), ["eu-west-1", "eu-west-1_Ab12Cd34E", "abc123", "-"]);
}

#[test]
fn the_practice_pools_own_description() {
    let import = sample!("practice.json");
    assert_eq!(import.source, Source::Json);
    assert_eq!(
        ids(&import),
        [
            "us-east-1",
            "us-east-1_Practice1",
            "practicepublic000000000001",
            "us-east-1:00000000-1111-4222-8333-444444444444"
        ]
    );
    assert_eq!(import.value(Field::Endpoint), Some("http://127.0.0.1:40123"));
    assert_eq!(secret(&import), None, "it is the other client's");
    assert_eq!(
        left_out(&import),
        [
            format!("password: {NO_PLACE}"),
            "client_secret: This belongs to another app client".to_owned(),
            "client_id: App client ID was found before".to_owned(),
        ]
    );
}

#[test]
fn values_that_would_not_do_are_named_with_the_reason() {
    let import = sample!("placeholders.env");
    assert_eq!(import.found, []);
    assert_eq!(
        left_out(&import),
        [
            "NEXT_PUBLIC_USER_POOL_ID: This only stands for a value",
            "NEXT_PUBLIC_USER_POOL_CLIENT_ID: This only stands for a value",
            "NEXT_PUBLIC_IDENTITY_POOL_ID: This is not an identity pool ID; expected something like \
             eu-west-1:2b1d5c8e-6c1f-4f0a-9a51-0e7f1d2c3b4a",
            "NEXT_PUBLIC_REGION: “europe” is not the name of an AWS region; expected something like eu-west-1",
        ]
    );
}

#[test]
fn a_value_goes_where_its_shape_belongs_and_the_pool_decides_the_region() {
    let import = read("CLIENT_ID=eu-west-1_Ab12Cd34E\nAWS_REGION=us-east-1\n").unwrap();
    assert_eq!(ids(&import), ["eu-west-1", "eu-west-1_Ab12Cd34E", "-", "-"]);
    assert_eq!(left_out(&import), ["AWS_REGION: The user pool is in eu-west-1"]);
    let import = read("ISSUER=https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E\n").unwrap();
    assert_eq!(import.value(Field::UserPool), Some("eu-west-1_Ab12Cd34E"));
    let keys = "JWKS=https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E/.well-known/jwks.json";
    assert_eq!(read(keys).unwrap().value(Field::UserPool), Some("eu-west-1_Ab12Cd34E"));
    let import = read("POOL=us-east-1_xxxxxxxxx\n").unwrap();
    assert_eq!(left_out(&import), ["POOL: This only stands for a value"]);
    let import = read("A_USER_POOL_ID=eu-west-1_Ab1\nB_USER_POOL_ID=eu-west-1_Ab2\n").unwrap();
    assert_eq!(left_out(&import), ["B_USER_POOL_ID: User pool ID was found before"]);
}

#[test]
fn an_address_with_a_password_in_it_is_left_out() {
    let import =
        read("USER_POOL_ID=local_2yUyZ6W1\nAWS_ENDPOINT_URL=http://a:hunter2@localhost:9229\n").unwrap();
    assert_eq!(import.found, [(Field::UserPool, "local_2yUyZ6W1".to_owned())]);
    assert_eq!(left_out(&import), [format!("AWS_ENDPOINT_URL: {NO_PLACE}")]);
}

#[test]
fn what_is_not_about_a_pool_is_no_import() {
    for text in [
        "",
        "hunter2",
        "p=ss:w0rd",
        "eu-west-1_Ab12Cd34E",
        "eu-west-1:2b1d5c8e-6c1f-4f0a-9a51-0e7f1d2c3b4a",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
        "DB_PASSWORD=hunter2-hunter2\nAWS_REGION=eu-west-1\n",
        "{\"dependencies\": {\"aws-sdk\": \"1.0\"}}",
        "[1, 2, 3]",
        "https://example.com/login?client_id=abc&state=x",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(text in "([a-zA-Z_:={}\\[\\]\"'`|/*#,;. \\n\\t-]{0,60}|.{0,80})") {
        prop_assert!(read(&text).is_none_or(|import| !import.left_out.is_empty() || !import.found.is_empty()
            || import.client_secret.is_some()));
    }

    #[test]
    fn a_pool_and_its_client_are_found_under_any_prefix(
        prefix in "(VITE_|NEXT_PUBLIC_|REACT_APP_|EXPO_PUBLIC_|STAGING_|)(COGNITO_|AWS_|)",
        pool in "[a-zA-Z0-9]{1,9}Q",
        client in "[a-z0-9]{25}1",
        quote in "[\"']?",
    ) {
        let text = format!(
            "{prefix}USER_POOL_ID={quote}eu-west-1_{pool}{quote}\n{prefix}CLIENT_ID = {quote}{client}{quote}\n"
        );
        let import = read(&text).unwrap();
        prop_assert_eq!(import.value(Field::UserPool).map(str::to_owned), Some(format!("eu-west-1_{pool}")));
        prop_assert_eq!(import.value(Field::Client), Some(client.as_str()));
    }
}
