//! Managed login as it was typed, and how it is read. It knows the fields of the form, not the addresses' rules.

use super::config::{BrowserPlan, has_openid};
use super::field::{Field, FieldProblem, plain};
use crate::cognito::managed_login::{
    Domain, OPENID, Prompt, RedirectUrl, USUAL_REDIRECT, USUAL_SCOPES, USUAL_SIGN_OUT,
};
use crate::cognito::{Region, Until, endpoint};

/// What a sign-in in the browser needs, as typed. Where a text has a usual value, an empty one stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserDraft {
    /// An address, or the prefix alone.
    pub domain: String,
    /// On this computer, as registered with the app client.
    pub redirect_url: String,
    /// As registered with the app client.
    pub sign_out_url: String,
    /// With spaces between them.
    pub scopes: String,
    /// May be empty: the person chooses on the page.
    pub identity_provider: String,
    /// None leaves it to the pool.
    pub prompt: Option<Prompt>,
    /// May be empty.
    pub login_hint: String,
}

impl Default for BrowserDraft {
    fn default() -> Self {
        Self {
            domain: String::new(),
            redirect_url: USUAL_REDIRECT.to_owned(),
            sign_out_url: USUAL_SIGN_OUT.to_owned(),
            scopes: USUAL_SCOPES.to_owned(),
            identity_provider: String::new(),
            prompt: None,
            login_hint: String::new(),
        }
    }
}

impl BrowserDraft {
    /// Where the browser comes back to: what was typed, or the usual place.
    #[must_use]
    pub fn redirect(&self) -> &str {
        or(&self.redirect_url, USUAL_REDIRECT)
    }

    /// True when the pages' user info may be asked for.
    #[must_use]
    pub fn has_user_info(&self) -> bool {
        has_openid(or(&self.scopes, USUAL_SCOPES))
    }

    pub(super) fn plan(&self, region: Option<&Region>) -> Option<BrowserPlan> {
        let typed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Some(BrowserPlan {
            domain: Domain::parse(&self.domain, region).ok()?,
            redirect: RedirectUrl::parse(self.redirect()).ok()?,
            sign_out_url: or(&self.sign_out_url, USUAL_SIGN_OUT).to_owned(),
            scopes: or(&self.scopes, USUAL_SCOPES).split_whitespace().collect::<Vec<_>>().join(" "),
            identity_provider: typed(&self.identity_provider),
            prompt: self.prompt,
            login_hint: typed(&self.login_hint),
        })
    }

    pub(super) fn check(&self, (region, until): (Option<&Region>, Until), found: &mut Vec<FieldProblem>) {
        if let Err(problem) = Domain::parse(&self.domain, region) {
            found.push(plain(Field::Domain, problem.to_string()));
        }
        if let Err(problem) = RedirectUrl::parse(self.redirect()) {
            found.push(plain(Field::RedirectUrl, problem.to_string()));
        }
        if let Err(problem) = endpoint::check_url(or(&self.sign_out_url, USUAL_SIGN_OUT)) {
            found.push(plain(Field::SignOutUrl, problem.to_string()));
        }
        if !self.has_user_info() && until > Until::Tokens {
            let text = format!("Without {OPENID} there is no ID token to show to the identity pool");
            found.push(plain(Field::Scopes, text));
        }
    }
}

/// The text, or what an empty one stands for.
fn or<'a>(text: &'a str, usual: &'a str) -> &'a str {
    let text = text.trim();
    if text.is_empty() { usual } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(draft: &BrowserDraft, until: Until) -> Vec<(Field, String)> {
        let mut found = Vec::new();
        draft.check((Region::parse("eu-west-1").ok().as_ref(), until), &mut found);
        found.into_iter().map(|problem| (problem.field, problem.text)).collect()
    }

    #[test]
    fn only_the_domain_has_to_be_typed() {
        let mut draft = BrowserDraft::default();
        assert_eq!(found(&draft, Until::Caller).first().map(|(field, _)| *field), Some(Field::Domain));
        draft.domain = "my-app".into();
        assert_eq!(found(&draft, Until::Caller), []);
        let blank = BrowserDraft {
            redirect_url: String::new(),
            sign_out_url: " ".into(),
            scopes: String::new(),
            ..draft.clone()
        };
        let region = Region::parse("eu-west-1").ok();
        assert_eq!(blank.plan(region.as_ref()), draft.plan(region.as_ref()));
        assert!(draft.plan(region.as_ref()).is_some_and(|plan| plan.has_user_info()));
    }

    #[test]
    fn each_address_is_checked_under_its_own_field() {
        let draft = BrowserDraft {
            domain: "https://a.example/login".into(),
            redirect_url: "https://app.example/callback".into(),
            sign_out_url: "signed-out".into(),
            scopes: "email".into(),
            ..BrowserDraft::default()
        };
        let fields: Vec<_> = found(&draft, Until::Credentials).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, [Field::Domain, Field::RedirectUrl, Field::SignOutUrl, Field::Scopes]);
        assert!(!found(&draft, Until::Tokens).iter().any(|(field, _)| *field == Field::Scopes));
    }
}
