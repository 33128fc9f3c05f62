//! Headers of a request that tell nothing of who asks. Any other may: an API's key, a cookie, a token under a name of
//! its own.

const HARMLESS: [&str; 6] =
    ["accept", "accept-language", "cache-control", "content-type", "user-agent", "x-amz-target"];

/// True when a header of this name, in whatever spelling, carries nothing of who asks.
#[must_use]
pub fn is_harmless(name: &str) -> bool {
    HARMLESS.contains(&name.trim().to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_to_be_harmless_may_tell_who_asks() {
        assert!(is_harmless("Content-Type ") && is_harmless("accept"));
        for name in ["x-api-key", "Cookie", "authorization", "accept-charset", ""] {
            assert!(!is_harmless(name), "{name}");
        }
    }
}
