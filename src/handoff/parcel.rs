//! What is taken away of a walk, piece by piece: keys, tokens, region, the address of one's API, and when each is
//! over. It knows the name of every piece in every place that it can go to; how it is written there, `format` knows.

use std::fmt;

use jiff::Timestamp;

use super::redact::{self, Show};
use crate::cognito::Region;
use crate::cognito::api_host::{self, Scope};
use crate::flow::{AwsCredentials, Haul, LoginConfig, TokenSet};
use crate::jwt;
use crate::secret::Secret;

/// Everything that can be handed over at once.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parcel {
    /// What it is called where it goes: an environment, a profile, a file.
    pub name: String,
    /// The AWS keys.
    pub credentials: Option<AwsCredentials>,
    /// The tokens of the user pool.
    pub tokens: Option<TokenSet>,
    /// When ID and access token are over.
    pub tokens_expire: Option<Timestamp>,
    /// Where the keys are used.
    pub region: Option<Region>,
    /// The address of one's own API, stage included.
    pub api: Option<String>,
    /// How it is called, where that is known.
    pub manner: Option<ApiManner>,
    /// Where STS is, if that is not AWS.
    pub sts: Option<String>,
    /// The program that gives fresh keys, and its arguments: what a `credential_process` is made of.
    pub process: Vec<String>,
    /// The refresh token goes along to where nothing uses it: into shells, `.env` files and environments.
    pub with_refresh_token: bool,
}

/// How one's own API is called, beside its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiManner {
    /// `GET`, `POST`, …
    pub method: String,
    /// The region that a signature is scoped to.
    pub region: String,
    /// The service that it is scoped to.
    pub service: String,
}

/// Of the address only what stands before the query, which can have a key in it.
impl fmt::Debug for Parcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            credentials,
            tokens,
            tokens_expire,
            region,
            api,
            manner,
            sts,
            process,
            with_refresh_token,
        } = self;
        f.debug_struct("Parcel")
            .field("name", name)
            .field("credentials", credentials)
            .field("tokens", tokens)
            .field("tokens_expire", tokens_expire)
            .field("region", region)
            .field("api", &api.as_deref().and_then(|api| api.split('?').next()))
            .field("sts", &sts.is_some())
            .field("manner", manner)
            .field("process", &process.first())
            .field("with_refresh_token", with_refresh_token)
            .finish()
    }
}

/// One value of a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Piece {
    /// The id of the keys.
    AccessKeyId,
    /// The secret key.
    SecretKey,
    /// The session token of the keys.
    SessionToken,
    /// When the keys are over.
    KeysExpire,
    /// The region.
    Region,
    /// The ID token.
    IdToken,
    /// The access token.
    AccessToken,
    /// The refresh token.
    RefreshToken,
    /// When ID and access token are over.
    TokensExpire,
    /// The address of one's API.
    Api,
}

impl Piece {
    /// Every piece, in the order in which all tools list them.
    pub const ALL: [Self; 10] = [
        Self::AccessKeyId,
        Self::SecretKey,
        Self::SessionToken,
        Self::KeysExpire,
        Self::Region,
        Self::IdToken,
        Self::AccessToken,
        Self::RefreshToken,
        Self::TokensExpire,
        Self::Api,
    ];

    /// What stands beside it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::AccessKeyId => "Access key ID",
            Self::SecretKey => "Secret key",
            Self::SessionToken => "Session token",
            Self::KeysExpire => "Expiration of the keys",
            Self::Region => "Region",
            Self::IdToken => "ID token",
            Self::AccessToken => "Access token",
            Self::RefreshToken => "Refresh token",
            Self::TokensExpire => "Expiration of the tokens",
            Self::Api => "API address",
        }
    }

    /// Its word in the terminal.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AccessKeyId => "access-key-id",
            Self::SecretKey => "secret-key",
            Self::SessionToken => "session-token",
            Self::KeysExpire => "keys-expire",
            Self::Region => "region",
            Self::IdToken => "id-token",
            Self::AccessToken => "access-token",
            Self::RefreshToken => "refresh-token",
            Self::TokensExpire => "tokens-expire",
            Self::Api => "api",
        }
    }

    /// The environment variable that it goes into. Those of the keys are what AWS tools read.
    #[must_use]
    pub const fn variable(self) -> &'static str {
        match self {
            Self::AccessKeyId => "AWS_ACCESS_KEY_ID",
            Self::SecretKey => "AWS_SECRET_ACCESS_KEY",
            Self::SessionToken => "AWS_SESSION_TOKEN",
            Self::KeysExpire => "AWS_CREDENTIAL_EXPIRATION",
            Self::Region => "AWS_REGION",
            Self::IdToken => "ID_TOKEN",
            Self::AccessToken => "ACCESS_TOKEN",
            Self::RefreshToken => "REFRESH_TOKEN",
            Self::TokensExpire => "TOKENS_EXPIRE_AT",
            Self::Api => "API_URL",
        }
    }

    /// Its name among the variables of Postman, Bruno, Insomnia and Hoppscotch.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::AccessKeyId => "accessKey",
            Self::SecretKey => "secretKey",
            Self::SessionToken => "sessionToken",
            Self::KeysExpire => "credentialsExpireAt",
            Self::Region => "region",
            Self::IdToken => "idToken",
            Self::AccessToken => "accessToken",
            Self::RefreshToken => "refreshToken",
            Self::TokensExpire => "tokensExpireAt",
            Self::Api => "baseUrl",
        }
    }

    /// True when it opens something. The access key ID alone opens nothing.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        match self {
            Self::SecretKey | Self::SessionToken | Self::IdToken | Self::AccessToken | Self::RefreshToken => {
                true
            }
            Self::AccessKeyId | Self::KeysExpire | Self::Region | Self::TokensExpire | Self::Api => false,
        }
    }
}

/// One piece that is there: as it is, to be judged, and as it is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) piece: Piece,
    /// As it is.
    pub(super) value: Secret,
    /// The same, or a mask in its place.
    pub(super) shown: Secret,
}

impl Item {
    pub(super) fn text(&self) -> &str {
        self.shown.expose()
    }
}

impl Parcel {
    /// What a walk brought in, for the place where its keys are used.
    #[must_use]
    pub fn of(haul: &Haul, config: &LoginConfig) -> Self {
        Self {
            name: String::new(),
            credentials: haul.credentials.clone(),
            tokens: haul.tokens.clone(),
            tokens_expire: haul.tokens.as_ref().and_then(first_end),
            region: Some(config.identity_region()),
            api: None,
            sts: None,
            manner: None,
            process: Vec::new(),
            with_refresh_token: false,
        }
    }

    /// The same, called something.
    #[must_use]
    pub fn called(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// The value of a piece, if it is there.
    #[must_use]
    pub fn value(&self, piece: Piece) -> Option<Secret> {
        let keys = self.credentials.as_ref();
        let tokens = self.tokens.as_ref();
        match piece {
            Piece::AccessKeyId => keys.map(|keys| Secret::new(keys.access_key_id.as_str())),
            Piece::SecretKey => keys.map(|keys| keys.secret_access_key.clone()),
            Piece::SessionToken => keys.and_then(|keys| keys.session_token.clone()),
            Piece::KeysExpire => keys.and_then(|keys| keys.expiration).map(instant),
            Piece::Region => self.region.as_ref().map(|region| Secret::new(region.as_str())),
            Piece::IdToken => tokens.and_then(|tokens| tokens.id.clone()),
            Piece::AccessToken => tokens.and_then(|tokens| tokens.access.clone()),
            Piece::RefreshToken => tokens.and_then(|tokens| tokens.refresh.clone()),
            Piece::TokensExpire => tokens.and(self.tokens_expire).map(instant),
            Piece::Api => self.api.as_deref().map(Secret::new),
        }
    }

    /// How the API is asked: `GET` where nobody knows better.
    pub(super) fn method(&self) -> &str {
        self.manner.as_ref().map_or("GET", |manner| &manner.method)
    }

    /// Every piece that goes along, in order. A refresh token is good for days, and only where it was asked for.
    pub(super) fn items(&self, show: Show) -> Vec<Item> {
        let goes = |piece: &Piece| *piece != Piece::RefreshToken || self.with_refresh_token;
        Piece::ALL.into_iter().filter(goes).filter_map(|piece| self.item(piece, show)).collect()
    }

    /// What requests to one's API are signed for: as it is called, or as its host says, and where that says no region, in
    /// the one at hand.
    pub(super) fn scope(&self) -> Scope {
        if let Some(ApiManner { region, service, .. }) = &self.manner {
            return Scope { service: service.clone(), region: Some(region.clone()) };
        }
        let said = self.api.as_deref().and_then(api_host::scope_of);
        let said = said.unwrap_or_else(|| Scope { service: api_host::EXECUTE_API.to_owned(), region: None });
        let at_hand = || self.region.as_ref().map(ToString::to_string);
        Scope { region: said.region.or_else(at_hand), ..said }
    }

    pub(super) fn item(&self, piece: Piece, show: Show) -> Option<Item> {
        let value = self.value(piece)?;
        let shown = if piece == Piece::Api {
            redact::url(value.expose(), show).into()
        } else if piece.is_secret() {
            redact::secret(&value, show).into()
        } else {
            value.clone()
        };
        Some(Item { piece, value, shown })
    }

    /// True when there is nothing that opens anything.
    pub(super) fn is_empty(&self) -> bool {
        !Piece::ALL.into_iter().any(|piece| piece.is_secret() && self.value(piece).is_some())
    }

    /// The name, and when the first of what is in it is over.
    pub(super) fn title(&self) -> String {
        let name = if self.name.trim().is_empty() { "Poolwalk" } else { self.name.trim() };
        let keys = self.credentials.as_ref().and_then(|keys| keys.expiration);
        let tokens = self.tokens.as_ref().and(self.tokens_expire);
        let first = keys.into_iter().chain(tokens).min().map(instant);
        first.map_or_else(|| name.to_owned(), |first| format!("{name} (expires {})", first.expose()))
    }
}

/// When the first of the tokens that say so is over.
#[must_use]
pub fn first_end(tokens: &TokenSet) -> Option<Timestamp> {
    let ends = |token: &Secret| jwt::open(token.expose()).moment("exp");
    [&tokens.id, &tokens.access].into_iter().filter_map(|token| ends(token.as_ref()?)).min()
}

/// As AWS tools write it: `2026-01-31T12:00:00Z`.
fn instant(at: Timestamp) -> Secret {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string().into()
}

/// The section whose keys AWS tools in Python give to every profile.
pub(super) const DEFAULTS: &str = "DEFAULT";

/// True of what a profile of the AWS files can be called.
#[must_use]
pub fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && name != DEFAULTS && name.chars().all(is_plain)
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-._".contains(letter)
}

/// What a profile of the AWS files, or a file, can be called: a name with all but letters, digits and `-._` replaced.
#[must_use]
pub fn plain_name(name: &str) -> String {
    let plain: String = name.chars().map(|letter| if is_plain(letter) { letter } else { ' ' }).collect();
    let parts: Vec<&str> = plain.split(' ').filter(|part| part.chars().any(|c| c != '-')).collect();
    let joined = parts.join("-");
    let joined = joined.trim_matches(['-', '.']);
    match joined {
        "" => "poolwalk".to_owned(),
        DEFAULTS => format!("poolwalk-{DEFAULTS}"),
        _ => joined.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_plain_enough_for_a_profile_and_a_file() {
        for (name, plain) in [
            ("qa - ada", "qa-ada"),
            ("Practice pool", "Practice-pool"),
            ("../../etc", "etc"),
            ("ääkkönen", "kk-nen"),
            ("a]\n[b", "a-b"),
            (" ", "poolwalk"),
            ("DEFAULT", "poolwalk-DEFAULT"),
        ] {
            assert_eq!(plain_name(name), plain, "{name}");
            assert!(is_plain_name(plain) && !is_plain_name(name), "{name}");
        }
    }

    #[test]
    fn every_piece_has_a_name_of_its_own_everywhere() {
        for names in [Piece::label, Piece::word, Piece::variable, Piece::field] {
            let mut all: Vec<_> = Piece::ALL.into_iter().map(names).collect();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), Piece::ALL.len());
        }
    }
}
