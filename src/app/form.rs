//! The form of the Walk place: what was typed, what was left, and what is to be said about it.

use std::collections::{BTreeMap, BTreeSet};

use super::command::SignerSource;
use crate::cognito::managed_login::Domain;
use crate::cognito::{Provider, Way};
use crate::engine::{Endpoints, Signer};
use crate::flow::{AwsCredentials, Draft, ErrandKind, Field, FieldProblem, Offer, ProviderLogin, home_of};
use crate::secret::Secret;

/// What was typed, and what the person is told about it.
#[derive(Debug, Default)]
pub struct Form {
    /// The fields themselves.
    pub draft: Draft,
    /// Who signs Admin calls.
    pub signer: SignerForm,
    /// What could not begin with what stands here; none when it is a sign-in.
    pub(super) purpose: Option<Purpose>,
    /// Fields that the person has left: only these show what is wrong with them.
    left: BTreeSet<Field>,
    /// The domain as it was completed for the person.
    completed: String,
    /// What was changed for the person, such as spaces taken away.
    notes: BTreeMap<Field, String>,
}

/// What the form is read for, when it is no sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// An errand about an account.
    Errand(ErrandKind),
    /// A check before signing in.
    Check,
}

/// Who signs Admin calls, as typed.
#[derive(Debug, Default)]
pub struct SignerForm {
    /// A profile or typed keys.
    pub source: SignerSource,
    /// The profile's name.
    pub profile: String,
    /// Typed keys: the id.
    pub access_key_id: String,
    /// Typed keys: the secret.
    pub secret_access_key: Secret,
    /// Typed keys: the session token, for temporary ones.
    pub session_token: Secret,
}

impl Form {
    /// A field was left: white space around it goes, and from now on its problems show.
    pub fn leave(&mut self, field: Field) {
        self.left.insert(field);
        if field == Field::Domain {
            return self.complete_domain();
        }
        if let Some(text) = self.text_mut(field) {
            let trimmed = text.trim();
            if trimmed.len() == text.len() {
                self.notes.remove(&field);
            } else {
                *text = trimmed.to_owned();
                self.notes.insert(field, "Spaces around it were removed".to_owned());
            }
        }
    }

    /// A prefix, or a host without a scheme, becomes the address that it stands for.
    fn complete_domain(&mut self) {
        let typed = self.draft.browser.domain.trim().to_owned();
        let region = self.draft.derived_region();
        let completed = Domain::parse(&typed, region.as_ref()).map(|domain| domain.to_string());
        match completed {
            Ok(domain) if domain != typed => {
                self.draft.browser.domain.clone_from(&domain);
                self.completed = domain;
                self.notes.insert(Field::Domain, format!("Completed from {typed}"));
            }
            // What was completed before may be left once more.
            Ok(_) | Err(_) => {
                if typed != self.completed {
                    self.notes.remove(&Field::Domain);
                }
                self.draft.browser.domain = typed;
            }
        }
    }

    /// Every field counts as left: what is wrong anywhere shows.
    pub fn leave_all(&mut self) {
        for field in ALL {
            self.leave(field);
        }
    }

    /// What is wrong with the fields that the person has left.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = match self.purpose {
            Some(Purpose::Errand(kind)) => self.draft.errand_problems(kind),
            Some(Purpose::Check) => self.draft.preflight_problems(),
            None => self.draft.problems(),
        };
        problems.extend(self.signer.problem(self.draft.way).filter(|_| self.purpose.is_none()));
        problems.extend(self.misplaced());
        problems.retain(|problem| {
            // What was typed into the wrong field is said at once: it is never on its way to being right.
            self.left.contains(&problem.field) || problem.offer.is_some()
        });
        problems
    }

    /// Pool ids in fields that take any word: each is offered its right place.
    fn misplaced(&self) -> Vec<FieldProblem> {
        let draft = &self.draft;
        [
            (Field::Region, &draft.region),
            (Field::Username, &draft.username),
            (Field::Endpoint, &draft.endpoint),
            (Field::EndpointIdentity, &draft.endpoint_identity),
            (Field::EndpointSts, &draft.endpoint_sts),
        ]
        .into_iter()
        .filter_map(|(from, text)| {
            let to = home_of(text).filter(|home| *home != from && *home != Field::Region)?;
            let text = format!("This belongs in “{}”", to.label());
            Some(FieldProblem { field: from, text, offer: Some(Offer::Move { from, to }) })
        })
        .collect()
    }

    /// What was changed in a field for the person.
    #[must_use]
    pub fn note(&self, field: Field) -> Option<&str> {
        self.notes.get(&field).map(String::as_str)
    }

    /// Makes a repair.
    pub fn accept(&mut self, offer: &Offer) {
        match offer {
            Offer::TakeRegion(region) => self.draft.region = region.to_string(),
            Offer::Move { from, to } => {
                let text = self.text_mut(*from).map(std::mem::take).unwrap_or_default();
                let displaced =
                    self.text_mut(*to).map(|home| std::mem::replace(home, text.trim().to_owned()));
                // What stood in the right place may belong in the wrong one: two ids swapped.
                if let (Some(displaced), Some(freed)) = (displaced, self.text_mut(*from)) {
                    *freed = displaced;
                }
                self.left.extend([*from, *to]);
            }
        }
    }

    /// The text of a field that holds no secret.
    pub fn text_mut(&mut self, field: Field) -> Option<&mut String> {
        let draft = &mut self.draft;
        match field {
            Field::Region => Some(&mut draft.region),
            Field::UserPool => Some(&mut draft.user_pool),
            Field::Client => Some(&mut draft.client),
            Field::IdentityPool => Some(&mut draft.identity_pool),
            Field::Username => Some(&mut draft.username),
            Field::Endpoint => Some(&mut draft.endpoint),
            Field::EndpointIdentity => Some(&mut draft.endpoint_identity),
            Field::EndpointSts => Some(&mut draft.endpoint_sts),
            Field::Signer => Some(&mut self.signer.profile),
            Field::LoginsKey => Some(&mut draft.logins_key),
            Field::CustomRole => Some(&mut draft.custom_role),
            Field::ClassicRole => Some(&mut draft.classic_role),
            Field::ClassicDuration => Some(&mut draft.classic_duration),
            Field::DeveloperProvider => Some(&mut draft.developer_provider),
            Field::Domain => Some(&mut draft.browser.domain),
            Field::RedirectUrl => Some(&mut draft.browser.redirect_url),
            Field::Scopes => Some(&mut draft.browser.scopes),
            Field::IdentityProvider => Some(&mut draft.browser.identity_provider),
            Field::LoginHint => Some(&mut draft.browser.login_hint),
            Field::SignOutUrl => Some(&mut draft.browser.sign_out_url),
            Field::Prompt
            | Field::ClientSecret
            | Field::Password
            | Field::Way
            | Field::Preferred
            | Field::RefreshToken
            | Field::TotpSecret
            | Field::Providers
            | Field::Until => None,
        }
    }

    /// The secret of a field.
    pub const fn secret_mut(&mut self, field: Field) -> Option<&mut Secret> {
        match field {
            Field::Password => Some(&mut self.draft.password),
            Field::ClientSecret => Some(&mut self.draft.client_secret),
            Field::RefreshToken => Some(&mut self.draft.refresh_token),
            Field::TotpSecret => Some(&mut self.draft.totp_secret),
            Field::Region
            | Field::UserPool
            | Field::Client
            | Field::IdentityPool
            | Field::Username
            | Field::Way
            | Field::Preferred
            | Field::LoginsKey
            | Field::Providers
            | Field::CustomRole
            | Field::ClassicRole
            | Field::ClassicDuration
            | Field::DeveloperProvider
            | Field::Domain
            | Field::RedirectUrl
            | Field::Scopes
            | Field::IdentityProvider
            | Field::Prompt
            | Field::LoginHint
            | Field::SignOutUrl
            | Field::Until
            | Field::Signer
            | Field::Endpoint
            | Field::EndpointIdentity
            | Field::EndpointSts => None,
        }
    }

    /// Takes a login of another provider away.
    pub(super) fn remove_provider(&mut self, at: usize) {
        if at < self.draft.providers.len() {
            self.draft.providers.remove(at);
        }
    }

    /// A login is another provider's: the token of the former goes.
    pub(super) fn set_provider(&mut self, at: usize, provider: Provider) {
        if let Some(login) = self.draft.providers.get_mut(at) {
            *login = ProviderLogin { provider, ..ProviderLogin::default() };
        }
    }

    /// Where the calls go instead of AWS.
    #[must_use]
    pub fn endpoints(&self) -> Endpoints {
        let typed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let all = typed(&self.draft.endpoint);
        Endpoints {
            identity: typed(&self.draft.endpoint_identity).or_else(|| all.clone()),
            sts: typed(&self.draft.endpoint_sts).or_else(|| all.clone()),
            idp: all,
        }
    }
}

impl SignerForm {
    /// Who signs, when that is said.
    #[must_use]
    pub fn signer(&self) -> Option<Signer> {
        let profile = self.profile.trim();
        match self.source {
            SignerSource::Profile => (!profile.is_empty()).then(|| Signer::Profile(profile.to_owned())),
            SignerSource::Keys => self.has_keys().then(|| {
                Signer::Keys(AwsCredentials {
                    access_key_id: self.access_key_id.trim().to_owned(),
                    secret_access_key: self.secret_access_key.clone(),
                    session_token: Some(self.session_token.clone()).filter(|token| !token.is_empty()),
                    expiration: None,
                })
            }),
        }
    }

    fn has_keys(&self) -> bool {
        !self.access_key_id.trim().is_empty() && !self.secret_access_key.is_empty()
    }

    fn problem(&self, way: Way) -> Option<FieldProblem> {
        if !way.is_signed() || self.signer().is_some() {
            return None;
        }
        let text = match self.source {
            SignerSource::Profile => "This is a signed call: choose an AWS profile or type keys",
            SignerSource::Keys => "This is a signed call: an access key ID and its secret are needed",
        };
        Some(FieldProblem { field: Field::Signer, text: text.to_owned(), offer: None })
    }
}

const ALL: [Field; 29] = [
    Field::Region,
    Field::UserPool,
    Field::Client,
    Field::ClientSecret,
    Field::IdentityPool,
    Field::Username,
    Field::Password,
    Field::Way,
    Field::Preferred,
    Field::RefreshToken,
    Field::TotpSecret,
    Field::LoginsKey,
    Field::Providers,
    Field::CustomRole,
    Field::ClassicRole,
    Field::ClassicDuration,
    Field::DeveloperProvider,
    Field::Domain,
    Field::RedirectUrl,
    Field::Scopes,
    Field::IdentityProvider,
    Field::Prompt,
    Field::LoginHint,
    Field::SignOutUrl,
    Field::Until,
    Field::Signer,
    Field::Endpoint,
    Field::EndpointIdentity,
    Field::EndpointSts,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(form: &Form) -> Vec<(Field, String)> {
        form.problems().into_iter().map(|problem| (problem.field, problem.text)).collect()
    }

    #[test]
    fn an_empty_form_says_nothing_until_a_field_is_left() {
        let mut form = Form::default();
        assert_eq!(problems(&form), []);
        form.leave(Field::Username);
        assert_eq!(problems(&form), [(Field::Username, "This is empty".to_owned())]);
    }

    #[test]
    fn spaces_around_a_paste_go_and_that_is_said() {
        let mut form = Form::default();
        form.draft.user_pool = "  eu-west-1_Ab12Cd34E\n".into();
        form.leave(Field::UserPool);
        assert_eq!(form.draft.user_pool, "eu-west-1_Ab12Cd34E");
        assert_eq!(form.note(Field::UserPool), Some("Spaces around it were removed"));
        form.leave(Field::UserPool);
        assert_eq!(form.note(Field::UserPool), None);
    }

    #[test]
    fn two_swapped_ids_are_swapped_back_by_one_press() {
        let mut form = Form::default();
        form.draft.client = "eu-west-1_Ab12Cd34E".into();
        form.draft.user_pool = "1h57kf5cpq17m0eml12EXAMPLE".into();
        let problem = form.problems().into_iter().find(|problem| problem.field == Field::Client).unwrap();
        form.accept(&problem.offer.unwrap());
        assert_eq!(form.draft.user_pool, "eu-west-1_Ab12Cd34E");
        assert_eq!(form.draft.client, "1h57kf5cpq17m0eml12EXAMPLE");
    }

    #[test]
    fn a_pool_id_is_recognized_wherever_it_is_pasted() {
        let mut form = Form::default();
        form.draft.username = "eu-west-1_Ab12Cd34E".into();
        let offer = form.problems().into_iter().find_map(|problem| problem.offer).unwrap();
        form.accept(&offer);
        assert_eq!(form.draft.user_pool, "eu-west-1_Ab12Cd34E");
        assert_eq!(form.draft.username, "");
    }

    #[test]
    fn a_prefix_becomes_the_domain_and_that_is_said() {
        let mut form = Form::default();
        form.draft.user_pool = "eu-west-1_Ab12Cd34E".into();
        form.draft.browser.domain = "my-app".into();
        form.leave(Field::Domain);
        form.leave(Field::Domain);
        assert_eq!(form.draft.browser.domain, "https://my-app.auth.eu-west-1.amazoncognito.com");
        assert_eq!(form.note(Field::Domain), Some("Completed from my-app"));
        form.draft.browser.domain = "https://a.example".into();
        form.leave(Field::Domain);
        assert_eq!(form.note(Field::Domain), None);
    }

    #[test]
    fn admin_flows_want_a_signer() {
        let mut form = Form::default();
        form.draft.way = Way::AdminNoSrp;
        form.leave(Field::Signer);
        assert!(problems(&form).iter().any(|(field, _)| *field == Field::Signer));
        form.signer.profile = "dev".into();
        assert!(problems(&form).is_empty());
        assert_eq!(form.signer.signer(), Some(Signer::Profile("dev".into())));
    }
}
