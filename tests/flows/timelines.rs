//! Each flow × each practice user × the app clients, told step by step.

use std::sync::OnceLock;

use insta::assert_snapshot;
use poolwalk::cognito::{Until, Way};
use poolwalk::flow::{Draft, Flow as _, Login};

use crate::walker::{PUBLIC, SRP_ONLY, WITH_SECRET, timeline, world};

/// Those who get in with every flow that their client allows.
const THROUGH: [&str; 5] = ["ada", "grace", "hedy", "emmy@example.com", "zuse"];
/// Those who do not, each for a reason of their own.
const TURNED_AWAY: [&str; 5] = ["alan", "joan", "barbara", "dennis", "radia"];

/// Those who show a factor, a choice or a device: told in `factors`.
const WITH_FACTORS: [&str; 7] = ["matti", "ray", "katherine", "shafi", "fernando", "edsger", "margaret"];

/// These users, one after the other.
fn told(client: usize, flow: Way, usernames: [&str; 5]) -> String {
    let world = world();
    usernames.map(|name| tell(name, &world.walk(&world.draft(client, flow, name)))).join("\n")
}

fn tell(what: &str, login: &Login) -> String {
    format!("{what}: {:?}\n{}", login.ending().unwrap(), timeline(login))
}

/// Every user of the cast with the public client, told once for all tests that compare with it.
fn everybody(flow: Way) -> &'static str {
    static TOLD: [OnceLock<String>; Way::ALL.len()] = [const { OnceLock::new() }; Way::ALL.len()];
    let at = Way::ALL.iter().position(|known| *known == flow).unwrap();
    TOLD[at].get_or_init(|| everybody_with(PUBLIC, flow))
}

fn everybody_with(client: usize, flow: Way) -> String {
    [told(client, flow, THROUGH), told(client, flow, TURNED_AWAY)].concat()
}

#[test]
fn nobody_of_the_cast_is_left_out() {
    let mut known = [&THROUGH[..], &TURNED_AWAY, &WITH_FACTORS].concat();
    let mut cast = world().usernames();
    known.sort_unstable();
    cast.sort_unstable();
    assert_eq!(known, cast);
}

#[test]
fn srp_lets_in() {
    assert_snapshot!(told(PUBLIC, Way::UserSrp, THROUGH), @r"
    ada: Finished
      done     InitiateAuth · USER_SRP_AUTH · ada → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeEngineer

    grace: Finished
      done     InitiateAuth · USER_SRP_AUTH · grace → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 NEW_PASSWORD_REQUIRED
      asked    NEW_PASSWORD_REQUIRED: New password (NEW_PASSWORD), Given name (userAttributes.given_name)
      done     RespondToAuthChallenge · NEW_PASSWORD_REQUIRED → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeAuthenticated

    hedy: Finished
      done     InitiateAuth · USER_SRP_AUTH · hedy → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 SOFTWARE_TOKEN_MFA
      asked    SOFTWARE_TOKEN_MFA: Code from the authenticator app (SOFTWARE_TOKEN_MFA_CODE)
      done     RespondToAuthChallenge · SOFTWARE_TOKEN_MFA → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeAuthenticated

    emmy@example.com: Finished
      done     InitiateAuth · USER_SRP_AUTH · emmy@example.com → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeReader

    zuse: Finished
      done     InitiateAuth · USER_SRP_AUTH · zuse → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeAuthenticated
    ");
}

#[test]
fn srp_turns_away() {
    assert_snapshot!(told(PUBLIC, Way::UserSrp, TURNED_AWAY), @r"
    alan: Refused
      done     InitiateAuth · USER_SRP_AUTH · alan → 200 PASSWORD_VERIFIER
      refused  RespondToAuthChallenge · proof of password, never the password → 400 NotAuthorizedException: Temporary password has expired and must be reset by an administrator.
      ghost    GetId, GetCredentialsForIdentity, GetCallerIdentity

    joan: Refused
      done     InitiateAuth · USER_SRP_AUTH · joan → 200 PASSWORD_VERIFIER
      refused  RespondToAuthChallenge · proof of password, never the password → 400 UserNotConfirmedException: User is not confirmed.
      ghost    GetId, GetCredentialsForIdentity, GetCallerIdentity

    barbara: Refused
      done     InitiateAuth · USER_SRP_AUTH · barbara → 200 PASSWORD_VERIFIER
      refused  RespondToAuthChallenge · proof of password, never the password → 400 PasswordResetRequiredException: Password reset required for the user
      ghost    GetId, GetCredentialsForIdentity, GetCallerIdentity

    dennis: Refused
      done     InitiateAuth · USER_SRP_AUTH · dennis → 200 PASSWORD_VERIFIER
      refused  RespondToAuthChallenge · proof of password, never the password → 400 NotAuthorizedException: User is disabled.
      ghost    GetId, GetCredentialsForIdentity, GetCallerIdentity

    radia: Refused
      done     InitiateAuth · USER_SRP_AUTH · radia → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      refused  GetCredentialsForIdentity · same login → 400 InvalidIdentityPoolConfigurationException: Invalid identity pool configuration. Check assigned IAM roles for this pool.
      ghost    GetCallerIdentity
    ");
}

#[test]
fn password_lets_in() {
    assert_snapshot!(told(PUBLIC, Way::UserPassword, THROUGH), @r"
    ada: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeEngineer

    grace: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · grace → 200 NEW_PASSWORD_REQUIRED
      asked    NEW_PASSWORD_REQUIRED: New password (NEW_PASSWORD), Given name (userAttributes.given_name)
      done     RespondToAuthChallenge · NEW_PASSWORD_REQUIRED → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeAuthenticated

    hedy: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · hedy → 200 SOFTWARE_TOKEN_MFA
      asked    SOFTWARE_TOKEN_MFA: Code from the authenticator app (SOFTWARE_TOKEN_MFA_CODE)
      done     RespondToAuthChallenge · SOFTWARE_TOKEN_MFA → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeAuthenticated

    emmy@example.com: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · emmy@example.com → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeReader

    zuse: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · zuse → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeAuthenticated
    ");
}

#[test]
fn password_turns_away() {
    assert_snapshot!(told(PUBLIC, Way::UserPassword, TURNED_AWAY), @r"
    alan: Refused
      refused  InitiateAuth · USER_PASSWORD_AUTH · alan → 400 NotAuthorizedException: Temporary password has expired and must be reset by an administrator.
      ghost    GetId, GetCredentialsForIdentity, GetCallerIdentity

    joan: Refused
      refused  InitiateAuth · USER_PASSWORD_AUTH · joan → 400 UserNotConfirmedException: User is not confirmed.
      ghost    GetId, GetCredentialsForIdentity, GetCallerIdentity

    barbara: Refused
      refused  InitiateAuth · USER_PASSWORD_AUTH · barbara → 400 PasswordResetRequiredException: Password reset required for the user
      ghost    GetId, GetCredentialsForIdentity, GetCallerIdentity

    dennis: Refused
      refused  InitiateAuth · USER_PASSWORD_AUTH · dennis → 400 NotAuthorizedException: User is disabled.
      ghost    GetId, GetCredentialsForIdentity, GetCallerIdentity

    radia: Refused
      done     InitiateAuth · USER_PASSWORD_AUTH · radia → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      refused  GetCredentialsForIdentity · same login → 400 InvalidIdentityPoolConfigurationException: Invalid identity pool configuration. Check assigned IAM roles for this pool.
      ghost    GetCallerIdentity
    ");
}

#[test]
fn the_admin_flows_are_the_password_flow_through_another_door() {
    for flow in [Way::AdminUserPassword, Way::AdminNoSrp] {
        let expected = everybody(Way::UserPassword)
            .replace("USER_PASSWORD_AUTH", flow.label())
            .replace("InitiateAuth", "AdminInitiateAuth")
            .replace("RespondToAuthChallenge", "AdminRespondToAuthChallenge");
        assert_eq!(everybody(flow), expected);
    }
}

#[test]
fn a_client_secret_changes_nothing_on_the_way() {
    for flow in [Way::UserSrp, Way::UserPassword, Way::AdminNoSrp] {
        assert_eq!(everybody_with(WITH_SECRET, flow), everybody(flow));
    }
}

#[test]
fn a_client_for_srp_alone_takes_srp_alone() {
    assert_eq!(everybody_with(SRP_ONLY, Way::UserSrp), everybody(Way::UserSrp));
    let world = world();
    let others = [Way::UserPassword, Way::AdminUserPassword, Way::AdminNoSrp];
    let told = others.map(|flow| tell("ada", &world.walk(&world.draft(SRP_ONLY, flow, "ada"))));
    assert_snapshot!(told.join("\n"), @r"
    ada: Refused
      refused  InitiateAuth · USER_PASSWORD_AUTH · ada → 400 InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client
      ghost    GetId, GetCredentialsForIdentity, GetCallerIdentity

    ada: Refused
      refused  AdminInitiateAuth · ADMIN_USER_PASSWORD_AUTH · ada → 400 InvalidParameterException: Auth flow not enabled for this client
      ghost    GetId, GetCredentialsForIdentity, GetCallerIdentity

    ada: Refused
      refused  AdminInitiateAuth · ADMIN_NO_SRP_AUTH · ada → 400 InvalidParameterException: Auth flow not enabled for this client
      ghost    GetId, GetCredentialsForIdentity, GetCallerIdentity
    ");
}

#[test]
fn the_walk_goes_as_far_as_it_was_asked_to() {
    let world = world();
    let told = Until::ALL.map(|until| {
        let draft = Draft { until: Some(until), ..world.draft(PUBLIC, Way::UserPassword, "ada") };
        tell(until.word(), &world.walk(&draft))
    });
    assert_snapshot!(told.join("\n"), @r"
    tokens: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token

    identity: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID

    credentials: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token

    caller: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeEngineer
    ");
}

#[test]
fn without_an_identity_pool_the_walk_ends_with_the_tokens() {
    let world = world();
    let draft = Draft { identity_pool: String::new(), ..world.draft(PUBLIC, Way::UserPassword, "ada") };
    let login = world.walk(&draft);
    assert_snapshot!(tell("ada", &login), @r"
    ada: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
    ");
    assert_eq!(login.haul().credentials, None);
}

#[test]
fn what_is_wrong_with_what_was_typed_is_said_by_the_service() {
    let world = world();
    let right = world.draft(PUBLIC, Way::UserSrp, "ada");
    let with_secret = world.draft(WITH_SECRET, Way::UserSrp, "ada");
    let drafts = [
        ("wrong password", Draft { password: "Practice-Ada-2".into(), ..right.clone() }),
        ("nobody of that name", Draft { username: "nobody".into(), ..right.clone() }),
        ("no such client", Draft { client: "1h57kf5cpq17m0eml12EXAMPLE".into(), ..right.clone() }),
        ("secret left out", Draft { client_secret: "".into(), ..with_secret.clone() }),
        ("wrong secret", Draft { client_secret: "guessed".into(), ..with_secret }),
        ("secret where there is none", Draft { client_secret: "guessed".into(), ..right.clone() }),
        (
            "no such identity pool",
            Draft { identity_pool: "eu-west-1:00000000-d7fb-4719-9455-8a0d72aa291c".into(), ..right.clone() },
        ),
        (
            "another pool's id",
            Draft { user_pool: "eu-west-1_Another12".into(), way: Way::UserPassword, ..right },
        ),
    ];
    let told = drafts.map(|(what, draft)| tell(what, &world.walk(&draft)));
    assert_snapshot!(told.join("\n"), @r"
    wrong password: Refused
      done     InitiateAuth · USER_SRP_AUTH · ada → 200 PASSWORD_VERIFIER
      refused  RespondToAuthChallenge · proof of password, never the password → 400 NotAuthorizedException: Incorrect username or password.
      ghost    GetId, GetCredentialsForIdentity, GetCallerIdentity

    nobody of that name: Refused
      done     InitiateAuth · USER_SRP_AUTH · nobody → 200 PASSWORD_VERIFIER
      refused  RespondToAuthChallenge · proof of password, never the password → 400 NotAuthorizedException: Incorrect username or password.
      ghost    GetId, GetCredentialsForIdentity, GetCallerIdentity

    no such client: Refused
      refused  InitiateAuth · USER_SRP_AUTH · ada → 400 ResourceNotFoundException: User pool client 1h57kf5cpq17m0eml12EXAMPLE does not exist.
      ghost    RespondToAuthChallenge, GetId, GetCredentialsForIdentity, GetCallerIdentity

    secret left out: Refused
      refused  InitiateAuth · USER_SRP_AUTH · ada → 400 NotAuthorizedException: Client m4hu0z7x0zd867qttidvz5ora1 is configured with secret but SECRET_HASH was not received
      ghost    RespondToAuthChallenge, GetId, GetCredentialsForIdentity, GetCallerIdentity

    wrong secret: Refused
      refused  InitiateAuth · USER_SRP_AUTH · ada → 400 NotAuthorizedException: Unable to verify secret hash for client m4hu0z7x0zd867qttidvz5ora1
      ghost    RespondToAuthChallenge, GetId, GetCredentialsForIdentity, GetCallerIdentity

    secret where there is none: Refused
      refused  InitiateAuth · USER_SRP_AUTH · ada → 400 NotAuthorizedException: Unable to verify secret hash for client 5kl9f8yylbeg1rhdsv3ucdrd4p
      ghost    RespondToAuthChallenge, GetId, GetCredentialsForIdentity, GetCallerIdentity

    no such identity pool: Refused
      done     InitiateAuth · USER_SRP_AUTH · ada → 200 PASSWORD_VERIFIER
      done     RespondToAuthChallenge · proof of password, never the password → 200 ID, access and refresh token
      refused  GetId · ID token as login → 400 ResourceNotFoundException: IdentityPool 'eu-west-1:00000000-d7fb-4719-9455-8a0d72aa291c' not found.
      ghost    GetCredentialsForIdentity, GetCallerIdentity

    another pool's id: Refused
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      refused  GetId · ID token as login → 400 NotAuthorizedException: Invalid login token. Issuer doesn't match providerName
      ghost    GetCredentialsForIdentity, GetCallerIdentity
    ");
}
