//! What a configuration file of another tool says, filled into the form. Reading such a file is `profile`'s business.

use super::Form;
use crate::flow::Field;
use crate::profile;
use crate::profile::import::Import;

/// Fills a form with what a configuration file says, and tells what was taken and what was not.
pub(super) fn import_into(form: &mut Form, import: &Import) -> String {
    let mut taken = Vec::new();
    for (field, text) in &import.found {
        let Some(field) = form_field(*field) else { continue };
        if let Some(home) = form.text_mut(field) {
            home.clone_from(text);
            taken.push(field.label());
        }
    }
    if let Some(secret) = &import.client_secret {
        form.draft.client_secret = secret.clone();
        taken.push(Field::ClientSecret.label());
    }
    let taken = format!("Taken from {}: {}", import.source.label(), taken.join(", "));
    match import.left_out.as_slice() {
        [] => taken,
        left_out => {
            let names: Vec<_> = left_out.iter().map(|left| left.key.as_str()).collect();
            format!("{taken}. Left out: {}", names.join(", "))
        }
    }
}

const fn form_field(field: profile::Field) -> Option<Field> {
    match field {
        profile::Field::Name => None,
        profile::Field::Region => Some(Field::Region),
        profile::Field::UserPool => Some(Field::UserPool),
        profile::Field::Client => Some(Field::Client),
        profile::Field::IdentityPool => Some(Field::IdentityPool),
        profile::Field::Username => Some(Field::Username),
        profile::Field::Endpoint => Some(Field::Endpoint),
        profile::Field::EndpointIdentity => Some(Field::EndpointIdentity),
        profile::Field::EndpointSts => Some(Field::EndpointSts),
        profile::Field::AwsProfile => Some(Field::Signer),
        profile::Field::LoginsKey => Some(Field::LoginsKey),
        profile::Field::CustomRole => Some(Field::CustomRole),
        profile::Field::ClassicRole => Some(Field::ClassicRole),
        profile::Field::ClassicDuration => Some(Field::ClassicDuration),
        profile::Field::DeveloperProvider => Some(Field::DeveloperProvider),
        profile::Field::Domain => Some(Field::Domain),
        profile::Field::RedirectUrl => Some(Field::RedirectUrl),
        profile::Field::SignOutUrl => Some(Field::SignOutUrl),
        profile::Field::Scopes => Some(Field::Scopes),
        profile::Field::IdentityProvider => Some(Field::IdentityProvider),
        profile::Field::LoginHint => Some(Field::LoginHint),
    }
}
