//! A Hoppscotch environment (its format v2). By itself and not in a list: the web app takes both, its CLI takes one alone.

use serde_json::{Value as Json, json};

use super::super::parcel::Parcel;
use super::super::redact::Show;
use super::Unfit;
use super::json::pretty;
use super::postman::id_of;
use super::variables::variables;

pub(super) fn write(parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    let variables = variables(parcel, show)?.into_iter().map(|variable| {
        json!({
            "key": variable.name,
            "initialValue": variable.value,
            "currentValue": variable.value,
            "secret": variable.is_secret,
        })
    });
    Ok(pretty(&json!({
        "v": 2,
        "id": id_of(&parcel.name),
        "name": parcel.title(),
        "variables": variables.collect::<Vec<Json>>(),
    })))
}
