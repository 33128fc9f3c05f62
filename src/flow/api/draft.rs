//! A request as typed, and what is wrong with it, field by field.

use std::fmt;

use url::{ParseError, Url};

use super::{ApiRequest, AuthKind};
use crate::cognito::api_host::{self, Scope};
use crate::cognito::{is_harmless, is_here};
use crate::flow::exchange::Header;
use crate::secret::Secret;

/// What a person typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ApiDraft {
    /// `GET` when empty.
    pub method: String,
    /// The address.
    pub url: String,
    /// `name: value`, one a line; empty lines do not count.
    pub headers: Secret,
    /// The body.
    pub body: Secret,
    /// The region of the signature; taken from the host when empty.
    pub region: String,
    /// The service of the signature; taken from the host when empty.
    pub service: String,
}

/// Of the address only the host: what was typed may have a password in it, or be something else altogether.
impl fmt::Debug for ApiDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = Url::parse(self.url.trim()).ok();
        let url = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        f.debug_struct("ApiDraft").field("host", &url).finish_non_exhaustive()
    }
}

/// The fields of an [`ApiDraft`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ApiField {
    /// The method.
    Method,
    /// The address.
    Url,
    /// The headers.
    Headers,
    /// The region.
    Region,
    /// The service.
    Service,
}

impl ApiField {
    /// Why nothing is sent while there is something wrong with it.
    #[must_use]
    pub const fn comes_first(self) -> &'static str {
        match self {
            Self::Method => "Put the method right first",
            Self::Url => "Put the address right first",
            Self::Headers => "Put the headers right first",
            Self::Region => "Put the region right first",
            Self::Service => "Put the service right first",
        }
    }
}

const KEYS_IN_THE_CLEAR: &str =
    "http:// to another computer can be read on the way: keys and tokens go over https:// alone";
const HEADERS_IN_THE_CLEAR: &str = "http:// to another computer can be read on the way: headers that may tell who asks go over https:// alone";

/// What is wrong with a field, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiProblem {
    /// Which field.
    pub field: ApiField,
    /// In words.
    pub text: String,
}

/// Headers that the program makes itself: a second one would spoil the request, or its signature.
const OURS: [&str; 9] = [
    "authorization",
    "connection",
    "content-length",
    "host",
    "transfer-encoding",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-security-token",
    "accept-encoding",
];

const NO_SCHEME: &str = "An address begins with https://, or http:// on this computer";
const NO_HOST: &str = "This address names no host";

impl ApiDraft {
    /// The request, if it makes sense.
    ///
    /// # Errors
    /// Everything that is wrong, beside the field it was typed in.
    pub fn check(&self) -> Result<ApiRequest, Vec<ApiProblem>> {
        let (method, url, headers) = (self.method(), self.address(), self.header_list());
        match (method, url, headers) {
            (Ok(method), Ok(url), Ok(headers)) => {
                Ok(ApiRequest { method, url: url.to_string(), headers, body: self.body.clone() })
            }
            (method, url, headers) => {
                let problems = [
                    (ApiField::Method, method.err()),
                    (ApiField::Url, url.err()),
                    (ApiField::Headers, headers.err()),
                ];
                let told =
                    |(field, text): (ApiField, Option<String>)| Some(ApiProblem { field, text: text? });
                Err(problems.into_iter().filter_map(told).collect())
            }
        }
    }

    /// The scope of a signature: as typed, or else as the host says, or else in the region at hand.
    ///
    /// # Errors
    /// When nothing says which region, or what was typed is no name of one.
    pub fn scope(&self, at_hand: Option<&str>) -> Result<(String, String), ApiProblem> {
        if let Some(problem) = self.scope_problems().into_iter().next() {
            return Err(problem);
        }
        let told = self.derived_scope();
        let typed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let region = typed(&self.region).or_else(|| told.as_ref().and_then(|scope| scope.region.clone()));
        let region = region.or_else(|| at_hand.map(str::to_owned)).ok_or_else(|| ApiProblem {
            field: ApiField::Region,
            text: "The address does not say which region; a signature needs one".to_owned(),
        })?;
        let service = typed(&self.service).or_else(|| told.map(|scope| scope.service));
        Ok((region, service.unwrap_or_else(|| api_host::EXECUTE_API.to_owned())))
    }

    /// What is wrong with region and service as typed.
    #[must_use]
    pub fn scope_problems(&self) -> Vec<ApiProblem> {
        let is_name =
            |text: &str| text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter));
        let typed = [
            (ApiField::Region, &self.region, "A region is one word, such as eu-west-1"),
            (ApiField::Service, &self.service, "A service is one word, such as execute-api or lambda"),
        ];
        let odd = typed.into_iter().filter(|(_, text, _)| !is_name(text.trim()));
        odd.map(|(field, _, words)| ApiProblem { field, text: words.to_owned() }).collect()
    }

    /// What the host of the address says of the signature.
    #[must_use]
    pub fn derived_scope(&self) -> Option<Scope> {
        api_host::scope_of(&self.url)
    }

    /// True when what is sent can be read on the way: no TLS, and not to this computer.
    fn is_in_the_clear(&self) -> bool {
        Url::parse(self.url.trim()).is_ok_and(|url| url.scheme() == "http" && !is_here(&url))
    }

    /// That something which may tell who asks would be read on the way, in words: keys and tokens, if it is authorized
    /// with any, or headers that are not known to be harmless.
    #[must_use]
    pub fn gives_away(&self, auth: AuthKind) -> Option<&'static str> {
        let mut lines = self.headers.expose().lines().filter(|line| !line.trim().is_empty());
        let has_header = lines.any(|line| !is_harmless(line.split(':').next().unwrap_or_default()));
        if !self.is_in_the_clear() {
            return None;
        }
        match auth {
            AuthKind::Iam | AuthKind::Id | AuthKind::Access => Some(KEYS_IN_THE_CLEAR),
            AuthKind::Nothing => has_header.then_some(HEADERS_IN_THE_CLEAR),
        }
    }

    /// True when it goes to another computer than this one.
    #[must_use]
    pub fn leaves_this_computer(&self) -> bool {
        Url::parse(self.url.trim()).is_ok_and(|url| url.has_host() && !is_here(&url))
    }

    fn method(&self) -> Result<String, String> {
        let method = self.method.trim().to_ascii_uppercase();
        let is_token =
            |method: &str| method.len() <= 32 && method.chars().all(|letter| letter.is_ascii_uppercase());
        match method.as_str() {
            "" => Ok("GET".to_owned()),
            "CONNECT" | "TRACE" => Err(format!("{method} is no request to an API")),
            known if is_token(known) => Ok(method),
            _ => Err("A method is one word, such as GET or POST".to_owned()),
        }
    }

    fn address(&self) -> Result<Url, String> {
        let text = self.url.trim();
        if text.is_empty() {
            return Err("Needed: the address of your API, such as https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets".to_owned());
        }
        let mut url = Url::parse(text).map_err(no_address)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(NO_SCHEME.to_owned());
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(NO_HOST.to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("An address here has no username or password in it".to_owned());
        }
        url.set_fragment(None);
        Ok(url)
    }

    fn header_list(&self) -> Result<Vec<Header>, String> {
        let lines = self.headers.expose().lines().filter(|line| !line.trim().is_empty());
        lines.map(header).collect()
    }
}

/// The words of the crate are for programmers.
fn no_address(err: ParseError) -> String {
    if err == ParseError::RelativeUrlWithoutBase {
        "This is no address: one begins with https://".to_owned()
    } else if err == ParseError::EmptyHost {
        NO_HOST.to_owned()
    } else if [ParseError::IdnaError, ParseError::InvalidDomainCharacter].contains(&err) {
        "The host of this address has letters that no host has".to_owned()
    } else {
        format!("This is no address: {err}")
    }
}

fn header(line: &str) -> Result<Header, String> {
    let (name, value) = line.split_once(':').ok_or("A header is a name, a colon and a value")?;
    let name = name.trim().to_ascii_lowercase();
    let is_token = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    if name.is_empty() || !name.chars().all(is_token) {
        // What stands there is not repeated: a token that was put on a line of its own would be.
        return Err("A header begins with its name and a colon, and this is no name".to_owned());
    }
    if OURS.contains(&name.as_str()) {
        return Err(format!("{name} is set by Poolwalk; choose how to authorize instead"));
    }
    let value = value.trim();
    if !value.chars().all(|letter| letter == '\t' || (' '..='~').contains(&letter)) {
        return Err(format!("The value of {name} has letters that a header cannot carry"));
    }
    Ok(Header { name, value: value.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(url: &str) -> ApiDraft {
        ApiDraft { url: url.to_owned(), ..ApiDraft::default() }
    }

    #[test]
    fn an_address_goes_out_in_the_spelling_of_the_wire() {
        for (typed, sent) in [
            (" https://api.example/a b?q=ü#part ", "https://api.example/a%20b?q=%C3%BC"),
            ("HTTPS://API.example", "https://api.example/"),
            ("http://127.0.0.1:80/x/../y", "http://127.0.0.1/y"),
        ] {
            assert_eq!(draft(typed).check().unwrap().url, sent);
        }
    }

    #[test]
    fn what_makes_no_sense_is_told_beside_its_field() {
        let odd = ApiDraft {
            method: "TRACE".into(),
            url: "ftp://x".into(),
            headers: "authorization: Bearer x".into(),
            ..ApiDraft::default()
        };
        let fields: Vec<_> = odd.check().unwrap_err().into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, [ApiField::Method, ApiField::Url, ApiField::Headers]);
        for url in ["", "no scheme", "https://", "https://me:pw@api.example/"] {
            assert_eq!(draft(url).check().unwrap_err()[0].field, ApiField::Url, "{url}");
        }
        let no_base = "This is no address: one begins with https://";
        for (url, told) in [("iam", no_base), ("localhost:8080/x", NO_SCHEME), ("https://", NO_HOST)] {
            assert_eq!(draft(url).check().unwrap_err()[0].text, told, "{url}");
        }
        for headers in ["no colon", ": x", "a b: c", "x: \u{e9}t\u{e9}", "Host: a"] {
            let odd = ApiDraft { headers: headers.into(), ..draft("https://a.example") };
            assert_eq!(odd.check().unwrap_err()[0].field, ApiField::Headers, "{headers}");
            assert!(!odd.check().unwrap_err()[0].text.contains("a b"), "{headers}");
        }
    }

    #[test]
    fn debug_tells_the_host_and_nothing_that_was_typed_beside_it() {
        for url in ["https://me:hunter2@a.example/hunter2?k=hunter2#hunter2", "hunter2"] {
            let shown = format!("{:?}", ApiDraft { method: "hunter2".into(), ..draft(url) });
            assert!(!shown.contains("hunter2"), "{shown}");
        }
        assert!(format!("{:?}", draft("https://me:pw@a.example/x")).contains("a.example"));
    }

    #[test]
    fn what_may_tell_who_asks_goes_to_another_computer_over_tls_alone() {
        let with = |url: &str, headers: &str| ApiDraft { headers: headers.into(), ..draft(url) };
        for (url, headers, auth, is_told) in [
            ("http://a.example", "", AuthKind::Nothing, false),
            ("http://a.example", "Accept: a\n\ncontent-type: b", AuthKind::Nothing, false),
            ("http://a.example", "Accept: a\nx-api-key: k", AuthKind::Nothing, true),
            ("http://a.example", "no colon", AuthKind::Nothing, true),
            ("http://a.example", "", AuthKind::Id, true),
            ("http://localhost", "x-api-key: k", AuthKind::Iam, false),
            ("https://a.example", "x-api-key: k", AuthKind::Iam, false),
        ] {
            let told = with(url, headers).gives_away(auth);
            assert_eq!(told.is_some(), is_told, "{url} {headers:?} {auth:?}");
        }
    }

    #[test]
    fn headers_keep_their_order_and_values() {
        let with = ApiDraft {
            headers: "Accept: text/plain\n\nX-Key:  a: b \n".into(),
            ..draft("https://a.example")
        };
        let headers = with.check().unwrap().headers;
        let seen: Vec<_> =
            headers.iter().map(|header| (header.name.as_str(), header.value.expose())).collect();
        assert_eq!(seen, [("accept", "text/plain"), ("x-key", "a: b")]);
    }

    #[test]
    fn a_signature_is_scoped_by_what_was_typed_then_by_the_host_then_by_what_is_at_hand() {
        let host = draft("https://abc.execute-api.eu-west-1.amazonaws.com/prod");
        assert_eq!(host.scope(Some("us-east-1")).unwrap(), ("eu-west-1".into(), "execute-api".into()));
        let typed = ApiDraft { region: "eu-north-1".into(), service: "lambda".into(), ..host };
        assert_eq!(typed.scope(None).unwrap(), ("eu-north-1".into(), "lambda".into()));
        for (region, service, field) in [("x y", "", ApiField::Region), ("", "a/b", ApiField::Service)] {
            let odd = ApiDraft { region: region.into(), service: service.into(), ..typed.clone() };
            assert_eq!(odd.scope(None).unwrap_err().field, field);
        }
        let own = draft("https://api.example.com/");
        assert_eq!(own.scope(Some("us-east-1")).unwrap(), ("us-east-1".into(), "execute-api".into()));
        assert_eq!(own.scope(None).unwrap_err().field, ApiField::Region);
    }

    #[test]
    fn a_region_and_a_service_are_one_word_each() {
        let host = "https://abc.execute-api.eu-west-1.amazonaws.com/prod";
        for odd in ["bogus x", "execute-api/prod", "a\nb", "https://x"] {
            let service = ApiDraft { service: odd.into(), ..draft(host) };
            assert_eq!(service.scope(None).unwrap_err().field, ApiField::Service, "{odd}");
            let region = ApiDraft { region: odd.into(), ..draft(host) };
            assert_eq!(region.scope(None).unwrap_err().field, ApiField::Region, "{odd}");
        }
        let fine = ApiDraft { service: " vpc-lattice-svcs ".into(), ..draft(host) };
        assert_eq!(fine.scope(None).unwrap().1, "vpc-lattice-svcs");
    }

    #[test]
    fn only_this_computer_is_reached_in_the_clear_without_a_word() {
        for (url, clear) in [
            ("http://api.example/", true),
            ("https://api.example/", false),
            ("http://127.0.0.1:1/", false),
            ("http://[::1]:1/", false),
            ("http://localhost:1/", false),
            ("http://localhost.example/", true),
        ] {
            assert_eq!(draft(url).is_in_the_clear(), clear, "{url}");
        }
    }
}
