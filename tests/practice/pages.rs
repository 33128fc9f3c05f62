//! The login pages over real HTTP: redirects, cookies, forms, and the token endpoint behind them.

use poolwalk::practice::{Cast, Options, Practice};

use crate::http::{Answer, address, exchange};

const CALLBACK: &str = "http://127.0.0.1:8765/callback";

/// Sends a request with cookies and, for a POST, a form.
fn send(cast: &Cast, method: &str, path: &str, (cookies, form): (&[String], &str)) -> Answer {
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        address(cast),
        cookies.join("; "),
        form.len()
    );
    exchange(cast, request.as_bytes())
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start)
        .and_then(|(_, rest)| rest.split_once(end))
        .unwrap_or_else(|| panic!("{start}: {text}"))
        .0
}

#[test]
fn a_browser_signs_in_and_the_app_gets_its_tokens() {
    let practice = Practice::start(Options::default()).unwrap();
    let cast = practice.cast();
    let client = &cast.clients[0];
    assert!(client.callback_urls.contains(&CALLBACK));
    let authorize = format!(
        "/oauth2/authorize?response_type=code&client_id={}&redirect_uri=http%3A%2F%2F127.0.0.1%3A8765%2Fcallback\
         &scope=openid+email&state=xyz",
        client.client_id
    );
    let to_login = send(cast, "GET", &authorize, (&[], ""));
    assert_eq!(to_login.status, 302);
    let login = to_login.location().to_owned();
    let page = send(cast, "GET", &login, (&[], ""));
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let mark = page.cookies();
    assert!(mark[0].starts_with("XSRF-TOKEN="), "{mark:?}");
    let action = between(&page.body, "action=\"", "\"").replace("&amp;", "&");
    let csrf = between(&page.body, "name=\"_csrf\" value=\"", "\"");
    let user = &cast.users[0];
    let form = format!("_csrf={csrf}&username={}&password={}", user.username, user.password.expose());
    assert_eq!(send(cast, "POST", &action, (&[], &form)).status, 400, "a form without the browser's mark");
    let back = send(cast, "POST", &action, (&mark, &form));
    assert_eq!(back.status, 302, "{}", back.body);
    assert!(
        back.location().starts_with(&format!("{CALLBACK}?code=")) && back.location().ends_with("&state=xyz")
    );
    let code = between(back.location(), "code=", "&").to_owned();

    let again = send(cast, "GET", &authorize, (&back.cookies(), ""));
    assert!(again.location().starts_with(CALLBACK), "the browser is known: {}", again.location());

    let form = format!(
        "grant_type=authorization_code&client_id={}&code={code}&redirect_uri=http%3A%2F%2F127.0.0.1%3A8765%2Fcallback",
        client.client_id
    );
    let tokens = send(cast, "POST", "/oauth2/token", (&[], &form));
    assert_eq!(tokens.status, 200, "{}", tokens.body);
    assert_eq!(tokens.header("cache-control"), Some("no-store"));
    assert!(["id_token", "access_token", "refresh_token"].iter().all(|name| tokens.json()[name].is_string()));
    let twice = send(cast, "POST", "/oauth2/token", (&[], &form));
    assert_eq!((twice.status, twice.json()["error"].as_str()), (400, Some("invalid_grant")));
}
