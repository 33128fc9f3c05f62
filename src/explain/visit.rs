//! What several tries of one request tell side by side: which way to authorize it the API wants. It judges by which
//! came through, and by refusals that tell of who was believed; why another did not is the advice's business.

use super::table::{is_about_permission, is_about_scopes, is_of_an_authorizer};
use crate::flow::{ApiVisit, AuthKind, Ending, Failure, Refusal, Step};

/// What an API wants, in a sentence, once it was asked in more than one way. None before that.
#[must_use]
pub fn what_it_wants(visit: &ApiVisit) -> Option<String> {
    let ending = visit.ending()?;
    let tried: Vec<_> = visit.steps().iter().filter(|step| step.performed.is_some()).collect();
    let stopped = || tried.iter().any(|step| matches!(step.failure(), Some(Failure::Stopped)));
    if tried.len() < 2 || ending == Ending::Stopped || stopped() {
        return None;
    }
    let through: Vec<AuthKind> = visit.came_through().collect();
    let statuses: Vec<u16> = tried.iter().filter_map(|step| step.http_status()).collect();
    let all_say =
        |so: fn(u16) -> bool| statuses.len() == tried.len() && statuses.iter().all(|said| so(*said));
    Some(match through.as_slice() {
        [] if statuses.is_empty() => "Nobody answered there, so nothing can be told".to_owned(),
        [] if all_say(|status| status == 404) => {
            "None came through: there is nothing at this address, whoever asks".to_owned()
        }
        [] if all_say(|status| status >= 500) => {
            "None came through: the API itself fails, whoever asks".to_owned()
        }
        [] if all_say(|status| (300..400).contains(&status)) => {
            "None came through: all were sent on to another address, probably a login page".to_owned()
        }
        [] => believed(&tried).unwrap_or("None of these came through").to_owned(),
        _ if through.contains(&AuthKind::Nothing) => {
            "This API takes anybody: it answers without authorization".to_owned()
        }
        [only] => {
            let of_those = if tried.len() < AuthKind::ALL.len() { "of those tried, " } else { "" };
            format!("This API wants the {}: {of_those}it alone came through", within_a_sentence(*only))
        }
        several => {
            let names: Vec<_> = several.iter().map(|kind| within_a_sentence(*kind)).collect();
            format!("This API takes any of these: {}", names.join(", "))
        }
    })
}

/// Where nothing came through, a refusal may still tell that it was read and believed.
fn believed(tried: &[&Step]) -> Option<&'static str> {
    let refused = |kind: AuthKind, so: fn(&Refusal) -> bool| {
        tried.iter().filter(|step| step.api_auth() == Some(kind)).any(|step| match step.failure() {
            Some(Failure::Refused(refusal)) => so(refusal),
            Some(_) | None => false,
        })
    };
    if refused(AuthKind::Iam, is_about_permission) {
        Some("This API wants the AWS signature, but this role may not call it")
    } else if refused(AuthKind::Access, is_about_scopes) {
        Some("This API wants the access token, but with a scope that this one lacks")
    } else if refused(AuthKind::Id, is_about_scopes) {
        Some("This API wants an access token, for it asks for a scope")
    } else if refused(AuthKind::Id, is_of_an_authorizer) && refused(AuthKind::Access, is_of_an_authorizer) {
        Some(NEITHER)
    } else {
        None
    }
}

/// The authorizers of REST APIs do not tell which scope they want, or that they want one.
const NEITHER: &str = "This API wants a token and took neither: probably it asks for a scope that the access token lacks. A sign-in \
                       by the pool’s own pages can ask for it";

const fn within_a_sentence(kind: AuthKind) -> &'static str {
    match kind {
        AuthKind::Iam => "AWS signature",
        AuthKind::Id => "ID token",
        AuthKind::Access => "access token",
        AuthKind::Nothing => "request without authorization",
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;

    use super::*;
    use crate::flow::{
        ApiAnswer, ApiAuth, ApiDraft, AwsCredentials, Exchange, Input, Next, Performed, Refusal, Reply,
        Response, Unreachable,
    };

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn auth(kind: AuthKind) -> ApiAuth {
        match kind {
            AuthKind::Iam => ApiAuth::Iam {
                credentials: AwsCredentials {
                    access_key_id: "ASIA".into(),
                    secret_access_key: "k".into(),
                    session_token: None,
                    expiration: None,
                },
                region: "eu-west-1".into(),
                service: "execute-api".into(),
            },
            AuthKind::Id => ApiAuth::Id("i".into()),
            AuthKind::Access => ApiAuth::Access("a".into()),
            AuthKind::Nothing => ApiAuth::Nothing,
        }
    }

    /// What is told when these ways were tried and answered so.
    fn told(answers: &[(AuthKind, u16)]) -> Option<String> {
        told_with(answers, |_| Default::default())
    }

    /// The same, with code and message of what each way was refused with.
    fn told_with(
        answers: &[(AuthKind, u16)],
        said: impl Fn(AuthKind) -> (&'static str, &'static str),
    ) -> Option<String> {
        let request = ApiDraft { url: "https://a.example".into(), ..ApiDraft::default() }.check().unwrap();
        let auths = answers.iter().map(|(kind, _)| auth(*kind)).collect();
        let mut visit = ApiVisit::start(&request, auths);
        for (kind, status) in answers {
            let Next::Send(call) = visit.next(NOW) else { break };
            visit.on(Input::Sent(call), NOW);
            let status = *status;
            let result = match status {
                0 => Err(Failure::Unreachable(Unreachable::Dns)),
                1 => Err(Failure::Stopped),
                200..=399 => Ok(Reply::Api(ApiAnswer { status, body: vec![], cut: None })),
                _ => {
                    let (code, message) = said(*kind);
                    Err(Failure::Refused(Refusal { code: code.into(), message: message.into(), status }))
                }
            };
            let response = Response { status, ..Response::default() };
            let exchange = Exchange {
                method: "GET".into(),
                url: "https://a.example/".into(),
                request_headers: vec![],
                request_body: "".into(),
                response: (status > 1).then_some(response),
            };
            let performed =
                Performed { result, exchange: Some(exchange), started: NOW, took: Duration::ZERO };
            visit.on(Input::Performed(Box::new(performed)), NOW);
        }
        what_it_wants(&visit)
    }

    #[test]
    fn what_came_through_is_what_it_wants() {
        use AuthKind::{Access, Iam, Id, Nothing};
        for (answers, expected) in [
            (
                &[(Iam, 200), (Id, 403), (Access, 403), (Nothing, 403)][..],
                "This API wants the AWS signature: it alone came through",
            ),
            (
                &[(Id, 401), (Access, 200)],
                "This API wants the access token: of those tried, it alone came through",
            ),
            (
                &[(Iam, 401), (Id, 200), (Access, 200), (Nothing, 401)],
                "This API takes any of these: ID token, access token",
            ),
            (&[(Iam, 200), (Nothing, 200)], "This API takes anybody: it answers without authorization"),
            (
                &[(Iam, 404), (Nothing, 404)],
                "None came through: there is nothing at this address, whoever asks",
            ),
            (&[(Iam, 500), (Nothing, 502)], "None came through: the API itself fails, whoever asks"),
            (&[(Id, 401), (Nothing, 403)], "None of these came through"),
            (
                &[(Iam, 302), (Id, 200), (Access, 302), (Nothing, 302)],
                "This API wants the ID token: it alone came through",
            ),
            (
                &[(Iam, 302), (Id, 303), (Nothing, 302)],
                "None came through: all were sent on to another address, probably a login page",
            ),
            (&[(Id, 302), (Nothing, 401)], "None of these came through"),
            (&[(Id, 500), (Access, 502), (Nothing, 0)], "None of these came through"),
            (&[(Id, 302), (Nothing, 0)], "None of these came through"),
        ] {
            assert_eq!(told(answers).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_refusal_of_one_who_was_believed_tells_what_it_wants() {
        use AuthKind::{Access, Iam, Id, Nothing};
        let all = [(Iam, 403), (Id, 403), (Access, 403), (Nothing, 403)];
        let denied = "User: arn:aws:sts::1:assumed-role/R/x is not authorized to perform: execute-api:Invoke on resource: arn:x";
        let signed = |kind| if kind == Iam { ("AccessDeniedException", denied) } else { ("", "Forbidden") };
        let words = "This API wants the AWS signature, but this role may not call it";
        assert_eq!(told_with(&all, signed).as_deref(), Some(words));
        let scope =
            |kind| if kind == Access { ("insufficient_scope", "Forbidden") } else { ("", "Unauthorized") };
        let words = "This API wants the access token, but with a scope that this one lacks";
        assert_eq!(told_with(&all, scope).as_deref(), Some(words));
        let id = |kind| if kind == Id { ("insufficient_scope", "Forbidden") } else { ("", "Unauthorized") };
        let words = "This API wants an access token, for it asks for a scope";
        assert_eq!(told_with(&[(Id, 403), (Nothing, 401)], id).as_deref(), Some(words));
        let all = [(Iam, 401), (Id, 401), (Access, 401), (Nothing, 401)];
        let neither = told_with(&all, |_| ("UnauthorizedException", "Unauthorized"));
        assert_eq!(neither.as_deref(), Some(NEITHER));
        let over = |kind| ("", if kind == Id { "The incoming token has expired" } else { "Unauthorized" });
        assert_eq!(told_with(&all, over).as_deref(), Some("None of these came through"));
        let through = [(Iam, 403), (Id, 200), (Nothing, 403)];
        let words = "This API wants the ID token: of those tried, it alone came through";
        assert_eq!(told_with(&through, signed).as_deref(), Some(words));
    }

    #[test]
    fn one_try_tells_nothing_of_the_others() {
        assert_eq!(told(&[(AuthKind::Iam, 200)]), None);
        assert_eq!(told(&[(AuthKind::Iam, 0), (AuthKind::Id, 200)]), None, "nobody answered the first");
        assert_eq!(told(&[(AuthKind::Iam, 401), (AuthKind::Id, 1)]), None, "it was stopped");
    }
}
