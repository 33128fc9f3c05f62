//! Signs: what the program can look at by itself, and what speaks for one cause or against it.

use std::time::Duration;

use super::clock;
use super::context::Context;
use super::known::{NameLook, There};
use crate::cognito::{AuthFlow, Way};

/// A session lives this long unless the app client says otherwise.
const SESSION_LIVES: Duration = Duration::from_mins(3);

/// Something to look at. Whether it is there is said by [`Context::shows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// The user pool's ID names another region than the one that was asked.
    OtherRegion,
    /// No user pool is named, and the identity pool is in another region.
    IdentityPoolElsewhere,
    /// This computer's clock is more than half a minute off.
    ClockIsOff,
    /// This computer's clock is more than five minutes off.
    ClockSpoils,
    /// The answer came later than a session usually lives.
    AnsweredLate,
    /// The username is an e-mail address or a phone number.
    NameIsAlias,
    /// The username has capital letters.
    NameHasCapitals,
    /// The password begins or ends with a space.
    PasswordHasSpaces,
    /// A refresh with an alias, and nothing tells the username behind it: the hash is over the wrong name.
    RealNameIsHidden,
    /// No client secret is in the form.
    NoSecret,
    /// No device went along.
    NoDevice,
    /// The refresh token has not the five parts that Cognito's have.
    RefreshTokenIsCut,
    /// This flow worked with this app client before.
    FlowWorked,
    /// Another flow worked with this app client before.
    OtherFlowWorked,
    /// The login is no ID token.
    NotAnIdToken,
    /// The token was made for another app client.
    OtherAudience,
    /// The token's issuer is another than the name it is filed under.
    OtherIssuer,
    /// The token's life was over when it was sent.
    TokenIsOver,
    /// The time of the keys was over when they were used.
    KeysAreOver,
}

impl Context {
    /// Whether the sign is there; none where nobody knows.
    pub(super) fn shows(&self, sign: Sign) -> Option<bool> {
        let known = &self.known;
        let login = known.login.as_ref();
        let typed = known.typed.as_ref();
        let looks = |look| typed?.name.map(|name| name == look);
        let lacks = |what| typed.map(|typed| !typed.has(what));
        match sign {
            Sign::OtherRegion => {
                let named = self.user_pool.as_ref()?.region()?;
                Some(self.region.as_ref()? != &named)
            }
            Sign::IdentityPoolElsewhere => Some(self.identity_pool_elsewhere().is_some()),
            Sign::ClockIsOff => known.clock_behind.map(clock::is_off),
            Sign::ClockSpoils => known.clock_behind.map(|behind| behind.abs() > clock::SPOILS),
            Sign::AnsweredLate => known.waited.map(|waited| waited > SESSION_LIVES),
            Sign::NameIsAlias => looks(NameLook::Alias),
            Sign::NameHasCapitals => looks(NameLook::Capitals),
            Sign::PasswordHasSpaces => lacks(There::SpacesAroundPassword).map(|lacks| !lacks),
            Sign::RealNameIsHidden => {
                let refreshes = self.way.is_some_and(Way::refreshes) && !lacks(There::ClientSecret)?;
                Some(refreshes && lacks(There::RealName)? && looks(NameLook::Alias)?)
            }
            Sign::NoSecret => lacks(There::ClientSecret),
            Sign::NoDevice => lacks(There::Device),
            Sign::RefreshTokenIsCut => typed?.refresh_token_is_whole.map(|is_whole| !is_whole),
            Sign::FlowWorked => self.flow.map(|flow| known.worked.contains(&flow)),
            Sign::OtherFlowWorked => Some(self.way_that_worked().is_some()),
            Sign::NotAnIdToken => login?.token_use.as_ref().map(|used| used != "id"),
            Sign::OtherAudience => Some(login?.audience.as_ref()? != self.client.as_ref()?.as_str()),
            Sign::OtherIssuer => Some(login?.issuer.as_ref()? != &login?.key),
            Sign::TokenIsOver => Some(login?.ends? <= known.sent_by_the_service()?),
            Sign::KeysAreOver => Some(known.keys_end? <= known.sent_by_the_service()?),
        }
    }

    /// A way in that this app client has taken before, other than the one just refused.
    pub(super) fn way_that_worked(&self) -> Option<Way> {
        let other = |flow: &&AuthFlow| Some(**flow) != self.flow && **flow != AuthFlow::RefreshToken;
        let flow = *self.known.worked.iter().rev().find(other)?;
        Way::ALL.into_iter().find(|way| *way != Way::Automatic && way.flow() == Some(flow))
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;
    use crate::cognito::{ClientId, IdentityPoolId, Region, UserPoolId};
    use crate::explain::{Cause, LoginShown, Remedy, Typed, failure};
    use crate::flow::Operation::{
        self, GetCredentialsForIdentity, GetId, InitiateAuth, RespondToAuthChallenge,
    };
    use crate::flow::{Failure, Field, Refusal};

    /// Where, and what is refused.
    type Said = (Operation, &'static str, &'static str);

    const WRONG: Said = (RespondToAuthChallenge, "NotAuthorizedException", "Incorrect username or password.");
    const NO_CLIENT: Said = (InitiateAuth, "ResourceNotFoundException", "User pool client 1 does not exist.");
    const NO_SRP: Said =
        (InitiateAuth, "InvalidParameterException", "USER_SRP_AUTH is not enabled for the client.");
    const LATE: Said = (
        RespondToAuthChallenge,
        "NotAuthorizedException",
        "Invalid session for the user, session is expired.",
    );
    const SIGNED: Said = (Operation::AdminInitiateAuth, "InvalidSignatureException", "Signature expired: 1");
    const OVER: Said = (GetId, "NotAuthorizedException", "Invalid login token. Token expired: 2 >= 1");
    const NO_AUD: Said =
        (GetId, "NotAuthorizedException", "Invalid login token. Missing a required claim: aud");
    const ISSUER: Said =
        (GetId, "NotAuthorizedException", "Invalid login token. Issuer doesn't match providerName");
    const UNSUPPORTED: Said =
        (GetId, "NotAuthorizedException", "Token is not from a supported provider of this identity pool.");
    const ROLE: Said = (GetCredentialsForIdentity, "InvalidIdentityPoolConfigurationException", "");
    const REFRESH: Said = (InitiateAuth, "NotAuthorizedException", "Invalid Refresh Token");
    const HASH: Said =
        (InitiateAuth, "NotAuthorizedException", "Unable to verify secret hash for client 1h57");

    fn context(operation: Operation) -> Context {
        let mut context = Context::new(operation);
        context.flow = Some(AuthFlow::UserSrp);
        context.way = Some(Way::UserSrp);
        context.challenge = Some("PASSWORD_VERIFIER".to_owned());
        context.region = Region::parse("eu-west-1").ok();
        context.user_pool = UserPoolId::parse("eu-west-1_Ab12").ok();
        context.client = ClientId::parse("1h57").ok();
        context.identity_pool = IdentityPoolId::parse("eu-west-1:1f-2e").ok();
        context
    }

    fn advice((operation, code, message): Said, learn: impl Fn(&mut Context)) -> crate::explain::Advice {
        let mut context = context(operation);
        learn(&mut context);
        let refusal = Refusal { code: code.to_owned(), message: message.to_owned(), status: 400 };
        failure(&Failure::Refused(refusal), &context)
    }

    /// The first cause, when it is no guess.
    fn seen(said: Said, learn: impl Fn(&mut Context)) -> String {
        let Cause { text, is_seen } = advice(said, learn).causes.swap_remove(0);
        assert!(is_seen, "a guess: {text}");
        text
    }

    fn typed(context: &mut Context) -> &mut Typed {
        context.known.typed.get_or_insert_default()
    }

    fn shown(context: &mut Context) -> &mut LoginShown {
        context.known.login.get_or_insert_default()
    }

    /// What is refused, what is known, and how the first cause begins.
    type Case = (Said, fn(&mut Context), &'static str);

    const SIGNING_IN: &[Case] = &[
        (NO_CLIENT, |c| c.region = Region::parse("us-east-1").ok(), "The region is us-east-1, and"),
        (
            NO_CLIENT,
            |c| {
                c.user_pool = None;
                c.region = Region::parse("us-east-1").ok();
            },
            "The region is us-east-1, and the identity pool is in eu-west-1",
        ),
        (
            WRONG,
            |c| c.known.clock_behind = Some(SignedDuration::from_mins(7)),
            "This computer’s clock is 7 minutes behind the server’s, and",
        ),
        (
            WRONG,
            |c| c.known.clock_behind = Some(SignedDuration::from_hours(-2)),
            "This computer’s clock is 2 hours ahead of the server’s, and",
        ),
        (WRONG, |c| typed(c).there.push(There::SpacesAroundPassword), "The password in the form begins or"),
        (NO_SRP, |c| c.known.worked = vec![AuthFlow::UserPassword], "USER_PASSWORD_AUTH worked with"),
        (
            LATE,
            |c| c.known.waited = Some(Duration::from_secs(200)),
            "The answer went out 3 min 20 s after the question came.",
        ),
        (
            SIGNED,
            |c| c.known.clock_behind = Some(SignedDuration::from_secs(40)),
            "This computer’s clock is 40 seconds behind the server’s.",
        ),
    ];

    const TOKENS: &[Case] = &[
        (
            OVER,
            |c| {
                shown(c).ends = Timestamp::from_second(1_000).ok();
                c.known.sent = Timestamp::from_second(1_090).ok();
            },
            "It ended 1 min 30 s before it was shown",
        ),
        (
            NO_AUD,
            |c| shown(c).token_use = Some("access".to_owned()),
            "The token that was sent says token_use “access”",
        ),
        (
            ISSUER,
            |c| {
                shown(c).key = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other".to_owned();
                shown(c).issuer = Some("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12".to_owned());
            },
            "The login is filed under cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other, and",
        ),
        (
            UNSUPPORTED,
            |c| shown(c).audience = Some("9zz".to_owned()),
            "The token was made for the app client 9zz, and this walk is one of 1h57.",
        ),
        (REFRESH, |c| typed(c).refresh_token_is_whole = Some(false), "It does not look whole"),
        (
            HASH,
            |c| {
                c.way = Some(Way::RefreshToken);
                typed(c).there.push(There::ClientSecret);
                typed(c).name = Some(NameLook::Alias);
            },
            "The secret is hashed together with the username.",
        ),
    ];

    #[test]
    fn what_can_be_seen_comes_first_and_is_no_guess() {
        for (said, learn, words) in [SIGNING_IN, TOKENS].concat() {
            let text = seen(said, learn);
            assert!(text.starts_with(words), "{text}");
            assert!(!text.contains(['{', '}']), "{text}");
        }
    }

    #[test]
    fn what_is_seen_not_to_be_is_not_said() {
        let right = advice(NO_CLIENT, |_| {});
        assert!(!right.why().contains("region"), "{}", right.why());
        assert!(!right.remedies.contains(&Remedy::Edit(Field::Region)));
        let unknown = advice(NO_CLIENT, |context| context.user_pool = None);
        assert_eq!(unknown.causes[0].text, "Probably the region is wrong: every region keeps its own pools.");
        assert!(!unknown.causes[0].is_seen);
        assert!(unknown.remedies.contains(&Remedy::Edit(Field::Region)));

        assert!(advice(WRONG, |_| {}).why().contains("clock"));
        let on_time = advice(WRONG, |context| context.known.clock_behind = Some(SignedDuration::ZERO));
        assert!(!on_time.why().contains("clock"), "{}", on_time.why());
    }

    #[test]
    fn a_hint_stays_a_guess_where_it_stands_and_a_few_causes_are_enough() {
        let by_mail = advice(WRONG, |context| {
            typed(context).name = Some(NameLook::Alias);
            typed(context).there.push(There::SpacesAroundPassword);
        });
        let seen: Vec<_> = by_mail.causes.iter().map(|cause| cause.is_seen).collect();
        assert_eq!(seen, [true, false, false, false]);
        assert!(by_mail.causes[1].text.starts_with("Most often"));
        assert!(by_mail.causes[2].text.starts_with("Maybe this e-mail address"));
    }

    #[test]
    fn a_flow_that_worked_is_offered_first_and_one_that_was_refused_is_not() {
        let after = advice(NO_SRP, |context| context.known.worked = vec![AuthFlow::Custom]);
        assert_eq!(after.remedies[0], Remedy::UseWay(Way::Custom));
        assert_eq!(after.remedies[1], Remedy::UseWay(Way::UserPassword));
        let both = advice(NO_SRP, |context| context.known.not_allowed = vec![AuthFlow::UserPassword]);
        assert_eq!(both.remedies, [Remedy::Edit(Field::Way)]);

        let proof = Remedy::UseWay(Way::UserPassword);
        assert!(advice(WRONG, |_| {}).remedies.contains(&proof));
        let known = advice(WRONG, |context| context.known.worked = vec![AuthFlow::UserSrp]);
        assert!(!known.remedies.contains(&proof), "the proof is known to be good");
    }

    #[test]
    fn a_role_is_named_and_another_of_the_tokens_roles_is_offered() {
        let [first, second] = ["arn:aws:iam::1:role/First", "arn:aws:iam::1:role/Second"].map(str::to_owned);
        let advice = advice(ROLE, |context| {
            context.known.role = Some(first.clone());
            shown(context).roles = vec![first.clone(), second.clone()];
        });
        assert!(advice.causes[0].text.contains("trust policy of First"), "{}", advice.why());
        assert_eq!(advice.remedies[0], Remedy::UseRole(second));
        assert_eq!(advice.remedies[0].label(), "Ask for the role Second and run again");
        assert!(advice.remedies.contains(&Remedy::TrustPolicy));
    }

    #[test]
    fn tokens_are_refreshed_only_with_a_refresh_token_at_hand() {
        assert_eq!(advice(OVER, |_| {}).remedies, [Remedy::StartAgain]);
        let at_hand = advice(OVER, |context| context.known.can_refresh = true);
        assert_eq!(at_hand.remedies[0], Remedy::Refresh);
    }
}
