//! What was over when it was sent to an API: a token, or AWS keys. The program sees that by itself, and APIs seldom name it.

use super::{Offer, Words, cause, says, seen};
use crate::explain::advice::Fixer;
use crate::explain::context::Context;
use crate::explain::sign::Sign;
use crate::flow::{AuthKind, Refusal};

/// What the program can see by itself goes before what the answer says: a token or keys whose time was up when they were
/// sent. APIs seldom name it. What an answer says of the route, or of what was let in, stays as it is.
pub(super) fn time_is_up(refusal: &Refusal, context: &Context) -> Option<&'static Words> {
    const OF_LAMBDA: &str = "not authorized to access this resource";
    const OF_ROUTE: [&str; 3] =
        ["missing authentication token", "not authorized to perform", "explicit deny"];
    let tells = |pattern: &&str| says(&refusal.message, pattern);
    match context.auth? {
        AuthKind::Id | AuthKind::Access => {
            let is_about_it = refusal.status == 401 || (refusal.status == 403 && tells(&OF_LAMBDA));
            let is_over = context.shows(Sign::TokenIsOver) == Some(true);
            Some(&EXPIRED_TOKEN).filter(|_| is_about_it && is_over)
        }
        AuthKind::Iam => {
            let is_about_it = refusal.status == 403 && !OF_ROUTE.iter().any(tells);
            let is_over = context.shows(Sign::KeysAreOver) == Some(true);
            Some(&EXPIRED_KEYS).filter(|_| is_about_it && is_over)
        }
        AuthKind::Nothing => None,
    }
}

pub(super) const EXPIRED_TOKEN: Words = Words {
    what: "The token has expired",
    causes: &[
        seen(Sign::TokenIsOver, "Its life ended {over} before it was sent."),
        seen(Sign::ClockIsOff, "This computer’s clock is {clock}, and can hide when a token is over."),
        cause("A token lives an hour, unless the app client says otherwise."),
    ],
    next: "Refresh the tokens, then send it again.",
    offers: &[Offer::Refresh, Offer::SignIn],
    fixer: Fixer::Person,
};

pub(super) const EXPIRED_KEYS: Words = Words {
    what: "The AWS keys have expired",
    causes: &[
        seen(Sign::KeysAreOver, "Their time ended {over} before they were used."),
        cause(
            "Keys are good until the expiration that came with them: an hour after the enhanced flow, 15 minutes to 12 hours after the classic one.",
        ),
    ],
    next: "Get fresh keys: refresh, or sign in again.",
    offers: &[Offer::Refresh, Offer::SignIn],
    fixer: Fixer::Person,
};

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use crate::explain::{Context, Known, LoginShown, Remedy, failure};
    use crate::flow::AuthKind::{Access, Iam, Id, Nothing};
    use crate::flow::{AuthKind, Failure, Operation, Refusal};

    /// The headline and the first cause, where token and keys ended at 1000, and the request went out at `sent`.
    fn after_the_end(sent: i64, said: (u16, &str, AuthKind)) -> (String, String) {
        let ends = Timestamp::from_second(1_000).ok();
        let known = Known {
            sent: Timestamp::from_second(sent).ok(),
            login: Some(LoginShown { ends, ..LoginShown::default() }),
            keys_end: ends,
            can_refresh: true,
            ..Known::default()
        };
        let (status, message, auth) = said;
        let context = Context { auth: Some(auth), known, ..Context::new(Operation::CallApi) };
        let refusal = Refusal { code: String::new(), message: message.to_owned(), status };
        let mut advice = failure(&Failure::Refused(refusal), &context);
        let offers = advice.what.contains("expired");
        assert_eq!(advice.remedies.first() == Some(&Remedy::Refresh), offers, "{message}");
        (advice.what, advice.causes.swap_remove(0).text)
    }

    #[test]
    fn what_was_over_when_it_was_sent_is_told_first_whatever_the_answer_says() {
        for (status, message, auth) in [
            (401, "Unauthorized", Id),
            (401, "Unauthorized", Access),
            (401, "The incoming token has expired", Access),
            (401, "", Id),
            (403, "User is not authorized to access this resource", Access),
        ] {
            let told = after_the_end(1_090, (status, message, auth));
            assert_eq!(told.0, "The token has expired", "{message}");
            assert_eq!(told.1, "Its life ended 1 min 30 s before it was sent.");
        }
        for message in ["The security token included in the request is invalid.", "Forbidden", ""] {
            let told = after_the_end(1_090, (403, message, Iam));
            assert_eq!(told.0, "The AWS keys have expired", "{message}");
            assert_eq!(told.1, "Their time ended 1 min 30 s before they were used.");
        }
    }

    #[test]
    fn what_is_not_about_time_or_was_in_time_keeps_its_words() {
        for (sent, status, message, auth) in [
            (999, 401, "Unauthorized", Id),
            (999, 403, "Forbidden", Iam),
            (1_090, 403, "Missing Authentication Token", Iam),
            (1_090, 403, "Missing Authentication Token", Id),
            (1_090, 403, "User: x is not authorized to perform: y", Iam),
            (1_090, 403, "Forbidden", Access),
            (1_090, 401, "Unauthorized", Iam),
            (1_090, 401, "Unauthorized", Nothing),
            (1_090, 429, "Too Many Requests", Id),
            (1_090, 502, "Internal server error", Iam),
        ] {
            let told = after_the_end(sent, (status, message, auth)).0;
            assert!(!told.contains("expired"), "{message}: {told}");
        }
    }

    /// By this computer's clock the token had ten seconds left; the service's clock is a minute ahead.
    #[test]
    fn what_counts_is_the_clock_of_the_service() {
        let known = Known {
            sent: Timestamp::from_second(990).ok(),
            clock_behind: Some(SignedDuration::from_mins(1)),
            login: Some(LoginShown { ends: Timestamp::from_second(1_000).ok(), ..LoginShown::default() }),
            ..Known::default()
        };
        let context = Context { auth: Some(Id), known, ..Context::new(Operation::CallApi) };
        let refusal = Refusal { code: String::new(), message: "Unauthorized".to_owned(), status: 401 };
        let advice = failure(&Failure::Refused(refusal), &context);
        assert_eq!(advice.what, "The token has expired");
        assert!(advice.why().starts_with("Its life ended 50 s before it was sent."), "{}", advice.why());
        assert!(advice.why().contains("and can hide when a token is over"), "{}", advice.why());
    }
}
