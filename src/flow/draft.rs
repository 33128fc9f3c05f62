//! The form as it was typed, and how it is read: every problem is named with the field it belongs
//! to, and nothing typed is changed.

use super::browser_draft::BrowserDraft;
use super::config::{Classic, Developer, IdentityPlan, LoginConfig};
use super::errand::{ErrandKind, Need};
use super::field::{Field, FieldProblem, Offer, misplaced, plain};
use crate::cognito::{
    ClientId, Device, FirstFactor, IdentityPoolId, Params, Provider, Region, Until, UserPoolId, Way,
    endpoint, totp,
};
use crate::secret::Secret;

/// The form as it was typed. A text that is not needed may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// May be empty: the user pool's or the identity pool's region is taken.
    pub region: String,
    /// May be empty, unless the way in needs it.
    pub user_pool: String,
    /// Needed where a user pool is asked.
    pub client: String,
    /// Empty for a client without one.
    pub client_secret: Secret,
    /// May be empty: the walk then ends with the tokens.
    pub identity_pool: String,
    /// Needed by most ways in.
    pub username: String,
    /// Needed by most ways in.
    pub password: Secret,
    /// How to begin.
    pub way: Way,
    /// The first factor that `USER_AUTH` asks for; none lets Cognito offer a choice.
    pub preferred: Option<FirstFactor>,
    /// What a refresh begins with.
    pub refresh_token: Secret,
    /// The device that this user was remembered on.
    pub device: Option<Device>,
    /// Confirm and remember this computer when Cognito offers to.
    pub remembers_device: bool,
    /// The secret of the user's authenticator app (base32), when it is kept.
    pub totp_secret: Secret,
    /// The pool's own pages, for a sign-in in the browser.
    pub browser: BrowserDraft,
    /// The user pool's key in `Logins`; derived when empty.
    pub logins_key: String,
    /// Logins of other providers.
    pub providers: Vec<ProviderLogin>,
    /// `CustomRoleArn`; the identity pool chooses when empty.
    pub custom_role: String,
    /// The role of the classic flow; the enhanced flow is used when empty.
    pub classic_role: String,
    /// Seconds that keys of the classic flow live; an hour when empty.
    pub classic_duration: String,
    /// The name of the developer provider.
    pub developer_provider: String,
    /// How far to go; as far as possible when not said.
    pub until: Option<Until>,
    /// Another server in place of AWS's, for all three services.
    pub endpoint: String,
    /// Another server for the identity pool.
    pub endpoint_identity: String,
    /// Another server for STS.
    pub endpoint_sts: String,
}

/// A login of another provider, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProviderLogin {
    /// Whose.
    pub provider: Provider,
    /// What the key needs besides: an issuer URL, an ARN, or the key itself.
    pub detail: String,
    /// The token that was pasted.
    pub token: Secret,
}

/// A user pool's longest user name.
const USERNAME_MOST: usize = 128;
/// Cognito's longest password.
const PASSWORD_MOST: usize = 256;
/// What STS takes for `DurationSeconds`.
const CLASSIC_SECS: std::ops::RangeInclusive<i32> = 900..=43_200;
/// Keys of the classic flow live this long when nothing is said, in seconds: as those of the enhanced one.
const CLASSIC_SECS_USUAL: i32 = 3600;
/// What IAM takes for a role ARN, in characters.
const ROLE_ARN_CHARS: std::ops::RangeInclusive<usize> = 20..=2048;
/// The most logins in one map.
const LOGINS_MOST: usize = 10;

impl Draft {
    /// Reads the form.
    ///
    /// # Errors
    /// Every problem of every field, in the order of the form.
    pub fn check(&self) -> Result<LoginConfig, Vec<FieldProblem>> {
        let mut problems = self.problems();
        match self.derived_region() {
            Some(region) if problems.is_empty() => Ok(self.config(region)),
            Some(_) | None => {
                problems.sort_by_key(|problem| problem.field);
                Err(problems)
            }
        }
    }

    /// Reads what an errand needs of the form: an app client, and mostly a user.
    ///
    /// # Errors
    /// Every problem of those fields, in the order of the form.
    pub fn check_errand(&self, kind: ErrandKind) -> Result<LoginConfig, Vec<FieldProblem>> {
        let mut problems = self.errand_problems(kind);
        match self.derived_region() {
            Some(region) if problems.is_empty() => Ok(self.bare().config(region)),
            Some(_) | None => {
                problems.sort_by_key(|problem| problem.field);
                Err(problems)
            }
        }
    }

    /// Every problem that stands in the way of an errand.
    #[must_use]
    pub fn errand_problems(&self, kind: ErrandKind) -> Vec<FieldProblem> {
        let mut found = self.bare().problems();
        let needs_user = kind.need() == Need::Username;
        found.retain(|problem| {
            let is_place =
                matches!(problem.field, Field::Region | Field::UserPool | Field::Client | Field::Endpoint);
            is_place || (problem.field == Field::Username && needs_user)
        });
        found
    }

    /// The form without all that only a login needs.
    fn bare(&self) -> Self {
        let (way, preferred, until) = (Way::UserAuth, None, None);
        let typed = Some(self.region.clone()).filter(|typed| !typed.trim().is_empty());
        let derived = || self.derived_region().map(|region| region.to_string());
        let region = typed.or_else(derived).unwrap_or_default();
        Self { region, way, preferred, until, identity_pool: String::new(), ..self.clone() }
    }

    pub(super) fn config(&self, region: Region) -> LoginConfig {
        let secret = |secret: &Secret| (!secret.is_empty()).then(|| secret.clone());
        let is_in_browser = self.way == Way::Browser;
        let browser = is_in_browser.then(|| self.browser.plan(Some(&region))).flatten();
        LoginConfig {
            region,
            pool: UserPoolId::parse(&self.user_pool).ok(),
            client: ClientId::parse(&self.client).ok().filter(|_| self.way.is_of_user_pool()),
            client_secret: secret(&self.client_secret),
            identity_pool: IdentityPoolId::parse(&self.identity_pool).ok(),
            // Who signs in with the browser is asked on the pages.
            username: self.named(),
            password: if is_in_browser { Secret::default() } else { self.password.clone() },
            way: self.way,
            preferred: self.preferred.filter(|_| self.way == Way::UserAuth),
            refresh_token: secret(&self.refresh_token),
            real_name: None,
            device: self.device.clone(),
            remembers_device: self.remembers_device,
            totp_secret: secret(&self.totp_secret),
            browser,
            identity: self.identity_plan(),
            until: self.reach(),
        }
    }

    /// Who walks; nobody by name where none is asked for one.
    fn named(&self) -> String {
        let nobody = matches!(self.way, Way::Guest | Way::Providers | Way::Browser);
        if nobody { String::new() } else { self.username.trim().to_owned() }
    }

    fn identity_plan(&self) -> IdentityPlan {
        let typed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let logins =
            self.providers.iter().filter_map(|login| Some((login.provider.key(&login.detail).ok()?, login)));
        IdentityPlan {
            logins_key: typed(&self.logins_key),
            others: logins.fold(Params::new(), |map, (key, login)| map.secret(key, login.token.clone())),
            custom_role: typed(&self.custom_role),
            classic: typed(&self.classic_role).map(|role_arn| Classic {
                role_arn,
                duration_secs: self.classic_secs().unwrap_or(CLASSIC_SECS_USUAL),
            }),
            developer: (self.way == Way::Developer).then(|| Developer {
                provider: self.developer_provider.trim().to_owned(),
                user: self.username.trim().to_owned(),
                duration_secs: None,
            }),
        }
    }

    fn classic_secs(&self) -> Option<i32> {
        self.classic_duration.trim().parse().ok().filter(|secs| CLASSIC_SECS.contains(secs))
    }

    /// Every problem as the form stands, empty fields that are needed included.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        self.check_where(&mut found);
        self.check_who(&mut found);
        if self.way == Way::Browser {
            let region = self.derived_region();
            self.browser.check((region.as_ref(), self.reach()), &mut found);
        }
        self.check_identity(&mut found);
        self.check_endpoints(&mut found);
        found
    }

    /// The region to call: the one typed, or else the one that the ids name. An emulator needs none.
    #[must_use]
    pub fn derived_region(&self) -> Option<Region> {
        let typed = Region::parse(&self.region).ok();
        typed
            .or_else(|| UserPoolId::parse(&self.user_pool).ok()?.region())
            .or_else(|| IdentityPoolId::parse(&self.identity_pool).ok()?.region())
            .or_else(|| (!self.endpoint.trim().is_empty()).then(|| Region::parse("us-east-1").ok())?)
    }

    /// How far the walk goes: as far as was said, or as far as the ids allow.
    #[must_use]
    pub fn reach(&self) -> Until {
        match self.until {
            // Without a user pool there are no tokens to stop at.
            Some(Until::Tokens) if !self.way.is_of_user_pool() => Until::Identity,
            Some(until) => until,
            None if self.identity_pool.trim().is_empty() => Until::Tokens,
            None => Until::Caller,
        }
    }

    fn check_where(&self, found: &mut Vec<FieldProblem>) {
        let typed = |text: &str| !text.trim().is_empty();
        if !self.way.is_of_user_pool() {
            // What stands there from another way in is not looked at.
        } else if typed(&self.user_pool) {
            misplaced(found, Field::UserPool, UserPoolId::parse(&self.user_pool).err());
        } else if self.needs_user_pool() {
            let text = format!("{} needs the user pool ID", self.way.label());
            found.push(plain(Field::UserPool, text));
        }
        if typed(&self.region) {
            misplaced(found, Field::Region, Region::parse(&self.region).err());
        } else if self.derived_region().is_none() {
            found.push(plain(Field::Region, "Needed: no other ID here names a region".into()));
        }
        if self.way.is_of_user_pool() {
            misplaced(found, Field::Client, ClientId::parse(&self.client).err());
        }
        if typed(&self.identity_pool) {
            misplaced(found, Field::IdentityPool, IdentityPoolId::parse(&self.identity_pool).err());
        } else if !self.way.is_of_user_pool() {
            found.push(plain(
                Field::IdentityPool,
                "Needed: without a user pool there is nothing else to ask".into(),
            ));
        } else if self.until.is_some_and(|until| until > Until::Tokens) {
            let text = "Needed to walk further than the tokens".into();
            found.push(plain(Field::IdentityPool, text));
        }
        self.check_regions_agree(found);
    }

    fn needs_user_pool(&self) -> bool {
        let by_srp = self.way == Way::UserAuth && self.preferred == Some(FirstFactor::PasswordSrp);
        self.way.needs_user_pool() || by_srp
    }

    /// A pool is called in its own region; on an endpoint of one's own the region is only a label.
    fn check_regions_agree(&self, found: &mut Vec<FieldProblem>) {
        let (Ok(typed), Ok(pool)) = (Region::parse(&self.region), UserPoolId::parse(&self.user_pool)) else {
            return;
        };
        if let Some(region) = pool.region()
            && self.way.is_of_user_pool()
            && region != typed
            && self.endpoint.trim().is_empty()
        {
            let text = format!("The user pool is in {region}, as its ID says");
            let offer = Some(Offer::TakeRegion(region));
            found.push(FieldProblem { field: Field::Region, text, offer });
        }
    }

    fn check_who(&self, found: &mut Vec<FieldProblem>) {
        let username = self.username.trim();
        let length = username.chars().count();
        if username.is_empty() && self.needs_username() {
            found.push(plain(Field::Username, "This is empty".into()));
        } else if !self.way.shows_username() {
            // Not sent at all, or a name that a developer made up: it may look as it likes.
        } else if length > USERNAME_MOST {
            let text = format!("This is {length} characters long; {USERNAME_MOST} is the most");
            found.push(plain(Field::Username, text));
        } else if username.chars().any(|c| c.is_whitespace() || c.is_control()) {
            found.push(plain(Field::Username, "A username has no spaces in it".into()));
        }
        let length = self.password.chars();
        if self.password.is_empty() && self.needs_password() {
            found.push(plain(Field::Password, "This is empty".into()));
        } else if self.way.takes_password() && length > PASSWORD_MOST {
            let text = format!("This is {length} characters long; {PASSWORD_MOST} is the most");
            found.push(plain(Field::Password, text));
        }
        if self.way.refreshes() && self.refresh_token.is_empty() {
            let text = "Needed: sign in first, or paste one".into();
            found.push(plain(Field::RefreshToken, text));
        }
        let has_app = self.way.is_of_user_pool() && !self.totp_secret.is_empty();
        if has_app && !totp::is_secret(&self.totp_secret) {
            found
                .push(plain(Field::TotpSecret, "Base32 has the letters A to Z and the digits 2 to 7".into()));
        }
    }

    /// True when the walk cannot begin without a name: `SECRET_HASH` of a refresh is made over the user's.
    #[must_use]
    pub fn needs_username(&self) -> bool {
        let hashed = self.way == Way::RefreshToken && !self.client_secret.is_empty();
        self.way.needs_username() || hashed
    }

    /// True when the walk cannot begin without the password.
    #[must_use]
    pub fn needs_password(&self) -> bool {
        let preferred = self.preferred.filter(|_| self.way == Way::UserAuth);
        self.way.needs_password() || preferred.is_some_and(FirstFactor::needs_password)
    }

    fn check_identity(&self, found: &mut Vec<FieldProblem>) {
        self.check_providers(found);
        if self.way == Way::Developer && self.developer_provider.trim().is_empty() {
            found.push(plain(Field::DeveloperProvider, "Needed: its name in the identity pool".into()));
        }
        let is_classic = !self.classic_role.trim().is_empty();
        for (field, text) in
            [(Field::CustomRole, &self.custom_role), (Field::ClassicRole, &self.classic_role)]
        {
            let text = text.trim();
            let looks_right = text.starts_with("arn:") && ROLE_ARN_CHARS.contains(&text.chars().count());
            if !text.is_empty() && !looks_right {
                let text = "A role ARN looks like arn:aws:iam::123456789012:role/Name".into();
                found.push(plain(field, text));
            } else if !text.is_empty() && field == Field::CustomRole && is_classic {
                let text = "The classic flow takes its own role: empty one of the two".into();
                found.push(plain(field, text));
            }
        }
        if is_classic && !self.classic_duration.trim().is_empty() && self.classic_secs().is_none() {
            let (least, most) = (CLASSIC_SECS.start(), CLASSIC_SECS.end());
            found.push(plain(Field::ClassicDuration, format!("A number from {least} to {most}")));
        }
    }

    fn check_providers(&self, found: &mut Vec<FieldProblem>) {
        if !self.way.takes_providers() {
            return;
        }
        let logins = &self.providers;
        let problem = logins.iter().find_map(|login| match login.provider.key(&login.detail) {
            Err(problem) => Some(problem.to_string()),
            Ok(_) if login.token.is_empty() => Some(format!("{} needs its token", login.provider.label())),
            Ok(_) => None,
        });
        let none = (self.way == Way::Providers && logins.is_empty())
            .then(|| "Needed: add a provider, and paste its token".to_owned());
        let many = (logins.len() > LOGINS_MOST).then(|| format!("{LOGINS_MOST} logins are the most"));
        found.extend(problem.or(none).or(many).map(|text| plain(Field::Providers, text)));
    }

    fn check_endpoints(&self, found: &mut Vec<FieldProblem>) {
        for (field, text) in [
            (Field::Endpoint, &self.endpoint),
            (Field::EndpointIdentity, &self.endpoint_identity),
            (Field::EndpointSts, &self.endpoint_sts),
        ] {
            if !text.trim().is_empty()
                && let Err(problem) = endpoint::check_url(text)
            {
                found.push(plain(field, problem.to_string()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(draft: &Draft) -> Vec<Field> {
        let problems = draft.check().err().unwrap_or_default();
        problems.into_iter().map(|problem| problem.field).collect()
    }

    fn said(draft: &Draft) -> Vec<(Field, String)> {
        let problems = draft.check().err().unwrap_or_default();
        problems.into_iter().map(|problem| (problem.field, problem.text)).collect()
    }

    /// Where a way in needs a user pool and an app client, and what besides.
    fn needed(way: Way) -> Vec<Field> {
        use Field as F;
        match way {
            Way::Automatic | Way::UserSrp | Way::CustomSrp | Way::AdminUserPassword | Way::AdminNoSrp => {
                vec![F::Region, F::UserPool, F::Client, F::Username, F::Password]
            }
            Way::UserPassword => vec![F::Region, F::Client, F::Username, F::Password],
            Way::UserAuth | Way::Custom => vec![F::Region, F::Client, F::Username],
            Way::RefreshToken | Way::RotateToken => vec![F::Region, F::Client, F::RefreshToken],
            Way::Browser => vec![F::Region, F::Client, F::Domain],
            Way::Guest => vec![F::Region, F::IdentityPool],
            Way::Providers => vec![F::Region, F::IdentityPool, F::Providers],
            Way::Developer => vec![F::Region, F::IdentityPool, F::Username, F::DeveloperProvider],
        }
    }

    /// Every field filled in as it should be.
    fn full(way: Way) -> Draft {
        Draft {
            user_pool: "eu-west-1_Ab12Cd34E".into(),
            client: "1h57kf5cpq17m0eml12EXAMPLE".into(),
            identity_pool: "eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c".into(),
            username: "alice".into(),
            password: "Secret-1".into(),
            refresh_token: "refresh".into(),
            totp_secret: "GEZDGNBV".into(),
            providers: vec![ProviderLogin { token: "google".into(), ..ProviderLogin::default() }],
            developer_provider: "login.mine".into(),
            browser: BrowserDraft { domain: "my-app".into(), ..BrowserDraft::default() },
            way,
            ..Draft::default()
        }
    }

    #[test]
    fn each_way_in_demands_what_it_needs_and_no_more() {
        for way in Way::ALL {
            assert_eq!(fields(&Draft { way, ..Draft::default() }), needed(way), "{way:?}");
            assert_eq!(fields(&full(way)), [], "{way:?}");
            let only = |field, text: &str| {
                if needed(way).contains(&field) { text.to_owned() } else { String::new() }
            };
            let Draft { user_pool, client, identity_pool, username, developer_provider, .. } = full(way);
            let bare = Draft {
                region: "eu-west-1".into(),
                user_pool: only(Field::UserPool, &user_pool),
                client: only(Field::Client, &client),
                identity_pool: only(Field::IdentityPool, &identity_pool),
                username: only(Field::Username, &username),
                password: only(Field::Password, "Secret-1").into(),
                refresh_token: only(Field::RefreshToken, "refresh").into(),
                providers: if way == Way::Providers { full(way).providers } else { vec![] },
                developer_provider: only(Field::DeveloperProvider, &developer_provider),
                browser: BrowserDraft { domain: only(Field::Domain, "my-app"), ..BrowserDraft::default() },
                way,
                ..Draft::default()
            };
            assert_eq!(fields(&bare), [], "{way:?}");
        }
    }

    #[test]
    fn what_was_left_from_another_way_in_is_not_looked_at() {
        let odd = |way| Draft {
            region: "us-east-1".into(),
            user_pool: "not a pool".into(),
            client: "not a client".into(),
            username: "two words".into(),
            password: "x".repeat(257).into(),
            totp_secret: "1 is no letter of base32".into(),
            classic_duration: "soon".into(),
            ..full(way)
        };
        for way in [Way::Guest, Way::Providers, Way::Developer] {
            assert_eq!(fields(&odd(way)), [], "{way:?}");
        }
        let elsewhere = Draft { user_pool: "eu-central-1_Ab12Cd34E".into(), ..odd(Way::Guest) };
        assert_eq!(fields(&elsewhere), [], "a user pool that is not asked may be anywhere");
        let half = || vec![ProviderLogin { provider: Provider::Oidc, ..ProviderLogin::default() }];
        for way in [Way::Guest, Way::Developer] {
            assert_eq!(fields(&Draft { providers: half(), ..full(way) }), [], "{way:?}");
        }
        assert_eq!(fields(&Draft { providers: half(), ..full(Way::UserSrp) }), [Field::Providers]);
        let rotating = Draft { username: "two words".into(), ..full(Way::RotateToken) };
        assert_eq!(fields(&rotating), []);
        let custom = Draft { password: "x".repeat(257).into(), ..full(Way::Custom) };
        assert_eq!(fields(&custom), []);
    }

    #[test]
    fn a_first_factor_brings_its_needs_along() {
        let bare = |preferred| Draft { preferred, region: "eu-west-1".into(), ..Draft::default() };
        let needs = |preferred| {
            let draft = Draft { way: Way::UserAuth, client: "abc".into(), ..bare(preferred) };
            fields(&Draft { username: "alice".into(), ..draft })
        };
        assert_eq!(needs(None), []);
        assert_eq!(needs(Some(FirstFactor::EmailOtp)), []);
        assert_eq!(needs(Some(FirstFactor::Password)), [Field::Password]);
        assert_eq!(needs(Some(FirstFactor::PasswordSrp)), [Field::UserPool, Field::Password]);
        // It is the choice's alone.
        let custom = Draft { preferred: Some(FirstFactor::PasswordSrp), ..full(Way::Custom) };
        let custom = Draft { password: "".into(), user_pool: String::new(), ..custom };
        assert_eq!(custom.check().unwrap().preferred, None);
    }

    #[test]
    fn a_refresh_with_a_client_secret_needs_the_name_for_its_hash() {
        let nobody = |way| Draft { username: String::new(), client_secret: "secret".into(), ..full(way) };
        assert_eq!(fields(&nobody(Way::RefreshToken)), [Field::Username]);
        assert_eq!(fields(&nobody(Way::RotateToken)), [], "the operation takes the secret itself");
    }

    #[test]
    fn what_is_wrong_with_the_identity_half_stands_beside_its_field() {
        let login = |provider, detail: &str, token: &str| ProviderLogin {
            provider,
            detail: detail.to_owned(),
            token: token.into(),
        };
        let with = |providers| Draft { providers, ..full(Way::Providers) };
        let own = |text: &str| text.to_owned();
        let google = || login(Provider::Google, "", "token");
        for (draft, field, text) in [
            (
                Draft { custom_role: "PracticeReader".into(), ..full(Way::UserSrp) },
                Field::CustomRole,
                "A role ARN looks like arn:aws:iam::123456789012:role/Name",
            ),
            (
                Draft { classic_role: "arn:short".into(), ..full(Way::Guest) },
                Field::ClassicRole,
                "A role ARN looks like arn:aws:iam::123456789012:role/Name",
            ),
            (
                with(vec![login(Provider::Oidc, " ", "token")]),
                Field::Providers,
                "OpenID Connect needs its issuer URL",
            ),
            (
                with(vec![google(), login(Provider::Facebook, "", "")]),
                Field::Providers,
                "Facebook needs its token",
            ),
            (with(vec![google(); 11]), Field::Providers, "10 logins are the most"),
            (with(vec![]), Field::Providers, "Needed: add a provider, and paste its token"),
            (
                Draft { totp_secret: "018".into(), ..full(Way::UserSrp) },
                Field::TotpSecret,
                "Base32 has the letters A to Z and the digits 2 to 7",
            ),
        ] {
            assert_eq!(said(&draft), [(field, own(text))]);
        }
        let classic = |secs: &str| Draft {
            classic_role: "arn:aws:iam::123456789012:role/Reader".into(),
            classic_duration: secs.to_owned(),
            ..full(Way::Guest)
        };
        for secs in ["899", "43201", "an hour", "-1", "900.5"] {
            assert_eq!(
                said(&classic(secs)),
                [(Field::ClassicDuration, own("A number from 900 to 43200"))],
                "{secs}"
            );
        }
        let secs = |text| classic(text).check().unwrap().identity.classic.unwrap().duration_secs;
        assert_eq!([secs(""), secs("900"), secs(" 43200 ")], [3600, 900, 43_200]);
    }

    #[test]
    fn a_role_to_ask_for_and_one_of_the_classic_flow_are_one_too_many() {
        let role = |name: &str| format!("arn:aws:iam::123456789012:role/{name}");
        let both = Draft { custom_role: role("Wanted"), classic_role: role("Classic"), ..full(Way::Guest) };
        let text = "The classic flow takes its own role: empty one of the two";
        assert_eq!(said(&both), [(Field::CustomRole, text.to_owned())]);
        for one in [
            Draft { custom_role: " ".into(), ..both.clone() },
            Draft { classic_role: " ".into(), ..both.clone() },
        ] {
            assert_eq!(fields(&one), []);
        }
    }

    #[test]
    fn a_walk_without_a_user_pool_goes_as_far_as_the_identity_at_least() {
        for way in [Way::Guest, Way::Providers, Way::Developer] {
            let until = |until| Draft { until, ..full(way) }.reach();
            assert_eq!(
                [until(Some(Until::Tokens)), until(None)],
                [Until::Identity, Until::Caller],
                "{way:?}"
            );
        }
    }

    #[test]
    fn logins_are_filed_under_the_keys_of_their_providers() {
        let login = |provider, detail: &str| ProviderLogin {
            provider,
            detail: detail.to_owned(),
            token: "token".into(),
        };
        let providers =
            vec![login(Provider::Facebook, ""), login(Provider::Oidc, "https://id.example/main/")];
        let config = Draft { providers, logins_key: " mine ".into(), ..full(Way::UserSrp) }.check().unwrap();
        let keys: Vec<_> = config.identity.others.iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["graph.facebook.com", "id.example/main"]);
        assert_eq!(config.logins_key(&"a.b.c".into()), "mine");
        let developer = full(Way::Developer).check().unwrap().identity.developer.unwrap();
        assert_eq!((developer.provider.as_str(), developer.user.as_str()), ("login.mine", "alice"));
        assert_eq!(full(Way::UserSrp).check().unwrap().identity.developer, None);
    }
}
