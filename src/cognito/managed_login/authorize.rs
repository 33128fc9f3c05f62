//! What a sign-in in the browser asks for, as the address that the browser is sent to; and the two hashes that
//! tie what comes back to it: PKCE's challenge (RFC 7636) and the ID token's `at_hash` (OpenID Connect Core 3.1.3.6).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use sha2::{Digest as _, Sha256};
use url::form_urlencoded::Serializer;

use super::domain::Domain;
use super::loopback::RedirectUrl;
use super::path;
use crate::cognito::ClientId;
use crate::secret::Secret;

/// A request to `/oauth2/authorize`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizeRequest {
    /// Where the pages are.
    pub domain: Domain,
    /// The app client.
    pub client: ClientId,
    /// Where the browser is to come back to.
    pub redirect: RedirectUrl,
    /// Scopes with spaces between them; none asks for all of the client's.
    pub scopes: String,
    /// Comes back with the answer.
    pub state: Secret,
    /// Comes back in the ID token.
    pub nonce: Secret,
    /// PKCE's S256 challenge.
    pub challenge: String,
    /// Whose sign-in is wanted; none lets the person choose.
    pub identity_provider: Option<String>,
    /// Whether the person is to be asked.
    pub prompt: Option<Prompt>,
    /// The name that the page is to be filled in with.
    pub login_hint: Option<String>,
}

/// `prompt`: whether somebody who is signed in already is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Prompt {
    /// Never ask: it works only for somebody who is signed in.
    Never,
    /// Always ask.
    Login,
    /// Let an account be chosen.
    SelectAccount,
    /// Ask for consent.
    Consent,
}

impl Prompt {
    /// Each, in the order a person is offered them.
    pub const ALL: [Self; 4] = [Self::Login, Self::SelectAccount, Self::Consent, Self::Never];

    /// As it goes on the wire.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Never => "none",
            Self::Login => "login",
            Self::SelectAccount => "select_account",
            Self::Consent => "consent",
        }
    }

    /// The one that a word stands for, letter case aside.
    #[must_use]
    pub fn from_wire(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|prompt| prompt.wire().eq_ignore_ascii_case(word.trim()))
    }
}

impl AuthorizeRequest {
    /// The address to open.
    #[must_use]
    pub fn address(&self) -> Secret {
        let mut query = Serializer::new(String::new());
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", self.client.as_str())
            .append_pair("redirect_uri", self.redirect.as_str());
        let scopes = self.scopes.split_whitespace().collect::<Vec<_>>().join(" ");
        let wishes = [
            ("scope", Some(scopes.as_str()).filter(|scopes| !scopes.is_empty())),
            ("state", Some(self.state.expose())),
            ("nonce", Some(self.nonce.expose())),
            ("code_challenge", Some(self.challenge.as_str())),
            ("code_challenge_method", Some("S256")),
            ("identity_provider", self.identity_provider.as_deref()),
            ("prompt", self.prompt.map(Prompt::wire)),
            ("login_hint", self.login_hint.as_deref()),
        ];
        for (name, value) in wishes {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        Secret::new(format!("{}?{}", self.domain.at(path::AUTHORIZE), query.finish()))
    }
}

/// The S256 challenge of a PKCE verifier.
#[must_use]
pub fn challenge_of(verifier: &Secret) -> String {
    BASE64.encode(Sha256::digest(verifier.expose()))
}

/// The `at_hash` of an access token whose ID token is signed by RS256: the left half of its SHA-256.
#[must_use]
pub fn at_hash(access_token: &Secret) -> String {
    let digest = Sha256::digest(access_token.expose());
    BASE64.encode(digest.split_at_checked(16).map_or(&[][..], |(left, _)| left))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> AuthorizeRequest {
        AuthorizeRequest {
            domain: Domain::parse("https://a.example", None).unwrap(),
            client: ClientId::parse("1h57kf5cpq17m0eml12EXAMPLE").unwrap(),
            redirect: RedirectUrl::parse("http://localhost:8765/callback").unwrap(),
            scopes: " openid  email ".to_owned(),
            state: "s+/".into(),
            nonce: "n".into(),
            challenge: "c".to_owned(),
            identity_provider: None,
            prompt: None,
            login_hint: None,
        }
    }

    #[test]
    fn the_address_says_all_that_is_asked_for() {
        assert_eq!(
            request().address().expose(),
            "https://a.example/oauth2/authorize?response_type=code&client_id=1h57kf5cpq17m0eml12EXAMPLE\
             &redirect_uri=http%3A%2F%2Flocalhost%3A8765%2Fcallback&scope=openid+email&state=s%2B%2F&nonce=n\
             &code_challenge=c&code_challenge_method=S256"
        );
        let more = AuthorizeRequest {
            scopes: String::new(),
            identity_provider: Some("Google".to_owned()),
            prompt: Some(Prompt::SelectAccount),
            login_hint: Some("ada@example.com".to_owned()),
            ..request()
        };
        let address = more.address();
        assert!(!address.expose().contains("scope="));
        let end = "&identity_provider=Google&prompt=select_account&login_hint=ada%40example.com";
        assert!(address.expose().ends_with(end), "{}", address.expose());
    }

    /// RFC 7636, appendix B.
    #[test]
    fn the_challenge_is_the_standards() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into();
        assert_eq!(challenge_of(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    /// The example of OpenID Connect Core 1.0, appendix A.4.
    #[test]
    fn the_hash_of_an_access_token_is_the_standards() {
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y".into();
        assert_eq!(at_hash(&token), "77QmUPtjPfzWtF2AnpK9RQ");
    }

    #[test]
    fn a_prompt_is_found_by_its_word() {
        for prompt in Prompt::ALL {
            assert_eq!(Prompt::from_wire(prompt.wire()), Some(prompt));
        }
        assert_eq!(Prompt::from_wire("perhaps"), None);
    }
}
