//! Postman: an environment with the values, each secret marked as one, and a collection of requests to one's API that
//! names the values and holds none of them (format v2.1.0).

use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use super::super::parcel::{Parcel, Piece};
use super::super::redact::Show;
use super::json::pretty;
use super::{Unfit, all};
use crate::cognito::endpoint;

/// Format v2.1.0 of a collection.
pub(in crate::handoff) const SCHEMA: &str =
    "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
/// What the service that requests are signed for is called.
const SERVICE: &str = "service";

pub(super) fn environment(parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    let mut values: Vec<Json> = Vec::new();
    for item in all(parcel, show)? {
        values.push(value(item.piece.field(), item.text(), item.piece.is_secret()));
    }
    values.push(value(SERVICE, parcel.service(), false));
    Ok(pretty(&json!({
        "id": id_of(&parcel.name),
        "name": parcel.title(),
        "values": values,
        "_postman_variable_scope": "environment",
    })))
}

/// Later versions of Postman look at `secret`, earlier ones at `type`.
fn value(key: &str, value: &str, is_secret: bool) -> Json {
    if is_secret {
        json!({ "key": key, "value": value, "type": "secret", "secret": true, "enabled": true })
    } else {
        json!({ "key": key, "value": value, "type": "default", "enabled": true })
    }
}

pub(super) fn collection(parcel: &Parcel, _show: Show) -> Result<String, Unfit> {
    let has = |piece| parcel.value(piece).is_some();
    let mut items = Vec::new();
    if has(Piece::Api) && has(Piece::SecretKey) {
        items.push(request(parcel, "Your API, signed with the keys", &signed_for_the_api(parcel)));
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

/// `GetCallerIdentity`: whose keys these are.
fn who_am_i(parcel: &Parcel) -> Json {
    let at_aws = || {
        let region = parcel.region.as_ref();
        format!("https://{}/", region.map_or("sts.{{region}}.amazonaws.com".to_owned(), endpoint::sts_host))
    };
    let url = parcel.sts.clone().unwrap_or_else(at_aws);
    let form = [("Action", "GetCallerIdentity"), ("Version", "2011-06-15")];
    json!({ "name": "Who am I (STS)", "request": {
        "method": "POST",
        "header": [{ "key": "Accept", "value": "application/json" }],
        "url": url,
        "auth": signed("sts"),
        "body": {
            "mode": "urlencoded",
            "urlencoded": form.map(|(key, value)| json!({ "key": key, "value": value, "type": "text" })),
        },
    } })
}

/// AWS Signature. The session token goes here and into no header of its own: Postman signs its own header.
pub(in crate::handoff) fn signed(service: &str) -> Json {
    let named = |piece: Piece| (piece.field(), format!("{{{{{}}}}}", piece.field()));
    let [key, secret, token, region] =
        [Piece::AccessKeyId, Piece::SecretKey, Piece::SessionToken, Piece::Region].map(named);
    let fields = [key, secret, token, region, (SERVICE, service.to_owned())];
    json!({
        "type": "awsv4",
        "awsv4": fields.map(|(key, value)| json!({ "key": key, "value": value, "type": "string" })),
    })
}

/// In the region of the environment, unless the API is in another.
fn signed_for_the_api(parcel: &Parcel) -> Json {
    let mut auth = signed(parcel.service());
    let region = parcel.manner.as_ref().map(|manner| manner.region.as_str());
    let elsewhere = region.filter(|region| parcel.region.as_ref().is_none_or(|own| own.as_str() != *region));
    let fields = auth.get_mut("awsv4").and_then(Json::as_array_mut).into_iter().flatten();
    let mut fields =
        fields.filter(|field| field.get("key").and_then(Json::as_str) == Some(Piece::Region.field()));
    if let Some((region, field)) = elsewhere.zip(fields.next()) {
        *field = json!({ "key": Piece::Region.field(), "value": region, "type": "string" });
    }
    auth
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
