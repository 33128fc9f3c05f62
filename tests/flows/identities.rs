//! The identity half by every path: enhanced and classic, as a guest, for a developer, with logins of
//! other providers; and whose identity it is.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use insta::assert_snapshot;
use poolwalk::cognito::{Provider, Until, Way};
use poolwalk::flow::{Draft, Flow as _, Login, ProviderLogin};
use poolwalk::practice::Clock;

use crate::walker::{PUBLIC, World, timeline, world};

pub(crate) fn tell(what: &str, login: &Login) -> String {
    format!("{what}: {:?}\n{}", login.ending().unwrap(), timeline(login))
}

pub(crate) fn role(name: &str) -> String {
    format!("arn:aws:iam::123456789012:role/{name}")
}

/// Signs in with the password at once: what comes before is told elsewhere.
pub(crate) fn user(world: &World, username: &str) -> Draft {
    world.draft(PUBLIC, Way::UserPassword, username)
}

/// No login at all.
pub(crate) fn guest(world: &World) -> Draft {
    let nobody = Draft { username: String::new(), password: "".into(), ..user(world, "ada") };
    Draft { way: Way::Guest, user_pool: String::new(), client: String::new(), ..nobody }
}

/// Somebody whom a developer vouches for.
pub(crate) fn vouched(world: &World, name: &str) -> Draft {
    let developer_provider = world.practice().cast().developer_provider.to_owned();
    Draft { way: Way::Developer, username: name.into(), developer_provider, ..guest(world) }
}

/// The login that a pretend provider gives.
pub(crate) fn login_of(world: &World, name: &str) -> ProviderLogin {
    let tokens = world.practice().provider_tokens();
    let found = tokens.into_iter().find(|token| token.name == name).unwrap();
    let (provider, detail) = Provider::from_word(found.key);
    ProviderLogin { provider, detail, token: found.token }
}

/// Logins of other providers and nothing else.
pub(crate) fn bringing(world: &World, names: &[&str]) -> Draft {
    let providers = names.iter().map(|name| login_of(world, name)).collect();
    Draft { way: Way::Providers, providers, ..guest(world) }
}

fn identity_of(login: &Login) -> String {
    login.haul().identity_id.clone().unwrap()
}

#[test]
fn each_path_to_the_keys_reads_like_this() {
    let world = world();
    let classic = |name: &str, draft: Draft| Draft { classic_role: role(name), ..draft };
    let paths = [
        ("enhanced", user(&world, "ada")),
        ("classic", classic("PracticeReader", user(&world, "ada"))),
        ("guest", guest(&world)),
        ("guest, classic", classic("PracticeGuest", guest(&world))),
        ("developer", vouched(&world, "vint")),
        ("developer, classic", classic("PracticeAuthenticated", vouched(&world, "vint"))),
    ];
    let told = paths.map(|(what, draft)| tell(what, &world.walk(&draft)));
    assert_snapshot!(told.join("\n"), @"
    enhanced: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeEngineer

    classic: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · ID token as login → 200 identity ID
      done     GetOpenIdToken · same login → 200 token of the identity pool
      done     AssumeRoleWithWebIdentity · token for PracticeReader → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeReader

    guest: Finished
      done     GetId · no login, as a guest → 200 identity ID
      done     GetCredentialsForIdentity · no login, as a guest → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeGuest

    guest, classic: Finished
      done     GetId · no login, as a guest → 200 identity ID
      done     GetOpenIdToken · no login, as a guest → 200 token of the identity pool
      done     AssumeRoleWithWebIdentity · token for PracticeGuest → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeGuest

    developer: Finished
      done     GetOpenIdTokenForDeveloperIdentity · vouches for vint, signed → 200 token of the identity pool
      done     GetCredentialsForIdentity · that token as login → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeAuthenticated

    developer, classic: Finished
      done     GetOpenIdTokenForDeveloperIdentity · vouches for vint, signed → 200 token of the identity pool
      done     AssumeRoleWithWebIdentity · token for PracticeAuthenticated → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeAuthenticated
    ");
}

#[test]
fn every_path_stops_where_it_was_asked_to() {
    let world = world();
    let classic = |name: &str, draft: Draft| Draft { classic_role: role(name), ..draft };
    let paths = [
        ("classic", classic("PracticeReader", user(&world, "ada"))),
        ("guest", guest(&world)),
        ("developer", vouched(&world, "vint")),
        ("developer, classic", classic("PracticeAuthenticated", vouched(&world, "vint"))),
        ("Google", bringing(&world, &["Google"])),
    ];
    let mut told = String::new();
    for (what, draft) in paths {
        for until in Until::ALL {
            let login = world.walk(&Draft { until: Some(until), ..draft.clone() });
            let steps: Vec<_> = login.steps().iter().map(|step| step.operation.name()).collect();
            writeln!(told, "{what} until {}: {}", until.word(), steps.join(", ")).unwrap();
            let (haul, until) = (login.haul(), login.config().until);
            assert_eq!(haul.identity_id.is_some(), until >= Until::Identity, "{what}, {until:?}");
            assert_eq!(haul.credentials.is_some(), until >= Until::Credentials, "{what}, {until:?}");
            assert_eq!(haul.caller.is_some(), until >= Until::Caller, "{what}, {until:?}");
        }
    }
    assert_snapshot!(told, @"
    classic until tokens: InitiateAuth
    classic until identity: InitiateAuth, GetId
    classic until credentials: InitiateAuth, GetId, GetOpenIdToken, AssumeRoleWithWebIdentity
    classic until caller: InitiateAuth, GetId, GetOpenIdToken, AssumeRoleWithWebIdentity, GetCallerIdentity
    guest until tokens: GetId
    guest until identity: GetId
    guest until credentials: GetId, GetCredentialsForIdentity
    guest until caller: GetId, GetCredentialsForIdentity, GetCallerIdentity
    developer until tokens: GetOpenIdTokenForDeveloperIdentity
    developer until identity: GetOpenIdTokenForDeveloperIdentity
    developer until credentials: GetOpenIdTokenForDeveloperIdentity, GetCredentialsForIdentity
    developer until caller: GetOpenIdTokenForDeveloperIdentity, GetCredentialsForIdentity, GetCallerIdentity
    developer, classic until tokens: GetOpenIdTokenForDeveloperIdentity
    developer, classic until identity: GetOpenIdTokenForDeveloperIdentity
    developer, classic until credentials: GetOpenIdTokenForDeveloperIdentity, AssumeRoleWithWebIdentity
    developer, classic until caller: GetOpenIdTokenForDeveloperIdentity, AssumeRoleWithWebIdentity, GetCallerIdentity
    Google until tokens: GetId
    Google until identity: GetId
    Google until credentials: GetId, GetCredentialsForIdentity
    Google until caller: GetId, GetCredentialsForIdentity, GetCallerIdentity
    ");
}

#[test]
fn a_login_of_any_other_provider_is_an_identity() {
    let world = World::fresh(Clock::default());
    let names = world.practice().cast().provider_names.clone();
    let walks: Vec<_> = names.iter().map(|name| world.walk(&bringing(&world, &[name]))).collect();
    let told: Vec<_> = walks.iter().map(|login| tell("", login)).collect();
    let first: Vec<_> = told.iter().filter_map(|told| told.lines().nth(1)).collect();
    assert_snapshot!(first.join("\n"), @"
    done     GetId · login of Google → 200 identity ID
    done     GetId · login of Apple → 200 identity ID
    done     GetId · login of oidc.practice.example → 200 identity ID
    done     GetId · login of Facebook → 200 identity ID
    done     GetId · login of Amazon → 200 identity ID
    done     GetId · login of X (Twitter) → 200 identity ID
    done     GetId · login of PracticeSAML → 200 identity ID
    ");
    let after = |told: &str| told.lines().skip(2).map(str::to_owned).collect::<Vec<_>>();
    assert_snapshot!(after(&told[0]).join("\n"), @"
    done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
    done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeAuthenticated
    ");
    let walked = told[0].clone();
    for (name, told) in names.iter().zip(&told) {
        assert_eq!(after(told), after(&walked), "{name}");
    }
    let identities: BTreeSet<_> = walks.iter().map(identity_of).collect();
    assert_eq!(identities.len(), names.len(), "to the identity pool each is somebody else");
}

#[test]
fn logins_that_come_together_are_one_person_from_then_on() {
    let world = World::fresh(Clock::default());
    let together = world.walk(&bringing(&world, &["Google", "Facebook", "SAML provider"]));
    let providers = vec![login_of(&world, "Google")];
    let with_user_pool = world.walk(&Draft { providers, ..user(&world, "ada") });
    let alone = world.walk(&user(&world, "ada"));
    for login in [&with_user_pool, &alone, &world.walk(&bringing(&world, &["Facebook"]))] {
        assert_eq!(identity_of(login), identity_of(&together));
    }
    // Emmy has an identity of her own before she comes with a login that leads to another.
    world.walk(&user(&world, "emmy@example.com"));
    let providers = vec![login_of(&world, "Google")];
    let conflict = world.walk(&Draft { providers, ..user(&world, "emmy@example.com") });
    let told = [("together", &together), ("with a user pool", &with_user_pool), ("conflict", &conflict)];
    assert_snapshot!(told.map(|(what, login)| tell(what, login)).join("\n"), @"
    together: Finished
      done     GetId · 3 logins together → 200 identity ID
      done     GetCredentialsForIdentity · same logins → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeAuthenticated

    with a user pool: Finished
      done     InitiateAuth · USER_PASSWORD_AUTH · ada → 200 ID, access and refresh token
      done     GetId · 2 logins together → 200 identity ID
      done     GetCredentialsForIdentity · same logins → 200 access key, secret key, session token
      done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeEngineer

    conflict: Refused
      done     InitiateAuth · USER_PASSWORD_AUTH · emmy@example.com → 200 ID, access and refresh token
      refused  GetId · 2 logins together → 400 ResourceConflictException: A login is already linked to another identity.
      ghost    GetCredentialsForIdentity, GetCallerIdentity
    ");
}

#[test]
fn the_same_person_has_the_same_identity_by_every_way_in() {
    let world = world();
    let ways = [Way::UserSrp, Way::UserPassword, Way::AdminUserPassword, Way::Automatic];
    let mut walks: Vec<_> =
        ways.into_iter().map(|way| world.walk(&world.draft(PUBLIC, way, "ada"))).collect();
    walks.push(world.walk(&Draft { classic_role: role("PracticeReader"), ..user(&world, "ada") }));
    let identities: BTreeSet<_> = walks.iter().map(identity_of).collect();
    assert_eq!(identities.len(), 1, "{identities:?}");
    assert_ne!(identity_of(&world.walk(&user(&world, "emmy@example.com"))), identity_of(&walks[0]));

    let vint = [(); 2].map(|()| identity_of(&world.walk(&vouched(&world, "vint"))));
    assert_eq!(vint[0], vint[1]);
    assert_ne!(vint[0], identity_of(&world.walk(&vouched(&world, "somebody else, with spaces in the name"))));
    let guests = [(); 2].map(|()| identity_of(&world.walk(&guest(&world))));
    assert_ne!(guests[0], guests[1], "a guest is a stranger each time");
}

#[test]
fn without_a_user_pool_id_the_login_goes_by_the_issuer_of_its_token() {
    let world = world();
    let login = world.walk(&Draft { user_pool: String::new(), ..user(&world, "ada") });
    assert_eq!(tell("", &login), tell("", &world.walk(&user(&world, "ada"))));
}
