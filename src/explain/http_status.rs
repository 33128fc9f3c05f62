//! The words of HTTP for a status, as the standards and API Gateway spell them. What it means for the person is the
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
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        418 => "I’m a Teapot",
        422 => "Unprocessable Content",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
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
