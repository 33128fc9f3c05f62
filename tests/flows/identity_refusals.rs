//! What an identity pool and STS refuse: roles, the classic flow, guests, and logins that prove nothing.

use insta::assert_snapshot;
use poolwalk::cognito::Provider;
use poolwalk::flow::{Draft, Flow as _, ProviderLogin};

use crate::identities::{bringing, guest, login_of, role, tell, user, vouched};
use crate::walker::world;

#[test]
fn a_role_is_asked_for_and_given_or_refused() {
    let world = world();
    let asking = |name: &str| Draft { custom_role: role(name), ..user(&world, "ada") };
    let cases = [
        ("one of the token's", asking("PracticeReader")),
        ("not the token's", asking("PracticeAuditor")),
        ("as a guest, who has none", Draft { custom_role: role("PracticeReader"), ..guest(&world) }),
        ("one that trusts no identity pool", user(&world, "radia")),
    ];
    let told = cases.map(|(what, draft)| tell(what, &world.walk(&draft)));
    assert_snapshot!(told.join("\n"), @"
    one of the token's: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeReader

    not the token's: Refused
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      refused  GetCredentialsForIdentity · same login → 400 NotAuthorizedException: Access to the role that CustomRoleArn names is denied: it is not among the token's roles.
      ghost    GetCallerIdentity

    as a guest, who has none: Finished
      done     GetId · no login, as a guest → 200 identity ID
      done     GetCredentialsForIdentity · no login, as a guest → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeGuest

    one that trusts no identity pool: Refused
      done     InitiateAuth · USER_PASSWORD_AUTH · radia → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      refused  GetCredentialsForIdentity · same login → 400 InvalidIdentityPoolConfigurationException: Invalid identity pool configuration. Check assigned IAM roles for this pool.
      ghost    GetCallerIdentity
    ");
}

#[test]
fn what_the_classic_flow_may_not_do_is_refused_by_sts() {
    let world = world();
    let classic = |name: &str, secs: &str, draft: Draft| Draft {
        classic_role: role(name),
        classic_duration: secs.to_owned(),
        ..draft
    };
    let cases = [
        ("a guest as a member", classic("PracticeAuthenticated", "", guest(&world))),
        ("a member as a guest", classic("PracticeGuest", "", user(&world, "ada"))),
        ("longer than the role allows", classic("PracticeReader", "3601", user(&world, "ada"))),
        ("as long as the role allows", classic("PracticeEngineer", "14400", user(&world, "ada"))),
    ];
    let walks = cases.map(|(what, draft)| (what, world.walk(&draft)));
    let told = walks.each_ref().map(|(what, login)| tell(what, login));
    assert_snapshot!(told.join("\n"), @"
    a guest as a member: Refused
      done     GetId · no login, as a guest → 200 identity ID
      done     GetOpenIdToken · no login, as a guest → 200 token of the identity pool
      refused  AssumeRoleWithWebIdentity · token for PracticeAuthenticated → 403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity
      ghost    GetCallerIdentity

    a member as a guest: Refused
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetOpenIdToken · same login → 200 token of the identity pool
      refused  AssumeRoleWithWebIdentity · token for PracticeGuest → 403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity
      ghost    GetCallerIdentity

    longer than the role allows: Refused
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetOpenIdToken · same login → 200 token of the identity pool
      refused  AssumeRoleWithWebIdentity · token for PracticeReader → 400 ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.
      ghost    GetCallerIdentity

    as long as the role allows: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetOpenIdToken · same login → 200 token of the identity pool
      done     AssumeRoleWithWebIdentity · token for PracticeEngineer → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeEngineer
    ");
    let keys = walks[3].1.haul().credentials.clone().unwrap();
    let left = keys.expiration.unwrap().duration_since(jiff::Timestamp::now()).as_secs();
    assert!((14_300..=14_400).contains(&left), "{left}");
}

#[test]
fn a_strict_identity_pool_lets_no_guest_in_and_takes_no_classic_flow() {
    let world = world();
    let strict = |draft: Draft| Draft {
        identity_pool: world.practice().cast().strict_identity_pool_id.to_owned(),
        ..draft
    };
    let cases = [
        ("a user", strict(user(&world, "ada"))),
        ("a guest", strict(guest(&world))),
        ("classic", strict(Draft { classic_role: role("PracticeReader"), ..user(&world, "ada") })),
        ("developer", strict(vouched(&world, "vint"))),
    ];
    let told = cases.map(|(what, draft)| tell(what, &world.walk(&draft)));
    assert_snapshot!(told.join("\n"), @"
    a user: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeEngineer

    a guest: Refused
      refused  GetId · no login, as a guest → 400 NotAuthorizedException: Unauthenticated access is not supported for this identity pool.
      ghost    GetCredentialsForIdentity, GetCallerIdentity

    classic: Refused
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      refused  GetOpenIdToken · same login → 400 InvalidParameterException: Basic (classic) flow is not enabled, please use enhanced flow.
      ghost    AssumeRoleWithWebIdentity, GetCallerIdentity

    developer: Finished
      done     GetOpenIdTokenForDeveloperIdentity · vouches for vint, signed → 200 token of the identity pool
      done     GetCredentialsForIdentity · that token as login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeAuthenticated
    ");
}

#[test]
fn logins_under_a_wrong_name_and_tokens_of_others_are_refused() {
    let world = world();
    let saying = |key: &str| Draft { logins_key: key.into(), ..user(&world, "ada") };
    let with_token = |provider, token: &str| {
        let providers = vec![ProviderLogin { provider, token: token.into(), ..ProviderLogin::default() }];
        Draft { providers, ..bringing(&world, &[]) }
    };
    let google = login_of(&world, "Google").token;
    let cases = [
        ("another region's", saying("cognito-idp.us-east-1.amazonaws.com/us-east-1_Another12")),
        ("no name of a pool", saying("login.nobody.example")),
        (
            "another developer",
            Draft { developer_provider: "login.nobody.example".into(), ..vouched(&world, "vint") },
        ),
        ("Google's token as Apple's", with_token(Provider::Apple, google.expose())),
        ("no token at all", with_token(Provider::Google, "not-a-token")),
        ("a stranger's token", with_token(Provider::Facebook, "EAAGnobody")),
    ];
    let told = cases.map(|(what, draft)| tell(what, &world.walk(&draft)));
    assert_snapshot!(told.join("\n"), @"
    another region's: Refused
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      refused  GetId · ID token as login → 400 NotAuthorizedException: Invalid login token. Issuer doesn't match providerName
      ghost    GetCredentialsForIdentity, GetCallerIdentity

    no name of a pool: Refused
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      refused  GetId · login of login.nobody.example → 400 NotAuthorizedException: Invalid login token. Issuer doesn't match providerName
      ghost    GetCredentialsForIdentity, GetCallerIdentity

    another developer: Refused
      refused  GetOpenIdTokenForDeveloperIdentity · vouches for vint, signed → 400 NotAuthorizedException: Invalid login token. Not a valid OpenId Connect identity token.
      ghost    GetCredentialsForIdentity, GetCallerIdentity

    Google's token as Apple's: Refused
      refused  GetId · login of Apple → 400 NotAuthorizedException: Invalid login token. Issuer doesn't match providerName
      ghost    GetCredentialsForIdentity, GetCallerIdentity

    no token at all: Refused
      refused  GetId · login of Google → 400 NotAuthorizedException: Invalid login token. Not a valid OpenId Connect identity token.
      ghost    GetCredentialsForIdentity, GetCallerIdentity

    a stranger's token: Refused
      refused  GetId · login of Facebook → 400 NotAuthorizedException: Invalid login token. Couldn't verify signed token.
      ghost    GetCredentialsForIdentity, GetCallerIdentity
    ");

    let named = saying("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Practice1");
    assert_eq!(tell("", &world.walk(&named)), tell("", &world.walk(&user(&world, "ada"))));
}
