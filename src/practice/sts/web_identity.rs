//! `AssumeRoleWithWebIdentity`: the second half of the classic flow. The identity pool's OpenID token is changed for the
//! keys of a role that trusts it; nobody signs.

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::{NAMESPACE, escape};
use crate::practice::credentials::{Assumed, Handed};
use crate::practice::error::Failure;
use crate::practice::form::Form;
use crate::practice::input::{Constraint, Input, Rule};
use crate::practice::keys::{Unopened, peek};
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::{IDENTITY_POOLS, Role, Trust};

const ISSUER: &str = "cognito-identity.amazonaws.com";
const USUAL_SECS: i64 = 3600;

const RULES: &[Rule] = &[
    Rule::required("RoleArn", &[Constraint::Min(20), Constraint::Max(2048)]),
    Rule::required(
        "RoleSessionName",
        &[
            Constraint::Pattern(r"[\w+=,.@-]*", |text| {
                text.chars().all(|c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c))
            }),
            Constraint::Min(2),
            Constraint::Max(64),
        ],
    ),
    Rule::required("WebIdentityToken", &[Constraint::Min(4), Constraint::Max(20_000)]).sensitive(),
];

/// Who the token says is there.
struct Bearer {
    subject: String,
    audience: String,
}

pub(super) fn assume_role(pool: &mut Pool, call: &Call<'_>, form: &Form) -> Result<String, Failure> {
    let input = members(form)?;
    input.check(RULES).map_err(|failure| Failure { code: "ValidationError", ..failure })?;
    let asked_secs = duration(form)?;
    let (claims, bearer) = open(call, input.demanded("WebIdentityToken"))?;
    let role = Role::by_arn(input.demanded("RoleArn")).filter(|role| trusts(role, &claims, &bearer));
    let role = role.ok_or_else(|| {
        Failure::new("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
            .with_status(403)
    })?;
    let secs = asked_secs.unwrap_or(USUAL_SECS);
    if secs > role.max_session_secs {
        return Err(invalid(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    let assumed = Assumed { role, session: input.demanded("RoleSessionName"), secs };
    let handed = pool.credentials.issue(&mut pool.random, &assumed, call.now);
    Ok(told(&handed, &bearer, call.request_id))
}

fn members(form: &Form) -> Result<Input, Failure> {
    let members: Map<String, Json> =
        form.iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    Input::read(Json::Object(members).to_string().as_bytes())
}

fn duration(form: &Form) -> Result<Option<i64>, Failure> {
    let Some(text) = form.get("DurationSeconds") else { return Ok(None) };
    let Ok(secs) = text.parse() else {
        return Err(Failure::new("MalformedInput", "DurationSeconds is not a whole number"));
    };
    let broken = match secs {
        ..900 => "greater than or equal to 900",
        43_201.. => "less than or equal to 43200",
        _ => return Ok(Some(secs)),
    };
    Err(invalid(format!(
        "1 validation error detected: Value '{secs}' at 'durationSeconds' failed to satisfy constraint: Member must \
         have value {broken}"
    )))
}

fn open(call: &Call<'_>, token: &str) -> Result<(Map<String, Json>, Bearer), Failure> {
    let not_a_token = || {
        token_is_bad(
            "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
                .to_owned(),
        )
    };
    let (_, unverified) = peek(token).ok_or_else(not_a_token)?;
    let issuer = unverified.get("iss").and_then(Json::as_str).unwrap_or_default();
    if issuer != format!("https://{ISSUER}") {
        return Err(token_is_bad(format!("No OpenIDConnect provider found in your account for {issuer}")));
    }
    let claims = call.keys.open_openid(token).map_err(|unopened| match unopened {
        Unopened::NotAToken => not_a_token(),
        Unopened::NotOurs => token_is_bad("Couldn't verify signed token.".to_owned()),
    })?;
    let (now, ends) = (call.now.as_second(), claims.get("exp").and_then(Json::as_i64).unwrap_or_default());
    if now >= ends {
        return Err(Failure::new(
            "ExpiredTokenException",
            format!("Token expired: current date/time {now} must be before the expiration date/time {ends}"),
        ));
    }
    let text = |name: &str| claims.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let bearer = Bearer { subject: text("sub"), audience: text("aud") };
    Ok((claims, bearer))
}

/// The role's trust policy: from which identity pools, and whether signed in or not.
fn trusts(role: &Role, claims: &Map<String, Json>, bearer: &Bearer) -> bool {
    let methods = claims.get("amr").and_then(Json::as_array).into_iter().flatten();
    let methods: Vec<&str> = methods.filter_map(Json::as_str).collect();
    let wanted = match role.trust {
        Trust::Members => "authenticated",
        Trust::Guests => "unauthenticated",
        Trust::Nobody => return false,
    };
    methods.contains(&wanted) && IDENTITY_POOLS.iter().any(|pool| pool.id == bearer.audience)
}

fn invalid(message: impl Into<String>) -> Failure {
    Failure::new("ValidationError", message)
}

fn token_is_bad(message: String) -> Failure {
    Failure::new("InvalidIdentityToken", message)
}

fn told(handed: &Handed, bearer: &Bearer, request_id: &str) -> String {
    let Handed { key_id, secret, token, expires, principal } = handed;
    let expires = Timestamp::from_second(expires.as_second()).unwrap_or(*expires);
    format!(
        "<AssumeRoleWithWebIdentityResponse xmlns=\"{NAMESPACE}\">\n  <AssumeRoleWithWebIdentityResult>\n    \
         <Audience>{audience}</Audience>\n    <AssumedRoleUser>\n      <AssumedRoleId>{user_id}</AssumedRoleId>\n      \
         <Arn>{arn}</Arn>\n    </AssumedRoleUser>\n    <Provider>{ISSUER}</Provider>\n    <Credentials>\n      \
         <AccessKeyId>{key_id}</AccessKeyId>\n      <SecretAccessKey>{secret}</SecretAccessKey>\n      \
         <SessionToken>{token}</SessionToken>\n      <Expiration>{expires}</Expiration>\n    </Credentials>\n    \
         <SubjectFromWebIdentityToken>{subject}</SubjectFromWebIdentityToken>\n  \
         </AssumeRoleWithWebIdentityResult>\n  <ResponseMetadata>\n    <RequestId>{request_id}</RequestId>\n  \
         </ResponseMetadata>\n</AssumeRoleWithWebIdentityResponse>\n",
        audience = escape(&bearer.audience),
        subject = escape(&bearer.subject),
        user_id = escape(&principal.user_id),
        arn = escape(&principal.arn),
        secret = escape(secret.expose()),
        token = escape(token.expose()),
    )
}
