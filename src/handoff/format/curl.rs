//! The `Authorization` header, and requests to one's API as curl makes them: signed with the keys, or with a token.
//! The lines are for bash, zsh and their kin.

use super::super::parcel::{Parcel, Piece};
use super::super::redact::Show;
use super::super::signed::canonical_query;
use super::shell::sh_quoted;
use super::{Bearer, Unfit, needed};
use crate::flow::{ApiDraft, AuthKind};

pub(super) fn header(bearer: Bearer, parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    Ok(format!("Authorization: Bearer {}", fit(parcel, bearer.piece(), show)?))
}

pub(super) fn bearer(bearer: Bearer, parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    let header = sh_quoted(&header(bearer, parcel, show)?);
    let api = sh_quoted(&address(parcel, show)?);
    let until = until(parcel, Piece::TokensExpire);
    Ok(format!("{until}curl --globoff {}-H {header} \\\n  {api}\n", method(parcel)))
}

pub(super) fn signed(parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    let key = fit(parcel, Piece::AccessKeyId, show)?;
    let secret = fit(parcel, Piece::SecretKey, show)?;
    let api = sh_quoted(&as_signed(&address(parcel, show)?));
    let scope = parcel.scope();
    let region = scope.region.ok_or(Unfit::Missing(Piece::Region.label()))?;
    let scope = sh_quoted(&format!("aws:amz:{region}:{}", scope.service));
    let user = sh_quoted(&format!("{key}:{secret}"));
    let until = until(parcel, Piece::KeysExpire);
    let session = match parcel.value(Piece::SessionToken) {
        Some(_) => {
            let token = fit(parcel, Piece::SessionToken, show)?;
            format!("  -H {} \\\n", sh_quoted(&format!("x-amz-security-token: {token}")))
        }
        None => String::new(),
    };
    let method = method(parcel);
    Ok(format!(
        "{until}curl --globoff {method}--aws-sigv4 {scope} \\\n  --user {user} \\\n{session}  {api}\n"
    ))
}

/// The option for another method than GET. To a HEAD by name, curl would wait for a body that never comes.
fn method(parcel: &Parcel) -> String {
    match parcel.method() {
        "GET" => String::new(),
        "HEAD" => "--head ".to_owned(),
        other => format!("-X {other} "),
    }
}

/// The address with its query as a signature wants it. curl before 8.3 signs a query as it stands there, and botocore
/// always does. A query with something masked in it is there to be read, not sent: it stays.
pub(in crate::handoff) fn as_signed(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    match address.split_once('?') {
        Some((place, query)) if !query.contains('•') => format!("{place}?{}", canonical_query(query)),
        Some(_) | None => address.to_owned(),
    }
}

/// When it stops to work, as a comment.
fn until(parcel: &Parcel, piece: Piece) -> String {
    parcel.value(piece).map_or_else(String::new, |ends| format!("# expires {}\n", ends.expose()))
}

/// Where a request goes that keys or a token go along with.
fn address(parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    let draft = ApiDraft { url: parcel.api.clone().unwrap_or_default(), ..ApiDraft::default() };
    if let Some(problem) = draft.gives_away(AuthKind::Iam) {
        return Err(Unfit::Value { label: Piece::Api.label(), problem });
    }
    fit(parcel, Piece::Api, show)
}

/// A value that a header can carry.
fn fit(parcel: &Parcel, piece: Piece, show: Show) -> Result<String, Unfit> {
    let item = needed(parcel, piece, show)?;
    if item.value.expose().contains(char::is_control) {
        return Err(Unfit::Value { label: piece.label(), problem: "no header holds a line break" });
    }
    Ok(item.text().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_written_as_it_is_signed() {
        for (typed, written) in [
            ("https://a.example/x?b=2&a=1&flag#part", "https://a.example/x?a=1&b=2&flag="),
            ("https://a.example/x?a1=2&a=1", "https://a.example/x?a=1&a1=2"),
            ("https://a.example/x?q=a+b/c", "https://a.example/x?q=a%20b%2Fc"),
            ("https://a.example/x", "https://a.example/x"),
            ("https://a.example/x?b=1&a=•••• 3", "https://a.example/x?b=1&a=•••• 3"),
        ] {
            assert_eq!(as_signed(typed), written);
        }
    }
}
