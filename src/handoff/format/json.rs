//! Keys and tokens as JSON: everything in one object, and the few names that AWS tools expect of a program that gives
//! keys.

use serde_json::{Map, Value as Json, json};

use super::super::parcel::{Parcel, Piece};
use super::super::redact::Show;
use super::{Unfit, all, needed};

/// The names are those of `poolwalk-cli sign-in --json`.
pub(super) fn everything(parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    const CREDENTIALS: [(Piece, &str); 4] = [
        (Piece::AccessKeyId, "AccessKeyId"),
        (Piece::SecretKey, "SecretAccessKey"),
        (Piece::SessionToken, "SessionToken"),
        (Piece::KeysExpire, "Expiration"),
    ];
    const TOKENS: [(Piece, &str); 4] = [
        (Piece::IdToken, "id"),
        (Piece::AccessToken, "access"),
        (Piece::RefreshToken, "refresh"),
        (Piece::TokensExpire, "expires_at"),
    ];
    all(parcel, show)?;
    let mut told = Map::new();
    for (name, members) in [("credentials", CREDENTIALS), ("tokens", TOKENS)] {
        let part = object(parcel, show, &members);
        if !part.is_empty() {
            told.insert(name.to_owned(), part.into());
        }
    }
    told.extend(object(parcel, show, &[(Piece::Region, "region"), (Piece::Api, "api")]));
    Ok(pretty(&told.into()))
}

/// What a `credential_process` prints, in one line.
pub(super) fn process(parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    needed(parcel, Piece::AccessKeyId, show)?;
    let mut told = Map::from_iter([("Version".to_owned(), json!(1))]);
    told.extend(object(
        parcel,
        show,
        &[
            (Piece::AccessKeyId, "AccessKeyId"),
            (Piece::SecretKey, "SecretAccessKey"),
            (Piece::SessionToken, "SessionToken"),
            (Piece::KeysExpire, "Expiration"),
        ],
    ));
    Ok(Json::Object(told).to_string() + "\n")
}

fn object(parcel: &Parcel, show: Show, members: &[(Piece, &str)]) -> Map<String, Json> {
    let member = |(piece, name): &(Piece, &str)| {
        Some(((*name).to_owned(), Json::from(parcel.item(*piece, show)?.text())))
    };
    members.iter().filter_map(member).collect()
}

/// Indented, with a line break at the end.
pub(in crate::handoff) fn pretty(value: &Json) -> String {
    format!("{value:#}\n")
}
