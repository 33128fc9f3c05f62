//! What the form and the Call place are filled in with when a connection is chosen.

use super::{App, Form, SignerSource, connections};
use crate::cognito::Way;

impl App {
    /// Fills the form from the connection in use.
    pub(super) fn load_form(&mut self) {
        self.form = match self.connections.current_saved() {
            Some(connection) => connections::form_of(connection),
            None => self.practice_form(),
        };
        self.load_kept();
        self.load_call();
    }

    /// The practice pool's form: everything filled in, ready for one press of Run.
    fn practice_form(&self) -> Form {
        let mut form = Form::default();
        let Some(practice) = &self.practice else { return form };
        let cast = practice.cast();
        cast.region.clone_into(&mut form.draft.region);
        cast.user_pool_id.clone_into(&mut form.draft.user_pool);
        cast.identity_pool_id.clone_into(&mut form.draft.identity_pool);
        form.draft.endpoint.clone_from(&cast.endpoint);
        form.draft.way = Way::UserSrp;
        form.draft.browser.domain.clone_from(&cast.domain);
        form.draft.remembers_device = true;
        cast.developer_provider.clone_into(&mut form.draft.developer_provider);
        if let Some(client) = cast.clients.first() {
            client.client_id.clone_into(&mut form.draft.client);
            form.draft.client_secret = client.client_secret.clone().unwrap_or_default();
        }
        if let Some(user) = cast.users.first() {
            user.username.clone_into(&mut form.draft.username);
            form.draft.password = user.password.clone();
        }
        let key = &cast.admin_key;
        form.signer.source = SignerSource::Keys;
        key.access_key_id.clone_into(&mut form.signer.access_key_id);
        form.signer.secret_access_key = key.secret_access_key.clone();
        form
    }

    /// Something typed in the form changed what a walk would be; settings are kept, secrets are not.
    pub fn form_changed(&mut self) {
        self.connections.note_use(&self.form, self.now);
    }
}
