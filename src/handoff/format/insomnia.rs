//! An Insomnia environment, in a workspace of its own (export format 4). Values have no mark there, environments have:
//! this one is private, which keeps it out of exports and sync. Values are templates there, and nothing in a template quotes
//! one: it is opened again until nothing is left to open.

use serde_json::{Map, Value as Json, json};

use super::super::parcel::{Item, Parcel};
use super::super::redact::Show;
use super::json::pretty;
use super::postman::id_of;
use super::variables::variables;
use super::{Unfit, all};

/// What begins something other than text in a template.
const OPENINGS: [&str; 3] = ["{{", "{%", "{#"];

pub(super) fn write(parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    let items = all(parcel, show)?;
    let is_template = |item: &&Item| OPENINGS.iter().any(|opening| item.value.expose().contains(opening));
    if let Some(item) = items.iter().find(is_template) {
        let problem = "Insomnia takes what follows {{, {% or {# for a template, and nothing quotes one";
        return Err(Unfit::Value { label: item.piece.label(), problem });
    }
    let variables = variables(parcel, show)?.into_iter();
    let data: Map<String, Json> =
        variables.map(|variable| (variable.name.to_owned(), variable.value.into())).collect();
    let id = id_of(&parcel.name).replace('-', "");
    let [workspace, base, own] =
        [("wrk", ""), ("env", "b"), ("env", "c")].map(|(kind, which)| format!("{kind}_{id}{which}"));
    Ok(pretty(&json!({
        "_type": "export",
        "__export_format": 4,
        "__export_source": "poolwalk",
        "resources": [
            { "_id": workspace, "_type": "workspace", "parentId": null, "name": "Poolwalk", "scope": "collection" },
            { "_id": base, "_type": "environment", "parentId": workspace, "name": "Base environment", "data": {} },
            { "_id": own, "_type": "environment", "parentId": base, "name": parcel.title(), "isPrivate": true, "data": data },
        ],
    })))
}
