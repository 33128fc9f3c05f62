//! What an address says of how it is signed: service and region as AWS puts them into host names.
//! Sources: the AWS General Reference's endpoints, API Gateway's `execute-api` hosts, Lambda function URLs.

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
    let labels: Vec<&str> = rest.split('.').filter(|label| !label.is_empty() && *label != "vpce").collect();
    let is_region =
        |label: &&&str| label.matches('-').count() >= 2 && label.ends_with(|end: char| end.is_ascii_digit());
    let region = labels.iter().rev().find(is_region).map(|label| (*label).to_owned());
    let service = labels.iter().rev().find_map(|label| service_of(label));
    let named = || {
        labels.iter().rev().find(|label| Some(**label) != region.as_deref()).map(|label| (*label).to_owned())
    };
    match service.map(str::to_owned).or_else(named) {
        // Services without a region in their name live, and sign, in us-east-1.
        Some(service) if region.is_none() => Scope { service, region: Some("us-east-1".to_owned()) },
        Some(service) => Scope { service, region },
        None => own(),
    }
}

/// Ends of AWS's own host names, longest first where one ends another.
const SUFFIXES: [&str; 4] = [".amazonaws.com.cn", ".amazonaws.com", ".amazonaws.eu", ".on.aws"];

/// The name that a service signs by, where its host names it by another, or with something beside it.
fn service_of(label: &str) -> Option<&'static str> {
    Some(match label {
        "execute-api" => EXECUTE_API,
        "lambda-url" => "lambda",
        "appsync-api" => "appsync",
        "s3" | "s3-accelerate" => "s3",
        "dynamodb" => "dynamodb",
        "sts" => "sts",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("sts.eu-west-1.amazonaws.com", "sts", Some("eu-west-1")),
            ("sts.amazonaws.com", "sts", Some("us-east-1")),
            ("dynamodb.eu-west-1.amazonaws.com", "dynamodb", Some("eu-west-1")),
            ("my.bucket.s3.eu-west-1.amazonaws.com", "s3", Some("eu-west-1")),
            ("sqs.eu-west-1.amazonaws.com", "sqs", Some("eu-west-1")),
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
