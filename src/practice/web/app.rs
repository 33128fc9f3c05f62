//! Which app asks at the OAuth endpoints, and whether it is the one: client id and, for a client that has one, the
//! secret, in a Basic header or in the form. A public client must not send one.

use crate::practice::encoding::from_base64;
use crate::practice::form::Form;
use crate::practice::mac::same;
use crate::practice::roster::{CLIENTS, Client};
use crate::practice::wire::Request;

/// The app client that asks, if it proves to be it.
pub(super) fn authenticated(request: &Request, form: &Form) -> Option<&'static Client> {
    let (id, secret) = match request.header("authorization") {
        Some(header) => {
            let (id, secret) = basic(header)?;
            (id, Some(secret))
        }
        None => (form.get("client_id")?.to_owned(), form.get("client_secret").map(str::to_owned)),
    };
    let client = CLIENTS.iter().find(|client| client.id == id)?;
    let proved = match (client.secret, &secret) {
        (None, None) => true,
        (Some(ours), Some(theirs)) => same(ours.as_bytes(), theirs.as_bytes()),
        (None, Some(_)) | (Some(_), None) => false,
    };
    proved.then_some(client)
}

fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    let text = String::from_utf8(from_base64(encoded.trim())?).ok()?;
    let (id, secret) = text.split_once(':')?;
    scheme.eq_ignore_ascii_case("basic").then(|| (id.to_owned(), secret.to_owned()))
}
