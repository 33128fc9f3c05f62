//! Which addresses are on this computer: what goes there cannot be read on the way.

use url::{Host, Url};

/// True of the names that are this computer's whatever a name server says (RFC 6761, 6.3).
#[must_use]
pub fn is_localhost(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// True of an address on this computer.
#[must_use]
pub fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_localhost(name),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_here() {
        for (url, here) in [
            ("http://127.0.0.1:9229/", true),
            ("http://[::1]:80/", true),
            ("HTTP://u:p@LOCALHOST:1/x", true),
            ("https://abc.execute-api.localhost:1", true),
            ("http://10.0.0.1", false),
            ("http://localhost.example.com", false),
            ("http://far/@localhost", false),
            ("http://localhost@far/", false),
            ("data:text/plain,localhost", false),
        ] {
            assert_eq!(is_here(&Url::parse(url).unwrap()), here, "{url}");
        }
    }
}
