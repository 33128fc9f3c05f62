//! A Bruno environment, as Bruno itself exports and imports one (JSON). Its own files never hold a secret's value, so
//! there is no other way to bring one.

use serde_json::{Value as Json, json};

use super::super::parcel::Parcel;
use super::super::redact::Show;
use super::Unfit;
use super::json::pretty;
use super::variables::variables;

pub(super) fn write(parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    let variables = variables(parcel, show)?.into_iter().map(|variable| {
        json!({
            "name": variable.name,
            "value": variable.value,
            "type": "text",
            "enabled": true,
            "secret": variable.is_secret,
        })
    });
    Ok(pretty(&json!({
        "name": parcel.title(),
        "variables": variables.collect::<Vec<Json>>(),
        "info": { "type": "bruno-environment" },
    })))
}
