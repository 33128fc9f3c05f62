//! The login pages: what an app may wish for, who signs in, what comes back.

use super::browser::{Browser, header, html, location};
use super::{Stage, claims};
use crate::practice::form::{Form, query};
use crate::practice::inbox::{self, Channel};
use crate::practice::parts::PARTS;
use crate::practice::roster::CLIENTS;
use crate::practice::totp::Authenticator;

const CALLBACK: &str = "http://localhost:8765/callback";

/// The address of an ordinary wish, with changes. A change to nothing drops the parameter.
fn wish(changes: &[(&str, &str)]) -> String {
    let mut pairs = vec![
        ("response_type", "code"),
        ("client_id", CLIENTS[0].id),
        ("redirect_uri", CALLBACK),
        ("state", "a b+c/ë"),
    ];
    pairs.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    pairs.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    format!("/oauth2/authorize?{}", query(pairs))
}

/// Opens the login page for a wish and signs in.
fn sign_in(stage: &mut Stage, browser: &mut Browser, wish: &str, who: (&str, &str)) -> Form {
    let (login, asked) = location(&browser.get(stage, wish));
    assert_eq!(login, "/login");
    let page = browser.get(stage, &format!("/login?{}", asked.query()));
    back(&browser.submit(stage, &page, &[("username", who.0), ("password", who.1)]))
}

/// What the app is told.
fn back(response: &crate::practice::wire::Response) -> Form {
    let (to, told) = location(response);
    assert_eq!(to, CALLBACK);
    told
}

const ADA: (&str, &str) = ("ada", "Practice-Ada-1");

#[test]
fn a_browser_that_signed_in_is_known_for_an_hour() {
    let (mut stage, mut browser) = (Stage::new(), Browser::default());
    let told = sign_in(&mut stage, &mut browser, &wish(&[]), ADA);
    assert_eq!(told.get("state"), Some("a b+c/ë"));
    assert_eq!(told.get("code").map(str::len), Some(36));
    stage.later(3599);
    assert!(back(&browser.get(&mut stage, &wish(&[]))).get("code").is_some());
    assert!(back(&browser.get(&mut stage, &wish(&[("prompt", "none")]))).get("code").is_some());
    assert_eq!(location(&browser.get(&mut stage, &wish(&[("prompt", "login")]))).0, "/login");
    assert_eq!(location(&browser.get(&mut stage, &wish(&[("max_age", "60")]))).0, "/login");
    stage.later(1);
    assert_eq!(location(&browser.get(&mut stage, &wish(&[]))).0, "/login");
    let told = back(&browser.get(&mut stage, &wish(&[("prompt", "none")])));
    assert_eq!((told.get("error"), told.get("state")), (Some("login_required"), Some("a b+c/ë")));
}

#[test]
fn what_is_not_in_order_goes_back_to_the_app() {
    let (mut stage, mut browser) = (Stage::new(), Browser::default());
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("response_type", "")], "invalid_request"),
        (&[("response_type", "token")], "unauthorized_client"),
        (&[("scope", "openid everything")], "invalid_scope"),
        (&[("scope", "email")], "invalid_scope"),
        (&[("code_challenge", challenge)], "invalid_request"),
        (&[("code_challenge_method", "S256")], "invalid_request"),
        (&[("code_challenge", challenge), ("code_challenge_method", "plain")], "invalid_request"),
        (&[("code_challenge", "short"), ("code_challenge_method", "S256")], "invalid_request"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("prompt", "perhaps")], "invalid_request"),
        (&[("identity_provider", "Facebook")], "invalid_request"),
        (&[("max_age", "soon")], "invalid_request"),
    ];
    for (changes, error) in cases {
        let told = back(&browser.get(&mut stage, &wish(changes)));
        assert_eq!((told.get("error"), told.get("state")), (Some(*error), Some("a b+c/ë")), "{changes:?}");
        assert!(told.get("error_description").is_some() && told.get("code").is_none());
    }
}

#[test]
fn a_wrong_address_or_client_keeps_the_browser_here() {
    let (mut stage, mut browser) = (Stage::new(), Browser::default());
    let slash = format!("{CALLBACK}/");
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("redirect_uri", &slash)], "redirect_mismatch"),
        (&[("redirect_uri", "http://LOCALHOST:8765/callback")], "redirect_mismatch"),
        (&[("redirect_uri", "")], "Required String parameter 'redirect_uri' is not present"),
        (&[("client_id", "")], "Required String parameter 'client_id' is not present"),
        (&[("client_id", "nobody")], "User pool client nobody does not exist."),
        (&[("client_id", CLIENTS[2].id)], "Client is not enabled for OAuth2.0 flows."),
    ];
    for (changes, error) in cases {
        for at in ["/oauth2/authorize", "/login", "/logout"] {
            let address = wish(changes).replace("/oauth2/authorize", at);
            let (to, told) = location(&browser.get(&mut stage, &address));
            if at == "/logout" && error.contains("redirect_uri") {
                assert_eq!(told.get("error"), Some("Required String parameter 'logout_uri' is not present"));
                continue;
            }
            assert_eq!((to.as_str(), told.get("error")), ("/error", Some(*error)), "{changes:?}");
            let page = browser.get(&mut stage, &format!("/error?{}", told.query()));
            assert_eq!(page.status, 400);
            assert!(html(&page).contains(&error.replace('\'', "&#39;")));
        }
    }
}

#[test]
fn a_wrong_password_is_told_on_the_page_and_nothing_from_outside_is_html() {
    let (mut stage, mut browser) = (Stage::new(), Browser::default());
    let login = wish(&[("login_hint", "\"><script>x</script>"), ("state", "<b>")])
        .replace("/oauth2/authorize", "/login");
    let page = browser.get(&mut stage, &login);
    assert_eq!(page.status, 200);
    assert!(!html(&page).contains("<script") && !html(&page).contains("<b>"), "{}", html(&page));
    let policy = header(&page, "content-security-policy").unwrap();
    assert!(
        policy.contains("default-src 'none'") && policy.contains("form-action 'self' http://localhost:8765;")
    );
    let again = browser.submit(&mut stage, &page, &[("username", "<i>ada"), ("password", "wrong")]);
    assert_eq!(again.status, 400);
    assert!(html(&again).contains("<p role=\"alert\">Incorrect username or password.</p>"));
    assert!(html(&again).contains("value=\"&lt;i&gt;ada\"") && !html(&again).contains("wrong"));
    let dennis =
        browser.submit(&mut stage, &again, &[("username", "dennis"), ("password", "Practice-Dennis-1")]);
    assert!(html(&dennis).contains("User is disabled."));
    let told =
        back(&browser.submit(&mut stage, &dennis, &[("username", "ada"), ("password", "Practice-Ada-1")]));
    assert_eq!(told.get("state"), Some("<b>"));
}

#[test]
fn a_form_from_another_page_counts_for_nothing() {
    let (mut stage, mut browser) = (Stage::new(), Browser::default());
    let login = wish(&[]).replace("/oauth2/authorize", "/login");
    let page = browser.get(&mut stage, &login);
    browser.forget("XSRF-TOKEN");
    let fields = [("username", ADA.0), ("password", ADA.1)];
    let refused = browser.submit(&mut stage, &page, &fields);
    assert_eq!(refused.status, 400);
    assert!(html(&refused).contains("too old"));
    let forged = browser.send(&mut stage, "POST", (&login, &query([fields[0], fields[1], ("_csrf", "")])));
    assert_eq!(forged.status, 400);
    assert!(back(&browser.submit(&mut stage, &refused, &fields)).get("code").is_some());
    for cookie in page.headers.iter().filter(|(name, _)| *name == "set-cookie") {
        assert!(cookie.1.ends_with("; HttpOnly; SameSite=Lax"), "{cookie:?}");
    }
}

#[test]
fn what_is_asked_after_the_password_is_asked_on_a_page() {
    let (mut stage, mut browser) = (Stage::new(), Browser::default());
    // The client with a secret: the pages prove it themselves.
    let login = wish(&[("client_id", CLIENTS[1].id)]).replace("/oauth2/authorize", "/login");
    let page = browser.get(&mut stage, &login);
    let code_page =
        browser.submit(&mut stage, &page, &[("username", "HEDY"), ("password", "Practice-Hedy-1")]);
    assert!(html(&code_page).contains("Code from the authenticator app"), "{}", html(&code_page));
    let again = browser.submit(&mut stage, &code_page, &[("SOFTWARE_TOKEN_MFA_CODE", "000000")]);
    assert!(html(&again).contains("Invalid code received for user"));
    let secret = crate::practice::encoding::from_base32("I2QOZ2DYHFWHYJZXKVW7S7S4FLCDG5SS").unwrap();
    let code = Authenticator::new(secret).code(stage.now);
    assert!(
        back(&browser.submit(&mut stage, &again, &[("SOFTWARE_TOKEN_MFA_CODE", &code)]))
            .get("code")
            .is_some()
    );

    let page = browser.get(&mut stage, &login);
    let choose =
        browser.submit(&mut stage, &page, &[("username", "grace"), ("password", "Temporary-Grace-1")]);
    let given = |password| [("NEW_PASSWORD", password), ("userAttributes.given_name", "Grace")];
    let again = browser.submit(&mut stage, &choose, &given("short"));
    assert!(html(&again).contains("Password not long enough"), "{}", html(&again));
    assert!(back(&browser.submit(&mut stage, &again, &given("Lasting-Grace-2"))).get("code").is_some());

    let page = browser.get(&mut stage, &login);
    let code_page =
        browser.submit(&mut stage, &page, &[("username", "hedy"), ("password", "Practice-Hedy-1")]);
    stage.later(181);
    let over = browser.submit(&mut stage, &code_page, &[("SOFTWARE_TOKEN_MFA_CODE", "000000")]);
    assert!(html(&over).contains("took too long") && html(&over).contains("name=\"password\""));
}

#[test]
fn an_outsider_becomes_a_user_of_the_pool() {
    let (mut stage, mut browser) = (Stage::new(), Browser::default());
    let outside = wish(&[("identity_provider", "PracticeIdP"), ("login_hint", "vint")]);
    let ask = |stage: &mut Stage, browser: &mut Browser| {
        let (to, asked) = location(&browser.get(stage, &outside));
        assert_eq!(to, "/practice-idp/authorize");
        browser.get(stage, &format!("{to}?{}", asked.query()))
    };
    let page = ask(&mut stage, &mut browser);
    assert!(html(&page).contains("value=\"vint\" required checked"));
    let policy = header(&page, "content-security-policy").unwrap();
    assert!(
        policy.contains("form-action 'self' http://localhost:8765;"),
        "redirects are held against it: {policy}"
    );
    let denied = browser.submit(&mut stage, &page, &[("answer", "deny")]);
    let told = back(&browser.get(&mut stage, header(&denied, "location").unwrap()));
    assert_eq!((told.get("error"), told.get("state")), (Some("invalid_request"), Some("a b+c/ë")));

    let page = ask(&mut stage, &mut browser);
    let nobody = browser.submit(&mut stage, &page, &[("answer", "allow")]);
    assert!(html(&nobody).contains("Choose who you are</p>"));
    let allowed = browser.submit(&mut stage, &nobody, &[("answer", "allow"), ("person", "vint")]);
    let home = header(&allowed, "location").unwrap().to_owned();
    let elsewhere = location(&Browser::default().get(&mut stage, &home));
    assert_eq!(elsewhere.0, "/error", "another browser has no use for it");
    let told = back(&browser.get(&mut stage, &home));
    assert!(told.get("code").is_some());
    assert_eq!(location(&browser.get(&mut stage, &home)).0, "/error", "once");
    let user = stage.pool.people.get("PracticeIdP_vint").unwrap();
    let (sub, status) = (user.sub.clone(), user.status);
    assert_eq!(status, crate::practice::people::Status::ExternalProvider);
    for typed in ["PracticeIdP_vint", "vint@outside.example"] {
        assert!(stage.sign_in(typed, "x").is_err(), "no password is right");
    }
    let page = ask(&mut stage, &mut Browser::default());
    assert_eq!(page.status, 200);
    assert!(
        back(&browser.get(&mut stage, &outside)).get("code").is_some(),
        "the session serves the provider too"
    );
    assert_eq!(location(&browser.get(&mut stage, &wish(&[("identity_provider", "COGNITO")]))).0, "/login");
    assert_eq!(stage.pool.people.get("PracticeIdP_vint").unwrap().sub, sub);
}

#[test]
fn signing_out_ends_the_session_and_goes_where_it_may() {
    let (mut stage, mut browser) = (Stage::new(), Browser::default());
    sign_in(&mut stage, &mut browser, &wish(&[]), ADA);
    let out = |to: &str| format!("/logout?{}", query([("client_id", CLIENTS[0].id), ("logout_uri", to)]));
    let (to, told) = location(&browser.get(&mut stage, &out("http://localhost:8765/elsewhere")));
    assert_eq!((to.as_str(), told.get("error")), ("/error", Some("redirect_mismatch")));
    assert!(back(&browser.get(&mut stage, &wish(&[]))).get("code").is_some(), "nothing happened");
    let (to, _) = location(&browser.get(&mut stage, &out("http://localhost:8765/signed-out")));
    assert_eq!(to, "http://localhost:8765/signed-out");
    assert_eq!(location(&browser.get(&mut stage, &wish(&[]))).0, "/login");
    sign_in(&mut stage, &mut browser, &wish(&[]), ADA);
    let again = wish(&[]).replace("/oauth2/authorize", "/logout");
    assert_eq!(location(&browser.get(&mut stage, &again)).0, "/login");
    assert_eq!(location(&browser.get(&mut stage, &wish(&[]))).0, "/login");
}

#[test]
fn a_path_is_told_which_methods_it_takes() {
    let (mut stage, mut browser) = (Stage::new(), Browser::default());
    let refused = browser.get(&mut stage, "/oauth2/token");
    assert_eq!((refused.status, header(&refused, "allow")), (405, Some("POST")));
    assert_eq!(browser.get(&mut stage, "/oauth2/nothing").status, 404);
    assert_eq!(browser.get(&mut stage, "/practice/pages.css").status, 200);
}

/// Signs in and redeems nothing yet: the code of a wish.
pub(super) fn code(stage: &mut Stage, changes: &[(&str, &str)]) -> String {
    sign_in(stage, &mut Browser::default(), &wish(changes), ADA).get("code").unwrap().to_owned()
}

#[test]
fn an_outsider_s_token_tells_where_they_come_from() {
    let (mut stage, mut browser) = (Stage::new(), Browser::default());
    let to = header(&browser.get(&mut stage, &wish(&[("identity_provider", "PracticeIdP")])), "location")
        .unwrap()
        .to_owned();
    let page = browser.get(&mut stage, &to);
    let allowed = browser.submit(&mut stage, &page, &[("answer", "allow"), ("person", "sophie")]);
    let told = back(&browser.get(&mut stage, header(&allowed, "location").unwrap()));
    let tokens = super::oauth::redeemed(&mut stage, told.get("code").unwrap());
    let id = claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(id["cognito:username"], "PracticeIdP_sophie");
    assert_eq!(id["cognito:groups"][0], "eu-west-1_Practice1_PracticeIdP");
    assert_eq!(id["identities"][0]["userId"], "sophie");
    assert_eq!(id["identities"][0]["providerName"], "PracticeIdP");
    assert_eq!((&id["email"], &id["email_verified"]), (&"sophie@outside.example".into(), &false.into()));
    assert_eq!(id.get("cognito:roles"), None);
}

#[test]
fn every_user_of_the_cast_is_met_on_the_pages_as_through_the_api() {
    for part in PARTS {
        let (mut stage, mut browser) = (Stage::new(), Browser::default());
        let page = browser.get(&mut stage, &wish(&[]).replace("/oauth2/authorize", "/login"));
        let fields = [("username", part.username), ("password", part.first_password)];
        let shown = browser.submit(&mut stage, &page, &fields);
        let through_api = match Stage::new().sign_in(part.username, part.first_password) {
            Ok(said) => said["ChallengeName"].as_str().unwrap_or("code").to_owned(),
            Err((_, message)) => message,
        };
        let on_page = match through_api.as_str() {
            "code" => {
                assert!(back(&shown).get("code").is_some(), "{}", part.username);
                continue;
            }
            "SOFTWARE_TOKEN_MFA" => "Code from the authenticator app",
            "SMS_MFA" => "Code from the text message",
            "EMAIL_OTP" => "Code from the e-mail",
            "SELECT_MFA_TYPE" => "Where is your code to come from?",
            "NEW_PASSWORD_REQUIRED" => "New password",
            "MFA_SETUP" => "Give an authenticator app this secret",
            refusal => refusal,
        };
        assert!(html(&shown).contains(on_page), "{}: {}", part.username, html(&shown));
    }
}

#[test]
fn a_second_factor_is_chosen_and_comes_by_its_way() {
    let (mut stage, mut browser) = (Stage::new(), Browser::default());
    let page = browser.get(&mut stage, &wish(&[]).replace("/oauth2/authorize", "/login"));
    let katherine = PARTS.iter().find(|part| part.username == "katherine").unwrap();
    let fields = [("username", katherine.username), ("password", katherine.first_password)];
    let choose = browser.submit(&mut stage, &page, &fields);
    let by_sms = browser.submit(&mut stage, &choose, &[("ANSWER", "SMS_MFA")]);
    assert!(html(&by_sms).contains("Code from the text message"), "{}", html(&by_sms));
    let sent = inbox::entries(&stage.pool, stage.now);
    let sent = sent.iter().find(|entry| entry.channel == Channel::Sms).unwrap();
    assert!(
        back(&browser.submit(&mut stage, &by_sms, &[("SMS_MFA_CODE", sent.code.expose())]))
            .get("code")
            .is_some()
    );
}

#[test]
fn tokens_of_the_pages_are_tied_to_no_device() {
    let (mut stage, mut browser) = (Stage::new(), Browser::default());
    let margaret = PARTS.iter().find(|part| part.username == "margaret").unwrap();
    let page = browser.get(&mut stage, &wish(&[]).replace("/oauth2/authorize", "/login"));
    let fields = [("username", margaret.username), ("password", margaret.first_password)];
    let code_page = browser.submit(&mut stage, &page, &fields);
    let code = stage.code_of("margaret");
    let told = back(&browser.submit(&mut stage, &code_page, &[("SOFTWARE_TOKEN_MFA_CODE", &code)]));
    let tokens = super::oauth::redeemed(&mut stage, told.get("code").unwrap());
    assert_eq!(claims(tokens["access_token"].as_str().unwrap()).get("device_key"), None);
}

#[test]
fn an_authenticator_app_is_set_up_on_a_page() {
    let (mut stage, mut browser) = (Stage::new(), Browser::default());
    let shafi = PARTS.iter().find(|part| part.username == "shafi").unwrap();
    let page = browser.get(&mut stage, &wish(&[]).replace("/oauth2/authorize", "/login"));
    let fields = [("username", shafi.username), ("password", shafi.first_password)];
    let shown = browser.submit(&mut stage, &page, &fields);
    let html_shown = html(&shown);
    let secret = html_shown.split("<code>").nth(1).unwrap().split('<').next().unwrap();
    let app = Authenticator::new(crate::practice::encoding::from_base32(secret).unwrap());
    let code = app.code(stage.now);
    let again = browser.submit(&mut stage, &shown, &[("UserCode", &super::wrong(&code))]);
    assert!(html(&again).contains("Code mismatch") && html(&again).contains(secret), "{}", html(&again));
    assert!(back(&browser.submit(&mut stage, &again, &[("UserCode", &code)])).get("code").is_some());
    let page = browser.get(&mut stage, &wish(&[]).replace("/oauth2/authorize", "/login"));
    let shown = browser.submit(&mut stage, &page, &fields);
    assert!(html(&shown).contains("SOFTWARE_TOKEN_MFA_CODE"), "asked for from here on");
}
