//! What an earlier `sign-in --json`, or `export json`, printed, taken in once more.

use std::io::{ErrorKind, Read as _};
use std::path::Path;

use jiff::Timestamp;
use serde_json::Value as Json;
use zeroize::Zeroizing;

use super::problem::Problem;
use super::setup::Refusal;
use crate::cognito::{IdentityPoolId, Region, UserPoolId};
use crate::engine::disk;
use crate::flow::{AwsCredentials, TokenSet};
use crate::handoff::{Parcel, first_end};
use crate::jwt;
use crate::secret::Secret;

/// More is no report of a walk.
const MOST_BYTES: u64 = 8 << 20;

/// Reads it from a file, or from stdin for `-`.
pub(super) fn read(path: &Path, region: Option<&str>) -> Result<Parcel, Refusal> {
    let text = text(path).map_err(|err| unread(path, &err))?;
    let told: Json = serde_json::from_str(text.expose())
        .map_err(|_what_it_quotes| refused("Expected the JSON that sign-in --json prints"))?;
    let region = match region {
        Some(region) => Some(
            Region::parse(region)
                .map_err(|problem| Refusal::Problems(vec![Problem::new("--region", problem.to_string())]))?,
        ),
        None => region_of(&told),
    };
    Ok(parcel(&told, region))
}

fn unread(path: &Path, err: &std::io::Error) -> Refusal {
    let path = path.display();
    refused(if err.kind() == ErrorKind::NotFound {
        format!("There is no file {path}")
    } else if err.kind() == ErrorKind::InvalidData {
        format!("{path}: it is no text in UTF-8")
    } else {
        format!("{path}: {err}")
    })
}

fn text(path: &Path) -> std::io::Result<Secret> {
    if path != Path::new("-") {
        let text = disk::read_small(path, MOST_BYTES)?;
        return text.map(Secret::from).ok_or_else(|| ErrorKind::NotFound.into());
    }
    let mut text = Zeroizing::new(String::new());
    std::io::stdin().lock().take(MOST_BYTES).read_to_string(&mut text)?;
    Ok(text.as_str().into())
}

fn refused(text: impl Into<String>) -> Refusal {
    Refusal::Problems(vec![Problem::new("--from", text)])
}

fn parcel(told: &Json, region: Option<Region>) -> Parcel {
    let text = |pointer: &str| told.pointer(pointer).and_then(Json::as_str);
    let secret = |pointer: &str| text(pointer).map(Secret::from);
    let at = |pointer: &str| text(pointer).and_then(|text| text.parse::<Timestamp>().ok());
    let keys = text("/credentials/AccessKeyId").zip(secret("/credentials/SecretAccessKey"));
    let credentials = keys.map(|(access_key_id, secret_access_key)| AwsCredentials {
        access_key_id: access_key_id.to_owned(),
        secret_access_key,
        session_token: secret("/credentials/SessionToken"),
        expiration: at("/credentials/Expiration"),
    });
    let tokens = TokenSet {
        id: secret("/tokens/id"),
        access: secret("/tokens/access"),
        refresh: secret("/tokens/refresh"),
        expires_in: told.pointer("/tokens/expires_in").and_then(Json::as_i64),
        new_device: None,
    };
    let has_tokens = tokens.id.is_some() || tokens.access.is_some() || tokens.refresh.is_some();
    let tokens = Some(tokens).filter(|_| has_tokens);
    let tokens_expire = tokens.as_ref().and_then(first_end).or_else(|| at("/tokens/expires_at"));
    let api = text("/api").map(str::to_owned);
    Parcel { credentials, tokens, tokens_expire, region, api, ..Parcel::default() }
}

/// As it was told, or where the identity or the user pool is.
fn region_of(told: &Json) -> Option<Region> {
    let text = |pointer: &str| told.pointer(pointer).and_then(Json::as_str);
    let said = || Region::parse(text("/region")?).ok();
    let of_identity = || IdentityPoolId::parse(text("/identity_id")?).ok()?.region();
    let of_pool = || {
        let token = text("/tokens/id").or_else(|| text("/tokens/access"))?;
        let opened = jwt::open(token);
        let pool = opened.claims()?.text("iss")?.rsplit('/').next()?;
        UserPoolId::parse(pool).ok()?.region()
    };
    said().or_else(of_identity).or_else(of_pool)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::handoff::{Format, render};

    #[test]
    fn what_export_json_printed_is_taken_in_whole() {
        let told = json!({
            "credentials": {"AccessKeyId": "ASIA", "SecretAccessKey": "s", "SessionToken": "t",
                "Expiration": "2026-01-31T12:00:00Z"},
            "tokens": {"id": "a.b.c", "access": "d.e.f", "refresh": "g", "expires_at": "2026-01-31T12:00:00Z"},
            "region": "eu-west-1", "api": "http://127.0.0.1:1/practice"
        });
        let parcel = parcel(&told, region_of(&told));
        let again = render(Format::Json, &parcel).unwrap();
        assert_eq!(serde_json::from_str::<Json>(again.text.expose()).unwrap(), told);
    }

    #[test]
    fn the_region_is_where_the_identity_is() {
        let told = json!({"identity_id": "eu-north-1:8cebb116-d7fb-4719-9455-8a0d72aa291c"});
        assert_eq!(region_of(&told), Region::parse("eu-north-1").ok());
        assert_eq!(region_of(&json!({"tokens": null})), None);
    }
}
