//! The words of HTTP for a status, in sentence case. What it means for the person is the
//! catalogue's business.

/// Status and phrase: `200 OK`, `302 Found, a redirect`. One without a phrase is told by its class.
#[must_use]
pub fn answered(status: u16) -> String {
    match phrase(status) {
        Some(phrase) if (300..400).contains(&status) => format!("{status} {phrase}, a redirect"),
        Some(phrase) => format!("{status} {phrase}"),
        None => format!("{status} {}", class(status)),
    }
}

const fn class(status: u16) -> &'static str {
    match status {
        ..200 => "on the way",
        200..300 => "fine",
        300..400 => "redirect",
        400..500 => "refused",
        500.. => "failed",
    }
}

/// Source: the IANA registry of HTTP status codes; what is seen of APIs.
const fn phrase(status: u16) -> Option<&'static str> {
    Some(match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-authoritative information",
        204 => "No content",
        205 => "Reset content",
        206 => "Partial content",
        300 => "Multiple choices",
        301 => "Moved permanently",
        302 => "Found",
        303 => "See other",
        307 => "Temporary redirect",
        308 => "Permanent redirect",
        400 => "Bad request",
        401 => "Unauthorized",
        402 => "Payment required",
        403 => "Forbidden",
        404 => "Not found",
        405 => "Method not allowed",
        406 => "Not acceptable",
        408 => "Request timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length required",
        412 => "Precondition failed",
        413 => "Content too large",
        414 => "URI too long",
        415 => "Unsupported media type",
        418 => "I’m a teapot",
        422 => "Unprocessable content",
        428 => "Precondition required",
        429 => "Too many requests",
        431 => "Request header fields too large",
        500 => "Internal server error",
        502 => "Bad gateway",
        503 => "Service unavailable",
        504 => "Gateway timeout",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_told_in_its_own_words() {
        for (status, words) in [
            (200, "200 OK"),
            (302, "302 Found, a redirect"),
            (304, "304 redirect"),
            (403, "403 Forbidden"),
            (499, "499 refused"),
            (599, "599 failed"),
            (299, "299 fine"),
        ] {
            assert_eq!(answered(status), words);
        }
    }
}
