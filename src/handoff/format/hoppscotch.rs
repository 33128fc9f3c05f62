//! A Hoppscotch environment (its format v2).

use serde_json::{Value as Json, json};

use super::super::parcel::Parcel;
use super::super::redact::Show;
use super::json::pretty;
use super::postman::id_of;
use super::{Unfit, all};

pub(super) fn write(parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    let variables = all(parcel, show)?.into_iter().map(|item| {
        json!({
            "key": item.piece.field(),
            "initialValue": item.text(),
            "currentValue": item.text(),
            "secret": item.piece.is_secret(),
        })
    });
    Ok(pretty(&json!([{
        "v": 2,
        "id": id_of(&parcel.name),
        "name": parcel.title(),
        "variables": variables.collect::<Vec<Json>>(),
    }])))
}
