//! What an address says of how it is signed: service and region as AWS puts them into host names.
//! Sources: the AWS General Reference's endpoints, API Gateway's `execute-api` hosts, Lambda function URLs.

use url::Url;

/// The two words that a signature is scoped to, beside the date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// `execute-api`, `s3`, …
    pub service: String,
    /// None where the host does not say.
    pub region: Option<String>,
}

/// The service of API Gateway, also behind domains of one's own.
pub const EXECUTE_API: &str = "execute-api";

/// What a host name (without its port) says. A host that is not AWS's is taken for an API behind a domain of its own.
#[must_use]
pub fn scope(host: &str) -> Scope {
    let host = host.to_ascii_lowercase();
    let own = || Scope { service: EXECUTE_API.to_owned(), region: None };
    let Some(rest) = SUFFIXES.iter().find_map(|suffix| host.strip_suffix(suffix)) else { return own() };
    let is_beside = |label: &&str| label.is_empty() || BESIDE.contains(label);
    let labels: Vec<&str> = rest.split('.').filter(|label| !is_beside(label)).collect();
    // What stands before the service is somebody's own name, and may look like a service or a region.
    let known = labels.iter().enumerate().rev().find_map(|(at, label)| Some((at, service_of(label)?)));
    if let Some((at, (service, region))) = known {
        let after = labels.get(at + 1).copied().filter(|label| is_region(label));
        let region = region.or(after).or_else(|| everywhere(labels.get(at).copied()?));
        return Scope { service: service.to_owned(), region: region.map(str::to_owned) };
    }
    let (service, region) = match labels.as_slice() {
        [.., service, region] if is_region(region) => (service, *region),
        // As OpenSearch and load balancers have it.
        [.., region, service] if is_region(region) => (service, *region),
        // Services without a region in their name live, and sign, in us-east-1.
        [.., service] => (service, "us-east-1"),
        [] => return own(),
    };
    let service = service.strip_suffix(FIPS).unwrap_or(service);
    Scope { service: service.to_owned(), region: Some(region.to_owned()) }
}

/// What the host of an address says; nothing where it is no address.
#[must_use]
pub fn scope_of(address: &str) -> Option<Scope> {
    Url::parse(address.trim()).ok()?.host_str().map(scope)
}

/// Ends of AWS's own host names, longest first where one ends another.
const SUFFIXES: [&str; 5] = [".amazonaws.com.cn", ".amazonaws.com", ".amazonaws.eu", ".on.aws", ".api.aws"];
/// Labels that stand between service, region and suffix, and say nothing of either.
const BESIDE: [&str; 2] = ["vpce", "dualstack"];
/// What a name may end in where it follows the rules of US offices.
const FIPS: &str = "-fips";

/// The name that a service signs by, where its host names it by another, or with something beside it; and the region,
/// where S3 has that in the same label: `s3-us-west-2`.
fn service_of(label: &str) -> Option<(&'static str, Option<&str>)> {
    let service = match label.strip_suffix(FIPS).unwrap_or(label) {
        "execute-api" => EXECUTE_API,
        "lambda-url" => "lambda",
        "appsync-api" => "appsync",
        "s3" | ACCELERATED | "s3-accesspoint" => "s3",
        "dynamodb" => "dynamodb",
        "sts" => "sts",
        _ => {
            let region = label.strip_prefix("s3-")?;
            let region = region.strip_prefix("fips-").unwrap_or(region);
            return is_region(region).then_some(("s3", Some(region)));
        }
    };
    Some((service, None))
}

/// Buckets of every region answer there.
const ACCELERATED: &str = "s3-accelerate";

/// The region of a service whose host names none.
fn everywhere(label: &str) -> Option<&'static str> {
    (label != ACCELERATED).then_some("us-east-1")
}

/// True for what is written as a region is: `eu-west-1`, `us-gov-west-1`, `eusc-de-east-1`.
fn is_region(label: &str) -> bool {
    let parts: Vec<&str> = label.split('-').collect();
    let [words @ .., number] = parts.as_slice() else { return false };
    let is_word = |word: &&str| word.len() >= 2 && word.bytes().all(|letter| letter.is_ascii_lowercase());
    let is_number = matches!(number.len(), 1 | 2) && number.bytes().all(|digit| digit.is_ascii_digit());
    (2..=3).contains(&words.len()) && words.iter().all(is_word) && is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_its_host_says() {
        let said = scope_of(" https://abc123.execute-api.eu-west-1.amazonaws.com:443/prod?x=1 ").unwrap();
        assert_eq!((said.service.as_str(), said.region.as_deref()), (EXECUTE_API, Some("eu-west-1")));
        assert_eq!(scope_of("{{baseUrl}}"), None);
    }

    #[test]
    fn hosts_say_what_they_are_signed_for() {
        for (host, service, region) in [
            ("abc123.execute-api.eu-west-1.amazonaws.com", "execute-api", Some("eu-west-1")),
            ("ABC123.Execute-API.eu-west-1.amazonaws.com", "execute-api", Some("eu-west-1")),
            (
                "abc-vpce-1a2b.execute-api.us-gov-west-1.vpce.amazonaws.com",
                "execute-api",
                Some("us-gov-west-1"),
            ),
            ("abc.execute-api.cn-north-1.amazonaws.com.cn", "execute-api", Some("cn-north-1")),
            ("abc.lambda-url.eu-central-1.on.aws", "lambda", Some("eu-central-1")),
            ("abc.appsync-api.eu-west-1.amazonaws.com", "appsync", Some("eu-west-1")),
            (
                "vpce-0a-1b-us-east-1a.execute-api.us-east-1.vpce.amazonaws.com",
                "execute-api",
                Some("us-east-1"),
            ),
            ("abc.execute-api.us-gov-west-1.amazonaws.com", "execute-api", Some("us-gov-west-1")),
            ("abc.execute-api.eusc-de-east-1.amazonaws.eu", "execute-api", Some("eusc-de-east-1")),
            ("sts.eu-west-1.amazonaws.com", "sts", Some("eu-west-1")),
            ("sts.amazonaws.com", "sts", Some("us-east-1")),
            ("sts-fips.us-east-2.amazonaws.com", "sts", Some("us-east-2")),
            ("iam.amazonaws.com", "iam", Some("us-east-1")),
            ("dynamodb.eu-west-1.amazonaws.com", "dynamodb", Some("eu-west-1")),
            ("lambda.eu-west-1.api.aws", "lambda", Some("eu-west-1")),
            ("kms-fips.us-west-2.amazonaws.com", "kms", Some("us-west-2")),
            ("search-pets-x1y2.eu-west-1.es.amazonaws.com", "es", Some("eu-west-1")),
            ("sqs.eu-west-1.amazonaws.com", "sqs", Some("eu-west-1")),
            ("s3.eu-west-1.amazonaws.com", "s3", Some("eu-west-1")),
            ("s3.amazonaws.com", "s3", Some("us-east-1")),
            ("s3-us-west-2.amazonaws.com", "s3", Some("us-west-2")),
            ("s3-fips-us-gov-west-1.amazonaws.com", "s3", Some("us-gov-west-1")),
            ("s3-fips.us-east-1.amazonaws.com", "s3", Some("us-east-1")),
            ("s3.cn-north-1.amazonaws.com.cn", "s3", Some("cn-north-1")),
            ("s3.dualstack.eu-west-1.amazonaws.com", "s3", Some("eu-west-1")),
            ("my-bucket.s3.dualstack.eu-west-1.amazonaws.com", "s3", Some("eu-west-1")),
            ("my.bucket.s3.eu-west-1.amazonaws.com", "s3", Some("eu-west-1")),
            ("my-bucket-2024-1.s3.amazonaws.com", "s3", Some("us-east-1")),
            ("logs-eu-west-1.s3.eu-central-1.amazonaws.com", "s3", Some("eu-central-1")),
            ("eu-west-1.s3.amazonaws.com", "s3", Some("us-east-1")),
            ("my.sts.eu-west-1.s3-us-west-2.amazonaws.com", "s3", Some("us-west-2")),
            ("my-bucket.s3-accelerate.amazonaws.com", "s3", None),
            ("pets-123456789012.s3-accesspoint.eu-west-1.amazonaws.com", "s3", Some("eu-west-1")),
            ("my-bucket.bucket.vpce-1a-2b.s3.us-east-1.vpce.amazonaws.com", "s3", Some("us-east-1")),
            ("api.example.com", "execute-api", None),
            ("127.0.0.1", "execute-api", None),
            ("fdec36b6.execute-api.localhost", "execute-api", None),
            ("abc.execute-api.localhost.localstack.cloud", "execute-api", None),
            ("amazonaws.com.evil.example", "execute-api", None),
        ] {
            let scope = scope(host);
            assert_eq!((scope.service.as_str(), scope.region.as_deref()), (service, region), "{host}");
        }
    }
}
