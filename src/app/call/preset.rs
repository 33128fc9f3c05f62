//! Requests that are filled in at one press: the practice API's routes, and questions to AWS that anybody's keys may ask.

use crate::app::App;
use crate::cognito::{Region, endpoint};
use crate::flow::{ApiDraft, AuthKind};

/// A request that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Preset {
    /// A route of the practice API, by its place.
    Practice(usize),
    /// STS: whose keys are these?
    WhoAmI,
    /// S3: which buckets are there?
    Buckets,
    /// `DynamoDB`: which tables are there?
    Tables,
}

impl Preset {
    /// Those that ask AWS itself.
    pub const OF_AWS: [Self; 3] = [Self::WhoAmI, Self::Buckets, Self::Tables];
}

impl App {
    /// The presets that make sense here, each with its name and what it tells.
    #[must_use]
    pub fn presets(&self) -> Vec<(Preset, &'static str, &'static str)> {
        let who = (Preset::WhoAmI, "Who am I", "STS tells whose keys these are; every key may ask");
        let Some(practice) = self.practice.as_ref().filter(|_| self.is_practice()) else {
            return vec![
                who,
                (Preset::Buckets, "List my S3 buckets", "Answers, or says that the role may not"),
                (Preset::Tables, "List my DynamoDB tables", "Answers, or says that the role may not"),
            ];
        };
        let routes = practice.cast().api_routes.iter().enumerate();
        let mut presets: Vec<_> =
            routes.map(|(at, route)| (Preset::Practice(at), route.path, route.lesson)).collect();
        presets.push(who);
        presets
    }

    /// The request of a preset, and how it is authorized.
    pub(super) fn preset(&self, preset: Preset) -> Option<(ApiDraft, AuthKind)> {
        let region = self.region_at_hand().and_then(|region| Region::parse(&region).ok());
        let region = region.or_else(|| Region::parse("us-east-1").ok())?;
        let at_aws = |service: &str| format!("https://{}/", endpoint::service_host(service, &region));
        Some(match preset {
            Preset::Practice(at) => {
                let cast = self.practice.as_ref()?.cast();
                let route = cast.api_routes.get(at)?;
                let url = format!("{}{}", cast.api_url, route.path);
                let draft = ApiDraft { url, ..ApiDraft::default() };
                (draft, auth_of(route.authorizer, !route.scopes.is_empty()))
            }
            Preset::WhoAmI => {
                let own = self.sts_of_login().or_else(|| self.endpoints().sts);
                let (signing_region, service) = match own {
                    Some(_) => (region.to_string(), "sts".to_owned()),
                    None => Default::default(),
                };
                let url = own.map_or_else(|| at_aws("sts"), |own| format!("{}/", own.trim_end_matches('/')));
                let draft = ApiDraft {
                    method: "POST".to_owned(),
                    url,
                    headers: "content-type: application/x-www-form-urlencoded".into(),
                    body: "Action=GetCallerIdentity&Version=2011-06-15".into(),
                    region: signing_region,
                    service,
                };
                (draft, AuthKind::Iam)
            }
            Preset::Buckets => (ApiDraft { url: at_aws("s3"), ..ApiDraft::default() }, AuthKind::Iam),
            Preset::Tables => {
                let draft = ApiDraft {
                    method: "POST".to_owned(),
                    url: at_aws("dynamodb"),
                    headers:
                        "content-type: application/x-amz-json-1.0\nx-amz-target: DynamoDB_20120810.ListTables"
                            .into(),
                    body: "{}".into(),
                    ..ApiDraft::default()
                };
                (draft, AuthKind::Iam)
            }
        })
    }

    /// The region of the keys: that of the identity pool they are from.
    #[must_use]
    pub fn region_at_hand(&self) -> Option<String> {
        let of_walk = || self.walk.as_ref().map(|walk| walk.flow().config().identity_region().to_string());
        let of_login = self.signed_in.as_ref().map(|known| known.config.identity_region().to_string());
        let of_form = || self.form.draft.derived_region().as_ref().map(Region::to_string);
        of_login.or_else(of_walk).or_else(of_form)
    }
}

/// What a route of the practice API is made to take.
fn auth_of(authorizer: &str, has_scopes: bool) -> AuthKind {
    match (authorizer, has_scopes) {
        ("AWS_IAM", _) => AuthKind::Iam,
        ("COGNITO_USER_POOLS", false) => AuthKind::Id,
        ("COGNITO_USER_POOLS", true) => AuthKind::Access,
        _ => AuthKind::Nothing,
    }
}
