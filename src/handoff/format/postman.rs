//! Postman: an environment with the values, each secret marked as one, and a collection of requests to one's API that
//! names the values and holds none of them (format v2.1.0).

use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use super::super::parcel::{Parcel, Piece};
use super::super::redact::Show;
use super::Unfit;
use super::json::pretty;
use super::variables::{SERVICE, Variable, variables};
use crate::cognito::endpoint;

/// Format v2.1.0 of a collection.
pub(in crate::handoff) const SCHEMA: &str =
    "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

pub(super) fn environment(parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    let values: Vec<Json> = variables(parcel, show)?.iter().map(value).collect();
    Ok(pretty(&json!({
        "id": id_of(&parcel.name),
        "name": parcel.title(),
        "values": values,
        "_postman_variable_scope": "environment",
    })))
}

/// Later versions of Postman look at `secret`, earlier ones at `type`.
fn value(variable: &Variable) -> Json {
    let Variable { name: key, value, is_secret } = variable;
    if *is_secret {
        json!({ "key": key, "value": value, "type": "secret", "secret": true, "enabled": true })
    } else {
        json!({ "key": key, "value": value, "type": "default", "enabled": true })
    }
}

pub(super) fn collection(parcel: &Parcel, _show: Show) -> Result<String, Unfit> {
    let has = |piece| parcel.value(piece).is_some();
    let mut items = Vec::new();
    if has(Piece::Api) && has(Piece::SecretKey) {
        items.push(request(parcel, "Your API, signed with the keys", &signed("{{service}}")));
    }
    for (piece, name) in [
        (Piece::IdToken, "Your API with the ID token"),
        (Piece::AccessToken, "Your API with the access token"),
    ] {
        if has(Piece::Api) && has(piece) {
            items.push(request(parcel, name, &bearer(piece)));
        }
    }
    if has(Piece::SecretKey) {
        items.push(who_am_i(parcel));
    }
    if items.is_empty() {
        return Err(if parcel.is_empty() { Unfit::Nothing } else { Unfit::Missing(Piece::Api.label()) });
    }
    let name = if parcel.name.trim().is_empty() { "Poolwalk" } else { parcel.name.trim() };
    Ok(pretty(&json!({ "info": { "name": name, "schema": SCHEMA }, "item": items })))
}

fn request(parcel: &Parcel, name: &str, auth: &Json) -> Json {
    let url = format!("{{{{{}}}}}", Piece::Api.field());
    json!({ "name": name, "request": { "method": parcel.method(), "header": [], "url": url, "auth": auth } })
}

/// `GetCallerIdentity`: whose keys these are. It is asked where the keys are from, which the API may be far from.
fn who_am_i(parcel: &Parcel) -> Json {
    let at_aws = || {
        let region = parcel.region.as_ref();
        format!("https://{}/", region.map_or("sts.{{region}}.amazonaws.com".to_owned(), endpoint::sts_host))
    };
    let url = parcel.sts.clone().unwrap_or_else(at_aws);
    let region = parcel.region.as_ref().map_or(REGION, |region| region.as_str());
    let form = [("Action", "GetCallerIdentity"), ("Version", "2011-06-15")];
    json!({ "name": "Who am I (STS)", "request": {
        "method": "POST",
        "header": [{ "key": "Accept", "value": "application/json" }],
        "url": url,
        "auth": signed_in(region, "sts"),
        "body": {
            "mode": "urlencoded",
            "urlencoded": form.map(|(key, value)| json!({ "key": key, "value": value, "type": "text" })),
        },
    } })
}

/// The region that requests to one's API are signed for.
const REGION: &str = "{{region}}";

/// AWS Signature, in the region of the environment.
fn signed(service: &str) -> Json {
    signed_in(REGION, service)
}

/// AWS Signature in a region of its own, for that of the environment may be another one. The session token goes here and
/// into no header: Postman signs its own header.
pub(in crate::handoff) fn signed_in(region: &str, service: &str) -> Json {
    let named = |piece: Piece| (piece.field(), format!("{{{{{}}}}}", piece.field()));
    let [key, secret, token] = [Piece::AccessKeyId, Piece::SecretKey, Piece::SessionToken].map(named);
    let region = (Piece::Region.field(), region.to_owned());
    let fields = [key, secret, token, region, (SERVICE, service.to_owned())];
    json!({
        "type": "awsv4",
        "awsv4": fields.map(|(key, value)| json!({ "key": key, "value": value, "type": "string" })),
    })
}

fn bearer(piece: Piece) -> Json {
    let token = format!("{{{{{}}}}}", piece.field());
    json!({ "type": "bearer", "bearer": [{ "key": "token", "value": token, "type": "string" }] })
}

/// An id that follows from the name, so that the same environment comes in again in its own place.
pub(super) fn id_of(name: &str) -> String {
    let digest = Sha256::digest(format!("poolwalk environment {name}"));
    let hex = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-8{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}
