//! What an environment of an API client holds, whichever client it is for. How each writes it down, the files beside this
//! one know.

use super::super::parcel::{Parcel, Piece};
use super::super::redact::Show;
use super::{Unfit, all};
use crate::cognito::api_host::Scope;

/// What the service that requests are signed for is called in an environment.
pub(super) const SERVICE: &str = "service";

/// One value of an environment of an API client.
pub(super) struct Variable {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) is_secret: bool,
}

/// The values of an environment. Region and service are those that requests to one's API are signed for.
pub(super) fn variables(parcel: &Parcel, show: Show) -> Result<Vec<Variable>, Unfit> {
    let Scope { service, region } = parcel.scope();
    let items = all(parcel, show)?.into_iter().filter(|item| item.piece != Piece::Region);
    let items = items.map(|item| Variable {
        name: item.piece.field(),
        value: item.text().to_owned(),
        is_secret: item.piece.is_secret(),
    });
    let plain = |name| move |value| Variable { name, value, is_secret: false };
    let region = region.map(plain(Piece::Region.field()));
    Ok(items.chain(region).chain([plain(SERVICE)(service)]).collect())
}
